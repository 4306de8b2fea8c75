//! What the author chose where two versions of a post exist, or where one is gone.
//!
//! The version that is not chosen is in the draft's history before and after. Each choice is made
//! upon what is known at that moment, in one transaction, and counts as pressed then: it is not
//! asked about again for having waited.

use coupure_model::{
    Base, Code, Content, FrozenPicture, Language, Observed, PostChanges, Problem, Publication,
    PublicationId, RemoteStatus, RevisionId, RevisionReason, Standing, Theirs, Timestamp,
    WantedState,
};
use coupure_store::{Deciding, Store};

use crate::{Error, error::Result, observe};

const MERGED: &str = "merged";

/// The author's version goes over the other one. Of a post that is gone from its blog: it is
/// published anew.
pub fn keep_mine(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    store.decide(id, now, |deciding| {
        let publication = &mut deciding.publication;
        if is_gone(publication) {
            let Observed { sent, unsettled, waited_ms, .. } = publication.observed.clone();
            // A copy of an earlier creation may still be under the mark.
            publication.observed = Observed { sent, unsettled, waited_ms, ..Observed::default() };
        } else {
            let unsettled = publication.observed.unsettled;
            let theirs = take_theirs(publication)?;
            publication.wanted.overwrite = Some(theirs.hash.clone());
            publication.observed.state = None;
            if !theirs.recovered {
                let from = theirs.revision.ok_or(Error::NothingToChoose)?;
                publication.observed.base = Some(base_on(theirs, from, unsettled));
            }
        }
        publication.standing = Standing::Due;
        Ok(())
    })
}

/// The blog's version stays and becomes the draft's text. Of a post that is gone: it stays gone.
pub fn keep_theirs(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    store.decide(id, now, |deciding| {
        if is_gone(&deciding.publication) {
            deciding.publication.standing = Standing::Cancelled;
            return Ok(());
        }
        let unsettled = deciding.publication.observed.unsettled;
        let their_state = state_of_theirs(&deciding.publication);
        let theirs = take_theirs(&mut deciding.publication)?;
        let from = theirs.revision.ok_or(Error::NothingToChoose)?;
        let content = deciding.revision(from)?;
        let revision = deciding.save(&content, &RevisionReason::Restored { from })?;
        let publication = &mut deciding.publication;
        publication.wanted.revision = revision;
        publication.wanted.overwrite = None;
        theirs.add_pictures(&mut publication.wanted);
        publication.observed.state = None;
        if !theirs.recovered {
            // Where they published it, hid it or took it back, that stays too.
            publication.wanted.state = their_state;
            let base = base_on(theirs, revision, unsettled);
            publication.observed.base = Some(Base { as_it_stands: true, ..base });
        }
        publication.standing = Standing::Due;
        Ok(())
    })
}

/// Both become the draft's text, the author's first. Nothing is sent before Publish is pressed.
pub fn keep_both(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    store.decide(id, now, |deciding| {
        let theirs = deciding.publication.observed.theirs.as_ref();
        let from = theirs.and_then(|theirs| theirs.revision).ok_or(Error::NothingToChoose)?;
        let content = both(&deciding.draft()?, &deciding.revision(from)?);
        join(deciding, &content, Sending::WhenPressed)
    })
}

/// When a text that the author joined goes out.
#[derive(Debug, Clone, PartialEq)]
pub enum Sending {
    /// With its pictures as they are now, into the state that came of both versions.
    Now(Vec<FrozenPicture>),
    /// The same, into the state that the author wished for.
    AsWished(Vec<FrozenPicture>),
    /// Not before Publish is pressed again.
    WhenPressed,
}

/// The state that the post comes into where both versions are joined, and sent as they then stand.
pub fn state_of_both(publication: &Publication) -> WantedState {
    let theirs = publication.observed.theirs.as_ref();
    theirs.and_then(|theirs| joined_state(theirs, publication)).unwrap_or(publication.wanted.state)
}

/// The state that the post comes into where the blog's version is kept.
pub fn state_of_theirs(publication: &Publication) -> WantedState {
    let theirs = publication.observed.theirs.as_ref().filter(|theirs| !theirs.recovered);
    theirs
        .and_then(|theirs| as_it_is(theirs.status?, publication))
        .unwrap_or(publication.wanted.state)
}

/// What the author made of both versions becomes the draft's text. `content` holds what is to stay
/// of theirs: what is sent next may go over it.
pub fn keep_joined(
    store: &Store,
    id: PublicationId,
    content: &Content,
    sending: Sending,
    now: Timestamp,
) -> Result<()> {
    store.decide(id, now, |deciding| join(deciding, content, sending))
}

