//! The main job against a real WordPress: one post, one upload, the second time an update; valid
//! block markup that the editor writes back unchanged; and what readers see equals the preview.

mod common;

use std::{
    io::Write,
    process::{Command, Stdio},
    time::Duration,
};

use common::{Home, sample};
use coupure_desk::{
    Desk,
    view::{ClippingChange, NewBlog, PublicationState},
};
use coupure_model::{BlogId, ClippingId, Draft, Provenance, WantedState};
use coupure_testkit::wordpress::{Options, WordPress};

const PATIENCE: Duration = Duration::from_secs(90);

async fn connect(desk: &Desk, site: &WordPress, user: &str) -> BlogId {
    let user = site.user(user);
    let blog = NewBlog::WordPress {
        url: site.url.clone(),
        name: "laurent.example".into(),
        user: user.name.clone(),
        password: user.password.clone(),
    };
    desk.add_blog(blog).await.expect("the blog lets us in").blog.id
}

/// The sample post, its clipping straightened and read, in a draft.
fn sample_draft(desk: &Desk, home: &Home, blog: BlogId) -> (Draft, ClippingId) {
    let taken = desk.take_in(&[sample("page.jpg")], true).unwrap().remove(0);
    let clipping = taken.clipping.expect("a picture of a page is a clipping");
    desk.work_off_clippings();
    let provenance = Provenance {
        title: "Un village ne meurt pas d’être petit".into(),
        newspaper: "L’Écho du Val".into(),
        date: Some("2025-10-11".parse().unwrap()),
        page: "7".into(),
        ..Provenance::default()
    };
    let change = ClippingChange { provenance: Some(provenance), ..ClippingChange::default() };
    desk.change_clipping(clipping, change).unwrap();
    let post = std::fs::read_to_string(sample("post.md")).unwrap();
    let whole = post.replace("<!-- coupure -->", &desk.clipping_markdown(clipping).unwrap());
    let file = home.path().join("post.md");
    std::fs::write(&file, whole).unwrap();
    (desk.import_draft(&file, None, Some(blog)).unwrap(), clipping)
}

