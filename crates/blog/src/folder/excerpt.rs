//! The first words of a post, for the index, where the author wrote no excerpt.

const WORDS_MAX: usize = 55;

/// Plain text of the paragraphs of sanitised HTML, outside figures and folded parts.
pub(super) fn of_html(html: &str) -> String {
    let text = paragraphs(html);
    let mut words = text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty());
    let mut excerpt = String::new();
    for word in words.by_ref().take(WORDS_MAX) {
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    if words.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}

fn paragraphs(html: &str) -> String {
    let mut text = String::new();
    let (mut skipped, mut in_paragraph) = (0usize, false);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if in_paragraph && skipped == 0 {
            decode(&rest[..at], &mut text);
        }
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { return text };
        let tag = &rest[1..end];
        let (closes, name) = match tag.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, tag),
        };
        let name = name.split([' ', '\n', '\t', '/']).next().unwrap_or_default();
        match (name, closes) {
            ("figure" | "details" | "table" | "pre" | "sup" | "section", false) => skipped += 1,
            ("figure" | "details" | "table" | "pre" | "sup" | "section", true) => {
                skipped = skipped.saturating_sub(1);
            }
            ("p", false) => in_paragraph = true,
            ("p", true) => {
                in_paragraph = false;
                text.push(' ');
            }
            ("br", _) => text.push(' '),
            _ => {}
        }
        rest = &rest[end + 1..];
    }
    text
}

fn decode(escaped: &str, text: &mut String) {
    let mut rest = escaped;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&nbsp;", "\u{a0}"),
        ];
        let (entity, character) = known
            .into_iter()
            .find(|(entity, _)| rest.starts_with(entity))
            .unwrap_or((&rest[..1], "&"));
        text.push_str(character);
        rest = &rest[entity.len()..];
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_excerpt_is_the_text_of_the_paragraphs() {
        let html = "<h2>Titre</h2><figure><img alt=\"a\"><figcaption><p>légende</p></figcaption>\
                    </figure><p>Voici <em>l’été</em>&nbsp;: 3 &lt; 4 &amp; &inconnu;</p>\
                    <details><p>caché</p></details><!-- <p>rien</p> --><p>Fin<br>ici</p>";
        assert_eq!(of_html(html), "Voici l’été\u{a0}: 3 < 4 & &inconnu; Fin ici");
    }

    #[test]
    fn a_long_text_is_cut_after_a_word() {
        let html = format!("<p>{}</p>", "mot ".repeat(80));
        let excerpt = of_html(&html);
        assert!(excerpt.ends_with("mot…"));
        assert_eq!(excerpt.split(' ').count(), WORDS_MAX);
    }

    proptest::proptest! {
        #[test]
        fn any_html_is_taken(html in "[<>/pb!&;a é-]{0,200}") {
            of_html(&html);
        }
    }
}
