//! The tree that every output is written from: HTML as the sanitiser leaves it.
//!
//! It is read back from the sanitiser's own spelling (every `<`, `>`, `&` and quote escaped,
//! every element closed), so that the reader is small, takes any length and never recurses.

use coupure_model::PassagePlace;

/// How deep elements may nest; deeper ones give way to their contents. Walks may recurse.
pub const DEPTH_MAX: usize = 120;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub name: &'static str,
    pub attributes: Vec<(&'static str, String)>,
    pub children: Vec<Node>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|all| all.split_ascii_whitespace().any(|c| c == class))
    }

    /// A link to a passage's place on its clipping, which only the author follows: for readers its
    /// contents stand there alone.
    pub fn is_place(&self) -> bool {
        let leads = |href| PassagePlace::parse(href).is_some();
        self.name == "a" && self.attribute("href").is_some_and(leads)
    }

    /// Its children without the blanks between them.
    pub fn solid_children(&self) -> impl DoubleEndedIterator<Item = &Node> {
        self.children.iter().filter(|child| !child.is_blank())
    }
}

impl Node {
    pub fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }

    pub fn is(&self, name: &str) -> bool {
        self.element().is_some_and(|element| element.name == name)
    }

    /// Text of nothing but white space (no-break spaces are not that).
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.bytes().all(|b| b.is_ascii_whitespace()))
    }

    /// Whether it stands within a line.
    pub fn is_inline(&self) -> bool {
        self.element().is_none_or(|element| is_inline(element.name))
    }
}

/// Elements that stand within a line of text.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "audio"
            | "b"
            | "bdi"
            | "bdo"
            | "br"
            | "cite"
            | "code"
            | "coupure-comment"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "rtc"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "source"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "track"
            | "tt"
            | "u"
            | "var"
            | "video"
            | "wbr"
    )
}

/// Elements without an end.
pub fn is_void(name: &str) -> bool {
    matches!(name, "area" | "br" | "col" | "hr" | "img" | "source" | "track" | "wbr")
}

/// Elements whose text is kept as written: no typography, and for `pre` no joining of blanks.
pub fn is_verbatim(name: &str) -> bool {
    matches!(name, "code" | "pre" | "kbd" | "samp" | "tt" | "var")
}

/// Reads what the sanitiser wrote.
pub fn read(html: &str) -> Vec<Node> {
    let mut reader = Reader { open: Vec::new(), top: Vec::new(), ignored: Vec::new() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        reader.text(&rest[..at]);
        let Some(end) = rest[at..].find('>') else { break };
        reader.tag(&rest[at + 1..at + end]);
        rest = &rest[at + end + 1..];
    }
    reader.text(rest);
    while !reader.open.is_empty() {
        reader.close();
    }
    reader.top
}

struct Reader {
    open: Vec<Element>,
    top: Vec<Node>,
    /// Names of elements left out, with how many were open when they began.
    ignored: Vec<(String, usize)>,
}

impl Reader {
    fn push(&mut self, node: Node) {
        let siblings = self.open.last_mut().map_or(&mut self.top, |parent| &mut parent.children);
        match (siblings.last_mut(), &node) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(text),
            _ => siblings.push(node),
        }
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.push(Node::Text(unescape(text)));
        }
    }

    fn tag(&mut self, tag: &str) {
        if let Some(name) = tag.strip_prefix('/') {
            if self.ignored.last().is_some_and(|(n, depth)| n == name && *depth == self.open.len())
            {
                self.ignored.pop();
            } else if self.open.last().is_some_and(|element| element.name == name) {
                self.close();
            }
            return;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let known = crate::sanitise::tag_name(name);
        match known {
            Some(known) if is_void(known) => {
                let attributes = read_attributes(attributes);
                self.push(Node::Element(Element { name: known, attributes, children: Vec::new() }));
            }
            Some(known) if self.open.len() < DEPTH_MAX => {
                let attributes = read_attributes(attributes);
                self.open.push(Element { name: known, attributes, children: Vec::new() });
            }
            _ => self.ignored.push((name.to_owned(), self.open.len())),
        }
    }

    fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.push(Node::Element(element));
        }
    }
}

fn read_attributes(mut rest: &str) -> Vec<(&'static str, String)> {
    let mut attributes = Vec::new();
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        if let Some(name) = crate::sanitise::attribute_name(name.trim()) {
            attributes.push((name, unescape(value)));
        }
        rest = after;
    }
    attributes
}

pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known =
            [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", '\u{A0}')];
        let (entity, c) =
            known.into_iter().find(|(e, _)| rest.starts_with(e)).unwrap_or(("&", '&'));
        out.push(c);
        rest = &rest[entity.len()..];
    }
    out.push_str(rest);
    out
}
