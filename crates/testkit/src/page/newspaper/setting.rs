//! One article in the room that the page gives it: head, pictures, columns.

use coupure_model::Rect;
use rand::Rng;
use rand::rngs::SmallRng;

use super::super::ink::{Face, Type};
use super::Role;
use super::flow::{Column, Line, Style, Words, set_block};
use super::story::{Block, Story};

/// A first letter two lines high, in sizes of the text: from the top of the first line's capitals
/// to the second one's base line.
pub(super) const CAPITAL: f32 = 2.75;

/// What all articles of a page have in common.
pub(super) struct Look {
    pub body: Type,
    pub head: Type,
    pub small: Type,
    pub body_px: f32,
    pub gutter_px: f32,
    pub leading: f32,
    pub justified: bool,
    pub column_rules: bool,
    /// Standfirst, captions and bylines in the headlines' face.
    pub head_everywhere: bool,
}

/// How one article is set.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub columns: u32,
    pub headline_px: f32,
    pub standfirst: bool,
    pub byline: Byline,
    pub boxed: bool,
    pub capital: bool,
    pub picture: Option<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Byline {
    None,
    Above,
    Below,
}

/// Where an article's picture stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// At the top of so many columns from one on.
    Top { from: u32, columns: u32 },
    /// At the foot of so many columns from one on.
    Foot { from: u32, columns: u32 },
    /// Half way down, across the gutter after a column: text wraps round it in both.
    Across { after: u32, reach: f32 },
    /// Half way down, on one side of a column that is wide enough.
    Beside { column: u32, right: bool, reach: f32 },
}

impl Place {
    /// Whether text runs beside the picture, in the same column.
    pub fn is_wrapped(self) -> bool {
        matches!(self, Self::Across { .. } | Self::Beside { .. })
    }
}

pub(super) struct SetPicture {
    pub area: Rect,
    pub seed: u64,
}

/// What was set, on the page.
pub(super) struct SetArticle<'a> {
    /// In reading order, the captions last.
    pub lines: Vec<Line<'a>>,
    pub pictures: Vec<SetPicture>,
    pub rules: Vec<Rect>,
    pub text: Vec<String>,
    pub captions: Vec<String>,
}

pub(super) fn set_article<'a>(
    story: &Story,
    form: &Form,
    look: &'a Look,
    room: Rect,
    random: &mut SmallRng,
) -> SetArticle<'a> {
    let mut set = SetArticle {
        lines: Vec::new(),
        pictures: Vec::new(),
        rules: Vec::new(),
        text: Vec::new(),
        captions: Vec::new(),
    };
    let mut room = room;
    if form.boxed {
        set.rules.extend(frame(room, 2.5));
        let pad = look.body_px * 0.7;
        room.x += pad;
        room.y += pad;
        room.width -= 2.0 * pad;
        room.height -= 2.0 * pad;
    }
    let top = set_head(&mut set, story, form, look, room);
    let gutter = look.gutter_px;
    let count = form.columns;
    let width = (room.width - gutter * (count - 1) as f32) / count as f32;
    let left_of = |column: u32| room.x + column as f32 * (width + gutter);
    let bottom = room.y + room.height;
    let mut columns: Vec<Column> = (0..count)
        .map(|c| Column { left: left_of(c), width, top, bottom, obstacles: Vec::new() })
        .collect();
    let mut caption_lines = Vec::new();
    if let Some(place) = form.picture {
        caption_lines = set_picture(&mut set, story, place, look, &mut columns, random);
    }
    fill(&mut set, story, form, look, &columns);
    set.lines.extend(caption_lines);
    if look.column_rules {
        for column in 1..count {
            let x = left_of(column) - gutter / 2.0;
            set.rules.extend(upright_rule(x, top, bottom, &columns));
        }
    }
    set
}

/// Headline and standfirst over all columns; says where these begin.
fn set_head<'a>(
    set: &mut SetArticle<'a>,
    story: &Story,
    form: &Form,
    look: &'a Look,
    room: Rect,
) -> f32 {
    let mut style = Style {
        faces: &look.head,
        face: Face::Bold,
        size_px: form.headline_px,
        leading: 1.12,
        justified: false,
        indent: 0.0,
        role: Role::Headline,
    };
    // Three lines at most, and no word wider than its room.
    let widest = |style: &Style<'_>| {
        story.headline.split(' ').map(|word| style.width_of(word)).fold(0.0, f32::max)
    };
    let (lines, end) = loop {
        let block = set_block(&story.headline, style, room.x, room.y, room.width);
        let fits = block.0.len() <= 3 && widest(&style) <= room.width;
        if fits || style.size_px <= look.body_px * 1.2 {
            break block;
        }
        style.size_px *= 0.92;
    };
    set.lines.extend(lines);
    set.text.push(story.headline.clone());
    let mut y = end + look.body_px * 0.45;
    if form.standfirst {
        let style = Style {
            faces: if look.head_everywhere { &look.head } else { &look.body },
            face: Face::Bold,
            size_px: look.body_px * 1.18,
            leading: 1.28,
            role: Role::Standfirst,
            ..style
        };
        let (lines, end) = set_block(&story.standfirst, style, room.x, y, room.width);
        set.lines.extend(lines);
        set.text.push(story.standfirst.clone());
        y = end + look.body_px * 0.6;
    }
    y
}

