//! Pictures on a page, for the layout alone: large patches of ink that are no text.

use coupure_model::Rect;

use image::RgbImage;

use super::{ink::Ink, pixels::Window, strips::Strip};

/// A patch is made of cells of this many letter heights.
const CELL: f32 = 1.0;
/// A cell is inked if this share of it is dark.
const DARK_MIN: f32 = 0.12;
/// So is one that is darker than this share of the paper, though nothing in it is darker than what is
/// around it: the black of a photograph.
const BLACK_MAX: f32 = 0.5;
/// The paper is brighter than this share of the cells, and of each cell so many rows are looked at.
const PAPER_RANK: f32 = 0.9;
const ROW_STEP: usize = 4;
/// A picture is at least so many cells wide and high, and so much of its box is inked.
const SIDE_MIN: usize = 5;
const FILL_MIN: f32 = 0.5;

/// The pictures on a part of a page, in pixels of the part. `ink`: what is dark in it; `strips`: its
/// lines of text.
pub fn pictures(
    page: &RgbImage,
    part: Window,
    ink: &Ink,
    strips: &[Strip],
    letter: f32,
) -> Vec<Rect> {
    let cell = ((letter * CELL) as usize).max(4);
    let (columns, rows) = (ink.width / cell, ink.height / cell);
    let mut inked = vec![false; columns * rows];
    for (at, inked) in inked.iter_mut().enumerate() {
        let (x, y) = (at % columns * cell, at / columns * cell);
        let dark = (y..y + cell)
            .flat_map(|y| &ink.dark[y * ink.width + x..][..cell])
            .filter(|&&dark| dark)
            .count();
        *inked = dark as f32 >= DARK_MIN * (cell * cell) as f32;
    }
    let greys: Vec<f32> = (0..inked.len())
        .map(|at| grey(page, part, (at % columns * cell, at / columns * cell), cell))
        .collect();
    let mut sorted = greys.clone();
    sorted.sort_by(f32::total_cmp);
    let paper = sorted.get((sorted.len() as f32 * PAPER_RANK) as usize).copied().unwrap_or(255.0);
    for (inked, grey) in inked.iter_mut().zip(&greys) {
        *inked |= *grey < BLACK_MAX * paper;
    }
    for strip in strips {
        let (top, bottom) = strip.extent(strip.left, strip.right);
        let range = |low: f32, high: f32, count: usize| {
            let at = |edge: f32| (edge.max(0.0) as usize / cell).min(count);
            at(low)..(at(high) + 1).min(count)
        };
        for y in range(top, bottom, rows) {
            inked[y * columns..][range(strip.left, strip.right, columns)].fill(false);
        }
    }
    patches(&mut inked, columns)
        .into_iter()
        .map(|(left, top, right, bottom)| Rect {
            x: (left * cell) as f32,
            y: (top * cell) as f32,
            width: ((right - left) * cell) as f32,
            height: ((bottom - top) * cell) as f32,
        })
        .collect()
}

/// The mean of a cell; green stands for grey.
fn grey(page: &RgbImage, part: Window, (x, y): (usize, usize), cell: usize) -> f32 {
    let left = part.x as usize + x;
    let (mut sum, mut count) = (0_u32, 0_u32);
    for y in (y..y + cell).step_by(ROW_STEP) {
        let from = ((part.y as usize + y) * page.width() as usize + left) * 3;
        let row = &page.as_raw()[from..from + cell * 3];
        sum += row.iter().skip(1).step_by(3).map(|&green| u32::from(green)).sum::<u32>();
        count += cell as u32;
    }
    sum as f32 / count.max(1) as f32
}

/// The boxes of connected cells that are large and full enough. Takes the cells away.
fn patches(inked: &mut [bool], columns: usize) -> Vec<(usize, usize, usize, usize)> {
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..inked.len() {
        if !std::mem::take(&mut inked[start]) {
            continue;
        }
        stack.push(start);
        let (mut left, mut right) = (usize::MAX, 0);
        let (mut top, mut bottom) = (usize::MAX, 0);
        let mut count = 0;
        while let Some(at) = stack.pop() {
            let (x, y) = (at % columns, at / columns);
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
            count += 1;
            for next_y in y.saturating_sub(1)..=(y + 1).min(inked.len() / columns - 1) {
                for next_x in x.saturating_sub(1)..=(x + 1).min(columns - 1) {
                    let next = next_y * columns + next_x;
                    if std::mem::take(&mut inked[next]) {
                        stack.push(next);
                    }
                }
            }
        }
        let (width, height) = (right - left, bottom - top);
        let is_full = count as f32 >= FILL_MIN * (width * height) as f32;
        if width >= SIDE_MIN && height >= SIDE_MIN && is_full {
            found.push((left, top, right, bottom));
        }
    }
    found
}
