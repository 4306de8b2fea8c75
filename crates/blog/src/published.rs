//! The posts of a blog that readers can open, as links to them need them.

use coupure_model::{PublishedPost, RemoteId};

/// A title is a line; what is longer is cut.
const TITLE_CHARS_MAX: usize = 500;
const ADDRESS_BYTES_MAX: usize = 2_000;

/// A page of the posts that readers can open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishedPage {
    pub posts: Vec<PublishedPost>,
    /// There are more, on the next page.
    pub more: bool,
    /// How many fit the question in all; `None`: the blog did not tell, or does with the last page
    /// alone.
    pub total: Option<u32>,
}

/// The text of a title that is written as HTML: without its tags, its entities read.
pub(crate) fn plain_title(html: &str) -> String {
    let mut text = String::with_capacity(html.len().min(TITLE_CHARS_MAX));
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let starts_tag =
            tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>').filter(|_| starts_tag) {
            Some(end) => rest = &tag[end + 1..],
            None => {
                text.push('<');
                rest = &tag[1..];
            }
        }
    }
    text.push_str(rest);
    let text = html_escape::decode_html_entities(&text);
    let line: Vec<&str> = text.split([' ', '\t', '\n', '\r']).filter(|w| !w.is_empty()).collect();
    line.join(" ").chars().filter(|c| !c.is_control()).take(TITLE_CHARS_MAX).collect()
}

/// `None`: nothing that a reader's browser opens.
pub(crate) fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text.trim()).ok()?;
    let opens = matches!(url.scheme(), "https" | "http") && url.host_str().is_some();
    (opens && url.as_str().len() <= ADDRESS_BYTES_MAX).then(|| url.into())
}

/// The id as a blog writes it: a number, without anything around it.
pub(crate) fn number_id(text: &str) -> Option<RemoteId> {
    let number: u64 = text.trim().parse().ok()?;
    (number > 0).then(|| RemoteId(number.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_plain_text_in_one_line() {
        let html = " Pluie &amp; <em>vent</em>&nbsp;: l&#8217;hiver\n &lt;b&gt; 1 < 2 ";
        assert_eq!(plain_title(html), "Pluie & vent\u{a0}: l’hiver <b> 1 < 2");
        assert_eq!(plain_title(&"x".repeat(10_000)).len(), TITLE_CHARS_MAX);
        assert_eq!(plain_title("<unclosed"), "<unclosed");
    }

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        assert_eq!(web_address(" https://a.example/x ").as_deref(), Some("https://a.example/x"));
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "/x", "", "https://"] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }
}
