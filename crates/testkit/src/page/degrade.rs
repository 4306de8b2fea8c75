//! A page on a table, photographed by hand: turned, in perspective, unevenly lit, a little soft.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use super::map::PageMap;

/// What the page lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Brown boards with a grain.
    Wood,
    /// A dark, plain desk.
    Dark,
    /// A light cloth, hardly darker than the paper.
    Cloth,
    /// A cloth of strong checks: edges everywhere.
    Checks,
    /// A table as white as the paper: the page shows by its shadow and its print alone.
    White,
}

/// What happens to the page. Parts are 0 (not at all) to 1 (as bad as it gets).
#[derive(Debug, Clone, PartialEq)]
pub struct Degradation {
    pub width_px: u32,
    pub height_px: u32,
    /// Clockwise.
    pub angle_degrees: f64,
    /// How much shorter the far side is than the near one.
    pub perspective: f64,
    /// The page's longer side, as a part of the photo's.
    pub fill: f64,
    pub uneven_light: f64,
    pub shadow: f64,
    /// Standard deviation of the blur.
    pub blur_px: f64,
    /// Standard deviation of the noise, in grey levels.
    pub noise: f64,
    pub jpeg_quality: u8,
    pub background: Background,
    /// A sheet that does not lie flat: 1 bends its lines by some 4 % of its height.
    pub curl: f64,
    /// How far the page lies from the middle, in parts of the photo's sides: it may run out of it.
    pub shift: (f64, f64),
    /// Cut out by hand or torn: how far its edges stray inwards, as a part of its shorter side.
    pub ragged: f64,
    /// Another sheet lies under it and looks out: how far, in parts of the page's sides.
    pub sheet_beneath: Option<(f64, f64)>,
}

impl Default for Degradation {
    fn default() -> Self {
        Self {
            width_px: 3024,
            height_px: 4032,
            angle_degrees: 8.0,
            perspective: 0.06,
            fill: 0.9,
            uneven_light: 0.5,
            shadow: 0.4,
            blur_px: 0.7,
            noise: 2.5,
            jpeg_quality: 80,
            background: Background::Wood,
            curl: 0.0,
            shift: (0.0, 0.0),
            ragged: 0.0,
            sheet_beneath: None,
        }
    }
}

/// A photo and where the page's corners are in it.
#[derive(Debug, Clone)]
pub struct Photo {
    /// The file, without metadata.
    pub jpeg: Vec<u8>,
    pub picture: RgbImage,
    /// Top left, top right, bottom right, bottom left; the centre of the first pixel is 0.5, 0.5.
    pub corners: [(f64, f64); 4],
    /// From the photo to the page and back.
    pub map: PageMap,
}

pub fn degrade(page: &RgbImage, seed: u64, degradation: &Degradation) -> Photo {
    let mut random = SmallRng::seed_from_u64(seed);
    let scene = Scene::new(page, degradation, &mut random);
    let (width, height) = (degradation.width_px, degradation.height_px);
    let mut light = Vec::with_capacity(width as usize * height as usize);
    for y in 0..height {
        for x in 0..width {
            light.push(scene.look_at(f64::from(x), f64::from(y)));
        }
    }
    blur(&mut light, width as usize, height as usize, degradation.blur_px as f32);
    let pixels = light
        .iter()
        .flat_map(|pixel| {
            // Sensors scatter more where there is less light, and each channel on its own.
            pixel.map(|value| {
                let scatter = gaussian(&mut random) * degradation.noise as f32;
                (value + scatter * (1.3 - value / 425.0)).round().clamp(0.0, 255.0) as u8
            })
        })
        .collect();
    let picture = RgbImage::from_raw(width, height, pixels).expect("three bytes for each pixel");
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, degradation.jpeg_quality)
        .encode_image(&picture)
        .expect("writing to memory does not fail");
    let picture = image::load_from_memory(&jpeg).expect("what was encoded decodes").into_rgb8();
    Photo { jpeg, picture, corners: scene.corners, map: scene.map }
}

