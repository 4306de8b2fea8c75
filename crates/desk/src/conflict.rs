//! A post that was changed here and on its blog: both versions, difference by difference, and what
//! the author makes of them. The version that does not stay is in the draft's history.

use std::sync::Weak;

use coupure_model::{
    Code, Content, DraftId, Problem, Publication, PublicationId, RevisionId, Theirs,
};
use coupure_sync::{
    Joined, OpenTexts, Sending,
    join::{Change, Choice, Part, Piece},
};

use crate::{
    Answer, Desk, Inner,
    view::{
        ConflictChange, ConflictChoice, ConflictPart, ConflictPiece, ConflictView, DiffRun, Keep,
        PublicationView,
    },
};

/// Of a problem: both versions were looked at, and one is another by now.
const AGAIN: &str = "again";

/// The texts that are open at this desk.
pub(crate) struct OpenHere(pub Weak<Inner>);

impl OpenTexts for OpenHere {
    fn while_closed(
        &self,
        draft: DraftId,
        change: &mut dyn FnMut() -> Result<(), coupure_sync::Error>,
    ) -> Result<bool, coupure_sync::Error> {
        // A desk that is gone has nothing open.
        match self.0.upgrade() {
            Some(desk) => Desk(desk).while_closed(draft, change),
            None => change().map(|()| true),
        }
    }
}

impl Desk {
    /// Both versions of a post that was also changed on its blog. Of the author's it is the draft
    /// as it stands now.
    pub fn conflict(&self, id: PublicationId) -> Answer<ConflictView> {
        let publication = self.store.publication(id)?;
        let mine = self.draft_now(publication.draft)?;
        let joined = self.joined(&publication, &mine.content)?;
        let theirs = publication.observed.theirs.as_ref().ok_or_else(nothing_to_choose)?;
        let moved = theirs.ancestor.as_ref().is_some_and(|ancestor| {
            theirs.status.is_some_and(|status| !theirs.recovered && status != ancestor.status)
        });
        Ok(ConflictView {
            stamp: stamp(theirs, mine.revision),
            modified: theirs.modified,
            status: theirs.status.filter(|_| moved),
            recovered: theirs.recovered,
            state_joined: coupure_sync::state_of_both(&publication),
            state_theirs: coupure_sync::state_of_theirs(&publication),
            pieces: joined.pieces().into_iter().map(seen).collect(),
        })
    }

    /// Has what was joined become the draft's text, with a choice for each piece that both changed
    /// (in their order; one that is missing keeps both). `send`: it goes out as well; else it
    /// waits for Publish. `stamp`: of the [`conflict`](Self::conflict) that was looked at.
    pub fn resolve_joined(
        &self,
        id: PublicationId,
        stamp_seen: &str,
        choices: &[ConflictChoice],
        send: bool,
    ) -> Answer<PublicationView> {
        self.must_write()?;
        let publication = self.store.publication(id)?;
        let draft = publication.draft;
        let turn = self.turn_to_save(draft)?;
        let mine = self.store.draft(draft)?;
        must_be_as_seen(&publication, mine.revision, Some(stamp_seen))?;
        let choices: Vec<Choice> = choices.iter().map(|choice| (*choice).into()).collect();
        let content = self.joined(&publication, &mine.content)?.content(&choices);
        let sending = match send {
            true => {
                Sending::Now(self.lightened(publication.blog, self.freeze_pictures(&content)?)?)
            }
            false => Sending::WhenPressed,
        };
        coupure_sync::keep_joined(&self.store, id, &content, sending, self.now())?;
        self.shown_anew(draft)?;
        drop(turn);
        self.worker.wake();
        self.told(self.store.publication(id)?)
    }

    /// Chooses one of two versions, or both. `stamp`: of the [`conflict`](Self::conflict) that was
    /// looked at; `None`: there was none to look at, the post is gone from its blog.
    ///
    /// # Errors
    /// `changed_on_blog`: one of the versions is another by now.
    pub fn resolve(
        &self,
        id: PublicationId,
        keep: Keep,
        stamp_seen: Option<&str>,
    ) -> Answer<PublicationView> {
        self.must_write()?;
        let publication = self.store.publication(id)?;
        let draft = publication.draft;
        let turn = self.turn_to_save(draft)?;
        must_be_as_seen(&publication, self.store.draft(draft)?.revision, stamp_seen)?;
        let now = self.now();
        match keep {
            Keep::Mine if publication.observed.theirs.is_some() => {
                // As it is shown beside theirs, with what was typed since the press.
                let mine = self.store.draft(draft)?.content;
                let pictures = self.lightened(publication.blog, self.freeze_pictures(&mine)?)?;
                let sending = Sending::AsWished(pictures);
                coupure_sync::keep_joined(&self.store, id, &mine, sending, now)?;
            }
            Keep::Mine => coupure_sync::keep_mine(&self.store, id, now)?,
            Keep::Theirs => coupure_sync::keep_theirs(&self.store, id, now)?,
            Keep::Both => {
                let mine = self.store.draft(draft)?.content;
                let content = self.joined(&publication, &mine)?.content(&[]);
                coupure_sync::keep_joined(&self.store, id, &content, Sending::WhenPressed, now)?;
            }
            Keep::Merged => {
                let mine = self.store.draft(draft)?.content;
                let joined = self.joined(&publication, &mine)?;
                if !joined.is_clean() {
                    return Err(Problem::new(
                        Code::ChangedOnBlog,
                        "Both versions changed the same words, so they cannot be joined by \
                         themselves. Keep yours, the blog's, or both.",
                    ));
                }
                let content = joined.content(&[]);
                let pictures = self.freeze_pictures(&content)?;
                let pictures = self.lightened(publication.blog, pictures)?;
                coupure_sync::keep_joined(&self.store, id, &content, Sending::Now(pictures), now)?;
            }
        }
        self.shown_anew(draft)?;
        drop(turn);
        self.worker.wake();
        self.told(self.store.publication(id)?)
    }

