//! From lines anywhere on the page to lines in reading order, by column and paragraph.
//!
//! [`order`] finds columns and their order from boxes alone; [`paragraphs`] then looks at indents,
//! gaps and heights. Nothing here reads pixels but the search for printed rules.

mod order;
mod paragraphs;
mod rules;

use coupure_model::{Line, Rect, Word};

use super::strips::Strip;

pub use self::rules::{Rule, Rules, rules};

/// A running head: at most so many rows and letters in each, so high against the usual line, above
/// a rule along so much of the page's text.
const HEAD_ROWS_MAX: usize = 2;
const HEAD_LETTERS_MAX: usize = 90;
const HEAD_HEIGHT_MAX: f32 = 1.5;
const HEAD_RULE_MIN: f32 = 0.6;

/// A strip and what it says.
#[derive(Debug, Clone)]
pub struct Read {
    pub strip: Strip,
    pub words: Vec<Word>,
}

/// A line of a column: what the paragraphs are told from.
#[derive(Debug, Clone)]
pub struct Row {
    pub words: Vec<Word>,
    pub area: Rect,
    /// Of its text, without the space around it.
    pub height: f32,
    pub column: u32,
}

/// The lines of a part of a page, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    pub lines: Vec<Line>,
    /// How many of the first lines are the running head: newspaper, date and page number above a
    /// rule. They were read, but they are none of the article's text.
    pub running_head: usize,
}

/// Orders what was read on a part of a page. Strips and rules are in pixels of the page.
pub fn lay_out(mut found: Vec<Read>, rules: &Rules) -> Laid {
    // Workers hand lines over in any order; what follows must not depend on it.
    found.sort_by(|a, b| {
        let key = |r: &Read| (r.strip.y_at(r.strip.left), r.strip.left);
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let boxes: Vec<order::Box> = found
        .iter()
        .map(|read| {
            let strip = &read.strip;
            let (top, bottom) = strip.extent(strip.left, strip.right);
            order::Box { left: strip.left, top, right: strip.right, bottom }
        })
        .collect();
    let level = |r: &Rule| order::Box { left: r.start, right: r.end, top: r.low, bottom: r.high };
    let upright = |r: &Rule| order::Box { left: r.low, right: r.high, top: r.start, bottom: r.end };
    let walls = order::Walls {
        level: rules.level.iter().map(level).collect(),
        upright: rules.upright.iter().map(upright).collect(),
    };
    let mut rows = Vec::new();
    for (column, column_rows) in order::columns(&boxes, &walls).into_iter().enumerate() {
        for pieces in column_rows {
            rows.push(row(&found, &pieces, column as u32));
        }
    }
    let running_head = running_head(&rows, rules);
    Laid { lines: paragraphs::paragraphs(rows, running_head), running_head }
}

/// How many of the first rows stand above a rule that runs over the page, small and short.
fn running_head(rows: &[Row], rules: &Rules) -> usize {
    let usual = paragraphs::usual_height(rows);
    let left = rows.iter().map(|r| r.area.x).fold(f32::MAX, f32::min);
    let right = rows.iter().map(|r| r.area.x + r.area.width).fold(f32::MIN, f32::max);
    let above = |rule: &Rule| {
        let is_above = |row: &&Row| row.area.y + row.area.height / 2.0 < rule.middle();
        rows.iter().filter(is_above).count()
    };
    let is_small = |row: &Row| {
        let letters: usize = row.words.iter().map(|w| w.text.chars().count()).sum();
        row.height < usual * HEAD_HEIGHT_MAX && letters <= HEAD_LETTERS_MAX
    };
    rules
        .level
        .iter()
        .filter(|rule| rule.length() > HEAD_RULE_MIN * (right - left))
        .map(above)
        .filter(|&count| (1..=HEAD_ROWS_MAX).contains(&count) && count + 5 <= rows.len())
        .find(|&count| rows[..count].iter().all(is_small))
        .unwrap_or(0)
}

/// Joins the pieces of a row, left to right.
fn row(found: &[Read], pieces: &[usize], column: u32) -> Row {
    let mut words = Vec::new();
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    let (mut top, mut bottom) = (f32::MAX, f32::MIN);
    let (mut height, mut weight) = (0.0, 0.0);
    for &piece in pieces {
        let Read { strip, words: own } = &found[piece];
        words.extend(own.iter().cloned());
        let (piece_top, piece_bottom) = strip.extent(strip.left, strip.right);
        left = left.min(strip.left);
        right = right.max(strip.right);
        top = top.min(piece_top);
        bottom = bottom.max(piece_bottom);
        height += strip.half_height * 2.0 * (strip.right - strip.left);
        weight += strip.right - strip.left;
    }
    let area = Rect { x: left, y: top, width: right - left, height: bottom - top };
    Row { words, area, height: height / weight.max(1.0), column }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, left: f32, right: f32, y: f32, height: f32) -> Read {
        let strip = Strip {
            left,
            right,
            half_height: height / 2.0,
            origin: left,
            curve: vec![y],
            score: 1.0,
        };
        let word = |text: &str| Word { text: text.into(), area: Rect::default(), confidence: 1.0 };
        Read { strip, words: text.split(' ').map(word).collect() }
    }

    fn page() -> Vec<Read> {
        let mut page = vec![
            read("L'ÉCHO DU VAL", 10.0, 120.0, 10.0, 22.0),
            read("Samedi", 200.0, 260.0, 11.0, 22.0),
            read("7", 400.0, 410.0, 10.0, 22.0),
        ];
        page.extend((0..8).map(|i| read("ligne", 10.0, 200.0, 60.0 + i as f32 * 20.0, 22.0)));
        page.extend((0..8).map(|i| read("suite", 220.0, 410.0, 63.0 + i as f32 * 20.0, 22.0)));
        page
    }

    #[test]
    fn what_stands_small_above_a_rule_at_the_top_is_the_running_head() {
        let rule = Rule { start: 10.0, end: 410.0, low: 30.0, high: 32.0 };
        let rules = Rules { level: vec![rule], upright: Vec::new() };
        let laid = lay_out(page(), &rules);
        assert_eq!(laid.running_head, 1);
        let head: Vec<&str> = laid.lines[0].words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(head, ["L'ÉCHO", "DU", "VAL", "Samedi", "7"]);
        assert_eq!(laid.lines.len(), 17);
        assert_eq!(laid.lines[1].words[0].text, "ligne");
        assert!(laid.lines[1].paragraph > laid.lines[0].paragraph);
    }

    #[test]
    fn without_the_rule_all_is_text() {
        assert_eq!(lay_out(page(), &Rules::default()).running_head, 0);
    }

    #[test]
    fn the_order_does_not_depend_on_who_finished_first() {
        let mut other = page();
        other.reverse();
        let (a, b) = (lay_out(page(), &Rules::default()), lay_out(other, &Rules::default()));
        assert_eq!(a.lines, b.lines);
    }
}
