//! Typography by language: the characters that a careful typesetter would have put.
//!
//! One pass over plain text, never over code, addresses or tags: who calls it leaves those out
//! (see [`OPAQUE`]). The same tables serve as one types and as one publishes. Imports `model`
//! alone. What must always hold: the pass is idempotent, and edits never overlap.

mod marks;
mod pass;
mod words;

use std::ops::Range;

use coupure_model::Language;

pub use words::count_words;

/// Stands in the text for something that is not text (a picture, inline code); it is set like a
/// word, and never changed.
pub const OPAQUE: char = '\u{FFFC}';

/// Which no-break spaces are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spaces {
    /// U+202F may be used; else U+00A0 stands in its place (for a font or a reader without it).
    pub narrow: bool,
    /// Spaces are put at all.
    pub enabled: bool,
}

impl Default for Spaces {
    fn default() -> Self {
        Self { narrow: true, enabled: true }
    }
}

/// A replacement: the bytes of `range` become `text`. An empty range is an insertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// What the typography changes in `text`: ascending, not overlapping, each at character borders.
pub fn edits(text: &str, language: Language, options: &Spaces) -> Vec<Edit> {
    pass::run(text, language, options)
}

/// `text` with its typography. `typeset(typeset(t)) == typeset(t)`.
pub fn typeset(text: &str, language: Language, options: &Spaces) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut at = 0;
    for edit in edits(text, language, options) {
        out.push_str(&text[at..edit.range.start]);
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(&text[at..]);
    out
}
