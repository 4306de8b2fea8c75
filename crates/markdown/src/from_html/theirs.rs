//! Somebody else's version of a post, as Markdown spelt as the author spelt what the other left
//! alone.
//!
//! The blocks of the post as it stood are paired with the lines of the Markdown that they were
//! rendered from, and with the blocks of the new version. What is paired with both keeps the
//! author's lines; all else, and all that is not sure, is said anew by [`super::to_markdown`]'s
//! means. Lines that show nothing (definitions, comments) stay.

use std::collections::HashMap;

use super::{
    Conversion, Kept, Pictures, joined,
    notes::Notes,
    references::{KnownPicture, References},
    to_markdown,
    units::{self, Unit, units},
};
use crate::{
    Cache, Options, ShownPicture,
    merge::{Classes, Outline, matches},
    wordpress,
};

/// A post as it stood on the blog, and the Markdown that it was made of.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    pub markdown: &'a str,
    /// The blog's answer, to the byte.
    pub raw: &'a str,
    /// Of the post's meta field of that name, or nothing.
    pub footnotes: &'a str,
}

/// The version `raw` (with the texts of its notes) of a post that stood as `base`. `options`: how
/// the base was read when it was sent.
pub fn theirs(
    base: Standing<'_>,
    raw: &str,
    footnotes: &str,
    options: &Options,
    pictures: &Pictures<'_>,
) -> String {
    if raw == base.raw && footnotes == base.footnotes {
        return base.markdown.to_owned();
    }
    let raw = raw.replace("\r\n", "\n");
    let base_raw = base.raw.replace("\r\n", "\n");
    let base = Standing { raw: &base_raw, ..base };
    let Ok(outline) = Outline::of(base.markdown, options, &mut Cache::default()) else {
        return to_markdown(&raw, footnotes);
    };
    let written = Written::of(&outline, base, options, pictures);
    let found = References::of(&outline, &written.pictures, pictures);
    let notes = Notes::of(&outline, base, &raw, footnotes);
    let text = Rewriting { outline: &outline, written: &written, notes: &notes, found: &found }
        .text(&raw, options);
    // Read again it must be what stands there: else nothing of the pairing counts.
    let resolve = |reference: &str| found.shown(reference);
    if reads_as(&text, &raw, footnotes, options, &resolve) {
        return text;
    }
    let mut conversion = Conversion { found: Some(&found), ..Conversion::new(footnotes) };
    conversion.whole(&raw)
}

/// Whether Markdown, written for the blog, is the post `raw` but for its pictures.
fn reads_as(
    markdown: &str,
    raw: &str,
    footnotes: &str,
    options: &Options,
    resolve: &dyn Fn(&str) -> Option<ShownPicture>,
) -> bool {
    let Ok(outline) = Outline::of(markdown, options, &mut Cache::default()) else { return false };
    let kept = Kept::of(raw);
    let ids = (!footnotes.is_empty()).then_some(outline.ids.as_slice());
    let blocks = (0..outline.stretches.len()).filter(|&at| !outline.stretches[at].silent);
    let written: Vec<String> = blocks
        .map(|at| wordpress::block(&outline.nodes(at), ids, resolve, &kept))
        .filter(|block| !block.is_empty())
        .collect();
    let shapes = |raw: &str| -> Vec<String> {
        let units = units(raw, options).into_iter().filter(|unit| !unit.notes);
        units.flat_map(|unit| unit.shape).collect()
    };
    shapes(&written.join("\n\n")) == shapes(raw)
}

/// The pieces of the standing post, and what each was rendered from.
struct Written<'b> {
    units: Vec<Unit<'b>>,
    /// For each piece, the stretch of the Markdown and which of its pieces.
    from: Vec<Option<(usize, usize)>>,
    /// How many pieces each stretch makes.
    counts: Vec<usize>,
    /// Pictures of pieces that are paired: their attributes there, and their references here.
    pictures: Vec<KnownPicture>,
}

