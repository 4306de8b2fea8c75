//! A post as the REST interface spells it.

use coupure_model::{RemoteId, RemotePost, RemoteStatus, Timestamp};
use jiff::{civil::DateTime, tz::TimeZone};
use serde::Deserialize;
use serde_json::Value;

/// What is asked of a post. `content.raw` alone: rendering it would run every plugin.
pub(super) const POST_FIELDS: &str = "id,status,title.raw,content.raw,excerpt.raw,slug,categories,\
    tags,featured_media,comment_status,link,date_gmt,modified_gmt,meta.footnotes,_links";

#[derive(Debug, Deserialize)]
pub(super) struct WirePost {
    pub id: u64,
    pub status: String,
    pub slug: String,
    title: Raw,
    content: Raw,
    #[serde(default)]
    excerpt: Raw,
    #[serde(default)]
    pub categories: Vec<u64>,
    #[serde(default)]
    pub tags: Vec<u64>,
    #[serde(default)]
    featured_media: u64,
    #[serde(default)]
    comment_status: String,
    #[serde(default)]
    link: String,
    #[serde(default)]
    date_gmt: Option<String>,
    #[serde(default)]
    modified_gmt: Option<String>,
    /// An object, or `[]` where nothing is registered.
    #[serde(default)]
    meta: Value,
    #[serde(default, rename = "_links")]
    links: Value,
}

/// `raw` is there for those who may edit alone.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Raw {
    pub raw: String,
}

impl WirePost {
    pub fn title(&self) -> &str {
        &self.title.raw
    }

    pub fn into_post(self, categories: Vec<String>, tags: Vec<String>) -> RemotePost {
        RemotePost {
            id: RemoteId(self.id.to_string()),
            status: read_status(&self.status),
            title: self.title.raw,
            raw: self.content.raw,
            footnotes: self.meta["footnotes"].as_str().unwrap_or_default().into(),
            slug: self.slug,
            excerpt: self.excerpt.raw,
            categories,
            tags,
            cover: (self.featured_media != 0).then(|| RemoteId(self.featured_media.to_string())),
            comments_open: self.comment_status != "closed",
            link: self.link,
            date: self.date_gmt.as_deref().and_then(read_time),
            modified: self.modified_gmt.as_deref().and_then(read_time),
            predecessor: self.links["predecessor-version"][0]["id"]
                .as_u64()
                .map(|id| id.to_string()),
        }
    }
}

pub(crate) fn write_status(status: RemoteStatus) -> &'static str {
    match status {
        RemoteStatus::Draft => "draft",
        RemoteStatus::Pending => "pending",
        RemoteStatus::Published => "publish",
        RemoteStatus::Private => "private",
        RemoteStatus::Scheduled => "future",
        RemoteStatus::Trashed => "trash",
    }
}

/// Statuses that plugins add are kept from readers, as drafts are.
pub(crate) fn read_status(status: &str) -> RemoteStatus {
    match status {
        "publish" => RemoteStatus::Published,
        "future" => RemoteStatus::Scheduled,
        "private" => RemoteStatus::Private,
        "pending" => RemoteStatus::Pending,
        "trash" => RemoteStatus::Trashed,
        _ => RemoteStatus::Draft,
    }
}

/// `2026-02-03T07:00:00`, in UTC.
pub(crate) fn write_time(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).datetime().strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// `None`: a draft that has no date yet (`0000-00-00T00:00:00` or year -1).
pub(crate) fn read_time(text: &str) -> Option<Timestamp> {
    let time: DateTime = text.trim_end_matches('Z').parse().ok()?;
    if time.year() <= 0 {
        return None;
    }
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_back_as_written() {
        let time: Timestamp = "2026-02-03T07:00:00Z".parse().unwrap();
        assert_eq!(write_time(time), "2026-02-03T07:00:00");
        assert_eq!(read_time(&write_time(time)), Some(time));
        assert_eq!(read_time("0000-00-00T00:00:00"), None);
        assert_eq!(read_time("-0001-11-30T00:00:00"), None);
    }

    #[test]
    fn a_post_is_read_with_what_plugins_leave_out() {
        let text = r#"{"id":12,"status":"acf-hidden","slug":"s","title":{"raw":"T"},
            "content":{"raw":"<p>é 🎉</p>"},"meta":[],"_links":{}}"#;
        let post = serde_json::from_str::<WirePost>(text).unwrap().into_post(vec![], vec![]);
        assert_eq!((post.status, post.raw.as_str()), (RemoteStatus::Draft, "<p>é 🎉</p>"));
        assert_eq!((post.cover, post.predecessor, post.comments_open), (None, None, true));
    }
}
