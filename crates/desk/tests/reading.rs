//! What becomes of pictures that are read, with the real models: of a long page first as the quick
//! ones see it; of what has no text, a clipping that says so. Ordinary pages are tried by
//! `crates/clipping`.

use coupure_desk::{Desk, OpenOptions, view::ClippingChange};
use coupure_model::{Clipping, ClippingId, ClippingState};
use coupure_testkit::page::{Layout, interview, typeset};
use image::{Rgb, RgbImage};
use tempfile::TempDir;

fn new_desk() -> (TempDir, Desk) {
    let home = tempfile::tempdir().unwrap();
    let models = coupure_desk::models_folder().expect("the test command fetches the models");
    let options = OpenOptions { models: Some(models), ..OpenOptions::of(home.path().join("home")) };
    let desk = Desk::open(options).unwrap();
    (home, desk)
}

fn taken_in(desk: &Desk, picture: &RgbImage) -> ClippingId {
    let rgba: Vec<u8> = picture.pixels().flat_map(|p| [p[0], p[1], p[2], 255]).collect();
    let taken = desk.take_in_pixels(&rgba, picture.width(), picture.height(), true).unwrap();
    taken.clipping.unwrap()
}

/// As it is once nothing waits any more.
fn read(picture: &RgbImage) -> Clipping {
    let (_home, desk) = new_desk();
    let id = taken_in(&desk, picture);
    desk.work_off_clippings();
    desk.clipping(id).unwrap().clipping
}

#[test]
fn a_long_page_is_read_roughly_first_and_the_author_s_words_outlive_both_readings() {
    let (_home, desk) = new_desk();
    let page = typeset(
        &interview(),
        &Layout { width_px: 1400, columns: 2, body_px: 38.0, margin_px: 70.0, ..Layout::default() },
    );
    let id = taken_in(&desk, &page.picture);
    let mut events = desk.events();
    let working = desk.clone();
    let working = std::thread::spawn(move || working.work_off_clippings());
    let rough = loop {
        // Lagging behind is no harm: later events tell of the same.
        let _ = events.blocking_recv();
        if let Some(reading) = desk.clipping(id).unwrap().clipping.reading {
            break reading;
        }
    };
    assert!(rough.rough, "the first reading is the quick models'");
    assert!(rough.text.len() > 1_000, "{}", rough.text);
    let own = "Ce que j’ai corrigé pendant la lecture.";
    let change = ClippingChange { text: Some(own.into()), ..ClippingChange::default() };
    assert_eq!(desk.change_clipping(id, change).unwrap().text, own);
    working.join().unwrap();
    let clipping = desk.clipping(id).unwrap().clipping;
    let careful = clipping.reading.as_ref().unwrap();
    assert!(!careful.rough && careful.text != rough.text);
    assert_eq!((clipping.text(), &clipping.state), (own, &ClippingState::Ready));
}

#[test]
fn a_blank_page_becomes_a_clipping_without_text() {
    let clipping = read(&RgbImage::from_pixel(700, 900, Rgb([236, 230, 214])));
    assert_eq!((clipping.text(), &clipping.state), ("", &ClippingState::Ready));
    assert!(clipping.current_derivatives().is_some());
}