impl<'b> Written<'b> {
    fn of(
        outline: &Outline<'_>,
        base: Standing<'b>,
        options: &Options,
        pictures: &Pictures<'_>,
    ) -> Self {
        let kept = Kept::of(base.raw);
        let resolve = |reference: &str| {
            let as_written =
                || ShownPicture { src: reference.to_owned(), ..ShownPicture::default() };
            (pictures.shown)(reference).or_else(|| Some(as_written()))
        };
        let ids = base.raw.contains("data-fn=").then_some(outline.ids.as_slice());
        let texts: Vec<String> = (0..outline.stretches.len())
            .map(|at| match outline.stretches[at].silent {
                true => String::new(),
                false => wordpress::block(&outline.nodes(at), ids, &resolve, &kept),
            })
            .collect();
        let mut ours: Vec<(usize, usize, Unit<'_>)> = Vec::new();
        let mut counts = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let made = units(text, options);
            counts.push(made.len());
            ours.extend(made.into_iter().enumerate().map(|(part, unit)| (at, part, unit)));
        }
        let units: Vec<Unit<'b>> =
            units(base.raw, options).into_iter().filter(|unit| !unit.notes).collect();
        let mut classes = Classes::default();
        let made: Vec<u32> = ours.iter().map(|(.., unit)| classes.of_text(&unit.reads)).collect();
        let there: Vec<u32> = units.iter().map(|unit| classes.of_text(&unit.reads)).collect();
        let mut pairs = matches(&there, &made);
        pair_loosely(&mut pairs, &units, &ours);
        let mut known = Vec::new();
        for (unit, pair) in units.iter().zip(&pairs) {
            let Some(at) = *pair else { continue };
            let nodes = units::nodes(unit.raw, false).unwrap_or_default();
            let there = units::pictures(&nodes);
            let stretch = ours[at].0;
            if counts[stretch] != 1 {
                continue;
            }
            let here = outline.nodes(stretch);
            let here = units::pictures(&here);
            if there.len() != here.len() {
                continue;
            }
            for ((image, link), (written, _)) in there.into_iter().zip(here) {
                let reference = written.attribute("src").unwrap_or_default().to_owned();
                known.push((image.clone(), link.map(str::to_owned), reference));
            }
        }
        let from = pairs.into_iter().map(|pair| pair.map(|at| (ours[at].0, ours[at].1)));
        Self { from: from.collect(), units, counts, pictures: known }
    }
}

