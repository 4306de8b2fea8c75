//! Which lines make a paragraph, and which are headings.

use coupure_model::Line;

use super::Row;

/// An indent or a short last line is at least this share of the line's height.
const INDENT_MIN: f32 = 0.45;
const SHORT_MIN: f32 = 1.0;
/// A space between words, in line heights.
const WORD_SPACE: f32 = 0.3;
/// A blank between lines this much larger than usual parts paragraphs.
const GAP_MIN: f32 = 1.45;
/// A heading is this much higher than the usual line of the page, and at most so long.
const HEADING_MIN: f32 = 1.3;
const HEADING_LETTERS_MAX: usize = 250;
/// Between two parts of an article it may be less high, if it is short and stands apart.
const SUBHEADING_MIN: f32 = 1.15;
const SUBHEADING_LETTERS_MAX: usize = 100;
/// Lines of one paragraph differ in height at most so much.
const ALIKE: f32 = 1.25;
/// What stands apart is so far below the line before it, in usual heights of a line.
const SUBHEADING_GAP: f32 = 1.5;
/// The edges of a column are looked for among this many lines before and after.
const NEIGHBOURS: usize = 6;

/// Numbers the paragraphs of lines that stand in reading order. The first `running_head` rows are
/// no part of what follows them.
pub fn paragraphs(rows: Vec<Row>, running_head: usize) -> Vec<Line> {
    let usual = usual_height(&rows);
    let edges: Vec<(f32, f32)> = (0..rows.len()).map(|i| edges(&rows, i)).collect();
    let breaks: Vec<bool> = (0..rows.len())
        .map(|i| i == running_head || (i > 0 && starts(&rows, &edges, i, usual)))
        .collect();
    let mut lines = Vec::with_capacity(rows.len());
    let mut start = 0;
    for paragraph in 0_u32.. {
        if start >= rows.len() {
            break;
        }
        let rest = &breaks[start + 1..];
        let end = start + 1 + rest.iter().position(|&b| b).unwrap_or(rest.len());
        let heading = is_heading(&rows, start, end, usual);
        lines.extend(rows[start..end].iter().map(|row| Line {
            words: row.words.clone(),
            area: row.area,
            column: row.column,
            paragraph,
            heading,
            ..Line::default()
        }));
        start = end;
    }
    lines
}

/// Whether a paragraph is a heading: by its height, the shorter it is the less is asked.
fn is_heading(rows: &[Row], start: usize, end: usize, usual: f32) -> bool {
    let letters: usize = rows[start..end].iter().map(letters).sum();
    let height = usual_height(&rows[start..end]);
    if height > HEADING_MIN * usual {
        return letters <= HEADING_LETTERS_MAX;
    }
    let stands_apart = start == 0
        || rows[start - 1].column != rows[start].column
        || middle(&rows[start]) - middle(&rows[start - 1]) > SUBHEADING_GAP * usual;
    height > SUBHEADING_MIN * usual && letters <= SUBHEADING_LETTERS_MAX && stands_apart
}

fn letters(row: &Row) -> usize {
    row.words.iter().map(|w| w.text.chars().count()).sum()
}

/// The height of most of the text: the median, long lines counting more.
pub fn usual_height(rows: &[Row]) -> f32 {
    let mut heights: Vec<(f32, f32)> = rows.iter().map(|r| (r.height, r.area.width)).collect();
    heights.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f32 = heights.iter().map(|h| h.1).sum();
    let mut reached = 0.0;
    for (height, width) in heights {
        reached += width;
        if reached * 2.0 >= total {
            return height;
        }
    }
    1.0
}

/// Left and right edge of the column around a line, from its neighbours in the same column.
fn edges(rows: &[Row], i: usize) -> (f32, f32) {
    let near: Vec<&Row> = rows[i.saturating_sub(NEIGHBOURS)..(i + NEIGHBOURS + 1).min(rows.len())]
        .iter()
        .filter(|r| r.column == rows[i].column)
        .collect();
    let mut lefts: Vec<f32> = near.iter().map(|r| r.area.x).collect();
    let mut rights: Vec<f32> = near.iter().map(|r| r.area.x + r.area.width).collect();
    lefts.sort_by(f32::total_cmp);
    rights.sort_by(f32::total_cmp);
    (lefts[lefts.len() / 4], rights[rights.len() * 3 / 4])
}

