//! WordPress.com's sign-in, against a stand-in in front of a real WordPress: what is used up, ends
//! or is refused, and that no post or picture is doubled by it.
#![cfg(unix)]

use std::{fs, sync::Mutex, time::Duration};

use coupure_blog::{
    BlogClient, Error, PictureUpload, Secret,
    secrets::Vault,
    wordpress::WordPress as Client,
    wordpress_com::{Service, SignIn, client},
};
use coupure_model::{BlogId, Code, Language, Mark, MediaHash, PostChanges};
use coupure_testkit::{
    wordpress::{Options, WordPress},
    wordpress_com::{CLIENT, SITE_ID, WordPressCom},
};
use uuid::Uuid;

const REDIRECT: &str = "http://127.0.0.1:18457/wordpress-com";

/// A site, the stand-in before it, and a client that was let in.
struct Bench {
    client: Client,
    secret: Secret,
    blog: BlogId,
    vault: Vault,
    there: WordPressCom,
    site: WordPress,
    home: tempfile::TempDir,
}

fn service(there: &WordPressCom) -> Service {
    Service::at(CLIENT, &there.url).unwrap()
}

fn begun(there: &WordPressCom) -> SignIn {
    SignIn::begin(&service(there), REDIRECT).unwrap()
}

fn client_of(
    there: &WordPressCom,
    site: &WordPress,
    secret: &Secret,
    at: (&Vault, BlogId),
) -> Client {
    client(&service(there), (SITE_ID, &site.url, "editor"), secret, at).unwrap()
}

/// `lasts_seconds`: of the first access token.
async fn bench(lasts_seconds: i64) -> Bench {
    let site = WordPress::start(&Options::default()).unwrap();
    let there = WordPressCom::start(&site, "editor").unwrap();
    there.set_lasts_seconds(lasts_seconds);
    let sign_in = begun(&there);
    let returned = there.answer_authorise(sign_in.page().as_str(), true).unwrap();
    let granted = sign_in.finish(&returned).await.unwrap();
    there.set_lasts_seconds(3_600);
    assert_eq!((granted.site_id.as_str(), &granted.url), (SITE_ID, &site.url));
    let home = tempfile::tempdir().unwrap();
    let vault = Vault::of_home(home.path(), Some("file"));
    let blog = BlogId(Uuid::now_v7());
    vault.set(blog, &granted.secret).unwrap();
    let client = client_of(&there, &site, &granted.secret, (&vault, blog));
    Bench { client, secret: granted.secret, blog, vault, there, site, home }
}

fn post(title: &str) -> PostChanges {
    PostChanges {
        title: Some(title.into()),
        raw: Some("<p>Texte</p>".into()),
        ..PostChanges::default()
    }
}

fn mark() -> Mark {
    Mark(Uuid::new_v4())
}

fn renewals(there: &WordPressCom) -> Vec<bool> {
    let exchanges = there.seen().exchanges.into_iter();
    exchanges.filter(|(kind, _)| kind == "refresh_token").map(|(_, good)| good).collect()
}

#[tokio::test]
async fn a_code_is_good_for_one_exchange_and_a_wrong_verifier_for_none() {
    let site = WordPress::start(&Options::default()).unwrap();
    let there = WordPressCom::start(&site, "editor").unwrap();
    let (one, other) = (begun(&there), begun(&there));
    let page = one.page();
    let denied = there.answer_authorise(page.as_str(), false).unwrap();
    assert!(one.is_answered_by(&denied));
    let returned = there.answer_authorise(page.as_str(), true).unwrap();

    // Whoever caught the answer has the code, not the verifier: with a state of their own.
    let state = |sign_in: &SignIn| {
        let page = sign_in.page();
        page.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned()
    };
    let caught = returned.replace(&state(&one), &state(&other));
    let error = other.finish(&caught).await.err().unwrap();
    assert_eq!(error.code(), Code::AuthoriseRejected, "{error}");
    // The stand-in has taken the code at that, as the standard asks.
    let error = one.finish(&returned).await.err().unwrap();
    assert_eq!(error.code(), Code::AuthoriseRejected, "{error}");
    let tried = ("authorization_code".to_owned(), false);
    assert_eq!(there.seen().exchanges, [tried.clone(), tried]);

    // The answer of a sign-in that went well, once more: another code has to be asked for.
    let two = begun(&there);
    let returned = there.answer_authorise(two.page().as_str(), true).unwrap();
    let code =
        returned.split(['?', '&']).find(|part| part.starts_with("code=")).unwrap().to_owned();
    two.finish(&returned).await.unwrap();
    let three = begun(&there);
    let again = format!("{REDIRECT}?{code}&state={}", state(&three));
    assert_eq!(three.finish(&again).await.err().unwrap().code(), Code::AuthoriseRejected);

    let four = begun(&there);
    let denied = there.answer_authorise(four.page().as_str(), false).unwrap();
    assert_eq!(four.finish(&denied).await.err().unwrap().code(), Code::AuthoriseRejected);
}

