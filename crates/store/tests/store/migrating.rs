//! Homes of every past version are brought up to date with all that is in them.

use std::{collections::BTreeMap, fs, path::Path};

use coupure_model::{Code, RevisionReason};
use coupure_store::{Access, DraftShelf, Hit, Store};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{at, content, furnished::BODY, new_home};

/// A home as the first version left it, furnished as in `furnished.rs`.
const FIRST: &str = include_str!("dumps/version_1.sql");
/// What each version after it made of that, with rows for the tables that were new.
const LATER: [(u32, &[&str]); 2] = [
    (2, &[include_str!("../../migrations/0002_search.sql")]),
    (
        3,
        &[
            include_str!("../../migrations/0003_links.sql"),
            "INSERT INTO blog_post (blog, remote, title, url, date, words) \
             SELECT id, '7', 'Le maire', 'https://laurent.example/le-maire/', 0, 'le maire' \
             FROM blog;",
        ],
    ),
];

/// A home of a past version.
fn home_of(version: u32) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let connection = Connection::open(home.path().join("coupure.sqlite")).unwrap();
    connection.execute_batch(FIRST).unwrap();
    for (later, batches) in LATER.iter().filter(|(later, _)| *later <= version) {
        batches.iter().for_each(|batch| connection.execute_batch(batch).unwrap());
        connection.pragma_update(None, "user_version", later).unwrap();
    }
    home
}

/// How many rows each table of an author's things has.
fn rows(home: &Path) -> BTreeMap<String, i64> {
    let connection = Connection::open(home.join("coupure.sqlite")).unwrap();
    let tables = ["setting", "blog", "draft", "text", "revision", "media", "clipping", "reading"];
    let tables = tables.into_iter().chain(["publication", "upload"]);
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    tables.map(|table| (table.to_owned(), count(table))).collect()
}

#[test]
fn every_row_of_a_past_version_is_there_and_reads_after_migrating() {
    for version in 1..=3 {
        let home = home_of(version);
        let before = rows(home.path());
        let store = Store::open(home.path(), Access::Write).unwrap();
        assert_eq!(rows(home.path()), before, "from version {version}");

        let wrong = store.check().unwrap();
        let missing = |said: &&String| !said.contains("is missing");
        assert_eq!(wrong.iter().find(missing), None, "only the dump's files are not there");
        let (drafts, total) = store.drafts(DraftShelf::All, 0, 100).unwrap();
        assert_eq!((total, store.drafts(DraftShelf::Trash, 0, 9).unwrap().1), (8, 1));
        for draft in &drafts {
            assert!(store.draft(draft.id).unwrap().content.body.starts_with(BODY));
            assert!(!store.history(draft.id).unwrap().is_empty());
        }
        let named = |reason: &RevisionReason| matches!(reason, RevisionReason::Named { .. });
        let mayor = drafts.iter().find(|draft| draft.title == "Le maire").unwrap();
        assert!(store.history(mayor.id).unwrap().iter().any(|revision| named(&revision.reason)));
        for publication in store.publications().unwrap() {
            assert_eq!(store.publication(publication.id).unwrap(), publication);
            assert_eq!(publication.wanted.pictures.len(), 1);
        }
        assert_eq!(store.publications().unwrap().len(), 6);
        let (clippings, total) = store.clippings(0, 100).unwrap();
        assert_eq!((total, store.trashed_clippings(0, 9).unwrap().1), (4, 1));
        for clipping in clippings {
            store.clipping(clipping.id).unwrap();
        }
        assert_eq!(store.setting("theme").unwrap().as_deref(), Some("dark"));

        store.index_pending(1_000).unwrap();
        assert_eq!(store.search("coeur ouv", 0, 50).unwrap().1, 8);
        let (hits, _) = store.search("municipal", 0, 50).unwrap();
        assert!(matches!(&hits[..], [Hit::Clipping(_)]));
        store.save(mayor.id, &content("t", "b"), RevisionReason::Typed, at(5_000)).unwrap();
    }
}

#[test]
fn a_reader_migrates_an_older_home_only_if_nobody_writes_there() {
    let home = home_of(1);
    let lock = fs::File::create(home.path().join("home.lock")).unwrap();
    lock.lock().unwrap();
    let Err(error) = Store::open(home.path(), Access::ReadOnly) else { panic!("opened") };
    assert_eq!(error.problem().code, Code::HomeInUse);
    drop(lock);
    let store = Store::open(home.path(), Access::ReadOnly).unwrap();
    assert_eq!(store.drafts(DraftShelf::All, 0, 9).unwrap().1, 8);
}

#[test]
fn every_table_is_strict_and_every_reference_has_its_index() {
    let (home, store) = new_home();
    drop(store);
    let connection = Connection::open(home.path().join("coupure.sqlite")).unwrap();
    let loose: i64 = connection
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
             AND NOT strict AND name NOT LIKE 'sqlite_%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0);
    let mut statement = connection
        .prepare(
            "SELECT t.name || '.' || f.\"from\" FROM pragma_table_list t, \
             pragma_foreign_key_list(t.name) f WHERE t.schema = 'main' AND NOT EXISTS \
             (SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c \
              WHERE c.seqno = 0 AND c.name = f.\"from\")",
        )
        .unwrap();
    let bare: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(bare, [] as [&str; 0], "deleting would read whole tables");
}
