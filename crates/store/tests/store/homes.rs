//! Homes that are in use, of another version, damaged, full of something else, or not writable.

use std::{collections::BTreeMap, fs, path::Path};

use coupure_model::{Code, RevisionReason::Typed};
use coupure_store::{Access, DraftShelf, Store};

use crate::{at, content, new_home};

/// The code with which a home is refused; `None`: it was opened.
fn refused(home: &Path, access: Access) -> Option<Code> {
    Store::open(home, access).err().map(|error| error.problem().code)
}

/// The hash of everything in a home that holds something, but SQLite's index of the log, which
/// is made again from the log.
fn files(home: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(home).unwrap().map(|entry| entry.unwrap());
    let read = entries.filter(|entry| entry.file_type().unwrap().is_file()).map(|entry| {
        let bytes = fs::read(entry.path()).unwrap();
        (entry.file_name().into_string().unwrap(), bytes)
    });
    read.filter(|(name, bytes)| !name.ends_with("-shm") && !bytes.is_empty())
        .map(|(name, bytes)| (name, blake3::hash(&bytes).to_string()))
        .collect()
}

#[test]
fn a_second_writer_is_told_and_a_reader_reads_on() {
    let (home, store) = new_home();
    let draft = store.create_draft(&content("t", "a"), None, Typed, at(0)).unwrap();
    assert_eq!(refused(home.path(), Access::Write), Some(Code::HomeInUse));
    let reader = Store::open(home.path(), Access::ReadOnly).unwrap();
    assert_eq!((reader.access(), store.access()), (Access::ReadOnly, Access::Write));
    store.save(draft.id, &content("t", "b"), Typed, at(1)).unwrap();
    assert_eq!(reader.draft(draft.id).unwrap().content.body, "b");
    for error in [
        reader.save(draft.id, &content("t", "c"), Typed, at(2)).unwrap_err(),
        reader.put_media(b"x", "image/png", 1, 1, "x").unwrap_err(),
        reader.index_pending(10).unwrap_err(),
    ] {
        assert_eq!(error.problem().code, Code::HomeInUse);
    }
    drop(store);
    assert_eq!(reader.draft(draft.id).unwrap().content.body, "b");
    let writer = Store::open(home.path(), Access::Write).unwrap();
    writer.save(draft.id, &content("t", "d"), Typed, at(3)).unwrap();
    assert_eq!(reader.draft(draft.id).unwrap().content.body, "d");
}

#[test]
fn a_writer_that_is_about_to_close_is_waited_for() {
    let (home, store) = new_home();
    let closing = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        drop(store);
    });
    Store::open(home.path(), Access::Write).unwrap();
    closing.join().unwrap();
}

#[test]
fn a_home_with_nothing_in_it_has_nothing_to_read() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(refused(&home.path().join("nowhere"), Access::ReadOnly), Some(Code::NotFound));
    assert_eq!(refused(home.path(), Access::ReadOnly), Some(Code::NotFound));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "reading makes nothing");
    Store::open(&home.path().join("a").join("b"), Access::Write).unwrap();
}

#[test]
fn a_newer_database_is_left_as_it_is() {
    let (home, store) = new_home();
    drop(store);
    let path = home.path().join("coupure.sqlite");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    let before = files(home.path());
    for access in [Access::Write, Access::ReadOnly] {
        let Err(error) = Store::open(home.path(), access) else { panic!("opened") };
        let problem = error.problem();
        assert_eq!(problem.code, Code::DatabaseNewer);
        assert_eq!(problem.params["found"], "999");
    }
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_log_that_a_newer_version_left_in_a_crash_is_not_touched() {
    let (home, store) = new_home();
    drop(store);
    let newer = rusqlite::Connection::open(home.path().join("coupure.sqlite")).unwrap();
    newer.pragma_update(None, "user_version", 999).unwrap();
    let copy = tempfile::tempdir().unwrap();
    for file in ["coupure.sqlite", "coupure.sqlite-wal"] {
        fs::copy(home.path().join(file), copy.path().join(file)).unwrap();
    }
    let before = files(copy.path());
    assert!(before.contains_key("coupure.sqlite-wal"));
    for access in [Access::ReadOnly, Access::Write] {
        assert_eq!(refused(copy.path(), access), Some(Code::DatabaseNewer));
        assert_eq!(files(copy.path()), before);
    }
}

#[test]
fn a_damaged_database_is_left_exactly_as_it_was() {
    let (home, store) = new_home();
    for i in 0..50 {
        let text = content("t", &format!("{i} ").repeat(2_000));
        store.create_draft(&text, None, Typed, at(i)).unwrap();
    }
    drop(store);
    let whole = fs::read(home.path().join("coupure.sqlite")).unwrap();
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3, "the log is gone once it is closed");
    let header_gone = [&[0; 100][..], &whole[100..]].concat();
    let first_page_gone = [&whole[..100], &[0xa5; 3_996][..], &whole[4_096..]].concat();
    for (what, bytes) in [
        ("not a database", b"Ceci n'est pas une base.".repeat(400)),
        ("no header", header_gone),
        ("no first page", first_page_gone),
        ("cut", whole[..whole.len() / 2].to_vec()),
    ] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("coupure.sqlite"), &bytes).unwrap();
        let before = files(home.path());
        for access in [Access::Write, Access::ReadOnly] {
            assert_eq!(refused(home.path(), access), Some(Code::DatabaseDamaged), "{what}");
            assert_eq!(files(home.path()), before, "{what}");
        }
    }
}

