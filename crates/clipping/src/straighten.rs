//! The one warp: quad, quarter turns, fine angle, curl and crop in a single map, sampled once.

use std::sync::atomic::{AtomicU32, Ordering};

use coupure_model::{Curl, Point, Quad, Rect, Turn};
use image::RgbImage;
use rayon::prelude::*;

use crate::field::Field;
use crate::geometry::{Map, distance};
use crate::light::Light;
use crate::progress::{Progress, Stage};
use crate::{Error, geometry};

/// Rows worked on together: small enough to stop soon, large enough to cost nothing.
const STRIP_ROWS: usize = 32;
/// Within such a span a perspective map is as good as straight, and so is a curl.
const SPAN_PX: usize = 16;

/// Where each pixel of the corrected page comes from.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub width_px: u32,
    pub height_px: u32,
    /// From the corrected page to the picture.
    map: Map,
    /// The page's own corners on the corrected page; outside there is nothing of it.
    corners: [Point; 4],
    /// How far down each place is taken from, and where this part of the page begins in that.
    field: Option<Field>,
    origin: (f64, f64),
}

impl Frame {
    /// `size`: of the page before turns, in pixels of the result.
    pub fn new(quad: &Quad, size: (f64, f64), turn: Turn, skew_degrees: f64) -> Self {
        let (width, height) = size;
        let quarter = match turn {
            Turn::None => 0.0,
            Turn::Right => 90.0,
            Turn::Half => 180.0,
            Turn::Left => 270.0,
        };
        let turned = Map::translation(-width / 2.0, -height / 2.0)
            .then(&Map::rotation(quarter + skew_degrees));
        let corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
            .map(|(x, y)| turned.apply(x, y));
        let reach = |of: fn(&(f64, f64)) -> f64| {
            corners.iter().map(|corner| of(corner).abs()).fold(0.0, f64::max)
        };
        let (half_width, half_height) = (reach(|c| c.0), reach(|c| c.1));
        let map = Map::translation(-half_width, -half_height)
            .then(&Map::rotation(-quarter - skew_degrees))
            .then(&Map::translation(width / 2.0, height / 2.0))
            .then(&Map::scaling(1.0 / width, 1.0 / height))
            .then(&Map::from_unit_square(quad));
        // A hair more than a whole pixel is rounding, not page.
        let side = |half: f64| ((2.0 * half - 1e-3).ceil() as u32).max(1);
        Self {
            width_px: side(half_width),
            height_px: side(half_height),
            map,
            corners: corners.map(|(x, y)| geometry::point(x + half_width, y + half_height)),
            field: None,
            origin: (0.0, 0.0),
        }
    }

    /// With the lines of text brought level. Before any crop.
    pub fn uncurled(mut self, curl: &Curl) -> Self {
        self.field = Field::of(curl, f64::from(self.width_px), f64::from(self.height_px));
        self
    }

    /// A part of it, given in fractions; a part that has no pixel becomes one pixel.
    pub fn cropped(&self, part: &Rect) -> Self {
        let (left, right) = span(part.x, part.width, self.width_px);
        let (top, bottom) = span(part.y, part.height, self.height_px);
        let shift = |corner: Point| Point { x: corner.x - left as f32, y: corner.y - top as f32 };
        Self {
            width_px: right - left,
            height_px: bottom - top,
            map: Map::translation(f64::from(left), f64::from(top)).then(&self.map),
            corners: self.corners.map(shift),
            field: self.field.clone(),
            origin: (self.origin.0 + f64::from(left), self.origin.1 + f64::from(top)),
        }
    }

    /// From the corrected page to the picture.
    #[cfg(test)]
    pub fn source_of(&self, x: f64, y: f64) -> (f64, f64) {
        let curve = self.field.as_ref().map(|field| field.row(y + self.origin.1));
        self.map.apply(x, y + curve.map_or(0.0, |curve| curve.at(x + self.origin.0)))
    }

