//! A TrueType font with a width for every code and no outline for any.
//!
//! Viewers want the font of unseen text embedded; the tables are those that PDF asks of an embedded
//! TrueType font (PDF 1.7, 9.9), laid out as the OpenType specification 1.9 has them.

/// Of a letter, in thousandths of the font's size.
pub(super) const ADVANCE: u16 = 500;

const UNITS_PER_EM: u16 = 1000;
/// What a font's checksums must come to (OpenType, `head`).
const CHECKSUM: u32 = 0xB1B0_AFBA;

/// For codes 0 to `letters`.
pub(super) fn without_outlines(letters: u16) -> Vec<u8> {
    let glyphs = letters.saturating_add(1);
    let tables: [(&[u8; 4], Vec<u8>); 6] = [
        (b"glyf", vec![0; 4]),
        (b"head", head()),
        (b"hhea", hhea()),
        (b"hmtx", [&ADVANCE.to_be_bytes()[..], &vec![0; 2 * usize::from(glyphs)]].concat()),
        (b"loca", vec![0; 2 * (usize::from(glyphs) + 1)]),
        (b"maxp", maxp(glyphs)),
    ];
    let mut font = Vec::new();
    // Version, number of tables, and the three that help a binary search of them.
    words(&mut font, &[1, 0, tables.len() as u16, 64, 2, 32]);
    let mut offset = 12 + 16 * tables.len();
    for (name, table) in &tables {
        font.extend_from_slice(*name);
        for value in [checksum(table), offset as u32, table.len() as u32] {
            font.extend(value.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    let mut head_at = 0;
    for (name, table) in &tables {
        if *name == b"head" {
            head_at = font.len();
        }
        font.extend_from_slice(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    let adjustment = CHECKSUM.wrapping_sub(checksum(&font));
    font[head_at + 8..head_at + 12].copy_from_slice(&adjustment.to_be_bytes());
    font
}

fn head() -> Vec<u8> {
    let mut table = Vec::new();
    // Version and revision 1.0, the adjustment (set at the end), the magic number, flags.
    words(&mut table, &[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, UNITS_PER_EM]);
    // Made and changed: never, so that the same clipping makes the same file.
    words(&mut table, &[0; 8]);
    // Bounds, style, smallest size, direction, short offsets, glyph format.
    words(&mut table, &[0, -200_i16 as u16, ADVANCE, 800, 0, 8, 2, 0, 0]);
    table
}

fn hhea() -> Vec<u8> {
    let mut table = Vec::new();
    // Version, ascent, descent, gap, widest; then bearings, an upright caret, reserved; one width.
    words(&mut table, &[1, 0, 800, -200_i16 as u16, 0, ADVANCE]);
    words(&mut table, &[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    table
}

fn maxp(glyphs: u16) -> Vec<u8> {
    let mut table = Vec::new();
    // Version 1.0; no points, no contours; one zone; nothing to run.
    words(&mut table, &[1, 0, glyphs, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    table
}

fn words(table: &mut Vec<u8>, values: &[u16]) {
    table.extend(values.iter().flat_map(|value| value.to_be_bytes()));
}

fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum: u32, chunk| {
        let mut four = [0; 4];
        four[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(four))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_reader_finds_every_code_as_wide_and_as_empty_as_it_should_be() {
        use ab_glyph::{Font, FontRef, GlyphId};
        let bytes = without_outlines(200);
        let font = FontRef::try_from_slice(&bytes).expect("is a font");
        assert_eq!(font.glyph_count(), 201);
        assert_eq!(font.h_advance_unscaled(GlyphId(137)), f32::from(ADVANCE));
        assert!(font.outline(GlyphId(137)).is_none());
        assert_eq!(checksum(&bytes), CHECKSUM);
    }
}
