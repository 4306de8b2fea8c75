//! Letters and rules on paper.

use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};
use image::{Rgb, RgbImage};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
    Italic,
}

/// The typefaces beside this file; all but the last as book, bold and italic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Newsreader,
    /// As Times is.
    Stix,
    /// As print of 1900 is: thick and thin.
    OldStandard,
    /// Without serifs.
    Franklin,
    /// Without serifs, narrow and heavy: for headlines. Its three faces are one.
    Oswald,
}

/// A typeface, read once.
pub(super) struct Type {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
    italic: FontRef<'static>,
}

macro_rules! faces {
    ($regular:literal, $bold:literal, $italic:literal) => {
        [
            include_bytes!(concat!("fonts/", $regular, ".ttf")).as_slice(),
            include_bytes!(concat!("fonts/", $bold, ".ttf")).as_slice(),
            include_bytes!(concat!("fonts/", $italic, ".ttf")).as_slice(),
        ]
    };
}

impl Type {
    pub fn load() -> Self {
        Self::of(Family::Newsreader)
    }

    pub fn of(family: Family) -> Self {
        let files: [&'static [u8]; 3] = match family {
            Family::Newsreader => {
                faces!("Newsreader-Regular", "Newsreader-Bold", "Newsreader-Italic")
            }
            Family::Stix => faces!("StixTwo-Regular", "StixTwo-Bold", "StixTwo-Italic"),
            Family::OldStandard => {
                faces!("OldStandard-Regular", "OldStandard-Bold", "OldStandard-Italic")
            }
            Family::Franklin => {
                faces!("LibreFranklin-Regular", "LibreFranklin-Bold", "LibreFranklin-Italic")
            }
            Family::Oswald => faces!("Oswald-SemiBold", "Oswald-SemiBold", "Oswald-SemiBold"),
        };
        let [regular, bold, italic] = files
            .map(|bytes| FontRef::try_from_slice(bytes).expect("the fonts are beside this file"));
        Self { regular, bold, italic }
    }

    fn font(&self, face: Face) -> &FontRef<'static> {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
            Face::Italic => &self.italic,
        }
    }

    pub fn width(&self, text: &str, face: Face, size_px: f32) -> f32 {
        let font = self.font(face).as_scaled(PxScale::from(size_px));
        text.chars().map(|c| advance(&font, c, size_px)).sum()
    }

    /// Draws from a base line on.
    pub fn draw(&self, paper: &mut RgbImage, text: &str, face: Face, size_px: f32, at: (f32, f32)) {
        let font = self.font(face).as_scaled(PxScale::from(size_px));
        let mut x = at.0;
        for c in text.chars() {
            if c.is_whitespace() {
                x += advance(&font, c, size_px);
                continue;
            }
            let glyph = font.glyph_id(c).with_scale_and_position(size_px, point(x, at.1));
            if let Some(outline) = self.font(face).outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                outline.draw(|dx, dy, coverage| {
                    let (px, py) =
                        (bounds.min.x as i32 + dx as i32, bounds.min.y as i32 + dy as i32);
                    blacken(paper, px, py, coverage);
                });
            }
            x += advance(&font, c, size_px);
        }
    }
}

fn advance<F: Font, S: ScaleFont<F>>(font: &S, c: char, size_px: f32) -> f32 {
    // The face has no narrow no-break space; a fifth of an em is what printers use.
    if c == '\u{202f}' {
        return size_px * 0.12;
    }
    let id = font.glyph_id(c);
    debug_assert!(id != GlyphId(0), "the typeface has no {c:?}");
    font.h_advance(id)
}

/// A filled rectangle.
pub(super) fn rule(paper: &mut RgbImage, left: f32, top: f32, width: f32, height: f32) {
    for y in top as i32..(top + height).ceil() as i32 {
        for x in left as i32..(left + width).ceil() as i32 {
            blacken(paper, x, y, 0.9);
        }
    }
}

/// Printing ink is not quite black.
const INK: [f32; 3] = [38.0, 36.0, 38.0];

fn blacken(paper: &mut RgbImage, x: i32, y: i32, coverage: f32) {
    if x < 0 || y < 0 || x >= paper.width() as i32 || y >= paper.height() as i32 {
        return;
    }
    let Rgb(pixel) = paper.get_pixel_mut(x as u32, y as u32);
    for (value, ink) in pixel.iter_mut().zip(INK) {
        let mixed = f32::from(*value) + (ink - f32::from(*value)) * coverage.clamp(0.0, 1.0);
        *value = mixed.round() as u8;
    }
}
