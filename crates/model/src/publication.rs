//! A draft on a blog: what is wanted, what was seen there, and the attempt under way.
//!
//! There is no queue of jobs. These rows are what the sync worker plans from; see `coupure-sync`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{
    BlogId, ClippingId, DraftId, FrozenQuotation, MediaHash, PostChanges, Problem, PublicationId,
    RemoteId, RemoteMedia, RemotePost, RemoteStatus, RevisionId, remote::present,
};

/// What a creation is found again by. On WordPress it is the slug of an invisible draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct Mark(pub Uuid);

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The state that the author wants on the blog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WantedState {
    Draft,
    Published,
    Private,
    Scheduled {
        #[ts(type = "string")]
        at: Timestamp,
    },
    /// No longer to be read by others: back to a draft on the blog.
    TakenBack,
}

/// What a picture is called in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PictureReference {
    Clip(ClippingId),
    /// The clipping's article in a single column.
    Column(ClippingId),
    Media(MediaHash),
}

impl PictureReference {
    /// Reads `clip:ID`, `clip:ID#column` and `media:HASH`; anything else is no reference.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(id) = text.strip_prefix("clip:") {
            if let Some(id) = id.strip_suffix("#column") {
                return id.parse().ok().map(Self::Column);
            }
            return id.parse().ok().map(Self::Clip);
        }
        text.strip_prefix("media:")?.parse().ok().map(Self::Media)
    }

    /// The clipping that it shows.
    pub fn clipping(&self) -> Option<ClippingId> {
        match self {
            Self::Clip(id) | Self::Column(id) => Some(*id),
            Self::Media(_) => None,
        }
    }
}

impl std::fmt::Display for PictureReference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clip(id) => write!(f, "clip:{id}"),
            Self::Column(id) => write!(f, "clip:{id}#column"),
            Self::Media(hash) => write!(f, "media:{hash}"),
        }
    }
}

/// A picture of the wanted revision, as it was when Publish was pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FrozenPicture {
    pub reference: PictureReference,
    /// The size for the page (≤ 1,600 px).
    pub web: MediaHash,
    pub web_width_px: u32,
    pub web_height_px: u32,
    /// The size that it links to; the one that is uploaded.
    pub full: MediaHash,
    pub full_width_px: u32,
    pub full_height_px: u32,
    /// A file name for the blog, from the alternative text, without extension.
    pub name: String,
    pub alt: String,
    pub caption: String,
    /// Not uploaded before.
    #[ts(type = "string | null")]
    pub embargo: Option<Timestamp>,
}

/// What the author asked for last, committed in one transaction with the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Wanted {
    /// The revision of the moment that Publish was pressed.
    pub revision: RevisionId,
    pub state: WantedState,
    #[ts(type = "string")]
    pub pressed: Timestamp,
    /// The end of the seconds in which it can be undone: nothing is sent before.
    #[ts(type = "string")]
    pub not_before: Timestamp,
    pub pictures: Vec<FrozenPicture>,
    /// The clippings that the revision quotes.
    #[serde(default)]
    pub quoted: Vec<FrozenQuotation>,
    /// The post on the blog as last seen may be overwritten (the author kept "mine"): its hash.
    pub overwrite: Option<String>,
}

/// The last version seen on the blog that we know how we relate to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Base {
    /// The raw content that the server returned, byte for byte.
    pub raw: String,
    /// BLAKE3 of all that is compared: raw content, footnotes, title, excerpt, slug.
    pub hash: String,
    pub predecessor: Option<String>,
    /// The local revision that it came from.
    pub revision: RevisionId,
    pub status: RemoteStatus,
    /// What we asked for, field by field, and the blog took; `None`: not known to be as asked.
    #[serde(default)]
    pub asked: PostChanges,
    /// What stands there *is* `revision`, in the blog's own spelling (it was taken from the blog):
    /// nothing of it is sent again until the author writes something else.
    #[serde(default)]
    pub as_it_stands: bool,
    /// What the blog made of the fields; `None`: not noted.
    #[serde(default)]
    pub fields: Option<SeenFields>,
}

