//! Lines become Markdown paragraphs.
//!
//! Line ends disappear, and with them the hyphens that only a line end made ([`hyphen`]). Spaces
//! around French punctuation and quotes are left as read: typography sets them. What Markdown
//! would take for a sign of its own is escaped; a dash that opens speech becomes an em dash.

mod escape;
mod hyphen;

use coupure_model::{Language, Line};

use self::hyphen::{Evidence, Joint};

/// The paragraphs of lines in reading order, blank lines between; headings of the third level.
pub fn compose(lines: &[Line], language: Language) -> String {
    let evidence = Evidence::of(lines);
    let mut out = String::new();
    for paragraph in lines.chunk_by(|a, b| a.paragraph == b.paragraph && a.heading == b.heading) {
        let text = join(paragraph, language, &evidence);
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        if paragraph[0].heading {
            out.push_str("### ");
            out.push_str(&escape::inline(&text));
        } else {
            out.push_str(&escape::paragraph(&text));
        }
    }
    out
}

/// The text of one paragraph on one line.
fn join(lines: &[Line], language: Language, evidence: &Evidence) -> String {
    let mut text = String::new();
    for line in lines {
        let mut words = line.words.iter().map(|w| w.text.trim()).filter(|w| !w.is_empty());
        let Some(first) = words.next() else { continue };
        match hyphen::joint(&text, first, language, evidence) {
            Joint::Start => {}
            Joint::Space => text.push(' '),
            Joint::Keep => {}
            Joint::Drop => {
                text.pop();
            }
        }
        text.push_str(first);
        for word in words {
            text.push(' ');
            text.push_str(word);
        }
    }
    text
}
