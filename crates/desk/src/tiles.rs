//! Pictures of the workbench beyond the published sizes: tiles, and a look that is being tried.
//!
//! Tiles lie as files in the home's cache, in one folder for each content, so that a second look
//! costs a read. Coarse levels come from a picture that is stored anyway; the fine ones of a page
//! larger than that are made once, of the original, while the coarse ones are shown.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use coupure_clipping::{
    Limits, Progress, Quiet, RgbImage, Stage, TilePlace, last_level, level_size,
};
use coupure_model::{Clipping, ClippingId, Code, Enhancement, Preset, Problem, Recipe};

use crate::{Answer, Desk, problem::not_found};

/// Of a cache whose oldest folders go first; a page of 70 megapixels takes some 25 MB of it.
const CACHE_BYTES_MAX: u64 = 1 << 30;

/// What the workbench looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Original,
    /// The corrected page as it was without light: for before and after.
    Before,
    Corrected,
}

impl Side {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "original" => Some(Self::Original),
            "before" => Some(Self::Before),
            "corrected" => Some(Self::Corrected),
            _ => None,
        }
    }
}

/// Full-size pictures are made one at a time: two would take twice the memory.
#[derive(Default)]
pub(crate) struct Maker {
    turn: Mutex<()>,
    /// The clipping that the author looks at: tiles of another are no longer waited for.
    looked_at: Mutex<Option<ClippingId>>,
}

impl Maker {
    /// The turn to hold a page at full size beside its original.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look_at(&self, id: ClippingId) {
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(id);
    }
}

struct WhileLookedAt<'a> {
    maker: &'a Maker,
    id: ClippingId,
}

impl Progress for WhileLookedAt<'_> {
    fn report(&self, _stage: Stage, _done: f32) {}

    fn cancelled(&self) -> bool {
        let looked_at = self.maker.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        *looked_at != Some(self.id)
    }
}

/// A content to be cut into tiles: its name in the cache, its size, and the longer side of the
/// picture that is stored of it.
struct Source {
    key: String,
    page: (u32, u32),
    stored_side_px: u32,
}

impl Source {
    /// The finest level that the stored picture is large enough for.
    fn first_coarse_level(&self) -> u32 {
        (0..=last_level(self.page))
            .find(|&level| {
                let (width, height) = level_size(self.page, level);
                width.max(height) <= self.stored_side_px
            })
            .unwrap_or_else(|| last_level(self.page) + 1)
    }
}

impl Desk {
    /// One tile as JPEG, made with all of its kind where there are none yet.
    pub(crate) fn tile(
        &self,
        clipping: &Clipping,
        side: Side,
        place: TilePlace,
    ) -> Answer<(Vec<u8>, String)> {
        let source = self.tile_source(clipping, side)?;
        if place.level > last_level(source.page) {
            return Err(not_found("tile"));
        }
        let coarse = place.level >= source.first_coarse_level();
        let folder = self.tile_folder(&source, coarse);
        if !folder.exists() {
            self.make_tiles(clipping, side, &source, coarse)?;
        }
        let bytes = fs::read(folder.join(file_name(place))).map_err(|_| not_found("tile"))?;
        Ok((bytes, "image/jpeg".into()))
    }

    /// Keeps the fine tiles of a page that is at hand, so that nobody waits for them later.
    pub(crate) fn keep_fine_tiles(&self, id: ClippingId, page: &RgbImage) -> Answer<()> {
        let clipping = self.store.clipping(id)?;
        if clipping.current_derivatives().is_none() {
            return Ok(());
        }
        let source = self.tile_source(&clipping, Side::Corrected)?;
        if source.page != page.dimensions() || source.first_coarse_level() == 0 {
            return Ok(());
        }
        self.cut(&source, false, page, &Quiet)
    }

    /// The corrected page with another look, small: to be seen while it is chosen.
    pub(crate) fn preview_look(
        &self,
        clipping: &Clipping,
        enhancement: Enhancement,
    ) -> Answer<(Vec<u8>, String)> {
        let found = clipping.found.as_ref().ok_or_else(|| not_found("page"))?;
        let (small, _) = self.shown_original(clipping)?;
        let small = coupure_clipping::decode(&small, 0, &Limits::default())?.pixels;
        let [width_px, _] = self.original_size_px(clipping)?;
        let recipe = Recipe { enhancement, ..found.clone() };
        let jpeg = coupure_clipping::preview_jpeg(&small, width_px, &recipe, &Quiet)?;
        Ok((jpeg, "image/jpeg".into()))
    }

    /// The true size of the corrected page that is stored.
    pub(crate) fn corrected_size(&self, clipping: &Clipping) -> Answer<Option<(u32, u32)>> {
        let (Some(made), Some(found)) = (&clipping.derivatives, &clipping.found) else {
            return Ok(None);
        };
        let full = (made.full_width_px, made.full_height_px);
        let [width_px, height_px] = self.original_size_px(clipping)?;
        let page = coupure_clipping::corrected_size((width_px, height_px), found);
        // A page that was not made smaller is its own measure.
        let smaller = page.0.max(page.1) > full.0.max(full.1);
        Ok(Some(if smaller { page } else { full }))
    }

