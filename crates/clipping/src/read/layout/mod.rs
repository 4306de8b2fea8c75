//! From lines anywhere on the page to lines in reading order, by column and paragraph.
//!
//! [`order`] finds columns and their order from boxes alone; [`paragraphs`] then looks at indents,
//! gaps and heights. Nothing here reads pixels but the search for printed rules.

mod order;
mod paragraphs;

use coupure_model::{Line, Rect, Word};
use image::RgbImage;

use super::{pixels::Window, strips::Strip};

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

/// Orders what was read on a part of a page.
pub fn lay_out(_page: &RgbImage, _window: Window, mut found: Vec<Read>) -> Vec<Line> {
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
    let mut rows = Vec::new();
    for (column, column_rows) in order::columns(&boxes).into_iter().enumerate() {
        for pieces in column_rows {
            rows.push(row(&found, &pieces, column as u32));
        }
    }
    paragraphs::paragraphs(rows)
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
