//! Clippings: taken in, in the workbench, watched for.

use coupure_model::{Clipping, ClippingId, Problem, Provenance, Recipe, Rights, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ClippingStep, Proposals};

/// A picture that was taken in: the Markdown to put at the caret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TakenIn {
    /// The file it came from.
    pub path: String,
    pub markdown: String,
    /// The clipping that it became, if it did.
    pub clipping: Option<ClippingId>,
    pub problem: Option<Problem>,
}

/// A clipping in the workbench, with addresses of pictures that the window can load.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ClippingView {
    pub clipping: Clipping,
    pub step: ClippingStep,
    /// The oriented original, at most 2,000 px; and its true size.
    pub original_url: String,
    pub original_width_px: u32,
    pub original_height_px: u32,
    /// Until it is made anew, what the corrected page of a large original will be, small.
    pub first_sight_url: Option<String>,
    /// The corrected page at web size, once made; and its true size.
    pub corrected_url: Option<String>,
    pub corrected_width_px: u32,
    pub corrected_height_px: u32,
    /// The pictures of its article in reading order, itself among them; empty: it is alone.
    pub parts: Vec<ClippingPart>,
    /// The text as it would be inserted.
    pub text: String,
    /// The alternative text that is proposed.
    pub alt: String,
    /// The caption made from the provenance, as inline Markdown.
    pub caption: String,
    /// What the page says of where it comes from, and the author has not said.
    pub proposals: Proposals,
}

/// One of several pictures of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ClippingPart {
    pub id: ClippingId,
    /// Of the author's file.
    pub name: String,
    /// The corrected picture, else the original.
    pub picture_url: String,
    pub step: ClippingStep,
}

/// What to change of a clipping; absent fields stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ClippingChange {
    #[ts(optional)]
    pub recipe: Option<Recipe>,
    /// The corrected text.
    #[ts(optional)]
    pub text: Option<String>,
    #[ts(optional)]
    pub provenance: Option<Provenance>,
    #[ts(optional)]
    pub rights: Option<Rights>,
    /// `{ "until": null }` lifts the embargo.
    #[ts(optional)]
    pub embargo: Option<Embargo>,
    #[ts(optional)]
    pub language: Option<coupure_model::Language>,
    /// Doubtful words that the author found right, or takes back to be so.
    #[ts(optional)]
    pub accepted: Option<Vec<AcceptedWord>>,
}

/// A word of the reading, by its number from 0 over all lines; what it says, in case the page was
/// read again meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AcceptedWord {
    pub index: u32,
    pub text: String,
    /// It is in doubt after all, as it was with this confidence: 0 to 1.
    #[serde(default)]
    #[ts(optional)]
    pub doubted: Option<f32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Embargo {
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
}
