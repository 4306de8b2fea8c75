//! A clipping as a searchable PDF: each corrected picture on a page of its own, its words over it,
//! unseen, each at its place.
//!
//! Text is drawn in render mode 3 (neither filled nor stroked, PDF 1.7, 9.3.6), in a font without
//! outlines whose codes a ToUnicode map turns into characters: what is searched and copied is what
//! was read, whatever its alphabet.

mod font;

use std::collections::BTreeMap;
use std::io::Cursor;

use coupure_model::{Language, Line, Reading, Word};
use image::codecs::jpeg::JpegDecoder;
use image::{ColorType, ImageDecoder};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, TextRenderingMode, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::Error;

/// A scan's usual resolution: a page of newspaper comes out near its own size.
const PIXELS_PER_INCH: f32 = 300.0;
const UNITS_PER_INCH: f32 = 72.0;
/// Viewers need not show a page longer than this (PDF 1.7, annex C).
const SIDE_MAX_UNITS: f32 = 14_400.0;
/// Of a line's height: what lies below the letters' feet.
const DESCENT: f32 = 0.22;
/// The pictures' shapes differ by no more than rounding where the words were read on them.
const SHAPE_TOLERANCE: f32 = 0.02;

/// A picture and what was read on it.
#[derive(Debug, Clone, Copy)]
pub struct PdfPage<'a> {
    pub jpeg: &'a [u8],
    pub reading: Option<&'a Reading>,
}

/// What the file says of itself; empty texts are left out.
#[derive(Debug, Clone, Default)]
pub struct PdfAbout {
    pub title: String,
    pub author: String,
    pub subject: String,
    pub language: Language,
}

/// Makes the file. The pictures go into it as they are.
///
/// # Errors
/// [`Error::Truncated`] and the like where a picture is no whole JPEG.
pub fn searchable_pdf(pages: &[PdfPage<'_>], about: &PdfAbout) -> Result<Vec<u8>, Error> {
    let mut alphabet = Alphabet::default();
    let mut next = 1;
    let mut reference = || {
        next += 1;
        Ref::new(next - 1)
    };
    let (catalog, tree, type0, cid, descriptor, file, unicode, info) = (
        reference(),
        reference(),
        reference(),
        reference(),
        reference(),
        reference(),
        reference(),
        reference(),
    );
    let mut pdf = Pdf::new();
    let kids: Vec<[Ref; 3]> =
        pages.iter().map(|_| [reference(), reference(), reference()]).collect();
    pdf.catalog(catalog).pages(tree).lang(TextStr(about.language.tag()));
    pdf.pages(tree).kids(kids.iter().map(|[page, ..]| *page)).count(pages.len() as i32);
    for (shown, [page, content, picture]) in pages.iter().zip(kids) {
        let jpeg = JpegHeader::of(shown.jpeg)?;
        let read = shown.reading.filter(|reading| jpeg.is_shaped_like(reading));
        let (width, height) = jpeg.size_units(read);
        let mut leaf = pdf.page(page);
        leaf.parent(tree).media_box(Rect::new(0.0, 0.0, width, height)).contents(content);
        let mut resources = leaf.resources();
        resources.x_objects().pair(PICTURE, picture);
        resources.fonts().pair(FONT, type0);
        resources.finish();
        leaf.finish();
        let mut drawn = Content::new();
        drawn.save_state();
        drawn.transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(PICTURE).restore_state();
        if let Some(reading) = read {
            let scale = width / reading.width_px.max(1) as f32;
            write_words(&mut drawn, &reading.lines, scale, height, &mut alphabet);
        }
        pdf.stream(content, &drawn.finish());
        let mut image = pdf.image_xobject(picture, shown.jpeg);
        image.filter(Filter::DctDecode);
        image.width(jpeg.width_px as i32).height(jpeg.height_px as i32).bits_per_component(8);
        if jpeg.is_grey {
            image.color_space().device_gray();
        } else {
            image.color_space().device_rgb();
        }
        image.finish();
    }
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    pdf.type0_font(type0)
        .base_font(FONT_NAME)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);
    pdf.cid_font(cid)
        .subtype(CidFontType::Type2)
        .base_font(FONT_NAME)
        .system_info(system)
        .font_descriptor(descriptor)
        .default_width(font::ADVANCE as f32)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    pdf.font_descriptor(descriptor)
        .name(FONT_NAME)
        .flags(FontFlags::FIXED_PITCH | FontFlags::SYMBOLIC)
        .bbox(Rect::new(0.0, -200.0, font::ADVANCE as f32, 800.0))
        .italic_angle(0.0)
        .ascent(800.0)
        .descent(-200.0)
        .cap_height(700.0)
        .stem_v(80.0)
        .font_file2(file);
    pdf.stream(file, &font::without_outlines(alphabet.len()));
    let mut map = UnicodeCmap::new(Name(b"Coupure"), system);
    for (&letter, &code) in &alphabet.codes {
        map.pair(code, letter);
    }
    pdf.cmap(unicode, &map.finish());
    let mut said = pdf.document_info(info);
    said.producer(TextStr("Coupure"));
    if !about.title.is_empty() {
        said.title(TextStr(&about.title));
    }
    if !about.author.is_empty() {
        said.author(TextStr(&about.author));
    }
    if !about.subject.is_empty() {
        said.subject(TextStr(&about.subject));
    }
    said.finish();
    Ok(pdf.finish())
}

