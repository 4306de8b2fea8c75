//! The tree as HTML: for the preview, for a page, and for what WordPress keeps as HTML.

use crate::{
    ShownPicture,
    block_comment::{are_attributes, is_command, is_name},
    escape,
    from_html::{Kept, attachment, is_kept},
    tree::{Element, Node, is_inline, is_void},
    typography::join_blanks,
    wordpress::escaped,
};

/// The element that stands for a block which only WordPress knows.
pub const FOREIGN: &str = "coupure-block";

/// The element that stands for a comment which WordPress acts upon (`<!--more-->`).
pub const COMMENT: &str = "coupure-comment";

/// Attributes that say something by being there.
const BOOLEANS: [&str; 8] =
    ["autoplay", "controls", "default", "loop", "muted", "open", "playsinline", "reversed"];

/// Finds the picture that a reference means.
pub type Resolve<'r> = &'r dyn Fn(&str) -> Option<ShownPicture>;

/// How HTML is spelt for whom.
#[derive(Clone, Copy)]
pub struct Writer<'r> {
    pub resolve: Resolve<'r>,
    /// As in a post's raw content: no sizes on pictures, their attachment as a class.
    pub wordpress: bool,
    /// Identifiers of the notes, by number from 1, where the blog has a block for them.
    pub notes: Option<&'r [String]>,
    /// Inside of a block that only WordPress knows: blocks in it keep their comments.
    pub foreign: bool,
    /// Comments of blocks stand on no lines of their own.
    pub one_line: bool,
    /// Inside of a link: a picture opens nothing of its own.
    pub in_link: bool,
    /// What stands on the blog for blocks that Markdown does not say.
    pub kept: Option<&'r Kept>,
    /// For the author's own eyes: quotations lead to their place on the clipping.
    pub places: bool,
}

/// A picture with its address, or none.
pub enum Found {
    Shown(ShownPicture),
    Missing,
}

impl Writer<'static> {
    /// References of pictures stay as they are.
    pub fn as_written() -> Self {
        let resolve = &|reference: &str| {
            Some(ShownPicture { src: reference.to_owned(), ..ShownPicture::default() })
        };
        Self::plain(resolve)
    }
}

impl<'r> Writer<'r> {
    /// As the window and a page on this computer show it.
    pub fn plain(resolve: Resolve<'r>) -> Self {
        Self {
            resolve,
            wordpress: false,
            notes: None,
            foreign: false,
            one_line: false,
            in_link: false,
            kept: None,
            places: false,
        }
    }

    pub fn nodes(&self, nodes: &[Node], out: &mut String) {
        for (at, node) in nodes.iter().enumerate() {
            let follows = |name| at > 0 && node.is(name) && nodes[at - 1].is(name);
            if self.foreign && follows(FOREIGN) {
                out.push_str(self.break_of("\n\n"));
            }
            if self.foreign && follows(COMMENT) {
                out.push_str(self.break_of("\n"));
            }
            self.node(node, out);
        }
    }

