//! The parser's nodes as HTML, before the sanitiser sees it.
//!
//! Only Markdown's own meaning is settled here: figures, tight lists, footnotes, tasks. Walks
//! recurse down to a bound; what lies deeper is written as paragraphs of its text.

use comrak::{
    Arena,
    nodes::{AstNode, ListType, NodeList, NodeTable, NodeValue, TableAlignment},
};

use crate::{
    block_comment::{as_elements, without_own_elements},
    caption, escape,
    sanitise::picture_address,
};

/// How deep containers are rendered as such.
const DEPTH_MAX: usize = 60;

/// How a definition is called in its document.
pub struct Renderer<'r> {
    /// HTML as the author wrote it is let through, to be sanitised; else it is shown as text.
    pub raw_html: bool,
    pub out: &'r mut String,
}

impl Renderer<'_> {
    /// A node and all that is in it.
    pub fn block<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) {
        if depth > DEPTH_MAX {
            return self.flat(node);
        }
        let value = &node.data().value;
        match value {
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::Heading(heading) => self.wrapped(node, &format!("h{}", heading.level)),
            NodeValue::BlockQuote | NodeValue::Alert(_) => {
                self.contained(node, "blockquote", depth)
            }
            NodeValue::List(list) => self.list(node, *list, depth),
            NodeValue::CodeBlock(code) => {
                self.out.push_str("<pre><code");
                let language = code.info.split_whitespace().next().unwrap_or_default();
                if !language.is_empty() {
                    self.out.push_str(" class=\"language-");
                    escape::attribute(language, self.out);
                    self.out.push('"');
                }
                self.out.push('>');
                escape::text(&code.literal, self.out);
                self.out.push_str("</code></pre>\n");
            }
            NodeValue::HtmlBlock(html) => self.raw(&html.literal, true),
            NodeValue::ThematicBreak => self.out.push_str("<hr>\n"),
            NodeValue::Table(table) => self.table(node, table),
            NodeValue::DescriptionList => self.contained(node, "dl", depth),
            NodeValue::DescriptionItem(_) => self.blocks(node, depth),
            NodeValue::DescriptionTerm => self.term(node, "dt", depth),
            NodeValue::DescriptionDetails => self.term(node, "dd", depth),
            // Definitions of footnotes are shown at the end.
            NodeValue::FootnoteDefinition(_) | NodeValue::FrontMatter(_) => {}
            value if value.block() => self.blocks(node, depth),
            _ => self.inline(node, depth),
        }
    }

    fn blocks<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) {
        for child in node.children() {
            self.block(child, depth + 1);
        }
    }

    pub fn inlines<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) {
        for child in node.children() {
            self.inline(child, depth + 1);
        }
    }

    fn wrapped<'a>(&mut self, node: &'a AstNode<'a>, tag: &str) {
        self.open(tag);
        self.inlines(node, 0);
        self.close(tag);
        self.out.push('\n');
    }

    fn contained<'a>(&mut self, node: &'a AstNode<'a>, tag: &str, depth: usize) {
        self.open(tag);
        self.out.push('\n');
        self.blocks(node, depth);
        self.close(tag);
        self.out.push('\n');
    }

    fn open(&mut self, tag: &str) {
        self.out.extend(["<", tag, ">"]);
    }

    fn close(&mut self, tag: &str) {
        self.out.extend(["</", tag, ">"]);
    }

    /// A paragraph of nothing but pictures is as many figures.
    fn paragraph<'a>(&mut self, node: &'a AstNode<'a>) {
        if !node.children().any(is_picture)
            || !node.children().all(|n| is_picture(n) || is_break(n))
        {
            return self.wrapped(node, "p");
        }
        for picture in node.children().filter(|child| is_picture(child)) {
            self.out.push_str("<figure>");
            let linked = match &picture.data().value {
                NodeValue::Link(link) => Some((link.url.clone(), link.title.clone())),
                _ => None,
            };
            let image = if linked.is_some() { picture.first_child() } else { Some(picture) };
            if let Some((url, title)) = &linked {
                self.link_start(url, title);
            }
            let caption = image.map(|image| self.picture(image, false)).unwrap_or_default();
            if linked.is_some() {
                self.close("a");
            }
            if !caption.trim().is_empty() {
                self.open("figcaption");
                self.caption(&caption);
                self.close("figcaption");
            }
            self.out.push_str("</figure>\n");
        }
    }

    /// What stands below a figure: emphasis and links are shown, all else as it is written.
    pub fn caption(&mut self, caption: &str) {
        let arena = Arena::new();
        match caption::read(caption, &arena) {
            Some(line) => self.inlines(line, 0),
            None => escape::text(caption, self.out),
        }
    }

    fn list<'a>(&mut self, node: &'a AstNode<'a>, list: NodeList, depth: usize) {
        let tag = if list.list_type == ListType::Ordered { "ol" } else { "ul" };
        if tag == "ol" && list.start != 1 {
            self.out.push_str(&format!("<ol start=\"{}\">\n", list.start));
        } else {
            self.open(tag);
            self.out.push('\n');
        }
        for item in node.children() {
            self.open("li");
            if let NodeValue::TaskItem(task) = &item.data().value {
                self.out.push_str(if task.symbol.is_some() { "☑ " } else { "☐ " });
            }
            // One paragraph with lists below it needs no <p>, whether or not blank lines stand
            // between: WordPress's list items hold none.
            let paragraphs = item.children().filter(|child| is_paragraph(child)).count();
            let simple = paragraphs == 1
                && item.first_child().is_some_and(is_paragraph)
                && item.children().skip(1).all(|n| matches!(n.data().value, NodeValue::List(_)));
            for child in item.children() {
                if is_paragraph(child) && (simple || list.tight) {
                    self.inlines(child, depth + 1);
                    if child.next_sibling().is_some() {
                        self.out.push('\n');
                    }
                } else {
                    self.block(child, depth + 1);
                }
            }
            self.close("li");
            self.out.push('\n');
        }
        self.close(tag);
        self.out.push('\n');
    }

    /// A term or its description: a lone paragraph needs no <p>.
    fn term<'a>(&mut self, node: &'a AstNode<'a>, tag: &str, depth: usize) {
        self.open(tag);
        let mut children = node.children();
        match (children.next(), children.next()) {
            (Some(only), None) if is_paragraph(only) => self.inlines(only, depth + 1),
            _ if node.first_child().is_some_and(|n| n.data().value.block()) => {
                self.blocks(node, depth)
            }
            _ => self.inlines(node, depth + 1),
        }
        self.close(tag);
        self.out.push('\n');
    }

    fn table<'a>(&mut self, node: &'a AstNode<'a>, table: &NodeTable) {
        self.out.push_str("<table>\n");
        let mut body = false;
        for row in node.children() {
            let header = matches!(row.data().value, NodeValue::TableRow(true));
            match (header, body) {
                (true, _) => self.out.push_str("<thead>"),
                (false, false) => {
                    self.out.push_str("<tbody>");
                    body = true;
                }
                _ => {}
            }
            self.out.push_str("<tr>");
            for (at, cell) in row.children().enumerate() {
                let tag = if header { "th" } else { "td" };
                let side = match table.alignments.get(at) {
                    Some(TableAlignment::Left) => Some("left"),
                    Some(TableAlignment::Center) => Some("center"),
                    Some(TableAlignment::Right) => Some("right"),
                    _ => None,
                };
                match side {
                    Some(side) => {
                        self.out.push_str(&format!("<{tag} class=\"has-text-align-{side}\">"));
                    }
                    None => self.open(tag),
                }
                self.inlines(cell, 0);
                self.close(tag);
            }
            self.out.push_str(if header { "</tr></thead>\n" } else { "</tr>\n" });
        }
        self.out.push_str(if body { "</tbody></table>\n" } else { "</table>\n" });
    }

    fn inline<'a>(&mut self, node: &'a AstNode<'a>, depth: usize) {
        if depth > DEPTH_MAX {
            return self.flat(node);
        }
        let value = &node.data().value;
        match value {
            NodeValue::Text(text) => escape::text(text, self.out),
            NodeValue::SoftBreak => self.out.push('\n'),
            NodeValue::LineBreak => self.out.push_str("<br>"),
            NodeValue::Code(code) => {
                self.open("code");
                escape::text(&code.literal, self.out);
                self.close("code");
            }
            NodeValue::HtmlInline(html) => self.raw(html, false),
            NodeValue::Emph => self.span(node, "em", depth),
            NodeValue::Strong => self.span(node, "strong", depth),
            NodeValue::Strikethrough => self.span(node, "s", depth),
            NodeValue::Link(link) => {
                self.link_start(&link.url, &link.title);
                self.inlines(node, depth);
                self.close("a");
            }
            NodeValue::Image(_) => {
                self.picture(node, true);
            }
            NodeValue::FootnoteReference(note) => {
                let again =
                    if note.ref_num > 1 { format!("-{}", note.ref_num) } else { String::new() };
                let ix = note.ix;
                self.out.push_str(&format!(
                    "<sup class=\"footnote-ref\"><a href=\"#fn-{ix}\" id=\"fnref-{ix}{again}\">{ix}</a></sup>"
                ));
            }
            value if value.block() => self.block(node, depth),
            _ => self.inlines(node, depth),
        }
    }

    fn span<'a>(&mut self, node: &'a AstNode<'a>, tag: &str, depth: usize) {
        self.open(tag);
        self.inlines(node, depth);
        self.close(tag);
    }

    fn link_start(&mut self, url: &str, title: &str) {
        self.out.push_str("<a href=\"");
        escape::address(url, self.out);
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            escape::attribute(title, self.out);
        }
        self.out.push_str("\">");
    }

    /// Writes the picture, and gives its title back.
    fn picture<'a>(&mut self, node: &'a AstNode<'a>, with_title: bool) -> String {
        let NodeValue::Image(image) = &node.data().value else { return String::new() };
        self.out.push_str("<img src=\"");
        self.out.push_str(&picture_address(&image.url));
        self.out.push_str("\" alt=\"");
        escape::attribute(&text_of(node), self.out);
        if with_title && !image.title.is_empty() {
            self.out.push_str("\" title=\"");
            escape::attribute(&image.title, self.out);
        }
        self.out.push_str("\">");
        image.title.clone()
    }

    fn raw(&mut self, html: &str, block: bool) {
        match (self.raw_html, block) {
            (true, true) => self.out.push_str(&as_elements(html)),
            (true, false) => self.out.push_str(&without_own_elements(html)),
            (false, true) => {
                self.open("p");
                escape::text(html, self.out);
                self.close("p");
            }
            (false, false) => escape::text(html, self.out),
        }
    }

    /// What lies too deep: its leaves, one after the other, without recursion.
    fn flat<'a>(&mut self, node: &'a AstNode<'a>) {
        for leaf in node.descendants() {
            match &leaf.data().value {
                NodeValue::Text(text) => escape::text(text, self.out),
                NodeValue::Code(code) => escape::text(&code.literal, self.out),
                NodeValue::CodeBlock(code) => escape::text(&code.literal, self.out),
                NodeValue::HtmlBlock(html) => escape::text(&html.literal, self.out),
                NodeValue::HtmlInline(html) => escape::text(html, self.out),
                NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Paragraph => {
                    self.out.push('\n')
                }
                _ => {}
            }
        }
    }
}

fn is_paragraph<'a>(node: &'a AstNode<'a>) -> bool {
    matches!(node.data().value, NodeValue::Paragraph)
}

fn is_break<'a>(node: &'a AstNode<'a>) -> bool {
    match &node.data().value {
        NodeValue::SoftBreak | NodeValue::LineBreak => true,
        NodeValue::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// A picture, or a link around nothing but one.
fn is_picture<'a>(node: &'a AstNode<'a>) -> bool {
    match &node.data().value {
        NodeValue::Image(_) => true,
        NodeValue::Link(_) => {
            let mut children = node.children();
            let first = children.next();
            first.is_some_and(|n| matches!(n.data().value, NodeValue::Image(_)))
                && children.next().is_none()
        }
        _ => false,
    }
}

/// The text of a node, without its marks.
pub fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for leaf in node.descendants() {
        match &leaf.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}
