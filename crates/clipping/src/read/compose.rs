//! Lines become Markdown paragraphs.
//!
//! Line ends disappear, and with them the hyphens that only a line end made ([`hyphen`]). Spaces
//! around French punctuation and quotes are left as read: typography sets them. What Markdown
//! would take for a sign of its own is escaped; a dash that opens speech becomes an em dash.

mod escape;
mod hyphen;
mod joining;

use coupure_model::{Language, Line, Role};

use self::hyphen::{Evidence, Joint};
pub use self::joining::join_texts;

/// The paragraphs of lines in reading order, blank lines between; headings of the third level,
/// bold lines in `**`.
pub fn compose(lines: &[Line], language: Language) -> String {
    let evidence = Evidence::of(lines);
    let mut out = String::new();
    for paragraph in lines.chunk_by(|a, b| a.paragraph == b.paragraph && a.heading == b.heading) {
        let pieces = join(paragraph, language, &evidence);
        let text = if paragraph[0].heading {
            let text: Vec<String> = pieces.iter().map(|p| escape::inline(&p.text)).collect();
            if text.is_empty() { String::new() } else { format!("### {}", text.join(" ")) }
        } else {
            marked(&pieces)
        };
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&text);
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
    let pieces = join(lines, Language::French, &Evidence::of(lines));
    let texts: Vec<String> = pieces.into_iter().map(|piece| piece.text).collect();
    texts.join(" ")
}

/// A part of a paragraph in one weight.
struct Piece {
    text: String,
    bold: bool,
}

/// The text of one paragraph on one line, in pieces that a space parts.
fn join(lines: &[Line], language: Language, evidence: &Evidence) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        let mut words = line.words.iter().map(|w| w.text.trim()).filter(|w| !w.is_empty());
        let Some(first) = words.next() else { continue };
        let text = pieces.last().map_or("", |piece| &piece.text);
        let joint = hyphen::joint(text, first, language, evidence);
        match (pieces.last_mut(), joint) {
            (None, _) => pieces.push(Piece { text: String::new(), bold: line.bold }),
            (Some(piece), Joint::Space) if piece.bold != line.bold => {
                pieces.push(Piece { text: String::new(), bold: line.bold });
            }
            (Some(piece), Joint::Space) => piece.text.push(' '),
            (Some(piece), Joint::Drop) => {
                piece.text.pop();
            }
            (Some(_), Joint::Start | Joint::Keep) => {}
        }
        let piece = pieces.last_mut().expect("one was pushed where there was none");
        piece.text.push_str(first);
        for word in words {
            piece.text.push(' ');
            piece.text.push_str(word);
        }
    }
    pieces
}

/// The paragraph as Markdown.
fn marked(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        let text =
            if i == 0 { escape::paragraph(&piece.text) } else { escape::inline(&piece.text) };
        if i > 0 {
            out.push(' ');
        }
        // A sign alone, such as a rule of dashes, has no weight.
        if piece.bold && piece.text.chars().any(char::is_alphanumeric) {
            out.push_str(&format!("**{text}**"));
        } else {
            out.push_str(&text);
        }
    }
    out
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
    fn bold_lines_are_bold_in_the_text_and_a_word_is_never_cut_by_it() {
        let bold = |text: &str, paragraph| Line { bold: true, ..line(text, paragraph, false) };
        let lines = [
            bold("« Pourquoi avoir gar-", 0),
            bold("dé ce lavoir ? »", 0),
            line("Parce qu'il sert.", 1, false),
            bold("Jean Dupont :", 2),
            line("il le faut.", 2, false),
            bold("- Et main-", 3),
            line("tenant ?", 3, false),
        ];
        assert_eq!(
            compose(&lines, Language::French),
            "**« Pourquoi avoir gardé ce lavoir ? »**\n\nParce qu'il sert.\n\n\
             **Jean Dupont :** il le faut.\n\n**— Et maintenant ?**"
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
                ("[-a-zA-Zéœ'’0-9.,*_#<>&\\[\\] —«»]{0,30}", 0_u32..2, any::<(bool, bool)>()), 0..30)
        ) {
            let mut paragraph = 0;
            let lines: Vec<Line> = texts
                .iter()
                .map(|(text, step, (heading, bold))| {
                    paragraph += step;
                    Line { bold: *bold, ..line(text, paragraph, *heading) }
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
