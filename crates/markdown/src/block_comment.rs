//! WordPress's block comments: `<!-- wp:name {"attribute":1} -->`, `<!-- /wp:name -->` and, for a
//! block without contents, `<!-- wp:name /-->`.

use std::{borrow::Cow, ops::Range};

use crate::escape;

/// A comment in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment<'t> {
    pub range: Range<usize>,
    pub kind: Kind,
    pub name: &'t str,
    /// JSON as written, or nothing.
    pub attributes: &'t str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Open,
    Close,
    Void,
}

/// The block comments of a text, in order.
pub fn comments(text: &str) -> impl Iterator<Item = Comment<'_>> {
    html_comments(text).filter_map(|(range, inside)| read(inside, range))
}

/// Every comment of a text, with what is between its marks.
fn html_comments(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text[at..].find("<!--")?;
        let Some(length) = text[from + 4..].find("-->") else {
            at = text.len();
            return None;
        };
        at = from + 4 + length + 3;
        Some((from..at, &text[from + 4..at - 3]))
    })
}

fn read(inside: &str, range: Range<usize>) -> Option<Comment<'_>> {
    let inside = inside.trim();
    let (closes, rest) = match inside.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let rest = rest.strip_prefix("wp:")?;
    let (name, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if !is_name(name) {
        return None;
    }
    let rest = rest.trim();
    let (kind, attributes) = match (closes, rest.strip_suffix('/')) {
        (true, _) => (Kind::Close, ""),
        (false, Some(rest)) => (Kind::Void, rest.trim()),
        (false, None) => (Kind::Open, rest),
    };
    are_attributes(attributes).then_some(Comment { range, kind, name, attributes })
}

/// A block's name, with that of its plugin before it or not.
pub fn is_name(name: &str) -> bool {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
    };
    name.split('/').count() <= 2 && name.split('/').all(word)
}

/// Nothing, or a JSON object.
pub fn are_attributes(attributes: &str) -> bool {
    attributes.is_empty()
        || (attributes.starts_with('{')
            && serde_json::from_str::<serde::de::IgnoredAny>(attributes).is_ok())
}

/// A comment that WordPress acts upon: where the beginning that lists show ends, where the next
/// page begins.
pub fn is_command(comment: &str) -> bool {
    let more = comment.strip_prefix("more").is_some_and(|text| {
        text.is_empty() || text.starts_with(' ') && !text.contains(['<', '>', '\n'])
    });
    (more || matches!(comment, "nextpage" | "noteaser")) && !comment.contains("--")
}

/// `html` with its block comments, and those that WordPress acts upon, as elements, which the
/// sanitiser lets through.
pub fn as_elements(html: &str) -> Cow<'_, str> {
    if !html.contains("<!--") {
        return without_own_elements(html);
    }
    let mut out = String::with_capacity(html.len() + 64);
    let mut at = 0;
    for (range, inside) in html_comments(html) {
        let command = is_command(inside);
        let comment = read(inside, range.clone());
        if comment.is_none() && !command {
            continue;
        }
        out.push_str(&without_own_elements(&html[at..range.start]));
        at = range.end;
        match comment {
            Some(comment) => open_or_close(&comment, &mut out),
            None => {
                out.push_str("<coupure-comment data-text=\"");
                escape::attribute(inside, &mut out);
                out.push_str("\"></coupure-comment>");
            }
        }
    }
    out.push_str(&without_own_elements(&html[at..]));
    Cow::Owned(out)
}

/// Only a comment makes the elements that stand for one: those that somebody wrote as such become
/// elements that nobody knows.
pub fn without_own_elements(html: &str) -> Cow<'_, str> {
    const OWN: &str = "coupure-";
    let mut out = String::new();
    let mut from = 0;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let name = at + 1 + usize::from(html[at + 1..].starts_with('/'));
        let own = html.get(name..name + OWN.len());
        if own.is_some_and(|own| own.eq_ignore_ascii_case(OWN)) {
            out.extend([&html[from..name], "no-"]);
            from = name;
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

fn open_or_close(comment: &Comment<'_>, out: &mut String) {
    if comment.kind == Kind::Close {
        return out.push_str("</coupure-block>");
    }
    out.extend(["<coupure-block data-name=\"", comment.name, "\" data-attributes=\""]);
    escape::attribute(comment.attributes, out);
    out.push_str(if comment.kind == Kind::Void {
        "\" data-void=\"1\"></coupure-block>"
    } else {
        "\">"
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_comments_are_told_from_others() {
        let text = "<!-- a --><!-- wp:list {\"ordered\":true} -->x<!-- /wp:list --><!-- wp:core/x /-->\
                    <!-- wp:Bad --><!-- wp:y {bad} -->";
        let found: Vec<_> = comments(text).map(|c| (c.kind, c.name, c.attributes)).collect();
        assert_eq!(
            found,
            [
                (Kind::Open, "list", "{\"ordered\":true}"),
                (Kind::Close, "list", ""),
                (Kind::Void, "core/x", ""),
            ]
        );
    }
}
