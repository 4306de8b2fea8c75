//! The store through its public face: what an author and the worker ask of it, and bad homes.

mod backups;
mod clippings;
mod drafts;
mod furnished;
mod homes;
mod killed;
mod links;
mod migrating;
mod never_lost;
mod publishing;
mod searching;

use coupure_model::{Blog, BlogId, BlogKind, Content, Features, Language, Timestamp};
use coupure_store::{Access, Store};
use tempfile::TempDir;
use uuid::Uuid;

/// A new home and its store; the folder goes with the first.
fn new_home() -> (TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path(), Access::Write).unwrap();
    (home, store)
}

fn content(title: &str, body: &str) -> Content {
    Content { title: title.into(), body: body.into(), ..Content::default() }
}

/// So many seconds after the morning on which these tests begin.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_000_000 + seconds).unwrap()
}

fn folder_blog(name: &str) -> Blog {
    Blog {
        id: BlogId(Uuid::now_v7()),
        name: name.into(),
        kind: BlogKind::Folder { path: format!("/blogs/{name}") },
        title: "Le blog".into(),
        language: Language::French,
        time_zone: "Europe/Paris".into(),
        features: Features::default(),
    }
}
