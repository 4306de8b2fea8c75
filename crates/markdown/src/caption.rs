//! A figure's caption: text, and in it emphasis and links as Markdown writes them; nothing else.
//!
//! Markdown gives a picture's title as plain text. What in it is no emphasis and no link is shown
//! as it is written.

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeValue},
};

use crate::{
    compose::destination,
    render::Renderer,
    sanitise::sanitised,
    tree::{Element, Node},
};

/// What makes more than text of a caption.
const MARKS: &[char] = &['*', '_', '[', '\\', '&', '<', '`'];

/// The caption as one paragraph; `None`: it is nothing but text.
pub fn read<'a>(caption: &str, arena: &'a Arena<'a>) -> Option<&'a AstNode<'a>> {
    if !caption.contains(MARKS) {
        return None;
    }
    let root = comrak::parse_document(arena, caption, &Options::default());
    let mut blocks = root.children();
    let only = blocks.next().filter(|_| blocks.next().is_none())?;
    let is_paragraph = matches!(only.data().value, NodeValue::Paragraph);
    let plain = only.descendants().skip(1).all(|node| {
        matches!(
            node.data().value,
            NodeValue::Text(_) | NodeValue::Emph | NodeValue::Strong | NodeValue::Link(_)
        )
    });
    (is_paragraph && plain).then_some(only)
}

/// Text that a caption shows as it is.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if MARKS.contains(&c) || c == ']' {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What a blog shows below a picture, as a caption; `None`: more than a caption says.
pub fn of_nodes(nodes: &[Node]) -> Option<String> {
    if let [Node::Text(text)] = nodes {
        let caption = if shows(text, nodes) { text.clone() } else { escaped(text) };
        return Some(caption);
    }
    let mut caption = String::new();
    write(nodes, &mut caption)?;
    shows(&caption, nodes).then_some(caption)
}

fn shows(caption: &str, nodes: &[Node]) -> bool {
    let mut shown = String::new();
    Renderer { raw_html: false, out: &mut shown }.caption(caption);
    sanitised(&shown).is_some_and(|shown| shown == nodes)
}

fn write(nodes: &[Node], out: &mut String) -> Option<()> {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(&escaped(text)),
            Node::Element(Element { name: "em", attributes, children })
                if attributes.is_empty() =>
            {
                marked("*", children, out)?;
            }
            Node::Element(Element { name: "strong", attributes, children })
                if attributes.is_empty() =>
            {
                marked("**", children, out)?;
            }
            Node::Element(element) if element.name == "a" && element.attributes.len() == 1 => {
                out.push('[');
                write(&element.children, out)?;
                out.push_str("](");
                out.push_str(&destination(element.attribute("href")?));
                out.push(')');
            }
            _ => return None,
        }
    }
    Some(())
}

fn marked(mark: &str, children: &[Node], out: &mut String) -> Option<()> {
    out.push_str(mark);
    write(children, out)?;
    out.push_str(mark);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(caption: &str) -> String {
        let mut out = String::new();
        Renderer { raw_html: false, out: &mut out }.caption(caption);
        out
    }

    #[test]
    fn a_caption_has_emphasis_and_links_and_nothing_else() {
        assert_eq!(
            shown("*Le Maine Libre*, 28 octobre 2016"),
            "<em>Le Maine Libre</em>, 28 octobre 2016"
        );
        assert_eq!(
            shown("[*Le Maine Libre*](https://maine.example/a?b=1&c=2), p. 3"),
            "<a href=\"https://maine.example/a?b=1&amp;c=2\"><em>Le Maine Libre</em></a>, p. 3"
        );
        for as_written in ["# 12", "1. La une", "Le 5*3", "`code`", "![a](b.jpg)", "a_b_c", "- x"] {
            assert_eq!(shown(as_written), as_written);
        }
        assert_eq!(shown("<b>gras</b>"), "&lt;b&gt;gras&lt;/b&gt;");
    }

    #[test]
    fn what_is_escaped_is_shown_as_it_is() {
        for text in ["*Le* [Maine](x) Libre", "a\\*b", "R&D &amp; <b>", "_souligné_", "`x`"] {
            let mut html = String::new();
            crate::escape::text(text, &mut html);
            assert_eq!(shown(&escaped(text)), html, "{text}");
        }
    }

    #[test]
    fn a_caption_of_a_blog_comes_back_as_it_was() {
        for html in [
            "Une <em>vue</em> du <strong>bourg</strong>",
            "<a href=\"https://maine.example/a\"><em>Le Maine Libre</em></a>, p. 3",
            "Le *vrai* R&amp;D",
            "Une vue",
        ] {
            let nodes = sanitised(html).unwrap();
            let caption = of_nodes(&nodes).unwrap();
            assert_eq!(sanitised(&shown(&caption)).unwrap(), nodes, "{caption}");
        }
        for html in ["Une <code>vue</code>", "<em class=\"x\">vue</em><br>", "<em>a</em><em>b</em>"]
        {
            assert_eq!(of_nodes(&sanitised(html).unwrap()), None, "{html}");
        }
    }
}
