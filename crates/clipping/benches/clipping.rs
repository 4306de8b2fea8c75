//! Measures clippings: from the file to the corrected page with its web pictures, at three sizes,
//! and the recognition of the sample; beside unpaper and tesseract where they are installed.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use coupure_clipping::{Limits, Quiet, Reader, correct, decode, derivatives};
use coupure_model::{Language, Recipe};
use coupure_testkit::page::{Degradation, Layout, degrade, interview, typeset};
use image::RgbImage;

/// The sample is 12 megapixels; the largest is an A3 scan of 600 dots an inch.
const SIZES: [(&str, f64); 3] = [("12 MP", 1.0), ("35 MP", 1.69), ("70 MP", 2.396)];

fn main() {
    println!(
        "\nClean-up: decode, find the page, straighten, even the light, JPEG at 1,600 and 3,500 px"
    );
    println!(
        "{:<10} {:>9} {:>9} {:>9} {:>9} {:>9}   budget",
        "photo", "decode s", "correct s", "web s", "all s", "peak MB"
    );
    let mut sample = None;
    for (name, scale) in SIZES {
        let jpeg = photo(scale);
        let budget = if name == "70 MP" { "≤ 3 s, ≤ 450 MB" } else { "" };
        let page = clean_up(name, &jpeg, budget);
        sample.get_or_insert(page);
    }
    let sample = sample.expect("there are sizes");
    let folder = std::env::temp_dir().join(format!("coupure-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    unpaper(&sample, &folder);
    read(&sample);
    tesseract(&sample, &folder);
    let _ = std::fs::remove_dir_all(&folder);
}

/// The sample's page, set and photographed that much larger.
fn photo(scale: f64) -> Vec<u8> {
    let usual = Layout::default();
    let by = scale as f32;
    let page = typeset(
        &interview(),
        &Layout {
            width_px: (f64::from(usual.width_px) * scale) as u32,
            body_px: usual.body_px * by,
            margin_px: usual.margin_px * by,
            gutter_px: usual.gutter_px * by,
            ..usual
        },
    );
    let usual = Degradation::default();
    let degradation = Degradation {
        width_px: (f64::from(usual.width_px) * scale) as u32,
        height_px: (f64::from(usual.height_px) * scale) as u32,
        ..usual
    };
    degrade(&page.picture, 7, &degradation).jpeg
}

fn clean_up(name: &str, jpeg: &[u8], budget: &str) -> RgbImage {
    forget_peak();
    let began = Instant::now();
    let original = decode(jpeg, 0, &Limits::default()).expect("it decodes");
    let decoded = began.elapsed();
    let page = correct(&original.pixels, &Recipe::default(), &Quiet).expect("it is corrected");
    let corrected = began.elapsed();
    drop(original);
    derivatives(&page.pixels).expect("pictures are made");
    let all = began.elapsed();
    println!(
        "{name:<10} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9}   {budget}",
        decoded.as_secs_f64(),
        (corrected - decoded).as_secs_f64(),
        (all - corrected).as_secs_f64(),
        all.as_secs_f64(),
        peak_mb().map_or("?".into(), |mb| mb.to_string()),
    );
    page.pixels
}

fn read(page: &RgbImage) {
    let models = std::env::var_os("COUPURE_MODELS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"), PathBuf::from);
    println!("\nRecognition of the sample, corrected ({} × {})", page.width(), page.height());
    let began = Instant::now();
    let reader = match Reader::load(&models) {
        Ok(reader) => reader,
        Err(error) => return println!("  not measured: {error}"),
    };
    let loaded = began.elapsed();
    forget_peak();
    let began = Instant::now();
    let reading = reader.read(page, &[], Language::French, &Quiet).expect("it is read");
    println!(
        "  PP-OCRv6 small: {:.1} s for {} lines (models loaded in {:.2} s, peak {} MB); budget: a dense page ≤ 20 s, ≤ 500 MB",
        began.elapsed().as_secs_f64(),
        reading.lines.len(),
        loaded.as_secs_f64(),
        peak_mb().map_or("?".into(), |mb| mb.to_string()),
    );
}

fn tesseract(page: &RgbImage, folder: &Path) {
    let file = folder.join("page.png");
    page.save(&file).expect("a picture can be written");
    peer("tesseract -l fra", Command::new("tesseract").arg(&file).arg("-").args(["-l", "fra"]));
}

fn unpaper(page: &RgbImage, folder: &Path) {
    let (file, made) = (folder.join("page.ppm"), folder.join("cleaned.ppm"));
    let head = format!("P6\n{} {}\n255\n", page.width(), page.height());
    let whole = [head.as_bytes(), page.as_raw().as_slice()].concat();
    std::fs::write(&file, whole).expect("a picture can be written");
    peer("unpaper, on the sample straightened", Command::new("unpaper").arg(&file).arg(&made));
}

fn peer(name: &str, command: &mut Command) {
    let began = Instant::now();
    let ran = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    match ran {
        Ok(status) if status.success() => {
            println!("  {name}: {:.1} s", began.elapsed().as_secs_f64());
        }
        Ok(status) => println!("  {name}: failed ({status})"),
        Err(_) => println!("  {name}: not installed, so not compared"),
    }
}

/// The most memory held since [`forget_peak`]; Linux alone tells.
fn peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1_000)
}

fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
