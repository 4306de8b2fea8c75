//! The page's sides to a fraction of a pixel: along each, where the step from paper to table is
//! steepest, and the straight line through most of these places.

use coupure_model::{Point, Quad};
use image::RgbImage;

use crate::geometry;

const SAMPLES: usize = 240;
/// How far on either side of a place its two colours are taken.
const ARM_PX: usize = 4;
/// Of half a side, what is near its corner.
const END_PART: f64 = 0.3;

/// A corner goes no farther from where it was found first, in pixels of the rough finding.
const MOVED_MOST: f64 = 30.0;
/// How far a curled edge strays from its chord, as a part of it.
const STRAY_MOST: f64 = 0.06;
/// From one sample to the next an edge moves by so many pixels at most, each at a cost.
const STEP_MOST_PX: usize = 3;
const STEP_COST: f32 = 1.5;
/// A step from paper to table is clear from here on, and says no more from there on.
const CLEAR: f32 = 12.0;
const CLEAREST: f32 = 40.0;

/// Sides on the picture's border stay. `pixel`: what one pixel of the rough finding is here.
pub(super) fn sides(picture: &RgbImage, rough: &Quad, on_border: [bool; 4], pixel: f64) -> Quad {
    let mut quad = *rough;
    let bent: [Option<Side>; 4] = std::array::from_fn(|side| {
        let straight = Side::between(quad.0[side], quad.0[(side + 1) % 4]);
        if on_border[side] { None } else { straight.followed(picture, (3.5 * pixel).max(6.0)) }
    });
    for reach in [(3.5 * pixel).max(6.0), (2.0 * pixel).max(5.0), (2.0 * pixel).max(5.0)] {
        let sides: [Side; 4] = std::array::from_fn(|side| {
            if let Some(bent) = bent[side] {
                return bent;
            }
            let straight = Side::between(quad.0[side], quad.0[(side + 1) % 4]);
            if on_border[side] { straight } else { straight.fitted(picture, reach) }
        });
        let corners: [Option<Point>; 4] =
            std::array::from_fn(|i| sides[(i + 3) % 4].meets(&sides[i], quad.0[i]));
        let Some(corners) = corners.into_iter().collect::<Option<Vec<Point>>>() else { break };
        let next = Quad([corners[0], corners[1], corners[2], corners[3]]);
        let moved = (0..4).map(|i| geometry::distance(next.0[i], rough.0[i]));
        // A side that runs away has met something else.
        if !geometry::is_proper(&next) || moved.fold(0.0, f64::max) > MOVED_MOST * pixel {
            break;
        }
        quad = next;
    }
    quad
}

/// A side of the page: a chord, and how far the paper's edge lies outside it. Paper curls: the edge
/// is a line, or a cubic where that is clearly truer.
#[derive(Debug, Clone, Copy)]
struct Side {
    start: (f64, f64),
    direction: (f64, f64),
    length: f64,
    /// Of the place along the chord, from -1 at its start to 1 at its end.
    bend: [f64; 4],
    /// The straight line that the edge follows near its start and near its end, where it is seen:
    /// how far off the chord it lies in the middle, and how much that grows along half the chord.
    ends: [Option<[f64; 2]>; 2],
}

impl Side {
    fn between(a: Point, b: Point) -> Self {
        let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
        let length = dx.hypot(dy).max(1e-6);
        Self {
            start: (f64::from(a.x), f64::from(a.y)),
            direction: (dx / length, dy / length),
            length,
            bend: [0.0; 4],
            ends: [None; 2],
        }
    }

    /// Out of the page, for corners that go clockwise on a screen.
    fn normal(&self) -> (f64, f64) {
        (self.direction.1, -self.direction.0)
    }

    fn at(&self, along: f64, off: f64) -> (f64, f64) {
        let normal = self.normal();
        (
            self.start.0 + self.direction.0 * along + normal.0 * off,
            self.start.1 + self.direction.1 * along + normal.1 * off,
        )
    }

    fn fitted(self, picture: &RgbImage, reach: f64) -> Self {
        let Some(places) = self.places_in(picture, reach) else { return self };
        let Some(bend) = fit(&places) else { return self };
        let ends = [-1.0, 1.0].map(|end| end_of(&places, &bend, end));
        Self { bend, ends, ..self }
    }

