//! From lines anywhere on the page to articles, their lines in reading order, by column, paragraph
//! and role.
//!
//! 1. Boxes with rules all round are laid out by themselves ([`frames`]).
//! 2. Lines that give way to a picture are seen as wide as their column, and what stands in the room
//!    they leave is taken out ([`flow`]).
//! 3. A recursive cut finds columns and a first order ([`order`]).
//! 4. Each block asks what is above it, and so finds its headline ([`articles`]).
//! 5. Each article is cut again by itself, so that no neighbour gets between its columns. Articles
//!    follow one another as their first lines do in the first order.
//! 6. Indents, gaps and heights tell paragraphs ([`paragraphs`]); sizes and places tell what each is
//!    to its article ([`roles`]).
//!
//! Nothing here reads pixels but the search for printed rules. Every line that goes in comes out
//! once, whatever is handed in, and in the same order whatever the order it came in.

mod articles;
mod flow;
mod frames;
mod furniture;
mod order;
mod paragraphs;
mod roles;
mod rules;
mod walls;

use coupure_model::{Line, PageArticle, Rect, Role, Word};

use self::{
    order::Box,
    walls::{Wall, Walls},
};
use super::strips::Strip;

pub use self::rules::{Rule, Rules, rules};

/// The frame of a picture stands so near to it, in usual heights of a line.
const PICTURE_FRAME: f32 = 0.5;

/// A strip and what it says.
#[derive(Debug, Clone)]
pub struct Read {
    pub strip: Strip,
    pub words: Vec<Word>,
}

/// A line of a column: what paragraphs, articles and roles are told from.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub words: Vec<Word>,
    pub area: Rect,
    /// Of its text, without the space around it.
    pub height: f32,
    pub column: u32,
    /// The lines that it is made of, from left to right.
    pieces: Vec<usize>,
    /// Where it stands in the first order.
    place: usize,
    /// It stands in the room that other text leaves.
    is_float: bool,
    /// Part of a heading, and of the heading that opens its article.
    is_heading: bool,
    is_head: bool,
    role: Role,
}

/// The lines of a part of a page, in reading order, and its articles in theirs.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    pub lines: Vec<Line>,
    pub articles: Vec<PageArticle>,
}

