//! The article in a single column: the scan cut along its lines and set anew, in its own type.
//!
//! A page of several columns cannot be read on a phone; its text can, but a reader may want to see
//! the paper's own print. Each line is cut out of the corrected page and stacked under the one
//! before it; a line wider than a column (a headline) is broken between words. Nothing is enlarged,
//! so the letters are those of the scan.
//!
//! What must always hold: every word of the lines given is in the picture once, in their order.

use coupure_model::{Line, Rect, Word};
use fast_image_resize::FilterType;
use image::{GenericImage, RgbImage, imageops};

use crate::Error;
use crate::small::{luma, resized};

/// Twice what a phone shows across, so that its letters are sharp there.
const WIDTH_MAX_PX: u32 = 1080;
/// A longer strip is made smaller as a whole: no encoder or reader takes more.
const HEIGHT_MAX_PX: u32 = 30_000;
/// So much wider than the column, a line still stands as it is.
const WIDER: f32 = 1.04;
/// Around the column, in heights of a line.
const MARGIN: f32 = 0.8;
/// Between paragraphs, and around headings and pictures, in heights of a line.
const PARAGRAPH_GAP: f32 = 0.35;
const HEADING_GAP: f32 = 0.7;
/// An indent is kept up to so many heights.
const INDENT_MAX: f32 = 3.0;
/// Ink of a neighbouring line reaches into a piece no further than this share of its height.
const NEIGHBOUR_REACH: f32 = 0.3;
/// Lines that overlap could ask for any size.
const PIXELS_MAX: u64 = 200_000_000;
/// Darker than paper by so much is ink.
const INK: u8 = 60;

/// Makes the single column. `lines` in reading order and `pictures`: in pixels of `page`. `None`
/// where there is no word.
pub fn single_column(
    page: &RgbImage,
    lines: &[Line],
    pictures: &[Rect],
) -> Result<Option<RgbImage>, Error> {
    let Some(plan) = Plan::of(page, lines, pictures) else { return Ok(None) };
    let (width_px, height_px) = (u64::from(plan.width_px), u64::from(plan.height_px));
    if width_px * height_px > PIXELS_MAX {
        return Err(Error::TooManyPixels { width_px, height_px, max_pixels: PIXELS_MAX });
    }
    let mut column = RgbImage::from_pixel(plan.width_px, plan.height_px, plan.paper);
    for placed in &plan.pieces {
        let mut piece = cut(page, &placed.from);
        if placed.is_text {
            without_neighbours(&mut piece, plan.paper);
        }
        let piece = resized(&piece, placed.side_max_px, FilterType::Lanczos3)?;
        let width_px = piece.width().min(plan.width_px - placed.x_px);
        let height_px = piece.height().min(plan.height_px - placed.y_px);
        let seen = imageops::crop_imm(&*piece, 0, 0, width_px, height_px).to_image();
        darker_of(&mut column, &seen, placed.x_px, placed.y_px);
    }
    // Its longer side stands for both bounds.
    let ratio = f64::from(column.height()) / f64::from(column.width());
    let width_px = f64::from(column.width().min(WIDTH_MAX_PX));
    let side_px = width_px.max(width_px * ratio).min(f64::from(HEIGHT_MAX_PX));
    Ok(Some(resized(&column, side_px.round() as u32, FilterType::Lanczos3)?.into_owned()))
}

/// A part of the page and where it goes.
struct Placed {
    from: Rect,
    x_px: u32,
    y_px: u32,
    /// The longer side that it is brought to; beyond its own, nothing changes.
    side_max_px: u32,
    is_text: bool,
}

struct Plan {
    width_px: u32,
    height_px: u32,
    paper: image::Rgb<u8>,
    pieces: Vec<Placed>,
}

