//! Even light and white paper: the paper's own brightness is found over the page, each pixel is
//! divided by it, and a tone curve takes the paper to white and leaves strokes their shape.
//!
//! Pictures, tinted boxes and headlines in reverse are lit as the paper about them is, and keep
//! their tones: no curve, no threshold.

mod fill;
mod grid;
mod ground;
mod reverse_side;

use std::ops::Range;

use coupure_model::{Enhancement, Preset};
use image::RgbImage;

use self::grid::Grid;
pub(crate) use self::ground::Ground;
use crate::small::luma;

/// What paper becomes before the tone curve.
const PAPER: f32 = 250.0;
/// The edge of what is kept is this soft, in cells.
const SOFT_CELLS: usize = 1;
/// Over a few pixels the gain is straight.
const GAIN_SPAN_PX: usize = 16;

/// What a corrected page's pixels become.
#[derive(Debug, Clone)]
pub(crate) struct Light {
    preset: Preset,
    /// What each channel is multiplied by, at the centres of the cells, and how much of the pixel
    /// keeps its tones.
    cells: Grid<[f32; 4]>,
    /// Cells per pixel of the picture that is lit, and where its first pixel lies in the page.
    cells_per_px: (f32, f32),
    origin_px: (f32, f32),
    /// After the gain.
    tone: [u8; 256],
}

impl Light {
    /// `page`: the whole corrected page, small, and what its ground is; `None` if the page is to be
    /// left as it is.
    pub fn of(page: &RgbImage, ground: &Ground, enhancement: &Enhancement) -> Option<Self> {
        let strength = enhancement.strength.clamp(0.0, 1.0);
        if enhancement.preset == Preset::Untouched {
            return None;
        }
        // At the usual strength the light is wholly even; below, part of it is left.
        let evenness = (strength / 0.8).min(1.0);
        let keep = ground.mask.softened(SOFT_CELLS);
        let mut cells = ground.paper.map(|paper| {
            let [red, green, blue] =
                paper.map(|value| (PAPER / value.max(16.0)).max(1.0).powf(evenness));
            [red, green, blue, 0.0]
        });
        for (cell, keep) in cells.cells.iter_mut().zip(&keep.cells) {
            cell[3] = *keep;
        }
        let per_px = 1.0 / ground.cell_px as f32;
        let mut light = Self {
            preset: enhancement.preset,
            cells,
            cells_per_px: (per_px, per_px),
            origin_px: (0.0, 0.0),
            tone: std::array::from_fn(|value| value as u8),
        };
        let evened = light.evened(page);
        let brightening = reverse_side::brightening(&evened, &ground.mask, ground.cell_px);
        for (cell, brighter) in light.cells.cells.iter_mut().zip(&brightening.cells) {
            for gain in &mut cell[..3] {
                *gain *= brighter.powf(evenness);
            }
        }
        light.tone = light.tone_for(&evened, &ground.mask, ground.cell_px, strength);
        Some(light)
    }

    /// For the same page at another size, from a first pixel on.
    pub fn scaled(&self, factor: (f32, f32), origin_px: (f32, f32)) -> Self {
        let mut scaled = self.clone();
        scaled.cells_per_px = (self.cells_per_px.0 / factor.0, self.cells_per_px.1 / factor.1);
        scaled.origin_px = origin_px;
        scaled
    }

    pub fn row_worker(&self) -> RowWorker<'_> {
        RowWorker { light: self, row_cells: vec![[1.0; 4]; self.cells.columns] }
    }

    /// The page lit, before the tone curve.
    fn evened(&self, page: &RgbImage) -> RgbImage {
        let mut evened = page.clone();
        let width = page.width() as usize;
        let mut worker = self.row_worker();
        for (y, row) in evened.chunks_exact_mut(width * 3).enumerate() {
            worker.even(y, 0..width, row, |pixel, evened, _| pixel.copy_from_slice(&evened));
        }
        evened
    }

    /// The curve that takes paper to white, from what the evened page is like.
    fn tone_for(
        &self,
        evened: &RgbImage,
        mask: &Grid<f32>,
        cell_px: u32,
        strength: f32,
    ) -> [u8; 256] {
        let mut counts = [0u32; 256];
        for (x, y, pixel) in evened.enumerate_pixels() {
            let cell = (y / cell_px) as usize * mask.columns + (x / cell_px) as usize;
            if mask.cells[cell] == 0.0 {
                counts[usize::from(luma(pixel[0], pixel[1], pixel[2]))] += 1;
            }
        }
        if self.preset == Preset::BlackAndWhite {
            let threshold = between_ink_and_paper(&counts);
            return std::array::from_fn(|value| if value > threshold { 255 } else { 0 });
        }
        // Paper scatters about its own value; three quarters of it lie above this.
        let paper = percentile(&counts, 0.5).clamp(200, 255) as f32;
        let below = percentile(&counts, 0.3).clamp(180, 255) as f32;
        let spread = (paper - below).max(3.0);
        let white_full = (paper - 1.5 * spread).clamp(205.0, 245.0);
        let black_full = (percentile(&counts, 0.005) as f32).clamp(0.0, 90.0);
        let white = 255.0 + (white_full - 255.0) * strength;
        let black = black_full * strength;
        std::array::from_fn(|value| {
            (((value as f32 - black) / (white - black)).clamp(0.0, 1.0) * 255.0).round() as u8
        })
    }
}

