//! A home, two blogs and a clock, and the parts of a worker wrapped: to see each step, to crash at
//! a commit, and to break a rule where a mutation is to be caught.

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use coupure_blog::BlogClient;
use coupure_model::{
    Blog, BlogId, BlogKind, Clipping, ClippingId, Derivatives, Features, FrozenPicture, Language,
    MediaHash, PictureReference, Timestamp,
};
use coupure_store::{Access, Store};
use coupure_sync::{Clock, Connector, Error, Parts, Worker};
use coupure_testkit::fake_blog::{Counts, FakeBlog, Faults};
use rand::{Rng, rngs::SmallRng};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    client::Client,
    ledger::SimLedger,
    mutations::{self, Mutation},
    support::{SimulatedClock, epoch, folder},
};

/// So many pictures there are; the last one is a clipping's.
pub const PICTURES: u8 = 3;

/// What was broken, and how it showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The promise that was not kept, in a few words.
    pub promise: &'static str,
    pub detail: String,
}

/// What a crash of Coupure unwinds with.
pub struct Crash;

/// Crashes at commits, drawn from the seed.
pub struct Crashes {
    pub random: SmallRng,
    /// Of a thousand commits.
    pub permille: u32,
}

/// An embargo of the clipping, and when (of the clock that only goes on) it was set.
#[derive(Debug, Clone, Copy, Default)]
pub struct Embargo {
    pub until: Option<Timestamp>,
    pub set: Duration,
}

/// What the wrapped parts share with who looks on.
pub struct Shared {
    pub store: Store,
    pub clock: Arc<SimulatedClock>,
    pub servers: Vec<(BlogId, FakeBlog)>,
    pub mutation: Option<Mutation>,
    pub crashes: Mutex<Crashes>,
    pub embargo: Mutex<Embargo>,
    /// When the wall clock jumped last.
    pub jumped: Mutex<Duration>,
    pub clipped: MediaHash,
    trace: Option<Mutex<Vec<String>>>,
    wrongs: Mutex<Vec<Wrong>>,
    counts: Mutex<Counts>,
    pub broken: Mutex<mutations::State>,
    steps: AtomicU64,
}

/// So many steps no afternoon has: it goes round in circles.
const STEPS_MAX: u64 = 20_000;

pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub fn count(&self, what: &'static str) {
        *locked(&self.counts).entry(what).or_default() += 1;
    }

    pub fn wrong(&self, promise: &'static str, detail: impl Into<String>) {
        let mut wrongs = locked(&self.wrongs);
        if wrongs.len() < 20 {
            wrongs.push(Wrong { promise, detail: detail.into() });
        }
    }

    pub fn wrongs(&self) -> Vec<Wrong> {
        locked(&self.wrongs).clone()
    }

    pub fn counts(&self) -> Counts {
        locked(&self.counts).clone()
    }

    /// Notes a request, an answer, a step or a commit, where a trace is kept.
    pub fn note(&self, line: impl FnOnce() -> String) {
        if let Some(trace) = &self.trace {
            let line = format!("{} {}", self.clock.elapsed().as_millis(), line());
            locked(trace).push(line);
        }
    }

    pub fn is_broken(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    /// What happened, the same for the same seed: ids that are drawn anew each time are numbered.
    pub fn trace(&self) -> Vec<String> {
        let Some(trace) = &self.trace else { return Vec::new() };
        let mut known: HashMap<String, usize> = HashMap::new();
        locked(trace).iter().map(|line| numbered(line, &mut known)).collect()
    }
}

/// The line with each UUID as the number of its first mention.
fn numbered(line: &str, known: &mut HashMap<String, usize>) -> String {
    let bytes = line.as_bytes();
    let is_uuid = |at: usize| {
        let Some(word) = bytes.get(at..at + 36) else { return false };
        word.iter().enumerate().all(|(i, byte)| match i {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let mut out = String::with_capacity(line.len());
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        if is_uuid(at) {
            let next = known.len();
            let number = *known.entry(line[at..at + 36].to_owned()).or_insert(next);
            out.push_str(&line[from..at]);
            out.push_str(&format!("#{number}"));
            at += 36;
            from = at;
        } else {
            at += 1;
        }
    }
    out.push_str(&line[from..]);
    out
}

/// Everything of one simulation but the worker, which may crash.
pub struct World {
    pub shared: Arc<Shared>,
    pub blogs: Vec<Blog>,
    pub pictures: Vec<FrozenPicture>,
    pub clipping: ClippingId,
    lives: Mutex<u32>,
    _home: TempDir,
}

/// A home with two blogs and the pictures, made once: a seed begins with a copy.
struct Template {
    home: TempDir,
    blogs: Vec<Blog>,
    pictures: Vec<FrozenPicture>,
    clipping: ClippingId,
}

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let home = folder();
    let store = Store::open(home.path(), Access::Write).unwrap();
    let blogs = ["laurent.example", "autre.example"];
    let blogs: Vec<Blog> = (1..).zip(blogs).map(|(n, name)| blog(n, name)).collect();
    blogs.iter().for_each(|blog| store.put_blog(blog).unwrap());
    let clipping = store.new_clipping_id(epoch());
    let mut pictures: Vec<FrozenPicture> =
        (0..PICTURES).map(|number| picture(&store, number)).collect();
    let clipped = pictures.last_mut().unwrap();
    clipped.reference = PictureReference::Clip(clipping);
    let scan = store.put_media(b"scan", "image/jpeg", 30, 40, "scan.jpg").unwrap();
    let mut clip = Clipping::new(clipping, scan, "scan.jpg", Language::French, epoch());
    clip.found = Some(clip.recipe.clone());
    clip.derivatives = Some(Derivatives {
        web: clipped.web,
        web_width_px: clipped.web_width_px,
        web_height_px: clipped.web_height_px,
        full: clipped.full,
        full_width_px: clipped.full_width_px,
        full_height_px: clipped.full_height_px,
    });
    store.put_clipping(&clip).unwrap();
    drop(store);
    Template { home, blogs, pictures, clipping }
});

