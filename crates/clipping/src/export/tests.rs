use coupure_model::Rect as Area;
use image::RgbImage;

use super::*;
use crate::{Limits, decode};

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { image::Rgb([220, 30, 30]) } else { image::Rgb([30, 40, 210]) }
    });
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes).encode_image(&picture).expect("encodes");
    bytes
}

fn word(text: &str, x: f32, y: f32) -> Word {
    let area = Area { x, y, width: 20.0 * text.chars().count() as f32, height: 40.0 };
    Word { text: text.into(), area, confidence: 1.0 }
}

fn reading(words: &[&str]) -> Reading {
    let words = words.iter().enumerate().map(|(i, text)| word(text, 10.0, 50.0 * i as f32));
    let line = Line {
        words: words.collect(),
        area: Area::default(),
        column: 0,
        paragraph: 0,
        heading: false,
        ..Line::default()
    };
    Reading { width_px: 600, height_px: 300, lines: vec![line], ..Reading::default() }
}

/// The unseen text as a reader gets it: codes through the map, in the order of the file.
fn text_of(pdf: &[u8]) -> String {
    use hayro::hayro_syntax::Pdf;
    use hayro::hayro_syntax::content::ops::TypedInstruction;
    let opened = Pdf::new(pdf.to_vec()).expect("is a PDF");
    // The map is written as `<0001> <006F>` pairs; characters past U+FFFF as two units.
    let shown = String::from_utf8_lossy(pdf);
    let mut map = BTreeMap::new();
    for line in shown.lines() {
        if let Some((code, units)) = line
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .and_then(|rest| rest.split_once("> <"))
            && code != "0000"
        {
            let units: Vec<u16> = units
                .as_bytes()
                .chunks(4)
                .filter_map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok())
                .collect();
            let code = u16::from_str_radix(code, 16).expect("a code is hexadecimal");
            map.insert(code, String::from_utf16(&units).expect("is text"));
        }
    }
    let mut text = String::new();
    for page in opened.pages().iter() {
        let mut operations = page.typed_operations();
        while let Some(operation) = operations.next() {
            if let TypedInstruction::ShowText(show) = operation {
                for code in show.0.as_bytes().chunks_exact(2) {
                    text.push_str(&map[&u16::from_be_bytes([code[0], code[1]])]);
                }
            }
        }
    }
    text
}

#[test]
fn the_words_are_there_in_order_with_every_accent_and_ligature() {
    let words = ["L’œuvre", "«\u{a0}où\u{a0}»", "été", "Ça", "a", "coûté", "5\u{202f}€", "𝄞"];
    let (picture, read) = (jpeg(600, 300), reading(&words));
    let page = PdfPage { jpeg: &picture, reading: Some(&read) };
    let pdf = searchable_pdf(&[page, page], &PdfAbout::default()).expect("is made");
    let expected = words.map(|word| format!("{word} ")).concat();
    assert_eq!(text_of(&pdf), expected.repeat(2));
}

#[test]
fn the_picture_is_whole_and_the_words_over_it_are_not_seen() {
    let (picture, read) = (jpeg(600, 300), reading(&["Mot"]));
    let page = PdfPage { jpeg: &picture, reading: Some(&read) };
    let pdf = searchable_pdf(&[page], &PdfAbout::default()).expect("is made");
    let plain = decode(&picture, 0, &Limits::default()).expect("is decoded").pixels;
    let drawn = decode(&pdf, 0, &Limits::default()).expect("is drawn");
    assert_eq!(drawn.pixels.dimensions(), plain.dimensions());
    let differ =
        drawn.pixels.as_raw().iter().zip(plain.as_raw()).filter(|(a, b)| a.abs_diff(**b) > 6);
    assert_eq!(differ.count(), 0);
}

#[test]
fn words_read_on_another_picture_are_left_out() {
    let (picture, read) = (jpeg(600, 600), reading(&["Ailleurs"]));
    let page = PdfPage { jpeg: &picture, reading: Some(&read) };
    let pdf = searchable_pdf(&[page], &PdfAbout::default()).expect("is made");
    assert_eq!(text_of(&pdf), "");
}

#[test]
fn places_that_make_no_sense_are_passed_over() {
    let mut read = reading(&["un", "deux", "trois", ""]);
    let words = &mut read.lines[0].words;
    words[0].area.x = f32::NAN;
    words[1].area.width = -4.0;
    let picture = jpeg(600, 300);
    let page = PdfPage { jpeg: &picture, reading: Some(&read) };
    let pdf = searchable_pdf(&[page], &PdfAbout::default()).expect("is made");
    assert_eq!(text_of(&pdf), "trois ");
    let broken = PdfPage { jpeg: b"\xFF\xD8\xFF", reading: None };
    assert!(searchable_pdf(&[broken], &PdfAbout::default()).is_err());
}
