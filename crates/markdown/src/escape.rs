//! Spelling text as HTML.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What no address holds unescaped. Letters beyond ASCII are escaped too, as browsers do.
const ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'^');

/// Text between tags, as the WordPress editor spells it: `&nbsp;`, and quotes plainly.
pub fn text(text: &str, out: &mut String) {
    escape(text, false, out);
}

/// A value between `"` and `"`.
pub fn attribute(value: &str, out: &mut String) {
    escape(value, true, out);
}

/// The value of a block's own attribute (a picture's alternative text), as the WordPress editor
/// spells it: no-break spaces as they are. `@wordpress/escape-html`, `escapeAttribute`, leaves `<`
/// as it is, which its own filter for authors takes for a tag: it becomes `‹`.
pub fn block_attribute(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push('‹'),
            '>' => out.push('›'),
            c => out.push(c),
        }
    }
}

/// An address as an attribute's value: percent-escaped, then spelt.
pub fn address(url: &str, out: &mut String) {
    attribute(&percent(url), out);
}

/// An address with what no address holds percent-escaped.
pub fn percent(url: &str) -> Cow<'_, str> {
    utf8_percent_encode(url, ADDRESS).into()
}

fn escape(text: &str, quotes: bool, out: &mut String) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let spelt = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '\u{A0}' => "&nbsp;",
            '"' if quotes => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(spelt);
        from = at + c.len_utf8();
    }
    out.push_str(&text[from..]);
}
