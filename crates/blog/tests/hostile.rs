//! Servers that are slow for ever, endless, lying or broken: every call of a client comes back,
//! bounded in time and memory, with an error that has a name, and does no harm.

use std::{future::Future, pin::Pin, time::Duration};

use coupure_blog::{BlogClient, Error, PictureUpload, Secret, wordpress::WordPress};
use coupure_model::{Code, Mark, MediaHash, PostChanges, RemoteId};
use coupure_testkit::rogue::{Answer, Rogue};
use proptest::prelude::*;
use uuid::Uuid;

/// Short, so that the tests are.
const TIMEOUT: Duration = Duration::from_millis(400);
/// Far above every bound of a call (several requests, each with its time-out).
const PATIENCE: Duration = Duration::from_secs(60);

type Call = (
    &'static str,
    bool,
    for<'a> fn(&'a WordPress) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>,
);

fn mark() -> Mark {
    Mark(Uuid::from_u128(7))
}

fn id() -> RemoteId {
    RemoteId("12".into())
}

fn text() -> PostChanges {
    PostChanges { title: Some("T".into()), raw: Some("x".into()), ..PostChanges::default() }
}

/// Every call of a client but uploads, which keep a longer time-out; the second says whether it
/// writes.
const CALLS: &[Call] = &[
    ("find_created", false, |c| Box::pin(async { c.find_created(mark()).await.map(drop) })),
    ("create_draft", true, |c| Box::pin(async { c.create_draft(mark(), &text()).await.map(drop) })),
    ("read", false, |c| Box::pin(async { c.read(&id()).await.map(drop) })),
    ("update", true, |c| Box::pin(async { c.update(&id(), &text()).await.map(drop) })),
    ("revisions", false, |c| Box::pin(async { c.revisions(&id(), 5).await.map(drop) })),
    ("revision", false, |c| Box::pin(async { c.revision(&id(), "9").await.map(drop) })),
    ("trash", true, |c| Box::pin(async { c.trash(&id()).await })),
    ("find_media", false, |c| {
        Box::pin(async { c.find_media(&MediaHash([1; 32])).await.map(drop) })
    }),
    ("posts", false, |c| Box::pin(async { c.posts(1).await.map(drop) })),
];

