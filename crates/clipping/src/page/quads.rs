//! Which four edges are the page's.

use coupure_model::Quad;

use super::contents::Contents;
use super::evidence::{Evidence, SURE_SLOPE};
use super::lines::{Line, Lines};
use crate::geometry;

/// Smaller than this part of the picture, it is something on the page, not the page.
const AREA_LEAST: f64 = 0.08;
/// What a side that is the picture's own border counts.
const BORDER_WORTH: f64 = 0.3;
/// A page beside another has this part of all print at least; what has less is no page.
const PRINT_LEAST: f64 = 0.3;
/// Below, nothing is a page.
const SCORE_LEAST: f64 = 0.45;
const SAMPLES: usize = 48;
/// Just inside a side, this far from it, there is nothing but paper.
const INSIDE_PX: f64 = 5.0;
/// Paper that changes by this much, again and again, is no paper.
const ROUGH: f64 = 15.0;

pub(super) struct Found {
    pub quad: Quad,
    /// Top, right, bottom, left.
    pub on_border: [bool; 4],
}

pub(super) fn best(evidence: &Evidence, lines: &Lines, contents: &Contents) -> Option<Found> {
    let mut best: Option<(f64, Found)> = None;
    let middle = (evidence.width as f64 / 2.0, evidence.height as f64 / 2.0);
    for (i, a) in lines.level.iter().enumerate() {
        for b in &lines.level[i + 1..] {
            let (top, bottom) =
                if height_at(a, middle.0) < height_at(b, middle.0) { (a, b) } else { (b, a) };
            for (j, c) in lines.upright.iter().enumerate() {
                for d in &lines.upright[j + 1..] {
                    let (left, right) = if column_at(c, middle.1) < column_at(d, middle.1) {
                        (c, d)
                    } else {
                        (d, c)
                    };
                    let Some(found) = made_of(evidence, top, right, bottom, left) else { continue };
                    let least = best.as_ref().map_or(SCORE_LEAST, |(score, _)| *score);
                    let score = score(evidence, contents, &found, least);
                    if score > least {
                        best = Some((score, found));
                    }
                }
            }
        }
    }
    let (_, found) = best?;
    // Four borders are no finding.
    (!found.on_border.iter().all(|&border| border)).then_some(found)
}

fn height_at(line: &Line, x: f64) -> f64 {
    let (cos, sin) = line.normal();
    (line.distance - x * cos) / sin
}

fn column_at(line: &Line, y: f64) -> f64 {
    let (cos, sin) = line.normal();
    (line.distance - y * sin) / cos
}

fn made_of(
    evidence: &Evidence,
    top: &Line,
    right: &Line,
    bottom: &Line,
    left: &Line,
) -> Option<Found> {
    let corners = [top.meets(left)?, top.meets(right)?, bottom.meets(right)?, bottom.meets(left)?];
    let (width, height) = (evidence.width as f64, evidence.height as f64);
    // A corner may lie a little outside the picture, where the page does.
    let near = |(x, y): &(f64, f64)| {
        (-0.05 * width..1.05 * width).contains(x) && (-0.05 * height..1.05 * height).contains(y)
    };
    if !corners.iter().all(near) {
        return None;
    }
    let quad = Quad(corners.map(|(x, y)| geometry::point(x, y)));
    let large = geometry::area(&quad.0) > AREA_LEAST * width * height;
    let upright = (0..4).all(|i| {
        let (a, b, c) = (quad.0[(i + 3) % 4], quad.0[i], quad.0[(i + 1) % 4]);
        let (before, after) = (geometry::distance(a, b), geometry::distance(b, c));
        let dot = f64::from(a.x - b.x) * f64::from(c.x - b.x)
            + f64::from(a.y - b.y) * f64::from(c.y - b.y);
        // Seen from nearly above, a page's corners stay within 35° of a right angle.
        dot.abs() < 0.57 * before * after
    });
    (large && upright && geometry::is_proper(&quad)).then_some(Found {
        quad,
        on_border: [top.border, right.border, bottom.border, left.border],
    })
}