/// Orders what was read on a part of a page. Strips, rules and pictures are in pixels of the page.
pub fn lay_out(mut found: Vec<Read>, rules: &Rules, pictures: &[Rect]) -> Laid {
    // Workers hand lines over in any order; what follows must not depend on it.
    found.sort_by(|a, b| {
        let key = |r: &Read| (r.strip.y_at(r.strip.left), r.strip.left, r.strip.right);
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2))
    });
    let boxes: Vec<Box> = found
        .iter()
        .map(|read| {
            let strip = &read.strip;
            let (top, bottom) = strip.extent(strip.left, strip.right);
            Box { left: strip.left, top, right: strip.right, bottom }
        })
        .collect();
    let level = |r: &Rule| Wall {
        area: Box { left: r.start, right: r.end, top: r.low, bottom: r.high },
        slope: r.slope,
    };
    let upright = |r: &Rule| Box { left: r.low, right: r.high, top: r.start, bottom: r.end };
    let walls = Walls {
        level: rules.level.iter().map(level).collect(),
        upright: rules.upright.iter().map(upright).collect(),
    };
    let usual = order::usual_height(&boxes);
    let picture =
        |p: &Rect| Box { left: p.x, top: p.y, right: p.x + p.width, bottom: p.y + p.height };
    let picture_boxes: Vec<Box> = pictures.iter().map(picture).collect();
    // What looks like a rule in a picture, or frames it, parts nothing.
    let framed = picture_boxes.iter().map(|p| p.grown(PICTURE_FRAME * usual)).collect::<Vec<_>>();
    let walls = walls.without(&framed);
    let frames = frames::frames(&boxes, &walls, usual);
    let mut inside = vec![None; boxes.len()];
    for (number, (_, lines)) in frames.iter().enumerate() {
        lines.iter().for_each(|&line| inside[line] = Some(number));
    }
    let is_boxed = |line: &usize| inside[*line].is_some();
    let outside_boxes =
        |line: Vec<usize>| if line.iter().any(is_boxed) { Vec::new() } else { line };
    let folio = outside_boxes(furniture::folio_line(&found, &boxes, usual));
    let mut foot = outside_boxes(furniture::foot_line(&found, &boxes, usual));
    foot.retain(|line| !folio.contains(line));
    let is_outside =
        |line: &usize| !is_boxed(line) && !folio.contains(line) && !foot.contains(line);
    let outside: Vec<usize> = (0..boxes.len()).filter(is_outside).collect();
    let outlines: Vec<Box> = frames.iter().map(|(frame, _)| *frame).collect();
    let obstacles = [picture_boxes.clone(), outlines.clone()].concat();
    let around = walls.without(&outlines);
    let is_in = |picture: &Box, frame: &Box| {
        let (x, y) = picture.middle();
        x > frame.left && x < frame.right && y > frame.top && y < frame.bottom
    };
    let is_free = |picture: &&Box| !outlines.iter().any(|frame| is_in(picture, frame));
    let free: Vec<Box> = picture_boxes.iter().filter(is_free).copied().collect();
    let page = Part {
        found: &found,
        boxes: &boxes,
        walls: &around,
        pictures: &free,
        obstacles: &obstacles,
    };
    let (rows, places) = page.rows(&outside, &outlines);
    let (mut furniture, rows) = furniture::taken_out(rows, rules);
    if !folio.is_empty() {
        furniture.head.insert(0, row(&found, folio, 0));
    }
    if !foot.is_empty() {
        furniture.foot.push(row(&found, foot, 0));
    }
    let usual = paragraphs::usual_height(&rows);
    // Each article with the place of its first line.
    let mut articles: Vec<(usize, Vec<Row>)> = page.articles(rows, usual);
    for ((frame, lines), place) in frames.iter().zip(places) {
        let inside: Vec<Box> = lines.iter().map(|&line| boxes[line]).collect();
        let walls = walls.around(&inside);
        let own = picture_boxes.iter().filter(|picture| is_in(picture, frame));
        let own: Vec<Box> = own.copied().collect();
        let part = Part { walls: &walls, pictures: &own, obstacles: &own, ..page };
        let (rows, _) = part.rows(lines, &[]);
        articles.extend(part.articles(rows, usual).into_iter().map(|(_, rows)| (place, rows)));
    }
    articles.sort_by_key(|article| article.0);
    let articles = articles.into_iter().map(|(_, rows)| rows).collect();
    laid(furniture, articles, pictures, usual)
}

/// What was found on a page, of which parts are looked at.
#[derive(Clone, Copy)]
struct Part<'a> {
    found: &'a [Read],
    boxes: &'a [Box],
    walls: &'a Walls,
    pictures: &'a [Box],
    /// What no headline reaches over: pictures, boxes.
    obstacles: &'a [Box],
}

