//! The notes of somebody else's version: by what name the author calls each.

use std::collections::HashSet;

use super::{Standing, canonical};
use crate::merge::Outline;

/// The notes of the version: what each is called here.
pub struct Notes {
    /// Identifier there, its text, its name here; in the order of their numbers there.
    pub list: Vec<(String, String, String)>,
    /// Those whose definition stays as the author wrote it.
    pub unchanged: HashSet<String>,
    /// Names of the base's notes that are not there any more.
    pub gone: HashSet<String>,
}

impl Notes {
    pub fn of(outline: &Outline<'_>, base: Standing<'_>, raw: &str, footnotes: &str) -> Self {
        let there = notes_of(raw, footnotes);
        let were = notes_of(base.raw, base.footnotes);
        let known = |id: &str, text: &str, at: usize| -> Option<&String> {
            let by_id = outline.ids.iter().position(|known| known == id);
            let by_order = || were.iter().position(|(known, _)| known == id && !id.is_empty());
            // Without names, a note is known by its text, or where as many are there by its place.
            let by_text = || were.iter().position(|(_, was)| id.is_empty() && was == text);
            let by_place = || (id.is_empty() && were.len() == there.len()).then_some(at);
            let ordered = were.len() == outline.names.len();
            let at = by_id
                .or_else(|| by_order().or_else(by_text).or_else(by_place).filter(|_| ordered))?;
            outline.names.get(at)
        };
        let mut names: HashSet<String> = outline.names.iter().cloned().collect();
        names.extend(
            outline.labels().filter_map(|label| label.strip_prefix('^').map(str::to_owned)),
        );
        let mut list: Vec<(String, String, String)> = Vec::new();
        let mut unchanged = HashSet::new();
        for (at, (id, text)) in there.iter().enumerate() {
            let name = known(id, text, at).filter(|name| list.iter().all(|(.., n)| n != *name));
            let name = match name {
                Some(name) => {
                    let was = outline.names.iter().position(|known| known == name);
                    let was = was.and_then(|at| were.get(at));
                    if was.is_some_and(|(_, was)| same_text(was, text)) {
                        unchanged.insert(name.clone());
                    }
                    name.clone()
                }
                None => {
                    let fresh = (1..).map(|n: u32| n.to_string()).find(|n| !names.contains(n));
                    fresh.expect("there are more numbers than notes")
                }
            };
            names.insert(name.clone());
            list.push((id.clone(), text.clone(), name));
        }
        let gone = outline.names.iter().filter(|name| list.iter().all(|(.., n)| n != *name));
        Self { gone: gone.cloned().collect(), unchanged, list }
    }

    pub fn named(&self, name: &str) -> Option<&str> {
        let mut list = self.list.iter();
        list.find(|(.., known)| known == name).map(|(_, text, _)| text.as_str())
    }
}

/// Identifiers and texts of a post's notes; those of a list in its own HTML have no identifiers.
fn notes_of(raw: &str, footnotes: &str) -> Vec<(String, String)> {
    let notes = canonical::notes(footnotes);
    if !notes.is_empty() {
        return notes;
    }
    canonical::listed_notes(raw).into_iter().map(|text| (String::new(), text)).collect()
}

fn same_text(a: &str, b: &str) -> bool {
    let read = |html: &str| {
        let mut nodes = crate::sanitise::sanitised(html).unwrap_or_default();
        crate::typography::join_blanks(&mut nodes);
        canonical::canonical(&nodes)
    };
    a == b || read(a) == read(b)
}
