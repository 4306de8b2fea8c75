//! Where the pictures of a page are.

use coupure_model::Rect;
use image::RgbImage;

use crate::light::Ground;
use crate::small::{ANALYSIS_SIDE_PX, shrunk};

/// The pictures on a corrected page, photographs above all, from the top; in pixels of the page.
/// Headlines in reverse and tinted boxes with text are none.
pub fn pictures(page: &RgbImage) -> Vec<Rect> {
    let Ok(small) = shrunk(page, ANALYSIS_SIDE_PX) else { return Vec::new() };
    let factor =
        (page.width() as f32 / small.width() as f32, page.height() as f32 / small.height() as f32);
    placed(&Ground::of(&small).pictures(), factor, (0.0, 0.0))
}

/// On the page at another size, from a first pixel on.
pub(crate) fn placed(found: &[Rect], factor: (f32, f32), origin_px: (f32, f32)) -> Vec<Rect> {
    found
        .iter()
        .map(|area| Rect {
            x: area.x * factor.0 - origin_px.0,
            y: area.y * factor.1 - origin_px.1,
            width: area.width * factor.0,
            height: area.height * factor.1,
        })
        .collect()
}
