//! Clippings and media files.

use coupure_model::{
    Clipping, ClippingId, ClippingState, Code, Content, Enhancement, Language, Line, MediaHash,
    Reading, Rect, RevisionReason, Rights, Word,
};
use coupure_store::{Access, Store};

use crate::{at, new_home};

/// A clipping that waits, its original stored.
pub fn clipping(store: &Store, name: &str, seconds: i64) -> Clipping {
    let original = store.put_media(name.as_bytes(), "image/jpeg", 30, 40, name).unwrap();
    let id = store.new_clipping_id(at(seconds));
    Clipping::new(id, original, name, Language::French, at(seconds))
}

pub fn reading(text: &str) -> Reading {
    let area = Rect { x: 1.5, y: 2.25, width: 3.0, height: 4.0 };
    let words = text.split_whitespace();
    let words = words.map(|word| Word { text: word.into(), area, confidence: 0.5 }).collect();
    let line = Line { words, area, ..Line::default() };
    Reading {
        width_px: 30,
        height_px: 40,
        lines: vec![line],
        text: text.into(),
        ..Reading::default()
    }
}

#[test]
fn a_clipping_reads_back_as_it_was_put() {
    let (home, store) = new_home();
    let mut kept = clipping(&store, "scan.jpg", 1);
    store.put_clipping(&kept).unwrap();
    assert_eq!(store.clipping(kept.id).unwrap(), kept);
    assert_eq!(store.waiting_clippings().unwrap(), [kept.id]);
    kept.recipe.enhancement = Enhancement { strength: 0.25, ..Enhancement::default() };
    kept.reading = Some(reading("Le conseil municipal a voté"));
    kept.provenance.newspaper = "Le Progrès".into();
    kept.provenance.date = Some("2026-02-03".parse().unwrap());
    kept.rights = Rights::Permission { by: "la rédaction".into(), on: None };
    kept.state = ClippingState::Ready;
    kept.embargo = Some(at(1_000));
    kept.updated = at(2);
    store.put_clipping(&kept).unwrap();
    drop(store);
    let store = Store::open(home.path(), Access::ReadOnly).unwrap();
    assert_eq!(store.clipping(kept.id).unwrap(), kept);
    assert_eq!(store.waiting_clippings().unwrap(), []);
    let (page, total) = store.clippings(0, 10).unwrap();
    assert_eq!((page.len(), total), (1, 1));
    assert_eq!((page[0].title.as_str(), page[0].newspaper.as_str()), ("scan.jpg", "Le Progrès"));
    assert_eq!(page[0].snippet, "Le conseil municipal a voté");
    assert_eq!(page[0].state, ClippingState::Ready);
}

#[test]
fn the_author_and_the_reading_change_a_clipping_at_once_and_neither_is_lost() {
    let (_home, store) = new_home();
    let id = clipping(&store, "scan.jpg", 1).id;
    let kept = Clipping { id, ..clipping(&store, "scan.jpg", 1) };
    store.put_clipping(&kept).unwrap();
    std::thread::scope(|scope| {
        for i in 0..4 {
            let store = store.clone();
            scope.spawn(move || {
                for j in 0..5 {
                    let change = |clipping: &mut Clipping| match i {
                        0 => clipping.provenance.title = format!("Titre {j}"),
                        1 => clipping.reading = Some(reading(&format!("lu {j}"))),
                        2 => clipping.corrected_text = Some(format!("corrigé {j}")),
                        _ => clipping.recipe.masks.push(Rect::default()),
                    };
                    store.change_clipping(id, at(10), change).unwrap();
                }
            });
        }
    });
    let after = store.clipping(id).unwrap();
    assert_eq!(after.provenance.title, "Titre 4");
    assert_eq!(after.reading.as_ref().unwrap().text, "lu 4");
    assert_eq!(after.text(), "corrigé 4");
    assert_eq!((after.recipe.masks.len(), after.updated), (5, at(10)));
}

