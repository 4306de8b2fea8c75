//! What is wanted and what was observed.

use coupure_model::{
    Attempt, AttemptStep, BeforeWrite, Code, Content, DraftId, Observed, Problem, Publication,
    RemoteId, RevisionId, RevisionReason::*, Standing, Timestamp, Upload, WantedState,
};
use coupure_store::{DraftShelf, Error, Recorded, Store, Undone, Wish};

use crate::{at, content, folder_blog, new_home};

/// A press on a text that was typed and saved a moment before.
pub fn wish(
    store: &Store,
    draft: DraftId,
    content: &Content,
    blog: coupure_model::BlogId,
    pressed: Timestamp,
) -> Wish {
    Wish {
        draft,
        revision: store.save(draft, content, Typed, pressed).unwrap(),
        blog,
        state: WantedState::Published,
        pictures: Vec::new(),
        pressed,
        not_before: pressed + jiff::SignedDuration::from_secs(10),
        overwrite: None,
    }
}

pub fn attempt(publication: &Publication, started: Timestamp) -> Attempt {
    Attempt {
        step: AttemptStep::CreateDraft,
        revision: publication.wanted.revision,
        state: publication.wanted.state,
        started,
        asks: Default::default(),
        before: None,
    }
}

fn problem() -> Problem {
    Problem::new(Code::Offline, "There is no network.")
}

/// A draft that was pressed at 0 on a blog.
fn pressed() -> (tempfile::TempDir, Store, Publication) {
    let (home, store) = new_home();
    let blog = folder_blog("maison");
    store.put_blog(&blog).unwrap();
    let text = content("Titre", "Texte");
    let draft = store.create_draft(&text, None, Typed, at(-60)).unwrap();
    let publication = store.want(wish(&store, draft.id, &text, blog.id, at(0))).unwrap();
    (home, store, publication)
}

#[test]
fn pressing_publish_keeps_the_wish_and_its_version() {
    let (_home, store, first) = pressed();
    assert_eq!(store.publication(first.id).unwrap(), first);
    assert_eq!(store.revision(first.wanted.revision).unwrap().reason, Published);
    assert_eq!(store.drafts(DraftShelf::Posts, 0, 9).unwrap().1, 1);
    assert_eq!(store.drafts(DraftShelf::Drafts, 0, 9).unwrap().1, 0);
    let later = content("Titre", "Texte repris");
    let second = store.want(wish(&store, first.draft, &later, first.blog, at(100))).unwrap();
    assert_eq!((second.id, second.mark), (first.id, first.mark), "one draft, one post");
    assert_eq!(store.revision(second.wanted.revision).unwrap().content, later);
    assert_eq!(store.draft(first.draft).unwrap().content, later);
    assert_eq!(store.publications().unwrap(), vec![second.clone()]);
    assert_eq!(store.publications_of(first.draft).unwrap(), vec![second.clone()]);
    assert_eq!(store.publication_on(first.draft, first.blog).unwrap(), Some(second));
}

#[test]
fn a_wish_that_cannot_be_kept_leaves_the_draft_as_it_was() {
    let (_home, store, publication) = pressed();
    let nowhere = folder_blog("nulle part").id;
    let text = content("Titre", "autre");
    let wish = wish(&store, publication.draft, &text, nowhere, at(5));
    let before = store.history(publication.draft).unwrap();
    let error = store.want(wish).unwrap_err();
    assert_eq!(error.problem().code, Code::NotFound);
    assert_eq!(store.history(publication.draft).unwrap(), before);
}

#[test]
fn what_is_saved_between_the_press_and_its_record_stays_the_latest() {
    let (_home, store, first) = pressed();
    let pressed = content("Titre", "Le texte au moment de presser");
    let wish = wish(&store, first.draft, &pressed, first.blog, at(100));
    let later = content("Titre", "Le texte au moment de presser, et la suite");
    store.save(first.draft, &later, Typed, at(101)).unwrap();
    let wanted = store.want(wish).unwrap().wanted.revision;
    assert_eq!(store.draft(first.draft).unwrap().content, later);
    let kept = store.revision(wanted).unwrap();
    assert_eq!((kept.content, kept.reason), (pressed, Published));
}

#[test]
fn a_version_of_another_draft_is_not_wanted() {
    let (_home, store, publication) = pressed();
    let other = store.create_draft(&content("Autre", "x"), None, Typed, at(0)).unwrap();
    let text = content("Titre", "Texte");
    let wish = wish(&store, publication.draft, &text, publication.blog, at(5));
    let error = store.want(Wish { revision: other.revision, ..wish }).unwrap_err();
    assert_eq!(error.problem().code, Code::NotFound);
}

