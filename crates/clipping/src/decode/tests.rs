use std::io::Cursor;

use coupure_testkit::page::exif::with_exif;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

use super::*;

mod hostile;
mod variants;

const RED: Rgb<u8> = Rgb([220, 30, 30]);
const GREEN: Rgb<u8> = Rgb([30, 200, 40]);
const BLUE: Rgb<u8> = Rgb([30, 40, 210]);
const WHITE: Rgb<u8> = Rgb([250, 250, 250]);

/// Red and green above, blue and white below.
fn quarters() -> RgbImage {
    RgbImage::from_fn(64, 32, |x, y| match (x < 32, y < 16) {
        (true, true) => RED,
        (false, true) => GREEN,
        (true, false) => BLUE,
        (false, false) => WHITE,
    })
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture.clone()).write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

fn near(a: Rgb<u8>, b: Rgb<u8>) -> bool {
    a.0.iter().zip(b.0).all(|(a, b)| a.abs_diff(b) < 24)
}

fn corners(picture: &RgbImage) -> [Rgb<u8>; 4] {
    let (right, bottom) = (picture.width() - 4, picture.height() - 4);
    [(3, 3), (right, 3), (right, bottom), (3, bottom)].map(|(x, y)| *picture.get_pixel(x, y))
}

fn open(bytes: &[u8]) -> Result<Original, Error> {
    decode(bytes, 0, &Limits::default())
}

#[test]
fn every_kind_of_picture_is_decoded() {
    let kinds = [
        (ImageFormat::Jpeg, Kind::Jpeg),
        (ImageFormat::Png, Kind::Png),
        (ImageFormat::Tiff, Kind::Tiff),
        (ImageFormat::WebP, Kind::WebP),
    ];
    for (format, kind) in kinds {
        let bytes = encoded(&quarters(), format);
        let probe = probe(&bytes, &Limits::default()).expect("is probed");
        assert_eq!(probe, Probe { kind, pages: 1, width_px: 64, height_px: 32 });
        let original = open(&bytes).expect("is decoded");
        assert_eq!((original.kind, original.pages), (kind, 1));
        let expected = [RED, GREEN, WHITE, BLUE];
        assert!(corners(&original.pixels).iter().zip(expected).all(|(a, b)| near(*a, b)));
    }
}

#[test]
fn all_eight_orientations_are_set_upright() {
    let jpeg = encoded(&quarters(), ImageFormat::Jpeg);
    // Stored: red green / blue white. Exif 2.3, 4.6.4: where the stored first row and first column
    // are to be seen. Corners from the top left, clockwise.
    let upright = [
        (1, [RED, GREEN, WHITE, BLUE]),
        (2, [GREEN, RED, BLUE, WHITE]),
        (3, [WHITE, BLUE, RED, GREEN]),
        (4, [BLUE, WHITE, GREEN, RED]),
        (5, [RED, BLUE, WHITE, GREEN]),
        (6, [BLUE, RED, GREEN, WHITE]),
        (7, [WHITE, GREEN, RED, BLUE]),
        (8, [GREEN, WHITE, BLUE, RED]),
    ];
    for (orientation, expected) in upright {
        let bytes = with_exif(&jpeg, orientation);
        let original = open(&bytes).expect("is decoded");
        let probe = probe(&bytes, &Limits::default()).expect("is probed");
        assert_eq!((probe.width_px, probe.height_px), original.pixels.dimensions());
        let found = corners(&original.pixels);
        assert!(
            found.iter().zip(expected).all(|(a, b)| near(*a, b)),
            "orientation {orientation}: {found:?}"
        );
    }
}

#[test]
fn an_orientation_that_makes_no_sense_is_passed_over() {
    let bytes = with_exif(&encoded(&quarters(), ImageFormat::Jpeg), 77);
    assert_eq!(open(&bytes).expect("is decoded").pixels.dimensions(), (64, 32));
}

#[test]
fn transparent_parts_become_white() {
    let picture = image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("encodes");
    let original = open(bytes.get_ref()).expect("is decoded");
    assert!(original.pixels.pixels().all(|pixel| pixel.0 == [255; 3]));
}