impl Plan {
    fn of(page: &RgbImage, lines: &[Line], pictures: &[Rect]) -> Option<Self> {
        let whole =
            Rect { x: 0.0, y: 0.0, width: page.width() as f32, height: page.height() as f32 };
        let lines: Vec<&Line> = lines
            .iter()
            .filter(|line| !line.words.is_empty() && within(&line.area, &whole).is_some())
            .collect();
        let usual = median(lines.iter().map(|line| line.area.height))?;
        let column_width = column_width(&lines)?;
        let margin = usual * MARGIN;
        let mut stack = Stack { y: margin, margin, column_width, pieces: Vec::new() };
        let mut waiting: Vec<&Rect> = pictures.iter().collect();
        let mut before: Option<&Line> = None;
        for line in &lines {
            if let Some(before) = before {
                let other = before.paragraph != line.paragraph || before.heading != line.heading;
                let gap = match other {
                    true if before.heading || line.heading => HEADING_GAP,
                    true => PARAGRAPH_GAP,
                    false => 0.0,
                };
                stack.y += gap * usual;
            }
            // A picture stands before the first line that lies below it in its own columns.
            let (due, later) = waiting.into_iter().partition(|picture| is_below(line, picture));
            waiting = later;
            for picture in due {
                stack.picture(picture, &whole, usual);
            }
            let left = left_of_column(&lines, line.column);
            for (part, first) in parts(line, column_width) {
                let Some(from) = within(&grown(part, usual), &whole) else { continue };
                let indent = match first && !line.heading {
                    true => (line.area.x - left).clamp(0.0, usual * INDENT_MAX),
                    false => 0.0,
                };
                stack.text(from, indent.min((column_width * WIDER - from.width).max(0.0)));
            }
            before = Some(line);
        }
        for picture in waiting {
            stack.picture(picture, &whole, usual);
        }
        Some(Self {
            width_px: (column_width * WIDER + 2.0 * margin).ceil() as u32,
            height_px: (stack.y + margin).ceil() as u32,
            paper: paper_of(page),
            pieces: stack.pieces,
        })
    }
}

struct Stack {
    y: f32,
    margin: f32,
    column_width: f32,
    pieces: Vec<Placed>,
}

impl Stack {
    fn text(&mut self, from: Rect, indent: f32) {
        // A word that is wider than the column is made smaller.
        let scale = (self.column_width * WIDER / from.width).min(1.0);
        self.place(from, self.margin + indent, scale, true);
    }

    fn picture(&mut self, picture: &Rect, whole: &Rect, usual: f32) {
        let Some(from) = within(picture, whole) else { return };
        let scale = (self.column_width / from.width).min(1.0);
        let inset = (self.column_width - from.width * scale) / 2.0;
        self.y += usual * HEADING_GAP;
        self.place(from, self.margin + inset.max(0.0), scale, false);
        self.y += usual * HEADING_GAP;
    }

    fn place(&mut self, from: Rect, x: f32, scale: f32, is_text: bool) {
        self.pieces.push(Placed {
            from,
            x_px: x.round() as u32,
            y_px: self.y.round() as u32,
            side_max_px: ((from.width.max(from.height) * scale).floor() as u32).max(1),
            is_text,
        });
        self.y += from.height * scale;
    }
}

/// How wide a column of running text is: all but the widest of its lines fit.
fn column_width(lines: &[&Line]) -> Option<f32> {
    let body: Vec<&&Line> = lines.iter().filter(|line| !line.heading).collect();
    let of = if body.len() >= 3 { body } else { lines.iter().collect() };
    let mut widths: Vec<f32> = of.iter().map(|line| line.area.width).collect();
    widths.sort_by(f32::total_cmp);
    widths.get(widths.len() * 9 / 10).copied().filter(|width| *width >= 1.0)
}

fn left_of_column(lines: &[&Line], column: u32) -> f32 {
    let own = lines.iter().filter(|line| line.column == column && !line.heading);
    own.map(|line| line.area.x).fold(f32::MAX, f32::min)
}

