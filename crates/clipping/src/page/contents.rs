//! Where in a photo there is print: dark strokes with the same light ground all round them. Cloth,
//! boards and foliage have strokes too, but on no even ground.

use coupure_model::Quad;
use image::RgbImage;

use crate::small::grey;

/// Strokes of body text are still to be seen at this size.
pub(super) const PRINT_SIDE_PX: u32 = 1000;
const CELL_PX: usize = 8;
/// A stroke and its ground lie within this of one another.
const REACH_PX: usize = 10;
/// A stroke is darker than its ground by this part (grain is less), and the ground is the same
/// within that part.
const STROKE_LEAST: f32 = 0.25;
const SAME_GROUND: f32 = 0.1;
/// So many strokes make a cell one of print, and so many such cells around it, itself included.
const STROKES_LEAST: u16 = 2;
const NEIGHBOURS_LEAST: usize = 4;
/// Fewer cells than this are no text, and say nothing.
const CELLS_LEAST: usize = 24;

pub(super) struct Contents {
    /// The middles of the cells of print, in pixels of the outline.
    print: Vec<(f64, f64)>,
}

impl Contents {
    /// `picture`: at most [`PRINT_SIDE_PX`]; `to_outline`: what one of its pixels is there.
    pub fn of(picture: &RgbImage, to_outline: f64) -> Self {
        let values = grey(picture);
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let (columns, rows) = (width.div_ceil(CELL_PX), height.div_ceil(CELL_PX));
        let mut strokes = vec![0_u16; columns * rows];
        let at = |x: usize, y: usize| f32::from(values.as_raw()[y * width + x]) + 2.0;
        for y in REACH_PX..height.saturating_sub(REACH_PX) {
            for x in REACH_PX..width.saturating_sub(REACH_PX) {
                let own = at(x, y);
                // The middle of something dark, from left to right.
                if at(x - 1, y) < own || at(x + 1, y) <= own {
                    continue;
                }
                let brightest =
                    |of: &dyn Fn(usize) -> f32| (1..=REACH_PX).map(of).fold(own, f32::max);
                let (left, right) = (brightest(&|i| at(x - i, y)), brightest(&|i| at(x + i, y)));
                if own > (1.0 - STROKE_LEAST) * left.min(right) {
                    continue;
                }
                let (above, below) = (brightest(&|i| at(x, y - i)), brightest(&|i| at(x, y + i)));
                let high = left.max(right).max(above).max(below);
                let low = left.min(right).min(above).min(below);
                if high - low < SAME_GROUND * high {
                    strokes[y / CELL_PX * columns + x / CELL_PX] += 1;
                }
            }
        }
        let inked = |column: usize, row: usize| strokes[row * columns + column] >= STROKES_LEAST;
        let mut print = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let near = (row.saturating_sub(1)..(row + 2).min(rows))
                    .flat_map(|r| {
                        (column.saturating_sub(1)..(column + 2).min(columns)).map(move |c| (c, r))
                    })
                    .filter(|&(c, r)| inked(c, r))
                    .count();
                if inked(column, row) && near >= NEIGHBOURS_LEAST {
                    let middle = |cell: usize| (cell as f64 + 0.5) * CELL_PX as f64 * to_outline;
                    print.push((middle(column), middle(row)));
                }
            }
        }
        Self { print }
    }

    /// Of all print, how much lies inside a quad; `None` where there is too little to say.
    pub fn share_inside(&self, quad: &Quad) -> Option<f64> {
        if self.print.len() < CELLS_LEAST {
            return None;
        }
        let inside = self.print.iter().filter(|&&at| is_inside(quad, at)).count();
        Some(inside as f64 / self.print.len() as f64)
    }
}

pub(super) fn is_inside(quad: &Quad, (x, y): (f64, f64)) -> bool {
    (0..4).all(|i| {
        let (a, b) = (quad.0[i], quad.0[(i + 1) % 4]);
        let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
        dx * (y - f64::from(a.y)) - dy * (x - f64::from(a.x)) >= 0.0
    })
}
