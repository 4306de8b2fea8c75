//! What to do next with a publication: a pure function of what is wanted and what is known.
//!
//! No queue, no remembered program: whatever happened before (a crash, a change of mind, an answer
//! that never came), the next step follows from the facts alone. What always holds:
//! - while an attempt is under way nothing is written; its outcome is looked for, and it counts as
//!   not having happened only once it is settled;
//! - a text on the blog that we did not write, or did not see before, is stored before anything
//!   else, then joined with ours; where both changed the same, or where readers would see the
//!   joined text before its author did, the author is asked;
//! - an update is only planned upon a look at what it replaces.

use std::time::Duration;

use coupure_model::{
    AttemptStep, Code, Joining, Mark, MediaHash, Problem, Publication, RemoteId, RemoteStatus,
    Standing, Theirs, Timestamp, Wanted, WantedState,
};
use jiff::SignedDuration;

/// A post that waited longer than this for the network asks once before it goes.
pub const WAITED_LONG: Duration = Duration::from_secs(24 * 60 * 60);

/// All that a step is planned from.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub publication: &'a Publication,
    /// Every file of a picture that the wanted revision needs on the blog.
    pub pictures: &'a [PictureFact],
    /// What a look at the post found, if it is recent enough to write upon.
    pub look: Look,
    /// Of the post's last write of unknown outcome.
    pub settling: Settling,
    /// How far this computer's clock is ahead of the blog's, by which embargoes end and hours come.
    /// Zero where the blog's is not known.
    pub ahead: SignedDuration,
}

impl Facts<'_> {
    /// What this computer's clock says when the blog's says `at`.
    fn here(&self, at: Timestamp) -> Timestamp {
        at.saturating_add(self.ahead).expect("hours and seconds, no calendar units")
    }
}

/// A picture's file and whether the blog has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureFact {
    pub hash: MediaHash,
    pub state: PictureState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureState {
    Absent,
    /// An upload was begun; whether it arrived is not known.
    Unknown(Settling),
    There,
}

/// What was just seen of the post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing recent.
    NotYet,
    /// Deleted, or in the trash.
    Gone,
    /// A version that we neither wrote nor may overwrite.
    Changed,
    /// A version that we know, and that is not as wanted.
    Differs,
    /// As wanted.
    AsWanted,
    /// As wanted but for its status, which was asked for and which the blog keeps otherwise.
    Held(RemoteStatus),
}

/// How long until a write of unknown outcome cannot land any more, counted in monotonic time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settling {
    /// Zero: settled.
    pub left: Duration,
    /// When looking (which may find it early) is worth a request.
    pub next_look: Duration,
}

impl Settling {
    pub const OVER: Self = Self { left: Duration::ZERO, next_look: Duration::ZERO };

    pub fn is_over(self) -> bool {
        self.left.is_zero()
    }

    fn worth_a_look(self) -> bool {
        self.is_over() || self.next_look.is_zero()
    }
}

/// The one thing to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing until the author does something; the standing stays.
    Hold,
    /// The seconds to undo are not over; the standing stays.
    Undoable {
        until: Timestamp,
    },
    /// Nothing before `until`.
    Wait {
        until: Timestamp,
        problem: Problem,
    },
    /// Look whether the attempt under way landed.
    ConfirmAttempt,
    /// Look whether an upload of unknown outcome arrived.
    ConfirmUpload(MediaHash),
    UploadMedia(MediaHash),
    CreateDraft(Mark),
    LookBeforeWrite,
    /// Store somebody else's version as a revision of the draft.
    StoreTheirs,
    /// Join their version with the wanted one, and store what comes of it.
    Merge,
    /// What was joined becomes the draft's text and what is wanted.
    TakeMerge,
    Update(RemoteId),
    /// Hold the revision before ours against what was seen before the write.
    VerifyAfterWrite,
    /// Put untouched copies under the mark into the trash.
    SweepStrays,
    /// Read the post again, now that nothing can land late.
    ReadAgain,
    AskAuthor(Problem),
    Done,
}

impl Step {
    /// It may change something on the blog.
    pub fn writes(&self) -> bool {
        matches!(
            self,
            Self::UploadMedia(_) | Self::CreateDraft(_) | Self::Update(_) | Self::SweepStrays
        )
    }

    /// Nothing follows it by itself, now.
    pub fn rests(&self) -> bool {
        matches!(
            self,
            Self::Hold
                | Self::Undoable { .. }
                | Self::Wait { .. }
                | Self::AskAuthor(_)
                | Self::Done
        )
    }
}

