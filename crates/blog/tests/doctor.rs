//! The connection's doctor before a real WordPress in every state that it knows, and before
//! servers that are none.
#![cfg(unix)]

use std::fs;

use coupure_blog::{BlogClient, Check, Secret, discover, wordpress::WordPress as Client};
use coupure_model::Code;
use coupure_testkit::{
    rogue::{Answer, Rogue, length_of},
    wordpress::{Options, WordPress},
};

async fn client(site: &WordPress, user: &str, password: &str) -> Client {
    let found = discover(&site.url).await.unwrap();
    Client::new(&found.url, &found.api, user, &Secret::new(password)).unwrap()
}

async fn client_as(site: &WordPress, role: &str) -> Client {
    client(site, role, &site.user(role).password).await
}

/// The probes that are wrong or worth a note, with their codes.
fn told(checks: &[Check]) -> Vec<(&'static str, bool, Code)> {
    checks
        .iter()
        .filter_map(|check| Some((check.probe, check.is_wrong(), check.problem()?.code)))
        .collect()
}

fn of<'a>(checks: &'a [Check], probe: &str) -> &'a Check {
    checks
        .iter()
        .find(|check| check.probe == probe)
        .unwrap_or_else(|| panic!("{probe}: {checks:?}"))
}

/// What an old WordPress always has to say.
fn usual(site: &WordPress) -> Vec<(&'static str, bool, Code)> {
    match site.version.as_str() < "6.3" {
        true => vec![("blocks", false, Code::BlocksMissing)],
        false => Vec::new(),
    }
}

#[tokio::test]
async fn each_state_of_a_wordpress_is_told_first_cause_first() {
    let site = WordPress::start(&Options::default()).unwrap();
    let editor = client_as(&site, "editor").await;
    let healthy = editor.check().await;
    assert_eq!(told(&healthy), usual(&site), "{healthy:?}");

    let api = "strpos($_SERVER['REQUEST_URI'], 'wp-json') !== false
        || strpos($_SERVER['REQUEST_URI'], 'rest_route') !== false";
    let strip = "unset($_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW'],
        $_SERVER['HTTP_AUTHORIZATION']);";
    let wrong: Vec<(&str, String, &str, Code, &str)> = vec![
        (
            "a security plugin that closes the interface to strangers",
            "add_filter('rest_authentication_errors', fn() => new WP_Error('rest_disabled',
                '<b>R&eacute;serv&eacute;</b>', ['status' => 401]));"
                .into(),
            "rest",
            Code::RestOff,
            "Réservé (rest_disabled)",
        ),
        (
            "a firewall before the interface",
            format!("if ({api}) {{ http_response_code(403); echo '<html>Forbidden'; exit; }}"),
            "rest",
            Code::RestOff,
            "status 403",
        ),
        (
            "an interface that is not there",
            format!("if ({api}) {{ http_response_code(404); echo '<html>'; exit; }}"),
            "rest",
            Code::RestOff,
            "",
        ),
        (
            "application passwords off",
            "add_filter('wp_is_application_passwords_available', '__return_false');".into(),
            "password",
            Code::ApplicationPasswordsOff,
            "",
        ),
        ("a header that is lost", strip.into(), "password", Code::AuthorizationStripped, ""),
        (
            "a header that is lost, perhaps",
            format!("{strip} add_filter('xmlrpc_enabled', '__return_false');"),
            "password",
            Code::PasswordRefused,
            "",
        ),
        ("a database that is down", "dead_db();".into(), "server", Code::DatabaseDown, ""),
    ];
    for (number, (state, plugin, probe, code, detail)) in wrong.into_iter().enumerate() {
        // PHP keeps a file's code for some seconds: each has a name of its own.
        let name = format!("state-{number}");
        site.plugin(&name, &plugin).unwrap();
        // A client of its own: what one has learnt of its user stays known.
        let client = Client::new(
            &site.url,
            &format!("{}wp-json/", site.url),
            "editor",
            &Secret::new(site.user("editor").password.clone()),
        )
        .unwrap();
        let checks = client.check().await;
        site.remove_plugin(&name).unwrap();
        let last = checks.last().unwrap();
        assert_eq!((last.probe, last.is_wrong()), (probe, true), "{state}: {checks:?}");
        let problem = last.problem().unwrap();
        assert_eq!(problem.code, code, "{state}: {problem:?}");
        let said = problem.params.get("detail").map_or("", String::as_str);
        assert!(said.contains(detail), "{state}: {problem:?}");
        let unsure = problem.params.contains_key("header");
        assert_eq!(unsure, state.ends_with("perhaps"), "{state}: {problem:?}");
    }

    let maintenance = site.folder().join(".maintenance");
    fs::write(&maintenance, "<?php $upgrading = time();").unwrap();
    let checks = client_of(&site, "editor").check().await;
    fs::remove_file(&maintenance).unwrap();
    assert_eq!(told(&checks), [("server", true, Code::Maintenance)]);
    assert_eq!(checks[0].problem().unwrap().params["seconds"], "600");

    for (user, password) in [("editor", "wrong"), ("nobody", "wrong")] {
        let checks = client(&site, user, password).await.check().await;
        assert_eq!(told(&checks), [("password", true, Code::PasswordRefused)]);
    }
    assert_eq!(site.count_posts().unwrap(), 0, "looking leaves nothing behind");
    assert_eq!(site.media().unwrap(), []);
}

