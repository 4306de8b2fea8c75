//! Files made to do harm, or that make no sense: each is refused with its own error, or is what it
//! says. What only bounds of time and memory stop is tried by the command line's tests, in the
//! process that has them.

use super::*;

/// A PDF of one page of an inch, with the content and the further objects given (from 5 on).
fn pdf_of(resources: &str, content: &str, further: &[&str]) -> Vec<u8> {
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Contents 4 0 R /Resources << \
         {resources} >> >>"
    );
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()).into_bytes(),
    ];
    objects.extend(further.iter().map(|object| object.as_bytes().to_vec()));
    pdf(&objects, "")
}

#[test]
fn one_pixel_is_a_picture() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP] {
        let bytes = encoded(&RgbImage::from_pixel(1, 1, WHITE), format);
        let original = open(&bytes).unwrap_or_else(|error| panic!("{format:?}: {error}"));
        assert_eq!(original.pixels.dimensions(), (1, 1), "{format:?}");
        assert!(near(*original.pixels.get_pixel(0, 0), WHITE), "{format:?}");
    }
}

#[test]
fn giants_are_refused_by_their_header_whatever_their_kind() {
    let giants = |side: u32| {
        let mut png = encoded(&quarters(), ImageFormat::Png);
        png[16..20].copy_from_slice(&side.to_be_bytes());
        png[20..24].copy_from_slice(&side.to_be_bytes());
        let mut jpeg = encoded(&quarters(), ImageFormat::Jpeg);
        let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("has a frame");
        let two = (side as u16).to_be_bytes();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[two[0], two[1], two[0], two[1]]);
        let mut tiff = tiff_of_greys(&[9]);
        // Width, height, and all rows in one strip.
        for entry in [0, 1, 7] {
            // As four bytes: kind 4 instead of 3.
            let at = 8 + 2 + 12 * entry;
            tiff[at + 2] = 4;
            tiff[at + 8..at + 12].copy_from_slice(&side.to_le_bytes());
        }
        // A canvas of the extended WebP, sizes less one in three bytes (RFC 9649, 2.7).
        let less = (side - 1).to_le_bytes();
        let mut webp = b"RIFF\x16\x00\x00\x00WEBPVP8X\x0A\x00\x00\x00\x00\x00\x00\x00".to_vec();
        webp.extend([less[0], less[1], less[2], less[0], less[1], less[2]]);
        [png, jpeg, tiff, webp]
    };
    for side in [30_000_u32, 65_535] {
        for bytes in giants(side) {
            let kind = Kind::of(&bytes).expect("is known");
            for refused in [probe(&bytes, &Limits::default()).map(|_| ()), open(&bytes).map(|_| ())]
            {
                match refused {
                    Err(Error::TooManyPixels { width_px, height_px, .. }) => {
                        assert_eq!([width_px, height_px], [u64::from(side); 2], "{kind:?}");
                    }
                    // The format itself forbids the size: 16,383 at most without a picture in it.
                    Err(Error::Truncated { .. }) if kind == Kind::WebP => {}
                    other => panic!("{kind:?} of {side}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn of_deep_pictures_only_smaller_ones_are_taken() {
    let picture = image::ImageBuffer::from_pixel(40, 40, image::Rgba([u16::MAX; 4]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgba16(picture).write_to(&mut bytes, ImageFormat::Png).expect("encodes");
    let limits = |max_pixels| Limits { max_pixels, ..Limits::default() };
    assert!(decode(bytes.get_ref(), 0, &limits(3_200)).is_ok());
    let refused = decode(bytes.get_ref(), 0, &limits(3_000)).map(|_| ());
    let expected = Error::TooManyPixels { width_px: 40, height_px: 40, max_pixels: 1_500 };
    assert_eq!(refused, Err(expected.clone()));
    assert_eq!(probe(bytes.get_ref(), &limits(3_000)).map(|_| ()), Err(expected));
}

#[test]
fn directories_that_go_round_in_a_circle_are_not_followed_for_ever() {
    let mut bytes = tiff_of_greys(&[1, 2, 3]);
    let last = bytes.len() - 2 - 4;
    bytes[last..last + 4].copy_from_slice(&8_u32.to_le_bytes());
    for refused in [probe(&bytes, &Limits::default()).map(|_| ()), open(&bytes).map(|_| ())] {
        assert!(matches!(refused, Err(Error::Truncated { .. })), "{refused:?}");
    }
}

#[test]
fn a_palette_that_is_not_all_there_is_no_reason_to_fall() {
    let whole = variants::SAMPLES.iter().find(|(name, _)| *name == "quarters-palette.tif");
    let whole = whole.expect("is among them").1;
    for cut in 8..whole.len() {
        let _ = open(&whole[..cut]);
    }
}

#[test]
fn objects_of_a_pdf_that_name_themselves_come_to_an_end() {
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 72 72] /Length 11 /Resources << \
                /XObject << /F 5 0 R >> >> >>\nstream\n/F Do /F Do\nendstream";
    let stitched = "<< /FunctionType 3 /Domain [0 1] /Functions [5 0 R 5 0 R] /Bounds [0.5] \
                    /Encode [0 1 0 1] >>";
    let shading = "/Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] \
                   /Function 5 0 R >> >>";
    let mut pages = pdf_of("", "", &[]);
    let kids = pages.windows(7).position(|at| at == b"[3 0 R]").expect("has pages");
    pages[kids..kids + 7].copy_from_slice(b"[2 0 R]");
    let circles = [
        ("form", pdf_of("/XObject << /F 5 0 R >>", "/F Do", &[form])),
        ("function", pdf_of(shading, "/S sh", &[stitched])),
        (
            "colours",
            pdf_of(
                "/ColorSpace << /C 5 0 R >>",
                "/C cs 0 scn 0 0 9 9 re f",
                &["[/Indexed 5 0 R 1 <00ff>]"],
            ),
        ),
        ("array", pdf_of("/XObject 5 0 R", "/F Do", &["[5 0 R 5 0 R]"])),
        ("pages", pages),
        ("brackets", pdf_of("", "", &[&"[".repeat(100_000)])),
    ];
    for (what, bytes) in circles {
        let drawn = open(&bytes).map(|original| original.pixels.dimensions());
        assert!(
            matches!(drawn, Ok((300, 300)) | Err(Error::PdfDamaged { .. })),
            "{what}: {drawn:?}"
        );
    }
}

#[test]
fn a_page_of_no_size_or_of_no_sensible_one_is_refused_and_never_empty() {
    let boxes = ["0 0 0 0", "0 0 1e30 1e30", "-1e40 5 -1e40 5", "0 0 1000000 0.001", "9 9 1 1"];
    for page_box in boxes {
        let mut bytes = pdf_of("", "", &[]);
        let at = bytes.windows(9).position(|at| at == b"0 0 72 72").expect("has a box");
        // Offsets behind it no longer fit: readers then look for the objects themselves.
        bytes.splice(at..at + 9, page_box.bytes());
        match open(&bytes) {
            Ok(original) => {
                let (width, height) = original.pixels.dimensions();
                assert!(width > 0 && height > 0 && width <= 7016 && height <= 7016, "{page_box}");
            }
            Err(error) => assert!(matches!(error, Error::PdfDamaged { .. }), "{page_box}: {error}"),
        }
    }
}

#[test]
fn a_document_of_five_hundred_pages_is_counted_and_its_last_page_drawn() {
    let kids: String = (0..500).map(|i| format!("{} 0 R ", 3 + i)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 500 >>").into_bytes(),
    ];
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 36 36] >>";
    objects.extend(std::iter::repeat_n(page.to_vec(), 500));
    let bytes = pdf(&objects, "");
    assert_eq!(probe(&bytes, &Limits::default()).expect("is probed").pages, 500);
    let last = decode(&bytes, 499, &Limits::default()).expect("is drawn");
    assert_eq!((last.pages, last.pixels.dimensions()), (500, (150, 150)));
}

#[test]
fn a_heic_of_nonsense_is_refused() {
    let nonsense: Vec<u8> =
        (0..4_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for brand in [b"heic", b"mif1"] {
        let mut bytes = b"\x00\x00\x00\x18ftyp".to_vec();
        bytes.extend(brand);
        bytes.extend(b"\x00\x00\x00\x00mif1heic");
        bytes.extend(&nonsense);
        let refused = open(&bytes).map(|_| ());
        assert!(
            matches!(refused, Err(Error::Truncated { .. } | Error::Unsupported { .. })),
            "{refused:?}"
        );
    }
}
