//! Source to [`Document`].

use std::{collections::HashMap, ops::Range, sync::Arc};

use comrak::{
    Arena,
    nodes::{AstNode, NodeValue},
};
use coupure_language::count_words;

use crate::{
    Document, Error, Options,
    document::{Block, Rendered},
    footnotes::{self, Notes},
    group,
    render::Renderer,
    sanitise::sanitised,
    tree::{Element, Node},
    typography, write,
};

/// A text may have this many bytes. A long novel has two million.
pub const SIZE_MAX_BYTES: usize = 8 * 1024 * 1024;

type Key = [u8; 32];

/// Keeps what earlier parses made of each block, so that a keystroke costs the parser and one
/// block: neither sanitising nor typography is done again for a block whose rendering, with the
/// references and numbers of notes that it uses, is the same. Holds the blocks of the last parse.
#[derive(Debug, Default)]
pub struct Cache {
    blocks: HashMap<Key, Arc<Rendered>>,
}

/// Reads a post's text, without its front matter.
pub fn parse(source: &str, options: &Options) -> Result<Document, Error> {
    parse_with(source, options, &mut Cache::default())
}

/// Reads it with what the last parse knew; `cache` then knows this one.
pub fn parse_with(source: &str, options: &Options, cache: &mut Cache) -> Result<Document, Error> {
    if source.len() > SIZE_MAX_BYTES {
        return Err(Error::TooLarge { size_bytes: source.len(), max_bytes: SIZE_MAX_BYTES });
    }
    let arena = Arena::new();
    let read = Read::of(source, &arena);
    let mut work = Work { options, cache, next: HashMap::new() };
    let mut blocks: Vec<Block> = Vec::new();
    for run in &read.runs {
        let rendered = work.rendered(&|raw_html, out| {
            let mut renderer = Renderer { raw_html, out };
            run.nodes.iter().for_each(|node| renderer.block(node, 0));
        });
        if !rendered.nodes.is_empty() {
            let from = blocks.last().map_or(0, |block| block.range.end);
            let range = run.range.start.max(from)..run.range.end.max(from);
            blocks.push(Block::new(range, run.first_line, run.last_line, rendered));
        }
    }
    let notes = &read.notes;
    if !notes.is_empty() {
        let rendered =
            work.rendered(&|raw_html, out| notes.section(options.language, raw_html, out));
        let last = read.line_count;
        blocks.push(Block::new(source.len()..source.len(), last, last, rendered));
    }
    work.cache.blocks = work.next;
    let note_ids = notes.ids();
    Ok(Document::new(blocks, note_ids, *options))
}

/// A text as the parser reads it.
struct Read<'a> {
    runs: Vec<Run<'a>>,
    notes: Notes<'a>,
    line_count: usize,
}

/// Top-level nodes that belong together.
struct Run<'a> {
    nodes: Vec<&'a AstNode<'a>>,
    /// Whole lines, from 1, both included, and their bytes.
    first_line: usize,
    last_line: usize,
    range: Range<usize>,
}

impl<'a> Read<'a> {
    fn of(source: &str, arena: &'a Arena<'a>) -> Self {
        let root = comrak::parse_document(arena, source, &comrak_options());
        let nodes: Vec<_> = root.children().collect();
        let lines = Lines::of(source);
        let notes = footnotes::collect(root, source, &lines);
        let html: Vec<Option<String>> = nodes.iter().map(|node| html_of(node)).collect();
        let html: Vec<Option<&str>> = html.iter().map(Option::as_deref).collect();
        let runs = group::runs(&html).into_iter().map(|run| {
            let nodes = nodes[run].to_vec();
            let first = nodes.first().map_or(1, |node| node.data().sourcepos.start.line);
            let last = nodes.iter().map(|node| node.data().sourcepos.end.line).max();
            let last = last.unwrap_or(first).max(first).max(1);
            let first = first.max(1);
            Run { nodes, first_line: first, last_line: last, range: lines.bytes(first, last) }
        });
        Self { runs: runs.collect(), notes, line_count: lines.count() }
    }
}

/// A stretch of whole lines that the parser reads as one.
pub(crate) struct Part {
    pub range: Range<usize>,
    /// What it shows where it stands; of a note's definition, what the note shows.
    pub rendered: Arc<Rendered>,
    /// It shows nothing where it stands.
    pub silent: bool,
}

/// What the parser reads of a text.
pub(crate) struct Parts {
    /// All of it, what shows nothing included, in order and without overlap.
    pub parts: Vec<Part>,
    /// The names of the notes by their number, from 1.
    pub names: Vec<String>,
    /// The identifiers that the notes have on a blog.
    pub ids: Vec<String>,
}

