//! What every blog promises, held over a folder, the fake blog and real WordPress, for each role:
//! what the simulation stands on is what servers were seen to do. Below, what is WordPress's alone.
#![cfg(unix)]

#[path = "contract/bench.rs"]
mod bench;
#[path = "contract/checks.rs"]
mod checks;
#[path = "contract/terms.rs"]
mod terms;

use bench::{Role, by_wordpress_com, by_xml_rpc, fake, folder, newer_wordpress, wordpress};
use checks::{holds_everything, jpeg, mark, picture, post, publish};
use coupure_blog::{BlogClient, PictureUpload, Secret, discover};
use coupure_model::Language;
use coupure_testkit::wordpress::Options;

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    holds_everything(&folder()).await;
}

#[tokio::test(start_paused = true)]
async fn the_fake_blog_keeps_the_contract_for_each_role() {
    for role in [Role::Administrator, Role::Editor, Role::Author, Role::Contributor] {
        holds_everything(&fake(role)).await;
    }
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
async fn a_wordpress_keeps_the_contract_for_an_author() {
    holds_everything(&wordpress("author", &Options::default()).await).await;
}

#[tokio::test]
async fn a_wordpress_keeps_the_contract_for_a_contributor() {
    holds_everything(&wordpress("contributor", &Options::default()).await).await;
}

#[tokio::test]
async fn a_newer_wordpress_keeps_the_contract_as_an_administrator() {
    let Some(bench) = newer_wordpress("admin").await else { return };
    holds_everything(&bench).await;
}

#[tokio::test]
async fn a_newer_wordpress_keeps_the_contract_as_an_editor() {
    let Some(bench) = newer_wordpress("editor").await else { return };
    holds_everything(&bench).await;
}

#[tokio::test]
async fn a_newer_wordpress_keeps_the_contract_as_an_author() {
    let Some(bench) = newer_wordpress("author").await else { return };
    holds_everything(&bench).await;
}

#[tokio::test]
async fn a_newer_wordpress_keeps_the_contract_as_a_contributor() {
    let Some(bench) = newer_wordpress("contributor").await else { return };
    holds_everything(&bench).await;
}

#[tokio::test]
async fn xml_rpc_keeps_the_contract_as_an_administrator() {
    holds_everything(&by_xml_rpc("admin").await).await;
}

#[tokio::test]
async fn xml_rpc_keeps_the_contract_as_an_editor() {
    holds_everything(&by_xml_rpc("editor").await).await;
}

#[tokio::test]
async fn xml_rpc_keeps_the_contract_as_an_author() {
    holds_everything(&by_xml_rpc("author").await).await;
}

#[tokio::test]
async fn xml_rpc_keeps_the_contract_as_a_contributor() {
    holds_everything(&by_xml_rpc("contributor").await).await;
}

#[tokio::test]
async fn wordpress_coms_sign_in_keeps_the_contract_as_an_administrator() {
    holds_everything(&by_wordpress_com("admin").await).await;
}

#[tokio::test]
async fn wordpress_coms_sign_in_keeps_the_contract_as_an_editor() {
    holds_everything(&by_wordpress_com("editor").await).await;
}

#[tokio::test]
async fn wordpress_coms_sign_in_keeps_the_contract_as_an_author() {
    holds_everything(&by_wordpress_com("author").await).await;
}

#[tokio::test]
async fn wordpress_coms_sign_in_keeps_the_contract_as_a_contributor() {
    holds_everything(&by_wordpress_com("contributor").await).await;
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
    let upload = PictureUpload { alt: "Une page", caption: "Légende", ..picture(&bytes) };
    let media = bench.upload(&upload, &|_, _| {}).await.unwrap();
    assert!(site.php("echo get_option('died');").unwrap() == "1", "the server did break down");
    let stored = site.media().unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!((stored[0].alt.as_str(), stored[0].caption.as_str()), ("Une page", "Légende"));
    assert_eq!(media.full.width_px, 3000);
    assert!(media.sizes.len() > 2, "{media:?}");
    assert_eq!(bench.find_media(&upload.hash).await.unwrap(), Some(media));
}

/// The process is gone, and the answer with it, when so many sizes are to be noted.
const DIES_OVER_SIZES: &str = "add_filter('wp_update_attachment_metadata', function ($noted) {
    if (get_option('dies_at') === (string) count($noted['sizes'])) {
        update_option('dies_at', 'never again'); posix_kill(getmypid(), 9); }
    return $noted; });";

#[tokio::test]
async fn a_picture_whose_server_died_over_its_sizes_is_found_again_and_finished() {
    let bench = wordpress("author", &Options::default()).await;
    let site = bench.site.as_ref().unwrap();
    site.plugin("dies", DIES_OVER_SIZES).unwrap();
    // Before it noted the first, WordPress forgets the original of what it serves smaller.
    for (seed, sizes_made, full_px) in [(3, 0, 2560), (4, 1, 3000), (5, 2, 3000)] {
        site.php(&format!("update_option('dies_at', '{sizes_made}');")).unwrap();
        let bytes = jpeg(3000, 1500, seed);
        let upload = PictureUpload { alt: "Une page", ..picture(&bytes) };
        let error = bench.upload(&upload, &|_, _| {}).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
        let found = bench.find_media(&upload.hash).await.unwrap().expect("it is there");
        assert_eq!(found.full.width_px, full_px, "{sizes_made}");
        let slugs: Vec<_> = found.sizes.iter().map(|size| size.slug.as_str()).collect();
        let all = ["thumbnail", "medium", "medium_large", "large", "1536x1536", "2048x2048"];
        assert!(all.iter().all(|slug| slugs.contains(slug)), "{sizes_made}: {slugs:?}");
        assert_eq!(bench.find_media(&upload.hash).await.unwrap(), Some(found));
    }
    assert_eq!(site.media().unwrap().len(), 3, "none is sent twice");
}

#[tokio::test]
async fn by_xml_rpc_such_a_picture_is_taken_as_it_is() {
    let bench = by_xml_rpc("author").await;
    let site = bench.site.as_ref().unwrap();
    site.plugin("dies", DIES_OVER_SIZES).unwrap();
    for (seed, sizes_made, full_px) in [(3, 0, 2560), (4, 2, 3000)] {
        site.php(&format!("update_option('dies_at', '{sizes_made}');")).unwrap();
        let bytes = jpeg(3000, 1500, seed);
        let upload = picture(&bytes);
        let error = bench.upload(&upload, &|_, _| {}).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
        let found = bench.find_media(&upload.hash).await.unwrap().expect("it is there");
        let full = (found.full.width_px, found.full.height_px);
        assert_eq!(full, (full_px, full_px / 2), "{found:?}");
    }
    assert_eq!(site.media().unwrap().len(), 2, "none is sent twice");
}
