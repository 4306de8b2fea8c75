//! A passage of a clipping as a quotation in a post: its words, its source, and the way back to its
//! place on the scan.

use coupure_model::{ClippingId, Code, PassagePlace, Problem, Reading, WordRange};

use crate::{Answer, Desk, words};

/// Of a short citation, so many letters are proposed where no passage was chosen.
const CITATION_CHARS_MAX: usize = 400;

impl Desk {
    /// A passage (Markdown) as a quotation with its reference; without a passage, the article's
    /// first words. `place`: the words on the page that it is; else they are looked for. The
    /// reference leads the author back there, and readers nowhere.
    pub fn clipping_quotation(
        &self,
        id: ClippingId,
        passage: Option<&str>,
        place: Option<WordRange>,
    ) -> Answer<String> {
        let clipping = self.store.clipping(id)?;
        let passage = passage.map(str::trim).filter(|passage| !passage.is_empty());
        let first = || first_words(clipping.text());
        let passage = passage.map_or_else(first, str::to_owned);
        let reading = clipping.reading.as_ref();
        let found = place.or_else(|| words_saying(reading?, &passage));
        let place = PassagePlace { clipping: id, words: found };
        let title = words::clipping_title(&clipping);
        let reference = words::reference(&title, &clipping.provenance, clipping.language, &place);
        Ok(coupure_markdown::quotation(&tidied(&passage), &reference))
    }

    /// The passage of a clipping's text that begins and ends as `said` does (`La rivière … pas.`),
    /// as a quotation.
    ///
    /// # Errors
    /// `bad_argument`: the text does not say so.
    pub fn quote_clipping(&self, id: ClippingId, said: &str) -> Answer<String> {
        let clipping = self.store.clipping(id)?;
        let passage = passage_saying(clipping.text(), said).ok_or_else(|| {
            Problem::new(
                Code::BadArgument,
                "The clipping's text does not say that: give the passage as `clip text` prints it, \
                 or its first and its last words with … between them.",
            )
        })?;
        self.clipping_quotation(id, Some(passage), None)
    }
}

/// The letters and digits of a text, and where each stands: all that composing and correcting
/// leaves of a printed word.
struct Letters {
    letters: Vec<char>,
    ends: Vec<(usize, usize)>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut found = Self { letters: Vec::new(), ends: Vec::new() };
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            for lower in c.to_lowercase() {
                found.letters.push(lower);
                found.ends.push((at, at + c.len_utf8()));
            }
        }
        found
    }

    /// Where the other's letters stand in these, from the letter `from` on.
    fn find(&self, other: &Self, from: usize) -> Option<std::ops::Range<usize>> {
        let length = other.letters.len();
        if length == 0 {
            return None;
        }
        let mut windows = self.letters.get(from..)?.windows(length);
        let at = from + windows.position(|window| window == other.letters)?;
        Some(at..at + length)
    }
}

/// The words of a page that say a passage of its text.
fn words_saying(reading: &Reading, passage: &str) -> Option<WordRange> {
    let words = || reading.lines.iter().flat_map(|line| &line.words).map(|word| word.text.as_str());
    let page = Letters::of(&words().collect::<Vec<_>>().join(" "));
    let passage = passage.trim_end_matches("[…]");
    let found = page.find(&Letters::of(passage), 0)?;
    let mut owners = Vec::with_capacity(page.letters.len());
    for (number, word) in words().enumerate() {
        let letters = Letters::of(word).letters.len();
        owners.extend(std::iter::repeat_n(u32::try_from(number).ok()?, letters));
    }
    Some(WordRange { first: *owners.get(found.start)?, last: *owners.get(found.end - 1)? })
}

/// The passage of a text that is `said`, or that begins and ends so; whole words with their marks.
fn passage_saying<'t>(text: &'t str, said: &str) -> Option<&'t str> {
    let letters = Letters::of(text);
    let (first, last) = said.split_once('…').or(said.split_once("...")).unwrap_or((said, said));
    let first = letters.find(&Letters::of(first), 0)?;
    let last = match Letters::of(last) {
        last if last.letters.is_empty() => first.clone(),
        last => letters.find(&last, first.start)?,
    };
    let from = text[..letters.ends[first.start].0].rfind(char::is_whitespace);
    let from = from.map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let from = before_opening(text, from);
    let rest = &text[letters.ends[last.end - 1].1..];
    let mut length = 0;
    for (at, c) in rest.char_indices() {
        match c {
            ' ' | '\u{a0}' | '\u{202f}' => {}
            // What stands apart from the word that it follows, in French.
            ';' | ':' | '!' | '?' | '»' | '%' => length = at + c.len_utf8(),
            c if at == length && !c.is_alphanumeric() && !c.is_whitespace() => {
                length = at + c.len_utf8();
            }
            _ => break,
        }
    }
    Some(&text[from..text.len() - rest.len() + length])
}

