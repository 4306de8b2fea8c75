//! What the window and the command line are shown. Each has its TypeScript type.
//!
//! Times are RFC 3339 strings in TypeScript; identifiers and hashes are strings.

mod blogs;
mod clippings;
mod provenance;

pub use blogs::*;
pub use clippings::*;
use coupure_model::{
    BlogId, ClippingId, Draft, DraftId, Problem, PublicationId, RemoteStatus, RevisionId,
    RevisionReason, Timestamp, WantedState,
};
pub use provenance::*;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The shelves of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    /// Not (or not yet) on any blog.
    Drafts,
    /// Wanted or seen on a blog.
    Posts,
    Clippings,
    Trash,
}

/// What to list. `words`: searched over every shelf but the trash, best first; empty: the shelf,
/// latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LibraryQuery {
    pub shelf: Shelf,
    pub words: String,
    pub offset: u32,
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct LibraryPage {
    pub entries: Vec<LibraryEntry>,
    /// How many there are in all.
    pub total: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LibraryEntry {
    Draft {
        id: DraftId,
        title: String,
        /// The first words of the body, or where the search words stand.
        snippet: String,
        #[ts(type = "string")]
        updated: Timestamp,
        /// `None`: nowhere wanted.
        publication: Option<PublicationState>,
    },
    Clipping {
        id: ClippingId,
        title: String,
        snippet: String,
        #[ts(type = "string")]
        updated: Timestamp,
        newspaper: String,
        state: ClippingStep,
        /// Nothing of it leaves this computer before.
        #[ts(type = "string | null")]
        embargo: Option<Timestamp>,
    },
}

/// How a clipping stands, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClippingStep {
    Waiting,
    Reading,
    Unread,
    Ready,
    Failed,
}

/// A publication's state, in a word. The `state` that scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PublicationState {
    /// Still in the seconds in which it can be undone.
    Undoable,
    /// Being sent, or about to be.
    Sending,
    /// Waits for the network, the hour, or a next try.
    Waiting,
    /// Waits for the author.
    NeedsAuthor,
    /// Will never work as asked.
    Refused,
    Cancelled,
    /// There, as a draft / published / private / scheduled / taken back.
    Draft,
    /// On the folder blog this is `Page`.
    Published,
    /// A page of the folder blog, on this computer: never called published.
    Page,
    Private,
    Scheduled,
    TakenBack,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PublicationView {
    pub id: PublicationId,
    pub draft: DraftId,
    pub draft_title: String,
    pub blog: BlogId,
    pub blog_name: String,
    pub state: PublicationState,
    pub wanted: WantedState,
    /// Why it waits or fails.
    pub problem: Option<Problem>,
    /// When it is tried again, or the end of the seconds to undo.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
    /// The address that readers open, once it is there.
    pub url: Option<String>,
    /// When it was asked for, or confirmed, last.
    #[ts(type = "string")]
    pub pressed: Timestamp,
    /// The revision that is (to be) there.
    pub revision: RevisionId,
    /// Readers see the post, in whatever version.
    pub live: bool,
    /// The draft has later text that is not included.
    pub later_text: bool,
    /// Somebody else's version waits for a choice.
    pub theirs: Option<TheirsView>,
}

/// A step under way. Pictures are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Doing {
    /// Looks whether a request whose answer was lost arrived.
    Confirming,
    ConfirmingUpload {
        picture: u32,
        pictures: u32,
    },
    Uploading {
        picture: u32,
        pictures: u32,
    },
    Creating,
    Looking,
    KeepingTheirs,
    Updating,
    Verifying,
    Sweeping,
    ReadingAgain,
}

/// The version on the blog beside the author's, for a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TheirsView {
    pub title: String,
    /// As Markdown.
    pub text: String,
    #[ts(type = "string | null")]
    pub modified: Option<Timestamp>,
}

/// Whose version stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    Mine,
    Theirs,
    /// Joined as far as they can be, and both of what both changed; not sent before Publish is
    /// pressed.
    Both,
    /// Joined, where that needs no choice; sent.
    Merged,
}

