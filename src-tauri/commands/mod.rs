//! What the window may ask: each command is one function of the desk.
//!
//! `ui/src/backend/commands.ts` is written from these functions' signatures (`cargo xtask types`).

pub mod blogs;
pub mod clippings;
pub mod drafts;
pub mod library;
pub mod pictures;
pub mod publishing;
pub mod sources;
pub mod system;

use std::sync::Mutex;

use coupure_desk::{Answer, Desk};
use coupure_model::{Code, Problem};

/// The home as it opened: the desk, or why there is none. The window stays up and says it.
pub struct Opened(Mutex<Answer<Desk>>);

impl Opened {
    pub fn new(opened: Answer<Desk>) -> Self {
        Self(Mutex::new(opened))
    }

    pub fn desk(&self) -> Answer<Desk> {
        self.0.lock().expect("no panic while the home is opened").clone()
    }

    /// Opens the home where it did not open before. `begin` is for a desk that there was not yet.
    pub fn open_again(
        &self,
        open: impl FnOnce() -> Answer<Desk>,
        begin: impl FnOnce(Desk),
    ) -> Answer<Desk> {
        let mut opened = self.0.lock().expect("no panic while the home is opened");
        if opened.is_err() {
            *opened = open();
            if let Ok(desk) = &*opened {
                begin(desk.clone());
            }
        }
        opened.clone()
    }
}

/// Calls the desk away from the threads that the window's messages go through.
async fn ask<T: Send + 'static>(
    opened: tauri::State<'_, Opened>,
    what: impl FnOnce(&Desk) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let desk = opened.desk()?;
    tauri::async_runtime::spawn_blocking(move || what(&desk))
        .await
        .unwrap_or_else(|error| Err(Problem::new(Code::Internal, error.to_string())))
}
