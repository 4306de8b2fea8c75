//! Whatever a recipe says, a page comes of it: no panic, and no more pixels than the original
//! accounts for.

use coupure_clipping::{Quiet, RgbImage, correct};
use coupure_model::{Curl, Enhancement, Point, Preset, Quad, Recipe, Rect, Turn};
use proptest::prelude::*;

const WIDTH: u32 = 60;
const HEIGHT: u32 = 40;

fn number() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => -1.5_f32..1.5,
        3 => -80.0_f32..160.0,
        1 => any::<f32>(),
        1 => prop::sample::select(vec![
            f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 1e9, -1e9, 0.0, -0.0,
            f32::MIN_POSITIVE, 1e-30,
        ]),
    ]
}

fn rect() -> impl Strategy<Value = Rect> {
    (number(), number(), number(), number()).prop_map(|(x, y, width, height)| Rect {
        x,
        y,
        width,
        height,
    })
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let corner = || (number(), number()).prop_map(|(x, y)| Point { x, y });
    let quad = prop::array::uniform4(corner()).prop_map(Quad);
    // Most quads drawn blindly cross; these are those of a page, one corner of which is anywhere.
    let near = (0..4_usize, corner()).prop_map(|(which, other)| {
        let point = |x, y| Point { x, y };
        let (right, bottom) = (WIDTH as f32, HEIGHT as f32);
        let mut corners =
            [point(0.0, 0.0), point(right, 0.0), point(right, bottom), point(0.0, bottom)];
        corners[which] = other;
        Quad(corners)
    });
    let turn = prop::sample::select(vec![Turn::None, Turn::Right, Turn::Half, Turn::Left]);
    let side = || prop_oneof![3 => 0..9_u32, 1 => any::<u32>()];
    let curl = (side(), side(), prop::collection::vec(number(), 0..17))
        .prop_map(|(columns, rows, shifts)| Curl { columns, rows, shifts });
    let preset = prop::sample::select(vec![
        Preset::Automatic,
        Preset::Untouched,
        Preset::Colour,
        Preset::Grey,
        Preset::BlackAndWhite,
    ]);
    (
        turn,
        prop::option::of(prop_oneof![quad, near]),
        (prop::option::of(number()), prop::option::of(curl)),
        prop::option::of(rect()),
        (preset, number()),
        prop::collection::vec(rect(), 0..4),
        prop::collection::vec(rect(), 0..4),
    )
        .prop_map(
            |(turn, quad, (skew_degrees, curl), crop, (preset, strength), masks, regions)| Recipe {
                turn: Some(turn),
                quad,
                skew_degrees,
                curl,
                crop,
                enhancement: Enhancement { preset, strength },
                masks,
                regions,
            },
        )
}

fn picture() -> RgbImage {
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| image::Rgb([(x * 4) as u8, (y * 6) as u8, 200]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_recipe_makes_a_page_of_a_size_that_the_original_accounts_for(recipe in recipe()) {
        let corrected = correct(&picture(), &recipe, &Quiet).expect("a page is made");
        let (width, height) = corrected.pixels.dimensions();
        prop_assert!(width >= 1 && height >= 1);
        prop_assert!(width * height <= 16 * WIDTH * HEIGHT, "{width} × {height}");
        // What was found can be kept, read again, and makes a page again.
        let kept = serde_json::to_string(&corrected.found).expect("is written");
        let read: Recipe = serde_json::from_str(&kept).expect("is read");
        prop_assert_eq!(&read, &corrected.found);
        let again = correct(&picture(), &read, &Quiet).expect("a page is made");
        prop_assert!(again.pixels == corrected.pixels);
    }

    #[test]
    fn damaged_recipes_are_read_or_refused(
        recipe in recipe(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0x20_u8..0x7F), 0..6),
    ) {
        let mut bytes = serde_json::to_vec(&recipe).expect("is written");
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(read) = serde_json::from_slice::<Recipe>(&bytes) {
            correct(&picture(), &read, &Quiet).expect("a page is made");
        }
    }
}
