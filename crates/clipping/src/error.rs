//! What can go wrong between a file and its words.

use coupure_model::{Code, Problem};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("The file is empty. Copy it again from where it came from.")]
    Empty,
    #[error(
        "This file is not a picture. Coupure reads JPEG, PNG, TIFF, WebP and HEIC pictures and PDF \
         pages."
    )]
    NotAPicture,
    /// A picture of a kind that is known and not read, or a variant of a kind that is read.
    #[error(
        "Coupure does not read this kind of picture ({kind}). Save it as JPEG or PNG and try again."
    )]
    Unsupported { kind: String },
    #[error(
        "This picture is cut short or damaged ({reason}). Copy it again from where it came from."
    )]
    Truncated { reason: String },
    #[error(
        "This picture is too large: {width_px} × {height_px} pixels, where at most {max_pixels} \
         pixels in all are taken. Scan it at a lower resolution, or cut it."
    )]
    TooManyPixels { width_px: u64, height_px: u64, max_pixels: u64 },
    #[error(
        "This file is too large: {bytes} bytes, where at most {max_bytes} are taken. Save it \
         smaller."
    )]
    TooManyBytes { bytes: u64, max_bytes: u64 },
    #[error(
        "This PDF is protected by a password. Save a copy of it without the password and try again."
    )]
    PdfPassword,
    #[error("This PDF is damaged or cannot be shown ({reason}). Save it again, or scan the page.")]
    PdfDamaged { reason: String },
    #[error("There is no page {} in this file: it has {pages}.", page + 1)]
    PageMissing {
        /// From 0.
        page: u32,
        pages: u32,
    },
    #[error(
        "The recognition models are missing from {folder}. Run Coupure's set-up again to fetch them."
    )]
    ModelsMissing { folder: String },
    #[error("Cancelled.")]
    Cancelled,
    /// A fault of ours: an encoder or the recogniser failed on pixels that it should take.
    #[error("The picture could not be worked on: {reason}")]
    Internal { reason: String },
}

impl Error {
    /// As it is shown and as scripts see it.
    pub fn problem(&self) -> Problem {
        let problem = Problem::new(self.code(), self.to_string());
        match self {
            Self::Unsupported { kind } => problem.with("kind", kind),
            Self::TooManyPixels { width_px, height_px, max_pixels } => problem
                .with("width_px", width_px)
                .with("height_px", height_px)
                .with("max_pixels", max_pixels),
            Self::TooManyBytes { bytes, max_bytes } => {
                problem.with("bytes", bytes).with("max_bytes", max_bytes)
            }
            Self::PageMissing { page, pages } => {
                problem.with("page", page + 1).with("pages", pages)
            }
            Self::ModelsMissing { folder } => problem.with("folder", folder),
            Self::Truncated { reason }
            | Self::PdfDamaged { reason }
            | Self::Internal { reason } => problem.with("reason", reason),
            Self::Empty | Self::NotAPicture | Self::PdfPassword | Self::Cancelled => problem,
        }
    }

    fn code(&self) -> Code {
        match self {
            Self::Empty => Code::PictureEmpty,
            Self::NotAPicture => Code::NotAPicture,
            Self::Unsupported { .. } => Code::PictureUnsupported,
            Self::Truncated { .. } => Code::PictureTruncated,
            Self::TooManyPixels { .. } => Code::PictureTooLarge,
            Self::TooManyBytes { .. } => Code::FileTooLarge,
            Self::PdfPassword => Code::PdfPassword,
            Self::PdfDamaged { .. } => Code::PdfDamaged,
            Self::PageMissing { .. } => Code::PageMissing,
            Self::ModelsMissing { .. } => Code::ModelsMissing,
            Self::Cancelled => Code::Cancelled,
            Self::Internal { .. } => Code::Internal,
        }
    }
}

impl From<Error> for coupure_model::Problem {
    fn from(error: Error) -> Self {
        error.problem()
    }
}
