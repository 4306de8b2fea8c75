//! The folder blog: what lies on disk after each step.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, Ordering},
};

use coupure_blog::{BlogClient, Error, PictureUpload, folder::FolderBlog};
use coupure_model::{
    Code, Language, Mark, MediaHash, PostChanges, Remedy, RemoteId, RemotePost, RemoteStatus,
    Timestamp,
};
use uuid::Uuid;

static NOW: AtomicI64 = AtomicI64::new(1_770_000_000);

/// The smallest PNG: one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, b'I', b'D', b'A', b'T', 0x78, 0xda,
    0x63, 0x64, 0xf8, 0xcf, 0x50, 0x0f, 0, 3, 0x86, 1, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0, 0, 0, 0,
    b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn clock() -> Timestamp {
    Timestamp::from_second(NOW.load(Ordering::SeqCst)).unwrap()
}

fn at(path: &Path) -> FolderBlog {
    FolderBlog::new(path, "Carnet <de> Laurent", Language::French, "Europe/Paris").with_clock(clock)
}

fn mark(number: u128) -> Mark {
    Mark(Uuid::from_u128(number))
}

fn published(title: &str) -> PostChanges {
    PostChanges {
        status: Some(RemoteStatus::Published),
        title: Some(title.into()),
        raw: Some(format!("<p>Texte de {}</p>", title.replace('<', "&lt;"))),
        slug: Some(String::new()),
        ..PostChanges::default()
    }
}

async fn publish(blog: &FolderBlog, number: u128, title: &str) -> RemotePost {
    let draft = blog.create_draft(mark(number), &published(title)).await.unwrap();
    assert_eq!(draft.status, RemoteStatus::Draft);
    blog.update(&draft.id, &published(title)).await.unwrap()
}

fn page(site: &Path, slug: &str) -> Option<String> {
    fs::read_to_string(site.join(slug).join("index.html")).ok()
}

fn new_site() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let site = home.path().join("Documents/Coupure");
    (home, site)
}

#[tokio::test]
async fn a_published_post_is_a_page_in_the_index_and_in_the_feed() {
    let (_home, site) = new_site();
    let blog = at(&site);
    let post = publish(&blog, 1, "L’été d’Œdipe <script>alert(1)</script> & 🎉").await;
    assert_eq!(post.slug, "l-ete-d-oedipe-script-alert-1-script");
    assert!(post.link.starts_with("file:///") && post.link.ends_with("/index.html"));
    let html = page(&site, &post.slug).unwrap();
    assert!(html.contains("<html lang=\"fr\">") && html.contains("<main id=\"content\">"));
    assert!(html.contains("<p>Texte de L’été"), "the body stands as it is");
    let index = fs::read_to_string(site.join("index.html")).unwrap();
    for text in [&html, &index] {
        assert!(!text.contains("<script>"), "{text}");
        assert!(text.contains("L’été d’Œdipe &lt;script&gt;"));
        assert!(text.contains("Carnet &lt;de&gt; Laurent"));
        assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
    }
    let feed = fs::read_to_string(site.join("feed.xml")).unwrap();
    assert!(feed.contains(&format!("<id>urn:uuid:{}</id>", post.id)));
    assert!(feed.contains("<updated>2026-02-02T02:40:00Z</updated>"), "{feed}");
    assert!(index.contains("2\u{a0}février 2026"));
}

#[tokio::test]
async fn a_draft_a_private_and_a_trashed_post_have_no_page() {
    let (_home, site) = new_site();
    let blog = at(&site);
    let post = publish(&blog, 1, "Un").await;
    for status in [RemoteStatus::Draft, RemoteStatus::Private, RemoteStatus::Pending] {
        let changes = PostChanges { status: Some(status), ..PostChanges::default() };
        let there = blog.update(&post.id, &changes).await.unwrap();
        assert_eq!((there.status, there.link.as_str()), (status, ""));
        assert!(!site.join("un").exists(), "{status:?}");
        assert!(!fs::read_to_string(site.join("feed.xml")).unwrap().contains("<entry>"));
        let again = PostChanges { status: Some(RemoteStatus::Published), ..PostChanges::default() };
        blog.update(&post.id, &again).await.unwrap();
        assert!(page(&site, "un").is_some());
    }
    blog.trash(&post.id).await.unwrap();
    blog.trash(&post.id).await.unwrap();
    assert!(!site.join("un").exists());
    assert_eq!(blog.read(&post.id).await.unwrap().unwrap().status, RemoteStatus::Trashed);
    assert_eq!(blog.find_created(mark(1)).await.unwrap(), []);
}