/// Lights rows; holds the cells of the row at hand.
pub(crate) struct RowWorker<'a> {
    light: &'a Light,
    row_cells: Vec<[f32; 4]>,
}

impl RowWorker<'_> {
    pub fn apply(&mut self, y: usize, columns: Range<usize>, row: &mut [u8]) {
        let tone = &self.light.tone;
        match self.light.preset {
            Preset::Untouched => {}
            Preset::Automatic | Preset::Colour => {
                self.even(y, columns, row, |pixel, evened, keep| {
                    for (value, evened) in pixel.iter_mut().zip(evened) {
                        *value = mixed(tone[usize::from(evened)], evened, keep);
                    }
                });
            }
            Preset::Grey | Preset::BlackAndWhite => {
                self.even(y, columns, row, |pixel, evened, keep| {
                    let grey = luma(evened[0], evened[1], evened[2]);
                    pixel.fill(mixed(tone[usize::from(grey)], grey, keep));
                });
            }
        }
    }

    /// Multiplies each pixel by its gain; `then` puts the result where it belongs, told how much of
    /// it, of 256, keeps its tones.
    fn even(
        &mut self,
        y: usize,
        columns: Range<usize>,
        row: &mut [u8],
        then: impl Fn(&mut [u8], [u8; 3], u32),
    ) {
        let light = self.light;
        let cells = &light.cells;
        let (above, below, part) =
            cells_at(y as f32 + 0.5 + light.origin_px.1, light.cells_per_px.1, cells.rows);
        for (column, cell) in self.row_cells.iter_mut().enumerate() {
            let upper = cells.cells[above * cells.columns + column];
            let lower = cells.cells[below * cells.columns + column];
            *cell = std::array::from_fn(|i| upper[i] + (lower[i] - upper[i]) * part);
        }
        let cell_at = |x: usize| -> [f32; 4] {
            let (left, right, part) =
                cells_at(x as f32 + 0.5 + light.origin_px.0, light.cells_per_px.0, cells.columns);
            let (from, to) = (self.row_cells[left], self.row_cells[right]);
            std::array::from_fn(|i| from[i] + (to[i] - from[i]) * part)
        };
        // No longer than a cell; sixteen fractional bits.
        let span = ((1.0 / light.cells_per_px.0) as usize).clamp(1, GAIN_SPAN_PX);
        let mut start = columns.start;
        let mut first = cell_at(start);
        while start < columns.end {
            let end = (start + span).min(columns.end);
            let last = cell_at(end);
            let length = (end - start) as f32;
            let mut gain: [i32; 3] = std::array::from_fn(|i| (first[i] * 65536.0) as i32);
            let step: [i32; 3] =
                std::array::from_fn(|i| ((last[i] - first[i]) / length * 65536.0) as i32);
            let keep = ((first[3] + last[3]) * 128.0).round() as u32;
            for pixel in row[start * 3..end * 3].chunks_exact_mut(3) {
                let evened = std::array::from_fn(|i| {
                    ((u32::from(pixel[i]) * gain[i] as u32 + (1 << 15)) >> 16).min(255) as u8
                });
                for (gain, step) in gain.iter_mut().zip(step) {
                    *gain += step;
                }
                then(pixel, evened, keep);
            }
            (start, first) = (end, last);
        }
    }
}

/// `keep` of 256 parts as it was.
#[inline]
fn mixed(toned: u8, evened: u8, keep: u32) -> u8 {
    ((u32::from(toned) * (256 - keep) + u32::from(evened) * keep + 128) >> 8) as u8
}

/// The cells before and after a place, and how far it is between their centres.
fn cells_at(px: f32, cells_per_px: f32, cells: usize) -> (usize, usize, f32) {
    let at = (px * cells_per_px - 0.5).clamp(0.0, (cells - 1) as f32);
    let first = (at as usize).min(cells.saturating_sub(2));
    (first, (first + 1).min(cells - 1), at - first as f32)
}

