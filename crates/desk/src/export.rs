//! Everything written out as plain files, copies of the home, and its health.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use coupure_model::{Code, Content, MediaHash, PictureReference, Problem};
use coupure_store::DraftShelf;
use serde::Serialize;

use crate::{Answer, Desk, column::hash_of};

/// What was written out.
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    pub drafts: u32,
    pub pictures: u32,
}

impl Desk {
    /// Writes every draft as Markdown with front matter, its pictures beside it. An existing file
    /// is never overwritten by another one's name.
    pub fn export(&self, folder: &Path) -> Answer<Exported> {
        let pictures = folder.join("pictures");
        make_folder(&pictures)?;
        let mut done = Exported { drafts: 0, pictures: 0 };
        loop {
            let (rows, _) = self.store.drafts(DraftShelf::All, done.drafts, 500)?;
            if rows.is_empty() {
                return Ok(done);
            }
            for row in rows {
                done.pictures += self.export_draft(row.id, folder, &pictures)?;
                done.drafts += 1;
            }
        }
    }

    /// A copy of the whole home in one file, made while it is in use.
    pub fn backup(&self, file: &Path) -> Answer<()> {
        Ok(self.store.backup(file)?)
    }

    /// What is wrong with the home; empty: nothing.
    pub fn doctor(&self) -> Answer<Vec<String>> {
        let mut found = self.store.check()?;
        if !self.clippings.has_models() {
            found.push("The recognition models are not installed: clippings are not read.".into());
        }
        Ok(found)
    }

    fn export_draft(
        &self,
        id: coupure_model::DraftId,
        folder: &Path,
        pictures: &Path,
    ) -> Answer<u32> {
        let mut content = self.store.draft(id)?.content;
        let mut written = 0;
        for reference in self.pictures_of(&content)? {
            self.export_permission(reference, &folder.join("permissions"))?;
            // A picture that is missing, or not straightened yet, keeps its name in the text.
            let Some((full, bytes)) = self.full_picture(reference) else { continue };
            let name = format!("{}.jpg", &full.to_string()[..16]);
            write_whole(&pictures.join(&name), &bytes)?;
            written += 1;
            let named = format!("pictures/{name}");
            let reference_text = reference.to_string();
            content.body = coupure_markdown::rename_picture(&content.body, &reference_text, &named);
            if PictureReference::parse(&content.cover) == Some(reference) {
                content.cover = named;
            }
        }
        let stem = coupure_blog::slugify(&content.title);
        let short = &id.to_string()[24..];
        let stem = if stem.is_empty() { short.to_owned() } else { format!("{stem}-{short}") };
        let text = coupure_markdown::front_matter::write(&content);
        write_whole(&folder.join(format!("{stem}.md")), text.as_bytes())?;
        Ok(written)
    }

    /// The mail that permits to publish a clipping, named by the clipping.
    fn export_permission(&self, reference: PictureReference, folder: &Path) -> Answer<()> {
        let Some(id) = reference.clipping() else { return Ok(()) };
        let Ok(clipping) = self.store.clipping(id) else { return Ok(()) };
        // One that cannot be found, like a picture, keeps nothing else from being written.
        let mail = self.permission_mail(&clipping, &folder.join(id.to_string()));
        if let Ok(Some((to, mail))) = mail {
            make_folder(folder)?;
            write_whole(&to, &mail)?;
        }
        Ok(())
    }

    /// The pictures of ours that a content names, each once.
    fn pictures_of(&self, content: &Content) -> Answer<Vec<PictureReference>> {
        let document = coupure_markdown::parse(&content.body, &self.markdown_options(content))?;
        let named = document.pictures().into_iter().map(|used| used.reference);
        let mut pictures: Vec<PictureReference> = Vec::new();
        for reference in named.chain([content.cover.clone()]) {
            let reference = PictureReference::parse(&reference);
            pictures.extend(reference.filter(|reference| !pictures.contains(reference)));
        }
        Ok(pictures)
    }

    /// A picture at its full size, and its hash.
    fn full_picture(&self, reference: PictureReference) -> Option<(MediaHash, Vec<u8>)> {
        let hash = match reference {
            PictureReference::Media(hash) => hash,
            PictureReference::Clip(id) => self.store.clipping(id).ok()?.current_derivatives()?.full,
            PictureReference::Column(id) => {
                let bytes = self.column(&self.store.clipping(id).ok()?).ok()?;
                return Some((hash_of(&bytes), bytes));
            }
        };
        Some((hash, self.store.media_bytes(hash).ok()?))
    }
}

fn make_folder(folder: &Path) -> Answer<()> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))
}

/// All of it or nothing: a file cut short never bears the name.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Answer<()> {
    let mut part = PathBuf::from(path).into_os_string();
    part.push(".part");
    fs::File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path))
        .map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull => Code::DiskFull,
        _ => Code::FolderUnwritable,
    };
    Problem::new(code, format!("“{}” cannot be written: {error}.", path.display()))
        .with("file", path.display())
}
