//! Sets an article as a newspaper page: folio, headline, standfirst, justified columns.

use image::{Rgb, RgbImage};

use super::article::{Article, Paragraph};
use super::hyphenation::breaks;
use super::ink::{Face, Type, rule};

/// How a page is laid out. Lengths in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    pub width_px: u32,
    pub columns: u32,
    pub body_px: f32,
    pub margin_px: f32,
    pub gutter_px: f32,
    /// Thin upright rules between the columns.
    pub column_rules: bool,
    pub paper: [u8; 3],
    /// Newspaper, date and page above everything.
    pub folio: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            width_px: 2120,
            columns: 3,
            body_px: 44.0,
            margin_px: 120.0,
            gutter_px: 56.0,
            column_rules: true,
            paper: [238, 233, 220],
            folio: true,
        }
    }
}

/// A line as it was set.
#[derive(Debug, Clone, PartialEq)]
pub struct SetLine {
    /// With the hyphen, if it ends in one.
    pub text: String,
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
    /// `None`: above the columns.
    pub column: Option<u32>,
}

/// A page and its truth.
#[derive(Debug, Clone)]
pub struct Page {
    pub picture: RgbImage,
    /// The article, paragraphs parted by blank lines; see [`Article::text`].
    pub text: String,
    /// The folio line.
    pub folio: String,
    /// Every line but the folio, in reading order.
    pub lines: Vec<SetLine>,
}

pub fn typeset(article: &Article, layout: &Layout) -> Page {
    let faces = Type::load();
    let inner = layout.width_px as f32 - 2.0 * layout.margin_px;
    let columns = layout.columns.max(1);
    let column_width = (inner - layout.gutter_px * (columns - 1) as f32) / columns as f32;
    let body = layout.body_px;

    let mut head = Flow::new(&faces, inner);
    head.paragraph(&article.headline, Style::new(Face::Bold, body * 2.3, 1.15).ragged());
    head.space(body * 0.7);
    head.paragraph(&article.standfirst, Style::new(Face::Bold, body * 1.22, 1.32).ragged());
    head.space(body * 1.4);

    let mut text = Flow::new(&faces, column_width);
    text.paragraph(&article.byline, Style::new(Face::Italic, body, LEADING).ragged());
    for paragraph in &article.paragraphs {
        match paragraph {
            Paragraph::Body(words) => {
                text.paragraph(words, Style::new(Face::Regular, body, LEADING).indented());
            }
            Paragraph::Question(words) => {
                text.space(body * LEADING * 0.5);
                text.paragraph(words, Style::new(Face::Bold, body, LEADING).heading());
            }
            Paragraph::Subhead(words) => {
                text.space(body * LEADING * 0.75);
                text.paragraph(words, Style::new(Face::Bold, body * 1.3, LEADING * 0.9).heading());
                text.space(body * LEADING * 0.25);
            }
        }
    }

    let folio_height = if layout.folio { body * 2.2 } else { 0.0 };
    let columns_top = layout.margin_px + folio_height + head.height;
    let (placed, columns_height) = text.into_columns(columns);
    let height = columns_top + columns_height + layout.margin_px;
    let mut picture =
        RgbImage::from_pixel(layout.width_px, height.ceil() as u32, Rgb(layout.paper));

    if layout.folio {
        draw_folio(&mut picture, &faces, article, layout, inner);
    }
    let mut lines = Vec::new();
    let mut put = |line: &Line, left: f32, top: f32, column: Option<u32>| {
        line.draw(&mut picture, &faces, left, top);
        lines.push(SetLine {
            text: line.text(),
            left: left + line.indent,
            top: top + line.top,
            width: line.set_width(),
            height: line.height,
            column,
        });
    };
    for line in &head.lines {
        put(line, layout.margin_px, layout.margin_px + folio_height, None);
    }
    for (column, line) in &placed {
        let left = layout.margin_px + *column as f32 * (column_width + layout.gutter_px);
        put(line, left, columns_top, Some(*column));
    }
    if layout.column_rules {
        for column in 1..columns {
            let left = layout.margin_px + column as f32 * (column_width + layout.gutter_px)
                - layout.gutter_px / 2.0;
            rule(&mut picture, left, columns_top, 2.0, columns_height);
        }
    }
    Page { picture, text: article.text(), folio: article.folio(), lines }
}

/// From one base line to the next, in sizes of the letters.
const LEADING: f32 = 1.24;

fn draw_folio(
    picture: &mut RgbImage,
    faces: &Type,
    article: &Article,
    layout: &Layout,
    inner: f32,
) {
    let size = layout.body_px * 0.95;
    let base = layout.margin_px + size;
    let left = layout.margin_px;
    faces.draw(picture, &article.newspaper, Face::Bold, size, (left, base));
    let date = faces.width(&article.date, Face::Regular, size);
    faces.draw(picture, &article.date, Face::Regular, size, (left + (inner - date) / 2.0, base));
    let page = faces.width(&article.page, Face::Bold, size);
    faces.draw(picture, &article.page, Face::Bold, size, (left + inner - page, base));
    rule(picture, left, base + size * 0.4, inner, 3.0);
}

#[derive(Debug, Clone, Copy)]
struct Style {
    face: Face,
    size_px: f32,
    leading: f32,
    justified: bool,
    indent: f32,
    /// Never the last in its column: a heading.
    keeps_with_next: bool,
}

impl Style {
    fn new(face: Face, size_px: f32, leading: f32) -> Self {
        Self { face, size_px, leading, justified: true, indent: 0.0, keeps_with_next: false }
    }

    fn ragged(self) -> Self {
        Self { justified: false, ..self }
    }

    fn heading(self) -> Self {
        Self { keeps_with_next: true, ..self.ragged() }
    }

