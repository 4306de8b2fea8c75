//! The ground under the ink, on a fine grid: how bright it is, and where it is paper.
//!
//! Strokes are closed over (a maximum, then a minimum, over more than a stroke's width), which
//! leaves the step of a hard shadow where it is. Steps part the grid into areas; an area is paper
//! by its brightness or by the text on it, else it is a picture, a tinted box or a headline in
//! reverse, whose light parts are its own.

use coupure_model::Rect;
use image::RgbImage;

use super::fill::filled;
use super::grid::{Area, Grid, areas_of};
use crate::small::luma;

/// Cells on the longer side: 4 px of a page of 2,000.
const CELLS_ON_LONG_SIDE: u32 = 500;
/// A stroke up to twice this many cells wide is closed over.
const STROKE_CELLS: usize = 5;
/// Light changes by less over five cells; shadows' edges, boxes and pictures by more.
const SOFT_STEP: f32 = 0.06;
/// A step is seen this many cells away from it.
const STEP_CELLS: usize = 2;
/// Half the width of the edge of a shadow.
const SEAM_CELLS: usize = 4;
/// An area this bright beside the paper round about is paper.
const PAPER_LEAST: f32 = 0.95;
/// No shadow of a hand is darker, beside the light.
const SHADOW_LEAST: f32 = 0.28;
/// Of an area of text, this part of the cells holds ink at least.
const INKED_LEAST: f32 = 0.12;
/// How much of its box a rectangle fills, its edges being blurred.
const BOXED: f32 = 0.86;
/// Smaller areas, in cells a side, are no pictures but strokes, stains and the edges of shadows.
const PICTURE_LEAST_CELLS: usize = 7;

/// What the cells of the page are.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub cell_px: u32,
    /// The paper's colour, carried on beneath what is no paper.
    pub paper: Grid<[f32; 3]>,
    /// What is kept as it is: pictures, boxes, headlines in reverse.
    pub kept: Vec<Kept>,
    /// 1 in them.
    pub mask: Grid<f32>,
    /// Of all cells, those that are paper.
    pub paper_part: f32,
}

/// A part of the page that is no paper; in cells, the ends not included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Kept {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
    pub is_picture: bool,
}

impl Ground {
    /// `page`: 2,000 px a side at most.
    pub fn of(page: &RgbImage) -> Self {
        let cell_px = page.width().max(page.height()).div_ceil(CELLS_ON_LONG_SIDE).max(1);
        let cells = Cells::of(page, cell_px);
        let closed = cells.top.dilated(STROKE_CELLS).eroded(STROKE_CELLS);
        let steps = steep(&closed);
        let inked = Grid {
            columns: closed.columns,
            rows: closed.rows,
            cells: (0..closed.cells.len())
                .map(|at| cells.least.cells[at] < 0.62 * closed.cells[at])
                .collect(),
        };
        let mut paper = main_area(&closed, &steps, &inked);
        let lit = filled(&closed, &paper);
        add_bright_areas(&mut paper, &closed, &lit, &steps);
        add_shadows(&mut paper, &closed, &lit, &steps, &inked);
        close_seams(&mut paper);
        let (mask, kept) = kept_of(&paper, &cells, &lit, &steps);
        for (paper, kept) in paper.cells.iter_mut().zip(&mask.cells) {
            *paper = *kept == 0.0;
        }
        // Strokes hide the paper under them.
        let seen = Grid {
            columns: closed.columns,
            rows: closed.rows,
            cells: (0..closed.cells.len())
                .map(|at| paper.cells[at] && cells.top.cells[at] > 0.93 * closed.cells[at])
                .collect(),
        };
        let papers = paper.cells.iter().filter(|&&paper| paper).count();
        let colour = calmed(&filled(&cells.colour, &seen));
        Self {
            cell_px,
            paper: colour,
            kept,
            mask,
            paper_part: papers as f32 / seen.cells.len().max(1) as f32,
        }
    }
}

impl Ground {
    /// Whether a pixel of the page is in what is kept.
    pub fn is_kept(&self, x: usize, y: usize) -> bool {
        let cell_px = self.cell_px as usize;
        self.mask.cells[y / cell_px * self.mask.columns + x / cell_px] > 0.0
    }

    /// In pixels of the page that was looked at.
    pub fn pictures(&self) -> Vec<Rect> {
        let px = self.cell_px as f32;
        let pictures = self.kept.iter().filter(|kept| kept.is_picture);
        pictures
            .map(|kept| Rect {
                x: kept.left as f32 * px,
                y: kept.top as f32 * px,
                width: (kept.right - kept.left) as f32 * px,
                height: (kept.bottom - kept.top) as f32 * px,
            })
            .collect()
    }
}

