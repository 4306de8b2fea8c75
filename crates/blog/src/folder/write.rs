//! Writing a file so that a crash or a power cut leaves the old one or the new one, never a part.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Writes a file that everybody may read.
pub(crate) fn public(path: &Path, bytes: &[u8]) -> io::Result<()> {
    atomically(path, bytes, false)
}

/// Writes a file that its owner alone may read.
pub(crate) fn private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    atomically(path, bytes, true)
}

/// Makes what was renamed or removed in a folder durable. Windows has no such call and needs none.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn atomically(path: &Path, bytes: &[u8], private: bool) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!(".coupure-{}-{number}.tmp", std::process::id()));
    let written = write_synced(&temporary, bytes, private)
        .and_then(|()| fs::rename(&temporary, path))
        .and_then(|()| sync_folder(folder));
    if written.is_err() {
        // What could not be written is not worth a second error.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write_synced(path: &Path, bytes: &[u8], private: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
