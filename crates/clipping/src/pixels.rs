//! Pixels that come from elsewhere than a file.

use std::io::Cursor;

use image::{ImageFormat, ImageResult, RgbImage, RgbaImage};

use crate::Error;

/// Copied pixels as a PNG file. Shapes: RGBA, rows from the top.
///
/// # Errors
/// [`Error::Empty`] where there are not as many as the size says.
pub fn png_of_pixels(rgba: &[u8], width_px: u32, height_px: u32) -> Result<Vec<u8>, Error> {
    let picture = RgbaImage::from_raw(width_px, height_px, rgba.to_vec()).ok_or(Error::Empty)?;
    encoded(|png| picture.write_to(png, ImageFormat::Png))
}

/// A page as a PNG file, without loss.
pub fn png(page: &RgbImage) -> Result<Vec<u8>, Error> {
    encoded(|png| page.write_to(png, ImageFormat::Png))
}

fn encoded(write: impl FnOnce(&mut Cursor<Vec<u8>>) -> ImageResult<()>) -> Result<Vec<u8>, Error> {
    let mut png = Cursor::new(Vec::new());
    write(&mut png).map_err(|error| Error::Internal { reason: error.to_string() })?;
    Ok(png.into_inner())
}
