//! Clippings straightened and read one after the other in the background, each of which can be
//! cancelled.
//!
//! What is to be done is in the store (`ClippingState::Waiting`), so a queue that was killed goes
//! on at the next start. The picture is stored as soon as it is straight; the text follows, of a
//! long page first as the quick models read it.

use std::{
    collections::{HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use coupure_clipping::{EncodedPicture, Progress, Reader, Stage};
use coupure_model::{Clipping, ClippingId, ClippingState, Code, Derivatives, Problem, Recipe};

use crate::{
    Answer, Desk,
    view::{ClippingStep, Event},
};

/// Share of the progress of reading that a first reading takes.
const FIRST_READING_SHARE: f32 = 0.15;

pub(crate) struct Queue {
    models: Option<PathBuf>,
    reader: Mutex<Option<Arc<Reader>>>,
    /// For first readings; not every set-up has its models.
    quick_reader: Mutex<Option<Arc<Reader>>>,
    /// The clippings being worked on, and how to cancel them.
    working: Mutex<HashMap<ClippingId, Arc<AtomicBool>>>,
    /// "Something may be waiting", and its bell.
    bell: (Mutex<bool>, Condvar),
    stopping: AtomicBool,
}

impl Queue {
    pub(crate) fn new(models: Option<PathBuf>) -> Self {
        Self {
            models,
            reader: Mutex::default(),
            quick_reader: Mutex::default(),
            working: Mutex::default(),
            bell: (Mutex::new(true), Condvar::new()),
            stopping: AtomicBool::new(false),
        }
    }

    pub(crate) fn has_models(&self) -> bool {
        self.models.as_ref().is_some_and(|folder| coupure_clipping::models_present(folder))
    }

    pub(crate) fn ring(&self) {
        *self.bell.0.lock().expect("no panic while the bell is held") = true;
        self.bell.1.notify_all();
    }

    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        for cancel in self.working.lock().expect("no panic while work is listed").values() {
            cancel.store(true, Ordering::Relaxed);
        }
        self.ring();
    }

    /// Cancels the work on a clipping, if there is any.
    pub(crate) fn cancel(&self, id: ClippingId) -> bool {
        let working = self.working.lock().expect("no panic while work is listed");
        working.get(&id).is_some_and(|cancel| !cancel.swap(true, Ordering::Relaxed))
    }

    pub(crate) fn step(&self, id: ClippingId, state: &ClippingState) -> ClippingStep {
        match state {
            ClippingState::Waiting => {
                let working = self.working.lock().expect("no panic while work is listed");
                if working.contains_key(&id) {
                    ClippingStep::Reading
                } else {
                    ClippingStep::Waiting
                }
            }
            ClippingState::Unread => ClippingStep::Unread,
            ClippingState::Ready => ClippingStep::Ready,
            ClippingState::Failed { .. } => ClippingStep::Failed,
        }
    }

    fn reader(&self) -> Answer<Arc<Reader>> {
        let mut reader = self.reader.lock().expect("no panic while the reader is loaded");
        if let Some(reader) = &*reader {
            return Ok(reader.clone());
        }
        let folder = self.models.as_ref().ok_or_else(|| {
            Problem::new(
                Code::ModelsMissing,
                "The recognition models are not installed, so the clipping's text was not read.",
            )
        })?;
        Ok(reader.insert(Arc::new(Reader::load(folder)?)).clone())
    }

    /// `None`: its models are not installed, or are others than expected.
    fn quick_reader(&self) -> Option<Arc<Reader>> {
        let folder = self.models.as_ref()?;
        if !coupure_clipping::quick_models_present(folder) {
            return None;
        }
        let mut reader = self.quick_reader.lock().expect("no panic while the reader is loaded");
        if reader.is_none() {
            match Reader::load_quick(folder) {
                Ok(loaded) => *reader = Some(Arc::new(loaded)),
                Err(error) => tracing::warn!(%error, "there will be no first readings"),
            }
        }
        reader.clone()
    }

    /// Waits for the bell, or a while.
    fn wait(&self) {
        let rung = self.bell.0.lock().expect("no panic while the bell is held");
        let (mut rung, _) = self
            .bell
            .1
            .wait_timeout_while(rung, Duration::from_secs(30), |rung| !*rung)
            .expect("no panic while the bell is held");
        *rung = false;
    }
}

/// Tells the window how far a clipping is, and hears from it that it is cancelled.
struct Watched {
    desk: Desk,
    id: ClippingId,
    cancelled: Arc<AtomicBool>,
}

impl Progress for Watched {
    fn report(&self, stage: Stage, done: f32) {
        let stage = stage.as_str().to_owned();
        self.desk.tell(Event::ClippingProgress { clipping: self.id, stage, done });
    }

    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A part of a stage that tells how far the whole of it is.
struct Share<'a> {
    whole: &'a dyn Progress,
    from: f32,
    to: f32,
}

impl Progress for Share<'_> {
    fn report(&self, stage: Stage, done: f32) {
        self.whole.report(stage, self.from + (self.to - self.from) * done);
    }

    fn cancelled(&self) -> bool {
        self.whole.cancelled()
    }
}

