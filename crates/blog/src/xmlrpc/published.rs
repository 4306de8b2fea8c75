//! The posts that readers can open: title, address, date. WordPress shows by XML-RPC what one may
//! edit alone, so that an author gets to see their own.

use coupure_model::{PublishedPost, RemoteId, Timestamp};

use super::{
    XmlRpc,
    posts::{id_of, list, slice},
    value::Value,
};
use crate::{
    Error, PublishedPage,
    published::{plain_title, web_address},
};

const FIELDS: [&str; 5] =
    ["post_status", "post_title", "post_date_gmt", "post_modified_gmt", "link"];
const A_PAGE: u64 = 100;

impl XmlRpc {
    /// All of them in the order of their ids, so that a post which appears meanwhile moves no other
    /// to a page that was read already. Those that changed, which cannot be asked for: the latest
    /// change first, up to one that is older; what changes meanwhile is then seen twice.
    pub(super) async fn published_posts(
        &self,
        page: u32,
        modified_after: Option<Timestamp>,
    ) -> Result<PublishedPage, Error> {
        let first = u64::from(page.max(1) - 1) * A_PAGE;
        let (by, order) = match modified_after {
            Some(_) => ("modified", "DESC"),
            None => ("ID", "ASC"),
        };
        let filter = [("post_status", "publish"), ("orderby", by), ("order", order)];
        let asked = vec![slice(&filter, first, A_PAGE), list(&FIELDS)];
        let rows = self.api.read("wp.getPosts", asked).await?;
        let rows = rows.items();
        let modified = |row: &Value| row.get("post_modified_gmt").and_then(Value::moment);
        let is_old = |row: &&Value| modified_after.is_some_and(|after| modified(row) < Some(after));
        let now = self.api.now();
        let posts = rows
            .iter()
            .copied()
            .filter(|row| !is_old(row) && row.str("post_status") == "publish")
            .filter_map(|row| {
                let date = row.get("post_date_gmt").and_then(Value::moment);
                // So is called what is still to come, too.
                if date.is_some_and(|date| date > now) {
                    return None;
                }
                Some(PublishedPost {
                    id: RemoteId(id_of(row)?.to_string()),
                    title: plain_title(&row.str("post_title")),
                    url: web_address(&row.str("link"))?,
                    date,
                    modified: modified(row),
                })
            })
            .collect();
        let is_over = rows.iter().copied().any(|row| is_old(&row));
        let more = !is_over && self.goes_on(&filter, first, A_PAGE, rows.len()).await?;
        let is_end = !more && modified_after.is_none() && self.api.me().await?.sees_all();
        let total = match is_end && (!rows.is_empty() || self.has(&filter, first).await?) {
            true => u32::try_from(first + rows.len() as u64).ok(),
            false => None,
        };
        Ok(PublishedPage { posts, more, total })
    }

    /// Whether a list has so many posts.
    async fn has(&self, filter: &[(&str, &str)], count: u64) -> Result<bool, Error> {
        let Some(last) = count.checked_sub(1) else { return Ok(true) };
        let asked = vec![slice(filter, last, 1), list(&["post_status"])];
        Ok(!self.api.read("wp.getPosts", asked).await?.items().is_empty())
    }
}
