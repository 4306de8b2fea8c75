//! Pictures: taken into the media folder, shown in the preview, frozen when Publish is pressed.
//!
//! A body names a clipping's picture `clip:ID` and another one `media:HASH`. What is shown follows
//! the clipping as it is corrected; what is published is what it was when Publish was pressed.

use std::path::{Path, PathBuf};

use coupure_clipping::{EncodedPicture, Limits, Quiet, TilePlace};
use coupure_markdown::{PictureUse, ShownPicture};
use coupure_model::{
    Clipping, ClippingId, ClippingState, Code, Content, Derivatives, Enhancement, FrozenPicture,
    MediaHash, PictureReference, Problem, Provenance,
};

use crate::{
    Answer, Desk, column, pages,
    problem::{not_found, read_file},
    tiles::Side,
    view::TakenIn,
    words,
};

/// Of a picture shown on the page, the longer side at most.
pub(crate) const SHOWN_SIDE_PX_MAX: u32 = 2_000;

impl Desk {
    /// Takes pictures in, each as a clipping to be straightened and read, or as it is. One that
    /// cannot be taken says why; the others are taken all the same.
    pub fn take_in(&self, paths: &[PathBuf], as_clipping: bool) -> Answer<Vec<TakenIn>> {
        self.must_write()?;
        Ok(paths
            .iter()
            .flat_map(|path| {
                let name = file_name(path);
                let taken = read_file(path, Limits::default().max_bytes)
                    .and_then(|bytes| self.take_in_pages(&name, &bytes, None, as_clipping));
                let path = path.display().to_string();
                match taken {
                    Ok(all) => {
                        all.into_iter().map(|t| TakenIn { path: path.clone(), ..t }).collect()
                    }
                    Err(problem) => vec![TakenIn {
                        problem: Some(problem.with("file", &path)),
                        path,
                        markdown: String::new(),
                        clipping: None,
                    }],
                }
            })
            .collect())
    }

    /// Takes some pages of a file in, each as a clipping: `1,4-6`.
    pub fn take_in_chosen_pages(&self, path: &Path, pages: &str) -> Answer<Vec<TakenIn>> {
        self.must_write()?;
        let shown = path.display().to_string();
        let bytes = read_file(path, Limits::default().max_bytes)?;
        let taken = self
            .take_in_pages(&file_name(path), &bytes, Some(pages), true)
            .map_err(|problem| problem.with("file", &shown))?;
        Ok(taken.into_iter().map(|one| TakenIn { path: shown.clone(), ..one }).collect())
    }

    /// Takes one picture in that is no file: pasted, say.
    pub fn take_in_bytes(&self, name: &str, bytes: &[u8], as_clipping: bool) -> Answer<TakenIn> {
        self.must_write()?;
        let all = self.take_in_pages(name, bytes, None, as_clipping)?;
        all.into_iter().next().ok_or_else(|| not_found("page"))
    }

    /// Takes one picture in from its pixels: copied, say. Shapes: RGBA, rows from the top.
    pub fn take_in_pixels(
        &self,
        rgba: &[u8],
        width_px: u32,
        height_px: u32,
        as_clipping: bool,
    ) -> Answer<TakenIn> {
        let png = coupure_clipping::png_of_pixels(rgba, width_px, height_px)?;
        self.take_in_bytes("", &png, as_clipping)
    }

    /// The pages of a file: one for a picture, all of a PDF's or a TIFF's.
    fn take_in_pages(
        &self,
        name: &str,
        bytes: &[u8],
        chosen: Option<&str>,
        as_clipping: bool,
    ) -> Answer<Vec<TakenIn>> {
        let probe = self.probe(bytes)?;
        if !as_clipping {
            let hash = self.take_in_picture(name, bytes)?;
            return Ok(vec![TakenIn {
                path: String::new(),
                markdown: coupure_markdown::figure(
                    &PictureReference::Media(hash).to_string(),
                    "",
                    "",
                ),
                clipping: None,
                problem: None,
            }]);
        }
        let language = self.window_language()?;
        let pages = pages::wanted(chosen, probe.pages)?;
        let nothing = Provenance::default();
        let taken = self.new_clippings(name, bytes, &probe, &pages, language, &nothing, None)?;
        let seen = |clipping: Clipping| TakenIn {
            path: String::new(),
            markdown: coupure_markdown::figure(
                &PictureReference::Clip(clipping.id).to_string(),
                &words::alternative_text(&clipping, language),
                "",
            ),
            clipping: Some(clipping.id),
            problem: None,
        };
        Ok(taken.into_iter().map(seen).collect())
    }