/// A fault of ours over one picture is that picture's, not the whole queue's.
fn caught(work: impl FnOnce() -> Answer<()>) -> Answer<()> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Problem::new(
            Code::Internal,
            "Coupure failed over this picture. It is kept as it came; the others go on.",
        ))
    })
}

impl Desk {
    /// Begins the background work on clippings.
    pub(crate) fn start_clippings(&self) {
        let desk = self.clone();
        // A thread of its own: pixels would starve the tasks that save and send.
        std::thread::Builder::new()
            .name("clippings".into())
            .spawn(move || {
                while !desk.clippings.stopping.load(Ordering::Relaxed) {
                    desk.work_off_clippings();
                    desk.clippings.wait();
                }
            })
            .expect("the system can start a thread");
    }

    /// Straightens and reads everything that waits, then returns.
    pub fn work_off_clippings(&self) {
        // Those whose outcome could not be kept wait still, and keep no other one waiting.
        let mut passed_over = HashSet::new();
        while let Ok(waiting) = self.store.waiting_clippings() {
            let Some(&id) = waiting.iter().find(|id| !passed_over.contains(*id)) else { return };
            if self.clippings.stopping.load(Ordering::Relaxed) {
                return;
            }
            if !self.work_on(id) {
                passed_over.insert(id);
            }
        }
    }

    /// Straightens and reads one clipping; whatever comes of it, it no longer waits. `false`: what
    /// came of it could not be kept.
    fn work_on(&self, id: ClippingId) -> bool {
        let cancelled = Arc::new(AtomicBool::new(false));
        self.clippings
            .working
            .lock()
            .expect("no panic while work is listed")
            .insert(id, cancelled.clone());
        self.tell(Event::ClippingChanged { clipping: id, step: ClippingStep::Reading });
        let watched = Watched { desk: self.clone(), id, cancelled };
        let taken = self.store.clipping(id).map_err(Into::into);
        let outcome = taken.and_then(|taken| {
            let outcome = caught(|| self.straighten_and_read(&taken, &watched));
            let stopping = self.clippings.stopping.load(Ordering::Relaxed);
            match outcome {
                Err(problem) if !stopping => self.settle_failed(&taken, problem),
                _ => Ok(()),
            }
        });
        self.first_sights.forget(id);
        self.clippings.working.lock().expect("no panic while work is listed").remove(&id);
        if let Err(problem) = &outcome {
            tracing::error!(%id, %problem, "a clipping's state could not be kept");
        }
        self.clipping_changed(id);
        outcome.is_ok()
    }

    fn straighten_and_read(&self, taken: &Clipping, progress: &dyn Progress) -> Answer<()> {
        let (page, recipe) = self.make_pictures(taken, progress)?;
        if taken.reading_stands {
            return self.keep_made(taken, |now| {
                if let Some(reading) = &mut now.reading {
                    (reading.width_px, reading.height_px) = page.dimensions();
                }
                now.reading_stands = false;
                now.state = ClippingState::Ready;
            });
        }
        self.clipping_changed(taken.id);
        let reader = self.clippings.reader()?;
        let share = |from, to| Share { whole: progress, from, to };
        let read_first =
            self.read_first(taken, &page, &recipe, &share(0.0, FIRST_READING_SHARE))?;
        let from = if read_first { FIRST_READING_SHARE } else { 0.0 };
        let reading = reader.read(&page, &recipe.regions, taken.language, &share(from, 1.0))?;
        self.keep_made(taken, |now| {
            now.reading = Some(reading.of_page_of(now.reading.take()));
            now.read_with = Some(recipe.clone());
            now.state = ClippingState::Ready;
        })?;
        // The page is at hand: to go close to it later costs nobody a wait.
        if let Err(problem) = self.keep_fine_tiles(taken.id, &page) {
            tracing::warn!(%problem, "tiles could not be kept");
        }
        Ok(())
    }

