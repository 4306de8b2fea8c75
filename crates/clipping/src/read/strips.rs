//! From the map of text to lines: post-processing of differentiable binarisation (DB,
//! <https://arxiv.org/abs/1911.08947>), with one change: a line is not a rectangle but a strip
//! along its own curve, so that a page that is not quite flat is still cut out straight.

use super::detect::Map;

/// A pixel of at least this probability is text.
const PIXEL_MIN: u8 = 77; // 0.3
/// A line's mean probability is at least this.
const SCORE_MIN: f32 = 0.5;
/// The model draws lines thinner than they are; this is grown back. PaddleOCR's ratio is 1.6 of
/// area by perimeter.
const UNCLIP: f32 = 1.6;
/// The ends of lines that stand side by side are grown into each other by at most so many of their
/// heights, and their middles are at most so far apart.
const SHARED_MAX: f32 = 0.8;
const LEVEL_MAX: f32 = 0.4;
/// Thinner ones (in map pixels) are dust.
const THICKNESS_MIN_PX: f32 = 2.0;

/// A line of text along a curve, on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    pub left: f32,
    pub right: f32,
    /// Half of the line's height, unclipped.
    pub half_height: f32,
    /// Where x is 0 for the curve, and its y as a polynomial of (x - origin), lowest power first.
    pub origin: f32,
    pub curve: Vec<f32>,
    pub score: f32,
}

impl Strip {
    /// The y of the middle of the line at x.
    pub fn y_at(&self, x: f32) -> f32 {
        let t = x - self.origin;
        self.curve.iter().rev().fold(0.0, |sum, c| sum * t + c)
    }

    /// How much y grows with x at x.
    pub fn slope_at(&self, x: f32) -> f32 {
        let t = x - self.origin;
        let powers = self.curve.iter().enumerate().skip(1).rev();
        powers.fold(0.0, |sum, (power, c)| sum * t + c * power as f32)
    }

    /// Moves the strip on the page.
    pub fn shift(&mut self, x: f32, y: f32) {
        self.left += x;
        self.right += x;
        self.origin += x;
        self.curve[0] += y;
    }

    /// The strip on the left of `low` and that on the right of `high`.
    pub fn split(self, low: f32, high: f32) -> [Self; 2] {
        let right = Self { left: high, ..self.clone() };
        [Self { right: low, ..self }, right]
    }

    /// Lowest and highest y of the strip between two x.
    pub fn extent(&self, left: f32, right: f32) -> (f32, f32) {
        let steps = 8;
        let (mut top, mut bottom) = (f32::MAX, f32::MIN);
        for i in 0..=steps {
            let y = self.y_at(left + (right - left) * i as f32 / steps as f32);
            top = top.min(y - self.half_height);
            bottom = bottom.max(y + self.half_height);
        }
        (top, bottom)
    }
}

/// One connected piece of the map.
struct Piece {
    left: usize,
    /// Per column from `left`: number of pixels, sum of y.
    columns: Vec<(u32, f32)>,
    probability_sum: f32,
    pixels: u32,
}

/// The lines of the map, in no particular order, in page pixels relative to the detected part.
pub fn strips(map: &Map) -> Vec<Strip> {
    let mut strips = pieces(map).iter().filter_map(|piece| strip(piece, map)).collect::<Vec<_>>();
    keep_apart(&mut strips);
    strips
}

/// In a narrow gutter the ends of two lines grow into each other: each keeps its half of what both
/// claim, or a letter is read in both lines and no gutter is seen between their columns.
fn keep_apart(strips: &mut [Strip]) {
    strips.sort_by(|a, b| a.left.total_cmp(&b.left).then(a.right.total_cmp(&b.right)));
    for right in 1..strips.len() {
        let (before, after) = strips.split_at_mut(right);
        let own = &mut after[0];
        let claimed = before.iter_mut().filter(|left| {
            let height = 2.0 * left.half_height.min(own.half_height);
            let shared = left.right - own.left;
            let apart = (left.y_at(own.left) - own.y_at(own.left)).abs();
            (0.0..=SHARED_MAX * height).contains(&shared)
                && left.right < own.right
                && apart < LEVEL_MAX * height
        });
        if let Some(left) = claimed.max_by(|a, b| a.right.total_cmp(&b.right)) {
            let middle = (left.right + own.left) / 2.0;
            (left.right, own.left) = (middle, middle);
        }
    }
}

