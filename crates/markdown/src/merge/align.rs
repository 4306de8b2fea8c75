//! Which blocks of two texts are the same, which one became which, which came and which went.

use std::collections::HashMap;

use imara_diff::{Algorithm, Diff, Token};

/// So many pairs of blocks are compared at most to find which became which; where more changed in
/// one go, they are taken in their order.
const PAIRS_MAX: usize = 250_000;

/// So many of a block's words are looked at.
const SAMPLE_WORDS_MAX: usize = 48;

/// Numbers for things that are equal.
#[derive(Debug, Default)]
pub struct Classes {
    texts: HashMap<String, u32>,
    readings: HashMap<u128, u32>,
    parents: Vec<u32>,
}

impl Classes {
    pub fn of_text(&mut self, text: &str) -> u32 {
        if let Some(&class) = self.texts.get(text) {
            return class;
        }
        let class = self.fresh();
        self.texts.insert(text.to_owned(), class);
        class
    }

    /// Says that `text` reads so: all that is written or reads alike will be of one class.
    pub fn learn(&mut self, text: &str, reads: Option<u128>) {
        let class = self.of_text(text);
        let Some(reads) = reads else { return };
        let fresh = self.parents.len();
        let other = *self.readings.entry(reads).or_insert(u32::try_from(fresh).unwrap_or(u32::MAX));
        if other as usize == fresh {
            self.fresh();
        }
        let (a, b) = (self.root(class), self.root(other));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// The class of a text that was learnt.
    pub fn of(&self, text: &str) -> u32 {
        self.texts.get(text).map_or(u32::MAX, |class| self.root(*class))
    }

    fn root(&self, mut class: u32) -> u32 {
        while self.parents[class as usize] != class {
            class = self.parents[class as usize];
        }
        class
    }

    fn fresh(&mut self) -> u32 {
        let class = u32::try_from(self.parents.len()).unwrap_or(u32::MAX);
        self.parents.push(class);
        class
    }
}

/// For each of `before` the one of `after` that it stands as there still.
pub fn matches(before: &[u32], after: &[u32]) -> Vec<Option<usize>> {
    let tokens = |ids: &[u32]| -> Vec<Token> { ids.iter().map(|id| Token(*id)).collect() };
    let count = before.iter().chain(after).max().map_or(0, |most| most + 1);
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, &tokens(before), &tokens(after), count);
    let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut kept = (0..after.len()).filter(|&i| !diff.is_added(at(i)));
    let there = (0..before.len()).map(|i| match diff.is_removed(at(i)) {
        true => None,
        false => kept.next(),
    });
    there.collect()
}

/// What one side made of the base, block by block.
#[derive(Debug)]
pub struct Side {
    /// For each block of the base the one that it stands as, or was made.
    pub became: Vec<Option<usize>>,
    /// For each place between the blocks of the base, from before the first to after the last,
    /// what was put there.
    pub put: Vec<Vec<usize>>,
}

/// A block as it is compared with others.
pub struct Compared {
    pub class: u32,
    /// Hashes of its words, sorted.
    sample: Vec<u64>,
    silent: bool,
    label: Option<String>,
}

impl Compared {
    pub fn new(class: u32, text: &str, silent: bool, label: Option<String>) -> Self {
        let hash = |word: &str| {
            let hash = blake3::hash(word.as_bytes());
            u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
        };
        // The smallest hashes are a fair sample: equal words are in it or not in both.
        let mut sample: Vec<u64> = super::words::plain_words(text).map(hash).collect();
        sample.sort_unstable();
        sample.dedup();
        sample.truncate(SAMPLE_WORDS_MAX);
        Self { class, sample, silent, label }
    }

    /// Definitions are of the same thing or of another; all else may have become one another.
    fn may_become(&self, other: &Self) -> bool {
        self.silent == other.silent && self.label == other.label
    }

    /// From 0 to 1000.
    fn likeness(&self, other: &Self) -> u32 {
        if !self.may_become(other) {
            return 0;
        }
        if self.label.is_some() {
            return 1000;
        }
        let (mut a, mut b) = (self.sample.as_slice(), other.sample.as_slice());
        let all = a.len() + b.len();
        let mut shared = 0;
        while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
            shared += usize::from(first == other);
            (a, b) =
                (if first <= other { rest } else { a }, if other <= first { others } else { b });
        }
        (2000 * shared).checked_div(all).and_then(|like| u32::try_from(like).ok()).unwrap_or(0)
    }
}

/// Compares two texts block by block: the same ones first, then those in between.
pub fn align(base: &[Compared], side: &[Compared]) -> Side {
    let classes = |blocks: &[Compared]| -> Vec<u32> { blocks.iter().map(|b| b.class).collect() };
    let mut became = matches(&classes(base), &classes(side));
    let mut put = vec![Vec::new(); base.len() + 1];
    let mut pairs_left = PAIRS_MAX;
    let kept: Vec<(usize, usize)> =
        became.iter().enumerate().filter_map(|(b, s)| Some((b, (*s)?))).collect();
    let (mut b, mut s) = (0, 0);
    for (next_b, next_s) in kept.into_iter().chain([(base.len(), side.len())]) {
        let pairs = pair(&base[b..next_b], &side[s..next_s], &mut pairs_left);
        let pairs = pairs.into_iter().map(|(i, j)| (b + i, s + j)).chain([(next_b, next_s)]);
        let (mut i, mut j) = (b, s);
        for (pair_b, pair_s) in pairs {
            // What is left between two pairs was replaced, in its order.
            while i < pair_b && j < pair_s && base[i].may_become(&side[j]) {
                became[i] = Some(j);
                (i, j) = (i + 1, j + 1);
            }
            put[i].extend(j..pair_s);
            if pair_b < next_b {
                became[pair_b] = Some(pair_s);
            }
            (i, j) = (pair_b + 1, pair_s + 1);
        }
        (b, s) = (next_b + 1, next_s + 1);
    }
    Side { became, put }
}

/// The pairs, in order, that have most in common.
fn pair(base: &[Compared], side: &[Compared], left: &mut usize) -> Vec<(usize, usize)> {
    let (rows, columns) = (base.len(), side.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > *left {
        return Vec::new();
    }
    *left -= rows * columns;
    let likeness: Vec<u32> = base.iter().flat_map(|b| side.iter().map(|s| b.likeness(s))).collect();
    let like = |i: usize, j: usize| Some(likeness[i * columns + j]).filter(|like| *like >= 350);
    // best[i][j]: the most that the blocks from i and from j on have in common.
    let width = columns + 1;
    let mut best = vec![0_u32; (rows + 1) * width];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let paired = like(i, j).map_or(0, |like| like + best[(i + 1) * width + j + 1]);
            best[i * width + j] =
                paired.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < rows && j < columns {
        let here = best[i * width + j];
        if like(i, j).is_some_and(|like| like + best[(i + 1) * width + j + 1] == here) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] == here {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