fn client_of(site: &WordPress, role: &str) -> Client {
    let secret = Secret::new(site.user(role).password.clone());
    Client::new(&site.url, &format!("{}wp-json/", site.url), role, &secret).unwrap()
}

#[tokio::test]
async fn what_is_good_to_know_does_not_stop_publishing() {
    let site = WordPress::start(&Options::default()).unwrap();
    let junk = "echo \"\\xEF\\xBB\\xBF<b>Warning</b>: x in y\\n\";";
    site.plugin("junk", junk).unwrap();
    let checks = client_of(&site, "editor").check().await;
    site.remove_plugin("junk").unwrap();
    let answers = of(&checks, "answers");
    assert_eq!(answers.problem().unwrap().code, Code::AnswersJunk);
    assert!(answers.found.contains("Warning: x in y"), "{answers:?}");
    assert!(!checks.iter().any(Check::is_wrong), "{checks:?}");

    for (role, loses) in [
        ("admin", None),
        ("editor", None),
        ("author", Some("html,categories,others")),
        ("contributor", Some("publish,html,categories,others")),
    ] {
        let checks = client_of(&site, role).check().await;
        let check = of(&checks, "role");
        assert!(!check.is_wrong());
        let told = check.problem().map(|problem| problem.params["loses"].as_str());
        assert_eq!(told, loses, "{role}");
        assert_eq!(of(&checks, "uploads").is_wrong(), role == "contributor");
    }
    let checks = client_of(&site, "subscriber").check().await;
    assert_eq!(told(&checks), [("role", true, Code::NotAllowed)]);
    // Adding asks the same.
    let refused = client_of(&site, "subscriber").learn().await.unwrap_err();
    assert_eq!(refused.code(), Code::NotAllowed, "{refused}");
    assert!(refused.to_string().contains("Ask for the role of an author"), "{refused}");

    site.plugin("revisions", "add_filter('wp_revisions_to_keep', '__return_zero');").unwrap();
    site.php(
        "global $wpdb; foreach ([1, 2, 3] as $n) {
            $id = wp_insert_post(['post_title' => \"$n\", 'post_status' => 'publish',
                'post_author' => get_user_by('login', 'editor')->ID]);
            $wpdb->update($wpdb->posts, ['post_modified_gmt' => '2030-01-01 00:00:00'],
                ['ID' => $id]); }",
    )
    .unwrap();
    let checks = client_of(&site, "editor").check().await;
    let revisions = of(&checks, "revisions");
    assert_eq!(revisions.problem().unwrap().code, Code::RevisionsOff);
    assert!(!checks.iter().any(Check::is_wrong), "{checks:?}");
}

#[tokio::test]
async fn plain_addresses_are_in_order() {
    let options = Options { permalinks: String::new(), ..Options::default() };
    let site = WordPress::start(&options).unwrap();
    let checks = client_as(&site, "editor").await.check().await;
    assert_eq!(told(&checks), usual(&site));
    assert!(of(&checks, "rest").found.contains("rest_route="), "{checks:?}");
}

const INDEX: &str = r#"{"name":"Blog","home":"HOME","namespaces":["wp/v2"],
    "authentication":{"application-passwords":{}}}"#;