    /// A picture that is no clipping, as readers get it: level as it was held, at most 3,500 px,
    /// without what the camera wrote into it.
    fn take_in_picture(&self, name: &str, bytes: &[u8]) -> Answer<MediaHash> {
        let encoded = coupure_clipping::derivatives(&self.decode(bytes, 0, &Quiet)?)?;
        let full = &encoded.full;
        Ok(self.store.put_media(&full.bytes, "image/jpeg", full.width_px, full.height_px, name)?)
    }

    /// Takes in the local pictures that a Markdown file names, and names them by their hashes.
    pub(crate) fn take_in_local_pictures(&self, file: &Path, content: &mut Content) -> Answer<()> {
        let document = coupure_markdown::parse(&content.body, &self.markdown_options(content))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut references: Vec<String> =
            document.pictures().into_iter().map(|picture| picture.reference).collect();
        references.push(content.cover.clone());
        references.sort();
        references.dedup();
        for reference in references {
            let Some(path) = local_path(&reference, folder) else { continue };
            let bytes = read_file(&path, Limits::default().max_bytes)?;
            let hash = self
                .take_in_picture(&file_name(&path), &bytes)
                .map_err(|problem| problem.with("file", path.display()))?;
            let named = PictureReference::Media(hash).to_string();
            content.body = coupure_markdown::rename_picture(&content.body, &reference, &named);
            if content.cover == reference {
                content.cover = named;
            }
        }
        Ok(())
    }

    /// What the preview shows for a picture's name in the body.
    pub(crate) fn shown_picture(&self, reference: &str) -> Option<ShownPicture> {
        let base = &self.options.picture_base;
        match PictureReference::parse(reference)? {
            PictureReference::Media(hash) => {
                let media = self.store.media(hash).ok()?;
                Some(ShownPicture {
                    src: format!("{base}/media/{hash}"),
                    width_px: Some(media.width_px),
                    height_px: Some(media.height_px),
                    ..ShownPicture::default()
                })
            }
            PictureReference::Column(id) => {
                let clipping = self.store.clipping(id).ok()?;
                let version = column::version(&clipping).unwrap_or_else(|| "waiting".into());
                Some(ShownPicture {
                    src: format!("{base}/clip/{id}/column?{version}"),
                    ..ShownPicture::default()
                })
            }
            PictureReference::Clip(id) => {
                let clipping = self.store.clipping(id).ok()?;
                let (version, size) = match &clipping.derivatives {
                    Some(made) => {
                        (made.web.to_string(), Some((made.web_width_px, made.web_height_px)))
                    }
                    None => ("waiting".into(), None),
                };
                Some(ShownPicture {
                    src: format!("{base}/clip/{id}/web?{version}"),
                    width_px: size.map(|(width, _)| width),
                    height_px: size.map(|(_, height)| height),
                    ..ShownPicture::default()
                })
            }
        }
    }

    /// The bytes and media type of an address under the picture base: `media/HASH`,
    /// `clip/ID/web`, `clip/ID/original`, `clip/ID/column`, `clip/ID/first/VERSION`; tiles,
    /// `clip/ID/SIDE/tile/LEVEL/X/Y` with a side of `original`, `before` or `corrected`; a look,
    /// `clip/ID/look/PRESET/PERCENT`.
    pub fn picture(&self, address: &str) -> Answer<(Vec<u8>, String)> {
        let path = address.split('?').next().unwrap_or_default().trim_matches('/');
        let parts: Vec<_> = path.split('/').collect();
        match parts.as_slice() {
            ["media", hash] => self.stored(hash.parse().map_err(|_| not_found("picture"))?),
            ["clip", id, which @ ("web" | "original")] => {
                let id: ClippingId = id.parse().map_err(|_| not_found("clipping"))?;
                let clipping = self.store.clipping(id)?;
                match (&clipping.derivatives, *which) {
                    (Some(made), "web") => self.stored(made.web),
                    _ => self.shown_original(&clipping),
                }
            }
            ["clip", id, "first", _] => {
                self.first_sight(id.parse().map_err(|_| not_found("clipping"))?)
            }
            ["clip", id, "column"] => {
                let id: ClippingId = id.parse().map_err(|_| not_found("clipping"))?;
                Ok((self.column(&self.store.clipping(id)?)?, "image/jpeg".into()))
            }
            ["clip", id, side, "tile", level, x, y] => {
                let id: ClippingId = id.parse().map_err(|_| not_found("clipping"))?;
                let side = Side::parse(side).ok_or_else(|| not_found("tile"))?;
                let number = |text: &str| text.parse().map_err(|_| not_found("tile"));
                let place = TilePlace { level: number(level)?, x: number(x)?, y: number(y)? };
                self.tile(&self.store.clipping(id)?, side, place)
            }
            ["clip", id, "look", preset, percent] => {
                let id: ClippingId = id.parse().map_err(|_| not_found("clipping"))?;
                let preset = serde_json::from_value(serde_json::Value::from(*preset))
                    .map_err(|_| not_found("look"))?;
                let percent: u8 = percent.parse().map_err(|_| not_found("look"))?;
                let strength = f32::from(percent.min(100)) / 100.0;
                self.preview_look(&self.store.clipping(id)?, Enhancement { preset, strength })
            }
            _ => Err(not_found("picture")),
        }
    }

