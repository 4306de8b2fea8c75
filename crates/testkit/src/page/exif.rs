//! The metadata that a phone writes into a photo, to see that they are honoured and dropped.

/// Puts an Exif segment into a JPEG: an orientation (1 to 8), and a place where it was taken.
pub fn with_exif(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"MM\x00\x2A\x00\x00\x00\x08".to_vec();
    let entry = |out: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        out.extend(tag.to_be_bytes());
        out.extend(kind.to_be_bytes());
        out.extend(count.to_be_bytes());
        out.extend(value);
    };
    let short = |value: u16| [(value >> 8) as u8, value as u8, 0, 0];
    // First directory: 3 entries from 8 on, then the maker at 50 and the GPS directory at 62.
    tiff.extend(3_u16.to_be_bytes());
    entry(&mut tiff, 0x010F, 2, 12, 50_u32.to_be_bytes());
    entry(&mut tiff, 0x0112, 3, 1, short(orientation));
    entry(&mut tiff, 0x8825, 4, 1, 62_u32.to_be_bytes());
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(b"Coupure Cam\0");
    // 47° 12' N, 1° 33' W: rationals at 116 and 140.
    tiff.extend(4_u16.to_be_bytes());
    entry(&mut tiff, 1, 2, 2, *b"N\0\0\0");
    entry(&mut tiff, 2, 5, 3, 116_u32.to_be_bytes());
    entry(&mut tiff, 3, 2, 2, *b"W\0\0\0");
    entry(&mut tiff, 4, 5, 3, 140_u32.to_be_bytes());
    tiff.extend(0_u32.to_be_bytes());
    for number in [47_u32, 1, 12, 1, 0, 1, 1, 1, 33, 1, 0, 1] {
        tiff.extend(number.to_be_bytes());
    }
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    let length = segment.len() as u16 + 2;
    let mut whole = jpeg[..2].to_vec();
    whole.extend([0xFF, 0xE1]);
    whole.extend(length.to_be_bytes());
    whole.extend(segment);
    whole.extend(&jpeg[2..]);
    whole
}