fn pieces(map: &Map) -> Vec<Piece> {
    let (width, height) = (map.width, map.height);
    let mut seen = vec![false; map.values.len()];
    let mut found = Vec::new();
    let mut stack = Vec::new();
    let mut members = Vec::new();
    for start in 0..map.values.len() {
        if seen[start] || map.values[start] < PIXEL_MIN {
            continue;
        }
        seen[start] = true;
        stack.push(start);
        members.clear();
        while let Some(at) = stack.pop() {
            members.push(at);
            let (x, y) = (at % width, at / width);
            for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let n = ny * width + nx;
                    if !seen[n] && map.values[n] >= PIXEL_MIN {
                        seen[n] = true;
                        stack.push(n);
                    }
                }
            }
        }
        let left = members.iter().map(|m| m % width).min().unwrap_or(0);
        let right = members.iter().map(|m| m % width).max().unwrap_or(0);
        let mut columns = vec![(0, 0.0); right - left + 1];
        let mut probability_sum = 0.0;
        for &member in &members {
            let column = &mut columns[member % width - left];
            column.0 += 1;
            column.1 += (member / width) as f32 + 0.5;
            probability_sum += f32::from(map.values[member]) / 255.0;
        }
        found.push(Piece { left, columns, probability_sum, pixels: members.len() as u32 });
    }
    found
}

fn strip(piece: &Piece, map: &Map) -> Option<Strip> {
    let length = piece.columns.len() as f32;
    let thickness = piece.pixels as f32 / length;
    let score = piece.probability_sum / piece.pixels as f32;
    if thickness < THICKNESS_MIN_PX || score < SCORE_MIN {
        return None;
    }
    let grown = length * thickness * UNCLIP / (2.0 * (length + thickness));
    let points: Vec<(f32, f32, f32)> = piece
        .columns
        .iter()
        .enumerate()
        .map(|(i, &(count, sum))| {
            let x = (piece.left + i) as f32 + 0.5;
            (x / map.scale_x, sum / count.max(1) as f32 / map.scale_y, count as f32)
        })
        .filter(|p| p.2 > 0.0)
        .collect();
    let degree = match length / thickness {
        ratio if ratio < 4.0 => 0,
        ratio if ratio < 14.0 => 1,
        ratio if ratio < 30.0 => 2,
        _ => 3,
    };
    let left = piece.left as f32 / map.scale_x;
    let right = left + length / map.scale_x;
    let origin = (left + right) / 2.0;
    let curve = fit(&points, origin, (right - left) / 2.0, degree);
    Some(Strip {
        left: left - grown / map.scale_x,
        right: right + grown / map.scale_x,
        half_height: (thickness / 2.0 + grown) / map.scale_y,
        origin,
        curve,
        score,
    })
}