/// A line as it is, or broken between words; of each part, whether it begins the line.
fn parts(line: &Line, column_width: f32) -> Vec<(Rect, bool)> {
    if line.area.width <= column_width * WIDER {
        return vec![(line.area, true)];
    }
    let mut parts: Vec<(Rect, bool)> = Vec::new();
    let mut open: Option<(f32, f32)> = None;
    let words = &line.words;
    for i in 0..words.len() {
        let (left, right) = reach(words, i);
        open = match open {
            Some((start, _)) if right - start <= column_width => Some((start, right)),
            Some((start, end)) => {
                parts.push((strip(line, start, end), parts.is_empty()));
                Some((left, right))
            }
            None => Some((left, right)),
        };
    }
    if let Some((start, end)) = open {
        parts.push((strip(line, start, end), parts.is_empty()));
    }
    parts
}

/// From the middle of the blank before a word to the middle of the one after it.
fn reach(words: &[Word], i: usize) -> (f32, f32) {
    let right = |word: &Word| word.area.x + word.area.width;
    let own = &words[i];
    let left = match i.checked_sub(1).map(|before| right(&words[before])) {
        Some(before) => f32::midpoint(before, own.area.x).min(own.area.x),
        None => own.area.x,
    };
    let end = match words.get(i + 1) {
        Some(after) => f32::midpoint(right(own), after.area.x).max(right(own)),
        None => right(own),
    };
    (left, end)
}

fn strip(line: &Line, left: f32, right: f32) -> Rect {
    Rect { x: left, width: right - left, ..line.area }
}

/// A hair more on each side than was recognised, so that no serif is cut.
fn grown(area: Rect, usual: f32) -> Rect {
    let by = usual * 0.12;
    Rect { x: area.x - by, y: area.y, width: area.width + 2.0 * by, height: area.height }
}

/// Whole pixels of the page; `None` where nothing of it is.
fn within(area: &Rect, whole: &Rect) -> Option<Rect> {
    let (left, top) = (area.x.max(0.0).floor(), area.y.max(0.0).floor());
    let right = (area.x + area.width).min(whole.width).ceil();
    let bottom = (area.y + area.height).min(whole.height).ceil();
    let part = Rect { x: left, y: top, width: right - left, height: bottom - top };
    (part.width >= 1.0 && part.height >= 1.0).then_some(part)
}

fn is_below(line: &Line, picture: &Rect) -> bool {
    let (left, right) = (line.area.x, line.area.x + line.area.width);
    let overlap = right.min(picture.x + picture.width) - left.max(picture.x);
    line.area.y + line.area.height / 2.0 > picture.y + picture.height && overlap > 0.0
}

fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.filter(|value| *value >= 1.0).collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

fn cut(page: &RgbImage, part: &Rect) -> RgbImage {
    let [x, y, width, height] = [part.x, part.y, part.width, part.height].map(|side| side as u32);
    imageops::crop_imm(page, x, y, width, height).to_image()
}

/// The paper's colour: the most frequent of the light ones.
fn paper_of(page: &RgbImage) -> image::Rgb<u8> {
    let mut counts = [0_u32; 256];
    let step = (page.width() as usize * page.height() as usize / 200_000).max(1);
    let sample = || page.pixels().step_by(step);
    for pixel in sample() {
        counts[usize::from(luma(pixel[0], pixel[1], pixel[2]))] += 1;
    }
    let paper = (128..256).max_by_key(|&value| counts[value]).unwrap_or(255);
    let of: Vec<_> =
        sample().filter(|p| usize::from(luma(p[0], p[1], p[2])).abs_diff(paper) <= 2).collect();
    let mean = |channel: usize| {
        let sum: usize = of.iter().map(|pixel| usize::from(pixel[channel])).sum();
        (sum / of.len().max(1)) as u8
    };
    if of.is_empty() { image::Rgb([255; 3]) } else { image::Rgb([mean(0), mean(1), mean(2)]) }
}