fn blog(number: u128, name: &str) -> Blog {
    Blog {
        id: BlogId(Uuid::from_u128(number)),
        name: name.into(),
        kind: BlogKind::WordPress {
            url: format!("https://{name}/"),
            api: format!("https://{name}/wp-json/"),
            user: "laurent".into(),
        },
        title: "Un blog".into(),
        language: Language::French,
        time_zone: "Europe/Paris".into(),
        features: Features { revisions: true, ..Features::default() },
    }
}

fn picture(store: &Store, number: u8) -> FrozenPicture {
    let bytes = [b"picture ", &[number][..]].concat();
    let full = store.put_media(&bytes, "image/jpeg", 3000, 2250, "scan.jpg").unwrap();
    FrozenPicture {
        reference: PictureReference::Media(full),
        web: full,
        web_width_px: 1600,
        web_height_px: 1200,
        full,
        full_width_px: 3000,
        full_height_px: 2250,
        name: format!("coupure-{number}"),
        alt: format!("Coupure {number}"),
        caption: "L’Écho, 3 février".into(),
        embargo: None,
    }
}

fn copy_all(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

impl World {
    /// `faults`: of each blog.
    pub fn new(
        faults: [Faults; 2],
        crashes: Crashes,
        mutation: Option<Mutation>,
        traced: bool,
    ) -> Self {
        let home = folder();
        copy_all(TEMPLATE.home.path(), home.path());
        let store = Store::open(home.path(), Access::Write).unwrap();
        let blogs = TEMPLATE.blogs.clone();
        let servers = blogs.iter().zip(faults);
        let servers =
            servers.map(|(blog, faults)| (blog.id, FakeBlog::new(epoch(), faults))).collect();
        let shared = Shared {
            store,
            clock: SimulatedClock::new(),
            servers,
            mutation,
            crashes: Mutex::new(crashes),
            embargo: Mutex::default(),
            jumped: Mutex::default(),
            clipped: TEMPLATE.pictures.last().unwrap().full,
            trace: traced.then(Mutex::default),
            wrongs: Mutex::default(),
            counts: Mutex::default(),
            broken: Mutex::default(),
            steps: AtomicU64::new(0),
        };
        Self {
            shared: Arc::new(shared),
            blogs,
            pictures: TEMPLATE.pictures.clone(),
            clipping: TEMPLATE.clipping,
            lives: Mutex::new(0),
            _home: home,
        }
    }

    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    pub fn server(&self, blog: BlogId) -> &FakeBlog {
        let found = self.shared.servers.iter().find(|(id, _)| *id == blog);
        &found.expect("a blog of this world").1
    }

    /// Coupure starts anew.
    pub fn worker(&self) -> Worker {
        let life = {
            let mut lives = locked(&self.lives);
            *lives += 1;
            *lives
        };
        mutations::begin_life(&self.shared);
        let shared = self.shared.clone();
        let parts = Parts {
            ledger: Arc::new(SimLedger::new(self.shared.clone())),
            planner: Box::new(move |facts, now| {
                let step = mutations::plan(&shared, facts, now);
                let steps = shared.steps.fetch_add(1, Ordering::Relaxed);
                assert!(steps < STEPS_MAX, "it goes round in circles: {step:?}");
                shared.note(|| format!("step {:?} {step:?}", facts.publication.id));
                step
            }),
            connector: Arc::new(ToServers { shared: self.shared.clone(), life }),
            clock: Arc::new(mutations::BrokenClock::new(self.shared.clone())),
        };
        Worker::of(parts, |_| {})
    }
}

struct ToServers {
    shared: Arc<Shared>,
    life: u32,
}

#[async_trait]
impl Connector for ToServers {
    async fn connect(&self, blog: &Blog) -> Result<Arc<dyn BlogClient>, Error> {
        let server = self.shared.servers.iter().find(|(id, _)| *id == blog.id);
        let server = server.expect("a blog of this world").1.clone();
        Ok(Arc::new(Client::new(self.shared.clone(), blog.id, server, self.life)))
    }
}

impl Crashes {
    /// Whether Coupure crashes at this commit, and whether after it.
    pub fn draw(&mut self) -> Option<bool> {
        let crashes = self.permille > 0 && self.random.random_range(0..1000) < self.permille;
        crashes.then(|| self.random.random_bool(0.5))
    }
}