impl Part<'_> {
    /// The rows of some lines in the order of the cut, floats last; and of each frame between them
    /// where it stands in that order.
    fn rows(&self, lines: &[usize], frames: &[Box]) -> (Vec<Row>, Vec<usize>) {
        let boxes: Vec<Box> = lines.iter().map(|&line| self.boxes[line]).collect();
        let flow = flow::flow(&boxes, self.walls, self.pictures);
        let mut is_float = vec![false; lines.len()];
        flow.floats.iter().flatten().for_each(|&line| is_float[line] = true);
        let flowing: Vec<usize> = (0..lines.len()).filter(|&line| !is_float[line]).collect();
        let mut cut: Vec<Box> = flowing.iter().map(|&line| flow.boxes[line]).collect();
        cut.extend(frames);

        let mut rows: Vec<Row> = Vec::new();
        let mut places = vec![0; frames.len()];
        let columns = order::columns(&cut, self.walls, &flow.pictures);
        let mut place = 0;
        for (column, column_rows) in columns.into_iter().enumerate() {
            for mut pieces in column_rows {
                for &frame in pieces.iter().filter(|&&piece| piece >= flowing.len()) {
                    places[frame - flowing.len()] = place;
                    place += 1;
                }
                pieces.retain(|&piece| piece < flowing.len());
                if !pieces.is_empty() {
                    let pieces = pieces.into_iter().map(|piece| lines[flowing[piece]]).collect();
                    let row = row(self.found, pieces, column as u32);
                    rows.push(Row { place, ..row });
                    place += 1;
                }
            }
        }
        let next_column = rows.last().map_or(0, |row| row.column + 1);
        for (column, float) in (next_column..).zip(flow.floats) {
            for line in float {
                let row = row(self.found, vec![lines[line]], column);
                rows.push(Row { is_float: true, place, ..row });
                place += 1;
            }
        }
        (rows, places)
    }

    /// The articles that rows in the order of the cut make, each with the place of its first row.
    fn articles(&self, mut rows: Vec<Row>, usual: f32) -> Vec<(usize, Vec<Row>)> {
        let numbered = paragraphs::paragraphs(&rows, usual);
        let assigned = articles::assign(&rows, &numbered, self.walls, self.obstacles, usual);
        for (i, row) in rows.iter_mut().enumerate() {
            row.is_heading = numbered[i].0;
            row.is_head = assigned.is_head[i];
        }
        let count = assigned.article.iter().max().map_or(0, |&last| last as usize + 1);
        let mut articles: Vec<(usize, Vec<Row>)> = vec![(usize::MAX, Vec::new()); count];
        for (row, article) in rows.into_iter().zip(assigned.article) {
            let article = &mut articles[article as usize];
            article.0 = article.0.min(row.place);
            article.1.push(row);
        }
        if count > 1 {
            for (_, rows) in &mut articles {
                *rows = self.cut_again(std::mem::take(rows));
            }
        }
        articles
    }

    /// The rows of one article in its own order.
    fn cut_again(&self, rows: Vec<Row>) -> Vec<Row> {
        let (floats, flowing): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|r| r.is_float);
        let mut marks = std::collections::HashMap::new();
        for row in &flowing {
            row.pieces.iter().for_each(|&piece| {
                marks.insert(piece, (row.is_heading, row.is_head));
            });
        }
        let mut lines: Vec<usize> =
            flowing.iter().flat_map(|row| row.pieces.iter().copied()).collect();
        lines.sort_unstable();
        let boxes: Vec<Box> = lines.iter().map(|&line| self.boxes[line]).collect();
        let walls = self.walls.around(&boxes);
        let hull = joined(flowing.iter().map(|row| row.area));
        let is_within = |picture: &&Box| {
            let (x, y) = picture.middle();
            x > hull.x && x < hull.x + hull.width && y > hull.y && y < hull.y + hull.height
        };
        let pictures: Vec<Box> = self.pictures.iter().filter(is_within).copied().collect();
        let flow = flow::flow(&boxes, &walls, &pictures);
        let columns = order::columns_of_article(&flow.boxes, &walls, &flow.pictures);
        let mut ordered = Vec::new();
        for (column, rows) in columns.into_iter().enumerate() {
            for pieces in rows {
                let pieces: Vec<usize> = pieces.into_iter().map(|piece| lines[piece]).collect();
                let (is_heading, is_head) = marks[&pieces[0]];
                let row = row(self.found, pieces, column as u32);
                ordered.push(Row { is_heading, is_head, ..row });
            }
        }
        let next = ordered.last().map_or(0, |row| row.column + 1);
        let first = floats.first().map_or(0, |row| row.column);
        let floats = floats.into_iter().map(|row| Row { column: next + row.column - first, ..row });
        ordered.extend(floats);
        ordered
    }
}

/// Numbers what was found: furniture above the page's text first, then the articles, then furniture
/// below.
fn laid(
    furniture: furniture::Furniture,
    articles: Vec<Vec<Row>>,
    pictures: &[Rect],
    usual: f32,
) -> Laid {
    let mut laid = Laid::default();
    let marked = |rows: Vec<Row>| -> Vec<Row> {
        rows.into_iter().map(|row| Row { role: Role::Furniture, ..row }).collect()
    };
    laid.push(marked(furniture.head), None, usual);
    let articles: Vec<(Vec<Row>, Vec<Rect>)> = articles
        .into_iter()
        .map(|mut rows| {
            roles::set(&mut rows, pictures);
            let areas = areas(&rows);
            (rows, areas)
        })
        .collect();
    let owners = roles::pictures(&articles, pictures);
    for (number, (rows, areas)) in articles.into_iter().enumerate() {
        let own = pictures.iter().zip(&owners).filter(|(_, owner)| **owner == Some(number));
        let pictures = own.map(|(picture, _)| *picture).collect();
        laid.articles.push(PageArticle { title: title(&rows), areas, pictures });
        laid.push(rows, Some(number as u32), usual);
    }
    laid.push(marked(furniture.foot), None, usual);
    laid
}

