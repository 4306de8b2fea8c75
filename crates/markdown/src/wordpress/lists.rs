//! Lists, each item a block of its own with the lists below it inside.

use serde_json::json;

use super::{Attributes, Blocks, delimited};
use crate::tree::{Element, Node};

impl Blocks<'_> {
    pub(super) fn list(&self, element: &Element) -> Option<String> {
        let ordered = element.name == "ol";
        let start = match element.attributes.as_slice() {
            [] => None,
            [("start", start)] if ordered => Some(start.parse::<i64>().ok()?),
            _ => return None,
        };
        let items = element.solid_children().map(|item| self.item(item.element()?));
        let items = items.collect::<Option<Vec<_>>>()?.join("\n\n");
        let mut attributes = Attributes::new();
        if ordered {
            attributes.push(("ordered", json!(true)));
        }
        attributes.extend(start.map(|start| ("start", json!(start))));
        let start = start.map(|start| format!(" start=\"{start}\"")).unwrap_or_default();
        let name = element.name;
        let list = format!("<{name}{start} class=\"wp-block-list\">{items}</{name}>");
        Some(delimited("list", &attributes, &list))
    }

    /// A line of text, then lists; text after a list has no block to be in.
    fn item(&self, item: &Element) -> Option<String> {
        if item.name != "li" || !item.attributes.is_empty() {
            return None;
        }
        let is_list = |node: &&Node| node.is("ul") || node.is("ol");
        let children: Vec<&Node> = item.solid_children().collect();
        let lists = children.iter().rev().take_while(|node| is_list(node)).count();
        let (text, lists) = children.split_at(children.len() - lists);
        let line = match text {
            [Node::Element(only)] if only.name == "p" && only.attributes.is_empty() => {
                self.line(only.children.iter())?
            }
            _ if !text.is_empty() => {
                let last = item
                    .children
                    .iter()
                    .rposition(|node| std::ptr::eq(node, text[text.len() - 1]))?;
                self.line(item.children[..=last].iter())?.trim_end().to_owned()
            }
            _ => String::new(),
        };
        let lists = lists.iter().map(|list| self.list(list.element()?));
        let lists = lists.collect::<Option<Vec<_>>>()?.join("\n\n");
        Some(delimited("list-item", &Attributes::new(), &format!("<li>{line}{lists}</li>")))
    }
}
