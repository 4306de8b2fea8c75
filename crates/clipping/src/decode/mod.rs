//! From a file's bytes to oriented pixels, within limits that are checked on the header first.

mod header;
mod heic;
mod jpeg;
mod kind;
mod pdf;
mod tiff;

use std::io::{Cursor, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, RgbImage};

pub use self::kind::Kind;
use crate::Error;

/// How large an input may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub max_bytes: u64,
    pub max_pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 300_000_000, max_pixels: 200_000_000 }
    }
}

impl Limits {
    fn check_bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        let (bytes, max_bytes) = (bytes.len() as u64, self.max_bytes);
        if bytes > max_bytes { Err(Error::TooManyBytes { bytes, max_bytes }) } else { Ok(()) }
    }

    fn check_pixels(&self, width_px: u64, height_px: u64) -> Result<(), Error> {
        let max_pixels = self.max_pixels;
        if width_px.saturating_mul(height_px) > max_pixels {
            return Err(Error::TooManyPixels { width_px, height_px, max_pixels });
        }
        Ok(())
    }

    /// Sixteen bits of four channels are eight bytes a pixel: of such there can be half as many.
    fn check_decoded(&self, width_px: u64, height_px: u64, bytes: u64) -> Result<(), Error> {
        let most_bytes = self.max_pixels.saturating_mul(DECODED_BYTES_A_PIXEL);
        if bytes <= most_bytes {
            return Ok(());
        }
        let max_pixels = most_bytes / bytes.div_ceil(width_px.saturating_mul(height_px).max(1));
        Err(Error::TooManyPixels { width_px, height_px, max_pixels })
    }
}

/// Of a picture as large as is taken.
const DECODED_BYTES_A_PIXEL: u64 = 4;

/// What a file holds, by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    pub kind: Kind,
    /// 1, but for PDF and TIFF.
    pub pages: u32,
    /// Size of the first page, orientation applied.
    pub width_px: u32,
    pub height_px: u32,
}

/// A page as it came: upright pixels, and nothing of where the photo was taken.
#[derive(Debug, Clone)]
pub struct Original {
    pub pixels: RgbImage,
    pub kind: Kind,
    /// How many pages the file has.
    pub pages: u32,
}

/// Reads the header only. Refuses what [`decode`] would refuse for its kind or size.
pub fn probe(bytes: &[u8], limits: &Limits) -> Result<Probe, Error> {
    probe_page(bytes, 0, limits)
}

/// By the header of one page. Only those of a TIFF can be told apart here.
fn probe_page(bytes: &[u8], page: u32, limits: &Limits) -> Result<Probe, Error> {
    let kind = Kind::of(bytes)?;
    limits.check_bytes(bytes)?;
    if kind == Kind::Pdf {
        let (pages, width_px, height_px) = pdf::probe(bytes, limits)?;
        return Ok(Probe { kind, pages, width_px, height_px });
    }
    if kind == Kind::Heic {
        let (width_px, height_px) = heic::probe(bytes, limits)?;
        return Ok(Probe { kind, pages: 1, width_px, height_px });
    }
    let (bytes, pages) = if kind == Kind::Tiff {
        let tiff::Page { bytes, pages, .. } = tiff::page(bytes, page)?;
        (bytes, pages)
    } else {
        (bytes.into(), 1)
    };
    guarded(|| {
        let (decoder, orientation) = open(&bytes, kind, limits)?;
        let (width_px, height_px) = decoder.dimensions();
        let (width_px, height_px) =
            if swaps_sides(orientation) { (height_px, width_px) } else { (width_px, height_px) };
        Ok(Probe { kind, pages, width_px, height_px })
    })
}

/// Width and height of one page (from 0), upright; reads its header only.
pub fn page_size_px(bytes: &[u8], page: u32, limits: &Limits) -> Result<[u32; 2], Error> {
    let kind = Kind::of(bytes)?;
    let shown = match kind {
        Kind::Pdf => {
            limits.check_bytes(bytes)?;
            return pdf::page_size(bytes, page, limits);
        }
        Kind::Tiff => probe_page(bytes, page, limits)?,
        _ if page > 0 => return Err(Error::PageMissing { page, pages: 1 }),
        _ => probe(bytes, limits)?,
    };
    Ok([shown.width_px, shown.height_px])
}

/// Decodes one page (from 0) to upright RGB. Transparent parts become white.
pub fn decode(bytes: &[u8], page: u32, limits: &Limits) -> Result<Original, Error> {
    let kind = Kind::of(bytes)?;
    limits.check_bytes(bytes)?;
    if kind == Kind::Pdf {
        let (pixels, pages) = pdf::draw(bytes, page, limits)?;
        return Ok(Original { pixels, kind, pages });
    }
    let tiff::Page { bytes, palette, pages } = if kind == Kind::Tiff {
        tiff::page(bytes, page)?
    } else if page > 0 {
        return Err(Error::PageMissing { page, pages: 1 });
    } else {
        tiff::Page { bytes: bytes.into(), palette: None, pages: 1 }
    };
    if kind == Kind::Heic {
        return Ok(Original { pixels: heic::decode(&bytes, limits)?, kind, pages });
    }
    let pixels = guarded(|| {
        let (decoder, orientation) = open(&bytes, kind, limits)?;
        if kind == Kind::Jpeg {
            jpeg::check_whole(&bytes)?;
        }
        let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
        if let Some(palette) = &palette {
            picture = tiff::coloured(&picture.into_luma8(), palette).into();
        }
        picture.apply_orientation(orientation);
        Ok(on_white(picture))
    })?;
    Ok(Original { pixels, kind, pages })
}

fn open<'a>(
    bytes: &'a [u8],
    kind: Kind,
    limits: &Limits,
) -> Result<(impl ImageDecoder + 'a, Orientation), Error> {
    let format = kind.format().ok_or(Error::NotAPicture)?;
    if let Some((width_px, height_px)) = header::size(bytes, kind) {
        limits.check_pixels(width_px, height_px)?;
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // What decoders hold beside the picture itself; that is checked by its own size below.
    let mut bounds = image::Limits::no_limits();
    bounds.max_alloc = Some(limits.max_pixels.saturating_mul(8));
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width_px, height_px) = decoder.dimensions();
    limits.check_pixels(width_px.into(), height_px.into())?;
    limits.check_decoded(width_px.into(), height_px.into(), decoder.total_bytes())?;
    if width_px == 0 || height_px == 0 {
        return Err(Error::Truncated { reason: "it has no pixel".into() });
    }
    // A broken orientation is no reason to refuse a picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((decoder, orientation))
}

fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let (width_px, height_px) = picture.dimensions();
    let rgb = picture
        .pixels()
        .flat_map(|pixel| {
            let alpha = u32::from(pixel[3]);
            let mix =
                |value: u8| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
            [mix(pixel[0]), mix(pixel[1]), mix(pixel[2])]
        })
        .collect();
    RgbImage::from_raw(width_px, height_px, rgb).expect("three bytes were made for each pixel")
}

fn refused(error: ImageError) -> Error {
    match error {
        ImageError::Unsupported(unsupported) => {
            Error::Unsupported { kind: unsupported.to_string() }
        }
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => {
            Error::Truncated { reason: "its end is missing".into() }
        }
        other => Error::Truncated { reason: other.to_string() },
    }
}

/// A decoder that panics on a damaged file must not take the application with it.
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::Truncated { reason: "its data make no sense".into() }))
}

#[cfg(test)]
mod tests;
