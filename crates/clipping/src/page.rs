//! Where the page is in a photo.

use coupure_model::{Point, Quad};
use image::{GrayImage, RgbImage};

use crate::small::{ANALYSIS_SIDE_PX, grey, shrunk};
use crate::{Error, geometry};

/// The corners of the page in a picture, on any background; the whole picture if the page fills it
/// or none can be told from what is around it.
pub fn find_page(picture: &RgbImage) -> Quad {
    find(picture).unwrap_or_else(|_| geometry::whole(picture.width(), picture.height()))
}

pub(crate) fn find(picture: &RgbImage) -> Result<Quad, Error> {
    let small = shrunk(picture, ANALYSIS_SIDE_PX)?;
    let factor = f64::from(picture.width()) / f64::from(small.width());
    let found = find_in_small(&grey(&shrunk(&small, 500)?));
    let whole = geometry::whole(picture.width(), picture.height());
    let factor = factor * f64::from(small.width()) / f64::from(shrunk(&small, 500)?.width());
    Ok(found.map_or(whole, |quad| geometry::scaled(&quad, factor)))
}

fn find_in_small(picture: &GrayImage) -> Option<Quad> {
    let _ = picture;
    let points: Vec<Point> = bright_outline(picture)?;
    let hull = geometry::convex_hull(points);
    let quad = largest_quad(&hull)?;
    let part = geometry::area(&quad.0) / (f64::from(picture.width()) * f64::from(picture.height()));
    (0.08..0.92).contains(&part).then_some(quad).filter(geometry::is_proper)
}

/// Outline of the largest bright region.
fn bright_outline(picture: &GrayImage) -> Option<Vec<Point>> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let values = picture.as_raw();
    let mut sorted = values.clone();
    sorted.sort_unstable();
    let bright =
        (u16::from(sorted[sorted.len() / 20]) + u16::from(sorted[sorted.len() * 19 / 20])) / 2;
    let mut label = vec![0u32; values.len()];
    let mut best: (usize, u32) = (0, 0);
    let mut stack = Vec::new();
    let mut next = 0;
    for seed in 0..values.len() {
        if label[seed] != 0 || u16::from(values[seed]) < bright {
            continue;
        }
        next += 1;
        label[seed] = next;
        stack.push(seed);
        let mut count = 0;
        while let Some(at) = stack.pop() {
            count += 1;
            let (x, y) = (at % width, at / width);
            let mut visit = |to: usize| {
                if label[to] == 0 && u16::from(values[to]) >= bright {
                    label[to] = next;
                    stack.push(to);
                }
            };
            if x > 0 {
                visit(at - 1)
            }
            if x + 1 < width {
                visit(at + 1)
            }
            if y > 0 {
                visit(at - width)
            }
            if y + 1 < height {
                visit(at + width)
            }
        }
        best = best.max((count, next));
    }
    (best.0 > 0).then(|| {
        (0..values.len())
            .filter(|&at| label[at] == best.1)
            .map(|at| geometry::point((at % width) as f64 + 0.5, (at / width) as f64 + 0.5))
            .collect()
    })
}

/// The four points of a hull that span most.
fn largest_quad(hull: &[Point]) -> Option<Quad> {
    if hull.len() < 4 {
        return None;
    }
    let step = hull.len().div_ceil(40);
    let hull: Vec<Point> = hull.iter().copied().step_by(step).collect();
    let mut best: Option<(f64, [Point; 4])> = None;
    for a in 0..hull.len() {
        for b in a + 1..hull.len() {
            for c in b + 1..hull.len() {
                for d in c + 1..hull.len() {
                    let corners = [hull[a], hull[b], hull[c], hull[d]];
                    let area = geometry::area(&corners);
                    if best.is_none_or(|(most, _)| area > most) {
                        best = Some((area, corners));
                    }
                }
            }
        }
    }
    best.map(|(_, corners)| geometry::in_reading_order(corners))
}