/// The value below which that part of the pixels lies.
fn percentile(counts: &[u32; 256], part: f32) -> usize {
    let total: u32 = counts.iter().sum();
    let wanted = (total as f32 * part) as u32;
    let mut seen = 0;
    counts
        .iter()
        .position(|count| {
            seen += count;
            seen > wanted
        })
        .unwrap_or(255)
}

/// Otsu's threshold: the cut that parts ink and paper best.
fn between_ink_and_paper(counts: &[u32; 256]) -> usize {
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let sum: f64 = counts.iter().enumerate().map(|(v, &count)| v as f64 * f64::from(count)).sum();
    let (mut below, mut sum_below) = (0.0, 0.0);
    let mut best = (0.0, 160);
    for (value, &count) in counts.iter().enumerate() {
        below += f64::from(count);
        sum_below += value as f64 * f64::from(count);
        if below == 0.0 || below == total {
            continue;
        }
        let difference = sum_below / below - (sum - sum_below) / (total - below);
        let score = below * (total - below) * difference * difference;
        if score > best.0 {
            best = (score, value);
        }
    }
    // Paper that is all there is has no cut of its own.
    best.1.clamp(110, 215)
}

#[cfg(test)]
mod tests {
    use coupure_testkit::page::{Layout, interview, typeset};
    use image::Rgb;

    use super::*;

    /// A page under a lamp to the left and a shadow on the right.
    fn unevenly_lit() -> RgbImage {
        let mut page = typeset(&interview(), &Layout { width_px: 1000, ..small() }).picture;
        let width = page.width() as f32;
        for (x, _, pixel) in page.enumerate_pixels_mut() {
            let across = x as f32 / width;
            let shade = 1.0 - 0.5 * across - if across > 0.7 { 0.12 } else { 0.0 };
            pixel.0 = pixel.0.map(|value| (f32::from(value) * shade) as u8);
        }
        page
    }

    fn small() -> Layout {
        Layout { body_px: 20.0, margin_px: 60.0, gutter_px: 30.0, ..Layout::default() }
    }

    fn lit(page: &RgbImage, preset: Preset, strength: f32) -> RgbImage {
        let Some(light) = Light::of(page, &Ground::of(page), &Enhancement { preset, strength })
        else {
            return page.clone();
        };
        let mut result = page.clone();
        let width = page.width() as usize;
        let mut worker = light.row_worker();
        for (y, row) in result.chunks_exact_mut(width * 3).enumerate() {
            worker.apply(y, 0..width, row);
        }
        result
    }

    fn brightness(page: &RgbImage, left: u32, top: u32, side: u32) -> f32 {
        let part = image::imageops::crop_imm(page, left, top, side, side).to_image();
        part.pixels().map(|p| f32::from(luma(p[0], p[1], p[2]))).sum::<f32>() / (side * side) as f32
    }

    #[test]
    fn paper_becomes_white_on_the_dark_side_as_on_the_bright_one() {
        let page = unevenly_lit();
        for preset in [Preset::Colour, Preset::Grey, Preset::BlackAndWhite] {
            let result = lit(&page, preset, 0.8);
            for left in [10, 500, 950] {
                let margin = brightness(&result, left, 10, 30);
                assert!(margin > 247.0, "{preset:?} at {left}: {margin}");
            }
        }
    }