/// Everything that a pixel of the photo depends on.
struct Scene<'a> {
    page: &'a RgbImage,
    degradation: &'a Degradation,
    corners: [(f64, f64); 4],
    map: PageMap,
    /// The sheet beneath, a little askew.
    beneath: Option<PageMap>,
    lamp: (f64, f64),
    shadow_edge: (f64, f64, f64),
    grain: u32,
}

impl<'a> Scene<'a> {
    fn new(page: &'a RgbImage, degradation: &'a Degradation, random: &mut SmallRng) -> Self {
        let (width, height) = (f64::from(degradation.width_px), f64::from(degradation.height_px));
        let (page_width, page_height) = (f64::from(page.width()), f64::from(page.height()));
        let angle = degradation.angle_degrees.to_radians();
        // The largest size at which the turned page fits, times the part asked for.
        let turned_width = page_width * angle.cos().abs() + page_height * angle.sin().abs();
        let turned_height = page_width * angle.sin().abs() + page_height * angle.cos().abs();
        let scale = degradation.fill * (width / turned_width).min(height / turned_height);
        let centre = (
            width / 2.0 + (random.random_range(-0.01..0.01) + degradation.shift.0) * width,
            height / 2.0 + (random.random_range(-0.01..0.01) + degradation.shift.1) * height,
        );
        let tilt = degradation.perspective;
        let lean = random.random_range(-0.5..0.5) * tilt;
        let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(u, v)| {
            // The far side (the top) is smaller, and a little to one side.
            let depth = 1.0 + tilt * (0.5 - v) + lean * u;
            let (x, y) = (u * page_width * scale / depth, v * page_height * scale / depth);
            (
                centre.0 + x * angle.cos() - y * angle.sin(),
                centre.1 + x * angle.sin() + y * angle.cos(),
            )
        });
        let map = PageMap::new((page_width, page_height), &corners, degradation.curl);
        let beneath = degradation.sheet_beneath.map(|(right, down)| {
            let (sin, cos) = 0.05_f64.sin_cos();
            let moved = corners.map(|(x, y)| {
                let (dx, dy) = (x - centre.0, y - centre.1);
                (
                    centre.0 + dx * cos - dy * sin + right * page_width * scale,
                    centre.1 + dx * sin + dy * cos + down * page_height * scale,
                )
            });
            PageMap::new((page_width, page_height), &moved, 0.0)
        });
        let towards = random.random_range(0.0..std::f64::consts::TAU);
        Self {
            page,
            degradation,
            corners,
            map,
            beneath,
            lamp: (
                random.random_range(0.15..0.45) * width,
                random.random_range(0.05..0.3) * height,
            ),
            shadow_edge: (
                towards.cos(),
                towards.sin(),
                random.random_range(0.1..0.25) * width.min(height),
            ),
            grain: random.random(),
        }
    }

    /// What the lens sees at a pixel: two by two samples, lit.
    fn look_at(&self, x: f64, y: f64) -> [f32; 3] {
        let mut sum = [0.0_f32; 3];
        for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
            let colour = self.surface(x + dx, y + dy);
            for (total, value) in sum.iter_mut().zip(colour) {
                *total += value / 4.0;
            }
        }
        let light = self.light_at(x + 0.5, y + 0.5) as f32;
        // A warm lamp.
        let tint = [1.0, 0.985, 0.94];
        std::array::from_fn(|i| sum[i] * light * tint[i])
    }

    fn surface(&self, x: f64, y: f64) -> [f32; 3] {
        let (u, v) = self.map.to_page((x, y));
        if self.is_on_page(u, v) {
            return self.paper(u, v);
        }
        let mut below = self.table(x, y);
        if let Some(map) = &self.beneath {
            let (u, v) = map.to_page((x, y));
            below = if self.is_on_page(u, v) {
                self.paper(u, v)
            } else {
                self.shaded_beside(below, u, v)
            };
        }
        self.shaded_beside(below, u, v)
    }

    fn is_on_page(&self, u: f64, v: f64) -> bool {
        let (width, height) = (f64::from(self.page.width()), f64::from(self.page.height()));
        if self.degradation.ragged == 0.0 {
            return (0.0..width).contains(&u) && (0.0..height).contains(&v);
        }
        let most = self.degradation.ragged * width.min(height);
        // Long strokes of the scissors, and the fibres of a tear.
        let stray = |along: f64, side: u32| {
            let noise = |per: f64| value_noise(along / per, 0.5, self.grain ^ side);
            most * (0.8 * noise(most * 14.0) + 0.2 * noise(most * 1.5))
        };
        u >= stray(v, 1) && u < width - stray(v, 2) && v >= stray(u, 3) && v < height - stray(u, 4)
    }

    fn paper(&self, u: f64, v: f64) -> [f32; 3] {
        let fibre = 1.0 + 0.012 * (value_noise(u / 3.0, v / 3.0, self.grain) - 0.5);
        bilinear(self.page, u - 0.5, v - 0.5).map(|value| value * fibre as f32)
    }

    /// A sheet has a thickness: it darkens what lies right beside it.
    fn shaded_beside(&self, below: [f32; 3], u: f64, v: f64) -> [f32; 3] {
        let (width, height) = (f64::from(self.page.width()), f64::from(self.page.height()));
        let beside = (-u).max(u - width).max(0.0).hypot((-v).max(v - height).max(0.0));
        let contact = 1.0 - 0.35 * (-beside / 14.0).exp();
        below.map(|value| value * contact as f32)
    }

    fn table(&self, x: f64, y: f64) -> [f32; 3] {
        let noise = |fx: f64, fy: f64| value_noise(x * fx, y * fy, self.grain ^ 0x9E37);
        match self.degradation.background {
            Background::Wood => {
                let wave = noise(0.002, 0.01) * 6.0;
                let grain = 0.5 + 0.5 * ((y * 0.045 + wave).sin());
                let fine = noise(0.01, 0.25);
                let seam =
                    if (y + 40.0 * noise(0.001, 0.0)).rem_euclid(760.0) < 5.0 { 0.45 } else { 1.0 };
                let shade = (0.72 + 0.18 * grain + 0.14 * fine) * seam;
                [134.0, 92.0, 60.0].map(|value| (value * shade) as f32)
            }
            Background::Dark => {
                let shade = 0.9 + 0.2 * noise(0.02, 0.02);
                [46.0, 48.0, 54.0].map(|value| (value * shade) as f32)
            }
            Background::Cloth => {
                let weave = ((x * 0.9).sin() * (y * 0.9).sin()) * 0.03;
                let fold = 0.08 * (noise(0.003, 0.003) - 0.5);
                [196.0, 198.0, 204.0].map(|value| (value * (1.0 + weave + fold)) as f32)
            }
            Background::White => {
                let grain = 0.99 + 0.02 * noise(0.02, 0.02);
                [243.0, 242.0, 238.0].map(|value: f64| (value * grain) as f32)
            }
            Background::Checks => {
                let odd = ((x / 180.0).floor() + (y / 180.0).floor()).rem_euclid(2.0) > 0.5;
                let colour = if odd { [214.0, 208.0, 200.0] } else { [150.0, 38.0, 44.0] };
                colour.map(|value: f64| (value * (0.95 + 0.1 * noise(0.05, 0.05))) as f32)
            }
        }
    }

    /// A lamp to one side, and the soft shadow of the hand that holds the phone.
    fn light_at(&self, x: f64, y: f64) -> f64 {
        let (width, height) =
            (f64::from(self.degradation.width_px), f64::from(self.degradation.height_px));
        let away = (x - self.lamp.0).hypot(y - self.lamp.1) / width.hypot(height);
        let falloff = 1.0 - self.degradation.uneven_light * 0.62 * away.powf(1.3);
        let (nx, ny, offset) = self.shadow_edge;
        let depth = (x - width / 2.0) * nx + (y - height / 2.0) * ny - offset;
        let soft = 1.0 / (1.0 + (-depth / (0.03 * width)).exp());
        falloff * (1.0 - self.degradation.shadow * 0.5 * soft)
    }
}