/// Two versions of a post, piece by piece in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConflictView {
    /// What is shown, for a choice to name: none is made about something else.
    pub stamp: String,
    #[ts(type = "string | null")]
    pub modified: Option<Timestamp>,
    /// The state that somebody put the post into on the blog.
    pub status: Option<RemoteStatus>,
    /// It stood there for a moment: the author's version stands over it.
    pub recovered: bool,
    /// The state that the post comes into where what was joined is sent.
    pub state_joined: WantedState,
    /// The state that it comes into where the blog's version is kept.
    pub state_theirs: WantedState,
    pub pieces: Vec<ConflictPiece>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConflictPiece {
    pub part: ConflictPart,
    pub change: ConflictChange,
    /// Each version against what both were written upon. Empty where nobody changed anything.
    pub mine: Vec<DiffRun>,
    pub theirs: Vec<DiffRun>,
    /// What stays unless the author chooses otherwise.
    pub joined: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConflictPart {
    Title,
    Slug,
    Excerpt,
    /// Each run is one, and each line of `joined`.
    Categories,
    Tags,
    /// The text is `open` or `closed`.
    Comments,
    Text,
}

/// Who changed a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConflictChange {
    Nobody,
    Mine,
    Theirs,
    /// Both, alike.
    Alike,
    /// Both, at different words: they are joined.
    Joined,
    /// Both, at the same words: the author chooses.
    Choice,
}

/// What stays of a piece that both changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConflictChoice {
    Mine,
    Theirs,
    Both,
}

/// A block of the preview. `html` is sanitised; pictures have addresses that the window can load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewBlock {
    /// Equal hashes, equal HTML.
    pub hash: String,
    pub html: String,
    /// Lines of the source, from 1, both included: what scrolling follows.
    pub first_line: u32,
    pub last_line: u32,
}

/// A draft opened in the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OpenDraft {
    pub draft: Draft,
    /// Its title as readers see it.
    pub shown_title: String,
    /// The number of the text as it stands; the first change is sent with this + 1.
    #[ts(type = "number")]
    pub version: u64,
    pub blocks: Vec<PreviewBlock>,
    pub words: u32,
    pub publications: Vec<PublicationView>,
}

/// One replacement in a text. Offsets are UTF-16 code units in the text *before* the whole
/// change set, ascending and not overlapping (as CodeMirror's `ChangeSet.iterChanges` gives them).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextChange {
    pub from: u32,
    pub to: u32,
    pub insert: String,
}

/// What a change made of the preview: `removed` blocks from `at` on are replaced by `inserted`.
/// Lines of blocks after them move by `line_shift`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewSplice {
    #[ts(type = "number")]
    pub version: u64,
    pub at: u32,
    pub removed: u32,
    pub inserted: Vec<PreviewBlock>,
    pub line_shift: i32,
    pub words: u32,
}

/// Everything of a content but its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fields {
    pub title: String,
    pub slug: String,
    pub excerpt: String,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub cover: String,
    pub language: coupure_model::Language,
    pub comments: coupure_model::Comments,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RevisionView {
    pub id: RevisionId,
    #[ts(type = "string")]
    pub saved: Timestamp,
    pub reason: RevisionReason,
    pub title: String,
    pub words: u32,
}

/// A run of a difference by words, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DiffRun {
    Same { text: String },
    Removed { text: String },
    Added { text: String },
}

/// The folder whose new files become clippings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WatchedFolder {
    /// `None`: no folder is watched.
    pub folder: Option<String>,
    /// Why it cannot be looked into at this moment.
    pub problem: Option<Problem>,
}

