//! What can go wrong in bringing a draft to a blog.

use std::time::Duration;

use coupure_model::{Code, Problem};

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] coupure_store::Error),
    #[error(transparent)]
    Blog(#[from] coupure_blog::Error),
    #[error(transparent)]
    Markdown(#[from] coupure_markdown::Error),
    /// Ready to be shown, from whoever connects.
    #[error("{0}")]
    Problem(Problem),
    /// A write whose outcome is not known, with what lost it.
    #[error("{problem}")]
    InDoubt { problem: Problem, retry_after: Option<Duration> },
    #[error("There is nothing to choose between for this post any more. Look at it again.")]
    NothingToChoose,
    /// The author decided something while a step was under way: planned anew, and never shown.
    #[error("The author decided otherwise meanwhile.")]
    Overtaken,
    #[error("Something went wrong inside Coupure: {detail}. It is tried again later.")]
    Internal { detail: String },
}

impl Error {
    pub fn problem(&self) -> Problem {
        match self {
            Self::Store(error) => error.problem(),
            Self::Blog(error) => error.problem(),
            Self::Markdown(error) => error.problem(),
            Self::Problem(problem) | Self::InDoubt { problem, .. } => problem.clone(),
            Self::NothingToChoose => Problem::new(Code::NotFound, self.to_string()),
            Self::Overtaken => Problem::new(Code::ChangedMeanwhile, self.to_string()),
            Self::Internal { detail } => {
                Problem::new(Code::Internal, self.to_string()).with("detail", detail)
            }
        }
    }

    /// How long the server asked to be left alone.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Blog(error) => error.retry_after(),
            Self::InDoubt { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        error.problem()
    }
}
