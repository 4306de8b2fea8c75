//! The curl of a page, by its text lines' own curves: the smooth surface of shifts that makes most
//! of them level. Pictures, headlines and slanted rules are few beside lines of text and follow no
//! common surface: they lose their say.

use coupure_model::Curl;
use image::GrayImage;

use crate::field::{Field, basis};
use crate::text::{Ink, Line, Lines, Place};

/// Fewer lines say nothing of a page.
const LINES_LEAST: usize = 6;
/// Places of a line that are looked at, at most.
const PLACES_MOST: usize = 32;
/// Control points along a side, at most.
const POINTS_MOST: usize = 24;
/// How little the surface bends beside what the lines say, and how soon it is level beyond them.
const STIFFNESS: f64 = 0.02;
const LEVELLING: f64 = 2e-4;
/// A page whose lines run off by less, on most of it, is flat: parts of the line distance, pixels.
const FLAT_PITCHES: f64 = 0.07;
const FLAT_PX: f64 = 0.8;
/// What is left after a true curl is taken out, beside what there was.
const LEFT_MOST: f64 = 0.7;

/// The curl of a level page; a flat one where no lines show any. The picture should have at most
/// 2,000 px a side.
pub fn find_curl(page: &GrayImage) -> Curl {
    found(page).unwrap_or_default()
}

fn found(page: &GrayImage) -> Option<Curl> {
    let ink = Ink::of(page);
    let first = of_lines(page, Lines::of(&ink)?)?;
    // Lines that are nearly level are followed further, and read more truly.
    let Some(field) = Field::of(&first, f64::from(page.width()), f64::from(page.height())) else {
        return Some(first);
    };
    let second = Lines::of(&ink.moved(&field)).and_then(|mut lines| {
        for place in lines.lines.iter_mut().flatten() {
            place.y += field.row(f64::from(place.y)).at(f64::from(place.x)) as f32;
        }
        of_lines(page, lines)
    });
    Some(second.unwrap_or(first))
}

/// `None`: they are too few, or say nothing of a curl.
fn of_lines(page: &GrayImage, mut lines: Lines) -> Option<Curl> {
    lines.lines.iter_mut().for_each(|line| *line = thinned(line));
    if lines.lines.len() < LINES_LEAST {
        return None;
    }
    let mut surface = Surface::flat(page.width(), page.height(), lines.pitch_px);
    surface.fit(&lines);
    surface.is_sure(&lines).then(|| surface.curl())
}

/// Neighbours are put together, as many as keep the line's curve.
fn thinned(line: &[Place]) -> Line {
    line.chunks(line.len().div_ceil(PLACES_MOST).max(1))
        .map(|few| {
            let mean = |of: fn(&Place) -> f32| few.iter().map(of).sum::<f32>() / few.len() as f32;
            Place { x: mean(|place| place.x), y: mean(|place| place.y) }
        })
        .collect()
}

/// Shifts in pixels, at control points.
struct Surface {
    columns: usize,
    rows: usize,
    width: f64,
    height: f64,
    pitch: f64,
    shifts: Vec<f64>,
}

/// One place of a line, measured from its line's mean: how much each control point counts, and how
/// far off it is.
struct Equation {
    weights: Vec<(usize, f64)>,
    off: f64,
}

impl Surface {
    fn flat(width_px: u32, height_px: u32, pitch_px: f32) -> Self {
        let (width, height, pitch) =
            (f64::from(width_px), f64::from(height_px), f64::from(pitch_px));
        // Wide enough for a few lines and some words, narrow enough for a wave across a column.
        let across = (width / 7.0).max(4.0 * pitch);
        let down = (1.5 * across).max(6.0 * pitch).min(height);
        let points = |side: f64, apart: f64| ((side / apart).round() as usize).max(1) + 3;
        let columns = points(width, across).min(POINTS_MOST);
        let rows = points(height, down).min(POINTS_MOST);
        Self { columns, rows, width, height, pitch, shifts: vec![0.0; columns * rows] }
    }

    fn weights(&self, x: f64, y: f64) -> impl Iterator<Item = (usize, f64)> {
        let (left, across) = basis(x / self.width, self.columns);
        let (top, down) = basis(y / self.height, self.rows);
        let columns = self.columns;
        (0..16).map(move |i| ((top + i / 4) * columns + left + i % 4, down[i / 4] * across[i % 4]))
    }

    fn at(&self, x: f64, y: f64) -> f64 {
        self.weights(x, y).map(|(point, weight)| weight * self.shifts[point]).sum()
    }

    /// Where each line will lie, as the surface stands.
    fn levels(&self, lines: &Lines) -> Vec<f64> {
        lines
            .lines
            .iter()
            .map(|line| {
                let mean = line.iter().map(|p| f64::from(p.y)).sum::<f64>() / line.len() as f64;
                let mut level = mean;
                for _ in 0..3 {
                    let shift = line.iter().map(|p| self.at(f64::from(p.x), level)).sum::<f64>();
                    level = mean - shift / line.len() as f64;
                }
                level
            })
            .collect()
    }

