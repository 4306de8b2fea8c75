//! The sync worker: what is wanted on the blogs, and what was seen there, brought together.
//!
//! [`plan()`] is pure and says the next step; [`Worker`] does that one step and records what it
//! saw. Imports `coupure-store`, `coupure-blog`, `coupure-markdown` and `coupure-model`. What must
//! always hold: an attempt is on disk before its request, its observation after; a write whose
//! outcome is unknown is confirmed by looking, never repeated blindly; nothing on a blog is
//! replaced before it was seen and, where somebody else wrote it, stored.

mod backoff;
pub mod changes;
mod choices;
mod clock;
mod connect;
mod error;
mod event;
mod hour;
pub mod join;
mod ledger;
mod memory;
mod merging;
pub mod observe;
mod open_texts;
pub mod plan;
mod post;
mod reach;
mod settling;
mod step;
mod texts;
mod uploads;
mod worker;

pub use changes::{Rendering, changes_for};
pub use choices::{
    Sending, keep_both, keep_joined, keep_mine, keep_theirs, state_of_both, state_of_theirs,
};
pub use clock::{Clock, SystemClock};
pub use connect::{Connector, VaultConnector};
pub use error::Error;
pub use event::{Doing, PictureOf, SyncEvent};
pub use join::Joined;
pub use ledger::Ledger;
pub use open_texts::OpenTexts;
pub use plan::{Facts, Look, PictureFact, PictureState, Settling, Step, embargo_end, plan};
pub use texts::{reading_hash, remote_hash, text_hash};
pub use worker::{Parts, Planner, Worker};