/// What the one button will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PublishButton {
    pub blog: BlogId,
    pub blog_name: String,
    pub action: PublishAction,
    /// The schedule, in the blog's time zone, RFC 9557.
    pub at: Option<String>,
    /// Clippings whose rights are worth a line before; they stop nothing.
    pub rights: Vec<RightsNote>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PublishAction {
    /// Folder blog: *Créer la page sur cet ordinateur*.
    CreatePage,
    UpdatePage,
    Publish,
    /// Offline: *Publier au retour du réseau*.
    PublishWhenOnline,
    Update,
    UpdateWhenOnline,
    Schedule,
    /// Nothing to send: it is there as it is.
    UpToDate,
}

/// A post of a blog that readers can open, to link to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PostLink {
    pub blog: BlogId,
    pub blog_name: String,
    pub title: String,
    pub url: String,
    #[ts(type = "string | null")]
    pub date: Option<Timestamp>,
}

/// What the author prefers. Kept in the home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// The language of the window: `fr`, `en`; `None`: the system's.
    pub window_language: Option<coupure_model::Language>,
    pub theme: Theme,
    /// The blog that new drafts are meant for; `None`: the built-in one.
    pub blog: Option<BlogId>,
    /// French spaces and quotes set as one publishes.
    pub typography: bool,
    pub font_size_px: u32,
    /// The system says when a post that waited is out.
    pub notifications: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window_language: None,
            theme: Theme::System,
            blog: None,
            typography: true,
            font_size_px: 18,
            notifications: true,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// The first thing that the window asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Welcome {
    pub settings: Settings,
    pub blogs: Vec<BlogView>,
    pub system_language: coupure_model::Language,
    /// Nothing was ever written here.
    pub first_start: bool,
    /// Another process holds the home: everything can be read, nothing written.
    pub read_only: bool,
    /// The recognition models are there.
    pub models: bool,
    /// WordPress.com knows this Coupure: its own sign-in can be offered.
    pub wordpress_com: bool,
    /// Passwords are in the system's keychain; else in files of the home.
    pub keychain: bool,
    pub version: String,
}

/// What happened, for the window and the command line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The draft's text as of `version` is on disk.
    Saved {
        draft: DraftId,
        #[ts(type = "number")]
        version: u64,
        revision: RevisionId,
        #[ts(type = "string")]
        at: Timestamp,
    },
    SaveFailed {
        draft: DraftId,
        problem: Problem,
    },
    /// The preview of an open draft changed without an edit (a clipping's picture came, say).
    PreviewChanged {
        draft: DraftId,
        splice: PreviewSplice,
    },
    /// The browser let Coupure in to a blog, which is added.
    BlogAuthorised {
        blog: BlogView,
    },
    /// The browser's answer was not taken.
    AuthorisingFailed {
        problem: Problem,
    },
    /// Something on the shelves changed.
    LibraryChanged,
    PublicationChanged {
        publication: PublicationView,
    },
    /// A post that waited is out: what to tell the author outside the window, in their language.
    CameOut {
        title: String,
        text: String,
    },
    /// Somebody changed a post on its blog too, and both versions were joined by themselves.
    Merged {
        publication: PublicationView,
    },
    /// What is being done for a publication; `null`: nothing any more.
    Doing {
        publication: PublicationId,
        step: Option<Doing>,
    },
    /// Bytes of a picture under way, a few times a second. Pictures are counted from 1.
    UploadProgress {
        publication: PublicationId,
        blog: BlogId,
        picture: u32,
        pictures: u32,
        #[ts(type = "number")]
        sent_bytes: u64,
        #[ts(type = "number")]
        total_bytes: u64,
    },
    /// `done`: 0 to 1. `stage`: `decode`, `page`, `straighten`, `light`, `read`, `pictures`.
    ClippingProgress {
        clipping: ClippingId,
        stage: String,
        done: f32,
    },
    ClippingChanged {
        clipping: ClippingId,
        step: ClippingStep,
    },
    /// Files of the watched folder became clippings.
    TakenFromFolder {
        clippings: Vec<ClippingId>,
    },
    /// The watched folder, or a file in it, cannot be read; told once.
    WatchedFolder {
        problem: Problem,
    },
    /// Whether the blogs could be reached when last tried.
    Network {
        online: bool,
    },
}
