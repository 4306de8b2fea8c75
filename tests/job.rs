//! The main job through the desk, on the sample: a photo of a newspaper page becomes a figure with
//! its text in a post, and the post a page of the folder blog.

mod common;

use std::{path::Path, time::Duration};

use common::{Home, sample};
use coupure_desk::view::{ClippingChange, PublicationState};
use coupure_model::{Provenance, WantedState};
use coupure_testkit::score;

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_becomes_an_article_in_a_page_on_this_computer() {
    let home = Home::new();
    let desk = home.open();
    let opened = desk.import_draft(&sample("post.md"), None, None).unwrap();

    let taken = desk.take_in(&[sample("page.jpg")], true).unwrap().remove(0);
    assert_eq!(taken.problem, None);
    let clipping = taken.clipping.expect("a picture of a page is a clipping");
    desk.work_off_clippings();

    let view = desk.clipping(clipping).unwrap();
    // The running head (newspaper, date, page) is no part of the article.
    let truth = std::fs::read_to_string(sample("page.txt")).unwrap();
    let text: Vec<&str> =
        view.text.lines().map(|line| line.trim_start_matches('#').trim_start()).collect();
    let errors = score::character_error_rate(&text.join("\n").replace("**", ""), &truth);
    println!("character errors on the sample: {:.2} %", errors * 100.0);
    assert!(errors <= 0.01, "{:.2} % character errors in:\n{}", errors * 100.0, view.text);

    let provenance = Provenance {
        newspaper: "L’Écho du Val".into(),
        date: Some("2025-10-11".parse().unwrap()),
        page: "7".into(),
        ..Provenance::default()
    };
    let change = ClippingChange { provenance: Some(provenance), ..ClippingChange::default() };
    let view = desk.change_clipping(clipping, change).unwrap();
    assert_eq!(view.caption, "*L’Écho du Val*, 11\u{a0}octobre 2025, p.\u{a0}7");

    let inserted = desk.clipping_markdown(clipping).unwrap();
    let whole = opened.content.body.replace("<!-- coupure -->", &inserted);
    let file = home.path().join("post.md");
    std::fs::write(&file, whole).unwrap();
    let draft = desk.edit_from_file(opened.id, &file).unwrap();

    let wanted = desk.publish(draft.id, None, WantedState::Published).unwrap();
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap(), "the folder blog needs no network");
    let view = desk.publication(wanted.id).unwrap();
    assert_eq!((view.state, view.problem), (PublicationState::Page, None));

    let address = view.url.unwrap();
    let page = std::fs::read_to_string(common::path_of(&address)).unwrap();
    assert!(page.contains("<figure"), "the clipping is a figure");
    assert!(page.contains("<em>L’Écho du Val</em>"), "the newspaper's name is in italics");
    assert!(page.contains("<details"), "the article is folded below it");
    assert!(page.contains("11\u{a0}octobre 2025") || page.contains("11&nbsp;octobre 2025"));
    let pictures = common::files_below(&home.pages(), "jpg");
    assert_eq!(pictures.len(), 2, "one for the page, one to read it full: {pictures:?}");
    for picture in pictures {
        let bytes = std::fs::read(&picture).unwrap();
        assert!(!bytes.windows(4).any(|four| four == b"Exif"), "the camera wrote into {picture:?}");
    }

    desk.publish(draft.id, None, WantedState::Published).unwrap();
    desk.sync(Duration::from_secs(60)).await.unwrap();
    assert_eq!(desk.publications().unwrap().len(), 1, "the second time is an update");
    assert!(Path::new(&common::path_of(&address)).exists());

    desk.take_back(wanted.id).unwrap();
    desk.sync(Duration::from_secs(60)).await.unwrap();
    assert_eq!(desk.publication(wanted.id).unwrap().state, PublicationState::TakenBack);
    assert!(!Path::new(&common::path_of(&address)).exists(), "nobody reads it any more");
    assert_eq!(desk.draft(draft.id).unwrap().content, draft.content, "the draft stays as it is");
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_there_after_the_desk_is_opened_again() {
    let home = Home::new();
    let desk = home.open();
    let opened = desk.create_draft().unwrap();
    let change =
        |from, to, insert: &str| coupure_desk::view::TextChange { from, to, insert: insert.into() };
    desk.edit(opened.draft.id, opened.version + 1, &[change(0, 0, "Cœur 😀 à vif")]).unwrap();
    let splice = desk.edit(opened.draft.id, opened.version + 2, &[change(5, 7, "!")]).unwrap();
    assert_eq!(splice.inserted.len(), 1);
    desk.flush(opened.draft.id).unwrap();
    desk.stop().await;
    drop(desk);
    let again = home.open();
    assert_eq!(again.draft(opened.draft.id).unwrap().content.body, "Cœur ! à vif");
    again.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_reads_and_does_not_write() {
    let home = Home::new();
    let desk = home.open();
    let draft = desk.create_draft().unwrap().draft.id;
    let second = home.try_open(coupure_desk::Access::Write).err().expect("the home is in use");
    assert_eq!(second.code.as_str(), "home_in_use");
    let reader = home.try_open(coupure_desk::Access::ReadOnly).unwrap();
    assert_eq!(reader.draft(draft).unwrap().id, draft);
    assert_eq!(reader.create_draft().err().unwrap().code.as_str(), "home_in_use");
    desk.stop().await;
}