#[test]
fn a_clipping_goes_to_the_trash_and_back() {
    let (_home, store) = new_home();
    let (one, two) = (clipping(&store, "un.jpg", 1), clipping(&store, "deux.jpg", 2));
    store.put_clipping(&one).unwrap();
    store.put_clipping(&two).unwrap();
    store.trash_clipping(one.id, at(3)).unwrap();
    assert_eq!(store.waiting_clippings().unwrap(), [two.id]);
    assert_eq!(store.clippings(0, 9).unwrap().1, 1);
    assert_eq!(store.trashed_clippings(0, 9).unwrap().0[0].trashed, Some(at(3)));
    store.restore_clipping(one.id).unwrap();
    assert_eq!(store.clipping(one.id).unwrap(), one);
    store.trash_clipping(two.id, at(4)).unwrap();
    assert_eq!(store.empty_trash().unwrap().clippings, 1);
    assert_eq!(store.clipping(two.id).unwrap_err().problem().code, Code::NotFound);
}

#[test]
fn a_clipping_that_a_draft_names_outlives_the_trash() {
    let (_home, store) = new_home();
    let all: Vec<_> = (1..=3).map(|i| clipping(&store, "une.jpg", i)).collect();
    for clipping in &all {
        store.put_clipping(clipping).unwrap();
        store.trash_clipping(clipping.id, at(3)).unwrap();
    }
    let body = format!("![La une](clip:{})\n\nSuite.", all[0].id);
    let named = Content { body, ..Content::default() };
    store.create_draft(&named, None, RevisionReason::Typed, at(4)).unwrap();
    let covered = Content { cover: format!("clip:{}", all[1].id), ..Content::default() };
    store.create_draft(&covered, None, RevisionReason::Typed, at(4)).unwrap();
    assert_eq!(store.empty_trash().unwrap().clippings, 1);
    assert!(store.clipping(all[0].id).is_ok() && store.clipping(all[1].id).is_ok());
    assert_eq!(store.clipping(all[2].id).unwrap_err().problem().code, Code::NotFound);
}

#[test]
fn a_file_is_stored_once_under_its_hash() {
    let (home, store) = new_home();
    let hash = store.put_media(b"des octets", "image/png", 3, 4, "photo.png").unwrap();
    let again = store.put_media(b"des octets", "image/png", 3, 4, "autre nom.png").unwrap();
    assert_eq!(hash, again);
    assert_eq!(store.media(hash).unwrap().name, "photo.png");
    let digits = hash.to_string();
    let path = home.path().join("media").join(&digits[..2]).join(&digits);
    assert_eq!(store.media_path(hash), path);
    assert_eq!(std::fs::read(path).unwrap(), b"des octets");
    assert_eq!(store.media_bytes(hash).unwrap(), b"des octets");
    let folder = std::fs::read_dir(home.path().join("media").join(&digits[..2])).unwrap();
    assert_eq!(folder.count(), 1, "nothing temporary stays");
}

#[test]
fn a_lost_or_altered_file_is_named_by_the_check_and_mended_by_taking_it_in_again() {
    let (_home, store) = new_home();
    let lost = store.put_media(b"perdu", "image/png", 3, 4, "perdu.png").unwrap();
    let altered = store.put_media(b"change", "image/png", 3, 4, "change.png").unwrap();
    std::fs::remove_file(store.media_path(lost)).unwrap();
    std::fs::write(store.media_path(altered), b"autre chose").unwrap();
    let wrong = store.check().unwrap();
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong.iter().any(|said| said.contains("perdu.png") && said.contains("missing")));
    assert_eq!(store.media_bytes(lost).unwrap_err().problem().code, Code::NotFound);
    store.put_media(b"perdu", "image/png", 3, 4, "perdu.png").unwrap();
    store.put_media(b"change", "image/png", 3, 4, "change.png").unwrap();
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn no_row_names_a_file_that_is_not_stored() {
    let (_home, store) = new_home();
    let stray = Clipping { original: MediaHash([7; 32]), ..clipping(&store, "a.jpg", 1) };
    assert!(store.put_clipping(&stray).is_err());
    let nobody = ClippingId(uuid::Uuid::now_v7());
    assert_eq!(store.clipping(nobody).unwrap_err().problem().code, Code::NotFound);
}
