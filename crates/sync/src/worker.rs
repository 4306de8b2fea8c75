//! The worker: which publications are due, how many go side by side, when to look again.

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use coupure_blog::BlogClient;
use coupure_model::{Blog, BlogId, BlogKind, Code, Problem, PublicationId, Standing, Timestamp};
use coupure_store::Store;
use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::watch;

use crate::{
    Clock, Connector, Facts, Ledger, OpenTexts, Step, SyncEvent, SystemClock, backoff,
    choices::is_merged_by_hand,
    error::Result,
    memory::{Connected, Memory, SETTLE_MARGIN, SETTLE_MAX},
    open_texts::Held,
    plan,
    reach::Reach,
};

/// So many posts go side by side; of one post there is never more than one write under way.
const SIDE_BY_SIDE: usize = 2;
/// A path of steps is far shorter; one that is not is put off.
const STEPS_MAX: u32 = 200;
/// Looks at what is due at least so often, for the wall clock may have jumped.
const PAUSE_MAX: Duration = Duration::from_secs(30);
const PAUSE_MIN: Duration = Duration::from_millis(10);
/// Between looks at what is due while something at work stands before it.
const HIDDEN: Duration = Duration::from_secs(1);
/// After what should not happen.
const WAIT_MAX: Duration = Duration::from_secs(60 * 60);
/// How long requests under way are given to end when the worker stops.
const STOP_GRACE: Duration = Duration::from_millis(2500);

