//! The folio line: newspaper, date, edition and page number, as they stand above or below a page.

use std::ops::Range;

use crate::{Date, Language};

use super::{
    calendar::{month, weekday},
    dates,
    fold::{fold, letters, number},
};

/// A line that is longer is text.
const WORDS_MAX: usize = 40;
/// A newspaper's name has so many words at most.
const NAME_WORDS_MAX: usize = 6;
const EDITION_WORDS_MAX: usize = 4;
const PAGE_MAX: u16 = 999;
/// What parts a line.
const SIGNS: [char; 9] = [';', '|', '•', '·', '■', '●', '*', '(', ')'];

/// What a folio line says; empty: nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folio {
    pub newspaper: String,
    pub date: Option<Date>,
    /// Whether the weekday that is printed is the date's; `None`: none is printed.
    pub weekday_agrees: Option<bool>,
    pub page: String,
    pub edition: String,
}

/// Reads folio lines, the first that says a thing wins. `known`: newspapers that the author has
/// named before, looked for first and given back as they were spelt.
pub fn folio(lines: &[&str], language: Language, known: &[&str]) -> Folio {
    let mut found = Folio::default();
    let mut marked = false;
    for line in lines {
        let of_line = Line::new(line, language).read(known);
        if found.date.is_none() {
            found.date = of_line.folio.date;
            found.weekday_agrees = of_line.folio.weekday_agrees;
        }
        // `p. 3` is surer than a bare number.
        if found.page.is_empty() || of_line.page_is_marked && !marked {
            marked |= of_line.page_is_marked;
            if !of_line.folio.page.is_empty() {
                found.page = of_line.folio.page;
            }
        }
        if found.newspaper.is_empty() {
            found.newspaper = of_line.folio.newspaper;
        }
        if found.edition.is_empty() {
            found.edition = of_line.folio.edition;
        }
    }
    found
}

struct ReadLine {
    folio: Folio,
    page_is_marked: bool,
}

/// The words of a line, what they were taken for, and where a part of the line ends.
struct Line<'a> {
    language: Language,
    whole: &'a str,
    words: Vec<&'a str>,
    /// A sign between parts stands before the word.
    parted: Vec<bool>,
    /// Taken for a date, a page, a price…: not the newspaper's name.
    used: Vec<bool>,
}

impl<'a> Line<'a> {
    fn new(whole: &'a str, language: Language) -> Self {
        let mut line =
            Self { language, whole, words: Vec::new(), parted: Vec::new(), used: Vec::new() };
        let mut parted = false;
        for piece in whole.split_whitespace().flat_map(|token| token.split_inclusive(SIGNS)) {
            // A comma within a number parts nothing: `1,10 €`.
            let word = piece.trim_end_matches(SIGNS).trim_matches(',');
            if !word.is_empty() {
                for word in parts_of(word, language) {
                    line.words.push(word);
                    line.parted.push(std::mem::take(&mut parted));
                }
            }
            parted |= word.len() < piece.len();
        }
        line.words.truncate(WORDS_MAX);
        line.used =
            line.words.iter().map(|word| word.chars().all(|c| "-–—/".contains(c))).collect();
        line
    }

    fn read(mut self, known: &[&str]) -> ReadLine {
        let mut folio = Folio::default();
        if let Some((printed, place)) = dates::find(&self.words, self.language) {
            folio.date = Some(printed.date);
            folio.weekday_agrees = printed.weekday_agrees;
            self.take(place);
        }
        self.drop_noise();
        let marked = self.marked_page();
        let page_is_marked = marked.is_some();
        folio.page = marked.or_else(|| self.bare_page()).unwrap_or_default();
        folio.edition = self.edition().unwrap_or_default();
        folio.newspaper = known_in(self.whole, known)
            .or_else(|| self.newspaper(folio.date.is_some()))
            .unwrap_or_default();
        ReadLine { folio, page_is_marked }
    }

    fn take(&mut self, place: Range<usize>) {
        self.used[place].fill(true);
    }

