//! A page as tiles at powers of two, so that the workbench can go close without holding all of it.
//!
//! Level 0 is the page itself; each level has half the side of the one before, rounded up, down to
//! the first that is one tile. Tiles are [`TILE_SIDE_PX`] square but for those at the right and
//! lower edges.

use coupure_model::Recipe;
use fast_image_resize::FilterType;
use image::codecs::jpeg::JpegEncoder;
use image::{RgbImage, imageops};
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::progress::{Progress, Within};
use crate::small::{part_resized, shrunk};
use crate::straighten::{Frame, page_size};
use crate::{Error, correct, geometry};

/// Small enough to come soon, large enough that a screen takes few of them.
pub const TILE_SIDE_PX: u32 = 512;
/// Print is looked at closely here, and nothing of it is stored for long.
const TILE_QUALITY: u8 = 85;
const PREVIEW_QUALITY: u8 = 80;
/// Headlines can be read at this, and it takes a few tenths of a second of any page.
const FIRST_SIGHT_SIDE_PX: u32 = 1000;
/// Below, the page is made in about a second.
const FIRST_SIGHT_FROM_PX: u64 = 16_000_000;

/// Where a tile lies: its level, and its column and row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePlace {
    pub level: u32,
    pub x: u32,
    pub y: u32,
}

/// The size of a level of a page, in its own pixels.
pub fn level_size(page: (u32, u32), level: u32) -> (u32, u32) {
    let side = |px: u32| (u64::from(px).div_ceil(1 << level.min(31)) as u32).max(1);
    (side(page.0), side(page.1))
}

/// The coarsest level: the first that is one tile.
pub fn last_level(page: (u32, u32)) -> u32 {
    let long = page.0.max(page.1);
    (0..32).find(|&level| level_size((long, 1), level).0 <= TILE_SIDE_PX).unwrap_or(31)
}

/// Makes the tiles of some levels, finest first, and hands each over as JPEG, from any thread.
///
/// `picture`: the page, at least as large as the finest level asked for; `page`: its true size.
///
/// # Errors
/// [`Error::Cancelled`] soon after it is; what `keep` refuses.
pub fn tiles<E: From<Error> + Send>(
    picture: &RgbImage,
    page: (u32, u32),
    levels: RangeInclusive<u32>,
    progress: &dyn Progress,
    keep: impl Fn(TilePlace, &[u8]) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let mut shown = Cow::Borrowed(picture);
    for level in levels {
        let size = level_size(page, level);
        if shown.dimensions() != size {
            // Each level comes from the one before: an average over four is all that a half needs.
            let whole = (0, 0, shown.width(), shown.height());
            let half = part_resized(&shown, whole, size.0, size.1, FilterType::Hamming)?;
            shown = Cow::Owned(half);
        }
        let (columns, rows) = (size.0.div_ceil(TILE_SIDE_PX), size.1.div_ceil(TILE_SIDE_PX));
        (0..columns * rows).into_par_iter().try_for_each(|place| {
            if progress.cancelled() {
                return Err(Error::Cancelled.into());
            }
            let (x, y) = (place % columns, place / columns);
            let (left, top) = (x * TILE_SIDE_PX, y * TILE_SIDE_PX);
            let width = TILE_SIDE_PX.min(size.0 - left);
            let height = TILE_SIDE_PX.min(size.1 - top);
            let part = imageops::crop_imm(&*shown, left, top, width, height).to_image();
            keep(TilePlace { level, x, y }, &encoded(&part, TILE_QUALITY)?)
        })?;
    }
    Ok(())
}

/// The size of the corrected page that a recipe with everything found makes of an original of
/// that size, without making it.
pub fn corrected_size(original: (u32, u32), found: &Recipe) -> (u32, u32) {
    let quad = found.quad.unwrap_or_else(|| geometry::whole(original.0, original.1));
    let skew_degrees = f64::from(found.skew_degrees.unwrap_or_default());
    let frame = Frame::new(&quad, page_size(&quad), found.turn.unwrap_or_default(), skew_degrees);
    let frame = match &found.crop {
        Some(part) => frame.cropped(part),
        None => frame,
    };
    (frame.width_px, frame.height_px)
}

/// What a recipe with everything found makes of a smaller picture of the original, as JPEG: quick,
/// to look at while a look is chosen.
pub fn preview_jpeg(
    small: &RgbImage,
    original_width_px: u32,
    found: &Recipe,
    progress: &dyn Progress,
) -> Result<Vec<u8>, Error> {
    let factor = f64::from(small.width()) / f64::from(original_width_px.max(1));
    let quad = found.quad.map(|quad| geometry::scaled(&quad, factor));
    let recipe = Recipe { quad, ..found.clone() };
    encoded(&correct(small, &recipe, progress)?.pixels, PREVIEW_QUALITY)
}

/// What the corrected page of a large original will be, small: made long before the page itself.
/// `None`: the page itself is there as soon.
pub fn first_sight_jpeg(
    original: &RgbImage,
    recipe: &Recipe,
    progress: &dyn Progress,
) -> Result<Option<Vec<u8>>, Error> {
    if u64::from(original.width()) * u64::from(original.height()) < FIRST_SIGHT_FROM_PX {
        return Ok(None);
    }
    let small = shrunk(original, FIRST_SIGHT_SIDE_PX)?;
    preview_jpeg(&small, original.width(), recipe, &Within(progress)).map(Some)
}