    fn indented(self) -> Self {
        Self { indent: self.size_px, ..self }
    }
}

/// Words on one base line.
#[derive(Debug, Clone)]
struct Line {
    words: Vec<String>,
    style: Style,
    /// From the top of its flow, or of its column once placed.
    top: f32,
    height: f32,
    indent: f32,
    natural_width: f32,
    /// What is set between words.
    space: f32,
}

impl Line {
    fn text(&self) -> String {
        self.words.join(" ")
    }

    fn set_width(&self) -> f32 {
        self.natural_width + self.space * self.words.len().saturating_sub(1) as f32
    }

    fn draw(&self, picture: &mut RgbImage, faces: &Type, left: f32, top: f32) {
        let base = top + self.top + self.height * 0.5 + self.style.size_px * 0.3;
        let mut x = left + self.indent;
        for word in &self.words {
            faces.draw(picture, word, self.style.face, self.style.size_px, (x, base));
            x += faces.width(word, self.style.face, self.style.size_px) + self.space;
        }
    }
}

/// Lines under one another.
struct Flow<'a> {
    faces: &'a Type,
    width: f32,
    lines: Vec<Line>,
    height: f32,
}

impl<'a> Flow<'a> {
    fn new(faces: &'a Type, width: f32) -> Self {
        Self { faces, width, lines: Vec::new(), height: 0.0 }
    }

    fn space(&mut self, height: f32) {
        self.height += height;
    }

    fn paragraph(&mut self, text: &str, style: Style) {
        let width_of = |word: &str| self.faces.width(word, style.face, style.size_px);
        let space = width_of(" ");
        let mut waiting: std::collections::VecDeque<String> =
            text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let mut hyphens = 0;
        let mut first = true;
        while !waiting.is_empty() {
            let indent = if first { style.indent } else { 0.0 };
            first = false;
            let room = self.width - indent;
            let least = if style.justified { space * 0.8 } else { space };
            let mut words: Vec<String> = Vec::new();
            let mut natural = 0.0;
            let set = |natural: f32, words: usize| natural + least * words as f32;
            while let Some(word) = waiting.front() {
                if !words.is_empty() && set(natural + width_of(word), words.len()) > room {
                    break;
                }
                natural += width_of(word);
                words.push(waiting.pop_front().expect("there is a front"));
            }
            let slack = room - natural - space * (words.len() - 1) as f32;
            let loose = slack > space * 0.35 * words.len() as f32;
            let mut hyphenated = false;
            if style.justified
                && loose
                && hyphens < 3
                && let Some(word) = waiting.front().cloned()
            {
                let fitting = breaks(&word).into_iter().rev().find(|&at| {
                    let part = width_of(&word[..at]) + width_of("-");
                    set(natural + part, words.len()) <= room
                });
                if let Some(at) = fitting {
                    let part = format!("{}-", &word[..at]);
                    natural += width_of(&part);
                    words.push(part);
                    waiting[0] = word[at..].to_owned();
                    hyphenated = true;
                }
            }
            hyphens = if hyphenated { hyphens + 1 } else { 0 };
            let gaps = words.len() - 1;
            let full = style.justified && !waiting.is_empty() && gaps > 0;
            let filling = (room - natural) / gaps.max(1) as f32;
            let between = if full { filling } else { space.min(filling) };
            let height = style.size_px * style.leading;
            self.lines.push(Line {
                words,
                style,
                top: self.height,
                height,
                indent,
                natural_width: natural,
                space: between,
            });
            self.height += height;
        }
    }

    /// Parts the lines into columns of about one height: each line with its column, and the height.
    fn into_columns(self, columns: u32) -> (Vec<(u32, Line)>, f32) {
        let mut goal = self.height / columns as f32;
        // A line that does not fit goes on in the next column; the last one must hold the rest.
        loop {
            let mut placed: Vec<(u32, Line)> = Vec::with_capacity(self.lines.len());
            let (mut column, mut from, mut tallest) = (0, 0.0, 0.0_f32);
            for (index, line) in self.lines.iter().enumerate() {
                // A heading goes where the line after it goes.
                let after = self.lines[index..].iter().find(|line| !line.style.keeps_with_next);
                let end = after.unwrap_or(line);
                if end.top + end.height - from > goal + 0.5 && column + 1 < columns {
                    column += 1;
                    from = line.top;
                }
                let mut line = line.clone();
                line.top -= from;
                tallest = tallest.max(line.top + line.height);
                placed.push((column, line));
            }
            if tallest <= goal + 0.5 {
                return (placed, tallest);
            }
            goal += 4.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::article::interview;
    use super::*;

    #[test]
    fn the_lines_joined_are_the_text() {
        let page = typeset(&interview(), &Layout::default());
        let mut joined = String::new();
        for line in &page.lines {
            match line.text.strip_suffix('-') {
                Some(part) => joined.push_str(part),
                None => {
                    joined.push_str(&line.text);
                    joined.push(' ');
                }
            }
        }
        let words = |text: &str| {
            text.split([' ', '\n']).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(words(&joined), words(&page.text));
        assert!(page.lines.iter().filter(|line| line.text.ends_with('-')).count() > 5);
    }

    #[test]
    fn no_line_is_wider_than_its_column_and_full_lines_fill_it() {
        let layout = Layout::default();
        let page = typeset(&interview(), &layout);
        let inner = layout.width_px as f32 - 2.0 * layout.margin_px;
        let width = (inner - 2.0 * layout.gutter_px) / 3.0;
        for line in page.lines.iter().filter(|line| line.column.is_some()) {
            assert!(line.width <= width + 1.0, "{:?}", line.text);
        }
        for column in 0..3 {
            assert!(page.lines.iter().any(|line| line.column == Some(column)));
        }
    }
}
