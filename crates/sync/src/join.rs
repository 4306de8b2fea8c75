//! Two versions of a draft that were written upon one: joined field by field, the text block by
//! block and word by word. Pure.

use coupure_markdown::{
    Options,
    merge::{self, Merge, MergedLine, merge_line, merge_terms},
    typeset,
};
use coupure_model::{Comments, Content, SeenFields};

use crate::changes::same_terms;

pub use coupure_markdown::merge::Choice;

/// Both versions, and what comes of them.
#[derive(Debug, Clone)]
pub struct Joined {
    /// All that is never theirs. Everything else is left to the pieces.
    rest: Content,
    lines: [Piece; 3],
    terms: [Piece<Vec<String>>; 2],
    comments: Piece<Comments>,
    body: Merge,
}

/// A field, or a stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<T = String> {
    pub part: Part,
    pub change: Change,
    pub base: T,
    pub mine: T,
    pub theirs: T,
    /// What both make; of a piece to choose about, see [`Joined::content`].
    pub joined: T,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    Slug,
    Excerpt,
    /// As text, one a line.
    Categories,
    /// As text, one a line.
    Tags,
    /// As text, `open` or `closed`.
    Comments,
    Text,
}

/// Who changed a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Nobody,
    Mine,
    Theirs,
    /// Both, alike.
    Alike,
    /// Both, at different words.
    Words,
    /// Both, at the same words: somebody has to choose.
    Choice,
}

impl Joined {
    pub fn is_clean(&self) -> bool {
        self.body.is_clean() && self.fields().all(|field| field.change != Change::Choice)
    }

    /// In the order of the post: the fields where one of them was changed, then the text.
    pub fn pieces(&self) -> Vec<Piece> {
        let fields = self.fields().filter(|field| field.change != Change::Nobody);
        fields.chain(self.body.pieces.iter().map(stretch)).collect()
    }

    /// What the pieces make, with a choice for each that needs one, in their order. Where there are
    /// fewer, both versions stay.
    pub fn content(&self, choices: &[Choice]) -> Content {
        let mut choices = choices.iter().copied();
        let [title, slug, excerpt] = self.lines.each_ref().map(|line| line.with(&mut choices));
        let [categories, tags] = self.terms.each_ref().map(|terms| terms.with(&mut choices));
        let comments = self.comments.with(&mut choices);
        let body = self.body.text_with(&choices.collect::<Vec<_>>());
        Content { title, slug, excerpt, categories, tags, comments, body, ..self.rest.clone() }
    }

    fn fields(&self) -> impl Iterator<Item = Piece> {
        let lines = self.lines.iter().cloned();
        let terms = self.terms.iter().map(|terms| terms.said(|terms| terms.join("\n")));
        lines.chain(terms).chain([self.comments.said(|comments| match comments {
            Comments::Open => "open".into(),
            Comments::Closed => "closed".into(),
        })])
    }
}

impl<T: Clone> Piece<T> {
    fn with(&self, choices: &mut impl Iterator<Item = Choice>) -> T {
        let choice = match self.change {
            Change::Choice => choices.next().unwrap_or(Choice::Both),
            _ => Choice::Both,
        };
        match choice {
            Choice::Mine => self.mine.clone(),
            Choice::Theirs => self.theirs.clone(),
            Choice::Both => self.joined.clone(),
        }
    }

    fn said(&self, say: impl Fn(&T) -> String) -> Piece {
        let [base, mine, theirs, joined] =
            [&self.base, &self.mine, &self.theirs, &self.joined].map(say);
        Piece { part: self.part, change: self.change, base, mine, theirs, joined }
    }
}

/// Joins `mine` with `theirs`, both written upon `base`.
pub fn join(base: &Content, mine: &Content, theirs: &Content, options: &Options) -> Joined {
    let line = |part, base: &String, mine: &String, theirs: &String| {
        field(part, [base, mine, theirs], options)
    };
    let lines = [
        line(Part::Title, &base.title, &mine.title, &theirs.title),
        line(Part::Slug, &base.slug, &mine.slug, &theirs.slug),
        line(Part::Excerpt, &base.excerpt, &mine.excerpt, &theirs.excerpt),
    ];
    let terms = [
        terms(Part::Categories, [&base.categories, &mine.categories, &theirs.categories]),
        terms(Part::Tags, [&base.tags, &mine.tags, &theirs.tags]),
    ];
    let comments = comments([base.comments, mine.comments, theirs.comments]);
    let body = merge::merge(&base.body, &mine.body, &theirs.body, options);
    Joined { rest: mine.clone(), lines, terms, comments, body }
}

/// The same, of versions of which it is not known what both were written upon: every difference is
/// to be chosen about.
pub fn hold_together(mine: &Content, theirs: &Content, options: &Options) -> Joined {
    let mut joined = join(mine, mine, theirs, options);
    for line in joined.lines.iter_mut().filter(|line| line.change == Change::Theirs) {
        line.change = Change::Choice;
        line.base.clear();
        line.joined = match line.part {
            Part::Slug => line.mine.clone(),
            part => both(part, &line.mine, &line.theirs),
        };
    }
    for terms in joined.terms.iter_mut().filter(|terms| terms.change == Change::Theirs) {
        terms.change = Change::Choice;
        terms.base.clear();
        terms.joined = merge_terms(&[], &terms.mine, &terms.theirs);
    }
    if joined.comments.change == Change::Theirs {
        joined.comments.change = Change::Choice;
        joined.comments.joined = joined.comments.mine;
    }
    for piece in &mut joined.body.pieces {
        if let merge::Piece::Theirs { base, theirs } = piece {
            let (mine, theirs) = (std::mem::take(base), std::mem::take(theirs));
            *piece = merge::Piece::Conflict { base: String::new(), mine, theirs };
        }
    }
    joined
}

