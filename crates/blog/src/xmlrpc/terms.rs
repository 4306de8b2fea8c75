//! Categories and tags: by name on our side, by number on the blog's.

use std::{
    collections::HashMap,
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
            let id = match self.find(api, taxonomy, name).await? {
                Some(id) => id,
                None => self.create(api, taxonomy, name).await?,
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// A search would not find `R&D`, which is kept with its entity, nor `l'été`, which is looked
    /// for with a backslash: the whole list is read, once.
    async fn find(&self, api: &Api, taxonomy: Taxonomy, name: &str) -> Result<Option<u64>, Error> {
        if self.lock().get(&taxonomy).is_none() {
            self.load(api, taxonomy).await?;
        }
        Ok(self.lock().get(&taxonomy).and_then(|known| known.get(&name.to_lowercase()).copied()))
    }

    async fn load(&self, api: &Api, taxonomy: Taxonomy) -> Result<(), Error> {
        let filter = members([("number", Some(Value::Int(TERMS_MAX)))]);
        let rows = api.read("wp.getTerms", vec![Value::text(taxonomy.name()), filter]).await?;
        let mut known = HashMap::new();
        for row in rows.items() {
            let name = row.str("name");
            if let Some(id) = row.get("term_id").and_then(Value::number) {
                let name = html_escape::decode_html_entities(&name).trim().to_lowercase();
                known.entry(name).or_insert(id);
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
                match self.find(api, taxonomy, name).await? {
                    Some(id) => Some(id),
                    None => return Err(api.refused(&fault)),
                }
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
