//! How large the text is, before anything is read: detection wants it at one size.

use super::ink::Ink;

/// Letters are looked for in at most this many pixels, in the middle.
const LOOKED_AT_PX_MAX: usize = 12_000_000;
/// With fewer there is no telling.
const LETTERS_MIN: usize = 20;

/// The usual height of a letter in pixels: between x-height and the height of capitals. `None`
/// where there are too few letters to tell.
pub fn letter_height(ink: &Ink) -> Option<f32> {
    let mut heights = letter_heights(ink.middle(LOOKED_AT_PX_MAX));
    if heights.len() < LETTERS_MIN {
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

/// About how many letters there are.
pub fn letters(ink: &Ink) -> usize {
    letter_heights(ink.middle(LOOKED_AT_PX_MAX)).len()
}

/// Heights of the connected pieces of ink that could be letters.
fn letter_heights(ink: Ink) -> Vec<u32> {
    let Ink { width, height: rows, mut dark } = ink;
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..dark.len() {
        if !dark[start] {
            continue;
        }
        dark[start] = false;
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
                    if dark[n] {
                        dark[n] = false;
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
    use image::RgbImage;

    use super::*;
    use crate::read::pixels::Window;

    fn height_on(page: &RgbImage) -> Option<f32> {
        letter_height(&Ink::of(page, Window::whole(page)))
    }

    #[test]
    fn the_height_of_most_letters_is_found() {
        // "Letters" of 9 × 14 pixels, a few capitals of 24, a rule and some dust.
        let page = RgbImage::from_fn(400, 400, |x, y| {
            let small = x % 14 < 9 && y % 30 < 14 && x < 380;
            let capital = x % 14 < 9 && y < 24;
            let dust = x % 37 == 0 && y % 29 == 25;
            image::Rgb([if small || capital || dust || y == 390 { 40 } else { 230 }; 3])
        });
        assert_eq!(height_on(&page), Some(14.0));
    }

    #[test]
    fn blank_paper_has_no_letters() {
        let page = RgbImage::from_pixel(300, 300, image::Rgb([240; 3]));
        assert_eq!(height_on(&page), None);
    }
}
