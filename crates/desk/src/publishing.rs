//! Pressing Publish, and what can be said of it afterwards.
//!
//! Pressing commits the wish and the text in one transaction and wakes the sync worker, which does
//! the rest, now or when the network is back.

use std::sync::Arc;

use coupure_blog::secrets::Vault;
use coupure_model::{
    Base, Blog, BlogId, BlogKind, Code, Draft, DraftId, PictureReference, Problem, Publication,
    PublicationId, RemoteStatus, Standing, Timestamp, WantedState,
};
use coupure_store::{Store, Undone, Wish};
use coupure_sync::{SyncEvent, Worker};
use tokio::sync::broadcast;

use crate::{
    Answer, Desk,
    column::hash_of,
    times,
    view::{
        Doing, Event, PublicationState, PublicationView, PublishAction, PublishButton, TheirsView,
    },
};

/// The worker of a home, its connections made with the home's secrets.
pub(crate) fn worker(
    store: &Store,
    vault: &Vault,
    events: &broadcast::Sender<Event>,
) -> Arc<Worker> {
    let (told_store, told) = (store.clone(), events.clone());
    let connector = coupure_sync::VaultConnector::new(vault.clone());
    Arc::new(Worker::new(store.clone(), Arc::new(connector), move |event| {
        let event = match event {
            SyncEvent::PublicationChanged(id) => match seen_by_id(&told_store, id) {
                Ok(publication) => Event::PublicationChanged { publication },
                Err(_) => return,
            },
            SyncEvent::Merged(id) => match seen_by_id(&told_store, id) {
                Ok(publication) => Event::Merged { publication },
                Err(_) => return,
            },
            SyncEvent::Doing { publication, step } => {
                Event::Doing { publication, step: step.map(doing) }
            }
            SyncEvent::UploadProgress { publication, blog, picture, sent_bytes, total_bytes } => {
                Event::UploadProgress {
                    publication,
                    blog,
                    picture: picture.number,
                    pictures: picture.of,
                    sent_bytes,
                    total_bytes,
                }
            }
            SyncEvent::Network { online } => Event::Network { online },
        };
        let _ = told.send(event);
    }))
}

impl Desk {
    /// Wants the draft's present text on a blog. Returns once the wish is on disk; nothing is sent
    /// before the time to undo it has passed.
    pub fn publish(
        &self,
        draft: DraftId,
        blog: Option<BlogId>,
        state: WantedState,
    ) -> Answer<PublicationView> {
        self.must_write()?;
        let Draft { content, revision, trashed, .. } = self.draft_now(draft)?;
        if trashed.is_some() {
            return Err(Problem::new(
                Code::BadArgument,
                format!(
                    "This draft is in the trash; take it out (`coupure draft untrash {draft}`) \
                     before it is published."
                ),
            ));
        }
        let blog = self.blog_for(draft, blog)?;
        if content.title.trim().is_empty() && content.body.trim().is_empty() {
            return Err(Problem::new(
                Code::NothingToPublish,
                "There is nothing to publish yet: write a title or a text first.",
            ));
        }
        let pictures = self.lightened(blog, self.freeze_pictures(&content)?)?;
        let now = self.now();
        let undo = jiff::SignedDuration::try_from(self.options.undo).unwrap_or_default();
        let publication = self.store.want(Wish {
            draft,
            revision,
            blog,
            state,
            pictures,
            pressed: now,
            not_before: now + undo,
            overwrite: None,
        })?;
        self.store.set_draft_blog(draft, Some(blog))?;
        self.worker.wake();
        self.told(publication)
    }

    /// Undoes the last press, while nothing of it was sent. `None`: nothing is wanted any more.
    pub fn undo_publish(&self, id: PublicationId) -> Answer<Option<PublicationView>> {
        self.must_write()?;
        let undone = self.store.unwant(id, self.now())?;
        self.library_changed();
        match undone {
            Undone::Earlier => self.told(self.store.publication(id)?).map(Some),
            Undone::Gone => Ok(None),
            Undone::TooLate => Err(Problem::new(
                Code::TooLate,
                "It is too late to undo: it is being sent. It can be taken back afterwards.",
            )),
        }
    }