#[tokio::test]
async fn an_access_token_that_has_ended_is_renewed_before_anything_is_sent() {
    let bench = bench(1).await;
    bench.client.create_draft(mark(), &post("Un")).await.unwrap();
    let seen = bench.there.seen();
    assert_eq!(seen.refused, Vec::<String>::new());
    assert_eq!(renewals(&bench.there), [true]);
    assert_eq!(bench.site.count_posts().unwrap(), 1);
}

#[tokio::test]
async fn a_refused_write_is_repeated_once_after_a_renewal_and_makes_one_post() {
    let bench = bench(3_600).await;
    let mark = mark();
    bench.there.end_access();
    let created = bench.client.create_draft(mark, &post("Un")).await.unwrap();
    assert_eq!(renewals(&bench.there), [true]);
    assert_eq!(bench.there.seen().refused.len(), 1);
    let found = bench.client.find_created(mark).await.unwrap();
    assert_eq!(found.iter().map(|post| &post.id).collect::<Vec<_>>(), [&created.id]);
    assert_eq!(bench.site.count_posts().unwrap(), 1);
}

#[tokio::test]
async fn a_cut_write_is_left_open_and_not_repeated() {
    let bench = bench(3_600).await;
    bench.there.cut_next_write();
    let error = bench.client.create_draft(mark(), &post("Un")).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error:?}");
    assert_eq!((renewals(&bench.there), bench.there.seen().passed), (vec![], vec![]));
    assert_eq!(bench.site.count_posts().unwrap(), 0);
}

#[tokio::test]
async fn a_refresh_token_is_used_once_and_the_new_one_is_in_the_vault_for_whoever_comes_next() {
    let bench = bench(3_600).await;
    bench.there.end_access();
    bench.client.posts(1).await.unwrap();
    let kept = bench.vault.get(bench.blog).unwrap().unwrap();
    assert_ne!(kept, bench.secret, "the new tokens are kept");

    // A client of before, as another window holds it: it takes what is in the vault.
    let older = client_of(&bench.there, &bench.site, &bench.secret, (&bench.vault, bench.blog));
    older.posts(1).await.unwrap();
    assert_eq!(renewals(&bench.there), [true], "nothing was renewed with what was used up");

    // Where the vault lost the new one (a backup put back), the old one is refused for good.
    bench.vault.set(bench.blog, &bench.secret).unwrap();
    bench.there.end_access();
    let older = client_of(&bench.there, &bench.site, &bench.secret, (&bench.vault, bench.blog));
    let error = older.create_draft(mark(), &post("Un")).await.unwrap_err();
    assert!(matches!(error, Error::SignedOut { .. }), "{error:?}");
    assert!(!error.outcome_unknown());
    assert_eq!(renewals(&bench.there), [true, false]);
    assert_eq!(bench.site.count_posts().unwrap(), 0);
    let checks = older.check().await;
    assert_eq!(checks.iter().map(|check| check.probe).collect::<Vec<_>>(), ["password"]);
    assert_eq!(checks[0].problem().unwrap().code, Code::PasswordRefused);
}

#[tokio::test]
async fn many_requests_at_once_renew_once() {
    let bench = bench(3_600).await;
    bench.there.end_access();
    let other = client_of(&bench.there, &bench.site, &bench.secret, (&bench.vault, bench.blog));
    let (first, second, third) =
        tokio::join!(bench.client.posts(1), other.posts(1), bench.client.posts(1));
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    assert_eq!(renewals(&bench.there), [true]);
}

