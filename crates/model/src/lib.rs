//! What a draft, a clipping, a blog and a publication are: plain data and pure rules.
//!
//! Imports nothing of Coupure. Time, randomness, files and network are arguments or absent.
//! Everything here is `serde` data; what the window sees has its TypeScript type derived from it.

pub mod blog;
pub mod clipping;
mod dates;
pub mod draft;
pub mod id;
pub mod language;
pub mod passage;
pub mod problem;
pub mod provenance;
pub mod publication;
pub mod remote;
mod sanity;

pub use blog::{Blog, BlogKind, Features};
pub use clipping::{
    Attachment, Clipping, ClippingState, Curl, CutPage, Derivatives, Enhancement, Line,
    PageArticle, Point, Preset, Provenance, PutAwayText, Quad, Reading, Recipe, Rect, Rights, Role,
    Turn, Word,
};
pub use dates::{date_in_words, month_names};
pub use draft::{Comments, Content, Draft, Media, Revision, RevisionReason};
pub use id::{BlogId, ClippingId, DraftId, MediaHash, PublicationId, RevisionId};
pub use language::Language;
pub use passage::{FrozenQuotation, Naming, PassagePlace, WordRange, clippings_named};
pub use problem::{Code, Problem, Remedy};
pub use provenance::{Byline, Folio, Said, byline, folio, said, signature};
pub use publication::{
    Ancestor, Attempt, AttemptStep, Base, BeforeWrite, FrozenPicture, Joining, Mark, Observed,
    PictureReference, Publication, SeenFields, SentText, Standing, Theirs, Upload, Wanted,
    WantedState,
};
pub use remote::{
    PostChanges, PublishedPost, RemoteId, RemoteMedia, RemotePost, RemoteSize, RemoteStatus,
};

pub use jiff::{Timestamp, civil::Date};
