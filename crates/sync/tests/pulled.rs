//! What stands on the blog and is not the draft's to change, while the draft changes.

mod support;

use std::time::Duration;

use coupure_model::{Content, DraftId, PublicationId, RemoteId, RemotePost, Standing, WantedState};
use coupure_testkit::fake_blog::Faults;
use support::{House, content};

const MINUTES: Duration = Duration::from_secs(600);

/// A post that is out.
async fn published(text: &Content) -> (House, DraftId, PublicationId) {
    let house = House::new(Faults::none());
    let draft = house.draft(text);
    let id = house.publish(draft, text, WantedState::Published, Vec::new()).id;
    settle(&house, id).await;
    (house, draft, id)
}

async fn settle(house: &House, id: PublicationId) {
    assert!(house.worker().until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
}

fn post(house: &House) -> RemotePost {
    house.server.site().live().next().unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn a_cover_that_was_set_on_the_blog_stays_when_the_text_is_corrected() {
    let mut text = content("Un billet", "Un mto.");
    let (house, draft, id) = published(&text).await;
    let cover = Some(RemoteId("77".into()));
    let id_there = post(&house).id;
    house.server.edit_as_another(&id_there, |post| post.cover = cover.clone());
    text.body = "Un mot.".into();
    house.publish(draft, &text, WantedState::Published, Vec::new());
    settle(&house, id).await;
    assert!(post(&house).raw.contains("Un mot."));
    assert_eq!(post(&house).cover, cover);
}

#[tokio::test(start_paused = true)]
async fn title_and_excerpt_go_out_as_the_preview_shows_them_and_once() {
    let mut text = content("L'été \"vrai\" : deux", "Un.");
    text.excerpt = "Qu'en dire ?".into();
    let (house, draft, id) = published(&text).await;
    assert_eq!(post(&house).title, "L’été «\u{a0}vrai\u{a0}»\u{a0}: deux");
    assert_eq!(post(&house).excerpt, "Qu’en dire\u{202f}?");
    let id_there = post(&house).id;
    let versions = || house.server.site().versions(&id_there).len();
    let before = versions();
    house.publish(draft, &text, WantedState::Published, Vec::new());
    settle(&house, id).await;
    assert_eq!(versions(), before, "nothing is new");
}

#[tokio::test(start_paused = true)]
async fn the_notes_of_a_version_from_the_blog_are_kept_with_it() {
    let mut text = content("Un billet", "Le mien.");
    let (house, draft, id) = published(&text).await;
    let id_there = post(&house).id;
    house.server.edit_as_another(&id_there, |post| {
        post.raw = "<!-- wp:paragraph -->\n<p>Le leur<sup data-fn=\"a1\" class=\"fn\"><a href=\"#a1\" id=\"a1-link\">1</a></sup>.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->".into();
        post.footnotes = r#"[{"content":"Une note.","id":"a1"}]"#.into();
    });
    text.body = "Le mien, plus tard.".into();
    house.publish(draft, &text, WantedState::Published, Vec::new());
    assert!(house.worker().until_quiet(MINUTES).await);
    let theirs = house.publication(id).observed.theirs.unwrap().revision.unwrap();
    let body = house.store.revision(theirs).unwrap().content.body;
    assert!(body.contains("Le leur[^1].") && body.contains("[^1]: Une note."), "{body}");
}

/// What Markdown cannot say, as it stands on a blog.
const MAP: &str =
    "<!-- wp:html -->\n<iframe src=\"https://b.example/carte\"></iframe>\n<!-- /wp:html -->";

/// A post that somebody gave a map on the blog, and whose author kept that version.
async fn with_map() -> (House, DraftId, PublicationId) {
    let text = content("Un billet", "Le mien.");
    let (house, draft, id) = published(&text).await;
    let id_there = post(&house).id;
    house.server.edit_as_another(&id_there, |post| post.raw = format!("{}\n\n{MAP}", post.raw));
    let mut newer = text.clone();
    newer.excerpt = "Autre".into();
    house.publish(draft, &newer, WantedState::Published, Vec::new());
    assert!(house.worker().until_quiet(MINUTES).await);
    coupure_sync::keep_theirs(&house.store, id, support::epoch()).unwrap();
    settle(&house, id).await;
    (house, draft, id)
}

#[tokio::test(start_paused = true)]
async fn what_markdown_does_not_say_goes_back_to_the_blog_as_it_stands_there() {
    let (house, draft, id) = with_map().await;
    for correction in ["Le tien.", "Le sien."] {
        let mut text = house.store.draft(draft).unwrap().content;
        text.body = text.body.replace("Le mien.", correction).replace("Le tien.", correction);
        house.publish(draft, &text, WantedState::Published, Vec::new());
        settle(&house, id).await;
        let raw = post(&house).raw;
        assert!(raw.contains(MAP) && raw.contains(correction), "{raw}");
    }
}

#[tokio::test(start_paused = true)]
async fn html_in_a_title_or_an_excerpt_of_the_blog_is_sent_as_it_stands_there() {
    let mut text = content("Tom &amp; Jerry <em class=\"x\">là</em>&nbsp;: suite", "Un mto.");
    text.excerpt = "Voir <a href=\"https://x.example/\">\"ici\"</a> &amp; là".into();
    let (house, _, _) = published(&text).await;
    assert_eq!(post(&house).title, text.title);
    assert_eq!(post(&house).excerpt, text.excerpt);
}

#[tokio::test(start_paused = true)]
async fn a_piece_that_markdown_cannot_say_comes_back_with_the_version_that_had_it() {
    let (house, draft, id) = with_map().await;
    let with_map = house.store.draft(draft).unwrap().content;
    for body in ["Sans la carte.", "Toujours sans.", &with_map.body] {
        let text = Content { body: body.to_owned(), ..with_map.clone() };
        house.publish(draft, &text, WantedState::Published, Vec::new());
        settle(&house, id).await;
        assert_eq!(post(&house).raw.contains(MAP), body == with_map.body, "{}", post(&house).raw);
    }
}
