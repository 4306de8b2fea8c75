//! Where on a clipping a quotation of a post is from, as a link in its body says it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ClippingId;

/// Words of a reading by their numbers from 0 over all lines, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct WordRange {
    pub first: u32,
    pub last: u32,
}

/// `clip:ID#w120-164`; `clip:ID#w` where it is not known which words. The words of a reading that
/// was made since are others: whoever follows the link looks whether they still say what is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PassagePlace {
    pub clipping: ClippingId,
    pub words: Option<WordRange>,
}

/// A clipping that a wanted revision quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FrozenQuotation {
    pub clipping: ClippingId,
    /// Nothing of the post is sent before.
    #[ts(type = "string | null")]
    pub embargo: Option<Timestamp>,
}

impl PassagePlace {
    /// Reads what [`Display`](fmt::Display) writes; a clipping's picture (`clip:ID`) is no place.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, words) = text.strip_prefix("clip:")?.split_once("#w")?;
        let clipping = id.parse().ok().filter(|_| id.len() == ID_CHARS)?;
        if words.is_empty() {
            return Some(Self { clipping, words: None });
        }
        let (first, last) = words.split_once('-')?;
        let number = |text: &str| {
            let digits = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            text.parse().ok().filter(|_| digits)
        };
        let (first, last): (u32, u32) = (number(first)?, number(last)?);
        (first <= last).then_some(Self { clipping, words: Some(WordRange { first, last }) })
    }
}

impl fmt::Display for PassagePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "clip:{}#w", self.clipping)?;
        self.words.map_or(Ok(()), |WordRange { first, last }| write!(f, "{first}-{last}"))
    }
}

const ID_CHARS: usize = 36;

/// How a text names a clipping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It shows the picture.
    Picture,
    /// It quotes a passage.
    Quotation,
}

/// The clippings that a text names, in its order, without parsing it: asked at every pause of
/// typing. What stands in a code block is named as well.
pub fn clippings_named(text: &str) -> impl Iterator<Item = (ClippingId, Naming)> {
    const SCHEME: &str = "clip:";
    text.match_indices(SCHEME).filter_map(|(at, _)| {
        let rest = &text[at + SCHEME.len()..];
        let clipping = rest.get(..ID_CHARS)?.parse().ok()?;
        let quotes = rest[ID_CHARS..].starts_with("#w");
        Some((clipping, if quotes { Naming::Quotation } else { Naming::Picture }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "019350b0-0000-7000-8000-000000000001";

    #[test]
    fn a_place_is_read_as_it_is_written_and_nothing_else_is() {
        let words = Some(WordRange { first: 120, last: 164 });
        for (text, words) in
            [(format!("clip:{ID}#w120-164"), words), (format!("clip:{ID}#w"), None)]
        {
            let place = PassagePlace::parse(&text).unwrap();
            assert_eq!((place.words, place.to_string()), (words, text));
        }
        let wrong = ["#w3", "#w9-3", "#w-3", "#w1-+2", "#w1-99999999999", "#x", "", "#w1-2x"];
        for wrong in wrong.map(|end| format!("clip:{ID}{end}")) {
            assert_eq!(PassagePlace::parse(&wrong), None, "{wrong}");
        }
        assert_eq!(PassagePlace::parse("clip:une#w1-2"), None);
        assert_eq!(PassagePlace::parse(&format!("CLIP:{ID}#w1-2")), None);
    }

    #[test]
    fn a_text_names_pictures_and_quotations() {
        let text = format!("![](clip:{ID} \"é\")\n\n> — [« T »](clip:{ID}#w1-2)\n\nclip: clip:é");
        let id = ID.parse().unwrap();
        let named: Vec<_> = clippings_named(&text).collect();
        assert_eq!(named, [(id, Naming::Picture), (id, Naming::Quotation)]);
    }
}
