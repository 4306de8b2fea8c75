//! What the blog says of itself: its language, its version, the blocks that it knows.

use coupure_model::{Features, Language};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{
    WordPress,
    address::{self, Found},
    wire,
};
use crate::{Error, Learnt};

/// Both blocks came with this version.
pub(super) const BLOCKS_SINCE: (u32, u32) = (6, 3);

impl WordPress {
    pub(super) async fn get_to_know(&self) -> Result<Learnt, Error> {
        let found = self.find().await?;
        // Who may not write here learns so now, and not by what a later question is answered.
        if !self.api.me().await?.can("edit_posts") {
            return Err(self.role_too_low());
        }
        let version = self.version(&found).await;
        let (details_block, footnotes_block) = self.blocks(&version).await?;
        let language = match address::language_in(&found.page) {
            Some(language) => language.parse().ok(),
            None => self.language_of_feed().await,
        };
        let title = found.there.index["name"].as_str().unwrap_or_default();
        Ok(Learnt {
            title: html_escape::decode_html_entities(title).into_owned(),
            language,
            time_zone: time_zone(&found.there.index),
            features: Features {
                details_block,
                footnotes_block,
                revisions: self.keeps_revisions().await?,
                version,
            },
        })
    }

    pub(super) async fn find(&self) -> Result<Found, Error> {
        let site = Url::parse(&self.api.site)
            .map_err(|_| Error::AddressInvalid { address: self.api.site.clone() })?;
        address::find(&self.api.client, &site).await
    }

    /// Empty: the site keeps it to itself.
    pub(super) async fn version(&self, found: &Found) -> String {
        if let Some(version) = address::version_in(&found.page) {
            return version;
        }
        let feed = address::feed(&self.api.client, &found.site.url).await.unwrap_or_default();
        address::version_in(&feed).unwrap_or_default()
    }

    async fn language_of_feed(&self) -> Option<Language> {
        let feed = address::feed(&self.api.client, &self.api.site).await.ok()?;
        address::language_in(&feed)?.parse().ok()
    }

    /// Whether the blog knows `core/details` and `core/footnotes`: by its list, which an author
    /// may read, else by its version.
    pub(super) async fn blocks(&self, version: &str) -> Result<(bool, bool), Error> {
        #[derive(Deserialize)]
        struct BlockType {
            name: String,
        }
        let query = [("namespace", "core"), ("_fields", "name")];
        match self.api.get::<Vec<BlockType>>("wp/v2/block-types", &query).await {
            Ok(types) => {
                let knows = |name: &str| types.iter().any(|block| block.name == name);
                Ok((knows("core/details"), knows("core/footnotes")))
            }
            Err(Error::NotAllowed { .. } | Error::RestOff { .. }) => {
                let since = has_new_blocks(version);
                Ok((since, since))
            }
            Err(error) => Err(error),
        }
    }

    /// The interface does not tell whether revisions are switched off; posts that were changed and
    /// have none do.
    pub(super) async fn keeps_revisions(&self) -> Result<bool, Error> {
        #[derive(Deserialize)]
        struct Traces {
            #[serde(default)]
            date_gmt: Option<String>,
            #[serde(default)]
            modified_gmt: Option<String>,
            #[serde(default, rename = "_links")]
            links: Value,
        }
        let author = self.api.me().await?.id.to_string();
        let query = [
            ("author", author.as_str()),
            ("status", "any"),
            ("context", "edit"),
            ("orderby", "modified"),
            ("per_page", "20"),
            ("_fields", "date_gmt,modified_gmt,_links"),
        ];
        let posts: Vec<Traces> = self.api.get("wp/v2/posts", &query).await?;
        if posts.iter().any(|post| post.links["predecessor-version"][0]["id"].is_u64()) {
            return Ok(true);
        }
        let time = |text: &Option<String>| text.as_deref().and_then(wire::read_time);
        let changed_later = |post: &&Traces| {
            let (made, changed) = (time(&post.date_gmt), time(&post.modified_gmt));
            made.zip(changed).is_some_and(|(made, changed)| changed > made)
        };
        Ok(posts.iter().filter(changed_later).count() < 3)
    }
}

/// Whether a WordPress of this version knows `core/details` and `core/footnotes`.
pub(crate) fn has_new_blocks(version: &str) -> bool {
    major_minor(version) >= BLOCKS_SINCE
}

pub(super) fn major_minor(version: &str) -> (u32, u32) {
    let mut parts = version.split(['.', '-']).map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// `Europe/Paris`, else a fixed offset from hours such as `5.5` (a number or a string).
pub(super) fn time_zone(index: &Value) -> String {
    if let Some(zone) = index["timezone_string"].as_str().filter(|zone| !zone.is_empty()) {
        return zone.into();
    }
    let hours = match &index["gmt_offset"] {
        Value::String(text) => text.parse().unwrap_or(0.0),
        other => other.as_f64().unwrap_or(0.0),
    };
    let minutes = (hours * 60.0).round() as i32;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_a_name_or_an_offset() {
        let zone = |json: &str| time_zone(&serde_json::from_str(json).unwrap());
        assert_eq!(zone(r#"{"timezone_string":"Europe/Paris","gmt_offset":2}"#), "Europe/Paris");
        assert_eq!(zone(r#"{"timezone_string":"","gmt_offset":"5.5"}"#), "+05:30");
        assert_eq!(zone(r#"{"gmt_offset":-3.5}"#), "-03:30");
        assert_eq!(zone("{}"), "+00:00");
    }

    #[test]
    fn the_blocks_of_a_silent_blog_follow_from_its_version() {
        assert!(major_minor("6.3-RC1") >= BLOCKS_SINCE && major_minor("7.1.4") >= BLOCKS_SINCE);
        assert!(major_minor("6.1.9") < BLOCKS_SINCE && major_minor("") < BLOCKS_SINCE);
    }
}
