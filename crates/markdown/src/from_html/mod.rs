//! A post of a blog back to Markdown.
//!
//! Nothing may be lost: each piece is said in the plainest of several ways that, read again,
//! gives the same: Markdown, Markdown with inline HTML, an island of HTML, and last a block of
//! WordPress with its comments.

mod blocks;
mod canonical;
mod classic;
mod inline;
mod kept;
mod notes;
mod references;
mod standing;
mod theirs;
mod units;

use crate::{
    Options, parse,
    sanitise::sanitised,
    tree::Node,
    typography,
    write::{COMMENT, FOREIGN, Writer, holds_line},
};

use blocks::Converter;
use canonical::canonical;
pub use kept::Kept;
pub(crate) use kept::{gather_hashes, is_kept};
use references::References;
pub(crate) use references::attachment;
pub use references::{Pictures, Shown};
pub(crate) use standing::{joined as joined_blocks, restored};
pub use theirs::{Standing, theirs};

/// Blocks whose comments say no more than their HTML does.
const SAID_BY_HTML: [&str; 13] = [
    "paragraph",
    "heading",
    "list",
    "list-item",
    "quote",
    "code",
    "preformatted",
    "image",
    "table",
    "separator",
    "details",
    "html",
    "freeform",
];

/// Markdown that says what WordPress block markup, or HTML, says; `footnotes`: the texts of the
/// notes as the post's meta field of that name holds them, or nothing.
pub fn to_markdown(raw: &str, footnotes: &str) -> String {
    Conversion::new(footnotes).whole(raw)
}

/// Pieces of Markdown as one text.
fn joined(pieces: Vec<String>) -> String {
    let mut out = pieces.join("\n\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

struct Conversion<'c> {
    /// The identifier of each note and its HTML.
    notes: Vec<(String, String)>,
    /// The number of the note before the first.
    numbers_from: u64,
    /// Lists that follow one another are told apart by their bullets.
    parity: bool,
    /// The author's names for pictures of the blog's.
    found: Option<&'c References<'c>>,
}

impl Conversion<'_> {
    fn new(footnotes: &str) -> Self {
        let notes = canonical::notes(footnotes);
        Self { notes, numbers_from: 0, parity: false, found: None }
    }

    /// A whole post.
    fn whole(&mut self, raw: &str) -> String {
        let raw = raw.replace("\r\n", "\n");
        let mut pieces = self.pieces(&raw, units::is_classic(&raw));
        pieces.extend(self.definitions(&raw));
        joined(pieces)
    }

    /// The pieces of a post or of a part of one, without the texts of its notes.
    fn pieces(&mut self, raw: &str, classic: bool) -> Vec<String> {
        let Some(nodes) = units::nodes(raw, classic) else {
            return vec![one_line_island(&kept::with_names(raw)).trim_end().to_owned()];
        };
        let mut pieces: Vec<String> = Vec::new();
        let mut line = Vec::new();
        for node in nodes {
            if node.is_inline() && !node.is(COMMENT) {
                line.push(node);
                continue;
            }
            pieces.extend(self.piece(std::mem::take(&mut line)));
            pieces.extend(self.piece(vec![node]));
        }
        pieces.extend(self.piece(line));
        pieces
    }
}

impl Conversion<'_> {
    /// A piece of the post: one block, or text that stands in none.
    fn piece(&mut self, nodes: Vec<Node>) -> Option<String> {
        if nodes.iter().all(Node::is_blank) {
            return None;
        }
        let nodes = self.number_notes(nodes);
        let nodes = match self.found {
            Some(found) if said_by_html(&nodes) => found.put(nodes),
            Some(found) => found.put_in_foreign(nodes),
            None => nodes,
        };
        let mut unwrapped = unwrapped(&nodes);
        typography::join_blanks(&mut unwrapped);
        if unwrapped.iter().all(|node| node.is("ol") && is_notes(node)) && !unwrapped.is_empty() {
            return None;
        }
        if !self.notes.is_empty() && nodes.iter().all(is_notes_block) {
            return None;
        }
        let Some(wanted) = said_by_html(&nodes).then(|| canonical(&unwrapped)) else {
            return Some(foreign(&nodes));
        };
        if wanted.is_empty() {
            return None;
        }
        let list = unwrapped.iter().any(|node| node.is("ul") || node.is("ol"));
        let parity = self.parity;
        self.parity = list && !parity;
        let converter = |inline_html| Converter { inline_html, parity };
        let ways: [&dyn Fn() -> String; 3] = [
            &|| converter(false).blocks(&unwrapped),
            &|| converter(true).blocks(&unwrapped),
            &|| island(&unwrapped),
        ];
        let said = ways.iter().map(|way| way()).find(|markdown| reads_as(markdown, &wanted));
        Some(said.unwrap_or_else(|| foreign(&nodes)))
    }
}