#[tokio::test]
async fn a_new_access_token_is_not_used_before_the_vault_holds_what_renews_it() {
    let bench = bench(3_600).await;
    // A vault that can be read (there is nothing in it) and not written.
    let nowhere = bench.home.path().join("full");
    std::os::unix::fs::symlink(bench.home.path().join("missing/deeper"), &nowhere).unwrap();
    let (vault, blog) = (Vault::File(nowhere.clone()), BlogId(Uuid::now_v7()));
    let client = client_of(&bench.there, &bench.site, &bench.secret, (&vault, blog));
    bench.there.end_access();
    let error = client.create_draft(mark(), &post("Un")).await.unwrap_err();
    assert!(!error.outcome_unknown(), "{error:?}");
    assert_eq!(renewals(&bench.there), [true]);
    assert_eq!(bench.there.seen().passed, [], "the new token was not used");

    // The renewal is not lost: it is written down as soon as that can be, and used then.
    fs::remove_file(&nowhere).unwrap();
    client.create_draft(mark(), &post("Un")).await.unwrap();
    assert_eq!(renewals(&bench.there), [true]);
    assert!(vault.get(blog).unwrap().is_some());
    assert_eq!(bench.site.count_posts().unwrap(), 1);
}

#[tokio::test]
async fn a_renewal_is_kept_though_whoever_asked_for_it_is_gone() {
    let bench = bench(3_600).await;
    bench.there.end_access();
    let creating = bench.client.posts(1);
    let renewed = async {
        while renewals(&bench.there).is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        _ = creating => {}
        () = renewed => {}
    }
    bench.client.posts(1).await.unwrap();
    assert_eq!(renewals(&bench.there), [true]);
    assert_ne!(bench.vault.get(bench.blog).unwrap(), Some(bench.secret.clone()));
}

#[tokio::test]
async fn a_picture_that_is_refused_on_its_way_is_sent_again_and_is_there_once() {
    let bench = bench(3_600).await;
    let picture = image::RgbImage::from_fn(1_200, 900, |x, y| {
        image::Rgb([(x * 31 + y * 17) as u8, (x * y) as u8, (x ^ y) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let bytes = bytes.into_inner();
    let upload = PictureUpload {
        hash: MediaHash(*blake3::hash(&bytes).as_bytes()),
        bytes: &bytes,
        mime: "image/png",
        name: "Coupure",
        alt: "Une page",
        caption: "",
        title: "Coupure",
    };
    assert!(bytes.len() > 1_000_000, "{} bytes are under way for a while", bytes.len());
    bench.there.refuse_within_next_upload();
    let last = Mutex::new(0);
    let media =
        bench.client.upload(&upload, &|sent, _| *last.lock().unwrap() = sent).await.unwrap();
    assert_eq!(*last.lock().unwrap(), bytes.len() as u64);
    assert_eq!(bench.there.seen().refused.len(), 1);
    assert_eq!(renewals(&bench.there), [true]);
    assert_eq!(bench.client.find_media(&upload.hash).await.unwrap(), Some(media));
    assert_eq!(bench.site.media().unwrap().len(), 1);
}

#[tokio::test]
async fn a_permission_that_was_taken_back_is_said_and_nothing_is_sent() {
    let bench = bench(3_600).await;
    bench.there.revoke();
    let error = bench.client.create_draft(mark(), &post("Un")).await.unwrap_err();
    assert_eq!(error.code(), Code::PasswordRefused);
    assert_eq!(
        error.to_string(),
        "WordPress.com no longer lets Coupure in. Connect the blog again by the browser."
    );
    assert_eq!(bench.site.count_posts().unwrap(), 0);
}

#[tokio::test]
async fn a_blog_of_wordpress_com_says_what_it_is() {
    let bench = bench(3_600).await;
    let learnt = bench.client.learn().await.unwrap();
    assert_eq!(learnt.title, "Blog d’essai");
    assert_eq!(learnt.language, Some(Language::French));
    assert_eq!(learnt.time_zone, "Europe/Paris");
    assert_eq!(learnt.features.version, bench.site.version);
    let checks = bench.client.check().await;
    assert!(checks.iter().all(|check| !check.is_wrong()), "{checks:?}");
    let names: Vec<_> = checks.iter().map(|check| check.probe).collect();
    assert_eq!(names, ["address", "password", "role", "uploads"]);
    assert_eq!(bench.client.user_name().await.unwrap(), "editor");
}
