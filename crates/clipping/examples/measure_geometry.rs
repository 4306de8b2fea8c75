//! Measures page corners, fine angles, and the time and memory of a very large page.
//!
//! `cargo run --release -p coupure-clipping --example measure_geometry -- FOLDER [corners|skew|large]`
//!
//! FOLDER holds `index.json`: `photos` and `simulated` with `image` and `quad_tl_tr_br_bl`, and
//! `pages` with `image`. Typeset pages, photographed by seed, are measured beside them.

use std::path::Path;
use std::time::Instant;

use coupure_clipping::{
    Limits, Quiet, correct, decode, derivatives, find_page, find_skew_degrees, first_sight_jpeg,
    thumbnail_jpeg,
};
use coupure_model::{Point, Quad, Recipe};
use coupure_testkit::page::{Background, Degradation, Layout, degrade, interview, typeset};
use image::imageops::{FilterType, resize};
use image::{GrayImage, Luma, RgbImage};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = Path::new(arguments.first().ok_or("the folder with index.json, please")?);
    let index: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("index.json"))?)?;
    let asked = arguments.get(1).map_or("all", String::as_str);
    if matches!(asked, "all" | "corners") {
        measure_corners(folder, &index)?;
    }
    if matches!(asked, "all" | "skew") {
        measure_skew(folder, &index)?;
    }
    if matches!(asked, "all" | "large") {
        measure_large()?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<RgbImage, Failure> {
    Ok(decode(&std::fs::read(path)?, 0, &Limits::default())?.pixels)
}

fn measure_corners(folder: &Path, index: &serde_json::Value) -> Result<(), Failure> {
    for group in ["photos", "simulated"] {
        let mut found = Vec::new();
        for entry in index[group].as_array().into_iter().flatten() {
            let name = entry["image"].as_str().ok_or("an entry has no image")?;
            let picture = read(&folder.join(name))?;
            let start = Instant::now();
            let quad = find_page(&picture);
            let seconds = start.elapsed().as_secs_f64();
            let Some(corners) = entry["quad_tl_tr_br_bl"].as_array() else {
                println!("{name}: no truth; {:?}", quad.0.map(|c| (c.x, c.y)));
                continue;
            };
            let truth: Vec<(f64, f64)> = corners
                .iter()
                .map(|c| (c[0].as_f64().unwrap_or(0.0), c[1].as_f64().unwrap_or(0.0)))
                .collect();
            let overlap = iou(&points(&quad), &truth);
            println!("{name}: IoU {overlap:.4} in {seconds:.2} s; {}", offsets(&quad, &truth));
            found.push(overlap);
        }
        summary(group, &found);
    }
    let mut found = Vec::new();
    let backgrounds = [Background::Wood, Background::Dark, Background::Cloth, Background::Checks];
    for seed in 0..16_u64 {
        let page = typeset(&interview().turned(seed as usize), &Layout::default());
        let degradation = Degradation {
            width_px: 1512,
            height_px: 2016,
            angle_degrees: (seed as f64 * 7.3) % 30.0 - 15.0,
            perspective: 0.02 * (seed % 8) as f64,
            fill: 0.7 + 0.05 * (seed % 5) as f64,
            uneven_light: 0.2 * (seed % 5) as f64,
            shadow: 0.25 * (seed % 4) as f64,
            background: backgrounds[seed as usize % backgrounds.len()],
            ..Degradation::default()
        };
        let photo = degrade(&page.picture, seed, &degradation);
        let quad = find_page(&photo.picture);
        let overlap = iou(&points(&quad), &photo.corners);
        println!(
            "typeset, seed {seed}, {:?}: IoU {overlap:.4}; {}",
            degradation.background,
            offsets(&quad, &photo.corners)
        );
        found.push(overlap);
    }
    summary("typeset", &found);
    Ok(())
}

fn measure_skew(folder: &Path, index: &serde_json::Value) -> Result<(), Failure> {
    let mut all = Vec::new();
    let mut pages: Vec<(String, RgbImage)> = Vec::new();
    for entry in index["pages"].as_array().into_iter().flatten() {
        let name = entry["image"].as_str().ok_or("an entry has no image")?;
        pages.push((name.into(), read(&folder.join(name))?));
    }
    pages.push(("typeset".into(), typeset(&interview(), &Layout::default()).picture));
    for (name, picture) in pages {
        let grey = image::DynamicImage::ImageRgb8(picture).into_luma8();
        let mut offsets = Vec::new();
        let mut seconds = 0.0;
        for step in 0..31 {
            // Angles of no common grid, ±15°.
            let angle = f64::from(step - 15) * 0.971 + 0.137 * f64::from(step % 3);
            let turned = small(&turned(&grey, angle));
            let from = Instant::now();
            let found = f64::from(find_skew_degrees(&turned));
            seconds += from.elapsed().as_secs_f64();
            offsets.push(found + angle);
        }
        let mut sorted = offsets.clone();
        sorted.sort_by(f64::total_cmp);
        // A scan has an angle of its own: the middling of all that was found.
        let own = if name == "typeset" { 0.0 } else { sorted[sorted.len() / 2] };
        let errors: Vec<f64> = offsets.iter().map(|offset| (offset - own).abs()).collect();
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        let worst = errors.iter().fold(0.0_f64, |a, &b| a.max(b));
        println!(
            "{name}: own angle {own:.3}°, error mean {mean:.4}°, worst {worst:.3}°, {:.3} s each",
            seconds / errors.len() as f64
        );
        all.extend(errors);
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let worst = all.iter().fold(0.0_f64, |a, &b| a.max(b));
    let near = all.iter().filter(|&&error| error <= 0.1).count() as f64 / all.len() as f64;
    println!(
        "skew: mean {mean:.4}°, {:.1} % within 0.1°, worst {worst:.3}° over {} turns",
        near * 100.0,
        all.len()
    );
    Ok(())
}

fn measure_large() -> Result<(), Failure> {
    // A3 at 600 dpi, 7016 × 9933 pixels, 1.3° off; made in a process state of its own.
    let bytes = {
        let page = typeset(&interview(), &Layout { width_px: 2120, ..Layout::default() });
        let (width, height) = (7016_u32, 9933_u32);
        let (sin, cos) = 1.3_f64.to_radians().sin_cos();
        let scale = f64::from(page.picture.width()) / f64::from(width) * 1.04;
        let large = RgbImage::from_fn(width, height, |x, y| {
            let (dx, dy) = (f64::from(x) - 3508.0, f64::from(y) - 4966.0);
            let u = (dx * cos + dy * sin) * scale + f64::from(page.picture.width()) / 2.0;
            let v = (dy * cos - dx * sin) * scale + f64::from(page.picture.height()) / 2.0;
            let inside = |at: f64, side: u32| (at.max(0.0) as u32).min(side - 1);
            let pixel = *page
                .picture
                .get_pixel(inside(u, page.picture.width()), inside(v, page.picture.height()));
            let shade = 1.0 - 0.25 * f64::from(x) / f64::from(width);
            image::Rgb(pixel.0.map(|value| (f64::from(value) * shade) as u8))
        });
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 85).encode_image(&large)?;
        bytes
    };
    println!("large: 7016 × 9933 pixels, {} bytes", bytes.len());
    coupure_clipping::give_back_large_blocks();
    reset_peak();
    let start = Instant::now();
    let lap = |name: &str, from: Instant| {
        println!("  {name}: {:.2} s, peak {} MB", from.elapsed().as_secs_f64(), peak_mb());
    };
    let from = Instant::now();
    let original = decode(&bytes, 0, &Limits::default())?;
    lap("decode", from);
    let from = Instant::now();
    first_sight_jpeg(&original.pixels, &Recipe::default(), &Quiet)?;
    lap("shown straight", from);
    let from = Instant::now();
    let thumbnail = thumbnail_jpeg(&original.pixels, 2000)?;
    lap("thumbnail", from);
    let from = Instant::now();
    let corrected = correct(&original.pixels, &Recipe::default(), &Quiet)?;
    lap("correct", from);
    drop(original);
    let from = Instant::now();
    let encoded = derivatives(&corrected.pixels)?;
    lap("web and full pictures", from);
    println!(
        "large: {:.2} s in all, peak {} MB; skew found {:.3}°; {} + {} + {} bytes",
        start.elapsed().as_secs_f64(),
        peak_mb(),
        corrected.found.skew_degrees.unwrap_or(0.0),
        thumbnail.len(),
        encoded.web.bytes.len(),
        encoded.full.bytes.len(),
    );
    Ok(())
}

/// Forgets the highest memory use so far (Linux).
fn reset_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The highest resident memory since then (Linux; 0 elsewhere).
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1000
}

fn small(picture: &GrayImage) -> GrayImage {
    let long = picture.width().max(picture.height());
    if long <= 2000 {
        return picture.clone();
    }
    let side = |px: u32| (f64::from(px) * 2000.0 / f64::from(long)).round() as u32;
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

fn points(quad: &Quad) -> Vec<(f64, f64)> {
    quad.0.iter().map(|Point { x, y }| (f64::from(*x), f64::from(*y))).collect()
}

fn offsets(quad: &Quad, truth: &[(f64, f64)]) -> String {
    let each: Vec<String> = points(quad)
        .iter()
        .zip(truth)
        .map(|(found, truth)| format!("({:+.0}, {:+.0})", found.0 - truth.0, found.1 - truth.1))
        .collect();
    format!("corners off by {}", each.join(" "))
}

fn summary(group: &str, found: &[f64]) {
    let mean = found.iter().sum::<f64>() / found.len().max(1) as f64;
    let worst = found.iter().fold(1.0_f64, |a, &b| a.min(b));
    println!("{group}: mean IoU {mean:.4}, worst {worst:.4} over {}", found.len());
}

/// Intersection over union of two convex polygons.
fn iou(a: &[(f64, f64)], b: &[(f64, f64)]) -> f64 {
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