/// The next step. Total: every state has one.
pub fn plan(facts: &Facts<'_>, now: Timestamp) -> Step {
    let publication = facts.publication;
    let observed = &publication.observed;
    let wanted = &publication.wanted;

    // An outcome is found out whatever the author wants meanwhile.
    if let Some(attempt) = &publication.attempt {
        if facts.settling.worth_a_look() || attempt.step == AttemptStep::Sweep {
            return Step::ConfirmAttempt;
        }
        return confirming(facts.settling, now);
    }
    // Before anything else is written, else the next write would hide what this one replaced; and
    // also where nothing else is: whoever gives up gives nobody else's words up.
    if publication.is_unverified() {
        return Step::VerifyAfterWrite;
    }
    match publication.standing {
        Standing::Due | Standing::Waiting { .. } => {}
        Standing::Settled
        | Standing::NeedsAuthor { .. }
        | Standing::Refused { .. }
        | Standing::Cancelled => return Step::Hold,
    }
    let taking_back = wanted.state == WantedState::TakenBack;
    // Taking back sends no text that could go over theirs; they are met at the next press.
    if let Some(theirs) = &observed.theirs
        && wanted.overwrite.as_ref() != Some(&theirs.hash)
        && !taking_back
    {
        return joining_step(theirs, publication);
    }
    // Pressed in the future, that is before the clock was put back: those seconds are long over.
    if wanted.not_before > now && wanted.pressed <= now {
        return Step::Undoable { until: wanted.not_before };
    }
    if !taking_back && let Some(step) = may_not_yet(facts, now) {
        return step;
    }
    if !taking_back && let Some(step) = picture_step(facts.pictures, now) {
        return step;
    }
    let Some(post) = &observed.post else {
        return if taking_back { Step::Done } else { Step::CreateDraft(publication.mark) };
    };
    match facts.look {
        Look::NotYet => Step::LookBeforeWrite,
        // A write that is still on its way may bring it back from the trash.
        Look::Gone if !facts.settling.is_over() => until_settled(facts.settling, now),
        Look::Gone if taking_back => Step::Done,
        Look::Gone => Step::AskAuthor(gone_from_blog()),
        Look::Changed if !taking_back => Step::StoreTheirs,
        Look::Changed | Look::Differs => Step::Update(post.clone()),
        Look::AsWanted => tidy(facts, now).unwrap_or(Step::Done),
        Look::Held(status) => {
            tidy(facts, now).unwrap_or_else(|| Step::AskAuthor(held(wanted.state, status)))
        }
    }
}

/// What to do about a version of somebody else that is stored.
fn joining_step(theirs: &Theirs, publication: &Publication) -> Step {
    match theirs.joining.with(publication.wanted.revision) {
        Joining::NotTried => Step::Merge,
        Joining::Unclean { .. } => Step::AskAuthor(changed_on_blog()),
        Joining::Clean { read_first: true, .. } => Step::AskAuthor(merged_to_read()),
        Joining::Clean { .. } => Step::TakeMerge,
    }
}

/// The wanted revision and state are what the blog was last seen to have.
pub fn is_there(publication: &Publication) -> bool {
    publication.observed.state == Some(publication.wanted.state)
        && (publication.observed.base.as_ref())
            .is_some_and(|base| base.revision == publication.wanted.revision)
}

/// When the last embargo of what is shown and quoted ends, past or future.
pub fn embargo_end(publication: &Publication) -> Option<Timestamp> {
    let Wanted { pictures, quoted, .. } = &publication.wanted;
    let shown = pictures.iter().filter_map(|picture| picture.embargo);
    shown.chain(quoted.iter().filter_map(|quotation| quotation.embargo)).max()
}

/// The hour that was planned has passed before the wish could be sent, and nobody confirmed since.
/// An embargo that ends later than the planned hour moves the hour.
fn slipped(facts: &Facts<'_>, now: Timestamp) -> bool {
    let publication = facts.publication;
    let WantedState::Scheduled { at } = publication.wanted.state else { return false };
    facts.here(at) <= now
        && facts.here(at) > publication.wanted.pressed
        && embargo_end(publication).is_none_or(|end| end < at)
}

