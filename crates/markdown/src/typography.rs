//! Blanks joined and typography put, over the text of a whole line of inline elements at once, so
//! that a quotation may begin in emphasis and end in a link.

use std::{borrow::Cow, ops::Range};

use coupure_language::{Edit, OPAQUE, edits};

use crate::{
    Options,
    tree::{Element, Node, is_verbatim, is_void},
    write::{COMMENT, FOREIGN, holds_line, is_own_address},
};

/// Joins white space as HTML does on display, and drops what lies between blocks. Blocks that only
/// WordPress knows stay as they are: where a line ends may mean something there (an address to
/// embed stands alone on its line).
pub fn join_blanks(nodes: &mut Vec<Node>) {
    for line in lines(nodes) {
        let mut spaced = true;
        nodes[line.clone()].iter_mut().for_each(|node| join(node, &mut spaced));
        trim_end(&mut nodes[line]);
    }
    nodes.retain(|node| match node {
        Node::Text(text) => !text.is_empty(),
        Node::Element(element) => {
            element.name != "p" || !element.children.iter().all(Node::is_blank)
        }
    });
    for node in nodes.iter_mut() {
        match node {
            Node::Element(element) if element.name == FOREIGN => trim_foreign(element),
            Node::Element(element) if !node_is_line(element) && element.name != "pre" => {
                join_blanks(&mut element.children);
            }
            _ => {}
        }
    }
}

/// Drops what a block that only WordPress knows is spelt with anew: the blanks around what it
/// holds, and around the blocks in it.
fn trim_foreign(element: &mut Element) {
    let line = holds_line(element);
    let children = &mut element.children;
    if let Some(Node::Text(text)) = children.first_mut() {
        *text = text.trim_ascii_start().to_owned();
    }
    if let Some(Node::Text(text)) = children.last_mut() {
        text.truncate(text.trim_ascii_end().len());
    }
    children.retain(|child| !matches!(child, Node::Text(text) if text.is_empty()));
    drop_blanks_beside(children, &|node| node.is(FOREIGN) || !line && node.is(COMMENT));
}

fn drop_blanks_beside(nodes: &mut Vec<Node>, block: &dyn Fn(&Node) -> bool) {
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| nodes.get(at));
        before.is_some_and(block) || nodes.get(at + 1).is_some_and(block)
    };
    let idle: Vec<bool> = (0..nodes.len()).map(|at| nodes[at].is_blank() && beside(at)).collect();
    let mut idle = idle.into_iter();
    nodes.retain(|_| idle.next() != Some(true));
    for node in nodes {
        match node {
            Node::Element(element) if element.name == FOREIGN => trim_foreign(element),
            Node::Element(element) if element.name != "pre" => {
                drop_blanks_beside(&mut element.children, &|node| node.is(FOREIGN));
            }
            _ => {}
        }
    }
}

/// Gives text that stands in no block one of its own, so that every output shows it on its own
/// lines; a picture becomes a figure.
pub fn box_lines(mut nodes: Vec<Node>) -> Vec<Node> {
    for line in lines(&nodes).into_iter().rev() {
        if nodes[line.clone()].iter().all(|node| node.is(COMMENT)) {
            continue;
        }
        let children: Vec<Node> = nodes.drain(line.clone()).collect();
        let name =
            if matches!(children.as_slice(), [only] if only.is("img")) { "figure" } else { "div" };
        let boxed = Node::Element(Element { name, attributes: Vec::new(), children });
        nodes.insert(line.start, boxed);
    }
    nodes
}

fn node_is_line(element: &Element) -> bool {
    crate::tree::is_inline(element.name)
}

/// Runs of inline nodes between blocks.
fn lines(nodes: &[Node]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = None;
    for (at, node) in nodes.iter().enumerate() {
        match (node.is_inline(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                lines.push(start..at);
                from = None;
            }
            _ => {}
        }
    }
    lines.extend(from.map(|start| start..nodes.len()));
    lines
}

fn join(node: &mut Node, spaced: &mut bool) {
    match node {
        Node::Text(text) => {
            let mut joined = String::with_capacity(text.len());
            // U+FEFF shows nothing, and editors drop it where a text begins or ends.
            for c in text.chars().filter(|&c| c != '\u{FEFF}') {
                let blank = c.is_ascii_whitespace();
                if !blank {
                    joined.push(c);
                } else if !*spaced {
                    joined.push(' ');
                }
                *spaced = blank;
            }
            *text = joined;
        }
        Node::Element(element) if element.name == "br" => *spaced = true,
        Node::Element(element) if is_void(element.name) || element.name == "pre" => *spaced = false,
        Node::Element(element) => {
            element.children.iter_mut().for_each(|child| join(child, spaced));
        }
    }
}

