//! WordPress block markup, as the editor spells it: opening a post there must change nothing.
//!
//! Every block's spelling is that of its `save` function in `@wordpress/block-library`; the
//! judge in `tests/editor` parses what is written here with the editor's own code.

mod blocks;
mod delimiter;
mod figure;
mod lists;

use std::collections::HashMap;

use coupure_model::Features;

use crate::{
    Options,
    from_html::{Kept, joined_blocks, restored},
    tree::Node,
    write::{Resolve, Writer},
};

pub(crate) use delimiter::{Attributes, delimited, escaped, void};

/// What is sent for a post's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordPressPost {
    pub content: String,
    /// JSON for the post's meta field `footnotes`; empty: the post has none there.
    pub footnotes: String,
}

pub fn post<'n>(
    blocks: impl Iterator<Item = &'n [Node]> + Clone,
    note_ids: &[String],
    resolve: Resolve<'_>,
    features: &Features,
    kept: &Kept,
    options: &Options,
) -> WordPressPost {
    let section = blocks.clone().flatten().filter_map(Node::element);
    let section = section.filter(|element| element.has_class("footnotes")).last();
    // The editor keeps a note as one line of text: with anything else the list stays HTML.
    let notes = section.filter(|_| features.footnotes_block && !note_ids.is_empty());
    let notes = notes.and_then(|section| blocks::note_texts(section, note_ids.len()));
    let writer = Writer {
        wordpress: true,
        notes: notes.as_ref().map(|_| note_ids),
        kept: Some(kept),
        ..Writer::plain(resolve)
    };
    let blocks_writer = Blocks { html: writer, details: features.details_block };
    let parts = blocks.map(|nodes| blocks_writer.sequence(nodes.iter()));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let content = match kept.standing() {
        "" => joined_blocks(&parts),
        standing => restored(standing, &parts, options),
    };
    let footnotes = notes.map(|texts| {
        let entry = |(nodes, id): (Vec<Node>, &String)| {
            let mut content = String::new();
            writer.nodes(&nodes, &mut content);
            HashMap::from([("content", content), ("id", id.clone())])
        };
        let entries: Vec<_> = texts.into_iter().zip(note_ids).map(entry).collect();
        serde_json::to_value(entries).map(|json| json.to_string()).unwrap_or_default()
    });
    WordPressPost { content, footnotes: footnotes.unwrap_or_default() }
}

/// One block of a text by itself, for a blog that knows every kind of block. `note_ids`: the
/// identifiers of the notes, where the blog keeps those beside the text.
pub fn block(
    nodes: &[Node],
    note_ids: Option<&[String]>,
    resolve: Resolve<'_>,
    kept: &Kept,
) -> String {
    let html =
        Writer { wordpress: true, notes: note_ids, kept: Some(kept), ..Writer::plain(resolve) };
    Blocks { html, details: true }.sequence(nodes.iter())
}

/// Writes blocks.
struct Blocks<'r> {
    html: Writer<'r>,
    /// The blog knows `core/details`.
    details: bool,
}