fn starts(rows: &[Row], edges: &[(f32, f32)], i: usize, usual: f32) -> bool {
    let (before, row) = (&rows[i - 1], &rows[i]);
    let ratio = row.height.max(before.height) / row.height.min(before.height).max(1.0);
    // The height of a few letters says little.
    if ratio > ALIKE && letters(row).min(letters(before)) >= 5 {
        return true;
    }
    let same_column = before.column == row.column;
    if row.height.min(before.height) > HEADING_MIN * usual {
        // A headline is ragged or centred: only a blank parts it from the next.
        return !same_column || middle(row) - middle(before) > GAP_MIN * row.height;
    }
    let indent = row.area.x - edges[i].0;
    let before_indent = before.area.x - edges[i - 1].0;
    let is_indented = indent > INDENT_MIN * usual;
    // A line is short if the word after it had found room: ragged lines are not.
    let room = edges[i - 1].1 - (before.area.x + before.area.width);
    let first_word = row.words.first().map_or(0.0, |w| w.area.width);
    let is_before_short =
        room > SHORT_MIN * usual && room > first_word + WORD_SPACE * usual && may_part(before, row);
    let is_gap = same_column && {
        let pitch = middle(row) - middle(before);
        pitch > GAP_MIN * usual_pitch(rows, i)
    };
    // Lines indented one after the other are verse or a hanging block: they belong together.
    (is_indented && before_indent < INDENT_MIN * usual) || is_before_short || is_gap
}

/// Whether a sentence may end with the one and begin with the other. A centred or ragged line is
/// short without ending anything.
fn may_part(before: &Row, row: &Row) -> bool {
    let end = before.words.last().and_then(|w| w.text.chars().last());
    let start = row.words.first().and_then(|w| w.text.chars().next());
    end.is_some_and(|c| ".!?:;…»”\"".contains(c))
        || start.is_some_and(|c| !c.is_alphabetic() || c.is_uppercase())
}

fn middle(row: &Row) -> f32 {
    row.area.y + row.area.height / 2.0
}

/// The usual distance between lines around a line.
fn usual_pitch(rows: &[Row], i: usize) -> f32 {
    let from = i.saturating_sub(NEIGHBOURS);
    let to = (i + NEIGHBOURS + 1).min(rows.len());
    let mut pitches: Vec<f32> = rows[from..to]
        .windows(2)
        .filter(|pair| pair[0].column == pair[1].column)
        .map(|pair| middle(&pair[1]) - middle(&pair[0]))
        .filter(|&pitch| pitch > 0.0)
        .collect();
    pitches.sort_by(f32::total_cmp);
    pitches.get(pitches.len() / 2).copied().unwrap_or(f32::INFINITY)
}

#[cfg(test)]
mod tests {
    use coupure_model::{Rect, Word};

    use super::*;

    const PITCH: f32 = 20.0;

    fn row(column: u32, number: f32, indent: f32, width: f32, height: f32) -> Row {
        let left = column as f32 * 250.0 + indent;
        let area = Rect { x: left, y: number * PITCH, width, height };
        let word =
            Word { text: "Amen.".into(), area: Rect { width: 30.0, ..area }, confidence: 1.0 };
        Row { words: vec![word], area, height, column }
    }

    fn numbers(rows: Vec<Row>) -> Vec<u32> {
        paragraphs(rows, 0).iter().map(|l| l.paragraph).collect()
    }

    #[test]
    fn an_indent_opens_a_paragraph() {
        let rows = (0..9)
            .map(|i| {
                let indent = if i % 3 == 0 { 15.0 } else { 0.0 };
                row(0, i as f32, indent, 200.0 - indent, 18.0)
            })
            .collect();
        assert_eq!(numbers(rows), [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    }

    #[test]
    fn a_short_line_and_a_blank_end_a_paragraph() {
        let mut rows: Vec<Row> = (0..6).map(|i| row(0, i as f32, 0.0, 200.0, 18.0)).collect();
        rows[2].area.width = 90.0;
        assert_eq!(numbers(rows), [0, 0, 0, 1, 1, 1]);
        let rows: Vec<Row> = (0..8)
            .map(|i| row(0, i as f32 + if i > 3 { 0.8 } else { 0.0 }, 0.0, 200.0, 18.0))
            .collect();
        assert_eq!(numbers(rows), [0, 0, 0, 0, 1, 1, 1, 1]);
    }

    #[test]
    fn a_paragraph_goes_on_in_the_next_column() {
        let rows = (0..4)
            .map(|i| row(0, i as f32, 0.0, 200.0, 18.0))
            .chain((0..4).map(|i| row(1, i as f32, 0.0, 200.0, 18.0)))
            .collect();
        assert_eq!(numbers(rows), [0; 8]);
    }

    #[test]
    fn a_line_much_higher_than_the_others_is_a_heading_by_itself() {
        let mut rows = vec![row(0, -3.0, 0.0, 180.0, 34.0), row(0, -1.2, 0.0, 120.0, 34.0)];
        rows.extend((0..5).map(|i| row(0, i as f32, 0.0, 200.0, 18.0)));
        let lines = paragraphs(rows, 0);
        let headings: Vec<bool> = lines.iter().map(|l| l.heading).collect();
        assert_eq!(headings, [true, true, false, false, false, false, false]);
        let paragraphs: Vec<u32> = lines.iter().map(|l| l.paragraph).collect();
        assert_eq!(paragraphs, [0, 0, 1, 1, 1, 1, 1]);
    }
}