#[test]
fn an_emptied_database_does_not_cost_the_log_beside_it() {
    let (home, store) = new_home();
    store.create_draft(&content("t", "dernier mot"), None, Typed, at(0)).unwrap();
    let copy = tempfile::tempdir().unwrap();
    fs::write(copy.path().join("coupure.sqlite"), b"").unwrap();
    let log = "coupure.sqlite-wal";
    fs::copy(home.path().join(log), copy.path().join(log)).unwrap();
    let before = files(copy.path());
    for access in [Access::Write, Access::ReadOnly] {
        assert_eq!(refused(copy.path(), access), Some(Code::DatabaseDamaged));
    }
    assert_eq!(files(copy.path()), before);
}

#[test]
fn a_database_of_another_program_is_not_written_to() {
    let home = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(home.path().join("coupure.sqlite")).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT); PRAGMA user_version = 1").unwrap();
    drop(other);
    let before = files(home.path());
    assert_eq!(refused(home.path(), Access::Write), Some(Code::DatabaseDamaged));
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_home_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    fs::write(&file, b"").unwrap();
    let Err(error) = Store::open(&file.join("home"), Access::Write) else { panic!("opened") };
    let problem = error.problem();
    assert_eq!(problem.code, Code::HomeUnwritable);
    assert!(problem.params["path"].contains("a file"), "{problem:?}");
}

#[cfg(unix)]
#[test]
fn a_home_is_for_its_author_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    drop(Store::open(&home, Access::Write).unwrap());
    assert_eq!(fs::metadata(&home).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_log_cut_by_a_power_failure_costs_nothing_that_was_acknowledged() {
    let (home, store) = new_home();
    let draft = store.create_draft(&content("t", "0"), None, Typed, at(0)).unwrap();
    for i in 1..20 {
        store.save(draft.id, &content("t", &i.to_string().repeat(3_000)), Typed, at(i)).unwrap();
    }
    let copy = tempfile::tempdir().unwrap();
    let files = ["coupure.sqlite", "coupure.sqlite-wal"];
    for file in files {
        fs::copy(home.path().join(file), copy.path().join(file)).unwrap();
    }
    let acknowledged = fs::read(copy.path().join(files[1])).unwrap();
    // What was begun after it and did not reach the disk whole.
    store.save(draft.id, &content("t", &"z".repeat(9_000)), Typed, at(30)).unwrap();
    let more = fs::read(home.path().join(files[1])).unwrap();
    for torn in [acknowledged.len(), acknowledged.len() + 10, acknowledged.len() + 5_000] {
        let home = tempfile::tempdir().unwrap();
        fs::copy(copy.path().join(files[0]), home.path().join(files[0])).unwrap();
        fs::write(home.path().join(files[1]), &more[..torn]).unwrap();
        let store = Store::open(home.path(), Access::Write).unwrap();
        assert_eq!(store.draft(draft.id).unwrap().content.body, "19".repeat(3_000));
        assert_eq!(store.history(draft.id).unwrap().len(), 20);
        assert_eq!(store.drafts(DraftShelf::All, 0, 9).unwrap().1, 1);
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
}
