//! Two versions of a text that come from one: merged block by block, then word by word.
//!
//! Pure; imports the parser and nothing of a blog. What must always hold: a word of either version
//! that is not in the base is in the merged text or in a conflict; a merge counts as clean only
//! once its text, read again, shows the blocks that were meant; versions that read the same once
//! typeset are the same; the same texts give the same merge, and swapped they conflict alike.

mod align;
mod fields;
mod outline;
mod pieces;
mod words;

use std::collections::HashMap;

use crate::{Cache, Options};

pub(crate) use align::{Classes, matches};
use align::{Compared, Side, align};
pub use fields::{MergedLine, merge_line, merge_terms};
pub(crate) use outline::Outline;
use outline::Stretch;
use pieces::{Draft, Out, Three};
use words::{Blanks, merge_keys, merge_tokens, tokens};

/// So often a merge that does not read as it was meant is tried again with a conflict more; then
/// the whole text is one.
const TRIES_MAX: usize = 6;

/// A merged text, difference by difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The whole text where the merge is [clean](Self::is_clean); else both versions of each
    /// conflict stand in it, mine first.
    pub text: String,
    /// In the order of the text. What stands in one holds its blank lines; joined they are the
    /// text.
    pub pieces: Vec<Piece>,
}

/// A stretch of whole blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The same in all three, or read the same.
    Agreed { text: String },
    /// Only mine was changed; empty: taken out there. `base` is empty where it is new.
    Mine { base: String, mine: String },
    /// Only theirs was changed.
    Theirs { base: String, theirs: String },
    /// Both made the same of it.
    Alike { base: String, text: String },
    /// Both changed it, at different words.
    Words { base: String, mine: String, theirs: String, text: String },
    /// Both changed it, and somebody has to choose.
    Conflict { base: String, mine: String, theirs: String },
}

/// What becomes of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Mine,
    Theirs,
    /// Mine, then theirs.
    Both,
}

impl Merge {
    pub fn is_clean(&self) -> bool {
        self.conflicts() == 0
    }

    /// How many choices there are to make.
    pub fn conflicts(&self) -> usize {
        let conflict = |piece: &&Piece| matches!(piece, Piece::Conflict { .. });
        self.pieces.iter().filter(conflict).count()
    }

    /// The text with a choice for each conflict, in their order. Where there are fewer, both
    /// versions stand.
    pub fn text_with(&self, choices: &[Choice]) -> String {
        pieces::text_with(&self.pieces, choices)
    }
}

/// Merges two versions, `mine` and `theirs`, of `base`. Where two versions read the same, mine
/// stays as it is written.
pub fn merge(base: &str, mine: &str, theirs: &str, options: &Options) -> Merge {
    // Who alone changed a text is followed to the byte.
    let one_sided = base == mine || base == theirs || mine == theirs;
    if !one_sided && [base, mine, theirs].iter().any(|text| text.contains('\r')) {
        let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        return merge(&plain(base), &plain(mine), &plain(theirs), options);
    }
    let mut cache = Cache::default();
    let mut read = |text| Outline::of(text, options, &mut cache).ok();
    let texts = read(base).zip(read(mine)).zip(read(theirs));
    let whole = || whole(base, mine, theirs);
    let Some(((base, mine), theirs)) = texts else { return whole() };
    let three = Three { base: &base, mine: &mine, theirs: &theirs };
    if one_sided {
        return Merge::of(three.pieces(&drafts(&three, &|_| None)));
    }
    let first = by_block(&three, options, &mut cache);
    let merge = first.clone().map_or_else(&whole, |(merge, _)| merge);
    if merge.is_clean() || first.is_some_and(|(_, undecided)| undecided) {
        return merge;
    }
    // Spelt as theirs where the two read the same, it may read as it was meant after all.
    let other = Three { base: three.base, mine: three.theirs, theirs: three.mine };
    let other = by_block(&other, options, &mut cache).map(|(merge, _)| merge);
    other.filter(Merge::is_clean).map_or(merge, Merge::swapped)
}

/// The merge, and whether both changed the same; `None`: it never reads as it was meant.
fn by_block(three: &Three<'_>, options: &Options, cache: &mut Cache) -> Option<(Merge, bool)> {
    let mut drafts = drafts(three, &|stretch| Some(stretch.reads));
    let undecided = drafts.iter().any(|draft| matches!(draft, Draft::Conflict { .. }));
    for _ in 0..TRIES_MAX {
        let outs = three.outs(&drafts);
        let text = three.joined(&outs);
        let merged = Outline::of(&text, options, cache).ok()?;
        let wrong = wrong(three, &drafts, &outs, &merged);
        if wrong.is_empty() {
            return Some((Merge::of(three.pieces(&drafts)), undecided));
        }
        for at in wrong {
            drafts[at].become_conflict();
        }
    }
    None
}

