//! HEIC, as iPhones make it: decoded by heic-rs, which is Rust alone and has no `unsafe`.

use heic_rs::{DecodeOptions, ImageInfo};
use image::RgbImage;

use super::{Limits, guarded};
use crate::Error;

/// Width and height, upright.
pub(super) fn probe(bytes: &[u8], limits: &Limits) -> Result<(u32, u32), Error> {
    guarded(|| {
        let info = header(bytes, limits)?;
        Ok((info.width, info.height))
    })
}

/// The picture as it was held: the file's own turns are made, its Exif orientation repeats them
/// (ISO/IEC 23008-12, A.2).
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<RgbImage, Error> {
    guarded(|| {
        header(bytes, limits)?;
        let options =
            DecodeOptions { max_pixels: Some(limits.max_pixels), ..DecodeOptions::default() };
        let picture = heic_rs::decode(bytes, &options).map_err(refused)?;
        RgbImage::from_raw(picture.width, picture.height, picture.data)
            .filter(|pixels| !pixels.is_empty())
            .ok_or_else(|| Error::Truncated { reason: "it has no pixel".into() })
    })
}

fn header(bytes: &[u8], limits: &Limits) -> Result<ImageInfo, Error> {
    let info = heic_rs::probe(bytes).map_err(refused)?;
    for (width_px, height_px) in [(info.width, info.height), (info.coded_width, info.coded_height)]
    {
        limits.check_pixels(width_px.into(), height_px.into())?;
    }
    Ok(info)
}

fn refused(error: heic_rs::Error) -> Error {
    match error {
        heic_rs::Error::Unsupported(what) => Error::Unsupported { kind: format!("HEIC: {what}") },
        other => Error::Truncated { reason: other.to_string() },
    }
}
