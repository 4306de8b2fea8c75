//! Fine angles and corners.

use coupure_clipping::{find_page, find_skew_degrees};
use coupure_model::Quad;
use coupure_testkit::page::newspaper;
use coupure_testkit::page::newspaper::{Extent, Severity, newspaper_of, photograph};
use image::imageops::{FilterType, resize};
use image::{DynamicImage, GrayImage, Luma};

use crate::Failure;
use crate::data::Index;
use crate::table::{Table, Target, Unit, least, mean, most};

/// The longer side at which a fine angle is looked for, as `correct` does it.
const SIDE_PX: u32 = 2000;

pub fn deskew(index: &Index, pages: u64, table: &mut Table) -> Result<(), Failure> {
    let mut scans = Vec::new();
    for entry in index.list("pages") {
        let grey = DynamicImage::ImageRgb8(entry.picture()?).into_luma8();
        scans.extend(errors_of(entry.name(), &small(&grey), None));
    }
    deskew_rows("scans turned by known angles", &scans, table);
    let mut typeset = Vec::new();
    for seed in 0..pages.min(16) {
        let page = newspaper(seed).picture;
        let grey = small(&DynamicImage::ImageRgb8(page).into_luma8());
        typeset.extend(errors_of(&format!("typeset page {seed}"), &grey, Some(0.0)));
    }
    deskew_rows("typeset pages turned", &typeset, table);
    Ok(())
}

fn deskew_rows(of: &str, errors: &[f64], table: &mut Table) {
    let near = errors.iter().filter(|&&error| error <= 0.1).count();
    let near = near as f64 / errors.len().max(1) as f64;
    let count = errors.len();
    let mut row = |what: &str, unit, target, best, value| {
        table.row(format!("deskew, {of}: {what}"), unit, target, best, value, count);
    };
    row("mean error", Unit::Degrees, Target::AtMost(0.02), "0.020°", mean(errors));
    row("within 0.1°", Unit::Share, Target::AtLeast(0.99), "98 %", near);
    row("worst", Unit::Degrees, Target::AtMost(0.2), "0.22°", most(errors));
}

/// Errors at 21 angles of no common grid, ±10°. A scan has an angle of its own: the middling one
/// of all that was found.
fn errors_of(name: &str, page: &GrayImage, own: Option<f64>) -> Vec<f64> {
    let offsets: Vec<f64> = (0..21)
        .map(|step| {
            let angle = f64::from(step - 10) * 0.971 + 0.137 * f64::from(step % 3);
            f64::from(find_skew_degrees(&small(&turned(page, angle)))) + angle
        })
        .collect();
    let mut sorted = offsets.clone();
    sorted.sort_by(f64::total_cmp);
    let own = own.unwrap_or(sorted[sorted.len() / 2]);
    let errors: Vec<f64> = offsets.iter().map(|offset| (offset - own).abs()).collect();
    println!(
        "{name}: own angle {own:.3}°, error {:.4}°, worst {:.3}°",
        mean(&errors),
        most(&errors)
    );
    errors
}

pub fn corners(index: &Index, pages: u64, table: &mut Table) -> Result<(), Failure> {
    for (kind, shown, targets) in
        [("photos", "real photos", Some((0.99, 0.97))), ("simulated", "simulated photos", None)]
    {
        let mut found = Vec::new();
        for entry in index.list(kind) {
            let Some(truth) = entry.corners() else { continue };
            let overlap = iou(&points(&find_page(&entry.picture()?)), &truth);
            println!("{}: IoU {overlap:.4}", entry.name());
            found.push(overlap);
        }
        corner_rows(shown, &found, targets, table);
    }
    for (name, half) in [("even", 0), ("odd", 1)] {
        let mut found = Vec::new();
        for seed in (0..pages).filter(|seed| seed % 2 == half) {
            let severity =
                if (seed / 2).is_multiple_of(2) { Severity::Mild } else { Severity::Hard };
            let photo = photograph(&newspaper_of(seed, Extent::Small), severity);
            let overlap = iou(&points(&find_page(&photo.picture)), &photo.corners);
            println!("typeset, seed {seed}, {severity:?}: IoU {overlap:.4}");
            found.push(overlap);
        }
        corner_rows(&format!("typeset pages, {name} seeds"), &found, None, table);
    }
    Ok(())
}

