//! What two pieces of HTML must share to say the same: spelling, classes that a block always has
//! and elements of one meaning are levelled.

use serde::Deserialize;

use crate::{
    escape,
    sanitise::sanitised,
    tree::{Element, Node, is_inline},
    typography,
    wordpress::escaped,
    write::{COMMENT, Writer},
};

pub fn canonical(nodes: &[Node]) -> Vec<Node> {
    let mut nodes: Vec<Node> = nodes.iter().flat_map(level).collect();
    typography::join_blanks(&mut nodes);
    merged(nodes)
}

fn level(node: &Node) -> Vec<Node> {
    let Node::Element(element) = node else { return vec![node.clone()] };
    if element.name == "wbr" {
        return vec![];
    }
    let children: Vec<Node> = element.children.iter().flat_map(level).collect();
    let name = meaning(element.name);
    let only = |name: &str| matches!(children.as_slice(), [only] if only.is(name));
    if name == "p" && children.iter().all(Node::is_blank) {
        return vec![];
    }
    if name == "figure" && only("table") {
        return children;
    }
    if element.has_class("footnote-ref") {
        // Numbers are given anew at each reading.
        let attributes = vec![("class", "footnote-ref".to_owned())];
        return vec![Node::Element(Element { name, attributes, children: Vec::new() })];
    }
    let mut attributes = element.attributes.clone();
    attributes.retain_mut(|(name, value)| kept(element, name, value));
    attributes.sort_unstable();
    let children = match name {
        "li" => without_lone_paragraph(children),
        "pre" => without_last_line_end(children),
        _ => children,
    };
    vec![Node::Element(Element { name, attributes, children: merged(children) })]
}

fn meaning(name: &'static str) -> &'static str {
    match name {
        "b" => "strong",
        "i" => "em",
        "strike" | "del" => "s",
        name => name,
    }
}

/// Whether an attribute says something; its value is levelled.
fn kept(element: &Element, name: &str, value: &mut String) -> bool {
    match name {
        "href" | "src" => {
            *value = escape::percent(value).into_owned();
            true
        }
        "class" => {
            *value = telling_classes(value);
            // A code block's class says its language, wherever WordPress puts it.
            let code = matches!(element.name, "pre" | "code") && value.starts_with("language-");
            !value.is_empty() && !code
        }
        "data-align" => false,
        // Escaped by whom likes to.
        "data-attributes" => {
            *value = escaped(value);
            true
        }
        _ => true,
    }
}

/// The classes that a block does not have by being what it is.
fn telling_classes(classes: &str) -> String {
    let idle = |class: &&str| {
        class.starts_with("wp-")
            || class.starts_with("size-")
            || matches!(*class, "has-fixed-layout" | "has-alpha-channel-opacity")
    };
    let telling = classes.split_ascii_whitespace().filter(|class| !idle(class));
    telling.collect::<Vec<_>>().join(" ")
}

/// Nodes without what WordPress's editor adds to elements by itself.
pub fn plain(nodes: &[Node]) -> Vec<Node> {
    let plain_node = |node: &Node| {
        let Node::Element(element) = node else { return node.clone() };
        let mut attributes = element.attributes.clone();
        attributes.retain_mut(|(name, value)| match *name {
            "class" => {
                *value = telling_classes(value);
                !value.is_empty()
            }
            name => name != "data-align",
        });
        let children = plain(&element.children);
        Node::Element(Element { name: element.name, attributes, children })
    };
    nodes.iter().map(plain_node).collect()
}

fn without_lone_paragraph(mut children: Vec<Node>) -> Vec<Node> {
    children.retain(|child| !child.is_blank());
    let lists = |node: &Node| node.is("ul") || node.is("ol");
    let lone =
        children.first().is_some_and(|first| first.is("p")) && children[1..].iter().all(lists);
    if lone && let Node::Element(paragraph) = children.remove(0) {
        children.splice(0..0, paragraph.children);
    }
    children
}

fn without_last_line_end(mut children: Vec<Node>) -> Vec<Node> {
    if let [Node::Element(code)] = children.as_mut_slice()
        && let Some(Node::Text(text)) = code.children.last_mut()
        && text.ends_with('\n')
    {
        text.pop();
    }
    children
}

/// Neighbouring texts are one.
pub fn merged(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match (out.last_mut(), node) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
            (_, node) => out.push(node),
        }
    }
    out
}

pub fn paragraph(children: Vec<Node>) -> Node {
    Node::Element(Element { name: "p", attributes: Vec::new(), children })
}

