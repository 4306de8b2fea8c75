//! What an author can do: one function a use case.
//!
//! The only crate that the window's shell and the command line call. It uses every other room of
//! the house and knows neither Tauri, nor SQL, nor HTTP, nor pixels: it says in which order they
//! are asked. What must hold: an answer that a text is saved, or a post wanted, is given after it
//! is on disk, never before; what happens by itself is told through one stream of events.
//!
//! Functions block unless they are `async`; blocking ones are quick, but for those that take in
//! files.

mod arrivals;
mod authorise;
mod blogs;
mod choosing;
mod clippings;
mod column;
mod conflict;
mod drafts;
mod export;
mod exporting;
mod first_sight;
mod home;
mod library;
mod links;
mod originals;
mod pages;
mod parts;
mod pictures;
mod problem;
mod provenance;
mod publishing;
mod pulling;
mod queue;
mod quoting;
mod rendering;
mod rights;
mod settings;
mod smaller;
mod text;
mod tiles;
mod times;
mod trashing;
mod typescript;
pub mod view;
mod watching;
mod wordpress_com;
mod words;
mod writing;

use std::{
    ops::Deref,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use coupure_blog::secrets::Vault;
use coupure_model::{Code, Problem, Timestamp};
use coupure_store::Store;
use coupure_sync::Worker;
use tokio::{sync::broadcast, task::JoinHandle};

pub use authorise::SCHEME;
pub use coupure_store::Access;
pub use export::Exported;
pub use home::{default_home, models_folder, secrets_choice};
pub use originals::{PdfOpener, open_pdf_if_asked};
pub use problem::Answer;
pub use provenance::{day_of_issue, link_to_article};
pub use pulling::Pulled;
pub use rendering::{RenderTarget, front_matter, render_file};
pub use times::Moment;
pub use typescript::types;

use view::{Event, PublicationState};

/// How a desk is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    pub home: PathBuf,
    pub access: Access,
    /// Where the recognition models lie; `None`: clippings are straightened and not read.
    pub models: Option<PathBuf>,
    /// `None`: PDFs are opened in this process, where nothing bounds what they take.
    pub pdf_opener: Option<PdfOpener>,
    /// What addresses of pictures begin with in the preview: `media://localhost`.
    pub picture_base: String,
    /// `file`: secrets are kept in files of the home; `None`: in the system's keychain.
    pub secrets: Option<String>,
    /// How long a publication can be undone before anything is sent.
    pub undo: Duration,
}

impl OpenOptions {
    /// To write, with secrets in files of the home, without models, and with nothing to undo.
    pub fn of(home: impl Into<PathBuf>) -> Self {
        Self {
            home: home.into(),
            access: Access::Write,
            models: None,
            pdf_opener: None,
            picture_base: "media:".into(),
            secrets: Some("file".into()),
            undo: Duration::ZERO,
        }
    }
}

/// A home that is open. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

/// What the functions of the desk share.
pub struct Inner {
    options: OpenOptions,
    store: Store,
    vault: Vault,
    worker: Arc<Worker>,
    events: broadcast::Sender<Event>,
    open: Mutex<writing::Open>,
    /// The turn to save: an older text is never appended after a newer one.
    saving: Mutex<()>,
    clippings: queue::Queue,
    tile_maker: tiles::Maker,
    first_sights: first_sight::FirstSights,
    /// Connections that the browser is asked for.
    authorising: Mutex<Vec<authorise::UnderWay>>,
    /// The sign-in to WordPress.com that the browser is asked for.
    signing_in: wordpress_com::SignIns,
    /// Posts that may come out while the author does something else.
    arrivals: Mutex<arrivals::Arrivals>,
    watching: Mutex<watching::Watching>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    stopping: Arc<AtomicBool>,
}

impl Deref for Desk {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Desk {
    /// Opens a home, made at the first opening.
    ///
    /// # Errors
    /// `home_in_use` when another process holds it and writing is asked; `database_newer`,
    /// `database_damaged`, `home_unwritable`, `disk_full`.
    pub fn open(options: OpenOptions) -> Answer<Self> {
        coupure_clipping::give_back_large_blocks();
        let store = Store::open(&options.home, options.access)?;
        let vault = Vault::of_home(&options.home, options.secrets.as_deref());
        let (events, _) = broadcast::channel(1024);
        let worker = publishing::worker(&store, &vault, &events);
        let desk = Self(Arc::new(Inner {
            clippings: queue::Queue::new(options.models.clone()),
            tile_maker: tiles::Maker::default(),
            first_sights: first_sight::FirstSights::default(),
            store,
            vault,
            worker,
            events,
            open: Mutex::default(),
            saving: Mutex::default(),
            authorising: Mutex::default(),
            signing_in: wordpress_com::SignIns::default(),
            arrivals: Mutex::default(),
            watching: Mutex::default(),
            tasks: Mutex::default(),
            stopping: Arc::default(),
            options,
        }));
        desk.worker.open_texts_are_held_by(conflict::OpenHere(Arc::downgrade(&desk.0)));
        if desk.can_write() {
            desk.ensure_built_in_blog()?;
        }
        Ok(desk)
    }

