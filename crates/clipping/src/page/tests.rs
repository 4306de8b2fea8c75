use coupure_testkit::page::{Background, Degradation, Layout, degrade, interview, typeset};

use super::*;
use crate::geometry::distance;

fn worst_offset(photo: &coupure_testkit::page::Photo, quad: &Quad) -> f64 {
    quad.0
        .iter()
        .zip(photo.corners)
        .map(|(found, (x, y))| distance(*found, geometry::point(x, y)))
        .fold(0.0, f64::max)
}

#[test]
fn a_page_is_found_on_any_background() {
    let page = typeset(&interview(), &Layout::default());
    let backgrounds = [Background::Wood, Background::Dark, Background::Cloth, Background::Checks];
    for (seed, background) in backgrounds.into_iter().enumerate() {
        let degradation = Degradation {
            width_px: 1512,
            height_px: 2016,
            angle_degrees: 11.0 - 6.0 * seed as f64,
            background,
            ..Degradation::default()
        };
        let photo = degrade(&page.picture, seed as u64, &degradation);
        let offset = worst_offset(&photo, &find_page(&photo.picture));
        assert!(offset < 12.0, "{background:?}: a corner is {offset:.1} px off");
    }
}

#[test]
fn a_scan_that_fills_the_picture_is_taken_whole() {
    let page = typeset(&interview(), &Layout::default()).picture;
    assert_eq!(find_page(&page), geometry::whole(page.width(), page.height()));
}

#[test]
fn a_picture_of_nothing_is_taken_whole() {
    for (width, height) in [(1, 1), (3, 900), (640, 480)] {
        let picture = RgbImage::from_pixel(width, height, image::Rgb([180, 170, 160]));
        assert_eq!(find_page(&picture), geometry::whole(width, height));
    }
}
