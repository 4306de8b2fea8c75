//! Time as an argument, so that a simulation can run a day in a blink and set the clock wrong.

use std::time::Duration;

use coupure_model::Timestamp;

/// Two clocks: the wall's, which may jump, and one that only ever goes on.
pub trait Clock: Send + Sync {
    /// The time of day. May be wrong, and may jump either way.
    fn now(&self) -> Timestamp;

    /// Time since some beginning; never goes back. Settling is counted in it.
    fn elapsed(&self) -> Duration;
}

/// The computer's clocks.
#[derive(Debug, Clone)]
pub struct SystemClock {
    // Tokio's, so that it agrees with the sleeps of the worker when a test pauses time.
    began: tokio::time::Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { began: tokio::time::Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}
