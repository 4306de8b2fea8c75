//! How large the text is, before anything is read: detection wants it at one size.

use image::RgbImage;

use super::pixels::Window;

/// Blocks over which paper is compared with ink.
const BLOCK_PX: usize = 32;
/// A pixel is ink if it is this much darker than the mean around it.
const INK_DARKER_BY: f32 = 25.0;
/// Letters are looked for in at most this many pixels, in the middle of the part.
const LOOKED_AT_PX_MAX: u32 = 12_000_000;

/// The usual height of a letter in pixels: between x-height and the height of capitals. `None`
/// where there are too few letters to tell.
pub fn letter_height(page: &RgbImage, part: Window) -> Option<f32> {
    let part = middle(part);
    let (width, height) = (part.width as usize, part.height as usize);
    let stride = page.width() as usize * 3;
    let raw = page.as_raw();
    // Green stands for grey: it is most of it.
    let grey =
        |x: usize, y: usize| raw[(part.y as usize + y) * stride + (part.x as usize + x) * 3 + 1];
    let (blocks_x, blocks_y) = (width.div_ceil(BLOCK_PX), height.div_ceil(BLOCK_PX));
    let mut means = vec![0.0_f32; blocks_x * blocks_y];
    for by in 0..blocks_y {
        for bx in 0..blocks_x {
            let (mut sum, mut count) = (0_u32, 0_u32);
            for y in by * BLOCK_PX..((by + 1) * BLOCK_PX).min(height) {
                for x in bx * BLOCK_PX..((bx + 1) * BLOCK_PX).min(width) {
                    sum += u32::from(grey(x, y));
                    count += 1;
                }
            }
            means[by * blocks_x + bx] = sum as f32 / count.max(1) as f32;
        }
    }
    let mut ink = vec![false; width * height];
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
            let limit = sum / count - INK_DARKER_BY;
            for y in by * BLOCK_PX..((by + 1) * BLOCK_PX).min(height) {
                for x in bx * BLOCK_PX..((bx + 1) * BLOCK_PX).min(width) {
                    ink[y * width + x] = f32::from(grey(x, y)) < limit;
                }
            }
        }
    }
    let mut heights = letter_heights(&mut ink, width);
    if heights.len() < 20 {
        return None;
    }
    heights.sort_unstable();
    // Dust is small and there is much of it: heights count by themselves.
    let total: u64 = heights.iter().map(|&h| u64::from(h)).sum();
    let mut reached = 0;
    for &height in &heights {
        reached += u64::from(height);
        if reached * 2 >= total {
            return Some(height as f32);
        }
    }
    None
}

fn middle(part: Window) -> Window {
    let pixels = u64::from(part.width) * u64::from(part.height);
    if pixels <= u64::from(LOOKED_AT_PX_MAX) {
        return part;
    }
    let share = (f64::from(LOOKED_AT_PX_MAX) / pixels as f64).sqrt();
    let width = ((f64::from(part.width) * share) as u32).max(1);
    let height = ((f64::from(part.height) * share) as u32).max(1);
    Window {
        x: part.x + (part.width - width) / 2,
        y: part.y + (part.height - height) / 2,
        width,
        height,
    }
}

/// Heights of the connected pieces of ink that could be letters. Takes the ink away.
fn letter_heights(ink: &mut [bool], width: usize) -> Vec<u32> {
    let rows = ink.len() / width.max(1);
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..ink.len() {
        if !ink[start] {
            continue;
        }
        ink[start] = false;
        stack.push(start);
        let (mut left, mut right) = (usize::MAX, 0);
        let (mut top, mut bottom) = (usize::MAX, 0);
        while let Some(at) = stack.pop() {
            let (x, y) = (at % width, at / width);
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
            for ny in y.saturating_sub(1)..=(y + 1).min(rows - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let n = ny * width + nx;
                    if ink[n] {
                        ink[n] = false;
                        stack.push(n);
                    }
                }
            }
        }
        let (wide, high) = (right - left + 1, bottom - top + 1);
        if (5..=150).contains(&high) && wide * 5 >= high && wide <= high * 4 {
            found.push(high as u32);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_height_of_most_letters_is_found() {
        // "Letters" of 9 × 14 pixels, a few capitals of 24, a rule and some dust.
        let page = RgbImage::from_fn(400, 400, |x, y| {
            let small = x % 14 < 9 && y % 30 < 14 && x < 380;
            let capital = x % 14 < 9 && y < 24;
            let dust = x % 37 == 0 && y % 29 == 25;
            image::Rgb([if small || capital || dust || y == 390 { 40 } else { 230 }; 3])
        });
        assert_eq!(letter_height(&page, Window::whole(&page)), Some(14.0));
    }

    #[test]
    fn blank_paper_has_no_letters() {
        let page = RgbImage::from_pixel(300, 300, image::Rgb([240; 3]));
        assert_eq!(letter_height(&page, Window::whole(&page)), None);
    }
}
