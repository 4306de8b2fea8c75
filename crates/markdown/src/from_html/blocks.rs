//! Blocks of HTML as Markdown.

use super::island;
use crate::{
    compose::figure,
    tree::{Element, Node, is_inline},
    write::COMMENT,
};

/// How it is said.
#[derive(Clone, Copy)]
pub struct Converter {
    /// Emphasis and links as HTML: where marks would touch what makes them plain characters.
    pub inline_html: bool,
    /// The other kind of bullet: the block before was a list too.
    pub parity: bool,
}

impl Converter {
    /// Blocks with blank lines between. What has no Markdown is an island of HTML.
    pub fn blocks(&self, nodes: &[Node]) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut parity = self.parity;
        for node in nodes.iter().filter(|node| !node.is_blank()) {
            let converter = Self { parity, ..*self };
            let said = node.element().and_then(|element| converter.block(element));
            let list = node.is("ul") || node.is("ol");
            parity = if list { !parity } else { self.parity };
            parts.push(said.unwrap_or_else(|| island(std::slice::from_ref(node))));
        }
        parts.join("\n\n")
    }

    fn inner(&self) -> Self {
        Self { parity: false, ..*self }
    }

    fn block(&self, element: &Element) -> Option<String> {
        let children = &element.children;
        match element.name {
            "p" if bare(element) => Some(self.line(children, false)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if bare(element) => {
                let level: usize = element.name[1..].parse().ok()?;
                Some(format!("{} {}", "#".repeat(level), self.line(children, true)))
            }
            "hr" => Some("---".to_owned()),
            "ul" | "ol" => self.list(element),
            "blockquote" if bare(element) && children.iter().all(|node| !node.is_inline()) => {
                Some(prefixed(&self.inner().blocks(children), "> ", "> "))
            }
            "pre" => code(element),
            "figure" => self.figure(element),
            "table" => self.table(element),
            "details" => self.details(element),
            "dl" if bare(element) => self.descriptions(element),
            COMMENT => Some(format!("<!--{}-->", element.attribute("data-text")?)),
            _ => None,
        }
    }

    fn list(&self, list: &Element) -> Option<String> {
        let mut number: Option<u64> = match list.name {
            "ol" => Some(list.attribute("start").map_or(Ok(1), str::parse).ok()?),
            _ => None,
        };
        let mut items = Vec::new();
        let mut loose = false;
        for item in list.solid_children() {
            let item = item.element().filter(|item| item.name == "li" && bare(item))?;
            let marker = match (&mut number, self.parity) {
                (Some(number), parity) => {
                    let marker = format!("{number}{} ", if parity { ')' } else { '.' });
                    *number += 1;
                    marker
                }
                (None, true) => "* ".to_owned(),
                (None, false) => "- ".to_owned(),
            };
            let (text, one_line) = self.item(item);
            loose |= !one_line;
            let indent = " ".repeat(marker.len());
            items.push(prefixed(&text, &marker, &indent));
        }
        Some(items.join(if loose { "\n\n" } else { "\n" }))
    }

    /// An item, and whether it is a line with lists below it.
    fn item(&self, item: &Element) -> (String, bool) {
        let children: Vec<Node> = item.solid_children().cloned().collect();
        let first_block = item.children.iter().position(|node| !is_line(node));
        let (text, blocks) = item.children.split_at(first_block.unwrap_or(item.children.len()));
        let is_list = |node: &Node| node.is("ul") || node.is("ol") || node.is_blank();
        let (text, blocks) = match children.as_slice() {
            [Node::Element(only), rest @ ..] if only.name == "p" && rest.iter().all(is_list) => {
                (only.children.as_slice(), rest)
            }
            _ => (text, blocks),
        };
        if !blocks.iter().all(is_list) {
            return (self.inner().blocks(&children), false);
        }
        let line = self.line(text, false);
        let (mark, line) = match (line.strip_prefix("☑ "), line.strip_prefix("☐ ")) {
            (Some(rest), _) => ("[x] ", rest.to_owned()),
            (_, Some(rest)) => ("[ ] ", rest.to_owned()),
            _ => ("", line),
        };
        let below = self.inner().blocks(blocks);
        let between = if below.is_empty() { "" } else { "\n" };
        (format!("{mark}{line}{between}{below}"), true)
    }

    fn figure(&self, figure_element: &Element) -> Option<String> {
        let children: Vec<&Element> =
            figure_element.solid_children().map(Node::element).collect::<Option<_>>()?;
        let (first, caption) = match children.as_slice() {
            [first] => (*first, String::new()),
            [first, caption] if caption.name == "figcaption" => {
                (*first, crate::caption::of_nodes(&caption.children)?)
            }
            _ => return None,
        };
        let value =
            |image: &Element, name: &str| image.attribute(name).unwrap_or_default().to_owned();
        match (first.name, first.children.as_slice()) {
            ("img", _) => Some(figure(&value(first, "src"), &value(first, "alt"), &caption)),
            ("a", [Node::Element(image)]) if image.name == "img" => {
                let picture = figure(&value(image, "src"), &value(image, "alt"), &caption);
                let target = crate::compose::destination(first.attribute("href")?);
                Some(format!("[{picture}]({target})"))
            }
            ("table", _) if children.len() == 1 => self.table(first),
            _ => None,
        }
    }

    fn table(&self, table: &Element) -> Option<String> {
        let parts: Vec<&Element> =
            table.solid_children().map(Node::element).collect::<Option<_>>()?;
        let (head, body) = match parts.as_slice() {
            [head] if head.name == "thead" => (head, None),
            [head, body] if head.name == "thead" && body.name == "tbody" => (head, Some(body)),
            _ => return None,
        };
        let mut rows = head.solid_children();
        let (Some(Node::Element(header)), None) = (rows.next(), rows.next()) else { return None };
        let sides: Vec<&str> =
            header.solid_children().filter_map(Node::element).map(side).collect();
        let mut out = self.row(header);
        out.push_str("\n|");
        for side in sides {
            out.push_str(match side {
                "left" => " :--- |",
                "right" => " ---: |",
                "center" => " :---: |",
                _ => " --- |",
            });
        }
        for row in body.iter().flat_map(|body| body.solid_children()).filter_map(Node::element) {
            out.push('\n');
            out.push_str(&self.row(row));
        }
        Some(out)
    }

    fn row(&self, row: &Element) -> String {
        let cells = row.solid_children().filter_map(Node::element);
        let cells = cells.map(|cell| format!(" {} |", self.line(&cell.children, true)));
        format!("|{}", cells.collect::<String>())
    }

    fn details(&self, details: &Element) -> Option<String> {
        let children: Vec<Node> = details.solid_children().cloned().collect();
        let (summary, rest) = children.split_first()?;
        let idle = details.attributes.iter().all(|(name, value)| match *name {
            "open" => true,
            "class" => value == "wp-block-details",
            _ => false,
        });
        if !summary.is("summary") || !idle {
            return None;
        }
        let open = if details.attribute("open").is_some() { " open" } else { "" };
        let summary = island(std::slice::from_ref(summary));
        let inside = self.inner().blocks(rest);
        Some(format!("<details{open}>\n{summary}\n\n{inside}\n\n</details>"))
    }

    fn descriptions(&self, list: &Element) -> Option<String> {
        let mut out = String::new();
        for part in list.solid_children() {
            let part = part.element().filter(|part| part.children.iter().all(is_line))?;
            let line = self.line(&part.children, true);
            match part.name {
                "dt" if out.is_empty() => out.push_str(&line),
                "dt" => out.extend(["\n\n", &line]),
                "dd" => out.extend(["\n: ", &line]),
                _ => return None,
            }
        }
        Some(out)
    }
}

