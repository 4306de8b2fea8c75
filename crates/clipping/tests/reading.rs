//! Whole pages read with the real models. They are not in the repository: the test command fetches
//! them first.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex};

use coupure_clipping::{Error, Limits, Progress, Quiet, Reader, Stage, correct, decode};
use coupure_model::{Language, Recipe, Rect};
use coupure_testkit::page::{Article, Degradation, Layout, Paragraph, degrade, interview, typeset};
use coupure_testkit::score::{accents_kept, character_error_rate};

/// One for all tests: loading takes longer than a short page.
static READER: LazyLock<Reader> = LazyLock::new(|| {
    let folder = models();
    Reader::load(&folder).unwrap_or_else(|error| {
        panic!(
            "the recognition models are not in {} ({error}); the test command fetches them \
             before it runs the tests, and COUPURE_MODELS names another folder",
            folder.display()
        )
    })
});

fn models() -> PathBuf {
    std::env::var_os("COUPURE_MODELS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models"),
        PathBuf::from,
    )
}

/// A small page: quick to read, yet with headline, columns, accents and hyphens.
fn short_article() -> Article {
    let mut article = interview();
    article.paragraphs.truncate(8);
    article
}

fn narrow() -> Layout {
    Layout { width_px: 1400, columns: 2, body_px: 38.0, margin_px: 70.0, ..Layout::default() }
}

/// Markdown as its reader sees it: headings, bold and escapes are no characters of the text.
fn plain(markdown: &str) -> String {
    markdown.replace("### ", "").replace("**", "").replace('\\', "")
}

#[test]
fn a_typeset_page_is_read_nearly_without_error_and_in_order() {
    let page = typeset(&short_article(), &narrow());
    let reading = READER.read(&page.picture, &[], Language::French, &Quiet).unwrap();
    let errors = character_error_rate(&plain(&reading.text), &page.text);
    assert!(errors <= 0.005, "{:.2} % errors in\n{}", errors * 100.0, reading.text);
    let accents = accents_kept(&reading.text, &page.text);
    assert!(accents >= 0.99, "{:.1} % of the accents in\n{}", accents * 100.0, reading.text);
    assert!(reading.text.starts_with("### "), "the headline is a heading:\n{}", reading.text);
    assert!(!reading.text.contains(&page.folio), "the running head is none of the text");
}

#[test]
fn the_paragraphs_are_those_of_the_article() {
    let page = typeset(&short_article(), &narrow());
    let reading = READER.read(&page.picture, &[], Language::French, &Quiet).unwrap();
    let read = plain(&reading.text).split("\n\n").count();
    let set = page.text.trim().split("\n\n").count();
    assert!(read.abs_diff(set) <= 1, "{read} paragraphs for {set}:\n{}", reading.text);
}

#[test]
fn the_questions_of_an_interview_are_bold_and_its_answers_are_not() {
    let article = short_article();
    let page = typeset(&article, &narrow());
    let reading = READER.read(&page.picture, &[], Language::French, &Quiet).unwrap();
    for paragraph in &article.paragraphs {
        let (words, is_question) = match paragraph {
            Paragraph::Question(words) => (words, true),
            Paragraph::Body(words) => (words, false),
            Paragraph::Subhead(_) => continue,
        };
        // How it begins is enough to find it, and short enough to be read without error.
        let start: String = words.chars().take_while(|c| *c != ',').take(20).collect();
        let Some(at) = plain(&reading.text).find(&start).and(reading.text.find(&start)) else {
            continue;
        };
        let is_bold = reading.text[..at].ends_with("**");
        assert_eq!(is_bold, is_question, "{start}… in\n{}", reading.text);
    }
    assert!(reading.text.matches("**").count() >= 4, "{}", reading.text);
}

/// Where the quick models are set up: everything else works without them.
#[test]
fn a_first_reading_says_much_the_same_and_that_it_is_rough() {
    if !coupure_clipping::quick_models_present(&models()) {
        eprintln!("skipped: the models of the first reading are not set up");
        return;
    }
    let quick = Reader::load_quick(&models()).unwrap();
    let page = typeset(&short_article(), &narrow());
    let reading = quick.read(&page.picture, &[], Language::French, &Quiet).unwrap();
    assert!(reading.rough);
    let errors = character_error_rate(&plain(&reading.text), &page.text);
    assert!(errors <= 0.03, "{:.2} % errors in\n{}", errors * 100.0, reading.text);
}

#[test]
fn a_page_is_long_when_much_is_printed_on_it() {
    let long = typeset(&interview(), &narrow());
    assert!(coupure_clipping::is_long(&long.picture));
    let mut note = short_article();
    note.paragraphs.truncate(2);
    assert!(!coupure_clipping::is_long(&typeset(&note, &narrow()).picture));
}

