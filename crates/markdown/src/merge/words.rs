//! A block, word by word: the tokens of its source, the marks and words of what it shows, and the
//! three-way merge of either.

use std::{borrow::Cow, ops::Range};

use super::{
    align::{Classes, matches},
    outline::note_name,
};
use crate::tree::Node;

/// A word, a mark or an address, with the blanks before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    pub blank: &'t str,
    pub core: &'t str,
    /// Equal keys read the same once typeset.
    key: Cow<'t, str>,
}

/// How blanks count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blanks {
    /// A line end is a blank.
    Prose,
    /// Lines say something: items, cells, tags.
    Lines,
    /// Every blank is part of the text.
    Verbatim,
}

/// What a piece shows: elements as marks, and words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys(Vec<String>);

/// The words of a text: letters and digits, marks left out.
pub fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

pub fn tokens(text: &str, blanks: Blanks) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let solid = text[at..].trim_start();
        if solid.is_empty() {
            break;
        }
        let from = text.len() - solid.len();
        let blank = &text[at..from];
        let core = match blanks {
            Blanks::Verbatim => &solid[..plain_length(solid)],
            _ => &solid[..core_length(solid, &text[..from])],
        };
        at = from + core.len();
        let plain = level(core);
        let key = match blanks {
            Blanks::Verbatim => Cow::Borrowed(&text[at - core.len() - blank.len()..at]),
            Blanks::Lines if blank.contains('\n') => Cow::Owned(format!("{blank}{plain}")),
            Blanks::Prose if is_hard_break(blank) => Cow::Owned(format!("\n{plain}")),
            _ => plain,
        };
        tokens.push(Token { blank, core, key });
    }
    tokens
}

fn is_hard_break(blank: &str) -> bool {
    blank.contains("  \n")
}

/// How far the token reaches that `rest` begins with; `before`: what stands before it.
fn core_length(rest: &str, before: &str) -> usize {
    let first = rest.chars().next().expect("there is more text");
    let run = |same: &dyn Fn(char) -> bool| rest.find(|c| !same(c)).unwrap_or(rest.len());
    let through = |end: &str| rest.find(end).map(|at| at + end.len());
    let address_end = |c: char| c.is_whitespace() || "<>\")]".contains(c);
    if first.is_alphanumeric() {
        let starts = ["https://", "http://", "www.", "clip:", "media:", "mailto:"];
        let fresh = !before.ends_with(char::is_alphanumeric);
        if fresh && starts.iter().any(|start| rest.starts_with(start)) {
            return rest.find(address_end).unwrap_or(rest.len());
        }
        return run(&char::is_alphanumeric);
    }
    match first {
        '<' if rest.starts_with("<!--") => through("-->").unwrap_or(1),
        '<' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
            (crate::tags::tag_end(rest) + 1).min(rest.len())
        }
        '&' => match rest.find(';') {
            Some(end)
                if end > 1 && rest[1..end].chars().all(|c| c.is_alphanumeric() || c == '#') =>
            {
                end + 1
            }
            _ => 1,
        },
        '[' if rest.starts_with("[^") => through("]").unwrap_or(1),
        // Where a link leads is one thing, whatever is in it.
        ']' if rest.starts_with("](") => {
            rest[2..].find(address_end).map_or(rest.len(), |end| 2 + end)
        }
        '\\' => {
            1 + rest[1..].chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8)
        }
        '`' => {
            let fence = run(&|c| c == '`');
            let mut at = fence;
            while let Some(ahead) = rest[at..].find('`') {
                let from = at + ahead;
                let length = rest[from..].find(|c| c != '`').unwrap_or(rest.len() - from);
                at = from + length;
                if length == fence {
                    return at;
                }
            }
            fence
        }
        '*' | '_' | '~' | '#' | '-' | '=' | '.' | '|' => run(&|c| c == first),
        first => first.len_utf8(),
    }
}

/// The same where nothing is a mark.
fn plain_length(rest: &str) -> usize {
    let first = rest.chars().next().expect("there is more text");
    match first.is_alphanumeric() {
        true => rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()),
        false => first.len_utf8(),
    }
}

/// What typography makes one of another is spelt one way.
fn level(core: &str) -> Cow<'_, str> {
    match core {
        "«" | "»" | "“" | "”" | "„" => "\"".into(),
        "’" | "‘" => "'".into(),
        "…" => "...".into(),
        "–" => "--".into(),
        "—" => "---".into(),
        "_" => "*".into(),
        "__" => "**".into(),
        core => match core.strip_prefix('\\') {
            Some(mark) if !"*_[]<~`".contains(mark) => mark.into(),
            _ => core.into(),
        },
    }
}

/// The marks and words of what is shown.
pub fn rendered_keys(nodes: &[Node], names: &[String], keys: &mut Keys) {
    shown(nodes, names, false, keys);
}

