//! Clippings: taken in, corrected by hand, given their provenance, put into a post.

use coupure_clipping::Probe;
use coupure_model::{
    Clipping, ClippingId, ClippingState, Code, Language, PictureReference, Provenance, Recipe,
    Timestamp,
};

use crate::{
    Answer, Desk,
    view::{ClippingChange, ClippingView},
    words,
};

impl Desk {
    /// Stores an original and what is known of it; it is straightened and read later.
    #[expect(clippy::too_many_arguments, reason = "each is a field of the new clipping")]
    pub(crate) fn new_clipping(
        &self,
        name: &str,
        bytes: &[u8],
        probe: &Probe,
        page_index: u32,
        language: Language,
        provenance: Provenance,
        embargo: Option<Timestamp>,
    ) -> Answer<Clipping> {
        let original = self.store.put_media(
            bytes,
            probe.kind.mime(),
            probe.width_px,
            probe.height_px,
            name,
        )?;
        let now = self.now();
        let id = self.store.new_clipping_id(now);
        let new = Clipping::new(id, original, name, language, now);
        let clipping = Clipping { page_index, provenance, embargo, ..new };
        self.store.put_clipping(&clipping)?;
        self.clippings.ring();
        self.library_changed();
        Ok(clipping)
    }

    /// Takes a file in as clippings, one a page, with what is known of it.
    pub fn import_clippings(
        &self,
        path: &std::path::Path,
        language: Language,
        provenance: &Provenance,
        embargo: Option<Timestamp>,
    ) -> Answer<Vec<Clipping>> {
        self.must_write()?;
        let limits = coupure_clipping::Limits::default();
        let bytes = crate::problem::read_file(path, limits.max_bytes)?;
        let named = |problem: coupure_model::Problem| problem.with("file", path.display());
        let probe = coupure_clipping::probe(&bytes, &limits).map_err(|e| named(e.problem()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        (0..probe.pages)
            .map(|page| {
                self.new_clipping(
                    &name,
                    &bytes,
                    &probe,
                    page,
                    language,
                    provenance.clone(),
                    embargo,
                )
            })
            .collect()
    }

    pub fn clipping(&self, id: ClippingId) -> Answer<ClippingView> {
        self.seen_clipping(self.store.clipping(id)?)
    }

    /// Changes what the author says of a clipping. A new recipe or language has it straightened
    /// and read again; the author's own text stays.
    pub fn change_clipping(&self, id: ClippingId, change: ClippingChange) -> Answer<ClippingView> {
        self.must_write()?;
        let before = self.store.clipping(id)?;
        let other_embargo = change.embargo.as_ref().is_some_and(|e| e.until != before.embargo);
        let again = change.recipe.as_ref().is_some_and(|recipe| *recipe != before.recipe)
            || change.language.is_some_and(|language| language != before.language);
        if again {
            self.clippings.cancel(id);
        }
        let clipping = self.update_clipping(id, |clipping| {
            let ClippingChange { recipe, text, provenance, rights, embargo, language } = change;
            if let Some(recipe) = recipe {
                let looked_for_again = clipping.recipe.quad.is_some() && recipe.quad.is_none()
                    || clipping.recipe.skew_degrees.is_some() && recipe.skew_degrees.is_none();
                if looked_for_again {
                    clipping.found = None;
                }
                if shape(&recipe) != shape(&clipping.recipe)
                    && let Some(reading) = &mut clipping.reading
                {
                    // Places on the page that the article was cut out of hold no longer.
                    reading.page = None;
                }
                clipping.recipe = recipe;
            }
            if let Some(text) = text {
                let as_read = clipping.reading.as_ref().is_some_and(|r| r.text == text);
                clipping.corrected_text = (!as_read).then_some(text);
            }
            if let Some(provenance) = provenance {
                clipping.provenance = provenance;
            }
            if let Some(rights) = rights {
                clipping.rights = rights;
            }
            if let Some(embargo) = embargo {
                clipping.embargo = embargo.until;
            }
            if let Some(language) = language {
                clipping.language = language;
            }
            if again {
                clipping.state = ClippingState::Waiting;
                clipping.reading_stands = false;
            }
        })?;
        if again {
            self.clippings.ring();
        }
        if other_embargo {
            self.retry_where(|publication| {
                let pictures = &publication.wanted.pictures;
                let waits = publication.standing.problem().map(|problem| problem.code);
                waits == Some(Code::Embargoed)
                    && pictures.iter().any(|p| p.reference == PictureReference::Clip(id))
            })?;
        }
        self.clipping_changed(id);
        self.seen_clipping(clipping)
    }

    /// Stops the work on a clipping; what was made of it so far stays.
    pub fn cancel_clipping(&self, id: ClippingId) -> Answer<()> {
        self.must_write()?;
        if !self.clippings.cancel(id) {
            self.update_clipping(id, |clipping| {
                if clipping.state == ClippingState::Waiting {
                    clipping.state = ClippingState::Unread;
                }
            })?;
            self.clipping_changed(id);
        }
        Ok(())
    }

    pub fn read_clipping_again(&self, id: ClippingId) -> Answer<()> {
        self.must_write()?;
        self.update_clipping(id, |clipping| {
            clipping.state = ClippingState::Waiting;
            clipping.reading_stands = false;
        })?;
        self.clippings.ring();
        self.clipping_changed(id);
        Ok(())
    }

    pub fn trash_clipping(&self, id: ClippingId) -> Answer<()> {
        self.must_write()?;
        self.clippings.cancel(id);
        self.store.trash_clipping(id, self.now())?;
        self.library_changed();
        Ok(())
    }

    pub fn restore_clipping(&self, id: ClippingId) -> Answer<()> {
        self.must_write()?;
        self.store.restore_clipping(id)?;
        self.library_changed();
        Ok(())
    }

    /// The figure, and the article's text folded below it, for the body of a post.
    pub fn clipping_markdown(&self, id: ClippingId) -> Answer<String> {
        let clipping = self.store.clipping(id)?;
        let language = clipping.language;
        let figure = coupure_markdown::figure(
            &PictureReference::Clip(id).to_string(),
            &words::alternative_text(&clipping, language),
            &words::caption(&clipping.provenance, language),
        );
        let text = clipping.text().trim();
        if text.is_empty() {
            return Ok(figure);
        }
        let folded = coupure_markdown::folded(words::summary(language), text);
        Ok(format!("{figure}\n\n{folded}"))
    }

    pub(crate) fn seen_clipping(&self, mut clipping: Clipping) -> Answer<ClippingView> {
        // The window needs to know that there is a page, not its thousands of words.
        if let Some(page) = clipping.reading.as_mut().and_then(|reading| reading.page.as_mut()) {
            page.reading.lines = Vec::new();
            page.reading.text = String::new();
        }
        let original = self.store.media(clipping.original)?;
        let base = &self.options.picture_base;
        let id = clipping.id;
        let corrected = clipping.derivatives.as_ref();
        Ok(ClippingView {
            step: self.clippings.step(id, &clipping.state),
            original_url: format!("{base}/clip/{id}/original"),
            original_width_px: original.width_px,
            original_height_px: original.height_px,
            corrected_url: corrected.map(|made| format!("{base}/media/{}", made.web)),
            text: clipping.text().to_owned(),
            alt: words::alternative_text(&clipping, clipping.language),
            caption: words::caption(&clipping.provenance, clipping.language),
            clipping,
        })
    }
}

/// What of a recipe says where on the original each pixel of the page comes from.
fn shape(recipe: &Recipe) -> Recipe {
    let Recipe { enhancement, masks, regions, .. } = Recipe::default();
    Recipe { enhancement, masks, regions, ..recipe.clone() }
}