    /// Columns of a row whose centres lie on the page.
    fn inside(&self, row: usize) -> std::ops::Range<usize> {
        let y = row as f64 + 0.5;
        let (mut from, mut to) = (0.0_f64, f64::from(self.width_px));
        for i in 0..4 {
            let (a, b) = (self.corners[i], self.corners[(i + 1) % 4]);
            let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
            // Inside is right of each side: dx·(y − a.y) − dy·(x − a.x) ≥ 0.
            let along = dx * (y - f64::from(a.y)) + dy * f64::from(a.x);
            if dy.abs() < 1e-9 {
                if along < -1e-6 {
                    return 0..0;
                }
            } else if dy > 0.0 {
                to = to.min(along / dy);
            } else {
                from = from.max(along / dy);
            }
        }
        let first = (from - 0.5 - 1e-3).ceil().max(0.0) as usize;
        let last = (to + 0.5 - 1e-3).floor().clamp(0.0, f64::from(self.width_px)) as usize;
        first..last.max(first)
    }

    /// Makes the page: sampled, lit, one strip of rows at a time on every core.
    pub fn render(
        &self,
        picture: &RgbImage,
        light: Option<&Light>,
        progress: &dyn Progress,
        stage: Stage,
    ) -> Result<RgbImage, Error> {
        let row_bytes = self.width_px as usize * 3;
        let mut page = RgbImage::from_pixel(self.width_px, self.height_px, image::Rgb([255; 3]));
        let rows_done = AtomicU32::new(0);
        page.par_chunks_mut(row_bytes * STRIP_ROWS).enumerate().try_for_each(
            |(strip, pixels)| {
                if progress.cancelled() {
                    return Err(Error::Cancelled);
                }
                let mut lit = light.map(|light| light.row_worker());
                for (offset, row) in pixels.chunks_exact_mut(row_bytes).enumerate() {
                    let y = strip * STRIP_ROWS + offset;
                    let columns = self.inside(y);
                    self.sample_row(picture, y, columns.clone(), row);
                    if let Some(lit) = &mut lit {
                        lit.apply(y, columns, row);
                    }
                }
                let rows = (pixels.len() / row_bytes) as u32;
                let done = rows_done.fetch_add(rows, Ordering::Relaxed) + rows;
                progress.report(stage, done as f32 / self.height_px as f32);
                Ok(())
            },
        )?;
        Ok(page)
    }

    fn sample_row(
        &self,
        picture: &RgbImage,
        y: usize,
        columns: std::ops::Range<usize>,
        row: &mut [u8],
    ) {
        let source = picture.as_raw();
        let stride = picture.width() as usize * 3;
        let (max_x, max_y) = (picture.width() as i32 - 1, picture.height() as i32 - 1);
        let v = y as f64 + 0.5;
        let curve = self.field.as_ref().map(|field| field.row(v + self.origin.1));
        let source_of = |column: usize| {
            let u = column as f64 + 0.5;
            let down = curve.as_ref().map_or(0.0, |curve| curve.at(u + self.origin.0));
            self.map.apply(u, v + down)
        };
        let mut start = columns.start;
        let mut last = source_of(start);
        while start < columns.end {
            let end = (start + SPAN_PX).min(columns.end);
            let first = last;
            last = source_of(end);
            let length = (end - start) as f64;
            // Sixteen fractional bits; the centre of the first pixel is at 0 here.
            let fixed = |value: f64| (value * 65536.0).round() as i64;
            // Half of the last bit that weighs, so that weights are rounded.
            let (mut at_x, mut at_y) = (fixed(first.0 - 0.5) + 128, fixed(first.1 - 0.5) + 128);
            let step_x = fixed((last.0 - first.0) / length);
            let step_y = fixed((last.1 - first.1) / length);
            let inner = |at: i64, step: i64, max: i32| {
                let ends = [at >> 16, (at + step * (end - start) as i64) >> 16];
                ends.iter().all(|&at| at > 0 && at < i64::from(max) - 1)
            };
            let inner = inner(at_x, step_x, max_x) && inner(at_y, step_y, max_y);
            for pixel in row[start * 3..end * 3].chunks_exact_mut(3) {
                let (x0, y0) = ((at_x >> 16) as i32, (at_y >> 16) as i32);
                let (fx, fy) = ((at_x >> 8) as u32 & 255, (at_y >> 8) as u32 & 255);
                at_x += step_x;
                at_y += step_y;
                if inner {
                    let upper = y0 as usize * stride + x0 as usize * 3;
                    let above = &source[upper..upper + 6];
                    let below = &source[upper + stride..upper + stride + 6];
                    for channel in 0..3 {
                        pixel[channel] = mixed(
                            [
                                above[channel],
                                above[channel + 3],
                                below[channel],
                                below[channel + 3],
                            ],
                            fx,
                            fy,
                        );
                    }
                    continue;
                }
                let left = x0.clamp(0, max_x) as usize * 3;
                let right = (x0 + 1).clamp(0, max_x) as usize * 3;
                let upper = y0.clamp(0, max_y) as usize * stride;
                let lower = (y0 + 1).clamp(0, max_y) as usize * stride;
                for channel in 0..3 {
                    let four = [upper + left, upper + right, lower + left, lower + right]
                        .map(|offset| source[offset + channel]);
                    pixel[channel] = mixed(four, fx, fy);
                }
            }
            start = end;
        }
    }
}