fn bilinear(picture: &RgbImage, x: f64, y: f64) -> [f32; 3] {
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = ((x - x0) as f32, (y - y0) as f32);
    let at = |dx: f64, dy: f64| {
        let px = (x0 + dx).clamp(0.0, f64::from(picture.width() - 1)) as u32;
        let py = (y0 + dy).clamp(0.0, f64::from(picture.height() - 1)) as u32;
        let Rgb(pixel) = *picture.get_pixel(px, py);
        pixel.map(f32::from)
    };
    let (a, b, c, d) = (at(0.0, 0.0), at(1.0, 0.0), at(0.0, 1.0), at(1.0, 1.0));
    std::array::from_fn(|i| {
        let above = a[i] + (b[i] - a[i]) * fx;
        let below = c[i] + (d[i] - c[i]) * fx;
        above + (below - above) * fy
    })
}

/// Smooth noise, 0 to 1, with a value at each whole point.
pub(super) fn value_noise(x: f64, y: f64, seed: u32) -> f64 {
    let (x0, y0) = (x.floor(), y.floor());
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (smooth(x - x0), smooth(y - y0));
    let at = |dx: f64, dy: f64| {
        // Integer hash after Wellons, "Prospecting for Hash Functions" (lowbias32).
        let (ix, iy) = ((x0 + dx) as i64 as u32, (y0 + dy) as i64 as u32);
        let mut h = ix.wrapping_mul(0x9E37_79B1) ^ iy.wrapping_mul(0x85EB_CA77) ^ seed;
        h = (h ^ (h >> 16)).wrapping_mul(0x7FEB_352D);
        h = (h ^ (h >> 15)).wrapping_mul(0x846C_A68B);
        f64::from(h ^ (h >> 16)) / f64::from(u32::MAX)
    };
    let above = at(0.0, 0.0) * (1.0 - fx) + at(1.0, 0.0) * fx;
    let below = at(0.0, 1.0) * (1.0 - fx) + at(1.0, 1.0) * fx;
    above * (1.0 - fy) + below * fy
}

