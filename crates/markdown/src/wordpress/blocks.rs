//! Paragraphs, headings, quotes, code, tables, separators, folded text, notes; and HTML.

use serde_json::json;

use super::{Attributes, Blocks, delimited, void};
use crate::{
    escape,
    from_html::{is_kept, said_by_html, unwrapped},
    tree::{Element, Node},
    write::{COMMENT, FOREIGN},
};

impl Blocks<'_> {
    /// Nodes one below the other. What is no block of its own is kept as HTML, neighbours
    /// together.
    pub(super) fn sequence<'n>(&self, nodes: impl Iterator<Item = &'n Node>) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut island = String::new();
        for node in nodes {
            let block = node.element().and_then(|element| self.block(element));
            match block {
                Some(block) => {
                    parts.extend(html_block(&mut island));
                    parts.push(block);
                }
                None => self.html.node(node, &mut island),
            }
        }
        parts.extend(html_block(&mut island));
        parts.join("\n\n")
    }

    /// The block that says all of `element`; `None`: there is none.
    fn block(&self, element: &Element) -> Option<String> {
        match element.name {
            "p" => self.paragraph(element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element),
            "ul" => self.list(element),
            "ol" if element.has_class("footnotes") && self.html.notes.is_some() => {
                Some(void("footnotes"))
            }
            "ol" => self.list(element),
            "blockquote" => self.quote(element),
            "pre" => self.code(element),
            "hr" => bare(element).then(separator),
            "figure" => self.figure(element),
            "img" => self.picture(element, None, None),
            "table" => self.table(element),
            "details" if self.details => self.details(element),
            COMMENT => self.command(element),
            // One that was pulled and then changed: what is left of it is written anew.
            FOREIGN if is_kept(element) && !self.html.stands_there(element) => {
                let children = &element.children;
                Some(match said_by_html(children) {
                    true => self.sequence(unwrapped(children).iter()),
                    false => self.sequence(children.iter()),
                })
            }
            FOREIGN => {
                let mut out = String::new();
                self.html.foreign_block(element, &mut out);
                Some(out)
            }
            _ => None,
        }
    }

    /// The HTML of nodes that all stand within a line; `None` if one does not.
    pub(super) fn line<'n>(&self, nodes: impl Iterator<Item = &'n Node>) -> Option<String> {
        let mut out = String::new();
        for node in nodes {
            if !all_inline(node) {
                return None;
            }
            self.html.node(node, &mut out);
        }
        Some(out)
    }

    fn paragraph(&self, element: &Element) -> Option<String> {
        let line = bare(element).then(|| self.line(element.children.iter()))??;
        Some(delimited("paragraph", &Attributes::new(), &format!("<p>{line}</p>")))
    }

    fn heading(&self, element: &Element) -> Option<String> {
        let line = bare(element).then(|| self.line(element.children.iter()))??;
        let name = element.name;
        let level: u8 = name[1..].parse().ok()?;
        let attributes = if level == 2 { vec![] } else { vec![("level", json!(level))] };
        let inner = format!("<{name} class=\"wp-block-heading\">{line}</{name}>");
        Some(delimited("heading", &attributes, &inner))
    }

    fn quote(&self, element: &Element) -> Option<String> {
        if !bare(element) {
            return None;
        }
        let mut children: Vec<&Node> = element.solid_children().collect();
        let cite = children.pop_if(|last| last.is("cite"));
        let cite = match cite.and_then(Node::element) {
            Some(cite) if bare(cite) => {
                format!("<cite>{}</cite>", self.line(cite.children.iter())?)
            }
            Some(_) => return None,
            None => String::new(),
        };
        let inner = self.inner_blocks(&children)?;
        let quote = format!("<blockquote class=\"wp-block-quote\">{inner}{cite}</blockquote>");
        Some(delimited("quote", &Attributes::new(), &quote))
    }

    /// Blocks inside of another; `None` if text stands there without a block.
    fn inner_blocks(&self, children: &[&Node]) -> Option<String> {
        let blocks = children.iter().all(|child| !child.is_inline());
        blocks.then(|| self.sequence(children.iter().copied()))
    }

    fn code(&self, element: &Element) -> Option<String> {
        if !bare(element) {
            return None;
        }
        let [Node::Element(code)] = element.children.as_slice() else { return None };
        let [Node::Text(text)] = code.children.as_slice() else { return None };
        let class = code.attribute("class").unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_+.".contains(c);
        let known =
            class.is_empty() || (class.starts_with("language-") && class.chars().all(plain));
        if code.name != "code" || code.attributes.len() > 1 || !known {
            return None;
        }
        let mut spelt = String::new();
        escape::text(text.strip_suffix('\n').unwrap_or(text), &mut spelt);
        let spelt = without_commands(&spelt);
        let attributes = if class.is_empty() { vec![] } else { vec![("className", json!(class))] };
        let space = if class.is_empty() { "" } else { " " };
        let inner =
            format!("<pre class=\"wp-block-code{space}{class}\"><code>{spelt}</code></pre>");
        Some(delimited("code", &attributes, &inner))
    }

    fn table(&self, element: &Element) -> Option<String> {
        if !bare(element) {
            return None;
        }
        let mut inner = String::new();
        for part in element.solid_children() {
            let part = part.element()?;
            if !matches!(part.name, "thead" | "tbody" | "tfoot") || !bare(part) {
                return None;
            }
            inner.push_str(&format!("<{}>", part.name));
            for row in part.solid_children() {
                let row = row.element()?;
                if row.name != "tr" || !bare(row) {
                    return None;
                }
                inner.push_str("<tr>");
                for cell in row.solid_children() {
                    inner.push_str(&self.cell(cell.element()?)?);
                }
                inner.push_str("</tr>");
            }
            inner.push_str(&format!("</{}>", part.name));
        }
        let table = format!(
            "<figure class=\"wp-block-table\"><table class=\"has-fixed-layout\">{inner}</table></figure>"
        );
        Some(delimited("table", &Attributes::new(), &table))
    }

    fn cell(&self, cell: &Element) -> Option<String> {
        if !matches!(cell.name, "td" | "th") {
            return None;
        }
        let line = self.line(cell.children.iter())?;
        let name = cell.name;
        let side = match cell.attributes.as_slice() {
            [] => None,
            [("class", class)] => Some(class.strip_prefix("has-text-align-")?),
            _ => return None,
        };
        Some(match side {
            Some(side @ ("left" | "center" | "right")) => format!(
                "<{name} class=\"has-text-align-{side}\" data-align=\"{side}\">{line}</{name}>"
            ),
            Some(_) => return None,
            None => format!("<{name}>{line}</{name}>"),
        })
    }

    /// Where the beginning that lists show ends, or a page of a long post.
    fn command(&self, element: &Element) -> Option<String> {
        let mut comment = String::new();
        self.html.node(&Node::Element(element.clone()), &mut comment);
        let text = element.attribute("data-text").unwrap_or_default();
        let name = match text {
            "nextpage" => "nextpage",
            "noteaser" => return None,
            _ => "more",
        };
        let label = text.strip_prefix("more ").map(str::trim).unwrap_or_default();
        let attributes = if label.is_empty() { vec![] } else { vec![("customText", json!(label))] };
        (!comment.is_empty()).then(|| delimited(name, &attributes, &comment))
    }

    fn details(&self, element: &Element) -> Option<String> {
        let open = match element.attributes.as_slice() {
            [] => false,
            [("open", _)] => true,
            _ => return None,
        };
        let mut children: Vec<&Node> = element.solid_children().collect();
        if !children.first()?.is("summary") {
            return None;
        }
        let summary = children.remove(0).element().filter(|summary| bare(summary))?;
        let summary = self.line(summary.children.iter())?;
        let inner = self.inner_blocks(&children)?;
        let attributes = if open { vec![("showContent", json!(true))] } else { vec![] };
        let open = if open { " open" } else { "" };
        let details = format!(
            "<details class=\"wp-block-details\"{open}><summary>{summary}</summary>{inner}</details>"
        );
        Some(delimited("details", &attributes, &details))
    }
}

