//! What the window may ask: each command is one function of the desk.
//!
//! `ui/src/backend/commands.ts` is written from these functions' signatures (`cargo xtask types`).

pub mod blogs;
pub mod clippings;
pub mod drafts;
pub mod library;
pub mod pictures;
pub mod publishing;
pub mod system;

use coupure_desk::{Answer, Desk};
use coupure_model::{Code, Problem};

/// The home as it opened: the desk, or why there is none. The window stays up and says it.
pub struct Opened(pub Answer<Desk>);

impl Opened {
    pub fn desk(&self) -> Answer<&Desk> {
        self.0.as_ref().map_err(Clone::clone)
    }
}

/// Calls the desk away from the threads that the window's messages go through.
async fn ask<T: Send + 'static>(
    opened: tauri::State<'_, Opened>,
    what: impl FnOnce(&Desk) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let desk = opened.desk()?.clone();
    tauri::async_runtime::spawn_blocking(move || what(&desk))
        .await
        .unwrap_or_else(|error| Err(Problem::new(Code::Internal, error.to_string())))
}
