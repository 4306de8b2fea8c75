//! Search over drafts and clippings, whatever their accents and ligatures.

use std::{cmp::Reverse, collections::HashMap, ops::Range};

use rusqlite::{Connection, OptionalExtension};

use crate::{ClippingSummary, DraftSummary, Result, Store, fold, parts, revisions, values::Moment};

/// More words than these narrow nothing down.
const WORDS_MAX: usize = 16;

/// Up to so many hits the best come first; above, those made last.
const RANKED_MAX: usize = 1_000;

/// What was found; its snippet is where the words stand.
#[derive(Debug, Clone, PartialEq)]
pub enum Hit {
    Draft(DraftSummary),
    Clipping(ClippingSummary),
}

impl Store {
    /// Drafts and clippings (none in the trash) that hold every word, the last one as a
    /// beginning; the best first; and how many there are. Words are words: nothing in them is
    /// a query language.
    pub fn search(&self, words: &str, offset: u32, limit: u32) -> Result<(Vec<Hit>, u32)> {
        let words: Vec<String> = fold::words(words).map(|(_, word)| word).take(WORDS_MAX).collect();
        if words.is_empty() {
            return Ok((Vec::new(), 0));
        }
        self.read(|connection| {
            let (offset, limit) = (offset as usize, limit as usize);
            let (mut entries, total) = matching(connection, &words, offset + limit)?;
            if total <= RANKED_MAX {
                rank(connection, &mut entries, &words)?;
            }
            let mut hits = Vec::new();
            for entry in entries.into_iter().skip(offset).take(limit) {
                hits.extend(hit(connection, entry, &words)?);
            }
            Ok((hits, u32::try_from(total).unwrap_or(u32::MAX)))
        })
    }
}

/// The first entries (as many as are ranked, at least `wanted`) that hold the words, those made
/// last first; and how many there are.
fn matching(connection: &Connection, words: &[String], wanted: usize) -> Result<(Vec<i64>, usize)> {
    // Words are letters and digits: between quotes there is nothing to escape.
    let query = format!("\"{}\"*", words.join("\" \""));
    let mut statement = connection
        .prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid DESC")?;
    let mut rows = statement.query([query])?;
    let (mut entries, mut total) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        if total < wanted.max(RANKED_MAX) {
            entries.push(row.get(0)?);
        }
        total += 1;
    }
    Ok((entries, total))
}

/// Those with the most of the words in their titles first; of equal ones the latest.
fn rank(connection: &Connection, entries: &mut [i64], words: &[String]) -> Result<()> {
    let mut draft = connection.prepare_cached("SELECT title, updated FROM draft WHERE key = ?1")?;
    let mut clipping =
        connection.prepare_cached("SELECT title, updated FROM clipping WHERE key = ?1")?;
    let mut ranks = HashMap::new();
    for &entry in entries.iter() {
        let statement = if is_draft(entry) { &mut draft } else { &mut clipping };
        let found = statement.query_row([entry / 2], |row| Ok((row.get(0)?, row.get(1)?)));
        let (title, updated): (String, Moment) =
            found.optional()?.unwrap_or((String::new(), Moment(0)));
        let in_title = fold::words(&title).filter(|(_, word)| is_sought(word, words)).count();
        ranks.insert(entry, (in_title, updated));
    }
    entries.sort_by_key(|entry| Reverse(ranks[entry]));
    Ok(())
}

/// Whether a word is one of those that are searched, the last of which is a beginning.
fn is_sought(word: &str, words: &[String]) -> bool {
    let Some((last, whole)) = words.split_last() else { return false };
    word.starts_with(last.as_str()) || whole.iter().any(|sought| sought == word)
}

fn is_draft(entry: i64) -> bool {
    entry % 2 == 0
}

fn hit(connection: &Connection, entry: i64, words: &[String]) -> Result<Option<Hit>> {
    let sql = match is_draft(entry) {
        true => format!("SELECT {} FROM draft WHERE key = ?1", DraftSummary::COLUMNS),
        false => format!("SELECT {} FROM clipping WHERE key = ?1", ClippingSummary::COLUMNS),
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([entry / 2])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    if is_draft(entry) {
        let mut draft = DraftSummary::read(row)?;
        let content = revisions::latest(connection, draft.id)?.content;
        draft.snippet = passage(&content.body, words).unwrap_or(draft.snippet);
        Ok(Some(Hit::Draft(draft)))
    } else {
        let mut summary = ClippingSummary::read(row)?;
        let pictures = parts::article(connection, summary.id)?;
        let found = pictures.iter().find_map(|picture| passage(picture.text(), words));
        summary.snippet = found.unwrap_or(summary.snippet);
        Ok(Some(Hit::Clipping(summary)))
    }
}

/// The part of a text around the first of the words that stands in it, on one line.
fn passage(text: &str, words: &[String]) -> Option<String> {
    let (place, _) = fold::words(text).find(|(_, word)| is_sought(word, words))?;
    let Range { start, end } = around(text, place);
    let (before, after) =
        (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let words: Vec<&str> = text[start..end].split_whitespace().collect();
    Some(format!("{before}{}{after}", words.join(" ")))
}

/// Some words before and more after, cut between words where there are any.
fn around(text: &str, place: Range<usize>) -> Range<usize> {
    const BEFORE_CHARS: usize = 40;
    const AFTER_CHARS: usize = 110;
    let before = &text[..place.start];
    let start = match before.char_indices().rev().nth(BEFORE_CHARS) {
        None => 0,
        Some((cut, _)) => before[cut..].find(char::is_whitespace).map_or(cut, |at| cut + at),
    };
    let after = &text[place.end..];
    let end = match after.char_indices().nth(AFTER_CHARS) {
        None => text.len(),
        Some((cut, _)) => place.end + after[..cut].rfind(char::is_whitespace).unwrap_or(cut),
    };
    start..end
}
