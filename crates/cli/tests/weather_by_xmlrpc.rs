//! By XML-RPC through a proxy that breaks half of the writes: each post and each picture is there
//! once, and as it was written. `tests/weather.rs` is the same by REST, of many more posts.
#![cfg(unix)]

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use coupure_desk::{Desk, OpenOptions};
use coupure_testkit::{
    proxy::{Proxy, Weather},
    wordpress::{Options, WordPress},
};
use serde_json::Value;

const POSTS: usize = 5;
const TIMEOUT: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(420);

fn coupure(home: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coupure"));
    command
        .args(["--json", "--home"])
        .arg(home)
        .args(words)
        .env("COUPURE_SECRETS", "file")
        .env("COUPURE_TIMEOUT", TIMEOUT.as_secs().to_string())
        .stdin(Stdio::null());
    command
}

fn lines(home: &Path, words: &[&str]) -> Vec<Value> {
    let output = coupure(home, words).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {told}");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn add_blog(home: &Path, url: &str, site: &WordPress) {
    let words = ["blog", "add", "xmlrpc", url, "--name", "essai", "--user", "editor"];
    let mut adding = coupure(home, &words).stdin(Stdio::piped()).spawn().unwrap();
    writeln!(adding.stdin.take().unwrap(), "{}", site.user("editor").password).unwrap();
    assert!(adding.wait().unwrap().success());
}

fn title(n: usize) -> String {
    format!("Billet numéro {n}")
}

/// A post with a picture of its own, which is its cover too.
fn written(folder: &Path, n: usize, version: &str) -> PathBuf {
    let picture = folder.join(format!("picture-{n}.png"));
    let colour = image::Rgb([(n * 37) as u8, 120, 90]);
    image::RgbImage::from_pixel(320, 240, colour).save(&picture).unwrap();
    let file = folder.join(format!("post-{n}.md"));
    let (title, picture, quarter) = (title(n), picture.display(), n % 2);
    let text = format!(
        "---\ntitle: {title}\nslug: billet-{n}\ncover: {picture}\n\
         categories: [Quartier {quarter}]\ntags: [lavoir, {version}]\n---\n\n![Vue {n}]({picture})\n\n\
         Texte {n}, {version} version.\n"
    );
    std::fs::write(&file, text).unwrap();
    file
}

fn send_all(home: &Path, seed: u64) {
    let begun = Instant::now();
    loop {
        coupure(home, &["sync", "--wait", "60"]).stdout(Stdio::null()).status().unwrap();
        let all = lines(home, &["status"]);
        let left: Vec<_> = all.iter().filter(|line| line["state"] != "published").collect();
        if left.is_empty() {
            return;
        }
        for stuck in &left {
            let asks = stuck["state"] == "needs_author" || stuck["state"] == "refused";
            assert!(!asks, "seed {seed}: {stuck}");
        }
        assert!(begun.elapsed() < PATIENCE, "seed {seed}: not all were sent: {left:#?}");
    }
}

#[test]
fn by_xml_rpc_each_post_and_picture_is_there_once_though_half_of_the_writes_are_broken() {
    let named = std::env::var("COUPURE_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = named.unwrap_or(20261128);
    println!("COUPURE_SEED={seed}");
    let site = WordPress::start(&Options::default()).unwrap();
    let proxy = Proxy::start(site.port, TIMEOUT, Weather::drawn(seed, 0)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    add_blog(&home, &proxy.url, &site);

    proxy.set_percent(50);
    let mut drafts = Vec::new();
    for n in 1..=POSTS {
        let file = written(folder.path(), n, "première").display().to_string();
        let draft = lines(&home, &["draft", "new", &file, "--blog", "essai"]).remove(0);
        let id = draft["id"].as_str().unwrap().to_owned();
        lines(&home, &["publish", &id]);
        drafts.push(id);
    }
    send_all(&home, seed);
    for (n, id) in (1..).zip(&drafts) {
        let file = written(folder.path(), n, "deuxième").display().to_string();
        lines(&home, &["draft", "edit", id, &file]);
        lines(&home, &["publish", id]);
    }
    send_all(&home, seed);
    // What is not known yet is found out: strays, late landings.
    proxy.set_percent(0);
    let quiet = coupure(&home, &["sync", "--wait", "120"]).stdout(Stdio::null()).status();
    assert!(quiet.unwrap().success(), "seed {seed}: all is quiet in the end");
    println!("{:#?}", proxy.counts());

    let posts = site.posts().unwrap();
    let alive: Vec<_> = posts.iter().filter(|post| post.status != "trash").collect();
    let media = site.media().unwrap();
    assert_eq!(alive.len(), POSTS, "seed {seed}: no post twice, no stray: {alive:#?}");
    assert_eq!(media.len(), POSTS, "seed {seed}: each picture once: {media:#?}");
    let desk = Desk::open(OpenOptions::of(home)).unwrap();
    for (n, id) in (1..).zip(&drafts) {
        let publication = desk.publication_of(id.parse().unwrap(), None).unwrap().unwrap();
        let post = alive.iter().find(|post| post.title == title(n)).expect("it is there");
        assert_eq!(post.content, desk.content_sent(publication.id).unwrap(), "seed {seed}");
        assert!(post.content.contains(&format!("Texte {n}, deuxième")), "{}", post.content);
        assert!(post.content.contains(&format!("wp-image-{}", post.cover)), "{}", post.content);
        assert_eq!((&*post.status, &*post.slug), ("publish", &*format!("billet-{n}")));
        assert_eq!(post.categories, [format!("Quartier {}", n % 2)], "seed {seed}");
        let mut tags = post.tags.clone();
        tags.sort();
        assert_eq!(tags, ["deuxième", "lavoir"], "seed {seed}");
    }
    let marks = site.php(
        "global $wpdb; echo $wpdb->get_var(\"SELECT COUNT(*) FROM $wpdb->postmeta
        JOIN $wpdb->posts ON ID = post_id AND post_status <> 'trash'
        WHERE meta_key = 'coupure_mark'\");",
    );
    assert_eq!(marks.unwrap(), "0", "seed {seed}: no mark is left");
}
