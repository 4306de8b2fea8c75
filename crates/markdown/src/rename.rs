//! A picture of a text under another name.

use std::ops::Range;

use comrak::{Arena, nodes::NodeValue};

use crate::{
    compose::figure,
    escape,
    parse::comrak_options,
    render::text_of,
    tags::{attributes, tag_end},
    tree::unescape,
};

/// Names the pictures that are called `from` as `to`; code, links and all other text stay as they
/// are, to the byte.
pub fn rename_picture(source: &str, from: &str, to: &str) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, source, &comrak_options());
    let starts: Vec<usize> =
        std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut found = Vec::new();
    for node in root.descendants() {
        let data = node.data();
        let place = data.sourcepos;
        let byte = |line: usize, column: usize| starts.get(line - 1).map(|start| start + column);
        let (Some(first), Some(past)) = (
            byte(place.start.line.max(1), place.start.column.max(1) - 1),
            byte(place.end.line.max(1), place.end.column),
        ) else {
            continue;
        };
        let written = source.get(first..past).unwrap_or_default();
        match &data.value {
            // A place that does not hold a picture's own text is not touched.
            NodeValue::Image(link)
                if link.url == from
                    && written.starts_with("![")
                    && written.ends_with([')', ']']) =>
            {
                found.push((first..past, figure(to, &text_of(node), &link.title)));
            }
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => {
                let sources = sources(written).into_iter();
                let sources = sources.filter(|range| unescape(&written[range.clone()]) == from);
                found.extend(sources.map(|range| {
                    let mut value = String::new();
                    escape::attribute(to, &mut value);
                    (first + range.start..first + range.end, value)
                }));
            }
            _ => {}
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(source.len());
    let mut from_byte = 0;
    for (range, picture) in found {
        if range.start >= from_byte {
            out.push_str(&source[from_byte..range.start]);
            out.push_str(&picture);
            from_byte = range.end;
        }
    }
    out.push_str(&source[from_byte..]);
    out
}

/// Where the values of `src` stand in the pictures of a piece of HTML.
fn sources(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(from) = html[at..].find('<').map(|ahead| at + ahead + 1) {
        at = from;
        if html[at..].starts_with("!--") {
            at += html[at..].find("-->").unwrap_or(html.len() - at);
            continue;
        }
        let name = html.get(from..from + 4).unwrap_or_default();
        let picture = name.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("img"))
            && name.ends_with(|c: char| c.is_ascii_whitespace() || c == '/');
        if !picture {
            continue;
        }
        let from = from + 3;
        at = from + tag_end(&html[from..]);
        let attributes = attributes(&html[from..at]).into_iter();
        let mut sources =
            attributes.filter(|(name, _)| html[from..][name.clone()].eq_ignore_ascii_case("src"));
        // Browsers take the first of several.
        found.extend(sources.next().map(|(_, value)| from + value.start..from + value.end));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_take_the_new_name_and_code_stays() {
        let source = "Été ![vue](a.jpg \"Le port\") et `![vue](a.jpg)`.\n\n- ![](a.jpg)\n- [a](a.jpg)\n\n\
                      | x |\n|---|\n| ![t](a.jpg) |\n";
        let renamed = rename_picture(source, "a.jpg", "media:12");
        assert_eq!(
            renamed,
            "Été ![vue](media:12 \"Le port\") et `![vue](a.jpg)`.\n\n- ![](media:12)\n- [a](a.jpg)\n\n\
             | x |\n|---|\n| ![t](media:12) |\n"
        );
    }

    #[test]
    fn a_picture_named_elsewhere_is_written_out() {
        let renamed = rename_picture("![vue][1]\n\n[1]: a.jpg 'Le port'\n", "a.jpg", "media:12");
        assert!(renamed.starts_with("![vue](media:12 \"Le port\")\n"), "{renamed}");
    }

    #[test]
    fn the_alternative_text_stays_whatever_is_in_it() {
        let renamed = rename_picture("![Le `port` *vu*\nde haut](a.jpg)\n", "a.jpg", "media:12");
        assert_eq!(renamed, "![Le port vu de haut](media:12)\n");
    }

    #[test]
    fn pictures_in_html_take_the_new_name() {
        let source = "<div><IMG alt='a' src=\"a&amp;b.jpg\"/> <img src=a&b.jpg>\n<img src='c.jpg'><!-- <img src='a&b.jpg'> --></div>\n\n\
                      > Été <img title=\">\" src='a&b.jpg'> `<img src='a&b.jpg'>`\n";
        let renamed = rename_picture(source, "a&b.jpg", "media:12");
        assert_eq!(
            renamed,
            "<div><IMG alt='a' src=\"media:12\"/> <img src=media:12>\n<img src='c.jpg'><!-- <img src='a&b.jpg'> --></div>\n\n\
             > Été <img title=\">\" src='media:12'> `<img src='a&b.jpg'>`\n"
        );
    }
}
