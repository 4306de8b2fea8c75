//! The fine angle of a page, by horizontal projections: where lines of text are level, rows of ink
//! and rows of paper alternate most sharply (Postl, 1986), read to a fraction of a row.

use image::GrayImage;

/// Looked for on either side of level: fifteen degrees of turning, and an angle of its own.
const REACH_DEGREES: f64 = 17.0;
/// Noise has a best angle too, but it is a quarter sharper than the middling one at most; pages of
/// text are some thirty times as sharp, and an even picture has no sharpness at all (0 / 0).
const SHARPNESS_MIN: f64 = 2.0;
/// Its multiples by squares leave parts of one that are spread evenly, whatever line is added.
const GOLDEN_RATIO: f64 = 1.618_033_988_749_895;

/// Degrees that the page is to be turned clockwise for its lines to be level, within ±17; 0 if it
/// shows no lines. The picture should have at most 2,000 px a side.
pub fn find_skew_degrees(picture: &GrayImage) -> f32 {
    let Some((coarse, _)) = coarse_slope(picture) else { return 0.0 };
    let ink = Ink::of(picture, 2);
    let mut slope = coarse;
    for (reach, step) in [(0.5, 0.05), (0.05, 0.01)] {
        slope = ink.best(slope, reach, step).map_or(slope, |(best, _)| best);
    }
    // Lines that fall to the right are brought level by turning the other way.
    -slope as f32
}

/// About how much lines fall to the right, and how much sharper they are so than at the middling
/// angle. `None`: the picture shows no lines.
pub(crate) fn coarse_slope(picture: &GrayImage) -> Option<(f64, f64)> {
    if picture.is_empty() {
        return None;
    }
    let found = Ink::of(picture, 8).best(0.0, REACH_DEGREES, 0.25)?;
    // Not a number where nothing is sharp.
    (found.1 >= SHARPNESS_MIN).then_some(found)
}

/// Darkness beyond the paper's, summed over narrow upright strips, row by row.
struct Ink {
    strip_px: usize,
    strips: usize,
    rows: usize,
    sums: Vec<f32>,
}

impl Ink {
    fn of(picture: &GrayImage, strip_px: usize) -> Self {
        let (width, rows) = (picture.width() as usize, picture.height() as usize);
        let strips = width.div_ceil(strip_px);
        let paper = paper_of(picture);
        let across: Vec<f32> = (0..width).map(|x| taper(x, width)).collect();
        let mut sums = vec![0.0; strips * rows];
        for (y, row) in picture.as_raw().chunks_exact(width.max(1)).enumerate() {
            let down = taper(y, rows);
            let strips = row.chunks(strip_px).zip(across.chunks(strip_px));
            for (strip, (pixels, weights)) in strips.enumerate() {
                let ink: f32 = pixels
                    .iter()
                    .zip(weights)
                    .map(|(&value, weight)| (paper - f32::from(value)).max(0.0) * weight)
                    .sum();
                sums[strip * rows + y] = ink * down;
            }
        }
        Self { strip_px, strips, rows, sums }
    }

    /// The slope (degrees, falling to the right) of the sharpest projection, to a fraction of the
    /// step, and how much sharper it is than the middling one.
    fn best(&self, centre: f64, reach: f64, step: f64) -> Option<(f64, f64)> {
        let steps = (reach / step).round() as i32;
        let scores: Vec<f64> =
            (-steps..=steps).map(|i| self.sharpness(centre + f64::from(i) * step)).collect();
        let (index, &score) = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        if score <= 0.0 {
            return None;
        }
        let mut sorted = scores.clone();
        sorted.sort_by(f64::total_cmp);
        let middling = sorted[sorted.len() / 2].max(f64::MIN_POSITIVE);
        // The top of the parabola through the best and its neighbours.
        let offset = if index > 0 && index + 1 < scores.len() {
            let (before, after) = (scores[index - 1], scores[index + 1]);
            let curve = before - 2.0 * score + after;
            if curve < 0.0 { ((before - after) / (2.0 * curve)).clamp(-0.5, 0.5) } else { 0.0 }
        } else {
            0.0
        };
        let slope = centre + (index as f64 - f64::from(steps) + offset) * step;
        Some((slope, score / middling))
    }

