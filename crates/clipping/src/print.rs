//! Print, or an ordinary picture: a cat, a landscape, a face.

use image::RgbImage;

use crate::light::Ground;
use crate::small::{grey, shrunk};

/// Large enough for body text to be strokes still.
const SIDE_PX: u32 = 1000;
/// A stroke and its ground lie within this of one another.
const REACH_PX: usize = 12;
/// A stroke is darker than its ground by this part.
const STROKE_LEAST: f32 = 0.12;
/// All round a stroke the paper is the same within this part.
const SAME_PAPER: f32 = 0.08;
/// Of the strokes, those on even ground. Measured: pages, receipts and photos of them 0.2 to 0.9;
/// photos of animals, people, landscapes and textures 0 to 0.17.
const EVEN_LEAST: f32 = 0.2;
/// A word or two.
const STROKES_LEAST: u32 = 40;
/// Pictures can be most of a page, not all of it.
const PAPER_LEAST: f32 = 0.15;

/// Whether the page is paper with strokes on it: print, handwriting, a receipt. A blank page and a
/// photo of anything else are not.
pub fn looks_like_print(page: &RgbImage) -> bool {
    let Ok(small) = shrunk(page, SIDE_PX) else { return false };
    let ground = Ground::of(&small);
    if ground.paper_part < PAPER_LEAST {
        return false;
    }
    let values = grey(&small);
    let (width, height) = (small.width() as usize, small.height() as usize);
    if width <= 2 * REACH_PX || height <= 2 * REACH_PX {
        return false;
    }
    let at = |x: usize, y: usize| f32::from(values.as_raw()[y * width + x]) + 2.0;
    let (mut strokes, mut even) = (0_u32, 0_u32);
    for y in REACH_PX..height - REACH_PX {
        for x in REACH_PX..width - REACH_PX {
            let own = at(x, y);
            // The middle of something dark, from left to right.
            if at(x - 1, y) < own || at(x + 1, y) <= own || ground.is_kept(x, y) {
                continue;
            }
            let brightest = |of: &dyn Fn(usize) -> f32| (1..=REACH_PX).map(of).fold(own, f32::max);
            let (left, right) = (brightest(&|i| at(x - i, y)), brightest(&|i| at(x + i, y)));
            if own > (1.0 - STROKE_LEAST) * left.min(right) {
                continue;
            }
            let (above, below) = (brightest(&|i| at(x, y - i)), brightest(&|i| at(x, y + i)));
            let high = left.max(right).max(above).max(below);
            let low = left.min(right).min(above).min(below);
            strokes += 1;
            even += u32::from(high - low < SAME_PAPER * high);
        }
    }
    strokes >= STROKES_LEAST && even as f32 >= EVEN_LEAST * strokes as f32
}

#[cfg(test)]
mod tests {
    use coupure_testkit::page::{Degradation, Layout, degrade, interview, typeset};
    use image::Rgb;

    use super::*;

    /// Hills under a sky, of sums of waves: tones, edges and grain, but no strokes on paper.
    fn landscape() -> RgbImage {
        RgbImage::from_fn(600, 400, |x, y| {
            let (u, v) = (x as f32, y as f32);
            let hill = 210.0 + 40.0 * (u / 90.0).sin() + 12.0 * (u / 23.0).cos();
            let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) << 7) >> 16 & 31;
            if v < hill {
                return Rgb([150 - (v / 5.0) as u8, 190 - (v / 6.0) as u8, 235]);
            }
            let leaf = 30.0 * (u / 3.1 + v / 5.0).sin() * (v / 4.3).cos() + 0.25 * (v - hill);
            let green = (70.0 + leaf + grain as f32).clamp(0.0, 255.0) as u8;
            Rgb([green / 2, green, green / 3])
        })
    }

    /// A fur in bands and folds, two eyes.
    fn cat() -> RgbImage {
        RgbImage::from_fn(500, 400, |x, y| {
            let (u, v) = (x as f32 - 250.0, y as f32 - 200.0);
            let round = u.hypot(v * 1.2);
            let hair = (u.atan2(v) * 160.0 + round / 9.0).sin() * 22.0;
            let band = (round / 21.0 + (u / 40.0).sin()).sin() * 34.0;
            let fold = 0.7 + 0.3 * (u / 17.0).sin() * (v / 19.0).cos();
            let grain = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) << 7) >> 16 & 31;
            let eye = (u.abs() - 80.0).hypot(v + 40.0);
            let tone = match (round, eye) {
                (round, _) if round > 190.0 => 60.0 + v / 4.0,
                (_, eye) if eye < 9.0 => 12.0,
                (_, eye) if eye < 30.0 => 190.0,
                _ => (130.0 + hair + band + 1.5 * grain as f32) * fold,
            };
            Rgb([tone as u8, (tone * 0.85) as u8, (tone * 0.6) as u8])
        })
    }

    fn handwriting() -> RgbImage {
        let mut page = RgbImage::from_pixel(700, 900, Rgb([214, 208, 190]));
        for line in 0..9_u32 {
            for step in 0..2600_u32 {
                let along = step as f32 / 4.0;
                let (x, y) = (
                    25.0 + along + 9.0 * (along / 5.0).sin(),
                    90.0 + 80.0 * line as f32 + 14.0 * (along / 7.0 + line as f32).cos(),
                );
                for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    page.put_pixel(x as u32 + dx, y as u32 + dy, Rgb([40, 50, 120]));
                }
            }
        }
        page
    }

    #[test]
    fn pages_and_photos_of_them_are_print_and_so_is_handwriting() {
        let page = typeset(&interview(), &Layout::default()).picture;
        assert!(looks_like_print(&page));
        let seen = Degradation { width_px: 1008, height_px: 1344, ..Degradation::default() };
        assert!(looks_like_print(&degrade(&page, 5, &seen).picture));
        assert!(looks_like_print(&handwriting()));
    }

    #[test]
    fn an_ordinary_picture_and_a_blank_page_are_not() {
        assert!(!looks_like_print(&landscape()));
        assert!(!looks_like_print(&cat()));
        assert!(!looks_like_print(&RgbImage::from_pixel(600, 800, Rgb([230, 226, 210]))));
        for (width, height) in [(1, 1), (3, 900), (24, 24)] {
            assert!(!looks_like_print(&RgbImage::from_pixel(width, height, Rgb([90; 3]))));
        }
    }
}
