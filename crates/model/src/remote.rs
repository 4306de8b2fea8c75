//! What a blog says of a post and its pictures.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

/// A post's or a picture's name on its blog.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct RemoteId(pub String);

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A post that readers can open, as a link to it needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPost {
    pub id: RemoteId,
    /// Plain text.
    pub title: String,
    /// `https:` or `http:`.
    pub url: String,
    pub date: Option<Timestamp>,
    /// When it was changed last, if the blog told.
    pub modified: Option<Timestamp>,
}

/// A post's state on its blog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemoteStatus {
    Draft,
    /// Waits for an editor's approval (a contributor's post).
    Pending,
    Published,
    Private,
    Scheduled,
    Trashed,
}

/// A post as its blog returned it. Texts are raw (`context=edit`), terms are names decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemotePost {
    pub id: RemoteId,
    pub status: RemoteStatus,
    pub title: String,
    /// The stored content, byte for byte.
    pub raw: String,
    /// Texts of footnotes, where the blog keeps them outside the content (JSON of WordPress).
    pub footnotes: String,
    pub slug: String,
    pub excerpt: String,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub cover: Option<RemoteId>,
    pub comments_open: bool,
    /// The address that readers open.
    pub link: String,
    pub date: Option<Timestamp>,
    pub modified: Option<Timestamp>,
    /// The newest revision, where the blog keeps revisions: after an update it holds the present
    /// text; the one before it in `BlogClient::revisions` is what stood there before.
    pub predecessor: Option<String>,
}

/// What a request changes of a post; `None` is left as it is on the blog.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PostChanges {
    pub status: Option<RemoteStatus>,
    pub title: Option<String>,
    pub raw: Option<String>,
    pub footnotes: Option<String>,
    /// Empty: made from the title by the blog.
    pub slug: Option<String>,
    pub excerpt: Option<String>,
    pub categories: Option<Vec<String>>,
    pub tags: Option<Vec<String>>,
    /// `Some(None)` takes the cover away, and is written as `null`.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub cover: Option<Option<RemoteId>>,
    pub comments_open: Option<bool>,
    /// When it is or was to appear. With `status: Scheduled`, in the future.
    #[ts(type = "string | null")]
    pub date: Option<Timestamp>,
}

/// What is written is asked for, even `null`; what is not there is left as it is.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

impl PostChanges {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One size of a picture on the blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteSize {
    pub url: String,
    pub width_px: u32,
    pub height_px: u32,
    /// The blog's name for the size (`full`, `large`, `1536x1536`); empty: it names none.
    #[serde(default)]
    pub slug: String,
}

/// A picture in the blog's library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteMedia {
    pub id: RemoteId,
    /// The full size that readers can open (on WordPress the original upload, not `-scaled`).
    pub full: RemoteSize,
    /// Every size that the blog has, the full one included.
    pub sizes: Vec<RemoteSize>,
}

impl RemoteMedia {
    /// The largest size at most `width_px_max` wide, else the smallest there is.
    pub fn best_size(&self, width_px_max: u32) -> &RemoteSize {
        let fitting = self.sizes.iter().filter(|size| size.width_px <= width_px_max);
        fitting
            .max_by_key(|size| size.width_px)
            .or_else(|| self.sizes.iter().min_by_key(|size| size.width_px))
            .unwrap_or(&self.full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_a_cover_is_taken_away_is_remembered() {
        let cover = Some(Some(RemoteId("7".into())));
        for cover in [None, Some(None), cover] {
            let asked = PostChanges { cover, ..PostChanges::default() };
            let written = serde_json::to_string(&asked).unwrap();
            assert_eq!(serde_json::from_str::<PostChanges>(&written).unwrap(), asked, "{written}");
        }
    }
}
