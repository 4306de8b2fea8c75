//! Writing a file so that its name never stands for half of it, wherever the power goes.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use uuid::Uuid;

/// What a durable write asks of the disk. A test puts its own in, and lets the power go between any
/// two of these.
trait Disk {
    fn is_folder(&self, path: &Path) -> bool;
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// A new file, in the system's memory at first.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<File>;
    fn sync(&self, file: &File, path: &Path) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

struct System;

impl Disk for System {
    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        let mut file = File::create_new(path)?;
        file.write_all(bytes)?;
        Ok(file)
    }

    fn sync(&self, file: &File, _path: &Path) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        sync_folder(path)
    }
}

/// Writes beside, syncs, renames, and syncs the folders.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_on(&System, path, bytes)
}

fn write_on(disk: &impl Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    if !disk.is_folder(folder) {
        disk.make_folder(folder)?;
        folder.parent().map_or(Ok(()), |above| disk.sync_folder(above))?;
    }
    let beside = folder.join(format!(".{}", Uuid::new_v4()));
    let written = (disk.write(&beside, bytes))
        .and_then(|file| disk.sync(&file, &beside))
        .and_then(|()| disk.rename(&beside, path));
    if written.is_err() {
        // What could not be finished is of no use; a failure to remove it changes nothing.
        let _ = fs::remove_file(&beside);
    }
    written.and_then(|()| disk.sync_folder(folder))
}

/// Makes a rename in it durable. Windows has no such call on folders, and needs none.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, collections::BTreeSet, path::PathBuf};

    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    enum Op {
        MakeFolder(PathBuf),
        Write(PathBuf),
        Sync(PathBuf),
        Rename(PathBuf, PathBuf),
        SyncFolder(PathBuf),
    }

    /// The system's disk, with a list of what it was asked.
    #[derive(Default)]
    struct Listed(RefCell<Vec<Op>>);

    impl Listed {
        fn note(&self, op: Op) {
            self.0.borrow_mut().push(op);
        }
    }

    impl Disk for Listed {
        fn is_folder(&self, path: &Path) -> bool {
            System.is_folder(path)
        }

        fn make_folder(&self, path: &Path) -> io::Result<()> {
            self.note(Op::MakeFolder(path.into()));
            System.make_folder(path)
        }

        fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
            self.note(Op::Write(path.into()));
            System.write(path, bytes)
        }

        fn sync(&self, file: &File, path: &Path) -> io::Result<()> {
            self.note(Op::Sync(path.into()));
            System.sync(file, path)
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.note(Op::Rename(from.into(), to.into()));
            System.rename(from, to)
        }

        fn sync_folder(&self, path: &Path) -> io::Result<()> {
            self.note(Op::SyncFolder(path.into()));
            System.sync_folder(path)
        }
    }

    /// What the final name may stand for after the power went, of all that the disk may have kept.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    enum Seen {
        Nothing,
        /// Fewer bytes, or others.
        Part,
        Whole,
    }

    /// Operations on names that are not synced may have happened or not; bytes that are not synced
    /// may be there in part.
    fn after(ops: &[Op], name: &Path) -> BTreeSet<Seen> {
        let synced_up_to = |folder: &Path| {
            ops.iter().rposition(|op| *op == Op::SyncFolder(folder.into())).unwrap_or(0)
        };
        let renamed = ops.iter().position(|op| matches!(op, Op::Rename(_, to) if to == name));
        let Some(renamed) = renamed else { return BTreeSet::from([Seen::Nothing]) };
        let Op::Rename(from, _) = &ops[renamed] else { unreachable!() };
        let folder = name.parent().unwrap();
        let made = ops.iter().position(|op| *op == Op::MakeFolder(folder.into()));
        let folder_lasts = made.is_none_or(|made| synced_up_to(folder.parent().unwrap()) > made);
        let mut seen = BTreeSet::new();
        if !(folder_lasts && synced_up_to(folder) > renamed) {
            seen.insert(Seen::Nothing);
        }
        seen.insert(Seen::Whole);
        if !ops[..renamed].contains(&Op::Sync(from.clone())) {
            seen.insert(Seen::Part);
        }
        seen
    }

    fn list(home: &Path, name: &str) -> (Vec<Op>, PathBuf) {
        let disk = Listed::default();
        let path = home.join("media").join(&name[..2]).join(name);
        write_on(&disk, &path, b"un journal").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"un journal");
        (disk.0.into_inner(), path)
    }

    #[test]
    fn whenever_the_power_goes_a_picture_is_whole_or_not_there_and_once_stored_it_is_there() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("media")).unwrap();
        // The first of its folder, and one beside it.
        for name in ["abcd", "abce"] {
            let (ops, path) = list(home.path(), name);
            for taken in 0..=ops.len() {
                let seen = after(&ops[..taken], &path);
                assert!(!seen.contains(&Seen::Part), "half a file after {taken} of {ops:?}");
            }
            assert_eq!(after(&ops, &path), BTreeSet::from([Seen::Whole]), "{ops:?}");
        }
    }

    #[test]
    fn without_any_one_of_its_syncs_a_picture_could_be_lost() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("media")).unwrap();
        let (ops, path) = list(home.path(), "abcd");
        let syncs: Vec<_> =
            (0..ops.len()).filter(|n| matches!(ops[*n], Op::Sync(_) | Op::SyncFolder(_))).collect();
        assert_eq!(syncs.len(), 3, "the file, its folder, and the folder above: {ops:?}");
        for sync in syncs {
            let mut fewer = ops.clone();
            fewer.remove(sync);
            assert_ne!(after(&fewer, &path), BTreeSet::from([Seen::Whole]), "{:?}", ops[sync]);
        }
    }
}
