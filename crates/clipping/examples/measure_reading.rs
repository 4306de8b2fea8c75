//! Measures reading on pages with a known text.
//!
//! `measure_reading DATA_DIR MODELS_DIR [PAGE…]` reads every page of `DATA_DIR/index.json` (or
//! those whose id contains PAGE), scans and simulated photos, and prints errors, time and order.
//!
//! Scoring: NFC; quotes, dashes and ellipses folded; spaces before punctuation dropped. The truth
//! goes through the same composition as the reading (line ends and their hyphens undone), and both
//! lose their Markdown. CER = edit distance / length of the truth. `words found` is the share of
//! the truth's words that the reading has anywhere: where it is high and the CER too, the order is
//! wrong, not the reading.

use std::{collections::HashMap, path::Path, time::Instant};

use coupure_clipping::{Progress, Quiet, Reader, Stage, compose, correct, decode};
use coupure_model::{Language, Line, Reading, Recipe, Rect, Word};
use coupure_testkit::score::{distance, folded};
use serde_json::Value;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, models, wanted @ ..] = arguments.as_slice() else {
        eprintln!("measure_reading DATA_DIR MODELS_DIR [PAGE…]");
        std::process::exit(2);
    };
    let data = Path::new(data);
    let index: Value = serde_json::from_slice(
        &std::fs::read(data.join("index.json")).expect("DATA_DIR has an index.json"),
    )
    .expect("index.json is JSON");
    let start = Instant::now();
    let reader = Reader::load(Path::new(models)).expect("the models are there");
    println!("models loaded in {:.2} s", start.elapsed().as_secs_f32());
    println!(
        "{:<56} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6} {:>6}",
        "page", "CER %", "WER %", "found %", "lines", "paras", "wall s", "CPU s"
    );
    let pages = index["pages"].as_array().expect("pages").iter();
    let photos = index["simulated"].as_array().expect("simulated").iter();
    for entry in pages.chain(photos) {
        let file = entry["image"].as_str().expect("image");
        if !wanted.is_empty() && !wanted.iter().any(|w| file.contains(w.as_str())) {
            continue;
        }
        let language = entry["language"].as_str().and_then(|l| l.get(..3)).unwrap_or("fra");
        let language: Language = language.parse().expect("a known language");
        measure(&reader, data, file, entry["ground_truth"].as_str(), language);
    }
    println!("peak memory: {} MB", peak_memory_mb());
}

fn measure(reader: &Reader, data: &Path, file: &str, truth: Option<&str>, language: Language) {
    let bytes = std::fs::read(data.join(file)).expect("the picture is there");
    let original = decode(&bytes, 0, &coupure_clipping::Limits::default()).expect("it decodes");
    let is_photo = file.starts_with("simulated");
    let page = if is_photo {
        correct(&original.pixels, &Recipe::default(), &Quiet).expect("it is corrected").pixels
    } else {
        original.pixels
    };
    if let Ok(folder) = std::env::var("DUMP_DIR") {
        let name = file.replace('/', "_");
        page.save(Path::new(&folder).join(format!("{name}.png"))).expect("it is saved");
    }
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let reading = reader.read(&page, &[], language, &Silent).expect("it is read");
    let (wall, cpu) = (start.elapsed().as_secs_f32(), cpu_seconds() - cpu);
    let paragraphs = reading.lines.last().map_or(0, |l| l.paragraph + 1);
    let (cer, wer, found) = match truth {
        Some(truth) => {
            let truth = std::fs::read_to_string(data.join(truth)).expect("the truth is there");
            score(&truth, &reading, language)
        }
        None => (f32::NAN, f32::NAN, f32::NAN),
    };
    println!(
        "{file:<56} {cer:>7.2} {wer:>7.2} {found:>7.2} {:>6} {paragraphs:>6} {wall:>6.1} {cpu:>6.1}",
        reading.lines.len()
    );
    if let Ok(folder) = std::env::var("DUMP_DIR") {
        let name = file.replace('/', "_");
        let folder = Path::new(&folder);
        std::fs::write(folder.join(format!("{name}.md")), &reading.text).expect("written");
        std::fs::write(
            folder.join(format!("{name}.json")),
            serde_json::to_string(&reading).expect("JSON"),
        )
        .expect("written");
    }
}

struct Silent;

impl Progress for Silent {
    fn report(&self, _: Stage, _: f32) {}

    fn cancelled(&self) -> bool {
        false
    }
}

fn score(truth: &str, reading: &Reading, language: Language) -> (f32, f32, f32) {
    let truth = fold(&compose(&lines_of(truth), language));
    let read = fold(&reading.text);
    if let Ok(folder) = std::env::var("DUMP_DIR") {
        std::fs::write(Path::new(&folder).join("truth.txt"), truth.replace(' ', "\n"))
            .expect("written");
        std::fs::write(Path::new(&folder).join("read.txt"), read.replace(' ', "\n"))
            .expect("written");
    }
    let truth_chars: Vec<char> = truth.chars().collect();
    let read_chars: Vec<char> = read.chars().collect();
    let truth_words: Vec<&str> = truth.split(' ').collect();
    let read_words: Vec<&str> = read.split(' ').collect();
    let cer = distance(&truth_chars, &read_chars) as f32 / truth_chars.len().max(1) as f32;
    let wer = distance(&truth_words, &read_words) as f32 / truth_words.len().max(1) as f32;
    let mut counts: HashMap<&str, i32> = HashMap::new();
    for word in &read_words {
        *counts.entry(word).or_default() += 1;
    }
    let found = truth_words.iter().filter(|word| {
        let count = counts.entry(word).or_default();
        *count -= 1;
        *count >= 0
    });
    let found = found.count() as f32 / truth_words.len().max(1) as f32;
    (cer * 100.0, wer * 100.0, found * 100.0)
}

/// The truth as lines of one paragraph, so that it is composed as the reading is.
fn lines_of(truth: &str) -> Vec<Line> {
    truth
        .lines()
        .map(|line| Line {
            words: line
                .replace('¬', "-")
                .split_whitespace()
                .map(|text| Word { text: text.into(), area: Rect::default(), confidence: 1.0 })
                .collect(),
            ..Line::default()
        })
        .filter(|line| !line.words.is_empty())
        .collect()
}

/// As the tests score, after what Markdown adds and what old print spells otherwise.
fn fold(markdown: &str) -> String {
    let text = markdown.replace("### ", "").replace('\\', "");
    folded(&text.replace(". . .", "…").replace(",,", "\"")).into_iter().collect()
}

/// Of this process so far, all threads; 0 where the system does not say.
fn cpu_seconds() -> f32 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f32>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb = line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}
