//! Drafts and their history.

use coupure_model::{Code, Content, DraftId, RevisionId, RevisionReason::*};
use coupure_store::{Access, DraftShelf, Store};
use uuid::Uuid;

use crate::{at, content, folder_blog, new_home};

#[test]
fn what_was_saved_reads_back_after_closing() {
    let (home, store) = new_home();
    let all = Content {
        title: "Le cœur".into(),
        body: "Un billet.\n\n\u{0}\u{202f}😀\n".into(),
        slug: "le-coeur".into(),
        excerpt: "Extrait".into(),
        categories: vec!["Presse".into()],
        tags: vec!["maire".into(), "été".into()],
        cover: "media:x".into(),
        language: coupure_model::Language::German,
        comments: coupure_model::Comments::Closed,
        date: "2027-02-03".into(),
    };
    let draft = store.create_draft(&all, None, Typed, at(0)).unwrap();
    assert_eq!((draft.created, draft.updated), (at(0), at(0)));
    let longer = Content { body: all.body.clone() + "La suite.\n", ..all };
    let revision = store.save(draft.id, &longer, Typed, at(5)).unwrap();
    drop(store);
    let read = Store::open(home.path(), Access::Write).unwrap().draft(draft.id).unwrap();
    assert_eq!(read.content, longer);
    assert_eq!((read.revision, read.created, read.updated), (revision, at(0), at(5)));
}

#[test]
fn what_a_restored_version_came_over_is_not_thinned() {
    let (_home, store) = new_home();
    let old = content("t", "ancien");
    let draft = store.create_draft(&old, None, Typed, at(0)).unwrap();
    let mut saved = Vec::new();
    for minute in 1..=3 {
        let text = content("t", &format!("nouveau {minute}"));
        saved.push(store.save(draft.id, &text, Typed, at(60 * minute)).unwrap());
    }
    let from = draft.revision;
    store.save(draft.id, &old, Restored { from }, at(240)).unwrap();
    store.save(draft.id, &content("t", "ancien, repris"), Typed, at(300)).unwrap();
    store.save(draft.id, &content("t", "ancien, repris encore"), Typed, at(540)).unwrap();
    store.thin(at(100 * 24 * 3600)).unwrap();
    assert_eq!(store.revision(saved[2]).unwrap().content.body, "nouveau 3");
    assert!(store.revision(saved[1]).is_err(), "the others were typed over");
}

#[test]
fn saving_the_same_text_again_adds_nothing_but_a_reason_to_keep_it() {
    let (_home, store) = new_home();
    let text = content("Titre", "Texte");
    let draft = store.create_draft(&text, None, Typed, at(0)).unwrap();
    assert_eq!(store.save(draft.id, &text, Typed, at(1)).unwrap(), draft.revision);
    let named = Named { name: "avant le maire".into() };
    assert_eq!(store.save(draft.id, &text, named.clone(), at(2)).unwrap(), draft.revision);
    assert_eq!(store.revision(draft.revision).unwrap().reason, named);
    // What was named keeps its name: being published is another revision.
    let published = store.save(draft.id, &text, Published, at(3)).unwrap();
    assert!(published > draft.revision);
    assert_eq!(store.save(draft.id, &text, Published, at(4)).unwrap(), published);
    let reasons: Vec<_> = store.history(draft.id).unwrap().into_iter().map(|r| r.reason).collect();
    assert_eq!(reasons, [Published, named]);
}

