//! Printed rules as the layout meets them: what parts columns and articles.

use super::order::Box;

/// A level rule: the box that it fills, and how much it falls for each pixel to the right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wall {
    pub area: Box,
    pub slope: f32,
}

impl Wall {
    /// Its y between two x.
    pub fn y_between(&self, left: f32, right: f32) -> f32 {
        let Box { left: from, right: to, top, bottom } = self.area;
        let x = (left.max(from) + right.min(to)) / 2.0;
        (top + bottom) / 2.0 + self.slope * (x - (from + to) / 2.0)
    }
}

/// Printed rules, as the boxes that they fill.
#[derive(Debug, Clone, Default)]
pub struct Walls {
    /// No column goes through one.
    pub level: Vec<Wall>,
    /// A blank with one in it is a gutter, however narrow.
    pub upright: Vec<Box>,
}

impl Walls {
    /// Those that are not within or on the edge of the given frames.
    pub fn without(&self, frames: &[Box]) -> Self {
        let is_out = |wall: &Box| {
            let margin = 4.0;
            !frames.iter().any(|frame| {
                wall.left > frame.left - margin
                    && wall.right < frame.right + margin
                    && wall.top > frame.top - margin
                    && wall.bottom < frame.bottom + margin
            })
        };
        Self {
            level: self.level.iter().filter(|wall| is_out(&wall.area)).copied().collect(),
            upright: self.upright.iter().filter(|wall| is_out(wall)).copied().collect(),
        }
    }

    /// Those that run between the first and the last of some lines.
    pub fn around(&self, lines: &[Box]) -> Self {
        let edge = |edge: fn(&Box) -> f32, least: fn(f32, f32) -> f32, from: f32| {
            lines.iter().map(edge).fold(from, least)
        };
        let (left, right) =
            (edge(|b| b.left, f32::min, f32::MAX), edge(|b| b.right, f32::max, f32::MIN));
        let (top, bottom) =
            (edge(|b| b.top, f32::min, f32::MAX), edge(|b| b.bottom, f32::max, f32::MIN));
        let is_between = |wall: &&Wall| {
            let wall = &wall.area;
            wall.left < right && wall.right > left && wall.top > top && wall.bottom < bottom
        };
        let clipped = |wall: &Wall| {
            let y = wall.y_between(left, right);
            let half = (wall.area.bottom - wall.area.top) / 2.0;
            let area = Box {
                left: wall.area.left.max(left),
                right: wall.area.right.min(right),
                top: y - half,
                bottom: y + half,
            };
            Wall { area, ..*wall }
        };
        Self {
            level: self.level.iter().filter(is_between).map(clipped).collect(),
            upright: self.upright.clone(),
        }
    }
}