/// Box and Muller's transform.
fn gaussian(random: &mut SmallRng) -> f32 {
    let (a, b): (f32, f32) = (random.random_range(f32::EPSILON..1.0), random.random());
    (-2.0 * a.ln()).sqrt() * (std::f32::consts::TAU * b).cos()
}

fn blur(pixels: &mut [[f32; 3]], width: usize, height: usize, sigma_px: f32) {
    if sigma_px <= 0.0 {
        return;
    }
    let radius = (sigma_px * 3.0).ceil() as isize;
    let mut weights: Vec<f32> =
        (-radius..=radius).map(|i| (-0.5 * (i as f32 / sigma_px).powi(2)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    let pass = |pixels: &mut [[f32; 3]],
                length: usize,
                lines: usize,
                at: &dyn Fn(usize, usize) -> usize| {
        let mut line_of = vec![[0.0_f32; 3]; length];
        for line in 0..lines {
            for (i, value) in line_of.iter_mut().enumerate() {
                *value = pixels[at(line, i)];
            }
            for i in 0..length {
                let mut sum = [0.0_f32; 3];
                for (k, weight) in weights.iter().enumerate() {
                    let j = (i as isize + k as isize - radius).clamp(0, length as isize - 1);
                    for (total, value) in sum.iter_mut().zip(line_of[j as usize]) {
                        *total += value * weight;
                    }
                }
                pixels[at(line, i)] = sum;
            }
        }
    };
    pass(pixels, width, height, &|line, i| line * width + i);
    pass(pixels, height, width, &|line, i| i * width + line);
}
