//! A server's clock, as its last answer told it, gone on since: what its dates are held against,
//! however wrong this computer's is.

use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};

use coupure_model::Timestamp;

use super::http::Reply;

/// Silent before the first answer.
#[derive(Debug, Default)]
pub(crate) struct Clock(Mutex<Option<(Timestamp, Instant)>>);

impl Clock {
    /// Takes the hour from an answer that came just now, where it tells one.
    pub fn hear(&self, reply: &Reply) {
        if let Some(date) = reply.told_date() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, Instant::now()));
        }
    }

    /// `None`: it was not told.
    pub fn now(&self) -> Option<Timestamp> {
        let (date, at) = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        date.checked_add(at.elapsed()).ok()
    }
}
