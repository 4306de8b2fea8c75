//! The sync worker: what is wanted on the blogs, and what was seen there, brought together.
//!
//! [`plan()`] is pure and says the next step; [`Worker`] does that one step and records what it
//! saw. Imports `coupure-store`, `coupure-blog`, `coupure-markdown` and `coupure-model`. What must
//! always hold: an attempt is on disk before its request, its observation after; a write whose
//! outcome is unknown is confirmed by looking, never repeated blindly; nothing on a blog is
//! replaced before it was seen and, where somebody else wrote it, stored.

pub mod clock;
pub mod plan;

pub use clock::{Clock, SystemClock};
pub use plan::{Facts, Look, PictureFact, PictureState, Settling, Step, plan};
