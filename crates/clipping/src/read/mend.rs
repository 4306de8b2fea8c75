//! What the recogniser takes for another letter, where no word is spelt so: forms of print, not a
//! dictionary, which may propose and never replace.

use coupure_model::Language;

/// The word as it must have been printed.
pub fn mended(word: &str, language: Language) -> Option<String> {
    number(word).or_else(|| match language {
        Language::French => elision(word).or_else(|| graves(word)),
        Language::Italian => elision(word),
        _ => None,
    })
}

/// `bàtir`, `dùt`, `d'Àbdul`: French has à only where a word ends (*à, là, déjà, voilà*), and ù in
/// no word but *où*. Within a word the one printed was another; a capital has none there.
fn graves(word: &str) -> Option<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut mended = chars.clone();
    for (i, &c) in chars.iter().enumerate() {
        let follows = chars.get(i + 1).is_some_and(|next| next.is_alphabetic());
        let before = i.checked_sub(1).map(|b| chars[b]);
        mended[i] = match c {
            'à' if follows => 'â',
            'À' if follows => 'A',
            'ù' if !matches!(before, Some('o' | 'O')) || follows => 'û',
            _ => c,
        };
    }
    (mended != chars).then(|| mended.into_iter().collect())
}

/// What follows an English `I’`, in a quotation.
const ENGLISH: [&str; 4] = ["m", "d", "ll", "ve"];

/// `I’impératrice`: no French or Italian word is elided to a capital I.
fn elision(word: &str) -> Option<String> {
    let rest = word.strip_prefix('I')?;
    let elided = rest.strip_prefix(['\'', '’'])?;
    let bare = elided.trim_end_matches(|c: char| !c.is_alphabetic());
    let is_elided = elided.starts_with(char::is_alphabetic) && !ENGLISH.contains(&bare);
    is_elided.then(|| format!("l{rest}"))
}

/// `i867`, `19O1`: one letter among digits that looks like one, with a digit at once after it.
fn number(word: &str) -> Option<String> {
    let mut letters = word.char_indices().filter(|(_, c)| c.is_alphabetic());
    let (at, letter) = letters.next()?;
    if letters.next().is_some() || word.chars().filter(char::is_ascii_digit).count() < 2 {
        return None;
    }
    let digit = match letter {
        'i' | 'I' | 'l' => "1",
        'o' | 'O' => "0",
        _ => return None,
    };
    // `12 o`, `50l.` and `n°` are not meant.
    let follows = word[at + letter.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    follows.then(|| word.replacen(letter, digit, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_are_no_words_are_mended_and_words_left() {
        for (read, printed) in [
            ("I'impératrice", Some("l'impératrice")),
            ("I’an,", Some("l’an,")),
            ("i867.", Some("1867.")),
            ("19O1", Some("1901")),
            ("I’m", None),
            ("I'll.", None),
            ("1er", None),
            ("50l.", None),
            ("A4", None),
            ("I", None),
            ("bàtiment", Some("bâtiment")),
            ("d'Àbdul-Aziz", Some("d'Abdul-Aziz")),
            ("dù", Some("dû")),
            ("goùt,", Some("goût,")),
            ("où,", None),
            ("OÙ", None),
            ("au-delà", None),
            ("VOILÀ", None),
            ("À", None),
            ("Il", None),
        ] {
            assert_eq!(mended(read, Language::French).as_deref(), printed, "{read}");
        }
        assert_eq!(mended("I'amour", Language::English), None);
    }
}