    pub(crate) fn stored(&self, hash: MediaHash) -> Answer<(Vec<u8>, String)> {
        Ok((self.store.media_bytes(hash)?, self.store.media(hash)?.mime))
    }

    /// The oriented original at a size for the screen, made once and kept in the home's cache.
    pub(crate) fn shown_original(
        &self,
        clipping: &coupure_model::Clipping,
    ) -> Answer<(Vec<u8>, String)> {
        let kept = self.shown_original_file(clipping);
        if let Ok(bytes) = std::fs::read(&kept) {
            return Ok((bytes, "image/jpeg".into()));
        }
        let _decoding = self.first_sights.decoding();
        // Whoever decoded before may have kept this very picture.
        if let Ok(bytes) = std::fs::read(&kept) {
            return Ok((bytes, "image/jpeg".into()));
        }
        // Each look at it would take all the time that a PDF is given.
        if let ClippingState::Failed { problem } = &clipping.state
            && problem.code == Code::PdfTooHeavy
        {
            return Err(problem.clone());
        }
        let bytes = self.store.media_bytes(clipping.original)?;
        let original = self.decode(&bytes, clipping.page_index, &Quiet)?;
        drop(bytes);
        Ok((self.keep_shown_original(clipping, &original)?, "image/jpeg".into()))
    }

    /// Makes and keeps it of an original that is at hand.
    pub(crate) fn keep_shown_original(
        &self,
        clipping: &coupure_model::Clipping,
        original: &coupure_clipping::RgbImage,
    ) -> Answer<Vec<u8>> {
        let kept = self.shown_original_file(clipping);
        let small = coupure_clipping::thumbnail_jpeg(original, SHOWN_SIDE_PX_MAX)?;
        // A cache that cannot be written costs time, not words.
        if self.can_write() {
            let part = kept.with_extension(format!("part-{}", uuid::Uuid::now_v7()));
            let _ = std::fs::create_dir_all(self.options.home.join("cache"))
                .and_then(|()| std::fs::write(&part, &small))
                .and_then(|()| std::fs::rename(&part, &kept));
        }
        Ok(small)
    }

    fn shown_original_file(&self, clipping: &coupure_model::Clipping) -> PathBuf {
        let name = format!("{}-{}.jpg", clipping.original, clipping.page_index);
        self.options.home.join("cache").join(name)
    }

    /// Every picture of a content as it is now; waits for a clipping that is being straightened.
    pub(crate) fn freeze_pictures(&self, content: &Content) -> Answer<Vec<FrozenPicture>> {
        let document = coupure_markdown::parse(&content.body, &self.markdown_options(content))?;
        let mut uses = document.pictures();
        if !content.cover.is_empty() {
            uses.push(PictureUse {
                reference: content.cover.clone(),
                alt: content.title.clone(),
                caption: String::new(),
            });
        }
        let mut frozen: Vec<FrozenPicture> = Vec::new();
        for used in uses {
            let Some(reference) = PictureReference::parse(&used.reference) else { continue };
            if frozen.iter().any(|picture| picture.reference == reference) {
                continue;
            }
            frozen.push(match reference {
                PictureReference::Clip(id) => self.freeze_clipping(id, used, content)?,
                PictureReference::Column(id) => self.freeze_column(id, used, content)?,
                PictureReference::Media(hash) => self.freeze_media(hash, used)?,
            });
        }
        Ok(frozen)
    }

    fn freeze_clipping(
        &self,
        id: ClippingId,
        used: PictureUse,
        content: &Content,
    ) -> Answer<FrozenPicture> {
        let clipping = self.store.clipping(id)?;
        let made = match (clipping.current_derivatives(), &clipping.state) {
            (Some(made), _) => made.clone(),
            (None, ClippingState::Failed { problem }) => return Err(problem.clone()),
            // None yet, or made before the author's last correction: not to be seen any more.
            (None, _) => self.make_pictures_now(&clipping)?,
        };
        let title = words::clipping_title(&clipping);
        let alt = if used.alt.is_empty() {
            words::alternative_text(&clipping, content.language)
        } else {
            used.alt
        };
        let name = if title.is_empty() { alt.clone() } else { title };
        Ok(frozen(PictureReference::Clip(id), &made, name, alt, used.caption, clipping.embargo))
    }

