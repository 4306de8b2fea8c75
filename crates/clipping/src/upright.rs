//! Which way up a page lies, by its lines of text: they alternate with paper across their own
//! direction, and in Latin print more reaches above the small letters (capitals, b, d, f, h, k, l, t,
//! accents) than below them (g, j, p, q, y). Where that is not clear the page stays as it lies.

use std::borrow::Cow;

use coupure_model::Turn;
use image::{GrayImage, Luma};

use crate::Error;
use crate::skew::{coarse_slope, find_skew_degrees};
use crate::text::{Ink, Line, Lines};

/// How much sharper lines are across one direction than across the other, to be sure that the page
/// lies as it should, and that it does not.
const CLEARER_LEAST: f64 = 1.6;
const CLEARER_LEAST_ASIDE: f64 = 2.2;
/// Below this nothing is lines of text.
const SHARPNESS_LEAST: f64 = 4.0;
/// The same of how far lines can be followed; and so many sides of the page at least.
const FOLLOWED_LEAST: f32 = 3.0;
const LENGTH_LEAST: f32 = 4.0;
const HALVED_FROM_PX: u32 = 1200;
/// Standard errors that the balance of what reaches up and down must be away from none to turn over
/// a page whose lines are level already; and to choose between the ways that one on its side can be
/// turned, which is to be turned anyway.
const ERRORS_LEAST: f64 = 4.0;
const ERRORS_LEAST_ASIDE: f64 = 2.5;
const BALANCE_LEAST: f64 = 0.06;
/// Fewer lines say nothing.
const LINES_LEAST: usize = 5;
/// Bins of a line's profile in each pixel.
const FINE: f32 = 2.0;

/// How the page is to be turned to be read, as `page` shows it under a turn and a fine angle.
pub(crate) fn find_turn(
    page: impl Fn(Turn, f64) -> Result<GrayImage, Error>,
) -> Result<Turn, Error> {
    let Some(aside) = lies_on_its_side(&page(Turn::None, 0.0)?) else { return Ok(Turn::None) };
    let (turn, over, least) = if aside {
        (Turn::Right, Turn::Left, ERRORS_LEAST_ASIDE)
    } else {
        (Turn::None, Turn::Half, ERRORS_LEAST)
    };
    let skew_degrees = find_skew_degrees(&page(turn, 0.0)?);
    let lean = lean(&page(turn, f64::from(skew_degrees))?).unwrap_or(0.0);
    Ok(if lean < -least {
        over
    } else if lean > least {
        turn
    } else {
        Turn::None
    })
}

/// Whether the lines of text run up and down. `None`: there is no telling.
fn lies_on_its_side(page: &GrayImage) -> Option<bool> {
    let page = halved(page);
    let turned = image::imageops::rotate90(page.as_ref());
    let sharpness = |page: &GrayImage| coarse_slope(page).map_or(0.0, |(_, sharpness)| sharpness);
    let (across, along) = (sharpness(&page), sharpness(&turned));
    if across.max(along) < SHARPNESS_LEAST {
        return None;
    }
    if across > CLEARER_LEAST * along {
        return Some(false);
    }
    if along > CLEARER_LEAST_ASIDE * across {
        return Some(true);
    }
    // A curled page is sharp nowhere, but its lines can be followed.
    let followed = |page: &GrayImage| {
        let lines = Lines::of(&Ink::of(page)).map_or(Vec::new(), |lines| lines.lines);
        lines.iter().filter_map(|line| Some(line.last()?.x - line.first()?.x)).sum::<f32>()
    };
    let (across, along) = (followed(&page), followed(&turned));
    let far = LENGTH_LEAST * page.width().max(page.height()) as f32;
    (across.max(along) > far.max(FOLLOWED_LEAST * across.min(along))).then_some(along > across)
}

/// Half as large where it is large: directions show as well, in a quarter of the time.
fn halved(page: &GrayImage) -> Cow<'_, GrayImage> {
    if page.width().max(page.height()) < HALVED_FROM_PX {
        return Cow::Borrowed(page);
    }
    Cow::Owned(GrayImage::from_fn(page.width() / 2, page.height() / 2, |x, y| {
        let at = |dx, dy| u16::from(page.get_pixel(2 * x + dx, 2 * y + dy).0[0]);
        Luma([((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) / 4) as u8])
    }))
}