/// Between two sure pairs, as many pieces that read the same but for their pictures are the same.
fn pair_loosely(
    pairs: &mut [Option<usize>],
    units: &[Unit<'_>],
    ours: &[(usize, usize, Unit<'_>)],
) {
    let mut from = (0, 0);
    let sure: Vec<(usize, usize)> =
        pairs.iter().enumerate().filter_map(|(at, pair)| Some((at, (*pair)?))).collect();
    for (there, here) in sure.into_iter().chain([(units.len(), ours.len())]) {
        let (gap, made) = (from.0..there, from.1..here);
        let alike = gap.len() == made.len()
            && gap
                .clone()
                .zip(made.clone())
                .all(|(there, here)| units[there].reads_loosely == ours[here].2.reads_loosely);
        if alike {
            gap.zip(made).for_each(|(there, here)| pairs[there] = Some(here));
        }
        from = (there + 1, here + 1);
    }
}

struct Rewriting<'w, 'p> {
    outline: &'w Outline<'w>,
    written: &'w Written<'w>,
    notes: &'w Notes,
    found: &'w References<'p>,
}

/// Lines of the text, and the stretch of the base that they are or stand for.
type Lines = (String, Option<usize>);

impl Rewriting<'_, '_> {
    fn text(&self, raw: &str, options: &Options) -> String {
        let there: Vec<Unit<'_>> =
            units(raw, options).into_iter().filter(|unit| !unit.notes).collect();
        let stands = self.stands(&there);
        let classic = units::is_classic(raw);
        let mut lines: Vec<Lines> = Vec::new();
        let mut next = 0;
        let mut changed: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < there.len() {
            let Some((stretch, count)) = self.kept_at(&stands, at) else {
                changed.push(there[at].raw);
                at += 1;
                continue;
            };
            lines.extend(self.convert(&std::mem::take(&mut changed), classic));
            lines.extend(self.silent(next..stretch));
            lines.push((self.outline.stretches[stretch].text.to_owned(), Some(stretch)));
            next = stretch + 1;
            let shows = |at: &usize| self.written.counts[*at] > 0;
            let until = (next..self.written.counts.len()).find(shows);
            let until = until.unwrap_or(self.written.counts.len());
            lines.extend(self.silent(next..until));
            next = until;
            at += count;
        }
        lines.extend(self.convert(&changed, classic));
        lines.extend(self.silent(next..self.outline.stretches.len()));
        lines.extend(self.new_notes().map(|line| (line, None)));
        self.joined(&lines)
    }

    /// For each piece of the version the piece of the base that it stands as.
    fn stands(&self, there: &[Unit<'_>]) -> Vec<Option<usize>> {
        let base = &self.written.units;
        let mut classes = Classes::default();
        let mut readings: HashMap<&str, u128> = HashMap::new();
        for unit in base.iter().chain(there) {
            let fresh = readings.len() as u128;
            let reading = *readings.entry(&unit.reads).or_insert(fresh);
            classes.learn(unit.raw, Some(reading));
        }
        let of = |units: &[Unit<'_>]| -> Vec<u32> {
            units.iter().map(|unit| classes.of(unit.raw)).collect()
        };
        matches(&of(there), &of(base))
    }

    /// The stretch whose pieces stand there one after the other from `at` on, and how many.
    fn kept_at(&self, stands: &[Option<usize>], at: usize) -> Option<(usize, usize)> {
        let from = |at: usize| self.written.from[(*stands.get(at)?)?];
        let (stretch, 0) = from(at)? else { return None };
        let count = self.written.counts[stretch];
        (0..count).all(|part| from(at + part) == Some((stretch, part))).then_some((stretch, count))
    }

    fn convert(&self, changed: &[&str], classic: bool) -> Option<Lines> {
        let raw = changed.join("\n\n");
        if raw.trim().is_empty() {
            return None;
        }
        // Numbers that stand nowhere in the text, until the names are put.
        let first = (1..).map(|n: u64| n * 1_000_000_007).find(|n| {
            let digits = n.to_string();
            !raw.contains(&digits[..digits.len() - 4])
        });
        let first = first.expect("a text does not hold every number");
        let notes = self.notes.list.iter().map(|(id, text, _)| (id.clone(), text.clone()));
        let mut conversion = Conversion {
            found: Some(self.found),
            numbers_from: first,
            notes: notes.collect(),
            parity: false,
        };
        let mut text = joined(conversion.pieces(&raw, classic));
        for (at, (.., name)) in self.notes.list.iter().enumerate() {
            let number = first + at as u64 + 1;
            text = text.replace(&format!("[^{number}]"), &format!("[^{name}]"));
            text = text.replace(&number.to_string(), &(at + 1).to_string());
        }
        let text = text.trim_end_matches('\n');
        (!text.is_empty()).then(|| (text.to_owned(), None))
    }

    /// What shows nothing; definitions of notes as they are now.
    fn silent(&self, range: std::ops::Range<usize>) -> Vec<Lines> {
        let silent = range.filter(|at| self.written.counts[*at] == 0);
        let lines = silent.filter_map(|at| {
            let stretch = &self.outline.stretches[at];
            let label = stretch.label().filter(|label| label.starts_with('^'));
            let name = label.and_then(|label| self.name_of(&label[1..]));
            let text = match name {
                Some(name) if self.notes.gone.contains(name) => return None,
                Some(name) if !self.notes.unchanged.contains(name) => {
                    self.definition(name, self.notes.named(name)?)
                }
                _ => stretch.text.to_owned(),
            };
            Some((text, Some(at)))
        });
        lines.collect()
    }

    /// The note that a definition is of, where the text refers to it.
    fn name_of(&self, label: &str) -> Option<&str> {
        let mut names = self.outline.names.iter();
        names.find(|name| name.to_lowercase() == label).map(String::as_str)
    }

    fn new_notes(&self) -> impl Iterator<Item = String> {
        let new = self.notes.list.iter().filter(|(.., name)| !self.outline.names.contains(name));
        new.map(|(_, text, name)| self.definition(name, text))
    }

    fn definition(&self, name: &str, html: &str) -> String {
        format!("[^{name}]: {}", Conversion::definition(html))
    }

    fn joined(&self, lines: &[Lines]) -> String {
        let stretches = &self.outline.stretches;
        // Definitions of which one between was taken out.
        let line_by_line = |here: usize, there: usize| {
            let (here, there) = (&stretches[here], &stretches[there]);
            here.silent && there.silent && here.after == "\n"
        };
        let mut text = String::new();
        if lines.first().is_some_and(|(_, stretch)| *stretch == Some(0)) {
            text.push_str(self.outline.before);
        }
        for (at, (line, stretch)) in lines.iter().enumerate() {
            text.push_str(line);
            let next = lines.get(at + 1);
            let follows = match (stretch, next) {
                (Some(stretch), Some((_, next))) => *next == Some(stretch + 1),
                (Some(stretch), None) => stretch + 1 == stretches.len(),
                _ => false,
            };
            match (stretch, next) {
                (Some(stretch), _) if follows => text.push_str(stretches[*stretch].after),
                (Some(here), Some((_, Some(there)))) if line_by_line(*here, *there) => {
                    text.push('\n');
                }
                (_, Some((next, _))) if is_list(line) && is_list(next) => {
                    // Two lists that follow one another would be one.
                    text.push_str("\n\n<!-- -->\n\n");
                }
                (_, Some(_)) => text.push_str("\n\n"),
                (_, None) => text.push('\n'),
            }
        }
        text
    }
}

/// Whether lines begin or end with an item.
fn is_list(lines: &str) -> bool {
    let item = |line: &str| {
        let line = line.trim_start();
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = digits.len() < line.len() && digits.starts_with([')', '.']);
        numbered || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
    };
    lines.lines().next().is_some_and(item)
        || lines.rsplit("\n\n").next().and_then(|last| last.lines().next()).is_some_and(item)
}
