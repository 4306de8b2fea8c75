//! What can go wrong in the store, in words that an author understands.

use std::{io, path::PathBuf};

use coupure_model::{Code, Problem};
use rusqlite::ErrorCode;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "Another Coupure is writing in {home}: close it, or wait until it is done. Reading works meanwhile."
    )]
    HomeInUse { home: PathBuf },
    #[error(
        "This Coupure only reads, because another one was writing when it started: close the other one and start again."
    )]
    ReadOnly,
    #[error("Nothing can be written in {path}: {detail}. Check its permissions and its disk.")]
    HomeUnwritable { path: PathBuf, detail: String },
    #[error(
        "There is nothing of Coupure in {home} yet. Write a first draft, or choose another home."
    )]
    NoDatabase { home: PathBuf },
    #[error(
        "The drafts were last written by a newer Coupure (format {found}; this one knows {known}). Update Coupure; nothing was changed."
    )]
    DatabaseNewer { found: i64, known: i64 },
    #[error(
        "The file coupure.sqlite of the home is damaged ({detail}). It was left exactly as it is: keep a copy of it, then restore a backup."
    )]
    DatabaseDamaged { detail: String },
    #[error("The disk is full. Make room; nothing that was saved before is lost.")]
    DiskFull,
    #[error("There is no {what} {id}.")]
    NotFound { what: &'static str, id: String },
    #[error("Another blog is called “{name}” already. Choose another name.")]
    NameTaken { name: String },
    #[error("The file {path} cannot be read: {detail}.")]
    FileUnreadable { path: PathBuf, detail: String },
    #[error("The store met something that it did not expect: {detail}.")]
    Internal { detail: String },
}

impl Error {
    pub fn problem(&self) -> Problem {
        let problem = |code| Problem::new(code, self.to_string());
        match self {
            Self::HomeInUse { home } => problem(Code::HomeInUse).with("home", home.display()),
            Self::ReadOnly => problem(Code::HomeInUse),
            Self::HomeUnwritable { path, detail } => {
                problem(Code::HomeUnwritable).with("path", path.display()).with("detail", detail)
            }
            Self::NoDatabase { home } => {
                problem(Code::NotFound).with("what", "home").with("home", home.display())
            }
            Self::DatabaseNewer { found, known } => {
                problem(Code::DatabaseNewer).with("found", found).with("known", known)
            }
            Self::DatabaseDamaged { detail } => {
                problem(Code::DatabaseDamaged).with("detail", detail)
            }
            Self::DiskFull => problem(Code::DiskFull),
            Self::NotFound { what, id } => {
                problem(Code::NotFound).with("what", what).with("id", id)
            }
            Self::NameTaken { name } => problem(Code::NameTaken).with("name", name),
            Self::FileUnreadable { path, detail } => {
                problem(Code::FileUnreadable).with("file", path.display()).with("detail", detail)
            }
            Self::Internal { detail } => problem(Code::Internal).with("detail", detail),
        }
    }

    /// What writing to `path` met.
    pub(crate) fn writing(path: impl Into<PathBuf>, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::HomeUnwritable { path: path.into(), detail: error.to_string() },
        }
    }

    /// What reading `path` met.
    pub(crate) fn reading(path: impl Into<PathBuf>, error: &io::Error) -> Self {
        Self::FileUnreadable { path: path.into(), detail: error.to_string() }
    }

    pub(crate) fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }

    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::DatabaseDamaged { detail: detail.into() }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi;
        let detail = error.to_string();
        let Some(failure) = error.sqlite_error() else {
            return Self::Internal { detail };
        };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            // The index of the write-ahead log could not grow: ENOSPC, says os_unix.c.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
                Self::DiskFull
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Self::DatabaseDamaged { detail }
            }
            ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::SystemIoFailure => {
                Self::HomeUnwritable { path: crate::home::DATABASE.into(), detail }
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Self::HomeInUse { home: crate::home::DATABASE.into() }
            }
            _ => Self::Internal { detail },
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal { detail: error.to_string() }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        error.problem()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_from_any_of_its_errors() {
        // ENOSPC and EDQUOT on Linux, as the system says them.
        for (kind, raw) in [(io::ErrorKind::StorageFull, 28), (io::ErrorKind::QuotaExceeded, 122)] {
            assert!(matches!(Error::writing("x", &kind.into()), Error::DiskFull));
            if cfg!(target_os = "linux") {
                let raw = io::Error::from_raw_os_error(raw);
                assert!(matches!(Error::writing("x", &raw), Error::DiskFull));
            }
        }
        let full = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
        let full = rusqlite::Error::SqliteFailure(full, None);
        assert_eq!(Error::from(full).problem().code, Code::DiskFull);
    }

    #[test]
    fn every_error_has_its_own_code_and_names_what_it_is_about() {
        let problem = Error::NameTaken { name: "laurent".into() }.problem();
        assert_eq!(problem.code, Code::NameTaken);
        assert_eq!(problem.params["name"], "laurent");
        assert!(problem.message.contains("laurent"));
        assert_eq!(Error::ReadOnly.problem().code, Code::HomeInUse);
    }
}
