//! Pixels that come from elsewhere than a file.

use image::{ImageFormat, RgbaImage};

use crate::Error;

/// Copied pixels as a PNG file. Shapes: RGBA, rows from the top.
///
/// # Errors
/// [`Error::Empty`] where there are not as many as the size says.
pub fn png_of_pixels(rgba: &[u8], width_px: u32, height_px: u32) -> Result<Vec<u8>, Error> {
    let picture = RgbaImage::from_raw(width_px, height_px, rgba.to_vec()).ok_or(Error::Empty)?;
    let mut png = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|error| Error::Internal { reason: error.to_string() })?;
    Ok(png.into_inner())
}
