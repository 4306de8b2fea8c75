//! Words as they are searched: without accents, ligatures and capitals.

use std::{collections::BTreeSet, ops::Range};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer runs of letters are no words (encoded data in a link, say).
const WORD_BYTES_MAX: usize = 128;

/// The words of a text in order: where each stands, and how it is searched.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text[rest..].find(char::is_alphanumeric)?;
            let length = text[start..].find(|c| !is_in_word(c)).unwrap_or(text.len() - start);
            rest = start + length;
            if length <= WORD_BYTES_MAX {
                let word = fold(&text[start..rest]);
                if !word.is_empty() {
                    return Some((start..rest, word));
                }
            }
        }
    })
}

/// Each word of some texts once, one space between.
pub(crate) fn distinct<const N: usize>(texts: [&str; N]) -> String {
    let words: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).map(|w| w.1).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// Letters, digits, accents written apart, and what is invisible inside a word (a soft hyphen,
/// joiners).
fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    // Compatibility decomposition takes accents off and opens `ﬁ`; the letters below have none.
    for c in word.nfkd().flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            c if c.is_alphanumeric() && !is_combining_mark(c) => folded.push(c),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        words(text).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn accents_ligatures_and_capitals_are_folded() {
        for (text, words) in [
            ("Cœur ŒUVRE Lætitia", "coeur oeuvre laetitia"),
            ("L’été, c'est ÇA !", "l ete c est ca"),
            ("e\u{301}te\u{301}", "ete"),
            ("Straße ﬁn İstanbul", "strasse fin istanbul"),
            ("cou\u{ad}pure", "coupure"),
            ("prix : 12\u{a0}500 €", "prix 12 500"),
            ("— « » …", ""),
        ] {
            assert_eq!(folded(text), words, "{text}");
        }
    }

    #[test]
    fn a_word_goes_into_the_index_once() {
        assert_eq!(distinct(["Le cœur, le CŒUR", "coeur à cœur"]), "a coeur le");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once_and_words_stand_where_they_say(text in any::<String>()) {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone());
            for (place, _) in words(&text) {
                prop_assert!(text.get(place).is_some());
            }
            prop_assert!(!once.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != ' '));
        }
    }
}
