//! A blur that is flat for what is coarser than the screen and steep before it.

use image::RgbImage;
use rayon::prelude::*;

use super::Part;
use super::screen::Frequency;
use crate::Error;
use crate::progress::{Progress, Stage, step};

/// What is left of the screen at most: a peak of 30 dB less.
const LEFT: f32 = 0.03;
/// Rows worked on together; with what lies above and below they are held twice.
const BAND_ROWS: usize = 96;

/// The least width by which every one of the frequencies falls to [`LEFT`].
pub(super) fn least_sigma_px(frequencies: &[Frequency]) -> f32 {
    let longest =
        frequencies.iter().map(|&(x, y)| x.hypot(y)).fold(f32::INFINITY, f32::min).recip();
    let mut sigma = 0.25 * longest;
    while sigma < longest
        && frequencies.iter().any(|&(x, y)| passed(x, sigma) * passed(y, sigma) > LEFT)
    {
        sigma *= 1.03;
    }
    sigma
}

/// A Gaussian applied, and once more to what it lost: 2G − G².
fn passed(frequency: f32, sigma_px: f32) -> f32 {
    let gaussian = (-2.0 * (std::f32::consts::PI * sigma_px * frequency).powi(2)).exp();
    gaussian * (2.0 - gaussian)
}

fn kernel(sigma_px: f32) -> Vec<f32> {
    let gaussian = |at: f32, sigma: f32| (-0.5 * (at / sigma).powi(2)).exp() / sigma;
    let radius = (3.6 * sigma_px).ceil() as i32;
    let mut weights: Vec<f32> = (-radius..=radius)
        .map(|i| {
            let at = i as f32;
            2.0 * gaussian(at, sigma_px) - gaussian(at, sigma_px * std::f32::consts::SQRT_2)
        })
        .collect();
    let sum: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

/// Blurs the part in place, less and less towards its sides. One band of rows after another: beside
/// the page little more than a band is held.
pub(super) fn blur(
    page: &mut RgbImage,
    part: Part,
    sigma_px: f32,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let weights = kernel(sigma_px);
    let radius = weights.len() / 2;
    let width = part.right - part.left;
    let stride = page.width() as usize * 3;
    let row_of = |y: usize| y * stride + part.left * 3..y * stride + part.right * 3;
    let soft = |before: usize, after: usize| {
        (before.min(after) as f32 + 0.5).min(radius as f32) / radius as f32
    };
    // The rows above the band, as they were.
    let mut above: Vec<Vec<u8>> = Vec::new();
    for top in (part.top..part.bottom).step_by(BAND_ROWS) {
        step(progress, Stage::Light, 1.0)?;
        let bottom = (top + BAND_ROWS).min(part.bottom);
        let last = (bottom + radius).min(part.bottom);
        let mut sources = std::mem::take(&mut above);
        let first = top - sources.len();
        sources.extend((top..last).map(|y| page.as_raw()[row_of(y)].to_vec()));
        let across: Vec<Vec<f32>> =
            sources.par_iter().map(|row| blurred_across(row, &weights)).collect();
        page.as_mut()[top * stride..bottom * stride]
            .par_chunks_exact_mut(stride)
            .enumerate()
            .for_each(|(offset, row)| {
                let y = top + offset;
                let mut sums = vec![0.0_f32; width * 3];
                for (i, weight) in weights.iter().enumerate() {
                    let from = (y + i).saturating_sub(radius).clamp(first, last - 1);
                    for (sum, value) in sums.iter_mut().zip(&across[from - first]) {
                        *sum += weight * value;
                    }
                }
                let down = soft(y - part.top, part.bottom - 1 - y);
                let pixels = row[part.left * 3..part.right * 3].chunks_exact_mut(3);
                for (x, (pixel, sum)) in pixels.zip(sums.chunks_exact(3)).enumerate() {
                    let much = down.min(soft(x, width - 1 - x));
                    for (value, sum) in pixel.iter_mut().zip(sum) {
                        let own = f32::from(*value);
                        *value = (own + (sum - own) * much + 0.5).clamp(0.0, 255.0) as u8;
                    }
                }
            });
        let kept = (bottom - first).saturating_sub(radius);
        sources.truncate(bottom - first);
        above = sources.split_off(kept);
    }
    Ok(())
}

fn blurred_across(row: &[u8], weights: &[f32]) -> Vec<f32> {
    let radius = weights.len() / 2;
    let width = row.len() / 3;
    // The row with its ends carried on.
    let padded: Vec<f32> = (0..width + 2 * radius)
        .flat_map(|x| {
            let from = x.saturating_sub(radius).min(width - 1) * 3;
            row[from..from + 3].iter().map(|&value| f32::from(value))
        })
        .collect();
    let mut sums = vec![0.0_f32; row.len()];
    for (i, weight) in weights.iter().enumerate() {
        for (sum, value) in sums.iter_mut().zip(&padded[i * 3..]) {
            *sum += weight * value;
        }
    }
    sums
}
