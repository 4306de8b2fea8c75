//! How long reading and previewing take, at three sizes: the first time, and after a keystroke
//! in the middle. Prints processor time, the least of several runs.
//!
//! `cargo run --release -p coupure-markdown --example speed`

use std::time::{Duration, Instant};

use coupure_markdown::{Cache, Options, ShownPicture, parse, parse_with};
use coupure_model::Features;

fn main() {
    let sample = include_str!("../tests/sample.md");
    let resolve = |reference: &str| {
        Some(ShownPicture { src: format!("media://localhost/{reference}"), ..Default::default() })
    };
    println!(
        "{:>8} {:>10} {:>10} {:>10} {:>10}",
        "size", "first", "keystroke", "preview", "wordpress"
    );
    for size in [10_000, 100_000, 1_000_000] {
        let source = text_of(sample, size);
        let options = Options::default();
        let first = least(5, || {
            parse(&source, &options).expect("it is small enough").preview(&resolve);
        });
        let mut cache = Cache::default();
        let mut typed = source.clone();
        let middle = typed[..size / 2].rfind("Le mois").expect("the sample repeats");
        parse_with(&typed, &options, &mut cache).expect("it is small enough");
        let keystroke = least(9, || {
            typed.insert(middle + 2, 'x');
            parse_with(&typed, &options, &mut cache).expect("it is small enough").preview(&resolve);
        });
        let document = parse(&source, &options).expect("it is small enough");
        let preview = least(9, || {
            document.preview(&resolve);
        });
        let features =
            Features { details_block: true, footnotes_block: true, ..Features::default() };
        let wordpress = least(5, || {
            document.wordpress(&resolve, &features);
        });
        println!("{size:>8} {first:>10.2?} {keystroke:>10.2?} {preview:>10.2?} {wordpress:>10.2?}");
    }
}

/// The sample again and again, its notes named apart.
fn text_of(sample: &str, size: usize) -> String {
    let mut out = String::new();
    for copy in 0.. {
        if out.len() > size {
            break;
        }
        let named = sample
            .replace("[^", &format!("[^{copy}-"))
            .replace("article", &format!("article {copy}"));
        out.push_str(&named);
        out.push_str("\n\n");
    }
    out
}

/// The least of some runs: what the machine's other work does not add to.
fn least(runs: u32, mut work: impl FnMut()) -> Duration {
    let run = |_| {
        let (wall, busy) = (Instant::now(), busy());
        work();
        match (busy, self::busy()) {
            (Some(before), Some(after)) => after - before,
            _ => wall.elapsed(),
        }
    };
    (0..runs).map(run).min().unwrap_or_default()
}

/// Processor time of this thread, where the system tells it.
fn busy() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
