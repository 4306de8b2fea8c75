//! What a page itself says of where it comes from: the folio line, and who signed the article.
//!
//! Pure, over lines of text. What is found is a proposal: the caller shows it, and takes nothing
//! that the author has not taken.

mod byline;
mod calendar;
mod dates;
mod fold;
mod folio;

use crate::{Date, Language, Reading, Role};

pub use byline::{Byline, byline, signature};
pub use folio::{Folio, folio};

/// A line is read for a folio up to so many letters; so many at either end of the page.
const FOLIO_CHARS_MAX: usize = 120;
const END_LINES: usize = 2;

/// What the page says of itself; empty: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    pub folio: Folio,
    pub byline: Option<Byline>,
}

impl Said {
    /// The date, unless the weekday printed beside it is another day's.
    pub fn date(&self) -> Option<Date> {
        self.folio.date.filter(|_| self.folio.weekday_agrees != Some(false))
    }
}

/// Reads what a page says of itself. `known`: newspapers named before.
pub fn said(reading: &Reading, language: Language, known: &[&str]) -> Said {
    let is_furniture = |line: &&crate::Line| line.role == Role::Furniture;
    let (furniture, body): (Vec<_>, Vec<_>) = reading.lines.iter().partition(is_furniture);
    let (mut folios, mut body): (Vec<String>, Vec<String>) =
        (furniture.into_iter().map(text_of).collect(), body.into_iter().map(text_of).collect());
    if folios.is_empty() {
        // Read before roles were told: what is none of the text.
        folios = body.drain(..left_out(&body, &reading.text)).collect();
    }
    let short = |line: &&str| line.chars().count() <= FOLIO_CHARS_MAX;
    let body: Vec<&str> = body.iter().map(String::as_str).collect();
    let mut folios: Vec<&str> = folios.iter().map(String::as_str).filter(short).collect();
    // Where no rule parts it from the text, a line at an end of the page is a folio by its date.
    let ends = body.iter().take(END_LINES).chain(body.iter().rev().take(END_LINES));
    folios.extend(ends.copied().filter(short).filter(|line| is_folio(line, language)));
    Said { folio: folio(&folios, language, known), byline: byline(&body, language) }
}

/// How many of the first lines were read and are none of the text.
fn left_out(lines: &[String], text: &str) -> usize {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(30).collect::<String>();
    let begins = letters(text);
    if begins.is_empty() {
        return 0;
    }
    let is_first = |line: &String| {
        let line = letters(line);
        !line.is_empty() && (begins.starts_with(&line) || line.starts_with(&begins))
    };
    lines.iter().position(is_first).unwrap_or(0)
}

fn text_of(line: &crate::Line) -> String {
    line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A whole date, and hardly anything beside it that is no name, page or edition.
fn is_folio(line: &str, language: Language) -> bool {
    const OTHER_WORDS_MAX: usize = 8;
    let words: Vec<&str> = line.split_whitespace().collect();
    let ends_a_sentence = line.trim_end().ends_with(['.', '!', '?', ',', '-']);
    match dates::find(&words, language) {
        Some((_, place)) => {
            words.len() - place.len() <= OTHER_WORDS_MAX && !ends_a_sentence && {
                let before = place.start.checked_sub(1).map(|at| fold::fold(words[at]));
                !matches!(
                    before.as_deref(),
                    Some("le" | "du" | "au" | "on" | "am" | "vom" | "el" | "il" | "op" | "em")
                )
            }
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Line, Rect, Word};

    use super::*;

    fn reading(lines: &[&str], text: &str) -> Reading {
        let word = |text: &str| Word { text: text.into(), area: Rect::default(), confidence: 1.0 };
        let line =
            |text: &&str| Line { words: text.split(' ').map(word).collect(), ..Line::default() };
        let lines = lines.iter().map(line).collect();
        Reading { width_px: 1, height_px: 1, lines, text: text.into(), ..Reading::default() }
    }

    #[test]
    fn what_was_left_out_of_the_text_is_read_for_its_folio() {
        let reading = reading(
            &[
                "L'ÉCHO DU VAL Samedi 11 octobre 2025 7",
                "Un village",
                "Recueilli par Anaïs Le Goff",
            ],
            "### Un village\n\nRecueilli par Anaïs Le Goff",
        );
        let said = said(&reading, Language::French, &[]);
        assert_eq!(said.folio.newspaper, "L'Écho du Val");
        assert_eq!(said.date().unwrap().to_string(), "2025-10-11");
        assert_eq!(said.folio.page, "7");
        let byline = said.byline.unwrap();
        assert_eq!((byline.interview, byline.name.as_str()), (true, "Anaïs Le Goff"));
    }

    #[test]
    fn a_dated_line_at_an_end_of_the_page_is_a_folio_and_a_sentence_is_none() {
        let text = "Un village\n\nLe maire est élu depuis";
        let lines =
            ["Un village", "Le maire est élu depuis", "Le Maine Libre Vendredi 28 octobre 2016 3"];
        let with = said(&reading(&lines, text), Language::French, &[]);
        assert_eq!(with.folio.newspaper, "Le Maine Libre");
        for sentence in ["Il est né le vendredi 28 octobre 2016 à", "depuis le 28 octobre 2016."]
        {
            let lines = ["Un village", sentence];
            let without = said(&reading(&lines, text), Language::French, &[]);
            assert_eq!(without.folio, Folio::default(), "{sentence}");
        }
    }

    #[test]
    fn a_date_that_its_weekday_belies_is_not_taken() {
        let reading = reading(&["Samedi 28 octobre 2016 3", "Un village"], "Un village");
        let said = said(&reading, Language::French, &[]);
        assert!(said.folio.date.is_some());
        assert_eq!(said.date(), None);
    }
}
