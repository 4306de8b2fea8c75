//! What the sanitiser would take something from (an `iframe`, a `style`): it stays in the Markdown
//! as far as it can be shown, under the hash of what stands on the blog, and goes back to the blog
//! as it stands there for as long as the author does not change it.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use super::{classic, foreign, units};
use crate::{
    Options,
    block_comment::{Kind, as_elements, comments},
    parse,
    parse::hash_of,
    sanitise::sanitised,
    tags::{self, tag_end},
    tree::{Element, Node},
    typography,
    write::{self, FOREIGN},
};

/// The name of the block that such a piece stands in. It is never written for a blog.
const NAME: &str = "coupure/kept";

/// Elements that are dropped, and stand for something to see or to use.
pub const LOST: [&str; 9] =
    ["iframe", "script", "style", "form", "svg", "object", "embed", "noscript", "template"];

/// What stands on the blog of a post: the pieces that the sanitiser would take something from, by
/// their hash, and all else, byte for byte.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    pieces: HashMap<String, Vec<Piece>>,
    standing: String,
}

#[derive(Debug, Clone)]
struct Piece {
    /// As it stands on the blog, to the byte.
    raw: String,
    /// As it is read from the Markdown that stands for it.
    shown: Vec<Node>,
}

impl Kept {
    /// That of a post as it stands on the blog.
    pub fn of(raw: &str) -> Self {
        Self::of_all([raw])
    }

    /// The same, with the pieces of earlier versions, the latest first: one that is not there any
    /// more (the post was taken out of the blog, or brought back to an old version) is found there.
    /// Only what stands in the first goes back byte for byte where Markdown says it as well.
    pub fn of_all<'r>(raws: impl IntoIterator<Item = &'r str>) -> Self {
        let mut raws = raws.into_iter();
        let mut kept = Self::default();
        if let Some(standing) = raws.next() {
            kept.standing = standing.to_owned();
            kept.learn(standing);
        }
        raws.for_each(|raw| kept.learn(raw));
        kept
    }

    fn learn(&mut self, raw: &str) {
        let elements = lost_elements(raw, 0..raw.len()).into_iter();
        let elements = elements.map(|range| Cow::Borrowed(&raw[range]));
        let wholes = wholes(raw).into_iter().map(|(_, raw)| raw);
        for raw in wholes.chain(elements) {
            let raw = raw.as_ref();
            let named = named(raw);
            let Some(mut nodes) = sanitised(&as_elements(&named)) else { continue };
            typography::join_blanks(&mut nodes);
            let options = Options { typography: false, ..Options::default() };
            let Ok(document) = parse(&foreign(&nodes), &options) else { continue };
            let [block] = document.blocks() else { continue };
            let [Node::Element(only)] = block.nodes() else { continue };
            let shown = only.children.clone();
            self.pieces.entry(hash(raw)).or_default().push(Piece { raw: raw.to_owned(), shown });
        }
    }

    /// Whether every piece of `other` is known here too.
    pub fn knows_all_of(&self, other: &Self) -> bool {
        other.pieces.keys().all(|hash| self.knows(hash))
    }

    /// Whether the piece under this hash is known.
    pub fn knows(&self, hash: &str) -> bool {
        self.pieces.contains_key(hash)
    }

    /// The post as it stands on the blog; empty: it does not.
    pub(crate) fn standing(&self) -> &str {
        &self.standing
    }

    /// What stands on the blog for a block of the Markdown that the author left as it is.
    pub(crate) fn untouched(&self, element: &Element, resolve: write::Resolve<'_>) -> Option<&str> {
        // They may differ in their blanks alone.
        let pieces = self.pieces.get(kept_hash(element)?.as_str())?;
        let shows = |piece: &&Piece| are_shown_so(&element.children, &piece.shown, resolve);
        Some(pieces.iter().find(shows)?.raw.as_str())
    }
}

