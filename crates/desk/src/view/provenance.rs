//! Where a clipping comes from and by what right it is shown, as the window shows it.

use coupure_model::{ClippingId, Date, Provenance};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the page itself says where the author said nothing yet. Nothing of it counts before the
/// author takes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Proposals {
    /// Empty, and no date: nothing is proposed.
    pub provenance: Provenance,
    /// A date that stands on the page with the weekday of another one: to be looked at.
    #[ts(type = "string | null")]
    pub disputed_date: Option<Date>,
}

/// A newspaper used before. What was said most often comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KnownSource {
    pub newspaper: String,
    pub editions: Vec<String>,
    /// Names alone, without how they signed.
    pub journalists: Vec<String>,
    /// `https://www.journal.example/`: what its links begin with.
    pub sites: Vec<String>,
}

/// A mail that asks for the permission, ready to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PermissionRequest {
    pub subject: String,
    pub body: String,
    /// The address that opens it in the mail program.
    pub mailto: String,
}

/// A clipping of a post whose rights are worth a line before it is published. It stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RightsNote {
    pub clipping: ClippingId,
    /// L’Écho du Val, 7 mars 2026
    pub named: String,
    pub doubt: RightsDoubt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RightsDoubt {
    /// Nobody has said yet by what right it is shown.
    ToCheck,
    /// A short citation, and the post shows the whole scan.
    CitationWithScan,
}
