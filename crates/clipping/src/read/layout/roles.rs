//! What each line is to its article, told from sizes and places; of words only the few with which a
//! byline begins.

use coupure_model::{Rect, Role};

use super::{Row, paragraphs};

/// Lines of a head this near to the highest are the headline; lower ones below it lead in.
pub const HEADLINE_ALIKE: f32 = 0.78;
/// A standfirst is set so much larger than the text, or runs over so many widths of its columns,
/// and has at most so many letters.
const STANDFIRST_HEIGHT_MIN: f32 = 1.1;
const STANDFIRST_WIDTH_MIN: f32 = 1.5;
const STANDFIRST_LETTERS_MAX: usize = 1200;
/// A byline is short.
const BYLINE_LETTERS_MAX: usize = 90;
const BYLINE_ROWS_MAX: usize = 2;
const NAME_WORDS_MAX: usize = 4;
/// A caption begins so near below its picture, in heights of its line, and is so long at most.
const CAPTION_GAP_MAX: f32 = 2.0;
const CAPTION_ROWS_MAX: usize = 8;
/// It is set so much smaller than the text, or over so many widths of its columns, or parted from
/// what follows by a blank of so many of its steps.
const CAPTION_HEIGHT_MAX: f32 = 0.93;
const CAPTION_WIDTH_MIN: f32 = 1.4;
const CAPTION_BLANK_MIN: f32 = 1.5;

/// How bylines begin, in the languages that are read, in small letters.
const BYLINES: [&str; 22] = [
    "par",
    "de notre",
    "propos recueillis",
    "recueilli par",
    "texte",
    "textes",
    "photo",
    "photos",
    "by",
    "from our",
    "von",
    "interview",
    "aufgezeichnet",
    "por",
    "texto",
    "di",
    "testo",
    "door",
    "tekst",
    "da",
    "de nos envoyés",
    "dossier",
];

/// Sets the roles of an article's rows, which stand in reading order; captions go to the end.
pub fn set(rows: &mut Vec<Row>, pictures: &[Rect]) {
    let text: Vec<Row> = rows.iter().filter(|row| !row.is_heading).cloned().collect();
    let body = Body { height: paragraphs::usual_height(&text), width: usual_width(&text) };
    let highest = rows.iter().filter(|row| row.is_head).map(|row| row.height).fold(0.0, f32::max);
    let mut is_below_headline = false;
    for row in rows.iter_mut() {
        row.role = match (row.is_head, row.is_heading) {
            (true, _) if row.height >= HEADLINE_ALIKE * highest => {
                is_below_headline = true;
                Role::Headline
            }
            (true, _) if is_below_headline => Role::Standfirst,
            (true, _) => Role::Headline,
            (false, true) => Role::Subhead,
            (false, false) => Role::Body,
        };
    }
    captions(rows, pictures, &body);
    lead(rows, &body);
    let (flowing, captions) =
        std::mem::take(rows).into_iter().partition(|row| row.role != Role::Caption);
    *rows = flowing;
    rows.extend::<Vec<Row>>(captions);
}

struct Body {
    height: f32,
    width: f32,
}

fn usual_width(rows: &[Row]) -> f32 {
    let mut widths: Vec<f32> = rows.iter().map(|row| row.area.width).collect();
    widths.sort_by(f32::total_cmp);
    widths.get(widths.len() * 4 / 5).copied().unwrap_or(0.0)
}

fn captions(rows: &mut [Row], pictures: &[Rect], body: &Body) {
    for at in 0..rows.len() {
        let row = &rows[at];
        if row.role != Role::Body || (at > 0 && follows(&rows[at - 1], row)) {
            continue;
        }
        let Some(picture) = pictures.iter().find(|picture| is_below(row, picture)) else {
            continue;
        };
        let mut end = at + 1;
        while end < rows.len()
            && end - at <= CAPTION_ROWS_MAX
            && steps(&rows[end - 1], &rows[end])
            && is_alike(rows[end].height, row.height, body.height)
            && rows[end].role == Role::Body
            && is_within(&rows[end], picture)
        {
            end += 1;
        }
        let of = &rows[at..end];
        let next = rows.get(end).filter(|next| next.column == row.column && !next.is_heading);
        let blank = next
            .map_or(f32::MAX, |next| (middle(next) - middle(&rows[end - 1])) / row.height.max(1.0));
        let is_small = paragraphs::usual_height(of) < CAPTION_HEIGHT_MAX * body.height;
        let is_wide = of.iter().any(|row| row.area.width > CAPTION_WIDTH_MIN * body.width);
        let is_apart = next.is_some() && blank > CAPTION_BLANK_MIN;
        if of.len() <= CAPTION_ROWS_MAX && (row.is_float || is_small || is_wide || is_apart) {
            rows[at..end].iter_mut().for_each(|row| row.role = Role::Caption);
        }
    }
}

/// Whether a height is that of a caption's first line rather than that of the text.
fn is_alike(height: f32, caption: f32, body: f32) -> bool {
    let is_small = caption < CAPTION_HEIGHT_MAX * body;
    !is_small || (height - caption).abs() < (height - body).abs()
}

/// Whether a row goes on right below the one before it, in its size.
fn follows(before: &Row, row: &Row) -> bool {
    let ratio = row.height.max(before.height) / row.height.min(before.height).max(1.0);
    ratio < 1.08 && steps(before, row)
}

