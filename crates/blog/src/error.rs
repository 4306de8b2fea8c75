//! Everything that can go wrong between Coupure and a blog.

use std::{path::Path, time::Duration};

use coupure_model::{Code, Problem};

/// Each variant has a sentence that says what happened and what to do, and a stable code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    // Reaching the blog.
    #[error("“{address}” is not a web address. Type it as in https://example.org.")]
    AddressInvalid { address: String },
    /// `address`: without them.
    #[error(
        "Leave the name and the password out of the address ({address}): they are asked for by \
         themselves. A password that was typed there may be in the terminal's history."
    )]
    LoginInAddress { address: String },
    #[error("No site is called {host}. Check the spelling of the address.")]
    AddressNotFound { host: String },
    #[error("“{host}” does not answer: check the address (http or https?) and the network.")]
    Offline { host: String, detail: String },
    #[error("{host} took too long to answer: check the network, or ask the site's host.")]
    TimedOut { host: String },
    #[error("The connection to {host} was cut: check the network.")]
    Interrupted { host: String, detail: String },
    /// The line broke before all of a picture was handed to it: the server knows its length, and
    /// takes no part of it for the whole.
    #[error("{cause}")]
    UploadCut { cause: Box<Error> },
    #[error(
        "The certificate of {host} cannot be trusted ({detail}), so nothing was sent. Check the \
         address and this computer's date, or ask the site's host."
    )]
    CertificateRefused { host: String, fault: CertificateFault, detail: String },
    #[error("{host} does not speak https. If the site has none, type its address with http://.")]
    NotHttps { host: String },
    #[error("{host} keeps sending from one address to the next without end. Ask the site's host.")]
    RedirectLoop { host: String },
    #[error(
        "{host} now sends to {to}. Nothing was sent there: check the connection of the blog to \
         take the new address."
    )]
    Redirected { host: String, to: String },
    #[error("There is no WordPress at {address}. Give the address of the blog's front page.")]
    NotWordPress { address: String },
    #[error(
        "The REST interface of the WordPress at {address} is switched off. Allow it in the \
         security plugin or ask the site's host."
    )]
    RestOff { address: String },
    #[error(
        "XML-RPC is switched off at {address}. Allow it in the security plugin or ask the site's \
         host."
    )]
    XmlRpcOff { address: String },
    #[error("The answer of {host} cannot be read ({detail}). If it stays so, ask the site's host.")]
    AnswerUnreadable { host: String, detail: String },
    #[error(
        "{host} reports a fault of its own (status {status}). If it stays so, ask the site's host."
    )]
    ServerFault { host: String, status: u16, detail: String },
    #[error("{host} is busy or under maintenance.")]
    ServerBusy { host: String, status: u16, retry_after: Option<Duration> },
    #[error(
        "{host} is under maintenance. If it lasts, its file .maintenance was left behind by an \
         update and can be deleted."
    )]
    Maintenance { host: String, retry_after: Option<Duration> },
    #[error("The WordPress of {host} does not reach its database. Ask the site's host.")]
    DatabaseDown { host: String },
    #[error(
        "Another page answers in the place of {host}, as public Wi-Fi does before one has signed \
         in. Open any page in the browser and sign in there."
    )]
    CaptivePortal { host: String },
    #[error(
        "The clock of this computer is off by {} from {host}'s. Set it right in the system's \
         settings.",
        spoken(*seconds_ahead)
    )]
    ClockWrong { host: String, seconds_ahead: i64 },
    #[error(
        "The REST interface of the WordPress at {address} is blocked ({detail}). Allow it in the \
         security plugin or ask the site's host."
    )]
    RestBlocked { address: String, detail: String },

    // Who one is there.
    #[error(
        "{host} refuses the name or the password of “{user}”. Check the name, or make a new \
         application password in the user's profile there and enter it."
    )]
    PasswordRefused { host: String, user: String },
    #[error(
        "{host} refuses the name or the password of “{user}”, or its server removes the \
         Authorization header. Check the name, or make a new application password in the user's \
         profile there and enter it; if that one is refused too, ask the site's host to let the \
         header through."
    )]
    SignInRefused { host: String, user: String },
    #[error(
        "{host} does not receive the password: the server removes the Authorization header. Ask \
         the site's host to let it through."
    )]
    AuthorizationStripped { host: String },
    #[error(
        "Application passwords are switched off on {host}. They need https, and a plugin may \
         forbid them."
    )]
    ApplicationPasswordsOff { host: String },
    #[error("{host} does not allow “{user}” to do this: {detail}")]
    NotAllowed { host: String, user: String, detail: String },
    #[error(
        "{host} offers no page to connect by the browser. Make an application password in the \
         user's profile there and enter it."
    )]
    AuthoriseUnavailable { host: String },
    #[error("{host} refuses the connection that was asked for in the browser. Begin again.")]
    AuthoriseRejected { host: String },
    #[error("{host} no longer lets Coupure in. Connect the blog again by the browser.")]
    SignedOut { host: String },
    #[error("The password of the blog “{blog}” is not known on this computer. Enter it again.")]
    SecretMissing { blog: String },
    #[error(
        "The system's keychain does not answer ({detail}). Unlock it, or set COUPURE_SECRETS=file \
         to keep passwords in a file that you alone can read."
    )]
    KeychainUnavailable { detail: String },

    // What is sent.
    #[error("{host} does not accept this text: {detail}")]
    ContentRefused { host: String, detail: String },
    #[error("{host} does not accept the picture “{name}”: {detail}")]
    UploadRefused { host: String, name: String, detail: String },
    #[error("The picture “{name}” is too large for {host}. Publish it in a smaller size.")]
    UploadTooLarge {
        host: String,
        name: String,
        size_bytes: u64,
        /// What the server takes at most, where that could be learnt.
        max_bytes: Option<u64>,
    },
    #[error(
        "Somebody changed the post on {host} a moment ago. Coupure looks again before it sends."
    )]
    ChangedMeanwhile { host: String },
    #[error("The post is no longer on the blog (it had the number {id} there).")]
    GoneFromBlog { id: String },

    // The folder blog.
    #[error("The folder {folder} cannot be used ({detail}). Make it available or choose another.")]
    FolderUnwritable { folder: String, detail: String },
    #[error(
        "The folder {folder} already holds {file}, which Coupure did not make and will not \
         overwrite. Choose an empty folder."
    )]
    FolderOccupied { folder: String, file: String },
    #[error("There is no room left on the disk of {folder}. Free some space.")]
    DiskFull { folder: String },
    #[error("The file {file} was damaged ({detail}). Put it back from a backup.")]
    FileDamaged { file: String, detail: String },

    #[error("Something went wrong inside Coupure: {detail}")]
    Internal { detail: String },
}