    #[test]
    fn ink_stays_and_thin_strokes_are_not_eaten() {
        let page = unevenly_lit();
        let result = lit(&page, Preset::Grey, 0.8);
        let dark = |page: &RgbImage, threshold: u8| {
            page.pixels().filter(|p| luma(p[0], p[1], p[2]) < threshold).count() as f32
        };
        // What was ink on the evenly lit page is ink still, within a tenth.
        let even = typeset(&interview(), &Layout { width_px: 1000, ..small() }).picture;
        let ratio = dark(&result, 128) / dark(&even, 135);
        assert!((0.9..1.15).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_dark_picture_on_the_page_is_no_shadow() {
        let mut page = RgbImage::from_pixel(1000, 1400, Rgb([225, 220, 208]));
        for y in 300..520 {
            for x in 200..480 {
                page.put_pixel(x, y, Rgb([70, 72, 80]));
            }
        }
        let result = lit(&page, Preset::Colour, 0.8);
        let inside = brightness(&result, 300, 380, 60);
        assert!(inside < 110.0, "the picture was washed out to {inside}");
    }

    #[test]
    fn each_preset_does_what_it_says() {
        let page = unevenly_lit();
        assert!(
            Light::of(
                &page,
                &Ground::of(&page),
                &Enhancement { preset: Preset::Untouched, strength: 1.0 }
            )
            .is_none()
        );
        let grey = lit(&page, Preset::Grey, 0.8);
        assert!(grey.pixels().all(|p| p[0] == p[1] && p[1] == p[2]));
        let two = lit(&page, Preset::BlackAndWhite, 0.8);
        assert!(two.pixels().all(|p| p.0 == [0; 3] || p.0 == [255; 3]));
        assert_eq!(lit(&page, Preset::Colour, 0.0), page);
    }

    #[test]
    fn the_hard_edge_of_a_shadow_goes_and_text_under_it_is_kept() {
        let even = typeset(&interview(), &Layout { width_px: 1000, ..small() }).picture;
        let mut page = even.clone();
        for (x, y, pixel) in page.enumerate_pixels_mut() {
            // A hand that comes in from the right.
            let (u, v) = (x as f32 - 1000.0, y as f32 - 400.0);
            let inside = 1.0 / (1.0 + ((u.hypot(v) - 420.0) / 1.5).exp());
            pixel.0 = pixel.0.map(|value| (f32::from(value) * (1.0 - 0.45 * inside)) as u8);
        }
        let result = lit(&page, Preset::Grey, 0.8);
        let ideal = lit(&even, Preset::Grey, 0.8);
        let off = |a: &RgbImage| {
            let far = a.pixels().zip(ideal.pixels()).filter(|(a, b)| a[0].abs_diff(b[0]) > 60);
            far.count() as f32 / (a.width() * a.height()) as f32
        };
        assert!(off(&result) < 0.01, "{} of the pixels differ", off(&result));
    }

    #[test]
    fn tinted_boxes_and_headlines_in_reverse_are_kept_and_are_no_pictures() {
        let mut page = RgbImage::from_pixel(1000, 1400, Rgb([225, 220, 208]));
        for y in 0..1400 {
            for x in 0..1000 {
                let box_ = (100..500).contains(&x) && (200..420).contains(&y);
                let reverse = (100..900).contains(&x) && (600..700).contains(&y);
                let stroke = x % 12 < 3 && y % 30 < 14;
                let value = match (box_, reverse, stroke) {
                    (true, _, false) => 178,
                    (_, true, true) => 220,
                    (_, true, false) => 25,
                    (_, _, true) if y > 800 || box_ => 30,
                    _ => continue,
                };
                page.put_pixel(x, y, Rgb([value; 3]));
            }
        }
        let result = lit(&page, Preset::Colour, 0.8);
        let tint = result.get_pixel(109, 225).0[1];
        assert!((185..225).contains(&tint), "the box became {tint}");
        assert!(result.get_pixel(109, 625).0[1] < 60);
        assert!(result.get_pixel(60, 225).0[1] > 247);
        assert_eq!(Ground::of(&page).pictures(), []);
    }

    #[test]
    fn a_picture_keeps_its_tones_whatever_the_preset() {
        let mut page = RgbImage::from_pixel(1000, 1400, Rgb([225, 220, 208]));
        for y in 300..700 {
            for x in 200..600 {
                let tone = 60.0 + 80.0 * (x as f32 / 37.0).sin() * (y as f32 / 53.0).cos();
                let value = (tone + x as f32 / 6.0) as u8;
                page.put_pixel(x, y, Rgb([value, value, value]));
            }
        }
        let found = Ground::of(&page).pictures();
        assert_eq!(found.len(), 1, "{found:?}");
        let off = [found[0].x - 200.0, found[0].y - 300.0, found[0].width - 400.0];
        assert!(off.iter().all(|off| off.abs() <= 8.0), "{found:?}");
        for preset in [Preset::Colour, Preset::Grey, Preset::BlackAndWhite] {
            let result = lit(&page, preset, 0.8);
            for (x, y) in [(300, 400), (450, 520), (520, 640)] {
                let before = f32::from(page.get_pixel(x, y).0[1]) * 250.0 / 220.0;
                let after = f32::from(result.get_pixel(x, y).0[1]);
                assert!((before - after).abs() < 8.0, "{preset:?}: {before} became {after}");
            }
        }
    }

    #[test]
    fn colours_on_the_page_keep_their_hue() {
        let mut page = RgbImage::from_pixel(900, 900, Rgb([230, 224, 205]));
        for y in 400..440 {
            for x in 300..600 {
                page.put_pixel(x, y, Rgb([190, 30, 40]));
            }
        }
        let Rgb([red, green, blue]) = *lit(&page, Preset::Colour, 0.8).get_pixel(450, 420);
        assert!(red > 150 && green < 90 && blue < 90, "{red} {green} {blue}");
    }

    #[test]
    fn pages_of_a_few_pixels_are_lit_too() {
        for (width, height) in [(1, 1), (1, 200), (200, 2)] {
            let page = RgbImage::from_pixel(width, height, Rgb([120, 110, 100]));
            assert_eq!(lit(&page, Preset::Colour, 0.8).dimensions(), (width, height));
        }
    }
}
