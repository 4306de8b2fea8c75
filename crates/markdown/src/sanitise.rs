//! What of HTML is let through: once, for the preview and for every post.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;
use coupure_model::PassagePlace;
use percent_encoding::percent_decode_str;

use crate::{
    tree::{self, Element, Node},
    write::is_web,
};

/// Open elements of one text at most: HTML parsers take time by the square of the depth.
const RAW_DEPTH_MAX: usize = 400;

/// Carries the reference of a picture, whatever it is, past the check of addresses.
const PICTURE_SCHEME: &str = "coupure-picture";

const URL_SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// What only a picture's source may begin with.
const PICTURE_SCHEMES: [&str; 3] = ["clip", "media", PICTURE_SCHEME];

/// Elements that are kept. Sorted.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "coupure-block",
    "coupure-comment",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "map",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements that go with what they hold: it is not text for readers.
const DROPPED: &[&str] =
    &["iframe", "noembed", "noframes", "script", "style", "template", "textarea", "title"];

/// Attributes that any element may have.
const GENERIC: &[&str] = &["aria-label", "class", "dir", "id", "lang", "title"];

/// Attributes of some elements.
const SPECIFIC: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "rel", "target"]),
    ("audio", &["autoplay", "controls", "loop", "muted", "preload", "src"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("coupure-block", &["data-attributes", "data-name", "data-void"]),
    ("coupure-comment", &["data-text"]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("img", &["alt", "height", "src", "width"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("q", &["cite"]),
    ("source", &["src", "type"]),
    ("sup", &["data-fn"]),
    ("td", &["align", "colspan", "data-align", "headers", "rowspan"]),
    ("th", &["align", "colspan", "data-align", "headers", "rowspan", "scope"]),
    ("time", &["datetime"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
    (
        "video",
        &[
            "autoplay",
            "controls",
            "height",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "preload",
            "src",
            "width",
        ],
    ),
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    let specific = SPECIFIC.iter().map(|(tag, names)| (*tag, names.iter().copied().collect()));
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(DROPPED.iter().copied().collect())
        .generic_attributes(GENERIC.iter().copied().collect())
        .tag_attributes(specific.collect())
        .url_schemes(HashSet::from(URL_SCHEMES).into_iter().chain(PICTURE_SCHEMES).collect())
        .link_rel(None)
        .attribute_filter(|element, attribute, value| {
            may_lead_there(element, attribute, value).then_some(Cow::Borrowed(value))
        });
    builder
});

/// Whether an attribute, where it is an address, may have this one: a picture's reference is one
/// of a picture alone, a link may lead to a place on a clipping (which readers are not told, see
/// [`Element::is_place`]), and sound and film come from the web.
fn may_lead_there(element: &str, attribute: &str, value: &str) -> bool {
    match (element, attribute) {
        ("img", "src") => true,
        (_, "src" | "poster") => is_web(value.trim()),
        ("a", "href") if PassagePlace::parse(value).is_some() => true,
        (_, "href" | "cite") => {
            let scheme = value.split(':').next().unwrap_or_default().trim();
            !PICTURE_SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
        }
        _ => true,
    }
}

/// The table's own spelling of an element's name.
pub fn tag_name(name: &str) -> Option<&'static str> {
    TAGS.binary_search(&name).ok().map(|at| TAGS[at])
}

/// The table's own spelling of an attribute's name.
pub fn attribute_name(name: &str) -> Option<&'static str> {
    let specific = SPECIFIC.iter().flat_map(|(_, names)| names.iter());
    GENERIC.iter().chain(specific).copied().find(|known| *known == name)
}

/// The tree of `html`, sanitised. `None`: it nests too deep to be read as HTML at all.
pub fn sanitised(html: &str) -> Option<Vec<Node>> {
    if nesting(html) > RAW_DEPTH_MAX {
        return None;
    }
    let mut nodes = tree::read(&BUILDER.clean(html).to_string());
    nodes.iter_mut().for_each(restore_references);
    Some(nodes)
}

/// An address under which a picture's reference passes; undone in the tree.
pub fn picture_address(reference: &str) -> String {
    let encoded =
        percent_encoding::utf8_percent_encode(reference, percent_encoding::NON_ALPHANUMERIC);
    format!("{PICTURE_SCHEME}:{encoded}")
}

fn restore_references(node: &mut Node) {
    let Node::Element(Element { name, attributes, children }) = node else { return };
    if *name == "img" {
        for (_, value) in attributes.iter_mut().filter(|(key, _)| *key == "src") {
            let encoded =
                value.strip_prefix(PICTURE_SCHEME).and_then(|rest| rest.strip_prefix(':'));
            if let Some(encoded) = encoded {
                *value = percent_decode_str(encoded).decode_utf8_lossy().into_owned();
            }
        }
    }
    children.iter_mut().for_each(restore_references);
}

/// How deep the tags nest at most, counted without building anything. Elements that close one
/// another by themselves are not counted.
fn nesting(html: &str) -> usize {
    const SELF_CLOSING: &[&str] = &[
        "colgroup", "dd", "dt", "embed", "input", "li", "link", "meta", "option", "p", "param",
        "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
    ];
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut open: HashMap<String, usize> = HashMap::new();
    let bytes = html.as_bytes();
    for at in memchr::memchr_iter(b'<', bytes) {
        let closes = bytes.get(at + 1) == Some(&b'/');
        let rest = &bytes[at + 1 + usize::from(closes)..];
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = String::from_utf8_lossy(&rest[..length]).to_ascii_lowercase();
        if tree::is_void(&name) || SELF_CLOSING.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !closes {
            *count += 1;
            depth += 1;
            deepest = deepest.max(depth);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_elements_is_sorted() {
        assert!(TAGS.is_sorted());
    }
}
