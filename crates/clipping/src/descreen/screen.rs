//! The screen's frequencies, from the spectrum of some tiles of the picture.

use image::RgbImage;
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};
use std::sync::Arc;

use super::Part;
use crate::small::luma;

const TILE_PX: usize = 128;
/// Tiles across and down at most.
const TILES: usize = 4;
/// Grey levels; a plainer tile has no dots to speak of.
const DEVIATION_LEAST: f32 = 5.0;
/// The coarsest screen, newspapers' 45 lines an inch at 600 dots, repeats after this.
const PERIOD_MOST_PX: f32 = 14.0;
/// How far a peak stands out of what is usual at its distance.
const STANDS_OUT: f32 = 45.0;
/// The part of a tile's contrast that is in the peak and its image at least.
const SHARE_LEAST: f32 = 0.02;

/// Cycles per pixel, across and down.
pub(super) type Frequency = (f32, f32);

/// The screens' frequencies, each with its partner at a right angle; none: no screen.
pub(super) fn found(page: &RgbImage, part: Part) -> Vec<Frequency> {
    let (width, height) =
        (part.right.saturating_sub(part.left), part.bottom.saturating_sub(part.top));
    let side = if width.min(height) >= TILE_PX { TILE_PX } else { TILE_PX / 2 };
    if width < side || height < side {
        return Vec::new();
    }
    peaks(&spectrum(page, part, side), side)
}

/// The tiles' power, each tile's of one, as a geometric mean: what is in most tiles stays, the
/// pattern on somebody's shirt does not.
fn spectrum(page: &RgbImage, part: Part, side: usize) -> Vec<f32> {
    let fft = FftPlanner::new().plan_fft_forward(side);
    let window: Vec<f32> = (0..side)
        .map(|i| 0.5 - 0.5 * (std::f32::consts::TAU * (i as f32 + 0.5) / side as f32).cos())
        .collect();
    let starts = |from: usize, to: usize| {
        let room = to - from - side;
        let count = (room / (side / 2) + 1).min(TILES);
        (0..count).map(move |i| from + room * (2 * i + 1) / (2 * count))
    };
    let mut logs = vec![0.0_f32; side * side];
    let mut tiles = 0;
    for top in starts(part.top, part.bottom) {
        for left in starts(part.left, part.right) {
            let Some(power) = power_of_tile(page, left, top, side, &fft, &window) else { continue };
            for (log, power) in logs.iter_mut().zip(power) {
                *log += (power + 1e-9).ln();
            }
            tiles += 1;
        }
    }
    if tiles == 0 {
        return vec![0.0; side * side];
    }
    logs.iter().map(|log| (log / tiles as f32).exp()).collect()
}

fn power_of_tile(
    page: &RgbImage,
    left: usize,
    top: usize,
    side: usize,
    fft: &Arc<dyn Fft<f32>>,
    window: &[f32],
) -> Option<Vec<f32>> {
    let stride = page.width() as usize * 3;
    let values: Vec<f32> = (0..side * side)
        .map(|at| {
            let first = (top + at / side) * stride + (left + at % side) * 3;
            let pixel = &page.as_raw()[first..first + 3];
            f32::from(luma(pixel[0], pixel[1], pixel[2]))
        })
        .collect();
    let mean = values.iter().sum::<f32>() / values.len() as f32;
    let variance =
        values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / values.len() as f32;
    if variance < DEVIATION_LEAST * DEVIATION_LEAST {
        return None;
    }
    let mut waves: Vec<Complex<f32>> = values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            Complex::new((value - mean) * window[at / side] * window[at % side], 0.0)
        })
        .collect();
    fft.process(&mut waves);
    let mut turned: Vec<Complex<f32>> =
        (0..side * side).map(|at| waves[at % side * side + at / side]).collect();
    fft.process(&mut turned);
    let mut power: Vec<f32> =
        (0..side * side).map(|at| turned[at % side * side + at / side].norm_sqr()).collect();
    power[0] = 0.0;
    let sum: f32 = power.iter().sum();
    power.iter_mut().for_each(|power| *power /= sum.max(1e-9));
    Some(power)
}

fn peaks(power: &[f32], side: usize) -> Vec<Frequency> {
    let half = side as isize / 2;
    let at = |x: isize, y: isize| {
        let wrap = |i: isize| i.rem_euclid(side as isize) as usize;
        power[wrap(y) * side + wrap(x)]
    };
    let usual = usual_by_distance(&at, half);
    let lump = |x: isize, y: isize| {
        (-1..=1)
            .flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)))
            .map(|(dx, dy)| at(x + dx, y + dy))
            .sum::<f32>()
    };
    let least = side as f32 / PERIOD_MOST_PX;
    let mut candidates: Vec<(f32, isize, isize)> = Vec::new();
    for y in -half..half {
        for x in 0..half {
            let distance = (x as f32).hypot(y as f32);
            let own = at(x, y);
            let highest = (-2..=2)
                .all(|dy| (-2..=2).all(|dx| (dx, dy) == (0, 0) || at(x + dx, y + dy) <= own));
            if distance >= least
                && highest
                && own > STANDS_OUT * usual[distance as usize].max(1e-9)
                && 2.0 * lump(x, y) > SHARE_LEAST
            {
                candidates.push((lump(x, y), x, y));
            }
        }
    }
    // The other row of dots, at a right angle to the first.
    let has_partner = |&(own, x, y): &(f32, isize, isize)| {
        let slack = 2;
        candidates.iter().any(|&(other, u, v)| {
            let near = |a: isize, b: isize| (u - a).abs() <= slack && (v - b).abs() <= slack;
            other > 0.1 * own && (near(-y, x) || near(y, -x))
        })
    };
    let mut pairs: Vec<(f32, isize, isize)> =
        candidates.iter().filter(|candidate| has_partner(candidate)).copied().collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some(&(strongest, x, y)) = pairs.first() else { return Vec::new() };
    let first = (x as f32).hypot(y as f32);
    // Other colours have screens of their own; far below the first one lies the picture itself.
    pairs
        .into_iter()
        .filter(|&(own, x, y)| own > 0.03 * strongest && (x as f32).hypot(y as f32) > 0.6 * first)
        .map(|(_, x, y)| refined(&at, x, y, side))
        .collect()
}

/// The middle of the peak between bins.
fn refined(at: &impl Fn(isize, isize) -> f32, x: isize, y: isize, side: usize) -> Frequency {
    let (mut sum, mut across, mut down) = (0.0_f32, 0.0, 0.0);
    for dy in -1..=1 {
        for dx in -1..=1 {
            let power = at(x + dx, y + dy);
            sum += power;
            across += power * (x + dx) as f32;
            down += power * (y + dy) as f32;
        }
    }
    (across / sum / side as f32, down / sum / side as f32)
}

/// The median power at each distance from the middle, over some bins outwards and inwards.
fn usual_by_distance(at: &impl Fn(isize, isize) -> f32, half: isize) -> Vec<f32> {
    let most = (half as f32 * std::f32::consts::SQRT_2) as usize + 2;
    let mut rings: Vec<Vec<f32>> = vec![Vec::new(); most];
    for y in -half..half {
        for x in 0..half {
            rings[(x as f32).hypot(y as f32) as usize].push(at(x, y));
        }
    }
    (0..most)
        .map(|ring| {
            let mut near: Vec<f32> = rings[ring.saturating_sub(2)..(ring + 3).min(most)].concat();
            near.sort_by(f32::total_cmp);
            near.get(near.len() / 2).copied().unwrap_or(0.0)
        })
        .collect()
}
