//! Reading of the pages and photos that were given: errors, order, and what a dense page costs.

use std::process::Command;

use coupure_clipping::{Quiet, Reader, compose, correct};
use coupure_model::{Language, Line, Reading, Recipe, Rect, Word};
use coupure_testkit::page::newspaper::{Extent, newspaper_of};
use coupure_testkit::score::newspaper::plain;
use coupure_testkit::score::order::{Order, Place};
use coupure_testkit::score::{accents_kept, character_errors};
use image::RgbImage;
use serde_json::Value;

use crate::Failure;
use crate::data::{Entry, Index};
use crate::machine::{cost_of, peer};
use crate::table::{Table, Target, Unit, least};

/// Sums over pages of one kind.
#[derive(Default)]
struct Sum {
    errors: usize,
    characters: usize,
    pages: usize,
    read: String,
    truth: String,
}

impl Sum {
    fn add(&mut self, entry: &Entry<'_>, page: &RgbImage, reader: &Reader) -> Result<(), Failure> {
        let Some(truth) = entry.truth()? else { return Ok(()) };
        let language = entry.language();
        let reading = reader.read(page, &[], language, &Quiet)?;
        // The truth is composed as the reading is: its line ends and their hyphens undone.
        let truth = folded_print(&compose(&lines_of(&truth), language));
        let read = folded_print(&reading.text);
        let (errors, characters) = character_errors(&read, &truth);
        let rate = errors as f64 / characters.max(1) as f64 * 100.0;
        println!("{}: CER {rate:.2} %, {} lines", entry.name(), reading.lines.len());
        self.errors += errors;
        self.characters += characters;
        self.pages += 1;
        self.read += &read;
        self.truth += &truth;
        Ok(())
    }

    fn rate(&self) -> f64 {
        self.errors as f64 / self.characters.max(1) as f64
    }
}

pub fn errors(index: &Index, reader: &Reader, table: &mut Table) -> Result<(), Failure> {
    let (mut newsprint, mut french, mut others) = (Sum::default(), Sum::default(), Sum::default());
    let mut wrapped = Sum::default();
    for entry in index.list("pages").iter().filter(|entry| entry.field("suite") != "layout") {
        let kind = entry.field("kind");
        let sum = if kind.contains("wrap") {
            &mut wrapped
        } else if entry.language() != Language::French {
            &mut others
        } else if kind.contains("newsprint") {
            &mut newsprint
        } else {
            &mut french
        };
        sum.add(entry, &entry.picture()?, reader)?;
    }
    let mut row = |what: &str, target, best, sum: &Sum| {
        table.row(format!("CER, {what}"), Unit::Share, target, best, sum.rate(), sum.pages);
    };
    row("clean French newsprint", Target::AtMost(0.003), "0.36 %", &newsprint);
    row("other French print and typescript", Target::None, "", &french);
    row("other languages", Target::None, "", &others);
    row("columns wrapped round a picture", Target::AtMost(0.02), "7.2 %", &wrapped);
    let kept = accents_kept(&newsprint.read, &newsprint.truth);
    let target = Target::AtLeast(0.99);
    table.row(
        "accents kept, clean French newsprint",
        Unit::Share,
        target,
        "95 %",
        kept,
        newsprint.pages,
    );
    for (level, target, best) in [("mild", 0.005, "11.5 % raw"), ("hard", 0.01, "76.7 % raw")] {
        let mut sum = Sum::default();
        for entry in index.list("simulated").iter().filter(|e| e.field("level") == level) {
            let page = correct(&entry.picture()?, &Recipe::default(), &Quiet)?.pixels;
            sum.add(entry, &page, reader)?;
        }
        let target = Target::AtMost(target);
        let what = format!("CER, {level} photo, from the photo itself");
        table.row(what, Unit::Share, target, best, sum.rate(), sum.pages);
    }
    Ok(())
}

/// The truth as lines of one paragraph.
fn lines_of(truth: &str) -> Vec<Line> {
    let line = |text: &str| -> Vec<Word> {
        text.replace('¬', "-")
            .split_whitespace()
            .map(|text| Word { text: text.into(), area: Rect::default(), confidence: 1.0 })
            .collect()
    };
    let lines = truth.lines().map(line).filter(|words| !words.is_empty());
    lines.map(|words| Line { words, ..Line::default() }).collect()
}

/// What old print spells otherwise.
fn folded_print(markdown: &str) -> String {
    plain(markdown).replace(". . .", "…").replace(",,", "\"")
}

/// A true line, or a block of lines, with its place in the order.
struct Region {
    area: Rect,
    group: usize,
    rank: usize,
    /// Of a block: lines stand under one another.
    many: bool,
}

pub fn order(index: &Index, reader: &Reader, table: &mut Table) -> Result<(), Failure> {
    let mut pairs = Vec::new();
    let mut neighbours = Vec::new();
    for entry in index.list("pages") {
        let Some(layout) = entry.layout()? else { continue };
        let regions = regions(&layout);
        let reading = reader.read(&entry.picture()?, &[], entry.language(), &Quiet)?;
        let places: Vec<Place> =
            reading.lines.iter().filter_map(|line| place(line, &regions)).collect();
        let order = Order::of(&places);
        println!(
            "{}: {} of {} lines placed, {:.4} of pairs and {:.4} of neighbours in order",
            entry.name(),
            places.len(),
            reading.lines.len(),
            order.pairs_share(),
            order.neighbours_share()
        );
        pairs.push(order.pairs_share());
        neighbours.push(order.neighbours_share());
    }
    let count = pairs.len();
    let (target, best) = (Target::AtLeast(0.995), "0.985–1.000");
    table.row(
        "line order, scanned pages: pairs, worst page",
        Unit::Part,
        target,
        best,
        least(&pairs),
        count,
    );
    let what = "line order, scanned pages: neighbours, worst page";
    table.row(what, Unit::Part, Target::None, "", least(&neighbours), count);
    Ok(())
}