/// Whether nodes are those that stand on the blog, pictures by the author's references or by their
/// addresses there.
fn are_shown_so(nodes: &[Node], there: &[Node], resolve: write::Resolve<'_>) -> bool {
    let is_source = |reference: &str, address: &str| {
        let shown = resolve(reference);
        shown.is_some_and(|shown| shown.src == address || shown.link.as_deref() == Some(address))
    };
    let same = |(node, there): (&Node, &Node)| match (node, there) {
        (Node::Element(node), Node::Element(there)) => {
            let pairs = || node.attributes.iter().zip(&there.attributes);
            node.name == there.name
                && node.attributes.len() == there.attributes.len()
                && pairs().all(|((name, value), (other, address))| {
                    let stands_for = || node.name == "img" && is_source(value, address);
                    name == other && (value == address || (*name == "src" && stands_for()))
                })
                && are_shown_so(&node.children, &there.children, resolve)
        }
        _ => node == there,
    };
    nodes.len() == there.len() && nodes.iter().zip(there).all(same)
}

/// A block that stands for a piece kept as it is, whether or not its post is still known.
pub fn is_kept(element: &Element) -> bool {
    element.name == FOREIGN && element.attribute("data-name") == Some(NAME)
}

/// The hashes of the pieces that nodes stand for.
pub fn gather_hashes(nodes: &[Node], hashes: &mut Vec<String>) {
    for element in nodes.iter().filter_map(Node::element) {
        hashes.extend(kept_hash(element));
        gather_hashes(&element.children, hashes);
    }
}

fn kept_hash(element: &Element) -> Option<String> {
    let attributes = element.attribute("data-attributes").filter(|_| is_kept(element))?;
    let attributes: HashMap<String, String> = serde_json::from_str(attributes).ok()?;
    attributes.get("hash").cloned()
}

/// `raw` with what would lose something put into blocks under its hash.
pub fn with_names(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    for (range, whole) in wholes(raw) {
        put_named(raw, at..range.start, &mut out);
        out.push_str(&named(&whole));
        at = range.end;
    }
    put_named(raw, at..raw.len(), &mut out);
    out
}

fn put_named(raw: &str, range: Range<usize>, out: &mut String) {
    let mut at = range.start;
    for element in lost_elements(raw, range.clone()) {
        out.push_str(&raw[at..element.start]);
        out.push_str(&named(&raw[element.clone()]));
        at = element.end;
    }
    out.push_str(&raw[at..range.end]);
}

/// The blocks, and the paragraphs beside blocks, that are kept as wholes, in order, each as it goes
/// back.
fn wholes(raw: &str) -> Vec<(Range<usize>, Cow<'_, str>)> {
    let blocks = losing_blocks(raw).into_iter();
    let mut wholes: Vec<_> =
        blocks.map(|range| (range.clone(), Cow::Borrowed(&raw[range]))).collect();
    if lost_elements(raw, 0..raw.len()).is_empty() {
        return wholes;
    }
    let is_classic = units::is_classic(raw);
    let loose = units::ranges(raw).into_iter();
    for range in loose.filter(|range| units::is_classic(&raw[range.clone()])) {
        let text = &raw[range.clone()];
        for piece in classic::pieces(text) {
            let here = &text[piece.range.clone()];
            let is_paragraph = matches!(piece.kind, classic::Kind::Line | classic::Kind::Paragraph);
            if !is_paragraph || here.contains("data-fn=") || lost_in(here) != Lost::Part {
                continue;
            }
            let whole = match is_classic {
                true => Cow::Owned(classic::beside_blocks(text, &piece)),
                false => Cow::Borrowed(here),
            };
            wholes.push((range.start + piece.range.start..range.start + piece.range.end, whole));
        }
    }
    wholes.sort_by_key(|(range, _)| range.start);
    wholes
}

/// How much of a line is dropped with what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    Nothing,
    Part,
    All,
}

