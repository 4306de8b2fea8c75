//! A part of a page at another size, with a triangle filter: bilinear where it grows, and where it
//! shrinks every pixel counts.
//!
//! Written out here: the resizing crate's general entry compiles every pixel format and filter
//! into its caller.

use image::RgbImage;

use super::pixels::Window;

/// Which pixels make one, and how much each counts.
struct Tap {
    first: usize,
    weights: Vec<f32>,
}

/// The pixels of the part at `width` × `height`, RGB.
pub fn resized(page: &RgbImage, part: Window, width: u32, height: u32) -> Vec<u8> {
    let across = taps(part.width, width);
    let down = taps(part.height, height);
    let stride = page.width() as usize * 3;
    let raw = page.as_raw();
    let row_length = width as usize * 3;
    // First to the new width, row by row.
    let mut narrow = vec![0_u8; row_length * part.height as usize];
    for (y, out) in narrow.chunks_exact_mut(row_length).enumerate() {
        let row = &raw[(part.y as usize + y) * stride + part.x as usize * 3..];
        for (tap, pixel) in across.iter().zip(out.chunks_exact_mut(3)) {
            let mut sum = [0.5_f32; 3];
            let from = row[tap.first * 3..].chunks_exact(3);
            for (&weight, colour) in tap.weights.iter().zip(from) {
                sum[0] += weight * f32::from(colour[0]);
                sum[1] += weight * f32::from(colour[1]);
                sum[2] += weight * f32::from(colour[2]);
            }
            pixel.copy_from_slice(&sum.map(|s| s as u8));
        }
    }
    // Then to the new height.
    let mut out = vec![0_u8; row_length * height as usize];
    let mut sums = vec![0.0_f32; row_length];
    for (tap, row) in down.iter().zip(out.chunks_exact_mut(row_length)) {
        sums.fill(0.5);
        let from = narrow[tap.first * row_length..].chunks_exact(row_length);
        for (&weight, source) in tap.weights.iter().zip(from) {
            for (sum, &value) in sums.iter_mut().zip(source) {
                *sum += weight * f32::from(value);
            }
        }
        for (value, &sum) in row.iter_mut().zip(&sums) {
            *value = sum as u8;
        }
    }
    out
}

fn taps(from: u32, to: u32) -> Vec<Tap> {
    let scale = f64::from(from) / f64::from(to);
    let reach = scale.max(1.0);
    (0..to)
        .map(|i| {
            let centre = (f64::from(i) + 0.5) * scale;
            let first = ((centre - reach).floor().max(0.0) as usize).min(from as usize - 1);
            let last = ((centre + reach).ceil() as usize).clamp(first + 1, from as usize);
            let mut weights: Vec<f32> = (first..last)
                .map(|p| (1.0 - ((p as f64 + 0.5 - centre) / reach).abs()).max(0.0) as f32)
                .collect();
            let sum: f32 = weights.iter().sum();
            weights.iter_mut().for_each(|w| *w /= sum);
            Tap { first, weights }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_its_greys_and_its_places_at_any_size() {
        let page = RgbImage::from_fn(90, 60, |x, y| {
            let inside = (30..60).contains(&x) && (20..40).contains(&y);
            image::Rgb(if inside { [10, 20, 30] } else { [200, 210, 220] })
        });
        let part = Window { x: 15, y: 10, width: 60, height: 40 };
        for (width, height) in [(60, 40), (20, 13), (150, 100), (1, 1)] {
            let small = resized(&page, part, width, height);
            assert_eq!(small.len(), (width * height * 3) as usize);
            let at = |x: u32, y: u32| &small[((y * width + x) * 3) as usize..][..3];
            if width > 1 {
                assert_eq!(at(0, 0), [200, 210, 220], "{width} × {height}");
                assert_eq!(at(width / 2, height / 2), [10, 20, 30], "{width} × {height}");
            } else {
                assert!((100..200).contains(&at(0, 0)[0]));
            }
        }
    }
}
