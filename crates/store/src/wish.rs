//! What the author asks for: pressing Publish, undoing it, wanting another state.

use coupure_model::{
    BlogId, Content, DraftId, FrozenPicture, FrozenQuotation, Mark, Naming, Observed, Publication,
    PublicationId, RevisionId, RevisionReason, Standing, Timestamp, Wanted, WantedState,
    clippings_named,
};
use jiff::SignedDuration;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Result, Store, blogs, clippings, drafts, publications, revisions,
    values::{from_json, to_json},
};

/// One press of Publish.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub draft: DraftId,
    /// The draft as it stood, and was saved, at that moment. Later ones may have been saved since.
    pub revision: RevisionId,
    pub blog: BlogId,
    pub state: WantedState,
    pub pictures: Vec<FrozenPicture>,
    pub pressed: Timestamp,
    /// The end of the seconds in which it can be undone.
    pub not_before: Timestamp,
    /// See `Wanted::overwrite`.
    pub overwrite: Option<String>,
}

/// Two versions joined, to become what is wanted and the draft's text.
#[derive(Debug, Clone, Copy)]
pub struct Adoption<'a> {
    /// As it becomes.
    pub publication: &'a Publication,
    /// When what it was made from was pressed.
    pub pressed: Timestamp,
    /// The draft's latest revision when it was read.
    pub latest: RevisionId,
    pub text: AdoptedText<'a>,
}

/// What becomes the draft's text.
#[derive(Debug, Clone, Copy)]
pub enum AdoptedText<'a> {
    /// A revision that was kept beside it.
    Kept(RevisionId),
    /// That, with what was typed since: saved as a merged one.
    Later(&'a Content),
}

/// What undoing a press did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undone {
    /// The wish before it is back.
    Earlier,
    /// There was none: the publication is gone.
    Gone,
    /// The seconds to undo are over; nothing was changed.
    TooLate,
}

/// What a press replaced.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    wanted: Wanted,
    standing: Standing,
}

impl Store {
    /// Keeps the wish, and its revision from thinning, in one transaction. What was observed stays,
    /// and an attempt under way is finished first.
    pub fn want(&self, wish: Wish) -> Result<Publication> {
        let Wish { draft, revision, blog, state, pictures, pressed, not_before, overwrite } = wish;
        self.write(|transaction| {
            blogs::require(transaction, blog)?;
            let revision = revisions::published(transaction, draft, revision, pressed)?;
            let earlier = publications::find(transaction, draft, blog)?;
            let pressed = later_press(pressed, earlier.as_ref());
            let quoted = quoted_by(transaction, draft, revision)?;
            let wanted =
                Wanted { revision, state, pressed, not_before, pictures, quoted, overwrite };
            let (publication, before) = match earlier {
                Some(earlier) => {
                    let before = Before {
                        wanted: earlier.wanted.clone(),
                        standing: earlier.standing.clone(),
                    };
                    let publication = Publication { wanted, standing: Standing::Due, ..earlier };
                    (publication, Some(to_json(&before)?))
                }
                None => {
                    let publication = Publication {
                        id: PublicationId(drafts::new_id(pressed)),
                        draft,
                        blog,
                        mark: Mark(Uuid::new_v4()),
                        wanted,
                        observed: Observed::default(),
                        attempt: None,
                        standing: Standing::Due,
                    };
                    (publication, None)
                }
            };
            publications::put(transaction, &publication, before.as_deref())?;
            Ok(publication)
        })
    }

    /// Undoes the last press while nothing was sent for it.
    pub fn unwant(&self, id: PublicationId, now: Timestamp) -> Result<Undone> {
        self.write(|transaction| {
            let pressed = publications::require(transaction, id)?;
            // Pressed in the future, that is before the clock was put back: it may be out already.
            if now >= pressed.wanted.not_before || now < pressed.wanted.pressed {
                return Ok(Undone::TooLate);
            }
            let before: Option<String> = transaction
                .prepare_cached("SELECT before FROM publication WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0))?;
            if let Some(before) = before {
                let Before { mut wanted, standing } = from_json(&before)?;
                wanted.pressed = later_press(wanted.pressed, Some(&pressed));
                let publication = Publication { wanted, standing, ..pressed };
                publications::put(transaction, &publication, None)?;
                return Ok(Undone::Earlier);
            }
            if pressed.attempt.is_some() || pressed.observed != Observed::default() {
                return Ok(Undone::TooLate);
            }
            transaction.prepare_cached("DELETE FROM publication WHERE id = ?1")?.execute([id.0])?;
            Ok(Undone::Gone)
        })
    }

    /// Wants another state of the version that is wanted already: to take a post back, say. The
    /// draft is not touched, whatever was typed since.
    pub fn want_state(
        &self,
        id: PublicationId,
        state: WantedState,
        now: Timestamp,
    ) -> Result<Publication> {
        self.write(|transaction| {
            let mut publication = publications::require(transaction, id)?;
            publication.wanted.pressed = later_press(now, Some(&publication));
            publication.wanted.not_before = publication.wanted.pressed;
            publication.wanted.state = state;
            publication.standing = Standing::Due;
            publications::put(transaction, &publication, None)?;
            Ok(publication)
        })
    }

    /// Has a merge become what is wanted and what the draft says, in one transaction. `false`: the
    /// author pressed or typed something meanwhile, and nothing was changed.
    pub fn adopt(&self, adoption: &Adoption<'_>, now: Timestamp) -> Result<bool> {
        let Adoption { publication, pressed, latest, text } = *adoption;
        self.write(|transaction| {
            let kept = publications::require(transaction, publication.id)?;
            let draft = revisions::latest(transaction, publication.draft)?;
            if kept.wanted.pressed != pressed || draft.id != latest {
                return Ok(false);
            }
            match text {
                AdoptedText::Kept(revision) => {
                    revisions::bring_forward(transaction, publication.draft, revision, now)?;
                }
                AdoptedText::Later(content) => {
                    let merged = RevisionReason::Merged;
                    revisions::save(transaction, publication.draft, content, &merged, now)?;
                }
            }
            let mut publication = publication.clone();
            publication.wanted.quoted =
                quoted_by(transaction, publication.draft, publication.wanted.revision)?;
            publications::put(transaction, &publication, None)?;
            Ok(true)
        })
    }
}

/// The clippings that a revision quotes, each once, as far as they are there.
fn quoted_by(
    connection: &Connection,
    draft: DraftId,
    revision: RevisionId,
) -> Result<Vec<FrozenQuotation>> {
    let body = revisions::content(connection, draft, revision)?.body;
    let mut quoted: Vec<FrozenQuotation> = Vec::new();
    for (clipping, naming) in clippings_named(&body) {
        let known = quoted.iter().any(|one| one.clipping == clipping);
        if naming == Naming::Quotation && !known {
            let embargo = clippings::embargo(connection, clipping)?;
            quoted.extend(embargo.map(|embargo| FrozenQuotation { clipping, embargo }));
        }
    }
    Ok(quoted)
}

/// Never the moment of an earlier press: the worker tells wishes apart by it.
pub(crate) fn later_press(now: Timestamp, earlier: Option<&Publication>) -> Timestamp {
    match earlier {
        Some(earlier) if earlier.wanted.pressed >= now => earlier
            .wanted
            .pressed
            .checked_add(SignedDuration::from_nanos(1))
            .unwrap_or(Timestamp::MAX),
        _ => now,
    }
}
