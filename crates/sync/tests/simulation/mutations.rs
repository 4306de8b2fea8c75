//! Ways to break the safety, each made in the wrapping around planner, ledger, client or clock, and
//! each to be noticed by the simulation.

use std::{collections::HashMap, sync::Arc, time::Duration};

use coupure_model::{
    Code, Mark, Publication, PublicationId, RemoteId, RemotePost, Standing, Timestamp, WantedState,
};
use coupure_sync::{Clock, Facts, Look, Settling, Step, plan as the_plan};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::world::{Shared, locked};

macro_rules! mutations {
    ($($name:ident: $what:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Mutation { $($name),* }

        /// Each with what it does, in the words of the table.
        pub const ALL: &[(Mutation, &str)] = &[$((Mutation::$name, $what)),*];
    };
}

mutations! {
    ConfirmSkipped: "an attempt under way is not confirmed",
    SettleSkipped: "an unknown outcome counts as settled at once",
    SettleOverAfterRestart: "after a restart nothing settles anew",
    SettledByWallClock: "settling is counted by the wall clock",
    AttemptAfterRequest: "an attempt is recorded after its request",
    AttemptForgottenAtStart: "an attempt under way is forgotten at the start",
    ObservationDropped: "every third observation is dropped",
    RecordOverNewerWish: "the worker's record goes over a newer wish",
    StandingOverNewerWish: "a newer wish takes the standing of the older one",
    FreshMark: "each creation has a mark of its own",
    LookFromMemory: "a look is answered from memory",
    ChangedIsDone: "a version of somebody else counts as done",
    OverwriteAnything: "any version may be overwritten",
    PredecessorIgnored: "the versions before ours are not seen",
    VerifySkipped: "nothing is verified after a write",
    TheirsNotStored: "somebody else's version is not stored",
    SweepSkipped: "strays are not swept",
    SweepAtOnce: "strays are swept before all has settled",
    TouchedSwept: "strays that somebody wrote to are swept too",
    UploadSettledAsText: "an upload counts as settled as soon as a text would",
    UploadNotLookedFor: "a picture is not looked for before it is uploaded",
    UploadAttemptNotRecorded: "the attempt of an upload is not recorded",
    TwoWorkers: "two workers at once",
    FaultAsRefusal: "a 5xx counts as not having happened",
    TimeoutAsRefusal: "a time-out counts as not having happened",
    UnreadableAsRefusal: "an answer that cannot be read counts as not having happened",
    LostAnswerAsSuccess: "a lost answer counts as a good one",
    PostCreatedAgain: "a post that is gone is created again unasked",
    EmbargoIgnored: "an embargo is not held to",
    UndoIgnored: "a wish goes before it cannot be undone",
    WaitedLongIgnored: "what waited for a day goes unasked",
    SlippedHourIgnored: "what missed its hour goes unasked",
    GivenUpSent: "what was given up goes all the same",
    StatusNotSent: "the status is not sent",
    ReadAgainSkipped: "the post is not read again once settled",
    PicturesIgnored: "a post goes before its pictures",
    PublishedAtOnce: "a post is created published",
    TakenBackIgnored: "a post is not taken back",
}

/// What wrapped parts have in mind. All but `versions` is lost in a crash.
#[derive(Default)]
pub struct State {
    /// Publications whose attempt is not on disk yet.
    pub held: HashMap<PublicationId, Publication>,
    pub dropped: u32,
    /// This life wrote something.
    pub wrote: bool,
    /// Posts as last answered.
    pub versions: HashMap<RemoteId, RemotePost>,
}

/// Coupure starts.
pub fn begin_life(shared: &Shared) {
    {
        let mut broken = locked(&shared.broken);
        broken.held.clear();
        broken.wrote = false;
    }
    if shared.is_broken(Mutation::AttemptForgottenAtStart) {
        for mut publication in shared.store.publications().unwrap() {
            if publication.attempt.take().is_some() {
                shared.store.put_publication(&publication).unwrap();
            }
        }
    }
}

/// The real plan, of facts that a mutation bends.
pub fn plan(shared: &Shared, facts: &Facts<'_>, now: Timestamp) -> Step {
    let Some(mutation) = shared.mutation else { return the_plan(facts, now) };
    let mut publication = facts.publication.clone();
    let mut facts = *facts;
    let observed = &mut publication.observed;
    match mutation {
        Mutation::FreshMark => {
            // Seeds run alike: numbered, not drawn.
            let mut broken = locked(&shared.broken);
            broken.dropped += 1;
            publication.mark =
                Mark(Uuid::from_u128(publication.mark.0.as_u128() ^ u128::from(broken.dropped)));
        }
        Mutation::ChangedIsDone if facts.look == Look::Changed => facts.look = Look::AsWanted,
        Mutation::SweepSkipped => observed.swept = true,
        Mutation::SweepAtOnce if publication.attempt.is_none() => facts.settling = Settling::OVER,
        Mutation::EmbargoIgnored => {
            publication.wanted.pictures.iter_mut().for_each(|picture| picture.embargo = None);
        }
        Mutation::UndoIgnored => publication.wanted.not_before = publication.wanted.pressed,
        Mutation::GivenUpSent if publication.standing == Standing::Cancelled => {
            publication.standing = Standing::Due;
        }
        Mutation::ReadAgainSkipped => observed.unsettled = false,
        Mutation::PicturesIgnored => facts.pictures = &[],
        Mutation::TakenBackIgnored
            if publication.wanted.state == WantedState::TakenBack
                && publication.attempt.is_none() =>
        {
            return Step::Done;
        }
        _ => {}
    }
    let step = the_plan(&Facts { publication: &publication, ..facts }, now);
    let asks = |code| matches!(&step, Step::AskAuthor(problem) if problem.code == code);
    match mutation {
        Mutation::ConfirmSkipped if step == Step::ConfirmAttempt => {
            publication.attempt = None;
            let next = the_plan(&Facts { publication: &publication, ..facts }, now);
            if next.writes() { next } else { step }
        }
        Mutation::PostCreatedAgain if asks(Code::GoneFromBlog) => {
            Step::CreateDraft(publication.mark)
        }
        Mutation::WaitedLongIgnored if asks(Code::WaitedLong) => {
            let wanted = &mut publication.wanted;
            wanted.pressed = now - SignedDuration::from_hours(1);
            wanted.not_before = wanted.pressed;
            the_plan(&Facts { publication: &publication, ..facts }, now)
        }
        Mutation::SlippedHourIgnored if asks(Code::HourPassed) => {
            publication.wanted.state = WantedState::Published;
            the_plan(&Facts { publication: &publication, ..facts }, now)
        }
        _ => step,
    }
}

/// The simulated clocks; where settling is to go by the wall's, there is only that.
pub struct BrokenClock {
    shared: Arc<Shared>,
}

impl BrokenClock {
    pub fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

impl Clock for BrokenClock {
    fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    fn elapsed(&self) -> Duration {
        if self.shared.is_broken(Mutation::SettledByWallClock) {
            let since = self.now().duration_since(crate::support::epoch());
            return Duration::from_secs(1_000_000) + Duration::try_from(since).unwrap_or_default();
        }
        self.shared.clock.elapsed()
    }
}
