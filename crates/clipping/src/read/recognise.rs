//! What a line says: its strip is cut out straight, 48 pixels high, and read.

use std::sync::Arc;

use coupure_model::{Rect, Word};
use image::RgbImage;
use rten::{Model, RunOptions, ThreadPool};
use rten_tensor::{NdTensor, prelude::*};

use super::{
    alphabet::Alphabet,
    ctc::{self, Seen},
    pixels::colour_at,
    strips::Strip,
};
use crate::Error;

/// The height that the model reads.
const HEIGHT_PX: usize = 48;
/// Narrower lines are padded; the model was not trained on narrower ones.
const WIDTH_MIN_PX: usize = 160;
/// Longer ones would cost memory without bound; no newspaper line is 80 times as long as high.
const WIDTH_MAX_PX: usize = 48 * 80;

/// The recogniser: its model, cut to the alphabet, and what its classes are worth.
pub struct Recogniser<'a> {
    pub model: &'a Model,
    pub alphabet: &'a Alphabet,
    pub weights: &'a [f32],
}

/// A line cut out of the page, and the way back.
struct Cut {
    pixels: Vec<f32>,
    width: usize,
    /// Width with the padding.
    padded: usize,
}

impl Recogniser<'_> {
    /// The words of a line, left to right; none where nothing is to be read.
    pub fn read(
        &self,
        page: &RgbImage,
        strip: &Strip,
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<Word>, Error> {
        let cut = cut(page, strip);
        let (width, padded) = (cut.width, cut.padded);
        let input = NdTensor::from_data([1, 3, HEIGHT_PX, padded], cut.pixels);
        let options = RunOptions::default().with_thread_pool(Some(threads.clone()));
        let fault = |reason: String| Error::Internal { reason: format!("recognition: {reason}") };
        let output =
            self.model.run_one(input.into(), Some(options)).map_err(|e| fault(e.to_string()))?;
        let output: NdTensor<f32, 3> = output.try_into().map_err(|e| fault(format!("{e:?}")))?;
        let [_, steps, classes] = output.shape();
        if classes != self.alphabet.characters.len() || steps == 0 {
            return Err(fault(format!("shape {:?}", output.shape())));
        }
        let seen = ctc::decode(&output.into_data(), &self.alphabet.characters, self.weights);
        // Where a step is on the page.
        let per_step = padded as f32 / steps as f32 / width as f32 * (strip.right - strip.left);
        Ok(words(&seen, strip, per_step))
    }
}

/// Cuts a strip out along its curve. Values as the model takes them: -1 to 1, blue, green, red.
fn cut(page: &RgbImage, strip: &Strip) -> Cut {
    let source_height = strip.half_height * 2.0;
    // Page pixels per cut pixel.
    let scale = source_height / HEIGHT_PX as f32;
    let chord = strip.right - strip.left;
    let rise = strip.y_at(strip.right) - strip.y_at(strip.left);
    let length = (chord * chord + rise * rise).sqrt();
    let width = ((length / scale).ceil() as usize).clamp(8, WIDTH_MAX_PX);
    let padded = width.max(WIDTH_MIN_PX).next_multiple_of(8);
    let plane = HEIGHT_PX * padded;
    let mut pixels = vec![0.0_f32; 3 * plane];
    // Enough samples a pixel that none of the page is skipped.
    let samples = (scale.ceil() as usize).clamp(1, 4);
    let share = 1.0 / (samples * samples) as f32;
    for column in 0..width {
        for sample_x in 0..samples {
            let along = (column as f32 + (sample_x as f32 + 0.5) / samples as f32) / width as f32;
            let x = strip.left + along * chord;
            let y = strip.y_at(x);
            let slope = strip.slope_at(x);
            let norm = (1.0 + slope * slope).sqrt();
            let (down_x, down_y) = (-slope / norm, 1.0 / norm);
            for row in 0..HEIGHT_PX {
                for sample_y in 0..samples {
                    let across = (row as f32 + (sample_y as f32 + 0.5) / samples as f32) * scale
                        - strip.half_height;
                    let colour = colour_at(page, x + across * down_x, y + across * down_y);
                    let at = row * padded + column;
                    for channel in 0..3 {
                        let value = colour[2 - channel] / 127.5 - 1.0;
                        pixels[channel * plane + at] += value * share;
                    }
                }
            }
        }
    }
    Cut { pixels, width, padded }
}

