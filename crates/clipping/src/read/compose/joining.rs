//! The texts of several pictures of one article, put together.

use coupure_model::Language;

use super::hyphen::{Evidence, Joint, joint};

/// A shorter last paragraph without a full stop is a signature or a heading, not half a sentence.
const HALF_SENTENCE_CHARS_MIN: usize = 60;

/// Joins the texts in order. A word that is hyphenated over a joint and a sentence that goes over
/// it are whole again; else a new paragraph begins.
pub fn join_texts<'a>(texts: impl IntoIterator<Item = &'a str>, language: Language) -> String {
    let mut whole = String::new();
    for text in texts {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let last = whole.rsplit("\n\n").next().unwrap_or_default();
        let first_word = text.split_whitespace().next().unwrap_or_default();
        match seam(last, text, first_word, language) {
            Seam::Paragraph => whole.push_str(if whole.is_empty() { "" } else { "\n\n" }),
            Seam::Space => whole.push(' '),
            Seam::Keep => {}
            Seam::Drop => {
                whole.pop();
            }
        }
        whole.push_str(text);
    }
    whole
}

enum Seam {
    Paragraph,
    Space,
    Keep,
    Drop,
}

fn seam(last: &str, next: &str, first_word: &str, language: Language) -> Seam {
    // A heading, a quotation, a list: the structure of Markdown, not of a sentence.
    let is_apart = |text: &str| text.starts_with(['#', '>', '*', '+', '|', '!', '-']);
    if last.is_empty() || is_apart(last) || is_apart(next) {
        return Seam::Paragraph;
    }
    match joint(last, first_word, language, &Evidence::default()) {
        Joint::Drop => return Seam::Drop,
        Joint::Keep => return Seam::Keep,
        Joint::Start | Joint::Space => {}
    }
    let ended = last
        .trim_end_matches(|c: char| c.is_whitespace() || "»”\"’')]*_".contains(c))
        .ends_with(['.', '!', '?', '…', ':']);
    let begins_small = next.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    let goes_on = begins_small || last.chars().count() >= HALF_SENTENCE_CHARS_MIN;
    if !ended && goes_on { Seam::Space } else { Seam::Paragraph }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(texts: &[&str]) -> String {
        join_texts(texts.iter().copied(), Language::French)
    }

    #[test]
    fn a_word_and_a_sentence_that_go_over_the_joint_are_whole_again() {
        assert_eq!(french(&["Le conseil muni-", "cipal vote."]), "Le conseil municipal vote.");
        assert_eq!(french(&["Il sera peut-", "être là."]), "Il sera peut-être là.");
        assert_eq!(
            french(&["# Titre\n\nLe maire a dit", "non."]),
            "# Titre\n\nLe maire a dit non."
        );
        let long = "Le maire de la commune a reçu hier soir le président de la";
        let long = format!("{long} jeune");
        assert_eq!(french(&[&long, "République."]), format!("{long} République."));
    }

    #[test]
    fn a_sentence_that_ended_a_signature_and_a_heading_begin_a_new_paragraph() {
        assert_eq!(french(&["Il vota.", "Puis il sortit."]), "Il vota.\n\nPuis il sortit.");
        assert_eq!(french(&["«\u{a0}Non.\u{a0}»", "il sortit"]), "«\u{a0}Non.\u{a0}»\n\nil sortit");
        assert_eq!(french(&["Jean Petit", "Le lendemain"]), "Jean Petit\n\nLe lendemain");
        assert_eq!(french(&["## Suite", "le maire"]), "## Suite\n\nle maire");
        assert_eq!(french(&["le maire dit-", "## Suite"]), "le maire dit-\n\n## Suite");
        assert_eq!(french(&["", "  Un.  ", "", "Deux."]), "Un.\n\nDeux.");
    }
}
