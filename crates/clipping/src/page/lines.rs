//! Straight edges, by Hough's transform: each pixel with a slope votes for the line that crosses it
//! at a right angle to that slope.

use super::evidence::{Evidence, SURE_SLOPE};

/// x·cos(angle) + y·sin(angle) = distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub angle: f64,
    pub distance: f64,
    /// It is a side of the picture itself: the page goes on beyond it.
    pub border: bool,
}

impl Line {
    pub fn normal(&self) -> (f64, f64) {
        (self.angle.cos(), self.angle.sin())
    }

    pub fn meets(&self, other: &Self) -> Option<(f64, f64)> {
        let ((a, b), (c, d)) = (self.normal(), other.normal());
        let determinant = a * d - b * c;
        if determinant.abs() < 0.2 {
            return None;
        }
        Some((
            (self.distance * d - other.distance * b) / determinant,
            (other.distance * a - self.distance * c) / determinant,
        ))
    }
}

/// Edges of about one direction, strongest first; at most this many of each.
const LINES_MAX: usize = 16;
const ANGLES: usize = 360;
/// A slope's own direction is true to about this.
const SPREAD_ANGLES: isize = 5;

pub(super) struct Lines {
    /// Upright ones: sides.
    pub upright: Vec<Line>,
    /// Level ones: tops and bottoms.
    pub level: Vec<Line>,
}

pub(super) fn find(evidence: &Evidence) -> Lines {
    let reach = (evidence.width as f64).hypot(evidence.height as f64).ceil() as usize;
    let distances = 2 * reach + 1;
    let mut votes = vec![0.0_f32; ANGLES * distances];
    let directions: Vec<(f32, f32)> = (0..ANGLES)
        .map(|i| {
            let angle = i as f64 * std::f64::consts::PI / ANGLES as f64;
            (angle.cos() as f32, angle.sin() as f32)
        })
        .collect();
    for y in 0..evidence.height {
        for x in 0..evidence.width {
            let at = y * evidence.width + x;
            let (across, down, steepness) = evidence
                .channels
                .iter()
                .map(|channel| (channel.across[at], channel.down[at]))
                .map(|(across, down)| (across, down, across.hypot(down)))
                .max_by(|a, b| a.2.total_cmp(&b.2))
                .unwrap_or_default();
            if steepness < 0.3 * SURE_SLOPE {
                continue;
            }
            let vote = (steepness / SURE_SLOPE).min(1.0);
            let angle = f64::from(down).atan2(f64::from(across)).rem_euclid(std::f64::consts::PI);
            let middle = (angle / std::f64::consts::PI * ANGLES as f64).round() as isize;
            for i in middle - SPREAD_ANGLES..=middle + SPREAD_ANGLES {
                let i = i.rem_euclid(ANGLES as isize) as usize;
                let (cos, sin) = directions[i];
                let distance = (x as f32 + 0.5) * cos + (y as f32 + 0.5) * sin + reach as f32;
                votes[i * distances + distance.round() as usize] += vote;
            }
        }
    }
    let mut lines = Lines {
        upright: strongest(&votes, distances, reach, |angle| angle.cos().abs() > 0.7),
        level: strongest(&votes, distances, reach, |angle| angle.sin().abs() > 0.7),
    };
    let border =
        |angle: f64, distance: usize| Line { angle, distance: distance as f64, border: true };
    lines.upright.extend([border(0.0, 0), border(0.0, evidence.width)]);
    let quarter = std::f64::consts::FRAC_PI_2;
    lines.level.extend([border(quarter, 0), border(quarter, evidence.height)]);
    lines
}

fn strongest(
    votes: &[f32],
    distances: usize,
    reach: usize,
    wanted: impl Fn(f64) -> bool,
) -> Vec<Line> {
    let angle_of = |i: usize| i as f64 * std::f64::consts::PI / ANGLES as f64;
    // Neighbouring bins are added, so that a line between two bins is not lost.
    let sum = |i: usize, d: usize| {
        votes[i * distances + d - 1..=i * distances + d + 1].iter().sum::<f32>()
    };
    let mut peaks: Vec<(f32, usize, usize)> = Vec::new();
    for i in (0..ANGLES).filter(|&i| wanted(angle_of(i))) {
        for d in 1..distances - 1 {
            let score = sum(i, d);
            if score > 20.0 {
                peaks.push((score, i, d));
            }
        }
    }
    peaks.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut kept: Vec<Line> = Vec::new();
    for (_, i, d) in peaks {
        let line = Line { angle: angle_of(i), distance: d as f64 - reach as f64, border: false };
        if kept.iter().all(|other| !alike(other, &line)) {
            kept.push(line);
            if kept.len() == LINES_MAX {
                break;
            }
        }
    }
    kept
}

fn alike(a: &Line, b: &Line) -> bool {
    let mut turn = (a.angle - b.angle).abs();
    let mut apart = (a.distance - b.distance).abs();
    if turn > std::f64::consts::FRAC_PI_2 {
        turn = std::f64::consts::PI - turn;
        apart = (a.distance + b.distance).abs();
    }
    turn < 0.06 && apart < 6.0
}
