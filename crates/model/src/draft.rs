//! Drafts, their saved versions, and files beside them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{BlogId, DraftId, Language, MediaHash, RevisionId};

/// Whether readers may comment on the post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Comments {
    #[default]
    Open,
    Closed,
}

/// All that a revision keeps and a post is made of. `body` is Markdown, lines ended by `\n`,
/// without front matter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Content {
    pub title: String,
    pub body: String,
    /// The last part of the post's address; empty: the blog makes it from the title.
    pub slug: String,
    pub excerpt: String,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    /// The cover picture, as the body would name it (`clip:ID`, `media:HASH`); empty: none.
    pub cover: String,
    pub language: Language,
    pub comments: Comments,
    /// When it is to appear, as a file's front matter says it, in the time zone of the blog that it
    /// goes to; empty: once it is published. The window chooses a date on its button instead.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(skip)]
    pub date: String,
}

/// A draft as it stands: its latest content and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Draft {
    pub id: DraftId,
    pub content: Content,
    /// The revision that `content` is.
    pub revision: RevisionId,
    /// The blog that it is meant for, where the author chose one.
    pub blog: Option<BlogId>,
    #[ts(type = "string")]
    pub created: Timestamp,
    #[ts(type = "string")]
    pub updated: Timestamp,
    /// When it was put into the trash.
    #[ts(type = "string | null")]
    pub trashed: Option<Timestamp>,
}

/// Why a revision was saved. Only `Typed` ones are ever thinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RevisionReason {
    Typed,
    Named { name: String },
    Restored { from: RevisionId },
    Published,
    Merged,
    FromBlog,
}

/// A saved version of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Revision {
    pub id: RevisionId,
    pub draft: DraftId,
    pub content: Content,
    pub reason: RevisionReason,
    #[ts(type = "string")]
    pub saved: Timestamp,
}

/// A file under `media/`, stored once whatever names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Media {
    pub hash: MediaHash,
    /// An IANA media type, `image/jpeg` say.
    pub mime: String,
    pub size_bytes: u64,
    pub width_px: u32,
    pub height_px: u32,
    /// The name that the author's file had, for the author's eyes only.
    pub name: String,
}