/// A blog that is in order but for what `before` answers.
async fn blog(
    headers: &'static str,
    before: impl Fn(&str) -> Option<Answer> + Send + Sync + 'static,
) -> Rogue {
    Rogue::start(move |head, base| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let json = |body: &str| Answer::with("200 OK", headers, body);
        if let Some(answer) = before(head) {
            return answer;
        }
        match path.split('?').next().unwrap_or_default() {
            "/" => Answer::html("200 OK", "<meta name=\"generator\" content=\"WordPress 6.8\">"),
            "/wp-json/" => json(&INDEX.replace("HOME", base.trim_end_matches('/'))),
            "/wp-json/wp/v2/users/me" => json(r#"{"id":1,"name":"Laurent","roles":["editor"]}"#),
            "/wp-json/wp/v2/block-types" => {
                json(r#"[{"name":"core/details"},{"name":"core/footnotes"}]"#)
            }
            "/wp-json/wp/v2/posts" => json("[]"),
            "/wp-json/wp/v2/media" => Answer::json("401 x", r#"{"code":"rest_cannot_create"}"#),
            _ => Answer::html("404 Not Found", ""),
        }
    })
    .await
    .unwrap()
}

fn known(url: &str) -> Client {
    Client::new(url, &format!("{url}wp-json/"), "laurent", &Secret::new("abcd efgh")).unwrap()
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_with_by_how_much() {
    let old = blog("date: Mon, 02 Nov 2020 08:00:00 GMT\r\n", |_| None).await;
    let checks = known(&old.url).check().await;
    assert_eq!(told(&checks), [("clock", false, Code::ClockWrong)], "{checks:?}");
    let ahead: i64 =
        of(&checks, "clock").problem().unwrap().params["seconds_ahead"].parse().unwrap();
    assert!(ahead > 5 * 365 * 86_400, "{ahead}");
    // What a cache has kept tells its age, not the time.
    let cached = "date: Mon, 02 Nov 2020 08:00:00 GMT\r\nage: 86400\r\n";
    let cached = blog(cached, |_| None).await;
    assert_eq!(told(&known(&cached.url).check().await), []);
}

#[tokio::test]
async fn the_limit_for_pictures_is_learnt_without_sending_one() {
    for (limit_bytes, told_bytes) in [(1_048_576, Some("1024000")), (9_000_000, None)] {
        let server = blog("", move |head| {
            let refused =
                "HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            (length_of(head) > limit_bytes).then(|| Answer::Early(refused.as_bytes().to_vec()))
        })
        .await;
        let checks = known(&server.url).check().await;
        let limit = of(&checks, "limit");
        let told = limit.problem().map(|problem| problem.params["max_bytes"].as_str());
        assert_eq!(told, told_bytes, "{limit:?}");
        assert!(!checks.iter().any(Check::is_wrong), "{checks:?}");
        let uploads = server.heads().into_iter().filter(|head| head.starts_with("POST "));
        for head in uploads {
            assert!(!head.to_ascii_lowercase().contains("authorization:"), "not signed: {head}");
        }
    }
}

#[tokio::test]
async fn a_page_in_the_place_of_the_blog_is_known_for_the_networks() {
    let portal = Rogue::start(|_, _| Answer::html("200 OK", "<h1>Wi-Fi de la gare</h1>")).await;
    let checks = known(&portal.unwrap().url).check().await;
    assert_eq!(told(&checks), [("network", true, Code::CaptivePortal)]);
    let portal = Rogue::start(|_, _| Answer::html("511 Network Authentication Required", "")).await;
    let checks = known(&portal.unwrap().url).check().await;
    assert_eq!(told(&checks), [("network", true, Code::CaptivePortal)]);
    // A site that is simply no WordPress has nothing at the interface's address.
    let other = Rogue::start(|head, _| match head.starts_with("GET / ") {
        true => Answer::html("200 OK", "<h1>Fleurs</h1>"),
        false => Answer::html("404 Not Found", ""),
    })
    .await;
    let checks = known(&other.unwrap().url).check().await;
    assert_eq!(told(&checks), [("wordpress", true, Code::NotWordpress)]);
}

#[tokio::test]
async fn a_blog_that_moved_is_told_with_its_new_address_and_gets_no_password_there() {
    let new = blog("", |_| None).await;
    let to = new.url.clone();
    let old = Rogue::start(move |_, _| Answer::redirect(&to)).await.unwrap();
    let checks = known(&old.url).check().await;
    let moved = of(&checks, "address");
    assert_eq!(told(&checks)[0], ("address", true, Code::Redirected));
    assert_eq!(moved.problem().unwrap().params["to"], new.url);
    for head in new.heads().iter().chain(&old.heads()) {
        assert!(!head.to_ascii_lowercase().contains("authorization:"), "{head}");
    }
}

#[tokio::test]
async fn what_is_no_address_or_not_reachable_is_told() {
    let checks = known("https://coupure-nowhere.invalid/").check().await;
    let told = told(&checks);
    assert!(
        matches!(
            told[..],
            [("address", true, Code::AddressNotFound) | ("network", true, Code::Offline)]
        ),
        "{told:?}"
    );
    let loops = Rogue::start(|_, base| Answer::redirect(base)).await.unwrap();
    let checks = known(&loops.url).check().await;
    assert_eq!(self::told(&checks), [("address", true, Code::RedirectLoop)]);
}