fn corner_rows(of: &str, found: &[f64], targets: Option<(f64, f64)>, table: &mut Table) {
    let bound = |value: f64| Target::AtLeast(value);
    let (of_mean, of_worst) =
        targets.map_or((Target::None, Target::None), |(mean, worst)| (bound(mean), bound(worst)));
    let best = match of {
        "real photos" => ["0.970", "0.886"],
        "simulated photos" => ["0.993", ""],
        _ => ["", ""],
    };
    let mut row = |what: &str, target, best, value| {
        table.row(
            format!("corners, {of}: {what} IoU"),
            Unit::Part,
            target,
            best,
            value,
            found.len(),
        );
    };
    row("mean", of_mean, best[0], mean(found));
    row("worst", of_worst, best[1], least(found));
}

fn small(picture: &GrayImage) -> GrayImage {
    let long = picture.width().max(picture.height());
    if long <= SIDE_PX {
        return picture.clone();
    }
    let side = |px: u32| (f64::from(px) * f64::from(SIDE_PX) / f64::from(long)).round() as u32;
    resize(picture, side(picture.width()), side(picture.height()), FilterType::Triangle)
}

/// Turned clockwise about its middle, on a canvas that holds all of it.
fn turned(picture: &GrayImage, degrees: f64) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let out_width = (width * cos.abs() + height * sin.abs()).ceil();
    let out_height = (width * sin.abs() + height * cos.abs()).ceil();
    let edge = picture.get_pixel(2, 2).0[0];
    GrayImage::from_fn(out_width as u32, out_height as u32, |x, y| {
        let (dx, dy) =
            (f64::from(x) + 0.5 - out_width / 2.0, f64::from(y) + 0.5 - out_height / 2.0);
        let u = dx * cos + dy * sin + width / 2.0 - 0.5;
        let v = dy * cos - dx * sin + height / 2.0 - 0.5;
        if u < 0.0 || v < 0.0 || u > width - 1.0 || v > height - 1.0 {
            return Luma([edge]);
        }
        let (x0, y0) = (u as u32, v as u32);
        let (x1, y1) = ((x0 + 1).min(picture.width() - 1), (y0 + 1).min(picture.height() - 1));
        let (fx, fy) = (u.fract(), v.fract());
        let at = |x, y| f64::from(picture.get_pixel(x, y).0[0]);
        let above = at(x0, y0) * (1.0 - fx) + at(x1, y0) * fx;
        let below = at(x0, y1) * (1.0 - fx) + at(x1, y1) * fx;
        Luma([(above * (1.0 - fy) + below * fy).round() as u8])
    })
}

pub fn points(quad: &Quad) -> Vec<(f64, f64)> {
    quad.0.iter().map(|point| (f64::from(point.x), f64::from(point.y))).collect()
}

/// Intersection over union of two convex polygons (Sutherland and Hodgman's clipping).
pub fn iou(a: &[(f64, f64)], b: &[(f64, f64)]) -> f64 {
    let mut common = a.to_vec();
    for i in 0..b.len() {
        let (p, q) = (b[i], b[(i + 1) % b.len()]);
        let side = |r: (f64, f64)| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
        let mut kept = Vec::new();
        for j in 0..common.len() {
            let (r, s) = (common[j], common[(j + 1) % common.len()]);
            let (from, to) = (side(r), side(s));
            if from >= 0.0 {
                kept.push(r);
            }
            if (from > 0.0 && to < 0.0) || (from < 0.0 && to > 0.0) {
                let part = from / (from - to);
                kept.push((r.0 + (s.0 - r.0) * part, r.1 + (s.1 - r.1) * part));
            }
        }
        common = kept;
    }
    let both = area(&common);
    both / (area(a) + area(b) - both)
}

fn area(polygon: &[(f64, f64)]) -> f64 {
    let next = polygon.iter().cycle().skip(1);
    (polygon.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0).abs()
}
