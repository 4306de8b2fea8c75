//! Text of the old editor, cut as WordPress cuts it on display: blank lines part paragraphs, and
//! what is a block by itself stands alone. Beside blocks nobody cuts it any more: it takes its
//! paragraphs with it.

use std::ops::Range;

use super::{
    kept::{self, LOST, Lost},
    units::readings,
};
use crate::{
    Options,
    merge::{Classes, matches},
    tags::tag_end,
    tree::is_void,
};

/// What WordPress makes no part of a paragraph (`wpautop`, wp-includes/formatting.php), and a
/// script.
const BLOCKS: [&str; 42] = [
    "address",
    "area",
    "article",
    "aside",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "map",
    "math",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "style",
    "summary",
    "table",
    "ul",
];

/// A piece of such a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of text: WordPress makes a paragraph of it.
    Line,
    Paragraph,
    /// Another element that stands by itself.
    Block,
    Comment,
}

/// The pieces of a text in which no block comment stands.
pub fn pieces(raw: &str) -> Vec<Piece> {
    let mut cut = Cut { raw, pieces: Vec::new(), line: 0, unclosed: Vec::new() };
    let mut at = 0;
    while let Some(ahead) = raw[at..].find(['<', '\n']) {
        at += ahead;
        let rest = &raw[at..];
        if rest.starts_with('\n') {
            let blank = rest.len() - rest.trim_start().len();
            if rest[1..blank].contains('\n') {
                cut.end_line(at);
            }
            at += blank;
        } else if rest.starts_with("<!--") {
            let end = at + rest.find("-->").map_or(rest.len(), |end| end + 3);
            cut.alone(at..end, Kind::Comment);
            at = end;
        } else {
            at = cut.tag(at);
        }
    }
    cut.end_line(raw.len());
    cut.pieces
}

struct Cut<'r> {
    raw: &'r str,
    pieces: Vec<Piece>,
    /// Where the line begins that is open.
    line: usize,
    /// Elements of which one was found that does not end.
    unclosed: Vec<String>,
}

impl Cut<'_> {
    /// A tag, with its element where that is no part of a line; returns where to go on.
    fn tag(&mut self, at: usize) -> usize {
        let tag = &self.raw[at..];
        let after = (at + tag_end(tag) + 1).min(self.raw.len());
        let name = element_name(&tag[1..]);
        if name.is_empty() {
            return at + 1;
        }
        if !BLOCKS.contains(&name.as_str()) {
            // What is dropped is passed over as one.
            return dropped_end(self.raw, at, name, &mut self.unclosed).unwrap_or(after);
        }
        let end = match is_void(&name) {
            true => after,
            false => element_end(self.raw, at, &name).unwrap_or(self.raw.len()),
        };
        let kind = if name == "p" { Kind::Paragraph } else { Kind::Block };
        self.alone(at..end, kind);
        end
    }

    fn alone(&mut self, range: Range<usize>, kind: Kind) {
        self.end_line(range.start);
        self.line = range.end;
        self.pieces.push(Piece { range, kind });
    }

    fn end_line(&mut self, at: usize) {
        let line = &self.raw[self.line..at];
        let solid = line.trim();
        let from = self.line + (line.len() - line.trim_start().len());
        if !solid.is_empty() {
            let range = from..from + solid.len();
            self.pieces.push(Piece { range, kind: Kind::Line });
        }
        self.line = at;
    }
}

/// The name of the element that a tag opens; empty: it opens none.
fn element_name(tag: &str) -> String {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
    match tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => tag[..end].to_ascii_lowercase(),
        false => String::new(),
    }
}

/// Where the element ends that opens at `at`; `None`: nowhere.
fn element_end(raw: &str, at: usize, name: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = at;
    while let Some(ahead) = raw[at..].find('<') {
        let tag = &raw[at + ahead + 1..];
        at += ahead + 1;
        if element_name(tag) == name {
            depth += 1;
        } else if tag.strip_prefix('/').is_some_and(|tag| element_name(tag) == name) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some((at + tag_end(tag) + 1).min(raw.len()));
            }
        }
    }
    None
}

/// Where an element ends that is dropped with what it holds; `None`: it is none, or has no end.
fn dropped_end(raw: &str, at: usize, name: String, unclosed: &mut Vec<String>) -> Option<usize> {
    if !LOST.contains(&name.as_str()) || unclosed.contains(&name) {
        return None;
    }
    let end = element_end(raw, at, &name);
    if end.is_none() {
        unclosed.push(name);
    }
    end
}