/// Either regions with their lines, in one order for the whole page, or articles with blocks.
fn regions(layout: &Value) -> Vec<Region> {
    let mut regions = Vec::new();
    let entries: Vec<&Value> = layout.as_array().into_iter().flatten().collect();
    for (group, entry) in entries.iter().enumerate() {
        for line in entry["lines"].as_array().into_iter().flatten() {
            let area = around(line["points"].as_str().unwrap_or_default());
            regions.push(Region { area, group: 0, rank: regions.len(), many: false });
        }
        for (block, value) in entry["blocks"].as_array().into_iter().flatten().enumerate() {
            let side = |i: usize| value["box"][i].as_f64().unwrap_or(0.0) as f32;
            let (x, y) = (side(0), side(1));
            let area = Rect { x, y, width: side(2) - x, height: side(3) - y };
            if value["text"].as_str().is_some_and(|text| !text.is_empty()) {
                regions.push(Region { area, group, rank: block * 100_000, many: true });
            }
        }
    }
    regions
}

/// The rectangle around "x,y x,y …".
fn around(points: &str) -> Rect {
    let points: Vec<(f32, f32)> = points
        .split(' ')
        .filter_map(|point| {
            let (x, y) = point.split_once(',')?;
            Some((x.parse().ok()?, y.parse().ok()?))
        })
        .collect();
    let ends = |of: fn(&(f32, f32)) -> f32| {
        let each = points.iter().map(of);
        (each.clone().fold(f32::MAX, f32::min), each.fold(f32::MIN, f32::max))
    };
    let ((left, right), (top, bottom)) = (ends(|p| p.0), ends(|p| p.1));
    Rect { x: left, y: top, width: right - left, height: bottom - top }
}

/// The smallest region in which the line's middle lies.
fn place(line: &Line, regions: &[Region]) -> Option<Place> {
    let middle = (line.area.x + line.area.width / 2.0, line.area.y + line.area.height / 2.0);
    let holds = |area: &Rect| {
        (area.x..area.x + area.width).contains(&middle.0)
            && (area.y..area.y + area.height).contains(&middle.1)
    };
    let size = |region: &&Region| region.area.width * region.area.height;
    let found = regions
        .iter()
        .filter(|region| holds(&region.area))
        .min_by(|a, b| size(a).total_cmp(&size(b)))?;
    // Words on one base line are one line: steps of half a line.
    let step = (line.area.height / 2.0).max(1.0);
    let down = if found.many { ((middle.1 - found.area.y) / step) as usize } else { 0 };
    Some(Place { group: found.group, rank: found.rank + down })
}

/// The page with the most on it: the index's, or one of ours.
pub fn dense(index: &Index, reader: &Reader, table: &mut Table) -> Result<(), Failure> {
    let french = index
        .list("pages")
        .into_iter()
        .find(|entry| entry.language() == Language::French && !entry.field("layout").is_empty());
    let (name, page) = match &french {
        Some(entry) => (entry.name().to_owned(), entry.picture()?),
        None => ("a typeset page".to_owned(), newspaper_of(4, Extent::Page).picture),
    };
    let (reading, cost) = cost_of(|| reader.read(&page, &[], Language::French, &Quiet));
    let reading: Reading = reading?;
    println!("dense page {name}: {} lines, {:.1} s CPU", reading.lines.len(), cost.cpu_s);
    let mut row = |what: &str, unit, target, best, value| {
        table.row(format!("dense page read, small model: {what}"), unit, target, best, value, 1);
    };
    row("time", Unit::Seconds, Target::AtMost(20.0), "40 s on a core", cost.wall_s);
    row("time of all cores", Unit::Seconds, Target::None, "40 s", cost.cpu_s);
    row("peak memory", Unit::Megabytes, Target::AtMost(500.0), "660 MB", cost.peak_mb);
    peers(&page, cost.wall_s, table)
}

/// Tesseract and unpaper on the same page, where they are installed.
fn peers(page: &RgbImage, reading_s: f64, table: &mut Table) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("coupure-peers-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("page.ppm");
    let head = format!("P6\n{} {}\n255\n", page.width(), page.height());
    std::fs::write(&file, [head.as_bytes(), page.as_raw().as_slice()].concat())?;
    let tesseract = peer(Command::new("tesseract").arg(&file).arg("-").args(["-l", "fra"]));
    let unpaper = peer(Command::new("unpaper").arg(&file).arg(folder.join("cleaned.ppm")));
    std::fs::remove_dir_all(&folder)?;
    match tesseract {
        Some((wall_s, _)) => {
            let what = "tesseract’s time by ours, the dense page read";
            table.row(what, Unit::Times, Target::None, "", wall_s / reading_s, 1);
        }
        None => println!("tesseract is not installed, so not compared"),
    }
    match unpaper {
        Some((wall_s, _)) => {
            let (page, ours) = cost_of(|| correct(page, &Recipe::default(), &Quiet));
            page?;
            let what = "unpaper’s time by ours, the dense page cleaned";
            table.row(what, Unit::Times, Target::None, "", wall_s / ours.wall_s, 1);
        }
        None => println!("unpaper is not installed, so not compared"),
    }
    Ok(())
}