/// Takes the blank away that the last text of a line ends with.
fn trim_end(nodes: &mut [Node]) {
    for node in nodes.iter_mut().rev() {
        match node {
            Node::Text(text) => {
                let length = text.trim_end_matches(' ').len();
                text.truncate(length);
                if length > 0 {
                    return;
                }
            }
            Node::Element(element) if is_void(element.name) => return,
            Node::Element(element) if element.children.is_empty() => {}
            Node::Element(element) => return trim_end(&mut element.children),
        }
    }
}

/// Puts the typography into every line of text, but in blocks that only WordPress knows: those
/// may hold commands (`[gallery ids="1"]`).
pub fn set(nodes: &mut [Node], options: &Options) {
    for line in lines(nodes) {
        set_line(&mut nodes[line], options);
    }
    for node in nodes {
        if let Node::Element(element) = node
            && !node_is_line(element)
            && !is_verbatim(element.name)
            && element.name != FOREIGN
        {
            set(&mut element.children, options);
        }
    }
}

/// The texts of a line, joined: a piece for each, with where it stands.
#[derive(Default)]
struct Line<'n> {
    text: String,
    pieces: Vec<(Range<usize>, &'n mut String)>,
}

impl<'n> Line<'n> {
    fn gather(&mut self, node: &'n mut Node) {
        match node {
            Node::Text(text) => {
                let from = self.text.len();
                self.text.push_str(&without_shortcodes(text));
                self.pieces.push((from..self.text.len(), text));
            }
            Node::Element(element) if element.name == "br" => self.text.push('\n'),
            Node::Element(element) if is_opaque(element) => self.text.push(OPAQUE),
            Node::Element(element) => {
                let apart = !node_is_line(element);
                if apart {
                    self.text.push('\n');
                }
                element.children.iter_mut().for_each(|child| self.gather(child));
                if apart {
                    self.text.push('\n');
                }
            }
        }
    }

    /// `edits` ascend; they are put from the last to the first, so that offsets keep their sense.
    fn put(&mut self, edits: &[Edit]) {
        let mut last = self.pieces.len();
        for edit in edits.iter().rev() {
            // Pieces after `last` begin after every edit that is left.
            while last > 0 && self.pieces[last - 1].0.start > edit.range.end {
                last -= 1;
            }
            let mut wanted = Some(edit.text.as_str());
            let insertion = edit.range.is_empty();
            let first =
                self.pieces[..last].partition_point(|(place, _)| place.end < edit.range.start);
            let touched = &mut self.pieces[first..last];
            // An insertion belongs to the text that follows it; after an opening mark, to that.
            let after_mark = self.text[..edit.range.start].ends_with(['"', '«']);
            if insertion && after_mark && touched.len() > 1 && touched[0].0.end == edit.range.start
            {
                let at = edit.range.start - touched[0].0.start;
                touched[0].1.insert_str(at, &edit.text);
                continue;
            }
            let at = touched.iter().rposition(|(place, _)| {
                place.start <= edit.range.start && (insertion || edit.range.start < place.end)
            });
            let Some(at) = at else { continue };
            for (place, text) in &mut touched[at..] {
                let from = edit.range.start.clamp(place.start, place.end) - place.start;
                let to = edit.range.end.clamp(place.start, place.end) - place.start;
                if from < to || wanted.is_some() {
                    text.replace_range(from..to, wanted.take().unwrap_or_default());
                }
            }
        }
    }
}

fn set_line(nodes: &mut [Node], options: &Options) {
    let mut line = Line::default();
    nodes.iter_mut().for_each(|node| line.gather(node));
    let edits = edits(&line.text, options.language, &options.spaces());
    line.put(&edits);
}

/// A command of WordPress's with its attributes (`[caption width="300"]`) is a word of as many
/// bytes, whose quotes are no quotation marks.
fn without_shortcodes(text: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut at = 0;
    while let Some(from) = text[at..].find('[').map(|ahead| at + ahead) {
        at = from + 1;
        let inside = &text[at..];
        let name = inside.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
        let Some(name) = name.filter(|&end| end > 0 && inside[end..].starts_with(' ')) else {
            continue;
        };
        let Some(end) = inside.find(']') else { break };
        let attributes = inside.get(name..end).unwrap_or_default();
        if !(attributes.contains("=\"") || attributes.contains("='")) {
            continue;
        }
        at += end + 1;
        let spelt = out.get_or_insert_with(|| text.to_owned());
        spelt.replace_range(from..at, &"x".repeat(at - from));
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What is not set: code, pictures, links that show their own address, and numbers of notes, which
/// are no part of the word that they follow.
fn is_opaque(element: &Element) -> bool {
    is_verbatim(element.name)
        || is_void(element.name)
        || is_own_address(element)
        || element.has_class("footnote-ref")
}
