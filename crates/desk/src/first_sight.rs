//! What is shown of a large page before it is made: straight and lit, small, some tenths of a
//! second after it came.
//!
//! It lives in memory until the page itself takes its place. An original that is at hand is kept
//! small too: the window asks for it at that very moment, and a second decoding beside the first
//! would take its memory and its time.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use coupure_clipping::{Progress, RgbImage};
use coupure_model::{Clipping, ClippingId};
use uuid::Uuid;

use crate::{Answer, Desk, problem::not_found};

#[derive(Default)]
pub(crate) struct FirstSights {
    /// Each under a name of its own: an address names one content for ever.
    shown: Mutex<HashMap<ClippingId, (Uuid, Vec<u8>)>>,
    /// Held while an original is decoded to be shown.
    decoding: Mutex<()>,
}

impl FirstSights {
    fn shown(&self) -> MutexGuard<'_, HashMap<ClippingId, (Uuid, Vec<u8>)>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn to decode an original of which something is to be shown.
    pub(crate) fn decoding(&self) -> MutexGuard<'_, ()> {
        self.decoding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page itself is there, or will not be.
    pub(crate) fn forget(&self, id: ClippingId) {
        self.shown().remove(&id);
    }
}

impl Desk {
    /// Shows what a page will be, where making it lasts, and keeps its original for the screen.
    pub(crate) fn show_first(
        &self,
        taken: &Clipping,
        original: &RgbImage,
        progress: &dyn Progress,
    ) -> Answer<()> {
        let Some(jpeg) = coupure_clipping::first_sight_jpeg(original, &taken.recipe, progress)?
        else {
            return Ok(());
        };
        self.first_sights.shown().insert(taken.id, (Uuid::now_v7(), jpeg));
        self.clipping_changed(taken.id);
        self.keep_shown_original(taken, original)?;
        Ok(())
    }

    /// The address of what is shown of a clipping before its page is made.
    pub(crate) fn first_sight_url(&self, id: ClippingId) -> Option<String> {
        let base = &self.options.picture_base;
        self.first_sights
            .shown()
            .get(&id)
            .map(|(version, _)| format!("{base}/clip/{id}/first/{version}"))
    }

    pub(crate) fn first_sight(&self, id: ClippingId) -> Answer<(Vec<u8>, String)> {
        let shown = self.first_sights.shown();
        let (_, jpeg) = shown.get(&id).ok_or_else(|| not_found("picture"))?;
        Ok((jpeg.clone(), "image/jpeg".into()))
    }
}