/// What lies in each cell.
struct Cells {
    /// The brightness of its brightest quarter, and the colour.
    top: Grid<f32>,
    colour: Grid<[f32; 3]>,
    least: Grid<f32>,
    mean: Grid<f32>,
}

impl Cells {
    fn of(page: &RgbImage, cell_px: u32) -> Self {
        let columns = page.width().div_ceil(cell_px) as usize;
        let rows = page.height().div_ceil(cell_px) as usize;
        let size = columns * rows;
        let (mut top, mut colour) = (Vec::with_capacity(size), Vec::with_capacity(size));
        let (mut least, mut mean) = (Vec::with_capacity(size), Vec::with_capacity(size));
        let mut pixels: Vec<(u8, [u8; 3])> = Vec::new();
        for row in 0..rows as u32 {
            for column in 0..columns as u32 {
                let (left, above) = (column * cell_px, row * cell_px);
                let right = (left + cell_px).min(page.width());
                let below = (above + cell_px).min(page.height());
                pixels.clear();
                for y in above..below {
                    for x in left..right {
                        let pixel = page.get_pixel(x, y).0;
                        pixels.push((luma(pixel[0], pixel[1], pixel[2]), pixel));
                    }
                }
                pixels.sort_unstable_by_key(|pixel| std::cmp::Reverse(pixel.0));
                let bright = &pixels[..pixels.len().div_ceil(4)];
                let count = bright.len() as f32;
                top.push(bright.iter().map(|(luma, _)| f32::from(*luma)).sum::<f32>() / count);
                colour.push(std::array::from_fn(|i| {
                    bright.iter().map(|(_, pixel)| f32::from(pixel[i])).sum::<f32>() / count
                }));
                least.push(pixels.last().map_or(0.0, |(luma, _)| f32::from(*luma)));
                let sum: f32 = pixels.iter().map(|(luma, _)| f32::from(*luma)).sum();
                mean.push(sum / pixels.len() as f32);
            }
        }
        let grid = |cells| Grid { columns, rows, cells };
        Self {
            top: grid(top),
            colour: Grid { columns, rows, cells: colour },
            least: grid(least),
            mean: grid(mean),
        }
    }
}

/// Where the ground changes faster than light does.
fn steep(closed: &Grid<f32>) -> Grid<bool> {
    let (high, low) = (closed.dilated(STEP_CELLS), closed.eroded(STEP_CELLS));
    Grid {
        columns: closed.columns,
        rows: closed.rows,
        cells: high
            .cells
            .iter()
            .zip(&low.cells)
            .map(|(high, low)| high - low > SOFT_STEP * high.max(1.0))
            .collect(),
    }
}

/// The largest area with text on it, the brighter the better.
fn main_area(closed: &Grid<f32>, steps: &Grid<bool>, inked: &Grid<bool>) -> Grid<bool> {
    let areas = areas_of(steps, false);
    let worth = |area: &&Area| {
        let sum: f32 = area.cells.iter().map(|&at| closed.cells[at]).sum();
        sum * (0.05 + part_of(&area.cells, &inked.cells).min(0.1))
    };
    let mut paper = closed.map(|_| false);
    match areas.iter().max_by(|a, b| worth(a).total_cmp(&worth(b))) {
        Some(area) => area.cells.iter().for_each(|&at| paper.cells[at] = true),
        // Steps everywhere: whatever it is, all of it is alike.
        None => paper.cells.fill(true),
    }
    paper
}

fn part_of(area: &[usize], marked: &[bool]) -> f32 {
    area.iter().filter(|&&at| marked[at]).count() as f32 / area.len().max(1) as f32
}

/// How bright an area is beside the paper about it.
fn ratio(area: &[usize], closed: &Grid<f32>, lit: &Grid<f32>) -> f32 {
    area.iter().map(|&at| closed.cells[at] / lit.cells[at].max(1.0)).sum::<f32>()
        / area.len().max(1) as f32
}

fn add_bright_areas(
    paper: &mut Grid<bool>,
    closed: &Grid<f32>,
    lit: &Grid<f32>,
    steps: &Grid<bool>,
) {
    for area in areas_of(steps, false) {
        if ratio(&area.cells, closed, lit) >= PAPER_LEAST {
            area.cells.iter().for_each(|&at| paper.cells[at] = true);
        }
    }
}

