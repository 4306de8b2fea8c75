//! The page's sides to a fraction of a pixel: along each, where the step from paper to table is
//! steepest, and the straight line through most of these places.

use coupure_model::{Point, Quad};
use image::RgbImage;

use crate::geometry;

const SAMPLES: usize = 240;
/// How far on either side of a place its two colours are taken.
const ARM_PX: usize = 4;

/// Sides on the picture's border stay. `pixel`: what one pixel of the rough finding is here.
pub(super) fn sides(picture: &RgbImage, rough: &Quad, on_border: [bool; 4], pixel: f64) -> Quad {
    let mut quad = *rough;
    for reach in [(3.0 * pixel).max(6.0), 5.0] {
        let lines: [(Point, Point); 4] = std::array::from_fn(|side| {
            let (a, b) = (quad.0[side], quad.0[(side + 1) % 4]);
            if on_border[side] { (a, b) } else { side_near(picture, a, b, reach).unwrap_or((a, b)) }
        });
        let corners: [Option<Point>; 4] =
            std::array::from_fn(|i| crossing(lines[(i + 3) % 4], lines[i]));
        let Some(corners) = corners.into_iter().collect::<Option<Vec<Point>>>() else { break };
        let next = Quad([corners[0], corners[1], corners[2], corners[3]]);
        let moved = (0..4).map(|i| geometry::distance(next.0[i], rough.0[i]));
        // A side that runs away has met something else.
        if !geometry::is_proper(&next) || moved.fold(0.0, f64::max) > 12.0 * pixel {
            break;
        }
        quad = next;
    }
    quad
}

fn side_near(picture: &RgbImage, a: Point, b: Point, reach: f64) -> Option<(Point, Point)> {
    let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
    let length = dx.hypot(dy);
    if length < 32.0 {
        return None;
    }
    let normal = (dy / length, -dx / length);
    let profiles: Vec<(f64, Vec<[f32; 3]>)> = (0..SAMPLES)
        .map(|i| 0.015 + 0.97 * (i as f64 + 0.5) / SAMPLES as f64)
        .filter_map(|part| {
            let at = (f64::from(a.x) + dx * part, f64::from(a.y) + dy * part);
            Some((part * length, profile(picture, at, normal, reach)?))
        })
        .collect();
    // The colour difference that the side shows as a whole tells the true step from print near it.
    let difference = common_difference(&profiles)?;
    let places: Vec<(f64, f64, f64)> = profiles
        .iter()
        .filter_map(|(along, profile)| {
            let (off, weight) = step_in(profile, difference, reach)?;
            Some((*along, off, weight))
        })
        .collect();
    let (offset, slope) = fit(&places)?;
    let moved = |along: f64, corner: Point| {
        let off = offset + slope * along;
        geometry::point(f64::from(corner.x) + normal.0 * off, f64::from(corner.y) + normal.1 * off)
    };
    Some((moved(0.0, a), moved(length, b)))
}

/// Colours from inside to outside, a pixel apart; `None` where it leaves the picture.
fn profile(
    picture: &RgbImage,
    at: (f64, f64),
    normal: (f64, f64),
    reach: f64,
) -> Option<Vec<[f32; 3]>> {
    let arm = reach.ceil() as isize + ARM_PX as isize;
    (-arm..=arm)
        .map(|off| {
            let (x, y) = (at.0 + normal.0 * off as f64 - 0.5, at.1 + normal.1 * off as f64 - 0.5);
            let (width, height) = (picture.width() as usize, picture.height() as usize);
            if x < 0.0 || y < 0.0 || x >= (width - 1) as f64 || y >= (height - 1) as f64 {
                return None;
            }
            let (x0, y0) = (x as usize, y as usize);
            let (fx, fy) = (x.fract() as f32, y.fract() as f32);
            let raw = picture.as_raw();
            let value = |x: usize, y: usize, c: usize| f32::from(raw[(y * width + x) * 3 + c]);
            Some(std::array::from_fn(|c| {
                let above = value(x0, y0, c) * (1.0 - fx) + value(x0 + 1, y0, c) * fx;
                let below = value(x0, y0 + 1, c) * (1.0 - fx) + value(x0 + 1, y0 + 1, c) * fx;
                above * (1.0 - fy) + below * fy
            }))
        })
        .collect()
}

