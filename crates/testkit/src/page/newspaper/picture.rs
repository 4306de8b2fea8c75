//! Pictures of the newspaper: a landscape drawn by a seed in grey, printed through a screen.

use image::{GrayImage, Luma, Rgb, RgbImage};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use super::super::degrade::value_noise;

/// The picture as it was before the screen: sky, hills, houses, trees.
pub(super) fn drawn(width: u32, height: u32, seed: u64) -> GrayImage {
    let mut random = SmallRng::seed_from_u64(seed);
    let grain: u32 = random.random();
    let (w, h) = (f64::from(width), f64::from(height));
    let horizon = random.random_range(0.35..0.6);
    let sun = (random.random_range(0.15..0.85), random.random_range(0.1..0.3));
    let sky = (random.random_range(150.0..190.0), random.random_range(205.0..240.0));
    let hills: Vec<(f64, f64, f64)> = (0..4)
        .map(|i| {
            let down = f64::from(i) * 0.12;
            (horizon + down, random.random_range(1.5..5.0), 150.0 - 34.0 * f64::from(i))
        })
        .collect();
    let houses: Vec<[f64; 5]> = (0..random.random_range(2..6))
        .map(|_| {
            let (left, width) = (random.random_range(0.0..0.9), random.random_range(0.06..0.2));
            let foot = horizon + random.random_range(0.1..0.3);
            let tone = random.random_range(60.0..225.0);
            [left, width, foot, random.random_range(0.08..0.22), tone]
        })
        .collect();
    GrayImage::from_fn(width, height, |px, py| {
        let (x, y) = (f64::from(px) / w, f64::from(py) / h);
        let cloud = value_noise(x * 6.0, y * 14.0, grain) * 26.0;
        let mut tone = sky.0 + (sky.1 - sky.0) * (y / horizon).min(1.0) + cloud - 13.0;
        if (x - sun.0).hypot((y - sun.1) * h / w) < 0.05 {
            tone = 250.0;
        }
        for (i, (down, waves, shade)) in hills.iter().enumerate() {
            let ridge = down + 0.09 * (value_noise(x * waves, i as f64 * 7.3, grain) - 0.5);
            if y > ridge {
                let texture = value_noise(x * 60.0, y * 60.0, grain ^ i as u32) - 0.5;
                tone = shade + texture * 36.0;
            }
        }
        for [left, wide, foot, tall, shade] in &houses {
            let inside = x > *left && x < left + wide;
            let middle = (x - left - wide / 2.0).abs() / wide;
            let roof = foot - tall - (0.5 - middle) * tall * 0.7;
            if inside && y < *foot && y > roof {
                let is_roof = y < foot - tall;
                let (u, v) = ((x - left) / wide * 3.0, (foot - y) / tall * 2.0);
                let window = (0.3..0.7).contains(&u.fract()) && (0.3..0.75).contains(&v.fract());
                tone = match (is_roof, window) {
                    (true, _) => 70.0,
                    (false, true) => 40.0,
                    (false, false) => *shade,
                };
            }
        }
        Luma([tone.clamp(12.0, 250.0) as u8])
    })
}

/// A screen as print has it: dots that grow with darkness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Screen {
    pub period_px: f64,
    pub angle_degrees: f64,
}

/// Prints the picture on the paper, its ink in dots.
pub(super) fn print(paper: &mut RgbImage, picture: &GrayImage, at: (u32, u32), screen: Screen) {
    let (sin, cos) = screen.angle_degrees.to_radians().sin_cos();
    let turn = std::f64::consts::TAU / screen.period_px;
    let thresholds = thresholds();
    for (x, y, &Luma([tone])) in picture.enumerate_pixels() {
        let (px, py) = (at.0 + x, at.1 + y);
        if px >= paper.width() || py >= paper.height() {
            continue;
        }
        let threshold = thresholds[255 - usize::from(tone)];
        // Four by four samples: a dot's edge is as soft as a scanner makes it.
        let mut ink = 0.0;
        for sub in 0..16 {
            let u = f64::from(px) + (f64::from(sub % 4) + 0.5) / 4.0;
            let v = f64::from(py) + (f64::from(sub / 4) + 0.5) / 4.0;
            let (a, b) = ((u * cos + v * sin) * turn, (v * cos - u * sin) * turn);
            ink += f64::from(u8::from(spot(a, b) < threshold)) / 16.0;
        }
        let Rgb(pixel) = paper.get_pixel_mut(px, py);
        for value in pixel.iter_mut() {
            *value = (f64::from(*value) * (1.0 - 0.85 * ink)) as u8;
        }
    }
}

/// The height of the screen's hill at a phase: round dots in light tones, round holes in dark ones.
fn spot(a: f64, b: f64) -> f64 {
    a.cos() + b.cos()
}

/// For each darkness from 0 to 255, the height under which that part of the cell lies.
fn thresholds() -> Vec<f64> {
    const SIDE: u32 = 64;
    let phase = |i: u32| (f64::from(i) + 0.5) / f64::from(SIDE) * std::f64::consts::TAU;
    let mut heights: Vec<f64> =
        (0..SIDE * SIDE).map(|i| spot(phase(i % SIDE), phase(i / SIDE))).collect();
    heights.sort_by(f64::total_cmp);
    (0..=255).map(|dark| heights[dark * (heights.len() - 1) / 255]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_prints_as_much_ink_as_the_tone_asks() {
        let screen = Screen { period_px: 5.3, angle_degrees: 45.0 };
        for tone in [32_u8, 96, 160, 224] {
            let mut paper = RgbImage::from_pixel(106, 106, Rgb([255; 3]));
            print(&mut paper, &GrayImage::from_pixel(106, 106, Luma([tone])), (0, 0), screen);
            let sum: f64 = paper.pixels().map(|p| f64::from(p.0[0])).sum();
            let mean = sum / (106.0 * 106.0);
            let expected = 255.0 - 0.85 * (255.0 - f64::from(tone));
            assert!((mean - expected).abs() < 4.0, "{tone}: {mean} for {expected}");
        }
    }
}