    fn break_of<'b>(&self, line_ends: &'b str) -> &'b str {
        if self.one_line { "" } else { line_ends }
    }

    pub fn node(&self, node: &Node, out: &mut String) {
        match node {
            Node::Text(text) => escape::text(text, out),
            Node::Element(element) => self.element(element, out),
        }
    }

    fn element(&self, element: &Element, out: &mut String) {
        match element.name {
            "img" => return self.picture(element, out),
            FOREIGN if let Some(raw) = self.untouched(element) => return out.push_str(raw),
            FOREIGN if self.foreign => return self.foreign_block(element, out),
            FOREIGN => return self.unwrapped(element, out),
            COMMENT => return self.command(element, out),
            "a" if !self.places && element.is_place() => {
                return self.nodes(&element.children, out);
            }
            "sup" if element.has_class("footnote-ref") => {
                if let Some(id) = self.note_id(element) {
                    return self.note_reference(element, id, out);
                }
            }
            _ => {}
        }
        self.start(element, out);
        if is_void(element.name) {
            return;
        }
        // A parser drops the first line end in <pre>.
        if element.name == "pre" && first_text(element).starts_with('\n') {
            out.push('\n');
        }
        match element.children.as_slice() {
            [Node::Text(text)] if self.wordpress && is_own_address(element) => {
                untextured(text, out);
            }
            children => {
                let in_link = self.in_link || element.name == "a";
                Self { in_link, ..*self }.nodes(children, out);
            }
        }
        out.extend(["</", element.name, ">"]);
    }

    /// A block that only WordPress knows, spelt as it came, its contents sanitised.
    pub fn foreign_block(&self, element: &Element, out: &mut String) {
        if let Some(raw) = self.untouched(element) {
            return out.push_str(raw);
        }
        let name = element.attribute("data-name").unwrap_or("html");
        let attributes = element.attribute("data-attributes").unwrap_or_default();
        // An author's own HTML may hold the element: it says no more than a comment could.
        let spelt = is_name(name) && are_attributes(attributes);
        if !spelt || self.wordpress && is_kept(element) {
            return self.nodes(&element.children, out);
        }
        let attributes = escaped(attributes);
        let space = if attributes.is_empty() { "" } else { " " };
        // The editor spells a block with nothing inside as one comment.
        if element.attribute("data-void").is_some() || element.children.is_empty() {
            out.extend(["<!-- wp:", name, " ", &attributes, space, "/-->"]);
            return;
        }
        let line_end = self.break_of("\n");
        out.extend(["<!-- wp:", name, " ", &attributes, space, "-->", line_end]);
        Self { foreign: true, ..*self }.nodes(&element.children, out);
        out.extend([line_end, "<!-- /wp:", name, " -->"]);
    }

    pub fn stands_there(&self, element: &Element) -> bool {
        self.untouched(element).is_some()
    }

    /// What stands on the blog for a block that was left as it was pulled.
    fn untouched(&self, element: &Element) -> Option<&str> {
        self.kept?.untouched(element, self.resolve)
    }

    /// What readers see of such a block. Text that stands in it alone has its own lines.
    fn unwrapped(&self, element: &Element, out: &mut String) {
        let line = holds_line(element);
        out.push_str(if line { "<div>" } else { "" });
        self.nodes(&element.children, out);
        out.push_str(if line { "</div>" } else { "" });
    }

    /// Readers see nothing of a comment.
    fn command(&self, element: &Element, out: &mut String) {
        let text = element.attribute("data-text").unwrap_or_default();
        if (self.wordpress || self.foreign) && is_command(text) {
            out.extend(["<!--", text, "-->"]);
        }
    }

    fn start(&self, element: &Element, out: &mut String) {
        out.extend(["<", element.name]);
        for (name, value) in &element.attributes {
            if self.foreign && value.is_empty() && BOOLEANS.contains(name) {
                out.extend([" ", *name]);
                continue;
            }
            out.extend([" ", *name, "=\""]);
            match *name {
                "href" | "cite" => escape::address(value, out),
                _ => self.value(value, out),
            }
            out.push('"');
        }
        // Blocks of WordPress close what has no end; text that an author formats does not.
        out.push_str(if self.foreign && element.name == "hr" { "/>" } else { ">" });
    }

    /// Browsers disagree on how `<` and `>` are spelt in a value, and the editor spells as its
    /// browser does: a post's raw content has their likes instead.
    fn value(&self, value: &str, out: &mut String) {
        if self.wordpress && value.contains(['<', '>']) {
            escape::attribute(&value.replace('<', "‹").replace('>', "›"), out);
        } else {
            escape::attribute(value, out);
        }
    }

    /// What a picture's reference means. Addresses on the web mean themselves.
    pub fn find(&self, reference: &str) -> Found {
        match (self.resolve)(reference) {
            Some(shown) => Found::Shown(shown),
            None if is_web(reference) => {
                Found::Shown(ShownPicture { src: reference.to_owned(), ..ShownPicture::default() })
            }
            None => Found::Missing,
        }
    }

    fn picture(&self, image: &Element, out: &mut String) {
        let alt = image.attribute("alt").unwrap_or_default();
        let shown = match self.find(image.attribute("src").unwrap_or_default()) {
            Found::Shown(shown) => shown,
            Found::Missing => return missing(alt, out),
        };
        // With its attachment named it is a picture as the blog spells it: it opens what it says.
        let link = shown.link.as_deref().filter(|_| !self.in_link && attachment(image).is_none());
        if let Some(link) = link {
            out.push_str("<a href=\"");
            escape::address(link, out);
            out.push_str("\">");
        }
        out.push_str("<img");
        let mut put = |name: &str, value: &str| {
            out.extend([" ", name, "=\""]);
            self.value(value, out);
            out.push('"');
        };
        for (name, value) in &image.attributes {
            match *name {
                "src" => put("src", &escape::percent(&shown.src)),
                name => put(name, value),
            }
        }
        if self.wordpress {
            if let (Some(id), None) = (&shown.id, image.attribute("class")) {
                put("class", &format!("wp-image-{id}"));
            }
        } else if let (Some(width), Some(height)) = (shown.width_px, shown.height_px)
            && image.attribute("width").or(image.attribute("height")).is_none()
        {
            put("width", &width.to_string());
            put("height", &height.to_string());
        }
        out.push_str(if self.foreign { "/>" } else { ">" });
        if link.is_some() {
            out.push_str("</a>");
        }
    }

    fn note_id(&self, reference: &Element) -> Option<&str> {
        let number: usize = note_number(reference)?;
        self.notes?.get(number.checked_sub(1)?).map(String::as_str)
    }

    /// As the editor spells it, which it does anew at each change.
    fn note_reference(&self, reference: &Element, id: &str, out: &mut String) {
        let number = note_number(reference).unwrap_or_default();
        out.push_str(&format!(
            "<sup data-fn=\"{id}\" class=\"fn\"><a href=\"#{id}\" id=\"{id}-link\">{number}</a></sup>"
        ));
    }
}

