//! Connecting a real WordPress by the browser, following one that moved, and sending it pictures
//! that it takes.
#![cfg(unix)]

use std::{path::Path, time::Duration};

use coupure_desk::{
    Desk, OpenOptions,
    view::{BlogView, Event, NewBlog, OlderInterface, PublicationState, Verdict},
};
use coupure_model::{BlogKind, Code, DraftId, WantedState};
use coupure_testkit::wordpress::{Options, WordPress};
use tempfile::TempDir;

const LONG: Duration = Duration::from_secs(120);

fn open(home: &Path) -> Desk {
    Desk::open(OpenOptions::of(home)).unwrap()
}

fn new_desk() -> (TempDir, Desk) {
    let home = tempfile::tempdir().unwrap();
    let desk = open(&home.path().join("home"));
    (home, desk)
}

async fn added(desk: &Desk, site: &WordPress) -> BlogView {
    let user = site.user("editor");
    let new = NewBlog::WordPress {
        url: site.url.clone(),
        name: "essai".into(),
        user: user.name.clone(),
        password: user.password.clone(),
    };
    desk.add_blog(new).await.unwrap()
}

/// The browser's part: what the site sends it to.
async fn browser(site: &WordPress, page: &str, approve: bool) -> String {
    let page = page.to_owned();
    let answer = tokio::task::block_in_place(|| site.answer_authorise(&page, "editor", approve));
    answer.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blog_is_connected_by_its_own_page_in_the_browser() {
    let site = WordPress::start(&Options::default()).unwrap();
    let (_home, desk) = new_desk();
    let mut events = desk.events();
    let begun = desk.begin_authorising(&site.url, "Mon blog").await.unwrap();
    assert_eq!(begun.url, site.url);
    let answer = browser(&site, &begun.page, true).await;
    assert!(answer.starts_with("coupure://authorise?state="), "{answer}");

    // Another state, none, another site, another scheme: nothing is added, and the request of the
    // author goes on, but for an answer that names its state.
    for forged in [
        answer.replace("state=", "state=0"),
        answer.replace("state=", "stale="),
        answer.replace("coupure://authorise", "coupure://autre"),
        answer.replace("coupure://", "https://"),
        "coupure://authorise".into(),
        "n’importe quoi".into(),
    ] {
        let problem = desk.finish_authorising(&forged).await.unwrap_err();
        assert_eq!(problem.code, Code::AuthoriseStale, "{forged}");
        assert!(!format!("{problem:?}").contains("password="), "{problem:?}");
    }
    let view = desk.finish_authorising(&answer).await.unwrap();
    assert_eq!(view.blog.name, "Mon blog");
    let BlogKind::WordPress { user, url, .. } = &view.blog.kind else { panic!("{view:?}") };
    assert_eq!((user.as_str(), url.as_str()), ("editor", site.url.as_str()));
    let checks = desk.check_blog(view.blog.id).await.unwrap();
    assert!(
        !checks.iter().any(|check| matches!(check.verdict, Verdict::Wrong { .. })),
        "{checks:?}"
    );
    let told = std::iter::from_fn(|| events.try_recv().ok())
        .filter(|event| matches!(event, Event::BlogAuthorised { .. }))
        .count();
    assert_eq!(told, 1);

    // Once is enough: the same answer again is nobody's.
    let again = desk.finish_authorising(&answer).await.unwrap_err();
    assert_eq!(again.code, Code::AuthoriseStale);
    assert_eq!(desk.blogs().unwrap().len(), 2, "the built-in one and this one");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rejected_or_comes_from_another_site_adds_nothing() {
    let site = WordPress::start(&Options::default()).unwrap();
    let (_home, desk) = new_desk();
    let begun = desk.begin_authorising(&site.url, "").await.unwrap();
    let answer = browser(&site, &begun.page, false).await;
    let problem = desk.finish_authorising(&answer).await.unwrap_err();
    assert_eq!(problem.code, Code::AuthoriseRejected, "{answer}");

    let begun = desk.begin_authorising(&site.url, "").await.unwrap();
    let answer = browser(&site, &begun.page, true).await;
    let (host, _) =
        answer.split_once("site_url=").map(|(_, rest)| rest.split_once('&').unwrap()).unwrap();
    let elsewhere = answer.replace(host, "https%3A%2F%2Fvoleur.example");
    let problem = desk.finish_authorising(&elsewhere).await.unwrap_err();
    assert_eq!(problem.code, Code::AuthoriseOtherSite);
    assert_eq!(problem.params["site"], "https://voleur.example");
    // The state was spent on it.
    let problem = desk.finish_authorising(&answer).await.unwrap_err();
    assert_eq!(problem.code, Code::AuthoriseStale);
    assert_eq!(desk.blogs().unwrap().len(), 1);

    let off = "add_filter('wp_is_application_passwords_available', '__return_false');";
    site.plugin("off", off).unwrap();
    let problem = desk.begin_authorising(&site.url, "").await.unwrap_err();
    assert_eq!(problem.code, Code::ApplicationPasswordsOff);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_usual_interface_is_shut_the_older_one_is_found_and_let_in_by() {
    let site = WordPress::start(&Options::default()).unwrap();
    let (_home, desk) = new_desk();
    let shut = "if (strpos($_SERVER['REQUEST_URI'], 'wp-json') !== false
        || strpos($_SERVER['REQUEST_URI'], 'rest_route') !== false) {
        status_header(403); die('Forbidden'); }";
    site.plugin("shut", shut).unwrap();
    let problem = desk.begin_authorising(&site.url, "").await.unwrap_err();
    assert_eq!((problem.code, problem.params["host"].as_str()), (Code::RestOff, "127.0.0.1"));
    let found = desk.find_older_interface(&site.url).await.unwrap();
    assert_eq!(found, OlderInterface { url: site.url.clone(), wordpress_com: false });

    let user = site.user("editor");
    let new = NewBlog::XmlRpc {
        url: found.url,
        name: String::new(),
        user: user.name.clone(),
        password: user.password.clone(),
    };
    let view = desk.add_blog(new).await.unwrap();
    assert!(matches!(view.blog.kind, BlogKind::XmlRpc { .. }), "{view:?}");
    assert_eq!(view.blog.title, "Blog d’essai");

    // `localhost` is another address of the same server.
    let other = site.url.replace("127.0.0.1", "localhost");
    let moved = desk.move_blog(view.blog.id, &other).await.unwrap();
    assert_eq!((moved.blog.id, moved.address.as_str()), (view.blog.id, other.as_str()));

    site.plugin("shut", "if (defined('XMLRPC_REQUEST')) { status_header(403); die(); }").unwrap();
    let problem = desk.find_older_interface(&site.url).await.unwrap_err();
    assert_eq!(problem.code, Code::XmlRpcOff);
}

/// What an author has written, and written anew.
fn written(desk: &Desk, home: &Path, id: Option<DraftId>, text: &str) -> DraftId {
    let file = home.join("billet.md");
    std::fs::write(&file, format!("---\ntitle: Les moulins\ntags: [rivière]\n---\n\n{text}\n"))
        .unwrap();
    match id {
        Some(id) => {
            desk.edit_from_file(id, &file).unwrap();
            id
        }
        None => desk.import_draft(&file, None, None).unwrap().id,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blog_that_goes_on_by_its_other_interface_keeps_its_posts() {
    let site = WordPress::start(&Options::default()).unwrap();
    let (home, desk) = new_desk();
    let view = added(&desk, &site).await;
    let draft = written(&desk, home.path(), None, "Il en restait douze.");
    let publication = desk.publish(draft, Some(view.blog.id), WantedState::Published).unwrap();
    assert!(desk.sync(LONG).await.unwrap());

    let user = site.user("editor");
    for (older, text) in [(true, "Il en restait onze."), (false, "Il en restait dix.")] {
        let (url, name) = (site.url.clone(), String::new());
        let (user, password) = (user.name.clone(), user.password.clone());
        let again = desk
            .add_blog(match older {
                true => NewBlog::XmlRpc { url, name, user, password },
                false => NewBlog::WordPress { url, name, user, password },
            })
            .await
            .unwrap();
        assert_eq!((again.blog.id, again.blog.name.as_str()), (view.blog.id, "essai"));
        assert_eq!(matches!(again.blog.kind, BlogKind::XmlRpc { .. }), older);
        written(&desk, home.path(), Some(draft), text);
        desk.publish(draft, Some(view.blog.id), WantedState::Published).unwrap();
        assert!(desk.sync(LONG).await.unwrap());
        let state = desk.publication(publication.id).unwrap();
        assert_eq!(state.state, PublicationState::Published, "{state:?}");
        let posts = site.posts().unwrap();
        assert_eq!(posts.len(), 1, "{posts:?}");
        assert!(posts[0].content.contains(text), "{}", posts[0].content);
    }
    let other = NewBlog::XmlRpc {
        url: site.url.clone(),
        name: "deux".into(),
        user: "author".into(),
        password: site.user("author").password.clone(),
    };
    assert_eq!(desk.add_blog(other).await.unwrap_err().code, Code::NameTaken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blog_whose_permalinks_changed_is_found_again_and_one_that_moved_is_followed() {
    let site = WordPress::start(&Options::default()).unwrap();
    let (_home, desk) = new_desk();
    let view = added(&desk, &site).await;
    site.php("update_option('permalink_structure', ''); flush_rewrite_rules();").unwrap();
    let checks = desk.check_blog(view.blog.id).await.unwrap();
    assert!(
        !checks.iter().any(|check| matches!(check.verdict, Verdict::Wrong { .. })),
        "{checks:?}"
    );

    // `localhost` is another address of the same server.
    let other = site.url.replace("127.0.0.1", "localhost");
    let moved = desk.move_blog(view.blog.id, &other).await.unwrap();
    assert_eq!((moved.blog.id, moved.address.as_str()), (view.blog.id, other.as_str()));
    let checks = desk.check_blog(view.blog.id).await.unwrap();
    assert!(
        !checks.iter().any(|check| matches!(check.verdict, Verdict::Wrong { .. })),
        "{checks:?}"
    );
}

/// A draft with a picture of noise, which no encoder makes small.
fn draft_with_picture(desk: &Desk, home: &Path) -> DraftId {
    let (width, height) = (1_600_u32, 1_200_u32);
    let mut state = 1_u32;
    let rgba: Vec<u8> = (0..width * height)
        .flat_map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [red, green, blue, _] = state.to_be_bytes();
            [red, green, blue, 255]
        })
        .collect();
    let taken = desk.take_in_pixels(&rgba, width, height, false).unwrap();
    let file = home.join("billet.md");
    std::fs::write(&file, format!("---\ntitle: Image\n---\n\nTexte.\n\n{}\n", taken.markdown))
        .unwrap();
    desk.import_draft(&file, None, None).unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_too_large_for_the_server_goes_out_lighter_once_the_author_agrees() {
    let site = WordPress::start(&Options::default()).unwrap();
    // What nginx does before PHP is asked.
    let limit =
        "if ($_SERVER['REQUEST_METHOD'] === 'POST' && ($_SERVER['CONTENT_LENGTH'] ?? 0) > 400000) {
        http_response_code(413); echo '<html><center>nginx</center></html>'; exit; }";
    site.plugin("limit", limit).unwrap();
    let (home, desk) = new_desk();
    let view = added(&desk, &site).await;
    let draft = draft_with_picture(&desk, home.path());
    let publication = desk.publish(draft, Some(view.blog.id), WantedState::Published).unwrap();
    assert!(desk.sync(LONG).await.unwrap());
    let held_up = desk.publication(publication.id).unwrap();
    assert_eq!(held_up.state, PublicationState::NeedsAuthor, "{held_up:?}");
    let problem = held_up.problem.unwrap();
    assert_eq!(problem.code, Code::UploadTooLarge);
    let size: u64 = problem.params["size_bytes"].parse().unwrap();
    assert!(size > 400_000 && problem.params.contains_key("name"), "{problem:?}");
    assert_eq!(site.count_posts().unwrap(), 0, "no post without its picture");

    // Where the limit is not known the size is halved, each time with a yes.
    let mut agreed = 0;
    loop {
        let state = desk.publication(publication.id).unwrap();
        if state.state == PublicationState::Published {
            break;
        }
        assert_eq!(state.problem.as_ref().unwrap().code, Code::UploadTooLarge, "{state:?}");
        agreed += 1;
        assert!(agreed < 6, "it is never light enough");
        desk.send_smaller(publication.id).unwrap();
        assert!(desk.sync(LONG).await.unwrap());
    }
    let media = site.media().unwrap();
    assert_eq!(media.len(), 1);
    let post = &site.posts().unwrap()[0];
    assert!(post.content.contains("wp-image-"), "{}", post.content);
    let refused = desk.send_smaller(publication.id).unwrap_err();
    assert_eq!(refused.code, Code::BadArgument, "nothing is held up any more");

    // The blog is as wanted, and the next sending is light at once.
    let button = desk.publish_button(draft, Some(view.blog.id)).unwrap();
    assert_eq!(button.action, coupure_desk::view::PublishAction::UpToDate);
    desk.publish(draft, Some(view.blog.id), WantedState::Published).unwrap();
    assert!(desk.sync(LONG).await.unwrap());
    assert_eq!(desk.publication(publication.id).unwrap().state, PublicationState::Published);
    assert_eq!(site.media().unwrap().len(), 1);
}
