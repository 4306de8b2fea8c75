//! What the desk answers with: every room's error becomes the one [`Problem`] that is shown.

use std::io::Read as _;

use coupure_model::{Code, Problem};

pub type Answer<T> = Result<T, Problem>;

/// A file of the author's, read whole, with the sentence that says which one could not be.
pub(crate) fn read_file(path: &std::path::Path, bytes_max: u64) -> Answer<Vec<u8>> {
    let named = |problem: Problem| problem.with("file", path.display());
    let unreadable = |error: std::io::Error| {
        named(Problem::new(
            Code::FileUnreadable,
            format!("The file “{}” cannot be read: {error}.", path.display()),
        ))
    };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        // A pipe or a device has no end to wait for.
        return Err(unreadable(std::io::Error::other("it is a folder or a device, no file")));
    }
    let mut size_bytes = about.len();
    let mut bytes = Vec::new();
    if size_bytes <= bytes_max {
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
        // It may have grown meanwhile.
        size_bytes = bytes.len() as u64;
    }
    if size_bytes > bytes_max {
        return Err(named(
            Problem::new(
                Code::FileTooLarge,
                format!(
                    "The file “{}” is too large: {} MB, and at most {} MB can be taken in.",
                    path.display(),
                    size_bytes.div_ceil(1 << 20),
                    bytes_max >> 20
                ),
            )
            .with("max_bytes", bytes_max),
        ));
    }
    Ok(bytes)
}

pub(crate) fn not_found(what: &str) -> Problem {
    Problem::new(Code::NotFound, format!("There is no {what} of that name here."))
}
