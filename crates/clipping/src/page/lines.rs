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
const LINES_MAX: usize = 20;
/// A line with fewer votes is too short for a side.
const VOTES_LEAST: f32 = 20.0;
/// Pixels this near to a line that was found are of that line.
const TAKEN_PX: f32 = 2.5;
const ANGLES: usize = 360;
/// A slope's own direction is true to about this.
const SPREAD_ANGLES: isize = 5;

pub(super) struct Lines {
    /// Upright ones: sides.
    pub upright: Vec<Line>,
    /// Level ones: tops and bottoms.
    pub level: Vec<Line>,
}

/// A pixel with a slope: where it is, in which direction it slopes, how much it says.
struct Slope {
    x: f32,
    y: f32,
    middle: isize,
    vote: f32,
}

pub(super) fn find(evidence: &Evidence) -> Lines {
    let mut slopes = Vec::new();
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
            let angle = f64::from(down).atan2(f64::from(across)).rem_euclid(std::f64::consts::PI);
            let middle = (angle / std::f64::consts::PI * ANGLES as f64).round() as isize;
            let vote = (steepness / SURE_SLOPE).min(1.0);
            slopes.push(Slope { x: x as f32 + 0.5, y: y as f32 + 0.5, middle, vote });
        }
    }
    let reach = (evidence.width as f64).hypot(evidence.height as f64).ceil() as usize;
    let mut poll = Poll::new(reach);
    for slope in &slopes {
        poll.count(slope, 1.0);
    }
    let mut lines = Lines {
        upright: strongest(&mut poll, &mut slopes, |angle| angle.cos().abs() > 0.7),
        level: strongest(&mut poll, &mut slopes, |angle| angle.sin().abs() > 0.7),
    };
    let border =
        |angle: f64, distance: usize| Line { angle, distance: distance as f64, border: true };
    lines.upright.extend([border(0.0, 0), border(0.0, evidence.width)]);
    let quarter = std::f64::consts::FRAC_PI_2;
    lines.level.extend([border(quarter, 0), border(quarter, evidence.height)]);
    lines
}

/// The votes for each line, by its angle and its distance.
struct Poll {
    votes: Vec<f32>,
    distances: usize,
    reach: usize,
    directions: Vec<(f32, f32)>,
}

impl Poll {
    fn new(reach: usize) -> Self {
        let distances = 2 * reach + 3;
        let direction = |i: usize| (angle_of(i).cos() as f32, angle_of(i).sin() as f32);
        Self {
            votes: vec![0.0; ANGLES * distances],
            distances,
            reach: reach + 1,
            directions: (0..ANGLES).map(direction).collect(),
        }
    }

    fn count(&mut self, slope: &Slope, times: f32) {
        for i in slope.middle - SPREAD_ANGLES..=slope.middle + SPREAD_ANGLES {
            let i = i.rem_euclid(ANGLES as isize) as usize;
            let (cos, sin) = self.directions[i];
            let distance = slope.x * cos + slope.y * sin + self.reach as f32;
            self.votes[i * self.distances + distance.round() as usize] += times * slope.vote;
        }
    }

    /// Neighbouring distances are added, so that a line between two of them is not lost.
    fn most(&self, wanted: impl Fn(f64) -> bool) -> (f32, usize, usize) {
        let mut most = (0.0, 0, 0);
        for i in (0..ANGLES).filter(|&i| wanted(angle_of(i))) {
            let of_angle = &self.votes[i * self.distances..(i + 1) * self.distances];
            for (d, three) in of_angle.windows(3).enumerate() {
                let score = three[0] + three[1] + three[2];
                if score > most.0 {
                    most = (score, i, d + 1);
                }
            }
        }
        most
    }
}

fn angle_of(i: usize) -> f64 {
    i as f64 * std::f64::consts::PI / ANGLES as f64
}

/// The line with most votes; then, of the pixels that are on none yet, the next.
fn strongest(poll: &mut Poll, slopes: &mut Vec<Slope>, wanted: impl Fn(f64) -> bool) -> Vec<Line> {
    let mut kept = Vec::new();
    while kept.len() < LINES_MAX {
        let (score, i, d) = poll.most(&wanted);
        if score < VOTES_LEAST {
            break;
        }
        let distance = d as f64 - poll.reach as f64;
        let line = Line { angle: angle_of(i), distance, border: false };
        let (cos, sin) = poll.directions[i];
        slopes.retain(|slope| {
            let turned = (slope.middle - i as isize).rem_euclid(ANGLES as isize);
            let along =
                turned <= 2 * SPREAD_ANGLES || turned >= ANGLES as isize - 2 * SPREAD_ANGLES;
            let off = slope.x * cos + slope.y * sin - distance as f32;
            let taken = along && off.abs() < TAKEN_PX;
            if taken {
                poll.count(slope, -1.0);
            }
            !taken
        });
        kept.push(line);
    }
    kept
}
