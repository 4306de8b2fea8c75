//! One afternoon drawn from a seed: an author with some drafts, somebody else at the blog, the
//! network, and a computer that crashes.

mod author;
mod others;

use std::{
    collections::{HashMap, HashSet},
    panic::AssertUnwindSafe,
    time::Duration,
};

use coupure_model::{
    Content, DraftId, FrozenPicture, PublicationId, RemoteId, RevisionId, RevisionReason, Standing,
    Timestamp, WantedState,
};
use coupure_sync::{Clock, Worker};
use coupure_testkit::fake_blog::{Counts, Faults, Role};
use futures_util::FutureExt;
use rand::{Rng, SeedableRng, rngs::SmallRng, seq::IndexedRandom};

use crate::{
    mutations::Mutation,
    support,
    world::{Crash, Crashes, World, Wrong, locked},
};

/// After the faults end, everything is quiet within so much simulated time of sending.
const QUIET_WITHIN: Duration = Duration::from_secs(30 * 60);
/// So many rounds of questions, at most, until nothing is asked any more.
const ROUNDS_MAX: u32 = 30;

/// What the author was told of a publication, to hold against what comes of it.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The wish acknowledged last.
    pub wish: Option<(RevisionId, WantedState)>,
    /// The one before it, while that can be brought back.
    before: Option<(RevisionId, WantedState)>,
    /// The word of the press that can be undone, if the clock has not jumped since.
    word: Option<u32>,
    /// Words of presses that were undone.
    pub undone: HashSet<u32>,
    /// Since when (the blog's time) nothing is to be sent.
    pub given_up: Option<Timestamp>,
    /// Times between giving up and pressing again.
    pub silences: Vec<(Timestamp, Timestamp)>,
    /// The author may have given it up: a crash kept the answer back.
    pub may_be_given_up: bool,
    /// The author said that it may be created anew after it was gone.
    pub anew: Vec<Timestamp>,
}

/// What somebody else did to a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Text,
    Title,
    Excerpt,
    Terms,
    Cover,
    Status,
}

#[derive(Debug, Clone)]
pub struct Touch {
    pub blog: usize,
    pub post: RemoteId,
    pub field: Field,
    /// What is to be found again.
    pub word: String,
    pub at: Timestamp,
}

pub struct Play {
    random: SmallRng,
    pub world: World,
    pub drafts: Vec<DraftId>,
    /// The text acknowledged last, of each draft.
    pub latest: HashMap<DraftId, Content>,
    /// Texts that were named or published.
    pub kept: Vec<(DraftId, Content)>,
    pub told: HashMap<PublicationId, Told>,
    pub touches: Vec<Touch>,
    /// Numbers what is written, so that each text is known again.
    words: u32,
    others_write: bool,
    clock_jumps: bool,
    two_blogs: bool,
    /// What was just pressed and is undone next.
    regrets: Option<PublicationId>,
    role: Role,
}

pub struct Outcome {
    pub wrongs: Vec<Wrong>,
    pub counts: Counts,
    pub trace: Vec<String>,
}

impl Play {
    fn new(seed: u64, mutation: Option<Mutation>, traced: bool) -> Self {
        let mut random = SmallRng::seed_from_u64(seed);
        let percent = *[0, 10, 30, 55].choose(&mut random).unwrap();
        let faults = [1, 2].map(|n| {
            let mut faults = Faults::drawn(seed.wrapping_mul(31).wrapping_add(n), percent);
            faults.far_too_late = seed.is_multiple_of(3);
            faults
        });
        let permille = *[0, 0, 4, 20].choose(&mut random).unwrap();
        let crashes = Crashes { random: SmallRng::seed_from_u64(seed ^ 0xc0de), permille };
        let world = World::new(faults, crashes, mutation, traced);
        let role = match random.random_range(0..10) {
            0..=6 => Role::Editor,
            7 | 8 => Role::Author,
            _ => Role::Contributor,
        };
        let no_revisions = random.random_bool(0.1);
        let revision_at_creation = random.random_bool(0.5);
        for (_, server) in &world.shared.servers {
            let mut site = server.site();
            (site.role, site.no_revisions) = (role, no_revisions);
            site.revision_at_creation = revision_at_creation;
            site.add_category("Presse");
        }
        let others_write = random.random_bool(0.5);
        let clock_jumps = random.random_bool(0.2);
        let two_blogs = random.random_bool(0.3);
        let mut play = Self {
            random,
            world,
            drafts: Vec::new(),
            latest: HashMap::new(),
            kept: Vec::new(),
            told: HashMap::new(),
            touches: Vec::new(),
            words: 0,
            others_write,
            clock_jumps,
            two_blogs,
            regrets: None,
            role,
        };
        for _ in 0..play.random.random_range(1..=3) {
            let (_, text) = play.text();
            let now = play.world.now();
            let reason = RevisionReason::Typed;
            let draft = play.world.store().create_draft(&text, None, reason, now).unwrap();
            play.drafts.push(draft.id);
            play.latest.insert(draft.id, text);
        }
        play
    }