    fn tile_source(&self, clipping: &Clipping, side: Side) -> Answer<Source> {
        if side == Side::Original {
            let [width_px, height_px] = self.original_size_px(clipping)?;
            return Ok(Source {
                key: format!("{}-{}", clipping.original, clipping.page_index),
                page: (width_px, height_px),
                stored_side_px: super::pictures::SHOWN_SIDE_PX_MAX,
            });
        }
        let page = self.corrected_size(clipping)?.ok_or_else(|| not_found("page"))?;
        let made = clipping.derivatives.as_ref().ok_or_else(|| not_found("page"))?;
        Ok(match side {
            Side::Before => {
                Source { key: format!("{}-before", made.full), page, stored_side_px: 0 }
            }
            _ => Source {
                key: made.full.to_string(),
                page,
                stored_side_px: made.full_width_px.max(made.full_height_px),
            },
        })
    }

    fn tile_folder(&self, source: &Source, coarse: bool) -> PathBuf {
        let kind = if coarse { "coarse" } else { "fine" };
        self.options.home.join("cache").join("tiles").join(format!("{}-{kind}", source.key))
    }

    fn make_tiles(
        &self,
        clipping: &Clipping,
        side: Side,
        source: &Source,
        coarse: bool,
    ) -> Answer<()> {
        self.must_write()?;
        let maker = &self.tile_maker;
        maker.look_at(clipping.id);
        let progress = WhileLookedAt { maker, id: clipping.id };
        let picture = if coarse {
            let (bytes, _) = match side {
                Side::Original => self.shown_original(clipping)?,
                _ => self
                    .stored(clipping.derivatives.as_ref().ok_or_else(|| not_found("page"))?.full)?,
            };
            coupure_clipping::decode(&bytes, 0, &Limits::default())?.pixels
        } else {
            let _turn = maker.turn();
            // Whoever had the turn before may have made these very tiles.
            if self.tile_folder(source, coarse).exists() {
                return Ok(());
            }
            if progress.cancelled() {
                return Err(Problem::new(Code::Cancelled, "Another picture is looked at now."));
            }
            let page = self.page_at_full_size(clipping, side, &progress)?;
            return self.cut(source, coarse, &page, &progress);
        };
        self.cut(source, coarse, &picture, &progress)
    }

    fn page_at_full_size(
        &self,
        clipping: &Clipping,
        side: Side,
        progress: &dyn Progress,
    ) -> Answer<RgbImage> {
        let bytes = self.store.media_bytes(clipping.original)?;
        let original = self.decode(&bytes, clipping.page_index, progress)?;
        drop(bytes);
        if side == Side::Original {
            return Ok(original);
        }
        let mut recipe = clipping.found.clone().ok_or_else(|| not_found("page"))?;
        if side == Side::Before {
            recipe.enhancement.preset = Preset::Untouched;
        }
        Ok(coupure_clipping::correct(&original, &recipe, progress)?.pixels)
    }

    /// Writes the tiles into a folder that bears its name once it is whole.
    fn cut(
        &self,
        source: &Source,
        coarse: bool,
        picture: &RgbImage,
        progress: &dyn Progress,
    ) -> Answer<()> {
        let folder = self.tile_folder(source, coarse);
        let part = folder.with_extension(format!("part-{}", uuid::Uuid::now_v7()));
        let first = source.first_coarse_level();
        let levels = if coarse { first..=last_level(source.page) } else { 0..=first - 1 };
        let written = fs::create_dir_all(&part).map_err(unwritten).and_then(|()| {
            coupure_clipping::tiles(picture, source.page, levels, progress, |place, jpeg| {
                fs::write(part.join(file_name(place)), jpeg)
                    .map_err(|error| Failed(unwritten(error)))
            })
            .map_err(|Failed(problem)| problem)
        });
        // Another request may have been quicker: its tiles are the same.
        let kept = written.and_then(|()| {
            fs::rename(&part, &folder)
                .or_else(|error| if folder.exists() { Ok(()) } else { Err(unwritten(error)) })
        });
        let _ = fs::remove_dir_all(&part);
        if let Some(tiles) = folder.parent() {
            drop_oldest(tiles, &folder, CACHE_BYTES_MAX);
        }
        kept
    }
}

/// A problem on its way out of the pixels' room.
struct Failed(Problem);

impl From<coupure_clipping::Error> for Failed {
    fn from(error: coupure_clipping::Error) -> Self {
        Self(error.into())
    }
}

fn unwritten(error: std::io::Error) -> Problem {
    Problem::new(Code::Internal, format!("The cache of pictures cannot be written: {error}"))
}

fn file_name(TilePlace { level, x, y }: TilePlace) -> String {
    format!("{level}-{x}-{y}.jpg")
}

/// Makes room in the cache, the newest folder spared.
fn drop_oldest(tiles: &Path, newest: &Path, bytes_max: u64) {
    let Ok(entries) = fs::read_dir(tiles) else { return };
    let mut folders: Vec<(SystemTime, u64, PathBuf)> = entries
        .flatten()
        .map(|entry| {
            let made =
                entry.metadata().and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            (made, bytes_in(&entry.path()), entry.path())
        })
        .collect();
    folders.sort();
    let mut total: u64 = folders.iter().map(|(_, bytes, _)| bytes).sum();
    for (_, bytes, folder) in folders {
        if total <= bytes_max {
            return;
        }
        if folder != newest && fs::remove_dir_all(&folder).is_ok() {
            total -= bytes;
        }
    }
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|m| m.len()).sum()
}
