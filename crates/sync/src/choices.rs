//! What the author chose where two versions of a post exist, or where one is gone.
//!
//! The version that is not chosen is in the draft's history before and after.

use coupure_model::{
    Base, Code, Content, FrozenPicture, Language, Observed, PostChanges, Problem, Publication,
    PublicationId, RemoteStatus, RevisionId, RevisionReason, Standing, Theirs, Timestamp,
    WantedState,
};
use coupure_store::Store;
use jiff::SignedDuration;

use crate::{Error, error::Result};

const MERGED: &str = "merged";

/// The author's version goes over the other one. Of a post that is gone from its blog: it is
/// published anew.
pub fn keep_mine(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    let mut publication = store.publication(id)?;
    if is_gone(&publication) {
        let Observed { sent, unsettled, waited_ms, .. } = publication.observed;
        // A copy of an earlier creation may still be under the mark.
        publication.observed = Observed { sent, unsettled, waited_ms, ..Observed::default() };
        return due(store, publication, now);
    }
    let unsettled = publication.observed.unsettled;
    let theirs = take_theirs(&mut publication)?;
    publication.wanted.overwrite = Some(theirs.hash.clone());
    publication.observed.state = None;
    if !theirs.recovered {
        let from = theirs.revision.ok_or(Error::NothingToChoose)?;
        publication.observed.base = Some(base_on(theirs, from, unsettled));
    }
    due(store, publication, now)
}

/// The blog's version stays and becomes the draft's text. Of a post that is gone: it stays gone.
pub fn keep_theirs(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    let mut publication = store.publication(id)?;
    if is_gone(&publication) {
        publication.standing = Standing::Cancelled;
        return Ok(store.put_publication(&publication)?);
    }
    let unsettled = publication.observed.unsettled;
    let theirs = take_theirs(&mut publication)?;
    let from = theirs.revision.ok_or(Error::NothingToChoose)?;
    let content = store.revision(from)?.content;
    let revision =
        store.save(publication.draft, &content, RevisionReason::Restored { from }, now)?;
    publication.wanted.revision = revision;
    publication.wanted.overwrite = None;
    theirs.add_pictures(&mut publication.wanted);
    publication.observed.state = None;
    if !theirs.recovered {
        // Where they published it, hid it or took it back, that stays too.
        if let Some(state) = theirs.status.and_then(|status| as_it_is(status, &publication)) {
            publication.wanted.state = state;
        }
        let base = base_on(theirs, revision, unsettled);
        publication.observed.base = Some(Base { as_it_stands: true, ..base });
    }
    due(store, publication, now)
}

/// Both become the draft's text, the author's first. Nothing is sent before Publish is pressed.
pub fn keep_both(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    let publication = store.publication(id)?;
    let from = publication.observed.theirs.as_ref().and_then(|theirs| theirs.revision);
    let from = from.ok_or(Error::NothingToChoose)?;
    let mine = store.draft(publication.draft)?.content;
    let content = both(&mine, &store.revision(from)?.content);
    keep_joined(store, id, &content, Sending::WhenPressed, now)
}

/// When a text that the author joined goes out.
#[derive(Debug, Clone, PartialEq)]
pub enum Sending {
    /// With its pictures as they are now.
    Now(Vec<FrozenPicture>),
    /// Not before Publish is pressed again.
    WhenPressed,
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
    let mut publication = store.publication(id)?;
    let unsettled = publication.observed.unsettled;
    let theirs = take_theirs(&mut publication)?;
    let from = theirs.revision.ok_or(Error::NothingToChoose)?;
    let revision = store.save(publication.draft, content, RevisionReason::Merged, now)?;
    publication.wanted.overwrite = Some(theirs.hash.clone());
    if !theirs.recovered {
        publication.observed.base = Some(base_on(theirs, from, unsettled));
    }
    publication.observed.state = None;
    pressed_now(&mut publication, now);
    match sending {
        Sending::WhenPressed => {
            publication.standing = Standing::NeedsAuthor { problem: merged_by_hand() };
            Ok(store.put_publication(&publication)?)
        }
        Sending::Now(pictures) => {
            publication.wanted.revision = revision;
            publication.wanted.pictures = pictures;
            due(store, publication, now)
        }
    }
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

/// The choice counts as pressed now: it is not asked about again for having waited.
fn due(store: &Store, mut publication: Publication, now: Timestamp) -> Result<()> {
    pressed_now(&mut publication, now);
    publication.standing = Standing::Due;
    Ok(store.put_publication(&publication)?)
}

/// Always later than before: a step under way knows by it that what it began upon was decided.
fn pressed_now(publication: &mut Publication, now: Timestamp) {
    let before = publication.wanted.pressed;
    let later = before.checked_add(SignedDuration::from_nanos(1)).unwrap_or(before);
    publication.wanted.pressed = now.max(later);
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
