//! Categories and tags: by name on our side, by number on WordPress's.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Deserialize;
use serde_json::json;

use super::{
    api::Api,
    refusal::{Refusal, Sending},
    taxonomy::Taxonomy,
};
use crate::Error;

/// For the names of a page of posts: more terms than that are left without.
const REQUESTS_MAX: usize = 10;

/// What is known of the blog's terms, for the life of a client.
#[derive(Default)]
pub(super) struct Terms {
    /// By taxonomy and number, names decoded.
    names: Mutex<HashMap<(Taxonomy, u64), String>>,
    /// By taxonomy and name in lower case: the one that was looked for, or made.
    found: Mutex<HashMap<(Taxonomy, String), u64>>,
    /// By post, as last seen.
    of_posts: Mutex<HashMap<u64, Held>>,
}

/// The terms that a post has.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub categories: Vec<u64>,
    pub tags: Vec<u64>,
}

/// Names come entity-encoded: `R&amp;D`.
#[derive(Debug, Deserialize)]
struct WireTerm {
    id: u64,
    name: String,
}

impl WireTerm {
    fn decoded(&self) -> String {
        html_escape::decode_html_entities(&self.name).into_owned()
    }
}

impl Terms {
    /// The numbers of these terms, in order; those that are missing are made. Of two that are called
    /// the same (under different parents) the one that the post `has` stays, else it is the one with
    /// the lowest number.
    pub async fn ids(
        &self,
        api: &Api,
        taxonomy: Taxonomy,
        names: &[String],
        has: &[u64],
    ) -> Result<Vec<u64>, Error> {
        let mut ids = Vec::new();
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let is_so_called =
                |id: &u64| self.name(taxonomy, *id).is_some_and(|it| same(&it, name));
            let held: Vec<u64> = has.iter().copied().filter(is_so_called).collect();
            let fitting = match held.is_empty() {
                true => vec![self.find_or_create(api, taxonomy, name).await?],
                false => held,
            };
            ids.extend(fitting);
        }
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(*id));
        Ok(ids)
    }

    /// The names of these terms, in order; a number that is gone meanwhile is left out.
    pub async fn names(
        &self,
        api: &Api,
        taxonomy: Taxonomy,
        ids: &[u64],
    ) -> Result<Vec<String>, Error> {
        let unknown: Vec<u64> =
            ids.iter().copied().filter(|id| self.name(taxonomy, *id).is_none()).collect();
        for some in unknown.chunks(100).take(REQUESTS_MAX) {
            let include = some.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
            let query =
                [("include", include.as_str()), ("per_page", "100"), ("_fields", "id,name")];
            for term in api.get::<Vec<WireTerm>>(taxonomy.route(), &query).await? {
                self.learn(taxonomy, term.id, term.decoded());
            }
        }
        Ok(ids.iter().filter_map(|id| self.name(taxonomy, *id)).collect())
    }

    /// The same; where the blog does not answer, those that are known.
    pub async fn names_if_possible(
        &self,
        api: &Api,
        taxonomy: Taxonomy,
        ids: &[u64],
    ) -> Vec<String> {
        match self.names(api, taxonomy, ids).await {
            Ok(names) => names,
            Err(_) => ids.iter().filter_map(|id| self.name(taxonomy, *id)).collect(),
        }
    }

    async fn find_or_create(
        &self,
        api: &Api,
        taxonomy: Taxonomy,
        name: &str,
    ) -> Result<u64, Error> {
        let key = (taxonomy, name.to_lowercase());
        if let Some(id) = self.found().get(&key) {
            return Ok(*id);
        }
        let id = match self.find(api, taxonomy, name).await? {
            Some(id) => id,
            None => self.create(api, taxonomy, name).await?,
        };
        self.found().insert(key, id);
        Ok(id)
    }

    /// `R&D` is kept as `R&amp;D`, and looked for as that; what plugins and imports wrote may be
    /// kept as it is.
    async fn find(&self, api: &Api, taxonomy: Taxonomy, name: &str) -> Result<Option<u64>, Error> {
        let kept = html_escape::encode_text(name);
        let other = Some(name).filter(|name| *name != kept);
        for searched in [Some(&*kept), other].into_iter().flatten() {
            let query = [
                ("search", searched),
                ("orderby", "id"),
                ("order", "asc"),
                ("per_page", "100"),
                ("_fields", "id,name"),
            ];
            let mut terms: Vec<WireTerm> = api.get(taxonomy.route(), &query).await?;
            terms.retain(|term| same(&term.decoded(), name));
            if let Some(term) = terms.iter().min_by_key(|term| term.id) {
                self.learn(taxonomy, term.id, term.decoded());
                return Ok(Some(term.id));
            }
        }
        Ok(None)
    }

    async fn create(&self, api: &Api, taxonomy: Taxonomy, name: &str) -> Result<u64, Error> {
        let request = api.client.post(api.address(taxonomy.route(), &[("_fields", "id,name")]));
        let reply = api.exchange_raw(request.json(&json!({ "name": name })), api.timeout).await?;
        if reply.status.is_success() {
            let term: WireTerm = reply.strict()?;
            self.learn(taxonomy, term.id, term.decoded());
            return Ok(term.id);
        }
        match Refusal::read(&reply) {
            // There after all, in other letters than the search compares.
            Some(Refusal { code, data, .. }) if code == "term_exists" => {
                let id = data["term_id"].as_u64().ok_or_else(|| Error::AnswerUnreadable {
                    host: reply.host(),
                    detail: "term_exists without term_id".into(),
                })?;
                self.learn(taxonomy, id, name.to_owned());
                Ok(id)
            }
            Some(_) if reply.status == 403 => {
                Err(taxonomy.not_theirs_to_make(name, reply.host(), &api.user))
            }
            _ => Err(api.refuse(&reply, Sending::Text).await),
        }
    }

    /// The terms that a post was last seen with.
    pub fn of_post(&self, post: u64) -> Option<Held> {
        let of_posts = self.of_posts.lock().unwrap_or_else(PoisonError::into_inner);
        of_posts.get(&post).cloned()
    }

    pub fn see_post(&self, post: u64, held: Held) {
        self.of_posts.lock().unwrap_or_else(PoisonError::into_inner).insert(post, held);
    }

    fn found(&self) -> MutexGuard<'_, HashMap<(Taxonomy, String), u64>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn name(&self, taxonomy: Taxonomy, id: u64) -> Option<String> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(&(taxonomy, id)).cloned()
    }

    fn learn(&self, taxonomy: Taxonomy, id: u64, name: String) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert((taxonomy, id), name);
    }
}

/// WordPress takes names of different case for one term.
fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
