//! What the author prefers, and the first thing that the window asks for.

use coupure_blog::secrets::Vault;
use coupure_model::Language;
use coupure_store::DraftShelf;

use crate::{
    Answer, Desk,
    problem::not_found,
    view::{Settings, Welcome},
};

const SETTINGS: &str = "settings";

impl Desk {
    /// Everything that the window needs to show itself.
    pub fn welcome(&self) -> Answer<Welcome> {
        let (_, drafts) = self.store.drafts(DraftShelf::All, 0, 1)?;
        Ok(Welcome {
            settings: self.settings()?,
            blogs: self.blogs()?,
            system_language: system_language(),
            first_start: drafts == 0,
            read_only: !self.can_write(),
            models: self.clippings.has_models(),
            wordpress_com: Self::offers_wordpress_com(),
            keychain: matches!(self.vault, Vault::Keychain),
            version: env!("CARGO_PKG_VERSION").into(),
        })
    }

    pub fn settings(&self) -> Answer<Settings> {
        let kept = self.store.setting(SETTINGS)?;
        // Settings that cannot be read are not worth an error to somebody who writes.
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    pub fn set_settings(&self, settings: &Settings) -> Answer<()> {
        self.must_write()?;
        if let Some(blog) = settings.blog {
            self.store.blog(blog).map_err(|_| not_found("blog"))?;
        }
        let text = serde_json::to_string(settings).expect("settings are plain data");
        self.store.set_setting(SETTINGS, &text)?;
        self.render_open_again();
        Ok(())
    }
}

/// The system's language where Coupure speaks it; French, its first author's, elsewhere.
pub(crate) fn system_language() -> Language {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .and_then(|value| value.parse().ok())
        .unwrap_or_default()
}
