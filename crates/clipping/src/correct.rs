//! The stages put together: the recipe replayed on an original, what is not said found.

use coupure_model::{Curl, Preset, Quad, Recipe, Rect, Turn};
use image::{GrayImage, Rgb, RgbImage};

use crate::light::{Ground, Light};
use crate::progress::{Progress, Stage, Within, step};
use crate::small::{ANALYSIS_SIDE_PX, grey, shrunk};
use crate::straighten::{Frame, page_size};
use crate::{
    Error, descreen, field, find_curl, find_skew_degrees, geometry, looks_like_print, page,
    pictures, upright,
};

/// Below this a turn moves no pixel of the largest page by more than one; it would only blur.
const SKEW_LEAST_DEGREES: f32 = 0.01;

/// Corners far outside and a large angle make a page larger than its original, up to this: twice
/// the largest original.
const PAGE_PIXELS_MAX: u64 = 400_000_000;

/// The corrected page at full size.
#[derive(Debug, Clone)]
pub struct Corrected {
    pub pixels: RgbImage,
    /// The recipe with what was found filled in: replayed, it makes the same page.
    pub found: Recipe,
}

/// Makes the corrected page. What makes no sense in the recipe is as if it had not been said. `quad` in the recipe names the corners as they lie in the original
/// (top left first), whatever the turn; the turn then sets the page upright. Nothing of the page is
/// cut by the fine angle: what it uncovers is white.
///
/// It holds the original, the result and little else; drop the original before [`derivatives`]
/// where memory is short.
///
/// [`derivatives`]: crate::derivatives
pub fn correct(
    original: &RgbImage,
    recipe: &Recipe,
    progress: &dyn Progress,
) -> Result<Corrected, Error> {
    step(progress, Stage::Page, 0.0)?;
    let recipe = &recipe.clone().made_sane(original.width(), original.height());
    let small = shrunk(original, ANALYSIS_SIDE_PX)?;
    let factor = f64::from(small.width()) / f64::from(original.width());
    let drawn = recipe.quad.filter(is_usable);
    let mut quad = match drawn {
        Some(quad) => quad,
        None => geometry::scaled(&page::find(&small)?, 1.0 / factor),
    };
    // An ordinary picture has no page in it: what was taken for its corners is part of the scene.
    let mut enhancement = recipe.enhancement;
    let mut skew_asked = recipe.skew_degrees.filter(|degrees| degrees.is_finite());
    let mut turn_asked = recipe.turn;
    let mut curl_asked = recipe.curl.clone().filter(field::is_usable);
    if enhancement.preset == Preset::Automatic {
        if is_print(&small, &geometry::scaled(&quad, factor), progress)? {
            enhancement.preset = Preset::Colour;
        } else {
            enhancement.preset = Preset::Untouched;
            curl_asked = curl_asked.or_else(|| Some(Curl::default()));
            if drawn.is_none() {
                quad = geometry::whole(original.width(), original.height());
                skew_asked = skew_asked.or(Some(0.0));
                turn_asked = turn_asked.or(Some(Turn::None));
            }
        }
    }
    step(progress, Stage::Page, 1.0)?;

    step(progress, Stage::Straighten, 0.0)?;
    let size = page_size(&quad);
    let small_quad = geometry::scaled(&quad, factor);
    let small_size = (size.0 * factor, size.1 * factor);
    let level =
        |turn: Turn, skew_degrees: f64| Frame::new(&small_quad, small_size, turn, skew_degrees);
    let seen = |turn: Turn, skew_degrees: f64| -> Result<GrayImage, Error> {
        let frame = level(turn, skew_degrees);
        Ok(grey(&frame.render(&small, None, &Within(progress), Stage::Straighten)?))
    };
    let turn = match turn_asked {
        Some(turn) => turn,
        None => upright::find_turn(seen)?,
    };
    let skew_degrees = match skew_asked {
        Some(degrees) => degrees,
        None => {
            let found = find_skew_degrees(&seen(turn, 0.0)?);
            if found.abs() < SKEW_LEAST_DEGREES { 0.0 } else { found }
        }
    };
    let curl = match curl_asked {
        Some(curl) => curl,
        None => find_curl(&seen(turn, f64::from(skew_degrees))?),
    };
    step(progress, Stage::Straighten, 1.0)?;

    step(progress, Stage::Light, 0.0)?;
    let frame = Frame::new(&quad, size, turn, f64::from(skew_degrees)).uncurled(&curl);
    let part = recipe.crop.unwrap_or(Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 });
    let shown = frame.cropped(&part);
    let (width_px, height_px) = (u64::from(shown.width_px), u64::from(shown.height_px));
    if width_px * height_px > PAGE_PIXELS_MAX {
        return Err(Error::TooManyPixels { width_px, height_px, max_pixels: PAGE_PIXELS_MAX });
    }
    let (light, pictures) = {
        let small_frame = level(turn, f64::from(skew_degrees)).uncurled(&curl);
        let page = small_frame.render(&small, None, &Within(progress), Stage::Light)?;
        let ground = Ground::of(&page);
        let factor = (
            frame.width_px as f32 / page.width() as f32,
            frame.height_px as f32 / page.height() as f32,
        );
        let origin_px = (part.x * frame.width_px as f32, part.y * frame.height_px as f32);
        let light =
            Light::of(&page, &ground, &enhancement).map(|light| light.scaled(factor, origin_px));
        (light, pictures::placed(&ground.pictures(), factor, origin_px))
    };
    drop(small);
    let mut pixels = shown.render(original, light.as_ref(), progress, Stage::Light)?;
    if light.is_some() {
        descreen::take_out_screens(&mut pixels, &pictures, progress)?;
    }
    for mask in &recipe.masks {
        paint_over(&mut pixels, mask);
    }
    step(progress, Stage::Light, 1.0)?;

    let mut found = recipe.clone();
    found.turn = Some(turn);
    found.quad = Some(quad);
    found.skew_degrees = Some(skew_degrees);
    found.curl = Some(curl);
    found.enhancement = enhancement;
    Ok(Corrected { pixels, found })
}

