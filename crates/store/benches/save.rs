//! Measures the store: durable saves beside bare SQLite commits of the same bytes on the same
//! disk, and search over a growing library. `save` or `search` as argument chooses one.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use coupure_model::{Content, RevisionReason::Typed, Timestamp};
use coupure_store::{Access, Store};
use rusqlite::Connection;

const SAVES: usize = 200;
const SEARCHES: usize = 200;
const LIBRARIES: [u32; 3] = [1_000, 10_000, 100_000];
/// A post of a blog: 2.8 KB, as measured on real ones.
const WORDS_A_POST: usize = 450;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|one| one == name);
    if wanted("save") {
        saves();
    }
    if wanted("search") {
        searches();
    }
}

fn saves() {
    println!(
        "\nDurable save, beside a bare SQLite commit (WAL, synchronous=FULL) of the same bytes"
    );
    println!(
        "{:<10} {:>18} {:>18} {:>12}   budget",
        "text", "save p50 / p99", "bare p50 / p99", "ratio"
    );
    for (size_kb, budget) in [(5, ""), (50, "p99 ≤ 10 ms"), (500, "")] {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let store = Store::open(folder.path(), Access::Write).expect("a new home opens");
        let bare = bare_database(folder.path());
        let mut text = Text::new(size_kb);
        let draft = store.create_draft(&text.next(), None, Typed, now()).expect("a draft");
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..SAVES {
            let content = text.next();
            let began = Instant::now();
            store.save(draft.id, &content, Typed, now()).expect("a save");
            ours.push(began.elapsed());
            let content = text.next();
            let began = Instant::now();
            bare.execute("INSERT INTO saved (body) VALUES (?1)", [&content.body])
                .expect("a commit");
            theirs.push(began.elapsed());
            // As the desk does, about once a second, off the save path.
            if round % 25 == 0 {
                store.index_pending(200).expect("indexed");
            }
        }
        let (ours, theirs) = (Measured::of(ours), Measured::of(theirs));
        println!(
            "{:<10} {:>18} {:>18} {:>12}   {budget}",
            format!("{size_kb} KB"),
            ours.shown(),
            theirs.shown(),
            format!("{:.2}", ours.p50.as_secs_f64() / theirs.p50.as_secs_f64()),
        );
    }
}

fn bare_database(folder: &Path) -> Connection {
    let bare = Connection::open(folder.join("bare.sqlite")).expect("a database");
    bare.pragma_update(None, "journal_mode", "WAL").expect("WAL");
    bare.pragma_update(None, "synchronous", "FULL").expect("FULL");
    bare.execute_batch("CREATE TABLE saved (id INTEGER PRIMARY KEY, body TEXT)").expect("a table");
    bare
}

fn searches() {
    let folder = quick_folder();
    let store = Store::open(folder.path(), Access::Write).expect("a new home opens");
    let mut words = Words::new();
    println!("\nSearch, twenty hits, p50 / p99 in ms (budget: p99 ≤ 50 ms at 100,000 posts)");
    println!(
        "{:<10} {:>16} {:>16} {:>16} {:>16} {:>16}",
        "posts", "rare word", "any word", "two words", "common word", "3 letters typed"
    );
    let mut written = 0;
    for posts in LIBRARIES {
        while written < posts {
            let title = words.text(3);
            let body = words.text(WORDS_A_POST);
            let content = Content { title, body, ..Content::default() };
            store.create_draft(&content, None, Typed, now()).expect("a draft");
            written += 1;
            if written % 1_000 == 0 {
                while store.index_pending(1_000).expect("indexed") > 0 {}
            }
        }
        type Query = Box<dyn FnMut(&mut Words) -> String>;
        let kinds: [(&str, Query); 5] = [
            ("rare", Box::new(|words: &mut Words| words.rare())),
            ("any", Box::new(|words: &mut Words| words.next().to_owned())),
            ("two", Box::new(|words: &mut Words| words.text(2))),
            ("common", Box::new(|words: &mut Words| words.common())),
            ("typed", Box::new(|words: &mut Words| words.rare().chars().take(3).collect())),
        ];
        print!("{:<10}", posts);
        for (_, mut query) in kinds {
            let mut times = Vec::new();
            for _ in 0..SEARCHES {
                let query = query(&mut words);
                let began = Instant::now();
                store.search(&query, 0, 20).expect("a search");
                times.push(began.elapsed());
            }
            print!(" {:>16}", Measured::of(times).shown());
        }
        println!();
    }
}

/// In memory where there is room: a library is filled with a hundred thousand durable saves, and
/// search reads from memory all the same.
fn quick_folder() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).expect("a folder can be made")
    } else {
        tempfile::tempdir().expect("a folder can be made")
    }
}

fn now() -> Timestamp {
    Timestamp::now()
}

struct Measured {
    p50: Duration,
    p99: Duration,
}

impl Measured {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
        Self { p50: at(0.5), p99: at(0.99) }
    }

    fn shown(&self) -> String {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        format!("{:.2} / {:.2}", ms(self.p50), ms(self.p99))
    }
}

/// A text of one size in which a word changes each time, as one types.
struct Text {
    body: String,
    changes: usize,
}

impl Text {
    fn new(size_kb: usize) -> Self {
        let mut words = Words::new();
        let mut body = String::new();
        while body.len() < size_kb * 1_000 {
            body.push_str(&words.text(60));
            body.push_str("\n\n");
        }
        Self { body, changes: 0 }
    }

    fn next(&mut self) -> Content {
        self.changes += 1;
        let body = format!("{}{}", self.body, self.changes);
        Content { title: "Le lavoir et nous".into(), body, ..Content::default() }
    }
}

/// Words made of French syllables, drawn as often as a language draws its own (Zipf).
struct Words {
    known: Vec<String>,
    /// The sum of the weights up to each.
    sums: Vec<f64>,
    state: u64,
}

impl Words {
    const KNOWN: usize = 30_000;

    fn new() -> Self {
        const SYLLABLES: [&str; 24] = [
            "la", "voir", "ma", "ri", "é", "co", "le", "fê", "te", "bour", "ga", "dé", "cœur",
            "jour", "nal", "pré", "sen", "tion", "vil", "lage", "ru", "re", "pou", "ment",
        ];
        let mut state = 42;
        let known = (0..Self::KNOWN)
            .map(|_| {
                let count = 2 + draw(&mut state) % 3;
                (0..count).map(|_| SYLLABLES[draw(&mut state) as usize % SYLLABLES.len()]).collect()
            })
            .collect();
        let mut sum = 0.0;
        let sums = (1..=Self::KNOWN)
            .map(|rank| {
                sum += 1.0 / rank as f64;
                sum
            })
            .collect();
        Self { known, sums, state }
    }

    fn next(&mut self) -> &str {
        let whole = self.sums[Self::KNOWN - 1];
        let at = draw(&mut self.state) as f64 / u64::MAX as f64 * whole;
        let rank = self.sums.partition_point(|sum| *sum < at).min(Self::KNOWN - 1);
        &self.known[rank]
    }

    fn rare(&mut self) -> String {
        let half = Self::KNOWN / 2;
        self.known[half + draw(&mut self.state) as usize % half].clone()
    }

    fn common(&mut self) -> String {
        self.known[draw(&mut self.state) as usize % 5].clone()
    }

    fn text(&mut self, count: usize) -> String {
        let mut text = String::new();
        for _ in 0..count {
            text.push_str(self.next());
            text.push(' ');
        }
        text
    }
}

/// xorshift64*: the same words at every run.
fn draw(state: &mut u64) -> u64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    state.wrapping_mul(0x2545_F491_4F6C_DD1D)
}
