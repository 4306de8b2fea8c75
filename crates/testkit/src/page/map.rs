//! Where each point of a photo lies on the page that it shows.

/// A perspective, and a sheet bent along its upright lines as one that does not lie flat: exact in
/// both directions. Its corners touch the table.
#[derive(Debug, Clone, PartialEq)]
pub struct PageMap {
    size: (f64, f64),
    to_photo: [[f64; 3]; 3],
    to_flat: [[f64; 3]; 3],
    curl: f64,
}

impl PageMap {
    /// `size`: the page's, in its pixels. Corners: top left, top right, bottom right, bottom left.
    pub(super) fn new(size: (f64, f64), corners: &[(f64, f64); 4], curl: f64) -> Self {
        let to_photo = from_rectangle(size.0, size.1, corners);
        let to_flat = inverse(&to_photo);
        Self { size, to_photo, to_flat, curl }
    }

    /// From the photo's pixels to the page's; outside the page too.
    pub fn to_page(&self, at: (f64, f64)) -> (f64, f64) {
        let (u, v) = through(&self.to_flat, at);
        let (grows, shifts) = self.bend(u);
        let middle = self.size.1 / 2.0;
        (u, middle + (v - middle - shifts) / grows)
    }

    /// From the page's pixels to the photo's.
    pub fn to_photo(&self, at: (f64, f64)) -> (f64, f64) {
        let (grows, shifts) = self.bend(at.0);
        let middle = self.size.1 / 2.0;
        through(&self.to_photo, (at.0, middle + (at.1 - middle) * grows + shifts))
    }

    /// At so far from the left: what is nearer to the lens is larger, and, seen a little from
    /// below, higher up.
    fn bend(&self, u: f64) -> (f64, f64) {
        let t = (u / self.size.0).clamp(0.0, 1.0);
        let lift = (std::f64::consts::PI * t).sin() + 0.5 * (std::f64::consts::TAU * t).sin();
        let lift = self.curl * lift;
        (1.0 + 0.02 * lift, -0.035 * lift * self.size.1)
    }
}

fn through(m: &[[f64; 3]; 3], (x, y): (f64, f64)) -> (f64, f64) {
    let w = m[2][0] * x + m[2][1] * y + m[2][2];
    ((m[0][0] * x + m[0][1] * y + m[0][2]) / w, (m[1][0] * x + m[1][1] * y + m[1][2]) / w)
}

/// From a rectangle at the origin to four corners.
fn from_rectangle(width: f64, height: f64, corners: &[(f64, f64); 4]) -> [[f64; 3]; 3] {
    let [p0, p1, p2, p3] = *corners;
    let sum = (p0.0 - p1.0 + p2.0 - p3.0, p0.1 - p1.1 + p2.1 - p3.1);
    let (d1, d2) = ((p1.0 - p2.0, p1.1 - p2.1), (p3.0 - p2.0, p3.1 - p2.1));
    let determinant = d1.0 * d2.1 - d2.0 * d1.1;
    let g = (sum.0 * d2.1 - d2.0 * sum.1) / determinant;
    let h = (d1.0 * sum.1 - sum.0 * d1.1) / determinant;
    [
        [(p1.0 - p0.0 + g * p1.0) / width, (p3.0 - p0.0 + h * p3.0) / height, p0.0],
        [(p1.1 - p0.1 + g * p1.1) / width, (p3.1 - p0.1 + h * p3.1) / height, p0.1],
        [g / width, h / height, 1.0],
    ]
}

fn inverse(m: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let minor = |r: usize, c: usize| {
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
    };
    let determinant: f64 = (0..3).map(|c| m[0][c] * minor(0, c)).sum();
    std::array::from_fn(|r| std::array::from_fn(|c| minor(c, r) / determinant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_there_and_back_ends_where_it_began() {
        let corners = [(103.0, 90.0), (900.0, 130.0), (870.0, 1300.0), (80.0, 1210.0)];
        let map = PageMap::new((700.0, 1000.0), &corners, 0.8);
        for at in [(0.0, 0.0), (700.0, 1000.0), (350.0, 200.0), (10.0, 900.0)] {
            let (x, y) = map.to_page(map.to_photo(at));
            assert!((x - at.0).hypot(y - at.1) < 1e-6, "{at:?}: {x}, {y}");
        }
        let (x, y) = map.to_photo((700.0, 0.0));
        assert!((x - 900.0).hypot(y - 130.0) < 1e-6, "the corners lie on the table: {x}, {y}");
    }
}
