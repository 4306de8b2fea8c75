//! A post that was read: its blocks, and what is made of them.

use std::{ops::Range, sync::Arc};

use coupure_model::Features;

use crate::{
    Options, ShownPicture, WordPressPost,
    from_html::{Kept, gather_hashes},
    parse::hash_of,
    sanitise::sanitised,
    tree::{Element, Node},
    typography, wordpress,
    write::{self, Writer},
};

/// What was made of a block's source; shared with the cache.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub nodes: Vec<Node>,
    pub html: Arc<str>,
    pub hash: Arc<str>,
    pub words: u32,
    pub pictures: bool,
    /// It leads to places on clippings.
    pub places: bool,
}

/// The smallest balanced run of source that shows something. Blocks are in the order of the
/// source and do not overlap; the list of footnotes comes last, with an empty range.
#[derive(Debug, Clone)]
pub struct Block {
    /// Bytes of the source: whole lines.
    pub range: Range<usize>,
    /// Lines of the source, from 1, both included.
    pub first_line: u32,
    pub last_line: u32,
    rendered: Arc<Rendered>,
}

impl Block {
    pub(crate) fn new(
        range: Range<usize>,
        first: usize,
        last: usize,
        rendered: Arc<Rendered>,
    ) -> Self {
        let line = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
        Self { range, first_line: line(first), last_line: line(last), rendered }
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.rendered.nodes
    }

    /// Sanitised HTML, pictures' references as they were written.
    pub fn html(&self) -> &str {
        &self.rendered.html
    }

    /// Equal hashes, equal [`html`](Self::html): 32 hexadecimal digits of its BLAKE3 hash.
    pub fn hash(&self) -> &str {
        &self.rendered.hash
    }
}

/// A picture in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureUse {
    /// As written: `clip:ID`, `media:HASH`, a path, an address.
    pub reference: String,
    pub alt: String,
    /// Empty unless it is a figure with a caption; its typography is put.
    pub caption: String,
}

/// A block as the preview shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedBlock {
    /// Equal hashes, equal HTML.
    pub hash: Arc<str>,
    pub html: Arc<str>,
    /// Lines of the source, from 1, both included.
    pub first_line: u32,
    pub last_line: u32,
}

/// A post that was read.
#[derive(Debug, Clone)]
pub struct Document {
    blocks: Vec<Block>,
    note_ids: Vec<String>,
    options: Options,
}