/// Inside minus outside, the middling one of all profiles, channel by channel.
fn common_difference(profiles: &[(f64, Vec<[f32; 3]>)]) -> Option<[f32; 3]> {
    if profiles.len() < SAMPLES / 4 {
        return None;
    }
    let middling = |channel: usize| {
        let mut differences: Vec<f32> = profiles
            .iter()
            .map(|(_, profile)| {
                let inner: f32 = profile[..ARM_PX].iter().map(|c| c[channel]).sum();
                let outer: f32 = profile[profile.len() - ARM_PX..].iter().map(|c| c[channel]).sum();
                (inner - outer) / ARM_PX as f32
            })
            .collect();
        differences.sort_by(f32::total_cmp);
        differences[differences.len() / 2]
    };
    let difference: [f32; 3] = std::array::from_fn(middling);
    let size = difference.iter().map(|d| d * d).sum::<f32>().sqrt();
    (size > 4.0).then(|| difference.map(|d| d / size))
}

/// Where the colours step most along the difference, to a fraction of a pixel, and how steeply.
fn step_in(profile: &[[f32; 3]], difference: [f32; 3], reach: f64) -> Option<(f64, f64)> {
    let values: Vec<f32> = profile
        .iter()
        .map(|colour| colour.iter().zip(difference).map(|(c, d)| c * d).sum())
        .collect();
    let contrast = |at: usize| -> f32 {
        // Narrow next to the place, so that a step is sharp; wide, so that grain is not.
        let near = values[at - 1] - values[at + 1];
        let inner: f32 = values[at - ARM_PX..at].iter().sum();
        let outer: f32 = values[at + 1..=at + ARM_PX].iter().sum();
        (inner - outer) / ARM_PX as f32 + near
    };
    let scores: Vec<f32> = (ARM_PX..values.len() - ARM_PX).map(contrast).collect();
    let (best, &score) = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    if score < 6.0 {
        return None;
    }
    let offset = if best > 0 && best + 1 < scores.len() {
        let (before, after) = (scores[best - 1], scores[best + 1]);
        let curve = before - 2.0 * score + after;
        if curve < 0.0 { f64::from((before - after) / (2.0 * curve)).clamp(-0.5, 0.5) } else { 0.0 }
    } else {
        0.0
    };
    Some((best as f64 + offset - reach.ceil(), f64::from(score.min(60.0))))
}

/// The line through most places: Tukey's weights, from the middling offset on.
fn fit(places: &[(f64, f64, f64)]) -> Option<(f64, f64)> {
    if places.len() < SAMPLES / 5 {
        return None;
    }
    let (mut offset, mut slope) = start(places);
    for width in [6.0, 4.0, 3.0, 2.0, 2.0, 2.0] {
        let (mut s, mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for &(x, y, weight) in places {
            let error = (y - offset - slope * x) / width;
            if error.abs() >= 1.0 {
                continue;
            }
            let w = weight * (1.0 - error * error).powi(2);
            s += w;
            sx += w * x;
            sy += w * y;
            sxx += w * x * x;
            sxy += w * x * y;
        }
        let determinant = s * sxx - sx * sx;
        if s <= 0.0 || determinant <= 1e-9 * s * sxx {
            return None;
        }
        slope = (s * sxy - sx * sy) / determinant;
        offset = (sy - slope * sx) / s;
    }
    Some((offset, slope))
}

/// The best of the lines through pairs of places: most of them lie near it.
fn start(places: &[(f64, f64, f64)]) -> (f64, f64) {
    let mut best = (0.0, (0.0, 0.0));
    let step = (places.len() / 24).max(1);
    for i in (0..places.len()).step_by(step) {
        for j in (i + 6 * step..places.len()).step_by(step) {
            let slope = (places[j].1 - places[i].1) / (places[j].0 - places[i].0);
            let offset = places[i].1 - slope * places[i].0;
            let near: f64 = places
                .iter()
                .map(|&(x, y, weight)| {
                    let error = (y - offset - slope * x) / 2.5;
                    weight * (1.0 - error * error).max(0.0)
                })
                .sum();
            if near > best.0 {
                best = (near, (offset, slope));
            }
        }
    }
    best.1
}

fn crossing(first: (Point, Point), second: (Point, Point)) -> Option<Point> {
    let line = |(a, b): (Point, Point)| {
        let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
        (dy, -dx, dy * f64::from(a.x) - dx * f64::from(a.y))
    };
    let ((a, b, e), (c, d, f)) = (line(first), line(second));
    let determinant = a * d - b * c;
    if determinant.abs() < 1e-6 * a.hypot(b) * c.hypot(d) {
        return None;
    }
    Some(geometry::point((e * d - b * f) / determinant, (a * f - e * c) / determinant))
}
