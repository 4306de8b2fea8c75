//! Search over drafts and clippings, whatever their accents and ligatures.

use std::ops::Range;

use coupure_model::{ClippingId, DraftId};
use rusqlite::Connection;

use crate::{
    ClippingSummary, DraftSummary, Result, Store, clippings, fold, revisions, values::count,
};

/// More words than these narrow nothing down.
const WORDS_MAX: usize = 16;

/// Above so many hits the latest come first: weighing them all takes longer than reading on.
const RANKED_MAX: u32 = 2_000;

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
        let query = format!("\"{}\"*", words.join("\" \""));
        self.read(|connection| {
            let total = connection
                .prepare_cached("SELECT count(*) FROM search WHERE search MATCH ?1")?
                .query_row([&query], |row| row.get(0))?;
            let total = count(total);
            let order = match total {
                0..=RANKED_MAX => "bm25(search, 8.0, 1.0), rowid DESC",
                _ => "rowid DESC",
            };
            let mut statement = connection.prepare_cached(&format!(
                "SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY {order} LIMIT ?2 OFFSET ?3"
            ))?;
            let mut rows = statement.query((&query, limit, offset))?;
            let mut hits = Vec::new();
            while let Some(row) = rows.next()? {
                hits.extend(hit(connection, row.get(0)?, &words)?);
            }
            Ok((hits, total))
        })
    }
}

fn hit(connection: &Connection, entry: i64, words: &[String]) -> Result<Option<Hit>> {
    let sql = match entry % 2 {
        0 => format!("SELECT {} FROM draft WHERE key = ?1", DraftSummary::COLUMNS),
        _ => format!("SELECT {} FROM clipping WHERE key = ?1", ClippingSummary::COLUMNS),
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([entry / 2])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    if entry % 2 == 0 {
        let mut draft = DraftSummary::read(row)?;
        let body = body(connection, draft.id)?;
        draft.snippet = passage(&body, words).unwrap_or(draft.snippet);
        Ok(Some(Hit::Draft(draft)))
    } else {
        let mut clipping = ClippingSummary::read(row)?;
        let text = text(connection, clipping.id)?;
        clipping.snippet = passage(&text, words).unwrap_or(clipping.snippet);
        Ok(Some(Hit::Clipping(clipping)))
    }
}

fn body(connection: &Connection, id: DraftId) -> Result<String> {
    Ok(revisions::latest(connection, id)?.content.body)
}

fn text(connection: &Connection, id: ClippingId) -> Result<String> {
    Ok(clippings::read(connection, id)?.text().to_owned())
}

/// The part of a text around the first of the words that stands in it, on one line.
fn passage(text: &str, words: &[String]) -> Option<String> {
    let (last, whole) = words.split_last()?;
    let (place, _) = fold::words(text)
        .find(|(_, word)| whole.contains(word) || word.starts_with(last.as_str()))?;
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
