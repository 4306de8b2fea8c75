//! A computer whose clock is wrong, before a real WordPress by each of its interfaces: the blog's
//! own clock says what is now and what is to come.
#![cfg(unix)]

use coupure_blog::{BlogClient, Secret, discover, wordpress, xmlrpc};
use coupure_model::{Mark, PostChanges, RemotePost, RemoteStatus, Timestamp};
use coupure_testkit::{
    proxy::{Proxy, Weather},
    wordpress::{Options, WordPress},
};
use uuid::Uuid;

const HOUR: i64 = 3_600;

/// The difference that a request makes, and one more second of the server's.
const SOON: i64 = 30;

/// A site behind a proxy that can tell another hour, and a client by each interface.
async fn clients() -> (WordPress, Proxy, [Box<dyn BlogClient>; 2]) {
    let site = WordPress::start(&Options::default()).unwrap();
    let (port, weather) = (site.port, Weather::drawn(1, 0));
    let patience = std::time::Duration::from_secs(60);
    let proxy = tokio::task::spawn_blocking(move || Proxy::start(port, patience, weather).unwrap());
    let proxy = proxy.await.unwrap();
    let secret = Secret::new(&site.user("editor").password);
    let rest = discover(&proxy.url).await.unwrap();
    let rest = wordpress::WordPress::new(&rest.url, &rest.api, "editor", &secret).unwrap();
    let by_xml = xmlrpc::discover(&proxy.url).await.unwrap();
    let by_xml = xmlrpc::XmlRpc::new(&by_xml.url, &by_xml.endpoint, "editor", &secret).unwrap();
    (site, proxy, [Box::new(rest), Box::new(by_xml)])
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second() + seconds).unwrap()
}

fn is_about(time: Option<Timestamp>, expected: Timestamp) -> bool {
    time.is_some_and(|time| (time.as_second() - expected.as_second()).abs() < SOON)
}

async fn scheduled(blog: &dyn BlogClient, date: Timestamp) -> RemotePost {
    let text = PostChanges {
        title: Some("Bientôt".into()),
        raw: Some("<p>Texte</p>".into()),
        ..PostChanges::default()
    };
    let created = blog.create_draft(Mark(Uuid::new_v4()), &text).await.unwrap();
    let later = PostChanges {
        status: Some(RemoteStatus::Scheduled),
        date: Some(date),
        slug: Some(String::new()),
        ..PostChanges::default()
    };
    blog.update(&created.id, &later).await.unwrap()
}

#[tokio::test]
async fn now_is_the_blogs_now_where_the_clock_here_is_ahead() {
    let (_site, proxy, blogs) = clients().await;
    for blog in &blogs {
        assert!(blog.now_there().is_none(), "it has not answered yet");
        proxy.set_clock_off(0);
        let there = scheduled(blog.as_ref(), at(7 * 86_400)).await;
        proxy.set_clock_off(-HOUR);
        blog.read(&there.id).await.unwrap().unwrap();
        assert!(is_about(blog.now_there(), at(-HOUR)), "{:?}", blog.now_there());
        // By itself, and with the hour of a computer that has not noticed.
        for date in [None, Some(at(0))] {
            let status = Some(RemoteStatus::Published);
            let now = PostChanges { status, date, ..PostChanges::default() };
            let there = blog.update(&there.id, &now).await.unwrap();
            assert_eq!(there.status, RemoteStatus::Published);
            assert!(is_about(there.date, at(-HOUR)), "{there:?}");
        }
    }
}

/// By XML-RPC WordPress calls a post published that is still to come.
#[tokio::test]
async fn what_has_come_there_is_published_where_the_clock_here_is_behind() {
    let (_site, proxy, [_, blog]) = clients().await;
    let date = at(HOUR / 2);
    let there = scheduled(blog.as_ref(), date).await;
    assert_eq!((there.status, there.date), (RemoteStatus::Scheduled, Some(date)));
    proxy.set_clock_off(HOUR);
    let there = blog.read(&there.id).await.unwrap().unwrap();
    assert_eq!(there.status, RemoteStatus::Published);
    let listed = blog.posts(1).await.unwrap().posts;
    let listed = listed.into_iter().find(|post| post.id == there.id).unwrap();
    assert_eq!(listed.status, RemoteStatus::Published);
}
