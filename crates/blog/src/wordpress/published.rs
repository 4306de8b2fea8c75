//! The posts that readers can open, whoever wrote them: title, address, date. What links to them
//! need, and nothing that only some may read.

use coupure_model::{PublishedPost, RemoteId, Timestamp};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{
    WordPress,
    refusal::{Refusal, Sending},
    wire,
};
use crate::{
    Error, PublishedPage,
    published::{plain_title, web_address},
};

const FIELDS: &str = "id,status,title,link,date_gmt,modified_gmt";
const A_PAGE: &str = "100";

#[derive(Deserialize)]
struct WirePublished {
    id: u64,
    #[serde(default)]
    status: String,
    title: Rendered,
    #[serde(default)]
    link: String,
    #[serde(default)]
    date_gmt: Option<String>,
    #[serde(default)]
    modified_gmt: Option<String>,
}

#[derive(Deserialize)]
struct Rendered {
    #[serde(default)]
    rendered: String,
}

impl WordPress {
    /// In the order of their ids, so that a post which appears meanwhile moves no other to a page
    /// that was read already.
    pub(super) async fn published_posts(
        &self,
        page: u32,
        modified_after: Option<Timestamp>,
    ) -> Result<PublishedPage, Error> {
        let page = page.max(1);
        let number = page.to_string();
        // The server compares whole seconds, strictly; with an offset, else in its own time.
        let after = modified_after
            .and_then(|time| time.checked_sub(SignedDuration::from_secs(1)).ok())
            .map(|time| format!("{}Z", wire::write_time(time)));
        let mut query = vec![
            ("status", "publish"),
            ("orderby", "id"),
            ("order", "asc"),
            ("per_page", A_PAGE),
            ("page", number.as_str()),
            ("_fields", FIELDS),
        ];
        query.extend(after.as_deref().map(|after| ("modified_after", after)));
        let request = self.api.client.get(self.api.address("wp/v2/posts", &query));
        let reply = self.api.exchange_raw(request, self.api.timeout).await?;
        if !reply.status.is_success() {
            return match Refusal::read(&reply) {
                Some(Refusal { code, .. }) if code == "rest_post_invalid_page_number" => {
                    Ok(PublishedPage::default())
                }
                _ => Err(self.api.refuse(&reply, Sending::Nothing).await),
            };
        }
        let count = |name: &str| reply.header(name).and_then(|text| text.parse::<u32>().ok());
        let (pages, total) = (count("x-wp-totalpages").unwrap_or(0), count("x-wp-total"));
        let wire: Vec<WirePublished> = reply.tolerant()?;
        let posts = wire
            .into_iter()
            .filter(|post| matches!(post.status.as_str(), "publish" | ""))
            .filter_map(|post| {
                Some(PublishedPost {
                    id: RemoteId(post.id.to_string()),
                    title: plain_title(&post.title.rendered),
                    url: web_address(&post.link)?,
                    date: post.date_gmt.as_deref().and_then(wire::read_time),
                    modified: post.modified_gmt.as_deref().and_then(wire::read_time),
                })
            })
            .collect();
        Ok(PublishedPage { posts, more: page < pages, total })
    }
}
