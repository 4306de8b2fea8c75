//! Lines become Markdown paragraphs.
//!
//! Line ends disappear, and with them the hyphens that only a line end made ([`hyphen`]). Spaces
//! around French punctuation and quotes are left as read: typography sets them. What Markdown
//! would take for a sign of its own is escaped; a dash that opens speech becomes an em dash.

mod escape;
mod hyphen;

use coupure_model::{Language, Line, Role};

use self::hyphen::{Evidence, Joint};

/// The paragraphs of lines in reading order, blank lines between; headings of the third level.
pub fn compose(lines: &[Line], language: Language) -> String {
    let evidence = Evidence::of(lines);
    let mut out = String::new();
    for paragraph in lines.chunk_by(|a, b| a.paragraph == b.paragraph && a.heading == b.heading) {
        let text = join(paragraph, language, &evidence);
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        if paragraph[0].heading {
            out.push_str("### ");
            out.push_str(&escape::inline(&text));
        } else {
            out.push_str(&escape::paragraph(&text));
        }
    }
    out
}

/// The text of a reading: its lines without the page's furniture.
pub fn compose_articles(lines: &[Line], language: Language) -> String {
    let of_articles = lines.iter().filter(|line| line.role != Role::Furniture);
    compose(&of_articles.cloned().collect::<Vec<_>>(), language)
}

/// The words of lines on one line, as they are said, not as Markdown writes them.
pub fn plain(lines: &[Line]) -> String {
    join(lines, Language::French, &Evidence::of(lines))
}

/// The text of one paragraph on one line.
fn join(lines: &[Line], language: Language, evidence: &Evidence) -> String {
    let mut text = String::new();
    for line in lines {
        let mut words = line.words.iter().map(|w| w.text.trim()).filter(|w| !w.is_empty());
        let Some(first) = words.next() else { continue };
        match hyphen::joint(&text, first, language, evidence) {
            Joint::Start => {}
            Joint::Space => text.push(' '),
            Joint::Keep => {}
            Joint::Drop => {
                text.pop();
            }
        }
        text.push_str(first);
        for word in words {
            text.push(' ');
            text.push_str(word);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use coupure_model::{Rect, Word};
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str, paragraph: u32, heading: bool) -> Line {
        let word = |text: &str| Word { text: text.into(), area: Rect::default(), confidence: 1.0 };
        Line {
            words: text.split(' ').filter(|w| !w.is_empty()).map(word).collect(),
            paragraph,
            heading,
            ..Line::default()
        }
    }

    #[test]
    fn lines_become_paragraphs_and_headings_with_their_line_ends_undone() {
        let lines = [
            line("Le feu au", 0, true),
            line("Grand-Hôtel", 0, true),
            line("Un autre bâti-", 1, false),
            line("ment qui brûle, dit-", 1, false),
            line("il.", 1, false),
            line("- Vraiment ?", 2, false),
            line("1901. Rien.", 3, false),
        ];
        assert_eq!(
            compose(&lines, Language::French),
            "### Le feu au Grand-Hôtel\n\nUn autre bâtiment qui brûle, dit-il.\n\n\
             — Vraiment ?\n\n1901\\. Rien."
        );
    }

    #[test]
    fn nothing_read_is_nothing_composed() {
        assert_eq!(compose(&[], Language::French), "");
        assert_eq!(compose(&[line("", 0, false)], Language::French), "");
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    }

    proptest! {
        #[test]
        fn no_letter_and_no_digit_is_lost_or_moved(
            texts in proptest::collection::vec(
                ("[-a-zA-Zéœ'’0-9.,*_#<>&\\[\\] —«»]{0,30}", 0_u32..2, any::<bool>()), 0..30)
        ) {
            let mut paragraph = 0;
            let lines: Vec<Line> = texts
                .iter()
                .map(|(text, step, heading)| {
                    paragraph += step;
                    line(text, paragraph, *heading)
                })
                .collect();
            for language in Language::ALL {
                let all: String = texts.iter().map(|t| letters(&t.0)).collect();
                prop_assert_eq!(letters(&compose(&lines, language)), all);
            }
        }

        #[test]
        fn every_word_within_a_line_is_a_word_of_the_text(
            texts in proptest::collection::vec("[a-zé]{1,8} [a-zé]{1,8} [a-zé]{1,8}-?", 1..12)
        ) {
            let lines: Vec<Line> = texts.iter().map(|t| line(t, 0, false)).collect();
            let text = compose(&lines, Language::French);
            let words: Vec<&str> = text.split_whitespace().collect();
            for line in &lines {
                prop_assert!(words.contains(&line.words[1].text.as_str()));
            }
        }
    }
}
