//! What a disk may hold after the power went: all that was synced, and of the rest any part.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::vfs::{Event, Op};

/// A disk's smallest piece: of a write, each sector is there whole or not at all.
const SECTOR_BYTES: usize = 512;
/// With so few writes in doubt, each subset of them is tried.
const EACH_SUBSET_UP_TO: usize = 5;

/// The files as they are known to be on disk, and what was asked since.
#[derive(Default)]
pub struct Disk {
    synced: BTreeMap<PathBuf, Vec<u8>>,
    in_doubt: Vec<(PathBuf, Op)>,
}

/// What becomes of the writes in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Dropped,
    Kept,
    /// Those whose bit is set are kept.
    Subset(u32),
    /// Each is kept or not, as drawn.
    Drawn(u64),
    /// Each sector of each is kept or not, as drawn.
    Torn(u64),
}

impl Disk {
    pub fn take(&mut self, event: &Event) {
        let file = &event.file;
        match &event.op {
            Op::Sync => {
                // With a new log or journal SQLite syncs the folder, that is every name in it.
                let names = self.in_doubt.contains(&(file.clone(), Op::Create));
                let is_name = |op: &Op| names && matches!(op, Op::Create | Op::Delete { .. });
                let (now, later) = std::mem::take(&mut self.in_doubt)
                    .into_iter()
                    .partition(|(of, op)| of == file || is_name(op));
                self.in_doubt = later;
                apply(&mut self.synced, now, |_| true);
            }
            Op::Delete { synced: true } => {
                self.in_doubt.retain(|(of, _)| of != file);
                self.synced.remove(file);
            }
            op => self.in_doubt.push((file.clone(), op.clone())),
        }
    }

    /// The fates to try; `draws` of those that are drawn, from this seed.
    pub fn fates(&self, draws: u64, seed: u64) -> Vec<Fate> {
        let count = self.in_doubt.len();
        let mut fates = vec![Fate::Dropped];
        if count == 0 {
            return fates;
        }
        fates.push(Fate::Kept);
        let torn = (0..draws).map(|n| Fate::Torn(seed ^ n));
        if count <= EACH_SUBSET_UP_TO {
            let all = (1 << count) - 1;
            fates.extend((1..all).map(Fate::Subset));
        } else {
            fates.extend((0..draws).map(|n| Fate::Drawn(seed ^ n)));
        }
        fates.extend(torn);
        fates
    }

    /// Makes the files as they are found when the power is back.
    pub fn restore(&self, fate: Fate, folder: &Path) {
        let mut files = self.synced.clone();
        let mut random = match fate {
            Fate::Drawn(seed) | Fate::Torn(seed) => seed | 1,
            _ => 1,
        };
        let ops = self.in_doubt.iter().cloned().enumerate().flat_map(|(n, (file, op))| {
            let pieces = match (fate, op) {
                (Fate::Torn(_), Op::Write { at, bytes }) => sectors(at, &bytes),
                (_, op) => vec![op],
            };
            pieces.into_iter().map(move |piece| (n, file.clone(), piece))
        });
        let mut kept = Vec::new();
        for (n, file, op) in ops {
            let keep = match fate {
                Fate::Dropped => false,
                Fate::Kept => true,
                Fate::Subset(bits) => bits & (1 << n) != 0,
                Fate::Drawn(_) | Fate::Torn(_) => draw(&mut random).is_multiple_of(2),
            };
            // A file that was deleted and one that is new share the name, not the fate.
            if keep {
                kept.push((file, op));
            }
        }
        apply(&mut files, kept, |file| self.synced.contains_key(file));
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// `named`: whether a name that no operation makes is there.
fn apply(
    files: &mut BTreeMap<PathBuf, Vec<u8>>,
    ops: Vec<(PathBuf, Op)>,
    named: impl Fn(&Path) -> bool,
) {
    for (name, op) in ops {
        match op {
            Op::Create => {
                files.insert(name, Vec::new());
            }
            Op::Delete { .. } => {
                files.remove(&name);
            }
            // What was written into a file whose name is not there is not there either.
            _ if !files.contains_key(&name) && !named(&name) => {}
            Op::Write { at, bytes } => {
                let file = files.entry(name).or_default();
                let end = at + bytes.len();
                if file.len() < end {
                    file.resize(end, 0);
                }
                file[at..end].copy_from_slice(&bytes);
            }
            Op::Truncate { size } => files.entry(name).or_default().resize(size, 0),
            Op::Sync => {}
        }
    }
}

/// A write in its sectors, as they lie in the file.
fn sectors(at: usize, bytes: &[u8]) -> Vec<Op> {
    let mut pieces = Vec::new();
    let mut done = 0;
    while done < bytes.len() {
        let from = at + done;
        let room = SECTOR_BYTES - from % SECTOR_BYTES;
        let end = bytes.len().min(done + room);
        pieces.push(Op::Write { at: from, bytes: bytes[done..end].to_vec() });
        done = end;
    }
    pieces
}

pub fn draw(state: &mut u64) -> u64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 17
}
