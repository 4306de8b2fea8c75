//! Markdown to blocks, and from the same blocks the preview, WordPress block markup and plain
//! HTML; and back to Markdown.
//!
//! Pure: imports `model` and `language`, touches neither files nor network nor time. What must
//! always hold: any bytes parse without a panic or a deep recursion; what is shown was sanitised,
//! once, for every output alike; equal blocks have equal hashes; what the preview shows as text is
//! what the other outputs show, to the character.
//!
//! The way: comrak → runs of nodes that belong together ([`group`]) → HTML ([`render`]) →
//! sanitised tree ([`sanitise`], [`tree`]) → blanks joined, typography put ([`typography`]) → the
//! outputs ([`write`], [`wordpress`]). A [`Cache`] keeps the trees of blocks that stay the same.

mod block_comment;
mod caption;
pub mod compose;
mod document;
mod error;
mod escape;
mod footnotes;

pub mod from_html;
pub mod front_matter;
mod group;
pub mod merge;
mod parse;
mod rename;
mod render;
mod sanitise;
mod tags;
mod tree;
mod typography;
mod wordpress;
mod write;

use std::borrow::Cow;

use coupure_language::Spaces;
use coupure_model::Language;

pub use caption::escaped as escaped_in_caption;
pub use compose::{figure, folded, quotation};
pub use document::{Block, Document, PictureUse, RenderedBlock, places_of_html, text_of_html};
pub use error::Error;
pub use parse::{Cache, SIZE_MAX_BYTES, parse, parse_with};
pub use rename::rename_picture;
pub use wordpress::WordPressPost;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub language: Language,
    /// Typography is put (quotes, dashes, no-break spaces).
    pub typography: bool,
    /// U+202F may be used.
    pub narrow_space: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { language: Language::default(), typography: true, narrow_space: true }
    }
}

impl Options {
    pub(crate) fn spaces(&self) -> Spaces {
        Spaces { narrow: self.narrow_space, enabled: true }
    }
}

/// Text that is no Markdown (a title, an excerpt) as readers see it. A blog lets HTML stand in one;
/// such a text is left as it is: tags and entities are no words.
pub fn typeset<'t>(text: &'t str, options: &Options) -> Cow<'t, str> {
    match options.typography && !holds_html(text) {
        true => coupure_language::typeset(text, options.language, &options.spaces()).into(),
        false => text.into(),
    }
}

fn holds_html(text: &str) -> bool {
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let entity = |rest: &str| {
        rest.split_once(';').is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
        })
    };
    text.split('<').skip(1).any(tag) || text.split('&').skip(1).any(entity)
}

/// A picture as it is shown somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShownPicture {
    /// Its address, which goes into the HTML as it is.
    pub src: String,
    pub width_px: Option<u32>,
    pub height_px: Option<u32>,
    /// The full size that a click opens.
    pub link: Option<String>,
    /// WordPress's attachment.
    pub id: Option<String>,
    /// WordPress's name of the size: `large`, `full`…
    pub size_slug: Option<String>,
}
