//! Lines: words broken at a width that may change from line to line, as beside a picture.

use std::collections::VecDeque;

use coupure_model::Rect;

use super::super::hyphenation::breaks;
use super::super::ink::{Face, Type};
use super::Role;

/// How words are set.
#[derive(Clone, Copy)]
pub(super) struct Style<'a> {
    pub faces: &'a Type,
    pub face: Face,
    pub size_px: f32,
    pub leading: f32,
    pub justified: bool,
    pub indent: f32,
    pub role: Role,
}

impl Style<'_> {
    pub fn height(&self) -> f32 {
        self.size_px * self.leading
    }

    pub fn width_of(&self, word: &str) -> f32 {
        self.faces.width(word, self.face, self.size_px)
    }
}

/// Words on one base line, placed on the page.
#[derive(Clone)]
pub(super) struct Line<'a> {
    pub words: Vec<String>,
    pub style: Style<'a>,
    pub left: f32,
    pub top: f32,
    pub width: f32,
    /// What is set between words.
    pub space: f32,
    /// A first letter of that size, drawn before the words and counted with the first of them.
    pub capital: Option<(char, f32)>,
}

impl Line<'_> {
    pub fn text(&self) -> String {
        let words = self.words.join(" ");
        match self.capital {
            Some((letter, _)) => format!("{letter}{words}"),
            None => words,
        }
    }

    pub fn area(&self) -> Rect {
        let mut area =
            Rect { x: self.left, y: self.top, width: self.width, height: self.style.height() };
        if let Some((_, size)) = self.capital {
            area.x -= size;
            area.width += size;
        }
        area
    }

    pub fn base(&self) -> f32 {
        self.top + self.style.height() * 0.5 + self.style.size_px * 0.3
    }
}

/// The words of a text that are not set yet.
pub(super) struct Words {
    waiting: VecDeque<String>,
    hyphens: u32,
}

impl Words {
    pub fn of(text: &str) -> Self {
        let waiting = text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self { waiting, hyphens: 0 }
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes as many words as have room, at least one, the last one broken if that fills better.
    pub fn line<'a>(&mut self, style: Style<'a>, left: f32, top: f32, room: f32) -> Line<'a> {
        let space = style.width_of(" ");
        let least = if style.justified { space * 0.8 } else { space };
        let set = |natural: f32, words: usize| natural + least * words as f32;
        let mut words: Vec<String> = Vec::new();
        let mut natural = 0.0;
        while let Some(word) = self.waiting.front() {
            let width = style.width_of(word);
            if !words.is_empty() && set(natural + width, words.len()) > room {
                break;
            }
            natural += width;
            words.extend(self.waiting.pop_front());
        }
        let slack = room - natural - space * words.len().saturating_sub(1) as f32;
        let loose = slack > space * 0.35 * words.len() as f32;
        let may_break = style.justified && loose && self.hyphens < 3;
        self.hyphens = match self.fitting_part(style, room, set(natural, words.len())) {
            Some(part) if may_break => {
                let rest = self.waiting[0][part.trim_end_matches('-').len()..].to_owned();
                // The hyphen of a compound ends the line; it is not set twice.
                self.waiting[0] = rest.strip_prefix('-').unwrap_or(&rest).to_owned();
                natural += style.width_of(&part);
                words.push(part);
                self.hyphens + 1
            }
            _ => 0,
        };
        let gaps = words.len().saturating_sub(1);
        let filling = (room - natural) / gaps.max(1) as f32;
        let full = style.justified && !self.waiting.is_empty() && gaps > 0;
        let between = if full { filling } else { space.min(filling).max(space * 0.5) };
        let width = natural + between * gaps as f32;
        Line { words, style, left, top, width, space: between, capital: None }
    }

    /// The longest first part of the next word, with its hyphen, that fits.
    fn fitting_part(&self, style: Style<'_>, room: f32, set: f32) -> Option<String> {
        let word = self.waiting.front()?;
        let inner = word.match_indices('-').map(|(at, _)| at);
        let compound = inner.filter(|&at| at > 1 && at + 3 < word.len());
        let parts = breaks(word).into_iter().chain(compound).map(|at| format!("{}-", &word[..at]));
        let fitting = parts.filter(|part| set + style.width_of(part) <= room);
        fitting.max_by_key(String::len)
    }
}

/// Sets a text of one width from a height on, and says where it ends.
pub(super) fn set_block<'a>(
    text: &str,
    style: Style<'a>,
    left: f32,
    top: f32,
    width: f32,
) -> (Vec<Line<'a>>, f32) {
    let mut words = Words::of(text);
    let mut lines = Vec::new();
    let mut y = top;
    while !words.is_empty() {
        lines.push(words.line(style, left, y, width));
        y += style.height();
    }
    (lines, y)
}

/// A column to be filled from above, with what stands in its way.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub left: f32,
    pub width: f32,
    pub top: f32,
    pub bottom: f32,
    /// Pictures with their captions, margins included.
    pub obstacles: Vec<Rect>,
}

impl Column {
    /// The next place for a line of that height at `y` or below: its top, left and width.
    pub fn slot(&self, y: f32, height: f32, least: f32) -> Option<(f32, f32, f32)> {
        let mut y = y;
        loop {
            if y + height > self.bottom + 0.5 {
                return None;
            }
            let (mut from, mut to) = (self.left, self.left + self.width);
            let mut below = f32::MAX;
            for obstacle in &self.obstacles {
                let (left, right) = (obstacle.x, obstacle.x + obstacle.width);
                let end = obstacle.y + obstacle.height;
                let beside = y + height <= obstacle.y || y >= end;
                if beside || right <= from || left >= to {
                    continue;
                }
                below = below.min(end);
                if left - from >= to - right {
                    to = left;
                } else {
                    from = right;
                }
            }
            if to - from >= least {
                return Some((y, from, to - from));
            }
            y = below;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_beside_a_picture_or_below_it() {
        let picture = Rect { x: 60.0, y: 20.0, width: 100.0, height: 50.0 };
        let column =
            Column { left: 0.0, width: 100.0, top: 0.0, bottom: 200.0, obstacles: vec![picture] };
        assert_eq!(column.slot(0.0, 15.0, 40.0), Some((0.0, 0.0, 100.0)));
        assert_eq!(column.slot(15.0, 15.0, 40.0), Some((15.0, 0.0, 60.0)));
        assert_eq!(column.slot(15.0, 15.0, 80.0), Some((70.0, 0.0, 100.0)));
        assert_eq!(column.slot(190.0, 15.0, 40.0), None);
    }
}
