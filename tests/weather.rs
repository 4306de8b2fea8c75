//! Posts with pictures published, then changed, through a proxy that breaks half of the writes in
//! twelve ways, while the process is killed now and then: each is there once, and as it was written.

#[path = "common/mod.rs"]
mod common;

#[path = "common/command.rs"]
mod command;

use std::{
    collections::BTreeSet,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use command::{Coupure, next, nightly, seed};
use common::Home;
use coupure_testkit::{
    proxy::{Proxy, Weather},
    wordpress::{Options, StoredPost, WordPress},
};

/// What a request may take here; all is near, and what is in doubt is waited for twice as long.
const TIMEOUT: Duration = Duration::from_secs(3);
const BROKEN_PERCENT: u32 = 50;

fn posts() -> usize {
    let named = std::env::var("COUPURE_POSTS").ok().and_then(|posts| posts.parse().ok());
    named.unwrap_or(if nightly() { 200 } else { 20 })
}

#[test]
fn each_post_and_each_picture_is_there_once_though_half_of_the_writes_are_broken() {
    let seed = seed();
    let begun = Instant::now();
    let site = WordPress::start(&Options::default()).unwrap();
    let before = site.count_posts().unwrap();
    let proxy = Proxy::start(site.port, TIMEOUT, Weather::drawn(seed, 0)).unwrap();
    let home = Home::new();
    let mut coupure = Coupure::of(home.home());
    coupure.timeout = Some(TIMEOUT.as_secs());
    coupure.add_wordpress(&proxy.url, site.user("editor"));
    let mut sending = Sending { coupure: &coupure, random: seed, kills: 0 };

    proxy.set_percent(BROKEN_PERCENT);
    let mut drafts = Vec::new();
    for n in 1..=posts() {
        let file = write_post(home.path(), n, "première");
        let draft = coupure.ask(&["draft", "new", &file, "--blog", "wp"]);
        let id = draft["id"].as_str().unwrap().to_owned();
        coupure.ask(&["publish", &id]);
        drafts.push(id);
    }
    sending.until_all_are("published");
    println!("published after {} s", begun.elapsed().as_secs());

    for (n, id) in (1..).zip(&drafts) {
        let file = write_post(home.path(), n, "deuxième");
        coupure.ask(&["draft", "edit", id, &file]);
        coupure.ask(&["publish", id]);
    }
    sending.until_all_are("published");
    println!("changed after {} s, {} kills", begun.elapsed().as_secs(), sending.kills);

    // What is not known yet is found out: strays, late landings.
    proxy.set_percent(0);
    let mut last = coupure.command(&["sync", "--wait", "120"]);
    let quiet = last.stdout(Stdio::null()).status().unwrap();
    assert!(quiet.success(), "seed {seed}: all is quiet in the end");

    let counts = proxy.counts();
    let broken: u64 = counts.iter().filter(|(name, _)| **name != "writes").map(|(_, n)| n).sum();
    println!("{broken} of {} writes broken: {counts:#?}", counts["writes"]);

    let stored = site.posts().unwrap();
    let alive: Vec<_> = stored.iter().filter(|post| post.status != "trash").collect();
    let swept = stored.len() - alive.len();
    let media = site.media().unwrap();
    let desk = home.open();
    println!(
        "{} posts of {}, {} pictures, {swept} strays swept, {} s",
        alive.len() - before,
        drafts.len(),
        media.len(),
        begun.elapsed().as_secs(),
    );
    assert_eq!(alive.len() - before, drafts.len(), "seed {seed}: no post twice, no stray");
    assert_eq!(media.len(), drafts.len(), "seed {seed}: each picture once: {media:#?}");
    for (n, id) in (1..).zip(&drafts) {
        let draft = id.parse().unwrap();
        let publication = desk.publication_of(draft, None).unwrap().unwrap();
        let named: Vec<_> = alive.iter().filter(|post| post.title == title(n)).collect();
        assert_eq!(named.len(), 1, "seed {seed}: {} is there once", title(n));
        let post = named[0];
        check_post(post, n, seed);
        let sent = desk.content_sent(publication.id).unwrap();
        assert_eq!(post.content, sent, "seed {seed}: as the draft is rendered");
        let picture =
            media.iter().find(|media| media.id == post.cover).expect("its cover is there");
        assert_eq!(picture.alt, format!("Vue {n}"), "seed {seed}: its own picture");
        assert!(post.content.contains(&format!("wp-image-{}", post.cover)), "{}", post.content);
    }
    let shapes: BTreeSet<_> = (1..=drafts.len())
        .map(|n| shape(alive.iter().find(|post| post.title == title(n)).unwrap(), n))
        .collect();
    assert_eq!(shapes.len(), 1, "seed {seed}: all are made alike: {shapes:#?}");
}

fn check_post(post: &StoredPost, n: usize, seed: u64) {
    assert_eq!(post.status, "publish", "seed {seed}: {}", post.title);
    assert_eq!(post.slug, format!("billet-{n}"), "seed {seed}: its own address");
    let line = format!("Texte {n}, deuxième version.");
    assert!(post.content.contains(&line), "seed {seed}: {}", post.content);
    let mut tags = post.tags.clone();
    tags.sort();
    let expected = ["lavoir".to_owned(), format!("rue {}", n % 3), "deuxième".into()];
    assert_eq!(tags, BTreeSet::from(expected).into_iter().collect::<Vec<_>>(), "seed {seed}");
    assert_eq!(post.categories, [format!("Quartier {}", n % 2)], "seed {seed}");
}

/// The content without what is a post's own.
fn shape(post: &StoredPost, n: usize) -> String {
    let own = [
        (format!("Texte {n},"), "Texte N,"),
        (format!("Vue {n}"), "Vue N"),
        (format!("/vue-{n}.jpg"), "/vue-N.jpg"),
        (format!("\"id\":{}", post.cover), "\"id\":M"),
        (format!("wp-image-{}\"", post.cover), "wp-image-M\""),
    ];
    own.iter().fold(post.content.clone(), |text, (from, to)| text.replace(from, to))
}

fn title(n: usize) -> String {
    format!("Billet numéro {n}")
}

/// A post with a picture of its own, which is its cover too.
fn write_post(folder: &Path, n: usize, version: &str) -> String {
    let picture = folder.join(format!("picture-{n}.png"));
    if !picture.exists() {
        let colour = image::Rgb([(n * 37 % 256) as u8, (n / 7) as u8, 90]);
        image::RgbImage::from_pixel(320, 240, colour).save(&picture).unwrap();
    }
    let file = folder.join(format!("post-{n}.md"));
    let (picture, street, quarter) = (picture.display(), n % 3, n % 2);
    let text = format!(
        "---\ntitle: {}\nslug: billet-{n}\ncover: {picture}\ncategories: [Quartier {quarter}]\n\
         tags: [lavoir, rue {street}, {version}]\n---\n\n![Vue {n}]({picture})\n\n\
         Texte {n}, {version} version.\n",
        title(n)
    );
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

/// The command that sends, killed in the middle for some rounds.
struct Sending<'c> {
    coupure: &'c Coupure,
    random: u64,
    kills: u32,
}

impl Sending<'_> {
    const KILLS: u32 = 6;

    fn until_all_are(&mut self, state: &str) {
        let begun = Instant::now();
        let patience = Duration::from_secs(if nightly() { 3_600 } else { 420 });
        for round in 0.. {
            let mut sync = self.coupure.command(&["sync", "--wait", "60"]);
            let mut sync = sync.stdout(Stdio::null()).spawn().unwrap();
            if round < Self::KILLS {
                std::thread::sleep(Duration::from_millis(200 + next(&mut self.random) % 4_000));
                // SIGKILL: nothing of it can tidy up.
                sync.kill().unwrap();
                self.kills += 1;
            }
            sync.wait().unwrap();
            let all = self.coupure.lines(&["status"]);
            let left: Vec<_> = all.iter().filter(|line| line["state"] != state).collect();
            if left.is_empty() {
                return;
            }
            for stuck in &left {
                assert_ne!(stuck["state"], "needs_author", "{stuck}");
                assert_ne!(stuck["state"], "refused", "{stuck}");
            }
            assert!(begun.elapsed() < patience, "not all were sent: {left:#?}");
        }
    }
}
