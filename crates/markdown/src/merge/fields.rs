//! Fields of a post that are no Markdown: a title, an excerpt, an address; and lists of terms.

use crate::{Options, typeset};

use super::words::{Blanks, merge_tokens, tokens};

/// A line that two changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergedLine {
    Clean(String),
    /// Both changed it, and somebody has to choose.
    Conflict {
        base: String,
        mine: String,
        theirs: String,
    },
}

/// Merges a title, an excerpt or an address. Who changed it alone is followed; where both did, it
/// is merged by word where both did so at different words. What reads the same once typeset is
/// the same, and mine stays.
pub fn merge_line(base: &str, mine: &str, theirs: &str, options: &Options) -> MergedLine {
    let reads = |line: &str| typeset(line.trim(), options).into_owned();
    let same = |a: &str, b: &str| a == b || reads(a) == reads(b);
    if same(mine, theirs) || base == theirs {
        return MergedLine::Clean(mine.to_owned());
    }
    if base == mine {
        return MergedLine::Clean(theirs.to_owned());
    }
    if same(base, theirs) {
        return MergedLine::Clean(mine.to_owned());
    }
    if same(base, mine) {
        return MergedLine::Clean(theirs.to_owned());
    }
    let [b, m, t] = [base, mine, theirs].map(|line| tokens(line, Blanks::Prose));
    match merge_tokens(&b, &m, &t) {
        Some(line) if holds_all(&line, base, mine, theirs) => MergedLine::Clean(line),
        _ => MergedLine::Conflict {
            base: base.to_owned(),
            mine: mine.to_owned(),
            theirs: theirs.to_owned(),
        },
    }
}

/// Every word that somebody added is there.
fn holds_all(line: &str, base: &str, mine: &str, theirs: &str) -> bool {
    let holds = |text: &str, word: &str| super::words::plain_words(text).any(|w| w == word);
    let mut added = super::words::plain_words(mine).chain(super::words::plain_words(theirs));
    added.all(|word| holds(base, word) || holds(line, word))
}

/// Merges categories or tags: what one of the two added is there, what one of the two took away is
/// not, in the order of mine, then of theirs. Capitals make no difference; mine stay.
pub fn merge_terms(base: &[String], mine: &[String], theirs: &[String]) -> Vec<String> {
    let plain = |term: &String| term.trim().to_lowercase();
    let holds = |terms: &[String], term: &String| {
        let term = plain(term);
        terms.iter().any(|other| plain(other) == term)
    };
    let mut merged: Vec<String> = Vec::new();
    for term in mine.iter().chain(theirs) {
        let stays = match holds(base, term) {
            true => holds(mine, term) && holds(theirs, term),
            false => true,
        };
        if stays && !plain(term).is_empty() && !holds(&merged, term) {
            merged.push(term.clone());
        }
    }
    merged
}
