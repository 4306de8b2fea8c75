//! The characters that are read: Latin letters of the seven languages, digits, punctuation.

use coupure_model::Language;

/// What comes out of the recogniser's head, class by class. Class 0 is CTC's blank.
#[derive(Debug, Clone)]
pub struct Alphabet {
    /// The character of each class; `None` for the blank.
    pub characters: Vec<Option<char>>,
}

/// Punctuation and signs of newspapers beside ASCII and Latin-1.
const SIGNS: &str = "–—‘’“”„‚‹›†‡•…‰€™№";

/// ASCII and Latin-1 characters that no newspaper of the seven languages prints, and that would
/// only take the place of others.
const NEVER: &str = "¢¤¥¦¨¬®¯´µ¸¹ÐÝÞðýþ÷¶^`{}\\|~";

/// Letters beside ASCII that a language writes, lower case. French has *æ*, *ü* and *ÿ* in a few
/// words only, and reads them where *œ*, *û* and *y* are printed: they count as foreign.
fn own_letters(language: Language) -> &'static str {
    match language {
        Language::French => "àâçéèêëîïôœùû",
        Language::English => "éèêç",
        Language::German => "äöüß",
        Language::Spanish => "áéíóúüñ",
        Language::Italian => "àèéìíîòóùú",
        Language::Portuguese => "ãõáéíóúâêôàç",
        Language::Dutch => "éëïóöüèĳ",
    }
}

fn is_kept(c: char) -> bool {
    let latin = matches!(c, ' '..='~' | '\u{a1}'..='\u{ff}' | 'Œ' | 'œ' | 'Ÿ');
    (latin && !NEVER.contains(c)) || SIGNS.contains(c)
}

impl Alphabet {
    /// From the model's `character` list (one a line): the alphabet to read with, the indices of
    /// its classes in the model, and the number of classes there.
    ///
    /// PaddleOCR's convention: the blank comes first, the space last. A list of its own file ends
    /// its lines as Windows does, and the last one too.
    pub fn from_model(list: &str) -> (Self, Vec<usize>, usize) {
        let list = list.strip_suffix('\n').unwrap_or(list);
        let all: Vec<&str> = list.split('\n').map(|e| e.trim_end_matches('\r')).collect();
        let classes = all.len() + 2;
        let mut characters = vec![None];
        let mut kept = vec![0];
        for (i, entry) in all.iter().enumerate() {
            let mut chars = entry.chars();
            if let (Some(c), None) = (chars.next(), chars.next())
                && is_kept(c)
                && c != ' '
            {
                characters.push(Some(c));
                kept.push(i + 1);
            }
        }
        characters.push(Some(' '));
        kept.push(classes - 1);
        (Self { characters }, kept, classes)
    }

    /// How much each class is believed: a letter that the language does not write has to be seen
    /// more clearly than one that it does.
    pub fn weights(&self, language: Language) -> Vec<f32> {
        let own = own_letters(language);
        self.characters
            .iter()
            .map(|c| match c {
                Some(c) if c.is_alphabetic() && !c.is_ascii() => {
                    let lower = c.to_lowercase().next().unwrap_or(*c);
                    if own.contains(lower) { 1.0 } else { FOREIGN_WEIGHT }
                }
                _ => 1.0,
            })
            .collect()
    }
}

/// Measured on French newsprint; names such as « Zürich » still come through.
const FOREIGN_WEIGHT: f32 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blank_is_first_the_space_last_and_chinese_is_left_out() {
        let (alphabet, kept, classes) = Alphabet::from_model("a\n中\né\nœ\n«\n’\n\u{3b1}");
        assert_eq!(
            alphabet.characters,
            [None, Some('a'), Some('é'), Some('œ'), Some('«'), Some('’'), Some(' ')]
        );
        assert_eq!(kept, [0, 1, 3, 4, 5, 6, 8]);
        assert_eq!(classes, 9);
    }

    #[test]
    fn a_list_in_a_file_of_its_own_is_read_alike() {
        let (inside, beside) =
            (Alphabet::from_model("a\né\n‘"), Alphabet::from_model("a\r\né\r\n‘\r\n"));
        assert_eq!((inside.0.characters, inside.1, inside.2), {
            (beside.0.characters, beside.1, beside.2)
        });
    }

    #[test]
    fn every_letter_of_every_language_is_kept() {
        for language in Language::ALL {
            for c in own_letters(language).chars().filter(|&c| c != 'ĳ') {
                assert!(is_kept(c), "{c} of {language}");
                assert!(c == 'ß' || c.to_uppercase().all(is_kept), "capital {c} of {language}");
            }
        }
    }
}
