//! A clipping's article as a file: a searchable PDF, pictures with their text, the text alone.

use std::path::{Path, PathBuf};

use coupure_clipping::{PdfAbout, PdfPage, Quiet};
use coupure_model::{Clipping, ClippingId, ClippingState, Code, MediaHash, Problem};

use crate::{Answer, Desk, export::write_whole, problem::read_file, words};

impl Desk {
    /// Writes a clipping's whole article out, by the file's ending: a searchable PDF (`.pdf`); the
    /// corrected picture as readers get it (`.jpg`) or at its full size without loss (`.png`),
    /// with a text file beside it; the text alone (`.txt`); or figures and text as Markdown
    /// (`.md`). Several pictures are numbered. The mail that permits to publish it goes beside.
    /// Says which files were written.
    ///
    /// # Errors
    /// `clipping_not_ready`, `bad_argument`, `folder_unwritable`, `disk_full`.
    pub fn export_clipping(&self, id: ClippingId, to: &Path) -> Answer<Vec<PathBuf>> {
        let article = self.store.article(id)?;
        read_as_it_stands(&article)?;
        let mut written = self.export_article(id, &article, to)?;
        if let Some((beside, mail)) = self.permission_mail(&self.store.clipping(id)?, to)? {
            let beside = free_name(beside, &mail)?;
            write_whole(&beside, &mail)?;
            written.push(beside);
        }
        Ok(written)
    }

    fn export_article(
        &self,
        id: ClippingId,
        article: &[Clipping],
        to: &Path,
    ) -> Answer<Vec<PathBuf>> {
        let end = to.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let whole = match end.as_str() {
            "jpg" | "jpeg" | "png" => return self.export_pictures(article, to, end == "png"),
            "pdf" => self.searchable_pdf(article)?,
            "txt" => self.article_text(id)?.into_bytes(),
            "md" => self.clipping_markdown(id)?.into_bytes(),
            _ => {
                return Err(Problem::new(
                    Code::BadArgument,
                    "A clipping is written as a searchable PDF (.pdf), as a picture with its text \
                     beside it (.jpg, .png), as a text (.txt) or as Markdown (.md): end the file's \
                     name so.",
                ));
            }
        };
        write_whole(to, &whole)?;
        Ok(vec![to.to_owned()])
    }

    fn searchable_pdf(&self, article: &[Clipping]) -> Answer<Vec<u8>> {
        let pictures = article
            .iter()
            .map(|picture| Ok(self.store.media_bytes(straightened(picture)?)?))
            .collect::<Answer<Vec<_>>>()?;
        let pages: Vec<PdfPage<'_>> = article
            .iter()
            .zip(&pictures)
            .map(|(picture, jpeg)| PdfPage { jpeg, reading: picture.current_reading() })
            .collect();
        let Some(first) = article.first() else {
            return Err(crate::problem::not_found("clipping"));
        };
        let about = PdfAbout {
            title: Self::article_title(article),
            author: first.provenance.journalist.clone(),
            subject: words::caption(&first.provenance, first.language),
            language: first.language,
        };
        Ok(coupure_clipping::searchable_pdf(&pages, &about)?)
    }

    fn export_pictures(
        &self,
        article: &[Clipping],
        to: &Path,
        lossless: bool,
    ) -> Answer<Vec<PathBuf>> {
        let mut written = Vec::new();
        for (i, picture) in article.iter().enumerate() {
            let bytes = if lossless {
                self.corrected_png(picture)?
            } else {
                self.store.media_bytes(straightened(picture)?)?
            };
            let to = match article {
                // The author was asked about the name as given.
                [_] => to.to_owned(),
                _ => free_name(numbered(to, i + 1), &bytes)?,
            };
            write_whole(&to, &bytes)?;
            written.push(to);
        }
        let Some(first) = article.first() else { return Ok(written) };
        let text = self.article_text(first.id)?;
        if !text.trim().is_empty() {
            let beside = free_name(to.with_extension("txt"), text.as_bytes())?;
            write_whole(&beside, text.as_bytes())?;
            written.push(beside);
        }
        Ok(written)
    }

    /// Made anew from the original: what is stored for readers is smaller.
    fn corrected_png(&self, picture: &Clipping) -> Answer<Vec<u8>> {
        let found = picture.found.as_ref().filter(|found| picture.recipe.makes(found));
        let recipe = found.unwrap_or(&picture.recipe);
        let _turn = self.tile_maker.turn();
        let bytes = self.store.media_bytes(picture.original)?;
        let original = self.decode(&bytes, picture.page_index, &Quiet)?;
        drop(bytes);
        let corrected = coupure_clipping::correct(&original, recipe, &Quiet)?;
        Ok(coupure_clipping::png(&corrected.pixels)?)
    }
}

/// The picture as it was made by the recipe as it stands.
fn straightened(picture: &Clipping) -> Answer<MediaHash> {
    if let (None, ClippingState::Failed { problem }) = (&picture.derivatives, &picture.state) {
        return Err(problem.clone());
    }
    picture.current_derivatives().map(|made| made.full).ok_or_else(|| {
        Problem::new(
            Code::ClippingNotReady,
            "This clipping is not straightened yet; try again in a moment.",
        )
    })
}

/// A text that was read on the page before the author changed it may hold what is painted over now.
pub(crate) fn read_as_it_stands(article: &[Clipping]) -> Answer<()> {
    let is_behind = |picture: &Clipping| {
        picture.corrected_text.is_none()
            && picture.reading.is_some()
            && picture.current_reading().is_none()
    };
    if article.iter().any(is_behind) {
        return Err(Problem::new(
            Code::ClippingNotReady,
            "This clipping is not read yet as it stands now; try again in a moment.",
        ));
    }
    Ok(())
}

/// `scan.jpg` → `scan-2.jpg`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{number}.{end}"))
}

/// The author was asked about one name only: what stands under the others and is not the same stays.
fn free_name(wanted: PathBuf, bytes: &[u8]) -> Answer<PathBuf> {
    let ours = |path: &Path| {
        !path.exists() || read_file(path, bytes.len() as u64).is_ok_and(|there| there == bytes)
    };
    if ours(&wanted) {
        return Ok(wanted);
    }
    (2..100).map(|number| numbered(&wanted, number)).find(|path| ours(path)).ok_or_else(|| {
        Problem::new(
            Code::FolderUnwritable,
            format!("Nothing is written over, and “{}” is taken.", wanted.display()),
        )
        .with("path", wanted.display())
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_text_beside_a_picture_replaces_none_but_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let wanted = folder.path().join("scan.txt");
        let free = || free_name(wanted.clone(), b"texte").expect("a name is free");
        assert_eq!(free(), wanted);
        fs::write(&wanted, "texte").expect("is written");
        assert_eq!(free(), wanted);
        fs::write(&wanted, "autre").expect("is written");
        assert_eq!(free(), folder.path().join("scan-2.txt"));
    }
}