/// As `escape` of the editor's code block: nothing in code is a shortcode or an embedded page.
/// Like there, only the first address that stands alone on its line is changed.
fn without_commands(code: &str) -> String {
    let code = code.replace('[', "&#91;");
    let mut out = String::with_capacity(code.len() + 16);
    let mut found = false;
    for line in code.split_inclusive('\n') {
        if !found && is_lone_address(line.trim()) {
            found = true;
            out.push_str(&line.replacen("//", "&#47;&#47;", 1));
        } else {
            out.push_str(line);
        }
    }
    out
}

fn is_lone_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"');
    host.is_some_and(|host| !host.is_empty() && host.chars().all(plain))
}

fn separator() -> String {
    let hr = "<hr class=\"wp-block-separator has-alpha-channel-opacity\"/>";
    delimited("separator", &Attributes::new(), hr)
}

fn html_block(island: &mut String) -> Option<String> {
    let html = std::mem::take(island);
    (!html.trim().is_empty()).then(|| delimited("html", &Attributes::new(), html.trim()))
}

/// Without attributes: a block that we spell would lose them.
pub(super) fn bare(element: &Element) -> bool {
    element.attributes.is_empty()
}

pub(super) fn all_inline(node: &Node) -> bool {
    node.is_inline() && node.element().is_none_or(|element| element.children.iter().all(all_inline))
}

/// The text of each note, without the ways back; `None`: one is more than a line of text.
pub(super) fn note_texts(section: &Element, count: usize) -> Option<Vec<Vec<Node>>> {
    let items: Vec<&Element> = section.children.iter().filter_map(Node::element).collect();
    if items.len() != count {
        return None;
    }
    let text = |item: &&Element| {
        let mut nodes = item.children.clone();
        while nodes.pop_if(|last| is_way_back(last) || last.is_blank()).is_some() {}
        if let Some(Node::Text(text)) = nodes.last_mut() {
            text.truncate(text.trim_end_matches(' ').len());
        }
        nodes.iter().all(all_inline).then_some(nodes)
    };
    items.iter().map(text).collect()
}

fn is_way_back(node: &Node) -> bool {
    node.element().is_some_and(|element| element.has_class("footnote-back"))
}
