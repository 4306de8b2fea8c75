//! A picture of a text under another name.

use comrak::{Arena, nodes::NodeValue};

use crate::{compose::figure, parse::comrak_options};

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
        let NodeValue::Image(link) = &data.value else { continue };
        if link.url != from {
            continue;
        }
        let place = data.sourcepos;
        let byte = |line: usize, column: usize| starts.get(line - 1).map(|start| start + column);
        let (Some(first), Some(past)) = (
            byte(place.start.line.max(1), place.start.column.max(1) - 1),
            byte(place.end.line.max(1), place.end.column),
        ) else {
            continue;
        };
        // A place that does not hold a picture's own text is not touched.
        let written = source.get(first..past).unwrap_or_default();
        if written.starts_with("![") && written.ends_with([')', ']']) {
            let mut alt = String::new();
            for inner in node.descendants() {
                if let NodeValue::Text(text) = &inner.data().value {
                    alt.push_str(text);
                }
            }
            found.push((first..past, figure(to, &alt, &link.title)));
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
}
