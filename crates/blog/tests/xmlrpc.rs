//! What is XML-RPC's alone, over a real WordPress.
#![cfg(unix)]

use coupure_blog::{BlogClient, PictureUpload, Secret, xmlrpc};
use coupure_model::{Code, Language, Mark, MediaHash, PostChanges, RemoteStatus};
use coupure_testkit::wordpress::{Options, WordPress};
use uuid::Uuid;

async fn client_of(site: &WordPress, user: &str, password: &str) -> xmlrpc::XmlRpc {
    let found = xmlrpc::discover(&site.url).await.unwrap();
    xmlrpc::XmlRpc::new(&found.url, &found.endpoint, user, &Secret::new(password)).unwrap()
}

fn post(title: &str) -> PostChanges {
    PostChanges {
        title: Some(title.into()),
        raw: Some("<p>Texte</p>".into()),
        ..PostChanges::default()
    }
}

#[tokio::test]
async fn a_creation_is_found_though_its_address_was_lost() {
    let site = WordPress::start(&Options::default()).unwrap();
    let blog = client_of(&site, "author", &site.user("author").password).await;
    let mark = Mark(Uuid::new_v4());
    let created = blog.create_draft(mark, &post("Un")).await.unwrap();
    // As plugins do that name posts by themselves.
    site.php(&format!(
        "global $wpdb; $wpdb->update($wpdb->posts, ['post_name' => 'x'],
        ['ID' => {}]);",
        created.id
    ))
    .unwrap();
    // Many others, who write more than the author may see.
    site.php(
        "for ($i = 0; $i < 120; $i++) wp_insert_post(['post_title' => \"$i\",
        'post_status' => 'publish', 'post_author' => 1]);",
    )
    .unwrap();
    let found = blog.find_created(mark).await.unwrap();
    assert_eq!(found.iter().map(|post| &post.id).collect::<Vec<_>>(), [&created.id]);
    let named = PostChanges { slug: Some("adresse".into()), ..PostChanges::default() };
    blog.update(&created.id, &named).await.unwrap();
    assert_eq!(blog.find_created(mark).await.unwrap(), []);
    let left = format!("echo get_post_meta({}, 'coupure_mark', true);", created.id);
    assert_eq!(site.php(&left).unwrap(), "", "the mark goes with its use");
    // Posts of one second come in any order, so on any page.
    let (mut own, mut number, mut more) = (0, 1, true);
    while more {
        let page = blog.posts(number).await.unwrap();
        (own, number, more) = (own + page.posts.len(), number + 1, page.more);
    }
    assert_eq!(own, 1, "the author's own alone");
}

#[tokio::test]
async fn where_no_trash_is_kept_a_post_is_trashed_all_the_same() {
    let config = "define('EMPTY_TRASH_DAYS', 0);".into();
    let site = WordPress::start(&Options { config, ..Options::default() }).unwrap();
    let blog = client_of(&site, "editor", &site.user("editor").password).await;
    let created = blog.create_draft(Mark(Uuid::new_v4()), &post("Un")).await.unwrap();
    for _ in 0..2 {
        blog.trash(&created.id).await.unwrap();
        let there = blog.read(&created.id).await.unwrap().unwrap();
        assert_eq!((there.status, there.raw.as_str()), (RemoteStatus::Trashed, "<p>Texte</p>"));
    }
}

#[tokio::test]
async fn a_blog_says_what_it_is_and_what_is_wrong_by_xml_rpc() {
    let site = WordPress::start(&Options::default()).unwrap();
    let blog = client_of(&site, "editor", &site.user("editor").password).await;
    let learnt = blog.learn().await.unwrap();
    assert_eq!(learnt.title, "Blog d’essai");
    assert_eq!(learnt.language, Some(Language::French));
    assert_eq!(learnt.features.version, site.version);
    let checks = blog.check().await;
    let names: Vec<_> = checks.iter().map(|check| check.probe).collect();
    assert_eq!(names, ["address", "xml_rpc", "password", "role", "uploads"], "{checks:?}");

    let code = async |blog: &dyn BlogClient| {
        let error = blog.create_draft(Mark(Uuid::new_v4()), &post("x")).await.unwrap_err();
        assert!(!error.outcome_unknown(), "{error}");
        error.code()
    };
    assert_eq!(code(&client_of(&site, "editor", "wrong").await).await, Code::PasswordRefused);
    let reader = client_of(&site, "subscriber", &site.user("subscriber").password).await;
    assert_eq!(code(&reader).await, Code::NotAllowed);
    site.plugin("off", "add_filter('xmlrpc_enabled', '__return_false');").unwrap();
    let again = client_of(&site, "editor", &site.user("editor").password).await;
    assert_eq!(code(&again).await, Code::XmlRpcOff);
    site.plugin("off", "if (defined('XMLRPC_REQUEST')) { status_header(403); die('Forbidden'); }")
        .unwrap();
    assert_eq!(xmlrpc::discover(&site.url).await.unwrap_err().code(), Code::XmlRpcOff);
    assert_eq!(code(&blog).await, Code::XmlRpcOff);
    assert_eq!(site.count_posts().unwrap(), 0);
}