/// What a reader sees as text: the characters, white space between blocks folded.
fn words_seen(html: &str) -> String {
    let text = coupure_markdown::text_of_html(html);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_one_post_and_one_upload_and_reads_as_the_preview_does() {
    let mut site = WordPress::start(&Options::default()).unwrap();
    let home = Home::new();
    let desk = home.open();
    let blog = connect(&desk, &site, "editor").await;
    let (draft, _) = sample_draft(&desk, &home, blog);

    // The cable is pulled: everything but the sending works.
    site.stop();
    assert!(site.get("").is_err(), "nothing listens any more");
    let wanted = desk.publish(draft.id, None, WantedState::Published).unwrap();
    desk.sync(Duration::from_secs(3)).await.unwrap();
    let waiting = desk.publication(wanted.id).unwrap();
    assert_eq!(waiting.state, PublicationState::Waiting, "{waiting:?}");
    assert!(waiting.problem.is_some(), "it says why it waits");
    desk.stop().await;
    drop(desk);

    // It is plugged in again, and the application is another process.
    site.resume().unwrap();
    let desk = home.open();
    desk.retry(wanted.id).unwrap();
    desk.sync(PATIENCE).await.unwrap();
    let there = desk.publication(wanted.id).unwrap();
    assert_eq!((there.state, &there.problem), (PublicationState::Published, &None));

    let posts = site.posts().unwrap();
    let published: Vec<_> = posts.iter().filter(|post| post.status == "publish").collect();
    let ours = published.iter().find(|post| post.slug == draft.content.slug).expect("our post");
    assert_eq!(ours.title, desk.open_draft(draft.id).unwrap().shown_title);
    assert_eq!(ours.categories, draft.content.categories);
    assert_eq!(sorted(&ours.tags), sorted(&draft.content.tags));
    assert_eq!(ours.comments, "open");
    let before = posts.len();
    let media = site.media().unwrap();
    assert_eq!(media.len(), 1, "one upload: {media:?}");
    assert!(media[0].alt.contains("Un village ne meurt pas"), "{}", media[0].alt);

    // What is sent is what is stored, and the editor changes nothing of it.
    let sent = desk.content_sent(there.id).unwrap();
    assert_eq!(ours.content, sent, "an editor's content is stored byte for byte");
    judge(&ours.content);

    let opened = desk.open_draft(draft.id).unwrap();
    let preview: String = opened.blocks.iter().map(|block| block.html.as_str()).collect();
    let rendered = site.rendered(ours.id).unwrap();
    assert_eq!(words_seen(&rendered), words_seen(&preview), "the blog shows what the preview does");

    // The second time is an update.
    let file = home.path().join("again.md");
    let again =
        desk.draft(draft.id).unwrap().content.body.replace("Le mois dernier", "Cet automne");
    std::fs::write(&file, again).unwrap();
    desk.edit_from_file(draft.id, &file).unwrap();
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    desk.sync(PATIENCE).await.unwrap();
    let after = site.posts().unwrap();
    assert_eq!(after.len(), before, "no second post");
    let ours = after.iter().find(|post| post.id == ours.id).unwrap();
    assert!(ours.content.contains("Cet automne"));
    assert_eq!(site.media().unwrap().len(), 1, "no second upload");
    assert_eq!(desk.publications().unwrap().len(), 1);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_was_changed_on_the_blog_is_not_overwritten() {
    let site = WordPress::start(&Options::default()).unwrap();
    let home = Home::new();
    let desk = home.open();
    let blog = connect(&desk, &site, "editor").await;
    let draft = common::draft(&desk, &home, "# Un titre\n\nMon texte.\n", Some(blog));
    let wanted = desk.publish(draft.id, None, WantedState::Published).unwrap();
    desk.sync(PATIENCE).await.unwrap();
    let id = site.posts().unwrap().iter().map(|post| post.id).max().unwrap();
    site.php(&format!(
        "wp_update_post(['ID' => {id}, 'post_content' => '<!-- wp:paragraph --><p>Leur texte.</p><!-- /wp:paragraph -->']);"
    ))
    .unwrap();

    common::edit(&desk, &home, draft.id, "# Un titre\n\nMon autre texte.\n");
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    desk.sync(PATIENCE).await.unwrap();
    let asked = desk.publication(wanted.id).unwrap();
    assert_eq!(asked.state, PublicationState::NeedsAuthor);
    assert_eq!(asked.problem.unwrap().code, coupure_model::Code::ChangedOnBlog);
    assert!(asked.theirs.unwrap().text.contains("Leur texte."));
    let stored = site.posts().unwrap().into_iter().find(|post| post.id == id).unwrap();
    assert!(stored.content.contains("Leur texte."), "nothing was overwritten");

    let seen = desk.conflict(wanted.id).unwrap().stamp;
    desk.resolve(wanted.id, coupure_desk::view::Keep::Mine, Some(&seen)).unwrap();
    desk.sync(PATIENCE).await.unwrap();
    let stored = site.posts().unwrap().into_iter().find(|post| post.id == id).unwrap();
    assert!(stored.content.contains("Mon autre texte."));
    let kept = desk.history(draft.id).unwrap();
    let theirs =
        kept.iter().find(|version| desk.revision_text(version.id).unwrap().contains("Leur texte."));
    assert!(theirs.is_some(), "their version is in the history");
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_said_in_words_and_the_draft_stays() {
    let site = WordPress::start(&Options::default()).unwrap();
    let home = Home::new();
    let desk = home.open();
    let blog = NewBlog::WordPress {
        url: site.url.clone(),
        name: "faux".into(),
        user: "editor".into(),
        password: "abcd efgh ijkl mnop qrst uvwx".into(),
    };
    let refused = desk.add_blog(blog).await.unwrap_err();
    assert_eq!(refused.code, coupure_model::Code::PasswordRefused, "{refused}");
    assert_eq!(desk.blogs().unwrap().len(), 1, "only the blog on this computer");
    desk.stop().await;
}

fn sorted(list: &[String]) -> Vec<String> {
    let mut list = list.to_vec();
    list.sort();
    list
}

/// WordPress's own parser: every block valid, and written back unchanged.
fn judge(markup: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editor");
    let mut node = Command::new("node")
        .arg("judge.mjs")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("node runs");
    let input = serde_json::to_string(&[markup]).unwrap();
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    let said: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("the judge answers JSON");
    let blocks = said[0]["blocks"].as_array().expect("a list of blocks");
    assert!(blocks.len() > 10, "{said}");
    for block in blocks {
        assert_eq!(block["isValid"], true, "{block}");
        assert_ne!(block["name"], "core/freeform", "{block}");
    }
    if said[0]["unchanged"] != true {
        let written = said[0]["serialized"].as_str().unwrap_or_default();
        for (ours, theirs) in markup.lines().zip(written.lines()) {
            assert_eq!(ours, theirs, "the editor would write another line");
        }
        panic!("the editor would write:\n{written}");
    }
}