/// Why a certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateFault {
    Expired,
    NotYetValid,
    UnknownIssuer,
    OtherSite,
    Other,
}

impl CertificateFault {
    /// As scripts and catalogues see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::UnknownIssuer => "unknown_issuer",
            Self::OtherSite => "other_site",
            Self::Other => "other",
        }
    }
}

/// A length of time in its largest unit.
pub(crate) fn spoken(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7_200 => format!("{} minutes", seconds / 60),
        7_200..172_800 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

impl Error {
    /// A write that met this may have happened all the same, now or a little later.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::TimedOut { .. }
            | Self::Interrupted { .. }
            | Self::AnswerUnreadable { .. }
            | Self::ServerFault { .. } => true,
            Self::ServerBusy { status, .. } => *status >= 500,
            Self::Maintenance { .. } | Self::DatabaseDown { .. } => true,
            _ => false,
        }
    }

    /// How long the server asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::ServerBusy { retry_after, .. } | Self::Maintenance { retry_after, .. } => {
                *retry_after
            }
            _ => None,
        }
    }

    pub fn code(&self) -> Code {
        match self {
            Self::AddressInvalid { .. } | Self::LoginInAddress { .. } => Code::AddressInvalid,
            Self::AddressNotFound { .. } => Code::AddressNotFound,
            Self::Offline { .. } | Self::Interrupted { .. } => Code::Offline,
            Self::UploadCut { cause } => cause.code(),
            Self::TimedOut { .. } => Code::TimedOut,
            Self::CertificateRefused { .. } | Self::NotHttps { .. } => Code::CertificateRefused,
            Self::Maintenance { .. } => Code::Maintenance,
            Self::DatabaseDown { .. } => Code::DatabaseDown,
            Self::CaptivePortal { .. } => Code::CaptivePortal,
            Self::ClockWrong { .. } => Code::ClockWrong,
            Self::RedirectLoop { .. } => Code::RedirectLoop,
            Self::Redirected { .. } => Code::Redirected,
            Self::NotWordPress { .. } => Code::NotWordpress,
            Self::RestOff { .. } | Self::RestBlocked { .. } => Code::RestOff,
            Self::XmlRpcOff { .. } => Code::XmlRpcOff,
            Self::ChangedMeanwhile { .. } => Code::ChangedMeanwhile,
            Self::AnswerUnreadable { .. } => Code::AnswerUnreadable,
            Self::ServerFault { .. } => Code::ServerFault,
            Self::ServerBusy { .. } => Code::ServerBusy,
            Self::PasswordRefused { .. } | Self::SignInRefused { .. } | Self::SignedOut { .. } => {
                Code::PasswordRefused
            }
            Self::AuthoriseRejected { .. } => Code::AuthoriseRejected,
            Self::AuthoriseUnavailable { .. } => Code::AuthoriseUnavailable,
            Self::AuthorizationStripped { .. } => Code::AuthorizationStripped,
            Self::ApplicationPasswordsOff { .. } => Code::ApplicationPasswordsOff,
            Self::NotAllowed { .. } => Code::NotAllowed,
            Self::SecretMissing { .. } => Code::SecretMissing,
            Self::KeychainUnavailable { .. } => Code::KeychainUnavailable,
            Self::ContentRefused { .. } => Code::ContentRefused,
            Self::UploadRefused { .. } => Code::UploadRefused,
            Self::UploadTooLarge { .. } => Code::UploadTooLarge,
            Self::GoneFromBlog { .. } => Code::GoneFromBlog,
            Self::FolderUnwritable { .. } => Code::FolderUnwritable,
            Self::FolderOccupied { .. } => Code::FolderOccupied,
            Self::DiskFull { .. } => Code::DiskFull,
            Self::FileDamaged { .. } => Code::FileUnreadable,
            Self::Internal { .. } => Code::Internal,
        }
    }

    /// As the author is shown it: code, sentence, and what the sentence names.
    pub fn problem(&self) -> Problem {
        let problem = Problem::new(self.code(), self.to_string());
        match self {
            Self::AddressInvalid { address } => problem.with("address", address),
            Self::LoginInAddress { address } => {
                problem.with("address", address).with("login", "in_address")
            }
            Self::NotWordPress { address }
            | Self::RestOff { address }
            | Self::XmlRpcOff { address } => at(problem, address),
            Self::RestBlocked { address, detail } => at(problem, address).with("detail", detail),
            Self::AddressNotFound { host }
            | Self::DatabaseDown { host }
            | Self::CaptivePortal { host }
            | Self::AuthoriseUnavailable { host }
            | Self::AuthoriseRejected { host }
            | Self::TimedOut { host }
            | Self::NotHttps { host }
            | Self::RedirectLoop { host }
            | Self::ChangedMeanwhile { host }
            | Self::AuthorizationStripped { host }
            | Self::ApplicationPasswordsOff { host } => problem.with("host", host),
            Self::UploadCut { cause } => cause.problem(),
            Self::Offline { host, detail }
            | Self::Interrupted { host, detail }
            | Self::AnswerUnreadable { host, detail }
            | Self::ContentRefused { host, detail } => {
                problem.with("host", host).with("detail", detail)
            }
            Self::CertificateRefused { host, fault, detail } => {
                problem.with("host", host).with("fault", fault.as_str()).with("detail", detail)
            }
            Self::Maintenance { host, retry_after } => {
                let problem = problem.with("host", host);
                match retry_after {
                    Some(after) => problem.with("seconds", after.as_secs()),
                    None => problem,
                }
            }
            Self::ClockWrong { host, seconds_ahead } => {
                problem.with("host", host).with("seconds_ahead", seconds_ahead)
            }
            Self::Redirected { host, to } => problem.with("host", host).with("to", to),
            Self::ServerFault { host, status, detail } => {
                problem.with("host", host).with("status", status).with("detail", detail)
            }
            Self::ServerBusy { host, status, retry_after } => {
                let problem = problem.with("host", host).with("status", status);
                match retry_after {
                    Some(after) => problem.with("seconds", after.as_secs()),
                    None => problem,
                }
            }
            Self::PasswordRefused { host, user } => problem.with("host", host).with("user", user),
            Self::SignedOut { host } => problem.with("host", host).with("by", "browser"),
            Self::SignInRefused { host, user } => {
                problem.with("host", host).with("user", user).with("header", "lost_perhaps")
            }
            Self::NotAllowed { host, user, detail } => {
                problem.with("host", host).with("user", user).with("detail", detail)
            }
            Self::SecretMissing { blog } => problem.with("blog", blog),
            Self::KeychainUnavailable { detail } | Self::Internal { detail } => {
                problem.with("detail", detail)
            }
            Self::UploadRefused { host, name, detail } => {
                problem.with("host", host).with("name", name).with("detail", detail)
            }
            Self::UploadTooLarge { host, name, size_bytes, max_bytes } => {
                let problem =
                    problem.with("host", host).with("name", name).with("size_bytes", size_bytes);
                match max_bytes {
                    Some(max) => problem.with("max_bytes", max),
                    None => problem,
                }
            }
            Self::GoneFromBlog { id } => problem.with("id", id),
            Self::FolderUnwritable { folder, detail } => {
                problem.with("folder", folder).with("detail", detail)
            }
            Self::FolderOccupied { folder, file } => {
                problem.with("folder", folder).with("file", file)
            }
            Self::DiskFull { folder } => problem.with("folder", folder),
            Self::FileDamaged { file, detail } => problem.with("file", file).with("detail", detail),
        }
    }

    /// What a file operation in `folder` met.
    pub(crate) fn of_folder(folder: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        let folder = folder.display().to_string();
        match error.kind() {
            StorageFull | QuotaExceeded => Self::DiskFull { folder },
            _ => Self::FolderUnwritable { folder, detail: error.to_string() },
        }
    }
}

/// Names an address, and the host of it, which is what sentences say.
fn at(problem: Problem, address: &str) -> Problem {
    let url = url::Url::parse(address).ok();
    let problem = problem.with("address", address);
    match url.as_ref().and_then(|url| url.host_str()) {
        Some(host) => problem.with("host", host),
        None => problem,
    }
}

impl From<Error> for coupure_model::Problem {
    fn from(error: Error) -> Self {
        error.problem()
    }
}
