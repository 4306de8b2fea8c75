//! What goes wrong, drawn from a seed.

use std::{collections::BTreeMap, time::Duration};

use rand::{Rng, SeedableRng, rngs::SmallRng, seq::IndexedRandom};

use super::{REQUEST_TIMEOUT, UPLOAD_TIMEOUT};

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No connection: nothing was sent.
    Offline,
    /// Cut on the way there, before anything of it arrived.
    RequestLost,
    /// Cut in the middle of what is sent: the server takes no half request.
    RequestCut,
    /// Done, and cut on the way back.
    ReplyLost,
    /// Done, and half of the answer arrives.
    ReplyCut,
    /// The client waits in vain; nothing is done.
    Stalled,
    /// The client waits in vain; it is done later: while it still may, or far too late.
    Late { by: Duration },
    /// A fault before anything was done.
    FaultBefore,
    /// A plugin's fault after the insertion: later fields (terms, cover) are unset.
    FaultAfter,
    /// A fault when all was done.
    FaultDone,
    /// Done, and the answer is not JSON.
    Junk,
    /// A captive portal's page with a 200: nothing reached the blog.
    Portal,
    /// 503 with `Retry-After`: nothing is done.
    Busy,
    /// 429: nothing is done.
    TooMany,
    /// 429 with `Retry-After`: nothing is done.
    Limited,
}

/// What a request does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Read,
    Write,
    Upload,
}

impl Kind {
    /// What a client waits for an answer at most.
    pub(super) fn timeout(self) -> Duration {
        match self {
            Self::Read | Self::Write => REQUEST_TIMEOUT,
            Self::Upload => UPLOAD_TIMEOUT,
        }
    }
}

impl Fault {
    pub(super) fn lands(self) -> bool {
        matches!(
            self,
            Self::ReplyLost
                | Self::ReplyCut
                | Self::Late { .. }
                | Self::FaultAfter
                | Self::FaultDone
                | Self::Junk
        )
    }

    /// Later than a client reckons with.
    pub(super) fn is_far_too_late(self, kind: Kind) -> bool {
        matches!(self, Self::Late { by } if by >= kind.timeout() * 2)
    }

    pub(super) fn lands_late_by(self) -> Duration {
        match self {
            Self::Late { by } => by,
            _ => Duration::ZERO,
        }
    }

    fn name(self, kind: Kind) -> &'static str {
        let upload = kind == Kind::Upload;
        match self {
            Self::Offline => "fault: offline",
            Self::RequestLost if upload => "fault: upload lost",
            Self::RequestLost => "fault: request lost",
            Self::RequestCut if upload => "fault: upload cut",
            Self::RequestCut => "fault: request cut",
            Self::ReplyLost if upload => "fault: reply to an upload lost",
            Self::ReplyLost => "fault: reply lost",
            Self::ReplyCut => "fault: reply cut",
            Self::Stalled if upload => "fault: upload stalled",
            Self::Stalled => "fault: stalled",
            Self::Late { .. } if self.is_far_too_late(kind) => "fault: landed far too late",
            Self::Late { .. } if upload => "fault: upload landed late",
            Self::Late { .. } => "fault: landed late",
            Self::FaultBefore => "fault: 5xx before",
            Self::FaultAfter if upload => "fault: 5xx after an upload",
            Self::FaultAfter => "fault: 5xx after the insertion",
            Self::FaultDone => "fault: 5xx when all was done",
            Self::Junk => "fault: junk answer",
            Self::Portal => "fault: captive portal",
            Self::Busy => "fault: 503 with Retry-After",
            Self::TooMany => "fault: 429",
            Self::Limited => "fault: 429 with Retry-After",
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
    /// Some writes land when no client reckons with them any more.
    pub far_too_late: bool,
    counts: Counts,
}

impl Faults {
    pub fn none() -> Self {
        Self::drawn(0, 0)
    }

    pub fn drawn(seed: u64, percent: u32) -> Self {
        let random = SmallRng::seed_from_u64(seed);
        Self { random, percent, script: Vec::new(), far_too_late: false, counts: Counts::new() }
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

    pub(super) fn draw(&mut self, kind: Kind) -> (Option<Fault>, Duration) {
        let latency = self.latency();
        if kind != Kind::Read
            && let Some(scripted) = self.script.pop()
        {
            return (self.count(scripted, kind), latency);
        }
        if !self.fails() {
            return (None, latency);
        }
        let fault = if kind == Kind::Read { self.of_a_read() } else { self.of_a_write(kind) };
        (self.count(Some(fault), kind), latency)
    }

    fn of_a_write(&mut self, kind: Kind) -> Fault {
        // Late, but while the client must still reckon with it.
        let timeout_ms = kind.timeout().as_millis() as u64;
        let mut late_ms = self.random.random_range(0..timeout_ms * 19 / 10);
        if self.far_too_late && kind == Kind::Write && self.random.random_bool(0.6) {
            // Past all settling, and before what follows it has settled.
            late_ms = self.random.random_range(timeout_ms * 21 / 10..timeout_ms * 4);
        }
        let late = Fault::Late { by: Duration::from_millis(late_ms) };
        if self.far_too_late && self.random.random_bool(0.4) {
            // Rare in life, and what all the settling is for.
            return late;
        }
        let faults = [
            Fault::Offline,
            Fault::RequestLost,
            Fault::RequestCut,
            Fault::ReplyLost,
            Fault::ReplyLost,
            Fault::ReplyCut,
            Fault::Stalled,
            late,
            late,
            late,
            Fault::FaultBefore,
            Fault::FaultAfter,
            Fault::FaultDone,
            Fault::Junk,
            Fault::Portal,
            Fault::Busy,
            Fault::TooMany,
            Fault::Limited,
        ];
        *faults.choose(&mut self.random).expect("there are some")
    }

    fn of_a_read(&mut self) -> Fault {
        let faults = [
            Fault::Offline,
            Fault::RequestLost,
            Fault::ReplyCut,
            Fault::Stalled,
            Fault::FaultBefore,
            Fault::Junk,
            Fault::Portal,
            Fault::Busy,
            Fault::Limited,
        ];
        *faults.choose(&mut self.random).expect("there are some")
    }

    fn fails(&mut self) -> bool {
        self.percent > 0 && self.random.random_range(0..100) < self.percent
    }

    fn latency(&mut self) -> Duration {
        Duration::from_millis(self.random.random_range(20..400))
    }

    fn count(&mut self, fault: Option<Fault>, kind: Kind) -> Option<Fault> {
        if let Some(fault) = fault {
            *self.counts.entry(fault.name(kind)).or_default() += 1;
        }
        fault
    }
}