    fn count(&self, what: &'static str) {
        self.world.shared.count(what);
    }

    fn text(&mut self) -> (u32, Content) {
        self.words += 1;
        let n = self.words;
        let mut text = support::content(
            &format!("Billet {n:04}"),
            &format!("Voici le mot-{n:04} : « {n} » !\n\n- un\n- deux\n"),
        );
        if self.role != Role::Contributor && self.random.random_bool(0.5) {
            let picture = self.world.pictures.choose(&mut self.random).unwrap();
            text.body.push_str(&format!("\n![Coupure]({} \"Légende\")\n", picture.reference));
            if self.random.random_bool(0.5) {
                text.cover = picture.reference.to_string();
            }
        }
        if self.random.random_bool(0.2) {
            // What authors may not write.
            text.body.push_str(
                "\n<video controls><source src=\"https://film.example/a.mp4\"></video>\n",
            );
        }
        text.tags = vec![format!("mot-{n:04}")];
        (n, text)
    }

    fn pictures_of(&self, text: &Content) -> Vec<FrozenPicture> {
        let named = |picture: &&FrozenPicture| {
            let reference = picture.reference.to_string();
            text.body.contains(&reference) || text.cover == reference
        };
        let embargo = locked(&self.world.shared.embargo).until;
        let of_clipping = self.world.shared.clipped;
        let pictures = self.world.pictures.iter().filter(named).cloned();
        pictures
            .map(|picture| FrozenPicture {
                embargo: embargo.filter(|_| picture.full == of_clipping),
                ..picture
            })
            .collect()
    }

    fn draft(&mut self) -> DraftId {
        *self.drafts.choose(&mut self.random).unwrap()
    }

    /// A publication of the author's, if there is one.
    fn publication(&mut self) -> Option<coupure_model::Publication> {
        let publications = self.world.store().publications().unwrap();
        publications.choose(&mut self.random).cloned()
    }

    /// A write may still land.
    fn is_in_doubt(&self) -> bool {
        self.world.store().publications().unwrap().iter().any(|p| p.attempt.is_some())
    }

    /// The author, or somebody else, does something.
    fn act(&mut self, worker: &Worker) {
        if let Some(pressed) = self.regrets.take() {
            let pressed = self.world.store().publication(pressed).unwrap();
            return self.undo_of(&pressed);
        }
        if self.clock_jumps && self.is_in_doubt() && self.random.random_bool(0.3) {
            return self.jump();
        }
        match self.random.random_range(0..100) {
            0..32 => self.publish(),
            32..40 => self.type_something(),
            40..47 => self.take_back(worker),
            47..52 => self.give_up(worker),
            52..57 => {
                if let Some(publication) = self.publication() {
                    self.count("retry");
                    self.retry(worker, publication.id);
                }
            }
            57..62 => self.undo(),
            62..64 => self.trash(worker),
            64..74 => {
                if let Some(publication) = self.publication() {
                    self.answer(worker, publication.id);
                }
            }
            74..88 if self.others_write => self.another_does(),
            88..91 => self.set_embargo(worker),
            91..93 => {
                let refused = self.random.random_bool(0.5);
                self.world.shared.servers.iter().for_each(|(_, s)| s.refuse_password(refused));
                self.count("password revoked or renewed");
            }
            93..95 => self.jump(),
            95..97 => worker.network_returned(),
            _ => {}
        }
    }

