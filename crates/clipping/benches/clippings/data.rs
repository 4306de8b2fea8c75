//! The index of pages and photos that were given.

use std::path::{Path, PathBuf};

use coupure_clipping::{Limits, decode};
use coupure_model::Language;
use image::RgbImage;
use serde_json::Value;

use crate::Failure;

#[derive(Default)]
pub struct Index {
    folder: PathBuf,
    entries: Value,
}

impl Index {
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let file = folder.join("index.json");
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Self { folder: folder.into(), entries: serde_json::from_slice(&bytes)? })
    }

    /// `pages`, `photos` or `simulated`.
    pub fn list<'a>(&'a self, kind: &str) -> Vec<Entry<'a>> {
        let entries = self.entries[kind].as_array();
        entries.into_iter().flatten().map(|entry| Entry { index: self, entry }).collect()
    }
}

pub struct Entry<'a> {
    index: &'a Index,
    entry: &'a Value,
}

impl Entry<'_> {
    pub fn name(&self) -> &str {
        self.field("image")
    }

    pub fn field(&self, name: &str) -> &str {
        self.entry[name].as_str().unwrap_or_default()
    }

    pub fn file(&self) -> PathBuf {
        self.index.folder.join(self.name())
    }

    pub fn picture(&self) -> Result<RgbImage, Failure> {
        Ok(decode(&std::fs::read(self.file())?, 0, &Limits::default())?.pixels)
    }

    pub fn truth(&self) -> Result<Option<String>, Failure> {
        let name = self.field("ground_truth");
        if name.is_empty() {
            return Ok(None);
        }
        Ok(Some(std::fs::read_to_string(self.index.folder.join(name))?))
    }

    pub fn layout(&self) -> Result<Option<Value>, Failure> {
        let name = self.field("layout");
        if name.is_empty() {
            return Ok(None);
        }
        Ok(Some(serde_json::from_slice(&std::fs::read(self.index.folder.join(name))?)?))
    }

    pub fn corners(&self) -> Option<Vec<(f64, f64)>> {
        let corners = self.entry["quad_tl_tr_br_bl"].as_array()?;
        corners.iter().map(|c| Some((c[0].as_f64()?, c[1].as_f64()?))).collect()
    }

    pub fn language(&self) -> Language {
        self.field("language").get(..3).and_then(|l| l.parse().ok()).unwrap_or(Language::French)
    }
}
