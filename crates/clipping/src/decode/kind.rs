//! What a file is, by its first bytes. Its name is never asked.

use image::ImageFormat;

use crate::Error;

/// The kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Jpeg,
    Png,
    Tiff,
    WebP,
    /// What iPhones make.
    Heic,
    Pdf,
}

impl Kind {
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::WebP => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
        }
    }

    /// The decoder of `image` for it; `None` for PDF and HEIC, which have their own.
    pub(super) fn format(self) -> Option<ImageFormat> {
        match self {
            Self::Jpeg => Some(ImageFormat::Jpeg),
            Self::Png => Some(ImageFormat::Png),
            Self::Tiff => Some(ImageFormat::Tiff),
            Self::WebP => Some(ImageFormat::WebP),
            Self::Heic | Self::Pdf => None,
        }
    }

    /// # Errors
    /// Each reason why the file is none of these.
    pub fn of(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.is_empty() {
            return Err(Error::Empty);
        }
        let read = [
            (&b"\xFF\xD8\xFF"[..], Self::Jpeg),
            (b"\x89PNG\r\n\x1A\n", Self::Png),
            (b"II\x2A\x00", Self::Tiff),
            (b"MM\x00\x2A", Self::Tiff),
        ];
        if let Some((_, kind)) = read.iter().find(|(start, _)| bytes.starts_with(start)) {
            return Ok(*kind);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Ok(Self::WebP);
        }
        // ISO base media: the brand of its `ftyp` box says which (ISO/IEC 23008-12, annex B).
        if bytes.get(4..8) == Some(b"ftyp")
            && let Some(b"heic" | b"heix" | b"heim" | b"heis" | b"mif1") = bytes.get(8..12)
        {
            return Ok(Self::Heic);
        }
        // Readers accept bytes before the header, within the first kilobyte (PDF 1.7, annex H.3.4.1).
        if contains(&bytes[..bytes.len().min(1024)], b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if let Some(kind) = known_but_unread(bytes) {
            return Err(Error::Unsupported { kind: kind.into() });
        }
        // The start of one of our kinds, and then nothing.
        if read.iter().any(|(start, _)| start.starts_with(bytes)) {
            return Err(Error::Truncated { reason: "only its first bytes are there".into() });
        }
        Err(Error::NotAPicture)
    }
}

fn known_but_unread(bytes: &[u8]) -> Option<&'static str> {
    let starts = [
        (&b"GIF8"[..], "GIF"),
        (b"BM", "BMP"),
        (b"II\x2B\x00", "BigTIFF"),
        (b"MM\x00\x2B", "BigTIFF"),
        (b"\xFF\x0A", "JPEG XL"),
        (b"\x00\x00\x00\x0CJXL ", "JPEG XL"),
        (b"\x00\x00\x00\x0CjP  ", "JPEG 2000"),
        (b"\xFF\x4F\xFF\x51", "JPEG 2000"),
        (b"AT&TFORM", "DjVu"),
        (b"8BPS", "Photoshop"),
    ];
    if let Some((_, name)) = starts.iter().find(|(start, _)| bytes.starts_with(start)) {
        // A text that begins with "BM" is no bitmap: its header names its size at 2..6.
        let bitmap = || bytes.len() > 54 && bytes[6..10] == [0; 4];
        return (*name != "BMP" || bitmap()).then_some(name);
    }
    // ISO base media: the brand of its `ftyp` box says which.
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12)? {
            b"avif" | b"avis" => Some("AVIF"),
            b"hevc" | b"hevx" | b"msf1" => Some("HEIC sequence"),
            b"qt  " | b"isom" | b"mp42" | b"M4V " => Some("video"),
            _ => None,
        };
    }
    None
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_known_by_its_first_bytes() {
        assert_eq!(Kind::of(b"\xFF\xD8\xFF\xE0...."), Ok(Kind::Jpeg));
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1A\n...."), Ok(Kind::Png));
        assert_eq!(Kind::of(b"II\x2A\x00...."), Ok(Kind::Tiff));
        assert_eq!(Kind::of(b"RIFF\x10\0\0\0WEBPVP8 "), Ok(Kind::WebP));
        assert_eq!(Kind::of(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), Ok(Kind::Heic));
        assert_eq!(Kind::of(b"\xEF\xBB\xBF%PDF-1.4\n"), Ok(Kind::Pdf));
    }

    #[test]
    fn what_is_no_picture_is_told_from_a_picture_that_is_not_read() {
        assert_eq!(Kind::of(b""), Err(Error::Empty));
        assert_eq!(Kind::of(b"BMW, mais pas une image"), Err(Error::NotAPicture));
        assert_eq!(Kind::of(b"<html>"), Err(Error::NotAPicture));
        let video = b"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00";
        assert_eq!(Kind::of(video), Err(Error::Unsupported { kind: "video".into() }));
        assert!(matches!(Kind::of(b"\x89PNG"), Err(Error::Truncated { .. })));
    }
}
