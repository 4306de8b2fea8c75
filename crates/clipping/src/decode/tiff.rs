//! Pages of a TIFF: a chain of directories, each naming the next.

use std::borrow::Cow;

use crate::Error;

/// More pages than any scan has; a chain that is longer is broken.
const PAGES_MAX: usize = 10_000;

/// Where each page's directory is.
pub(super) fn directories(bytes: &[u8]) -> Result<Vec<u32>, Error> {
    let cut = || Error::Truncated { reason: "a page of it is missing".into() };
    let little = bytes.starts_with(b"II");
    let mut found = Vec::new();
    let mut offset = read_u32(bytes, 4, little).ok_or_else(cut)?;
    while offset != 0 {
        if found.contains(&offset) || found.len() >= PAGES_MAX {
            return Err(Error::Truncated { reason: "its pages go round in a circle".into() });
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

/// The same file, with the page asked for as its first: decoders read that one.
pub(super) fn with_page_first(bytes: &[u8], page: u32) -> Result<Cow<'_, [u8]>, Error> {
    let directories = directories(bytes)?;
    let offset = *directories
        .get(page as usize)
        .ok_or(Error::PageMissing { page, pages: directories.len() as u32 })?;
    if page == 0 {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut turned = bytes.to_vec();
    let written =
        if bytes.starts_with(b"II") { offset.to_le_bytes() } else { offset.to_be_bytes() };
    turned[4..8].copy_from_slice(&written);
    Ok(Cow::Owned(turned))
}

fn read_u16(bytes: &[u8], at: usize, little: bool) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
}

fn read_u32(bytes: &[u8], at: usize, little: bool) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
}