impl Laid {
    /// Adds what is on a further part of the page; columns, paragraphs and articles count on.
    pub fn append(&mut self, more: Self) {
        let next =
            |number: fn(&Line) -> u32| self.lines.iter().map(number).max().map_or(0, |n| n + 1);
        let (column, paragraph) = (next(|l| l.column), next(|l| l.paragraph));
        let article = self.articles.len() as u32;
        self.lines.extend(more.lines.into_iter().map(|line| Line {
            column: line.column + column,
            paragraph: line.paragraph + paragraph,
            article: line.article.map(|number| number + article),
            ..line
        }));
        self.articles.extend(more.articles);
    }

    /// Makes one article of all.
    pub fn join(&mut self) {
        let title = self.articles.first().map(|first| first.title.clone()).unwrap_or_default();
        let articles = std::mem::take(&mut self.articles);
        if articles.is_empty() {
            return;
        }
        let mut joined = PageArticle { title, ..PageArticle::default() };
        for article in articles {
            joined.areas.extend(article.areas);
            joined.pictures.extend(article.pictures);
        }
        self.articles.push(joined);
        self.lines.iter_mut().filter(|l| l.article.is_some()).for_each(|l| l.article = Some(0));
    }

    /// Adds rows that belong together; columns and paragraphs count on.
    fn push(&mut self, rows: Vec<Row>, article: Option<u32>, usual: f32) {
        let numbered = paragraphs::paragraphs(&rows, usual);
        let mut before: Option<(u32, u32, Role)> = None;
        let mut last = self.lines.last().map(|line| (line.column, line.paragraph));
        for (row, (_, paragraph)) in rows.into_iter().zip(numbered) {
            let (column_now, paragraph_now) = last.unwrap_or((0, 0));
            let (column, number) = match before {
                None if last.is_none() => (0, 0),
                None => (column_now + 1, paragraph_now + 1),
                Some((column, number, role)) => (
                    column_now + u32::from(column != row.column),
                    paragraph_now + u32::from(number != paragraph || role != row.role),
                ),
            };
            before = Some((row.column, paragraph, row.role));
            last = Some((column, number));
            self.lines.push(Line {
                words: row.words,
                area: row.area,
                column,
                paragraph: number,
                heading: matches!(row.role, Role::Headline | Role::Subhead),
                bold: false,
                role: row.role,
                article,
            });
        }
    }
}

/// An article without a headline is called by its first words.
const FIRST_WORDS: usize = 8;

fn title(rows: &[Row]) -> String {
    let headline = rows.iter().filter(|row| row.role == Role::Headline);
    let highest = headline.clone().map(|row| row.height).fold(0.0, f32::max);
    let lines: Vec<Line> = headline
        .filter(|row| row.height >= roles::HEADLINE_ALIKE * highest)
        .map(|row| Line { words: row.words.clone(), area: row.area, ..Line::default() })
        .collect();
    let text = |lines: &[Line]| super::compose::plain(lines);
    if !lines.is_empty() {
        return text(&lines);
    }
    let words = rows.iter().flat_map(|row| &row.words).take(FIRST_WORDS).cloned().collect();
    text(&[Line { words, ..Line::default() }])
}

/// What each column of an article stands on.
fn areas(rows: &[Row]) -> Vec<Rect> {
    let columns = rows.chunk_by(|a, b| a.column == b.column);
    columns.map(|rows| joined(rows.iter().map(|row| row.area))).collect()
}

fn joined(areas: impl Iterator<Item = Rect>) -> Rect {
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for area in areas {
        left = left.min(area.x);
        top = top.min(area.y);
        right = right.max(area.x + area.width);
        bottom = bottom.max(area.y + area.height);
    }
    Rect { x: left, y: top, width: right - left, height: bottom - top }
}

/// Joins the pieces of a row, left to right.
fn row(found: &[Read], pieces: Vec<usize>, column: u32) -> Row {
    let mut words = Vec::new();
    let (mut height, mut weight) = (0.0, 0.0);
    for &piece in &pieces {
        let Read { strip, words: own } = &found[piece];
        words.extend(own.iter().cloned());
        height += strip.half_height * 2.0 * (strip.right - strip.left);
        weight += strip.right - strip.left;
    }
    let area = joined(pieces.iter().map(|&piece| {
        let strip = &found[piece].strip;
        let (top, bottom) = strip.extent(strip.left, strip.right);
        Rect { x: strip.left, y: top, width: strip.right - strip.left, height: bottom - top }
    }));
    Row { words, area, height: height / weight.max(1.0), column, pieces, ..Row::default() }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod typeset;
