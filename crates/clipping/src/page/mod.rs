//! Where the page is in a photo.
//!
//! A small copy of the picture shows its straight edges ([`evidence`], [`lines`]); four of them make
//! a page if paper is on one side of each and something else on the other, if they end where they
//! meet, and if what there is of print lies inside ([`quads`], [`contents`]). The sides are then read
//! again, to a fraction of a pixel, at analysis size, curled ones from place to place ([`refine`]).

mod contents;
mod evidence;
mod lines;
mod quads;
mod refine;

use coupure_model::Quad;
use image::RgbImage;

use crate::small::{ANALYSIS_SIDE_PX, shrunk};
use crate::{Error, geometry};

/// Straight edges are looked for at this size: a page's side is long there, and text is grey.
const OUTLINE_SIDE_PX: u32 = 480;

/// The corners of the page in a picture, on any background; the whole picture if the page fills it
/// or none can be told from what is around it.
pub fn find_page(picture: &RgbImage) -> Quad {
    find(picture).unwrap_or_else(|_| geometry::whole(picture.width(), picture.height()))
}

pub(crate) fn find(picture: &RgbImage) -> Result<Quad, Error> {
    let whole = geometry::whole(picture.width(), picture.height());
    if picture.width().min(picture.height()) < 64 {
        return Ok(whole);
    }
    let analysis = shrunk(picture, ANALYSIS_SIDE_PX)?;
    let outline = shrunk(&analysis, OUTLINE_SIDE_PX)?;
    let evidence = evidence::Evidence::of(&outline);
    let lines = lines::find(&evidence);
    let print = shrunk(&analysis, contents::PRINT_SIDE_PX)?;
    let to_outline = f64::from(outline.width()) / f64::from(print.width());
    let contents = contents::Contents::of(&print, to_outline);
    let Some(found) = quads::best(&evidence, &lines, &contents) else { return Ok(whole) };
    let to_analysis = f64::from(analysis.width()) / f64::from(outline.width());
    let rough = geometry::scaled(&found.quad, to_analysis);
    let fine = refine::sides(&analysis, &rough, found.on_border, to_analysis);
    Ok(geometry::scaled(&fine, f64::from(picture.width()) / f64::from(analysis.width())))
}

#[cfg(test)]
mod tests;
