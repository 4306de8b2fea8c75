//! The first words of a draft, as a list shows them.

const LENGTH_CHARS: usize = 160;

/// The first words of a Markdown body, without its marks and pictures, on one line.
pub(crate) fn snippet(body: &str) -> String {
    let mut words = String::new();
    for line in body.lines() {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "#>*+-=~`|".contains(c));
        // A line that is a picture, a piece of HTML or a definition says nothing in a list.
        if ["![", "<", "[^", ":::"].iter().any(|mark| line.starts_with(mark)) {
            continue;
        }
        push_plain(line, &mut words);
        if words.chars().count() >= LENGTH_CHARS {
            break;
        }
    }
    shorten(&words)
}

/// At most so many characters, cut between words.
pub(crate) fn shorten(text: &str) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(LENGTH_CHARS) else {
        return text.to_owned();
    };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end())
}

/// Appends a line without its emphasis marks and link targets, white space made single.
fn push_plain(line: &str, out: &mut String) {
    let mut rest = line;
    let mut plain = String::with_capacity(line.len());
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '*' | '`' | '[' => {}
            ']' => {
                if let Some(after) = rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
                    rest = after.1;
                }
            }
            _ => plain.push(c),
        }
    }
    for word in plain.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_the_first_words_without_marks() {
        let body = "![La une](clip:x \"Légende\")\n\n## Ce *qui* a\n\n- été [dit](https://a.fr) `ici`\n<div>";
        assert_eq!(snippet(body), "Ce qui a été dit ici");
        assert_eq!(snippet(""), "");
    }

    #[test]
    fn a_long_snippet_is_cut_between_words() {
        let long = snippet(&"cœur ".repeat(100));
        assert!(long.ends_with("cœur…"), "{long}");
        assert!(long.chars().count() <= LENGTH_CHARS + 1);
        assert_eq!(snippet(&"é".repeat(500)).chars().count(), LENGTH_CHARS + 1);
    }
}