/// Embargo, slipped schedule, long wait.
fn may_not_yet(facts: &Facts<'_>, now: Timestamp) -> Option<Step> {
    let publication = facts.publication;
    let wanted = &publication.wanted;
    let end = embargo_end(publication);
    let embargo = end.map(|end| facts.here(end));
    if let (Some(end), Some(until)) = (end, embargo.filter(|until| *until > now)) {
        return Some(Step::Wait { until, problem: embargoed(end) });
    }
    let seen_by_readers =
        matches!(wanted.state, WantedState::Published | WantedState::Scheduled { .. });
    if !seen_by_readers || is_there(publication) {
        return None;
    }
    if slipped(facts, now) {
        return Some(Step::AskAuthor(hour_passed()));
    }
    let could_go = wanted.pressed.max(wanted.not_before).max(embargo.unwrap_or(wanted.pressed));
    let waited = now.duration_since(could_go);
    (waited.is_positive() && waited.unsigned_abs() > WAITED_LONG)
        .then(|| Step::AskAuthor(waited_long(waited.as_hours())))
}

fn picture_step(pictures: &[PictureFact], now: Timestamp) -> Option<Step> {
    // Whatever can be done goes before whatever must be waited for.
    let mut waiting: Option<Step> = None;
    for picture in pictures {
        match picture.state {
            PictureState::There => {}
            PictureState::Absent => return Some(Step::UploadMedia(picture.hash)),
            PictureState::Unknown(settling) if settling.worth_a_look() => {
                return Some(Step::ConfirmUpload(picture.hash));
            }
            PictureState::Unknown(settling) => {
                waiting.get_or_insert_with(|| confirming(settling, now));
            }
        }
    }
    waiting
}

/// What is left to do once the post is as wanted.
fn tidy(facts: &Facts<'_>, now: Timestamp) -> Option<Step> {
    let observed = &facts.publication.observed;
    if observed.swept && !observed.unsettled {
        return None;
    }
    if !facts.settling.is_over() {
        return Some(until_settled(facts.settling, now));
    }
    Some(if observed.swept { Step::ReadAgain } else { Step::SweepStrays })
}

fn until_settled(settling: Settling, now: Timestamp) -> Step {
    confirming(Settling { next_look: settling.left, ..settling }, now)
}

fn confirming(settling: Settling, now: Timestamp) -> Step {
    let wait = settling.left.min(settling.next_look);
    // A duration of seconds is never past the end of time.
    let until = now.checked_add(wait).unwrap_or(now);
    Step::Wait { until, problem: outcome_unknown() }
}

fn outcome_unknown() -> Problem {
    Problem::new(
        Code::OutcomeUnknown,
        "The blog's answer was lost. Coupure looks whether the request arrived before it does \
         anything else.",
    )
}

fn embargoed(until: Timestamp) -> Problem {
    Problem::new(
        Code::Embargoed,
        "A clipping in this post is not to be published yet. The post goes out when its date has \
         come.",
    )
    .with("until", until)
}

fn waited_long(hours: i64) -> Problem {
    Problem::new(
        Code::WaitedLong,
        "This post has waited for more than a day. Press “Try again” if it is still to go out.",
    )
    .with("hours", hours)
}

fn hour_passed() -> Problem {
    Problem::new(
        Code::HourPassed,
        "The hour planned for this post has passed before it could be sent. Press “Try again” to \
         publish it now, or choose another hour.",
    )
}

pub(crate) fn changed_on_blog() -> Problem {
    Problem::new(
        Code::ChangedOnBlog,
        "The post was also changed on the blog. Nothing was sent: choose which version stays.",
    )
}

fn merged_to_read() -> Problem {
    Problem::new(
        Code::MergedToRead,
        "The post was also changed on the blog. Both versions are joined; nothing was sent: read \
         what came of it, then send it.",
    )
}

fn gone_from_blog() -> Problem {
    Problem::new(
        Code::GoneFromBlog,
        "The post was deleted on the blog. Nothing was sent: keep your version to publish it anew, \
         or leave it deleted.",
    )
}

fn held(wanted: WantedState, status: RemoteStatus) -> Problem {
    let sentence = match status {
        RemoteStatus::Pending => {
            "The text is on the blog and waits there for an editor's approval: your role does not \
             allow publishing."
        }
        _ => {
            "The text is on the blog, but the blog keeps it in another state than the one asked \
             for. Look at the post there, then press “Try again”."
        }
    };
    let wanted = match wanted {
        WantedState::Draft => "draft",
        WantedState::Published => "published",
        WantedState::Private => "private",
        WantedState::Scheduled { .. } => "scheduled",
        WantedState::TakenBack => "taken_back",
    };
    Problem::new(Code::NotAllowed, sentence)
        .with("wanted", wanted)
        .with("status", format!("{status:?}").to_lowercase())
}