#[test]
fn words_lie_on_their_ink() {
    let page = typeset(&short_article(), &narrow());
    let reading = READER.read(&page.picture, &[], Language::French, &Quiet).unwrap();
    assert_eq!((reading.width_px, reading.height_px), page.picture.dimensions());
    let words = reading.lines.iter().flat_map(|l| &l.words).filter(|w| w.text.len() > 3);
    let mut beside = Vec::new();
    let mut count = 0;
    for word in words {
        count += 1;
        let Rect { x, y, width, height } = word.area;
        let is_dark = |x: u32, y: u32| {
            x < page.picture.width()
                && y < page.picture.height()
                && page.picture.get_pixel(x, y).0[1] < 128
        };
        let dark = (y as u32..(y + height) as u32)
            .flat_map(|y| (x as u32..(x + width) as u32).map(move |x| (x, y)))
            .filter(|&(x, y)| is_dark(x, y))
            .count();
        if (dark as f32) < 0.05 * width * height {
            beside.push(&word.text);
        }
    }
    assert!(count > 100, "{count} words");
    assert!(beside.is_empty(), "no ink under {beside:?}");
}

#[test]
fn regions_are_read_alone_and_in_the_order_asked() {
    let article = Article {
        paragraphs: vec![Paragraph::Body(
            "Le lavoir est un lieu où l’on se parle depuis toujours dans ce village. ".repeat(4),
        )],
        ..short_article()
    };
    let page = typeset(&article, &Layout { folio: false, columns: 1, ..narrow() });
    let height = page.picture.height() as f32;
    let body_top = page.lines.iter().find(|l| l.column.is_some()).unwrap().top / height - 0.01;
    let head = Rect { x: 0.0, y: 0.0, width: 1.0, height: body_top };
    let body = Rect { x: 0.0, y: body_top, width: 1.0, height: 1.0 - body_top };
    let reading = READER.read(&page.picture, &[body, head], Language::French, &Quiet).unwrap();
    let first = reading.lines.first().unwrap();
    assert!(first.area.y >= body_top * height - 20.0, "the body comes first: {first:?}");
    let last = reading.lines.last().unwrap();
    assert!(last.area.y < body_top * height, "the head comes last: {last:?}");
    assert!(last.paragraph > first.paragraph && last.column > first.column);
}

#[test]
fn a_photo_of_the_page_is_straightened_and_read() {
    let page = typeset(&short_article(), &narrow());
    let degradation = Degradation { width_px: 1800, height_px: 2400, ..Degradation::default() };
    let photo = degrade(&page.picture, 3, &degradation);
    let original = decode(&photo.jpeg, 0, &Limits::default()).unwrap();
    let corrected = correct(&original.pixels, &Recipe::default(), &Quiet).unwrap();
    let reading = READER.read(&corrected.pixels, &[], Language::French, &Quiet).unwrap();
    let errors = character_error_rate(&plain(&reading.text), &page.text);
    assert!(errors <= 0.015, "{:.2} % errors in\n{}", errors * 100.0, reading.text);
}

#[test]
fn blank_and_tiny_pages_have_no_words() {
    for (width, height) in [(600, 400), (1, 1), (3, 900)] {
        let page = image::RgbImage::from_pixel(width, height, image::Rgb([250, 248, 240]));
        let reading = READER.read(&page, &[], Language::French, &Quiet).unwrap();
        assert!(reading.lines.is_empty(), "{width} × {height}: {:?}", reading.lines);
        assert_eq!(reading.text, "");
    }
}

/// Listens, and cancels after some reports.
struct Impatient {
    reports: AtomicU32,
    after: u32,
    went_back: AtomicBool,
    last: Mutex<f32>,
}

impl Impatient {
    fn after(after: u32) -> Self {
        Self {
            reports: AtomicU32::new(0),
            after,
            went_back: AtomicBool::new(false),
            last: Mutex::new(0.0),
        }
    }
}

impl Progress for Impatient {
    fn report(&self, stage: Stage, done: f32) {
        assert_eq!(stage, Stage::Read);
        assert!((0.0..=1.0).contains(&done), "{done}");
        self.reports.fetch_add(1, Ordering::Relaxed);
        let mut last = self.last.lock().unwrap();
        // Two workers may report in any order, but never far apart.
        if done < *last - 0.1 {
            self.went_back.store(true, Ordering::Relaxed);
        }
        *last = done;
    }

    fn cancelled(&self) -> bool {
        self.reports.load(Ordering::Relaxed) > self.after
    }
}

#[test]
fn reading_reports_how_far_it_is_and_stops_when_cancelled() {
    let page = typeset(&short_article(), &narrow());
    let patient = Impatient::after(u32::MAX);
    READER.read(&page.picture, &[], Language::French, &patient).unwrap();
    let whole = patient.reports.load(Ordering::Relaxed);
    assert!(whole > 20, "{whole} reports");
    assert!(!patient.went_back.load(Ordering::Relaxed));
    assert!((*patient.last.lock().unwrap() - 1.0).abs() < 1e-6);
    for after in [0, 3, whole / 2] {
        let impatient = Impatient::after(after);
        let result = READER.read(&page.picture, &[], Language::French, &impatient);
        assert_eq!(result, Err(Error::Cancelled), "after {after} reports");
        let reports = impatient.reports.load(Ordering::Relaxed);
        assert!(reports <= after + 6, "{reports} reports for a stop after {after}");
    }
}

#[test]
fn missing_and_foreign_models_are_named_as_such() {
    let empty = std::env::temp_dir().join("coupure-no-models-here");
    let error = Reader::load(&empty).unwrap_err();
    assert_eq!(error, Error::ModelsMissing { folder: empty.display().to_string() });
}
