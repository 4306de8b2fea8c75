//! What the site knows of itself, in `.coupure/` of its folder: its posts, its pictures, and which
//! files of the folder it made. Pages are always made from this, never read back.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use coupure_model::{MediaHash, RemoteId, RemotePost, RemoteStatus, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::write;
use crate::Error;

/// A post's state is never larger; a larger file is damaged.
const FILE_MAX_BYTES: u64 = 100 * 1024 * 1024;

/// The site as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Site {
    pub id: Uuid,
    pub created: Timestamp,
    /// When the next scheduled post appears.
    #[serde(default)]
    pub next_due: Option<Timestamp>,
    /// A post was changed and the files may not show it yet.
    #[serde(default)]
    pub stale: bool,
    /// Every file that the site made, relative with `/`, and the recipe that it was made by
    /// (empty: about to be made).
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// A picture as it was taken in. `file` lies in `pictures/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Picture {
    pub file: String,
    pub mime: String,
    pub width_px: u32,
    pub height_px: u32,
    pub alt: String,
    pub caption: String,
}

/// The state folder of a site. Only used under the site's lock.
#[derive(Debug, Clone)]
pub(super) struct State {
    folder: PathBuf,
}

impl State {
    pub fn new(site: &Path) -> Self {
        Self { folder: site.join(".coupure") }
    }

    pub fn lock_path(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// Makes the folders.
    pub fn create(&self) -> Result<(), Error> {
        for folder in [self.folder.join("posts"), self.folder.join("pictures")] {
            fs::create_dir_all(&folder).map_err(|error| Error::of_folder(&folder, &error))?;
        }
        Ok(())
    }

    pub fn site(&self) -> Result<Option<Site>, Error> {
        self.read(&self.folder.join("site.json"))
    }

    pub fn set_site(&self, site: &Site) -> Result<(), Error> {
        self.write(&self.folder.join("site.json"), site)
    }

    pub fn post(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        // Ids are ours (UUIDs); anything else was never a post here.
        match Uuid::parse_str(&id.0) {
            Ok(uuid) => self.read(&self.post_path(uuid)),
            Err(_) => Ok(None),
        }
    }

    pub fn set_post(&self, post: &RemotePost) -> Result<(), Error> {
        let uuid = Uuid::parse_str(&post.id.0)
            .map_err(|error| Error::Internal { detail: error.to_string() })?;
        self.write(&self.post_path(uuid), post)
    }

    /// Every post, the trashed ones too, by id.
    pub fn posts(&self) -> Result<Vec<RemotePost>, Error> {
        let folder = self.folder.join("posts");
        let mut paths = Vec::new();
        match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::of_folder(&folder, &error)),
            Ok(entries) => {
                for entry in entries {
                    let path = entry.map_err(|error| Error::of_folder(&folder, &error))?.path();
                    if path.extension().is_some_and(|extension| extension == "json") {
                        paths.push(path);
                    }
                }
            }
        }
        paths.sort();
        paths.iter().filter_map(|path| self.read(path).transpose()).collect()
    }

    pub fn picture(&self, hash: &MediaHash) -> Result<Option<Picture>, Error> {
        self.read(&self.picture_path(hash))
    }

    pub fn set_picture(&self, hash: &MediaHash, picture: &Picture) -> Result<(), Error> {
        self.write(&self.picture_path(hash), picture)
    }

    fn post_path(&self, id: Uuid) -> PathBuf {
        self.folder.join("posts").join(format!("{id}.json"))
    }

    fn picture_path(&self, hash: &MediaHash) -> PathBuf {
        self.folder.join("pictures").join(format!("{hash}.json"))
    }

    fn read<T: DeserializeOwned>(&self, path: &Path) -> Result<Option<T>, Error> {
        let damaged =
            |detail: String| Error::FileDamaged { file: path.display().to_string(), detail };
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::of_folder(&self.folder, &error)),
            Ok(metadata) if metadata.len() > FILE_MAX_BYTES => {
                return Err(damaged("it is too large".into()));
            }
            Ok(_) => {}
        }
        let bytes = fs::read(path).map_err(|error| Error::of_folder(&self.folder, &error))?;
        serde_json::from_slice(&bytes).map(Some).map_err(|error| damaged(error.to_string()))
    }

    fn write(&self, path: &Path, value: &impl Serialize) -> Result<(), Error> {
        let bytes = serde_json::to_vec_pretty(value)
            .map_err(|error| Error::Internal { detail: error.to_string() })?;
        write::public(path, &bytes).map_err(|error| Error::of_folder(&self.folder, &error))
    }
}

/// A post that readers see.
pub(super) fn is_visible(post: &RemotePost) -> bool {
    post.status == RemoteStatus::Published
}
