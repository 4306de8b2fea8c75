//! The words of a page: where text is, what it says, in which order it is read, and as which
//! paragraphs.
//!
//! Two published models do the seeing (PP-OCRv6: detection and recognition, run by `rten`); the
//! rest is here. [`Reader::load`] reads them from a folder, [`Reader::read`] is pure.
//!
//! What must always hold:
//! - Every line that was read is in the [`Reading`] once, and [`compose`] loses none of its words.
//! - Text is detected at the size that the model knows, whatever the size of the page: tall
//!   columns are tiled, never shrunk.
//! - Areas are in pixels of the page that was given, also where only parts of it are read.

mod alphabet;
mod bold;
mod compose;
mod ctc;
mod detect;
mod drop_capital;
mod ink;
mod layout;
mod mend;
mod models;
mod onnx;
mod pictures;
mod pixels;
mod recognise;
mod scale;
mod strips;
mod workers;

use std::{
    fmt,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use coupure_model::{Language, Reading, Rect};
use image::RgbImage;
use rten::ThreadPool;

use self::{
    ink::Ink,
    layout::{Laid, Read, Rules},
    models::{Files, Models},
    pixels::Window,
    recognise::Recogniser,
    strips::Strip,
};
use crate::{Error, Progress, Stage};

pub use self::compose::{compose, compose_articles, join_texts};

/// The height of letters at which detection sees best, in pixels of its input.
const LETTER_PX: f32 = 14.0;
/// For a first reading they are seen smaller: half the pixels, and few lines are lost.
const QUICK_LETTER_PX: f32 = 10.0;
/// Bounds of detection's scale: one more in size than this is not sharper.
const SCALE_MIN: f32 = 0.1;
const SCALE_MAX: f32 = 3.0;
/// Share of the progress that detection takes.
const DETECTION_SHARE: f32 = 0.25;
/// A line surer than this, on the mean of its characters, is text.
const CONFIDENCE_MIN: f32 = 0.5;

/// With fewer letters the careful reading is soon there.
const LONG_LETTERS_MIN: usize = 1500;

/// Reads pages. Loading takes some tenths of a second; one reader serves any number of pages.
pub struct Reader {
    models: Models,
    is_quick: bool,
    pools: Vec<Arc<ThreadPool>>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Reader");
        shown.field("is_quick", &self.is_quick).field("workers", &self.pools.len());
        shown.finish_non_exhaustive()
    }
}

impl Reader {
    /// Loads the models that read carefully from a folder.
    ///
    /// # Errors
    /// [`Error::ModelsMissing`] where they are absent, unreadable or not the models expected.
    pub fn load(models_dir: &Path) -> Result<Self, Error> {
        Self::with(&models::CAREFUL, models_dir, false)
    }

    /// Loads the models that give a first reading, marked as [`Reading::rough`].
    ///
    /// # Errors
    /// As [`Reader::load`].
    pub fn load_quick(models_dir: &Path) -> Result<Self, Error> {
        Self::with(&models::QUICK, models_dir, true)
    }

    fn with(files: &Files, folder: &Path, is_quick: bool) -> Result<Self, Error> {
        let missing = || Error::ModelsMissing { folder: folder.display().to_string() };
        let models = files.load(folder).ok_or_else(missing)?;
        Ok(Self { models, is_quick, pools: workers::pools() })
    }

    /// Reads a corrected page, or the given parts of it (in fractions of its size) in their order.
    ///
    /// # Errors
    /// [`Error::Cancelled`] soon after the progress says so; [`Error::Internal`] where a model
    /// fails.
    pub fn read(
        &self,
        page: &RgbImage,
        regions: &[Rect],
        language: Language,
        progress: &dyn Progress,
    ) -> Result<Reading, Error> {
        let windows: Vec<Window> = if regions.is_empty() {
            vec![Window::whole(page)]
        } else {
            regions.iter().filter_map(|r| Window::of_fractions(page, r)).collect()
        };
        let mut laid = Laid::default();
        let mut pictures: Vec<Rect> = Vec::new();
        let count = windows.len() as f32;
        for (i, window) in windows.into_iter().enumerate() {
            let tick =
                |done: f32| crate::progress::step(progress, Stage::Read, (i as f32 + done) / count);
            tick(0.0)?;
            if window.width == 0 || window.height == 0 {
                continue;
            }
            let found = self.read_window(page, window, language, &tick)?;
            let reads = drop_capital::attach(found.reads);
            laid.append(layout::lay_out(reads, &found.rules, &found.pictures));
            pictures.extend(found.pictures);
        }
        bold::mark(page, &mut laid.lines);
        progress.report(Stage::Read, 1.0);
        // Parts that the author drew are parts of what the author takes for one article.
        if !regions.is_empty() {
            laid.join();
        }
        let text = compose_articles(&laid.lines, language);
        Ok(Reading {
            width_px: page.width(),
            height_px: page.height(),
            lines: laid.lines,
            text,
            articles: laid.articles,
            pictures,
            page: None,
            rough: self.is_quick,
        })
    }

