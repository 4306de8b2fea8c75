//! Search over drafts and clippings.

use coupure_model::{Clipping, Content, Provenance, RevisionReason::Typed};
use coupure_store::{Hit, Store};

use crate::{
    at,
    clippings::{clipping, reading},
    content, new_home,
};

fn titles(store: &Store, words: &str) -> Vec<String> {
    let (hits, total) = store.search(words, 0, 50).unwrap();
    assert_eq!(hits.len(), total as usize);
    let title = |hit| match hit {
        Hit::Draft(draft) => draft.title,
        Hit::Clipping(clipping) => clipping.title,
    };
    hits.into_iter().map(title).collect()
}

fn snippet(store: &Store, words: &str) -> String {
    match store.search(words, 0, 1).unwrap().0.remove(0) {
        Hit::Draft(draft) => draft.snippet,
        Hit::Clipping(clipping) => clipping.snippet,
    }
}

fn indexed(store: &Store) {
    assert_eq!(store.index_pending(1_000).unwrap(), 0);
}

#[test]
fn accents_ligatures_capitals_and_unfinished_words_do_not_hide_anything() {
    let (_home, store) = new_home();
    let body = "L’œuvre du maire, « à cœur ouvert », fut dévoilée à l'E\u{301}lyse\u{301}e.";
    store.create_draft(&content("Lætitia", body), None, Typed, at(0)).unwrap();
    indexed(&store);
    for words in [
        "coeur",
        "CŒUR",
        "cœur",
        "oeuvre",
        "l'oeuvre",
        "devoilee",
        "dévoi",
        "elysee",
        "Élysée",
        "laetitia",
        "maire ouv",
        "ouvert maire lae",
    ] {
        assert_eq!(titles(&store, words), ["Lætitia"], "{words}");
    }
    for words in ["ouv maire", "coeurs", "xyz", "", "  ", "’ — !"] {
        assert_eq!(titles(&store, words), [] as [&str; 0], "{words}");
    }
}

#[test]
fn words_are_never_a_query_language() {
    let (_home, store) = new_home();
    store.create_draft(&content("Et non", "le NOT et le AND near"), None, Typed, at(0)).unwrap();
    indexed(&store);
    for words in [
        "NOT", "not and", "le AND", "le NEAR", "\"le\" *", "words:le", "le OR", "-le", "^le",
        "(le", "le\u{0}",
    ] {
        let (_, total) = store.search(words, 0, 10).unwrap();
        let expected = u32::from(!words.contains("words") && !words.contains("OR"));
        assert_eq!(total, expected, "{words:?}");
    }
    let long = "mot ".repeat(10_000) + "le";
    store.search(&long, 0, 10).unwrap();
}

#[test]
fn titles_come_first_then_the_latest_and_pages_follow_one_another() {
    let (_home, store) = new_home();
    for (i, (title, body)) in
        [("Un", "le conseil"), ("Le conseil", "rien"), ("Trois", "le conseil"), ("Quatre", "autre")]
            .into_iter()
            .enumerate()
    {
        store.create_draft(&content(title, body), None, Typed, at(i as i64)).unwrap();
    }
    let mut press = clipping(&store, "scan.jpg", 9);
    press.provenance.title = "La presse".into();
    press.corrected_text = Some("Au conseil de mairie".into());
    store.put_clipping(&press).unwrap();
    indexed(&store);
    assert_eq!(titles(&store, "conseil"), ["Le conseil", "La presse", "Trois", "Un"]);
    let (page, total) = store.search("conseil", 1, 2).unwrap();
    assert!(matches!(&page[0], Hit::Clipping(found) if found.id == press.id));
    assert!(matches!(&page[1], Hit::Draft(found) if found.title == "Trois"));
    assert_eq!(total, 4);
}

#[test]
fn what_was_saved_since_is_found_once_indexed_and_what_was_rewritten_no_longer() {
    let (_home, store) = new_home();
    let draft = store.create_draft(&content("t", "ancien"), None, Typed, at(0)).unwrap();
    indexed(&store);
    store.save(draft.id, &content("t", "nouveau"), Typed, at(1)).unwrap();
    assert_eq!(store.index_pending(0).unwrap(), 1);
    indexed(&store);
    assert_eq!(titles(&store, "ancien"), [] as [&str; 0]);
    assert_eq!(titles(&store, "nouveau"), ["t"]);
}

#[test]
fn a_clipping_is_found_by_what_it_says_and_by_where_it_is_from() {
    let (_home, store) = new_home();
    let press = Clipping {
        provenance: Provenance {
            title: "Le lavoir".into(),
            newspaper: "L’Écho du Val".into(),
            date: Some("2026-03-07".parse().unwrap()),
            edition: "Sarthe".into(),
            journalist: "propos recueillis par Anaïs Le Goff".into(),
            ..Provenance::default()
        },
        reading: Some(reading("On sonne midi au clocher")),
        ..clipping(&store, "IMG_2043.jpg", 1)
    };
    store.put_clipping(&press).unwrap();
    indexed(&store);
    for words in ["clocher midi", "lavoir", "echo val", "anais goff", "sarthe", "2026-03-07", "img"]
    {
        assert_eq!(titles(&store, words), ["Le lavoir"], "{words}");
    }
    assert_eq!(titles(&store, "ouest"), [] as [&str; 0]);
    let corrected = Clipping { corrected_text: Some("On sonne la messe".into()), ..press };
    store.put_clipping(&corrected).unwrap();
    indexed(&store);
    assert_eq!(titles(&store, "messe"), ["Le lavoir"]);
    assert_eq!(titles(&store, "midi"), [] as [&str; 0]);
}

#[test]
fn nothing_in_the_trash_is_found() {
    let (_home, store) = new_home();
    let draft = store.create_draft(&content("t", "maire"), None, Typed, at(0)).unwrap();
    let press = Clipping {
        provenance: Provenance { newspaper: "Le Maire".into(), ..Provenance::default() },
        ..clipping(&store, "scan.jpg", 1)
    };
    store.put_clipping(&press).unwrap();
    indexed(&store);
    assert_eq!(titles(&store, "maire").len(), 2);
    store.trash_draft(draft.id, at(2)).unwrap();
    store.trash_clipping(press.id, at(2)).unwrap();
    assert_eq!(titles(&store, "maire").len(), 0);
    // Even what is saved while it is there.
    store.save(draft.id, &content("t", "maire encore"), Typed, at(3)).unwrap();
    indexed(&store);
    assert_eq!(titles(&store, "maire").len(), 0);
    store.restore_draft(draft.id).unwrap();
    store.restore_clipping(press.id).unwrap();
    indexed(&store);
    assert_eq!(titles(&store, "maire").len(), 2);
}

#[test]
fn the_snippet_is_where_the_words_stand() {
    let (_home, store) = new_home();
    let body = format!("{}\nLe cœur du\nproblème {}", "avant ".repeat(90), "après ".repeat(90));
    let text = Content { tags: vec!["étiquette".into()], ..content("Titre", &body) };
    store.create_draft(&text, None, Typed, at(0)).unwrap();
    indexed(&store);
    let found = snippet(&store, "coeur");
    assert!(found.starts_with("… avant") || found.starts_with("…avant"), "{found}");
    assert!(found.contains("Le cœur du problème après") && found.ends_with('…'), "{found}");
    assert!(found.chars().count() < 200, "{found}");
    assert!(snippet(&store, "etiq").starts_with("avant avant"));
}