    /// An edge that is too bent for a line through its middle: followed from sample to sample, as
    /// far as it strays. `None`: a line near by is as good.
    fn followed(&self, picture: &RgbImage, near_px: f64) -> Option<Self> {
        if self.length < 32.0 {
            return None;
        }
        let reach = (STRAY_MOST * self.length).max(near_px);
        let parts = (0..SAMPLES).map(|i| 0.01 + 0.98 * (i as f64 + 0.5) / SAMPLES as f64);
        let profiles: Vec<(f64, Vec<[f32; 3]>)> = parts
            .map(|part| {
                let at = self.at(part * self.length, 0.0);
                (2.0 * part - 1.0, clamped_profile(picture, at, self.normal(), reach))
            })
            .collect();
        let middle: Vec<(f64, Vec<[f32; 3]>)> = profiles
            .iter()
            .map(|(along, profile)| {
                let cut = (profile.len() - 1) / 2 - near_px as usize - ARM_PX;
                (*along, profile[cut..profile.len() - cut].to_vec())
            })
            .collect();
        let difference = common_difference(&middle)?;
        let contrasts: Vec<Vec<f32>> =
            profiles.iter().map(|(_, profile)| contrasts(profile, difference)).collect();
        let path = clearest_path(&contrasts)?;
        let zero = (contrasts[0].len() - 1) as f64 / 2.0;
        let clear = |line: &Vec<f32>, from: usize, to: usize| {
            line[from..to].iter().any(|&contrast| contrast >= CLEAR)
        };
        let followed = contrasts.iter().zip(&path).filter(|(line, at)| line[**at] >= CLEAR).count();
        let near = near_px as usize / 2;
        let straight = contrasts
            .iter()
            .filter(|line| clear(line, zero as usize - near, zero as usize + near + 1))
            .count();
        if followed < SAMPLES * 3 / 4 || straight * 5 > followed * 4 {
            return None;
        }
        let places: Vec<Place> = path
            .iter()
            .zip(&contrasts)
            .zip(&profiles)
            .filter(|((at, line), _)| line[**at] >= CLEAR)
            .map(|((at, line), (along, _))| Place {
                along: *along,
                off: *at as f64 - zero,
                weight: f64::from(line[*at].min(60.0)),
            })
            .collect();
        let ends = [-1.0, 1.0].map(|end| {
            let near: Vec<Place> =
                places.iter().filter(|place| place.along * end > 1.0 - END_PART).copied().collect();
            let line = refitted(&near, start(&near), 2)?;
            Some([line[0], line[1]])
        });
        ends.iter().all(Option::is_some).then_some(Self { ends, ..*self })
    }

    fn places_in(&self, picture: &RgbImage, reach: f64) -> Option<Vec<Place>> {
        if self.length < 32.0 {
            return None;
        }
        let profiles: Vec<(f64, Vec<[f32; 3]>)> = (0..SAMPLES)
            .map(|i| 0.01 + 0.98 * (i as f64 + 0.5) / SAMPLES as f64)
            .filter_map(|part| {
                let at = self.at(part * self.length, 0.0);
                Some((2.0 * part - 1.0, profile(picture, at, self.normal(), reach)?))
            })
            .collect();
        // The colour difference that the side shows as a whole tells the true step from print near
        // it.
        let difference = common_difference(&profiles)?;
        let places = profiles.iter().filter_map(|(along, profile)| {
            let (off, weight) = step_in(profile, difference, reach)?;
            Some(Place { along: *along, off, weight })
        });
        Some(places.collect())
    }

    /// Where two sides meet, each by its tangent at the corner, which moves the corner a little.
    fn meets(&self, next: &Self, near: Point) -> Option<Point> {
        let mut corner = (f64::from(near.x), f64::from(near.y));
        for _ in 0..3 {
            corner = crossing(self.tangent(corner), next.tangent(corner))?;
        }
        Some(geometry::point(corner.0, corner.1))
    }

    /// The line that touches the edge beside a point.
    fn tangent(&self, beside: (f64, f64)) -> Line {
        let (dx, dy) = (beside.0 - self.start.0, beside.1 - self.start.1);
        let along = dx * self.direction.0 + dy * self.direction.1;
        // A cubic says nothing beyond what it was fitted to.
        let t = (2.0 * along / self.length - 1.0).clamp(-1.0, 1.0);
        let [c0, c1, c2, c3] = self.bend;
        let (off, grows) = match self.ends[usize::from(t > 0.0)] {
            Some([off, grows]) => (off + grows * t, grows),
            None => (c0 + t * (c1 + t * (c2 + t * c3)), c1 + t * (2.0 * c2 + t * 3.0 * c3)),
        };
        let slope = grows * 2.0 / self.length;
        let normal = self.normal();
        Line {
            through: self.at((t + 1.0) / 2.0 * self.length, off),
            direction: (self.direction.0 + normal.0 * slope, self.direction.1 + normal.1 * slope),
        }
    }
}

struct Line {
    through: (f64, f64),
    direction: (f64, f64),
}

