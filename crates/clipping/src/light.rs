//! Even light and white paper: the paper's own brightness is found over the page, each pixel is
//! divided by it, and a tone curve takes the paper to white and leaves strokes their shape.

use std::ops::Range;

use coupure_model::{Enhancement, Preset};
use image::RgbImage;

use crate::small::luma;

/// Side of the cells that the paper's brightness is taken in, as a part of the longer side.
const CELLS_ON_LONG_SIDE: u32 = 64;
/// Of the pixels of a cell, those above this part are paper: ink covers less than that.
const PAPER_PERCENTILE: f32 = 0.8;
/// A cell at least this bright, beside the brightest ones of the page, is paper.
const PAPER_LEAST: f32 = 0.8;
/// From one cell of paper to the next, light and shadow change it by this part at most; a picture
/// begins with a sharper step.
const SOFT_STEP: f32 = 0.12;

/// What a corrected page's pixels become.
#[derive(Debug, Clone)]
pub(crate) struct Light {
    preset: Preset,
    columns: usize,
    rows: usize,
    /// What each channel is multiplied by, at the centres of the cells.
    gains: Vec<[f32; 3]>,
    /// Cells per pixel of the picture that is lit, and where its first pixel lies in the page.
    cells_per_px: (f32, f32),
    origin_px: (f32, f32),
    /// After the gain.
    tone: [u8; 256],
}

impl Light {
    /// `page`: the whole corrected page, small; `None` if the page is to be left as it is.
    pub fn of(page: &RgbImage, enhancement: &Enhancement) -> Option<Self> {
        let strength = enhancement.strength.clamp(0.0, 1.0);
        if enhancement.preset == Preset::Untouched {
            return None;
        }
        let cell_px = page.width().max(page.height()).div_ceil(CELLS_ON_LONG_SIDE).max(1);
        let mut paper = Paper::of(page, cell_px);
        paper.bridge();
        paper.smooth();
        let (columns, rows) = (paper.columns, paper.rows);
        // At the usual strength the light is wholly even; below, part of it is left.
        let evenness = (strength / 0.8).min(1.0);
        let gains: Vec<[f32; 3]> = paper
            .cells
            .iter()
            .map(|cell| cell.map(|value| (250.0 / value.max(24.0)).max(1.0).powf(evenness)))
            .collect();
        let mut light = Self {
            preset: enhancement.preset,
            columns,
            rows,
            gains,
            cells_per_px: (1.0 / cell_px as f32, 1.0 / cell_px as f32),
            origin_px: (0.0, 0.0),
            tone: std::array::from_fn(|value| value as u8),
        };
        light.tone = light.tone_for(page, strength);
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
        RowWorker { light: self, row_gains: vec![[1.0; 3]; self.columns] }
    }