    fn sharpness(&self, slope_degrees: f64) -> f64 {
        let per_strip = slope_degrees.to_radians().tan() * self.strip_px as f64;
        let reach = (per_strip.abs() * self.strips as f64).ceil() as usize + 3;
        let mut projection = vec![0.0_f32; self.rows + 2 * reach];
        let middle = (self.strips as f64 - 1.0) / 2.0;
        for (strip, sums) in self.sums.chunks_exact(self.rows).enumerate() {
            let from_middle = strip as f64 - middle;
            // A row that falls between two is shared by them, which blurs; level rows never would.
            // So each strip is put off by a part of a row that no slope makes up for.
            let put_off = (from_middle * from_middle * GOLDEN_RATIO).fract();
            let shift = reach as f64 - from_middle * per_strip + put_off;
            let (whole, part) = (shift.floor() as usize, shift.fract() as f32);
            for (y, &sum) in sums.iter().enumerate() {
                projection[whole + y] += sum * (1.0 - part);
                projection[whole + y + 1] += sum * part;
            }
        }
        projection.windows(2).map(|pair| f64::from(pair[1] - pair[0]).powi(2)).sum()
    }
}

/// What is darker than three quarters of the picture is ink.
fn paper_of(picture: &GrayImage) -> f32 {
    let mut counts = [0_u64; 256];
    for &value in picture.as_raw() {
        counts[usize::from(value)] += 1;
    }
    let wanted = picture.as_raw().len() as u64 / 4;
    let mut seen = 0;
    let brighter = counts.iter().rev().position(|count| {
        seen += count;
        seen > wanted
    });
    255.0 - brighter.unwrap_or(255) as f32
}

/// The picture's own borders are level lines too; they fade out over a sixteenth of it.
fn taper(at: usize, length: usize) -> f32 {
    let reach = (length as f32 / 16.0).max(1.0);
    let inwards = (at as f32 + 0.5).min(length as f32 - at as f32 - 0.5);
    let part = (inwards / reach).min(1.0);
    part * part * (3.0 - 2.0 * part)
}

#[cfg(test)]
mod tests {
    use coupure_model::Turn;
    use coupure_testkit::page::{Layout, interview, typeset};

    use super::*;
    use crate::small::{grey, shrunk};
    use crate::straighten::Frame;
    use crate::{Quiet, Stage, geometry};

    #[test]
    fn a_typeset_page_is_levelled_to_a_fifth_of_a_degree_at_any_angle() {
        let page = typeset(&interview(), &Layout::default()).picture;
        let (width, height) = page.dimensions();
        let mut errors = Vec::new();
        for angle in [-14.6, -9.3, -4.21, -1.07, -0.13, 0.0, 0.06, 0.52, 2.9, 7.77, 12.4, 14.9] {
            let frame = Frame::new(
                &geometry::whole(width, height),
                (f64::from(width), f64::from(height)),
                Turn::None,
                angle,
            );
            let turned =
                frame.render(&page, None, &Quiet, Stage::Straighten).expect("is not cancelled");
            let small = grey(&shrunk(&turned, 2000).expect("is shrunk"));
            errors.push((f64::from(find_skew_degrees(&small)) + angle).abs());
        }
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        assert!(errors.iter().all(|&error| error <= 0.2), "{errors:?}");
        assert!(mean <= 0.03, "{mean}: {errors:?}");
    }

    #[test]
    fn a_picture_without_lines_is_left_as_it_is() {
        let plain = GrayImage::from_pixel(800, 600, image::Luma([220]));
        assert_eq!(find_skew_degrees(&plain), 0.0);
        // A small generator, so that the noise is the same each time.
        let mut state = 1_u32;
        let noise = GrayImage::from_fn(800, 600, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Luma([200 + (state >> 27) as u8])
        });
        assert_eq!(find_skew_degrees(&noise), 0.0);
        assert_eq!(find_skew_degrees(&GrayImage::new(1, 1)), 0.0);
        assert_eq!(find_skew_degrees(&GrayImage::new(0, 0)), 0.0);
    }
}