/// The texts as one piece each.
fn whole(base: &str, mine: &str, theirs: &str) -> Merge {
    let [was, ours, others] = [base, mine, theirs].map(str::to_owned);
    Merge::of(vec![match (mine == theirs, base == mine, base == theirs) {
        (true, ..) => Piece::Alike { base: was, text: ours },
        (_, true, _) => Piece::Theirs { base: was, theirs: others },
        (.., true) => Piece::Mine { base: was, mine: ours },
        _ => Piece::Conflict { base: was, mine: ours, theirs: others },
    }])
}

impl Merge {
    /// Mine for theirs, and theirs for mine.
    fn swapped(self) -> Self {
        let swap = |piece| match piece {
            Piece::Mine { base, mine } => Piece::Theirs { base, theirs: mine },
            Piece::Theirs { base, theirs } => Piece::Mine { base, mine: theirs },
            Piece::Words { base, mine, theirs, text } => {
                Piece::Words { base, mine: theirs, theirs: mine, text }
            }
            Piece::Conflict { base, mine, theirs } => {
                Piece::Conflict { base, mine: theirs, theirs: mine }
            }
            piece => piece,
        };
        Self { pieces: self.pieces.into_iter().map(swap).collect(), ..self }
    }

    fn of(pieces: Vec<Piece>) -> Self {
        let mut merge = Self { text: String::new(), pieces };
        merge.text = merge.text_with(&[]);
        merge
    }
}

/// What becomes of each block, and of each place between two. `reads`: by what, beside how they are
/// written, stretches are the same.
fn drafts(three: &Three<'_>, reads: &dyn Fn(&Stretch<'_>) -> Option<u128>) -> Vec<Draft> {
    let mut classes = Classes::default();
    let texts = [three.base, three.mine, three.theirs];
    for stretch in texts.iter().flat_map(|text| &text.stretches) {
        classes.learn(stretch.text, reads(stretch));
    }
    let compared = texts.map(|text| {
        let compared = |stretch: &Stretch<'_>| {
            let class = classes.of(stretch.text);
            Compared::new(class, stretch.text, stretch.silent, stretch.label())
        };
        text.stretches.iter().map(compared).collect::<Vec<_>>()
    });
    let [base, mine, theirs] = &compared;
    let (ours, others) = (align(base, mine), align(base, theirs));
    let class = |blocks: &[Compared], at: usize| blocks[at].class;
    let mut drafts = Vec::new();
    for at in 0..=base.len() {
        drafts.extend(put(&ours, &others, at, mine, theirs));
        let Some(was) = base.get(at) else { break };
        let (m, t) = (ours.became[at], others.became[at]);
        let kept_m = m.is_some_and(|m| class(mine, m) == was.class);
        let kept_t = t.is_some_and(|t| class(theirs, t) == was.class);
        let same = m.zip(t).is_some_and(|(m, t)| class(mine, m) == class(theirs, t));
        drafts.push(match (m, t) {
            (Some(m), Some(t)) if kept_m && kept_t => {
                Draft::Agreed { base: at, mine: m, theirs: t }
            }
            _ if kept_t => Draft::Mine { base: Some(at), theirs: t, mine: m.into_iter().collect() },
            _ if kept_m => {
                Draft::Theirs { base: Some(at), mine: m, theirs: t.into_iter().collect() }
            }
            (Some(m), Some(t)) if !same => three.by_word(at, m, t),
            (m, t) if same || m.is_none() && t.is_none() => Draft::Alike {
                base: Some(at),
                mine: m.into_iter().collect(),
                theirs: t.into_iter().collect(),
            },
            (m, t) => Draft::Conflict {
                base: vec![at],
                mine: m.into_iter().collect(),
                theirs: t.into_iter().collect(),
            },
        });
    }
    drafts
}