/// A piece as it says the same beside blocks, where WordPress makes no paragraphs.
pub fn beside_blocks(raw: &str, piece: &Piece) -> String {
    let text = &raw[piece.range.clone()];
    match (piece.kind, kept::lost_in(text)) {
        (Kind::Line, Lost::All) => text.to_owned(),
        // So it is known again by itself when it stands there.
        (Kind::Line, Lost::Part) => {
            let line = with_breaks(text);
            format!("<!-- wp:paragraph -->\n<p>{line}</p>\n<!-- /wp:paragraph -->")
        }
        (Kind::Line, Lost::Nothing) => format!("<p>{}</p>", with_breaks(text)),
        (Kind::Paragraph, _) => with_breaks(text),
        (Kind::Block | Kind::Comment, _) => text.to_owned(),
    }
}

/// Line ends that WordPress keeps on display, as it does: not those within a tag, or within what is
/// no text.
fn with_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut at, mut unclosed) = (0, Vec::new());
    while let Some(ahead) = text[at..].find(['<', '\n']) {
        let found = at + ahead;
        out.push_str(&text[at..found]);
        let rest = &text[found..];
        if let Some(after) = rest.strip_prefix('\n') {
            let (before, after) = (out.trim_end(), after.trim_start());
            let broken = ["<br />", "<br/>", "<br>"].iter().any(|br| before.ends_with(br));
            let at_an_end = is_paragraphs_tag(before) || after.starts_with("</p>");
            out.truncate(before.len());
            out.push_str(if broken || at_an_end { "\n" } else { "<br>" });
            at = found + 1;
            continue;
        }
        let end = dropped_end(text, found, element_name(&rest[1..]), &mut unclosed);
        let end = end.unwrap_or_else(|| (found + tag_end(rest) + 1).min(text.len()));
        out.push_str(&text[found..end]);
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether a paragraph has just been opened.
fn is_paragraphs_tag(html: &str) -> bool {
    let tag = html.strip_suffix('>').and_then(|html| html.rsplit_once('<'));
    tag.is_some_and(|(before, tag)| before.is_empty() && element_name(tag) == "p")
}

/// The post of `parts`, each a block of the text as it is written anew, after `raw`: where a part
/// is still what stands there, it keeps what Markdown cannot say. Of a text of which nothing was
/// changed nothing changes.
pub fn restored(raw: &str, parts: &[String], options: &Options) -> String {
    let text = raw.replace("\r\n", "\n");
    let mut classes = Classes::default();
    let silent = classes.of_text("");
    let mut read = |html: &str| {
        let readings = readings(html, false, options);
        (!readings.is_empty()).then(|| classes.of_text(&readings.join("\n")))
    };
    let there: Vec<(String, u32)> = pieces(&text)
        .iter()
        .filter_map(|piece| {
            let html = beside_blocks(&text, piece);
            let reads = read(&html)?;
            Some((html, reads))
        })
        .collect();
    let here: Vec<u32> = parts.iter().map(|part| read(part).unwrap_or(silent)).collect();
    let reads: Vec<u32> = there.iter().map(|(_, reads)| *reads).collect();
    if here == reads {
        return raw.to_owned();
    }
    let pairs = matches(&here, &reads);
    let kept = parts.iter().zip(pairs).map(|(part, pair)| {
        let html = pair.map(|at| there[at].0.as_str());
        html.filter(|html| kept::loses(html)).unwrap_or(part)
    });
    kept.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(raw: &str) -> Vec<(&str, Kind)> {
        pieces(raw).into_iter().map(|piece| (&raw[piece.range], piece.kind)).collect()
    }

    #[test]
    fn a_text_is_cut_at_blank_lines_and_around_what_stands_by_itself() {
        let raw = "Un <b>mot</b>\nla suite.\n \nDeux <svg>\n\n</svg> et\n<h2 class=\"a>b\">T</h2>\n\
                   <div>a\n\n<div>b</div></div>fin<!--more--><p>x</p>\n<hr />\n<ul><li>a";
        assert_eq!(
            cut(raw),
            [
                ("Un <b>mot</b>\nla suite.", Kind::Line),
                ("Deux <svg>\n\n</svg> et", Kind::Line),
                ("<h2 class=\"a>b\">T</h2>", Kind::Block),
                ("<div>a\n\n<div>b</div></div>", Kind::Block),
                ("fin", Kind::Line),
                ("<!--more-->", Kind::Comment),
                ("<p>x</p>", Kind::Paragraph),
                ("<hr />", Kind::Block),
                ("<ul><li>a", Kind::Block),
            ]
        );
    }

    #[test]
    fn line_ends_that_are_shown_are_kept() {
        let html = |raw: &str| beside_blocks(raw, &pieces(raw)[0]);
        assert_eq!(html("un\ndeux<br />\ntrois"), "<p>un<br>deux<br />\ntrois</p>");
        let block = "<!-- wp:paragraph -->\n<p>a <svg\nx>\n</svg><br>b</p>\n<!-- /wp:paragraph -->";
        assert_eq!(html("a <svg\nx>\n</svg>\nb"), block);
        assert_eq!(html("<p class=\"x\">\nun\ndeux\n</p>"), "<p class=\"x\">\nun<br>deux\n</p>");
    }
}
