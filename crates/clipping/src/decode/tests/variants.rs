//! The kinds of files that scanners, phones and other programs really write, and what each of them
//! holds. The samples were made with Pillow of the picture of the tests beside; they are ours.

use super::*;

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        pub const SAMPLES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../samples/", $name)))),*];
    };
}

samples!(
    "quarters.heic",
    "quarters-progressive.jpg",
    "quarters-cmyk.jpg",
    "quarters-jpeg.tif",
    "quarters-palette.png",
    "quarters-palette.tif",
    "quarters-cmyk.tif",
    "quarters-16.tif",
    "corner-g3.tif",
    "corner-g4.tif",
    "corner.png",
);

/// Rare ones that the decoder does not know.
const REFUSED: [&str; 1] = ["corner-g3.tif"];

#[test]
fn each_kind_of_file_is_read_as_it_looks() {
    for (name, bytes) in SAMPLES.iter().filter(|(name, _)| !REFUSED.contains(name)) {
        let probe = probe(bytes, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!((probe.width_px, probe.height_px, probe.pages), (64, 32, 1), "{name}");
        let original = open(bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        let found = corners(&original.pixels);
        let luma =
            |Rgb([r, g, b]): Rgb<u8>| (299 * r as u32 + 587 * g as u32 + 114 * b as u32) / 1000;
        if name.starts_with("corner") {
            assert_eq!(found.map(|colour| luma(colour) > 128), [false, true, true, true], "{name}");
        } else if name.contains("16") {
            let expected = [RED, GREEN, WHITE, BLUE].map(luma);
            let near = found.iter().zip(expected).all(|(a, b)| luma(*a).abs_diff(b) < 4);
            assert!(near, "{name}: {found:?}");
        } else {
            // Inks are not light: CMYK comes back a little off.
            let near =
                |a: Rgb<u8>, b: Rgb<u8>| a.0.iter().zip(b.0).all(|(a, b)| a.abs_diff(b) < 40);
            let expected = [RED, GREEN, WHITE, BLUE];
            assert!(found.iter().zip(expected).all(|(a, b)| near(*a, b)), "{name}: {found:?}");
        }
    }
}

#[test]
fn a_variant_that_is_not_read_is_said_to_be_one() {
    for (name, bytes) in SAMPLES.iter().filter(|(name, _)| REFUSED.contains(name)) {
        assert!(matches!(open(bytes), Err(Error::Unsupported { .. })), "{name}");
    }
}

#[test]
fn a_photo_of_an_iphone_that_is_cut_short_or_too_large_says_so() {
    let heic = SAMPLES[0].1;
    for length in [20, heic.len() / 3, heic.len() - 20] {
        let refused = open(&heic[..length]).map(|_| ());
        assert!(matches!(refused, Err(Error::Truncated { .. })), "{length}: {refused:?}");
    }
    let limits = Limits { max_pixels: 1_000, ..Limits::default() };
    assert!(matches!(probe(heic, &limits), Err(Error::TooManyPixels { .. })));
    assert!(matches!(decode(heic, 0, &limits), Err(Error::TooManyPixels { .. })));
}

#[test]
fn a_million_directories_are_refused_and_none_of_them_is_followed() {
    let count = 20_000_u32;
    let mut bytes = b"II\x2A\x00\x08\x00\x00\x00".to_vec();
    for i in 0..count {
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend([0, 1, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
        let next = if i + 1 == count { 0 } else { 8 + 18 * (i + 1) };
        bytes.extend(next.to_le_bytes());
    }
    assert!(matches!(probe(&bytes, &Limits::default()), Err(Error::Truncated { .. })));
    assert!(matches!(open(&bytes), Err(Error::Truncated { .. })));
}

#[test]
fn each_page_has_its_own_size() {
    let size = |bytes: &[u8], page| page_size_px(bytes, page, &Limits::default());
    assert_eq!(size(&tiff_of_greys(&[1, 2]), 1), Ok([1, 1]));
    assert_eq!(size(&pdf_with_scan("", 1200), 0), Ok([1200, 600]));
    assert_eq!(size(SAMPLES[0].1, 0), Ok([64, 32]));
    for bytes in [tiff_of_greys(&[1, 2]), pdf_with_scan("", 1200), SAMPLES[0].1.to_vec()] {
        assert!(matches!(size(&bytes, 2), Err(Error::PageMissing { .. })));
    }
}
