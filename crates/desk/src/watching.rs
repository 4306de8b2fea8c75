//! The folder into which a scanner or a phone puts its files: new ones become clippings.
//!
//! It is looked into every few seconds rather than listened to: that works on every system and on
//! network drives. A file is taken once it was found the same twice, each of its bytes once,
//! whatever its name: neither a restart nor a second copy imports it again. What was there when
//! the folder was chosen stays out, unless the author asks. The files themselves are only read.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use coupure_clipping::Limits;
use coupure_model::{ClippingId, Code, Problem};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Desk,
    problem::read_file,
    view::{Event, WatchedFolder},
};

const SETTING: &str = "watched_folder";

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// More files than a scanner's folder holds: one was chosen by mistake.
const FILES_MAX: usize = 5_000;

/// Taken in one look; the next goes on.
const TAKEN_MAX: usize = 8;

/// What is kept: files that need not be looked at again.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    folder: Option<PathBuf>,
    /// By name, as they were when they were taken, refused, or there at the beginning.
    #[serde(default)]
    done: BTreeMap<String, Mark>,
}

/// By what a change of a file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    size_bytes: u64,
    modified_ms: u64,
}

/// What this process knows of it.
#[derive(Debug, Default)]
pub(crate) struct Watching {
    /// New files, as they were found last.
    growing: BTreeMap<String, Mark>,
    /// Those that could not be read as they were then; each is told once.
    unreadable: BTreeMap<String, Mark>,
    /// Why it could not be looked into; told once.
    problem: Option<Problem>,
}

impl Desk {
    /// The folder that is watched, and what is wrong with it.
    pub fn watched_folder(&self) -> Answer<WatchedFolder> {
        let folder = self.kept_watching()?.folder.map(|folder| folder.display().to_string());
        let problem = self.watching.lock().expect("no panic while watching").problem.clone();
        Ok(WatchedFolder { folder, problem })
    }

    /// Watches a folder from now on, or none. `existing`: take in what is there already, too.
    ///
    /// # Errors
    /// `watched_folder_missing`, `watched_folder_too_full`: the one watched before stays.
    pub fn watch_folder(&self, folder: Option<&Path>, existing: bool) -> Answer<WatchedFolder> {
        self.must_write()?;
        let kept = match folder {
            None => Kept::default(),
            Some(folder) => {
                let folder = fs::canonicalize(folder).map_err(|error| missing(folder, &error))?;
                let there = files_in(&folder)?;
                Kept { folder: Some(folder), done: if existing { BTreeMap::new() } else { there } }
            }
        };
        let mut watching = self.watching.lock().expect("no panic while watching");
        self.keep_watching(&kept)?;
        *watching = Watching::default();
        drop(watching);
        self.watched_folder()
    }

    /// Looks into the watched folder once: says what became clippings.
    pub fn look_into_watched_folder(&self) -> Answer<Vec<ClippingId>> {
        self.must_write()?;
        // Held throughout: two looks at a time would take a file twice.
        let mut watching = self.watching.lock().expect("no panic while watching");
        let mut kept = self.kept_watching()?;
        let Some(folder) = kept.folder.clone() else { return Ok(Vec::new()) };
        let there = match files_in(&folder) {
            Ok(there) => there,
            Err(problem) => {
                if watching.problem.as_ref().map(|told| told.code) != Some(problem.code) {
                    self.tell(Event::WatchedFolder { problem: problem.clone() });
                }
                watching.problem = Some(problem);
                return Ok(Vec::new());
            }
        };
        watching.problem = None;
        let fresh: BTreeMap<String, Mark> =
            there.into_iter().filter(|(name, mark)| kept.done.get(name) != Some(mark)).collect();
        watching.unreadable.retain(|name, mark| fresh.get(name) == Some(mark));
        let mut settled: Vec<(String, Mark)> = fresh
            .iter()
            .filter(|(name, mark)| {
                watching.growing.get(*name) == Some(*mark) && mark.size_bytes > 0
            })
            .map(|(name, mark)| (name.clone(), *mark))
            .collect();
        // However many cannot be read, they keep nothing else out.
        settled.sort_by_key(|(name, _)| watching.unreadable.contains_key(name));
        settled.truncate(TAKEN_MAX);
        let (mut taken, mut first_problem) = (Vec::new(), None);
        for (name, mark) in &settled {
            match self.take_from_folder(&folder.join(name)) {
                Ok(clippings) => taken.extend(clippings),
                // The disk, not the file: it is tried again at the next look.
                Err(problem) if matches!(problem.code, Code::DiskFull | Code::HomeUnwritable) => {
                    first_problem.get_or_insert(problem);
                    continue;
                }
                // Gone since; or a program that wrote it holds it still, or it may not be read: it
                // is tried again at each look, for nothing of it changes when it may.
                Err(problem) if problem.code == Code::FileUnreadable => {
                    let told = watching.unreadable.insert(name.clone(), *mark).is_some();
                    if !told && folder.join(name).exists() {
                        first_problem.get_or_insert(problem);
                    }
                    continue;
                }
                // A file that changes later is looked at again: it may only have been half there.
                Err(problem) => {
                    first_problem.get_or_insert(problem);
                }
            }
            kept.done.insert(name.clone(), *mark);
        }
        watching.growing = fresh;
        if !settled.is_empty() {
            forget_the_oldest(&mut kept.done);
            self.keep_watching(&kept)?;
        }
        drop(watching);
        if let Some(problem) = first_problem {
            self.tell(Event::WatchedFolder { problem });
        }
        if !taken.is_empty() {
            self.tell(Event::TakenFromFolder { clippings: taken.clone() });
        }
        Ok(taken)
    }

