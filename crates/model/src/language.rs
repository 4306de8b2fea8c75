//! The languages that Coupure sets, spells and recognises.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A language of a draft, a blog or a clipping. Serialised as its two-letter ISO 639-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
pub enum Language {
    #[default]
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "it")]
    Italian,
    #[serde(rename = "pt")]
    Portuguese,
    #[serde(rename = "nl")]
    Dutch,
}

impl Language {
    pub const ALL: [Self; 7] = [
        Self::French,
        Self::English,
        Self::German,
        Self::Spanish,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
    ];

    /// The two-letter code, as HTML's `lang` takes it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::German => "de",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Portuguese => "pt",
            Self::Dutch => "nl",
        }
    }

    fn three_letters(self) -> [&'static str; 2] {
        match self {
            Self::French => ["fra", "fre"],
            Self::English => ["eng", "eng"],
            Self::German => ["deu", "ger"],
            Self::Spanish => ["spa", "spa"],
            Self::Italian => ["ita", "ita"],
            Self::Portuguese => ["por", "por"],
            Self::Dutch => ["nld", "dut"],
        }
    }
}

/// A language that Coupure does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the language “{0}” is not one of fr, en, de, es, it, pt, nl")]
pub struct UnknownLanguage(pub String);

/// Takes `fr`, `fr-FR`, `fr_FR.UTF-8` and ISO 639-2 codes such as `fra`.
impl FromStr for Language {
    type Err = UnknownLanguage;
    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        let primary = text.split(['-', '_', '.']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|l| l.tag() == primary || l.three_letters().contains(&primary.as_str()))
            .ok_or_else(|| UnknownLanguage(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_from_any_usual_code() {
        for text in ["fr", "FR", "fr-FR", "fr_FR.UTF-8", "fra", "fre"] {
            assert_eq!(text.parse(), Ok(Language::French), "{text}");
        }
        assert!("klingon".parse::<Language>().is_err());
        assert!("".parse::<Language>().is_err());
    }
}