    fn read_window(
        &self,
        page: &RgbImage,
        window: Window,
        language: Language,
        tick: &(dyn Fn(f32) -> Result<(), Error> + Sync),
    ) -> Result<Found, Error> {
        let ink = Ink::of(page, window);
        let wanted = if self.is_quick { QUICK_LETTER_PX } else { LETTER_PX };
        let letter = scale::letter_height(&ink).unwrap_or(wanted);
        let scale = (wanted / letter).clamp(SCALE_MIN, SCALE_MAX);
        let mut rules = layout::rules(&ink, letter);
        rules.shift(window.x as f32, window.y as f32);
        let map =
            detect::detect(&self.models.detection, &self.pools, page, window, scale, &|done| {
                tick(done * DETECTION_SHARE)
            })?;
        let mut strips = strips::strips(&map);
        drop(map);
        let mut pictures = pictures::pictures(page, window, &ink, &strips, letter);
        drop(ink);
        for picture in &mut pictures {
            picture.x += window.x as f32;
            picture.y += window.y as f32;
        }
        for strip in &mut strips {
            strip.shift(window.x as f32, window.y as f32);
        }
        let mut strips = parted(strips, &rules);
        // The longest first, so that the workers end together.
        strips.sort_by(|a, b| (b.right - b.left).total_cmp(&(a.right - a.left)));
        let Models { recognition, alphabet, .. } = &self.models;
        let weights = alphabet.weights(language);
        let recogniser = Recogniser { model: recognition, alphabet, weights: &weights };
        let found = Mutex::new(Vec::with_capacity(strips.len()));
        let done = AtomicUsize::new(0);
        workers::each(&self.pools, strips.len(), &|i, threads| {
            let strip: &Strip = &strips[i];
            let mut words = recogniser.read(page, strip, threads)?;
            for word in &mut words {
                if let Some(mended) = mend::mended(&word.text, language) {
                    word.text = mended;
                }
            }
            let letters: usize = words.iter().map(|w| w.text.chars().count()).sum();
            let sure: f32 =
                words.iter().map(|w| w.confidence * w.text.chars().count() as f32).sum();
            if letters > 0 && sure / letters as f32 > CONFIDENCE_MIN {
                let read = Read { strip: strip.clone(), words };
                found.lock().expect("pushing does not panic").push(read);
            }
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            tick(DETECTION_SHARE + (1.0 - DETECTION_SHARE) * done as f32 / strips.len() as f32)
        })?;
        Ok(Found { reads: found.into_inner().expect("all workers are done"), rules, pictures })
    }
}

/// What is on a part of a page.
struct Found {
    reads: Vec<Read>,
    rules: Rules,
    pictures: Vec<Rect>,
}

/// A line that detection drew over a rule between columns is two.
fn parted(strips: Vec<Strip>, rules: &Rules) -> Vec<Strip> {
    let mut parted = Vec::with_capacity(strips.len());
    let mut waiting = strips;
    while let Some(strip) = waiting.pop() {
        let margin = strip.half_height;
        let crossing = rules.upright.iter().find(|rule| {
            let y = strip.y_at(rule.middle());
            // A rule goes on above or below the line; a letter does not.
            let goes_on = rule.start < y - 2.0 * margin || rule.end > y + 2.0 * margin;
            let is_here = rule.start < y && rule.end > y;
            goes_on && is_here && strip.left + margin < rule.low && rule.high < strip.right - margin
        });
        match crossing {
            Some(rule) => waiting.extend(strip.split(rule.low - 1.0, rule.high + 1.0)),
            None => parted.push(strip),
        }
    }
    parted
}

/// Whether a folder holds the models that [`Reader::load`] needs.
pub fn models_present(models_dir: &Path) -> bool {
    models::CAREFUL.are_in(models_dir)
}

/// Whether a folder holds the models that [`Reader::load_quick`] needs.
pub fn quick_models_present(models_dir: &Path) -> bool {
    models::QUICK.are_in(models_dir)
}

/// Whether so much is printed on a page that a first reading is worth its time.
pub fn is_long(page: &RgbImage) -> bool {
    scale::letters(&Ink::of(page, Window::whole(page))) >= LONG_LETTERS_MIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layout::Rule;

    fn strip(left: f32, right: f32, y: f32) -> Strip {
        let origin = (left + right) / 2.0;
        Strip { left, right, half_height: 10.0, origin, curve: vec![y], score: 1.0 }
    }

    #[test]
    fn a_line_over_a_rule_between_columns_is_parted_and_no_other() {
        let rule = Rule { start: 0.0, end: 500.0, low: 200.0, high: 202.0, slope: 0.0 };
        let rules = Rules { level: Vec::new(), upright: vec![rule] };
        let strips =
            vec![strip(10.0, 400.0, 50.0), strip(10.0, 195.0, 80.0), strip(10.0, 400.0, 520.0)];
        let mut found: Vec<(f32, f32)> =
            parted(strips, &rules).iter().map(|s| (s.left, s.right)).collect();
        found.sort_by(|a, b| a.partial_cmp(b).expect("no NaN"));
        assert_eq!(found, [(10.0, 195.0), (10.0, 199.0), (10.0, 400.0), (203.0, 400.0)]);
    }
}