    /// Shows what is read at a first glance, where the careful reading lasts, a quick reader is
    /// there, and nothing was read with care before. The author's own words stay, as they do over
    /// any reading.
    fn read_first(
        &self,
        taken: &Clipping,
        page: &coupure_clipping::RgbImage,
        recipe: &Recipe,
        progress: &dyn Progress,
    ) -> Answer<bool> {
        let was_read = taken.reading.as_ref().is_some_and(|reading| !reading.rough);
        if was_read || !coupure_clipping::is_long(page) {
            return Ok(false);
        }
        let Some(reader) = self.clippings.quick_reader() else { return Ok(false) };
        match reader.read(page, &recipe.regions, taken.language, progress) {
            Ok(reading) => {
                self.keep_made(taken, |now| {
                    now.reading = Some(reading);
                    now.read_with = Some(recipe.clone());
                })?;
                self.clipping_changed(taken.id);
                Ok(true)
            }
            Err(coupure_clipping::Error::Cancelled) => {
                Err(coupure_clipping::Error::Cancelled.into())
            }
            // The careful reading may still succeed, and says what is wrong if it does not.
            Err(error) => {
                tracing::warn!(id = %taken.id, %error, "no first reading");
                Ok(false)
            }
        }
    }

    /// Decodes, straightens and cleans a clipping, and stores the pictures for readers.
    pub(crate) fn make_pictures(
        &self,
        taken: &Clipping,
        progress: &dyn Progress,
    ) -> Answer<(coupure_clipping::RgbImage, Recipe)> {
        let _turn = self.tile_maker.turn();
        let bytes = self.store.media_bytes(taken.original)?;
        progress.report(Stage::Decode, 0.0);
        let original = {
            let _decoding = self.first_sights.decoding();
            let original = self.decode(&bytes, taken.page_index, progress)?;
            drop(bytes);
            self.show_first(taken, &original, progress)?;
            original
        };
        let corrected = coupure_clipping::correct(&original, &taken.recipe, progress)?;
        drop(original);
        progress.report(Stage::Pictures, 0.0);
        let encoded = coupure_clipping::derivatives(&corrected.pixels)?;
        let put = |made: &EncodedPicture| {
            let (width, height) = (made.width_px, made.height_px);
            self.store.put_media(&made.bytes, "image/jpeg", width, height, &taken.name)
        };
        let made = Derivatives {
            web: put(&encoded.web)?,
            web_width_px: encoded.web.width_px,
            web_height_px: encoded.web.height_px,
            full: put(&encoded.full)?,
            full_width_px: encoded.full.width_px,
            full_height_px: encoded.full.height_px,
        };
        self.keep_made(taken, |now| {
            now.found = Some(corrected.found.clone());
            now.derivatives = Some(made);
        })?;
        self.first_sights.forget(taken.id);
        Ok((corrected.pixels, corrected.found))
    }

    /// Keeps what was made of a clipping, unless the author changed its recipe or its language
    /// meanwhile: then it waits to be made anew.
    fn keep_made(&self, taken: &Clipping, keep: impl FnOnce(&mut Clipping)) -> Answer<()> {
        self.update_clipping(taken.id, |now| {
            if now.recipe == taken.recipe && now.language == taken.language {
                keep(now);
            }
        })?;
        Ok(())
    }

    fn settle_failed(&self, taken: &Clipping, problem: Problem) -> Answer<()> {
        self.keep_made(taken, |now| {
            let picture_made = now.derivatives.is_some();
            now.state = match problem.code {
                Code::Cancelled => ClippingState::Unread,
                Code::ModelsMissing if picture_made => ClippingState::Unread,
                _ => ClippingState::Failed { problem },
            };
        })
    }

    /// Changes a clipping as it stands at this moment.
    pub(crate) fn update_clipping(
        &self,
        id: ClippingId,
        change: impl FnOnce(&mut Clipping),
    ) -> Answer<Clipping> {
        Ok(self.store.change_clipping(id, self.now(), change)?)
    }

    pub(crate) fn clipping_changed(&self, id: ClippingId) {
        if let Ok(clipping) = self.store.clipping(id) {
            let step = self.clippings.step(id, &clipping.state);
            self.tell(Event::ClippingChanged { clipping: id, step });
            self.library_changed();
        }
    }
}