/// Parts the characters at spaces.
fn words(seen: &[Seen], strip: &Strip, per_step: f32) -> Vec<Word> {
    let x_of = |step: f32| strip.left + (step + 0.5) * per_step;
    // Half of a usual character, in steps.
    let half = match (seen.first(), seen.last()) {
        (Some(first), Some(last)) if seen.len() > 1 => {
            (last.step - first.step) as f32 / (seen.len() - 1) as f32 / 2.0
        }
        _ => 1.0,
    };
    let mut words = Vec::new();
    // A space after a comma is often too thin to be seen.
    let ends = |a: &Seen, b: &Seen| {
        matches!(a.character, ',' | ';' | '?' | '!') && b.character.is_alphabetic()
    };
    let groups = seen
        .split(|s| s.character == ' ')
        .flat_map(|group| group.chunk_by(move |a, b| !ends(a, b)));
    for group in groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let left = x_of(first.step as f32 - half).max(strip.left);
        let right = x_of(last.step as f32 + half).min(strip.right).max(left);
        let (top, bottom) = strip.extent(left, right);
        words.push(Word {
            text: group.iter().map(|s| s.character).collect(),
            area: Rect { x: left, y: top, width: right - left, height: bottom - top },
            confidence: group.iter().map(|s| s.confidence).sum::<f32>() / group.len() as f32,
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip() -> Strip {
        Strip {
            left: 100.0,
            right: 500.0,
            half_height: 12.0,
            origin: 300.0,
            curve: vec![50.0],
            score: 1.0,
        }
    }

    #[test]
    fn words_are_parted_at_spaces_and_keep_their_place() {
        let seen: Vec<Seen> = "le  chat"
            .chars()
            .enumerate()
            .map(|(i, character)| Seen { character, step: i * 2, confidence: 0.9 })
            .collect();
        let words = words(&seen, &strip(), 20.0);
        let texts: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["le", "chat"]);
        assert_eq!(words[0].area, Rect { x: 100.0, y: 38.0, width: 70.0, height: 24.0 });
        // The fifth character of a line whose characters are 40 px wide.
        assert_eq!(words[1].area, Rect { x: 250.0, y: 38.0, width: 160.0, height: 24.0 });
    }

    #[test]
    fn words_are_parted_after_a_comma_and_numbers_are_not() {
        let seen: Vec<Seen> = "mer,et 3,5 quoi?Nous"
            .chars()
            .enumerate()
            .map(|(step, character)| Seen { character, step, confidence: 0.9 })
            .collect();
        let texts: Vec<String> = words(&seen, &strip(), 20.0).into_iter().map(|w| w.text).collect();
        assert_eq!(texts, ["mer,", "et", "3,5", "quoi?", "Nous"]);
    }

    #[test]
    fn a_cut_follows_the_curve_and_keeps_the_ratio() {
        // A page whose rows are shaded by the distance from a sloping middle.
        let middle = |x: f32| 40.0 + 0.2 * (x - 100.0);
        let page = RgbImage::from_fn(200, 80, |x, y| {
            let ink = (y as f32 + 0.5 - middle(x as f32 + 0.5)).abs() < 3.0;
            image::Rgb([if ink { 0 } else { 255 }; 3])
        });
        let strip = Strip {
            left: 0.0,
            right: 200.0,
            half_height: 12.0,
            origin: 100.0,
            curve: vec![40.0, 0.2],
            score: 1.0,
        };
        let cut = cut(&page, &strip);
        assert_eq!(cut.width, 408); // √(200² + 40²) at twice the size
        for column in [2, 100, 200, 300, 405] {
            assert!(cut.pixels[24 * cut.padded + column] < -0.8, "ink in the middle at {column}");
            assert!(cut.pixels[40 * cut.padded + column] > 0.8, "paper below at {column}");
        }
    }
}