/// Places the picture, puts it in the columns' way, and sets its caption.
fn set_picture<'a>(
    set: &mut SetArticle<'a>,
    story: &Story,
    place: Place,
    look: &'a Look,
    columns: &mut [Column],
    random: &mut SmallRng,
) -> Vec<Line<'a>> {
    let (top, bottom) = (columns[0].top, columns[0].bottom);
    let (width, gutter) = (columns[0].width, look.gutter_px);
    let tall = bottom - top;
    let over = |columns: u32| width * columns as f32 + gutter * (columns - 1) as f32;
    let left_of = |column: u32, all: &[Column]| all[column as usize].left;
    let (x, wide) = match place {
        Place::Top { from, columns: n } | Place::Foot { from, columns: n } => {
            (left_of(from, columns), over(n))
        }
        Place::Across { after, reach } => {
            let seam = left_of(after, columns) + width + gutter / 2.0;
            (seam - width * reach, width * reach * 2.0)
        }
        Place::Beside { column, right, reach } => {
            let left = left_of(column, columns);
            (if right { left + width * (1.0 - reach) } else { left }, width * reach)
        }
    };
    let ratio = random.random_range(0.55..0.9);
    let high = (wide * ratio).min(tall * 0.5);
    let caption = &story.captions[0];
    let style = Style {
        faces: if look.head_everywhere { &look.small } else { &look.body },
        face: if look.head_everywhere { Face::Regular } else { Face::Italic },
        size_px: look.body_px * 0.84,
        leading: 1.2,
        justified: false,
        indent: 0.0,
        role: Role::Caption,
    };
    let gap = look.body_px * 0.3;
    let (_, end) = set_block(caption, style, x, 0.0, wide);
    let whole = high + gap + end;
    let y = match place {
        Place::Top { .. } => top,
        Place::Foot { .. } => bottom - whole,
        Place::Across { .. } | Place::Beside { .. } => {
            top + (tall - whole) * random.random_range(0.25..0.7)
        }
    };
    let (lines, _) = set_block(caption, style, x, y + high + gap, wide);
    set.pictures
        .push(SetPicture { area: Rect { x, y, width: wide, height: high }, seed: random.random() });
    set.captions.push(caption.clone());
    let margin = look.body_px * 0.7;
    // A picture that ends where a column ends needs no room beside it there.
    let obstacle = Rect {
        x: x - margin * 0.8,
        y: y - margin * 0.5,
        width: wide + margin * 1.6,
        height: whole + margin,
    };
    for column in columns {
        let apart = column.left + column.width <= x + 0.5 || column.left + 0.5 >= x + wide;
        if !apart {
            column.obstacles.push(obstacle);
        }
    }
    lines
}

/// As many sentences as the columns have room for.
fn fill<'a>(
    set: &mut SetArticle<'a>,
    story: &Story,
    form: &Form,
    look: &'a Look,
    columns: &[Column],
) {
    let total: usize = story.blocks.iter().map(sentences).sum();
    let (mut fits, mut too_many) = (0, total + 1);
    while too_many - fits > 1 {
        let middle = fits + (too_many - fits) / 2;
        match pour(&cut(story, middle, form), form, look, columns) {
            Some(_) => fits = middle,
            None => too_many = middle,
        }
    }
    let blocks = cut(story, fits.max(1), form);
    if let Some(lines) = pour(&blocks, form, look, columns) {
        set.lines.extend(lines);
        set.text.extend(blocks.into_iter().map(|(_, text)| text));
    }
}

fn sentences(block: &Block) -> usize {
    match block {
        Block::Body(sentences) => sentences.len(),
        Block::Question(_) | Block::Subhead(_) => 0,
    }
}