/// Text of the old editor: blank lines part paragraphs, line ends are kept.
pub fn paragraphs(nodes: &mut Vec<Node>) {
    let mut out = Vec::new();
    let mut line: Vec<Node> = Vec::new();
    for node in nodes.drain(..) {
        match node {
            Node::Text(text) => {
                for (at, part) in text.split("\n\n").enumerate() {
                    if at > 0 {
                        end_paragraph(&mut line, &mut out);
                    }
                    for (at, text) in part.split('\n').enumerate() {
                        if at > 0 {
                            line.push(line_break());
                        }
                        line.push(Node::Text(text.to_owned()));
                    }
                }
            }
            node if node.is_inline() && !node.is(COMMENT) => line.push(node),
            node => {
                end_paragraph(&mut line, &mut out);
                out.push(node);
            }
        }
    }
    end_paragraph(&mut line, &mut out);
    *nodes = out;
}

fn end_paragraph(line: &mut Vec<Node>, out: &mut Vec<Node>) {
    let mut line = std::mem::take(line);
    let idle = |node: &Node| node.is_blank() || node.is("br");
    while line.pop_if(|last| idle(last)).is_some() {}
    let from = line.iter().position(|node| !idle(node)).unwrap_or(line.len());
    line.drain(..from);
    if !line.is_empty() {
        out.push(paragraph(line));
    }
}

fn line_break() -> Node {
    Node::Element(Element { name: "br", attributes: Vec::new(), children: Vec::new() })
}

/// The notes of the meta field.
pub fn notes(json: &str) -> Vec<(String, String)> {
    #[derive(Deserialize)]
    struct Entry {
        content: String,
        id: String,
    }
    let entries: Vec<Entry> = serde_json::from_str(json).unwrap_or_default();
    entries.into_iter().map(|entry| (entry.id, entry.content)).collect()
}

/// References to `notes` as this crate writes them in plain HTML, numbered from after `from`.
pub fn numbered(node: Node, notes: &[(String, String)], from: u64) -> Node {
    let Node::Element(mut element) = node else { return node };
    let id = element.attribute("data-fn").filter(|_| element.name == "sup");
    if let Some(at) = id.and_then(|id| notes.iter().position(|(known, _)| known == id)) {
        return reference(from + at as u64 + 1);
    }
    if from > 0
        && let Some(number) = listed_number(&element)
    {
        return reference(from.saturating_add(number));
    }
    let children = element.children.into_iter();
    element.children = children.map(|child| numbered(child, notes, from)).collect();
    Node::Element(element)
}

/// The number that a reference has which this crate wrote as HTML.
fn listed_number(element: &Element) -> Option<u64> {
    if element.name != "sup" || !element.has_class("footnote-ref") {
        return None;
    }
    let href = element.children.first()?.element()?.attribute("href")?;
    href.strip_prefix("#fn-")?.parse().ok()
}

fn reference(number: u64) -> Node {
    let link = Element {
        name: "a",
        attributes: vec![("href", format!("#fn-{number}")), ("id", format!("fnref-{number}"))],
        children: vec![Node::Text(number.to_string())],
    };
    let class = vec![("class", "footnote-ref".to_owned())];
    Node::Element(Element { name: "sup", attributes: class, children: vec![Node::Element(link)] })
}

/// The notes in a list that this crate wrote as HTML.
pub fn listed_notes(raw: &str) -> Vec<String> {
    let nodes = sanitised(&crate::block_comment::as_elements(raw)).unwrap_or_default();
    let mut notes = Vec::new();
    gather(&nodes, &mut notes);
    notes
}

fn gather(nodes: &[Node], notes: &mut Vec<String>) {
    for element in nodes.iter().filter_map(Node::element) {
        if element.name == "ol" && element.has_class("footnotes") {
            notes.extend(element.children.iter().filter_map(Node::element).map(note_html));
        } else if !is_inline(element.name) {
            gather(&element.children, notes);
        }
    }
}

fn note_html(item: &Element) -> String {
    let mut children = item.children.clone();
    without_way_back(&mut children);
    let mut out = String::new();
    Writer::as_written().nodes(&children, &mut out);
    out.trim().to_owned()
}

/// It stands inside of what the note does not close.
fn without_way_back(nodes: &mut Vec<Node>) {
    nodes.retain(|node| !node.element().is_some_and(|e| e.has_class("footnote-back")));
    for node in nodes {
        if let Node::Element(element) = node {
            without_way_back(&mut element.children);
        }
    }
}