    fn joined(&self, publication: &Publication, mine: &Content) -> Answer<Joined> {
        self.worker.joined(publication, mine)?.ok_or_else(nothing_to_choose)
    }

    fn shown_anew(&self, draft: DraftId) -> Answer<()> {
        let content = self.store.draft(draft)?.content;
        self.replace_open(draft, &content)?;
        self.library_changed();
        Ok(())
    }
}

fn nothing_to_choose() -> Problem {
    coupure_sync::Error::NothingToChoose.problem()
}

/// What both versions are, of which somebody may choose one.
fn stamp(theirs: &Theirs, mine: RevisionId) -> String {
    let theirs_kept = theirs.revision.map(|theirs| theirs.to_string()).unwrap_or_default();
    // Taking the blog's version takes the state that it is in there too.
    let status = theirs.status.map(|status| format!("-{status:?}")).unwrap_or_default();
    format!("{mine}-{theirs_kept}{status}")
}

/// Nothing is chosen over a version that the author has not seen.
fn must_be_as_seen(
    publication: &Publication,
    mine: RevisionId,
    stamp_seen: Option<&str>,
) -> Answer<()> {
    let stands = publication.observed.theirs.as_ref().map(|theirs| stamp(theirs, mine));
    if stands.as_deref() == stamp_seen {
        return Ok(());
    }
    Err(Problem::new(
        Code::ChangedOnBlog,
        "One of the two versions has changed since you looked at them. Look again, then choose.",
    )
    .with(AGAIN, true))
}

fn seen(piece: Piece) -> ConflictPiece {
    let Piece { part, change, base, mine, theirs, joined } = piece;
    let runs = |text: &str| match (change, part) {
        (Change::Nobody, _) => Vec::new(),
        (_, Part::Categories | Part::Tags) => terms(&base, text),
        (_, Part::Comments) if text == base => vec![DiffRun::Same { text: text.into() }],
        (_, Part::Comments) => vec![DiffRun::Added { text: text.into() }],
        _ => coupure_store::differences(&base, text).into_iter().map(DiffRun::from).collect(),
    };
    ConflictPiece {
        part: match part {
            Part::Title => ConflictPart::Title,
            Part::Slug => ConflictPart::Slug,
            Part::Excerpt => ConflictPart::Excerpt,
            Part::Categories => ConflictPart::Categories,
            Part::Tags => ConflictPart::Tags,
            Part::Comments => ConflictPart::Comments,
            Part::Text => ConflictPart::Text,
        },
        change: match change {
            Change::Nobody => ConflictChange::Nobody,
            Change::Mine => ConflictChange::Mine,
            Change::Theirs => ConflictChange::Theirs,
            Change::Alike => ConflictChange::Alike,
            Change::Words => ConflictChange::Joined,
            Change::Choice => ConflictChange::Choice,
        },
        mine: runs(&mine),
        theirs: runs(&theirs),
        joined,
    }
}

/// A run a term: those that stayed or went, then those that came.
fn terms(base: &str, text: &str) -> Vec<DiffRun> {
    let was: Vec<&str> = base.lines().collect();
    let is: Vec<&str> = text.lines().collect();
    let stayed = was.iter().map(|term| match is.contains(term) {
        true => DiffRun::Same { text: (*term).into() },
        false => DiffRun::Removed { text: (*term).into() },
    });
    let came = is.iter().filter(|term| !was.contains(term));
    stayed.chain(came.map(|term| DiffRun::Added { text: (*term).into() })).collect()
}

impl From<ConflictChoice> for Choice {
    fn from(choice: ConflictChoice) -> Self {
        match choice {
            ConflictChoice::Mine => Self::Mine,
            ConflictChoice::Theirs => Self::Theirs,
            ConflictChoice::Both => Self::Both,
        }
    }
}