/// A link that shows its own address.
pub fn is_own_address(link: &Element) -> bool {
    let [Node::Text(text)] = link.children.as_slice() else { return false };
    let Some(href) = link.attribute("href").filter(|_| link.name == "a") else { return false };
    let bare = |url: &str| {
        let url = url.trim_start_matches("mailto:").trim_start_matches("https://");
        url.trim_start_matches("http://").trim_end_matches('/').to_owned()
    };
    let shown = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
    bare(text) == bare(href) || bare(text) == bare(&shown)
}

/// WordPress sets `--` and `...` on display even in an address; it looks at the text between two
/// tags at a time, so places where the line may break (`<wbr>`) keep their parts from one another.
/// Three hyphens cannot be kept: one that stood alone would become a dash as well.
fn untextured(address: &str, out: &mut String) {
    let mut rest = address;
    while let Some(first) = rest.chars().next() {
        let length = rest.len() - rest.trim_start_matches(first).len();
        let (run, after) = rest.split_at(length);
        match (first, length) {
            ('-', 2) => out.push_str("-<wbr>-"),
            ('.', 3..) => out.push_str(&vec!["."; length].join("<wbr>")),
            _ => escape::text(run, out),
        }
        rest = after;
    }
}

/// The number of the note that `sup.footnote-ref` refers to.
fn note_number(reference: &Element) -> Option<usize> {
    let link = reference.children.first()?.element()?;
    link.attribute("href")?.strip_prefix("#fn-")?.parse().ok()
}

/// Something to see where a picture is not there.
fn missing(alt: &str, out: &mut String) {
    out.push_str("<span class=\"missing-picture\" role=\"img\">");
    escape::text(if alt.trim().is_empty() { "?" } else { alt }, out);
    out.push_str("</span>");
}

pub fn is_web(reference: &str) -> bool {
    let starts = |scheme: &str| {
        reference.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("http://")
}

fn first_text(element: &Element) -> &str {
    match element.children.first() {
        Some(Node::Text(text)) => text,
        Some(Node::Element(child)) if child.name == "code" => first_text(child),
        _ => "",
    }
}

/// What a reader sees of the tree as text: a line for each line of text.
pub fn plain_text(nodes: &[Node], out: &mut String) {
    text_of(nodes, false, out);
}

/// `joined`: its blanks are joined already where they are to be.
fn text_of(nodes: &[Node], joined: bool, out: &mut String) {
    for node in nodes {
        let element = match node {
            Node::Text(text) => {
                out.push_str(text);
                continue;
            }
            Node::Element(element) => element,
        };
        if element.name == "br" {
            end_line(out);
            continue;
        }
        let foreign = element.name == FOREIGN;
        let apart = if foreign { holds_line(element) } else { !is_inline(element.name) };
        if apart {
            end_line(out);
        }
        if foreign && !joined {
            let mut children = element.children.clone();
            join_blanks(&mut children);
            text_of(&children, false, out);
        } else {
            text_of(
                &element.children,
                joined || is_inline(element.name) || element.name == "pre",
                out,
            );
        }
        if apart {
            end_line(out);
        }
    }
}

/// Whether text stands in a block that only WordPress knows, in no other.
pub fn holds_line(block: &Element) -> bool {
    let shown = |child: &Node| child.is_inline() && !child.is_blank() && !child.is(COMMENT);
    block.children.iter().any(shown)
}

pub fn end_line(out: &mut String) {
    let length = out.trim_end_matches([' ', '\t']).len();
    out.truncate(length);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}
