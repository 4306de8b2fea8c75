//! What is ink and what is paper, for looking at shapes (never for reading).

use image::RgbImage;

use super::pixels::Window;

/// Blocks over which paper is compared with ink.
const BLOCK_PX: usize = 32;
/// A pixel is ink if it is this much darker than the mean around it.
const DARKER_BY: f32 = 25.0;

/// A part of a page in two values.
#[derive(Debug, Clone)]
pub struct Ink {
    pub width: usize,
    pub height: usize,
    /// Row by row.
    pub dark: Vec<bool>,
}

impl Ink {
    pub fn of(page: &RgbImage, part: Window) -> Self {
        let (width, height) = (part.width as usize, part.height as usize);
        let stride = page.width() as usize * 3;
        let raw = page.as_raw();
        // Green stands for grey: it is most of it.
        let grey = |x: usize, y: usize| {
            raw[(part.y as usize + y) * stride + (part.x as usize + x) * 3 + 1]
        };
        let (blocks_x, blocks_y) = (width.div_ceil(BLOCK_PX), height.div_ceil(BLOCK_PX));
        let block = |bx: usize, by: usize| {
            let rows = by * BLOCK_PX..((by + 1) * BLOCK_PX).min(height);
            let columns = bx * BLOCK_PX..((bx + 1) * BLOCK_PX).min(width);
            rows.flat_map(move |y| columns.clone().map(move |x| (x, y)))
        };
        let mut means = vec![0.0_f32; blocks_x * blocks_y];
        for by in 0..blocks_y {
            for bx in 0..blocks_x {
                let (mut sum, mut count) = (0_u32, 0_u32);
                for (x, y) in block(bx, by) {
                    sum += u32::from(grey(x, y));
                    count += 1;
                }
                means[by * blocks_x + bx] = sum as f32 / count.max(1) as f32;
            }
        }
        let mut dark = vec![false; width * height];
        for by in 0..blocks_y {
            for bx in 0..blocks_x {
                // The mean of the block and its neighbours, so that a block full of ink is seen so.
                let (mut sum, mut count) = (0.0, 0.0);
                for ny in by.saturating_sub(1)..=(by + 1).min(blocks_y - 1) {
                    for nx in bx.saturating_sub(1)..=(bx + 1).min(blocks_x - 1) {
                        sum += means[ny * blocks_x + nx];
                        count += 1.0;
                    }
                }
                let limit = sum / count - DARKER_BY;
                for (x, y) in block(bx, by) {
                    dark[y * width + x] = f32::from(grey(x, y)) < limit;
                }
            }
        }
        Self { width, height, dark }
    }

    /// The part in the middle with at most so many pixels.
    pub fn middle(&self, pixels_max: usize) -> Self {
        let pixels = self.width * self.height;
        if pixels <= pixels_max {
            return self.clone();
        }
        let share = (pixels_max as f64 / pixels as f64).sqrt();
        let width = ((self.width as f64 * share) as usize).max(1);
        let height = ((self.height as f64 * share) as usize).max(1);
        let (left, top) = ((self.width - width) / 2, (self.height - height) / 2);
        let rows = (top..top + height).map(|y| &self.dark[y * self.width + left..][..width]);
        Self { width, height, dark: rows.flatten().copied().collect() }
    }
}