/// Above left, above right, below left, below right, with eight-bit weights.
#[inline]
fn mixed(four: [u8; 4], fx: u32, fy: u32) -> u8 {
    let [a, b, c, d] = four.map(u32::from);
    let above = a * (256 - fx) + b * fx;
    let below = c * (256 - fx) + d * fx;
    ((above * (256 - fy) + below * fy + (1 << 15)) >> 16) as u8
}

/// The first pixel and the one after the last of a part given by fractions.
fn span(from: f32, length: f32, side_px: u32) -> (u32, u32) {
    let side = f64::from(side_px);
    let first = (f64::from(from) * side).round().clamp(0.0, side - 1.0);
    let last = ((f64::from(from) + f64::from(length)) * side).round().clamp(first + 1.0, side);
    (first as u32, last as u32)
}

/// How large the page in a quad is, so that no side of it loses resolution.
pub(crate) fn page_size(quad: &Quad) -> (f64, f64) {
    let [tl, tr, br, bl] = quad.0;
    let width = distance(tl, tr).max(distance(bl, br));
    let height = distance(tl, bl).max(distance(tr, br));
    (width.round().max(1.0), height.round().max(1.0))
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;
    use crate::Quiet;
    use crate::geometry::{point, whole};

    /// Each pixel says where it is.
    fn chart(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, ((x + y) / 2) as u8]))
    }

    fn render(frame: &Frame, picture: &RgbImage) -> RgbImage {
        frame.render(picture, None, &Quiet, Stage::Straighten).expect("is not cancelled")
    }

    #[test]
    fn the_whole_picture_unturned_is_the_picture_itself() {
        let picture = chart(97, 61);
        let frame = Frame::new(&whole(97, 61), (97.0, 61.0), Turn::None, 0.0);
        assert_eq!(render(&frame, &picture), picture);
    }

    #[test]
    fn quarter_turns_are_exact_and_clockwise() {
        let picture = chart(97, 61);
        let turned = |turn| render(&Frame::new(&whole(97, 61), (97.0, 61.0), turn, 0.0), &picture);
        assert_eq!(turned(Turn::Right), image::imageops::rotate90(&picture));
        assert_eq!(turned(Turn::Half), image::imageops::rotate180(&picture));
        assert_eq!(turned(Turn::Left), image::imageops::rotate270(&picture));
    }

    #[test]
    fn corners_of_the_page_come_from_the_corners_of_the_quad() {
        let quad =
            Quad([point(30.0, 12.0), point(190.0, 25.0), point(180.0, 230.0), point(15.0, 210.0)]);
        let size = page_size(&quad);
        let frame = Frame::new(&quad, size, Turn::None, 0.0);
        let ends = [(0.0, 0.0), (size.0, 0.0), (size.0, size.1), (0.0, size.1)];
        for (corner, (x, y)) in quad.0.iter().zip(ends) {
            let (u, v) = frame.source_of(x, y);
            assert!(
                (u - f64::from(corner.x)).abs() < 1e-3 && (v - f64::from(corner.y)).abs() < 1e-3
            );
        }
    }

    #[test]
    fn a_fine_angle_cuts_nothing_and_uncovers_white() {
        let picture = RgbImage::from_pixel(200, 100, Rgb([90; 3]));
        let frame = Frame::new(&whole(200, 100), (200.0, 100.0), Turn::None, 5.0);
        let page = render(&frame, &picture);
        assert!(page.width() > 200 && page.height() > 100);
        let covered = page.pixels().filter(|pixel| pixel.0 == [90; 3]).count();
        assert!(covered.abs_diff(20_000) < 400, "{covered} pixels are left of 20,000");
        assert_eq!(page.get_pixel(0, 0).0, [255; 3]);
        assert_eq!(page.get_pixel(page.width() / 2, page.height() / 2).0, [90; 3]);
    }

    #[test]
    fn a_crop_is_the_part_of_the_page_that_was_asked_for() {
        let picture = chart(200, 100);
        let frame = Frame::new(&whole(200, 100), (200.0, 100.0), Turn::None, 0.0);
        let part = Rect { x: 0.25, y: 0.1, width: 0.5, height: 0.4 };
        let page = render(&frame.cropped(&part), &picture);
        assert_eq!(page, image::imageops::crop_imm(&picture, 50, 10, 100, 40).to_image());
        let nothing = Rect { x: 2.0, y: -1.0, width: 0.0, height: 0.0 };
        assert_eq!(render(&frame.cropped(&nothing), &picture).dimensions(), (1, 1));
    }

    #[test]
    fn a_curl_moves_what_is_seen_and_a_crop_of_it_is_the_same_part() {
        let picture = chart(200, 200);
        let shifts = (0..16).map(|i| if i % 4 == 3 { 0.1 } else { 0.0 }).collect();
        let curl = Curl { columns: 4, rows: 4, shifts };
        let frame = Frame::new(&whole(200, 200), (200.0, 200.0), Turn::None, 0.0).uncurled(&curl);
        let page = render(&frame, &picture);
        // On the right border the last control point counts a sixth.
        let shift = i32::from(page.get_pixel(199, 100).0[1]) - 100;
        assert!((2..=4).contains(&shift), "{shift} px");
        assert_eq!(page.get_pixel(0, 100), picture.get_pixel(0, 100));
        let part = Rect { x: 0.5, y: 0.25, width: 0.5, height: 0.5 };
        let cropped = render(&frame.cropped(&part), &picture);
        let expected = image::imageops::crop_imm(&page, 100, 50, 100, 100).to_image();
        let off = cropped.iter().zip(expected.iter()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(off <= Some(1), "spans begin elsewhere, by a hair: {off:?}");
    }

    #[test]
    fn spans_of_a_strong_perspective_are_as_good_as_the_map_itself() {
        let quad = Quad([
            point(900.0, 300.0),
            point(1500.0, 320.0),
            point(2300.0, 2900.0),
            point(80.0, 2800.0),
        ]);
        let frame = Frame::new(&quad, page_size(&quad), Turn::None, 0.0);
        let worst = (0..frame.width_px - SPAN_PX as u32)
            .step_by(97)
            .map(|x| {
                let at = |x: f64| frame.source_of(x, 40.0);
                let (from, to) = (at(f64::from(x)), at(f64::from(x) + SPAN_PX as f64));
                let middle = at(f64::from(x) + SPAN_PX as f64 / 2.0);
                ((from.0 + to.0) / 2.0 - middle.0).hypot((from.1 + to.1) / 2.0 - middle.1)
            })
            .fold(0.0, f64::max);
        assert!(worst < 0.02, "{worst} px");
    }
}
