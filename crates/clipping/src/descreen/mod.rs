//! Takes the printer's screen out of the pictures of a page.
//!
//! A newspaper prints greys as a lattice of dots. In the spectrum the lattice stands out as two
//! peaks at right angles; the least blur that takes those peaks down leaves the most of the
//! picture. Where no such peaks are, nothing is done.

mod blur;
mod screen;

use coupure_model::Rect;
use image::RgbImage;

use crate::Error;
use crate::progress::{Progress, Stage, step};

/// A part of the page in whole pixels; the ends are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Part {
    fn of(page: &RgbImage, area: &Rect) -> Self {
        let end = |at: f32, side: u32| at.round().clamp(0.0, side as f32) as usize;
        Self {
            left: end(area.x, page.width()),
            top: end(area.y, page.height()),
            right: end(area.x + area.width, page.width()),
            bottom: end(area.y + area.height, page.height()),
        }
    }
}

/// `pictures`: in pixels of the page; what lies beyond it is left out.
pub(crate) fn take_out_screens(
    page: &mut RgbImage,
    pictures: &[Rect],
    progress: &dyn Progress,
) -> Result<(), Error> {
    for area in pictures {
        step(progress, Stage::Light, 1.0)?;
        let part = Part::of(page, area);
        let screen = screen::found(page, part);
        if !screen.is_empty() {
            blur::blur(page, part, blur::least_sigma_px(&screen), progress)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