    fn take_from_folder(&self, path: &Path) -> Answer<Vec<ClippingId>> {
        let bytes = read_file(path, Limits::default().max_bytes)?;
        if self.store.has_clipping_of(&bytes)? {
            return Ok(Vec::new());
        }
        drop(bytes);
        let language = self.window_language()?;
        let clippings = self.import_clippings(path, None, language, &Default::default(), None)?;
        Ok(clippings.into_iter().map(|clipping| clipping.id).collect())
    }

    /// Begins to look into the folder, on a thread of its own: a drive may take long to answer.
    pub(crate) fn start_watching(&self) {
        let desk = self.clone();
        std::thread::Builder::new()
            .name("watching".into())
            .spawn(move || {
                while !desk.is_stopping() {
                    if let Err(problem) = desk.look_into_watched_folder() {
                        tracing::warn!(%problem, "the watched folder could not be looked into");
                    }
                    let mut left = LOOK_EVERY;
                    while !left.is_zero() && !desk.is_stopping() {
                        let step = left.min(Duration::from_millis(200));
                        std::thread::sleep(step);
                        left -= step;
                    }
                }
            })
            .expect("the system can start a thread");
    }

    fn kept_watching(&self) -> Answer<Kept> {
        let text = self.store.setting(SETTING)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    fn keep_watching(&self, kept: &Kept) -> Answer<()> {
        let text = serde_json::to_string(kept).map_err(|error| {
            Problem::new(
                Code::BadArgument,
                format!("A folder of this name cannot be watched: {error}. Rename it first."),
            )
        })?;
        Ok(self.store.set_setting(SETTING, &text)?)
    }
}

/// The folder's own files by name. Hidden ones and those that a program still writes under a
/// name for the purpose are none.
fn files_in(folder: &Path) -> Answer<BTreeMap<String, Mark>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| missing(folder, &error))? {
        let entry = entry.map_err(|error| missing(folder, &error))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        // Gone since, or not to be looked at: no file to be taken.
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        if !about.is_file() || name.starts_with(['.', '~']) || is_unfinished(&name) {
            continue;
        }
        if files.len() >= FILES_MAX {
            return Err(Problem::new(
                Code::WatchedFolderTooFull,
                format!(
                    "The folder “{}” holds more than {FILES_MAX} files. Choose the one into \
                     which the scanner or the phone puts its files.",
                    folder.display()
                ),
            )
            .with("folder", folder.display())
            .with("max", FILES_MAX));
        }
        let modified = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let modified_ms = modified.map_or(0, |at| at.as_millis() as u64);
        files.insert(name, Mark { size_bytes: about.len(), modified_ms });
    }
    Ok(files)
}

fn is_unfinished(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".part", ".tmp", ".crdownload", ".download", ".partial"].iter().any(|end| name.ends_with(end))
}

/// Files that are gone stay noted, for a drive that is away comes back; but not for ever.
fn forget_the_oldest(done: &mut BTreeMap<String, Mark>) {
    if done.len() <= 2 * FILES_MAX {
        return;
    }
    let mut moments: Vec<u64> = done.values().map(|mark| mark.modified_ms).collect();
    moments.sort_unstable();
    let oldest = moments[moments.len() - FILES_MAX];
    done.retain(|_, mark| mark.modified_ms >= oldest);
}

fn missing(folder: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        Code::WatchedFolderMissing,
        format!(
            "The watched folder “{}” cannot be looked into: {error}. Coupure goes on as soon as \
             it is back.",
            folder.display()
        ),
    )
    .with("folder", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_forgotten_oldest_first_once_there_is_too_much_of_it() {
        let mark = |i: usize| Mark { size_bytes: 1, modified_ms: i as u64 };
        let mut done: BTreeMap<String, Mark> =
            (0..=2 * FILES_MAX).map(|i| (format!("{i}.jpg"), mark(i))).collect();
        forget_the_oldest(&mut done);
        assert_eq!(done.len(), FILES_MAX);
        assert!(
            done.contains_key(&format!("{}.jpg", 2 * FILES_MAX)) && !done.contains_key("0.jpg")
        );
    }
}
