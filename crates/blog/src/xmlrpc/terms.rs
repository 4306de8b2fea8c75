//! Categories and tags: by name on our side, by number on the blog's.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

use super::{
    api::{Api, Fault},
    value::{Value, members},
};
use crate::{Error, wordpress::taxonomy::Taxonomy};

/// Of a taxonomy. More than that are not gone through.
const TERMS_MAX: i64 = 5_000;

/// What is known of the blog's terms, for the life of a client: numbers by name in lower case.
#[derive(Default)]
pub(super) struct Terms {
    known: Mutex<HashMap<Taxonomy, HashMap<String, u64>>>,
}

/// A term that a post has, its name decoded and in lower case.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub taxonomy: String,
    pub id: u64,
    pub name: String,
}

impl Held {
    pub fn read(row: &Value) -> Option<Self> {
        let id = row.get("term_id")?.number()?;
        let name = html_escape::decode_html_entities(&row.str("name")).trim().to_lowercase();
        Some(Self { taxonomy: row.str("taxonomy"), id, name })
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
        has: &[Held],
    ) -> Result<Vec<u64>, Error> {
        let mut ids = Vec::new();
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let is_so_called =
                |term: &&Held| term.taxonomy == taxonomy.name() && term.name == name.to_lowercase();
            let held: Vec<u64> = has.iter().filter(is_so_called).map(|term| term.id).collect();
            if !held.is_empty() {
                ids.extend(held);
                continue;
            }
            ids.push(match self.find(api, taxonomy, name).await? {
                Some(id) => id,
                None => self.create(api, taxonomy, name).await?,
            });
        }
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(*id));
        Ok(ids)
    }

    /// A search would not find `R&D`, which is kept with its entity, nor `l'été`, which is looked
    /// for with a backslash: the whole list is read.
    async fn find(&self, api: &Api, taxonomy: Taxonomy, name: &str) -> Result<Option<u64>, Error> {
        let known = self.known(taxonomy, name);
        let is_loaded = self.lock().contains_key(&taxonomy);
        // A tag that was made since is not made twice; a category is, under another parent.
        if known.is_some() || is_loaded && taxonomy == Taxonomy::Tag {
            return Ok(known);
        }
        self.load(api, taxonomy).await?;
        Ok(self.known(taxonomy, name))
    }

    fn known(&self, taxonomy: Taxonomy, name: &str) -> Option<u64> {
        self.lock().get(&taxonomy)?.get(&name.to_lowercase()).copied()
    }

    async fn load(&self, api: &Api, taxonomy: Taxonomy) -> Result<(), Error> {
        let filter = members([("number", Some(Value::Int(TERMS_MAX)))]);
        let rows = api.read("wp.getTerms", vec![Value::text(taxonomy.name()), filter]).await?;
        let mut known = HashMap::new();
        for row in rows.items() {
            if let Some(Held { id, name, .. }) = Held::read(row) {
                known
                    .entry(name)
                    .and_modify(|known: &mut u64| *known = id.min(*known))
                    .or_insert(id);
            }
        }
        self.lock().insert(taxonomy, known);
        Ok(())
    }

    async fn create(&self, api: &Api, taxonomy: Taxonomy, name: &str) -> Result<u64, Error> {
        let term = members([
            ("name", Some(Value::text(name))),
            ("taxonomy", Some(Value::text(taxonomy.name()))),
        ]);
        let id = match api.try_write("wp.newTerm", vec![term]).await? {
            Ok(id) => id.number(),
            Err(Fault { code: 401, .. }) => {
                return Err(taxonomy.not_theirs_to_make(name, api.host(), &api.user));
            }
            Err(fault) => {
                // Somebody may have made it since the list was read.
                self.load(api, taxonomy).await?;
                Some(self.known(taxonomy, name).ok_or_else(|| api.refused(&fault))?)
            }
        };
        let id = id.ok_or_else(|| Error::AnswerUnreadable {
            host: api.host(),
            detail: "a new term without a number".into(),
        })?;
        self.lock().entry(taxonomy).or_default().insert(name.to_lowercase(), id);
        Ok(id)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Taxonomy, HashMap<String, u64>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
