//! Replacements in a text whose offsets are UTF-16 code units, as editors count them.

use coupure_model::{Code, Problem};

use crate::view::TextChange;

/// The longest text that is held open, bytes. Beyond it an editor is of no use to anybody.
pub const TEXT_BYTES_MAX: usize = 8 << 20;

/// Applies the changes at once: offsets are in the text before all of them, ascending. A change
/// that does not fit leaves the text as it was.
pub fn apply(text: &mut String, changes: &[TextChange]) -> Result<(), Problem> {
    let mut out = String::with_capacity(text.len() + 64);
    let mut cursor = Cursor { text, byte: 0, unit: 0 };
    for change in changes {
        if change.to < change.from {
            return Err(misfit());
        }
        let kept_from = cursor.byte;
        let from = cursor.advance_to(change.from).ok_or_else(misfit)?;
        out.push_str(&text[kept_from..from]);
        cursor.advance_to(change.to).ok_or_else(misfit)?;
        push_with_plain_line_ends(&mut out, &change.insert);
    }
    out.push_str(&text[cursor.byte..]);
    if out.len() > TEXT_BYTES_MAX {
        return Err(Problem::new(
            Code::FileTooLarge,
            "This text is longer than a draft can be; split it into several drafts.",
        )
        .with("max_bytes", TEXT_BYTES_MAX));
    }
    *text = out;
    Ok(())
}

/// How many lines a text has; an empty one has one.
pub fn line_count(text: &str) -> u32 {
    1 + text.bytes().filter(|&byte| byte == b'\n').count() as u32
}

/// Line ends as `\n` alone, the byte-order mark gone.
pub fn with_plain_line_ends(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_with_plain_line_ends(&mut out, text.strip_prefix('\u{feff}').unwrap_or(text));
    out
}

fn push_with_plain_line_ends(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = rest[at + 1..].strip_prefix('\n').unwrap_or(&rest[at + 1..]);
    }
    out.push_str(rest);
}

struct Cursor<'a> {
    text: &'a str,
    byte: usize,
    unit: u32,
}

impl Cursor<'_> {
    /// The byte offset of a UTF-16 offset that is not before the cursor, nor inside a character.
    fn advance_to(&mut self, unit: u32) -> Option<usize> {
        if unit < self.unit {
            return None;
        }
        let mut chars = self.text[self.byte..].chars();
        while self.unit < unit {
            let c = chars.next()?;
            self.unit += c.len_utf16() as u32;
            self.byte += c.len_utf8();
        }
        (self.unit == unit).then_some(self.byte)
    }
}

fn misfit() -> Problem {
    Problem::new(
        Code::BadArgument,
        "The window and the text it shows have lost each other; open the draft again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(from: u32, to: u32, insert: &str) -> TextChange {
        TextChange { from, to, insert: insert.into() }
    }

    #[test]
    fn offsets_count_as_editors_do() {
        let mut text = "é😀b".to_owned();
        apply(&mut text, &[change(1, 3, "x"), change(4, 4, "!")]).unwrap();
        assert_eq!(text, "éxb!");
    }

    #[test]
    fn a_change_that_does_not_fit_leaves_the_text_as_it_was() {
        let mut text = "a😀".to_owned();
        for bad in [change(2, 2, "x"), change(5, 5, "x"), change(1, 0, "x")] {
            assert!(apply(&mut text, &[bad]).is_err());
            assert_eq!(text, "a😀");
        }
        assert!(apply(&mut text, &[change(1, 1, "x"), change(0, 0, "y")]).is_err());
        assert_eq!(text, "a😀");
    }

    #[test]
    fn line_ends_become_plain_whatever_they_were() {
        assert_eq!(with_plain_line_ends("\u{feff}a\r\nb\rc\n"), "a\nb\nc\n");
        let mut text = String::new();
        apply(&mut text, &[change(0, 0, "a\r\nb")]).unwrap();
        assert_eq!(text, "a\nb");
    }
}
