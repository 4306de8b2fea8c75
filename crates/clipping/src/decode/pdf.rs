//! Pages of a PDF, drawn by hayro at the resolution of the scan that they hold.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::object::dict::keys::{HEIGHT, WIDTH};
use hayro::hayro_syntax::object::{Object, dict::keys::SUBTYPE};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;

use super::Limits;
use crate::Error;

/// A PDF's unit is 1/72 inch.
const UNITS_PER_INCH: f32 = 72.0;
/// Drawn text is sharp at this; a scan is taken at its own resolution, within bounds.
const RESOLUTION_DPI: f32 = 300.0;
const RESOLUTION_MIN_DPI: f32 = 150.0;
const RESOLUTION_MAX_DPI: f32 = 400.0;
/// An A2 page at 300 dpi. The renderer holds four bytes a pixel and more.
const LONG_SIDE_MAX_PX: f32 = 7016.0;

/// How many pages, and the size of the first as it would be drawn.
pub(super) fn probe(bytes: &[u8], limits: &Limits) -> Result<(u32, u32, u32), Error> {
    guarded(|| {
        let pdf = open(bytes, limits)?;
        let page = pdf.pages().first().ok_or_else(no_pages)?;
        let (width_px, height_px, _) = drawn_size(page);
        Ok((pdf.pages().len() as u32, width_px, height_px))
    })
}

pub(super) fn page_size(bytes: &[u8], page: u32, limits: &Limits) -> Result<[u32; 2], Error> {
    guarded(|| {
        let pdf = open(bytes, limits)?;
        let pages = pdf.pages().len() as u32;
        let page = pdf.pages().get(page as usize).ok_or(Error::PageMissing { page, pages })?;
        let (width_px, height_px, _) = drawn_size(page);
        Ok([width_px, height_px])
    })
}

pub(super) fn draw(bytes: &[u8], page: u32, limits: &Limits) -> Result<(RgbImage, u32), Error> {
    guarded(|| {
        let pdf = open(bytes, limits)?;
        let pages = pdf.pages().len() as u32;
        if pages == 0 {
            return Err(no_pages());
        }
        let page = pdf.pages().get(page as usize).ok_or(Error::PageMissing { page, pages })?;
        let (_, _, scale) = drawn_size(page);
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let drawn = render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &settings,
        );
        let (width_px, height_px) = (u32::from(drawn.width()), u32::from(drawn.height()));
        if width_px == 0 || height_px == 0 {
            return Err(Error::PdfDamaged { reason: "its page has no size".into() });
        }
        let rgb = drawn
            .data_as_u8_slice()
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect();
        let picture = RgbImage::from_raw(width_px, height_px, rgb).ok_or_else(no_pages)?;
        Ok((picture, pages))
    })
}

fn open(bytes: &[u8], limits: &Limits) -> Result<Pdf, Error> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::PdfPassword,
        LoadPdfError::Decryption(other) => {
            Error::PdfDamaged { reason: format!("its encryption is not read: {other:?}") }
        }
        LoadPdfError::Invalid => Error::PdfDamaged { reason: "its structure is broken".into() },
    })?;
    for object in pdf.objects() {
        if let Some((width_px, height_px)) = picture_size(&object) {
            limits.check_pixels(width_px, height_px)?;
        }
    }
    Ok(pdf)
}

/// The size of a picture object, or `None` if it is something else.
fn picture_size(object: &Object<'_>) -> Option<(u64, u64)> {
    let Object::Stream(stream) = object else { return None };
    let dict = stream.dict();
    let subtype = dict.get::<hayro::hayro_syntax::object::Name<'_>>(SUBTYPE)?;
    if &*subtype != b"Image" {
        return None;
    }
    Some((dict.get::<u32>(WIDTH)?.into(), dict.get::<u32>(HEIGHT)?.into()))
}

/// Width and height in pixels, and the scale that gives them.
fn drawn_size(page: &Page<'_>) -> (u32, u32, f32) {
    let (width, height) = page.render_dimensions();
    let (width, height) = (width.max(1.0), height.max(1.0));
    let widest = page
        .resources()
        .x_objects
        .entries()
        .filter_map(|(name, _)| page.resources().get_x_object(&name))
        .filter_map(|stream| picture_size(&Object::Stream(stream)))
        .map(|(picture_width, picture_height)| picture_width.max(picture_height))
        .max();
    let resolution_dpi = widest.map_or(RESOLUTION_DPI, |side_px| {
        (side_px as f32 / width.max(height) * UNITS_PER_INCH)
            .clamp(RESOLUTION_MIN_DPI, RESOLUTION_MAX_DPI)
    });
    let scale = (resolution_dpi / UNITS_PER_INCH).min(LONG_SIDE_MAX_PX / width.max(height));
    let side = |length: f32| (length * scale).max(1.0) as u32;
    (side(width), side(height), scale)
}

fn no_pages() -> Error {
    Error::PdfDamaged { reason: "it has no page".into() }
}

/// A damaged PDF can meet an unproven case deep in the renderer: it is refused, nothing falls.
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::PdfDamaged { reason: "its page cannot be drawn".into() }))
}
