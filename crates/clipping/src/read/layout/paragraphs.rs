//! Which lines make a paragraph, and which are headings.

use super::Row;

/// An indent or a short last line is at least this share of the line's height.
const INDENT_MIN: f32 = 0.45;
const SHORT_MIN: f32 = 1.0;
/// A space between words, in line heights.
const WORD_SPACE: f32 = 0.3;
/// A blank between lines this much larger than usual parts paragraphs.
const GAP_MIN: f32 = 1.45;
/// In a headline, leading aside, in heights of its lines: detection draws these lower than the type
/// is (0.68 to 0.73 of the step from line to line, on typeset pages).
const HEADLINE_GAP_MIN: f32 = 1.8;
/// Two sizes are told apart by less than [`ALIKE`] where lines of the one are followed by lines of
/// the other, and the step between them is larger than those on either side.
const OTHER_SIZE_MIN: f32 = 1.06;
const OTHER_SIZE_STEP_MIN: f32 = 1.12;
const RUN_MAX: usize = 3;
/// A heading is this much higher than the usual line of the page, and at most so long.
const HEADING_MIN: f32 = 1.3;
const HEADING_LETTERS_MAX: usize = 250;
/// Between two parts of an article it may be less high, if it is short and stands apart.
const SUBHEADING_MIN: f32 = 1.15;
const SUBHEADING_LETTERS_MAX: usize = 100;
/// One line less high than this is none where text goes on above and below it as usual.
const LINE_AMONG_OTHERS_MAX: f32 = 1.6;
const AMONG_OTHERS_MAX: f32 = 2.25;
/// It may be as high as the text if it is so short, and stands so far from both edges of its
/// column, as far from the one as from the other, in usual heights.
const CENTRED_ROWS_MAX: usize = 2;
const CENTRED_MIN: f32 = 1.5;
const CENTRED_MISS_MAX: f32 = 1.2;
/// Lines of one paragraph differ in height at most so much.
const ALIKE: f32 = 1.25;
/// What stands apart is so far below the line before it, in usual heights of a line.
const SUBHEADING_GAP: f32 = 1.5;
/// The edges of a column are looked for among this many lines before and after.
const NEIGHBOURS: usize = 6;
/// Fewer neighbours on one side say nothing by themselves.
const SIDE_MIN: usize = 3;

/// Of each row, which stand in reading order: whether it is part of a heading, and the number of its
/// paragraph. `usual`: the usual height of a row on the page.
pub fn paragraphs(rows: &[Row], usual: f32) -> Vec<(bool, u32)> {
    let edges: Vec<(f32, f32)> = (0..rows.len()).map(|i| edges(rows, i)).collect();
    let breaks: Vec<bool> =
        (0..rows.len()).map(|i| i > 0 && starts(rows, &edges, i, usual)).collect();
    let mut numbered = Vec::with_capacity(rows.len());
    let mut start = 0;
    for paragraph in 0_u32.. {
        if start >= rows.len() {
            break;
        }
        let rest = &breaks[start + 1..];
        let end = start + 1 + rest.iter().position(|&b| b).unwrap_or(rest.len());
        let heading = is_heading(rows, start, end, usual);
        numbered.extend((start..end).map(|_| (heading, paragraph)));
        start = end;
    }
    numbered
}

/// Whether a paragraph is a heading: by its height, the shorter it is the less is asked.
fn is_heading(rows: &[Row], start: usize, end: usize, usual: f32) -> bool {
    let letters: usize = rows[start..end].iter().map(letters).sum();
    let height = usual_height(&rows[start..end]);
    if height > HEADING_MIN * usual {
        let is_lost = end - start == 1
            && height < LINE_AMONG_OTHERS_MAX * usual
            && stands_among_others(rows, start);
        return letters <= HEADING_LETTERS_MAX && !is_lost;
    }
    let stands_apart = start == 0
        || rows[start - 1].column != rows[start].column
        || middle(&rows[start]) - middle(&rows[start - 1]) > SUBHEADING_GAP * usual;
    letters <= SUBHEADING_LETTERS_MAX
        && stands_apart
        && (height > SUBHEADING_MIN * usual || is_centred(rows, start, end, usual))
}

