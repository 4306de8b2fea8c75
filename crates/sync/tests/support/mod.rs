//! A home, a fake blog and a clock that a simulation turns.

#![allow(dead_code)] // Each test file uses a part of it.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use coupure_blog::BlogClient;
use coupure_model::{
    Blog, BlogId, BlogKind, Clipping, ClippingId, Content, DraftId, Features, FrozenPicture,
    Language, MediaHash, PictureReference, PostChanges, Publication, PublicationId, RemotePost,
    RemoteStatus, RevisionReason, Timestamp, WantedState,
};
use coupure_store::{Access, Store, Wish};
use coupure_sync::{Clock, Connector, Error, Parts, Rendering, Worker, changes, changes_for};
use coupure_testkit::fake_blog::{FakeBlog, Faults};
use tempfile::TempDir;
use uuid::Uuid;

/// Tokio's time, and a wall clock that can be set wrong.
pub struct SimulatedClock {
    began: tokio::time::Instant,
    wrong_by_ms: AtomicI64,
}

pub fn epoch() -> Timestamp {
    "2027-02-03T08:00:00Z".parse().unwrap()
}

impl SimulatedClock {
    pub fn new() -> Arc<Self> {
        let began = tokio::time::Instant::now();
        Arc::new(Self { began, wrong_by_ms: AtomicI64::new(0) })
    }

    pub fn set_wrong_by(&self, seconds: i64) {
        self.wrong_by_ms.store(seconds * 1000, Ordering::Relaxed);
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        let wrong = jiff::SignedDuration::from_millis(self.wrong_by_ms.load(Ordering::Relaxed));
        epoch() + self.began.elapsed() + wrong
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

pub struct ToFake(pub FakeBlog);

#[async_trait]
impl Connector for ToFake {
    async fn connect(&self, _blog: &Blog) -> Result<Arc<dyn BlogClient>, Error> {
        Ok(Arc::new(self.0.clone()))
    }
}

/// Everything of one simulation but the worker, which may crash.
pub struct House {
    pub store: Store,
    pub blog: Blog,
    pub server: FakeBlog,
    pub clock: Arc<SimulatedClock>,
    _home: TempDir,
}

/// In memory where the system offers it: thousands of syncs are not what is tested here.
pub fn folder() -> TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

impl House {
    pub fn new(faults: Faults) -> Self {
        let home = folder();
        let store = Store::open(home.path(), Access::Write).unwrap();
        let blog = Blog {
            id: BlogId(Uuid::from_u128(1)),
            name: "laurent.example".into(),
            kind: BlogKind::WordPress {
                url: "https://blog.example/".into(),
                api: "https://blog.example/wp-json/".into(),
                user: "laurent".into(),
            },
            title: "Un blog".into(),
            language: Language::French,
            time_zone: "Europe/Paris".into(),
            features: Features { revisions: true, ..Features::default() },
        };
        store.put_blog(&blog).unwrap();
        let server = FakeBlog::new(epoch(), faults);
        Self { store, blog, server, clock: SimulatedClock::new(), _home: home }
    }

    pub fn worker(&self) -> Worker {
        let connector = Arc::new(ToFake(self.server.clone()));
        let parts = Parts::new(self.store.clone(), connector);
        Worker::of(Parts { clock: self.clock.clone(), ..parts }, |_| {})
    }

    pub fn draft(&self, content: &Content) -> DraftId {
        let reason = RevisionReason::Typed;
        self.store.create_draft(content, None, reason, self.clock.now()).unwrap().id
    }

    pub fn clipping(&self) -> ClippingId {
        let original = self.store.put_media(b"scan", "image/jpeg", 30, 40, "scan.jpg").unwrap();
        let (id, now) = (self.store.new_clipping_id(self.clock.now()), self.clock.now());
        let clipping = Clipping::new(id, original, "scan.jpg", Language::French, now);
        self.store.put_clipping(&clipping).unwrap();
        id
    }

    /// A picture in the media folder, frozen as the desk does it.
    pub fn picture(&self, number: u8) -> FrozenPicture {
        let bytes = [b"picture ", &[number][..]].concat();
        let full = self.store.put_media(&bytes, "image/jpeg", 3000, 2250, "scan.jpg").unwrap();
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

    pub fn publish(
        &self,
        draft: DraftId,
        content: &Content,
        state: WantedState,
        pictures: Vec<FrozenPicture>,
    ) -> Publication {
        let now = self.clock.now();
        let wish = Wish {
            draft,
            revision: self.store.save(draft, content, RevisionReason::Typed, now).unwrap(),
            blog: self.blog.id,
            state,
            pictures,
            pressed: now,
            not_before: now,
            overwrite: None,
        };
        self.store.want(wish).unwrap()
    }

    pub fn publication(&self, id: PublicationId) -> Publication {
        self.store.publication(id).unwrap()
    }

    /// What the wanted revision looks like on the blog.
    pub fn expected(&self, publication: &Publication) -> PostChanges {
        let wanted = &publication.wanted;
        let content = self.store.revision(wanted.revision).unwrap().content;
        let uploads: HashMap<MediaHash, _> = changes::files_needed(&wanted.pictures, true)
            .into_iter()
            .filter_map(|hash| Some((hash, self.store.upload(self.blog.id, hash).unwrap()?.media?)))
            .collect();
        let rendering = Rendering {
            dialect: coupure_blog::Dialect::WordPressBlocks,
            makes_sizes: true,
            features: &self.blog.features,
            typography: true,
            standing: changes::standing(&publication.observed),
        };
        let mut asks = changes_for(&content, &wanted.pictures, &uploads, &rendering).unwrap();
        asks.raw = asks.raw.map(|raw| as_stored(&raw));
        asks
    }
}

/// As the fake blog rewrites it.
pub fn as_stored(raw: &str) -> String {
    raw.replace(" />", "/>").replace("/>", " />")
}

pub fn content(title: &str, body: &str) -> Content {
    Content {
        title: title.into(),
        body: body.into(),
        excerpt: format!("Extrait de {title}"),
        categories: vec!["Presse".into()],
        tags: vec!["entretien".into()],
        ..Content::default()
    }
}

/// Whether the post is in the state that was wanted.
pub fn state_fits(state: WantedState, post: &RemotePost) -> bool {
    match state {
        WantedState::Draft | WantedState::TakenBack => post.status == RemoteStatus::Draft,
        WantedState::Published => post.status == RemoteStatus::Published,
        WantedState::Private => post.status == RemoteStatus::Private,
        WantedState::Scheduled { .. } => {
            matches!(post.status, RemoteStatus::Scheduled | RemoteStatus::Published)
        }
    }
}