/// What was put at one place.
fn put(
    ours: &Side,
    others: &Side,
    at: usize,
    mine: &[Compared],
    theirs: &[Compared],
) -> Option<Draft> {
    let (m, t) = (ours.put[at].clone(), others.put[at].clone());
    let alike = m.iter().map(|&m| mine[m].class).eq(t.iter().map(|&t| theirs[t].class));
    match (m.is_empty(), t.is_empty()) {
        (true, true) => None,
        (false, true) => Some(Draft::Mine { base: None, theirs: None, mine: m }),
        (true, false) => Some(Draft::Theirs { base: None, mine: None, theirs: t }),
        _ if alike => Some(Draft::Alike { base: None, mine: m, theirs: t }),
        _ => Some(Draft::Conflict { base: vec![], mine: m, theirs: t }),
    }
}

impl Three<'_> {
    /// A block that both changed.
    fn by_word(&self, base: usize, mine: usize, theirs: usize) -> Draft {
        let all = [
            &self.base.stretches[base],
            &self.mine.stretches[mine],
            &self.theirs.stretches[theirs],
        ];
        let blanks = if all.iter().any(|stretch| stretch.is_verbatim()) {
            Blanks::Verbatim
        } else if all.iter().all(|stretch| stretch.is_prose()) {
            Blanks::Prose
        } else {
            Blanks::Lines
        };
        let [b, m, t] = all.map(|stretch| tokens(stretch.text, blanks));
        let keys =
            merge_keys(&self.base.keys(base), &self.mine.keys(mine), &self.theirs.keys(theirs));
        match merge_tokens(&b, &m, &t).zip(keys) {
            Some((text, keys)) if !text.trim().is_empty() => {
                Draft::Words { base, mine, theirs, text, keys }
            }
            _ => Draft::Conflict { base: vec![base], mine: vec![mine], theirs: vec![theirs] },
        }
    }
}

/// The drafts because of which a merged text does not read as it was meant.
fn wrong(
    three: &Three<'_>,
    drafts: &[Draft],
    outs: &[Out<'_>],
    merged: &Outline<'_>,
) -> Vec<usize> {
    let mut wrong: Vec<usize> = twice_defined(three, outs, merged);
    let reads = |out: &Out<'_>, at: usize| {
        let found = &merged.stretches[at];
        match &drafts[out.draft] {
            Draft::Words { keys, .. } => merged.keys(at) == *keys,
            _ => out.sources(three).any(|stretch| {
                stretch.reads == found.reads || stretch.reads_loosely == found.reads_loosely
            }),
        }
    };
    let both = outs.len().min(merged.stretches.len());
    let first = (0..both).find(|&at| !reads(&outs[at], at));
    let first = first.or((outs.len() != merged.stretches.len()).then_some(both));
    let Some(first) = first else { return wrong };
    if outs.len() == merged.stretches.len() {
        let by_word = (first..both).filter(|&at| {
            matches!(drafts[outs[at].draft], Draft::Words { .. }) && !reads(&outs[at], at)
        });
        wrong.extend(by_word.map(|at| outs[at].draft));
    }
    if wrong.is_empty() {
        // What was changed nearest to where it reads otherwise.
        let at = outs.get(first).or(outs.last()).map_or(0, |out| out.draft);
        let open = |at: &usize| drafts[*at].is_change();
        let before = (0..=at.min(drafts.len().saturating_sub(1))).rev().find(open);
        wrong.extend(before.or((at..drafts.len()).find(open)));
    }
    if wrong.is_empty() {
        wrong.extend(0..drafts.len());
    }
    wrong
}

/// Definitions of one name from both sides: only one of them would count.
fn twice_defined(three: &Three<'_>, outs: &[Out<'_>], merged: &Outline<'_>) -> Vec<usize> {
    let count = |text: &Outline<'_>| {
        let mut count: HashMap<String, usize> = HashMap::new();
        for label in text.stretches.iter().filter_map(Stretch::label) {
            *count.entry(label).or_default() += 1;
        }
        count
    };
    if outs.len() != merged.stretches.len() {
        return Vec::new();
    }
    let (ours, others) = (count(three.mine), count(three.theirs));
    let of = |count: &HashMap<String, usize>, label: &String| count.get(label).copied();
    let more: Vec<String> = count(merged)
        .into_iter()
        .filter(|(label, count)| {
            *count > 1.max(of(&ours, label).unwrap_or(0)).max(of(&others, label).unwrap_or(0))
        })
        .map(|(label, _)| label)
        .collect();
    let mut wrong: Vec<usize> = (0..outs.len())
        .filter(|&at| merged.stretches[at].label().is_some_and(|label| more.contains(&label)))
        .map(|at| outs[at].draft)
        .collect();
    wrong.dedup();
    wrong
}