/// The fields of a post beside its text, as its blog returned them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeenFields {
    pub title: String,
    pub excerpt: String,
    pub slug: String,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub comments_open: bool,
    /// Texts of notes, where the blog keeps them outside the content.
    pub footnotes: String,
}

impl SeenFields {
    pub fn of(post: &RemotePost) -> Self {
        let RemotePost { title, excerpt, slug, categories, tags, comments_open, footnotes, .. } =
            post.clone();
        Self { title, excerpt, slug, categories, tags, comments_open, footnotes }
    }
}

/// What was last seen on the blog.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Observed {
    pub post: Option<RemoteId>,
    /// The address that readers open.
    pub link: Option<String>,
    /// Absent until our first write was confirmed.
    pub base: Option<Base>,
    /// Earlier contents with pieces that Markdown cannot say and that `base` does not hold any more,
    /// the latest first: an old version that is brought back finds them here.
    pub earlier: Vec<String>,
    /// The wanted state that `base` fulfils.
    pub state: Option<WantedState>,
    /// A version written by somebody else, waiting for the author's choice.
    pub theirs: Option<Theirs>,
    /// Strays under the mark were looked for after the creation was settled, or none can be.
    pub swept: bool,
    /// Texts that were sent and of which no late landing is excluded yet, oldest first.
    pub sent: Vec<SentText>,
    /// States that were asked for, of which no late landing is excluded yet.
    pub asked_states: Vec<RemoteStatus>,
    /// What stood on the blog before our last write: the revision before ours is held against it.
    pub unverified: Option<BeforeWrite>,
    /// An outcome was unknown since the post was last read with everything settled.
    pub unsettled: bool,
    /// How long the latest write was given to land, in the time that some worker was there to
    /// count, so that a worker which is never there for long comes to an end too.
    pub waited_ms: u64,
    /// How often the author decided something about what is known here.
    pub decisions: u32,
}

/// A text that was sent to the blog, to know it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SentText {
    /// A hash of what readers read of it, which a server's rewriting of markup does not change.
    pub text: String,
    /// The same of its excerpt.
    #[serde(default)]
    pub excerpt: String,
    pub revision: RevisionId,
}

/// The version that a write of ours replaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BeforeWrite {
    /// Hash of title, raw content and excerpt.
    pub text: String,
    pub predecessor: Option<String>,
    /// What we knew of it, for whoever wrote in between wrote upon that.
    #[serde(default)]
    pub known: Option<Ancestor>,
}

/// What two versions of a post have in common: they were both written upon it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Ancestor {
    /// As it stood on the blog, byte for byte.
    pub raw: String,
    pub revision: RevisionId,
    pub fields: Option<SeenFields>,
    pub status: RemoteStatus,
    /// The cover that we asked for; `None`: not known.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub cover: Option<Option<RemoteId>>,
}

/// What joining somebody else's version with the wanted one came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Joining {
    #[default]
    NotTried,
    /// Both changed the same: the author chooses.
    Unclean { with: RevisionId },
    /// `merged` says what both say; it is kept beside the draft. `read_first`: the author reads it
    /// before it goes.
    Clean { with: RevisionId, merged: RevisionId, read_first: bool },
}

impl Joining {
    /// What it came to with the revision that is wanted now.
    pub fn with(&self, wanted: RevisionId) -> &Self {
        match self {
            Self::Unclean { with } | Self::Clean { with, .. } if *with == wanted => self,
            _ => &Self::NotTried,
        }
    }
}

