//! Footnotes: found where they are defined, shown at the end in the order of their numbers.

use std::{collections::HashMap, fmt::Write as _};

use comrak::nodes::{AstNode, NodeValue};
use coupure_model::Language;

use crate::{parse::Lines, render::Renderer};

/// The notes that the text refers to, by number from 1.
pub struct Notes<'a> {
    pub list: Vec<Note<'a>>,
}

pub struct Note<'a> {
    /// As the text calls it.
    pub name: String,
    node: &'a AstNode<'a>,
    references: u32,
    id: String,
}

pub fn collect<'a>(root: &'a AstNode<'a>, source: &str, lines: &Lines) -> Notes<'a> {
    if !source.contains("[^") {
        return Notes { list: Vec::new() };
    }
    // The parser numbers references, and gives definitions the name and the count of theirs.
    let mut numbers: Vec<(u32, String)> = Vec::new();
    let mut definitions = HashMap::new();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::FootnoteReference(reference) if reference.ref_num == 1 => {
                numbers.push((reference.ix, reference.name.clone()));
            }
            NodeValue::FootnoteDefinition(definition) if definition.total_references > 0 => {
                definitions.insert(definition.name.clone(), (node, definition.total_references));
            }
            _ => {}
        }
    }
    numbers.sort_unstable();
    let list = numbers.into_iter().filter_map(|(_, name)| {
        let (node, references) = definitions.get(&name)?;
        let place = node.data().sourcepos;
        let text = source.get(lines.bytes(place.start.line, place.end.line)).unwrap_or_default();
        let id = identifier(&name, text);
        Some(Note { name, node, references: *references, id })
    });
    Notes { list: list.collect() }
}

/// A UUID that stays while the note does, and differs between posts of one page.
fn identifier(name: &str, text: &str) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("coupure 2026 footnote");
    hasher.update(name.as_bytes()).update(&[0]).update(text.trim().as_bytes());
    let hash = hasher.finalize().to_hex();
    let (a, b, c, d, e) = (&hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32]);
    format!("{a}-{b}-4{c}-8{d}-{e}")
}

impl Notes<'_> {
    pub fn ids(&self) -> Vec<String> {
        self.list.iter().map(|note| note.id.clone()).collect()
    }

    /// The list at the end, each note with the way back, as WordPress shows it.
    pub fn section(&self, language: Language, raw_html: bool, out: &mut String) {
        out.push_str("<ol class=\"footnotes\">");
        for (at, note) in self.list.iter().enumerate() {
            let number = at + 1;
            let _ = write!(out, "<li id=\"fn-{number}\">");
            let mut first = true;
            for child in note.node.children() {
                let paragraph = matches!(child.data().value, NodeValue::Paragraph);
                let mut renderer = Renderer { raw_html, out };
                if paragraph {
                    if !first {
                        renderer.out.push_str("<br>");
                    }
                    renderer.inlines(child, 0);
                } else {
                    renderer.block(child, 0);
                }
                first = false;
            }
            for reference in 1..=note.references {
                let again = if reference > 1 { format!("-{reference}") } else { String::new() };
                let label = way_back(language);
                let _ = write!(
                    out,
                    " <a class=\"footnote-back\" href=\"#fnref-{number}{again}\" aria-label=\"{label} {number}\">↩︎</a>"
                );
            }
            out.push_str("</li>");
        }
        out.push_str("</ol>");
    }
}

fn way_back(language: Language) -> &'static str {
    match language {
        Language::French => "Retour à l’appel de note",
        Language::English => "Jump to footnote reference",
        Language::German => "Zurück zur Fußnotenreferenz",
        Language::Spanish => "Volver a la referencia de la nota",
        Language::Italian => "Torna al riferimento della nota",
        Language::Portuguese => "Voltar à referência da nota",
        Language::Dutch => "Terug naar de voetnootverwijzing",
    }
}
