//! The marks of each language.
//!
//! Sources: *Lexique des règles typographiques en usage à l'Imprimerie nationale* (French),
//! Duden (German), RAE (Spanish), *The Chicago Manual of Style* (English).

use coupure_model::Language;

/// An opening and a closing quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub open: char,
    pub close: char,
}

/// Quotation marks by depth, and those of a single straight quote.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    pub outer: Pair,
    pub inner: Pair,
    pub single: Pair,
}

const GUILLEMETS: Pair = Pair { open: '«', close: '»' };
const CURLY: Pair = Pair { open: '“', close: '”' };
const SINGLE: Pair = Pair { open: '‘', close: '’' };
const LOW: Pair = Pair { open: '„', close: '“' };
const LOW_SINGLE: Pair = Pair { open: '‚', close: '‘' };

impl Marks {
    pub fn of(language: Language) -> Self {
        match language {
            Language::French | Language::Spanish | Language::Italian => {
                Self { outer: GUILLEMETS, inner: CURLY, single: SINGLE }
            }
            Language::German => Self { outer: LOW, inner: LOW_SINGLE, single: LOW_SINGLE },
            Language::English | Language::Portuguese | Language::Dutch => {
                Self { outer: CURLY, inner: SINGLE, single: SINGLE }
            }
        }
    }

    /// The pair at a depth: outer, inner, outer again…
    pub fn at_depth(&self, depth: usize) -> Pair {
        if depth.is_multiple_of(2) { self.outer } else { self.inner }
    }
}

/// Words that begin with an apostrophe in English, not with a quotation mark.
pub const ENGLISH_ELISIONS: [&str; 10] =
    ["tis", "twas", "tisn", "twere", "twill", "em", "cause", "til", "round", "bout"];
