//! A blog of WordPress.com: the same interface under another roof. What it says of itself comes
//! from the service, not from its front page, which may be private.

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{
    WordPress,
    api::{Api, Signature},
    learn,
    refusal::Sending,
    terms::Terms,
};
use crate::{Check, Error, Learnt, wordpress_com::Session};

/// `GET /rest/v1.1/sites/ID`.
#[derive(Deserialize)]
struct SiteThere {
    #[serde(default)]
    name: String,
    #[serde(default, rename = "URL")]
    url: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    options: Value,
}

impl WordPress {
    /// `base`: of the routes of one site, without a slash at the end.
    pub(crate) fn of_wordpress_com(
        url: &str,
        base: Url,
        user: &str,
        session: Session,
    ) -> Result<Self, Error> {
        Ok(Self {
            api: Api::new(url, base.as_str(), user, Signature::Token(session))?,
            terms: Terms::default(),
            last_page: Default::default(),
        })
    }

    /// The name of the user that the tokens are for, as WordPress.com has it.
    pub async fn user_name(&self) -> Result<String, Error> {
        let me = self.api.me().await?;
        Ok(if me.slug.is_empty() { me.name.clone() } else { me.slug.clone() })
    }

    async fn site_there(&self, session: &Session) -> Result<SiteThere, Error> {
        let id = self.api.base.path_segments().and_then(|mut parts| parts.next_back());
        let path = format!("rest/v1.1/sites/{}", id.unwrap_or_default());
        let mut address = session.service().address(&path);
        address.query_pairs_mut().append_pair("fields", "ID,name,URL,lang,options");
        let request = self.api.client.get(address);
        self.api.exchange(request, self.api.timeout, Sending::Nothing).await?.tolerant()
    }

    pub(super) async fn get_to_know_wordpress_com(
        &self,
        session: &Session,
    ) -> Result<Learnt, Error> {
        let there = self.site_there(session).await?;
        let told = |name: &str| there.options[name].as_str().unwrap_or_default().to_owned();
        let version = told("software_version");
        let (details_block, footnotes_block) = self.blocks(&version).await?;
        let zone = json!({
            "timezone_string": there.options["timezone"],
            "gmt_offset": there.options["gmt_offset"],
        });
        Ok(Learnt {
            title: html_escape::decode_html_entities(&there.name).into_owned(),
            language: there.lang.split(['-', '_']).next().and_then(|lang| lang.parse().ok()),
            time_zone: learn::time_zone(&zone),
            features: coupure_model::Features {
                details_block,
                footnotes_block,
                revisions: self.keeps_revisions().await?,
                version,
            },
        })
    }

    pub(super) async fn look_at_wordpress_com(&self, session: &Session) -> Vec<Check> {
        let there = match self.site_there(session).await {
            Ok(there) => there,
            Err(error @ Error::SignedOut { .. }) => {
                return vec![Check::wrong("password", error, "")];
            }
            Err(error) => return vec![Check::wrong("address", error, "")],
        };
        let mut checks = vec![Check::holds("address", there.url)];
        let me = match self.api.me().await {
            Ok(me) => me,
            Err(error) => {
                checks.push(Check::wrong("password", error, self.api.user.clone()));
                return checks;
            }
        };
        checks.push(Check::holds("password", me.name.clone()));
        checks.push(self.check_role(me));
        if me.can("edit_posts") {
            checks.push(self.check_uploads(me));
        }
        checks
    }
}