/// The article up to a sentence, with its byline; it ends with a paragraph of text.
fn cut(story: &Story, mut count: usize, form: &Form) -> Vec<(Role, String)> {
    let mut blocks = Vec::new();
    if form.byline == Byline::Above {
        blocks.push((Role::Byline, story.byline.clone()));
    }
    for block in &story.blocks {
        match block {
            Block::Body(sentences) => {
                let taken = sentences.len().min(count);
                if taken > 0 {
                    blocks.push((Role::Body, sentences[..taken].join(" ")));
                }
                count -= taken;
            }
            Block::Question(text) => blocks.push((Role::Question, text.clone())),
            Block::Subhead(text) => blocks.push((Role::Subhead, text.clone())),
        }
        if count == 0 {
            break;
        }
    }
    while blocks.last().is_some_and(|(role, _)| matches!(role, Role::Question | Role::Subhead)) {
        blocks.pop();
    }
    if form.byline == Byline::Below {
        blocks.push((Role::Byline, story.byline.clone()));
    }
    blocks
}

/// Pours blocks into columns; `None` where they have no room.
fn pour<'a>(
    blocks: &[(Role, String)],
    form: &Form,
    look: &'a Look,
    columns: &[Column],
) -> Option<Vec<Line<'a>>> {
    let body = look.body_px;
    let base = Style {
        faces: &look.body,
        face: Face::Regular,
        size_px: body,
        leading: look.leading,
        justified: look.justified,
        indent: body,
        role: Role::Body,
    };
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut column = 0;
    let mut y = columns[0].top;
    let mut is_first_body = true;
    for (role, text) in blocks {
        let ragged = Style { justified: false, indent: 0.0, role: *role, ..base };
        let (style, before) = match role {
            Role::Question => (Style { face: Face::Bold, ..ragged }, 0.5 * body),
            Role::Subhead => {
                let faces = if look.head_everywhere { &look.head } else { &look.body };
                (Style { faces, face: Face::Bold, size_px: body * 1.22, ..ragged }, 0.8 * body)
            }
            Role::Byline => (Style { face: Face::Italic, ..ragged }, 0.0),
            _ => (base, 0.0),
        };
        let heading = matches!(role, Role::Question | Role::Subhead);
        // A heading goes where the lines after it go.
        let mut needed = style.height() * if heading { 4.0 } else { 1.0 };
        let mut words = Words::of(text);
        if y > columns[column].top {
            y += before;
        }
        let mut capital = None;
        if *role == Role::Body && is_first_body && form.capital {
            let letter = text.chars().next().expect("a paragraph has words");
            if letter.is_alphabetic() {
                words = Words::of(&text[letter.len_utf8()..]);
                capital = Some(letter);
                needed *= 2.0;
            }
        }
        is_first_body &= *role != Role::Body;
        let mut beside_capital = 0;
        let capital_width = capital.map_or(0.0, |letter| {
            style.faces.width(&letter.to_string(), Face::Bold, style.size_px * CAPITAL)
        });
        let mut is_first = true;
        while !words.is_empty() {
            let least = columns[column].width * 0.42;
            let room_needed = if is_first { needed } else { style.height() };
            let Some(_) = columns[column].slot(y, room_needed, least) else {
                column += 1;
                y = columns.get(column)?.top;
                continue;
            };
            let (top, mut left, mut width) = columns[column].slot(y, style.height(), least)?;
            if is_first && capital.is_some() {
                beside_capital = 2;
            } else if is_first {
                left += style.indent;
                width -= style.indent;
            }
            let gap = body * 0.15;
            if beside_capital > 0 {
                left += capital_width + gap;
                width -= capital_width + gap;
            }
            let mut line = words.line(style, left, top, width);
            if is_first && let Some(letter) = capital {
                line.capital = Some((letter, capital_width + gap));
            }
            beside_capital = (beside_capital - 1).max(0);
            is_first = false;
            lines.push(line);
            y = top + style.height();
        }
        if *role == Role::Subhead {
            y += 0.2 * body;
        }
    }
    Some(lines)
}

pub(super) fn frame(area: Rect, thick: f32) -> [Rect; 4] {
    let Rect { x, y, width, height } = area;
    [
        Rect { x, y, width, height: thick },
        Rect { x, y: y + height - thick, width, height: thick },
        Rect { x, y, width: thick, height },
        Rect { x: x + width - thick, y, width: thick, height },
    ]
}

/// A thin rule between two columns, interrupted by pictures.
fn upright_rule(x: f32, top: f32, bottom: f32, columns: &[Column]) -> Vec<Rect> {
    let mut parts = vec![(top, bottom)];
    for obstacle in columns.iter().flat_map(|column| &column.obstacles) {
        if obstacle.x < x && x < obstacle.x + obstacle.width {
            let (from, to) = (obstacle.y, obstacle.y + obstacle.height);
            parts = parts
                .into_iter()
                .flat_map(|(a, b)| [(a, b.min(from)), (a.max(to), b)])
                .filter(|(a, b)| b - a > 4.0)
                .collect();
        }
    }
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    parts.dedup();
    parts.into_iter().map(|(a, b)| Rect { x, y: a, width: 2.0, height: b - a }).collect()
}