#[tokio::test]
async fn two_posts_of_one_title_have_two_addresses_and_a_new_one_moves_the_page() {
    let (_home, site) = new_site();
    let blog = at(&site);
    let (one, two) = (publish(&blog, 1, "Été").await, publish(&blog, 2, "Été").await);
    assert_eq!((one.slug.as_str(), two.slug.as_str()), ("ete", "ete-2"));
    let renamed = PostChanges { slug: Some("Hiver à Paris".into()), ..PostChanges::default() };
    let moved = blog.update(&one.id, &renamed).await.unwrap();
    assert_eq!(moved.slug, "hiver-a-paris");
    assert!(page(&site, "ete").is_none() && page(&site, "hiver-a-paris").is_some());
    assert!(page(&site, "ete-2").unwrap().contains("../hiver-a-paris/index.html"));
}

#[tokio::test]
async fn a_scheduled_page_appears_when_its_date_has_passed() {
    let (_home, site) = new_site();
    let start = clock().as_second();
    let blog = at(&site);
    let post = publish(&blog, 1, "Plus tard").await;
    let due = Timestamp::from_second(start + 3600).unwrap();
    let changes = PostChanges {
        status: Some(RemoteStatus::Scheduled),
        date: Some(due),
        ..PostChanges::default()
    };
    let there = blog.update(&post.id, &changes).await.unwrap();
    assert_eq!(there.status, RemoteStatus::Scheduled);
    assert!(page(&site, "plus-tard").is_none());
    assert_eq!(blog.tick().await.unwrap(), Some(due));
    fn later() -> Timestamp {
        Timestamp::from_second(NOW.load(Ordering::SeqCst) + 3600).unwrap()
    }
    let blog = blog.with_clock(later);
    assert_eq!(blog.tick().await.unwrap(), None);
    assert!(page(&site, "plus-tard").is_some());
    assert_eq!(blog.read(&post.id).await.unwrap().unwrap().status, RemoteStatus::Published);
}

#[tokio::test]
async fn files_that_the_site_did_not_make_are_never_touched() {
    let (_home, site) = new_site();
    fs::create_dir_all(site.join("ete")).unwrap();
    fs::write(site.join("ete/index.html"), "mine").unwrap();
    let blog = at(&site);
    let post = publish(&blog, 1, "Été").await;
    assert_eq!(post.slug, "ete-2");
    fs::write(site.join("ete-2/notes.txt"), "mine").unwrap();
    blog.trash(&post.id).await.unwrap();
    assert_eq!(page(&site, "ete").unwrap(), "mine");
    assert!(site.join("ete-2/notes.txt").is_file());

    let (_other, occupied) = new_site();
    fs::create_dir_all(&occupied).unwrap();
    fs::write(occupied.join("index.html"), "mine").unwrap();
    let error = at(&occupied).create_draft(mark(1), &published("Un")).await.unwrap_err();
    assert!(matches!(error, Error::FolderOccupied { .. }), "{error}");
    assert_eq!(error.problem().code.remedy(), Remedy::NeedsAuthor);
    assert_eq!(fs::read_to_string(occupied.join("index.html")).unwrap(), "mine");
}

#[tokio::test]
async fn a_folder_that_is_gone_or_cannot_be_made_is_no_empty_blog() {
    let (home, site) = new_site();
    let blog = at(&site);
    let post = publish(&blog, 1, "Un").await;
    fs::rename(&site, home.path().join("elsewhere")).unwrap();
    for error in [
        blog.read(&post.id).await.unwrap_err(),
        blog.update(&post.id, &published("Deux")).await.unwrap_err(),
        blog.trash(&post.id).await.unwrap_err(),
    ] {
        assert_eq!(error.code(), Code::FolderUnwritable);
        assert!(!error.outcome_unknown());
    }
    fs::write(&site, "a file").unwrap();
    let error = blog.create_draft(mark(2), &published("Un")).await.unwrap_err();
    assert_eq!(error.code(), Code::FolderUnwritable);
    assert!(blog.check().await[0].is_wrong());
    let far = at(&home.path().join("not/there/at/all"));
    assert_eq!(
        far.create_draft(mark(2), &published("Un")).await.unwrap_err().code(),
        Code::FolderUnwritable
    );
}

#[tokio::test]
async fn the_stylesheet_knows_the_classes_that_a_text_is_written_with() {
    let (_home, site) = new_site();
    publish(&at(&site), 1, "Un").await;
    let style = fs::read_to_string(site.join("style.css")).unwrap();
    for class in [".has-text-align-center {", ".has-text-align-right {", ".footnotes {"] {
        assert!(style.contains(class), "{class}");
    }
}

