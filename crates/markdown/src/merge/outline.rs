//! A text as the stretches of whole lines that are merged: the parser's blocks, and the lines
//! between them that show nothing (definitions of notes and of links, comments).

use std::sync::Arc;

use super::words::{self, Keys};
use crate::{
    Cache, Error, Options,
    document::Rendered,
    parse::{Parts, parts},
    tree::{Element, Node},
    write::Writer,
};

/// A text, cut into its stretches. Put together again they are the text, to the byte.
pub struct Outline<'t> {
    /// Blank lines before the first stretch.
    pub before: &'t str,
    pub stretches: Vec<Stretch<'t>>,
    /// The names of the notes, by their number from 1.
    pub names: Vec<String>,
    /// Their identifiers.
    pub ids: Vec<String>,
}

pub struct Stretch<'t> {
    /// Its lines, without the last line end.
    pub text: &'t str,
    /// The last line end and the blank lines after it.
    pub after: &'t str,
    /// It shows nothing where it stands.
    pub silent: bool,
    shown: Vec<Arc<Rendered>>,
    /// Equal: they read the same once typeset, and hold the same words.
    pub reads: u128,
    /// The same, wherever its links lead.
    pub reads_loosely: u128,
}

impl<'t> Outline<'t> {
    pub fn of(text: &'t str, options: &Options, cache: &mut Cache) -> Result<Self, Error> {
        let Parts { parts, names, ids } = parts(text, options, cache)?;
        let mut cuts: Vec<(std::ops::Range<usize>, bool, Vec<Arc<Rendered>>)> = Vec::new();
        let mut at = 0;
        for part in parts {
            cuts.extend(loose_lines(text, at..part.range.start).map(|range| (range, true, vec![])));
            at = part.range.end;
            let lines = &text[part.range.clone()];
            match cuts.last_mut() {
                // It begins on the line that another ends on.
                Some((_, silent, shown)) if lines.trim().is_empty() => {
                    *silent &= part.silent;
                    shown.push(part.rendered);
                }
                _ => {
                    let end = part.range.start + solid_end(lines);
                    let start = part.range.start + solid_start(&lines[..solid_end(lines)]);
                    cuts.push((start..end, part.silent, vec![part.rendered]));
                }
            }
        }
        cuts.extend(loose_lines(text, at..text.len()).map(|range| (range, true, vec![])));
        cuts.retain(|(range, ..)| !range.is_empty());
        let starts: Vec<usize> = cuts.iter().map(|(range, ..)| range.start).collect();
        let before = &text[..starts.first().copied().unwrap_or(text.len())];
        let stretches = cuts.into_iter().enumerate().map(|(at, (range, silent, shown))| {
            let next = starts.get(at + 1).copied().unwrap_or(text.len());
            let (lines, after) = (&text[range.clone()], &text[range.end..next]);
            let reads = reads(lines, silent, &shown, &names, false);
            let reads_loosely = reads_of_links(lines, silent, &shown, &names).unwrap_or(reads);
            Stretch { text: lines, after, silent, shown, reads, reads_loosely }
        });
        Ok(Self { before, stretches: stretches.collect(), names, ids })
    }

    /// What a stretch shows.
    pub fn nodes(&self, at: usize) -> Vec<Node> {
        let shown = self.stretches[at].shown.iter();
        shown.flat_map(|rendered| rendered.nodes.iter().cloned()).collect()
    }

    /// All that is defined in the text.
    pub fn labels(&self) -> impl Iterator<Item = String> {
        self.stretches.iter().filter_map(Stretch::label)
    }

    /// What a stretch shows, as marks and words.
    pub fn keys(&self, at: usize) -> Keys {
        let mut keys = Keys::default();
        for rendered in &self.stretches[at].shown {
            words::rendered_keys(&rendered.nodes, &self.names, &mut keys);
        }
        keys
    }
}

