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

/// What quad and page have in common, as a part of both together, as far as the picture shows it.
fn overlap(photo: &coupure_testkit::page::Photo, quad: &Quad) -> f64 {
    let truth = Quad(photo.corners.map(|(x, y)| geometry::point(x, y)));
    let (mut both, mut either) = (0, 0);
    for y in (0..photo.picture.height()).step_by(3) {
        for x in (0..photo.picture.width()).step_by(3) {
            let at = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            let (found, page) = (contents::is_inside(quad, at), contents::is_inside(&truth, at));
            both += u32::from(found && page);
            either += u32::from(found || page);
        }
    }
    f64::from(both) / f64::from(either)
}

fn small(angle_degrees: f64, background: Background) -> Degradation {
    Degradation {
        width_px: 900,
        height_px: 1200,
        angle_degrees,
        fill: 0.72,
        background,
        ..Degradation::default()
    }
}

#[test]
fn a_page_is_told_from_the_checks_of_the_cloth_that_it_lies_on() {
    let page = typeset(&interview(), &Layout::default());
    for (seed, angle) in [(3, 0.5), (4, 4.5), (7, 6.1), (15, -7.0)] {
        let photo = degrade(&page.picture, seed, &small(angle, Background::Checks));
        let overlap = overlap(&photo, &find_page(&photo.picture));
        assert!(overlap > 0.985, "at {angle}°: {overlap:.3}");
    }
}

#[test]
fn the_edges_of_a_curled_page_are_followed_to_its_corners() {
    let page = typeset(&interview(), &Layout::default());
    for (seed, background) in [(1, Background::Wood), (2, Background::Dark), (3, Background::Cloth)]
    {
        let curled = Degradation { curl: 1.0, ..small(3.0 - 2.0 * seed as f64, background) };
        let photo = degrade(&page.picture, seed, &curled);
        let overlap = overlap(&photo, &find_page(&photo.picture));
        assert!(overlap > 0.95, "{background:?}: {overlap:.3}");
    }
}

#[test]
fn a_page_that_is_torn_or_runs_out_of_the_picture_or_lies_by_another_is_found() {
    let page = typeset(&interview(), &Layout::default());
    let wood = small(-3.0, Background::Wood);
    let cases = [
        ("cut out unevenly", 0.96, Degradation { ragged: 0.015, ..wood.clone() }),
        ("out to the right", 0.98, Degradation { shift: (0.3, 0.0), ..wood.clone() }),
        ("out below", 0.98, Degradation { shift: (0.0, 0.3), ..small(4.0, Background::Cloth) }),
        (
            "beside another",
            0.96,
            Degradation {
                width_px: 1200,
                fill: 0.55,
                shift: (-0.2, 0.0),
                sheet_beneath: Some((1.05, 0.03)),
                ..small(2.0, Background::Dark)
            },
        ),
    ];
    for (what, least, degradation) in cases {
        let photo = degrade(&page.picture, 5, &degradation);
        let overlap = overlap(&photo, &find_page(&photo.picture));
        assert!(overlap > least, "{what}: {overlap:.3}");
    }
}

#[test]
fn on_a_table_as_white_as_the_paper_nothing_of_the_page_is_cut_off() {
    let page = typeset(&interview(), &Layout::default());
    for seed in 0..3 {
        let photo = degrade(&page.picture, seed, &small(5.0, Background::White));
        let quad = find_page(&photo.picture);
        let cut_off = photo.corners.iter().filter(|(x, y)| {
            // A few pixels of the margin are no loss.
            let towards = |at: f64, middle: f64| at + (middle - at) * 0.03;
            !contents::is_inside(&quad, (towards(*x, 450.0), towards(*y, 600.0)))
        });
        assert_eq!(cut_off.count(), 0, "seed {seed}: {quad:?}");
    }
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