    /// What happens from now on.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Begins what goes on by itself: saving, sending, reading clippings, indexing. To be called
    /// inside a tokio runtime; nothing in a home opened for reading alone.
    pub fn start(&self) {
        if !self.can_write() {
            return;
        }
        let mut tasks = self.tasks.lock().expect("no panic while tasks are held");
        let (saving, housekeeping, listening) = (self.clone(), self.clone(), self.clone());
        tasks.push(tokio::spawn(async move {
            while !saving.is_stopping() {
                let desk = saving.clone();
                let _ = tokio::task::spawn_blocking(move || desk.save_due(Instant::now())).await;
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        }));
        tasks.push(tokio::spawn(async move {
            let mut rounds = 0_u32;
            while !housekeeping.is_stopping() {
                let desk = housekeeping.clone();
                let thin = rounds.is_multiple_of(300);
                let _ = tokio::task::spawn_blocking(move || desk.keep_house(thin)).await;
                rounds = rounds.wrapping_add(1);
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }));
        // Before the worker begins: what it does first is told of too.
        let events = self.events();
        if let Err(problem) = self.expect_arrivals() {
            tracing::warn!(%problem, "what waits to come out cannot be read");
        }
        tasks.push(tokio::spawn(async move { listening.listen_to_itself(events).await }));
        let worker = self.worker.clone();
        let stopping = self.stopping.clone();
        tasks.push(tokio::spawn(async move {
            worker
                .run(async move {
                    while !stopping.load(Ordering::Relaxed) {
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                })
                .await;
        }));
        let (links, planned) = (self.clone(), self.clone());
        tasks.push(tokio::spawn(async move { planned.watch_planned().await }));
        tasks.push(tokio::spawn(async move { links.keep_links_fresh().await }));
        self.start_clippings();
        self.start_watching();
    }

    /// Saves what is open and ends what goes on by itself. What was under way goes on from what
    /// is known at the next start.
    pub async fn stop(&self) {
        self.save_all();
        self.stopping.store(true, Ordering::Relaxed);
        self.worker.wake();
        self.clippings.stop();
        let tasks: Vec<_> =
            self.tasks.lock().expect("no panic while tasks are held").drain(..).collect();
        for task in tasks {
            let _ = tokio::time::timeout(Duration::from_secs(3), task).await;
        }
    }

    /// Whether this process may write.
    pub fn can_write(&self) -> bool {
        self.options.access == Access::Write
    }

    fn must_write(&self) -> Answer<()> {
        if self.can_write() {
            return Ok(());
        }
        Err(Problem::new(
            Code::HomeInUse,
            "Coupure is open elsewhere with this home: it can be read here, not changed.",
        ))
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    /// Nobody listening is no fault.
    fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }

    fn library_changed(&self) {
        self.tell(Event::LibraryChanged);
    }

    /// Has search find all that was saved, where nobody keeps house beside.
    pub fn bring_search_up_to_date(&self) -> Answer<()> {
        if self.can_write() {
            while self.store.index_pending(200)? > 0 {}
        }
        Ok(())
    }

    fn keep_house(&self, thin: bool) {
        if let Err(error) = self.store.index_pending(200) {
            tracing::warn!(%error, "search could not be brought up to date");
        }
        if thin && let Err(error) = self.store.thin(self.now()) {
            tracing::warn!(%error, "old revisions could not be thinned");
        }
    }

    /// What this desk does upon its own events.
    async fn listen_to_itself(&self, mut events: broadcast::Receiver<Event>) {
        loop {
            match events.recv().await {
                Ok(Event::PublicationChanged { publication }) => {
                    self.note_arrival(&publication);
                    if matches!(
                        publication.state,
                        PublicationState::Published | PublicationState::TakenBack
                    ) && let Err(problem) = self.links_are_old(publication.blog)
                    {
                        tracing::warn!(%problem, "a blog's posts cannot be marked as old");
                    }
                }
                Ok(Event::ClippingChanged { .. }) => {
                    let desk = self.clone();
                    let _ = tokio::task::spawn_blocking(move || desk.render_open_again()).await;
                }
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }
}
