//! The life of a post on a real WordPress by XML-RPC, whose REST interface is shut: published with
//! a picture, changed, changed there by somebody else, taken back; always one post and one upload.
#![cfg(unix)]

use std::{path::Path, time::Duration};

use coupure_desk::{
    Desk, OpenOptions,
    view::{Keep, NewBlog, PublicationState, PublicationView, PublishAction},
};
use coupure_model::{BlogId, Code, DraftId, PublicationId, WantedState};
use coupure_testkit::wordpress::{Options, StoredPost, WordPress};

const LONG: Duration = Duration::from_secs(120);

fn open(home: &Path) -> Desk {
    Desk::open(OpenOptions::of(home)).unwrap()
}

async fn connect(desk: &Desk, site: &WordPress, url: &str) -> BlogId {
    let user = site.user("editor");
    let new = NewBlog::XmlRpc {
        url: url.into(),
        name: "essai".into(),
        user: user.name.clone(),
        password: user.password.clone(),
    };
    desk.add_blog(new).await.unwrap().blog.id
}

/// A picture of coloured squares, in Markdown.
fn picture(desk: &Desk) -> String {
    let (width, height) = (1_200_u32, 800_u32);
    let square = |n: u32| {
        let (x, y) = ((n % width) / 100, (n / width) / 100);
        [(x * 20) as u8, (y * 30) as u8, ((x + y) * 12) as u8, 255]
    };
    let rgba: Vec<u8> = (0..width * height).flat_map(square).collect();
    desk.take_in_pixels(&rgba, width, height, false).unwrap().markdown
}

fn written(home: &Path, paragraphs: &[&str]) -> std::path::PathBuf {
    let file = home.join("billet.md");
    let front = "title: L’été des relevés\nexcerpt: En bref.\ncategories: [Presse]\n\
                 tags: [vent, L’hiver]\ncomments: true";
    std::fs::write(&file, format!("---\n{front}\n---\n\n{}\n", paragraphs.join("\n\n"))).unwrap();
    file
}

/// Publishes what stands in the draft, and waits for what comes of it.
async fn published(desk: &Desk, draft: DraftId, blog: BlogId) -> PublicationView {
    let wanted = desk.publish(draft, Some(blog), WantedState::Published).unwrap();
    assert!(desk.sync(LONG).await.unwrap());
    desk.publication(wanted.id).unwrap()
}

/// The one post, with its one picture, as it was sent.
fn only_post(desk: &Desk, site: &WordPress, publication: PublicationId) -> StoredPost {
    assert_eq!(site.media().unwrap().len(), 1);
    let mut posts = site.posts().unwrap();
    assert_eq!(posts.len(), 1, "{posts:?}");
    let post = posts.remove(0);
    assert_eq!(post.content, desk.content_sent(publication).unwrap());
    post
}