    /// Numbers of issues, prices, addresses of sites: `N° 22 345`, `1,10 €`, `www.journal.example`.
    fn drop_noise(&mut self) {
        for at in 0..self.words.len() {
            let word = self.words[at];
            let folded = fold(word);
            let figures = |word: &str| word.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
            if matches!(folded.as_str(), "n" | "no" | "nr" | "num" | "numero" | "nº" | "issue")
                && (word.len() > 1 && word.contains(['°', 'º', '.']) || folded.len() > 2)
            {
                let end = (at + 1..self.words.len()).find(|&i| !figures(self.words[i]));
                // The last number may be the page's, where it stands apart.
                self.take(at..end.unwrap_or(self.words.len()).min(at + 3));
            } else if word.contains(['€', '$', '£']) || matches!(folded.as_str(), "euro" | "euros")
            {
                let after = self.words.get(at + 1).is_some_and(|next| figures(next));
                self.take(at..at + 1 + usize::from(after && word.len() <= '€'.len_utf8()));
                for before in (at.saturating_sub(2)..at).rev() {
                    if figures(self.words[before]) {
                        self.take(before..before + 1);
                    }
                }
            } else if folded.starts_with("www") || word.contains('@') || is_site(word) {
                self.take(at..at + 1);
            }
        }
    }

    /// `p. 3`, `PAGE 3`, `p.3`, `S. 12`, `pág. 4`.
    fn marked_page(&mut self) -> Option<String> {
        for at in 0..self.words.len() {
            if self.used[at] {
                continue;
            }
            let word = self.words[at];
            if self.is_page_mark(word)
                && let Some(page) = self.words.get(at + 1).and_then(|next| page_number(next))
                && !self.used[at + 1]
            {
                self.take(at..at + 2);
                return Some(page);
            }
            let glued = word.split_once('.').filter(|(mark, _)| self.is_page_mark(mark));
            if let Some(page) = glued.and_then(|(_, number)| page_number(number)) {
                self.take(at..at + 1);
                return Some(page);
            }
        }
        None
    }

    fn is_page_mark(&self, word: &str) -> bool {
        let folded = fold(word);
        let own: &[&str] = match self.language {
            Language::German => &["s", "seite"],
            Language::Spanish | Language::Portuguese => &["pag", "pagina"],
            Language::Italian => &["pag", "pagina"],
            Language::Dutch => &["blz", "pagina", "pag"],
            Language::French | Language::English => &["pg"],
        };
        let everywhere = ["p", "pp", "page", "pages"];
        everywhere.contains(&folded.as_str()) || own.contains(&folded.as_str())
    }

    /// A number alone at the one or the other end of the line.
    fn bare_page(&mut self) -> Option<String> {
        let last = self.words.len().checked_sub(1)?;
        let at = |i: usize| (!self.used[i]).then(|| page_number(self.words[i])).flatten();
        let is_title = self.titled_by_number(0);
        let first = at(0).filter(|_| !is_title);
        let (place, page) = match (first, at(last)) {
            (Some(page), None) => (0, page),
            (Some(page), Some(_)) if last == 0 => (0, page),
            (None, Some(page)) => (last, page),
            _ => return None,
        };
        self.take(place..place + 1);
        Some(page)
    }

    /// `20 Minutes`, `24 heures`: a number that begins a name.
    fn titled_by_number(&self, at: usize) -> bool {
        let next = self.words.get(at + 1).map(|word| fold(word)).unwrap_or_default();
        number(self.words[at]).is_some() && matches!(next.as_str(), "minutes" | "heures")
    }