impl Stretch<'_> {
    /// Nothing but paragraphs of running text, where a line end is a blank.
    pub fn is_prose(&self) -> bool {
        let mut nodes = self.shown.iter().flat_map(|rendered| &rendered.nodes);
        nodes.all(|node| node.is("p"))
    }

    /// It holds text that stays as it is written, blanks and all.
    pub fn is_verbatim(&self) -> bool {
        self.shown.iter().flat_map(|rendered| &rendered.nodes).any(|node| node.is("pre"))
    }

    /// What a definition of a note or of a link's target defines.
    pub fn label(&self) -> Option<String> {
        let inside = self.text.trim_start().strip_prefix('[')?;
        let (label, rest) = inside.split_once(']')?;
        (self.silent && rest.starts_with(':')).then(|| label.trim().to_lowercase())
    }
}

/// Lines that no node of the parser's holds, blank ones left out; each definition by itself.
fn loose_lines(
    text: &str,
    range: std::ops::Range<usize>,
) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut open = false;
    let mut at = range.start.min(range.end);
    for line in text[at..range.end].split_inclusive('\n') {
        let solid = line.trim_end();
        if solid.is_empty() {
            open = false;
        } else {
            let end = at + solid.len();
            match found.last_mut() {
                Some(last) if open && !line.trim_start().starts_with('[') => last.end = end,
                _ => found.push(at..end),
            }
            open = true;
        }
        at += line.len();
    }
    found.into_iter()
}

/// Where the last line that is not blank ends, without its line end.
fn solid_end(lines: &str) -> usize {
    let solid = lines.trim_end().len();
    lines[solid..].find('\n').map_or(lines.len(), |ahead| solid + ahead)
}

/// Where the first line that is not blank begins.
fn solid_start(lines: &str) -> usize {
    let blank = lines.len() - lines.trim_start().len();
    lines[..blank].rfind('\n').map_or(0, |at| at + 1)
}

fn reads(
    text: &str,
    silent: bool,
    shown: &[Arc<Rendered>],
    names: &[String],
    loosely: bool,
) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::from(silent)]);
    if shown.is_empty() {
        hasher.update(text.trim().as_bytes());
    }
    for rendered in shown {
        if loosely || rendered.html.contains("footnote-ref") {
            let mut out = String::new();
            Writer::as_written().nodes(&levelled(&rendered.nodes, names, loosely), &mut out);
            hasher.update(out.as_bytes());
        } else {
            hasher.update(rendered.html.as_bytes());
        }
    }
    // What is not shown (a comment, an attribute) is part of a text as well.
    for word in words::plain_words(text).filter(|_| !loosely) {
        hasher.update(b" ").update(word.as_bytes());
    }
    let hash = hasher.finalize();
    u128::from_le_bytes(hash.as_bytes()[..16].try_into().expect("a hash has 32 bytes"))
}

fn reads_of_links(
    text: &str,
    silent: bool,
    shown: &[Arc<Rendered>],
    names: &[String],
) -> Option<u128> {
    let leads = shown.iter().any(|rendered| rendered.html.contains("<a ") || rendered.pictures);
    leads.then(|| reads(text, silent, shown, names, true))
}

/// References to notes by the notes' names, for numbers change when one is put before; `loosely`:
/// without what a reference's definition gives.
fn levelled(nodes: &[Node], names: &[String], loosely: bool) -> Vec<Node> {
    let one = |node: &Node| {
        let Node::Element(element) = node else { return vec![node.clone()] };
        // A blog's version has none.
        if element.is_place() {
            return levelled(&element.children, names, loosely);
        }
        if let Some(name) = note_name(element, names) {
            let class = vec![("class", "footnote-ref".to_owned())];
            let children = vec![Node::Text(name.to_owned())];
            return vec![Node::Element(Element { name: "sup", attributes: class, children })];
        }
        let mut attributes = element.attributes.clone();
        attributes.retain(|(name, _)| !loosely || !matches!(*name, "href" | "src" | "title"));
        let children = levelled(&element.children, names, loosely);
        vec![Node::Element(Element { name: element.name, attributes, children })]
    };
    nodes.iter().flat_map(one).collect()
}

/// The name of the note that an element refers to.
pub fn note_name<'n>(element: &Element, names: &'n [String]) -> Option<&'n str> {
    if element.name != "sup" || !element.has_class("footnote-ref") {
        return None;
    }
    let link = element.children.first()?.element()?;
    let number: usize = link.attribute("href")?.strip_prefix("#fn-")?.parse().ok()?;
    names.get(number.checked_sub(1)?).map(String::as_str)
}
