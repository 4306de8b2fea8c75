//! What goes wrong on the way, drawn from a seed.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng, rngs::SmallRng, seq::IndexedRandom};

/// What becomes of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Reset before it was read; the port is closed for a moment.
    Refused,
    /// Cut on its way, in its headers or in its body.
    RequestCut { part: Part },
    /// Swallowed: the client waits in vain, nothing is delivered.
    Stalled,
    /// The client waits in vain; delivered after it has given up.
    Late { part: Part },
    /// Delivered, and the connection reset instead of an answer.
    ReplyLost,
    /// Delivered, and the answer ends in the middle.
    ReplyCut { part: Part },
    /// A 500 by what stands before the blog: nothing is delivered.
    FaultBefore,
    /// Delivered, and a 500 instead of the answer.
    FaultAfter,
    /// Delivered; a byte-order mark and a warning stand before the JSON.
    Junk,
    /// 503 with `Retry-After`: nothing is delivered.
    Busy,
    /// 429 with `Retry-After`: nothing is delivered.
    TooMany,
    /// The page of a captive portal, with 200: nothing is delivered.
    Portal,
}

impl Fault {
    const ALL: [Self; 12] = [
        Self::Refused,
        Self::RequestCut { part: Part(0) },
        Self::Stalled,
        Self::Late { part: Part(0) },
        Self::ReplyLost,
        Self::ReplyCut { part: Part(0) },
        Self::FaultBefore,
        Self::FaultAfter,
        Self::Junk,
        Self::Busy,
        Self::TooMany,
        Self::Portal,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Refused => "connection refused",
            Self::RequestCut { .. } => "request cut",
            Self::Stalled => "request swallowed",
            Self::Late { .. } => "delivered after the client gave up",
            Self::ReplyLost => "reply lost",
            Self::ReplyCut { .. } => "reply cut",
            Self::FaultBefore => "500 before the write",
            Self::FaultAfter => "500 after the write",
            Self::Junk => "junk before the JSON",
            Self::Busy => "503",
            Self::TooMany => "429",
            Self::Portal => "captive portal",
        }
    }
}

/// So many of 65,536 parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part(u16);

impl Part {
    pub(super) fn share(self) -> f64 {
        f64::from(self.0) / 65_536.0
    }

    /// At least one of `length`, never all.
    pub(super) fn of(self, length: usize) -> usize {
        let cut = (length as f64 * self.share()) as usize;
        cut.max(1).min(length.saturating_sub(1))
    }
}

/// How often each fault was met; `writes` counts all writes.
pub type Counts = BTreeMap<&'static str, u64>;

/// A plan of faults.
pub struct Weather {
    random: SmallRng,
    /// How many of a hundred writes are broken.
    pub percent: u32,
    counts: Counts,
}

impl Weather {
    pub fn drawn(seed: u64, percent: u32) -> Self {
        let counts = Fault::ALL.iter().map(|fault| (fault.name(), 0)).collect();
        Self { random: SmallRng::seed_from_u64(seed), percent, counts }
    }

    pub(super) fn draw(&mut self) -> Option<Fault> {
        *self.counts.entry("writes").or_default() += 1;
        if self.random.random_range(0..100) >= self.percent {
            return None;
        }
        let mut fault = *Fault::ALL.choose(&mut self.random).expect("there are faults");
        if let Fault::RequestCut { part } | Fault::Late { part } | Fault::ReplyCut { part } =
            &mut fault
        {
            *part = Part(self.random.random());
        }
        *self.counts.entry(fault.name()).or_default() += 1;
        Some(fault)
    }

    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_writes_are_broken_in_every_way_and_the_same_seed_breaks_the_same() {
        let run = || {
            let mut weather = Weather::drawn(7, 50);
            let drawn: Vec<_> = (0..2000).map(|_| weather.draw()).collect();
            (drawn, weather.counts)
        };
        let (drawn, counts) = run();
        assert_eq!((&drawn, &counts), (&run().0, &run().1));
        let broken = drawn.iter().flatten().count();
        assert!((900..1100).contains(&broken), "{broken}");
        assert!(counts.values().all(|met| *met > 40), "{counts:?}");
    }

    #[test]
    fn a_part_is_never_nothing_and_never_all() {
        for part in [0, 1, 30_000, u16::MAX] {
            for length in [2, 3, 100_000] {
                assert!((1..length).contains(&Part(part).of(length)), "{part} of {length}");
            }
        }
    }
}
