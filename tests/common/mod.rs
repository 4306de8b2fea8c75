//! What the journeys share: a home of their own, and the sample.

#![allow(dead_code, reason = "each journey uses what it needs")]

use std::path::{Path, PathBuf};

use coupure_desk::{Access, Answer, Desk, OpenOptions};
use tempfile::TempDir;

/// A folder of the sample: the page, its truth, the post.
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample").join(name)
}

/// Where the recognition models are; the test command installs them.
pub fn models() -> PathBuf {
    let folder = coupure_desk::models_folder();
    folder.expect("the recognition models are installed (`cargo xtask setup`)")
}

/// A home that is gone when the test is over.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder can be made"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn home(&self) -> PathBuf {
        self.0.path().join("home")
    }

    /// Where its built-in blog makes pages.
    pub fn pages(&self) -> PathBuf {
        self.home().join("pages")
    }

    pub fn open(&self) -> Desk {
        self.try_open(Access::Write).expect("a new home opens")
    }

    pub fn try_open(&self, access: Access) -> Answer<Desk> {
        Desk::open(OpenOptions {
            home: self.home(),
            access,
            models: Some(models()),
            pdf_opener: None,
            picture_base: "media://localhost".into(),
            secrets: Some("file".into()),
            undo: std::time::Duration::ZERO,
        })
    }
}

/// The file that a `file:` address means.
pub fn path_of(address: &str) -> PathBuf {
    let url = url::Url::parse(address).expect("an address");
    url.to_file_path().expect("a file of this computer")
}

/// Every file of that ending.
pub fn files_below(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            found.extend(files_below(&path, end));
        } else if path.extension().is_some_and(|ending| ending == end) {
            found.push(path);
        }
    }
    found
}

/// A draft of that Markdown; its first heading is its title.
pub fn draft(
    desk: &Desk,
    home: &Home,
    markdown: &str,
    blog: Option<coupure_model::BlogId>,
) -> coupure_model::Draft {
    let file = home.path().join("draft.md");
    std::fs::write(&file, with_front_matter(markdown)).expect("a file can be written");
    desk.import_draft(&file, None, blog).expect("the draft is taken in")
}

/// The same draft with another text.
pub fn edit(desk: &Desk, home: &Home, id: coupure_model::DraftId, markdown: &str) {
    let file = home.path().join("draft.md");
    std::fs::write(&file, with_front_matter(markdown)).expect("a file can be written");
    desk.edit_from_file(id, &file).expect("the draft is changed");
}

fn with_front_matter(markdown: &str) -> String {
    let (title, body) = markdown.split_once('\n').unwrap_or((markdown, ""));
    format!("---\ntitle: {}\n---\n{body}", title.trim_start_matches("# "))
}
