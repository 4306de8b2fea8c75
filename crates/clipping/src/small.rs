//! Smaller pictures, for everything that is looked for.

use std::borrow::Cow;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{GrayImage, RgbImage};

use crate::Error;

/// Corners, skew and light are looked for at this at most.
pub(crate) const ANALYSIS_SIDE_PX: u32 = 2000;

/// The size of a picture brought to at most `max_side_px` on its longer side, never enlarged.
pub(crate) fn fitted(width_px: u32, height_px: u32, max_side_px: u32) -> (u32, u32) {
    let long = width_px.max(height_px).max(1);
    if long <= max_side_px {
        return (width_px, height_px);
    }
    let side = |px: u32| {
        ((f64::from(px) * f64::from(max_side_px) / f64::from(long)).round() as u32).max(1)
    };
    (side(width_px), side(height_px))
}

/// Averages over areas: what analysis wants.
pub(crate) fn shrunk(picture: &RgbImage, max_side_px: u32) -> Result<Cow<'_, RgbImage>, Error> {
    resized(picture, max_side_px, FilterType::Box)
}

pub(crate) fn resized(
    picture: &RgbImage,
    max_side_px: u32,
    filter: FilterType,
) -> Result<Cow<'_, RgbImage>, Error> {
    let (width_px, height_px) = fitted(picture.width(), picture.height(), max_side_px);
    if (width_px, height_px) == picture.dimensions() {
        return Ok(Cow::Borrowed(picture));
    }
    let whole = (0, 0, picture.width(), picture.height());
    Ok(Cow::Owned(part_resized(picture, whole, width_px, height_px, filter)?))
}

/// A part (left, top, width, height) brought to a size. The only caller of the resizing crate, and
/// by its typed entry: its general one compiles every pixel format into each caller.
pub(crate) fn part_resized(
    picture: &RgbImage,
    part: (u32, u32, u32, u32),
    width_px: u32,
    height_px: u32,
    filter: FilterType,
) -> Result<RgbImage, Error> {
    let internal = |error: &dyn std::fmt::Display| Error::Internal { reason: error.to_string() };
    let source =
        TypedImageRef::<U8x3>::from_buffer(picture.width(), picture.height(), picture.as_raw())
            .map_err(|error| internal(&error))?;
    let mut target = RgbImage::new(width_px, height_px);
    let mut view = TypedImage::<U8x3>::from_buffer(width_px, height_px, &mut target)
        .map_err(|error| internal(&error))?;
    let (left, top, width, height) = part;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).crop(
        f64::from(left),
        f64::from(top),
        f64::from(width),
        f64::from(height),
    );
    Resizer::new().resize_typed(&source, &mut view, &options).map_err(|error| internal(&error))?;
    Ok(target)
}

/// Rec. 601 luma, in eight-bit fixed point.
#[inline]
pub(crate) fn luma(red: u8, green: u8, blue: u8) -> u8 {
    ((u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29 + 128) >> 8) as u8
}

pub(crate) fn grey(picture: &RgbImage) -> GrayImage {
    let values = picture.as_raw().chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect();
    GrayImage::from_raw(picture.width(), picture.height(), values)
        .expect("one value was made for each pixel")
}
