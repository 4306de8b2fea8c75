//! A line of HTML as Markdown.

use super::blocks::Converter;
use crate::{
    compose::{destination, escape_title, figure},
    escape,
    tree::{Element, Node, is_void},
};

impl Converter {
    /// `single`: it must stay on one line (a heading, a cell of a table).
    pub fn line(&self, nodes: &[Node], single: bool) -> String {
        let mut line = Line { out: String::new(), single, inline_html: self.inline_html };
        line.nodes(nodes, Around::default());
        line.out.trim_matches([' ', '\n']).to_owned()
    }
}

/// What a piece of a line stands in.
#[derive(Clone, Copy, Default)]
struct Around {
    strong: bool,
    emphasis: bool,
}

struct Line {
    out: String,
    single: bool,
    /// Emphasis and links are written as HTML too.
    inline_html: bool,
}

impl Line {
    fn nodes(&mut self, nodes: &[Node], around: Around) {
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Text(text) => {
                    self.text(text);
                    // `!` before a link would make a picture of it.
                    if text.ends_with('!') && nodes.get(at + 1).is_some_and(|next| next.is("a")) {
                        self.out.pop();
                        self.out.push_str("\\!");
                    }
                }
                Node::Element(element) => self.element(element, around),
            }
        }
    }

    fn element(&mut self, element: &Element, around: Around) {
        let bare = element.attributes.is_empty();
        match element.name {
            "br" if !self.single && bare => self.out.push_str("\\\n"),
            "em" | "i" if bare && !self.inline_html => {
                let mark = if around.strong && !around.emphasis { "_" } else { "*" };
                self.marked(element, mark, Around { emphasis: true, ..around });
            }
            "strong" | "b" if bare && !self.inline_html => {
                self.marked(element, "**", Around { strong: true, ..around });
            }
            "s" | "del" | "strike" if bare && !self.inline_html => {
                self.marked(element, "~~", around)
            }
            "code" if bare => self.code(element, around),
            "a" => self.link(element, around),
            "img" if only(element, &["src", "alt", "title"]) => {
                let value = |name| element.attribute(name).unwrap_or_default();
                self.out.push_str(&figure(value("src"), value("alt"), value("title")));
            }
            "sup" if element.has_class("footnote-ref") => match note_label(element) {
                Some(label) => self.out.push_str(&format!("[^{label}]")),
                None => self.html(element, around),
            },
            _ => self.html(element, around),
        }
    }

    /// Marks must touch what they mark: blanks go outside.
    fn marked(&mut self, element: &Element, mark: &str, around: Around) {
        let mut inside = Line { out: String::new(), ..*self };
        inside.nodes(&element.children, around);
        let text = inside.out;
        let core = text.trim_matches(' ');
        if core.is_empty() {
            return self.out.push_str(&text);
        }
        let before = text.len() - text.trim_start_matches(' ').len();
        let after = text.len() - text.trim_end_matches(' ').len();
        self.out.push_str(&text[..before]);
        self.out.extend([mark, core, mark]);
        self.out.push_str(&text[text.len() - after..]);
    }

    fn code(&mut self, element: &Element, around: Around) {
        let [Node::Text(text)] = element.children.as_slice() else {
            return self.html(element, around);
        };
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let blank = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
        let space = if blank { " " } else { "" };
        let text = if self.single { text.replace('|', "\\|") } else { text.clone() };
        self.out.extend([&fence, space, &text, space, &fence]);
    }

    fn link(&mut self, element: &Element, around: Around) {
        let Some(href) = element.attribute("href").filter(|_| only(element, &["href", "title"]))
        else {
            return self.html(element, around);
        };
        if self.inline_html {
            return self.html(element, around);
        }
        let plain = |c: char| c.is_ascii_graphic() && !"<>\\".contains(c);
        if element.children == [Node::Text(href.to_owned())]
            && crate::write::is_web(href)
            && href.chars().all(plain)
            && element.attributes.len() == 1
        {
            return self.out.extend(["<", href, ">"]);
        }
        let mut inside = Line { out: String::new(), ..*self };
        inside.nodes(&element.children, around);
        let target = destination(href);
        self.out.extend(["[", &inside.out, "](", &target]);
        if let Some(title) = element.attribute("title") {
            self.out.extend([" \"", &escape_title(title), "\""]);
        }
        self.out.push(')');
    }

    fn html(&mut self, element: &Element, around: Around) {
        self.out.extend(["<", element.name]);
        for (name, value) in &element.attributes {
            self.out.extend([" ", *name, "=\""]);
            escape::attribute(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
        if !is_void(element.name) {
            self.nodes(&element.children, around);
            self.out.extend(["</", element.name, ">"]);
        }
    }

    fn text(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        let at = |i: usize| chars.get(i).copied();
        for (i, &c) in chars.iter().enumerate() {
            let before = i.checked_sub(1).and_then(at).or(self.out.chars().last());
            let after = at(i + 1);
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let starts = self.out.is_empty() || self.out.ends_with('\n');
            match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '~' => self.out.extend(['\\', c]),
                '_' if !(word(before) && word(after)) => self.out.push_str("\\_"),
                '&' if entity_follows(&chars[i + 1..]) => self.out.push_str("&amp;"),
                '|' if self.single || starts => self.out.push_str("\\|"),
                '#' | '>' | '=' | '-' | '+' | ':' if starts => self.out.extend(['\\', c]),
                '#' if self.single && after.is_none() => self.out.push_str("\\#"),
                '.' | ')' if self.numbered() && after.is_none_or(|c| c == ' ') => {
                    self.out.extend(['\\', c]);
                }
                // What would become a link by itself.
                ':' if after == Some('/') && at(i + 2) == Some('/') => {
                    self.out.push_str("<!-- -->:")
                }
                '.' if self.ends_with_www() => self.out.push_str("<!-- -->."),
                '@' if word(before) && word(after) => self.out.push_str("<!-- -->@"),
                c => self.out.push(c),
            }
        }
    }

    fn ends_with_www(&self) -> bool {
        let tail = self.out.len().checked_sub(3).and_then(|from| self.out.get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case("www"))
    }

    /// The line so far is a number: a mark after it would begin a list.
    fn numbered(&self) -> bool {
        let digits = self.out.bytes().rev().take(10).take_while(u8::is_ascii_digit).count();
        let before = self.out.len().checked_sub(digits + 1).map(|at| self.out.as_bytes()[at]);
        (1..10).contains(&digits) && before.is_none_or(|b| b == b'\n')
    }
}

fn only(element: &Element, names: &[&str]) -> bool {
    element.attributes.iter().all(|(name, _)| names.contains(name))
}

fn entity_follows(rest: &[char]) -> bool {
    let name = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    name > 0 && rest.get(name) == Some(&';')
}

/// The number of the note that a reference shows.
fn note_label(reference: &Element) -> Option<&str> {
    let link = reference.children.first()?.element()?;
    let label = link.attribute("href")?.strip_prefix("#fn-")?;
    (!label.is_empty() && label.bytes().all(|b| b.is_ascii_digit())).then_some(label)
}

/// The labels of the notes that a Markdown text refers to.
pub fn note_labels(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("[^").skip(1).filter_map(|rest| {
        let label = rest.split(']').next()?;
        (!label.is_empty() && label.bytes().all(|b| b.is_ascii_digit())).then_some(label)
    })
}
