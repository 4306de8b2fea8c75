//! One step: gather the facts, plan, do it, record what was seen.

use std::{collections::HashMap, time::Duration};

use coupure_blog::BlogClient;
use coupure_model::{
    Attempt, AttemptStep, Blog, Code, Content, MediaHash, PostChanges, Problem, Publication,
    PublicationId, Remedy, RemoteMedia, Standing,
};
use coupure_store::Recorded;

use crate::{
    Error, Facts, Look, PictureFact, PictureState, Settling, Step, SyncEvent, Worker,
    backoff::backoff,
    changes::{self, Rendering},
    error::Result,
    event::Doing,
    observe::{self, Comparison},
};

/// No server is left alone for longer than that, whatever it asks.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(60 * 60);

/// A publication at work, as the step goes on.
pub(crate) struct Work<'c> {
    pub publication: Publication,
    pub blog: Blog,
    pub client: &'c dyn BlogClient,
    pub uploads: HashMap<MediaHash, RemoteMedia>,
    pub settling: Settling,
    /// What the last look found, if it may be written upon.
    pub comparison: Option<Comparison>,
}

impl Worker {
    /// Does the one next step of a publication and records what was seen. What goes wrong on the
    /// way is recorded too, and is no error here; an error means that it could not be recorded.
    pub async fn step(&self, id: PublicationId) -> Result<Step> {
        match self.next_step(id).await {
            Err(Error::Overtaken) => {
                self.memory().forget_seen(id);
                Ok(Step::Hold)
            }
            done => done,
        }
    }

    async fn next_step(&self, id: PublicationId) -> Result<Step> {
        let mut publication = self.store.publication(id)?;
        self.hold_to_embargoes(&mut publication);
        self.remember_tries(&publication);
        // What needs no connection is found without one.
        let settling = self.settling(&publication, Duration::ZERO);
        let ahead = self.ahead(publication.blog);
        let facts =
            Facts { publication: &publication, pictures: &[], look: Look::NotYet, settling, ahead };
        let step = (self.planner)(&facts, self.clock.now());
        if step.rests() && !matches!(step, Step::Wait { .. } if publication.attempt.is_some()) {
            self.settle_on(&mut publication, &step)?;
            return Ok(step);
        }
        match self.step_there(&mut publication).await {
            Err(Error::Overtaken) => Err(Error::Overtaken),
            Ok(step) => Ok(step),
            Err(error) => {
                self.fail(&mut publication, &error)?;
                Ok(Step::Hold)
            }
        }
    }

    /// An embargo that was set, moved or lifted after Publish was pressed holds until the post is
    /// sent. What is wanted is not recorded by a step, so the wish stays as it was pressed.
    fn hold_to_embargoes(&self, publication: &mut Publication) {
        for picture in &mut publication.wanted.pictures {
            if let Some(id) = picture.reference.clipping()
                && let Ok(clipping) = self.store.clipping(id)
            {
                picture.embargo = clipping.embargo;
            }
        }
        for quotation in &mut publication.wanted.quoted {
            if let Ok(clipping) = self.store.clipping(quotation.clipping) {
                quotation.embargo = clipping.embargo;
            }
        }
    }

    /// A step that needs the blog. An error is about the step, and not recorded yet.
    async fn step_there(&self, publication: &mut Publication) -> Result<Step> {
        if matches!(publication.standing, Standing::Waiting { .. }) && publication.attempt.is_none()
        {
            publication.standing = Standing::Due;
            self.record(publication)?;
        }
        let blog = self.store.blog(publication.blog)?;
        let client = self.client(&blog).await?;
        self.learn_hour(publication, &blog, &*client).await?;
        let timeout = client.request_timeout();
        let settling = self.settling(publication, timeout);
        let uploads = self.uploads(publication, &*client)?;
        let pictures = self.picture_facts(publication, &*client, &uploads)?;
        let mut work = Work {
            publication: publication.clone(),
            blog,
            client: &*client,
            uploads,
            settling,
            comparison: None,
        };
        self.compare(&mut work)?;
        let look = work.comparison.as_ref().map_or(Look::NotYet, |comparison| comparison.look);
        let ahead = self.ahead(work.blog.id);
        let facts =
            Facts { publication: &work.publication, pictures: &pictures, look, settling, ahead };
        let step = (self.planner)(&facts, self.clock.now());
        tracing::debug!(publication = %publication.id, ?step, "next step");
        let done = self.take(&mut work, &step).await;
        *publication = work.publication;
        done?;
        if step.rests() {
            self.settle_on(publication, &step)?;
        }
        Ok(step)
    }

