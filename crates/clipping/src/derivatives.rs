//! The pictures that readers get: JPEG, which every mail reader shows, with pixels and nothing else.

use fast_image_resize::FilterType;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

use crate::Error;
use crate::small::resized;

/// The longer side of the picture on the page, and of the one that it links to.
const WEB_SIDE_MAX_PX: u32 = 1600;
const FULL_SIDE_MAX_PX: u32 = 3500;
/// Text keeps its edges at these; below, a halo shows round the letters.
const WEB_QUALITY: u8 = 82;
const FULL_QUALITY: u8 = 85;
const THUMBNAIL_QUALITY: u8 = 80;

/// A picture ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedPicture {
    /// JPEG without any metadata.
    pub bytes: Vec<u8>,
    pub width_px: u32,
    pub height_px: u32,
}

/// The two sizes that are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    pub web: EncodedPicture,
    pub full: EncodedPicture,
}

/// Makes the published sizes of a corrected page; a smaller page is not enlarged.
pub fn derivatives(page: &RgbImage) -> Result<Encoded, Error> {
    let full = resized(page, FULL_SIDE_MAX_PX, FilterType::Lanczos3)?;
    let web = resized(&full, WEB_SIDE_MAX_PX, FilterType::Lanczos3)?;
    Ok(Encoded { web: jpeg(&web, WEB_QUALITY)?, full: jpeg(&full, FULL_QUALITY)? })
}

/// A small JPEG for lists and the workbench.
pub fn thumbnail_jpeg(picture: &RgbImage, max_side_px: u32) -> Result<Vec<u8>, Error> {
    let small = resized(picture, max_side_px, FilterType::CatmullRom)?;
    Ok(jpeg(&small, THUMBNAIL_QUALITY)?.bytes)
}

fn jpeg(picture: &RgbImage, quality: u8) -> Result<EncodedPicture, Error> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode_image(picture)
        .map_err(|error| Error::Internal { reason: error.to_string() })?;
    Ok(EncodedPicture { bytes, width_px: picture.width(), height_px: picture.height() })
}
