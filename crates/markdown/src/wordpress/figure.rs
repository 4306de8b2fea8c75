//! Pictures with their captions.

use serde_json::{Number, Value, json};

use super::{Attributes, Blocks, blocks::bare, delimited};
use crate::{
    escape,
    tree::{Element, Node},
    write::Found,
};

impl Blocks<'_> {
    /// A figure around one picture.
    pub(super) fn figure(&self, element: &Element) -> Option<String> {
        if !bare(element) {
            return None;
        }
        let mut children: Vec<&Node> = element.solid_children().collect();
        let caption = children.pop_if(|last| last.is("figcaption"));
        let caption = caption.and_then(Node::element);
        let caption = match caption {
            Some(caption) if bare(caption) => Some(self.line(caption.children.iter())?),
            Some(_) => return None,
            None => None,
        };
        let [Node::Element(only)] = children.as_slice() else { return None };
        match only.name {
            "img" => self.picture(only, None, caption),
            "a" if !only.is_place() => {
                let mut inside = only.solid_children();
                let image = inside.next()?.element().filter(|image| image.name == "img")?;
                let href = only.attributes.iter().map(|(name, _)| *name).eq(["href"]);
                (inside.next().is_none() && href)
                    .then(|| self.picture(image, only.attribute("href"), caption))?
            }
            _ => None,
        }
    }

    pub(super) fn picture(
        &self,
        image: &Element,
        link: Option<&str>,
        caption: Option<String>,
    ) -> Option<String> {
        if image.attributes.iter().any(|(name, _)| !matches!(*name, "src" | "alt")) {
            return None;
        }
        let Found::Shown(shown) = self.html.find(image.attribute("src")?) else { return None };
        let mut attributes = Attributes::new();
        let id = shown.id.as_deref().and_then(|id| id.parse::<u64>().ok());
        attributes.extend(id.map(|id| ("id", Value::Number(Number::from(id)))));
        attributes.extend(shown.size_slug.as_ref().map(|slug| ("sizeSlug", json!(slug))));
        let destination = match (link, &shown.link) {
            (Some(_), _) => Some("custom"),
            (None, Some(_)) => Some("media"),
            (None, None) => id.map(|_| "none"),
        };
        attributes.extend(destination.map(|to| ("linkDestination", json!(to))));

        let mut out = String::from("<figure class=\"wp-block-image");
        if let Some(slug) = &shown.size_slug {
            out.push_str(" size-");
            escape::attribute(slug, &mut out);
        }
        out.push_str("\">");
        let link = link.or(shown.link.as_deref());
        if let Some(link) = link {
            out.push_str("<a href=\"");
            escape::address(link, &mut out);
            out.push_str("\">");
        }
        out.push_str("<img src=\"");
        escape::address(&shown.src, &mut out);
        out.push_str("\" alt=\"");
        escape::block_attribute(image.attribute("alt").unwrap_or_default(), &mut out);
        if let Some(id) = id {
            out.push_str(&format!("\" class=\"wp-image-{id}"));
        }
        out.push_str("\"/>");
        if link.is_some() {
            out.push_str("</a>");
        }
        if let Some(caption) = caption.filter(|caption| !caption.trim().is_empty()) {
            out.push_str(&format!(
                "<figcaption class=\"wp-element-caption\">{caption}</figcaption>"
            ));
        }
        out.push_str("</figure>");
        Some(delimited("image", &attributes, &out))
    }
}
