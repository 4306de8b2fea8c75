//! Whether a JPEG is all there. Decoders fill what is missing with grey and say nothing.

use crate::Error;

/// Walks the segments and the coded scans to the end mark (ITU-T T.81, annex B). Thumbnails sit
/// inside segments, so that their end marks are stepped over.
pub(super) fn check_whole(bytes: &[u8]) -> Result<(), Error> {
    let cut = || Error::Truncated { reason: "its end is missing".into() };
    let mut at = 2;
    loop {
        // In a coded scan everything up to the next real mark is data; between segments there is
        // nothing, or padding that decoders skip too.
        let rest = bytes.get(at..).ok_or_else(cut)?;
        at += rest.iter().position(|&byte| byte == 0xFF).ok_or_else(cut)?;
        let mark = *bytes.get(at + 1).ok_or_else(cut)?;
        match mark {
            0xD9 => return Ok(()),
            0xFF => at += 1,
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let length = bytes.get(at + 2..at + 4).ok_or_else(cut)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg() -> Vec<u8> {
        let picture = image::RgbImage::from_fn(64, 48, |x, y| {
            image::Rgb([(x * 37 % 256) as u8, (y * 59 % 256) as u8, (x * y % 256) as u8])
        });
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new(&mut bytes).encode_image(&picture).expect("encodes");
        bytes
    }

    #[test]
    fn a_whole_jpeg_is_whole_and_any_part_of_it_is_not() {
        let bytes = jpeg();
        assert_eq!(check_whole(&bytes), Ok(()));
        for length in 2..bytes.len() - 1 {
            assert!(check_whole(&bytes[..length]).is_err(), "cut to {length} bytes");
        }
    }

    #[test]
    fn bytes_after_the_end_mark_do_no_harm() {
        let mut bytes = jpeg();
        bytes.extend_from_slice(b"a phone's trailer");
        assert_eq!(check_whole(&bytes), Ok(()));
    }
}
