//! A part of a page, in whole pixels, and values between pixels.

use coupure_model::Rect;
use image::RgbImage;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Window {
    /// The whole of a page.
    pub fn whole(page: &RgbImage) -> Self {
        Self { x: 0, y: 0, width: page.width(), height: page.height() }
    }

    /// From fractions of the page; `None` where nothing of it remains.
    pub fn of_fractions(page: &RgbImage, part: &Rect) -> Option<Self> {
        let bound = |value: f32, size: u32| {
            if value.is_finite() { (value.clamp(0.0, 1.0) * size as f32).round() as u32 } else { 0 }
        };
        let (left, right) = (bound(part.x, page.width()), bound(part.x + part.width, page.width()));
        let (top, bottom) =
            (bound(part.y, page.height()), bound(part.y + part.height, page.height()));
        (right > left && bottom > top).then(|| Self {
            x: left,
            y: top,
            width: right - left,
            height: bottom - top,
        })
    }
}

/// The colour at a point between pixel centres, bilinear; the border continues outwards.
pub fn colour_at(page: &RgbImage, x: f32, y: f32) -> [f32; 3] {
    let (width, height) = (page.width() as usize, page.height() as usize);
    let x = (x - 0.5).clamp(0.0, (width - 1) as f32);
    let y = (y - 0.5).clamp(0.0, (height - 1) as f32);
    let (left, top) = (x as usize, y as usize);
    let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
    let (fx, fy) = (x - left as f32, y - top as f32);
    let raw = page.as_raw();
    let pixel = |x: usize, y: usize| &raw[(y * width + x) * 3..][..3];
    let (a, b, c, d) =
        (pixel(left, top), pixel(right, top), pixel(left, bottom), pixel(right, bottom));
    std::array::from_fn(|i| {
        let above = f32::from(a[i]) * (1.0 - fx) + f32::from(b[i]) * fx;
        let below = f32::from(c[i]) * (1.0 - fx) + f32::from(d[i]) * fx;
        above * (1.0 - fy) + below * fy
    })
}
