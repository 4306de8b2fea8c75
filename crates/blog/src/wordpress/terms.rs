//! Categories and tags: by name on our side, by number on WordPress's.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
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
    /// The numbers of these terms, in order; those that are missing are made.
    pub async fn ids(
        &self,
        api: &Api,
        taxonomy: Taxonomy,
        names: &[String],
    ) -> Result<Vec<u64>, Error> {
        let mut ids = Vec::new();
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let id = match self.known(taxonomy, name) {
                Some(id) => id,
                None => self.find_or_create(api, taxonomy, name).await?,
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
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
        let query = [("search", name), ("per_page", "100"), ("_fields", "id,name")];
        for term in api.get::<Vec<WireTerm>>(taxonomy.route(), &query).await? {
            if same(&term.decoded(), name) {
                self.learn(taxonomy, term.id, term.decoded());
                return Ok(term.id);
            }
        }
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

    fn known(&self, taxonomy: Taxonomy, name: &str) -> Option<u64> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names
            .iter()
            .find(|((of, _), known)| *of == taxonomy && same(known, name))
            .map(|((_, id), _)| *id)
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