/// Says the next step from what is known and the time: [`plan()`].
pub type Planner = dyn Fn(&Facts<'_>, Timestamp) -> Step + Send + Sync;

/// What a worker is made of. A simulation puts its own clock and connector in, and wraps the
/// planner and the ledger to see that what is broken in them is noticed.
pub struct Parts {
    pub ledger: Arc<dyn Ledger>,
    pub planner: Box<Planner>,
    pub connector: Arc<dyn Connector>,
    pub clock: Arc<dyn Clock>,
}

impl Parts {
    /// Those of the product.
    pub fn new(store: Store, connector: Arc<dyn Connector>) -> Self {
        Self {
            ledger: Arc::new(store),
            planner: Box::new(plan),
            connector,
            clock: Arc::new(SystemClock::default()),
        }
    }
}

/// Brings what is wanted to the blogs. One a process; futures dropped at any point leave nothing
/// that the next worker does not find out.
pub struct Worker {
    pub(crate) store: Arc<dyn Ledger>,
    pub(crate) planner: Box<Planner>,
    pub(crate) connector: Arc<dyn Connector>,
    pub(crate) clock: Arc<dyn Clock>,
    events: Box<dyn Fn(SyncEvent) + Send + Sync>,
    memory: Mutex<Memory>,
    wakes: watch::Sender<u64>,
    reach: Mutex<Reach>,
    pub(crate) open_texts: Held,
}

impl Worker {
    pub fn new(
        store: Store,
        connector: Arc<dyn Connector>,
        events: impl Fn(SyncEvent) + Send + Sync + 'static,
    ) -> Self {
        Self::of(Parts::new(store, connector), events)
    }

    pub fn of(parts: Parts, events: impl Fn(SyncEvent) + Send + Sync + 'static) -> Self {
        let Parts { ledger, planner, connector, clock } = parts;
        Self {
            store: ledger,
            planner,
            connector,
            clock,
            events: Box::new(events),
            memory: Mutex::default(),
            wakes: watch::Sender::new(0),
            reach: Mutex::default(),
            open_texts: Held::default(),
        }
    }

    /// Who holds the text of drafts that are open: asked before a merge gives one another text.
    pub fn open_texts_are_held_by(&self, texts: impl OpenTexts + 'static) {
        self.open_texts.by(Box::new(texts));
    }

    /// Something is wanted, or may be possible now: looks at what is due at once.
    pub fn wake(&self) {
        self.wakes.send_modify(|wakes| *wakes = wakes.wrapping_add(1));
    }

    /// The network may be back. Posts that waited for it are due at once.
    pub fn network_returned(&self) {
        self.poke(|problem| {
            matches!(
                problem.code,
                Code::Offline
                    | Code::TimedOut
                    | Code::AddressNotFound
                    | Code::CaptivePortal
                    | Code::CertificateRefused
            )
        });
        self.reach().forget();
        self.tell(SyncEvent::Network { online: true });
        self.wake();
    }

    /// Whether a blog was reached when it was last tried.
    pub fn reaches(&self, blog: BlogId) -> bool {
        self.reach().reaches(blog)
    }

    /// The blog or its password changed: it is connected anew.
    pub fn forget_blog(&self, blog: BlogId) {
        self.memory().clients.remove(&blog);
        self.memory().ticks.remove(&blog);
        self.wake();
    }

    /// The author says: try again. Confirms a wish that waited long.
    pub fn retry(&self, id: PublicationId) -> Result<()> {
        let publication = self.store.publication(id)?;
        if publication.standing.problem().is_some_and(is_merged_by_hand) {
            // What was pressed last is the text from before: Publish sends what came of both.
            return Ok(());
        }
        self.store.try_again(id, self.clock.now())?;
        {
            let mut memory = self.memory();
            memory.clients.remove(&publication.blog);
            memory.rests.remove(&id);
            memory.tries.remove(&id);
        }
        self.tell(SyncEvent::PublicationChanged(id));
        self.wake();
        Ok(())
    }

    /// The author gives the wish up. What is on the blog stays; what is under way is found out.
    pub fn give_up(&self, id: PublicationId) -> Result<()> {
        self.store.give_up(id, self.clock.now())?;
        self.tell(SyncEvent::PublicationChanged(id));
        self.wake();
        Ok(())
    }

    /// Works until `stop` is there, then lets requests under way end for a moment.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        self.drive(stop, None).await;
    }

    /// Works until nothing is to be done by itself within `limit`, and says whether all is quiet:
    /// nothing waits but what waits for its date or for the author.
    pub async fn until_quiet(&self, limit: Duration) -> bool {
        let deadline = self.clock.elapsed() + limit;
        self.drive(tokio::time::sleep(limit), Some(deadline)).await;
        self.is_quiet().unwrap_or(false)
    }

    async fn drive(&self, stop: impl Future<Output = ()>, quiet_by: Option<Duration>) {
        let mut stop = pin!(stop);
        let mut wakes = self.wakes.subscribe();
        let mut under_way = FuturesUnordered::new();
        self.poke_overdue();
        let mut drift = self.drift();
        loop {
            let drifted = self.drift();
            if drifted.abs_diff(drift) > 60_000 {
                self.poke_overdue();
            }
            drift = drifted;
            self.tick().await;
            let mut due = self.due().into_iter();
            while under_way.len() < SIDE_BY_SIDE
                && let Some(id) = due.next()
            {
                // Marked as running here, before it is polled, for `due` to know.
                let Some(running) = self.running(id) else { continue };
                self.memory().poked.remove(&id);
                under_way.push(self.advance(running));
            }
            let pause = self.pause();
            if let Some(deadline) = quiet_by
                && under_way.is_empty()
                && self.memory().running.is_empty()
                && self.clock.elapsed() + pause.unwrap_or(Duration::MAX / 4) > deadline
                && !self.waits_for_settling()
            {
                break;
            }
            let pause = pause.unwrap_or(PAUSE_MAX).clamp(PAUSE_MIN, PAUSE_MAX);
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(()) = under_way.next(), if !under_way.is_empty() => {}
                _ = wakes.changed() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        let ended = async { while under_way.next().await.is_some() {} };
        // What does not end in time is dropped: its outcome is found out at the next start.
        let _ = tokio::time::timeout(STOP_GRACE, ended).await;
        drop(under_way);
        self.keep_waited();
    }

    /// Steps of one publication, until nothing follows by itself.
    async fn advance(&self, running: Running<'_>) {
        let id = running.id;
        for _ in 0..STEPS_MAX {
            match self.step(id).await {
                Ok(step) if step.rests() => return,
                Ok(_) => {}
                Err(error) => {
                    // Not even the failure could be kept (a full disk, say): told in the log.
                    tracing::error!(%id, %error, "a publication could not be worked on");
                    return self.rest(id, PAUSE_MAX);
                }
            }
        }
        tracing::error!(%id, "a publication went round in circles");
        self.rest(id, WAIT_MAX);
    }

    /// Marks a publication as running. `None`: it is at work.
    pub(crate) fn running(&self, id: PublicationId) -> Option<Running<'_>> {
        let is_free = self.memory().running.insert(id);
        is_free.then_some(Running { worker: self, id })
    }

    /// Due by the store, or poked; not at work; not resting.
    fn due(&self) -> Vec<PublicationId> {
        let due = self.store.due_publications(self.clock.now()).unwrap_or_else(|error| {
            tracing::error!(%error, "what is due could not be read");
            Vec::new()
        });
        let elapsed = self.clock.elapsed();
        let mut memory = self.memory();
        memory.rests.retain(|_, until| *until > elapsed);
        let rung = memory.alarms.extract_if(|_, at| *at <= elapsed).map(|(id, _)| id);
        let rung: Vec<_> = rung.collect();
        memory.poked.extend(rung);
        let mut poked: Vec<_> =
            memory.poked.iter().copied().filter(|id| !due.contains(id)).collect();
        poked.sort();
        let all = due.into_iter().chain(poked);
        all.filter(|id| !memory.running.contains(id) && !memory.rests.contains_key(id)).collect()
    }

    /// How long until something may be due; `None`: nothing will be by itself.
    fn pause(&self) -> Option<Duration> {
        let now = self.clock.now();
        let from_now = |at: Timestamp| {
            let wait = at.duration_since(now);
            if wait.is_positive() { wait.unsigned_abs() } else { Duration::ZERO }
        };
        let due = self.store.next_due(now).ok().flatten().map(from_now);
        let elapsed = self.clock.elapsed();
        let memory = self.memory();
        let resting = memory.rests.values().map(|until| until.saturating_sub(elapsed)).min();
        let hidden = resting.is_some() || !memory.running.is_empty();
        let due = match due {
            // What is due and rests, or is at work, hides what is due next.
            Some(Duration::ZERO) if hidden => Some(resting.unwrap_or(HIDDEN).min(HIDDEN)),
            due => due.into_iter().chain(resting).min(),
        };
        let alarms = memory.alarms.values().map(|at| at.saturating_sub(elapsed)).min();
        let ticks = memory.ticks.values().map(|at| from_now(*at)).min();
        due.into_iter().chain(alarms).chain(ticks).min()
    }

    pub(crate) fn is_quiet(&self) -> Result<bool> {
        let publications = self.store.publications()?;
        Ok(publications.iter().all(|publication| {
            publication.attempt.is_none()
                && !publication.is_unverified()
                && match &publication.standing {
                    Standing::Due => false,
                    Standing::Waiting { problem, .. } => problem.code == Code::Embargoed,
                    _ => true,
                }
        }))
    }

    /// Lets appear what is due on blogs that have no clock of their own.
    async fn tick(&self) {
        let now = self.clock.now();
        let Ok(blogs) = self.store.blogs() else { return };
        self.memory().ticks.retain(|id, _| blogs.iter().any(|blog| blog.id == *id));
        for blog in blogs.iter().filter(|blog| matches!(blog.kind, BlogKind::Folder { .. })) {
            if self.memory().ticks.get(&blog.id).is_some_and(|at| *at > now) {
                continue;
            }
            let next = match self.client(blog).await {
                Ok(client) => client.tick().await.map_err(Into::into),
                Err(error) => Err(error),
            };
            let next = next.unwrap_or_else(|error| {
                tracing::warn!(blog = %blog.name, %error, "posts that are due could not appear");
                now.checked_add(WAIT_MAX).ok()
            });
            self.memory().ticks.insert(blog.id, next.unwrap_or(Timestamp::MAX));
        }
    }

    /// Makes due at once what waits with such a problem.
    fn poke(&self, problem: impl Fn(&Problem) -> bool) {
        let Ok(publications) = self.store.publications() else { return };
        let waiting = publications.iter().filter(|publication| {
            matches!(&publication.standing, Standing::Waiting { problem: p, .. } if problem(p))
        });
        self.memory().poked.extend(waiting.map(|publication| publication.id));
    }

    /// At the start and after a jump of the wall clock: what was put off for longer than it would
    /// be now, or was pressed in the future, is looked at now.
    fn poke_overdue(&self) {
        let now = self.clock.now();
        let Ok(publications) = self.store.publications() else { return };
        let lost = publications.iter().filter(|publication| {
            let began = publication.attempt.as_ref().map(|attempt| attempt.started);
            let from_the_future =
                publication.wanted.pressed > now || began.is_some_and(|began| began > now);
            match &publication.standing {
                Standing::Waiting { until, tries, problem } => {
                    let wait = until.duration_since(now);
                    from_the_future
                        || wait.is_positive()
                            && wait.unsigned_abs() > put_off_at_most(*tries, problem)
                }
                Standing::Due => from_the_future,
                _ => began.is_some_and(|began| began > now),
            }
        });
        self.memory().poked.extend(lost.map(|publication| publication.id));
    }

    /// The wall clock against the one that only goes on, in milliseconds.
    fn drift(&self) -> i64 {
        let elapsed_ms = i64::try_from(self.clock.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.clock.now().as_millisecond().saturating_sub(elapsed_ms)
    }

    /// Looks again after `wait`, whatever the wall clock says then.
    pub(crate) fn wake_after(&self, id: PublicationId, wait: Duration) {
        let at = self.clock.elapsed() + wait;
        self.memory().alarms.insert(id, at);
    }

    pub(crate) fn rest(&self, id: PublicationId, wait: Duration) {
        let until = self.clock.elapsed() + wait;
        self.memory().rests.insert(id, until);
    }

    /// The connection to a blog, made anew when the blog changed.
    pub(crate) async fn client(&self, blog: &Blog) -> Result<Arc<dyn BlogClient>> {
        if let Some(known) = self.memory().clients.get(&blog.id)
            && known.blog == *blog
        {
            return Ok(known.client.clone());
        }
        let client = self.connector.connect(blog).await?;
        let connected = Connected { blog: blog.clone(), client: client.clone(), asked_hour: false };
        self.memory().clients.insert(blog.id, connected);
        Ok(client)
    }

    /// Asks a blog, and learns from the answer how slow it is and whether it can be reached.
    pub(crate) async fn ask<T>(
        &self,
        blog: &Blog,
        request: impl Future<Output = std::result::Result<T, coupure_blog::Error>>,
    ) -> std::result::Result<T, coupure_blog::Error> {
        let began = self.clock.elapsed();
        let answer = request.await;
        let took = self.clock.elapsed().saturating_sub(began);
        match &answer {
            Ok(_) => self.memory().note_answer(blog.id, took),
            Err(error) if error.problem().code.remedy() == coupure_model::Remedy::NeedsAuthor => {
                // A password entered anew is taken up at the next try.
                self.memory().clients.remove(&blog.id);
            }
            Err(_) => {}
        }
        if !matches!(blog.kind, BlogKind::Folder { .. }) {
            let code = answer.as_ref().err().map(|error| error.code());
            match code {
                Some(Code::Offline | Code::AddressNotFound) => {
                    self.note_reach(blog.id, false);
                }
                Some(Code::TimedOut) => {}
                _ => {
                    if self.note_reach(blog.id, true) {
                        self.network_returned();
                    }
                }
            }
        }
        answer
    }

    /// Says whether the blog is reached again after it was not.
    fn note_reach(&self, blog: BlogId, reached: bool) -> bool {
        let (learnt, online) = {
            let mut reach = self.reach();
            (reach.note(blog, reached), reach.is_online())
        };
        if learnt.changed {
            self.tell(SyncEvent::Network { online });
        }
        learnt.is_back
    }

    fn reach(&self) -> MutexGuard<'_, Reach> {
        self.reach.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tell(&self, event: SyncEvent) {
        (self.events)(event);
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        // What is in it may all be forgotten: a panic under the lock spoils nothing.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// For how long what stands so may be put off. Of an embargo that is not known, and looking is cheap.
fn put_off_at_most(tries: u32, problem: &Problem) -> Duration {
    let asked = problem.params.get("asked_seconds").and_then(|seconds| seconds.parse().ok());
    let longest = backoff::longest(tries, asked.map(Duration::from_secs));
    match problem.code {
        Code::OutcomeUnknown => longest.max(SETTLE_MAX + SETTLE_MARGIN),
        _ => longest,
    }
}

/// Ends the marking as running, also when the future is dropped.
pub(crate) struct Running<'w> {
    worker: &'w Worker,
    id: PublicationId,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut memory = self.worker.memory();
        memory.running.remove(&self.id);
        memory.forget_seen(self.id);
        drop(memory);
        self.worker.tell(SyncEvent::Doing { publication: self.id, step: None });
    }
}
