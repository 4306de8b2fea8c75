//! What is none of any article: the running head, the folio line.

use super::{Read, Row, Rules, order::Box, paragraphs};

/// A running head: at most so many rows and letters in each, so high against the usual line, above
/// a rule along so much of the page's text.
const HEAD_ROWS_MAX: usize = 2;
const HEAD_LETTERS_MAX: usize = 90;
const HEAD_HEIGHT_MAX: f32 = 1.5;
const HEAD_RULE_MIN: f32 = 0.6;
/// Fewer rows are a cutting, not a page.
const PAGE_ROWS_MIN: usize = 6;
/// Years that a newspaper may bear.
const YEARS: std::ops::Range<u32> = 1600..2100;
/// A folio stands so far from the text, in usual heights of a line.
const FOLIO_GAP_MIN: f32 = 1.4;
const FOLIO_LETTERS_MAX: usize = 90;

/// Rows in the order in which they are read, above and below the page's text.
#[derive(Debug, Clone, Default)]
pub struct Furniture {
    pub head: Vec<Row>,
    pub foot: Vec<Row>,
}

/// The lines at the very top, from left to right, if they are small, stand side by side and name a
/// year: newspaper, date and page number.
pub fn folio_line(found: &[Read], boxes: &[Box], usual: f32) -> Vec<usize> {
    if boxes.len() < PAGE_ROWS_MIN {
        return Vec::new();
    }
    let middle = |b: &Box| (b.top + b.bottom) / 2.0;
    let Some(top) = boxes.iter().map(middle).reduce(f32::min) else { return Vec::new() };
    let mut line: Vec<usize> =
        (0..boxes.len()).filter(|&i| middle(&boxes[i]) < top + 0.5 * usual).collect();
    line.sort_by(|&a, &b| boxes[a].left.total_cmp(&boxes[b].left));
    let words = || line.iter().flat_map(|&i| &found[i].words).map(|word| word.text.as_str());
    let letters: usize = words().map(|word| word.chars().count()).sum();
    let is_year = |word: &str| {
        let digits = word.trim_matches(|c: char| !c.is_alphanumeric());
        digits.len() == 4 && digits.parse().is_ok_and(|year: u32| YEARS.contains(&year))
    };
    let is_small = line.iter().all(|&i| boxes[i].bottom - boxes[i].top < HEAD_HEIGHT_MAX * usual);
    let is_side_by_side =
        line.windows(2).all(|pair| boxes[pair[0]].right <= boxes[pair[1]].left + 0.5 * usual);
    let is_folio = line.len() >= 2
        && is_side_by_side
        && is_small
        && letters <= HEAD_LETTERS_MAX
        && words().any(is_year);
    if is_folio { line } else { Vec::new() }
}

/// The lines at the very foot, from left to right, if they are small, stand apart from what is above
/// them and begin or end with the page's number.
pub fn foot_line(found: &[Read], boxes: &[Box], usual: f32) -> Vec<usize> {
    if boxes.len() < PAGE_ROWS_MIN {
        return Vec::new();
    }
    let middle = |b: &Box| (b.top + b.bottom) / 2.0;
    let Some(lowest) = boxes.iter().map(middle).reduce(f32::max) else { return Vec::new() };
    let (mut line, rest): (Vec<usize>, Vec<usize>) =
        (0..boxes.len()).partition(|&i| middle(&boxes[i]) > lowest - 0.5 * usual);
    line.sort_by(|&a, &b| boxes[a].left.total_cmp(&boxes[b].left));
    let words: Vec<&str> =
        line.iter().flat_map(|&i| &found[i].words).map(|word| word.text.as_str()).collect();
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let above = rest.iter().map(|&i| middle(&boxes[i])).fold(f32::MIN, f32::max);
    let is_small = line.iter().all(|&i| boxes[i].bottom - boxes[i].top < HEAD_HEIGHT_MAX * usual);
    let is_side_by_side =
        line.windows(2).all(|pair| boxes[pair[0]].right <= boxes[pair[1]].left + 0.5 * usual);
    let mut ends = words.iter().filter(|word| has_letter(word));
    let has_number = ends.next().is_some_and(|word| is_number(word))
        || ends.next_back().is_some_and(|word| is_number(word));
    let is_folio = is_small
        && is_side_by_side
        && letters <= FOLIO_LETTERS_MAX
        && lowest - above > FOLIO_GAP_MIN * usual
        && has_number;
    if is_folio { line } else { Vec::new() }
}

/// Parts the furniture from the other rows.
pub fn taken_out(mut rows: Vec<Row>, rules: &Rules) -> (Furniture, Vec<Row>) {
    let usual = paragraphs::usual_height(&rows);
    let mut furniture = Furniture::default();
    let count = running_head(&rows, rules, usual);
    furniture.head.extend(rows.drain(..count));
    (furniture, rows)
}

/// How many of the first rows stand above a rule that runs over the page, small and short.
fn running_head(rows: &[Row], rules: &Rules, usual: f32) -> usize {
    let left = rows.iter().map(|r| r.area.x).fold(f32::MAX, f32::min);
    let right = rows.iter().map(|r| r.area.x + r.area.width).fold(f32::MIN, f32::max);
    let above = |rule: &super::Rule| {
        let is_above = |row: &&Row| middle(row) < rule.middle();
        rows.iter().filter(is_above).count()
    };
    let is_small =
        |row: &Row| row.height < usual * HEAD_HEIGHT_MAX && letters(row) <= HEAD_LETTERS_MAX;
    rules
        .level
        .iter()
        .filter(|rule| rule.length() > HEAD_RULE_MIN * (right - left))
        .map(above)
        .filter(|&count| (1..=HEAD_ROWS_MAX).contains(&count) && count + 5 <= rows.len())
        .find(|&count| rows[..count].iter().all(is_small))
        .unwrap_or(0)
}

fn is_number(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    (1..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn letters(row: &Row) -> usize {
    row.words.iter().map(|w| w.text.chars().count()).sum()
}

fn middle(row: &Row) -> f32 {
    row.area.y + row.area.height / 2.0
}
