//! Which lines are bold: how wide the strokes of their letters are, against those of the other
//! lines. Both are taken as shares of the line's height, so that print of any size is compared.

use coupure_model::{Line, Rect};
use image::RgbImage;

/// So much wider than usual are the strokes of a bold line.
const BOLDER_BY: f32 = 1.3;
/// Rows looked at in each word, and the band of its height that they are in: the letters without
/// their ascenders, where nearly every stroke is a stem.
const ROWS: usize = 7;
const BAND: (f32, f32) = (0.38, 0.58);
/// With fewer strokes there is no telling.
const STROKES_MIN: usize = 12;
/// What is wider, as a share of the height, is no stroke.
const STROKE_MAX: f32 = 0.4;
/// Paper and ink differ by so much at least.
const CONTRAST_MIN: f32 = 40.0;

/// Marks the bold lines. Headings are heavy anyway, and are neither marked nor compared with.
pub fn mark(page: &RgbImage, lines: &mut [Line]) {
    let weights: Vec<Option<f32>> = lines.iter().map(|line| weight(page, line)).collect();
    let body: Vec<(f32, usize)> = lines
        .iter()
        .zip(&weights)
        .filter(|(line, _)| !line.heading)
        .filter_map(|(line, weight)| Some(((*weight)?, letters(line))))
        .collect();
    let Some(usual) = usual(body) else { return };
    for (line, weight) in lines.iter_mut().zip(weights) {
        line.bold = !line.heading && weight.is_some_and(|weight| weight > BOLDER_BY * usual);
    }
}

fn letters(line: &Line) -> usize {
    line.words.iter().map(|w| w.text.chars().count()).sum()
}

/// The weight of most of the text: the median, long lines counting more.
fn usual(mut weights: Vec<(f32, usize)>) -> Option<f32> {
    weights.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: usize = weights.iter().map(|w| w.1).sum();
    let mut reached = 0;
    weights.into_iter().find_map(|(weight, letters)| {
        reached += letters;
        (reached * 2 >= total).then_some(weight)
    })
}

/// The median width of a line's strokes, as a share of its height.
fn weight(page: &RgbImage, line: &Line) -> Option<f32> {
    let words = || line.words.iter().map(|w| &w.area);
    let height = words().map(|area| area.height).min_by(f32::total_cmp)?;
    let rows: Vec<Vec<f32>> = words().flat_map(|area| rows(page, area)).collect();
    let mut greys: Vec<f32> = rows.iter().flatten().copied().collect();
    if greys.is_empty() {
        return None;
    }
    greys.sort_by(f32::total_cmp);
    let (ink, paper) = (greys[greys.len() / 20], greys[greys.len() * 4 / 5]);
    if paper - ink < CONTRAST_MIN {
        return None;
    }
    let limit = (ink + paper) / 2.0;
    let mut strokes: Vec<f32> = rows.iter().flat_map(|row| strokes(row, limit)).collect();
    strokes.retain(|&width| width < STROKE_MAX * height);
    if strokes.len() < STROKES_MIN {
        return None;
    }
    strokes.sort_by(f32::total_cmp);
    Some(strokes[strokes.len() / 2] / height)
}

/// The greys across a word, some rows of them.
fn rows<'a>(page: &'a RgbImage, area: &'a Rect) -> impl Iterator<Item = Vec<f32>> + 'a {
    let left = area.x.max(0.0) as u32;
    let right = ((area.x + area.width).max(0.0) as u32).min(page.width());
    (0..ROWS).filter_map(move |i| {
        let share = BAND.0 + (BAND.1 - BAND.0) * i as f32 / (ROWS - 1) as f32;
        let y = area.y + share * area.height;
        (y >= 0.0 && y < page.height() as f32 && left < right)
            .then(|| (left..right).map(|x| f32::from(page.get_pixel(x, y as u32).0[1])).collect())
    })
}

/// The widths of the dark runs of a row, their edges taken between pixels.
fn strokes(row: &[f32], limit: f32) -> Vec<f32> {
    let mut found = Vec::new();
    let mut began = None;
    for (i, pair) in row.windows(2).enumerate() {
        let (a, b) = (pair[0], pair[1]);
        if (a < limit) == (b < limit) {
            continue;
        }
        let edge = i as f32 + (limit - a) / (b - a);
        if b < limit {
            began = Some(edge);
        } else if let Some(began) = began.take() {
            found.push(edge - began);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use coupure_model::Word;
    use image::Rgb;

    use super::*;

    /// Lines of upright strokes, each so wide, on a page.
    fn page(strokes_px: &[u32]) -> (RgbImage, Vec<Line>) {
        let page = RgbImage::from_fn(400, strokes_px.len() as u32 * 40, |x, y| {
            let stroke = strokes_px[(y / 40) as usize];
            let ink = (8..32).contains(&(y % 40)) && x % 16 < stroke;
            Rgb([if ink { 30 } else { 240 }; 3])
        });
        let lines = (0..strokes_px.len())
            .map(|i| {
                let area = Rect { x: 0.0, y: i as f32 * 40.0, width: 400.0, height: 40.0 };
                let word = Word { text: "Pourquoi".into(), area, confidence: 1.0 };
                Line { words: vec![word], area, ..Line::default() }
            })
            .collect();
        (page, lines)
    }

    #[test]
    fn lines_of_wider_strokes_are_bold_and_headings_are_not_asked() {
        let (page, mut lines) = page(&[6, 3, 3, 5, 5, 3, 3, 3]);
        lines[0].heading = true;
        mark(&page, &mut lines);
        let bold: Vec<bool> = lines.iter().map(|l| l.bold).collect();
        assert_eq!(bold, [false, false, false, true, true, false, false, false]);
    }

    #[test]
    fn a_page_in_one_weight_has_nothing_bold() {
        let (page, mut lines) = page(&[4, 4, 4, 4]);
        mark(&page, &mut lines);
        assert!(lines.iter().all(|l| !l.bold));
    }
}
