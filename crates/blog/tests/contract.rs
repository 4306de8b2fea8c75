//! What every blog promises, held over a folder and over a real WordPress.
#![cfg(unix)]

use std::{
    ops::Deref,
    sync::{Mutex, atomic::AtomicU64, atomic::Ordering},
};

use coupure_blog::{BlogClient, Dialect, PictureUpload, Secret, discover, folder::FolderBlog};
use coupure_model::{
    Language, Mark, MediaHash, PostChanges, RemoteId, RemotePost, RemoteStatus, Timestamp,
};
use coupure_testkit::wordpress::{Options, WordPress};
use uuid::Uuid;

/// A blog under test; what it lives in goes with it.
struct Bench {
    client: Box<dyn BlogClient>,
    _folder: Option<tempfile::TempDir>,
    site: Option<WordPress>,
}

impl Deref for Bench {
    type Target = dyn BlogClient;
    fn deref(&self) -> &Self::Target {
        self.client.as_ref()
    }
}

fn folder() -> Bench {
    let home = tempfile::tempdir().unwrap();
    let client =
        FolderBlog::new(home.path().join("site"), "Carnet", Language::French, "Europe/Paris");
    Bench { client: Box::new(client), _folder: Some(home), site: None }
}

async fn wordpress(user: &str, options: &Options) -> Bench {
    let site = WordPress::start(options).unwrap();
    let client = client_of(&site, user).await;
    Bench { client: Box::new(client), _folder: None, site: Some(site) }
}

async fn client_of(site: &WordPress, user: &str) -> coupure_blog::wordpress::WordPress {
    let found = discover(&site.url).await.unwrap();
    let secret = Secret::new(&site.user(user).password);
    coupure_blog::wordpress::WordPress::new(&found.url, &found.api, user, &secret).unwrap()
}

fn mark() -> Mark {
    Mark(Uuid::new_v4())
}

fn post(title: &str, raw: &str) -> PostChanges {
    PostChanges {
        title: Some(title.into()),
        raw: Some(raw.into()),
        slug: Some(String::new()),
        ..PostChanges::default()
    }
}

fn status(status: RemoteStatus) -> PostChanges {
    PostChanges { status: Some(status), ..PostChanges::default() }
}

async fn publish(blog: &dyn BlogClient, changes: &PostChanges) -> RemotePost {
    let created = blog.create_draft(mark(), changes).await.unwrap();
    let published = PostChanges { status: Some(RemoteStatus::Published), ..changes.clone() };
    blog.update(&created.id, &published).await.unwrap()
}