#[test]
fn a_header_that_announces_a_giant_is_refused_at_once() {
    let mut png = encoded(&quarters(), ImageFormat::Png);
    png[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
    let mut jpeg = encoded(&quarters(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("has a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xC3, 0x50, 0xC3, 0x50]);
    // The header alone, with nothing after it, is as clear.
    let (png_start, jpeg_start) = (png[..40].to_vec(), jpeg[..frame + 12].to_vec());
    for bytes in [png, jpeg, png_start, jpeg_start] {
        let refused = Error::TooManyPixels {
            width_px: 50_000,
            height_px: 50_000,
            max_pixels: Limits::default().max_pixels,
        };
        assert_eq!(probe(&bytes, &Limits::default()), Err(refused.clone()));
        assert_eq!(open(&bytes).map(|_| ()), Err(refused));
    }
}

#[test]
fn a_file_larger_than_the_limit_is_refused() {
    let bytes = encoded(&quarters(), ImageFormat::Png);
    let limits = Limits { max_bytes: 10, ..Limits::default() };
    assert!(matches!(decode(&bytes, 0, &limits), Err(Error::TooManyBytes { max_bytes: 10, .. })));
}

#[test]
fn a_picture_cut_short_says_so_and_an_empty_or_foreign_file_too() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP] {
        let bytes = encoded(&quarters(), format);
        for length in [bytes.len() / 3, bytes.len() / 2, bytes.len() * 4 / 5] {
            let refused = open(&bytes[..length]).map(|_| ());
            assert!(
                matches!(refused, Err(Error::Truncated { .. })),
                "{format:?} cut to {length} of {}: {refused:?}",
                bytes.len()
            );
        }
    }
    assert_eq!(open(b"").map(|_| ()), Err(Error::Empty));
    assert_eq!(open("Ceci n’est pas une image.".as_bytes()).map(|_| ()), Err(Error::NotAPicture));
}

/// An uncompressed TIFF of one grey pixel a page.
fn tiff_of_greys(greys: &[u8]) -> Vec<u8> {
    let mut bytes = b"II\x2A\x00\x08\x00\x00\x00".to_vec();
    for (page, &grey) in greys.iter().enumerate() {
        let start = bytes.len() as u32;
        let entries: [(u16, u16, u32); 9] = [
            (256, 3, 1),
            (257, 3, 1),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 1),
            (273, 4, start + 2 + 9 * 12 + 4),
            (277, 3, 1),
            (278, 3, 1),
            (279, 4, 1),
        ];
        bytes.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, value) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        let last = page + 1 == greys.len();
        let next = if last { 0 } else { start + 2 + 9 * 12 + 4 + 2 };
        bytes.extend(next.to_le_bytes());
        bytes.extend([grey, 0]);
    }
    bytes
}

#[test]
fn each_page_of_a_tiff_can_be_asked_for() {
    let bytes = tiff_of_greys(&[10, 120, 230]);
    assert_eq!(probe(&bytes, &Limits::default()).expect("is probed").pages, 3);
    for (page, grey) in [(0, 10), (1, 120), (2, 230)] {
        let original = decode(&bytes, page, &Limits::default()).expect("is decoded");
        assert_eq!(original.pixels.get_pixel(0, 0).0, [grey; 3]);
    }
    let missing = decode(&bytes, 3, &Limits::default()).map(|_| ());
    assert_eq!(missing, Err(Error::PageMissing { page: 3, pages: 3 }));
    let missing = decode(&encoded(&quarters(), ImageFormat::Png), 1, &Limits::default());
    assert_eq!(missing.map(|_| ()), Err(Error::PageMissing { page: 1, pages: 1 }));
}

/// A PDF with the objects given (from 1 on) and a cross-reference table.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", i + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        bytes.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n")
            .bytes(),
    );
    bytes
}

