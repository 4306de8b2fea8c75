//! Knowing a text again: exactly, and as readers read it.

use coupure_model::{PostChanges, RemotePost};

/// The hash of all that is compared of a post: raw content, footnotes, title, excerpt, slug.
pub fn remote_hash(post: &RemotePost) -> String {
    hash(&[&post.raw, &post.footnotes, &post.title, &post.excerpt, &post.slug])
}

/// As [`remote_hash`], of what a request asks for.
pub fn asked_hash(asks: &PostChanges) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    hash(&[
        &text(&asks.raw),
        &text(&asks.footnotes),
        &text(&asks.title),
        &text(&asks.excerpt),
        &text(&asks.slug),
    ])
}

/// The exact hash of title, raw content and excerpt, which is what a blog's revisions keep.
pub fn text_hash(title: &str, raw: &str, excerpt: &str) -> String {
    hash(&[title, raw, excerpt])
}

/// A hash of what readers see, the words, the pictures and where the links lead, whatever the server
/// made of the markup around them: tags that a role may not use are gone, ` />` for `/>`, `&amp;`
/// for `&`.
pub fn reading_hash(title: &str, raw: &str) -> String {
    let words = |html: &str| -> String {
        coupure_markdown::text_of_html(html).chars().filter(|c| !c.is_whitespace()).collect()
    };
    hash(&[&words(title), &words(raw), &coupure_markdown::places_of_html(raw).join("\n")])
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        // Lengths between them: "ab", "c" is not "a", "bc".
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_again_after_the_server_rewrote_its_markup() {
        let sent = "<!-- wp:image --><figure><img src=\"a.jpg\" alt=\"\"/></figure>\n\
                    <p>L’eau&nbsp;: 3 &lt; 4</p>";
        let kept = "<figure><img src=\"a.jpg\" alt=\"\" /></figure><p>L’eau\u{a0}: 3 &lt; 4</p>\n";
        assert_eq!(reading_hash("A & B", sent), reading_hash("A &amp; B", kept));
        assert_ne!(reading_hash("A & B", sent), reading_hash("A & C", kept));
        assert_ne!(text_hash("A", sent, ""), text_hash("A", kept, ""));
    }

    #[test]
    fn another_picture_or_another_link_is_another_text() {
        let sent = "<p><a href=\"https://a.example/?x=1&amp;y=2\">ici</a></p><img src=\"a.jpg\"/>";
        let same = "<p><a href='https://a.example/?x=1&#038;y=2' rel=\"noopener\">ici</a></p>\
                    <img class=\"x\" src=\"a.jpg\" />";
        assert_eq!(reading_hash("A", sent), reading_hash("A", same));
        for other in [sent.replace("a.jpg", "b.jpg"), sent.replace("a.example", "b.example")] {
            assert_ne!(reading_hash("A", sent), reading_hash("A", &other), "{other}");
        }
    }
}