/// A JPEG of noise, so that two are never alike.
fn jpeg(width_px: u32, height_px: u32, seed: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width_px, height_px, |x, y| {
        let value = x.wrapping_mul(31).wrapping_add(y.wrapping_mul(17)).wrapping_add(seed) as u8;
        image::Rgb([value, value.wrapping_mul(3), 255 - value])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

async fn holds_everything(bench: &Bench) {
    let blog = bench.client.as_ref();
    a_creation_is_found_by_its_mark_alone(blog).await;
    what_is_sent_is_what_is_read(blog).await;
    only_what_is_named_changes(blog).await;
    terms_are_found_whatever_their_case(blog).await;
    a_picture_is_there_once(blog).await;
    a_post_is_scheduled_brought_forward_and_taken_back(blog).await;
    what_is_gone_is_said(blog).await;
    posts_are_listed(blog).await;
}

async fn a_creation_is_found_by_its_mark_alone(blog: &dyn BlogClient) {
    let (mark, other) = (mark(), mark());
    assert_eq!(blog.find_created(mark).await.unwrap(), []);
    let changes = PostChanges {
        status: Some(RemoteStatus::Published),
        ..post("Créé une fois", "<p>Un</p>")
    };
    let created = blog.create_draft(mark, &changes).await.unwrap();
    assert_eq!(created.status, RemoteStatus::Draft, "nobody sees it yet");
    assert_eq!(created.slug, mark.to_string());
    let found = blog.find_created(mark).await.unwrap();
    assert_eq!(found, std::slice::from_ref(&created));
    assert_eq!(blog.find_created(other).await.unwrap(), []);
    assert_eq!(blog.read(&created.id).await.unwrap(), Some(created.clone()));
    blog.trash(&created.id).await.unwrap();
    blog.trash(&created.id).await.unwrap();
    assert_eq!(blog.find_created(mark).await.unwrap(), [], "the trash is not searched");
    assert_eq!(blog.read(&created.id).await.unwrap().unwrap().status, RemoteStatus::Trashed);
}

async fn what_is_sent_is_what_is_read(blog: &dyn BlogClient) {
    let raw = match blog.dialect() {
        Dialect::WordPressBlocks => {
            "<!-- wp:paragraph -->\n<p>L’été&nbsp;: «&nbsp;ça&nbsp;» 👩🏽‍🚀 𝔘 e\u{301} &lt;b&gt; &amp; \"droit\" \
             3x4 ... --</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:html -->\n<details><summary>S</summary>\
             \n\n<p>x</p></details>\n<!-- /wp:html -->"
        }
        Dialect::Html => {
            "<p>L’été\u{a0}: «\u{a0}ça\u{a0}» 👩🏽‍🚀 𝔘 e\u{301} &lt;b&gt; &amp; \"droit\"</p>"
        }
    };
    let title = "L’« été » 🎉 𝔘 & <b> \"x\" 'y' \\ %s";
    let changes = PostChanges {
        excerpt: Some("Résumé 🎉 & <i>".into()),
        comments_open: Some(false),
        ..post(title, raw)
    };
    let there = publish(blog, &changes).await;
    assert_eq!(there.status, RemoteStatus::Published);
    assert_eq!((there.title.as_str(), there.raw.as_str()), (title, raw));
    assert_eq!(there.excerpt, "Résumé 🎉 & <i>");
    assert!(!there.comments_open);
    assert!(!there.slug.is_empty() && there.slug != there.id.0, "{there:?}");
    assert!(there.link.contains(&there.slug) || there.link.contains("?p="), "{there:?}");
    assert_eq!(blog.read(&there.id).await.unwrap(), Some(there.clone()));
    // A second time, as an update to another text.
    let again = PostChanges { raw: Some(raw.replace("ça", "là")), ..PostChanges::default() };
    let there = blog.update(&there.id, &again).await.unwrap();
    assert_eq!(there.raw, raw.replace("ça", "là"));
    assert_eq!(there.title, title);
}

async fn only_what_is_named_changes(blog: &dyn BlogClient) {
    let changes = PostChanges {
        excerpt: Some("Extrait".into()),
        slug: Some("une-adresse".into()),
        tags: Some(vec!["Un".into()]),
        comments_open: Some(false),
        ..post("Titre", "<p>Texte</p>")
    };
    let before = publish(blog, &changes).await;
    let title = PostChanges { title: Some("Autre".into()), ..PostChanges::default() };
    let after = blog.update(&before.id, &title).await.unwrap();
    let expected = RemotePost {
        title: "Autre".into(),
        modified: after.modified,
        predecessor: after.predecessor.clone(),
        ..before
    };
    assert_eq!(after, expected);
    assert_eq!(after.slug, "une-adresse");
}

async fn terms_are_found_whatever_their_case(blog: &dyn BlogClient) {
    let with = |categories: &[&str], tags: &[&str]| PostChanges {
        categories: Some(categories.iter().map(|name| (*name).into()).collect()),
        tags: Some(tags.iter().map(|name| (*name).into()).collect()),
        ..post("Termes", "<p>x</p>")
    };
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let tags = ["L’été", "R&D", "<3", "tag-12", "Œuvre", "a", "b", "c", "d", "e", "f", "g"];
    let one = publish(blog, &with(&["Presse", "R&D"], &tags)).await;
    assert_eq!(sorted(one.categories), ["Presse", "R&D"]);
    assert_eq!(one.tags.len(), tags.len(), "{:?}", one.tags);
    let none = PostChanges { tags: Some(Vec::new()), ..PostChanges::default() };
    assert!(blog.update(&one.id, &none).await.unwrap().tags.is_empty());
    if blog.dialect() == Dialect::WordPressBlocks {
        // One term, in whatever letters it is asked for.
        let two = publish(blog, &with(&["presse", "r&d"], &["l’ÉTÉ", "r&D"])).await;
        assert_eq!(sorted(two.categories), ["Presse", "R&D"]);
        assert_eq!(sorted(two.tags), ["L’été", "R&D"]);
    }
}

async fn a_picture_is_there_once(blog: &dyn BlogClient) {
    let bytes = jpeg(3000, 2000, 1);
    let hash = MediaHash(*blake3::hash(&bytes).as_bytes());
    let upload = PictureUpload {
        hash,
        bytes: &bytes,
        mime: "image/jpeg",
        name: "Coupure : « L’été », Le Journal",
        alt: "Coupure : « L’été », \"une\" <page> 🎉",
        caption: "Le Journal, 3 février",
        title: "Coupure L’été",
    };
    assert_eq!(blog.find_media(&hash).await.unwrap(), None);
    let told = Mutex::new(Vec::new());
    let last = AtomicU64::new(0);
    let progress = |sent: u64, total: u64| {
        assert!(sent >= last.swap(sent, Ordering::SeqCst) && total == bytes.len() as u64);
        told.lock().unwrap().push(sent);
    };
    let media = blog.upload(&upload, &progress).await.unwrap();
    assert_eq!(told.lock().unwrap().last(), Some(&(bytes.len() as u64)));
    assert_eq!((media.full.width_px, media.full.height_px), (3000, 2000));
    assert_eq!(blog.find_media(&hash).await.unwrap(), Some(media.clone()));
    assert!(media.sizes.contains(&media.full));
    if blog.makes_sizes() {
        let page = media.best_size(1600);
        assert!(page.width_px <= 1600 && page.width_px >= 1024, "{media:?}");
    }
    let cover =
        PostChanges { cover: Some(Some(media.id.clone())), ..post("Avec couverture", "<p>x</p>") };
    let there = publish(blog, &cover).await;
    assert_eq!(there.cover, Some(media.id));
    let without = PostChanges { cover: Some(None), ..PostChanges::default() };
    assert_eq!(blog.update(&there.id, &without).await.unwrap().cover, None);
}

async fn a_post_is_scheduled_brought_forward_and_taken_back(blog: &dyn BlogClient) {
    let changes = post("Plus tard", "<p>x</p>");
    let created = blog.create_draft(mark(), &changes).await.unwrap();
    let at = Timestamp::from_second(Timestamp::now().as_second() + 7 * 86_400).unwrap();
    let scheduled = PostChanges {
        status: Some(RemoteStatus::Scheduled),
        date: Some(at),
        slug: Some(String::new()),
        ..PostChanges::default()
    };
    let there = blog.update(&created.id, &scheduled).await.unwrap();
    assert_eq!((there.status, there.date), (RemoteStatus::Scheduled, Some(at)));
    let now = blog.update(&created.id, &status(RemoteStatus::Published)).await.unwrap();
    if blog.dialect() == Dialect::WordPressBlocks {
        assert_eq!(now.status, RemoteStatus::Published, "a wish to publish means now");
        assert!(now.date.unwrap() <= Timestamp::now());
    }
    for back in [RemoteStatus::Draft, RemoteStatus::Private] {
        let there = blog.update(&created.id, &status(back)).await.unwrap();
        assert_eq!((there.status, there.raw.as_str()), (back, "<p>x</p>"));
    }
}

async fn what_is_gone_is_said(blog: &dyn BlogClient) {
    for id in ["999999", "00000000-0000-4000-8000-000000000000", "../../etc", ""] {
        let id = RemoteId(id.into());
        assert_eq!(blog.read(&id).await.unwrap(), None);
        let error = blog.update(&id, &post("x", "y")).await.unwrap_err();
        assert_eq!(error.code(), coupure_model::Code::GoneFromBlog);
        assert!(!error.outcome_unknown());
        blog.trash(&id).await.unwrap();
    }
}

async fn posts_are_listed(blog: &dyn BlogClient) {
    let page = blog.posts(1).await.unwrap();
    assert!(page.posts.len() >= 5 && !page.more);
    assert!(page.posts.iter().all(|post| post.status != RemoteStatus::Trashed));
    assert_eq!(blog.posts(7).await.unwrap().posts, []);
}

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    holds_everything(&folder()).await;
}

#[tokio::test]
async fn a_wordpress_keeps_the_contract_as_its_editor() {
    let bench = wordpress("editor", &Options::default()).await;
    holds_everything(&bench).await;
    let site = bench.site.as_ref().unwrap();
    assert_eq!(site.media().unwrap().len(), 1);
    let media = &site.media().unwrap()[0];
    assert_eq!(media.alt, "Coupure : « L’été », \"une\" <page> 🎉".replace(" <page>", ""));
    assert_eq!(media.caption, "Le Journal, 3 février");
}

#[tokio::test]
async fn a_wordpress_with_plain_addresses_keeps_the_contract() {
    let options = Options { permalinks: String::new(), ..Options::default() };
    let bench = wordpress("admin", &options).await;
    holds_everything(&bench).await;
}

#[tokio::test]
async fn an_author_and_a_contributor_do_what_they_may() {
    let bench = wordpress("author", &Options::default()).await;
    let site = bench.site.as_ref().unwrap();
    let with_category =
        PostChanges { categories: Some(vec!["Inconnue".into()]), ..post("Un", "<p>x</p>") };
    let error = bench.create_draft(mark(), &with_category).await.unwrap_err();
    assert_eq!(error.code(), coupure_model::Code::NotAllowed);
    assert!(error.to_string().contains("Inconnue"), "{error}");
    let there = publish(bench.client.as_ref(), &post("Un", "<p>x</p>")).await;
    assert_eq!(there.status, RemoteStatus::Published);

    let contributor = client_of(site, "contributor").await;
    let there = publish(&contributor, &post("Deux", "<p>x</p>")).await;
    assert_eq!(there.status, RemoteStatus::Pending, "an editor approves it");
    assert_eq!(contributor.posts(1).await.unwrap().posts.len(), 1);
    let bytes = jpeg(20, 10, 2);
    let upload = PictureUpload {
        hash: MediaHash(*blake3::hash(&bytes).as_bytes()),
        bytes: &bytes,
        mime: "image/jpeg",
        name: "x",
        alt: "",
        caption: "",
        title: "",
    };
    let error = contributor.upload(&upload, &|_, _| {}).await.unwrap_err();
    assert_eq!(error.code(), coupure_model::Code::NotAllowed);
    let probes = contributor.check().await;
    let wrong: Vec<_> =
        probes.iter().filter(|check| check.is_wrong()).map(|check| check.probe).collect();
    assert_eq!(wrong, ["uploads"], "{probes:?}");
    assert_eq!(site.count_posts().unwrap(), 2);
}

#[tokio::test]
async fn somebody_elses_version_is_found_behind_ours() {
    let bench = wordpress("editor", &Options::default()).await;
    let site = bench.site.as_ref().unwrap();
    let there = publish(bench.client.as_ref(), &post("Un", "<p>un</p>")).await;
    let change = |text: &str| PostChanges { raw: Some(text.into()), ..PostChanges::default() };
    bench.update(&there.id, &change("<p>deux</p>")).await.unwrap();
    let other = client_of(site, "admin").await;
    other.update(&there.id, &change("<p>à un autre</p>")).await.unwrap();
    let ours = bench.update(&there.id, &change("<p>trois</p>")).await.unwrap();
    let versions = bench.revisions(&there.id, 2).await.unwrap();
    let texts: Vec<&str> = versions.iter().map(|version| version.raw.as_str()).collect();
    assert_eq!(texts, ["<p>trois</p>", "<p>à un autre</p>"]);
    assert_eq!(ours.predecessor.as_ref(), Some(&versions[0].id));
    let old = bench.revision(&there.id, &versions[1].id).await.unwrap();
    assert_eq!(old, Some(("Un".into(), "<p>à un autre</p>".into())));
    assert_eq!(bench.revision(&there.id, "999999").await.unwrap(), None);
}

#[tokio::test]
async fn a_wordpress_says_what_it_is() {
    let options =
        Options { config: "define('WP_POST_REVISIONS', false);".into(), ..Options::default() };
    let bench = wordpress("editor", &options).await;
    let site = bench.site.as_ref().unwrap();
    for number in 0..3 {
        let there = publish(bench.client.as_ref(), &post(&format!("{number}"), "<p>un</p>")).await;
        site.php(&format!(
            "global $wpdb; $wpdb->update($wpdb->posts, ['post_modified_gmt' => '2030-01-01 00:00:00'],
                ['ID' => {}]);",
            there.id
        ))
        .unwrap();
    }
    let learnt = bench.learn().await.unwrap();
    assert_eq!(learnt.title, "Blog d’essai");
    assert_eq!(learnt.language, Some(Language::French));
    assert_eq!(learnt.time_zone, "Europe/Paris");
    assert_eq!(learnt.features.version, site.version);
    assert!(!learnt.features.revisions);
    let knows = site.version.as_str() >= "6.3";
    assert_eq!((learnt.features.details_block, learnt.features.footnotes_block), (knows, knows));
    let probes = bench.check().await;
    assert!(probes.iter().all(|check| !check.is_wrong()), "{probes:?}");
    let names: Vec<_> = probes.iter().map(|check| check.probe).collect();
    assert_eq!(
        names,
        [
            "address",
            "wordpress",
            "rest",
            "answers",
            "clock",
            "password",
            "role",
            "uploads",
            "limit",
            "blocks",
            "revisions"
        ]
    );
}

