//! What pressing Publish and Undo says when there is nothing to do.

use std::time::Duration;

use coupure_desk::{Access, Desk, OpenOptions, view::TextChange};
use coupure_model::{Code, WantedState};

fn desk(home: &std::path::Path) -> Desk {
    let options = OpenOptions {
        home: home.into(),
        access: Access::Write,
        models: None,
        picture_base: "media:".into(),
        secrets: Some("file".into()),
        undo: Duration::ZERO,
    };
    Desk::open(options).unwrap()
}

#[test]
fn an_empty_draft_has_nothing_to_publish() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(home.path());
    let draft = desk.create_draft().unwrap().draft.id;
    let refused = desk.publish(draft, None, WantedState::Published).unwrap_err();
    assert_eq!(refused.code, Code::NothingToPublish);
}

#[test]
fn once_the_time_to_undo_has_passed_it_is_too_late() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(home.path());
    let draft = desk.create_draft().unwrap().draft.id;
    let typed = TextChange { from: 0, to: 0, insert: "Un.".into() };
    desk.edit(draft, 1, &[typed]).unwrap();
    let pressed = desk.publish(draft, None, WantedState::Published).unwrap();
    assert_eq!(desk.undo_publish(pressed.id).unwrap_err().code, Code::TooLate);
}