impl Document {
    pub(crate) fn new(blocks: Vec<Block>, note_ids: Vec<String>, options: Options) -> Self {
        Self { blocks, note_ids, options }
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Every picture, in order.
    pub fn pictures(&self) -> Vec<PictureUse> {
        let mut pictures = Vec::new();
        for block in self.blocks.iter().filter(|block| block.rendered.pictures) {
            gather_pictures(&block.rendered.nodes, &mut pictures);
        }
        pictures
    }

    /// The blocks for the window. A picture that `resolve` does not find shows its alternative
    /// text, unless its reference is an address on the web. Here alone quotations lead to their
    /// places on clippings.
    pub fn preview(&self, resolve: &dyn Fn(&str) -> Option<ShownPicture>) -> Vec<RenderedBlock> {
        let writer = Writer { places: true, ..Writer::plain(resolve) };
        let shown = self.blocks.iter().map(|block| {
            let rendered = &block.rendered;
            let (hash, html) = if rendered.pictures || rendered.places {
                let mut html = String::with_capacity(rendered.html.len() + 128);
                writer.nodes(&rendered.nodes, &mut html);
                (hash_of(&html), html.into())
            } else {
                (Arc::clone(&rendered.hash), Arc::clone(&rendered.html))
            };
            RenderedBlock { hash, html, first_line: block.first_line, last_line: block.last_line }
        });
        shown.collect()
    }

    /// Plain semantic HTML, a block a line.
    pub fn html(&self, resolve: &dyn Fn(&str) -> Option<ShownPicture>) -> String {
        let writer = Writer::plain(resolve);
        let mut out = String::new();
        for block in &self.blocks {
            writer.nodes(&block.rendered.nodes, &mut out);
            out.push('\n');
        }
        out
    }

    /// Block markup as the WordPress editor spells it, with only blocks that the blog knows.
    pub fn wordpress(
        &self,
        resolve: &dyn Fn(&str) -> Option<ShownPicture>,
        features: &Features,
    ) -> WordPressPost {
        self.wordpress_keeping(resolve, features, &Kept::default())
    }

    /// The same of a post that stands on the blog: what is the same there, or what its Markdown does
    /// not say, stays as it is there, byte for byte. What differs in typography alone is the same.
    pub fn wordpress_keeping(
        &self,
        resolve: &dyn Fn(&str) -> Option<ShownPicture>,
        features: &Features,
        kept: &Kept,
    ) -> WordPressPost {
        let blocks = self.blocks.iter().map(|block| block.rendered.nodes.as_slice());
        wordpress::post(blocks, &self.note_ids, resolve, features, kept, &self.options)
    }

    /// The hashes of the pieces, kept as they stand on the blog, that `kept` does not know: written
    /// so, they would lose what Markdown does not say.
    pub fn unknown_kept(&self, kept: &Kept) -> Vec<String> {
        let mut hashes = Vec::new();
        self.blocks.iter().for_each(|block| gather_hashes(block.nodes(), &mut hashes));
        hashes.retain(|hash| !kept.knows(hash));
        hashes
    }

    /// What a reader sees as text, a line for each line of text, blank ones left out: what the
    /// preview and a blog's page are compared by ([`text_of_html`] makes the same of a page).
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            write::plain_text(&block.rendered.nodes, &mut out);
            write::end_line(&mut out);
        }
        out
    }

    /// How many words a reader reads.
    pub fn words(&self) -> u32 {
        self.blocks.iter().fold(0, |sum, block| sum.saturating_add(block.rendered.words))
    }
}

/// The text of a piece of HTML, as [`Document::plain_text`] gives that of a post.
pub fn text_of_html(html: &str) -> String {
    let mut nodes = sanitised(html).unwrap_or_default();
    typography::join_blanks(&mut nodes);
    let mut out = String::new();
    write::plain_text(&nodes, &mut out);
    write::end_line(&mut out);
    out
}

/// Where a piece of HTML leads and what it shows, in its order: the addresses of links and pictures.
pub fn places_of_html(html: &str) -> Vec<String> {
    fn gather(nodes: &[Node], places: &mut Vec<String>) {
        for element in nodes.iter().filter_map(Node::element) {
            let place = match element.name {
                "a" => element.attribute("href"),
                "img" => element.attribute("src"),
                _ => None,
            };
            places.extend(place.map(str::to_owned));
            gather(&element.children, places);
        }
    }
    let mut places = Vec::new();
    gather(&sanitised(html).unwrap_or_default(), &mut places);
    places
}

fn gather_pictures(nodes: &[Node], pictures: &mut Vec<PictureUse>) {
    for element in nodes.iter().filter_map(Node::element) {
        match element.name {
            "img" => pictures.push(picture(element, String::new())),
            "figure" => {
                let caption = element.children.iter().filter_map(Node::element);
                let caption = caption.filter(|child| child.name == "figcaption").map(text_of);
                let caption = caption.collect::<String>();
                let from = pictures.len();
                gather_pictures(&element.children, pictures);
                if let Some(first) = pictures.get_mut(from) {
                    first.caption = caption;
                }
            }
            _ => gather_pictures(&element.children, pictures),
        }
    }
}

fn picture(image: &Element, caption: String) -> PictureUse {
    let value = |name: &str| image.attribute(name).unwrap_or_default().to_owned();
    PictureUse { reference: value("src"), alt: value("alt"), caption }
}

fn text_of(element: &Element) -> String {
    let mut out = String::new();
    write::plain_text(&element.children, &mut out);
    out.trim().to_owned()
}
