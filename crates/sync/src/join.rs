//! Two versions of a draft that were written upon one: joined field by field, the text block by
//! block and word by word. Pure.

use coupure_markdown::{
    Options,
    merge::{self, Merge, MergedLine, merge_line, merge_terms},
    typeset,
};
use coupure_model::{Content, SeenFields};

pub use coupure_markdown::merge::Choice;

/// Both versions, and what comes of them.
#[derive(Debug, Clone)]
pub struct Joined {
    /// All that needs no choice. Its title, address, excerpt and body are left to the pieces.
    rest: Content,
    fields: [Piece; 3],
    body: Merge,
}

/// A field, or a stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub part: Part,
    pub change: Change,
    pub base: String,
    pub mine: String,
    pub theirs: String,
    /// What both make; of a piece to choose about, see [`Joined::content`].
    pub joined: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    Slug,
    Excerpt,
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
        self.body.is_clean() && self.fields.iter().all(|field| field.change != Change::Choice)
    }

    /// In the order of the post: title, address, excerpt (where one of them was changed), text.
    pub fn pieces(&self) -> Vec<Piece> {
        let fields = self.fields.iter().filter(|field| field.change != Change::Nobody).cloned();
        fields.chain(self.body.pieces.iter().map(stretch)).collect()
    }

    /// What the pieces make, with a choice for each that needs one, in their order. Where there are
    /// fewer, both versions stay.
    pub fn content(&self, choices: &[Choice]) -> Content {
        let open = self.fields.iter().filter(|field| field.change == Change::Choice).count();
        let (fields, text) = choices.split_at(open.min(choices.len()));
        let mut fields = fields.iter();
        let mut chosen = self.fields.iter().map(|field| match field.change {
            Change::Choice => field.with(fields.next().copied().unwrap_or(Choice::Both)),
            _ => field.joined.clone(),
        });
        let mut next = || chosen.next().unwrap_or_default();
        let (title, slug, excerpt) = (next(), next(), next());
        Content { title, slug, excerpt, body: self.body.text_with(text), ..self.rest.clone() }
    }
}

impl Piece {
    fn with(&self, choice: Choice) -> String {
        match choice {
            Choice::Mine => self.mine.clone(),
            Choice::Theirs => self.theirs.clone(),
            Choice::Both => self.joined.clone(),
        }
    }
}

/// Joins `mine` with `theirs`, both written upon `base`.
pub fn join(base: &Content, mine: &Content, theirs: &Content, options: &Options) -> Joined {
    let line = |part, base: &String, mine: &String, theirs: &String| {
        field(part, [base, mine, theirs], options)
    };
    let fields = [
        line(Part::Title, &base.title, &mine.title, &theirs.title),
        line(Part::Slug, &base.slug, &mine.slug, &theirs.slug),
        line(Part::Excerpt, &base.excerpt, &mine.excerpt, &theirs.excerpt),
    ];
    let body = merge::merge(&base.body, &mine.body, &theirs.body, options);
    let one = |base, mine, theirs| if mine == base { theirs } else { mine };
    let rest = Content {
        categories: merge_terms(&base.categories, &mine.categories, &theirs.categories),
        tags: merge_terms(&base.tags, &mine.tags, &theirs.tags),
        comments: one(base.comments, mine.comments, theirs.comments),
        title: String::new(),
        slug: String::new(),
        excerpt: String::new(),
        body: String::new(),
        ..mine.clone()
    };
    Joined { rest, fields, body }
}

/// The same, of versions of which it is not known what both were written upon: every difference is
/// to be chosen about.
pub fn hold_together(mine: &Content, theirs: &Content, options: &Options) -> Joined {
    let mut joined = join(mine, mine, theirs, options);
    for field in joined.fields.iter_mut().filter(|field| field.change == Change::Theirs) {
        field.change = Change::Choice;
        field.base.clear();
        field.joined = match field.part {
            Part::Slug => field.mine.clone(),
            part => both(part, &field.mine, &field.theirs),
        };
    }
    for piece in &mut joined.body.pieces {
        if let merge::Piece::Theirs { base, theirs } = piece {
            let (mine, theirs) = (std::mem::take(base), std::mem::take(theirs));
            *piece = merge::Piece::Conflict { base: String::new(), mine, theirs };
        }
    }
    let terms = |mine: &[String], theirs: &[String]| merge_terms(&[], mine, theirs);
    joined.rest.categories = terms(&mine.categories, &theirs.categories);
    joined.rest.tags = terms(&mine.tags, &theirs.tags);
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
    let (kept, left) = (alike(mine, base), alike(theirs, base));
    let (change, joined) = match (kept, left) {
        (true, true) => (Change::Nobody, mine.clone()),
        (false, true) => (Change::Mine, mine.clone()),
        (true, false) => (Change::Theirs, theirs.clone()),
        _ if alike(mine, theirs) => (Change::Alike, mine.clone()),
        // An address is not put together from two.
        _ if part == Part::Slug => (Change::Choice, mine.clone()),
        _ => match merge_line(base, mine, theirs, options) {
            MergedLine::Clean(line) => (Change::Words, line),
            MergedLine::Conflict { .. } => (Change::Choice, both(part, mine, theirs)),
        },
    };
    let [base, mine, theirs] = [base, mine, theirs].map(String::clone);
    Piece { part, change, base, mine, theirs, joined }
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
