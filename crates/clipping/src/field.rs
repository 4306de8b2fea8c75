//! A smooth surface of shifts down the page: what the recipe's curl says, made fast to ask.

use coupure_model::Curl;

/// More control points than any finding has; a recipe that says more is none of ours.
const SIDE_MOST: u32 = 64;
/// A line that runs off by more than this part of the page is no curl.
const SHIFT_MOST: f32 = 0.5;

/// Uniform cubic B-spline over a page of `width` × `height` pixels; shifts in pixels.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    columns: usize,
    rows: usize,
    width: f64,
    height: f64,
    shifts: Vec<f64>,
}

/// Whether a recipe's curl can be used: a flat one, or a whole surface of finite shifts.
pub(crate) fn is_usable(curl: &Curl) -> bool {
    let side = |side: u32| (4..=SIDE_MOST).contains(&side);
    let whole = side(curl.columns)
        && side(curl.rows)
        && curl.shifts.len() == curl.columns as usize * curl.rows as usize;
    let tame = |shift: &f32| shift.is_finite() && shift.abs() <= SHIFT_MOST;
    curl.shifts.is_empty() || (whole && curl.shifts.iter().all(tame))
}

impl Field {
    /// `None`: the page is flat. `width` and `height`: of the page before any crop.
    pub fn of(curl: &Curl, width: f64, height: f64) -> Option<Self> {
        if curl.shifts.is_empty() || !is_usable(curl) {
            return None;
        }
        let shifts = curl.shifts.iter().map(|&shift| f64::from(shift) * height).collect();
        Some(Self {
            columns: curl.columns as usize,
            rows: curl.rows as usize,
            width,
            height,
            shifts,
        })
    }

    /// What one row of the page asks for, again and again.
    pub fn row(&self, y: f64) -> Row {
        let (first, weights) = basis(y / self.height, self.rows);
        let shifts = (0..self.columns)
            .map(|column| {
                let down = weights.iter().enumerate();
                down.map(|(i, weight)| weight * self.shifts[(first + i) * self.columns + column])
                    .sum()
            })
            .collect();
        Row { shifts, width: self.width }
    }
}

pub(crate) struct Row {
    shifts: Vec<f64>,
    width: f64,
}

impl Row {
    pub fn at(&self, x: f64) -> f64 {
        let (first, weights) = basis(x / self.width, self.shifts.len());
        weights.iter().zip(&self.shifts[first..]).map(|(weight, shift)| weight * shift).sum()
    }
}

/// The first of the four control points that count at a part of the side, and how much each does.
pub(crate) fn basis(part: f64, points: usize) -> (usize, [f64; 4]) {
    let intervals = points - 3;
    let place = part.clamp(0.0, 1.0) * intervals as f64;
    let first = (place as usize).min(intervals - 1);
    let t = place - first as f64;
    let (t2, t3, rest) = (t * t, t * t * t, 1.0 - t);
    let weights = [
        rest * rest * rest / 6.0,
        (3.0 * t3 - 6.0 * t2 + 4.0) / 6.0,
        (-3.0 * t3 + 3.0 * t2 + 3.0 * t + 1.0) / 6.0,
        t3 / 6.0,
    ];
    (first, weights)
}
