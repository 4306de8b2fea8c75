//! The pictures that readers get: JPEG, which every mail reader shows, with pixels and nothing else.

use fast_image_resize::FilterType;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

use crate::Error;
use crate::small::resized;

/// The longer side of the picture on the page, and of the one that it links to.
pub const WEB_SIDE_MAX_PX: u32 = 1600;
const FULL_SIDE_MAX_PX: u32 = 3500;
/// Text keeps its edges at these; below, a halo shows round the letters.
const WEB_QUALITY: u8 = 82;
const FULL_QUALITY: u8 = 85;
const THUMBNAIL_QUALITY: u8 = 80;
/// Tried in turn at full size; a smaller picture is more legible than a worse one.
const LIGHTER_QUALITIES: [u8; 3] = [80, 72, 65];
const LIGHTER_QUALITY: u8 = 72;
const LIGHTER_STEP: f64 = 0.85;
const LIGHTER_SIDE_MIN_PX: u32 = 320;

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

/// Makes a JPEG of at most `max_bytes`: by quality first, as far as letters stay legible, then by
/// width. `None`: not even a small one is as light.
pub fn jpeg_within(picture: &RgbImage, max_bytes: u64) -> Result<Option<EncodedPicture>, Error> {
    for quality in LIGHTER_QUALITIES {
        let made = jpeg(picture, quality)?;
        if made.bytes.len() as u64 <= max_bytes {
            return Ok(Some(made));
        }
    }
    let mut side = f64::from(picture.width().max(picture.height()));
    loop {
        side *= LIGHTER_STEP;
        if side < f64::from(LIGHTER_SIDE_MIN_PX) {
            return Ok(None);
        }
        let small = resized(picture, side as u32, FilterType::Lanczos3)?;
        let made = jpeg(&small, LIGHTER_QUALITY)?;
        if made.bytes.len() as u64 <= max_bytes {
            return Ok(Some(made));
        }
    }
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

#[cfg(test)]
mod tests {
    use coupure_testkit::page::exif::with_exif;

    use super::*;
    use crate::{Limits, decode};

    fn page(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| image::Rgb([(x / 9) as u8, (y / 7) as u8, 90]))
    }

    #[test]
    fn a_large_page_is_brought_to_both_sizes_and_keeps_its_shape() {
        let made = derivatives(&page(3000, 4200)).expect("are made");
        assert_eq!((made.web.width_px, made.web.height_px), (1143, 1600));
        assert_eq!((made.full.width_px, made.full.height_px), (2500, 3500));
        for picture in [made.web, made.full] {
            let decoded = decode(&picture.bytes, 0, &Limits::default()).expect("is a JPEG");
            assert_eq!(decoded.pixels.dimensions(), (picture.width_px, picture.height_px));
        }
    }

    #[test]
    fn a_small_page_is_not_enlarged() {
        let made = derivatives(&page(400, 300)).expect("are made");
        assert_eq!((made.web.width_px, made.web.height_px), (400, 300));
        assert_eq!((made.full.width_px, made.full.height_px), (400, 300));
    }

    #[test]
    fn a_picture_is_made_as_light_as_asked_by_quality_first_and_then_by_width() {
        let noisy = RgbImage::from_fn(1200, 900, |x, y| {
            let grain = x.wrapping_mul(31).wrapping_add(y.wrapping_mul(17)) % 83;
            image::Rgb([grain as u8 * 3, (x / 5) as u8, (y / 3) as u8])
        });
        let whole = jpeg(&noisy, FULL_QUALITY).expect("encodes").bytes.len() as u64;
        let lighter = jpeg_within(&noisy, whole * 9 / 10).expect("encodes").expect("is possible");
        assert_eq!((lighter.width_px, lighter.height_px), (1200, 900));
        let small = jpeg_within(&noisy, whole / 6).expect("encodes").expect("is possible");
        assert!(small.width_px < 1200 && small.bytes.len() as u64 <= whole / 6);
        assert_eq!(small.height_px, (f64::from(small.width_px) * 0.75).round() as u32);
        assert_eq!(jpeg_within(&noisy, 100).expect("encodes"), None);
    }

    #[test]
    fn nothing_is_left_of_where_the_photo_was_taken() {
        let photo = with_exif(&jpeg(&page(800, 600), 90).expect("encodes").bytes, 6);
        let has_exif = |bytes: &[u8]| bytes.windows(4).any(|four| four == b"Exif");
        assert!(has_exif(&photo));
        let original = decode(&photo, 0, &Limits::default()).expect("is decoded").pixels;
        let made = derivatives(&original).expect("are made");
        let thumbnail = thumbnail_jpeg(&original, 200).expect("is made");
        for bytes in [made.web.bytes, made.full.bytes, thumbnail] {
            assert!(!has_exif(&bytes));
            // No application segment but JFIF's own.
            assert!(!bytes.windows(2).any(|two| two == [0xFF, 0xE1] || two == [0xFF, 0xE2]));
        }
    }

    #[test]
    fn a_thumbnail_is_as_small_as_asked() {
        let bytes = thumbnail_jpeg(&page(1000, 500), 200).expect("is made");
        let small = decode(&bytes, 0, &Limits::default()).expect("is a JPEG");
        assert_eq!(small.pixels.dimensions(), (200, 100));
    }
}