fn encoded(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .map_err(|error| Error::Internal { reason: error.to_string() })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use coupure_model::{Enhancement, Preset, Quad, Rect, Turn};
    use image::Rgb;

    use super::*;
    use crate::geometry::point;
    use crate::{Limits, Quiet, Stage, decode};

    /// Smooth, so that JPEG leaves it nearly as it is.
    fn chart(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 90])
        })
    }

    fn made(
        picture: &RgbImage,
        page: (u32, u32),
        levels: RangeInclusive<u32>,
    ) -> BTreeMap<TilePlace, RgbImage> {
        let kept = Mutex::new(BTreeMap::new());
        tiles(picture, page, levels, &Quiet, |place, jpeg| {
            let tile = decode(jpeg, 0, &Limits::default())?.pixels;
            kept.lock().expect("no test panics here").insert(place, tile);
            Ok::<_, Error>(())
        })
        .expect("are made");
        kept.into_inner().expect("no test panics here")
    }

    #[test]
    fn a_level_laid_together_is_the_page_at_that_size() {
        let page = chart(1300, 700);
        let tiles = made(&page, page.dimensions(), 0..=2);
        for (level, size, count) in [(0, (1300, 700), 6), (1, (650, 350), 2), (2, (325, 175), 1)] {
            let of_level: Vec<_> = tiles.iter().filter(|(at, _)| at.level == level).collect();
            assert_eq!(of_level.len(), count, "level {level}");
            assert_eq!(level_size(page.dimensions(), level), size);
            for (at, tile) in of_level {
                let (left, top) = (at.x * TILE_SIDE_PX, at.y * TILE_SIDE_PX);
                let expected = (TILE_SIDE_PX.min(size.0 - left), TILE_SIDE_PX.min(size.1 - top));
                assert_eq!(tile.dimensions(), expected);
                let (x, y) = (tile.width() / 2, tile.height() / 2);
                let there = page.get_pixel((left + x) << level, (top + y) << level).0;
                let here = tile.get_pixel(x, y).0;
                for (a, b) in there.iter().zip(here) {
                    assert!(a.abs_diff(b) <= 4, "{there:?} became {here:?} at {at:?}");
                }
            }
        }
    }

    #[test]
    fn coarse_levels_are_made_of_a_smaller_picture_of_the_page() {
        let small = chart(700, 350);
        let tiles = made(&small, (2801, 1399), 3..=3);
        assert_eq!(tiles.len(), 1);
        let tile = tiles.values().next().expect("one tile");
        assert_eq!(tile.dimensions(), (351, 175));
    }

    #[test]
    fn the_coarsest_level_is_one_tile() {
        for (page, level) in [((1, 1), 0), ((512, 512), 0), ((513, 2), 1), ((9933, 7016), 5)] {
            assert_eq!(last_level(page), level, "{page:?}");
        }
    }

    #[test]
    fn tiles_that_are_no_longer_wanted_are_not_made() {
        struct No;
        impl Progress for No {
            fn report(&self, _: Stage, _: f32) {}
            fn cancelled(&self) -> bool {
                true
            }
        }
        let page = chart(600, 600);
        let stopped = tiles(&page, (600, 600), 0..=0, &No, |_, _| Ok::<_, Error>(()));
        assert_eq!(stopped, Err(Error::Cancelled));
    }

    #[test]
    fn a_large_original_is_shown_straight_before_its_page_is_made_and_a_small_one_is_not() {
        let large = imageops::resize(&chart(40, 40), 4400, 4400, imageops::FilterType::Triangle);
        let cut = Recipe { crop: recipe().crop, turn: Some(Turn::Right), ..Recipe::default() };
        let seen = first_sight_jpeg(&large, &cut, &Quiet).expect("is made").expect("is large");
        let seen = decode(&seen, 0, &Limits::default()).expect("is a JPEG").pixels;
        assert_eq!(seen.dimensions(), (550, 700));
        let small = chart(400, 300);
        assert_eq!(first_sight_jpeg(&small, &cut, &Quiet).expect("is made"), None);
    }

    fn recipe() -> Recipe {
        Recipe {
            turn: Some(Turn::Right),
            quad: Some(Quad([
                point(20.0, 12.0),
                point(390.0, 25.0),
                point(380.0, 290.0),
                point(15.0, 280.0),
            ])),
            skew_degrees: Some(1.5),
            crop: Some(Rect { x: 0.1, y: 0.2, width: 0.55, height: 0.7 }),
            enhancement: Enhancement { preset: Preset::Untouched, strength: 0.0 },
            ..Recipe::default()
        }
    }

    #[test]
    fn the_size_that_is_told_is_the_size_of_the_page() {
        let original = chart(400, 300);
        let page = correct(&original, &recipe(), &Quiet).expect("is corrected");
        assert_eq!(corrected_size((400, 300), &page.found), page.pixels.dimensions());
    }

    #[test]
    fn a_preview_shows_the_same_page_smaller() {
        let original = chart(400, 300);
        let page = correct(&original, &recipe(), &Quiet).expect("is corrected").pixels;
        let small = imageops::resize(&original, 200, 150, imageops::FilterType::Triangle);
        let preview = preview_jpeg(&small, 400, &recipe(), &Quiet).expect("is made");
        let preview = decode(&preview, 0, &Limits::default()).expect("is a JPEG").pixels;
        assert!(preview.width().abs_diff(page.width() / 2) <= 1);
        assert!(preview.height().abs_diff(page.height() / 2) <= 1);
        let (x, y) = (preview.width() / 2, preview.height() / 2);
        let (here, there) = (preview.get_pixel(x, y).0, page.get_pixel(x * 2, y * 2).0);
        assert!(here.iter().zip(there).all(|(a, b)| a.abs_diff(b) <= 6), "{here:?} {there:?}");
    }
}
