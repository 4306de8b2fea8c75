//! Which lines belong under which headline.
//!
//! The lines, in the order of the cut, are grouped into blocks: a stretch of one column that no
//! heading and no rule interrupts. Each block asks what stands right *above* it:
//! - under a heading it belongs to that one. A heading reaches beyond its own letters as far as the
//!   room beside it is empty: a short headline governs all the columns below it;
//! - under text of its column it belongs where that belongs, though a picture be between;
//! - under a rule, or at the top of the page, nothing is above it: it *continues* the column before
//!   it on its left, as text does in a page of running columns, or begins an article without a
//!   headline.
//!
//! A heading right under a heading is part of one head. One under text begins an article, unless it
//! is so much smaller than the headline above that it must be a subhead.

use super::{
    Row,
    order::Box,
    walls::{Wall, Walls},
};

/// A wall stops what is at least this share of it wide.
const WALL_SHARE: f32 = 0.8;
/// What stands above shares at least so much of the narrower width.
const ABOVE_SHARE: f32 = 0.5;
/// A heading below text is a subhead if it is this much smaller than the headline.
const SUBHEAD_MAX: f32 = 0.8;
/// And no higher than this, in usual heights, nor wider than so many widths of the text above.
const SUBHEAD_HEIGHT_MAX: f32 = 1.45;
const SUBHEAD_WIDTH_MAX: f32 = 1.3;
/// Parts of one head are at most so far apart, in heights of the smaller.
const HEAD_GAP_MAX: f32 = 1.6;
/// A page in more blocks than this is no page; all of it is one article.
const BLOCKS_MAX: usize = 2000;

/// To which article each row belongs (numbered by their first rows), and whether it is part of the
/// article's head.
#[derive(Debug, Clone, Default)]
pub struct Assigned {
    pub article: Vec<u32>,
    pub is_head: Vec<bool>,
}

struct Block {
    from: usize,
    to: usize,
    area: Box,
    heading: bool,
    is_float: bool,
    height: f32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Origin {
    /// It begins an article.
    Itself,
    /// Part of the head that the other heading opens.
    Head(usize),
    /// Of the same article as the other block.
    Of(usize),
}

/// `headings`: whether each row is part of a heading, and of which paragraph it is.
pub fn assign(
    rows: &[Row],
    headings: &[(bool, u32)],
    walls: &Walls,
    pictures: &[Box],
    usual: f32,
) -> Assigned {
    let Walls { level: walls, upright } = walls;
    // No headline reaches over any of these.
    let obstacles = &[pictures, upright].concat();
    // Headlines are found first: they part the columns that they reach over.
    let headlines: Vec<Box> = blocks(rows, headings, walls, &[])
        .iter()
        .filter(|block| block.heading && block.height > SUBHEAD_HEIGHT_MAX * usual)
        .map(|block| reach(rows, block, obstacles))
        .collect();
    let blocks = blocks(rows, headings, walls, &headlines);
    if blocks.len() > BLOCKS_MAX {
        return Assigned { article: vec![0; rows.len()], is_head: vec![false; rows.len()] };
    }
    let mut block_of = vec![0; rows.len()];
    for (number, block) in blocks.iter().enumerate() {
        block_of[block.from..block.to].fill(number);
    }
    let mut reaches: Vec<Box> = rows.iter().map(outline).collect();
    let is_headline = |block: &&Block| block.heading && block.height > SUBHEAD_HEIGHT_MAX * usual;
    for block in blocks.iter().filter(is_headline) {
        let Box { left, right, .. } = reach(rows, block, obstacles);
        for reach in &mut reaches[block.from..block.to] {
            *reach = Box { left, right, ..*reach };
        }
    }
    let above: Vec<Above> =
        (0..blocks.len()).map(|block| above(&blocks, block, &reaches, &block_of, walls)).collect();
    let mut graph =
        Graph { blocks: &blocks, above: &above, origins: vec![None; blocks.len()], usual };
    let roots: Vec<(usize, bool)> = (0..blocks.len()).map(|block| graph.root(block)).collect();
    let mut numbers = std::collections::HashMap::new();
    let mut assigned = Assigned::default();
    for block in block_of {
        let (root, is_head) = roots[block];
        let next = numbers.len() as u32;
        assigned.article.push(*numbers.entry(root).or_insert(next));
        assigned.is_head.push(is_head);
    }
    assigned
}

fn outline(row: &Row) -> Box {
    let area = &row.area;
    Box { left: area.x, right: area.x + area.width, top: area.y, bottom: area.y + area.height }
}

fn blocks(rows: &[Row], headings: &[(bool, u32)], walls: &[Wall], headlines: &[Box]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let own = outline(row);
        let goes_on = blocks.last().is_some_and(|last| {
            let before = &rows[i - 1];
            before.column == row.column
                && before.area.y <= row.area.y
                && last.heading == headings[i].0
                && (!last.heading || headings[i - 1].1 == headings[i].1)
                && !walls.iter().any(|wall| parts(wall, &outline(before), &own))
                && !headlines.iter().any(|headline| {
                    middle(headline) > before.area.y + before.area.height / 2.0
                        && middle(headline) < row.area.y + row.area.height / 2.0
                        && shared_x(headline, &own) > ABOVE_SHARE * row.area.width
                })
        });
        match blocks.last_mut() {
            Some(last) if goes_on => {
                last.to = i + 1;
                last.area.left = last.area.left.min(own.left);
                last.area.right = last.area.right.max(own.right);
                last.area.bottom = last.area.bottom.max(own.bottom);
                last.height = last.height.max(row.height);
            }
            _ => blocks.push(Block {
                from: i,
                to: i + 1,
                area: own,
                heading: headings[i].0,
                is_float: row.is_float,
                height: row.height,
            }),
        }
    }
    blocks
}