/// Takes away what reaches into a line from the ones above and below it: ink that touches the
/// upper or lower border and stays near it.
fn without_neighbours(piece: &mut RgbImage, paper: image::Rgb<u8>) {
    let (width, height) = (piece.width() as usize, piece.height() as usize);
    let limit = luma(paper[0], paper[1], paper[2]).saturating_sub(INK);
    let is_ink = |piece: &RgbImage, at: usize| {
        let pixel = piece.get_pixel((at % width) as u32, (at / width) as u32);
        luma(pixel[0], pixel[1], pixel[2]) < limit
    };
    let reach = (height as f32 * NEIGHBOUR_REACH) as usize;
    let mut seen = vec![false; width * height];
    for border in [0, height - 1] {
        for start in border * width..(border + 1) * width {
            if seen[start] || !is_ink(piece, start) {
                continue;
            }
            let mut of = vec![start];
            let mut next = 0;
            seen[start] = true;
            let mut furthest = 0;
            while let Some(&at) = of.get(next) {
                next += 1;
                let (x, y) = (at % width, at / width);
                furthest = furthest.max(y.abs_diff(border));
                for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                    for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                        let near = ny * width + nx;
                        if !seen[near] && is_ink(piece, near) {
                            seen[near] = true;
                            of.push(near);
                        }
                    }
                }
            }
            if furthest < reach {
                for at in of {
                    whiten(piece, at % width, at / width, paper);
                }
            }
        }
    }
}

/// A pixel and its grey rim.
fn whiten(piece: &mut RgbImage, x: usize, y: usize, paper: image::Rgb<u8>) {
    for ny in y.saturating_sub(1)..=(y + 1).min(piece.height() as usize - 1) {
        for nx in x.saturating_sub(1)..=(x + 1).min(piece.width() as usize - 1) {
            piece.put_pixel(nx as u32, ny as u32, paper);
        }
    }
}