fn crossing(first: Line, second: Line) -> Option<(f64, f64)> {
    let cross = |a: (f64, f64), b: (f64, f64)| a.0 * b.1 - a.1 * b.0;
    let determinant = cross(first.direction, second.direction);
    if determinant.abs() < 0.1 {
        return None;
    }
    let between = (second.through.0 - first.through.0, second.through.1 - first.through.1);
    let along = cross(between, second.direction) / determinant;
    Some((first.through.0 + first.direction.0 * along, first.through.1 + first.direction.1 * along))
}

/// Colours from inside to outside, a pixel apart; `None` where it leaves the picture.
fn profile(
    picture: &RgbImage,
    at: (f64, f64),
    normal: (f64, f64),
    reach: f64,
) -> Option<Vec<[f32; 3]>> {
    let arm = reach.ceil() as isize + ARM_PX as isize;
    let ends = [-arm, arm].map(|off| (at.0 + normal.0 * off as f64, at.1 + normal.1 * off as f64));
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let seen =
        |(x, y): (f64, f64)| (0.5..width - 0.5).contains(&x) && (0.5..height - 0.5).contains(&y);
    ends.into_iter().all(seen).then(|| clamped_profile(picture, at, normal, reach))
}

/// The same; beyond the picture its border goes on.
fn clamped_profile(
    picture: &RgbImage,
    at: (f64, f64),
    normal: (f64, f64),
    reach: f64,
) -> Vec<[f32; 3]> {
    let arm = reach.ceil() as isize + ARM_PX as isize;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let raw = picture.as_raw();
    let value = |x: usize, y: usize, c: usize| f32::from(raw[(y * width + x) * 3 + c]);
    (-arm..=arm)
        .map(|off| {
            let inside = |at: f64, side: usize| (at - 0.5).clamp(0.0, side as f64 - 1.001);
            let x = inside(at.0 + normal.0 * off as f64, width);
            let y = inside(at.1 + normal.1 * off as f64, height);
            let (x0, y0) = (x as usize, y as usize);
            let (fx, fy) = (x.fract() as f32, y.fract() as f32);
            std::array::from_fn(|c| {
                let above = value(x0, y0, c) * (1.0 - fx) + value(x0 + 1, y0, c) * fx;
                let below = value(x0, y0 + 1, c) * (1.0 - fx) + value(x0 + 1, y0 + 1, c) * fx;
                above * (1.0 - fy) + below * fy
            })
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

/// How much the colours step along the difference, at each place that has an arm on both sides.
fn contrasts(profile: &[[f32; 3]], difference: [f32; 3]) -> Vec<f32> {
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
    (ARM_PX..values.len() - ARM_PX).map(contrast).collect()
}

/// One place in each line, near the one before, over which there is most contrast (Viterbi's way).
fn clearest_path(contrasts: &[Vec<f32>]) -> Option<Vec<usize>> {
    let width = contrasts.first()?.len();
    let mut sums = vec![0.0_f32; width];
    let mut came_from: Vec<Vec<u8>> = Vec::with_capacity(contrasts.len());
    for line in contrasts {
        let mut next = vec![0.0; width];
        let mut from = vec![0_u8; width];
        for at in 0..width {
            let near = at.saturating_sub(STEP_MOST_PX)..(at + STEP_MOST_PX + 1).min(width);
            let cost = |other: usize| sums[other] - STEP_COST * at.abs_diff(other) as f32;
            let best = near.max_by(|&a, &b| cost(a).total_cmp(&cost(b)))?;
            next[at] = cost(best) + line[at].clamp(0.0, CLEAREST);
            from[at] = (best + STEP_MOST_PX - at) as u8;
        }
        sums = next;
        came_from.push(from);
    }
    let mut at = (0..width).max_by(|&a, &b| sums[a].total_cmp(&sums[b]))?;
    let mut path = vec![0; contrasts.len()];
    for (place, from) in path.iter_mut().zip(&came_from).rev() {
        *place = at;
        at = at + usize::from(from[at]) - STEP_MOST_PX;
    }
    Some(path)
}

/// Where the colours step most along the difference, to a fraction of a pixel, and how steeply.
fn step_in(profile: &[[f32; 3]], difference: [f32; 3], reach: f64) -> Option<(f64, f64)> {
    let scores = contrasts(profile, difference);
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

/// Where the edge was seen: along the side (-1 to 1), off it (outwards, in pixels), how clearly.
#[derive(Debug, Clone, Copy)]
struct Place {
    along: f64,
    off: f64,
    weight: f64,
}

/// The line through most places, or the cubic where it passes through clearly more of them.
fn fit(places: &[Place]) -> Option<[f64; 4]> {
    if places.len() < SAMPLES / 5 {
        return None;
    }
    let start = start(places);
    let line = refitted(places, start, 2)?;
    let near = |bend: &[f64; 4]| -> f64 {
        places.iter().map(|place| place.weight * tukey(miss(bend, place) / 2.0)).sum()
    };
    match refitted(places, line, 4) {
        Some(cubic) if near(&cubic) > 1.05 * near(&line) => Some(cubic),
        _ => Some(line),
    }
}

/// The line that the edge follows near one of its ends: paper that curls bends most there, and what
/// is torn off a corner is no edge. `None`: too little of it is seen.
fn end_of(places: &[Place], bend: &[f64; 4], end: f64) -> Option<[f64; 2]> {
    let near: Vec<Place> =
        places.iter().filter(|place| place.along * end > 1.0 - END_PART).copied().collect();
    let expected = SAMPLES as f64 * END_PART / 2.0;
    let line = refitted(&near, tangent_of(bend, end), 2)?;
    let seen: f64 = near
        .iter()
        .map(|place| tukey(miss(&line, place) / 2.5))
        .filter(|&weight| weight > 0.3)
        .count() as f64;
    // Short lines turn easily; one that leaves the whole side's direction has met something else.
    let turned = (line[1] - tangent_of(bend, end)[1]).abs();
    (seen > 0.6 * expected && turned < 24.0).then_some([line[0], line[1]])
}

/// Of a bend, the straight line that goes on from it near an end.
fn tangent_of(bend: &[f64; 4], end: f64) -> [f64; 4] {
    let [c0, c1, c2, c3] = *bend;
    let t = end * (1.0 - END_PART / 2.0);
    let grows = c1 + t * (2.0 * c2 + t * 3.0 * c3);
    let off = c0 + t * (c1 + t * (c2 + t * c3));
    [off - grows * t, grows, 0.0, 0.0]
}

fn miss(bend: &[f64; 4], place: &Place) -> f64 {
    let t = place.along;
    place.off - (bend[0] + t * (bend[1] + t * (bend[2] + t * bend[3])))
}

/// Tukey's weight: 1 at no error, 0 from one width on.
fn tukey(error: f64) -> f64 {
    if error.abs() >= 1.0 { 0.0 } else { (1.0 - error * error).powi(2) }
}

/// Least squares of so many coefficients, again and again, on places ever nearer.
fn refitted(places: &[Place], start: [f64; 4], terms: usize) -> Option<[f64; 4]> {
    let mut bend = start;
    for width in [12.0, 8.0, 5.0, 3.0, 2.5, 2.0] {
        let mut system = [[0.0; 5]; 4];
        for place in places {
            let weight = place.weight * tukey(miss(&bend, place) / width);
            let powers: [f64; 4] = std::array::from_fn(|i| place.along.powi(i as i32));
            for row in 0..terms {
                for column in 0..terms {
                    system[row][column] += weight * powers[row] * powers[column];
                }
                system[row][4] += weight * powers[row] * place.off;
            }
        }
        bend = solved(system, terms)?;
    }
    Some(bend)
}

/// Gauss's elimination, with the largest pivot first.
fn solved(mut system: [[f64; 5]; 4], terms: usize) -> Option<[f64; 4]> {
    for column in 0..terms {
        let pivot = (column..terms)
            .max_by(|&a, &b| system[a][column].abs().total_cmp(&system[b][column].abs()))?;
        system.swap(column, pivot);
        if system[column][column].abs() < 1e-9 {
            return None;
        }
        let lead = system[column];
        for (row, values) in system.iter_mut().enumerate().take(terms) {
            if row != column {
                let factor = values[column] / lead[column];
                values.iter_mut().zip(lead).for_each(|(value, lead)| *value -= factor * lead);
            }
        }
    }
    let mut solution = [0.0; 4];
    for (i, value) in solution.iter_mut().enumerate().take(terms) {
        *value = system[i][4] / system[i][i];
    }
    Some(solution)
}

/// The best of the lines through pairs of places: most of them lie near it.
fn start(places: &[Place]) -> [f64; 4] {
    let mut best = (0.0, [0.0; 4]);
    let step = (places.len() / 24).max(1);
    for i in (0..places.len()).step_by(step) {
        for j in (i + 6 * step..places.len()).step_by(step) {
            let slope = (places[j].off - places[i].off) / (places[j].along - places[i].along);
            let bend = [places[i].off - slope * places[i].along, slope, 0.0, 0.0];
            let near: f64 =
                places.iter().map(|place| place.weight * tukey(miss(&bend, place) / 3.0)).sum();
            if near > best.0 {
                best = (near, bend);
            }
        }
    }
    best.1
}