    /// One size for all: its shorter side is a phone's width already.
    fn freeze_column(
        &self,
        id: ClippingId,
        used: PictureUse,
        content: &Content,
    ) -> Answer<FrozenPicture> {
        let clipping = self.store.clipping(id)?;
        let bytes = self.column(&clipping)?;
        let probe = coupure_clipping::probe(&bytes, &Limits::default())?;
        let (width_px, height_px) = (probe.width_px, probe.height_px);
        let hash =
            self.store.put_media(&bytes, "image/jpeg", width_px, height_px, &clipping.name)?;
        let made = Derivatives {
            web: hash,
            web_width_px: width_px,
            web_height_px: height_px,
            full: hash,
            full_width_px: width_px,
            full_height_px: height_px,
        };
        let alt = match used.alt.is_empty() {
            true => {
                let alt = words::alternative_text(&clipping, content.language);
                words::in_one_column(&alt, content.language)
            }
            false => used.alt,
        };
        let title = words::clipping_title(&clipping);
        let name = if title.is_empty() { alt.clone() } else { title };
        let reference = PictureReference::Column(id);
        Ok(frozen(reference, &made, name, alt, used.caption, clipping.embargo))
    }

    fn freeze_media(&self, hash: MediaHash, used: PictureUse) -> Answer<FrozenPicture> {
        let media = self.store.media(hash)?;
        let bytes = self.store.media_bytes(hash)?;
        let web_side = coupure_clipping::WEB_SIDE_MAX_PX;
        let (web, web_width_px, web_height_px) = if media.width_px.max(media.height_px) <= web_side
        {
            (hash, media.width_px, media.height_px)
        } else {
            let original = coupure_clipping::decode(&bytes, 0, &Limits::default())?;
            let encoded = coupure_clipping::derivatives(&original.pixels)?;
            let EncodedPicture { bytes, width_px, height_px } = encoded.web;
            let web =
                self.store.put_media(&bytes, "image/jpeg", width_px, height_px, &media.name)?;
            (web, width_px, height_px)
        };
        let made = Derivatives {
            web,
            web_width_px,
            web_height_px,
            full: hash,
            full_width_px: media.width_px,
            full_height_px: media.height_px,
        };
        let stem = Path::new(&media.name).file_stem().unwrap_or_default().to_string_lossy();
        let name = if used.alt.is_empty() { stem.into_owned() } else { used.alt.clone() };
        // A clipping's own file, named by its hash, is the clipping's to hold back.
        let embargo = self.store.embargo_of(hash)?;
        Ok(frozen(PictureReference::Media(hash), &made, name, used.alt, used.caption, embargo))
    }

    /// Straightens a clipping here and now, where the queue has not come to it.
    fn make_pictures_now(&self, clipping: &Clipping) -> Answer<Derivatives> {
        self.make_pictures(clipping, &Quiet)?;
        self.store.clipping(clipping.id)?.current_derivatives().cloned().ok_or_else(|| {
            Problem::new(
                Code::ClippingNotReady,
                "A clipping in this post is still being straightened; publish in a moment.",
            )
        })
    }
}

fn frozen(
    reference: PictureReference,
    made: &Derivatives,
    name: String,
    alt: String,
    caption: String,
    embargo: Option<coupure_model::Timestamp>,
) -> FrozenPicture {
    FrozenPicture {
        reference,
        web: made.web,
        web_width_px: made.web_width_px,
        web_height_px: made.web_height_px,
        full: made.full,
        full_width_px: made.full_width_px,
        full_height_px: made.full_height_px,
        name,
        alt,
        caption,
        embargo,
    }
}

/// The file that a picture's name means, unless it is on the net or is one of ours.
fn local_path(reference: &str, folder: &Path) -> Option<PathBuf> {
    if reference.is_empty() || PictureReference::parse(reference).is_some() {
        return None;
    }
    let has_scheme = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if has_scheme || reference.starts_with("//") || reference.starts_with('#') {
        return None;
    }
    let as_written = folder.join(reference);
    if as_written.exists() {
        return Some(as_written);
    }
    // Markdown's targets may be written as addresses are: `mon%20image.jpg`.
    let decoded = percent_encoding::percent_decode_str(reference).decode_utf8().ok()?;
    Some(folder.join(decoded.as_ref()))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