fn client(url: &str) -> WordPress {
    WordPress::new(url, &format!("{url}wp-json/"), "laurent", &Secret::new("abcd efgh"))
        .unwrap()
        .with_request_timeout(TIMEOUT)
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_proxy_says_is_gone_is_not_a_post_that_somebody_deleted() {
    let page = "<html><body><h1>Gone</h1>See <a href=\"/\">the front page</a>.</body></html>";
    for (status, body) in [
        ("410 Gone", page),
        ("404 Not Found", page),
        ("501 Not Implemented", page),
        ("410 Gone", r#"{"error":"gone"}"#),
        ("410 Gone", r#"{"code":"gone","message":"Parti"}"#),
        ("404 Not Found", r#"{"code":"not_found","message":"?"}"#),
    ] {
        let said = format!("{status} {body}");
        let answer = Answer::html(status, body);
        let server = Rogue::start(move |_, _| answer.clone()).await.unwrap();
        let client = client(&server.url);
        for (name, _, call) in CALLS {
            let error = match call(&client).await {
                Err(error) => error,
                Ok(()) => panic!("{name} takes it for an answer: {said}"),
            };
            assert_ne!(error.code(), Code::GoneFromBlog, "{name}: {said}");
            assert!(!error.to_string().contains("no trash"), "{name}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_server_does_each_call_ends_with_a_named_error() {
    let json = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let deep = format!("{{\"id\":12,\"meta\":{}", "[".repeat(200_000));
    let drip = Duration::from_millis(30);
    let servers: Vec<(&str, Answer, Option<Code>)> = vec![
        ("silence", Answer::Silence, Some(Code::TimedOut)),
        (
            "headers that drip for ever",
            Answer::Endless {
                head: bytes("HTTP/1.1 200 OK\r\n"),
                lot: bytes("x: y\r\n"),
                pause: drip,
            },
            None,
        ),
        (
            "a body that drips for ever",
            Answer::Endless {
                head: bytes(&format!("{json}transfer-encoding: chunked\r\n\r\n")),
                lot: bytes("1\r\n \r\n"),
                pause: drip,
            },
            Some(Code::TimedOut),
        ),
        (
            "four gigabytes",
            Answer::Endless {
                head: bytes(&format!("{json}content-length: 4294967296\r\n\r\n")),
                lot: vec![b' '; 1 << 20],
                pause: Duration::ZERO,
            },
            None,
        ),
        (
            "headers without end",
            Answer::Endless {
                head: bytes("HTTP/1.1 200 OK\r\n"),
                lot: bytes(&format!("h: {}\r\n", "a".repeat(60_000))),
                pause: Duration::ZERO,
            },
            None,
        ),
        ("no HTTP at all", Answer::Whole(bytes("220 mail.example ESMTP\r\n")), Some(Code::Offline)),
        (
            "an answer cut short",
            Answer::Whole(bytes(&format!("{json}content-length: 90\r\n\r\n{{"))),
            Some(Code::Offline),
        ),
        ("an empty answer", Answer::json("200 OK", ""), Some(Code::AnswerUnreadable)),
        ("deep JSON", Answer::json("200 OK", &deep), Some(Code::AnswerUnreadable)),
        ("a number", Answer::json("200 OK", "12"), None),
        ("a list of numbers", Answer::json("200 OK", "[1,2,3]"), None),
        (
            "wrong types",
            Answer::json(
                "200 OK",
                r#"{"id":"twelve","status":4,"slug":[],"title":{"raw":{}},"content":7,"source_url":1,"media_details":"x"}"#,
            ),
            None,
        ),
        (
            "a negative number",
            Answer::json(
                "200 OK",
                r#"[{"id":-1,"slug":"x","title":{"raw":""},"content":{"raw":""},"status":"draft","source_url":""}]"#,
            ),
            None,
        ),
        (
            "an address that leads to itself",
            Answer::redirect("/wp-json/wp/v2/posts"),
            Some(Code::Redirected),
        ),
        (
            "an address on another host",
            Answer::redirect("http://192.0.2.1/x"),
            Some(Code::Redirected),
        ),
        (
            "HTML",
            Answer::html("200 OK", "<html><script>alert(1)</script>"),
            Some(Code::AnswerUnreadable),
        ),
        (
            "a page of nginx",
            Answer::html("502 Bad Gateway", "<center>nginx</center>"),
            Some(Code::ServerFault),
        ),
        ("a status that is none", Answer::json("999 What", "{}"), None),
    ];
    for (name, answer, code) in servers {
        let sent = answer.clone();
        let server = Rogue::start(move |_, _| sent.clone()).await.unwrap();
        for (call, writes, run) in CALLS {
            let client = client(&server.url);
            let outcome = tokio::time::timeout(PATIENCE, run(&client)).await;
            let outcome = outcome.unwrap_or_else(|_| panic!("{name}: {call} does not end"));
            let Err(error) = outcome else {
                // A trash answered by any JSON and an empty list are what they say.
                assert!(!writes || *call == "trash", "{name}: {call} is taken for done");
                continue;
            };
            if let Some(code) = code {
                assert_eq!(error.code(), code, "{name}: {call}: {error:?}");
            }
            assert_ne!(error.code(), Code::Internal, "{name}: {call}: {error:?}");
            assert!(error.to_string().len() < 2_000, "{name}: {call}");
            // What was redirected or refused did not happen; anything else may have.
            let refused = matches!(
                error.code(),
                Code::Redirected
                    | Code::ContentRefused
                    | Code::GoneFromBlog
                    | Code::NotAllowed
                    | Code::RestOff
            );
            if *writes && *call != "update" {
                assert_eq!(error.outcome_unknown(), !refused, "{name}: {call}: {error:?}");
            }
        }
    }
}

/// A post as WordPress answers it.
fn post(id: u64, slug: &str, title: &str) -> String {
    format!(
        "{{\"id\":{id},\"status\":\"draft\",\"slug\":\"{slug}\",\"title\":{{\"raw\":\"{title}\"}},\
         \"content\":{{\"raw\":\"x\"}},\"excerpt\":{{\"raw\":\"\"}}}}"
    )
}

#[tokio::test]
async fn an_answer_about_another_post_leaves_the_outcome_unknown() {
    let answer = |_: &str, _: &str| Answer::json("200 OK", &post(99, "autre", "Autre"));
    let other = Rogue::start(answer).await.unwrap();
    let client = client(&other.url);
    for error in [
        client.update(&id(), &text()).await.unwrap_err(),
        client.read(&id()).await.unwrap_err(),
        client.create_draft(mark(), &text()).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.code(), error.outcome_unknown()),
            (Code::AnswerUnreadable, true),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_list_of_other_posts_or_pictures_is_not_taken_for_ours() {
    let all = format!("[{},{}]", post(1, "bonjour", "B"), post(2, &mark().to_string(), "T"));
    let pictures = r#"[{"id":5,"slug":"autre","source_url":"https://a.example/x.jpg"}]"#;
    let server = Rogue::start(move |head, _| {
        Answer::json("200 OK", if head.contains("/media") { pictures } else { &all })
    })
    .await
    .unwrap();
    let client = client(&server.url);
    let found = client.find_created(mark()).await.unwrap();
    assert_eq!(found.iter().map(|post| post.id.0.as_str()).collect::<Vec<_>>(), ["2"]);
    assert_eq!(client.find_media(&MediaHash([1; 32])).await.unwrap(), None);
}

#[tokio::test]
async fn a_list_that_repeats_for_ever_and_a_huge_list_of_versions_end() {
    let list = format!("[{},{}]", post(1, "a", "A"), post(2, "b", "B"));
    let versions = format!(
        "[{}]",
        vec![
            r#"{"id":1,"slug":"1-revision-v1","title":{"raw":"t"},"content":{"raw":"c"}}"#;
            50_000
        ]
        .join(",")
    );
    let server = Rogue::start(move |head, _| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        if path.contains("/revisions") {
            Answer::json("200 OK", &versions)
        } else if path.contains("/users/me") {
            Answer::json("200 OK", r#"{"id":1,"name":"L","roles":["editor"]}"#)
        } else {
            Answer::with("200 OK", "x-wp-totalpages: 4000000000\r\n", &list)
        }
    })
    .await
    .unwrap();
    let client = WordPress::new(
        &server.url,
        &format!("{}wp-json/", server.url),
        "laurent",
        &Secret::new("x"),
    )
    .unwrap();
    assert_eq!(client.revisions(&id(), 7).await.unwrap().len(), 7);
    let mut page = 1;
    while client.posts(page).await.unwrap().more {
        page += 1;
        assert!(page < 10, "the list has no end");
    }
    assert_eq!(page, 2);
}

#[tokio::test]
async fn a_post_with_more_terms_than_there_are_does_not_ask_for_ever() {
    let terms: Vec<String> = (1..=50_000).map(|id: u32| id.to_string()).collect();
    let crowded = post(12, "a", "A")
        .replace("\"excerpt\"", &format!("\"categories\":[{}],\"excerpt\"", terms.join(",")));
    let server = Rogue::start(move |head, _| {
        Answer::json("200 OK", if head.contains("/posts/") { &crowded } else { "[]" })
    })
    .await
    .unwrap();
    let client = client(&server.url).with_request_timeout(Duration::from_secs(20));
    assert!(client.read(&id()).await.unwrap().is_some());
    assert!(server.heads().len() < 40, "{} requests", server.heads().len());
}

#[tokio::test]
async fn messages_of_a_server_bring_no_commands_for_the_terminal() {
    let hostile =
        r#"{"code":"rest_forbidden","message":"\u001b]0;moi\u0007<b>non</b>\u009b2J\r\n"}"#;
    let server = Rogue::start(move |_, _| Answer::json("403 Forbidden", hostile)).await.unwrap();
    let error = client(&server.url).update(&id(), &text()).await.unwrap_err();
    assert_eq!(error.code(), Code::NotAllowed);
    let shown = error.to_string() + &format!("{:?}", error.problem().params);
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
}

#[tokio::test]
async fn a_picture_refused_by_its_length_is_told_with_size_and_limit() {
    let refused = "HTTP/1.1 413 Content Too Large\r\ncontent-type: text/html\r\ncontent-length: 0\r\n\
                   connection: close\r\n\r\n";
    let server =
        Rogue::start(move |head, _| match coupure_testkit::rogue::length_of(head) > 300_000 {
            true => Answer::Early(bytes(refused)),
            false => Answer::json("401 x", r#"{"code":"rest_cannot_create"}"#),
        })
        .await
        .unwrap();
    let picture = vec![0xff; 700_000];
    let upload = PictureUpload {
        hash: MediaHash([2; 32]),
        bytes: &picture,
        mime: "image/jpeg",
        name: "La page",
        alt: "",
        caption: "",
        title: "",
    };
    let error = client(&server.url).upload(&upload, &|_, _| {}).await.unwrap_err();
    let problem = error.problem();
    assert_eq!(problem.code, Code::UploadTooLarge, "{problem:?}");
    let told: Vec<&str> = ["name", "size_bytes", "max_bytes"]
        .iter()
        .map(|name| problem.params[*name].as_str())
        .collect();
    assert_eq!(told, ["La page", "700000", "262144"]);
    assert!(!error.outcome_unknown());
}

/// JSON of any shape, with the names that are read.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let names = prop_oneof![
        Just("id"),
        Just("slug"),
        Just("status"),
        Just("title"),
        Just("content"),
        Just("raw"),
        Just("meta"),
        Just("footnotes"),
        Just("_links"),
        Just("predecessor-version"),
        Just("categories"),
        Just("tags"),
        Just("date_gmt"),
        Just("modified_gmt"),
        Just("link"),
        Just("source_url"),
        Just("media_details"),
        Just("sizes"),
        Just("width"),
        Just("code"),
        Just("message"),
        Just("data"),
        Just("capabilities"),
        Just("roles"),
        Just("name"),
        Just("namespaces"),
        Just("authentication"),
        Just("featured_media"),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        prop_oneof![
            Just("publish".to_owned()),
            Just("0000-00-00T00:00:00".to_owned()),
            Just("wp/v2".to_owned()),
            ".{0,12}",
        ]
        .prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 48, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map(names.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_json_is_an_answer_or_an_error(
        json in any_json(),
        status in prop_oneof![Just(200), Just(201), Just(400), Just(401), Just(403), Just(404), Just(500)],
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let body = json.to_string();
            let server = Rogue::start(move |_, _| Answer::json(&format!("{status} x"), &body)).await.unwrap();
            let client = client(&server.url).with_request_timeout(Duration::from_secs(20));
            for (call, _, run) in CALLS {
                if let Err(error) = run(&client).await {
                    assert_ne!(error.code(), Code::Internal, "{call}: {error:?}");
                }
            }
            let _ = client.learn().await;
        });
    }
}

/// Its length was announced: a server takes no part of it for the whole, nor any later.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_was_cut_on_its_way_did_not_arrive_and_one_that_was_sent_whole_may_have() {
    let picture = vec![7; 32 << 20];
    let upload = PictureUpload {
        hash: MediaHash([1; 32]),
        bytes: &picture,
        mime: "image/jpeg",
        name: "une",
        alt: "",
        caption: "",
        title: "",
    };
    for (answer, may_have_arrived) in
        [(Answer::Early(Vec::new()), false), (Answer::Whole(Vec::new()), true)]
    {
        let server = Rogue::start(move |_, _| answer.clone()).await.unwrap();
        let error = client(&server.url).upload(&upload, &|_, _| ()).await.unwrap_err();
        assert_eq!(error.outcome_unknown(), may_have_arrived, "{error}");
        assert_eq!(error.code(), Code::Offline, "{error}");
    }
}
