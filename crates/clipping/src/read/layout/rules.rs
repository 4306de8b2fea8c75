//! Printed rules: the thin lines between columns and articles.

use super::super::ink::Ink;

/// A stretch of ink this long, in letter heights, is no letter.
const RUN_MIN: f32 = 2.5;
/// A rule is at least so long in all.
const LENGTH_MIN: f32 = 6.0;
/// And at most so thick.
const THICKNESS_MAX: f32 = 0.8;
/// Breaks of a rule (worn type, a dip of the light) up to this many letter heights are bridged.
const BREAK_MAX: f32 = 1.5;

/// A rule: where it runs along its direction and across it, in pixels of the part.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rule {
    pub start: f32,
    pub end: f32,
    pub low: f32,
    pub high: f32,
    /// How much it goes across for each pixel along: 0 on a level page.
    pub slope: f32,
}

impl Rule {
    pub fn length(&self) -> f32 {
        self.end - self.start
    }

    pub fn middle(&self) -> f32 {
        (self.low + self.high) / 2.0
    }

    fn shift(&mut self, along: f32, across: f32) {
        self.start += along;
        self.end += along;
        self.low += across;
        self.high += across;
    }
}

#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// `start`, `end` are x; `low`, `high` are y.
    pub level: Vec<Rule>,
    /// `start`, `end` are y; `low`, `high` are x.
    pub upright: Vec<Rule>,
}

impl Rules {
    /// Moves the rules on the page.
    pub fn shift(&mut self, x: f32, y: f32) {
        self.level.iter_mut().for_each(|rule| rule.shift(x, y));
        self.upright.iter_mut().for_each(|rule| rule.shift(y, x));
    }
}

/// Finds rules. `letter`: the usual height of a letter.
pub fn rules(ink: &Ink, letter: f32) -> Rules {
    let run_min = (letter * RUN_MIN).max(12.0) as usize;
    Rules {
        level: chained(level_runs(ink, run_min), letter),
        upright: chained(upright_runs(ink, run_min), letter),
    }
}

/// A stretch of ink along one row (or column): where, from, to.
type Run = (usize, usize, usize);

fn level_runs(ink: &Ink, run_min: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    for (y, row) in ink.dark.chunks_exact(ink.width.max(1)).enumerate() {
        let mut start = 0;
        for x in 0..=row.len() {
            if x == row.len() || !row[x] {
                if x - start >= run_min {
                    runs.push((y, start, x));
                }
                start = x + 1;
            }
        }
    }
    runs
}

fn upright_runs(ink: &Ink, run_min: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut starts = vec![0_usize; ink.width];
    for y in 0..=ink.height {
        for (x, start) in starts.iter_mut().enumerate() {
            if y == ink.height || !ink.dark[y * ink.width + x] {
                if y - *start >= run_min {
                    runs.push((x, *start, y));
                }
                *start = y + 1;
            }
        }
    }
    runs.sort_unstable();
    runs
}

/// Puts runs together that lie in line or on top of each other. A rule that is not quite level
/// comes as runs on neighbouring rows.
fn chained(runs: Vec<Run>, letter: f32) -> Vec<Rule> {
    let break_max = letter * BREAK_MAX;
    let mut rules: Vec<Rule> = Vec::new();
    for (across, from, to) in runs {
        let run = Rule {
            start: from as f32,
            end: to as f32,
            low: across as f32,
            high: across as f32 + 1.0,
            slope: 0.0,
        };
        let near = rules.iter_mut().rev().find(|rule| {
            run.low - rule.high <= 2.0
                && run.start <= rule.end + break_max
                && run.end >= rule.start - break_max
                // A step of a slanting rule, not a stack of bars.
                && rule.high.max(run.high) - rule.low <= letter * THICKNESS_MAX
                    + 0.02 * (rule.end.max(run.end) - rule.start.min(run.start))
        });
        match near {
            Some(rule) => {
                // From the end that lies lowest to the one that lies highest.
                if run.start < rule.start {
                    rule.slope = -1.0;
                } else if run.end > rule.end {
                    rule.slope = 1.0;
                }
                rule.start = rule.start.min(run.start);
                rule.end = rule.end.max(run.end);
                rule.high = rule.high.max(run.high);
            }
            None => rules.push(run),
        }
    }
    for rule in &mut rules {
        // Its own thickness is none of the slope.
        let drift = (rule.high - rule.low - letter * THICKNESS_MAX).max(0.0);
        rule.slope *= drift / rule.length().max(1.0);
    }
    bridge(&mut rules, letter);
    rules.retain(|rule| rule.length() >= letter * LENGTH_MIN);
    rules
}

/// Joins pieces of one rule that were found apart.
fn bridge(rules: &mut Vec<Rule>, letter: f32) {
    rules.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut joined: Vec<Rule> = Vec::new();
    for rule in rules.drain(..) {
        let before = joined.iter_mut().find(|other| {
            rule.start - other.end <= letter * BREAK_MAX
                && rule.middle() - other.middle() <= letter * 0.4
                && other.middle() - rule.middle() <= letter * 0.4
        });
        match before {
            Some(other) => {
                other.end = other.end.max(rule.end);
                other.low = other.low.min(rule.low);
                other.high = other.high.max(rule.high);
            }
            None => joined.push(rule),
        }
    }
    *rules = joined;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(width: usize, height: usize, dark: impl Fn(usize, usize) -> bool) -> Ink {
        let dark = (0..width * height).map(|i| dark(i % width, i / width)).collect();
        Ink { width, height, dark }
    }

    #[test]
    fn rules_are_found_though_slanting_and_broken_and_letters_are_none() {
        let ink = ink(600, 400, |x, y| {
            let letters = x % 13 < 8 && y % 25 < 12 && y < 300;
            let slanting = y == 330 + x / 100 && !(300..=305).contains(&x);
            let upright = (x == 580 || x == 581) && (20..380).contains(&y);
            letters || slanting || upright
        });
        let found = rules(&ink, 12.0);
        assert_eq!(found.level.len(), 1, "{found:?}");
        assert!(found.level[0].length() > 590.0, "{found:?}");
        assert_eq!(found.upright.len(), 1, "{found:?}");
        assert!(found.upright[0].length() > 350.0, "{found:?}");
        assert!((found.upright[0].middle() - 581.0).abs() < 1.0, "{found:?}");
    }
}