/// Somebody else writes on the blog; a second is the finest that WordPress keeps.
fn edit_there(site: &WordPress, post: &StoredPost, from: &str, to: &str) {
    std::thread::sleep(Duration::from_millis(1_100));
    assert!(post.content.contains(from), "{}", post.content);
    let content = post.content.replace(from, to).replace('\'', "\\'");
    let id = post.id;
    let edited = format!(
        "wp_set_current_user(1);
        echo wp_update_post(wp_slash(['ID' => {id}, 'post_content' => '{content}']));"
    );
    assert_eq!(site.php(&edited).unwrap(), id.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_with_a_picture_lives_its_life_by_xml_rpc_as_one_post_and_one_upload() {
    let site = WordPress::start(&Options::with_rest_shut()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (home, desk) = (folder.path(), open(&folder.path().join("home")));
    let blog = connect(&desk, &site, &site.url).await;
    let picture = picture(&desk);
    let last = "Un dernier mot sur la pluie.";
    let first = ["Il a plu en « juin ».", &picture, "Puis le vent.", last];
    let draft = desk.import_draft(&written(home, &first), None, None).unwrap().id;

    let there = published(&desk, draft, blog).await;
    assert_eq!((there.state, &there.problem), (PublicationState::Published, &None));
    let post = only_post(&desk, &site, there.id);
    assert_eq!((post.status.as_str(), post.title.as_str()), ("publish", "L’été des relevés"));
    assert_eq!((post.excerpt.as_str(), post.comments.as_str()), ("En bref.", "open"));
    assert_eq!(post.categories, ["Presse"]);
    assert_eq!(post.tags.len(), 2, "{post:?}");
    assert!(post.content.contains("«&nbsp;juin&nbsp;»"), "{}", post.content);
    assert!(post.content.contains("wp-image-") && !post.content.contains("media:"));
    assert_eq!(there.url, Some(format!("{}{}/", site.url, post.slug)));
    let left = format!("echo get_post_meta({}, 'coupure_mark', true);", post.id);
    assert_eq!(site.php(&left).unwrap(), "", "no mark is left");

    // Links to it are found.
    assert_eq!(desk.refresh_links(blog).await.unwrap(), 1);
    let found = desk.find_posts("releves").unwrap();
    assert_eq!(found.iter().map(|link| Some(&link.url)).collect::<Vec<_>>(), [there.url.as_ref()]);

    // An update.
    let second = ["Il a plu en juillet.", &picture, "Puis le vent.", last];
    desk.edit_from_file(draft, &written(home, &second)).unwrap();
    let there = published(&desk, draft, blog).await;
    assert_eq!((there.state, &there.problem), (PublicationState::Published, &None));
    let post = only_post(&desk, &site, there.id);
    assert!(post.content.contains("juillet") && !post.content.contains("juin"));

    // Somebody else changes another paragraph than the author: joined, and read before it goes.
    edit_there(&site, &post, "Puis le vent.", "Puis le vent d’ouest.");
    let third = ["Il a plu en août.", &picture, "Puis le vent.", last];
    desk.edit_from_file(draft, &written(home, &third)).unwrap();
    let asked = published(&desk, draft, blog).await;
    assert_eq!(asked.state, PublicationState::NeedsAuthor, "{asked:?}");
    let theirs = asked.theirs.as_ref().unwrap();
    assert!(theirs.text.contains("vent d’ouest") && theirs.text.contains("juillet"));
    let stored = &site.posts().unwrap()[0];
    assert!(stored.content.contains("vent d’ouest") && !stored.content.contains("août"));
    let conflict = desk.conflict(asked.id).unwrap();
    assert!(conflict.pieces.len() > 2, "{:?}", conflict.pieces);
    desk.resolve(asked.id, Keep::Merged, Some(&conflict.stamp)).unwrap();
    let button = desk.publish_button(draft, Some(blog)).unwrap();
    assert_eq!(button.action, PublishAction::Update, "readers see the post already");
    assert!(desk.publication(asked.id).unwrap().live);
    assert!(desk.sync(LONG).await.unwrap());
    let there = desk.publication(asked.id).unwrap();
    assert_eq!((there.state, &there.problem), (PublicationState::Published, &None));
    let post = only_post(&desk, &site, there.id);
    assert!(post.content.contains("vent d’ouest") && post.content.contains("août"));

    // Both change the same words.
    edit_there(&site, &post, "août", "septembre");
    let fourth = ["Il a plu en octobre.", &picture, "Puis le vent d’ouest.", last];
    desk.edit_from_file(draft, &written(home, &fourth)).unwrap();
    let asked = published(&desk, draft, blog).await;
    assert_eq!(asked.problem.as_ref().map(|problem| problem.code), Some(Code::ChangedOnBlog));
    assert!(site.posts().unwrap()[0].content.contains("septembre"), "nothing is overwritten");

    // Chosen while the blog's version changes once more: asked anew, and what was seen first is
    // chosen over nothing.
    let seen = desk.conflict(asked.id).unwrap().stamp;
    edit_there(&site, &site.posts().unwrap()[0], "septembre", "novembre");
    desk.resolve(asked.id, Keep::Mine, Some(&seen)).unwrap();
    assert!(desk.sync(LONG).await.unwrap());
    assert_eq!(desk.publication(asked.id).unwrap().state, PublicationState::NeedsAuthor);
    for keep in [Keep::Mine, Keep::Theirs, Keep::Both, Keep::Merged] {
        for seen in [Some(seen.as_str()), None] {
            let problem = desk.resolve(asked.id, keep, seen).unwrap_err();
            assert_eq!(problem.code, Code::ChangedOnBlog, "{keep:?} over a version not seen");
            assert!(problem.params.contains_key("again"), "{keep:?}: {problem:?}");
        }
    }
    assert!(site.posts().unwrap()[0].content.contains("novembre"), "nothing is overwritten");
    let seen = desk.conflict(asked.id).unwrap().stamp;
    desk.resolve(asked.id, Keep::Mine, Some(&seen)).unwrap();
    assert!(desk.sync(LONG).await.unwrap());
    let post = only_post(&desk, &site, asked.id);
    assert!(post.content.contains("octobre"));
    let kept = desk.history(draft).unwrap();
    let text = |version: &coupure_desk::view::RevisionView| desk.revision_text(version.id).unwrap();
    assert!(kept.iter().any(|version| text(version).contains("septembre")), "it is kept here");

    // Nobody reads it any more, and no link is offered to it.
    desk.take_back(asked.id).unwrap();
    assert!(desk.sync(LONG).await.unwrap());
    let taken_back = desk.publication(asked.id).unwrap();
    assert_eq!((taken_back.state, taken_back.live), (PublicationState::TakenBack, false));
    assert_eq!(only_post(&desk, &site, asked.id).status, "draft");
    assert_eq!(desk.refresh_links(blog).await.unwrap(), 0);
    assert_eq!(desk.find_posts("releves").unwrap().len(), 0);
    desk.stop().await;
}