#[tokio::test]
async fn a_wrong_password_a_stripped_header_and_passwords_switched_off_are_told_apart() {
    let bench = wordpress("editor", &Options::default()).await;
    let site = bench.site.as_ref().unwrap();
    let found = discover(&site.url).await.unwrap();
    let connect = |user: &str, password: &str| {
        let secret = Secret::new(password);
        coupure_blog::wordpress::WordPress::new(&found.url, &found.api, user, &secret).unwrap()
    };
    let code = async |client: &dyn BlogClient| {
        client.create_draft(mark(), &post("x", "y")).await.unwrap_err().code()
    };
    use coupure_model::Code;
    assert_eq!(code(&connect("editor", "wrong")).await, Code::PasswordRefused);
    assert_eq!(code(&connect("nobody", "wrong")).await, Code::PasswordRefused);

    site.plugin("strip", "unset($_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW']);").unwrap();
    assert_eq!(code(bench.client.as_ref()).await, Code::AuthorizationStripped);
    assert_eq!(code(&connect("editor", "wrong")).await, Code::PasswordRefused);
    site.remove_plugin("strip").unwrap();

    let off = "add_filter('wp_is_application_passwords_available', '__return_false');";
    site.plugin("off", off).unwrap();
    assert_eq!(code(bench.client.as_ref()).await, Code::ApplicationPasswordsOff);
    let wrong = bench.check().await.pop().unwrap();
    assert_eq!(wrong.probe, "password");
    assert!(wrong.is_wrong());
    assert_eq!(wrong.problem().unwrap().code, Code::ApplicationPasswordsOff);
    site.remove_plugin("off").unwrap();

    // Interfaces closed to strangers, as security plugins do it.
    let closed = "add_filter('rest_authentication_errors', fn($e) => is_user_logged_in() ? $e
        : new WP_Error('rest_forbidden', 'Non', ['status' => 401]));";
    site.plugin("closed", closed).unwrap();
    assert_eq!(discover(&site.url).await.unwrap_err().code(), Code::RestOff);
    assert_eq!(site.count_posts().unwrap(), 0);
}

