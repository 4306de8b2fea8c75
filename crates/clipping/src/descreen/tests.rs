use image::{GrayImage, Rgb};

use super::*;
use crate::Quiet;

/// Soft tones, and an upright edge in the middle: a picture before it is printed.
fn picture(side: u32) -> GrayImage {
    GrayImage::from_fn(side, side, |x, y| {
        let waves = 12.0 * (x as f32 / 41.0).sin() + 12.0 * (y as f32 / 57.0).cos();
        let ground = if x < side / 2 { 90.0 } else { 165.0 };
        image::Luma([(ground + waves) as u8])
    })
}

/// Printed in dots: a cosine screen, sampled three by three.
fn screened(picture: &GrayImage, period_px: f32, degrees: f32) -> RgbImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let turn = std::f32::consts::TAU / period_px;
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let tone = f32::from(picture.get_pixel(x, y).0[0]) / 255.0;
        let mut white = 0.0;
        for (dx, dy) in (0..9).map(|i| ((i % 3) as f32 / 3.0, (i / 3) as f32 / 3.0)) {
            let (u, v) = (x as f32 + dx, y as f32 + dy);
            let wave = (turn * (u * cos + v * sin)).cos() + (turn * (v * cos - u * sin)).cos();
            if tone > 0.5 + 0.25 * wave {
                white += 1.0 / 9.0;
            }
        }
        Rgb([(25.0 + 215.0 * white) as u8; 3])
    })
}

fn whole(page: &RgbImage) -> Rect {
    Rect { x: 0.0, y: 0.0, width: page.width() as f32, height: page.height() as f32 }
}

/// How strong a wave of that frequency is in the middle of the left half.
fn strength(page: &RgbImage, period_px: f32, degrees: f32) -> f32 {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let turn = std::f32::consts::TAU / period_px;
    let (mut real, mut imaginary) = (0.0, 0.0);
    for y in 40..page.height() - 40 {
        for x in 40..page.width() / 2 - 40 {
            let value = f32::from(page.get_pixel(x, y).0[0]) - 90.0;
            let phase = turn * (x as f32 * cos + y as f32 * sin);
            real += value * phase.cos();
            imaginary += value * phase.sin();
        }
    }
    f32::hypot(real, imaginary)
}

/// The step at the edge, from means over a screen's period, one period away to either side.
fn edge(page: &RgbImage, period_px: f32) -> f32 {
    let middle = page.width() / 2;
    let across = period_px.ceil() as u32;
    let mean = |from: u32| {
        let (mut sum, mut count) = (0.0, 0.0);
        for y in 40..page.height() - 40 {
            for x in from..from + across {
                sum += f32::from(page.get_pixel(x, y).0[0]);
                count += 1.0;
            }
        }
        sum / count
    };
    mean(middle + across) - mean(middle - 2 * across)
}

#[test]
fn a_screen_falls_by_twenty_decibels_and_edges_stay() {
    // 65 to 100 lines an inch at 150 to 600 dots an inch.
    for (period_px, degrees) in [(2.6, 45.0), (3.5, 45.0), (4.6, 15.0), (6.0, 30.0), (9.2, 45.0)] {
        let printed = screened(&picture(400), period_px, degrees);
        let mut page = printed.clone();
        take_out_screens(&mut page, &[whole(&printed)], &Quiet).expect("nobody cancels");
        for degrees in [degrees, degrees + 90.0] {
            let (before, after) =
                (strength(&printed, period_px, degrees), strength(&page, period_px, degrees));
            let decibels = 20.0 * (after / before).log10();
            assert!(decibels < -20.0, "{period_px} px at {degrees}°: {decibels} dB");
        }
        let (before, after) = (edge(&printed, period_px), edge(&page, period_px));
        assert!(after > 0.9 * before, "{period_px} px: the edge fell from {before} to {after}");
    }
}

#[test]
fn what_has_no_screen_is_left_alone() {
    let smooth = RgbImage::from_fn(300, 300, |x, y| {
        let grain = x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) >> 13 & 31;
        let value = 45 + (x / 4) as u8 + grain as u8;
        Rgb([value, value, value / 2])
    });
    // A striped shirt is no screen: it has one direction.
    let striped = RgbImage::from_fn(300, 300, |x, _| Rgb([if x % 8 < 4 { 60 } else { 180 }; 3]));
    for picture in [smooth, striped] {
        let mut page = picture.clone();
        take_out_screens(&mut page, &[whole(&picture)], &Quiet).expect("nobody cancels");
        assert!(page == picture);
    }
}

#[test]
fn around_a_picture_nothing_changes_and_bands_leave_no_seam() {
    let printed = screened(&picture(400), 5.0, 45.0);
    let part = Rect { x: 50.0, y: 60.0, width: 300.0, height: 280.0 };
    let mut page = printed.clone();
    take_out_screens(&mut page, &[part], &Quiet).expect("nobody cancels");
    for (x, y, pixel) in page.enumerate_pixels() {
        let inside = (50..350).contains(&x) && (60..340).contains(&y);
        assert!(inside || pixel == printed.get_pixel(x, y), "{x}, {y}");
    }
    let sides = |y: u32| f32::from(page.get_pixel(120, y).0[0]);
    for y in 90..310 {
        assert!((sides(y) - sides(y + 1)).abs() < 12.0, "a seam at {y}");
    }
    let nothing = Rect { x: 500.0, y: -90.0, width: 50.0, height: 20.0 };
    take_out_screens(&mut page, &[nothing], &Quiet).expect("nobody cancels");
}
