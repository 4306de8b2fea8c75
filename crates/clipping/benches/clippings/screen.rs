//! What is left of a halftone's screen in the corrected page, and of the edges behind it.
//!
//! The screen's peak is the amplitude of its two first waves, in tiles of the picture, after
//! correction by before, in decibels of power. An edge is where the picture before the screen is
//! steep. What is kept of it is the regression of our gradients on the true ones there, by the same
//! on both pictures softened by two periods, which no descreening can harm.

use coupure_clipping::{Quiet, correct};
use coupure_model::{Point, Quad, Recipe};
use coupure_testkit::page::newspaper::{Extent, newspaper_of};
use image::imageops::{crop_imm, fast_blur};
use image::{DynamicImage, GrayImage, RgbImage};

use crate::Failure;
use crate::table::{Table, Target, Unit, mean, most};

pub fn measure(pages: u64, table: &mut Table) -> Result<(), Failure> {
    let (mut peaks, mut losses) = (Vec::new(), Vec::new());
    for seed in 0..pages.min(24) {
        let page = newspaper_of(seed, Extent::Clipping);
        let truth = &page.truth;
        let (Some(picture), Some(tone)) = (truth.pictures.first(), page.tones.first()) else {
            continue;
        };
        // The page as it lies: its corners are the picture's, and it is level.
        let (width, height) = (truth.width_px as f32, truth.height_px as f32);
        let corner = |x: f32, y: f32| Point { x, y };
        let whole =
            [corner(0.0, 0.0), corner(width, 0.0), corner(width, height), corner(0.0, height)];
        let recipe =
            Recipe { quad: Some(Quad(whole)), skew_degrees: Some(0.0), ..Recipe::default() };
        let corrected = correct(&page.picture, &recipe, &Quiet)?.pixels;
        if corrected.dimensions() != page.picture.dimensions() {
            println!("typeset halftone {seed}: not measured, corrected to another size");
            continue;
        }
        let at = (picture.area.x as u32, picture.area.y as u32);
        let before = part(&page.picture, at, tone.dimensions());
        let after = part(&corrected, at, tone.dimensions());
        let period = truth.screen_period_px;
        let wave = (period, truth.screen_degrees);
        let peak = 20.0 * (screen(&after, at, wave) / screen(&before, at, wave)).log10();
        let sharp = kept(&after, tone, period / 2.0);
        let soft = kept(&after, tone, period * 2.0);
        let loss = 1.0 - sharp / soft;
        println!("typeset halftone {seed}: peak {peak:.1} dB, {:.1} % of edges lost", loss * 100.0);
        peaks.push(peak);
        losses.push(loss);
    }
    let count = peaks.len();
    let mut row = |what: &str, unit, target, value| {
        table.row(
            format!("descreening, typeset halftones: {what}"),
            unit,
            target,
            "",
            value,
            count,
        );
    };
    row("screen’s peak, mean", Unit::Decibels, Target::AtMost(-20.0), mean(&peaks));
    row("screen’s peak, worst", Unit::Decibels, Target::None, most(&peaks));
    row("edges lost, mean", Unit::Share, Target::AtMost(0.1), mean(&losses));
    Ok(())
}

fn part(page: &RgbImage, at: (u32, u32), size: (u32, u32)) -> GrayImage {
    DynamicImage::ImageRgb8(crop_imm(page, at.0, at.1, size.0, size.1).to_image()).into_luma8()
}

/// The mean amplitude of the screen's two waves in tiles of some 12 periods, weighted smoothly.
fn screen(picture: &GrayImage, at: (u32, u32), (period, degrees): (f64, f64)) -> f64 {
    let tile = (period * 12.0).round() as u32;
    let turn = std::f64::consts::TAU / period;
    let (sin, cos) = degrees.to_radians().sin_cos();
    let mut amplitudes = Vec::new();
    for top in (0..picture.height().saturating_sub(tile)).step_by(tile as usize) {
        for left in (0..picture.width().saturating_sub(tile)).step_by(tile as usize) {
            for (fx, fy) in [(cos, sin), (-sin, cos)] {
                let (mut real, mut imaginary, mut weights, mut mean) = (0.0, 0.0, 0.0, 0.0);
                let window = |i: u32| {
                    (std::f64::consts::PI * (f64::from(i) + 0.5) / f64::from(tile)).sin().powi(2)
                };
                let values = || {
                    (0..tile * tile).map(|i| {
                        let (x, y) = (i % tile, i / tile);
                        let value = f64::from(picture.get_pixel(left + x, top + y).0[0]);
                        (x, y, value, window(x) * window(y))
                    })
                };
                for (_, _, value, weight) in values() {
                    mean += value * weight;
                    weights += weight;
                }
                mean /= weights;
                for (x, y, value, weight) in values() {
                    let (px, py) = (f64::from(at.0 + left + x), f64::from(at.1 + top + y));
                    let phase = (px * fx + py * fy) * turn;
                    real += (value - mean) * weight * phase.cos();
                    imaginary += (value - mean) * weight * phase.sin();
                }
                amplitudes.push(f64::hypot(real, imaginary) / weights);
            }
        }
    }
    mean(&amplitudes).max(1e-6)
}

/// How steep ours is where the truth is steepest, by how steep that is; both softened.
fn kept(ours: &GrayImage, truth: &GrayImage, sigma: f64) -> f64 {
    let (ours, truth) = (fast_blur(ours, sigma as f32), fast_blur(truth, sigma as f32));
    let slope = |picture: &GrayImage, x: u32, y: u32| {
        let at = |x, y| f64::from(picture.get_pixel(x, y).0[0]);
        (at(x + 1, y) - at(x - 1, y), at(x, y + 1) - at(x, y - 1))
    };
    let (width, height) = truth.dimensions();
    let mut slopes = Vec::new();
    for y in 1..height - 1 {
        for x in 1..width - 1 {
            let (tx, ty) = slope(&truth, x, y);
            slopes.push((tx * tx + ty * ty, tx, ty, x, y));
        }
    }
    slopes.sort_by(|a, b| b.0.total_cmp(&a.0));
    slopes.truncate((slopes.len() / 50).max(1));
    let (mut shared, mut whole) = (0.0, 0.0);
    for (square, tx, ty, x, y) in slopes {
        let (ox, oy) = slope(&ours, x, y);
        shared += ox * tx + oy * ty;
        whole += square;
    }
    shared / f64::max(whole, 1e-9)
}