    fn equations(&self, lines: &Lines) -> Vec<Vec<Equation>> {
        let levels = self.levels(lines);
        let mut dense = vec![0.0; self.shifts.len()];
        let mut equations = Vec::with_capacity(lines.lines.len());
        for (line, &level) in lines.lines.iter().zip(&levels) {
            let count = line.len() as f64;
            let mean_y = line.iter().map(|p| f64::from(p.y)).sum::<f64>() / count;
            let mut touched: Vec<usize> = Vec::new();
            for place in line {
                for (point, weight) in self.weights(f64::from(place.x), level) {
                    if dense[point] == 0.0 {
                        touched.push(point);
                    }
                    dense[point] += weight / count;
                }
            }
            touched.sort_unstable();
            touched.dedup();
            let of_line = line.iter().map(|place| {
                let mut weights: Vec<(usize, f64)> =
                    touched.iter().map(|&point| (point, -dense[point])).collect();
                for (point, weight) in self.weights(f64::from(place.x), level) {
                    if let Ok(at) = touched.binary_search(&point) {
                        weights[at].1 += weight;
                    }
                }
                Equation { weights, off: f64::from(place.y) - mean_y }
            });
            equations.push(of_line.collect());
            touched.iter().for_each(|&point| dense[point] = 0.0);
        }
        equations
    }

    /// Least squares again and again: places that fit badly, and lines whose places do, count less
    /// each time (Tukey's weights).
    fn fit(&mut self, lines: &Lines) {
        for width in [1.2, 0.8, 0.6, 0.45, 0.35] {
            let width = (width * self.pitch).max(2.0);
            let equations = self.equations(lines);
            let size = self.shifts.len();
            let mut system = vec![0.0; size * size];
            let mut right = vec![0.0; size];
            let mut count = 0.0;
            for line in &equations {
                for equation in line {
                    let miss = self.miss(equation) / width;
                    if miss.abs() >= 1.0 {
                        continue;
                    }
                    let say = (1.0 - miss * miss).powi(2);
                    count += say;
                    for &(row, a) in &equation.weights {
                        right[row] += say * a * equation.off;
                        for &(column, b) in &equation.weights {
                            if column >= row {
                                system[row * size + column] += say * a * b;
                            }
                        }
                    }
                }
            }
            let each = count / size as f64;
            self.stiffen(&mut system, each);
            if let Some(shifts) = solved(system, right) {
                self.shifts = shifts;
            }
        }
    }

    fn miss(&self, equation: &Equation) -> f64 {
        let shift: f64 =
            equation.weights.iter().map(|(point, weight)| weight * self.shifts[*point]).sum();
        equation.off - shift
    }

    /// Second differences cost, first ones and the shifts themselves a little.
    fn stiffen(&self, system: &mut [f64], each: f64) {
        let size = self.shifts.len();
        let mut cost = |pattern: &[(usize, f64)], by: f64| {
            for &(row, a) in pattern {
                for &(column, b) in pattern {
                    if column >= row {
                        system[row * size + column] += by * a * b;
                    }
                }
            }
        };
        let (bend, lean) = (STIFFNESS * each, LEVELLING * each);
        for row in 0..self.rows {
            for column in 0..self.columns {
                let at = row * self.columns + column;
                cost(&[(at, 1.0)], lean);
                for (step, room) in
                    [(1, column + 2 < self.columns), (self.columns, row + 2 < self.rows)]
                {
                    if room {
                        cost(&[(at, 1.0), (at + step, -2.0), (at + 2 * step, 1.0)], bend);
                    }
                }
                for (step, room) in
                    [(1, column + 1 < self.columns), (self.columns, row + 1 < self.rows)]
                {
                    if room {
                        cost(&[(at, 1.0), (at + step, -1.0)], 4.0 * lean);
                    }
                }
            }
        }
    }

    /// Whether the lines run off enough to be worth it, the surface explains it, and no row of the
    /// page is shown twice.
    fn is_sure(&self, lines: &Lines) -> bool {
        let mut run_off: Vec<f64> = Vec::new();
        let (mut before, mut after): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for equation in self.equations(lines).iter().flatten() {
            let miss = self.miss(equation);
            run_off.push((equation.off - miss).abs());
            before.push(equation.off.abs());
            after.push(miss.abs());
        }
        if run_off.is_empty() {
            return false;
        }
        let most = |values: &mut Vec<f64>, part: f64| {
            values.sort_by(f64::total_cmp);
            values[((values.len() - 1) as f64 * part) as usize]
        };
        let steps = 64;
        let folds = (0..steps).any(|i| {
            let x = (f64::from(i) + 0.5) / f64::from(steps) * self.width;
            let y = |j: i32| f64::from(j) / f64::from(steps) * self.height;
            (0..steps).any(|j| {
                let grown = (self.at(x, y(j + 1)) - self.at(x, y(j))) / (y(j + 1) - y(j));
                grown.abs() > 0.5
            })
        });
        let bent = most(&mut run_off, 0.9) > (FLAT_PITCHES * self.pitch).max(FLAT_PX);
        bent && !folds && most(&mut after, 0.8) < LEFT_MOST * most(&mut before, 0.8)
    }