/// Whether what lies between the corners looks like print.
fn is_print(small: &RgbImage, quad: &Quad, progress: &dyn Progress) -> Result<bool, Error> {
    let frame = Frame::new(quad, page_size(quad), Turn::None, 0.0);
    Ok(looks_like_print(&frame.render(small, None, &Within(progress), Stage::Page)?))
}

/// Corners drawn by hand can cross or fall together; such a quad says nothing.
fn is_usable(quad: &Quad) -> bool {
    quad.0.iter().all(|corner| corner.x.is_finite() && corner.y.is_finite())
        && geometry::is_proper(quad)
}

fn paint_over(page: &mut RgbImage, mask: &Rect) {
    let (width, height) = (page.width() as f32, page.height() as f32);
    let end = |from: f32, length: f32, side: f32| {
        (
            (from * side).floor().clamp(0.0, side) as u32,
            ((from + length) * side).ceil().clamp(0.0, side) as u32,
        )
    };
    let (left, right) = end(mask.x, mask.width, width);
    let (top, bottom) = end(mask.y, mask.height, height);
    for y in top..bottom {
        for x in left..right {
            page.put_pixel(x, y, Rgb([255; 3]));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use coupure_model::Enhancement;
    use coupure_testkit::page::{Degradation, Layout, degrade, interview, typeset};

    use super::*;
    use crate::Quiet;
    use crate::small::luma;

    fn photo() -> RgbImage {
        let page = typeset(&interview(), &Layout::default());
        let degradation = Degradation { width_px: 1512, height_px: 2016, ..Degradation::default() };
        degrade(&page.picture, 3, &degradation).picture
    }

    /// Listens, and cancels when told to.
    #[derive(Default)]
    struct Ear {
        heard: Mutex<Vec<(Stage, f32)>>,
        cancel_at: Option<Stage>,
    }

    impl Progress for Ear {
        fn report(&self, stage: Stage, done: f32) {
            self.heard.lock().expect("no test panics here").push((stage, done));
        }

        fn cancelled(&self) -> bool {
            let heard = self.heard.lock().expect("no test panics here");
            self.cancel_at.is_some_and(|stage| heard.iter().any(|(at, _)| *at == stage))
        }
    }

    #[test]
    fn a_photo_becomes_a_level_white_page() {
        let corrected = correct(&photo(), &Recipe::default(), &Quiet).expect("is corrected");
        let left = find_skew_degrees(&grey(&shrunk(&corrected.pixels, 2000).expect("shrinks")));
        assert!(left.abs() < 0.1, "{left}° are left");
        let (width, height) = corrected.pixels.dimensions();
        let ratio = f64::from(height) / f64::from(width);
        let page = typeset(&interview(), &Layout::default()).picture;
        let true_ratio = f64::from(page.height()) / f64::from(page.width());
        assert!((ratio / true_ratio - 1.0).abs() < 0.05, "{ratio} for {true_ratio}");
        // The margins, all the way round, are white.
        for (x, y) in [(40, height / 2), (width - 40, height / 2), (width / 2, height - 40)] {
            let Rgb([red, green, blue]) = *corrected.pixels.get_pixel(x, y);
            assert!(luma(red, green, blue) > 240, "{red} {green} {blue} at {x}, {y}");
        }
    }

    #[test]
    fn the_recipe_that_was_found_makes_the_same_page_again() {
        let photo = photo();
        let first = correct(&photo, &Recipe::default(), &Quiet).expect("is corrected");
        assert!(first.found.quad.is_some() && first.found.skew_degrees.is_some());
        let second = correct(&photo, &first.found, &Quiet).expect("is corrected");
        assert!(first.pixels == second.pixels);
        assert_eq!(first.found, second.found);
    }

    #[test]
    fn what_the_author_set_is_kept_and_done() {
        let photo = photo();
        let whole = geometry::whole(photo.width(), photo.height());
        let recipe = Recipe {
            turn: Some(Turn::Left),
            quad: Some(whole),
            skew_degrees: Some(0.0),
            curl: Some(Curl::default()),
            crop: Some(Rect { x: 0.5, y: 0.0, width: 0.5, height: 1.0 }),
            enhancement: Enhancement { preset: Preset::Untouched, strength: 0.0 },
            masks: vec![Rect { x: 0.0, y: 0.0, width: 0.25, height: 0.5 }],
            ..Recipe::default()
        };
        let corrected = correct(&photo, &recipe, &Quiet).expect("is corrected");
        assert_eq!(corrected.found, recipe);
        let (width, height) = (photo.height() / 2, photo.width());
        assert_eq!(corrected.pixels.dimensions(), (width, height));
        let mut expected =
            image::imageops::crop_imm(&image::imageops::rotate270(&photo), width, 0, width, height)
                .to_image();
        for y in 0..height / 2 {
            for x in 0..width / 4 {
                expected.put_pixel(x, y, Rgb([255; 3]));
            }
        }
        assert!(corrected.pixels == expected);
    }

    #[test]
    fn a_page_that_lies_flat_is_not_touched_by_looking_for_a_curl() {
        let photo = photo();
        let looked = correct(&photo, &Recipe::default(), &Quiet).expect("is corrected");
        assert_eq!(looked.found.curl, Some(Curl::default()));
        let said = Recipe { curl: Some(Curl::default()), ..Recipe::default() };
        let said = correct(&photo, &said, &Quiet).expect("is corrected");
        assert!(looked.pixels == said.pixels);
    }

    #[test]
    fn a_photo_taken_upside_down_is_set_upright_unless_the_author_says_how_it_lies() {
        let photo = image::imageops::rotate180(&photo());
        let found = correct(&photo, &Recipe::default(), &Quiet).expect("is corrected").found;
        assert_eq!(found.turn, Some(Turn::Half));
        let said = Recipe { turn: Some(Turn::None), ..Recipe::default() };
        let found = correct(&photo, &said, &Quiet).expect("is corrected").found;
        assert_eq!(found.turn, Some(Turn::None));
    }

    #[test]
    fn a_curl_is_replayed_and_one_that_makes_no_sense_is_looked_for_again() {
        let photo = photo();
        let shifts = (0..16).map(|i| 0.01 * (i % 4) as f32).collect();
        let curl = Curl { columns: 4, rows: 4, shifts };
        let recipe = Recipe { curl: Some(curl.clone()), ..Recipe::default() };
        let bent = correct(&photo, &recipe, &Quiet).expect("is corrected");
        assert_eq!(bent.found.curl, Some(curl.clone()));
        let again = correct(&photo, &bent.found, &Quiet).expect("is corrected");
        assert!(again.pixels == bent.pixels && again.found == bent.found);
        for odd in [
            Curl { columns: 400, ..curl.clone() },
            Curl { shifts: vec![f32::NAN; 16], ..curl.clone() },
            Curl { rows: 1, columns: 16, ..curl },
        ] {
            let recipe = Recipe { curl: Some(odd), ..Recipe::default() };
            let corrected = correct(&photo, &recipe, &Quiet).expect("is corrected");
            assert_eq!(corrected.found.curl, Some(Curl::default()));
        }
    }

    #[test]
    fn an_ordinary_photo_is_left_as_it_is_unless_the_author_says_how() {
        let photo = RgbImage::from_fn(240, 180, |x, y| {
            let leaf = 40.0 * (x as f32 / 7.0).sin() * (y as f32 / 9.0).cos();
            image::Rgb([90 + (x / 4) as u8, (120.0 + leaf) as u8, 60 + (y / 3) as u8])
        });
        let left = correct(&photo, &Recipe::default(), &Quiet).expect("is corrected");
        assert!(left.pixels == photo);
        assert_eq!(left.found.enhancement.preset, Preset::Untouched);
        assert!(Recipe::default().makes(&left.found));
        let mut asked = Recipe::default();
        asked.enhancement.preset = Preset::Grey;
        let grey = correct(&photo, &asked, &Quiet).expect("is corrected");
        assert_eq!(grey.found.enhancement, asked.enhancement);
        assert!(grey.pixels.pixels().all(|pixel| pixel[0] == pixel[1]));
    }

    #[test]
    fn corners_that_cross_are_looked_for_again() {
        let photo = photo();
        let [a, b, c, d] = geometry::whole(photo.width(), photo.height()).0;
        let recipe = Recipe { quad: Some(Quad([a, c, b, d])), ..Recipe::default() };
        let corrected = correct(&photo, &recipe, &Quiet).expect("is corrected");
        assert!(corrected.found.quad.is_some_and(|quad| geometry::is_proper(&quad)));
    }

    #[test]
    fn progress_goes_through_the_stages_in_order() {
        let ear = Ear::default();
        correct(&photo(), &Recipe::default(), &ear).expect("is corrected");
        let heard = ear.heard.into_inner().expect("no test panics here");
        let mut stages: Vec<Stage> = heard.iter().map(|(stage, _)| *stage).collect();
        assert!(stages.is_sorted());
        stages.dedup();
        assert_eq!(stages, [Stage::Page, Stage::Straighten, Stage::Light]);
        assert!(heard.iter().all(|(_, done)| (0.0..=1.0).contains(done)));
        let goes_on = |pair: &[(Stage, f32)]| pair[0].0 != pair[1].0 || pair[0].1 <= pair[1].1;
        // Strips are worked on side by side: one may be told a little late.
        let back = heard.windows(2).filter(|pair| !goes_on(pair) && pair[0].1 - pair[1].1 > 0.5);
        assert_eq!(back.count(), 0, "{heard:?}");
    }

    #[test]
    fn it_stops_at_whatever_stage_it_is_cancelled() {
        let photo = photo();
        for stage in [Stage::Page, Stage::Straighten, Stage::Light] {
            let ear = Ear { cancel_at: Some(stage), ..Ear::default() };
            let stopped = correct(&photo, &Recipe::default(), &ear).map(|_| ());
            assert_eq!(stopped, Err(Error::Cancelled), "{stage:?}");
        }
    }
}
