//! The draft store: SQLite, history, search, and the files under `media/`.
//!
//! The only crate that knows SQL. It imports `coupure-model` and nothing else of Coupure. Every
//! call blocks; moments are arguments. What must always hold: what a call acknowledged survives a
//! crash, a power cut and a full disk; a draft's latest, named, published, restored and merged
//! revisions are never thinned, nor one that a publication names; a file is on disk before a row
//! names it; a database that cannot be read is left exactly as it was.

mod backup;
mod blogs;
mod body;
mod check;
mod clippings;
mod deciding;
mod differences;
mod drafts;
mod due;
mod durable;
mod error;
mod fold;
mod home;
mod index;
mod links;
mod media;
mod parts;
mod publications;
mod revisions;
mod schema;
mod search;
mod settings;
mod snippet;
mod sources;
mod store;
mod thin;
mod uploads;
mod values;
mod wish;

pub use clippings::ClippingSummary;
pub use deciding::Deciding;
pub use differences::{Run, differences};
pub use drafts::{DraftShelf, DraftSummary, Emptied};
pub use error::{Error, Result};
pub use home::Access;
pub use links::LinkHit;
pub use publications::Recorded;
pub use search::Hit;
pub use sources::Source;
pub use store::Store;
pub use wish::{AdoptedText, Adoption, Undone, Wish};
