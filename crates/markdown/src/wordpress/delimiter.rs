//! The comments around a block.

use serde_json::Value;

/// A block's attributes in the order of its `block.json`, which is the order that the editor
/// writes them in.
pub(crate) type Attributes = Vec<(&'static str, Value)>;

/// `<!-- wp:name {…} -->` around `inner`.
pub(crate) fn delimited(name: &str, attributes: &Attributes, inner: &str) -> String {
    let json = spelt(attributes);
    format!("<!-- wp:{name} {json}-->\n{inner}\n<!-- /wp:{name} -->")
}

/// A block with nothing inside.
pub(crate) fn void(name: &str) -> String {
    format!("<!-- wp:{name} /-->")
}

/// With a space after it; empty if there are none.
fn spelt(attributes: &Attributes) -> String {
    if attributes.is_empty() {
        return String::new();
    }
    let pairs = attributes.iter().map(|(name, value)| format!("\"{name}\":{value}"));
    let json = format!("{{{}}} ", pairs.collect::<Vec<_>>().join(","));
    escaped(&json)
}

/// As `serializeAttributes` of `@wordpress/blocks`: nothing in it may end the comment.
pub(crate) fn escaped(json: &str) -> String {
    json.replace("\\\\", "\\u005c")
        .replace("--", "\\u002d\\u002d")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace("\\\"", "\\u0022")
}