    fn curl(&self) -> Curl {
        Curl {
            columns: self.columns as u32,
            rows: self.rows as u32,
            shifts: self.shifts.iter().map(|shift| (shift / self.height) as f32).collect(),
        }
    }
}

/// Cholesky's factors of a symmetric system whose upper half is given.
fn solved(mut upper: Vec<f64>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for i in 0..size {
        let pivot = upper[i * size + i];
        if pivot <= 0.0 || !pivot.is_finite() {
            return None;
        }
        let root = pivot.sqrt();
        upper[i * size..(i + 1) * size][i..].iter_mut().for_each(|value| *value /= root);
        let (head, tail) = upper.split_at_mut((i + 1) * size);
        let row = &head[i * size..];
        for (offset, below) in tail.chunks_exact_mut(size).enumerate() {
            let k = i + 1 + offset;
            let factor = row[k];
            if factor != 0.0 {
                below[k..]
                    .iter_mut()
                    .zip(&row[k..])
                    .for_each(|(value, lead)| *value -= factor * lead);
            }
        }
    }
    for i in 0..size {
        let done: f64 = (0..i).map(|k| upper[k * size + i] * right[k]).sum();
        right[i] = (right[i] - done) / upper[i * size + i];
    }
    for i in (0..size).rev() {
        let done: f64 = (i + 1..size).map(|k| upper[i * size + k] * right[k]).sum();
        right[i] = (right[i] - done) / upper[i * size + i];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use coupure_testkit::page::{Layout, interview, typeset};
    use image::{GrayImage, Luma};

    use super::*;
    use crate::field::Field;
    use crate::small::{grey, shrunk};

    fn page() -> GrayImage {
        let picture = typeset(&interview(), &Layout::default()).picture;
        grey(&shrunk(&picture, 1400).expect("is shrunk"))
    }

    /// What a place of the page is moved down by: a wave across it, deeper towards its foot.
    fn bend(page: &GrayImage, x: f64, y: f64) -> f64 {
        let (width, height) = (f64::from(page.width()), f64::from(page.height()));
        let wave = (x / width * 4.2 - 0.6).sin() + 0.3 * (x / width * 7.0).cos();
        wave * (0.4 + 0.6 * y / height) * 0.012 * height
    }

    fn curled(page: &GrayImage) -> GrayImage {
        GrayImage::from_fn(page.width(), page.height(), |x, y| {
            let from = f64::from(y) - bend(page, f64::from(x) + 0.5, f64::from(y) + 0.5);
            let at = |y: f64| {
                let y = y.clamp(0.0, f64::from(page.height() - 1)) as u32;
                f64::from(page.get_pixel(x, y).0[0])
            };
            let part = from - from.floor();
            let value = at(from.floor()) * (1.0 - part) + at(from.floor() + 1.0) * part;
            Luma([value.round() as u8])
        })
    }

    #[test]
    fn lines_of_a_curled_page_come_out_level() {
        let flat = page();
        let page = curled(&flat);
        let (width, height) = (f64::from(page.width()), f64::from(page.height()));
        let field = Field::of(&find_curl(&page), width, height).expect("the page is curled");
        let mut offsets = Vec::new();
        // Below the headline, in each of the three columns: a line is level if it is so in its own.
        for row in 6..19 {
            let y = f64::from(row) / 20.0 * height;
            let curve = field.row(y);
            for column in [0.06, 0.365, 0.67] {
                let of_line: Vec<f64> = (0..12)
                    .map(|i| (column + 0.27 * f64::from(i) / 11.0) * width)
                    .map(|x| {
                        let from = y + curve.at(x);
                        from - bend(&flat, x, from)
                    })
                    .collect();
                let mean = of_line.iter().sum::<f64>() / of_line.len() as f64;
                offsets.extend(of_line.iter().map(|from| (from - mean).abs()));
            }
        }
        offsets.sort_by(f64::total_cmp);
        let (middling, most) = (offsets[offsets.len() / 2], offsets[offsets.len() * 19 / 20]);
        assert!(middling < 0.6 && most < 2.0, "lines are {middling:.2} px off, {most:.2} at most");
    }

    #[test]
    fn a_flat_page_stays_flat() {
        assert_eq!(find_curl(&page()), Curl::default());
    }

    #[test]
    fn where_there_are_no_lines_there_is_no_curl() {
        let mut state = 1_u32;
        let noise = GrayImage::from_fn(700, 900, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Luma([(state >> 24) as u8])
        });
        let waves = GrayImage::from_fn(700, 900, |x, y| {
            let height = f64::from(y) + 40.0 * (f64::from(x) / 90.0).sin();
            Luma([(128.0 + 120.0 * (height / 170.0).sin()) as u8])
        });
        for picture in
            [noise, waves, GrayImage::new(0, 0), GrayImage::new(1, 1), GrayImage::new(3, 900)]
        {
            assert_eq!(find_curl(&picture), Curl::default(), "{:?}", picture.dimensions());
        }
    }
}
