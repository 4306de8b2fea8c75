//! The size that a header states, read before any decoder sees the file: a header that announces
//! 50,000 × 50,000 pixels is refused whatever follows it, even nothing.

use super::Kind;

/// Width and height as stored; `None` where the decoder itself reads no further than the header.
pub(super) fn size(bytes: &[u8], kind: Kind) -> Option<(u64, u64)> {
    match kind {
        Kind::Png => {
            // IHDR comes first: length, name, width, height (PNG 11.2.1).
            let at = |from: usize| {
                let four: [u8; 4] = bytes.get(from..from + 4)?.try_into().ok()?;
                Some(u64::from(u32::from_be_bytes(four)))
            };
            (bytes.get(12..16)? == b"IHDR").then(|| Some((at(16)?, at(20)?)))?
        }
        Kind::Jpeg => jpeg_size(bytes),
        Kind::Tiff | Kind::WebP | Kind::Heic | Kind::Pdf => None,
    }
}

/// From the first frame header (ITU-T T.81, B.2.2).
fn jpeg_size(bytes: &[u8]) -> Option<(u64, u64)> {
    let two = |from: usize| {
        let pair: [u8; 2] = bytes.get(from..from + 2)?.try_into().ok()?;
        Some(u64::from(u16::from_be_bytes(pair)))
    };
    let mut at = 2;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0xFF => at += 1,
            0x00 | 0x01 | 0xD0..=0xD9 => at += 2,
            // Frames, but not the tables that share their numbers.
            mark @ 0xC0..=0xCF if !matches!(mark, 0xC4 | 0xC8 | 0xCC) => {
                return Some((two(at + 7)?, two(at + 5)?));
            }
            _ => at += 2 + usize::try_from(two(at + 2)?).ok()?.max(2),
        }
    }
}