    /// `Édition Sarthe`, `édition du Mans`, `Late City Edition`.
    fn edition(&mut self) -> Option<String> {
        let word = match self.language {
            Language::French | Language::English => "edition",
            Language::German => "ausgabe",
            Language::Spanish => "edicion",
            Language::Italian => "edizione",
            Language::Portuguese => "edicao",
            Language::Dutch => "editie",
        };
        let at = (0..self.words.len())
            .find(|&i| !self.used[i] && letters(&fold(self.words[i])) == word)?;
        let mut place = self.run(at + 1, EDITION_WORDS_MAX);
        if self.language == Language::English && place.is_empty() {
            let from = (at.saturating_sub(3)..at).rev().take_while(|&i| {
                !self.used[i]
                    && !self.parted[i + 1]
                    && self.words[i].starts_with(char::is_uppercase)
            });
            place = from.last().unwrap_or(at)..at;
        }
        let edition = self.words[place.clone()].join(" ");
        self.take(place.start.min(at)..place.end.max(at + 1));
        (!edition.is_empty()).then(|| readable(&edition))
    }

    /// The words from `from` on that belong together.
    fn run(&self, from: usize, most: usize) -> Range<usize> {
        let ends = |&i: &usize| self.used[i] || (i > from && self.parted[i]);
        let limit = (from + most).min(self.words.len());
        from.min(limit)..(from..limit).find(ends).unwrap_or(limit)
    }

    /// The part of the line that looks most like a newspaper's name.
    fn newspaper(&self, dated: bool) -> Option<String> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let name =
                self.used[at] || (number(self.words[at]).is_some() && !self.titled_by_number(at));
            if name {
                at += 1;
                continue;
            }
            let part = self.run(at, usize::MAX - at);
            at = part.end;
            parts.push(part);
        }
        parts.retain(|part| {
            let words = &self.words[part.clone()];
            let letters: usize = words.iter().map(|word| fold(word).len()).sum();
            words.len() <= NAME_WORDS_MAX && letters >= 3
        });
        let alone = parts.len() == 1 && dated;
        let best = parts
            .into_iter()
            .map(|part| (likeness(&self.words[part.clone()]), part))
            .max_by_key(|(likeness, part)| (*likeness, std::cmp::Reverse(part.start)))?;
        let (likeness, part) = best;
        (likeness > 0 || alone).then(|| readable(&self.words[part].join(" ")))
    }
}

/// `28octobre2016` as three words; any other word as it is.
fn parts_of(word: &str, language: Language) -> Vec<&str> {
    let known = month(word, language).is_some() || weekday(word, language).is_some();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if known || digits == 0 {
        return vec![word];
    }
    let mut runs: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in word.char_indices() {
        let turns = before.is_some_and(|b| {
            b.is_ascii_digit() && c.is_alphabetic() || b.is_alphabetic() && c.is_ascii_digit()
        });
        if turns {
            runs.push(&word[start..at]);
            start = at;
        }
        before = Some(c);
    }
    runs.push(&word[start..]);
    let is_word = |run: &&str| {
        let marks = run.trim_end_matches('.');
        month(run, language).is_some() || fold(marks) == "page"
    };
    if runs.iter().any(is_word) { runs } else { vec![word] }
}

/// A page's number: `3`, `l2`, `A3`, `4-5`; after `p.` also `IV`.
fn page_number(word: &str) -> Option<String> {
    let word = word.trim_matches(['.', ',', ':']);
    let plain = |word: &str| number(word).filter(|n| (1..=PAGE_MAX).contains(n));
    if word.chars().count() <= 3
        && let Some(page) = plain(word)
    {
        return Some(page.to_string());
    }
    if let Some((from, to)) = word.split_once(['-', '–', '/']) {
        let (from, to) = (plain(from)?, plain(to)?);
        return (from < to).then(|| format!("{from}-{to}"));
    }
    let section = word.strip_prefix(|c: char| c.is_ascii_uppercase())?;
    let digits = (1..=2).contains(&section.len()) && section.chars().all(|c| c.is_ascii_digit());
    digits.then(|| word.to_owned())
}

fn is_site(word: &str) -> bool {
    let end = word.rsplit('.').next().unwrap_or_default();
    word.contains('.')
        && !word.ends_with('.')
        && ["fr", "com", "de", "es", "it", "pt", "nl", "be", "ch", "net", "org", "uk", "eu", "info"]
            .contains(&end.to_ascii_lowercase().as_str())
}

