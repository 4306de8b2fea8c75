//! The stages put together: the recipe replayed on an original, what is not said found.

use coupure_model::{Quad, Recipe, Rect};
use image::{Rgb, RgbImage};

use crate::light::Light;
use crate::progress::{Progress, Stage, step};
use crate::small::{ANALYSIS_SIDE_PX, grey, shrunk};
use crate::straighten::{Frame, page_size};
use crate::{Error, find_skew_degrees, geometry, page};

/// Below this a turn moves no pixel of the largest page by more than one; it would only blur.
const SKEW_LEAST_DEGREES: f32 = 0.01;

/// The corrected page at full size.
#[derive(Debug, Clone)]
pub struct Corrected {
    pub pixels: RgbImage,
    /// The recipe with what was found filled in: replayed, it makes the same page.
    pub found: Recipe,
}

/// Makes the corrected page. `quad` in the recipe names the corners as they lie in the original
/// (top left first), whatever the turn; the turn then sets the page upright. Nothing of the page is
/// cut by the fine angle: what it uncovers is white.
///
/// It holds the original, the result and little else; drop the original before [`derivatives`]
/// where memory is short.
///
/// [`derivatives`]: crate::derivatives
pub fn correct(
    original: &RgbImage,
    recipe: &Recipe,
    progress: &dyn Progress,
) -> Result<Corrected, Error> {
    step(progress, Stage::Page, 0.0)?;
    let small = shrunk(original, ANALYSIS_SIDE_PX)?;
    let factor = f64::from(small.width()) / f64::from(original.width());
    let quad = match recipe.quad.filter(is_usable) {
        Some(quad) => quad,
        None => geometry::scaled(&page::find(&small)?, 1.0 / factor),
    };
    step(progress, Stage::Page, 1.0)?;

    step(progress, Stage::Straighten, 0.0)?;
    let size = page_size(&quad);
    let small_quad = geometry::scaled(&quad, factor);
    let small_size = (size.0 * factor, size.1 * factor);
    let small_page = |skew_degrees: f64| {
        let frame = Frame::new(&small_quad, small_size, recipe.turn, skew_degrees);
        frame.render(&small, None, progress, Stage::Straighten)
    };
    let skew_degrees = match recipe.skew_degrees.filter(|degrees| degrees.is_finite()) {
        Some(degrees) => degrees,
        None => {
            let found = find_skew_degrees(&grey(&small_page(0.0)?));
            if found.abs() < SKEW_LEAST_DEGREES { 0.0 } else { found }
        }
    };
    step(progress, Stage::Straighten, 1.0)?;

    step(progress, Stage::Light, 0.0)?;
    let frame = Frame::new(&quad, size, recipe.turn, f64::from(skew_degrees));
    let part = recipe.crop.unwrap_or(Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 });
    let light = {
        let page = small_page(f64::from(skew_degrees))?;
        Light::of(&page, &recipe.enhancement).map(|light| {
            let factor = (
                frame.width_px as f32 / page.width() as f32,
                frame.height_px as f32 / page.height() as f32,
            );
            let origin_px = (part.x * frame.width_px as f32, part.y * frame.height_px as f32);
            light.scaled(factor, origin_px)
        })
    };
    drop(small);
    let mut pixels =
        frame.cropped(&part).render(original, light.as_ref(), progress, Stage::Light)?;
    for mask in &recipe.masks {
        paint_over(&mut pixels, mask);
    }
    step(progress, Stage::Light, 1.0)?;

    let mut found = recipe.clone();
    found.quad = Some(quad);
    found.skew_degrees = Some(skew_degrees);
    Ok(Corrected { pixels, found })
}

/// Corners drawn by hand can cross or fall together; such a quad says nothing.
fn is_usable(quad: &Quad) -> bool {
    quad.0.iter().all(|corner| corner.x.is_finite() && corner.y.is_finite())
        && geometry::is_proper(quad)
}

fn paint_over(page: &mut RgbImage, mask: &Rect) {
    let (width, height) = (page.width() as f32, page.height() as f32);
    let end = |from: f32, length: f32, side: f32| {
        (
            (from * side).floor().clamp(0.0, side) as u32,
            ((from + length) * side).ceil().clamp(0.0, side) as u32,
        )
    };
    let (left, right) = end(mask.x, mask.width, width);
    let (top, bottom) = end(mask.y, mask.height, height);
    for y in top..bottom {
        for x in left..right {
            page.put_pixel(x, y, Rgb([255; 3]));
        }
    }
}