fn middle(b: &Box) -> f32 {
    (b.top + b.bottom) / 2.0
}

fn shared_x(a: &Box, b: &Box) -> f32 {
    a.right.min(b.right) - a.left.max(b.left)
}

/// Whether a rule runs between two rows of a column.
fn parts(wall: &Wall, above: &Box, below: &Box) -> bool {
    let y = wall.y_between(above.left.min(below.left), above.right.max(below.right));
    let wall = &wall.area;
    let narrower = (above.right - above.left).min(below.right - below.left);
    y > middle(above)
        && y < middle(below)
        && shared_x(wall, above).min(shared_x(wall, below)) > WALL_SHARE * narrower
        && wall.right - wall.left
            > WALL_SHARE * (above.right - above.left).max(below.right - below.left)
}

/// The room of a heading: as far as there is neither text nor picture nor rule on either side of it.
fn reach(rows: &[Row], block: &Block, obstacles: &[Box]) -> Box {
    let own = block.area;
    let mut wide = Box { left: f32::MIN, right: f32::MAX, ..own };
    let others = rows[..block.from].iter().chain(&rows[block.to..]).map(outline);
    for other in others.chain(obstacles.iter().copied()) {
        let shared = own.bottom.min(other.bottom) - own.top.max(other.top);
        if shared < 0.3 * (other.bottom - other.top).min(own.bottom - own.top) {
            continue;
        }
        if middle_x(&other) < own.left {
            wide.left = wide.left.max(other.right.min(own.left));
        }
        if middle_x(&other) > own.right {
            wide.right = wide.right.min(other.left.max(own.right));
        }
    }
    // A headline begins where its columns do, or stands in the middle of them: it reaches to the
    // left no farther than to the right.
    let edge = rows.iter().map(|row| row.area.x + row.area.width).fold(f32::MIN, f32::max);
    let room = (wide.right.min(edge) - own.right).max(0.0) + block.height;
    wide.left = wide.left.max(own.left - room);
    wide
}

fn middle_x(b: &Box) -> f32 {
    (b.left + b.right) / 2.0
}

/// What is right above a block.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Above {
    Block(usize),
    Wall,
    Nothing,
}

fn above(
    blocks: &[Block],
    number: usize,
    reaches: &[Box],
    block_of: &[usize],
    walls: &[Wall],
) -> Above {
    let own = &blocks[number].area;
    let width = own.right - own.left;
    let first = &reaches[blocks[number].from];
    let limit = first.top + 0.4 * (first.bottom - first.top);
    let mut best: Option<(f32, usize)> = None;
    for (row, reach) in reaches.iter().enumerate() {
        let block = block_of[row];
        let y = middle(reach);
        if block == number || y >= limit || best.is_some_and(|(lowest, _)| y <= lowest) {
            continue;
        }
        let narrower = width.min(reach.right - reach.left);
        if shared_x(own, reach) > ABOVE_SHARE * narrower {
            best = Some((y, block));
        }
    }
    let wall = walls
        .iter()
        .filter(|wall| shared_x(own, &wall.area) > WALL_SHARE * width)
        .map(|wall| wall.y_between(own.left, own.right))
        .filter(|&y| y < limit)
        .fold(f32::MIN, f32::max);
    match best {
        // A rule right under a heading belongs to it.
        Some((y, block)) if wall > y => {
            let heading = &blocks[block];
            if heading.heading && wall - heading.area.bottom < heading.height * 0.6 {
                Above::Block(block)
            } else {
                Above::Wall
            }
        }
        Some((_, block)) => Above::Block(block),
        None if wall > f32::MIN => Above::Wall,
        None => Above::Nothing,
    }
}