/// Whether short lines stand in the middle of their column, and something before them: a heading in
/// the size of the text.
fn is_centred(rows: &[Row], start: usize, end: usize, usual: f32) -> bool {
    let (left, right) = edges(rows, start);
    let letters: usize = rows[start..end].iter().map(letters).sum();
    let is_centred = |row: &Row| {
        let (before, after) = (row.area.x - left, right - (row.area.x + row.area.width));
        before.min(after) > CENTRED_MIN * usual && (before - after).abs() < CENTRED_MISS_MAX * usual
    };
    let words = rows[start..end].iter().flat_map(|row| &row.words).flat_map(|w| w.text.chars());
    let of_letters = words.filter(|c| c.is_alphabetic()).count();
    end - start <= CENTRED_ROWS_MAX
        && of_letters * 2 > letters.max(4)
        && rows[start..end].iter().all(is_centred)
}

/// Whether a line stands where a line of the text would: found too high, it is no heading.
fn stands_among_others(rows: &[Row], i: usize) -> bool {
    let (Some(before), Some(after)) = (i.checked_sub(1), rows.get(i + 1)) else { return false };
    let before = &rows[before];
    let is_column = before.column == rows[i].column && after.column == rows[i].column;
    is_column && middle(after) - middle(before) < AMONG_OTHERS_MAX * usual_pitch(rows, i)
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

/// Left and right edge of the column around a line, from its neighbours in the same column. Where
/// text gives way to a picture the edges differ before and after: the inner ones count.
fn edges(rows: &[Row], i: usize) -> (f32, f32) {
    let from = i.saturating_sub(NEIGHBOURS);
    let to = (i + NEIGHBOURS + 1).min(rows.len());
    let of = |range: std::ops::Range<usize>, least: usize| {
        let near: Vec<&Row> = rows[range].iter().filter(|r| r.column == rows[i].column).collect();
        let mut lefts: Vec<f32> = near.iter().map(|r| r.area.x).collect();
        let mut rights: Vec<f32> = near.iter().map(|r| r.area.x + r.area.width).collect();
        lefts.sort_by(f32::total_cmp);
        rights.sort_by(f32::total_cmp);
        (near.len() >= least).then(|| (lefts[lefts.len() / 4], rights[rights.len() * 3 / 4]))
    };
    match (of(from..i, SIDE_MIN), of(i + 1..to, SIDE_MIN)) {
        (Some(before), Some(after)) => (before.0.max(after.0), before.1.min(after.1)),
        _ => of(from..to, 1).expect("a line stands in its own column"),
    }
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
        let step = middle(row) - middle(before);
        return !same_column
            || step > HEADLINE_GAP_MIN * row.height.min(before.height)
            || is_other_size(rows, i);
    }
    if is_other_size(rows, i) {
        return true;
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

/// Whether another size of type begins with a line: a standfirst below a headline hardly larger.
fn is_other_size(rows: &[Row], i: usize) -> bool {
    let follows = |above: &Row, below: &Row| {
        let ratio = above.height.max(below.height) / above.height.min(below.height).max(1.0);
        above.column == below.column && ratio < ALIKE
    };
    if rows[i - 1].column != rows[i].column {
        return false;
    }
    let before =
        1 + (1..RUN_MAX.min(i)).take_while(|&n| follows(&rows[i - n - 1], &rows[i - n])).count();
    let after = 1
        + (i + 1..rows.len().min(i + RUN_MAX))
            .take_while(|&n| follows(&rows[n - 1], &rows[n]))
            .count();
    let mean = |run: &[Row]| run.iter().map(|row| row.height).sum::<f32>() / run.len() as f32;
    let (above, below) = (mean(&rows[i - before..i]), mean(&rows[i..i + after]));
    let step = |at: usize| middle(&rows[at]) - middle(&rows[at - 1]);
    let steps = [(before > 1).then(|| step(i - 1)), (after > 1).then(|| step(i + 1))];
    let usual = steps.into_iter().flatten().reduce(f32::max);
    above.max(below) > OTHER_SIZE_MIN * above.min(below)
        && usual.is_some_and(|usual| step(i) > OTHER_SIZE_STEP_MIN * usual)
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
        Row { words: vec![word], area, height, column, ..Row::default() }
    }

    fn numbers(rows: Vec<Row>) -> Vec<u32> {
        let usual = usual_height(&rows);
        paragraphs(&rows, usual).iter().map(|p| p.1).collect()
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
        let usual = usual_height(&rows);
        let numbered = paragraphs(&rows, usual);
        let headings: Vec<bool> = numbered.iter().map(|p| p.0).collect();
        assert_eq!(headings, [true, true, false, false, false, false, false]);
        let paragraphs: Vec<u32> = numbered.iter().map(|p| p.1).collect();
        assert_eq!(paragraphs, [0, 0, 1, 1, 1, 1, 1]);
    }
}