/// A French quotation mark stands apart from the word that it opens.
fn before_opening(text: &str, at: usize) -> usize {
    let before = text[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    if before.ends_with('«') { before.len() - '«'.len_utf8() } else { at }
}

/// A piece of Markdown as it can stand by itself in a quotation: bold type that the cut left open
/// is closed, a subhead is bold and no heading of the post.
fn tidied(passage: &str) -> String {
    const BOLD: &str = "**";
    let paragraphs: Vec<&str> = passage.split("\n\n").map(str::trim).collect();
    let last = paragraphs.len() - 1;
    let tidy = |(at, paragraph): (usize, &&str)| {
        let title = paragraph.trim_start_matches('#');
        if title.len() < paragraph.len() && title.starts_with(' ') {
            let title = title.trim();
            return if title.contains(BOLD) { title.into() } else { format!("**{title}**") };
        }
        if paragraph.matches(BOLD).count() % 2 == 0 {
            return (*paragraph).to_owned();
        }
        // A mark that touches a word before it closes; it was opened before the passage.
        let closes = paragraph.split_once(BOLD).is_some_and(|(before, _)| {
            at == 0 && before.ends_with(|c: char| !c.is_whitespace() && c != '«' && c != '(')
        });
        match (closes, at == last) {
            (true, _) => format!("{BOLD}{paragraph}"),
            (false, true) => format!("{}{BOLD}", paragraph.trim_end_matches(BOLD).trim_end()),
            (false, false) => format!("{paragraph}{BOLD}"),
        }
    };
    let tidied: Vec<String> = paragraphs.iter().enumerate().map(tidy).collect();
    tidied.join("\n\n")
}

/// The first paragraph that is no heading, cut where a sentence ends.
fn first_words(text: &str) -> String {
    let mut paragraphs = text.split("\n\n").map(str::trim);
    let first = paragraphs.find(|part| !part.is_empty() && !part.starts_with('#'));
    let first = first.unwrap_or_default();
    if first.chars().count() <= CITATION_CHARS_MAX {
        return first.to_owned();
    }
    let cut: String = first.chars().take(CITATION_CHARS_MAX).collect();
    let sentence = cut.rfind(['.', '!', '?', '…']).map(|at| &cut[..at]);
    let end = match sentence {
        Some(sentence) if sentence.len() > cut.len() / 3 => {
            sentence.len() + cut[sentence.len()..].chars().next().map_or(0, char::len_utf8)
        }
        _ => cut.rfind(' ').unwrap_or(cut.len()),
    };
    format!("{} […]", cut[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use coupure_model::{Line, Rect, Word};

    use super::*;

    fn reading(words: &[&str]) -> Reading {
        let word =
            |text: &&str| Word { text: (*text).to_owned(), area: Rect::default(), confidence: 1.0 };
        let lines = words
            .chunks(2)
            .map(|two| Line { words: two.iter().map(word).collect(), ..Line::default() });
        Reading { lines: lines.collect(), ..Reading::default() }
    }

    #[test]
    fn the_words_of_a_passage_are_found_over_hyphens_and_marks() {
        let page = reading(&["Titre", "La", "ri-", "vière", "n’attend", "pas.", "«Non!»"]);
        let found = |passage| words_saying(&page, passage).map(|w| (w.first, w.last));
        assert_eq!(found("La **rivière** n'attend pas"), Some((1, 5)));
        assert_eq!(found("rivière n’attend pas. […]"), Some((2, 5)));
        assert_eq!(found("«\u{a0}Non\u{202f}!\u{a0}»"), Some((6, 6)));
        assert_eq!(found("Un ruisseau"), None);
        assert_eq!(found("…"), None);
    }

    #[test]
    fn a_passage_is_told_by_its_first_and_last_words() {
        let text = "Il dit\u{a0}: «\u{a0}La rivière monte\u{202f}!\u{a0}» Puis elle s’en va.";
        let quoted = "«\u{a0}La rivière monte\u{202f}!\u{a0}»";
        assert_eq!(passage_saying(text, "la rivière monte"), Some(quoted));
        assert_eq!(passage_saying(text, "La… monte !"), Some(quoted));
        assert_eq!(passage_saying(text, "Puis ... va"), Some("Puis elle s’en va."));
        assert_eq!(passage_saying(text, "Puis …"), Some("Puis"));
        assert_eq!(passage_saying(text, "va … Puis"), None);
        assert_eq!(passage_saying("Un « pont ». (Oui)", "pont"), Some("« pont »."));
        assert_eq!(passage_saying(text, ""), None);
    }

    #[test]
    fn what_the_cut_left_open_is_closed() {
        assert_eq!(tidied("monte\u{202f}?** Non."), "**monte\u{202f}?** Non.");
        assert_eq!(tidied("Non. **Et puis"), "Non. **Et puis**");
        assert_eq!(tidied("**Tout** va."), "**Tout** va.");
        assert_eq!(tidied("Avant.\n\n### Après\n\nLa fin."), "Avant.\n\n**Après**\n\nLa fin.");
        assert_eq!(tidied("#tag"), "#tag");
    }

    #[test]
    fn a_citation_is_cut_where_a_sentence_ends() {
        assert_eq!(first_words("### Titre\n\nUn village.\n\nSuite."), "Un village.");
        let long = format!("### T\n\n{} Il se tait. {}", "Un mot.".repeat(40), "mot ".repeat(60));
        let cut = first_words(&long);
        assert!(cut.ends_with("Il se tait. […]"), "{cut}");
        let endless = first_words(&"mot ".repeat(200));
        assert!(endless.ends_with("mot […]") && endless.len() < 410, "{endless}");
        assert_eq!(first_words(""), "");
    }
}