pub fn lost_in(text: &str) -> Lost {
    let lost = lost_elements(text, 0..text.len());
    if lost.is_empty() {
        return Lost::Nothing;
    }
    let (mut rest, mut at) = (String::new(), 0);
    for element in lost {
        rest.push_str(&text[at..element.start]);
        at = element.end;
    }
    rest.push_str(&text[at..]);
    let mut seen = String::new();
    let nodes = sanitised(&rest).unwrap_or_default();
    write::plain_text(&nodes, &mut seen);
    match seen.trim().is_empty() && !rest.contains("<img") {
        true => Lost::All,
        false => Lost::Part,
    }
}

fn named(raw: &str) -> String {
    let hash = hash(raw);
    format!("<!-- wp:{NAME} {{\"hash\":\"{hash}\"}} -->{raw}<!-- /wp:{NAME} -->")
}

/// Of what WordPress leaves alone: it writes ` />` for `/>`.
fn hash(raw: &str) -> String {
    let solid: String = raw.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    hash_of(&solid.replace("/>", ">")).to_string()
}

/// The innermost blocks that the sanitiser would take something from: what stands beside one in a
/// group or a column stays text that can be corrected.
fn losing_blocks(raw: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    for comment in comments(raw) {
        match comment.kind {
            Kind::Open => open.push((comment.range.start, Vec::new())),
            Kind::Close => {
                let Some((from, inside)) = open.pop() else { continue };
                let losing = losing(raw, from..comment.range.end, inside);
                open.last_mut().map_or(&mut found, |(_, inside)| inside).extend(losing);
            }
            Kind::Void => {}
        }
    }
    found
}

/// The block itself where its own tags would lose something; else those in it that do.
fn losing(raw: &str, block: Range<usize>, inside: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let (mut own, mut at) = (String::new(), block.start);
    for inner in &inside {
        own.push_str(&raw[at..inner.start]);
        at = inner.end;
    }
    own.push_str(&raw[at..block.end]);
    // References to notes are numbered anew: a block with one cannot stay as it is.
    let whole = !raw[block.clone()].contains("data-fn=") && loses(&own);
    if whole { vec![block] } else { inside }
}

/// Whether an element or an attribute is not there any more once it was read.
pub fn loses(block: &str) -> bool {
    let Some(mut nodes) = sanitised(&as_elements(block)) else { return false };
    typography::join_blanks(&mut nodes);
    let after = names(&foreign(&nodes));
    names(block).iter().any(|(name, count)| after.get(name).copied().unwrap_or_default() < *count)
}

/// How often each element stands in a piece of HTML, and each of its attributes (`a href`).
fn names(html: &str) -> HashMap<String, u32> {
    let mut names: HashMap<String, u32> = HashMap::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->").unwrap_or(comment.len())..];
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let tag = &rest[..tag_end(rest)];
        rest = &rest[tag.len()..];
        let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len());
        let (element, attributes) = tag.split_at(end);
        let element = element.to_ascii_lowercase();
        for (name, _) in tags::attributes(attributes) {
            let name = attributes[name].to_ascii_lowercase();
            *names.entry(format!("{element} {name}")).or_default() += 1;
        }
        *names.entry(element).or_default() += 1;
    }
    names
}

/// The elements in `range` that are dropped with what they hold, outermost ones.
fn lost_elements(raw: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let text = raw[range.clone()].to_ascii_lowercase();
    let mut found = Vec::new();
    let mut unclosed: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(from) = text[at..].find('<').map(|ahead| at + ahead) {
        at = from + 1;
        if text[at..].starts_with("!--") {
            at += text[at..].find("-->").unwrap_or(text.len() - at);
            continue;
        }
        let begins = |name: &&&str| {
            let after = text[at..].strip_prefix(**name);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        let Some(name) = LOST.iter().find(begins) else { continue };
        let close = format!("</{name}");
        let end = match text[at..].find(&close).filter(|_| !unclosed.contains(name)) {
            Some(ahead) => at + ahead,
            None => {
                unclosed.push(name);
                from
            }
        };
        let end = (end + 1 + tag_end(&text[end + 1..]) + 1).min(text.len());
        found.push(range.start + from..range.start + end);
        at = end;
    }
    found
}
