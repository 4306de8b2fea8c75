//! Boxes on a page: text with rules all round, read by itself.

use super::{order::Box, walls::Walls};

/// How far the ends of rules may miss a corner, in usual line heights.
const CORNER_MAX: f32 = 1.2;
/// A box is at least so large, in usual line heights.
const SIDE_MIN: f32 = 4.0;
/// What holds more than this share of the lines is the page's border.
const SHARE_MAX: f32 = 0.8;
/// Rules past this number are no boxes but a pattern.
const RULES_MAX: usize = 400;

/// The boxes that stand by themselves, outermost first, and the lines inside each. Where the rules
/// go on past the corners they part columns, and make no box.
pub fn frames(boxes: &[Box], walls: &Walls, usual: f32) -> Vec<(Box, Vec<usize>)> {
    let near = |a: f32, b: f32| (a - b).abs() <= CORNER_MAX * usual;
    let mut frames: Vec<Box> = Vec::new();
    if walls.level.len() > RULES_MAX || walls.upright.len() > RULES_MAX {
        return Vec::new();
    }
    for top in walls.level.iter().map(|wall| wall.area) {
        let width = top.right - top.left;
        if width < SIDE_MIN * usual {
            continue;
        }
        for bottom in walls.level.iter().map(|wall| wall.area) {
            let height = bottom.top - top.bottom;
            if height < SIDE_MIN * usual
                || !near(bottom.left, top.left)
                || !near(bottom.right, top.right)
            {
                continue;
            }
            let side = |x: f32| {
                walls.upright.iter().any(|rule| {
                    near((rule.left + rule.right) / 2.0, x)
                        && near(rule.top, top.top)
                        && near(rule.bottom, bottom.bottom)
                })
            };
            if side(top.left) && side(top.right) {
                frames.push(Box {
                    left: top.left,
                    right: top.right,
                    top: top.top,
                    bottom: bottom.bottom,
                });
            }
        }
    }
    let area = |b: &Box| (b.right - b.left) * (b.bottom - b.top);
    frames.sort_by(|a, b| area(b).total_cmp(&area(a)));
    let mut taken = vec![false; boxes.len()];
    let mut found = Vec::new();
    for frame in frames {
        let inside: Vec<usize> = (0..boxes.len())
            .filter(|&i| {
                let b = &boxes[i];
                let (x, y) = ((b.left + b.right) / 2.0, (b.top + b.bottom) / 2.0);
                x > frame.left && x < frame.right && y > frame.top && y < frame.bottom
            })
            .collect();
        let is_border = inside.len() as f32 > SHARE_MAX * boxes.len() as f32;
        if inside.is_empty() || is_border || inside.iter().any(|&i| taken[i]) {
            continue;
        }
        inside.iter().for_each(|&i| taken[i] = true);
        found.push((frame, inside));
    }
    found
}