fn shown(nodes: &[Node], names: &[String], verbatim: bool, keys: &mut Keys) {
    for node in nodes {
        match node {
            Node::Text(text) if verbatim => {
                let parts = text.split_inclusive(|c: char| !c.is_alphanumeric());
                keys.0.extend(parts.map(str::to_owned));
            }
            Node::Text(text) => text_keys(text, keys),
            Node::Element(element) => {
                if let Some(name) = note_name(element, names) {
                    keys.0.push(format!("<note {name}>"));
                    continue;
                }
                let mut mark = format!("<{}", element.name);
                for (name, value) in &element.attributes {
                    mark.extend([" ", *name, "=\"", value, "\""]);
                }
                keys.0.push(mark);
                shown(&element.children, names, verbatim || element.name == "pre", keys);
                keys.0.push(format!("</{}", element.name));
            }
        }
    }
}

fn text_keys(text: &str, keys: &mut Keys) {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let length = plain_length(rest);
        keys.0.push(level(&rest[..length]).into_owned());
        rest = rest[length..].trim_start();
    }
}

/// The merge of three blocks of source; `None`: both changed the same place, or so much that
/// nothing holds the words together.
pub fn merge_tokens(
    base: &[Token<'_>],
    mine: &[Token<'_>],
    theirs: &[Token<'_>],
) -> Option<String> {
    let mut classes = Classes::default();
    let mut ids = |tokens: &[Token<'_>]| -> Vec<u32> {
        tokens.iter().map(|token| classes.of_text(&token.key)).collect()
    };
    let (b, m, t) = (ids(base), ids(mine), ids(theirs));
    let regions = regions(&b, &m, &t)?;
    let is_word = |token: &Token<'_>| token.core.starts_with(char::is_alphanumeric);
    let words = |tokens: &[Token<'_>]| tokens.iter().filter(|token| is_word(token)).count();
    let stable = regions.iter().filter(|region| region.kind == Kind::Stable);
    let stable: usize = stable.map(|region| words(&base[region.base.clone()])).sum();
    if stable * 3 < words(base) {
        return None;
    }
    let mut out = String::new();
    for region in &regions {
        match region.kind {
            Kind::Mine | Kind::Alike => push(&mine[region.mine.clone()], &mut out),
            Kind::Theirs => push(&theirs[region.theirs.clone()], &mut out),
            Kind::Stable => {
                let of = |tokens| -> std::slice::Iter<'_, Token<'_>> { <[_]>::iter(tokens) };
                let three = of(&base[region.base.clone()])
                    .zip(of(&mine[region.mine.clone()]).zip(of(&theirs[region.theirs.clone()])));
                for (base, (mine, theirs)) in three {
                    // Spelt as whoever spelt it otherwise.
                    out.push_str(if mine.blank == base.blank { theirs.blank } else { mine.blank });
                    out.push_str(if mine.core == base.core { theirs.core } else { mine.core });
                }
            }
        }
    }
    Some(out)
}

fn push(tokens: &[Token<'_>], out: &mut String) {
    tokens.iter().for_each(|token| out.extend([token.blank, token.core]));
}

/// What a merged block is to show; `None`: that cannot be said.
pub fn merge_keys(base: &Keys, mine: &Keys, theirs: &Keys) -> Option<Keys> {
    let mut classes = Classes::default();
    let mut ids =
        |keys: &Keys| -> Vec<u32> { keys.0.iter().map(|key| classes.of_text(key)).collect() };
    let (b, m, t) = (ids(base), ids(mine), ids(theirs));
    let mut out = Vec::new();
    for region in regions(&b, &m, &t)? {
        out.extend_from_slice(match region.kind {
            Kind::Theirs => &theirs.0[region.theirs],
            _ => &mine.0[region.mine],
        });
    }
    Some(Keys(out))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stable,
    Mine,
    Theirs,
    Alike,
}

#[derive(Debug)]
struct Region {
    kind: Kind,
    base: Range<usize>,
    mine: Range<usize>,
    theirs: Range<usize>,
}

/// The regions of a three-way comparison (diff3); `None`: both changed one region, differently.
fn regions(base: &[u32], mine: &[u32], theirs: &[u32]) -> Option<Vec<Region>> {
    let (in_mine, in_theirs) = (matches(base, mine), matches(base, theirs));
    let mut regions = Vec::new();
    let (mut b, mut m, mut t) = (0, 0, 0);
    let mut push = |kind, base, mine, theirs| regions.push(Region { kind, base, mine, theirs });
    loop {
        let mut length = 0;
        while in_mine.get(b + length) == Some(&Some(m + length))
            && in_theirs.get(b + length) == Some(&Some(t + length))
        {
            length += 1;
        }
        if length > 0 {
            push(Kind::Stable, b..b + length, m..m + length, t..t + length);
            (b, m, t) = (b + length, m + length, t + length);
            continue;
        }
        if b == base.len() && m == mine.len() && t == theirs.len() {
            return Some(regions);
        }
        let next = (b..base.len()).find_map(|at| Some((at, in_mine[at]?, in_theirs[at]?)));
        let (b2, m2, t2) = next.unwrap_or((base.len(), mine.len(), theirs.len()));
        let (was, ours, others) = (&base[b..b2], &mine[m..m2], &theirs[t..t2]);
        let kind = match (ours == was, others == was) {
            (true, _) => Kind::Theirs,
            (_, true) => Kind::Mine,
            _ if ours == others => Kind::Alike,
            _ => return None,
        };
        push(kind, b..b2, m..m2, t..t2);
        (b, m, t) = (b2, m2, t2);
    }
}
