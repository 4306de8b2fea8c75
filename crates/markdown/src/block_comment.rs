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
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let from = at + text[at..].find("<!--")?;
            let Some(length) = text[from + 4..].find("-->") else {
                at = text.len();
                return None;
            };
            let end = from + 4 + length + 3;
            at = end;
            if let Some(comment) = read(&text[from + 4..end - 3], from..end) {
                return Some(comment);
            }
        }
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
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
    };
    if name.split('/').count() > 2 || !name.split('/').all(word) {
        return None;
    }
    let rest = rest.trim();
    let (kind, attributes) = match (closes, rest.strip_suffix('/')) {
        (true, _) => (Kind::Close, ""),
        (false, Some(rest)) => (Kind::Void, rest.trim()),
        (false, None) => (Kind::Open, rest),
    };
    let object = attributes.is_empty()
        || (attributes.starts_with('{')
            && serde_json::from_str::<serde::de::IgnoredAny>(attributes).is_ok());
    object.then_some(Comment { range, kind, name, attributes })
}

/// `html` with its block comments as elements, which the sanitiser lets through.
pub fn as_elements(html: &str) -> Cow<'_, str> {
    if !html.contains("wp:") {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() + 64);
    let mut at = 0;
    for comment in comments(html) {
        out.push_str(&html[at..comment.range.start]);
        at = comment.range.end;
        if comment.kind == Kind::Close {
            out.push_str("</coupure-block>");
            continue;
        }
        out.extend(["<coupure-block data-name=\"", comment.name, "\" data-attributes=\""]);
        escape::attribute(comment.attributes, &mut out);
        out.push_str(if comment.kind == Kind::Void {
            "\" data-void=\"1\"></coupure-block>"
        } else {
            "\">"
        });
    }
    out.push_str(&html[at..]);
    Cow::Owned(out)
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