#[tokio::test]
async fn a_picture_is_copied_once_and_a_cover_is_shown() {
    let (_home, site) = new_site();
    let blog = at(&site);
    let hash = MediaHash(*blake3::hash(PIXEL).as_bytes());
    let upload = PictureUpload {
        hash,
        bytes: PIXEL,
        mime: "image/png",
        name: "Coupure : « L’été »",
        alt: "Une \"page\"",
        caption: "",
        title: "",
    };
    assert_eq!(blog.find_media(&hash).await.unwrap(), None);
    let media = blog.upload(&upload, &|_, _| {}).await.unwrap();
    assert_eq!(blog.upload(&upload, &|_, _| {}).await.unwrap(), media);
    assert_eq!(blog.find_media(&hash).await.unwrap(), Some(media.clone()));
    assert_eq!((media.full.width_px, media.full.height_px), (1, 1));
    assert_eq!(fs::read_dir(site.join("pictures")).unwrap().count(), 1);

    let post = publish(&blog, 1, "Un").await;
    let changes = PostChanges { cover: Some(Some(media.id.clone())), ..PostChanges::default() };
    blog.update(&post.id, &changes).await.unwrap();
    let html = page(&site, "un").unwrap();
    assert!(html.contains("alt=\"Une &quot;page&quot;\" width=\"1\" height=\"1\""), "{html}");
    assert!(site.join("un").join(&media.full.url).is_file(), "the address works from the page");

    let wrong = PictureUpload { bytes: b"not a picture", ..upload };
    assert_eq!(blog.upload(&wrong, &|_, _| {}).await.unwrap_err().code(), Code::UploadRefused);
}

#[tokio::test]
async fn older_posts_are_listed_by_title_and_the_feed_stays_short() {
    let (_home, site) = new_site();
    let blog = at(&site);
    for number in 1..=33 {
        publish(&blog, number, &format!("Billet {number}")).await;
    }
    let index = fs::read_to_string(site.join("index.html")).unwrap();
    assert_eq!(index.matches("<article").count(), 30);
    assert_eq!(index.matches("<li>").count(), 3);
    let feed = fs::read_to_string(site.join("feed.xml")).unwrap();
    assert_eq!(feed.matches("<entry>").count(), 30);
}

#[tokio::test]
async fn many_writers_at_once_leave_a_whole_site() {
    let (_home, site) = new_site();
    let tasks = (1..=16u128).map(|number| {
        let blog = at(&site);
        tokio::spawn(async move { publish(&blog, number, "Même titre").await })
    });
    let mut slugs = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        slugs.push(task.await.unwrap().slug);
    }
    slugs.sort();
    slugs.dedup();
    assert_eq!(slugs.len(), 16);
    let index = fs::read_to_string(site.join("index.html")).unwrap();
    assert_eq!(index.matches("<article").count(), 16);
    let strays = fs::read_dir(&site)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"));
    assert_eq!(strays.count(), 0);
}

#[tokio::test]
async fn a_damaged_state_file_is_named_and_nothing_is_lost() {
    let (_home, site) = new_site();
    let blog = at(&site);
    let post = publish(&blog, 1, "Un").await;
    let file = site.join(format!(".coupure/posts/{}.json", post.id));
    fs::write(&file, "{").unwrap();
    let error = blog.read(&post.id).await.unwrap_err();
    assert!(error.to_string().contains(&file.display().to_string()), "{error}");
    assert!(page(&site, "un").is_some());
    // The others can still be read, and what is no id is no file.
    assert_eq!(blog.read(&RemoteId("../../etc/passwd".into())).await, Ok(None));
    let error = blog.update(&publish_draft(&blog, 2).await, &published("Deux")).await.unwrap_err();
    assert_eq!(error.code(), Code::FileUnreadable);
    assert!(page(&site, "un").is_some());
}

async fn publish_draft(blog: &FolderBlog, number: u128) -> RemoteId {
    blog.create_draft(mark(number), &published("Deux")).await.unwrap().id
}

#[tokio::test]
async fn a_crash_between_a_post_and_its_page_is_made_good_by_the_next_call() {
    let (_home, site) = new_site();
    let blog = at(&site);
    publish(&blog, 1, "Un").await;
    // As after the post was written and before any file was.
    let state = site.join(".coupure/site.json");
    let noted = fs::read_to_string(&state).unwrap();
    fs::write(&state, noted.replace("\"stale\": false", "\"stale\": true")).unwrap();
    fs::remove_dir_all(site.join("un")).unwrap();
    blog.tick().await.unwrap();
    assert!(page(&site, "un").is_some());
    assert!(fs::read_to_string(&state).unwrap().contains("\"stale\": false"));
}