fn join(deciding: &mut Deciding<'_>, content: &Content, sending: Sending) -> Result<()> {
    let unsettled = deciding.publication.observed.unsettled;
    let theirs = take_theirs(&mut deciding.publication)?;
    let from = theirs.revision.ok_or(Error::NothingToChoose)?;
    let revision = deciding.save(content, &RevisionReason::Merged)?;
    let publication = &mut deciding.publication;
    publication.wanted.overwrite = Some(theirs.hash.clone());
    if !matches!(sending, Sending::AsWished(_))
        && let Some(state) = joined_state(&theirs, publication)
    {
        publication.wanted.state = state;
    }
    if !theirs.recovered {
        publication.observed.base = Some(base_on(theirs, from, unsettled));
    }
    publication.observed.state = None;
    publication.standing = match sending {
        Sending::WhenPressed => Standing::NeedsAuthor { problem: merged_by_hand() },
        Sending::Now(pictures) | Sending::AsWished(pictures) => {
            publication.wanted.revision = revision;
            publication.wanted.pictures = pictures;
            Standing::Due
        }
    };
    Ok(())
}

fn both(mine: &Content, theirs: &Content) -> Content {
    let heading = match mine.language {
        Language::French => "Version du blog",
        Language::English => "Version on the blog",
        Language::German => "Fassung im Blog",
        Language::Spanish => "Versión del blog",
        Language::Italian => "Versione del blog",
        Language::Portuguese => "Versão do blogue",
        Language::Dutch => "Versie op het blog",
    };
    let body =
        format!("{}\n\n## {heading}\n\n{}\n", mine.body.trim_end(), theirs.body.trim_matches('\n'));
    Content { body, ..mine.clone() }
}

/// Their version as what is known of the post, once the draft holds what is to stay of it.
/// `unsettled`: a write of ours may have landed before it.
pub(crate) fn base_on(theirs: Theirs, revision: RevisionId, unsettled: bool) -> Base {
    // The cover that was asked for stays the one that the draft's is held against, so that one
    // chosen there stays until the author chooses another. Where it is not known, or one of ours
    // may have come with a write that was lost: ours is taken away when the draft has none, and
    // another's is not.
    let lost = unsettled && theirs.cover.is_some();
    let asked = theirs.ancestor.and_then(|ancestor| ancestor.cover).filter(|_| !lost);
    Base {
        raw: theirs.raw,
        hash: theirs.hash,
        predecessor: None,
        revision,
        status: theirs.status.unwrap_or(RemoteStatus::Draft),
        asked: PostChanges { cover: Some(asked.unwrap_or(theirs.cover)), ..PostChanges::default() },
        as_it_stands: false,
        fields: theirs.fields,
    }
}

/// The state that somebody put the post in there, where the author wished for no other than it was
/// in before: what was hidden there does not come to light again unasked.
fn joined_state(theirs: &Theirs, publication: &Publication) -> Option<WantedState> {
    let (ancestor, status) = (theirs.ancestor.as_ref()?, theirs.status?);
    let wanted = &publication.wanted;
    let as_before = observe::target(wanted.state, wanted.pressed) == ancestor.status;
    (as_before && status != ancestor.status && !theirs.recovered)
        .then(|| as_it_is(status, publication))?
}

/// The state to want of a post that is to stay as it is there. `None`: the one that is wanted.
fn as_it_is(there: RemoteStatus, publication: &Publication) -> Option<WantedState> {
    match (there, publication.wanted.state) {
        (RemoteStatus::Published, WantedState::Scheduled { .. }) => None,
        (RemoteStatus::Published, _) => Some(WantedState::Published),
        (RemoteStatus::Private, _) => Some(WantedState::Private),
        (RemoteStatus::Draft | RemoteStatus::Pending, _) => Some(WantedState::Draft),
        (RemoteStatus::Scheduled | RemoteStatus::Trashed, _) => None,
    }
}

fn take_theirs(publication: &mut Publication) -> Result<Theirs> {
    if publication.attempt.is_some() {
        return Err(Error::NothingToChoose);
    }
    publication.observed.theirs.take().ok_or(Error::NothingToChoose)
}

fn is_gone(publication: &Publication) -> bool {
    matches!(&publication.standing,
        Standing::NeedsAuthor { problem } if problem.code == Code::GoneFromBlog)
}

fn merged_by_hand() -> Problem {
    Problem::new(
        Code::ChangedOnBlog,
        "Both versions are in the draft now, yours first. Read it, then press Publish.",
    )
    .with(MERGED, true)
}

/// Both versions are in the draft, and Publish was not pressed since.
pub(crate) fn is_merged_by_hand(problem: &Problem) -> bool {
    problem.params.contains_key(MERGED)
}
