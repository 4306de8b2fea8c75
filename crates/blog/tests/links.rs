//! The posts that readers can open, as a real WordPress lists and exports them.
#![cfg(unix)]

use coupure_blog::{BlogClient, Secret, discover, xmlrpc};
use coupure_model::PublishedPost;
use coupure_testkit::wordpress::{Options, WordPress};

/// A blog of `count` published posts, and one of each kind that not every reader may open.
async fn full_of_posts(count: u32) -> (WordPress, coupure_blog::wordpress::WordPress) {
    let site = WordPress::start(&Options::default()).unwrap();
    let found = discover(&site.url).await.unwrap();
    let secret = Secret::new(&site.user("editor").password);
    let client =
        coupure_blog::wordpress::WordPress::new(&found.url, &found.api, "editor", &secret).unwrap();
    site.php(&format!(
        "wp_defer_term_counting(true); for ($n = 1; $n <= {count}; $n++) {{ wp_insert_post([ \
           'post_title' => \"Relevé n° $n & l’été\", 'post_status' => 'publish', \
           'post_content' => 'x', 'post_date_gmt' => gmdate('Y-m-d H:i:s', 1600000000 + $n * 60), \
           'post_date' => gmdate('Y-m-d H:i:s', 1600000000 + $n * 60)]); }} \
         foreach (['draft', 'private', 'pending'] as $s) wp_insert_post(['post_title' => \"caché $s\", \
           'post_status' => $s, 'post_content' => 'x']); \
         wp_insert_post(['post_title' => 'caché futur', 'post_status' => 'future', \
           'post_date' => '2090-01-01 00:00:00', 'post_content' => 'x']);"
    ))
    .unwrap();
    (site, client)
}

async fn by_xml_rpc(site: &WordPress, user: &str) -> xmlrpc::XmlRpc {
    let found = xmlrpc::discover(&site.url).await.unwrap();
    let secret = Secret::new(&site.user(user).password);
    xmlrpc::XmlRpc::new(&found.url, &found.endpoint, user, &secret).unwrap()
}

/// All pages, and the number that the last one tells.
async fn listed(client: &dyn BlogClient) -> (Vec<PublishedPost>, Option<u32>) {
    let mut posts = Vec::new();
    for page in 1.. {
        let answer = client.published(page, None).await.unwrap();
        posts.extend(answer.posts);
        if !answer.more {
            return (posts, answer.total);
        }
    }
    unreachable!("the list ends")
}

#[tokio::test]
async fn the_posts_that_readers_can_open_are_listed_page_by_page_and_then_what_changed() {
    let (site, client) = full_of_posts(150).await;
    assert!(client.published(1, None).await.unwrap().total.unwrap() >= 150);
    list_and_what_changed(&site, &client).await;
}

#[tokio::test]
async fn by_xml_rpc_they_are_listed_likewise_and_an_authors_own_alone() {
    let (site, rest) = full_of_posts(150).await;
    let client = by_xml_rpc(&site, "editor").await;
    list_and_what_changed(&site, &client).await;
    let by_id = |mut posts: Vec<PublishedPost>| {
        posts.sort_by_key(|post| post.id.0.parse::<u64>().unwrap());
        posts
    };
    assert_eq!(by_id(listed(&client).await.0), by_id(listed(&rest).await.0), "as by REST");

    let author = by_xml_rpc(&site, "author").await;
    assert_eq!(listed(&author).await, (Vec::new(), None));
    let own = "$author = get_user_by('login', 'author')->ID;
        foreach (['publish', 'draft'] as $status) echo wp_insert_post(['post_title' => 'Le mien',
        'post_status' => $status, 'post_author' => $author, 'post_content' => 'x']), \" \";";
    let ids = site.php(own).unwrap();
    let posts = listed(&author).await.0;
    let id = ids.split(' ').next().unwrap();
    assert_eq!(posts.iter().map(|post| post.id.0.as_str()).collect::<Vec<_>>(), [id]);
}

async fn list_and_what_changed(site: &WordPress, client: &dyn BlogClient) {
    let (posts, total) = listed(client).await;
    assert_eq!(total.unwrap() as usize, posts.len());
    let ours: Vec<_> = posts.iter().filter(|post| post.title.starts_with("Relevé")).collect();
    assert_eq!(ours.len(), 150);
    assert_eq!(ours[0].title, "Relevé n° 1 & l’été", "plain text, not HTML");
    assert!(ours[0].url.starts_with("http://127.0.0.1") && ours[0].date.is_some());
    assert!(posts.iter().all(|post| !post.title.contains("caché")), "nothing that is hidden");
    assert_eq!(client.published(99, None).await.unwrap().posts, [], "a page too far");

    let latest = posts.iter().filter_map(|post| post.modified).max();
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    let id = &ours[7].id.0;
    site.php(&format!("wp_update_post(['ID' => {id}, 'post_title' => 'Corrigé']);")).unwrap();
    let changed = client.published(1, latest).await.unwrap().posts;
    let corrected = changed.iter().find(|post| post.id.0 == *id).unwrap();
    assert_eq!(corrected.title, "Corrigé");
    assert!(changed.len() < 100 && changed.iter().all(|post| post.modified >= latest));
}

#[tokio::test]
async fn what_the_blogs_own_exporter_writes_is_read() {
    let (site, client) = full_of_posts(12).await;
    let export = site
        .php("require_once ABSPATH . 'wp-admin/includes/export.php'; export_wp(['content' => 'all']);")
        .unwrap();
    let posts = coupure_blog::wxr::published(export.as_bytes()).unwrap();
    let ours: Vec<_> = posts.iter().filter(|post| post.title.starts_with("Relevé")).collect();
    assert_eq!(ours.len(), 12);
    assert_eq!(ours[0].title, "Relevé n° 1 & l’été");
    assert!(posts.iter().all(|post| !post.title.contains("caché")));
    let listed = client.published(1, None).await.unwrap().posts;
    let same = listed.iter().find(|post| post.id == ours[0].id).unwrap();
    assert_eq!((&same.url, same.date), (&ours[0].url, ours[0].date));
}
