//! What a small copy of a photo shows of edges: slopes of brightness and of colour, with print
//! closed up first so that the page is a plain sheet.

use image::RgbImage;

use crate::small::luma;

/// A slope of this many grey levels a pixel is an edge for certain.
pub(super) const SURE_SLOPE: f32 = 5.0;
/// Dark strokes up to twice this wide disappear.
const CLOSING_RADIUS_PX: usize = 5;

/// One channel, smoothed, and its slopes.
pub(super) struct Channel {
    pub values: Vec<f32>,
    pub across: Vec<f32>,
    pub down: Vec<f32>,
}

pub(super) struct Evidence {
    pub width: usize,
    pub height: usize,
    /// Brightness, and two differences of colours.
    pub channels: [Channel; 3],
}

impl Evidence {
    pub fn of(picture: &RgbImage) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let channel = |of: fn(&[u8]) -> f32| -> Vec<f32> {
            picture.as_raw().chunks_exact(3).map(of).collect()
        };
        let mut brightness = channel(|p| f32::from(luma(p[0], p[1], p[2])));
        close(&mut brightness, width, height, CLOSING_RADIUS_PX);
        let warmth = channel(|p| (f32::from(p[0]) - f32::from(p[2])) * 0.7);
        let greenness = channel(|p| f32::from(p[1]) - (f32::from(p[0]) + f32::from(p[2])) * 0.5);
        let channels = [brightness, warmth, greenness].map(|mut values| {
            smooth(&mut values, width, height);
            sloping(values, width, height)
        });
        Self { width, height, channels }
    }

    /// The slope of a channel along a direction, at the nearest pixel; 0 outside.
    pub fn slope(&self, channel: usize, x: f64, y: f64, direction: (f64, f64)) -> f32 {
        if x < 0.0 || y < 0.0 || x >= self.width as f64 || y >= self.height as f64 {
            return 0.0;
        }
        let at = y as usize * self.width + x as usize;
        let channel = &self.channels[channel];
        channel.across[at] * direction.0 as f32 + channel.down[at] * direction.1 as f32
    }

    /// The three channels at the nearest pixel.
    pub fn colour(&self, x: f64, y: f64) -> [f32; 3] {
        let column = (x.max(0.0) as usize).min(self.width - 1);
        let row = (y.max(0.0) as usize).min(self.height - 1);
        std::array::from_fn(|channel| self.channels[channel].values[row * self.width + column])
    }
}

/// Brightest in a square window, then darkest of those.
fn close(values: &mut [f32], width: usize, height: usize, radius: usize) {
    for choose in [f32::max, f32::min] {
        along(values, width, height, true, |line, i| window(line, i, radius, choose));
        along(values, width, height, false, |line, i| window(line, i, radius, choose));
    }
}

fn window(line: &[f32], i: usize, radius: usize, choose: fn(f32, f32) -> f32) -> f32 {
    let (from, to) = (i.saturating_sub(radius), (i + radius).min(line.len() - 1));
    line[from..=to].iter().copied().reduce(choose).unwrap_or(line[i])
}

/// A binomial filter of five, across and down: a standard deviation of one pixel.
fn smooth(values: &mut [f32], width: usize, height: usize) {
    let five = |line: &[f32], i: usize| {
        let at =
            |offset: isize| line[(i as isize + offset).clamp(0, line.len() as isize - 1) as usize];
        (at(-2) + at(2) + 4.0 * (at(-1) + at(1)) + 6.0 * at(0)) / 16.0
    };
    along(values, width, height, true, five);
    along(values, width, height, false, five);
}

fn along(
    values: &mut [f32],
    width: usize,
    height: usize,
    across: bool,
    of: impl Fn(&[f32], usize) -> f32,
) {
    let (length, lines) = if across { (width, height) } else { (height, width) };
    let mut line_of = vec![0.0; length];
    for line in 0..lines {
        let at = |i: usize| if across { line * width + i } else { i * width + line };
        for (i, value) in line_of.iter_mut().enumerate() {
            *value = values[at(i)];
        }
        for i in 0..length {
            values[at(i)] = of(&line_of, i);
        }
    }
}

fn sloping(values: Vec<f32>, width: usize, height: usize) -> Channel {
    let mut across = vec![0.0; values.len()];
    let mut down = vec![0.0; values.len()];
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let at = y * width + x;
            across[at] = (values[at + 1] - values[at - 1]) / 2.0;
            down[at] = (values[at + width] - values[at - width]) / 2.0;
        }
    }
    Channel { values, across, down }
}
