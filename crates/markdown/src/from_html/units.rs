//! A post's raw content as the pieces that it is compared by: its top-level blocks, and the text
//! between them.

use std::ops::Range;

use super::{canonical, kept, said_by_html, unwrapped};
use crate::{
    Options,
    block_comment::{Kind, as_elements, comments},
    group,
    parse::hash_of,
    sanitise::sanitised,
    tree::{Element, Node},
    typography, write,
};

/// A piece of a post as it stands there.
#[derive(Debug, Clone)]
pub struct Unit<'r> {
    pub raw: &'r str,
    /// Equal: they are the same in Markdown, once typeset.
    pub reads: String,
    /// The same, whatever pictures it shows.
    pub reads_loosely: String,
    /// Each element that it shows, with its text.
    pub shape: Vec<String>,
    /// The list of notes, which the texts of the notes make anew.
    pub notes: bool,
}

/// Whether a post is of the old editor: text parted by blank lines.
pub fn is_classic(raw: &str) -> bool {
    comments(raw).next().is_none()
}

/// The pieces of a post, in order.
pub fn units<'r>(raw: &'r str, options: &Options) -> Vec<Unit<'r>> {
    let classic = is_classic(raw);
    let unit = |range: Range<usize>| Unit::read(&raw[range], classic, options);
    ranges(raw).into_iter().map(unit).collect()
}

impl<'r> Unit<'r> {
    fn read(raw: &'r str, classic: bool, options: &Options) -> Self {
        let Some(nodes) = nodes(raw, classic) else {
            let reads = hash_of(raw).to_string();
            let shape = vec![reads.clone()];
            return Self { raw, reads_loosely: reads.clone(), reads, shape, notes: false };
        };
        let said = said_by_html(&nodes);
        let mut nodes = if said { unwrapped(&nodes) } else { nodes };
        typography::join_blanks(&mut nodes);
        let is_notes = |node: &Node| {
            node.element().is_some_and(|element| element.has_class("footnotes"))
                || super::is_notes_block(node)
        };
        let notes = !nodes.is_empty() && nodes.iter().all(is_notes);
        nodes.iter_mut().for_each(without_number);
        if said && options.typography {
            typography::set(&mut nodes, options);
        }
        let reads = |nodes: &[Node]| {
            hash_of(&format!("{said} {:?}", canonical::canonical(nodes))).to_string()
        };
        let strictly = reads(&nodes);
        let shape = shape(&unwrapped(&nodes));
        let reads_loosely = reads(&without_pictures(nodes));
        Self { raw, reads: strictly, reads_loosely, shape, notes }
    }
}

/// What a piece is in Markdown, element by element, to be compared with what is written for the
/// blog: the numbers of notes and the language of code count as well.
pub fn readings(raw: &str, classic: bool, options: &Options) -> Vec<String> {
    let Some(nodes) = nodes(raw, classic) else { return vec![hash_of(raw).to_string()] };
    if !said_by_html(&nodes) {
        return vec![format!("{:?}", canonical::canonical(&nodes))];
    }
    let mut nodes = unwrapped(&nodes);
    typography::join_blanks(&mut nodes);
    let mut nodes = typography::box_lines(nodes);
    if options.typography {
        typography::set(&mut nodes, options);
    }
    let one = |node: &Node| {
        let mut marks = Vec::new();
        gather_marks(node, &mut marks);
        let mut canonical = canonical::canonical(std::slice::from_ref(node));
        for node in &mut canonical {
            // Text that stands in no block is a paragraph in Markdown.
            if let Node::Element(element) = node
                && element.name == "div"
                && element.attributes.is_empty()
                && element.children.iter().all(Node::is_inline)
            {
                element.name = "p";
            }
        }
        (!canonical.is_empty()).then(|| format!("{canonical:?} {marks:?}"))
    };
    nodes.iter().filter_map(one).collect()
}

/// What [`canonical`] levels, and a post is still to say.
fn gather_marks<'n>(node: &'n Node, marks: &mut Vec<&'n str>) {
    let Node::Element(element) = node else { return };
    if matches!(element.name, "pre" | "code") {
        let classes = element.attribute("class").unwrap_or_default().split_ascii_whitespace();
        marks.extend(classes.filter(|class| class.starts_with("language-")));
    }
    if element.has_class("footnote-ref") || element.has_class("footnotes") {
        let links = element.children.iter().filter_map(Node::element);
        marks.extend(links.filter_map(|link| link.attribute("href")));
    }
    element.children.iter().for_each(|child| gather_marks(child, marks));
}