const PICTURE: Name<'static> = Name(b"Scan");
const FONT: Name<'static> = Name(b"Text");
const FONT_NAME: Name<'static> = Name(b"CoupureUnseen");

/// The characters used so far, each with its code, from 1: a font without outlines has no other.
#[derive(Debug, Default)]
struct Alphabet {
    codes: BTreeMap<char, u16>,
}

impl Alphabet {
    fn len(&self) -> u16 {
        self.codes.len() as u16
    }

    /// What is beyond the 65,535 characters that two bytes can say is dropped.
    fn encoded(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 * text.len());
        for letter in text.chars() {
            let next = self.codes.len() + 1;
            if next >= usize::from(u16::MAX) && !self.codes.contains_key(&letter) {
                continue;
            }
            let code = *self.codes.entry(letter).or_insert(next as u16);
            bytes.extend(code.to_be_bytes());
        }
        bytes
    }
}

/// Each word as wide as it stands on the picture, with the space that follows it: searches and
/// copies keep words apart.
fn write_words(
    drawn: &mut Content,
    lines: &[Line],
    scale: f32,
    page_height: f32,
    alphabet: &mut Alphabet,
) {
    drawn.begin_text().set_text_rendering_mode(TextRenderingMode::Invisible);
    for line in lines {
        for word in &line.words {
            let Some(placed) = Placed::of(word, scale, page_height) else { continue };
            let text = alphabet.encoded(&format!("{} ", word.text));
            drawn.set_font(FONT, placed.size);
            drawn.set_horizontal_scaling(placed.stretch_percent);
            drawn.set_text_matrix([1.0, 0.0, 0.0, 1.0, placed.x, placed.y]).show(Str(&text));
        }
    }
    drawn.end_text();
}

/// Where a word stands on the page, from its lower left corner, in the PDF's units.
struct Placed {
    x: f32,
    y: f32,
    size: f32,
    stretch_percent: f32,
}

impl Placed {
    fn of(word: &Word, scale: f32, page_height: f32) -> Option<Self> {
        let letters = word.text.chars().count();
        let (width, height) = (word.area.width * scale, word.area.height * scale);
        let (x, bottom) = (word.area.x * scale, (word.area.y + word.area.height) * scale);
        let said = [width, height, x, bottom].iter().all(|value| value.is_finite());
        if letters == 0 || !said || width <= 0.0 || height <= 0.0 {
            return None;
        }
        let advance = font::ADVANCE as f32 / 1000.0 * height * letters as f32;
        Some(Self {
            x,
            y: page_height - bottom + height * DESCENT,
            size: height,
            stretch_percent: 100.0 * width / advance,
        })
    }
}

struct JpegHeader {
    width_px: u32,
    height_px: u32,
    is_grey: bool,
}

impl JpegHeader {
    fn of(bytes: &[u8]) -> Result<Self, Error> {
        let refused = |error: image::ImageError| Error::Truncated { reason: error.to_string() };
        let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(refused)?;
        let (width_px, height_px) = decoder.dimensions();
        Ok(Self { width_px, height_px, is_grey: decoder.color_type() == ColorType::L8 })
    }

    /// A reading of another picture (one that was cropped since, say) has its words elsewhere.
    fn is_shaped_like(&self, reading: &Reading) -> bool {
        let shape = |width: u32, height: u32| width as f32 / height.max(1) as f32;
        let (own, read) =
            (shape(self.width_px, self.height_px), shape(reading.width_px, reading.height_px));
        (own - read).abs() <= SHAPE_TOLERANCE * own
    }

    fn size_units(&self, reading: Option<&Reading>) -> (f32, f32) {
        let wide = reading.map_or(self.width_px, |reading| reading.width_px).max(1) as f32;
        let tall = wide * self.height_px as f32 / self.width_px.max(1) as f32;
        let scale = (UNITS_PER_INCH / PIXELS_PER_INCH).min(SIDE_MAX_UNITS / wide.max(tall));
        ((wide * scale).max(1.0), (tall * scale).max(1.0))
    }
}

#[cfg(test)]
mod tests;