    /// Takes a post back: no longer to be read by others. What was never sent is given up.
    pub fn take_back(&self, id: PublicationId) -> Answer<PublicationView> {
        self.must_write()?;
        let publication = self.store.publication(id)?;
        if publication.observed.post.is_none() && publication.attempt.is_none() {
            return self.give_up(id);
        }
        let wanted = self.store.want_state(id, WantedState::TakenBack, self.now())?;
        self.worker.wake();
        self.told(wanted)
    }

    /// Tries again now what waits or needed the author.
    pub fn retry(&self, id: PublicationId) -> Answer<PublicationView> {
        self.must_write()?;
        self.worker.retry(id)?;
        self.told(self.store.publication(id)?)
    }

    /// Tries again now those that something else than the network held up.
    pub(crate) fn retry_where(&self, held_up: impl Fn(&Publication) -> bool) -> Answer<()> {
        for publication in self.store.publications()?.iter().filter(|p| held_up(p)) {
            self.worker.retry(publication.id)?;
        }
        Ok(())
    }

    /// Gives a wish up; what is on the blog stays as it is.
    pub fn give_up(&self, id: PublicationId) -> Answer<PublicationView> {
        self.must_write()?;
        let publication = self.store.publication(id)?;
        if publication.standing == Standing::Settled {
            // What is there is no wish any more.
            return self.told(publication);
        }
        self.worker.give_up(id)?;
        self.told(self.store.publication(id)?)
    }

    /// Every publication, those that need something first.
    pub fn publications(&self) -> Answer<Vec<PublicationView>> {
        self.store.publications()?.iter().map(|p| seen(&self.store, p)).collect()
    }

    pub(crate) fn publications_of(&self, draft: DraftId) -> Answer<Vec<PublicationView>> {
        self.store.publications_of(draft)?.iter().map(|p| seen(&self.store, p)).collect()
    }

    pub fn publication(&self, id: PublicationId) -> Answer<PublicationView> {
        seen_by_id(&self.store, id)
    }

    /// The publication of a draft on the blog that it is meant for, if it was ever wanted.
    pub fn publication_of(
        &self,
        draft: DraftId,
        blog: Option<BlogId>,
    ) -> Answer<Option<PublicationView>> {
        let blog = self.blog_for(draft, blog)?;
        self.store.publication_on(draft, blog)?.map(|p| seen(&self.store, &p)).transpose()
    }

    /// The content as the blog stored it when it was last seen: block markup or HTML.
    pub fn content_sent(&self, id: PublicationId) -> Answer<String> {
        let base = self.store.publication(id)?.observed.base;
        base.map(|base| base.asked.raw.unwrap_or(base.raw)).ok_or_else(|| {
            Problem::new(Code::NothingPublished, "Nothing of this draft is on that blog yet.")
        })
    }