/// The newspaper used before that a line names, spelt as it was then; the longest of several.
fn known_in(line: &str, known: &[&str]) -> Option<String> {
    const LETTERS_MIN: usize = 3;
    let words = |text: &str| {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .map(|word| letters(&fold(word)))
            .filter(|word| !word.is_empty())
            .collect();
        format!(" {} ", words.join(" "))
    };
    let line = words(line);
    let found = known.iter().filter(|name| {
        let name = words(name);
        name.trim().len() >= LETTERS_MIN && line.contains(&name)
    });
    found.max_by_key(|name| name.len()).map(|name| (*name).to_owned())
}

/// Whether words look like a newspaper's name rather than like a section's: more is likelier.
fn likeness(words: &[&str]) -> u32 {
    const USUAL: &[&str] = &[
        "libre",
        "courrier",
        "echo",
        "journal",
        "gazette",
        "depeche",
        "republicain",
        "republique",
        "nouvelliste",
        "nouvelle",
        "nouvelles",
        "progres",
        "telegramme",
        "matin",
        "soir",
        "parisien",
        "figaro",
        "monde",
        "liberation",
        "humanite",
        "voix",
        "provencal",
        "dauphine",
        "montagne",
        "union",
        "est",
        "ouest",
        "eveil",
        "petit",
        "patriote",
        "independant",
        "impartial",
        "tribune",
        "temps",
        "croix",
        "presse",
        "populaire",
        "berry",
        "charente",
        "times",
        "post",
        "guardian",
        "herald",
        "chronicle",
        "news",
        "star",
        "observer",
        "mail",
        "telegraph",
        "gazetteer",
        "argus",
        "zeitung",
        "tagblatt",
        "anzeiger",
        "nachrichten",
        "kurier",
        "rundschau",
        "presse",
        "bote",
        "tageblatt",
        "allgemeine",
        "pais",
        "mundo",
        "vanguardia",
        "diario",
        "heraldo",
        "voz",
        "correo",
        "noticias",
        "periodico",
        "corriere",
        "repubblica",
        "stampa",
        "gazzetta",
        "giornale",
        "messaggero",
        "resto",
        "mattino",
        "jornal",
        "publico",
        "folha",
        "estado",
        "correio",
        "expresso",
        "volkskrant",
        "telegraaf",
        "dagblad",
        "courant",
        "krant",
        "trouw",
        "standaard",
        "minutes",
        "heures",
    ];
    const ARTICLES: &[&str] =
        &["le", "la", "les", "the", "der", "die", "das", "el", "los", "il", "lo", "o", "de", "het"];
    let Some(first) = words.first() else { return 0 };
    let article = ARTICLES.contains(&fold(first).as_str()) && words.len() > 1
        || ["l'", "l’", "L'", "L’"].iter().any(|elided| first.starts_with(elided));
    let usual = words
        .iter()
        .flat_map(|word| word.split(['-', '\'', '’']))
        .filter(|word| USUAL.contains(&letters(&fold(word)).as_str()))
        .count() as u32;
    2 * usual + u32::from(article)
}

/// Capitals as people write them: `LE MAINE LIBRE`, `L’ÉCHO DU VAL`; short ones (`NZZ`) stay.
fn readable(text: &str) -> String {
    const SMALL: &[&str] = &[
        "de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "sur", "of", "and", "the",
        "von", "und", "der", "y", "del", "di", "e", "do", "da", "van", "het", "in", "a",
    ];
    const SHORT_LETTERS_MAX: usize = 4;
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let all_capitals = !text.chars().any(char::is_lowercase);
    let short = !text.contains(' ') && text.chars().count() <= SHORT_LETTERS_MAX;
    if !all_capitals || short {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        let small = SMALL.contains(&fold(word).as_str()) && !out.is_empty();
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if !small => {
                out.push(first);
                out.push_str(&chars.as_str().to_lowercase());
            }
            _ => out.push_str(&word.to_lowercase()),
        }
        out.push_str(&piece[word.len()..]);
    }
    out
}

#[cfg(test)]
mod tests;