/// A box or a picture is an upright rectangle inside the page. A darker area of another shape is in
/// a shadow if there is text on it, or if it comes in plain from the rim as a hand does.
fn add_shadows(
    paper: &mut Grid<bool>,
    closed: &Grid<f32>,
    lit: &Grid<f32>,
    steps: &Grid<bool>,
    inked: &Grid<bool>,
) {
    let all = closed.cells.len();
    let mut boxed = closed.map(|_| false);
    for other in areas_of(paper, false) {
        if other.fill() >= BOXED && !other.touches_rim(closed.columns, closed.rows) {
            other.cells.iter().for_each(|&at| boxed.cells[at] = true);
        }
    }
    for area in areas_of(steps, false) {
        if paper.cells[area.cells[0]] || boxed.cells[area.cells[0]] || area.cells.len() * 500 < all
        {
            continue;
        }
        let bright = ratio(&area.cells, closed, lit);
        let written = part_of(&area.cells, &inked.cells) >= INKED_LEAST;
        let from_rim = area.touches_rim(closed.columns, closed.rows)
            && area.fill() < BOXED
            && area.cells.len() * 300 > all;
        if bright >= SHADOW_LEAST && (written || from_rim) {
            area.cells.iter().for_each(|&at| paper.cells[at] = true);
        }
    }
}

/// Along a step the cells are neither of one side nor of the other: what is no wider than that is
/// paper, and what is has its sides there.
fn close_seams(paper: &mut Grid<bool>) {
    let other = paper.map(|paper| if paper { 0.0_f32 } else { 1.0 });
    let opened = other.eroded(SEAM_CELLS).dilated(SEAM_CELLS - STEP_CELLS);
    for (paper, other) in paper.cells.iter_mut().zip(opened.cells) {
        *paper = other == 0.0;
    }
}

/// What is left and is large enough to be something, as boxes where it fills them.
fn kept_of(
    paper: &Grid<bool>,
    cells: &Cells,
    lit: &Grid<f32>,
    steps: &Grid<bool>,
) -> (Grid<f32>, Vec<Kept>) {
    let (columns, rows) = (paper.columns, paper.rows);
    let mut mask = paper.map(|_| 0.0_f32);
    let mut kept = Vec::new();
    for area in areas_of(paper, false) {
        let (width, height) = (area.right - area.left, area.bottom - area.top);
        if width.min(height) < PICTURE_LEAST_CELLS || !area.has_core(columns, 2) {
            continue;
        }
        // The edge of a soft shadow, or of a page that curls away: all slope, along the rim.
        let slope = part_of(&area.cells, &steps.cells) > 0.9;
        let long = width.max(height) > 5 * width.min(height);
        if slope && (area.fill() < 0.4 || (long && area.touches_rim(columns, rows))) {
            continue;
        }
        let part = Kept {
            left: area.left,
            top: area.top,
            right: area.right,
            bottom: area.bottom,
            is_picture: is_picture(&area.cells, cells, lit),
        };
        if area.fill() >= 0.6 {
            for y in part.top..part.bottom {
                mask.cells[y * columns + part.left..y * columns + part.right].fill(1.0);
            }
        } else {
            area.cells.iter().for_each(|&at| mask.cells[at] = 1.0);
        }
        kept.push(part);
    }
    (mask, kept)
}

/// Tones between black and white, and many of them; a headline in reverse has two, a tinted box
/// one with ink on it.
fn is_picture(area: &[usize], cells: &Cells, lit: &Grid<f32>) -> bool {
    let mut tones = [0_u32; 10];
    for &at in area {
        let tone = cells.mean.cells[at] / lit.cells[at].max(1.0);
        tones[((tone * 10.0) as usize).min(9)] += 1;
    }
    let total: u32 = tones.iter().sum();
    let middle: u32 = tones[3..9].iter().sum();
    let most = tones.windows(2).map(|two| two[0] + two[1]).max().unwrap_or(0);
    middle * 4 > total && most * 10 < total * 8
}

/// Evened among neighbours that are alike: noise goes, the edge of a shadow stays.
fn calmed(paper: &Grid<[f32; 3]>) -> Grid<[f32; 3]> {
    let (columns, rows) = (paper.columns, paper.rows);
    let mut calm = paper.clone();
    for y in 0..rows {
        for x in 0..columns {
            let own = paper.cells[y * columns + x];
            let (mut sum, mut weight) = ([0.0_f32; 3], 0.0_f32);
            for v in y.saturating_sub(2)..(y + 3).min(rows) {
                for u in x.saturating_sub(2)..(x + 3).min(columns) {
                    let other = paper.cells[v * columns + u];
                    let off = (other[1] - own[1]) / own[1].max(1.0) / 0.06;
                    let near = 1.0 / (1.0 + off.powi(4));
                    weight += near;
                    for (sum, other) in sum.iter_mut().zip(other) {
                        *sum += other * near;
                    }
                }
            }
            calm.cells[y * columns + x] = sum.map(|sum| sum / weight);
        }
    }
    calm
}