    /// What the button will do, for the words on it.
    pub fn publish_button(&self, draft: DraftId, blog: Option<BlogId>) -> Answer<PublishButton> {
        let content = self.content_now(draft)?;
        let blog = self.store.blog(self.blog_for(draft, blog)?)?;
        let publication = self.store.publication_on(draft, blog.id)?;
        let there = publication.as_ref().and_then(|p| Some((p, live(p)?)));
        let as_it_is = match there {
            Some((there, base)) if there.observed.state == Some(WantedState::Published) => {
                self.store.revision(base.revision)?.content == content
                    && self.pictures_are_as_sent(there)
            }
            _ => false,
        };
        let online = self.worker.reaches(blog.id);
        let action = match (&blog.kind, there.is_some(), as_it_is, online) {
            (_, true, true, _) => PublishAction::UpToDate,
            (BlogKind::Folder { .. }, false, ..) => PublishAction::CreatePage,
            (BlogKind::Folder { .. }, true, ..) => PublishAction::UpdatePage,
            (_, false, _, true) => PublishAction::Publish,
            (_, false, _, false) => PublishAction::PublishWhenOnline,
            (_, true, _, true) => PublishAction::Update,
            (_, true, _, false) => PublishAction::UpdateWhenOnline,
        };
        let planned = match &publication {
            Some(known) if there.is_some() || is_planned(known) => None,
            _ => self.date_to_come(draft, Some(blog.id))?,
        };
        let (action, at) = match planned {
            Some(at) => {
                (PublishAction::Schedule, Some(at.to_zoned(times::zone(&blog)).to_string()))
            }
            None => (action, None),
        };
        let rights = self.rights_notes(&content);
        Ok(PublishButton { blog: blog.id, blog_name: blog.name, action, at, rights })
    }

    /// Whether no clipping of the post was corrected since it was sent.
    fn pictures_are_as_sent(&self, publication: &Publication) -> bool {
        publication.wanted.pictures.iter().all(|sent| match sent.reference {
            PictureReference::Media(_) => true,
            PictureReference::Column(id) => match self.store.clipping(id) {
                Ok(clipping) => self.column(&clipping).is_ok_and(|made| {
                    let made = hash_of(&made);
                    made == sent.full || self.is_lighter_form(publication.blog, made, sent.full)
                }),
                Err(_) => true,
            },
            PictureReference::Clip(id) => match self.store.clipping(id) {
                Ok(clipping) => clipping.current_derivatives().is_some_and(|made| {
                    made.full == sent.full
                        || self.is_lighter_form(publication.blog, made.full, sent.full)
                }),
                // Deleted: nothing newer can be sent.
                Err(_) => true,
            },
        })
    }

    /// Sends what is due until all is quiet, or the time is over. Says whether all is quiet.
    pub async fn sync(&self, limit: std::time::Duration) -> Answer<bool> {
        self.must_write()?;
        // Whoever asks for it now does not mean: when the next try is due.
        self.worker.network_returned();
        Ok(self.worker.until_quiet(limit).await)
    }

    /// The system says that there is a network again: what waited for it is tried at once.
    pub fn network_is_back(&self) -> Answer<()> {
        if self.can_write() {
            self.worker.network_returned();
        }
        Ok(())
    }

    pub(crate) fn blog_for(&self, draft: DraftId, blog: Option<BlogId>) -> Answer<BlogId> {
        match blog {
            Some(id) => Ok(self.store.blog(id)?.id),
            None => match self.store.draft(draft)?.blog {
                Some(id) => Ok(id),
                None => self.usual_blog(),
            },
        }
    }

    pub(crate) fn told(&self, publication: Publication) -> Answer<PublicationView> {
        let view = seen(&self.store, &publication)?;
        self.tell(Event::PublicationChanged { publication: view.clone() });
        self.library_changed();
        Ok(view)
    }
}

fn doing(step: coupure_sync::Doing) -> Doing {
    use coupure_sync::{Doing as Step, PictureOf};
    match step {
        Step::Confirming => Doing::Confirming,
        Step::ConfirmingUpload(PictureOf { number: picture, of: pictures }) => {
            Doing::ConfirmingUpload { picture, pictures }
        }
        Step::Uploading(PictureOf { number: picture, of: pictures }) => {
            Doing::Uploading { picture, pictures }
        }
        Step::Creating => Doing::Creating,
        Step::Looking => Doing::Looking,
        Step::KeepingTheirs => Doing::KeepingTheirs,
        Step::Updating => Doing::Updating,
        Step::Verifying => Doing::Verifying,
        Step::Sweeping => Doing::Sweeping,
        Step::ReadingAgain => Doing::ReadingAgain,
    }
}

