//! How dark each place is beyond the paper round it.

use image::GrayImage;

use crate::field::Field;

/// Paper is what is brightest within about two of these.
const BLOCK_PX: usize = 8;
/// Fainter than this part of full ink it is grain, or shows through.
const FAINT: f32 = 0.15;
/// Ink along the picture's own border is its edge, not print.
const BORDER: f64 = 0.012;

/// 0 (paper) to 1 (full ink), row by row.
pub(crate) struct Ink {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

impl Ink {
    pub fn of(page: &GrayImage) -> Self {
        let (width, height) = (page.width() as usize, page.height() as usize);
        let paper = Paper::of(page);
        let mut values: Vec<f32> = Vec::with_capacity(width * height);
        for (y, row) in page.as_raw().chunks_exact(width.max(1)).enumerate() {
            let above = paper.row(y);
            values.extend(row.iter().enumerate().map(|(x, &value)| {
                let paper = above.at(x);
                (paper - f32::from(value)).max(0.0) / paper.max(24.0)
            }));
        }
        let full = full_ink(&values);
        let margin = |side: usize| (side as f64 * BORDER).ceil() as usize;
        let (aside, above) = (margin(width), margin(height));
        for (y, row) in values.chunks_exact_mut(width.max(1)).enumerate() {
            let on_border = y < above || y + above >= height;
            for (x, value) in row.iter_mut().enumerate() {
                let part = (*value / full).min(1.0);
                let outside = on_border || x < aside || x + aside >= width;
                *value = if outside || part < FAINT { 0.0 } else { part };
            }
        }
        Self { width, height, values }
    }

    /// As it is once each place is taken from as far down as the field says.
    pub fn moved(&self, field: &Field) -> Self {
        let mut values = vec![0.0; self.values.len()];
        for (y, line) in values.chunks_exact_mut(self.width.max(1)).enumerate() {
            let curve = field.row(y as f64 + 0.5);
            for (x, value) in line.iter_mut().enumerate() {
                let from = y as f64 + curve.at(x as f64 + 0.5);
                if from >= 0.0 && from < self.height as f64 - 1.0 {
                    let (at, part) = (from as usize * self.width + x, from.fract() as f32);
                    *value = self.values[at] * (1.0 - part) + self.values[at + self.width] * part;
                }
            }
        }
        Self { width: self.width, height: self.height, values }
    }
}

/// What print of this page is at its darkest: dark pictures do not count for more than letters.
fn full_ink(values: &[f32]) -> f32 {
    let mut counts = [0_u32; 256];
    let mut all = 0_u32;
    for &value in values.iter().filter(|&&value| value > 0.12) {
        counts[((value * 255.0) as usize).min(255)] += 1;
        all += 1;
    }
    let mut seen = 0;
    let darker = counts.iter().rev().position(|count| {
        seen += count;
        seen * 5 > all
    });
    darker.map_or(1.0, |from_top| (255 - from_top) as f32 / 255.0).max(0.2)
}

/// The brightness of the paper, block by block: print is closed up, light that changes is not.
struct Paper {
    columns: usize,
    rows: usize,
    values: Vec<f32>,
}

impl Paper {
    fn of(page: &GrayImage) -> Self {
        let (width, height) = (page.width() as usize, page.height() as usize);
        let (columns, rows) = (width.div_ceil(BLOCK_PX).max(1), height.div_ceil(BLOCK_PX).max(1));
        let mut values = vec![0.0_f32; columns * rows];
        for (y, row) in page.as_raw().chunks_exact(width.max(1)).enumerate() {
            let blocks = &mut values[y / BLOCK_PX * columns..][..columns];
            for (block, pixels) in blocks.iter_mut().zip(row.chunks(BLOCK_PX)) {
                let brightest = pixels.iter().copied().max().unwrap_or(0);
                *block = block.max(f32::from(brightest));
            }
        }
        let mut paper = Self { columns, rows, values };
        for choose in [f32::max, f32::min] {
            paper = paper.of_neighbours(|near| near.reduce(choose).unwrap_or(0.0));
        }
        paper.of_neighbours(|near| {
            let (sum, count) = near.fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
            sum / count
        })
    }

    fn of_neighbours(&self, of: impl Fn(&mut dyn Iterator<Item = f32>) -> f32) -> Self {
        let mut values = Vec::with_capacity(self.values.len());
        for row in 0..self.rows {
            for column in 0..self.columns {
                let rows = row.saturating_sub(1)..(row + 2).min(self.rows);
                let columns = column.saturating_sub(1)..(column + 2).min(self.columns);
                let mut near = rows
                    .flat_map(|r| columns.clone().map(move |c| (r, c)))
                    .map(|(r, c)| self.values[r * self.columns + c]);
                values.push(of(&mut near));
            }
        }
        Self { columns: self.columns, rows: self.rows, values }
    }

    fn row(&self, y: usize) -> PaperRow<'_> {
        let (upper, lower, part) = between(y, self.rows);
        let line = |row: usize| &self.values[row * self.columns..][..self.columns];
        PaperRow { upper: line(upper), lower: line(lower), part }
    }
}

struct PaperRow<'a> {
    upper: &'a [f32],
    lower: &'a [f32],
    part: f32,
}

impl PaperRow<'_> {
    fn at(&self, x: usize) -> f32 {
        let (left, right, part) = between(x, self.upper.len());
        let of = |line: &[f32]| line[left] + (line[right] - line[left]) * part;
        of(self.upper) + (of(self.lower) - of(self.upper)) * self.part
    }
}

/// The blocks whose middles a pixel lies between, and how far on it is.
fn between(at: usize, blocks: usize) -> (usize, usize, f32) {
    let place = ((at as f32 + 0.5) / BLOCK_PX as f32 - 0.5).clamp(0.0, blocks as f32 - 1.0);
    let first = place as usize;
    (first, (first + 1).min(blocks - 1), place.fract())
}