#[tokio::test]
async fn junk_before_the_xml_is_read_but_leaves_a_write_open() {
    let site = WordPress::start(&Options::default()).unwrap();
    let blog = client_of(&site, "editor", &site.user("editor").password).await;
    blog.learn().await.unwrap();
    site.plugin("junk", "echo \"Warning: <b>x</b> on line 3\\n\";").unwrap();
    let mark = Mark(Uuid::new_v4());
    let error = blog.create_draft(mark, &post("x")).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(blog.find_created(mark).await.unwrap().len(), 1, "it had happened");
}

#[tokio::test]
async fn a_large_picture_arrives_whole_and_one_over_the_limit_is_named() {
    let site = WordPress::start(&Options::default()).unwrap();
    let blog = client_of(&site, "editor", &site.user("editor").password).await;
    let noise = |bytes: u32| -> Vec<u8> {
        let mut state = bytes;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..bytes).map(|_| next()).collect()
    };
    let upload = async |bytes: &[u8]| {
        let picture = PictureUpload {
            hash: MediaHash(*blake3::hash(bytes).as_bytes()),
            bytes,
            mime: "image/jpeg",
            name: "Grande page",
            alt: "",
            caption: "",
            title: "",
        };
        let sent = blog.upload(&picture, &|_, _| {}).await;
        (sent, blog.find_media(&picture.hash).await.unwrap())
    };
    // Longer, in base64, than what libxml takes as one text by itself.
    let bytes = noise(12_000_000);
    let (sent, found) = upload(&bytes).await;
    assert_eq!(found, Some(sent.unwrap()));
    let kept = site
        .php(
            "echo filesize(get_attached_file(get_posts(['post_type' => 'attachment',
        'post_status' => 'inherit'])[0]->ID));",
        )
        .unwrap();
    assert_eq!(kept, bytes.len().to_string());

    let limit =
        "if ($_SERVER['REQUEST_METHOD'] === 'POST' && ($_SERVER['CONTENT_LENGTH'] ?? 0) > 400000) {
        http_response_code(413); echo '<html><center>nginx</center></html>'; exit; }";
    site.plugin("limit", limit).unwrap();
    let (sent, found) = upload(&noise(500_000)).await;
    let error = sent.unwrap_err();
    assert_eq!((error.code(), error.outcome_unknown()), (Code::UploadTooLarge, false));
    assert_eq!(found, None);
}

#[tokio::test]
async fn a_change_made_upon_an_older_version_is_refused_until_one_has_looked_again() {
    let site = WordPress::start(&Options::default()).unwrap();
    let blog = client_of(&site, "editor", &site.user("editor").password).await;
    let created = blog.create_draft(Mark(Uuid::new_v4()), &post("Un")).await.unwrap();
    let theirs = format!(
        "sleep(1); wp_update_post(['ID' => {}, 'post_content' => '<p>À un autre</p>']);",
        created.id
    );
    site.php(&theirs).unwrap();
    let ours = PostChanges { raw: Some("<p>À nous</p>".into()), ..PostChanges::default() };
    let error = blog.update(&created.id, &ours).await.unwrap_err();
    assert_eq!((error.code(), error.outcome_unknown()), (Code::ChangedMeanwhile, false));
    assert_eq!(error.code().remedy(), coupure_model::Remedy::WillRetry);
    assert_eq!(site.posts().unwrap()[0].content, "<p>À un autre</p>");
    let seen = blog.read(&created.id).await.unwrap().unwrap();
    assert_eq!(seen.raw, "<p>À un autre</p>");
    assert_eq!(blog.update(&created.id, &ours).await.unwrap().raw, "<p>À nous</p>");
}