pub(crate) fn parts(source: &str, options: &Options, cache: &mut Cache) -> Result<Parts, Error> {
    if source.len() > SIZE_MAX_BYTES {
        return Err(Error::TooLarge { size_bytes: source.len(), max_bytes: SIZE_MAX_BYTES });
    }
    let arena = Arena::new();
    let read = Read::of(source, &arena);
    // What earlier readings made stays: several texts that are alike are read one after the other.
    let mut work = Work { options, next: std::mem::take(&mut cache.blocks), cache };
    let mut parts: Vec<Part> = Vec::new();
    for run in &read.runs {
        let note =
            |node: &&AstNode<'_>| matches!(node.data().value, NodeValue::FootnoteDefinition(_));
        let silent = run.nodes.iter().all(note);
        let rendered = work.rendered(&|raw_html, out| {
            for node in &run.nodes {
                let mut renderer = Renderer { raw_html, out };
                match silent {
                    true => node.children().for_each(|child| renderer.block(child, 0)),
                    false => renderer.block(node, 0),
                }
            }
        });
        let silent = silent || rendered.nodes.is_empty();
        let from = parts.last().map_or(0, |part| part.range.end);
        let range = run.range.start.max(from)..run.range.end.max(from);
        parts.push(Part { range, rendered, silent });
    }
    work.cache.blocks = work.next;
    let names = read.notes.list.iter().map(|note| note.name.clone()).collect();
    Ok(Parts { parts, names, ids: read.notes.ids() })
}

pub(crate) fn comrak_options() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.description_lists = true;
    // Definitions stay where they are written, so that blocks keep the order of the source.
    options.parse.leave_footnote_definitions = true;
    options
}

fn html_of<'a>(node: &&'a AstNode<'a>) -> Option<String> {
    match &node.data().value {
        NodeValue::HtmlBlock(html) => Some(html.literal.clone()),
        _ => None,
    }
}

struct Work<'w> {
    options: &'w Options,
    cache: &'w mut Cache,
    next: HashMap<Key, Arc<Rendered>>,
}

impl Work<'_> {
    fn rendered(&mut self, raw: &dyn Fn(bool, &mut String)) -> Arc<Rendered> {
        let mut html = String::new();
        raw(true, &mut html);
        let Options { language, typography, narrow_space } = self.options;
        let mut key = blake3::Hasher::new();
        key.update(language.tag().as_bytes());
        key.update(&[u8::from(*typography), u8::from(*narrow_space)]);
        let key = *key.update(html.as_bytes()).finalize().as_bytes();
        if let Some(known) = self.next.get(&key).or_else(|| self.cache.blocks.get(&key)) {
            let known = Arc::clone(known);
            self.next.insert(key, Arc::clone(&known));
            return known;
        }
        let nodes = sanitised(&html).or_else(|| {
            html.clear();
            raw(false, &mut html);
            sanitised(&html)
        });
        // What Markdown's own nodes make nests less deep than that.
        let mut nodes = nodes.unwrap_or_default();
        typography::join_blanks(&mut nodes);
        let mut nodes = typography::box_lines(nodes);
        if self.options.typography {
            typography::set(&mut nodes, self.options);
        }
        let rendered = Arc::new(Rendered::new(nodes));
        self.next.insert(key, Arc::clone(&rendered));
        rendered
    }
}

impl Rendered {
    fn new(nodes: Vec<Node>) -> Self {
        let mut html = String::new();
        write::Writer::as_written().nodes(&nodes, &mut html);
        let mut text = String::new();
        write::plain_text(&nodes, &mut text);
        Self {
            hash: hash_of(&html),
            html: html.into(),
            words: count_words(&text),
            pictures: holds(&nodes, &|element| element.name == "img"),
            places: holds(&nodes, &Element::is_place),
            nodes,
        }
    }
}

fn holds(nodes: &[Node], wanted: &dyn Fn(&Element) -> bool) -> bool {
    let mut elements = nodes.iter().filter_map(Node::element);
    elements.any(|element| wanted(element) || holds(&element.children, wanted))
}

/// The hash that the window tells blocks apart by: 32 hexadecimal digits of BLAKE3.
pub fn hash_of(html: &str) -> Arc<str> {
    blake3::hash(html.as_bytes()).to_hex()[..32].into()
}

/// Where lines begin, as the parser counts them: after `\n`, `\r\n` or `\r`.
pub struct Lines {
    starts: Vec<usize>,
    length: usize,
}

impl Lines {
    fn of(source: &str) -> Self {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        starts.extend(memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(|at| {
            let first_of_two = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            (!first_of_two && at + 1 < bytes.len()).then_some(at + 1)
        }));
        Self { starts, length: bytes.len() }
    }

    fn count(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of lines `first` to `last`, from 1, both included.
    pub fn bytes(&self, first: usize, last: usize) -> Range<usize> {
        let at = |line: usize| self.starts.get(line).copied().unwrap_or(self.length);
        at(first.saturating_sub(1))..at(last)
    }
}

impl Notes<'_> {
    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