/// A piece as it is read for Markdown; `None`: it cannot be read at all.
pub fn nodes(raw: &str, classic: bool) -> Option<Vec<Node>> {
    let mut nodes = sanitised(&as_elements(&kept::with_names(raw)))?;
    if classic {
        canonical::paragraphs(&mut nodes);
    }
    typography::join_blanks(&mut nodes);
    Some(nodes)
}

fn shape(nodes: &[Node]) -> Vec<String> {
    let shown = |node: &Node| {
        let name = node.element().map_or("", |element| element.name);
        let mut text = String::new();
        write::plain_text(std::slice::from_ref(node), &mut text);
        // A block of text that has none of its own is boxed.
        let name = if name == "div" || node.is_inline() { "" } else { name };
        let words: Vec<&str> = text.split_whitespace().collect();
        format!("{name} {}", words.join(" "))
    };
    nodes.iter().map(shown).filter(|shown| shown != " ").collect()
}

/// Notes are numbered anew when one is put before them.
fn without_number(node: &mut Node) {
    let Node::Element(element) = node else { return };
    if element.name == "sup" && element.attribute("data-fn").is_some() {
        element.children.clear();
    }
    element.children.iter_mut().for_each(without_number);
}

/// Without what says which picture it is; a picture that opens something is the picture.
fn without_pictures(nodes: Vec<Node>) -> Vec<Node> {
    let one = |node: Node| {
        let Node::Element(mut element) = node else { return node };
        if element.name == "img" {
            element.attributes.retain(|(name, _)| *name == "alt");
        }
        element.children = without_pictures(element.children);
        match element.children.as_slice() {
            [only] if element.name == "a" && only.is("img") => element.children.remove(0),
            _ => Node::Element(element),
        }
    };
    nodes.into_iter().map(one).collect()
}

/// The pictures of a piece, in order: each with what it opens.
pub fn pictures(nodes: &[Node]) -> Vec<(&Element, Option<&str>)> {
    let mut found = Vec::new();
    gather(nodes, None, &mut found);
    found
}

fn gather<'n>(
    nodes: &'n [Node],
    link: Option<&'n str>,
    found: &mut Vec<(&'n Element, Option<&'n str>)>,
) {
    for element in nodes.iter().filter_map(Node::element) {
        match element.name {
            "img" => found.push((element, link)),
            "a" => gather(&element.children, element.attribute("href"), found),
            _ => gather(&element.children, link, found),
        }
    }
}

/// Top-level blocks from comment to comment; between them, text parted at blank lines that stand
/// in no element.
pub fn ranges(raw: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut from, mut at) = (0_usize, 0, 0);
    for comment in comments(raw) {
        match comment.kind {
            Kind::Open => {
                if depth == 0 {
                    found.extend(loose(raw, at..comment.range.start));
                    from = comment.range.start;
                }
                depth += 1;
            }
            Kind::Void if depth == 0 => {
                found.extend(loose(raw, at..comment.range.start));
                at = comment.range.end;
                found.push(comment.range);
            }
            Kind::Close if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(from..comment.range.end);
                    at = comment.range.end;
                }
            }
            _ => {}
        }
    }
    match depth {
        0 => found.extend(loose(raw, at..raw.len())),
        _ => found.push(from..raw.trim_end().len().max(from)),
    }
    found
}

fn loose(raw: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let mut at = range.start;
    for line in raw[range].split_inclusive('\n') {
        let solid = line.trim_end();
        if solid.is_empty() {
            open = false;
        } else {
            match chunks.last_mut() {
                Some(last) if open => last.end = at + solid.len(),
                _ => chunks.push(at + (line.len() - line.trim_start().len())..at + solid.len()),
            }
            open = true;
        }
        at += line.len();
    }
    let html: Vec<Option<&str>> = chunks.iter().map(|chunk| Some(&raw[chunk.clone()])).collect();
    let runs = group::runs(&html);
    runs.into_iter().map(|run| chunks[run.start].start..chunks[run.end - 1].end).collect()
}