    /// Faults, crashes and changes of mind.
    async fn storm(&mut self) {
        for _ in 0..self.random.random_range(2..10) {
            let worker = self.world.worker();
            let second =
                self.world.shared.is_broken(Mutation::TwoWorkers).then(|| self.world.worker());
            let running = async {
                match &second {
                    Some(second) => {
                        futures_util::future::join(
                            worker.run(std::future::pending()),
                            second.run(std::future::pending()),
                        )
                        .await;
                    }
                    None => worker.run(std::future::pending()).await,
                }
            };
            let mut running = std::pin::pin!(AssertUnwindSafe(running).catch_unwind());
            loop {
                let pause_ms_max = if self.regrets.is_some() { 9_000 } else { 40_000 };
                let pause = Duration::from_millis(self.random.random_range(0..pause_ms_max));
                let ended = tokio::select! {
                    biased;
                    ended = &mut running => Some(ended),
                    () = tokio::time::sleep(pause) => None,
                };
                if let Some(ended) = ended {
                    died_of_a_crash(ended);
                    break;
                }
                let acted = std::panic::catch_unwind(AssertUnwindSafe(|| self.act(&worker)));
                if acted.is_err() {
                    died_of_a_crash(acted);
                    break;
                }
                worker.wake();
                if self.random.random_bool(0.3) {
                    // It is dropped here, whatever it was at.
                    self.count("crash between two steps");
                    break;
                }
            }
            if self.random.random_bool(0.05) {
                self.jump();
            }
            if self.random.random_bool(0.04) {
                // The computer is off over night.
                let hours = self.random.random_range(2..40);
                tokio::time::sleep(Duration::from_secs(hours * author::HOUR)).await;
                self.count("computer off for hours");
            }
        }
    }

    /// No more faults: all comes to rest, the author answering.
    async fn calm(&mut self) {
        for (_, server) in &self.world.shared.servers {
            server.faults().end();
            server.refuse_password(false);
        }
        locked(&self.world.shared.crashes).permille = 0;
        self.world.shared.clock.set_wrong_by(0);
        *locked(&self.world.shared.jumped) = self.world.shared.clock.elapsed();
        let worker = self.world.worker();
        for round in 0..ROUNDS_MAX {
            if round == 1 {
                self.embargo(&worker, None);
            }
            if !worker.until_quiet(QUIET_WITHIN).await {
                let standings = self.standings();
                return self.world.shared.wrong("quiet within 30 minutes", standings);
            }
            let publications = self.world.store().publications().unwrap();
            let asking: Vec<PublicationId> = publications
                .into_iter()
                .filter(|p| matches!(p.standing, Standing::NeedsAuthor { .. }))
                .map(|publication| publication.id)
                .collect();
            if asking.is_empty() && round > 0 {
                return;
            }
            for id in asking {
                self.answer(&worker, id);
            }
        }
        let standings = self.standings();
        self.world.shared.wrong("asked only what is to be asked", format!("for ever: {standings}"));
    }

    fn standings(&self) -> String {
        let publications = self.world.store().publications().unwrap();
        publications
            .iter()
            .map(|p| format!("{:?}: {:?} {:?}\n", p.id, p.standing, p.attempt.is_some()))
            .collect()
    }
}

/// A panic of another kind goes on.
fn died_of_a_crash<T>(ended: Result<T, Box<dyn std::any::Any + Send>>) {
    if let Err(payload) = ended
        && !payload.is::<Crash>()
    {
        std::panic::resume_unwind(payload);
    }
}

/// The number of the word that tells a text of the author's.
pub fn word_of(text: &Content) -> Option<u32> {
    let at = text.body.find("mot-")? + 4;
    text.body.get(at..at + 4)?.parse().ok()
}

async fn play(seed: u64, mutation: Option<Mutation>, traced: bool) -> Outcome {
    let mut play = Play::new(seed, mutation, traced);
    let shared = play.world.shared.clone();
    let played = async {
        play.storm().await;
        play.calm().await;
        if shared.wrongs().is_empty() {
            play.check(seed);
        }
    };
    if let Err(panic) = AssertUnwindSafe(played).catch_unwind().await {
        let detail = panic.downcast_ref::<String>().cloned();
        let detail = detail.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        shared.wrong("no panic", detail.unwrap_or_default());
    }
    let mut counts = shared.counts();
    for (_, server) in &shared.servers {
        for wrong in server.wrongs() {
            shared.wrong("one write at a time", wrong);
        }
        for (fault, n) in server.faults().counts() {
            *counts.entry(fault).or_default() += n;
        }
        *counts.entry("requests").or_default() += server.requests();
    }
    Outcome { wrongs: shared.wrongs(), counts, trace: shared.trace() }
}

/// Runs one seed in a time of its own.
pub fn run(seed: u64, mutation: Option<Mutation>, traced: bool) -> Outcome {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime of one thread").block_on(play(seed, mutation, traced))
}