#[test]
fn nothing_is_due_before_the_seconds_to_undo_are_over() {
    let (_home, store, publication) = pressed();
    assert_eq!(store.due_publications(at(9)).unwrap(), []);
    assert_eq!(store.next_due(at(9)).unwrap(), Some(at(10)));
    assert_eq!(store.due_publications(at(10)).unwrap(), [publication.id]);
    assert_eq!(store.next_due(at(30)).unwrap(), Some(at(30)), "one is due already");
}

#[test]
fn what_is_due_follows_from_standing_and_attempt() {
    let (_home, store, publication) = pressed();
    let waiting = |until| Standing::Waiting { until, tries: 1, problem: problem() };
    for (standing, with_attempt, due) in [
        (Standing::Due, false, Some(at(10))),
        (Standing::Due, true, Some(at(3))),
        (waiting(at(500)), false, Some(at(500))),
        (waiting(at(4)), false, Some(at(10))),
        (waiting(at(4)), true, Some(at(4))),
        (Standing::Settled, false, None),
        (Standing::NeedsAuthor { problem: problem() }, false, None),
        (Standing::Refused { problem: problem() }, false, None),
        (Standing::Cancelled, false, None),
        (Standing::Cancelled, true, Some(at(3))),
    ] {
        let attempt = with_attempt.then(|| attempt(&publication, at(3)));
        let changed = Publication { standing, attempt, ..publication.clone() };
        assert_eq!(store.record(&changed).unwrap(), Recorded::Whole);
        assert_eq!(store.next_due(at(0)).unwrap(), due, "{changed:?}");
        assert_eq!(store.publication(publication.id).unwrap(), changed);
    }
    let observed = Observed {
        post: Some(RemoteId("12".into())),
        unverified: Some(BeforeWrite { text: "t".into(), predecessor: None, known: None }),
        ..publication.observed.clone()
    };
    for (standing, due) in [
        (Standing::Cancelled, Some(at(0))),
        (Standing::Due, Some(at(0))),
        (waiting(at(500)), Some(at(500))),
    ] {
        let changed = Publication { standing, observed: observed.clone(), ..publication.clone() };
        store.record(&changed).unwrap();
        assert_eq!(store.next_due(at(0)).unwrap(), due, "{changed:?}");
    }
}

#[test]
fn what_the_worker_records_never_overrules_what_was_pressed_meanwhile() {
    let (_home, store, read_by_worker) = pressed();
    let text = content("Titre", "Plus tard");
    let wished =
        store.want(wish(&store, read_by_worker.draft, &text, read_by_worker.blog, at(20))).unwrap();
    let seen = Observed { post: Some(RemoteId("17".into())), ..Observed::default() };
    let recorded = Publication {
        observed: seen.clone(),
        standing: Standing::Settled,
        ..read_by_worker.clone()
    };
    assert_eq!(store.record(&recorded).unwrap(), Recorded::WishChanged);
    let kept = store.publication(wished.id).unwrap();
    assert_eq!((&kept.wanted, &kept.standing), (&wished.wanted, &Standing::Due));
    assert_eq!(kept.observed, seen, "what was seen on the blog is never forgotten");
    assert_eq!(store.due_publications(at(30)).unwrap(), [wished.id]);
}

#[test]
fn giving_up_and_trying_again_count_as_pressed_even_within_one_moment() {
    let (_home, store, read_by_worker) = pressed();
    store.give_up(read_by_worker.id, at(0)).unwrap();
    let recorded = Publication { standing: Standing::Due, ..read_by_worker };
    assert_eq!(store.record(&recorded).unwrap(), Recorded::WishChanged);
    assert_eq!(store.publication(recorded.id).unwrap().standing, Standing::Cancelled);
    assert_eq!(store.drafts(DraftShelf::Posts, 0, 9).unwrap().1, 0, "given up, never seen there");
    store.try_again(recorded.id, at(50)).unwrap();
    let again = store.publication(recorded.id).unwrap();
    assert_eq!((again.standing, again.wanted.pressed), (Standing::Due, at(50)));
}

/// A turn that was begun before the author decided keeps nothing that would take it back.
#[test]
fn what_the_author_decides_stands_against_a_turn_of_the_worker_that_began_before() {
    let (_home, store, read_by_worker) = pressed();
    let theirs =
        store.keep_beside(read_by_worker.draft, &content("Titre", "Le leur"), FromBlog, at(1));
    let theirs = theirs.unwrap();
    store
        .decide(read_by_worker.id, at(2), |deciding| {
            assert_eq!(deciding.draft()?.body, "Texte");
            let content = deciding.revision(theirs)?;
            deciding.publication.wanted.revision = deciding.save(&content, &Merged)?;
            deciding.publication.observed.swept = true;
            Ok::<_, Error>(())
        })
        .unwrap();
    let decided = store.publication(read_by_worker.id).unwrap();
    assert_eq!(decided.wanted.pressed, at(2));
    assert_eq!(store.draft(decided.draft).unwrap().content.body, "Le leur");
    let mut recorded = read_by_worker;
    recorded.observed.unsettled = true;
    assert_eq!(store.record(&recorded).unwrap(), Recorded::Overtaken);
    assert_eq!(store.publication(decided.id).unwrap(), decided);
    // One that fails changes nothing, not even the draft.
    let failed = store.decide(decided.id, at(3), |deciding| {
        deciding.save(&content("Titre", "Autre"), &Merged)?;
        deciding.revision(RevisionId(99))
    });
    assert!(failed.is_err());
    assert_eq!(store.draft(decided.draft).unwrap().content.body, "Le leur");
}

