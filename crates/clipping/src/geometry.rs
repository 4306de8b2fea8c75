//! Plane geometry: quads, convex hulls and perspective maps, in continuous coordinates (the centre
//! of a picture's first pixel is 0.5, 0.5).

use coupure_model::{Point, Quad};

pub(crate) fn point(x: f64, y: f64) -> Point {
    Point { x: x as f32, y: y as f32 }
}

pub(crate) fn distance(a: Point, b: Point) -> f64 {
    f64::from(b.x - a.x).hypot(f64::from(b.y - a.y))
}

/// The corners of a picture of that size.
pub(crate) fn whole(width_px: u32, height_px: u32) -> Quad {
    let (width, height) = (f64::from(width_px), f64::from(height_px));
    Quad([point(0.0, 0.0), point(width, 0.0), point(width, height), point(0.0, height)])
}

pub(crate) fn scaled(quad: &Quad, factor: f64) -> Quad {
    Quad(quad.0.map(|corner| point(f64::from(corner.x) * factor, f64::from(corner.y) * factor)))
}

/// Signed area; positive for corners in reading order (clockwise on a screen).
pub(crate) fn area(corners: &[Point]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    let twice: f64 = corners
        .iter()
        .zip(next)
        .map(|(a, b)| f64::from(a.x) * f64::from(b.y) - f64::from(b.x) * f64::from(a.y))
        .sum();
    twice / 2.0
}

fn turn_of(a: Point, b: Point, c: Point) -> f64 {
    f64::from(b.x - a.x) * f64::from(c.y - a.y) - f64::from(b.y - a.y) * f64::from(c.x - a.x)
}

/// Convex, clockwise on a screen, and with no corner nearly flat.
pub(crate) fn is_proper(quad: &Quad) -> bool {
    let corners = &quad.0;
    (0..4).all(|i| {
        let (a, b, c) = (corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]);
        let scale = distance(a, b) * distance(b, c);
        scale > 1.0 && turn_of(a, b, c) > 0.05 * scale
    })
}

/// A projective map of the plane (row-major, acting on columns).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Map(pub [[f64; 3]; 3]);

impl Map {
    pub fn translation(dx: f64, dy: f64) -> Self {
        Self([[1.0, 0.0, dx], [0.0, 1.0, dy], [0.0, 0.0, 1.0]])
    }

    pub fn scaling(fx: f64, fy: f64) -> Self {
        Self([[fx, 0.0, 0.0], [0.0, fy, 0.0], [0.0, 0.0, 1.0]])
    }

    /// Clockwise on a screen, about the origin.
    pub fn rotation(degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    }

    /// First `self`, then `next`.
    pub fn then(&self, next: &Self) -> Self {
        let mut product = [[0.0; 3]; 3];
        for (row, left) in product.iter_mut().zip(&next.0) {
            for (column, cell) in row.iter_mut().enumerate() {
                *cell = (0..3).map(|k| left[k] * self.0[k][column]).sum();
            }
        }
        Self(product)
    }

    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c] = self.0;
        let w = c[0] * x + c[1] * y + c[2];
        ((a[0] * x + a[1] * y + a[2]) / w, (b[0] * x + b[1] * y + b[2]) / w)
    }

    /// From the unit square to the quad (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3).
    pub fn from_unit_square(quad: &Quad) -> Self {
        let [p0, p1, p2, p3] = quad.0.map(|corner| (f64::from(corner.x), f64::from(corner.y)));
        let sum = (p0.0 - p1.0 + p2.0 - p3.0, p0.1 - p1.1 + p2.1 - p3.1);
        let (d1, d2) = ((p1.0 - p2.0, p1.1 - p2.1), (p3.0 - p2.0, p3.1 - p2.1));
        let determinant = d1.0 * d2.1 - d2.0 * d1.1;
        let (g, h) = if determinant == 0.0 {
            (0.0, 0.0)
        } else {
            (
                (sum.0 * d2.1 - d2.0 * sum.1) / determinant,
                (d1.0 * sum.1 - sum.0 * d1.1) / determinant,
            )
        };
        Self([
            [p1.0 - p0.0 + g * p1.0, p3.0 - p0.0 + h * p3.0, p0.0],
            [p1.1 - p0.1 + g * p1.1, p3.1 - p0.1 + h * p3.1, p0.1],
            [g, h, 1.0],
        ])
    }
}

/// The convex hull, clockwise on a screen (Andrew's monotone chain).
#[cfg(test)]
pub(crate) fn convex_hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let half = |points: &mut dyn Iterator<Item = &Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for &next in points {
            while chain.len() >= 2
                && turn_of(chain[chain.len() - 2], chain[chain.len() - 1], next) <= 0.0
            {
                chain.pop();
            }
            chain.push(next);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter());
    hull.extend(half(&mut points.iter().rev()));
    hull
}

/// Puts four corners in reading order: clockwise, beginning with the one nearest the top left.
#[cfg(test)]
pub(crate) fn in_reading_order(corners: [Point; 4]) -> Quad {
    let mut corners = corners;
    if area(&corners) < 0.0 {
        corners.reverse();
    }
    // The best start makes the first side point right and the last corner lie below.
    let start = (0..4)
        .min_by(|&i, &j| {
            let sum = |k: usize| corners[k].x + corners[k].y;
            sum(i).total_cmp(&sum(j))
        })
        .unwrap_or(0);
    corners.rotate_left(start);
    Quad(corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_square_goes_to_the_corners() {
        let quad =
            Quad([point(10.0, 20.0), point(200.0, 5.0), point(220.0, 300.0), point(0.0, 280.0)]);
        let map = Map::from_unit_square(&quad);
        for (corner, (u, v)) in quad.0.iter().zip([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
        {
            let (x, y) = map.apply(u, v);
            assert!(
                (x - f64::from(corner.x)).abs() < 1e-9 && (y - f64::from(corner.y)).abs() < 1e-9
            );
        }
    }

    #[test]
    fn a_hull_keeps_the_corners_and_drops_what_is_inside() {
        let mut points = whole(100, 50).0.to_vec();
        points.extend([point(50.0, 25.0), point(99.0, 1.0), point(50.0, 0.0)]);
        let hull = convex_hull(points);
        assert_eq!(hull.len(), 4);
        assert!(area(&hull) > 0.0);
    }

    #[test]
    fn corners_in_any_order_come_out_in_reading_order() {
        let quad = Quad([point(10.0, 12.0), point(90.0, 5.0), point(95.0, 60.0), point(4.0, 70.0)]);
        let [a, b, c, d] = quad.0;
        for shuffled in [[c, d, a, b], [d, c, b, a], [b, a, d, c]] {
            assert_eq!(in_reading_order(shuffled), quad);
        }
    }
}
