//! What the author chose where two versions of a post exist, or where one is gone.
//!
//! The version that is not chosen is in the draft's history before and after.

use coupure_model::{
    Base, Code, Content, Language, Observed, PostChanges, Problem, Publication, PublicationId,
    RemoteStatus, RevisionReason, Standing, Theirs, Timestamp,
};
use coupure_store::Store;

use crate::{Error, error::Result};

/// The author's version goes over the other one. Of a post that is gone from its blog: it is
/// published anew.
pub fn keep_mine(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    let mut publication = store.publication(id)?;
    if is_gone(&publication) {
        publication.observed = Observed::default();
        return due(store, publication, now);
    }
    let theirs = take_theirs(&mut publication)?;
    publication.wanted.overwrite = Some(theirs.hash);
    publication.observed.state = None;
    due(store, publication, now)
}

/// The blog's version stays and becomes the draft's text. Of a post that is gone: it stays gone.
pub fn keep_theirs(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    let mut publication = store.publication(id)?;
    if is_gone(&publication) {
        publication.standing = Standing::Cancelled;
        return Ok(store.put_publication(&publication)?);
    }
    let theirs = take_theirs(&mut publication)?;
    let from = theirs.revision.ok_or(Error::NothingToChoose)?;
    let content = store.revision(from)?.content;
    let revision =
        store.save(publication.draft, &content, RevisionReason::Restored { from }, now)?;
    publication.wanted.revision = revision;
    publication.wanted.overwrite = None;
    publication.observed.state = None;
    if !theirs.recovered {
        let base = base_on(&publication, theirs, revision);
        publication.observed.base = Some(Base { as_it_stands: true, ..base });
    }
    due(store, publication, now)
}

/// Both become the draft's text, the author's first. Nothing is sent before Publish is pressed.
pub fn keep_both(store: &Store, id: PublicationId, now: Timestamp) -> Result<()> {
    let mut publication = store.publication(id)?;
    let theirs = take_theirs(&mut publication)?;
    let from = theirs.revision.ok_or(Error::NothingToChoose)?;
    let mine = store.draft(publication.draft)?.content;
    let merged = both(&mine, &store.revision(from)?.content);
    store.save(publication.draft, &merged, RevisionReason::Merged, now)?;
    publication.wanted.overwrite = Some(theirs.hash.clone());
    publication.observed.state = None;
    if !theirs.recovered {
        // Their text is in the draft now: what is pressed next may go over it.
        publication.observed.base = Some(base_on(&publication, theirs, from));
    }
    publication.standing = Standing::NeedsAuthor { problem: merged_by_hand() };
    Ok(store.put_publication(&publication)?)
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

fn base_on(publication: &Publication, theirs: Theirs, revision: coupure_model::RevisionId) -> Base {
    let before = publication.observed.base.as_ref();
    Base {
        raw: theirs.raw,
        hash: theirs.hash,
        predecessor: None,
        revision,
        status: before.map_or(RemoteStatus::Draft, |base| base.status),
        // A cover of ours is taken away when the draft has none; another's is not.
        asked: PostChanges { cover: Some(theirs.cover), ..PostChanges::default() },
        as_it_stands: false,
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
    publication.wanted.pressed = now.max(publication.wanted.pressed);
    publication.standing = Standing::Due;
    Ok(store.put_publication(&publication)?)
}

fn merged_by_hand() -> Problem {
    Problem::new(
        Code::ChangedOnBlog,
        "Both versions are in the draft now, yours first. Read it, then press Publish.",
    )
    .with("merged", true)
}