#[test]
fn undoing_a_first_press_leaves_no_publication() {
    let (_home, store, publication) = pressed();
    assert_eq!(store.unwant(publication.id, at(10)).unwrap(), Undone::TooLate);
    assert_eq!(store.unwant(publication.id, at(9)).unwrap(), Undone::Gone);
    assert_eq!(store.publications().unwrap(), []);
    assert_eq!(store.draft(publication.draft).unwrap().content.body, "Texte");
}

#[test]
fn undoing_an_update_brings_the_earlier_wish_back() {
    let (_home, store, first) = pressed();
    let seen = Observed { post: Some(RemoteId("17".into())), ..Observed::default() };
    let settled = Publication { observed: seen, standing: Standing::Settled, ..first };
    store.record(&settled).unwrap();
    let text = content("Titre", "Deux");
    store.want(wish(&store, settled.draft, &text, settled.blog, at(100))).unwrap();
    assert_eq!(store.unwant(settled.id, at(105)).unwrap(), Undone::Earlier);
    let back = store.publication(settled.id).unwrap();
    assert_eq!(back.wanted.revision, settled.wanted.revision);
    assert_eq!((&back.standing, &back.observed), (&Standing::Settled, &settled.observed));
    assert_eq!(store.unwant(settled.id, at(106)).unwrap(), Undone::TooLate);
    assert_eq!(store.draft(settled.draft).unwrap().content, text, "the text stays typed");
}

#[test]
fn a_removed_blog_rests_and_comes_back_knowing_its_posts() {
    let (_home, store, publication) = pressed();
    let blog = store.blog(publication.blog).unwrap();
    store.remove_blog(blog.id, at(20)).unwrap();
    assert_eq!(store.blogs().unwrap(), []);
    assert_eq!(store.publications().unwrap(), []);
    assert_eq!(store.due_publications(at(60)).unwrap(), []);
    assert_eq!(store.next_due(at(60)).unwrap(), None);
    assert_eq!(store.blog_at(&blog.kind).unwrap(), Some(blog.id));
    assert_eq!(store.blog_at(&folder_blog("ailleurs").kind).unwrap(), None);
    store.put_blog(&blog).unwrap();
    assert_eq!(store.publication_on(publication.draft, blog.id).unwrap(), Some(publication));
    assert_eq!(store.blog_at(&blog.kind).unwrap(), Some(blog.id), "there, it is found too");
}

#[test]
fn two_blogs_never_share_a_name() {
    let (_home, store) = new_home();
    let (one, mut two) = (folder_blog("maison"), folder_blog("presse"));
    store.put_blog(&one).unwrap();
    store.put_blog(&two).unwrap();
    assert_eq!(store.blogs().unwrap(), [one.clone(), two.clone()]);
    two.name = "maison".into();
    assert_eq!(store.put_blog(&two).unwrap_err().problem().code, Code::NameTaken);
    store.remove_blog(one.id, at(0)).unwrap();
    store.put_blog(&two).unwrap();
    assert_eq!(store.blog_named("maison").unwrap().id, two.id);
}

#[test]
fn the_trash_keeps_a_draft_of_which_something_is_under_way() {
    let (_home, store, publication) = pressed();
    store.trash_draft(publication.draft, at(1)).unwrap();
    let emptied = store.empty_trash().unwrap();
    assert_eq!((emptied.drafts, emptied.kept), (0, 1));
    let settled = Publication { standing: Standing::Settled, ..publication };
    store.record(&settled).unwrap();
    assert_eq!(store.empty_trash().unwrap().drafts, 1);
    assert_eq!(store.publications().unwrap(), []);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_upload_is_known_by_blog_and_hash() {
    let (_home, store, publication) = pressed();
    let hash = store.put_media(b"image", "image/jpeg", 1, 1, "a.jpg").unwrap();
    assert_eq!(store.upload(publication.blog, hash).unwrap(), None);
    let mut upload =
        Upload { blog: publication.blog, hash, attempt: Some(at(4)), waited_ms: 0, media: None };
    store.put_upload(&upload).unwrap();
    assert_eq!(store.upload(publication.blog, hash).unwrap(), Some(upload.clone()));
    upload.attempt = None;
    store.put_upload(&upload).unwrap();
    assert_eq!(store.upload(publication.blog, hash).unwrap(), Some(upload));
}
