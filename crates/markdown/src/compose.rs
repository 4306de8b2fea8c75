//! Markdown made for the author: what the window inserts at the caret.

/// A picture alone in its paragraph: a figure, `caption` below it.
pub fn figure(reference: &str, alt: &str, caption: &str) -> String {
    let alt = escape_alt(alt);
    let target = destination(reference);
    if caption.trim().is_empty() {
        format!("![{alt}]({target})")
    } else {
        format!("![{alt}]({target} \"{}\")", escape_title(caption))
    }
}

/// Text folded below a summary that readers click on.
pub fn folded(summary: &str, markdown: &str) -> String {
    let summary = one_line(summary).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text = markdown.trim_matches('\n');
    format!("<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>")
}

/// A passage quoted, and below it where it is from (Markdown of one line; may be empty).
pub fn quotation(passage: &str, reference: &str) -> String {
    let mut out = String::new();
    for line in passage.trim_matches('\n').lines() {
        out.push_str(if line.trim().is_empty() { ">" } else { "> " });
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if !reference.trim().is_empty() {
        out.push_str(">\n> — ");
        out.push_str(&one_line(reference));
    }
    out.trim_end().to_owned()
}

/// A link's or a picture's target as Markdown takes it.
pub(crate) fn destination(reference: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"()<>\\\"".contains(c);
    if !reference.is_empty() && reference.chars().all(plain) {
        return reference.to_owned();
    }
    let mut out = String::from("<");
    for c in reference.chars() {
        match c {
            '<' | '>' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

/// A title between `"` and `"`.
pub(crate) fn escape_title(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in one_line(title).chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// Everything that could be a mark inside of `![…]`.
fn escape_alt(alt: &str) -> String {
    let mut out = String::with_capacity(alt.len());
    for c in one_line(alt).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '[' | ']' | '\\' | '*' | '_' | '`' | '<' | '>' | '!' | '~' | '^' => {
                out.extend(['\\', c]);
            }
            c => out.push(c),
        }
    }
    out
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
