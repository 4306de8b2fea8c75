//! What the three texts become, put together: with the blank lines of whoever has them so.

use super::{
    Choice, Piece,
    outline::{Outline, Stretch},
    words::Keys,
};

const APART: &str = "\n\n";

/// The texts that are merged.
pub struct Three<'t> {
    pub base: &'t Outline<'t>,
    pub mine: &'t Outline<'t>,
    pub theirs: &'t Outline<'t>,
}

/// What becomes of a stretch; numbers are of the stretches in their texts.
#[derive(Debug)]
pub enum Draft {
    Agreed {
        base: usize,
        mine: usize,
        theirs: usize,
    },
    /// `theirs`: the block as it still stands there.
    Mine {
        base: Option<usize>,
        theirs: Option<usize>,
        mine: Vec<usize>,
    },
    Theirs {
        base: Option<usize>,
        mine: Option<usize>,
        theirs: Vec<usize>,
    },
    Alike {
        base: Option<usize>,
        mine: Vec<usize>,
        theirs: Vec<usize>,
    },
    Words {
        base: usize,
        mine: usize,
        theirs: usize,
        text: String,
        keys: Keys,
    },
    Conflict {
        base: Vec<usize>,
        mine: Vec<usize>,
        theirs: Vec<usize>,
    },
}

impl Draft {
    pub fn is_change(&self) -> bool {
        matches!(self, Self::Mine { .. } | Self::Theirs { .. } | Self::Words { .. })
    }

    pub fn become_conflict(&mut self) {
        let (base, mine, theirs) = match self {
            Self::Mine { base, theirs, mine } => (list(*base), std::mem::take(mine), list(*theirs)),
            Self::Theirs { base, mine, theirs } => {
                (list(*base), list(*mine), std::mem::take(theirs))
            }
            Self::Words { base, mine, theirs, .. } | Self::Agreed { base, mine, theirs } => {
                (vec![*base], vec![*mine], vec![*theirs])
            }
            Self::Alike { base, mine, theirs } => {
                (list(*base), std::mem::take(mine), std::mem::take(theirs))
            }
            Self::Conflict { .. } => return,
        };
        *self = Self::Conflict { base, mine, theirs };
    }
}

fn list(one: Option<usize>) -> Vec<usize> {
    one.into_iter().collect()
}

/// A stretch of the merged text.
pub struct Out<'t> {
    pub text: &'t str,
    pub draft: usize,
    /// Where it stands in each of the texts, where it does.
    base: Option<usize>,
    mine: Option<usize>,
    theirs: Option<usize>,
}

impl Out<'_> {
    /// The stretches that it may read as.
    pub fn sources<'t>(
        &self,
        three: &Three<'t>,
    ) -> impl Iterator<Item = &'t Stretch<'t>> + use<'t> {
        let at = |text: &'t Outline<'t>, at: Option<usize>| at.map(|at| &text.stretches[at]);
        let all =
            [at(three.mine, self.mine), at(three.theirs, self.theirs), at(three.base, self.base)];
        all.into_iter().flatten()
    }
}