    async fn take(&self, work: &mut Work<'_>, step: &Step) -> Result<()> {
        if let Some(doing) = Doing::of(step, &work.publication.wanted) {
            let publication = work.publication.id;
            self.tell(SyncEvent::Doing { publication, step: Some(doing) });
        }
        match step {
            Step::ConfirmAttempt => self.confirm_attempt(work).await,
            Step::ConfirmUpload(hash) => self.confirm_upload(work, *hash).await,
            Step::UploadMedia(hash) => self.upload_media(work, *hash).await,
            Step::CreateDraft(mark) => self.create_draft(work, *mark).await,
            Step::LookBeforeWrite => self.look(work).await,
            Step::ReadAgain => self.read_again(work).await,
            Step::StoreTheirs => self.store_theirs(work),
            Step::Merge => self.merge(work),
            Step::TakeMerge => self.take_merge(work),
            Step::Update(post) => self.update(work, post).await,
            Step::VerifyAfterWrite => self.verify(work).await,
            Step::SweepStrays => self.sweep(work).await,
            Step::Hold
            | Step::Undoable { .. }
            | Step::Wait { .. }
            | Step::AskAuthor(_)
            | Step::Done => Ok(()),
        }
    }

    /// Records how the publication stands after a step that nothing follows.
    fn settle_on(&self, publication: &mut Publication, step: &Step) -> Result<()> {
        let id = publication.id;
        let works = matches!(publication.standing, Standing::Due | Standing::Waiting { .. });
        let standing = match step {
            Step::Undoable { until } => {
                // The standing says another hour where it was put off by a clock that was wrong.
                self.wake_after(id, until.duration_since(self.clock.now()).unsigned_abs());
                return Ok(());
            }
            Step::Wait { until, problem } => {
                let tries = self.memory().tries.get(&id).copied().unwrap_or(0);
                Standing::Waiting { until: *until, tries, problem: problem.clone() }
            }
            Step::AskAuthor(problem) => Standing::NeedsAuthor { problem: problem.clone() },
            Step::Done => Standing::Settled,
            _ => return Ok(()),
        };
        if !works {
            // The author decided otherwise; what is under way is looked at in its time.
            if let Step::Wait { until, .. } = step {
                let wait = until.duration_since(self.clock.now()).unsigned_abs();
                self.rest(id, wait);
                // Its attempt may have begun in what is the future now.
                self.wake_after(id, wait);
            }
            return Ok(());
        }
        if let Step::Wait { until, .. } = step {
            self.wake_after(id, until.duration_since(self.clock.now()).unsigned_abs());
        }
        if *step == Step::Done {
            observe::done(publication);
            self.memory().tries.remove(&id);
        }
        if publication.standing != standing || *step == Step::Done {
            publication.standing = standing;
            self.record(publication)?;
        }
        Ok(())
    }

    /// Records a failure: what stands now, and when it is tried again.
    fn fail(&self, publication: &mut Publication, error: &Error) -> Result<()> {
        let problem = error.problem();
        tracing::info!(publication = %publication.id, code = ?problem.code, "a step failed: {problem}");
        let now = self.clock.now();
        if !matches!(publication.standing, Standing::Due | Standing::Waiting { .. }) {
            let tries = self.count_try(publication);
            let wait = backoff(publication.wanted.pressed, tries, error.retry_after());
            self.rest(publication.id, wait);
            self.wake_after(publication.id, wait);
            return self.record(publication);
        }
        let tries = self.count_try(publication);
        let asked = error.retry_after().map(|asked| asked.min(RETRY_AFTER_MAX));
        let wait = backoff(publication.wanted.pressed, tries, asked);
        // What may have happened is looked for sooner than it is tried again.
        let wait = match asked {
            None if matches!(error, Error::InDoubt { .. }) => Duration::from_secs(1),
            _ => wait,
        };
        let until = now.checked_add(wait).unwrap_or(now);
        let problem = match asked {
            Some(asked) => problem.with("asked_seconds", asked.as_secs()),
            None => problem,
        };
        publication.standing = match problem.code.remedy() {
            Remedy::WillRetry => {
                self.wake_after(publication.id, wait);
                Standing::Waiting { until, tries, problem }
            }
            Remedy::NeedsAuthor => Standing::NeedsAuthor { problem },
            Remedy::NeverWill => Standing::Refused { problem },
        };
        self.record(publication)
    }

    /// Keeps what was observed; a wish that was pressed meanwhile keeps its standing. Where the
    /// author decided something meanwhile, the step ends here, before it writes anything.
    pub(crate) fn record(&self, publication: &Publication) -> Result<()> {
        if self.store.record(publication)? == Recorded::Overtaken {
            return Err(Error::Overtaken);
        }
        self.tell(SyncEvent::PublicationChanged(publication.id));
        Ok(())
    }

    /// After a step that went well: the failures before it are forgotten.
    pub(crate) fn went_well(&self, publication: &mut Publication) -> Result<()> {
        self.memory().tries.remove(&publication.id);
        if matches!(publication.standing, Standing::Waiting { .. }) {
            publication.standing = Standing::Due;
        }
        self.record(publication)
    }

    fn remember_tries(&self, publication: &Publication) {
        if let Standing::Waiting { tries, .. } = publication.standing {
            self.memory().tries.entry(publication.id).or_insert(tries);
        }
    }

