//! The table of measures: how well clippings become reading, beside the targets.
//!
//! `cargo xtask bench clippings [DIR] [--pages N] [--only GROUP,…] [--json FILE]`
//!
//! DIR holds an `index.json`: `pages` (`image`, and `ground_truth` or `layout`), `photos` and
//! `simulated` (`image`, `quad_tl_tr_br_bl`, `ground_truth`, `level`). Without it only what the
//! project typesets itself is measured: N newspaper pages, 8 unless said. Pages of even seeds are
//! worked on, those of odd seeds only reported: they have rows of their own.
//!
//! GROUPS: deskew, corners, scans, order, pages, large, dense, screen. Each sample is printed as it is
//! measured; the table comes last.
//!
//! Scoring: NFC; quotes, dashes and ellipses folded; spaces before punctuation dropped; a character
//! error rate is the sum of the edit distances by the sum of the truths' lengths. Line order is
//! defined in `coupure_testkit::score::order`, an article's text in `…::score::newspaper`.

mod data;
mod generated;
mod geometry;
mod large;
mod machine;
mod scans;
mod screen;
mod table;

use std::path::{Path, PathBuf};

use coupure_clipping::Reader;

use self::data::Index;
use self::table::Table;

type Failure = Box<dyn std::error::Error>;

const GROUPS: [&str; 8] =
    ["deskew", "corners", "scans", "order", "pages", "large", "dense", "screen"];

struct Wish {
    folder: Option<PathBuf>,
    pages: u64,
    only: Vec<String>,
    json: Option<PathBuf>,
}

impl Wish {
    fn read() -> Result<Self, Failure> {
        let mut wish = Self { folder: None, pages: 8, only: Vec::new(), json: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
            match argument.as_str() {
                // Cargo says so to every benchmark.
                "--bench" => {}
                "--pages" => wish.pages = value()?.parse()?,
                "--json" => wish.json = Some(value()?.into()),
                "--only" => wish.only = value()?.split(',').map(str::to_owned).collect(),
                folder => wish.folder = Some(folder.into()),
            }
        }
        if let Some(unknown) = wish.only.iter().find(|group| !GROUPS.contains(&group.as_str())) {
            return Err(format!("“{unknown}” is none of {}", GROUPS.join(", ")).into());
        }
        Ok(wish)
    }

    fn wants(&self, group: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|one| one == group)
    }
}

fn main() -> Result<(), Failure> {
    let wish = Wish::read()?;
    let index = wish.folder.as_deref().map(Index::open).transpose()?.unwrap_or_default();
    let models = std::env::var_os("COUPURE_MODELS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"), PathBuf::from);
    let reader = Reader::load(&models)?;
    let mut table = Table::default();
    // The memory of a process is measured before it has held much.
    if wish.wants("large") {
        large::measure(&mut table)?;
    }
    if wish.wants("dense") {
        scans::dense(&index, &reader, &mut table)?;
    }
    if wish.wants("deskew") {
        geometry::deskew(&index, wish.pages, &mut table)?;
    }
    if wish.wants("corners") {
        geometry::corners(&index, wish.pages, &mut table)?;
    }
    if wish.wants("scans") {
        scans::errors(&index, &reader, &mut table)?;
    }
    if wish.wants("order") {
        scans::order(&index, &reader, &mut table)?;
    }
    if wish.wants("pages") {
        generated::measure(wish.pages, &reader, &mut table)?;
    }
    if wish.wants("screen") {
        screen::measure(wish.pages, &mut table)?;
    }
    table.print();
    if let Some(file) = wish.json {
        std::fs::write(file, table.to_json())?;
    }
    Ok(())
}