/// By how many standard errors more reaches up from level lines of text than down; below none, they
/// stand on their heads. `None`: there is no telling.
fn lean(page: &GrayImage) -> Option<f64> {
    let ink = Ink::of(page);
    let lines = Lines::of(&ink)?;
    let balances: Vec<f64> =
        lines.lines.iter().filter_map(|line| balance(&ink, line, lines.pitch_px)).collect();
    let count = balances.len() as f64;
    if balances.len() < LINES_LEAST {
        return None;
    }
    let mean = balances.iter().sum::<f64>() / count;
    let spread = balances.iter().map(|b| (b - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let error = (spread / count).sqrt().max(1e-6);
    (mean.abs() > BALANCE_LEAST).then_some(mean / error)
}

/// What reaches above the small letters against what reaches below: 1 all above, -1 all below.
fn balance(ink: &Ink, line: &Line, pitch: f32) -> Option<f64> {
    let reach = pitch * 0.75;
    let bins = (2.0 * reach * FINE) as usize + 1;
    let mut profile = vec![0.0_f64; bins];
    let half = ((line.get(1)?.x - line.first()?.x) / 2.0).max(1.0);
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        for column in from.x as usize..(to.x as usize).min(ink.width) {
            let part = (column as f32 - from.x) / (2.0 * half);
            let middle = from.y + (to.y - from.y) * part;
            let first = (middle - reach).ceil().max(0.0) as usize;
            let last = ((middle + reach) as usize).min(ink.height);
            for row in first..last {
                let value = ink.values[row * ink.width + column];
                if value > 0.0 {
                    let place = (row as f32 + 0.5 - (middle - reach)) * FINE;
                    let bin = (place as usize).min(bins - 1);
                    profile[bin] += f64::from(value);
                }
            }
        }
    }
    // Two bins a pixel alternate where the middle is a constant: smoothed.
    let smooth: Vec<f64> = (0..bins)
        .map(|i| {
            let near = &profile[i.saturating_sub(1)..(i + 2).min(bins)];
            near.iter().sum::<f64>() / near.len() as f64
        })
        .collect();
    let most = smooth.iter().copied().fold(0.0, f64::max);
    let centre = bins / 2;
    let band = |i: &usize| smooth[*i] < 0.5 * most;
    let top = (0..centre).rev().find(band)?;
    let foot = (centre..bins).find(band)?;
    let height = foot - top;
    let far = (height as f64 * 0.6) as usize;
    let above: f64 = smooth[top.checked_sub(far)?..top].iter().sum();
    let below: f64 = smooth[foot + 1..].get(..far)?.iter().sum();
    (above + below > 0.0).then(|| (above - below) / (above + below))
}

#[cfg(test)]
mod tests {
    use coupure_testkit::page::{Layout, interview, typeset};
    use image::RgbImage;

    use super::*;
    use crate::small::{grey, shrunk};
    use crate::straighten::Frame;
    use crate::{Quiet, Stage, geometry};

    fn turn_of(picture: &RgbImage) -> Turn {
        let (width, height) = picture.dimensions();
        let size = (f64::from(width), f64::from(height));
        find_turn(|turn, skew_degrees| {
            let frame = Frame::new(&geometry::whole(width, height), size, turn, skew_degrees);
            Ok(grey(&frame.render(picture, None, &Quiet, Stage::Straighten)?))
        })
        .expect("is not cancelled")
    }

    #[test]
    fn a_page_is_set_upright_however_it_lies() {
        let page = typeset(&interview(), &Layout::default()).picture;
        let page = shrunk(&page, 1400).expect("is shrunk").into_owned();
        let lying = [
            (page.clone(), Turn::None),
            (image::imageops::rotate270(&page), Turn::Right),
            (image::imageops::rotate180(&page), Turn::Half),
            (image::imageops::rotate90(&page), Turn::Left),
        ];
        for (picture, turn) in lying {
            assert_eq!(turn_of(&picture), turn);
        }
    }

    #[test]
    fn what_shows_no_lines_stays_as_it_lies() {
        let mut state = 1_u32;
        let noise = RgbImage::from_fn(700, 900, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgb([(state >> 24) as u8; 3])
        });
        // A table of figures without a letter: bars of one height reach neither up nor down.
        let bars = RgbImage::from_fn(700, 900, |x, y| {
            image::Rgb([if y % 30 < 12 && x % 14 < 9 && x > 60 && x < 640 { 20 } else { 240 }; 3])
        });
        for picture in [noise, bars.clone(), image::imageops::rotate180(&bars), RgbImage::new(1, 1)]
        {
            assert_eq!(turn_of(&picture), Turn::None);
        }
    }
}
