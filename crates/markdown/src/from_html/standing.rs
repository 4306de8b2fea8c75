//! A post that goes back to where it stands: what the author left as it is goes back byte for
//! byte.
//!
//! Each block as it would be written anew is compared with what stands on the blog, by what the
//! two are in Markdown, typeset, with pictures by their addresses there. Blocks may be cut
//! otherwise there (HTML of several elements between two blocks): runs that begin and end together
//! are compared.

use std::{
    collections::{HashMap, VecDeque},
    ops::Range,
};

use super::{
    classic,
    units::{is_classic, ranges, readings},
};
use crate::{
    Options,
    merge::{Classes, matches},
};

/// The post of `parts`, each a block of the text as it is written anew, with what stands in `raw`
/// wherever the two are the same.
pub fn restored(raw: &str, parts: &[String], options: &Options) -> String {
    if is_classic(raw) {
        return classic::restored(raw, parts, options);
    }
    let mut classes = Classes::default();
    let mut read = |raw: &str| -> Vec<u32> {
        readings(raw, false, options).iter().map(|reading| classes.of_text(reading)).collect()
    };
    let places = ranges(raw);
    let there: Vec<Vec<u32>> = places.iter().map(|place| read(&raw[place.clone()])).collect();
    let here: Vec<Vec<u32>> = parts
        .iter()
        .map(|part| ranges(part).into_iter().flat_map(|place| read(&part[place])).collect())
        .collect();
    let sources = sources(&there, &here);
    let mut out = String::new();
    let mut last: Option<usize> = None;
    for source in sources {
        let (text, from, to) = match &source {
            Source::There(units) => {
                let (first, end) = (units.start, units.end - 1);
                (&raw[places[first].start..places[end].end], Some(first), Some(end))
            }
            Source::Anew(part) => (parts[*part].as_str(), None, None),
        };
        let between = match (last, from) {
            _ if out.is_empty() => match from {
                Some(0) => &raw[..places[0].start],
                _ => "",
            },
            (Some(last), Some(from)) if from == last + 1 => {
                &raw[places[last].end..places[from].start]
            }
            _ => "\n\n",
        };
        out.extend([between, text]);
        last = to;
    }
    if let Some(end) = last.filter(|last| last + 1 == places.len()) {
        out.push_str(&raw[places[end].end..]);
    }
    out
}

pub fn joined(parts: &[String]) -> String {
    parts.join("\n\n")
}

enum Source {
    /// These pieces of what stands there.
    There(Range<usize>),
    Anew(usize),
}

fn sources(there: &[Vec<u32>], here: &[Vec<u32>]) -> Vec<Source> {
    let pairs = matches(&here.concat(), &there.concat());
    let (there_at, here_at) = (Places::of(there), Places::of(here));
    let mut used = vec![false; there.len()];
    let mut sources: Vec<Source> = Vec::new();
    let mut part = 0;
    while part < here.len() {
        match run(part, &pairs, &there_at, &here_at) {
            Some((units, end)) => {
                used[units.clone()].fill(true);
                sources.push(Source::There(units));
                part = end;
            }
            None => {
                sources.push(Source::Anew(part));
                part += 1;
            }
        }
    }
    moved(&mut sources, &mut used, there, here);
    // What shows nothing stays beside what it stands beside.
    for source in &mut sources {
        let Source::There(units) = source else { continue };
        let silent =
            |unit: usize, used: &[bool]| there.get(unit).is_some_and(Vec::is_empty) && !used[unit];
        while silent(units.end, &used) {
            used[units.end] = true;
            units.end += 1;
        }
        while units.start > 0 && silent(units.start - 1, &used) {
            units.start -= 1;
            used[units.start] = true;
        }
    }
    // Beside what was changed: before what stands next after it, or where the post ends.
    for unit in (0..there.len()).filter(|&unit| there[unit].is_empty() && !used[unit]) {
        let first = there[..unit].iter().all(Vec::is_empty);
        let next = |source: &Source| matches!(source, Source::There(units) if units.start > unit);
        let at = match first {
            true => Some(sources.iter().take_while(|source| is_silent(source, there)).count()),
            false => sources.iter().position(next),
        };
        sources.insert(at.unwrap_or(sources.len()), Source::There(unit..unit + 1));
    }
    sources
}

fn is_silent(source: &Source, there: &[Vec<u32>]) -> bool {
    matches!(source, Source::There(units) if there[units.clone()].iter().all(Vec::is_empty))
}

/// What stands there at another place is the same as well.
fn moved(sources: &mut [Source], used: &mut [bool], there: &[Vec<u32>], here: &[Vec<u32>]) {
    let mut unused: HashMap<&[u32], VecDeque<usize>> = HashMap::new();
    for (unit, readings) in there.iter().enumerate().filter(|(unit, _)| !used[*unit]) {
        unused.entry(readings).or_default().push_back(unit);
    }
    for source in sources {
        let Source::Anew(part) = source else { continue };
        let known = unused.get_mut(here[*part].as_slice()).filter(|_| !here[*part].is_empty());
        if let Some(unit) = known.and_then(VecDeque::pop_front) {
            used[unit] = true;
            *source = Source::There(unit..unit + 1);
        }
    }
}

/// The pieces there that parts from `part` on are, up to where both end together, and the part
/// after them.
fn run(
    part: usize,
    pairs: &[Option<usize>],
    there: &Places,
    here: &Places,
) -> Option<(Range<usize>, usize)> {
    let first_here = here.first[part];
    if here.of.get(first_here) != Some(&part) {
        return None;
    }
    let first = pairs[first_here]?;
    let from = there.of[first];
    if there.first[from] != first {
        return None;
    }
    for (length, pair) in pairs[first_here..].iter().enumerate() {
        if *pair != Some(first + length) {
            return None;
        }
        let (at, unit) = (first_here + length, first + length);
        let (ends_here, ends_there) = (here.is_last(at), there.is_last(unit));
        if ends_here && ends_there {
            return Some((from..there.of[unit] + 1, here.of[at] + 1));
        }
        // A part that shows nothing is not to be swallowed.
        if ends_here && here.of.get(at + 1) != Some(&(here.of[at] + 1)) {
            return None;
        }
    }
    None
}

/// Where each list stands in all of them together.
struct Places {
    /// Of each list, where it begins.
    first: Vec<usize>,
    /// Of each element, the list that it is of.
    of: Vec<usize>,
}

impl Places {
    fn of(lists: &[Vec<u32>]) -> Self {
        let (mut first, mut of) = (Vec::new(), Vec::new());
        for (at, list) in lists.iter().enumerate() {
            first.push(of.len());
            of.extend(std::iter::repeat_n(at, list.len()));
        }
        Self { first, of }
    }

    /// Whether an element is the last of its list.
    fn is_last(&self, at: usize) -> bool {
        self.of.get(at + 1) != self.of.get(at)
    }
}
