//! What can be wrong with a text.

use coupure_model::{Code, Problem};

/// Why a text cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(
        "This text is too large: {size_bytes} bytes, and a post may have {max_bytes} at most. Split it into several posts."
    )]
    TooLarge { size_bytes: usize, max_bytes: usize },

    #[error(
        "The front matter (between the two lines “---” at the top) cannot be read at line {line}: {reason}. Correct that line, or remove the front matter."
    )]
    FrontMatterInvalid { line: u32, reason: String },
}

impl Error {
    pub fn problem(&self) -> Problem {
        match self {
            Self::TooLarge { size_bytes, max_bytes } => {
                Problem::new(Code::FileTooLarge, self.to_string())
                    .with("size_bytes", size_bytes)
                    .with("max_bytes", max_bytes)
            }
            Self::FrontMatterInvalid { line, reason } => {
                Problem::new(Code::FrontMatterInvalid, self.to_string())
                    .with("line", line)
                    .with("reason", reason)
            }
        }
    }
}

impl From<Error> for coupure_model::Problem {
    fn from(error: Error) -> Self {
        error.problem()
    }
}