fn code(pre: &Element) -> Option<String> {
    let [Node::Element(code)] = pre.children.as_slice() else { return None };
    let [Node::Text(text)] = code.children.as_slice() else { return None };
    let class = pre.attribute("class").or(code.attribute("class")).unwrap_or_default();
    let mut classes = class.split_ascii_whitespace();
    let language = classes.find_map(|class| class.strip_prefix("language-")).unwrap_or_default();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let text = text.strip_suffix('\n').unwrap_or(text);
    (code.name == "code").then(|| format!("{fence}{language}\n{text}\n{fence}"))
}

fn side(cell: &Element) -> &str {
    let class = cell.attribute("class").unwrap_or_default();
    class
        .split_ascii_whitespace()
        .find_map(|c| c.strip_prefix("has-text-align-"))
        .unwrap_or_default()
}

fn bare(element: &Element) -> bool {
    let idle = |value: &str| value.split_ascii_whitespace().all(|class| class.starts_with("wp-"));
    element.attributes.iter().all(|(name, value)| *name == "class" && idle(value))
}

fn is_line(node: &Node) -> bool {
    node.element().is_none_or(|element| is_inline(element.name))
}

/// `first` before the first line, `rest` before the others; no blanks on empty lines.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let prefix = if at == 0 { first } else { rest };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}
