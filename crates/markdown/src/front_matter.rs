//! The lines between two `---` at the top of a file: a post's fields, in YAML.

use coupure_model::{Comments, Content, Language};
use serde::Deserialize;

use crate::Error;

/// What a file says about its post. Absent fields are not said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrontMatter {
    pub title: Option<String>,
    pub slug: Option<String>,
    pub excerpt: Option<String>,
    pub categories: Option<Vec<String>>,
    pub tags: Option<Vec<String>>,
    /// As the body would name the picture.
    pub cover: Option<String>,
    pub lang: Option<Language>,
    pub comments: Option<bool>,
    /// As written; who publishes reads it in the blog's time zone.
    pub date: Option<String>,
}

/// Takes the front matter off a file's text. One blank line after it goes too. A text that does
/// not begin with `---` and `key:` has none: it may begin with a separator.
pub fn split(source: &str) -> Result<(FrontMatter, &str), Error> {
    let text = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let Some((yaml, body)) = cut(text) else { return Ok((FrontMatter::default(), text)) };
    if yaml.len() > YAML_MAX_BYTES {
        let reason = format!("it is longer than {YAML_MAX_BYTES} bytes");
        return Err(Error::FrontMatterInvalid { line: 1, reason });
    }
    if yaml.trim().is_empty() {
        return Ok((FrontMatter::default(), body));
    }
    let raw: Raw = serde_saphyr::from_str(yaml).or_else(|error| {
        let wrong = invalid(&error);
        let quoted = with_plain_fields_quoted(yaml).ok_or_else(|| wrong.clone())?;
        serde_saphyr::from_str(&quoted).map_err(|_| wrong)
    })?;
    Ok((raw.checked(yaml)?, body))
}

/// A whole file: the front matter of `content`, a blank line, its body. [`split`] undoes it.
pub fn write(content: &Content) -> String {
    let mut out = String::from("---\n");
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{name}: {}\n", quoted(value)));
        }
    };
    field("title", &content.title);
    field("slug", &content.slug);
    field("excerpt", &content.excerpt);
    field("cover", &content.cover);
    field("date", &content.date);
    for (name, list) in [("categories", &content.categories), ("tags", &content.tags)] {
        if !list.is_empty() {
            let list: Vec<String> = list.iter().map(|entry| quoted(entry)).collect();
            out.push_str(&format!("{name}: [{}]\n", list.join(", ")));
        }
    }
    out.push_str(&format!("lang: {}\n", content.language));
    out.push_str(&format!("comments: {}\n", content.comments == Comments::Open));
    out.push_str("---\n\n");
    out.push_str(&content.body);
    out
}

const YAML_MAX_BYTES: usize = 64 * 1024;

/// The YAML between the rules, and what follows.
fn cut(text: &str) -> Option<(&str, &str)> {
    let after = text.strip_prefix("---")?;
    let first_end = after.find('\n')? + 1;
    if !after[..first_end].trim().is_empty() {
        return None;
    }
    let inside = &after[first_end..];
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let body = &inside[at + line.len()..];
            let yaml = &inside[..at];
            let body = body.strip_prefix("\r\n").or(body.strip_prefix('\n')).unwrap_or(body);
            return looks_like_fields(yaml).then_some((yaml, body));
        }
        at += line.len();
    }
    None
}

fn looks_like_fields(yaml: &str) -> bool {
    let mut lines = yaml.lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_none_or(|line| {
        let key = line.split_once(':').map(|(key, _)| key.trim_matches(['"', '\'']));
        key.is_some_and(|key| {
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_ ".contains(c))
        })
    })
}

/// Fields whose value is a sentence, in which a colon may stand.
const SENTENCES: [&str; 2] = ["title", "excerpt"];

/// The same with each value of a sentence, that YAML would take for a key and its value, between
/// quotes; `None`: there is none.
fn with_plain_fields_quoted(yaml: &str) -> Option<String> {
    let mut changed = false;
    let lines = yaml.lines().map(|line| {
        let plain = line.split_once(':').filter(|(key, value)| {
            let value = value.trim();
            let has_colon = value.contains(": ") || value.ends_with(':');
            let marked = value.starts_with(['"', '\'', '|', '>', '[', '{', '&', '*', '!']);
            SENTENCES.contains(key) && has_colon && !marked
        });
        match plain {
            Some((key, value)) => {
                changed = true;
                format!("{key}: {}\n", quoted(value.trim()))
            }
            None => format!("{line}\n"),
        }
    });
    let text: String = lines.collect();
    changed.then_some(text)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Flag {
    Bool(bool),
    Word(String),
}

/// As YAML has it. Keys that other programs use are let be.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Raw {
    title: Option<String>,
    slug: Option<String>,
    excerpt: Option<String>,
    categories: Option<OneOrMany>,
    tags: Option<OneOrMany>,
    cover: Option<String>,
    lang: Option<String>,
    comments: Option<Flag>,
    date: Option<String>,
}

impl Raw {
    fn checked(self, yaml: &str) -> Result<FrontMatter, Error> {
        let wrong = |key: &str, reason: String| Error::FrontMatterInvalid {
            line: line_of(yaml, key),
            reason,
        };
        let lang = self.lang.as_deref().map(str::parse::<Language>).transpose();
        let comments = match self.comments {
            None => None,
            Some(Flag::Bool(open)) => Some(open),
            Some(Flag::Word(word)) => match word.to_lowercase().as_str() {
                "open" | "yes" | "on" | "oui" => Some(true),
                "closed" | "no" | "off" | "non" => Some(false),
                _ => {
                    let reason = format!("“comments” is true or false, not “{word}”");
                    return Err(wrong("comments", reason));
                }
            },
        };
        Ok(FrontMatter {
            title: self.title,
            slug: self.slug,
            excerpt: self.excerpt,
            categories: self.categories.map(OneOrMany::list),
            tags: self.tags.map(OneOrMany::list),
            cover: self.cover,
            lang: lang.map_err(|error| wrong("lang", error.to_string()))?,
            comments,
            date: self.date,
        })
    }
}

impl OneOrMany {
    fn list(self) -> Vec<String> {
        let list = match self {
            Self::One(text) => text.split(',').map(str::to_owned).collect(),
            Self::Many(list) => list,
        };
        let list = list.iter().map(|entry| entry.trim().to_owned());
        list.filter(|entry| !entry.is_empty()).collect()
    }
}

/// The line of the file on which a key stands.
fn line_of(yaml: &str, key: &str) -> u32 {
    let at = yaml.lines().position(|line| {
        line.split_once(':').is_some_and(|(k, _)| k.trim().trim_matches(['"', '\'']) == key)
    });
    u32::try_from(at.unwrap_or(0) + 2).unwrap_or(u32::MAX)
}

fn invalid(error: &serde_saphyr::Error) -> Error {
    let line = error.location().map_or(0, |at| at.line());
    // The first line of the file is `---`.
    let line = u32::try_from(line.saturating_add(1)).unwrap_or(u32::MAX);
    // The parser's own words are for programmers.
    let reason = "put the value between quotes".into();
    Error::FrontMatterInvalid { line, reason }
}

/// A JSON string, which is a YAML one too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
