//! What shows through from the other side of the sheet: faint and blurred by the paper, where pale
//! print is faint and sharp. Where it is, the paper is lit a little more, so that it is white.

use image::RgbImage;

use super::PAPER;
use super::grid::Grid;
use crate::small::grey;

/// Side of the blocks that are looked at, in cells of the ground.
const BLOCK_CELLS: usize = 8;
/// Beside the paper; darker is print, brighter is the paper's own grain.
const FAINT: std::ops::Range<f32> = 0.72..0.955;
/// Ink this near makes everything faint beside it.
const NEAR_PX: i64 = 2;
/// Of a block, this part is faint at least.
const SHARE_LEAST: f32 = 0.03;
/// Change from pixel to pixel beside depth. Measured: 0.12 for what shows through, 0.45 and more
/// for pale print.
const BLURRED_MOST: f32 = 0.24;
/// More would thin strokes out.
const BRIGHTER_MOST: f32 = 1.14;

/// What each cell is to be multiplied by. `evened`: the page with its paper at [`PAPER`]; `mask`:
/// where not to look.
pub(super) fn brightening(evened: &RgbImage, mask: &Grid<f32>, cell_px: u32) -> Grid<f32> {
    let (width, height) = (i64::from(evened.width()), i64::from(evened.height()));
    let values = grey(evened);
    let at = |x: i64, y: i64| {
        let (x, y) = (x.clamp(0, width - 1), y.clamp(0, height - 1));
        f32::from(values.as_raw()[(y * width + x) as usize])
    };
    let (columns, rows) = (mask.columns.div_ceil(BLOCK_CELLS), mask.rows.div_ceil(BLOCK_CELLS));
    let block_px = i64::from(cell_px) * BLOCK_CELLS as i64;
    let of_block = |column: usize, row: usize| {
        let (left, top) = (column as i64 * block_px, row as i64 * block_px);
        let (right, bottom) = ((left + block_px).min(width), (top + block_px).min(height));
        let (mut change, mut depth, mut count) = (0.0_f32, 0.0_f32, 0_u32);
        for y in top..bottom {
            for x in left..right {
                let value = at(x, y);
                let cell = (y / i64::from(cell_px)) as usize * mask.columns
                    + (x / i64::from(cell_px)) as usize;
                if !FAINT.contains(&(value / PAPER)) || mask.cells[cell] > 0.0 {
                    continue;
                }
                let near_ink = [-NEAR_PX, 0, NEAR_PX].iter().any(|dy| {
                    [-NEAR_PX, 0, NEAR_PX].iter().any(|dx| at(x + dx, y + dy) < 0.6 * PAPER)
                });
                if near_ink {
                    continue;
                }
                let across = (at(x + 1, y) - at(x - 1, y)).abs();
                let down = (at(x, y + 1) - at(x, y - 1)).abs();
                change += across.max(down) / 2.0;
                depth += PAPER - value;
                count += 1;
            }
        }
        let size = (right - left) * (bottom - top);
        if (count as f32) < SHARE_LEAST * size as f32 || change > BLURRED_MOST * depth {
            return 1.0;
        }
        // Most of it is no deeper than half as much again as the mean.
        (PAPER / (PAPER - 1.6 * depth / count as f32)).clamp(1.0, BRIGHTER_MOST)
    };
    let found = Grid {
        columns,
        rows,
        cells: (0..columns * rows).map(|i| of_block(i % columns, i / columns)).collect(),
    };
    Grid {
        columns: mask.columns,
        rows: mask.rows,
        cells: (0..mask.cells.len())
            .map(|i| {
                let (x, y) = (i % mask.columns / BLOCK_CELLS, i / mask.columns / BLOCK_CELLS);
                found.cells[y * found.columns + x]
            })
            .collect(),
    }
    .softened(BLOCK_CELLS / 2)
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// Strokes of that depth all over, each edge over that many pixels.
    fn strokes(depth: f32, soft_px: f32) -> RgbImage {
        RgbImage::from_fn(400, 400, |x, _| {
            let from_middle = ((x % 16) as f32 - 8.0).abs() - 2.0;
            let part = (0.5 - from_middle / soft_px).clamp(0.0, 1.0);
            Rgb([(PAPER - depth * part) as u8; 3])
        })
    }

    #[test]
    fn what_is_faint_and_blurred_is_lit_and_what_is_faint_and_sharp_is_not() {
        let mask = Grid { columns: 100, rows: 100, cells: vec![0.0; 10_000] };
        let middle = |page: &RgbImage| brightening(page, &mask, 4).cells[5_050];
        assert!(middle(&strokes(25.0, 8.0)) > 1.05);
        assert_eq!(middle(&strokes(40.0, 1.0)), 1.0);
        assert_eq!(middle(&strokes(0.0, 1.0)), 1.0);
        assert_eq!(middle(&strokes(220.0, 6.0)), 1.0);
    }
}
