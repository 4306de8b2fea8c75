//! The WordPress user that Coupure acts as.

use std::collections::HashMap;

use serde::Deserialize;

/// `GET users/me?context=edit`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct User {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub slug: String,
    #[serde(default)]
    pub roles: Vec<String>,
    /// Values are booleans; some plugins write other things.
    #[serde(default)]
    capabilities: Option<HashMap<String, serde_json::Value>>,
}

impl User {
    /// Whether the user may; a server that does not tell is asked by trying.
    pub fn can(&self, capability: &str) -> bool {
        match &self.capabilities {
            Some(all) => all.get(capability).is_some_and(|value| match value {
                serde_json::Value::Bool(yes) => *yes,
                other => !other.is_null() && other != 0,
            }),
            None => true,
        }
    }
}