/// A version from a blog, with every field that nobody changed there as `ours` has it: the blog's
/// spelling of it is not somebody's change. `before`: what the blog made of `ours`.
pub fn with_untouched(
    theirs: Content,
    ours: &Content,
    before: &SeenFields,
    now: &SeenFields,
) -> Content {
    let line = |was: &String, is: &String, theirs: String, ours: &String| {
        if was == is { ours.clone() } else { theirs }
    };
    let terms = |was: &[String], is: &[String], theirs: Vec<String>, ours: &[String]| {
        // A blog may not take a term, or add one of its own: what counts is what came and went.
        if was == is { ours.to_vec() } else { merge_terms(was, ours, &theirs) }
    };
    Content {
        title: line(&before.title, &now.title, theirs.title, &ours.title),
        slug: line(&before.slug, &now.slug, theirs.slug, &ours.slug),
        excerpt: line(&before.excerpt, &now.excerpt, theirs.excerpt, &ours.excerpt),
        categories: terms(&before.categories, &now.categories, theirs.categories, &ours.categories),
        tags: terms(&before.tags, &now.tags, theirs.tags, &ours.tags),
        comments: if before.comments_open == now.comments_open {
            ours.comments
        } else {
            theirs.comments
        },
        ..theirs
    }
}

fn field(part: Part, [base, mine, theirs]: [&String; 3], options: &Options) -> Piece {
    // What a blog returns is set; what the author wrote may not be.
    let alike = |a: &str, b: &str| typeset(a, options) == typeset(b, options);
    let change = who(alike(mine, base), alike(theirs, base), alike(mine, theirs));
    let (change, joined) = match change {
        Some(Change::Theirs) => (Change::Theirs, theirs.clone()),
        Some(change) => (change, mine.clone()),
        // An address is not put together from two.
        None if part == Part::Slug => (Change::Choice, mine.clone()),
        None => match merge_line(base, mine, theirs, options) {
            MergedLine::Clean(line) => (Change::Words, line),
            MergedLine::Conflict { .. } => (Change::Choice, both(part, mine, theirs)),
        },
    };
    let [base, mine, theirs] = [base, mine, theirs].map(String::clone);
    Piece { part, change, base, mine, theirs, joined }
}

/// Whatever came to either stays, whatever went from either goes: of terms there is nothing to
/// choose where it is known what both were written upon.
fn terms(part: Part, [base, mine, theirs]: [&Vec<String>; 3]) -> Piece<Vec<String>> {
    let change = who(same_terms(mine, base), same_terms(theirs, base), same_terms(mine, theirs));
    let joined = merge_terms(base, mine, theirs);
    let [base, mine, theirs] = [base, mine, theirs].map(Vec::clone);
    Piece { part, change: change.unwrap_or(Change::Words), base, mine, theirs, joined }
}

fn comments([base, mine, theirs]: [Comments; 3]) -> Piece<Comments> {
    // Of two there is no third: where both changed it, they agree.
    let change = who(mine == base, theirs == base, mine == theirs).unwrap_or(Change::Choice);
    let joined = if mine == base { theirs } else { mine };
    Piece { part: Part::Comments, change, base, mine, theirs, joined }
}

/// `None`: both changed it, each in a way of their own.
fn who(kept: bool, left: bool, alike: bool) -> Option<Change> {
    match (kept, left) {
        (true, true) => Some(Change::Nobody),
        (false, true) => Some(Change::Mine),
        (true, false) => Some(Change::Theirs),
        _ => alike.then_some(Change::Alike),
    }
}

/// A title of two would be none; of two excerpts both can be read.
fn both(part: Part, mine: &str, theirs: &str) -> String {
    match part {
        Part::Excerpt => format!("{} {}", mine.trim_end(), theirs.trim_start()),
        _ => format!("{} / {}", mine.trim_end(), theirs.trim_start()),
    }
}

fn stretch(piece: &merge::Piece) -> Piece {
    use merge::Piece as Of;
    let (change, base, mine, theirs, joined) = match piece {
        Of::Agreed { text } => (Change::Nobody, text, text, text, text),
        Of::Mine { base, mine } => (Change::Mine, base, mine, base, mine),
        Of::Theirs { base, theirs } => (Change::Theirs, base, base, theirs, theirs),
        Of::Alike { base, text } => (Change::Alike, base, text, text, text),
        Of::Words { base, mine, theirs, text } => (Change::Words, base, mine, theirs, text),
        Of::Conflict { base, mine, theirs } => (Change::Choice, base, mine, theirs, mine),
    };
    let [base, mine, theirs, joined] = [base, mine, theirs, joined].map(String::clone);
    Piece { part: Part::Text, change, base, mine, theirs, joined }
}
