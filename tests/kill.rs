//! Killed in the middle of publishing, by SIGKILL, again and again: one post, one upload.

mod common;

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use common::{Home, sample};
use coupure_testkit::{
    window::built_program,
    wordpress::{Options, WordPress},
};
use serde_json::Value;

/// How many publications are killed; `nightly` kills many.
fn rounds() -> u64 {
    if std::env::var("COUPURE_TIER").as_deref() == Ok("nightly") { 40 } else { 3 }
}

struct Coupure<'a> {
    home: &'a Home,
}

impl Coupure<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let program = built_program("coupure");
        assert!(program.exists(), "the command line is built first: cargo build -p coupure-cli");
        let mut command = Command::new(program);
        command
            .arg("--home")
            .arg(self.home.home())
            .arg("--json")
            .args(arguments)
            .env("COUPURE_SECRETS", "file")
            .env("COUPURE_MODELS", common::models())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        command
    }

    fn ask(&self, arguments: &[&str]) -> Value {
        let output = self.command(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments:?}: {text}");
        let line = text.lines().next().unwrap_or("null");
        serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {text}"))
    }

    fn add_blog(&self, site: &WordPress) {
        let user = site.user("editor");
        let arguments =
            ["blog", "add", "wordpress", &site.url, "--name", "wp", "--user", &user.name];
        let mut adding = self.command(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        adding.stdin.take().unwrap().write_all(user.password.as_bytes()).unwrap();
        assert!(adding.wait().unwrap().success());
    }
}

/// A small generator, so that a seed that fails can be run again.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

#[test]
fn a_post_killed_while_it_is_sent_is_there_once() {
    let seed: u64 =
        std::env::var("COUPURE_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(20261123);
    println!("COUPURE_SEED={seed}");
    let mut random = seed;
    let site = WordPress::start(&Options::default()).unwrap();
    let home = Home::new();
    let coupure = Coupure { home: &home };
    coupure.add_blog(&site);
    let before = site.count_posts().unwrap();

    for round in 1..=rounds() as usize {
        let file = home.path().join(format!("post-{round}.md"));
        // Every round has a picture of its own, for one that is there already is not sent again.
        let picture = home.path().join(format!("picture-{round}.png"));
        write_picture(&picture, round as u8);
        std::fs::write(
            &file,
            format!(
                "---\ntitle: Billet {round}\n---\n\n![Une vue]({} \"Le port\")\n\nTexte {round}.\n",
                picture.display()
            ),
        )
        .unwrap();
        let draft = coupure.ask(&["draft", "new", &file.to_string_lossy(), "--blog", "wp"]);
        let id = draft["id"].as_str().unwrap().to_owned();
        coupure.ask(&["publish", &id]);

        let mut kills = 0;
        let begun = Instant::now();
        loop {
            let mut sending = coupure.command(&["sync", "--wait", "60"]).spawn().unwrap();
            if kills < 6 {
                std::thread::sleep(Duration::from_millis(20 + next(&mut random) % 600));
                // SIGKILL: nothing of it can tidy up.
                sending.kill().unwrap();
                sending.wait().unwrap();
                kills += 1;
            } else {
                sending.wait().unwrap();
            }
            let status = status_of(&coupure, &id);
            if status["state"] == "published" {
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(280), "seed {seed}: {status}");
        }
        let posts = site.posts().unwrap();
        let alive: Vec<_> = posts.iter().filter(|post| post.status != "trash").collect();
        let named = alive.iter().filter(|post| post.title == format!("Billet {round}")).count();
        assert_eq!(named, 1, "seed {seed}: {alive:#?}");
        assert_eq!(alive.len() - before, round, "seed {seed}: a stray stayed: {alive:#?}");
        assert_eq!(site.media().unwrap().len(), round, "seed {seed}: one upload a picture");
    }
}

fn status_of(coupure: &Coupure<'_>, draft: &str) -> Value {
    let output = coupure.command(&["status"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find(|line| line["draft"] == draft)
        .unwrap_or(Value::Null)
}

fn write_picture(path: &Path, tone: u8) {
    let colour = image::Rgb([tone.wrapping_mul(37), 120, 90]);
    image::RgbImage::from_pixel(640, 480, colour).save(path).unwrap();
}

#[test]
fn a_clipping_killed_while_it_is_read_is_read_the_next_time() {
    let home = Home::new();
    let coupure = Coupure { home: &home };
    let page = sample("page.jpg");
    let mut importing =
        coupure.command(&["clip", "import", &page.to_string_lossy()]).spawn().unwrap();
    // Long enough for the original to be stored, too short for the page to be read.
    let begun = Instant::now();
    while !home.home().join("media").exists() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(500));
    importing.kill().unwrap();
    importing.wait().unwrap();

    let desk = home.open();
    desk.work_off_clippings();
    let query = coupure_desk::view::LibraryQuery {
        shelf: coupure_desk::view::Shelf::Clippings,
        words: String::new(),
        offset: 0,
        limit: 10,
    };
    let page = desk.library(&query).unwrap();
    assert_eq!(page.total, 1);
    let coupure_desk::view::LibraryEntry::Clipping { state, .. } = &page.entries[0] else {
        panic!("a clipping")
    };
    assert_eq!(*state, coupure_desk::view::ClippingStep::Ready);
}
