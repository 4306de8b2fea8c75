//! Pages of a TIFF: a chain of directories, each naming the next.

use std::borrow::Cow;

use image::{GrayImage, RgbImage};

use crate::Error;

/// More pages than any scan has; a chain that is longer is broken.
const PAGES_MAX: usize = 10_000;

/// What the values of a page stand for, where they are no colours themselves.
pub(super) type Palette = [[u8; 3]; 256];

/// A page as decoders read it.
pub(super) struct Page<'a> {
    /// The same file with this page as its first: decoders read that one. Where it has a palette,
    /// its values are said to be greys, for the decoder takes no palettes.
    pub bytes: Cow<'a, [u8]>,
    pub palette: Option<Palette>,
    /// How many pages the file has.
    pub pages: u32,
}

/// One page, from 0.
pub(super) fn page(bytes: &[u8], page: u32) -> Result<Page<'_>, Error> {
    let directories = directories(bytes)?;
    let pages = directories.len() as u32;
    let offset = *directories.get(page as usize).ok_or(Error::PageMissing { page, pages })?;
    let little = bytes.starts_with(b"II");
    let mut bytes = Cow::Borrowed(bytes);
    if page > 0 {
        bytes.to_mut()[4..8].copy_from_slice(&written_u32(offset, little));
    }
    let palette = palette(&bytes, offset as usize, little);
    if let Some((_, interpretation_at)) = palette {
        // The lower half of the entry's value; a short stands in its first two bytes (TIFF 6.0, 2).
        bytes.to_mut()[interpretation_at..interpretation_at + 4].copy_from_slice(if little {
            &[GREYS, 0, 0, 0]
        } else {
            &[0, GREYS, 0, 0]
        });
    }
    Ok(Page { bytes, palette: palette.map(|(palette, _)| palette), pages })
}

/// The picture whose values name colours.
pub(super) fn coloured(values: &GrayImage, palette: &Palette) -> RgbImage {
    let rgb = values.as_raw().iter().flat_map(|&value| palette[usize::from(value)]).collect();
    RgbImage::from_raw(values.width(), values.height(), rgb)
        .expect("three bytes were made for each pixel")
}

// TIFF 6.0, section 8.
const BITS_PER_SAMPLE: u16 = 258;
const INTERPRETATION: u16 = 262;
const COLOUR_MAP: u16 = 320;
const GREYS: u8 = 1;
const PALETTE: u16 = 3;

/// The palette of a page of eight bits, and where its directory says that it has one.
fn palette(bytes: &[u8], directory: usize, little: bool) -> Option<(Palette, usize)> {
    let entries = read_u16(bytes, directory, little)?;
    let entry = |wanted: u16| {
        (0..usize::from(entries))
            .map(|i| directory + 2 + 12 * i)
            .find(|&at| read_u16(bytes, at, little) == Some(wanted))
    };
    let interpretation_at = entry(INTERPRETATION)? + 8;
    let bits = read_u16(bytes, entry(BITS_PER_SAMPLE)? + 8, little)?;
    if read_u16(bytes, interpretation_at, little)? != PALETTE || bits != 8 {
        return None;
    }
    // All reds, then all greens, then all blues, of sixteen bits.
    let map = entry(COLOUR_MAP)?;
    let (count, start) = (read_u32(bytes, map + 4, little)?, read_u32(bytes, map + 8, little)?);
    let mut palette = [[0; 3]; 256];
    if count as usize != 3 * palette.len() {
        return None;
    }
    for i in 0..3 * palette.len() {
        let value = read_u16(bytes, start as usize + 2 * i, little)?;
        palette[i % 256][i / 256] = (value >> 8) as u8;
    }
    Some((palette, interpretation_at))
}

/// Where each page's directory is.
fn directories(bytes: &[u8]) -> Result<Vec<u32>, Error> {
    let damaged = |reason: &str| Error::Truncated { reason: reason.into() };
    let cut = || damaged("a page of it is missing");
    let little = bytes.starts_with(b"II");
    let mut found = Vec::new();
    let mut offset = read_u32(bytes, 4, little).ok_or_else(cut)?;
    while offset != 0 {
        if found.contains(&offset) {
            return Err(damaged("its pages go round in a circle"));
        }
        if found.len() >= PAGES_MAX {
            return Err(damaged("it names more pages than any scan has"));
        }
        found.push(offset);
        let at = offset as usize;
        let entries = read_u16(bytes, at, little).ok_or_else(cut)?;
        offset = read_u32(bytes, at + 2 + 12 * usize::from(entries), little).ok_or_else(cut)?;
    }
    if found.is_empty() {
        return Err(cut());
    }
    Ok(found)
}

fn written_u32(value: u32, little: bool) -> [u8; 4] {
    if little { value.to_le_bytes() } else { value.to_be_bytes() }
}

fn read_u16(bytes: &[u8], at: usize, little: bool) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
}

fn read_u32(bytes: &[u8], at: usize, little: bool) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
}