/// How much of the sides is an edge, with the same step from paper to table all the way round.
fn score(evidence: &Evidence, contents: &Contents, found: &Found, least: f64) -> f64 {
    let (width, height) = (evidence.width as f64, evidence.height as f64);
    let area = geometry::area(&found.quad.0) / (width * height);
    let prior = area.min(1.0).powf(0.1);
    // Paper is lighter than most tables; the other way round, or now by one channel and now by
    // another, needs a clearer case.
    let steps = (0..3)
        .flat_map(|channel| [(Step::Falls(channel), 1.0), (Step::Rises(channel), 0.85)])
        .chain([(Step::Any, 0.75)]);
    let mut best: f64 = 0.0;
    for (step, worth) in steps {
        let mut product = prior * worth;
        for side in 0..4 {
            product *= if found.on_border[side] {
                BORDER_WORTH
            } else {
                side_score(evidence, &found.quad, side, step)
            }
            .powf(0.25);
            if product <= least.max(best) {
                break;
            }
        }
        best = best.max(product);
    }
    if best <= least {
        return best;
    }
    let plain = (0..4).map(|side| plainness(evidence, &found.quad, side).powf(0.25));
    let best = best * plain.product::<f64>();
    if best <= least {
        return best;
    }
    // There is print on a page; print elsewhere may be another sheet's.
    let print = contents.share_inside(&found.quad);
    best * print.map_or(1.0, |share| (share / PRINT_LEAST).min(1.0))
}

/// What happens on the way out of the page.
#[derive(Debug, Clone, Copy)]
enum Step {
    Falls(usize),
    Rises(usize),
    Any,
}

impl Step {
    fn slope(self, evidence: &Evidence, x: f64, y: f64, outwards: (f64, f64)) -> f32 {
        match self {
            Self::Falls(channel) => -evidence.slope(channel, x, y, outwards),
            Self::Rises(channel) => evidence.slope(channel, x, y, outwards),
            Self::Any => (0..3)
                .map(|channel| evidence.slope(channel, x, y, outwards).abs())
                .fold(0.0, f32::max),
        }
    }
}

/// How little the strip just inside a side changes on the way, 0 to 1. Light that falls off slowly
/// is no change; checks and boards are.
fn plainness(evidence: &Evidence, quad: &Quad, side: usize) -> f64 {
    let (a, b) = (quad.0[side], quad.0[(side + 1) % 4]);
    let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
    let length = dx.hypot(dy).max(1.0);
    let inwards = (-dy / length * INSIDE_PX, dx / length * INSIDE_PX);
    let strip: Vec<[f32; 3]> = (0..SAMPLES)
        .map(|i| 0.03 + 0.94 * (i as f64 + 0.5) / SAMPLES as f64)
        .map(|part| {
            let (x, y) = (f64::from(a.x) + dx * part, f64::from(a.y) + dy * part);
            evidence.colour(x + inwards.0, y + inwards.1)
        })
        .collect();
    let rough = [2, 4, 6].map(|lag| {
        let mut changes: Vec<f32> = strip
            .iter()
            .zip(&strip[lag..])
            .map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum())
            .collect();
        changes.sort_by(f32::total_cmp);
        f64::from(changes[changes.len() / 2])
    });
    let rough = rough.into_iter().fold(0.0, f64::max);
    1.0 / (1.0 + (rough / ROUGH).powi(2))
}

fn side_score(evidence: &Evidence, quad: &Quad, side: usize, step: Step) -> f64 {
    let (a, b) = (quad.0[side], quad.0[(side + 1) % 4]);
    let (ax, ay) = (f64::from(a.x), f64::from(a.y));
    let (dx, dy) = (f64::from(b.x) - ax, f64::from(b.y) - ay);
    let length = dx.hypot(dy).max(1.0);
    // Out of the page, for corners that go clockwise on a screen.
    let outwards = (dy / length, -dx / length);
    let edge = |part: f64| {
        let (x, y) = (ax + dx * part, ay + dy * part);
        [-1.5, 0.0, 1.5]
            .iter()
            .map(|&off| {
                let at = (x + outwards.0 * off, y + outwards.1 * off);
                step.slope(evidence, at.0, at.1, outwards)
            })
            .fold(0.0_f32, f32::max)
    };
    let along: f64 = (0..SAMPLES)
        .map(|i| 0.02 + 0.96 * (i as f64 + 0.5) / SAMPLES as f64)
        .map(|part| f64::from((edge(part) / SURE_SLOPE).min(1.0)))
        .sum::<f64>()
        / SAMPLES as f64;
    // A page's side ends at its corners; a board's seam goes on.
    let beyond: f64 = [-0.12, -0.09, -0.06, 1.06, 1.09, 1.12]
        .iter()
        .map(|&part| f64::from((edge(part) / SURE_SLOPE).min(1.0)))
        .sum::<f64>()
        / 6.0;
    along * (1.0 - 0.4 * beyond)
}
