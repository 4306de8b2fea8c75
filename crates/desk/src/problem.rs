//! What the desk answers with: every room's error becomes the one [`Problem`] that is shown.

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
    let size_bytes = std::fs::metadata(path).map_err(unreadable)?.len();
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
    std::fs::read(path).map_err(unreadable)
}

pub(crate) fn not_found(what: &str) -> Problem {
    Problem::new(Code::NotFound, format!("There is no {what} of that name here."))
}
