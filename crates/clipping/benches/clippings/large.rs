//! The largest page: A3 at 600 dots an inch, 1.3° off, light from one side.

use std::time::Instant;

use coupure_clipping::{
    Limits, Quiet, correct, decode, derivatives, first_sight_jpeg, give_back_large_blocks,
    thumbnail_jpeg,
};
use coupure_model::Recipe;
use coupure_testkit::page::newspaper::{Extent, newspaper_of};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

use crate::Failure;
use crate::machine::cost_of;
use crate::table::{Table, Target, Unit};

const SIZE_PX: (u32, u32) = (7016, 9933);

pub fn measure(table: &mut Table) -> Result<(), Failure> {
    give_back_large_blocks();
    let bytes = scan()?;
    println!("large page: {} × {} pixels, {} MB", SIZE_PX.0, SIZE_PX.1, bytes.len() / 1_000_000);
    let mut first_s = 0.0;
    let (done, cost) = cost_of(|| -> Result<(), Failure> {
        let began = Instant::now();
        let mut lap = began;
        let mut step = |name: &str| {
            println!("  {name}: {:.2} s", lap.elapsed().as_secs_f64());
            lap = Instant::now();
        };
        let original = decode(&bytes, 0, &Limits::default())?;
        step("decoded");
        first_sight_jpeg(&original.pixels, &Recipe::default(), &Quiet)?;
        step("shown straight");
        first_s = began.elapsed().as_secs_f64();
        thumbnail_jpeg(&original.pixels, 2000)?;
        step("thumbnail");
        let page = correct(&original.pixels, &Recipe::default(), &Quiet)?;
        step("corrected");
        drop(original);
        derivatives(&page.pixels)?;
        step("web pictures");
        Ok(())
    });
    done?;
    table.row(
        "70-megapixel page, shown straight: time",
        Unit::Seconds,
        Target::AtMost(0.7),
        "",
        first_s,
        1,
    );
    let mut row = |what: &str, unit, target, best, value| {
        table.row(format!("70-megapixel page, finished: {what}"), unit, target, best, value, 1);
    };
    row("time", Unit::Seconds, Target::AtMost(3.0), "2.7 s", cost.wall_s);
    row("time of all cores", Unit::Seconds, Target::None, "", cost.cpu_s);
    row("peak memory", Unit::Megabytes, Target::AtMost(450.0), "420 MB", cost.peak_mb);
    Ok(())
}

fn scan() -> Result<Vec<u8>, Failure> {
    let page = newspaper_of(4, Extent::Page).picture;
    let (width, height) = SIZE_PX;
    let (sin, cos) = 1.3_f64.to_radians().sin_cos();
    let scale = f64::from(page.width()) / f64::from(width) * 1.04;
    let large = RgbImage::from_fn(width, height, |x, y| {
        let dx = f64::from(x) - f64::from(width) / 2.0;
        let dy = f64::from(y) - f64::from(height) / 2.0;
        let u = (dx * cos + dy * sin) * scale + f64::from(page.width()) / 2.0;
        let v = (dy * cos - dx * sin) * scale + f64::from(page.height()) / 2.0;
        let inside = |at: f64, side: u32| (at.max(0.0) as u32).min(side - 1);
        let pixel = page.get_pixel(inside(u, page.width()), inside(v, page.height()));
        let shade = 1.0 - 0.25 * f64::from(x) / f64::from(width);
        image::Rgb(pixel.0.map(|value| (f64::from(value) * shade) as u8))
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85).encode_image(&large)?;
    Ok(bytes)
}
