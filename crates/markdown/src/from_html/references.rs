//! The author's own names (`clip:ID`, `media:HASH`) for pictures that a blog shows by its addresses.

use std::collections::HashMap;

use super::{kept::is_kept, units};
use crate::{
    ShownPicture, escape,
    merge::Outline,
    tree::{Element, Node},
};

/// What is known of the author's pictures on a blog.
#[derive(Clone, Copy)]
pub struct Pictures<'a> {
    /// How a reference of the Markdown is shown there.
    pub shown: &'a dyn Fn(&str) -> Option<ShownPicture>,
    /// The reference of a picture that is shown there: by one of its addresses (of a size, or of
    /// what a click opens), or by its attachment.
    pub reference: &'a dyn Fn(Shown<'_>) -> Option<String>,
}

/// What a post says of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown<'a> {
    Address(&'a str),
    Attachment(&'a str),
}

/// A picture there, what a click on it opens, and its reference here.
pub type KnownPicture = (Element, Option<String>, String);

/// Which of the author's pictures an address or an attachment is.
pub struct References<'p> {
    by_address: HashMap<String, String>,
    by_attachment: HashMap<String, String>,
    shown: HashMap<String, ShownPicture>,
    pictures: Pictures<'p>,
}

impl<'p> References<'p> {
    pub fn of(outline: &Outline<'_>, known: &[KnownPicture], pictures: &Pictures<'p>) -> Self {
        let mut found = Self {
            by_address: HashMap::new(),
            by_attachment: HashMap::new(),
            shown: HashMap::new(),
            pictures: *pictures,
        };
        for at in 0..outline.stretches.len() {
            for (image, _) in units::pictures(&outline.nodes(at)) {
                let reference = image.attribute("src").unwrap_or_default();
                if let Some(shown) = (pictures.shown)(reference) {
                    found.learn(&shown.src, reference);
                    shown.link.iter().for_each(|link| found.learn(link, reference));
                    if let Some(id) = &shown.id {
                        let known = found.by_attachment.entry(id.clone());
                        known.or_insert_with(|| reference.to_owned());
                    }
                }
            }
        }
        for (image, link, reference) in known {
            let address = image.attribute("src").unwrap_or_default();
            if address == reference {
                continue;
            }
            found.learn(address, reference);
            link.iter().for_each(|link| found.learn(link, reference));
            if let Some(id) = attachment(image) {
                let known = found.by_attachment.entry(id.to_owned());
                known.or_insert_with(|| reference.clone());
            }
            let shown = ShownPicture { src: address.to_owned(), ..ShownPicture::default() };
            found.shown.entry(reference.clone()).or_insert(shown);
        }
        found
    }

    fn learn(&mut self, address: &str, reference: &str) {
        self.by_address.entry(address.to_owned()).or_insert_with(|| reference.to_owned());
    }

    pub fn shown(&self, reference: &str) -> Option<ShownPicture> {
        let shown = (self.pictures.shown)(reference).or_else(|| self.shown.get(reference).cloned());
        let as_written = || ShownPicture { src: reference.to_owned(), ..ShownPicture::default() };
        shown.or_else(|| Some(as_written()))
    }

    fn by_address(&self, address: &str) -> Option<String> {
        let known = self.by_address.get(address).cloned();
        known.or_else(|| (self.pictures.reference)(Shown::Address(address)))
    }

    fn of_picture(&self, image: &Element) -> Option<String> {
        let by_id = attachment(image).and_then(|id| {
            let known = self.by_attachment.get(id).cloned();
            known.or_else(|| (self.pictures.reference)(Shown::Attachment(id)))
        });
        self.by_address(image.attribute("src")?).or(by_id)
    }

    /// The author's references for addresses of the blog's; what a click on a picture opens is
    /// part of the picture.
    pub fn put(&self, nodes: Vec<Node>) -> Vec<Node> {
        let one = |node: Node| {
            let Node::Element(mut element) = node else { return node };
            if element.name == "img"
                && let Some(reference) = self.of_picture(&element)
            {
                element.attributes.retain(|(name, _)| matches!(*name, "alt" | "title"));
                element.attributes.insert(0, ("src", reference));
                return Node::Element(element);
            }
            let own = match element.children.as_slice() {
                [Node::Element(image)] if element.name == "a" && image.name == "img" => {
                    self.of_picture(image)
                }
                _ => None,
            };
            let opens = element.attribute("href").and_then(|href| self.by_address(href));
            element.children = self.put(element.children);
            match own.is_some() && own == opens {
                true => element.children.remove(0),
                false => Node::Element(element),
            }
        };
        nodes.into_iter().map(one).collect()
    }
}

impl References<'_> {
    /// The same in blocks that only WordPress knows, whose attributes tell of the very file: where
    /// what is written for the reference is what stands there.
    pub fn put_in_foreign(&self, nodes: Vec<Node>) -> Vec<Node> {
        self.put_where_it_stands(nodes, false)
    }

    /// `kept`: in what goes back as it stands, whichever of its files a picture shows.
    fn put_where_it_stands(&self, nodes: Vec<Node>, kept: bool) -> Vec<Node> {
        let one = |node: Node| {
            let Node::Element(element) = node else { return node };
            match self.own_picture(&element).filter(|_| !kept) {
                Some(picture) => Node::Element(picture),
                None => Node::Element(self.with_reference(element, kept)),
            }
        };
        nodes.into_iter().map(one).collect()
    }

    /// The picture, without what is written with it anyhow: what it opens, its attachment.
    fn own_picture(&self, element: &Element) -> Option<Element> {
        let (image, link) = match element.children.as_slice() {
            [Node::Element(image)] if element.name == "a" && element.attributes.len() == 1 => {
                (image, element.attribute("href"))
            }
            _ => (element, None),
        };
        let (reference, shown) = self.reference_shown(image)?;
        let class = shown.id.as_ref().map(|id| format!("wp-image-{id}"));
        let mut picture = image.clone();
        picture.attributes.retain(|(name, _)| matches!(*name, "alt" | "title"));
        let said = picture.attributes.len() + 1 + usize::from(class.is_some());
        let is_written_so = image.attribute("src") == Some(&escape::percent(&shown.src))
            && image.attribute("class") == class.as_deref()
            && image.attributes.len() == said
            && link == shown.link.as_deref();
        picture.attributes.insert(0, ("src", reference));
        is_written_so.then_some(picture)
    }

    fn with_reference(&self, mut element: Element, kept: bool) -> Element {
        // Without its attachment it would be written with what it opens.
        let known = self.reference_shown(&element).filter(|(_, shown)| {
            let address = element.attribute("src").unwrap_or_default();
            let is_link = shown.link.as_deref() == Some(address);
            let is_page_size = address == escape::percent(&shown.src);
            if kept {
                is_page_size || is_link
            } else {
                is_page_size && attachment(&element).is_some()
            }
        });
        let source = element.attributes.iter_mut().find(|(name, _)| *name == "src");
        if let (Some((reference, _)), Some((_, source))) = (known, source) {
            *source = reference;
        }
        let kept = kept || is_kept(&element);
        element.children = self.put_where_it_stands(element.children, kept);
        element
    }

    fn reference_shown(&self, image: &Element) -> Option<(String, ShownPicture)> {
        let reference = self.of_picture(image).filter(|_| image.name == "img")?;
        let shown = self.shown(&reference)?;
        Some((reference, shown))
    }
}

/// The attachment that a picture's class names.
pub fn attachment(image: &Element) -> Option<&str> {
    let mut classes = image.attribute("class")?.split_ascii_whitespace();
    classes.find_map(|class| class.strip_prefix("wp-image-"))
}
