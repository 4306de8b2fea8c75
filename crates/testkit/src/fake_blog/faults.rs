//! What goes wrong, drawn from a seed.

use std::{collections::BTreeMap, time::Duration};

use rand::{Rng, SeedableRng, rngs::SmallRng, seq::IndexedRandom};

use super::REQUEST_TIMEOUT;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No connection: nothing was sent.
    Offline,
    /// Cut on the way there.
    RequestLost,
    /// Done, and cut on the way back.
    ReplyLost,
    /// The client waits in vain; nothing is done.
    Stalled,
    /// The client waits in vain; it is done later, while it still may.
    Late { by: Duration },
    /// A fault before anything was done.
    FaultBefore,
    /// A plugin's fault after the insertion: later fields (terms, cover) are unset.
    FaultAfter,
    /// Done, and the answer is not JSON.
    Junk,
    /// 503 with `Retry-After`: nothing is done.
    Busy,
    /// 429: nothing is done.
    TooMany,
}

impl Fault {
    pub(super) fn lands(self) -> bool {
        matches!(self, Self::ReplyLost | Self::Late { .. } | Self::FaultAfter | Self::Junk)
    }

    pub(super) fn lands_late_by(self) -> Duration {
        match self {
            Self::Late { by } => by,
            _ => Duration::ZERO,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::RequestLost => "request lost",
            Self::ReplyLost => "reply lost",
            Self::Stalled => "stalled",
            Self::Late { .. } => "landed late",
            Self::FaultBefore => "5xx before",
            Self::FaultAfter => "5xx after the insertion",
            Self::Junk => "junk answer",
            Self::Busy => "503",
            Self::TooMany => "429",
        }
    }
}

/// How often each fault was met.
pub type Counts = BTreeMap<&'static str, u64>;

/// A plan of faults. The same seed and the same requests meet the same faults.
pub struct Faults {
    random: SmallRng,
    /// How many of a hundred requests fail.
    percent: u32,
    /// Faults of the next writes, before any is drawn: a script.
    script: Vec<Option<Fault>>,
    counts: Counts,
}

impl Faults {
    pub fn none() -> Self {
        Self::drawn(0, 0)
    }

    pub fn drawn(seed: u64, percent: u32) -> Self {
        let random = SmallRng::seed_from_u64(seed);
        Self { random, percent, script: Vec::new(), counts: Counts::new() }
    }

    /// The next writes fail so, in this order; `None` goes well.
    pub fn script(writes: impl IntoIterator<Item = Option<Fault>>) -> Self {
        let mut script: Vec<_> = writes.into_iter().collect();
        script.reverse();
        Self { script, ..Self::none() }
    }

    /// From now on all goes well.
    pub fn end(&mut self) {
        self.percent = 0;
        self.script.clear();
    }

    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    pub(super) fn draw_write(&mut self) -> (Option<Fault>, Duration) {
        let latency = self.latency();
        if let Some(scripted) = self.script.pop() {
            return (self.count(scripted), latency);
        }
        if !self.fails() {
            return (None, latency);
        }
        // Late, but while the client must still reckon with it.
        let late_ms = self.random.random_range(0..(REQUEST_TIMEOUT * 19 / 10).as_millis() as u64);
        let faults = [
            Fault::Offline,
            Fault::RequestLost,
            Fault::ReplyLost,
            Fault::ReplyLost,
            Fault::Stalled,
            Fault::Late { by: Duration::from_millis(late_ms) },
            Fault::Late { by: Duration::from_millis(late_ms) },
            Fault::FaultBefore,
            Fault::FaultAfter,
            Fault::Junk,
            Fault::Busy,
            Fault::TooMany,
        ];
        let fault = faults.choose(&mut self.random).copied();
        (self.count(fault), latency)
    }

    pub(super) fn draw_read(&mut self) -> (Option<Fault>, Duration) {
        let latency = self.latency();
        if !self.fails() {
            return (None, latency);
        }
        let faults = [
            Fault::Offline,
            Fault::RequestLost,
            Fault::Stalled,
            Fault::FaultBefore,
            Fault::Junk,
            Fault::TooMany,
        ];
        let fault = faults.choose(&mut self.random).copied();
        (self.count(fault), latency)
    }

    fn fails(&mut self) -> bool {
        self.percent > 0 && self.random.random_range(0..100) < self.percent
    }

    fn latency(&mut self) -> Duration {
        Duration::from_millis(self.random.random_range(20..400))
    }

    fn count(&mut self, fault: Option<Fault>) -> Option<Fault> {
        if let Some(fault) = fault {
            *self.counts.entry(fault.name()).or_default() += 1;
        }
        fault
    }
}
