//! Every state of a publication has a next step, and every path of steps ends.
//!
//! The states are numbered and walked by a stride: `COUPURE_PLAN_STRIDE=1` walks all of them.

use std::time::Duration;

use coupure_model::{
    Attempt, AttemptStep, Base, BeforeWrite, BlogId, DraftId, FrozenPicture, Joining, Mark,
    MediaHash, Observed, PictureReference, Problem, Publication, PublicationId, RemoteId,
    RemoteStatus, RevisionId, Standing, Theirs, Timestamp, Wanted, WantedState,
};
use coupure_sync::{Facts, Look, PictureFact, PictureState, Settling, Step, plan};
use jiff::SignedDuration;
use uuid::Uuid;

const STEPS_MAX: usize = 30;
const MINE: RevisionId = RevisionId(7);
const OLDER: RevisionId = RevisionId(3);
const MERGED: RevisionId = RevisionId(11);
const HASH: MediaHash = MediaHash([9; 32]);

/// Takes digits of mixed radix off a number.
struct Digits(u64);

impl Digits {
    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        let radix = choices.len() as u64;
        let choice = choices[(self.0 % radix) as usize].clone();
        self.0 /= radix;
        choice
    }

    fn flag(&mut self) -> bool {
        self.one_of(&[false, true])
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn problem() -> Problem {
    Problem::new(coupure_model::Code::Offline, "away")
}

/// A publication in some state, and a blog that answers every request.
#[derive(Debug, Clone)]
struct World {
    publication: Publication,
    pictures: Vec<PictureFact>,
    look: Look,
    /// What a look will find.
    shown: Look,
    settling: Settling,
    /// A write under way is found when looked for.
    landed: bool,
    /// An upload under way is found when looked for.
    arrived: bool,
    now: Timestamp,
    /// Somebody else's version on the blog was stored.
    stored: bool,
    /// What joining both versions comes to.
    joins: Joining,
    /// How far the clock here is ahead of the blog's.
    ahead: SignedDuration,
}

impl World {
    fn numbered(number: u64) -> (Self, u64) {
        let mut digits = Digits(number);
        let settlings = [
            Settling::OVER,
            Settling { left: Duration::from_secs(20), next_look: Duration::ZERO },
            Settling { left: Duration::from_secs(20), next_look: Duration::from_secs(3) },
        ];
        let looks = [
            Look::NotYet,
            Look::Gone,
            Look::Changed,
            Look::Differs,
            Look::AsWanted,
            Look::Held(RemoteStatus::Pending),
        ];
        let state = digits.one_of(&[
            WantedState::Published,
            WantedState::Draft,
            WantedState::Private,
            WantedState::Scheduled { at: at(3600) },
            WantedState::Scheduled { at: at(-30) },
            WantedState::TakenBack,
        ]);
        let attempt_step = digits.one_of(&[
            None,
            Some(AttemptStep::CreateDraft),
            Some(AttemptStep::Update { sends: "sent".into() }),
            Some(AttemptStep::Sweep),
        ]);
        let has_post = digits.flag();
        let base = digits.one_of(&[None, Some(MINE), Some(OLDER)]);
        let observed_state = digits.one_of(&[None, Some(state), Some(WantedState::TakenBack)]);
        let joinings = [
            Joining::Unclean { with: MINE },
            Joining::Clean { with: MINE, merged: MERGED, read_first: false },
            Joining::Clean { with: MINE, merged: MERGED, read_first: true },
        ];
        let theirs = digits.one_of(&[
            None,
            Some(Joining::NotTried),
            Some(joinings[0].clone()),
            Some(joinings[1].clone()),
            Some(joinings[2].clone()),
            // With an older wish.
            Some(Joining::Clean { with: OLDER, merged: MERGED, read_first: false }),
        ]);
        let overwrite = digits.flag();
        let standing = digits.one_of(&[
            Standing::Due,
            Standing::Waiting { until: at(0), tries: 2, problem: problem() },
            Standing::Settled,
            Standing::NeedsAuthor { problem: problem() },
            Standing::Refused { problem: problem() },
            Standing::Cancelled,
        ]);
        let embargo = digits.one_of(&[None, Some(at(-10)), Some(at(7200))]);
        let pressed = digits.one_of(&[at(-60), at(-200_000)]);
        let not_before = digits.one_of(&[at(-50), at(10)]);
        let picture = digits.one_of(&[
            None,
            Some(PictureState::There),
            Some(PictureState::Absent),
            Some(PictureState::Unknown(settlings[0])),
            Some(PictureState::Unknown(settlings[1])),
            Some(PictureState::Unknown(settlings[2])),
        ]);
        let observed = Observed {
            post: has_post.then(|| RemoteId("12".into())),
            base: base.map(|revision| Base {
                raw: "raw".into(),
                hash: "base".into(),
                predecessor: None,
                revision,
                status: RemoteStatus::Draft,
                asked: Default::default(),
                as_it_stands: false,
                fields: None,
            }),
            state: observed_state,
            theirs: theirs.clone().map(|joining| theirs_hashed("theirs", joining)),
            swept: digits.flag(),
            unsettled: digits.flag(),
            unverified: digits.flag().then(|| BeforeWrite {
                text: "before".into(),
                predecessor: None,
                known: None,
            }),
            ..Observed::default()
        };
        let world = Self {
            look: digits.one_of(&looks),
            shown: digits.one_of(&looks[1..]),
            settling: digits.one_of(&settlings),
            landed: digits.flag(),
            arrived: digits.flag(),
            pictures: picture.into_iter().map(|state| PictureFact { hash: HASH, state }).collect(),
            now: at(0),
            stored: theirs.is_some(),
            joins: digits.one_of(&joinings),
            ahead: digits.one_of(&[SignedDuration::ZERO, SignedDuration::from_hours(3)]),
            publication: Publication {
                id: PublicationId(Uuid::nil()),
                draft: DraftId(Uuid::nil()),
                blog: BlogId(Uuid::nil()),
                mark: Mark(Uuid::nil()),
                wanted: Wanted {
                    revision: MINE,
                    state,
                    pressed,
                    not_before,
                    pictures: embargo.into_iter().map(picture_under).collect(),
                    quoted: Vec::new(),
                    overwrite: overwrite.then(|| "theirs".into()),
                },
                observed,
                attempt: attempt_step.map(|step| Attempt {
                    step,
                    revision: MINE,
                    state,
                    started: at(-5),
                    asks: Default::default(),
                    before: None,
                }),
                standing,
            },
        };
        (world, digits.0)
    }

    fn next(&self) -> Step {
        let facts = Facts {
            publication: &self.publication,
            pictures: &self.pictures,
            look: self.look,
            settling: self.settling,
            ahead: self.ahead,
        };
        plan(&facts, self.now)
    }

    /// What each step must never do.
    fn check(&self, step: &Step) {
        let publication = &self.publication;
        if publication.attempt.is_some() {
            assert!(!step.writes(), "{step:?} beside an attempt of unknown outcome");
        }
        match step {
            Step::Update(post) => {
                assert_eq!(Some(post), publication.observed.post.as_ref());
                let hides = publication.wanted.state == WantedState::TakenBack;
                assert!(
                    self.look == Look::Differs || hides && self.look == Look::Changed,
                    "an update without a look at what it replaces"
                );
                assert!(publication.observed.unverified.is_none(), "hides an unverified write");
            }
            Step::CreateDraft(_) => {
                assert!(publication.observed.post.is_none(), "a second post");
                assert_ne!(publication.wanted.state, WantedState::TakenBack);
            }
            Step::UploadMedia(_) => {
                let held = publication.wanted.pictures.iter().filter_map(|p| p.embargo).max();
                let there = self.now - self.ahead;
                assert!(held.is_none_or(|end| end <= there), "a picture under embargo");
            }
            Step::SweepStrays => assert!(self.settling.is_over(), "swept while one may land"),
            _ => {}
        }
        if step.writes() {
            assert!(publication.wanted.not_before <= self.now, "sent while it can be undone");
            assert!(
                matches!(publication.standing, Standing::Due | Standing::Waiting { .. }),
                "sent although {:?}",
                publication.standing
            );
        }
    }

    /// What a blog that answers makes of a step.
    fn take(&mut self, step: &Step) {
        let observed = &mut self.publication.observed;
        match step {
            Step::Wait { until, .. } | Step::Undoable { until } => {
                assert!(*until > self.now, "a wait that is over");
                let passed = until.duration_since(self.now).unsigned_abs();
                let shorten = |settling: &mut Settling| {
                    settling.left = settling.left.saturating_sub(passed);
                    settling.next_look = settling.next_look.saturating_sub(passed);
                };
                shorten(&mut self.settling);
                for picture in &mut self.pictures {
                    if let PictureState::Unknown(settling) = &mut picture.state {
                        shorten(settling);
                    }
                }
                self.now = *until;
                self.look = Look::NotYet;
            }
            Step::ConfirmAttempt => {
                let attempt = self.publication.attempt.clone().unwrap();
                if attempt.step == AttemptStep::Sweep {
                    self.publication.attempt = None;
                } else if self.landed {
                    self.publication.attempt = None;
                    observed.post = Some(RemoteId("12".into()));
                    observed.unsettled = true;
                    self.look = self.shown;
                } else if self.settling.is_over() {
                    self.publication.attempt = None;
                    observed.unsettled = true;
                } else {
                    self.settling.next_look = Duration::from_secs(4);
                }
            }
            Step::ConfirmUpload(hash) => {
                for picture in self.pictures.iter_mut().filter(|picture| picture.hash == *hash) {
                    if let PictureState::Unknown(settling) = &mut picture.state {
                        if self.arrived {
                            picture.state = PictureState::There;
                        } else if settling.is_over() {
                            picture.state = PictureState::Absent;
                        } else {
                            settling.next_look = Duration::from_secs(4);
                        }
                    }
                }
            }
            Step::UploadMedia(hash) => {
                for picture in self.pictures.iter_mut().filter(|picture| picture.hash == *hash) {
                    picture.state = PictureState::There;
                }
            }
            Step::CreateDraft(_) => {
                observed.post = Some(RemoteId("12".into()));
                self.look = Look::Differs;
                self.shown = Look::Differs;
            }
            Step::LookBeforeWrite => self.look = self.shown,
            Step::ReadAgain => {
                self.look = self.shown;
                observed.unsettled = false;
            }
            Step::StoreTheirs => {
                assert_eq!(self.look, Look::Changed);
                self.stored = true;
                observed.theirs = Some(theirs_hashed("new", Joining::NotTried));
            }
            Step::Merge => {
                let theirs = observed.theirs.as_mut().expect("something to merge with");
                theirs.joining = self.joins.clone();
            }
            Step::TakeMerge => {
                let theirs = observed.theirs.take().expect("something that was merged");
                assert!(matches!(theirs.joining, Joining::Clean { with, read_first: false, .. }
                    if with == self.publication.wanted.revision));
                self.publication.wanted.revision = MERGED;
                self.look = Look::NotYet;
                self.shown = Look::Differs;
            }
            Step::Update(_) => {
                observed.unverified =
                    Some(BeforeWrite { text: "b".into(), predecessor: None, known: None });
                self.look = Look::AsWanted;
                self.shown = Look::AsWanted;
            }
            Step::VerifyAfterWrite => observed.unverified = None,
            Step::SweepStrays => observed.swept = true,
            Step::Hold | Step::AskAuthor(_) | Step::Done => unreachable!("these end the path"),
        }
    }
}

fn theirs_hashed(hash: &str, joining: Joining) -> Theirs {
    Theirs {
        title: "Titre".into(),
        raw: hash.into(),
        hash: hash.into(),
        modified: None,
        revision: Some(RevisionId(5)),
        recovered: false,
        cover: None,
        pictures: Vec::new(),
        status: None,
        fields: None,
        ancestor: None,
        joining,
    }
}

fn picture_under(embargo: Timestamp) -> FrozenPicture {
    FrozenPicture {
        reference: PictureReference::Media(HASH),
        web: HASH,
        web_width_px: 1,
        web_height_px: 1,
        full: HASH,
        full_width_px: 1,
        full_height_px: 1,
        name: "coupure".into(),
        alt: "Coupure".into(),
        caption: String::new(),
        embargo: Some(embargo),
    }
}

/// How many states there are: the first number that leaves something over.
fn states() -> u64 {
    let mut states = 1;
    while World::numbered(states).1 == 0 {
        states *= 2;
    }
    let mut low = states / 2;
    while states - low > 1 {
        let middle = low + (states - low) / 2;
        if World::numbered(middle).1 == 0 { low = middle } else { states = middle }
    }
    states
}

fn walk(number: u64) -> usize {
    let (mut world, _) = World::numbered(number);
    let mut taken = Vec::new();
    loop {
        let step = world.next();
        world.check(&step);
        match &step {
            Step::Done => {
                let missing = world.publication.observed.post.is_none();
                let taken_back = world.publication.wanted.state == WantedState::TakenBack;
                assert!(
                    world.look == Look::AsWanted
                        || taken_back && (missing || world.look == Look::Gone),
                    "state {number} is done with {:?}",
                    world.look
                );
                assert!(world.publication.attempt.is_none());
                return taken.len();
            }
            Step::AskAuthor(problem) => {
                assert!(!problem.message.is_empty());
                use coupure_model::Code::{ChangedOnBlog, MergedToRead};
                if matches!(problem.code, ChangedOnBlog | MergedToRead) {
                    assert!(world.stored, "the author is asked about a version that is not stored");
                }
                return taken.len();
            }
            Step::Hold => return taken.len(),
            _ => {}
        }
        world.take(&step);
        taken.push(step);
        assert!(taken.len() <= STEPS_MAX, "state {number} goes round: {taken:#?}");
    }
}

#[test]
fn every_state_has_a_next_step_and_every_path_ends() {
    let states = states();
    let stride = std::env::var("COUPURE_PLAN_STRIDE")
        .map_or((states / 100_000) | 1, |stride| stride.parse().expect("a number"));
    let (mut walked, mut longest) = (0_u64, 0);
    for number in (0..states).step_by(stride as usize) {
        longest = longest.max(walk(number));
        walked += 1;
    }
    println!("{walked} of {states} states walked, the longest path has {longest} steps");
}
