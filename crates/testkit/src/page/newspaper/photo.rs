//! A newspaper page photographed as badly as its seed says.

use image::RgbImage;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::super::{Background, Degradation, Photo, degrade};
use super::{Extent, NewspaperPage, newspaper_of};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Flat on the table, soft light.
    Mild,
    /// Curled, in a hand's shadow, the other side showing through, noisy.
    Hard,
}

/// A photo of the page; the other side, where it shows through, is another seed's page.
pub fn photograph(page: &NewspaperPage, severity: Severity) -> Photo {
    let seed = page.truth.seed;
    let mut random = SmallRng::seed_from_u64(seed ^ 0xCA3E_2A00);
    let hard = severity == Severity::Hard;
    let through =
        if hard { random.random_range(0.04..0.12) } else { random.random_range(0.0..0.03) };
    let sheet = shown_through(page, through);
    // The lens sees letters a little smaller than the typesetter drew them.
    let scale = random.random_range(0.95..1.1);
    let (width, height) = (f64::from(sheet.width()), f64::from(sheet.height()));
    let backgrounds = [Background::Wood, Background::Dark, Background::Cloth, Background::Checks];
    let fill = random.random_range(0.84..0.95);
    let angle: f64 = random.random_range(-6.0..6.0);
    let (sin, cos) = angle.to_radians().abs().sin_cos();
    let turned = (width * cos + height * sin, width * sin + height * cos);
    let degradation = Degradation {
        width_px: (turned.0 * scale / fill) as u32,
        height_px: (turned.1 * scale / fill) as u32,
        angle_degrees: angle,
        perspective: random.random_range(0.0..if hard { 0.14 } else { 0.06 }),
        fill,
        uneven_light: random.random_range(0.1..if hard { 0.9 } else { 0.5 }),
        shadow: random.random_range(0.0..if hard { 0.9 } else { 0.3 }),
        blur_px: random.random_range(0.3..if hard { 1.0 } else { 0.7 }),
        noise: random.random_range(1.0..if hard { 6.0 } else { 2.5 }),
        jpeg_quality: random.random_range(if hard { 60..80 } else { 80..93 }),
        background: *backgrounds.choose(&mut random).expect("there are tables"),
        curl: if hard { random.random_range(0.2..1.0) } else { 0.0 },
        ..Degradation::default()
    };
    degrade(&sheet, seed, &degradation)
}

/// The page with the other side's ink, mirrored and soft, seen through the paper.
fn shown_through(page: &NewspaperPage, strength: f32) -> RgbImage {
    let mut sheet = page.picture.clone();
    if strength < 0.01 {
        return sheet;
    }
    let other = newspaper_of(page.truth.seed ^ 0xBAC4, Extent::Half).picture;
    let soft = image::imageops::fast_blur(&image::imageops::grayscale(&other), 2.0);
    for (x, y, pixel) in sheet.enumerate_pixels_mut() {
        let behind = soft.get_pixel(soft.width() - 1 - x % soft.width(), y % soft.height()).0[0];
        let less = 1.0 - strength * (1.0 - f32::from(behind) / 240.0).clamp(0.0, 1.0);
        for value in &mut pixel.0 {
            *value = (f32::from(*value) * less) as u8;
        }
    }
    sheet
}
