//! Which of the parser's top-level nodes are one block: the smallest balanced run. The parser
//! makes `<details>`, what it folds, and `</details>` three nodes.

use std::collections::HashMap;

use crate::{
    block_comment::{Kind, comments},
    tags::tag_end,
    tree,
};

/// For each node its HTML, where it is an HTML block. Gives the runs of nodes that belong
/// together, in order, every node in one of them. An element that is never closed holds nothing
/// together: else the rest of a post would be one block while `<details>` is typed.
pub fn runs(html_blocks: &[Option<&str>]) -> Vec<std::ops::Range<usize>> {
    // `last[i]`: the last node that belongs with node i.
    let mut last: Vec<usize> = (0..html_blocks.len()).collect();
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, html) in html_blocks.iter().enumerate() {
        for tag in html.iter().flat_map(|html| tags(html)) {
            match tag {
                Tag::Open(name) => open.entry(name).or_default().push(at),
                Tag::Close(name) => {
                    if let Some(from) = open.get_mut(&name).and_then(Vec::pop) {
                        last[from] = last[from].max(at);
                    }
                }
            }
        }
    }
    let mut runs = Vec::new();
    let mut from = 0;
    while from < last.len() {
        let (mut at, mut end) = (from, last[from]);
        while at <= end {
            end = end.max(last[at]);
            at += 1;
        }
        runs.push(from..end + 1);
        from = end + 1;
    }
    runs
}

#[derive(Debug, PartialEq, Eq)]
enum Tag {
    Open(String),
    Close(String),
}

/// The tags of a piece of HTML, and WordPress's block comments as tags named `wp:…`.
fn tags(html: &str) -> Vec<Tag> {
    let wordpress = html.contains("wp:").then(|| comments(html)).into_iter().flatten();
    let wordpress = wordpress.filter_map(|comment| match comment.kind {
        Kind::Open => Some(Tag::Open(format!("wp:{}", comment.name))),
        Kind::Close => Some(Tag::Close(format!("wp:{}", comment.name))),
        Kind::Void => None,
    });
    let mut tags: Vec<Tag> = wordpress.collect();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->").unwrap_or(comment.len())..];
            continue;
        }
        let closes = rest.starts_with('/');
        let name_from = &rest[usize::from(closes)..];
        let length =
            name_from.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
        if !name_from.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = name_from[..length].to_ascii_lowercase();
        let end = tag_end(rest);
        let empty = rest[..end].ends_with('/') && matches!(name.as_str(), "path" | "rect");
        rest = &rest[end..];
        if tree::is_void(&name)
            || empty
            || matches!(name.as_str(), "p" | "input" | "link" | "meta" | "source")
        {
            continue;
        }
        tags.push(if closes { Tag::Close(name) } else { Tag::Open(name) });
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_details_element_is_one_run_with_what_it_folds() {
        let nodes =
            [None, Some("<details>\n<summary>x</summary>\n"), None, Some("</details>\n"), None];
        assert_eq!(runs(&nodes), [0..1, 1..4, 4..5]);
    }

    #[test]
    fn an_element_never_closed_holds_nothing_together() {
        assert_eq!(runs(&[Some("<details>"), None, None]), [0..1, 1..2, 2..3]);
        assert_eq!(runs(&[Some("</details>"), None]), [0..1, 1..2]);
    }

    #[test]
    fn runs_that_overlap_are_one() {
        let nodes = [Some("<div>"), Some("<section>"), Some("</div>"), Some("</section>"), None];
        assert_eq!(runs(&nodes), [0..4, 4..5]);
    }

    #[test]
    fn comments_and_quoted_values_hide_no_tags() {
        assert_eq!(tags("<!-- <div> --><a title=\"<b>\">"), [Tag::Open("a".into())]);
        assert_eq!(tags("<!-- wp:group {\"a\":1} -->"), [Tag::Open("wp:group".into())]);
        assert_eq!(tags("<!-- wp:latest-posts /-->"), []);
    }
}