    fn count_try(&self, publication: &Publication) -> u32 {
        let mut memory = self.memory();
        let tries = memory.tries.entry(publication.id).or_default();
        *tries = tries.saturating_add(1);
        *tries - 1
    }

    fn uploads(
        &self,
        publication: &Publication,
        client: &dyn BlogClient,
    ) -> Result<HashMap<MediaHash, RemoteMedia>> {
        let mut uploads = HashMap::new();
        for hash in changes::files_needed(&publication.wanted.pictures, client.makes_sizes()) {
            let upload = self.store.upload(publication.blog, hash)?;
            uploads.extend(upload.and_then(|upload| upload.media).map(|media| (hash, media)));
        }
        Ok(uploads)
    }

    fn picture_facts(
        &self,
        publication: &Publication,
        client: &dyn BlogClient,
        uploads: &HashMap<MediaHash, RemoteMedia>,
    ) -> Result<Vec<PictureFact>> {
        let blog = publication.blog;
        let files = changes::files_needed(&publication.wanted.pictures, client.makes_sizes());
        let fact = |hash: MediaHash| -> Result<PictureFact> {
            let begun = self.store.upload(blog, hash)?.filter(|upload| upload.attempt.is_some());
            let state = match (uploads.contains_key(&hash), begun) {
                (true, _) => PictureState::There,
                (false, None) => PictureState::Absent,
                (false, Some(upload)) => {
                    let timeout = client.upload_timeout(self.store.media(hash)?.size_bytes);
                    let elapsed = self.clock.elapsed();
                    PictureState::Unknown(self.memory().settling_file(&upload, timeout, elapsed))
                }
            };
            Ok(PictureFact { hash, state })
        };
        files.into_iter().map(fact).collect()
    }

    /// Holds a recent look against what is wanted.
    fn compare(&self, work: &mut Work<'_>) -> Result<()> {
        let publication = &mut work.publication;
        let elapsed = self.clock.elapsed();
        let seen = self.memory().seen(publication.id, elapsed).cloned();
        let Some(seen) = seen.filter(|_| publication.attempt.is_none()) else { return Ok(()) };
        if let Some(post) = &seen
            && observe::recognise(publication, post)
        {
            self.record(publication)?;
        }
        let asks = self.asks(work)?;
        // The blog's dates are held against the blog's clock: this computer's may be wrong.
        let now = self.now_there(work.client);
        work.comparison = Some(observe::compare(&work.publication, seen.as_ref(), &asks, now));
        Ok(())
    }

    /// Everything that the wanted revision asks for.
    pub(crate) fn asks(&self, work: &Work<'_>) -> Result<PostChanges> {
        let wanted = &work.publication.wanted;
        let content: Content = self.store.revision(wanted.revision)?.content;
        let rendering = Rendering {
            dialect: work.client.dialect(),
            makes_sizes: work.client.makes_sizes(),
            features: &work.blog.features,
            typography: self.typography()?,
            standing: changes::standing(&work.publication.observed),
        };
        changes::changes_for(&content, &wanted.pictures, &work.uploads, &rendering)
    }

    /// What the author prefers, of the home's settings (which the desk keeps as JSON).
    pub(crate) fn typography(&self) -> Result<bool> {
        let settings = self.store.setting("settings")?;
        let settings: Option<serde_json::Value> =
            settings.and_then(|text| serde_json::from_str(&text).ok());
        Ok(settings.and_then(|settings| settings["typography"].as_bool()).unwrap_or(true))
    }

    /// A write came back with an error: says whether it may have happened all the same. Either
    /// way the error goes on to be shown.
    pub(crate) fn write_failed(&self, work: &mut Work<'_>, error: coupure_blog::Error) -> Error {
        let publication = &mut work.publication;
        self.memory().forget_seen(publication.id);
        if error.outcome_unknown() {
            observe::in_doubt(publication);
            // It may land from now on, however long the requests before it took.
            self.unsettle(publication);
        } else {
            observe::refused(publication);
        }
        match error {
            error if publication.attempt.is_none() => error.into(),
            error => in_doubt_problem(&error, publication.attempt.as_ref()),
        }
    }
}

/// What a lost answer is called, with the fault that lost it.
fn in_doubt_problem(error: &coupure_blog::Error, attempt: Option<&Attempt>) -> Error {
    let what = match attempt.map(|attempt| &attempt.step) {
        Some(AttemptStep::CreateDraft) => "creating the post",
        _ => "changing the post",
    };
    let cause = error.problem();
    let sentence = format!(
        "The answer to {what} was lost ({cause}) Coupure looks whether it arrived before it does \
         anything else."
    );
    let mut problem = Problem::new(Code::OutcomeUnknown, sentence);
    problem.params = cause.params;
    let problem = problem.with("cause", cause.code.as_str());
    Error::InDoubt { problem, retry_after: error.retry_after() }
}
