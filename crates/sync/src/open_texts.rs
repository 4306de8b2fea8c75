//! Drafts whose text somebody holds while it is written in.

use std::sync::OnceLock;

use coupure_model::DraftId;

use crate::error::Result;

/// Holds the text of drafts that are open, and saves them.
pub trait OpenTexts: Send + Sync {
    /// Runs `change`, which gives a draft another text, while nobody has it open and nothing is
    /// saved beside it. `false`: it is open, and `change` was not run.
    fn while_closed(&self, draft: DraftId, change: &mut dyn FnMut() -> Result<()>) -> Result<bool>;
}

/// Whoever holds open texts, once there is somebody.
#[derive(Default)]
pub(crate) struct Held(OnceLock<Box<dyn OpenTexts>>);

impl Held {
    /// Only the first one is taken.
    pub fn by(&self, texts: Box<dyn OpenTexts>) {
        let _ = self.0.set(texts);
    }

    pub fn while_closed(
        &self,
        draft: DraftId,
        change: &mut dyn FnMut() -> Result<()>,
    ) -> Result<bool> {
        match self.0.get() {
            Some(texts) => texts.while_closed(draft, change),
            None => change().map(|()| true),
        }
    }
}
