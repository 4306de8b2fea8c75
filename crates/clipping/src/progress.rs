//! How far the work is, and whether it is still wanted.

use crate::Error;

/// The stages that an author sees, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Decode,
    Page,
    Straighten,
    Light,
    Read,
    Pictures,
}

impl Stage {
    /// As events spell it: `straighten`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Page => "page",
            Self::Straighten => "straighten",
            Self::Light => "light",
            Self::Read => "read",
            Self::Pictures => "pictures",
        }
    }
}

/// Listens to long work, from any thread.
pub trait Progress: Sync {
    /// `done`: 0 to 1 of the stage.
    fn report(&self, stage: Stage, done: f32);
    /// Asked often; the work stops with [`Error::Cancelled`] soon after it says yes.
    fn cancelled(&self) -> bool;
}

/// Nobody listens and nobody cancels.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn report(&self, _stage: Stage, _done: f32) {}

    fn cancelled(&self) -> bool {
        false
    }
}

/// Work on the way to a stage's end: it stops when the rest does, and the rest tells how far it is.
pub(crate) struct Within<'a>(pub &'a dyn Progress);

impl Progress for Within<'_> {
    fn report(&self, _stage: Stage, _done: f32) {}

    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}

/// Reports, then stops the work if it is no longer wanted.
pub(crate) fn step(progress: &dyn Progress, stage: Stage, done: f32) -> Result<(), Error> {
    progress.report(stage, done);
    if progress.cancelled() { Err(Error::Cancelled) } else { Ok(()) }
}