struct Graph<'a> {
    blocks: &'a [Block],
    above: &'a [Above],
    origins: Vec<Option<Origin>>,
    usual: f32,
}

impl Graph<'_> {
    /// The block that begins the article, and whether this one is of its head.
    fn root(&mut self, block: usize) -> (usize, bool) {
        let origin = self.origin(block);
        let is_head = self.blocks[block].heading && !matches!(origin, Origin::Of(_));
        let mut at = block;
        // Arrows lead up or to the left; a knot of them is cut where it closes.
        for _ in 0..self.blocks.len() {
            match self.origin(at) {
                Origin::Itself => break,
                Origin::Head(next) | Origin::Of(next) => at = next,
            }
        }
        (at, is_head)
    }

    fn origin(&mut self, block: usize) -> Origin {
        if let Some(origin) = self.origins[block] {
            return origin;
        }
        // What comes back to this block while it is looked at begins here.
        self.origins[block] = Some(Origin::Itself);
        let origin = match self.above[block] {
            _ if self.blocks[block].is_float => self.around(block),
            Above::Block(other) if self.blocks[block].heading => self.heading(block, other),
            Above::Block(other) => Origin::Of(other),
            _ if self.blocks[block].heading => Origin::Itself,
            _ => self.continuation(block),
        };
        self.origins[block] = Some(origin);
        origin
    }

    fn heading(&mut self, block: usize, other: usize) -> Origin {
        let (own, above) = (&self.blocks[block], &self.blocks[other]);
        if above.heading {
            let gap = own.area.top - above.area.bottom;
            if gap < HEAD_GAP_MAX * own.height.min(above.height) {
                let is_subhead = matches!(self.origin(other), Origin::Of(_));
                return if is_subhead { Origin::Of(other) } else { Origin::Head(other) };
            }
        }
        let headline = self.headline_height(other);
        let (own, above) = (&self.blocks[block], &self.blocks[other]);
        let width = |b: &Box| b.right - b.left;
        let is_subhead = headline.is_some_and(|height| own.height < SUBHEAD_MAX * height)
            && own.height < SUBHEAD_HEIGHT_MAX * self.usual
            && width(&own.area) < SUBHEAD_WIDTH_MAX * width(&above.area);
        if is_subhead { Origin::Of(other) } else { Origin::Itself }
    }

    /// The height of the headline of a block's article.
    fn headline_height(&mut self, block: usize) -> Option<f32> {
        let (mut at, mut highest) = (block, None::<f32>);
        for _ in 0..self.blocks.len() {
            let origin = self.origin(at);
            let block = &self.blocks[at];
            if block.heading && !matches!(origin, Origin::Of(_)) {
                highest = Some(highest.unwrap_or(0.0).max(block.height));
            }
            match origin {
                Origin::Itself => break,
                Origin::Head(next) | Origin::Of(next) => at = next,
            }
        }
        highest
    }

    /// A float belongs to the text in whose room it stands.
    fn around(&self, block: usize) -> Origin {
        let own = &self.blocks[block].area;
        let shared = |other: &Block| {
            let height = own.bottom.min(other.area.bottom) - own.top.max(other.area.top);
            shared_x(own, &other.area).max(0.0) * height.max(0.0)
        };
        let flowing = (0..self.blocks.len()).filter(|&other| !self.blocks[other].is_float);
        let around = flowing
            .map(|other| (shared(&self.blocks[other]), other))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|&(shared, _)| shared > 0.0);
        match (around, self.above[block]) {
            (Some((_, other)), _) | (None, Above::Block(other)) => Origin::Of(other),
            _ => Origin::Itself,
        }
    }

    /// Text under nothing goes on from the column on its left.
    fn continuation(&self, block: usize) -> Origin {
        let Some(before) = block.checked_sub(1) else { return Origin::Itself };
        let (own, other) = (&self.blocks[block].area, &self.blocks[before].area);
        let is_left = middle_x(other) < own.left && other.bottom > own.top;
        if is_left { Origin::Of(before) } else { Origin::Itself }
    }
}
