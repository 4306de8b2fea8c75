//! Writes the newspaper page of each seed, its photos and its truth.
//!
//! `make_pages [--out DIR] [small|clipping|half|page] SEED…`: `SEED.png` and `SEED.json`, the
//! halftones' tones as `SEED.tone-N.png`, and `SEED.mild.jpg`, `SEED.hard.jpg` with their corners
//! and a grid of points from the page to the photo in `SEED.mild.json`, `SEED.hard.json`.

use std::path::{Path, PathBuf};

use coupure_testkit::page::newspaper::{
    Extent, NewspaperPage, Severity, newspaper, newspaper_of, photograph,
};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let mut out = PathBuf::from("pages");
    let mut extent = None;
    let mut seeds = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out" => out = arguments.next().unwrap_or_default().into(),
            "small" => extent = Some(Extent::Small),
            "clipping" => extent = Some(Extent::Clipping),
            "half" => extent = Some(Extent::Half),
            "page" => extent = Some(Extent::Page),
            seed => seeds.push(seed.parse::<u64>().unwrap_or_else(|_| {
                eprintln!("make_pages [--out DIR] [small|clipping|half|page] SEED…");
                std::process::exit(2)
            })),
        }
    }
    std::fs::create_dir_all(&out)?;
    for seed in seeds {
        let page = extent.map_or_else(|| newspaper(seed), |extent| newspaper_of(seed, extent));
        write(&out, seed, &page)?;
    }
    Ok(())
}

fn write(out: &Path, seed: u64, page: &NewspaperPage) -> std::io::Result<()> {
    let fail = std::io::Error::other;
    page.picture.save(out.join(format!("{seed}.png"))).map_err(fail)?;
    std::fs::write(out.join(format!("{seed}.json")), page.truth.to_json())?;
    for (i, tone) in page.tones.iter().enumerate() {
        tone.save(out.join(format!("{seed}.tone-{i}.png"))).map_err(fail)?;
    }
    for (name, severity) in [("mild", Severity::Mild), ("hard", Severity::Hard)] {
        let photo = photograph(page, severity);
        std::fs::write(out.join(format!("{seed}.{name}.jpg")), &photo.jpeg)?;
        // 17 × 17 points: the photo's for the page's.
        let size = (f64::from(page.truth.width_px), f64::from(page.truth.height_px));
        let grid: Vec<_> = (0..17 * 17)
            .map(|i| {
                let part = |n: i32| f64::from(n) / 16.0;
                let at = (part(i % 17) * size.0, part(i / 17) * size.1);
                json!({ "page": at, "photo": photo.map.to_photo(at) })
            })
            .collect();
        let truth = json!({ "corners_tl_tr_br_bl": photo.corners, "map": grid });
        std::fs::write(out.join(format!("{seed}.{name}.json")), truth.to_string())?;
    }
    println!(
        "{seed}: {} × {}, {} articles, {} lines, {} pictures",
        page.truth.width_px,
        page.truth.height_px,
        page.truth.articles.len(),
        page.truth.lines.len(),
        page.truth.pictures.len()
    );
    Ok(())
}