impl<'t> Three<'t> {
    /// The merged text's stretches; of a conflict, mine.
    pub fn outs<'d>(&self, drafts: &'d [Draft]) -> Vec<Out<'d>>
    where
        't: 'd,
    {
        let mut outs = Vec::new();
        for (draft, what) in drafts.iter().enumerate() {
            let mine = |at: usize| &self.mine.stretches[at];
            let theirs = |at: usize| &self.theirs.stretches[at];
            let mut push = |text, base, mine, theirs| {
                outs.push(Out { text, draft, base, mine, theirs });
            };
            match what {
                Draft::Agreed { base, mine: m, theirs: t } => {
                    push(mine(*m).text, Some(*base), Some(*m), Some(*t));
                }
                Draft::Mine { mine: all, .. } | Draft::Conflict { mine: all, .. } => {
                    all.iter().for_each(|&m| push(mine(m).text, None, Some(m), None));
                }
                Draft::Theirs { theirs: all, .. } => {
                    all.iter().for_each(|&t| push(theirs(t).text, None, None, Some(t)));
                }
                Draft::Alike { mine: all, theirs, .. } => {
                    for (&m, &t) in all.iter().zip(theirs) {
                        push(mine(m).text, None, Some(m), Some(t));
                    }
                }
                Draft::Words { base, mine, theirs, text, .. } => {
                    push(text, Some(*base), Some(*mine), Some(*theirs));
                }
            }
        }
        outs
    }

    pub fn joined(&self, outs: &[Out<'_>]) -> String {
        let mut text = self.before(outs).to_owned();
        for (at, out) in outs.iter().enumerate() {
            text.push_str(out.text);
            text.push_str(self.after(out, outs.get(at + 1)));
        }
        text
    }

    /// What stands before the first stretch.
    fn before(&self, outs: &[Out<'_>]) -> &'t str {
        let before = |text: &'t Outline<'t>| {
            // The blanks of a text of nothing else stand before nothing.
            if outs.is_empty() || !text.stretches.is_empty() { text.before } else { "" }
        };
        three_way(before(self.base), before(self.mine), before(self.theirs))
    }

    /// What stands between a stretch and the next: as in a text where they follow one another.
    fn after(&self, out: &Out<'_>, next: Option<&Out<'_>>) -> &'t str {
        let after = |text: &'t Outline<'t>, here: Option<usize>, there: Option<usize>| {
            let here = here?;
            let follows = match next {
                Some(_) => there == Some(here + 1),
                None => here + 1 == text.stretches.len(),
            };
            follows.then(|| text.stretches[here].after)
        };
        let base = after(self.base, out.base, next.and_then(|next| next.base));
        let mine = after(self.mine, out.mine, next.and_then(|next| next.mine));
        let theirs = after(self.theirs, out.theirs, next.and_then(|next| next.theirs));
        match (base, mine, theirs) {
            (Some(base), Some(mine), Some(theirs)) => three_way(base, mine, theirs),
            (_, Some(mine), _) => mine,
            (_, None, Some(theirs)) => theirs,
            (Some(base), None, None) => base,
            (None, None, None) if next.is_some() => APART,
            (None, None, None) => "\n",
        }
    }

    pub fn pieces(&self, drafts: &[Draft]) -> Vec<Piece> {
        let outs = self.outs(drafts);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut first = self.before(&outs).to_owned();
        let mut at = 0;
        for (draft, what) in drafts.iter().enumerate() {
            let mut text = std::mem::take(&mut first);
            while let Some(out) = outs.get(at).filter(|out| out.draft == draft) {
                text.push_str(out.text);
                text.push_str(self.after(out, outs.get(at + 1)));
                at += 1;
            }
            let base = |at: &Option<usize>| part(self.base, at.as_slice());
            let piece = match what {
                Draft::Agreed { .. } => {
                    if let Some(Piece::Agreed { text: before }) = pieces.last_mut() {
                        before.push_str(&text);
                        continue;
                    }
                    Piece::Agreed { text }
                }
                Draft::Mine { base: was, .. } => Piece::Mine { base: base(was), mine: text },
                Draft::Theirs { base: was, .. } => Piece::Theirs { base: base(was), theirs: text },
                Draft::Alike { base: was, .. } => Piece::Alike { base: base(was), text },
                Draft::Words { base, mine, theirs, .. } => Piece::Words {
                    base: part(self.base, &[*base]),
                    mine: part(self.mine, &[*mine]),
                    theirs: part(self.theirs, &[*theirs]),
                    text,
                },
                Draft::Conflict { base, mine, theirs } => Piece::Conflict {
                    base: part(self.base, base),
                    mine: part(self.mine, mine),
                    theirs: part(self.theirs, theirs),
                },
            };
            pieces.push(piece);
        }
        if !first.is_empty() {
            pieces.push(Piece::Agreed { text: first });
        }
        pieces
    }
}

/// Stretches of one text, with what stands between and after them.
fn part(text: &Outline<'_>, stretches: &[usize]) -> String {
    let stretches = stretches.iter().map(|&at| &text.stretches[at]);
    let parts = stretches.flat_map(|stretch| [stretch.text, stretch.after]);
    let mut part: String = parts.collect();
    if !part.is_empty() && !part.ends_with('\n') {
        part.push('\n');
    }
    part
}

fn three_way<'t>(base: &str, mine: &'t str, theirs: &'t str) -> &'t str {
    if mine == base { theirs } else { mine }
}

pub fn text_with(pieces: &[Piece], choices: &[Choice]) -> String {
    let mut out = String::new();
    let mut choices = choices.iter();
    // Beside a conflict nothing is known of the blank lines.
    let mut apart = false;
    for piece in pieces {
        match piece {
            Piece::Agreed { text }
            | Piece::Mine { mine: text, .. }
            | Piece::Theirs { theirs: text, .. }
            | Piece::Alike { text, .. }
            | Piece::Words { text, .. } => {
                push(text, apart, &mut out);
                apart &= text.is_empty();
            }
            Piece::Conflict { mine, theirs, .. } => {
                let choice = choices.next().copied().unwrap_or(Choice::Both);
                if choice != Choice::Theirs {
                    push(mine, true, &mut out);
                }
                if choice != Choice::Mine {
                    push(theirs, true, &mut out);
                }
                apart = true;
            }
        }
    }
    let conflict = |piece: &Piece| matches!(piece, Piece::Conflict { .. });
    if pieces.iter().any(conflict) && pieces.len() > 1 {
        let solid = out.trim_end_matches('\n').len();
        out.truncate(solid);
        out.push_str(if solid > 0 { "\n" } else { "" });
    }
    out
}

fn push(text: &str, apart: bool, out: &mut String) {
    if apart && !text.is_empty() && !out.is_empty() {
        while !out.ends_with(APART) {
            out.push('\n');
        }
    }
    out.push_str(text);
}
