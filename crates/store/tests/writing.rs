//! Drafts, revisions, publications and search through the public face of the store.

use coupure_model::{Content, RevisionReason};
use coupure_store::{Access, DraftShelf, Store};

#[test]
fn what_was_saved_reads_back_after_closing() {
    let home = tempfile::tempdir().unwrap();
    let now = "2026-03-01T10:00:00Z".parse().unwrap();
    let store = Store::open(home.path(), Access::Write).unwrap();
    let content =
        Content { title: "Cœur".into(), body: "Un billet.\n".into(), ..Content::default() };
    let draft = store.create_draft(&content, None, RevisionReason::Typed, now).unwrap();
    let longer = Content { body: "Un billet plus long.\n".into(), ..content };
    store.save(draft.id, &longer, RevisionReason::Typed, now).unwrap();
    store.index_pending(100).unwrap();
    assert_eq!(store.search("coeur bil", 0, 10).unwrap().1, 1);
    drop(store);
    let store = Store::open(home.path(), Access::Write).unwrap();
    assert_eq!(store.draft(draft.id).unwrap().content, longer);
    assert_eq!(store.drafts(DraftShelf::Drafts, 0, 10).unwrap().1, 1);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}