/// Whether Markdown, read again, gives `wanted`.
fn reads_as(markdown: &str, wanted: &[Node]) -> bool {
    // References to notes are only such where the note is defined.
    let defined = inline::note_labels(markdown).map(|label| format!("\n\n[^{label}]: x"));
    let source = format!("{markdown}{}", defined.collect::<String>());
    let options = Options { typography: false, ..Options::default() };
    let Ok(document) = parse(&source, &options) else { return false };
    let nodes = document.blocks().iter().flat_map(|block| block.nodes().iter().cloned());
    let nodes: Vec<Node> = nodes.filter(|node| !is_notes(node)).collect();
    canonical(&nodes) == wanted
}

/// Notes that are numbered: the list at the end.
fn is_notes(node: &Node) -> bool {
    node.element().is_some_and(|element| {
        element.has_class("footnotes") && element.children.iter().all(|item| item.is("li"))
    })
}

/// The block that shows the notes of the meta field.
fn is_notes_block(node: &Node) -> bool {
    let name = node.element().and_then(|element| element.attribute("data-name"));
    matches!(name, Some("footnotes" | "core/footnotes"))
}

pub(crate) fn said_by_html(nodes: &[Node]) -> bool {
    nodes.iter().filter_map(Node::element).all(|element| {
        let name = element.attribute("data-name").unwrap_or("html");
        let name = name.strip_prefix("core/").unwrap_or(name);
        let said = match name {
            _ if element.name != FOREIGN => true,
            "more" | "nextpage" => {
                matches!(element.children.as_slice(), [only] if only.is(COMMENT))
            }
            // Text of its own stands on lines of its own.
            name => SAID_BY_HTML.contains(&name) && !holds_line(element),
        };
        said && said_by_html(&element.children)
    })
}

/// Without the elements that stand for block comments, and without places to break a line.
pub(crate) fn unwrapped(nodes: &[Node]) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if element.name == FOREIGN => {
                out.extend(unwrapped(&element.children));
            }
            Node::Element(element) if element.name == "wbr" => {}
            Node::Element(element) => {
                let mut element = element.clone();
                element.children = unwrapped(&element.children);
                out.push(Node::Element(element));
            }
            text => out.push(text.clone()),
        }
    }
    canonical::merged(out)
}

/// An island of HTML, on one line so that no blank line ends it.
fn island(nodes: &[Node]) -> String {
    let mut out = String::new();
    Writer::as_written().nodes(&canonical::plain(nodes), &mut out);
    out.replace('\n', LINE_END)
}

/// A block with its comments.
fn foreign(nodes: &[Node]) -> String {
    let writer = Writer { foreign: true, one_line: true, ..Writer::as_written() };
    let mut out = String::new();
    writer.nodes(nodes, &mut out);
    out.replace('\n', LINE_END)
}

/// One that is written so ends no line of the Markdown.
const LINE_END: &str = "&#10;";

/// What cannot be read as HTML at all (it nests too deep) is text.
fn one_line_island(raw: &str) -> String {
    let mut text = String::from("<pre>");
    crate::escape::text(raw, &mut text);
    text.push_str("</pre>\n");
    text.replace('\n', LINE_END)
}

impl Conversion<'_> {
    /// `sup` of a note whose text is known, as the sign that `inline` makes `[^1]` of.
    fn number_notes(&self, nodes: Vec<Node>) -> Vec<Node> {
        if self.notes.is_empty() {
            return nodes;
        }
        let numbered = |node| canonical::numbered(node, &self.notes, self.numbers_from);
        nodes.into_iter().map(numbered).collect()
    }

    /// The definitions: from the meta field, or from the list in the post's own HTML.
    fn definitions(&self, raw: &str) -> Option<String> {
        let texts: Vec<String> = if self.notes.is_empty() {
            canonical::listed_notes(raw)
        } else {
            self.notes.iter().map(|(_, html)| html.clone()).collect()
        };
        let definitions = texts.iter().enumerate();
        let definitions =
            definitions.map(|(at, html)| format!("[^{}]: {}", at + 1, Self::definition(html)));
        let definitions: Vec<String> = definitions.collect();
        (!definitions.is_empty()).then(|| definitions.join("\n"))
    }

    /// The text of a note, as it stands after the note's name.
    fn definition(html: &str) -> String {
        let mut nodes = sanitised(html).unwrap_or_default();
        typography::join_blanks(&mut nodes);
        let wanted = canonical(&nodes);
        let mut lines = [false, true]
            .into_iter()
            .map(|inline_html| Converter { inline_html, parity: false }.line(&nodes, false));
        let wrapped = vec![canonical::paragraph(wanted)];
        let line = lines.find(|line| reads_as(line, &wrapped));
        line.unwrap_or_else(|| island(&nodes)).replace('\n', "\n    ")
    }
}