/// The version that readers see, whatever is wanted of it and not there yet.
fn live(publication: &Publication) -> Option<&Base> {
    let observed = &publication.observed;
    let gone = publication.standing.problem().is_some_and(|why| why.code == Code::GoneFromBlog);
    let base = observed.base.as_ref().filter(|base| base.status == RemoteStatus::Published);
    base.filter(|_| observed.post.is_some() && !gone)
}

/// It has an hour of its own, whatever its file said.
fn is_planned(publication: &Publication) -> bool {
    matches!(publication.wanted.state, WantedState::Scheduled { .. })
        && publication.standing != Standing::Cancelled
}

fn seen_by_id(store: &Store, id: PublicationId) -> Answer<PublicationView> {
    seen(store, &store.publication(id)?)
}

fn seen(store: &Store, publication: &Publication) -> Answer<PublicationView> {
    let draft = store.draft(publication.draft)?;
    let blog = store.blog(publication.blog)?;
    let now = Timestamp::now();
    let state = state_of(publication, &blog, now);
    let (problem, until) = match &publication.standing {
        Standing::Waiting { until, problem, .. } => (Some(problem.clone()), Some(*until)),
        Standing::NeedsAuthor { problem } | Standing::Refused { problem } => {
            (Some(problem.clone()), None)
        }
        _ if state == PublicationState::Undoable => (None, Some(publication.wanted.not_before)),
        _ => (None, None),
    };
    let wanted = store.revision(publication.wanted.revision)?;
    let theirs = publication.observed.theirs.as_ref().map(|theirs| -> Answer<TheirsView> {
        // As it was kept: with its notes, which a blog holds outside of the content.
        let text = match theirs.revision {
            Some(id) => store.revision(id)?.content.body,
            None => coupure_markdown::from_html::to_markdown(&theirs.raw, ""),
        };
        Ok(TheirsView { title: theirs.title.clone(), text, modified: theirs.modified })
    });
    let theirs = theirs.transpose()?;
    // A page on this computer that has not appeared yet has no file to open.
    let to_appear =
        matches!(blog.kind, BlogKind::Folder { .. }) && state == PublicationState::Scheduled;
    let url = publication.observed.link.clone().filter(|link| !link.is_empty() && !to_appear);
    Ok(PublicationView {
        id: publication.id,
        draft: publication.draft,
        draft_title: draft.content.title.clone(),
        blog: blog.id,
        blog_name: blog.name,
        state,
        wanted: publication.wanted.state,
        problem,
        until,
        url,
        pressed: publication.wanted.pressed,
        revision: publication.wanted.revision,
        live: live(publication).is_some(),
        later_text: wanted.content != draft.content,
        theirs,
    })
}

/// A publication in a word.
pub(crate) fn state_of(publication: &Publication, blog: &Blog, now: Timestamp) -> PublicationState {
    match &publication.standing {
        Standing::Due if publication.wanted.not_before > now => PublicationState::Undoable,
        Standing::Due => PublicationState::Sending,
        Standing::Waiting { .. } => PublicationState::Waiting,
        Standing::NeedsAuthor { .. } => PublicationState::NeedsAuthor,
        Standing::Refused { .. } => PublicationState::Refused,
        Standing::Cancelled => PublicationState::Cancelled,
        Standing::Settled => match (publication.wanted.state, &blog.kind) {
            (WantedState::Draft, _) => PublicationState::Draft,
            (WantedState::Published, BlogKind::Folder { .. }) => PublicationState::Page,
            (WantedState::Published, _) => PublicationState::Published,
            (WantedState::Private, _) => PublicationState::Private,
            (WantedState::Scheduled { at }, _) if at > now => PublicationState::Scheduled,
            (WantedState::Scheduled { .. }, BlogKind::Folder { .. }) => PublicationState::Page,
            (WantedState::Scheduled { .. }, _) => PublicationState::Published,
            (WantedState::TakenBack, _) => PublicationState::TakenBack,
        },
    }
}