    /// The curve that takes paper to white, from what the evened page is like.
    fn tone_for(&self, page: &RgbImage, strength: f32) -> [u8; 256] {
        let mut counts = [0u32; 256];
        let mut evened = page.clone();
        let width = page.width() as usize;
        let mut worker = self.row_worker();
        for (y, row) in evened.chunks_exact_mut(width * 3).enumerate() {
            worker.even(y, 0..width, row, |pixel, evened| pixel.copy_from_slice(&evened));
            for pixel in row.chunks_exact(3) {
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

/// Lights rows; holds the gains of the row at hand.
pub(crate) struct RowWorker<'a> {
    light: &'a Light,
    row_gains: Vec<[f32; 3]>,
}

impl RowWorker<'_> {
    pub fn apply(&mut self, y: usize, columns: Range<usize>, row: &mut [u8]) {
        let tone = &self.light.tone;
        match self.light.preset {
            Preset::Untouched => {}
            Preset::Colour => self.even(y, columns, row, |pixel, evened| {
                for (value, evened) in pixel.iter_mut().zip(evened) {
                    *value = tone[usize::from(evened)];
                }
            }),
            Preset::Grey | Preset::BlackAndWhite => self.even(y, columns, row, |pixel, evened| {
                pixel.fill(tone[usize::from(luma(evened[0], evened[1], evened[2]))]);
            }),
        }
    }

    /// Multiplies each pixel by its gain; `then` puts the result where it belongs.
    fn even(
        &mut self,
        y: usize,
        columns: Range<usize>,
        row: &mut [u8],
        then: impl Fn(&mut [u8], [u8; 3]),
    ) {
        let light = self.light;
        let (above, below, part) =
            cells_at(y as f32 + 0.5 + light.origin_px.1, light.cells_per_px.1, light.rows);
        for (column, gain) in self.row_gains.iter_mut().enumerate() {
            let upper = light.gains[above * light.columns + column];
            let lower = light.gains[below * light.columns + column];
            *gain = std::array::from_fn(|i| upper[i] + (lower[i] - upper[i]) * part);
        }
        let gain_at = |x: usize| -> [f32; 3] {
            let (left, right, part) =
                cells_at(x as f32 + 0.5 + light.origin_px.0, light.cells_per_px.0, light.columns);
            let (from, to) = (self.row_gains[left], self.row_gains[right]);
            std::array::from_fn(|i| from[i] + (to[i] - from[i]) * part)
        };
        // Over a few pixels the gain is straight; sixteen fractional bits.
        let mut start = columns.start;
        while start < columns.end {
            let end = (start + GAIN_SPAN_PX).min(columns.end);
            let (first, last) = (gain_at(start), gain_at(end));
            let length = (end - start) as f32;
            let mut gain = first.map(|gain| (gain * 65536.0) as i32);
            let step: [i32; 3] =
                std::array::from_fn(|i| ((last[i] - first[i]) / length * 65536.0) as i32);
            for pixel in row[start * 3..end * 3].chunks_exact_mut(3) {
                let evened = std::array::from_fn(|i| {
                    ((u32::from(pixel[i]) * gain[i] as u32 + (1 << 15)) >> 16).min(255) as u8
                });
                for (gain, step) in gain.iter_mut().zip(step) {
                    *gain += step;
                }
                then(pixel, evened);
            }
            start = end;
        }
    }
}

/// The gain is read anew this often.
const GAIN_SPAN_PX: usize = 16;

/// The cells before and after a place, and how far it is between their centres.
fn cells_at(px: f32, cells_per_px: f32, cells: usize) -> (usize, usize, f32) {
    let at = (px * cells_per_px - 0.5).clamp(0.0, (cells - 1) as f32);
    let first = (at as usize).min(cells.saturating_sub(2));
    (first, (first + 1).min(cells - 1), at - first as f32)
}

/// The paper's colour, cell by cell.
struct Paper {
    columns: usize,
    rows: usize,
    cells: Vec<[f32; 3]>,
    /// Dark strokes on plain ground: whatever its brightness, that ground is paper.
    written: Vec<bool>,
}

impl Paper {
    fn of(page: &RgbImage, cell_px: u32) -> Self {
        let columns = page.width().div_ceil(cell_px) as usize;
        let rows = page.height().div_ceil(cell_px) as usize;
        let (mut cells, mut written) = (Vec::new(), Vec::new());
        for row in 0..rows as u32 {
            for column in 0..columns as u32 {
                let cell = Cell::of(page, column * cell_px, row * cell_px, cell_px);
                cells.push(cell.paper);
                written.push(cell.written);
            }
        }
        Self { columns, rows, cells, written }
    }

    /// Pictures, headlines in reverse and the like are no paper: where no way leads in from paper
    /// without a sharp step, the paper round about is carried on beneath.
    fn bridge(&mut self) {
        let reached = self.reached();
        if reached.iter().all(|&reached| reached) {
            return;
        }
        let mut known = reached.clone();
        // Each round carries the paper one cell further in, then all of it is evened out.
        while !known.iter().all(|&known| known) {
            let before = known.clone();
            for at in (0..self.cells.len()).filter(|&at| !before[at]) {
                let near: Vec<[f32; 3]> =
                    self.around(at).filter(|&to| before[to]).map(|to| self.cells[to]).collect();
                if !near.is_empty() {
                    self.cells[at] = mean(&near);
                    known[at] = true;
                }
            }
            if known == before {
                return;
            }
        }
        for _ in 0..self.columns.max(self.rows) {
            for at in (0..self.cells.len()).filter(|&at| !reached[at]) {
                let near: Vec<[f32; 3]> = self.around(at).map(|to| self.cells[to]).collect();
                self.cells[at] = mean(&near);
            }
        }
    }

    fn reached(&self) -> Vec<bool> {
        let brightness: Vec<f32> = self.cells.iter().map(brightness_of).collect();
        let mut sorted = brightness.clone();
        sorted.sort_by(f32::total_cmp);
        let bright = sorted[sorted.len() * 9 / 10];
        // One written cell may be a face in a photo; most of a neighbourhood is text.
        let text = |at: usize| {
            let near: Vec<usize> = self.around(at).collect();
            self.written[at] && 2 * near.iter().filter(|&&to| self.written[to]).count() > near.len()
        };
        let mut reached: Vec<bool> = (0..self.cells.len())
            .map(|at| brightness[at] >= PAPER_LEAST * bright || text(at))
            .collect();
        let mut waiting: Vec<usize> = (0..reached.len()).filter(|&at| reached[at]).collect();
        while let Some(at) = waiting.pop() {
            for to in self.around(at) {
                let step = (brightness[to] / brightness[at].max(1.0) - 1.0).abs();
                if !reached[to] && step < SOFT_STEP {
                    reached[to] = true;
                    waiting.push(to);
                }
            }
        }
        reached
    }

    /// The four cells beside one, fewer at the rim.
    fn around(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = (self.columns, self.rows);
        let (column, row) = (at % columns, at / columns);
        [
            (column > 0).then(|| at - 1),
            (column + 1 < columns).then(|| at + 1),
            (row > 0).then(|| at - columns),
            (row + 1 < rows).then(|| at + columns),
        ]
        .into_iter()
        .flatten()
    }

    fn smooth(&mut self) {
        for _ in 0..2 {
            self.pass(2, true, mean);
            self.pass(2, false, mean);
        }
    }

    fn pass(&mut self, radius: usize, across: bool, of: impl Fn(&[[f32; 3]]) -> [f32; 3]) {
        let source = self.cells.clone();
        let (length, lines) =
            if across { (self.columns, self.rows) } else { (self.rows, self.columns) };
        let at = |line: usize, i: usize| {
            if across { line * self.columns + i } else { i * self.columns + line }
        };
        let mut window = Vec::new();
        for line in 0..lines {
            for i in 0..length {
                window.clear();
                let (from, to) = (i.saturating_sub(radius), (i + radius).min(length - 1));
                window.extend((from..=to).map(|j| source[at(line, j)]));
                self.cells[at(line, i)] = of(&window);
            }
        }
    }
}

fn mean(window: &[[f32; 3]]) -> [f32; 3] {
    std::array::from_fn(|i| window.iter().map(|cell| cell[i]).sum::<f32>() / window.len() as f32)
}

fn brightness_of(colour: &[f32; 3]) -> f32 {
    0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
}

struct Cell {
    paper: [f32; 3],
    written: bool,
}

impl Cell {
    fn of(page: &RgbImage, left: u32, top: u32, cell_px: u32) -> Self {
        let right = (left + cell_px).min(page.width());
        let bottom = (top + cell_px).min(page.height());
        let mut counts = [0u32; 256];
        let pixels =
            || (top..bottom).flat_map(move |y| (left..right).map(move |x| page.get_pixel(x, y).0));
        for [red, green, blue] in pixels() {
            counts[usize::from(luma(red, green, blue))] += 1;
        }
        let least = percentile(&counts, PAPER_PERCENTILE);
        let (mut sum, mut count) = ([0.0_f32; 3], 0.0_f32);
        for pixel in pixels() {
            if usize::from(luma(pixel[0], pixel[1], pixel[2])) >= least {
                for (total, value) in sum.iter_mut().zip(pixel) {
                    *total += f32::from(value);
                }
                count += 1.0;
            }
        }
        let at = |part: f32| percentile(&counts, part) as f32;
        let plain_ground = at(0.95) - at(0.7) < 0.06 * at(0.95);
        let dark_strokes = at(0.03) < 0.6 * at(0.9);
        Self {
            paper: sum.map(|total| total / count.max(1.0)),
            written: plain_ground && dark_strokes,
        }
    }
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
        let Some(light) = Light::of(page, &Enhancement { preset, strength }) else {
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
            Light::of(&page, &Enhancement { preset: Preset::Untouched, strength: 1.0 }).is_none()
        );
        let grey = lit(&page, Preset::Grey, 0.8);
        assert!(grey.pixels().all(|p| p[0] == p[1] && p[1] == p[2]));
        let two = lit(&page, Preset::BlackAndWhite, 0.8);
        assert!(two.pixels().all(|p| p.0 == [0; 3] || p.0 == [255; 3]));
        assert_eq!(lit(&page, Preset::Colour, 0.0), page);
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