fn steps(before: &Row, row: &Row) -> bool {
    let step = middle(row) - middle(before);
    before.column == row.column
        && before.is_heading == row.is_heading
        && step > 0.0
        && step < 1.4 * row.height.max(before.height)
}

fn is_below(row: &Row, picture: &Rect) -> bool {
    let gap = row.area.y - (picture.y + picture.height);
    is_within(row, picture) && gap > -0.6 * row.height && gap < CAPTION_GAP_MAX * row.height
}

fn is_within(row: &Row, picture: &Rect) -> bool {
    let margin = 1.0 * row.height;
    row.area.x > picture.x - margin
        && row.area.x + row.area.width < picture.x + picture.width + margin
}

/// Standfirst and byline: what comes first below the headline, and a byline at the end.
fn lead(rows: &mut [Row], body: &Body) {
    let numbered = paragraphs::paragraphs(rows, body.height);
    let mut paragraphs: Vec<(usize, usize)> = Vec::new();
    for at in 0..rows.len() {
        match paragraphs.last_mut() {
            Some((from, to))
                if numbered[*from].1 == numbered[at].1 && rows[*from].role == rows[at].role =>
            {
                *to = at + 1;
            }
            _ => paragraphs.push((at, at + 1)),
        }
    }
    let has_headline = rows.iter().any(|row| row.role == Role::Headline);
    let bodies: Vec<(usize, usize)> =
        paragraphs.into_iter().filter(|&(from, _)| rows[from].role == Role::Body).collect();
    let mut is_lead = has_headline;
    for &(from, to) in &bodies {
        let of = &rows[from..to];
        let letters: usize = of.iter().map(letters).sum();
        let is_byline = to - from <= BYLINE_ROWS_MAX
            && letters <= BYLINE_LETTERS_MAX
            && (begins_as_byline(&of[0]) || is_name(of));
        let is_last = Some(&(from, to)) == bodies.last();
        let height = paragraphs::usual_height(of);
        let widest = of.iter().map(|row| row.area.width).fold(0.0, f32::max);
        let leads = height > STANDFIRST_HEIGHT_MIN * body.height
            || widest > STANDFIRST_WIDTH_MIN * body.width;
        let role = if is_byline && (is_lead || is_last) {
            Role::Byline
        } else if is_lead && leads && letters <= STANDFIRST_LETTERS_MAX {
            Role::Standfirst
        } else {
            is_lead = false;
            continue;
        };
        rows[from..to].iter_mut().for_each(|row| row.role = role);
    }
}

fn begins_as_byline(row: &Row) -> bool {
    let words: Vec<String> = row.words.iter().take(3).map(|w| w.text.to_lowercase()).collect();
    let text = words.join(" ");
    BYLINES.iter().any(|opening| {
        text.strip_prefix(opening)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':', '.']))
    })
}

/// Whether a row is a name and nothing else.
fn is_name(rows: &[Row]) -> bool {
    let [row] = rows else { return false };
    let is_capital = |text: &str| {
        text.chars().next().is_some_and(char::is_uppercase) && text.chars().count() > 1
    };
    let words = row.words.iter().map(|w| w.text.as_str());
    (2..=NAME_WORDS_MAX).contains(&row.words.len())
        && words.clone().all(is_capital)
        && words.last().is_some_and(|last| last.ends_with(char::is_alphabetic))
}

fn letters(row: &Row) -> usize {
    row.words.iter().map(|w| w.text.chars().count()).sum()
}

fn middle(row: &Row) -> f32 {
    row.area.y + row.area.height / 2.0
}

/// To which article each picture belongs: the one with a caption below it, else the one that stands
/// around it, else the nearest.
pub fn pictures(articles: &[(Vec<Row>, Vec<Rect>)], pictures: &[Rect]) -> Vec<Option<usize>> {
    pictures
        .iter()
        .map(|picture| {
            let has_caption = |(rows, _): &(Vec<Row>, Vec<Rect>)| {
                rows.iter().any(|row| row.role == Role::Caption && is_below(row, picture))
            };
            if let Some(captioned) = articles.iter().position(has_caption) {
                return Some(captioned);
            }
            let around = |(_, areas): &(Vec<Row>, Vec<Rect>)| {
                let hull = super::joined(areas.iter().copied());
                let shared = shared(&hull, picture);
                let away =
                    areas.iter().map(|area| distance(area, picture)).fold(f32::MAX, f32::min);
                (shared / (picture.width * picture.height).max(1.0), away)
            };
            (0..articles.len()).min_by(|&a, &b| {
                let (a, b) = (around(&articles[a]), around(&articles[b]));
                let is_inside = |share: f32| share > 0.5;
                is_inside(b.0).cmp(&is_inside(a.0)).then(a.1.total_cmp(&b.1))
            })
        })
        .collect()
}

fn shared(a: &Rect, b: &Rect) -> f32 {
    let width = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
    let height = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
    width.max(0.0) * height.max(0.0)
}

fn distance(a: &Rect, b: &Rect) -> f32 {
    let x = (a.x.max(b.x) - (a.x + a.width).min(b.x + b.width)).max(0.0);
    let y = (a.y.max(b.y) - (a.y + a.height).min(b.y + b.height)).max(0.0);
    x.hypot(y)
}