/// Where pieces overlap, ink wins.
fn darker_of(column: &mut RgbImage, piece: &RgbImage, left_px: u32, top_px: u32) {
    let mut under = column.sub_image(left_px, top_px, piece.width(), piece.height());
    for (x, y, pixel) in piece.enumerate_pixels() {
        let below = image::GenericImageView::get_pixel(&*under, x, y);
        let darker = std::array::from_fn(|channel| below[channel].min(pixel[channel]));
        under.put_pixel(x, y, image::Rgb(darker));
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    const PAPER: Rgb<u8> = Rgb([250, 248, 244]);

    /// A page on which each word is a bar of a shade of its own.
    struct Sheet {
        page: RgbImage,
        lines: Vec<Line>,
        shades: Vec<Rgb<u8>>,
    }

    impl Sheet {
        fn new() -> Self {
            Self {
                page: RgbImage::from_pixel(1200, 900, PAPER),
                lines: Vec::new(),
                shades: Vec::new(),
            }
        }

        fn line(&mut self, y: f32, words: &[(f32, f32)], column: u32, heading: bool) {
            let height = if heading { 60.0 } else { 30.0 };
            let mut set = Vec::new();
            for &(x, width) in words {
                let shade = Rgb([20 + 3 * self.shades.len() as u8, 0, 40]);
                self.shades.push(shade);
                let area = Rect { x, y, width, height };
                for py in (y + height * 0.3) as u32..(y + height * 0.7) as u32 {
                    for px in x as u32..(x + width) as u32 {
                        self.page.put_pixel(px, py, shade);
                    }
                }
                set.push(Word { text: "mot".into(), area, confidence: 1.0 });
            }
            let (first, last) = (words[0], words[words.len() - 1]);
            let area = Rect { x: first.0, y, width: last.0 + last.1 - first.0, height };
            self.lines.push(Line {
                words: set,
                area,
                column,
                paragraph: u32::from(!heading),
                heading,
                ..Line::default()
            });
        }

        /// A headline over two columns of three lines each.
        fn article() -> Self {
            let mut sheet = Self::new();
            sheet.line(20.0, &[(40.0, 300.0), (360.0, 300.0), (680.0, 300.0)], 0, true);
            for column in 0..2 {
                for row in 0..4 {
                    let (x, y) = (40.0 + 560.0 * column as f32, 120.0 + 40.0 * row as f32);
                    sheet.line(y, &[(x, 180.0), (x + 200.0, 300.0)], 1 + column, false);
                }
            }
            sheet
        }
    }

    /// Of each shade, the rows that it fills.
    fn rows_of(column: &RgbImage, shade: Rgb<u8>) -> Option<(u32, u32)> {
        let rows: Vec<u32> =
            column.enumerate_pixels().filter(|(_, _, p)| **p == shade).map(|(_, y, _)| y).collect();
        Some((*rows.iter().min()?, *rows.iter().max()?))
    }

    #[test]
    fn every_word_is_in_the_column_once_and_in_order() {
        let sheet = Sheet::article();
        let made = single_column(&sheet.page, &sheet.lines, &[]).unwrap().unwrap();
        assert!(made.width() < 600, "{} px: one column wide", made.width());
        let mut last = 0;
        for shade in &sheet.shades {
            let count = |page: &RgbImage| page.pixels().filter(|p| *p == shade).count();
            assert_eq!(count(&made), count(&sheet.page), "{shade:?}");
            let (top, _) = rows_of(&made, *shade).unwrap();
            assert!(top >= last, "{shade:?} at {top}, after {last}");
            last = top;
        }
    }

    #[test]
    fn a_headline_wider_than_a_column_is_broken_between_words() {
        let sheet = Sheet::article();
        let made = single_column(&sheet.page, &sheet.lines, &[]).unwrap().unwrap();
        let tops: Vec<u32> =
            sheet.shades[..3].iter().map(|s| rows_of(&made, *s).unwrap().0).collect();
        assert!(tops[0] < tops[1] && tops[1] < tops[2], "{tops:?}");
    }

    #[test]
    fn what_hangs_in_from_the_line_above_is_left_out_and_own_ink_is_kept() {
        let mut sheet = Sheet::article();
        let hanging = Rgb([10, 200, 10]);
        // The foot of a letter of the line above: it enters the line's area by a fifth.
        for y in 150..166 {
            for x in 60..66 {
                sheet.page.put_pixel(x, y, hanging);
            }
        }
        let lines = vec![sheet.lines[2].clone(), sheet.lines[3].clone(), sheet.lines[4].clone()];
        let made = single_column(&sheet.page, &lines, &[]).unwrap().unwrap();
        assert_eq!(rows_of(&made, hanging), None);
        assert!(rows_of(&made, sheet.shades[5]).is_some());
    }

    #[test]
    fn a_picture_stands_before_the_text_below_it_and_fits_the_column() {
        let mut sheet = Sheet::article();
        let picture = Rect { x: 40.0, y: 300.0, width: 1000.0, height: 200.0 };
        let grey = Rgb([111, 112, 113]);
        for y in 300..500 {
            for x in 40..1040 {
                sheet.page.put_pixel(x, y, grey);
            }
        }
        sheet.line(560.0, &[(40.0, 180.0)], 3, false);
        let made = single_column(&sheet.page, &sheet.lines, &[picture]).unwrap().unwrap();
        let (top, bottom) = rows_of(&made, grey).unwrap();
        let last = *sheet.shades.last().unwrap();
        assert!(bottom < rows_of(&made, last).unwrap().0);
        assert!(top > rows_of(&made, sheet.shades[sheet.shades.len() - 2]).unwrap().1);
        assert!(bottom - top < 110, "half as wide, half as high: {top} to {bottom}");
    }

    #[test]
    fn without_words_there_is_no_column() {
        let page = RgbImage::from_pixel(30, 30, PAPER);
        assert_eq!(single_column(&page, &[], &[]).unwrap(), None);
        let empty = Line {
            words: Vec::new(),
            area: Rect { x: 2.0, y: 2.0, width: 9.0, height: 9.0 },
            ..Line::default()
        };
        assert_eq!(single_column(&page, &[empty], &[]).unwrap(), None);
    }
}