/// Least squares of a polynomial of `degree` through weighted points (x, y, weight), in powers of
/// (x - origin). `half` scales x so that the equations stay well conditioned.
fn fit(points: &[(f32, f32, f32)], origin: f32, half: f32, degree: usize) -> Vec<f32> {
    let n = degree + 1;
    let half = f64::from(half.max(1.0));
    let mut matrix = [[0.0_f64; 5]; 4];
    for &(x, y, weight) in points {
        let t = f64::from(x - origin) / half;
        let mut powers = [1.0_f64; 4];
        for i in 1..n {
            powers[i] = powers[i - 1] * t;
        }
        for row in 0..n {
            for column in 0..n {
                matrix[row][column] += f64::from(weight) * powers[row] * powers[column];
            }
            matrix[row][4] += f64::from(weight) * powers[row] * f64::from(y);
        }
    }
    // Gaussian elimination; the matrix is symmetric and positive.
    for pivot in 0..n {
        matrix[pivot][pivot] += 1e-6;
        for row in pivot + 1..n {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let pivots = matrix[pivot];
            for (value, from) in matrix[row].iter_mut().zip(pivots).skip(pivot) {
                *value -= factor * from;
            }
        }
    }
    let mut solution = [0.0_f64; 4];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|column| matrix[row][column] * solution[column]).sum();
        solution[row] = (matrix[row][4] - known) / matrix[row][row];
    }
    (0..n).map(|i| (solution[i] / half.powi(i as i32)) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(width: usize, height: usize, text: impl Fn(usize, usize) -> bool) -> Map {
        let values =
            (0..width * height).map(|i| if text(i % width, i / width) { 230 } else { 3 }).collect();
        Map { width, height, values, scale_x: 0.5, scale_y: 0.5 }
    }

    #[test]
    fn each_separate_band_is_a_line_grown_back_to_its_height() {
        let map = map(200, 60, |x, y| {
            (10..190).contains(&x) && ((10..16).contains(&y) || (40..46).contains(&y))
        });
        let strips = strips(&map);
        assert_eq!(strips.len(), 2);
        // 6 map pixels thick and grown by 4.6 each side, at two page pixels a map pixel.
        let strip = &strips[0];
        assert!((strip.half_height - 15.3).abs() < 0.5, "{strip:?}");
        assert!((strip.y_at(200.0) - 26.0).abs() < 0.5, "{strip:?}");
        assert!((strip.left - 10.7).abs() < 1.0 && (strip.right - 389.3).abs() < 1.0, "{strip:?}");
    }

    #[test]
    fn lines_beside_a_narrow_gutter_do_not_grow_into_each_other() {
        // Grown by 4.6 map pixels, each would reach over the gutter of 6; the line below keeps out.
        let map = map(400, 60, |x, y| {
            let is_line = (10..190).contains(&x) || (196..390).contains(&x);
            is_line && (10..16).contains(&y) || (40..46).contains(&y) && x < 192
        });
        let strips = strips(&map);
        let edges = |y: f32| {
            let level = strips.iter().filter(|s| (s.y_at(200.0) - y).abs() < 5.0);
            level.map(|s| (s.left, s.right)).collect::<Vec<_>>()
        };
        let [(_, left), (right, _)] = edges(26.0)[..] else { panic!("{strips:?}") };
        assert!(left == right && (left - 386.0).abs() < 1.0, "{strips:?}");
        let [(_, below)] = edges(86.0)[..] else { panic!("{strips:?}") };
        assert!(below > 390.0, "{strips:?}");
    }

    #[test]
    fn a_curved_line_is_followed() {
        let middle = |x: usize| 40.0 + 12.0 * (x as f32 / 150.0 - 1.0).powi(2);
        let map = map(300, 80, |x, y| (y as f32 + 0.5 - middle(x)).abs() < 4.0);
        let strips = strips(&map);
        assert_eq!(strips.len(), 1);
        for x in [0, 60, 150, 220, 299] {
            let y = strips[0].y_at(x as f32 * 2.0 + 1.0);
            assert!((y - 2.0 * middle(x)).abs() < 1.5, "{y} at {x}");
        }
        let slope = strips[0].slope_at(0.0);
        assert!((slope + 0.16).abs() < 0.02, "{slope}");
    }

    #[test]
    fn dust_and_doubtful_pieces_are_no_lines() {
        let dust = map(50, 50, |x, y| x == 20 && y == 20);
        assert!(strips(&dust).is_empty());
        let mut faint = map(50, 50, |_, y| (20..28).contains(&y));
        faint.values.iter_mut().for_each(|v| *v = (*v).min(100));
        assert!(strips(&faint).is_empty());
    }
}
