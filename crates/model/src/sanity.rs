//! Bounds of a recipe: what came from a window, a script or a damaged database makes a page of a
//! size that the original accounts for, whatever its numbers say.

use crate::clipping::{Enhancement, Point, Quad, Recipe, Rect};

/// Corners may lie outside the picture (a page that runs out of it), by so much of its sides.
const OUTSIDE: f32 = 0.5;
/// Beyond this a page lies on its side: that is a turn.
const SKEW_MAX_DEGREES: f32 = 45.0;
/// More parts than anybody draws.
const PARTS_MAX: usize = 2_000;

impl Recipe {
    /// What makes no sense is as if it had not been said: it is found anew, or left out. Idempotent;
    /// leaves alone all that the workbench makes. Shapes: the oriented original's.
    pub fn made_sane(mut self, width_px: u32, height_px: u32) -> Self {
        let within = |value: f32, side_px: u32| {
            let side = side_px as f32;
            (-OUTSIDE * side..=(1.0 + OUTSIDE) * side).contains(&value)
        };
        let is_near = |corner: &Point| within(corner.x, width_px) && within(corner.y, height_px);
        self.quad = self.quad.filter(|Quad(corners)| corners.iter().all(is_near));
        self.skew_degrees = self.skew_degrees.filter(|skew| skew.abs() <= SKEW_MAX_DEGREES);
        self.curl = self.curl.filter(|curl| curl.shifts.iter().all(|shift| shift.is_finite()));
        self.crop = self.crop.and_then(inside);
        let strength = self.enhancement.strength;
        self.enhancement.strength = if strength.is_finite() {
            strength.clamp(0.0, 1.0)
        } else {
            Enhancement::default().strength
        };
        for parts in [&mut self.masks, &mut self.regions] {
            parts.truncate(PARTS_MAX);
            parts.retain(|part| inside(*part).is_some());
        }
        self
    }
}

/// A part in fractions, if any of it lies on the page: unchanged where all of it does.
fn inside(part: Rect) -> Option<Rect> {
    let Rect { x, y, width, height } = part;
    if ![x, y, width, height].iter().all(|value| value.is_finite()) || width <= 0.0 || height <= 0.0
    {
        return None;
    }
    let whole = |from: f32, length: f32| from >= 0.0 && from + length <= 1.0 + f32::EPSILON;
    if whole(x, width) && whole(y, height) {
        return Some(part);
    }
    let cut = |from: f32, length: f32| {
        let (start, end) = (from.clamp(0.0, 1.0), (from + length).clamp(0.0, 1.0));
        (end > start).then_some((start, end - start))
    };
    let ((x, width), (y, height)) = (cut(x, width)?, cut(y, height)?);
    Some(Rect { x, y, width, height })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clipping::{Curl, Preset, Turn};

    fn rect(x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect { x, y, width, height }
    }

    fn quad(far: f32) -> Option<Quad> {
        let corner = |x, y| Point { x, y };
        Some(Quad([corner(0.0, 0.0), corner(far, 0.0), corner(100.0, 80.0), corner(0.0, 80.0)]))
    }

    #[test]
    fn what_the_workbench_makes_is_left_alone() {
        let recipe = Recipe {
            quad: quad(120.0),
            skew_degrees: Some(-3.5),
            crop: Some(rect(0.1, 0.0, 0.9, 1.0)),
            masks: vec![rect(0.0, 0.0, 1.0, 0.2)],
            regions: vec![rect(0.3, 0.3, 0.7, 0.7)],
            ..Recipe::default()
        };
        assert_eq!(recipe.clone().made_sane(100, 80), recipe);
    }

    #[test]
    fn what_makes_no_sense_is_as_if_it_had_not_been_said() {
        let recipe = Recipe {
            quad: quad(1e9),
            skew_degrees: Some(f32::INFINITY),
            crop: Some(rect(0.5, f32::NAN, 1.0, 1.0)),
            enhancement: Enhancement { strength: f32::NAN, ..Enhancement::default() },
            masks: vec![rect(0.5, 0.5, -1.0, 1.0), rect(0.75, -4.0, 9.0, 8.0)],
            regions: vec![rect(2.0, 0.0, 1.0, 1.0)],
            ..Recipe::default()
        };
        let expected = Recipe { masks: vec![rect(0.75, -4.0, 9.0, 8.0)], ..Recipe::default() };
        assert_eq!(recipe.made_sane(100, 80), expected);
        let crop = Recipe { crop: Some(rect(0.75, -4.0, 9.0, 8.0)), ..Recipe::default() };
        assert_eq!(crop.made_sane(100, 80).crop, Some(rect(0.75, 0.0, 0.25, 1.0)));
    }
    fn number() -> impl Strategy<Value = f32> {
        prop_oneof![
            3 => -1.5_f32..1.5,
            2 => -80.0_f32..200.0,
            1 => any::<f32>(),
            2 => prop::sample::select(vec![
                f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, -0.0, 1e-40, 1e30,
            ]),
        ]
    }

    prop_compose! {
        fn any_rect()(n in prop::array::uniform4(number())) -> Rect {
            rect(n[0], n[1], n[2], n[3])
        }
    }

    prop_compose! {
        fn any_recipe()(
            corners in prop::option::of(prop::array::uniform8(number())),
            skew_degrees in prop::option::of(number()),
            curl in prop::option::of((any::<u32>(), any::<u32>(), prop::collection::vec(number(), 0..20))),
            crop in prop::option::of(any_rect()),
            strength in number(),
            masks in prop::collection::vec(any_rect(), 0..5),
            regions in prop::collection::vec(any_rect(), 0..5),
        ) -> Recipe {
            Recipe {
                turn: Some(Turn::Left),
                quad: corners.map(|n| {
                    Quad([0, 2, 4, 6].map(|i| Point { x: n[i], y: n[i + 1] }))
                }),
                skew_degrees,
                curl: curl.map(|(columns, rows, shifts)| Curl { columns, rows, shifts }),
                crop,
                enhancement: Enhancement { preset: Preset::Grey, strength },
                masks,
                regions,
            }
        }
    }

    proptest! {
        /// NaN and the infinities have no words in JSON: a recipe that was kept with them could
        /// not be read again, nor the clipping with it.
        #[test]
        fn whatever_was_asked_can_be_kept_read_again_and_is_then_sane(
            asked in any_recipe(),
            width_px in prop::sample::select(vec![0_u32, 1, 100, 65_535, u32::MAX]),
            height_px in prop::sample::select(vec![0_u32, 1, 80, 65_535, u32::MAX]),
        ) {
            let sane = asked.made_sane(width_px, height_px);
            let kept = serde_json::to_string(&sane).unwrap();
            prop_assert!(!kept.contains("[null") && !kept.contains(",null"), "{}", kept);
            let read: Recipe = serde_json::from_str(&kept).unwrap();
            prop_assert_eq!(&read, &sane);
            prop_assert_eq!(read.made_sane(width_px, height_px), sane);
        }

        #[test]
        fn whatever_stands_for_a_recipe_is_read_or_refused(
            asked in any_recipe(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0x20_u8..0x7F), 1..8),
        ) {
            let mut bytes = serde_json::to_vec(&asked.made_sane(100, 80)).unwrap();
            for (at, value) in changes {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            if let Ok(read) = serde_json::from_slice::<Recipe>(&bytes) {
                let sane = read.made_sane(100, 80);
                prop_assert_eq!(sane.clone().made_sane(100, 80), sane);
            }
        }
    }
}
