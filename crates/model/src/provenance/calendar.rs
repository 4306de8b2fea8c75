//! The names of days and months, as newspapers print them.

use crate::{Language, month_names};

use super::fold::{fold, letters, nearly};

/// So long a name is known again with one letter wrong.
const FUZZY_LETTERS_MIN: usize = 5;
/// A shortened name has so many letters at least.
const SHORT_LETTERS_MIN: usize = 3;

/// Folded, from Monday on.
fn weekdays(language: Language) -> [&'static str; 7] {
    match language {
        Language::French => {
            ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
        }
        Language::English => {
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        }
        Language::German => {
            ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"]
        }
        Language::Spanish => {
            ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"]
        }
        Language::Italian => {
            ["lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"]
        }
        Language::Portuguese => {
            ["segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo"]
        }
        Language::Dutch => {
            ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
        }
    }
}

/// The month that a word names, from 1: in full, shortened (`oct.`), or misread by a letter.
pub fn month(word: &str, language: Language) -> Option<i8> {
    // Shortened otherwise than by its first letters; and the other name of a month.
    let other = match (language, fold(word).as_str()) {
        (Language::German, "maerz") => Some(3),
        (Language::German, "janner") => Some(1),
        (Language::Spanish, "setiembre") => Some(9),
        (Language::Dutch, "mrt") => Some(3),
        _ => None,
    };
    let months = month_names(language).map(fold);
    other.or_else(|| Some(known(word, &months.each_ref().map(String::as_str))? as i8 + 1))
}

/// The weekday that a word names, from Monday, 0.
pub fn weekday(word: &str, language: Language) -> Option<i8> {
    let folded = fold(word);
    if language == Language::German && letters(&folded) == "sonnabend" {
        return Some(5);
    }
    let stem = match language {
        Language::Portuguese => folded.strip_suffix("feira").unwrap_or(&folded),
        _ => &folded,
    };
    known(stem, &weekdays(language)).map(|day| day as i8)
}

fn known(word: &str, names: &[&str]) -> Option<usize> {
    let word = letters(&fold(word));
    let length = word.chars().count();
    if let Some(whole) = names.iter().position(|name| *name == word) {
        return Some(whole);
    }
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = (0..names.len()).filter(|&at| fits(names[at]));
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    if length >= SHORT_LETTERS_MIN
        && let Some(short) = only(&|name| name.starts_with(&word))
    {
        return Some(short);
    }
    if length < FUZZY_LETTERS_MIN {
        return None;
    }
    only(&|name| name.len() >= FUZZY_LETTERS_MIN && nearly(name, &word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_full_shortened_and_misread() {
        for (word, number) in [
            ("octobre", 10),
            ("OCTOBRE", 10),
            ("0ctobre", 10),
            ("oetobre", 10),
            ("oct.", 10),
            ("févr.", 2),
            ("fév", 2),
            ("août", 8),
            ("aout", 8),
            ("juil.", 7),
            ("juin", 6),
            ("déc.", 12),
            ("mai", 5),
            ("mars", 3),
            ("sept.", 9),
        ] {
            assert_eq!(month(word, Language::French), Some(number), "{word}");
        }
        for word in ["jui", "ma", "main", "cher", "", "1234"] {
            assert_eq!(month(word, Language::French), None, "{word}");
        }
        assert_eq!(month("März", Language::German), Some(3));
        assert_eq!(month("mrt.", Language::Dutch), Some(3));
    }

    #[test]
    fn weekdays_are_known_in_every_language() {
        for (word, language, day) in [
            ("Vendredi", Language::French, 4),
            ("ven.", Language::French, 4),
            ("Friday", Language::English, 4),
            ("Sonnabend", Language::German, 5),
            ("miércoles", Language::Spanish, 2),
            ("venerdì", Language::Italian, 4),
            ("sexta-feira", Language::Portuguese, 4),
            ("terça", Language::Portuguese, 1),
            ("vrijdag", Language::Dutch, 4),
        ] {
            assert_eq!(weekday(word, language), Some(day), "{word}");
        }
        assert_eq!(weekday("mar", Language::French), Some(1));
        assert_eq!(weekday("Libre", Language::French), None);
    }
}