#[tokio::test]
async fn a_reply_with_junk_before_it_is_read_but_leaves_a_write_open() {
    let bench = wordpress("editor", &Options::default()).await;
    let site = bench.site.as_ref().unwrap();
    site.plugin("junk", "echo \"\\xEF\\xBB\\xBF\\nWarning: [x] in {y} on line 3\\n\";").unwrap();
    let mark = mark();
    let error = bench.create_draft(mark, &post("x", "y")).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(bench.find_created(mark).await.unwrap().len(), 1, "it had happened");
    assert!(bench.learn().await.is_ok());
}

#[tokio::test]
async fn an_upload_that_breaks_down_over_its_sizes_is_finished_not_repeated() {
    let bench = wordpress("editor", &Options::default()).await;
    let site = bench.site.as_ref().unwrap();
    // A server that dies on the first picture it has to scale.
    let dies = "add_filter('wp_image_editors', function ($editors) {
        if (!get_option('died') && strpos($_SERVER['REQUEST_URI'] ?? '', 'post-process') === false) {
            update_option('died', 1); trigger_error('out of memory', E_USER_ERROR); }
        return $editors; });";
    site.plugin("dies", dies).unwrap();
    let bytes = jpeg(3000, 1500, 3);
    let upload = PictureUpload {
        hash: MediaHash(*blake3::hash(&bytes).as_bytes()),
        bytes: &bytes,
        mime: "image/jpeg",
        name: "grande",
        alt: "Une page",
        caption: "Légende",
        title: "Grande",
    };
    let media = bench.upload(&upload, &|_, _| {}).await.unwrap();
    assert!(site.php("echo get_option('died');").unwrap() == "1", "the server did break down");
    let stored = site.media().unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!((stored[0].alt.as_str(), stored[0].caption.as_str()), ("Une page", "Légende"));
    assert_eq!(media.full.width_px, 3000);
    assert!(media.sizes.len() > 2, "{media:?}");
    assert_eq!(bench.find_media(&upload.hash).await.unwrap(), Some(media));
}
