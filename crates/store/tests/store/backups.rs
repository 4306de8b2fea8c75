//! Backups: a file that, unpacked, is a home.

use std::{
    fs::{self, File},
    path::Path,
};

use coupure_model::{Code, RevisionReason::Typed};
use coupure_store::{Access, DraftShelf, Store};
use zip::ZipArchive;

use crate::{at, content, furnished::furnish, new_home};

fn unpack(backup: &Path, home: &Path) {
    ZipArchive::new(File::open(backup).unwrap()).unwrap().extract(home).unwrap();
}

#[test]
fn a_backup_unpacked_is_the_home_as_it_was() {
    let (_home, store) = new_home();
    furnish(&store);
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("coupure-2026-03-01.zip");
    fs::write(&backup, b"yesterday's").unwrap();
    store.backup(&backup).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing temporary stays");

    let home = folder.path().join("home");
    unpack(&backup, &home);
    let back = Store::open(&home, Access::Write).unwrap();
    assert_eq!(back.check().unwrap(), Vec::<String>::new());
    for shelf in [DraftShelf::All, DraftShelf::Posts, DraftShelf::Trash] {
        let drafts = store.drafts(shelf, 0, 100).unwrap();
        assert_eq!(back.drafts(shelf, 0, 100).unwrap(), drafts);
        for draft in drafts.0 {
            assert_eq!(back.history(draft.id).unwrap(), store.history(draft.id).unwrap());
        }
    }
    assert_eq!(back.publications().unwrap(), store.publications().unwrap());
    assert_eq!(back.blogs().unwrap(), store.blogs().unwrap());
    for clipping in store.clippings(0, 100).unwrap().0 {
        let kept = store.clipping(clipping.id).unwrap();
        assert_eq!(back.media_bytes(kept.original).unwrap(), kept.name.as_bytes());
        assert_eq!(back.clipping(clipping.id).unwrap(), kept);
    }
}

#[test]
fn saving_goes_on_during_a_backup_which_is_of_one_moment() {
    let (_home, store) = new_home();
    let draft = store.create_draft(&content("t", "0"), None, Typed, at(0)).unwrap().id;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.zip");
    std::thread::scope(|scope| {
        let saving = scope.spawn(|| {
            for i in 1..60 {
                store.save(draft, &content("t", &i.to_string()), Typed, at(i)).unwrap();
            }
        });
        while !saving.is_finished() {
            store.backup(&backup).unwrap();
        }
    });
    let home = folder.path().join("home");
    unpack(&backup, &home);
    let back = Store::open(&home, Access::Write).unwrap();
    let history = back.history(draft).unwrap();
    let bodies = history.iter().rev().map(|revision| revision.content.body.clone());
    assert!(bodies.eq((0..history.len()).map(|i| i.to_string())));
    assert_eq!(back.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_backup_that_cannot_be_written_says_where() {
    let (home, store) = new_home();
    let nowhere = home.path().join("nowhere").join("backup.zip");
    let problem = store.backup(&nowhere).unwrap_err().problem();
    assert_eq!(problem.code, Code::HomeUnwritable);
    assert!(problem.params["path"].contains("nowhere"), "{problem:?}");
}
