//! What went wrong, as a code that catalogues and scripts rely on.
//!
//! Sentences for the window come from its message catalogues (by code and parameters); `message`
//! is the English sentence that the command line prints.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can go wrong, each with a sentence of its own. Stable: scripts match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    // The home and its database.
    HomeInUse,
    HomeUnwritable,
    DatabaseNewer,
    DatabaseDamaged,
    DiskFull,
    NotFound,
    BadArgument,
    // Files and texts.
    FileUnreadable,
    FileTooLarge,
    TextNotUtf8,
    TextTooDeep,
    FrontMatterInvalid,
    // Pictures.
    PictureEmpty,
    NotAPicture,
    PictureTruncated,
    PictureTooLarge,
    PictureUnsupported,
    PdfPassword,
    PdfDamaged,
    /// Drawing it asks for more time or memory than any page should.
    PdfTooHeavy,
    PageMissing,
    /// More pages than are taken in unasked.
    TooManyPages,
    ModelsMissing,
    Cancelled,
    ClippingNotReady,
    AttachmentUnsupported,
    // Reaching a blog.
    AddressInvalid,
    AddressNotFound,
    Offline,
    TimedOut,
    CertificateRefused,
    RedirectLoop,
    Redirected,
    NotWordpress,
    RestOff,
    XmlRpcOff,
    AnswerUnreadable,
    ServerFault,
    ServerBusy,
    CaptivePortal,
    Maintenance,
    DatabaseDown,
    ClockWrong,
    // Who one is there.
    PasswordRefused,
    AuthorizationStripped,
    ApplicationPasswordsOff,
    NotAllowed,
    SecretMissing,
    KeychainUnavailable,
    AuthoriseUnavailable,
    AuthoriseRejected,
    AuthoriseStale,
    AuthoriseOtherSite,
    // What is good to know of a blog.
    NotEncrypted,
    WordpressOld,
    AnswersJunk,
    RoleLimited,
    UploadLimitLow,
    BlocksMissing,
    RevisionsOff,
    // What is sent.
    ContentRefused,
    UploadRefused,
    UploadTooLarge,
    Embargoed,
    OutcomeUnknown,
    ChangedOnBlog,
    /// Somebody wrote between the look and the change; nothing was sent over it.
    ChangedMeanwhile,
    MergedToRead,
    GoneFromBlog,
    WaitedLong,
    HourPassed,
    FolderUnwritable,
    FolderOccupied,
    /// The watched folder cannot be read: gone, or on a disk that is away.
    WatchedFolderMissing,
    WatchedFolderTooFull,
    NameTaken,
    NothingToPublish,
    NothingPublished,
    TooLate,
    // Anything that is a fault of ours.
    Internal,
}

impl Code {
    /// The code as scripts see it: `home_in_use`.
    pub fn as_str(self) -> String {
        // The one spelling is serde's; a unit variant always serialises to a string.
        let mut out = String::new();
        for (i, c) in format!("{self:?}").char_indices() {
            if c.is_ascii_uppercase() {
                if i > 0 {
                    out.push('_');
                }
                out.push(c.to_ascii_lowercase());
            } else {
                out.push(c);
            }
        }
        out
    }

    /// What becomes of a publication that met this.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::Offline
            | Self::AddressNotFound
            | Self::TimedOut
            | Self::ServerFault
            | Self::ServerBusy
            | Self::AnswerUnreadable
            | Self::CaptivePortal
            // Most often a network that one has not signed in to.
            | Self::CertificateRefused
            | Self::Maintenance
            | Self::DatabaseDown
            | Self::OutcomeUnknown
            | Self::ChangedMeanwhile
            | Self::DiskFull
            | Self::FolderUnwritable
            | Self::ClippingNotReady
            | Self::Embargoed
            | Self::Internal => Remedy::WillRetry,
            Self::ContentRefused | Self::UploadRefused => Remedy::NeverWill,
            _ => Remedy::NeedsAuthor,
        }
    }
}

/// The three kinds of errors in sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    WillRetry,
    NeedsAuthor,
    NeverWill,
}

/// Something that went wrong, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    pub code: Code,
    /// An English sentence that says what happened and what to do.
    pub message: String,
    /// What the sentence names: `host`, `file`, `max_bytes`…
    #[serde(default)]
    pub params: BTreeMap<String, String>,
}

impl Problem {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), params: BTreeMap::new() }
    }

    /// Adds what the sentence names.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.into(), value.to_string());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_spelt_the_same_for_scripts_and_for_serde() {
        for code in [Code::HomeInUse, Code::TextNotUtf8, Code::NotAPicture, Code::PdfPassword] {
            let spelt = serde_json::to_value(code).expect("a code is a string");
            assert_eq!(spelt, code.as_str());
        }
    }
}