/// One page of 288 × 144 points with a scan on it.
fn pdf_with_scan(trailer: &str, stated_width: u32) -> Vec<u8> {
    let jpeg = encoded(
        &image::imageops::resize(&quarters(), 1200, 600, image::imageops::FilterType::Nearest),
        ImageFormat::Jpeg,
    );
    let mut scan = format!(
        "<< /Type /XObject /Subtype /Image /Width {stated_width} /Height 600 /ColorSpace \
         /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length {} >>\nstream\n",
        jpeg.len()
    )
    .into_bytes();
    scan.extend(&jpeg);
    scan.extend(b"\nendstream");
    let content = "q 288 0 0 144 0 0 cm /Scan Do Q";
    pdf(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 288 144] /Contents 4 0 R \
              /Resources << /XObject << /Scan 5 0 R >> >> >>"
                .to_vec(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()).into_bytes(),
            scan,
        ],
        trailer,
    )
}

#[test]
fn a_scan_in_a_pdf_is_drawn_at_its_own_resolution() {
    let bytes = pdf_with_scan("", 1200);
    let probe = probe(&bytes, &Limits::default()).expect("is probed");
    assert_eq!((probe.kind, probe.pages), (Kind::Pdf, 1));
    assert_eq!((probe.width_px, probe.height_px), (1200, 600));
    let original = open(&bytes).expect("is drawn");
    assert_eq!(original.pixels.dimensions(), (1200, 600));
    let expected = [RED, GREEN, WHITE, BLUE];
    assert!(corners(&original.pixels).iter().zip(expected).all(|(a, b)| near(*a, b)));
    let missing = decode(&bytes, 1, &Limits::default()).map(|_| ());
    assert_eq!(missing, Err(Error::PageMissing { page: 1, pages: 1 }));
}

#[test]
fn a_pdf_with_a_password_a_broken_one_and_a_giant_in_one_are_told_apart() {
    let key = "00".repeat(32);
    let encrypted = format!(
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -44 >> /ID [<00> <00>]"
    );
    assert_eq!(open(&pdf_with_scan(&encrypted, 1200)).map(|_| ()), Err(Error::PdfPassword));
    assert!(matches!(open(b"%PDF-1.4\nnothing else"), Err(Error::PdfDamaged { .. })));
    let giant = open(&pdf_with_scan("", 4_000_000)).map(|_| ());
    assert!(matches!(giant, Err(Error::TooManyPixels { .. })), "{giant:?}");
}

#[test]
fn every_refusal_has_a_code_and_a_sentence() {
    let refused = open(b"").expect_err("is refused").problem();
    assert_eq!(refused.code, coupure_model::Code::PictureEmpty);
    let refused = open(b"GIF89a and so on").expect_err("is refused").problem();
    assert_eq!(refused.code, coupure_model::Code::PictureUnsupported);
    assert_eq!(refused.params["kind"], "GIF");
    assert!(refused.message.contains("GIF"));
}

fn sources() -> Vec<Vec<u8>> {
    let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP];
    let mut sources: Vec<Vec<u8>> =
        formats.iter().map(|&format| encoded(&quarters(), format)).collect();
    sources.push(with_exif(&sources[0], 6));
    sources.push(tiff_of_greys(&[1, 2, 3]));
    sources.push(pdf_with_scan("", 1200));
    sources.extend(variants::SAMPLES.iter().map(|(_, bytes)| bytes.to_vec()));
    sources
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damaged_files_are_decoded_or_refused_but_never_more(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
        page in 0..3_u32,
    ) {
        let mut bytes = which.get(&sources()).clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        // A small limit keeps a damaged header from being honoured at length.
        let limits = Limits { max_pixels: 4_000_000, ..Limits::default() };
        let _ = probe(&bytes, &limits);
        if let Ok(original) = decode(&bytes, page, &limits) {
            let (width, height) = original.pixels.dimensions();
            // A PDF's pages are bounded by what is drawn.
            let most = if original.kind == Kind::Pdf { 50_000_000 } else { limits.max_pixels };
            prop_assert!(u64::from(width) * u64::from(height) <= most);
        }
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = probe(&bytes, &Limits::default());
        let _ = decode(&bytes, 0, &Limits::default());
    }
}
