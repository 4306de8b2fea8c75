//! Killed in the middle of saving, importing and publishing, by SIGKILL, again and again: one post,
//! one upload, nothing lost that was acknowledged.

mod common;

#[path = "common/command.rs"]
mod command;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use command::{Coupure, next, nightly, seed};
use common::{Home, files_below, sample};
use coupure_testkit::wordpress::{Options, WordPress};
use serde_json::Value;

/// How many publications are killed; `nightly` kills many.
fn rounds() -> u64 {
    if nightly() { 40 } else { 3 }
}

#[test]
fn a_post_killed_while_it_is_sent_is_there_once() {
    let seed = seed();
    let mut random = seed;
    let site = WordPress::start(&Options::default()).unwrap();
    let home = Home::new();
    let mut coupure = Coupure::of(home.home());
    // What never arrived counts as not done twice that long after the start that found it, and each
    // start here lasts a minute.
    coupure.timeout = Some(10);
    coupure.add_wordpress(&site.url, site.user("editor"));
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
            let status = coupure.status_of(&id);
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

fn write_picture(path: &Path, tone: u8) {
    let colour = image::Rgb([tone.wrapping_mul(37), 120, 90]);
    image::RgbImage::from_pixel(640, 480, colour).save(path).unwrap();
}

#[test]
fn a_clipping_killed_while_it_is_read_is_read_the_next_time() {
    let home = Home::new();
    let coupure = Coupure::of(home.home());
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

/// How many commands are killed.
fn moments() -> usize {
    let named = std::env::var("COUPURE_KILLS").ok().and_then(|kills| kills.parse().ok());
    named.unwrap_or(if nightly() { 2_000 } else { 50 })
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_there_twice() {
    let seed = seed();
    let site = WordPress::start(&Options::default()).unwrap();
    let before = site.count_posts().unwrap();
    let home = Home::new();
    let mut coupure = Coupure::of(home.home());
    // What is in doubt is waited for twice as long; here all is near.
    coupure.timeout = Some(3);
    coupure.add_wordpress(&site.url, site.user("editor"));
    let mut author = Author {
        coupure: &coupure,
        folder: home.path(),
        random: seed,
        written: 0,
        texts: BTreeMap::new(),
        clippings: BTreeSet::new(),
        wanted: BTreeSet::new(),
        done: BTreeMap::new(),
    };
    let begun = Instant::now();
    for moment in 1..=moments() {
        let what = author.act();
        author.look(moment % 25 == 0, &format!("seed {seed}, moment {moment}, {what}"));
    }
    author.look(true, &format!("seed {seed}, at the end"));
    println!("{} moments in {} s: {:#?}", moments(), begun.elapsed().as_secs(), author.done);

    let quiet = coupure.command(&["sync", "--wait", "400"]).stdout(Stdio::null()).status().unwrap();
    let statuses = coupure.lines(&["status"]);
    assert!(quiet.success(), "seed {seed}: {statuses:#?}");
    let on_wordpress = statuses.iter().filter(|line| line["blog"] == "wp").count();
    for line in &statuses {
        assert!(line["state"] == "published" || line["state"] == "page", "seed {seed}: {line}");
    }
    let posts = site.posts().unwrap();
    let alive: Vec<_> = posts.iter().filter(|post| post.status != "trash").collect();
    let titles: BTreeSet<_> = alive.iter().map(|post| &post.title).collect();
    assert_eq!(alive.len() - before, on_wordpress, "seed {seed}: {alive:#?}");
    assert_eq!(titles.len(), alive.len(), "seed {seed}: no title twice");
    let pages = files_below(&home.pages(), "html");
    let pages = pages.iter().filter(|page| page.to_string_lossy().contains("moment")).count();
    assert_eq!(pages, statuses.len() - on_wordpress, "seed {seed}: one page a post");
    println!("{} posts on WordPress, {pages} pages, each once", on_wordpress);
}

/// Somebody whose computer fails at every command.
struct Author<'c> {
    coupure: &'c Coupure,
    folder: &'c Path,
    random: u64,
    written: u32,
    /// By draft: the texts that it may have, the last one acknowledged and any tried since.
    texts: BTreeMap<String, Vec<String>>,
    clippings: BTreeSet<String>,
    /// Drafts of which a wish was acknowledged.
    wanted: BTreeSet<String>,
    /// How many commands of each kind were killed, and how many had answered.
    done: BTreeMap<&'static str, (u32, u32)>,
}

impl Author<'_> {
    /// A command, killed at a moment drawn; says which.
    fn act(&mut self) -> &'static str {
        let drafts: Vec<_> = self.texts.keys().cloned().collect();
        let one = drafts.get(next(&mut self.random) as usize % drafts.len().max(1)).cloned();
        match (next(&mut self.random) % 10, one) {
            (0 | 1, _) | (_, None) => {
                let (file, text) = self.write(true);
                let blog: &[&str] =
                    if self.written.is_multiple_of(2) { &["--blog", "wp"] } else { &[] };
                let arguments = [&["draft", "new", &file], blog].concat();
                if let Some(made) = self.killed("new", &arguments, 400) {
                    self.texts.insert(id_of(&made), vec![text]);
                }
                "new"
            }
            (2..=4, Some(draft)) => {
                let (file, text) = self.write(false);
                let answered = self.killed("edit", &["draft", "edit", &draft, &file], 400);
                let texts = self.texts.get_mut(&draft).unwrap();
                if answered.is_some() {
                    texts.clear();
                }
                texts.push(text);
                "edit"
            }
            (5, _) => {
                let picture = self.folder.join(format!("page-{}.png", self.written));
                self.written += 1;
                let colour = image::Rgb([(self.written % 251) as u8, 200, 220]);
                image::RgbImage::from_pixel(300, 400, colour).save(&picture).unwrap();
                let picture = picture.display().to_string();
                if let Some(taken) = self.killed("import", &["clip", "import", &picture], 4_000) {
                    self.clippings.insert(id_of(&taken));
                }
                "import"
            }
            (6 | 7, Some(draft)) => {
                if self.killed("publish", &["publish", &draft], 400).is_some() {
                    self.wanted.insert(draft);
                }
                "publish"
            }
            (_, Some(_)) => {
                self.killed("sync", &["sync", "--wait", "20"], 1_500);
                "sync"
            }
        }
    }

    /// Runs a command and kills it within so many milliseconds. What it printed whole counts.
    fn killed(&mut self, kind: &'static str, arguments: &[&str], within_ms: u64) -> Option<Value> {
        let mut child = self.coupure.command(arguments).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(next(&mut self.random) % within_ms));
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (whole, _) = text.split_once('\n').unwrap_or_default();
        let answered: Option<Value> = serde_json::from_str(whole).ok();
        let (killed, told) = self.done.entry(kind).or_default();
        *killed += 1;
        *told += u32::from(answered.is_some());
        answered
    }

    /// `new`: with a title and an address, which an edit leaves alone.
    fn write(&mut self, new: bool) -> (String, String) {
        self.written += 1;
        let n = self.written;
        let file = self.folder.join(format!("text-{n}.md"));
        let text = format!("Texte {n}. {}", "Une phrase de plus. ".repeat(n as usize % 40));
        let front = if new {
            format!("---\ntitle: Moment {n}\nslug: moment-{n}\n---\n\n")
        } else {
            String::new()
        };
        std::fs::write(&file, format!("{front}{text}\n")).unwrap();
        (file.display().to_string(), text)
    }

    /// The database is sound, and what was acknowledged is there.
    fn look(&self, all: bool, when: &str) {
        let home = self.folder.join("home");
        let store = coupure_store::Store::open(&home, coupure_store::Access::Write).unwrap();
        if all {
            assert_eq!(store.check().unwrap(), Vec::<String>::new(), "{when}");
        }
        for (draft, texts) in &self.texts {
            let found = store.draft(draft.parse().unwrap());
            let body = found.unwrap_or_else(|error| panic!("{when}: {error}")).content.body;
            assert!(texts.iter().any(|text| body.trim() == text.trim()), "{when}: {body}");
        }
        for clipping in &self.clippings {
            store.clipping(clipping.parse().unwrap()).unwrap_or_else(|e| panic!("{when}: {e}"));
        }
        let publications = store.publications().unwrap();
        let sent: BTreeSet<_> = publications.iter().map(|p| p.draft.to_string()).collect();
        assert!(self.wanted.is_subset(&sent), "{when}: a wish is lost");
    }
}

fn id_of(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}