/// Somebody else's version, stored before anything may replace it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Theirs {
    pub title: String,
    pub raw: String,
    pub hash: String,
    #[ts(type = "string | null")]
    pub modified: Option<Timestamp>,
    /// The draft's revision that keeps it.
    pub revision: Option<RevisionId>,
    /// It was found in the revision before ours: the blog shows our version, not this one.
    #[serde(default)]
    pub recovered: bool,
    /// Its cover, where that is a picture which Coupure uploaded.
    #[serde(default)]
    pub cover: Option<RemoteId>,
    /// Pictures of ours that it shows.
    #[serde(default)]
    pub pictures: Vec<FrozenPicture>,
    /// How the post stood on the blog then; `None`: not known.
    #[serde(default)]
    pub status: Option<RemoteStatus>,
    #[serde(default)]
    pub fields: Option<SeenFields>,
    /// What it was written upon, where that is known.
    #[serde(default)]
    pub ancestor: Option<Ancestor>,
    #[serde(default)]
    pub joining: Joining,
}

impl Theirs {
    /// Has a wish go with the pictures of ours that this version shows.
    pub fn add_pictures(&self, wanted: &mut Wanted) {
        for picture in &self.pictures {
            if !wanted.pictures.iter().any(|known| known.reference == picture.reference) {
                wanted.pictures.push(picture.clone());
            }
        }
    }

    /// Readers see the post: nothing goes into it that the author has not read.
    pub fn is_live(&self) -> bool {
        !matches!(self.status, Some(RemoteStatus::Draft | RemoteStatus::Pending))
    }
}

/// What an attempt does. Committed before the request is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AttemptStep {
    CreateDraft,
    Update {
        /// Hash of what is sent, as `Base::hash` counts it, to know it again.
        sends: String,
    },
    Sweep,
}

/// A request whose outcome is not known until it is observed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Attempt {
    pub step: AttemptStep,
    pub revision: RevisionId,
    pub state: WantedState,
    #[ts(type = "string")]
    pub started: Timestamp,
    /// Every field as wanted, of which the request sends those that differ.
    #[serde(default)]
    pub asks: PostChanges,
    /// What stood on the blog before an update.
    #[serde(default)]
    pub before: Option<BeforeWrite>,
}

/// How a publication stands, for the author and for the worker's next turn.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Standing {
    /// The worker is to look at it as soon as it can.
    #[default]
    Due,
    /// What is wanted is there.
    Settled,
    /// Will be tried again by itself. `tries` failures in a row so far.
    Waiting {
        #[ts(type = "string")]
        until: Timestamp,
        tries: u32,
        problem: Problem,
    },
    /// Nothing happens until the author does something.
    NeedsAuthor { problem: Problem },
    /// Will never work as asked.
    Refused { problem: Problem },
    /// The author gave up this wish.
    Cancelled,
}

impl Standing {
    /// Why it waits, or will not go.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Waiting { problem, .. }
            | Self::NeedsAuthor { problem }
            | Self::Refused { problem } => Some(problem),
            Self::Due | Self::Settled | Self::Cancelled => None,
        }
    }
}

/// A draft on a blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Publication {
    pub id: PublicationId,
    pub draft: DraftId,
    pub blog: BlogId,
    /// What its creation is found again by; drawn when the publication is made.
    pub mark: Mark,
    pub wanted: Wanted,
    pub observed: Observed,
    pub attempt: Option<Attempt>,
    pub standing: Standing,
}

impl Publication {
    /// What our last write went over was not held against what was seen before it.
    pub fn is_unverified(&self) -> bool {
        self.observed.post.is_some() && self.observed.unverified.is_some()
    }
}

/// A picture on its way to, or in, a blog's library: an attempt of (blog, hash).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    pub blog: BlogId,
    pub hash: MediaHash,
    /// When the request under way was begun; its outcome is unknown until observed.
    pub attempt: Option<Timestamp>,
    /// How long it was given to arrive since, in the time that some worker was there to count.
    pub waited_ms: u64,
    pub media: Option<RemoteMedia>,
}