#[test]
fn every_version_of_a_long_text_reads_back_whatever_changed_in_it() {
    let (_home, store) = new_home();
    let mut body: String = (0..400).map(|i| format!("Ligne {i} d’été, cœur ouvert.\n")).collect();
    let draft = store.create_draft(&content("t", &body), None, Typed, at(0)).unwrap();
    let mut saved = vec![(draft.revision, body.clone())];
    for i in 0..60 {
        match i % 4 {
            0 => body.insert_str(0, "En tête. "),
            1 => body.push_str("À la fin.\n"),
            2 => body = body.replacen("cœur", "chœur", 1 + i / 3),
            _ => body = body.chars().skip(700).chain("œ😀é\n".repeat(i * 9).chars()).collect(),
        }
        let id = store.save(draft.id, &content("t", &body), Typed, at(i as i64)).unwrap();
        saved.push((id, body.clone()));
    }
    for (revision, body) in &saved {
        assert_eq!(store.revision(*revision).unwrap().content.body, *body);
    }
    let history = store.history(draft.id).unwrap();
    assert!(history.iter().map(|r| (r.id, r.content.body.clone())).eq(saved.into_iter().rev()));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn typing_in_a_long_text_costs_the_home_little_more_than_what_is_typed() {
    let (home, store) = new_home();
    let mut body = "Une phrase de billet, ni longue ni courte.\n".repeat(1_200);
    let draft = store.create_draft(&content("t", &body), None, Typed, at(0)).unwrap();
    for i in 0..300 {
        body.insert_str(20_000, "mot ");
        store.save(draft.id, &content("t", &body), Typed, at(i)).unwrap();
    }
    drop(store);
    let size = std::fs::metadata(home.path().join("coupure.sqlite")).unwrap().len();
    assert!(size < 1_500_000, "{size} bytes for 300 versions of 50 KB");
}

#[test]
fn a_page_of_drafts_is_the_latest_first_and_says_how_many_there_are() {
    let (_home, store) = new_home();
    let drafts: Vec<_> = (0..7)
        .map(|i| {
            let text = content(&format!("Billet {i}"), "# Titre\n\nDes **mots**.");
            store.create_draft(&text, None, Typed, at(i)).unwrap().id
        })
        .collect();
    store.save(drafts[0], &content("Repris", "Autre"), Typed, at(100)).unwrap();
    store.trash_draft(drafts[3], at(101)).unwrap();
    let (page, total) = store.drafts(DraftShelf::Drafts, 0, 3).unwrap();
    assert_eq!(page.iter().map(|d| d.id).collect::<Vec<_>>(), [drafts[0], drafts[6], drafts[5]]);
    assert_eq!((page[0].title.as_str(), page[0].updated, total), ("Repris", at(100), 6));
    assert_eq!(page[1].snippet, "Titre Des mots.");
    let (page, _) = store.drafts(DraftShelf::All, 5, 3).unwrap();
    assert_eq!(page.iter().map(|d| d.id).collect::<Vec<_>>(), [drafts[1]]);
    let (trash, total) = store.drafts(DraftShelf::Trash, 0, 9).unwrap();
    assert_eq!((trash[0].id, trash[0].trashed, total), (drafts[3], Some(at(101)), 1));
}

#[test]
fn a_draft_comes_back_from_the_trash_until_the_trash_is_emptied() {
    let (_home, store) = new_home();
    let draft = store.create_draft(&content("t", "b"), None, Typed, at(0)).unwrap();
    let kept = store.create_draft(&content("u", "c"), None, Typed, at(0)).unwrap();
    store.save(draft.id, &content("t", "b2"), Typed, at(1)).unwrap();
    store.trash_draft(draft.id, at(2)).unwrap();
    store.trash_draft(draft.id, at(3)).unwrap();
    assert_eq!(store.draft(draft.id).unwrap().trashed, Some(at(2)));
    store.restore_draft(draft.id).unwrap();
    assert_eq!(store.draft(draft.id).unwrap().trashed, None);
    assert_eq!(store.empty_trash().unwrap().drafts, 0);
    store.trash_draft(draft.id, at(4)).unwrap();
    assert_eq!(store.empty_trash().unwrap().drafts, 1);
    assert_eq!(store.draft(draft.id).unwrap_err().problem().code, Code::NotFound);
    assert_eq!(store.draft(kept.id).unwrap().content.body, "c");
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_is_not_there_is_not_found() {
    let (_home, store) = new_home();
    let nobody = DraftId(Uuid::now_v7());
    let not_found = [
        store.draft(nobody).unwrap_err(),
        store.save(nobody, &content("t", "b"), Typed, at(0)).unwrap_err(),
        store.history(nobody).unwrap_err(),
        store.trash_draft(nobody, at(0)).unwrap_err(),
        store.restore_draft(nobody).unwrap_err(),
        store.revision(RevisionId(7)).unwrap_err(),
        store.blog_named("personne").unwrap_err(),
    ];
    for error in not_found {
        assert_eq!(error.problem().code, Code::NotFound, "{error}");
    }
}

#[test]
fn somebody_elses_version_is_kept_beside_and_the_draft_stays_as_it_stands() {
    let (_home, store) = new_home();
    let draft = store.create_draft(&content("Le mien", "a"), None, Typed, at(0)).unwrap();
    let theirs = store.keep_beside(draft.id, &content("Le leur", "b"), FromBlog, at(1)).unwrap();
    assert_eq!(store.draft(draft.id).unwrap(), draft);
    assert_eq!(store.revision(theirs).unwrap().content, content("Le leur", "b"));
}

#[test]
fn a_draft_is_meant_for_a_blog_as_long_as_that_is_there() {
    let (_home, store) = new_home();
    let blog = folder_blog("maison");
    store.put_blog(&blog).unwrap();
    let draft = store.create_draft(&content("t", "b"), Some(blog.id), Typed, at(0)).unwrap();
    assert_eq!(store.draft(draft.id).unwrap().blog, Some(blog.id));
    store.set_draft_blog(draft.id, None).unwrap();
    store.set_draft_blog(draft.id, Some(blog.id)).unwrap();
    store.remove_blog(blog.id, at(1)).unwrap();
    assert_eq!(store.draft(draft.id).unwrap().blog, None);
    let error = store.set_draft_blog(draft.id, Some(blog.id)).unwrap_err();
    assert_eq!(error.problem().code, Code::NotFound);
}

#[test]
fn settings_are_remembered() {
    let (_home, store) = new_home();
    assert_eq!(store.setting("theme").unwrap(), None);
    store.set_setting("theme", "dark").unwrap();
    store.set_setting("theme", "light").unwrap();
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("light"));
}
