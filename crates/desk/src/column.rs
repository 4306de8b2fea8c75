//! A clipping's article in a single column, legible on a phone: another picture of it, which has its
//! rights, its embargo and its masks.
//!
//! It is made of the page at full size and of the reading as they stand, and kept in the home's
//! cache under both.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
};

use coupure_clipping::Quiet;
use coupure_model::{
    Clipping, ClippingId, ClippingState, Code, Line, MediaHash, PictureReference, Problem, Role,
};

use crate::{Answer, Desk, words};

/// Longer than any column that is made: it keeps its size.
const SIDE_PX_MAX: u32 = 30_000;

impl Desk {
    /// The article of a clipping in a single column, as a figure for the body of a post.
    ///
    /// # Errors
    /// `clipping_not_ready`: it is not read, or has no text.
    pub fn clipping_column(&self, id: ClippingId) -> Answer<String> {
        let clipping = self.store.clipping(id)?;
        self.column(&clipping)?;
        let language = clipping.language;
        let alt = words::alternative_text(&clipping, language);
        Ok(coupure_markdown::figure(
            &PictureReference::Column(id).to_string(),
            &words::in_one_column(&alt, language),
            &words::caption(&clipping.provenance, language),
        ))
    }

    /// The column as JPEG.
    pub(crate) fn column(&self, clipping: &Clipping) -> Answer<Vec<u8>> {
        let version = version(clipping).ok_or_else(not_ready)?;
        let folder = self.options.home.join("cache").join("columns");
        let kept = folder.join(format!("{version}.jpg"));
        if let Ok(bytes) = fs::read(&kept) {
            return Ok(bytes);
        }
        let _turn = self.tile_maker.turn();
        let (Some(found), Some(reading)) = (&clipping.found, &clipping.reading) else {
            return Err(not_ready());
        };
        let bytes = self.store.media_bytes(clipping.original)?;
        let original = self.decode(&bytes, clipping.page_index, &Quiet)?;
        drop(bytes);
        let page = coupure_clipping::correct(&original, found, &Quiet)?.pixels;
        drop(original);
        let same = page.width().abs_diff(reading.width_px) <= 1
            && page.height().abs_diff(reading.height_px) <= 1;
        let lines = reading.lines.iter().filter(|line| line.role != Role::Furniture);
        let lines: Vec<Line> = lines.filter(|_| same).cloned().collect();
        let column = coupure_clipping::single_column(&page, &lines, &reading.pictures)?;
        let jpeg = coupure_clipping::thumbnail_jpeg(&column.ok_or_else(not_ready)?, SIDE_PX_MAX)?;
        // A cache that cannot be written costs time, not words.
        if self.can_write() {
            let part = kept.with_extension(format!("part-{}", uuid::Uuid::now_v7()));
            let _ = fs::create_dir_all(&folder)
                .and_then(|()| fs::write(&part, &jpeg))
                .and_then(|()| fs::rename(&part, &kept));
        }
        Ok(jpeg)
    }
}

/// What the column is made of, by name; `None`: it cannot be made as things stand.
pub(crate) fn version(clipping: &Clipping) -> Option<String> {
    let made = clipping.current_derivatives()?;
    let reading = clipping.current_reading().filter(|reading| !reading.lines.is_empty())?;
    if clipping.state != ClippingState::Ready {
        return None;
    }
    // Of where the words stand: what they say is not drawn.
    let mut hasher = DefaultHasher::new();
    for line in &reading.lines {
        (line.role == Role::Furniture, line.paragraph, line.heading, line.column).hash(&mut hasher);
        for area in line.words.iter().map(|word| word.area).chain([line.area]) {
            [area.x, area.y, area.width, area.height].map(f32::to_bits).hash(&mut hasher);
        }
    }
    for area in &reading.pictures {
        [area.x, area.y, area.width, area.height].map(f32::to_bits).hash(&mut hasher);
    }
    Some(format!("{}-{:016x}", made.full, hasher.finish()))
}

pub(crate) fn hash_of(bytes: &[u8]) -> MediaHash {
    MediaHash(*blake3::hash(bytes).as_bytes())
}

fn not_ready() -> Problem {
    Problem::new(
        Code::ClippingNotReady,
        "A clipping is set in a single column once it is straightened and its text is read.",
    )
}
