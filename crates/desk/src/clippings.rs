//! Clippings: taken in, corrected by hand, given their provenance, put into a post.

use coupure_clipping::{Limits, Probe};
use coupure_model::{
    Clipping, ClippingId, ClippingState, Code, Language, PictureReference, Preset, Provenance,
    Reading, Recipe, Rect, Rights, Timestamp, Wanted,
};

use crate::{
    Answer, Desk,
    exporting::read_as_it_stands,
    pages,
    view::{AcceptedWord, ClippingChange, ClippingView},
    words,
};

impl Desk {
    /// Stores an original and what is known of its pages, all of them or none; they are
    /// straightened and read later.
    #[expect(clippy::too_many_arguments, reason = "each is a field of the new clippings")]
    pub(crate) fn new_clippings(
        &self,
        name: &str,
        bytes: &[u8],
        probe: &Probe,
        pages: &[u32],
        language: Language,
        provenance: &Provenance,
        embargo: Option<Timestamp>,
    ) -> Answer<Vec<Clipping>> {
        let original = self.store.put_media(
            bytes,
            probe.kind.mime(),
            probe.width_px,
            probe.height_px,
            name,
        )?;
        let now = self.now();
        let clipping = |&page_index: &u32| {
            let id = self.store.new_clipping_id(now);
            let new = Clipping::new(id, original, name, language, now);
            // Later pages may have a size of their own.
            let page_size_px = match page_index {
                0 => None,
                page => Some(self.page_size_px(bytes, page)?),
            };
            let provenance = provenance.clone();
            Ok(Clipping { page_index, page_size_px, provenance, embargo, ..new })
        };
        let clippings = pages.iter().map(clipping).collect::<Answer<Vec<_>>>()?;
        self.store.put_clippings(&clippings)?;
        self.clippings.ring();
        self.library_changed();
        Ok(clippings)
    }

    /// Takes a file in as clippings, one a page, with what is known of it. `pages`: which of them
    /// (`1,4-6`); `None`: all, where there are not too many.
    pub fn import_clippings(
        &self,
        path: &std::path::Path,
        pages: Option<&str>,
        language: Language,
        provenance: &Provenance,
        embargo: Option<Timestamp>,
    ) -> Answer<Vec<Clipping>> {
        self.must_write()?;
        let bytes = crate::problem::read_file(path, Limits::default().max_bytes)?;
        let named = |problem: coupure_model::Problem| problem.with("file", path.display());
        let probe = self.probe(&bytes).map_err(named)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let pages = pages::wanted(pages, probe.pages).map_err(named)?;
        self.new_clippings(&name, &bytes, &probe, &pages, language, provenance, embargo)
    }

    pub fn clipping(&self, id: ClippingId) -> Answer<ClippingView> {
        self.seen_clipping(self.store.clipping(id)?)
    }

    /// Changes what the author says of a clipping. A new recipe or language has it straightened
    /// and read again; the author's own text stays.
    pub fn change_clipping(&self, id: ClippingId, change: ClippingChange) -> Answer<ClippingView> {
        self.must_write()?;
        let before = self.store.clipping(id)?;
        let change = ClippingChange {
            recipe: change.recipe.map(|recipe| self.sane(recipe, &before)).transpose()?,
            ..change
        };
        let other_embargo = change.embargo.as_ref().is_some_and(|e| e.until != before.embargo);
        let again = change.recipe.as_ref().is_some_and(|recipe| *recipe != before.recipe)
            || change.language.is_some_and(|language| language != before.language);
        if again {
            self.clippings.cancel(id);
        }
        // Source, rights and embargo are the article's: said of one picture, they are said of all.
        let is_of_article =
            change.provenance.is_some() || change.rights.is_some() || change.embargo.is_some();
        let pictures: Vec<ClippingId> = match is_of_article {
            true => self.store.article(id)?.iter().map(|picture| picture.id).collect(),
            false => vec![id],
        };
        self.store.change_clippings(&pictures, self.now(), |pictures| {
            let ClippingChange { recipe, text, provenance, rights, embargo, language, accepted } =
                change;
            for picture in &mut *pictures {
                if let Some(provenance) = &provenance {
                    picture.provenance = provenance.clone();
                }
                if let Some(rights) = &rights {
                    picture.rights = rights.clone();
                }
                if let Some(embargo) = &embargo {
                    picture.embargo = embargo.until;
                }
            }
            let Some(clipping) = pictures.iter_mut().find(|picture| picture.id == id) else {
                return Err(crate::problem::not_found("clipping"));
            };
            if let Some(recipe) = recipe {
                let before = &clipping.recipe;
                let automatic = Preset::Automatic;
                let looked_for_again = before.turn.is_some() && recipe.turn.is_none()
                    || before.quad.is_some() && recipe.quad.is_none()
                    || before.skew_degrees.is_some() && recipe.skew_degrees.is_none()
                    || before.curl.is_some() && recipe.curl.is_none()
                    || before.enhancement.preset != automatic
                        && recipe.enhancement.preset == automatic;
                if looked_for_again {
                    clipping.found = None;
                    clipping.read_with = None;
                }
                let crops = [before.crop, recipe.crop];
                if let Some(reading) = clipping.reading.as_mut().filter(|r| r.page.is_some()) {
                    move_articles(reading, crops);
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
            if let Some(language) = language {
                clipping.language = language;
            }
            for word in accepted.unwrap_or_default() {
                accept(clipping, &word);
            }
            if again {
                clipping.state = ClippingState::Waiting;
                clipping.reading_stands = false;
            }
            Ok(())
        })??;
        if again {
            self.clippings.ring();
        }
        if other_embargo {
            self.retry_where(|publication| {
                let Wanted { pictures: shown, quoted, .. } = &publication.wanted;
                let waits = publication.standing.problem().map(|problem| problem.code);
                let names = |reference: PictureReference| {
                    reference.clipping().is_some_and(|id| pictures.contains(&id))
                };
                waits == Some(Code::Embargoed)
                    && (shown.iter().any(|picture| names(picture.reference))
                        || quoted.iter().any(|quoted| pictures.contains(&quoted.clipping)))
            })?;
        }
        self.articles_changed(&pictures);
        self.clipping(id)
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
        // The work on it was stopped when it went into the trash.
        for picture in self.store.article(id)? {
            if picture.state == ClippingState::Unread && picture.reading.is_none() {
                self.read_clipping_again(picture.id)?;
            }
        }
        self.library_changed();
        Ok(())
    }

    /// The figures of an article, and its text folded below them, for the body of a post. A short
    /// citation is the excerpt and its source, without the scan.
    pub fn clipping_markdown(&self, id: ClippingId) -> Answer<String> {
        let article = self.store.article(id)?;
        let clipping = self.store.clipping(id)?;
        if clipping.rights == Rights::ShortCitation {
            return self.clipping_quotation(id, None, None);
        }
        let language = clipping.language;
        let last = article.len() - 1;
        let figure = |(i, picture): (usize, &Clipping)| {
            let alt = words::alternative_text(picture, language);
            // The source is said once, below the last picture.
            let caption = if i == last {
                words::caption(&picture.provenance, language)
            } else {
                String::new()
            };
            coupure_markdown::figure(
                &PictureReference::Clip(picture.id).to_string(),
                &words::numbered(&alt, i + 1, article.len(), language),
                &caption,
            )
        };
        let mut blocks: Vec<String> = article.iter().enumerate().map(figure).collect();
        read_as_it_stands(&article)?;
        let text = self.article_text(id)?;
        if !text.trim().is_empty() {
            blocks.push(coupure_markdown::folded(words::summary(language), text.trim()));
        }
        Ok(blocks.join("\n\n"))
    }

    /// Kept as it will be done: what JSON cannot say (1e300 as a corner) could not be read again.
    fn sane(&self, recipe: Recipe, clipping: &Clipping) -> Answer<Recipe> {
        let [width_px, height_px] = self.original_size_px(clipping)?;
        Ok(recipe.made_sane(width_px, height_px))
    }

    pub(crate) fn original_size_px(&self, clipping: &Clipping) -> Answer<[u32; 2]> {
        if let Some(size) = clipping.page_size_px {
            return Ok(size);
        }
        let original = self.store.media(clipping.original)?;
        Ok([original.width_px, original.height_px])
    }

    pub(crate) fn seen_clipping(&self, mut clipping: Clipping) -> Answer<ClippingView> {
        let proposals = self.proposals(&clipping)?;
        // The window needs to know that there is a page, not its thousands of words.
        if let Some(page) = clipping.reading.as_mut().and_then(|reading| reading.page.as_mut()) {
            page.reading.lines = Vec::new();
            page.reading.text = String::new();
        }
        let [original_width_px, original_height_px] = self.original_size_px(&clipping)?;
        let base = &self.options.picture_base;
        let id = clipping.id;
        let corrected = clipping.derivatives.as_ref();
        let (corrected_width_px, corrected_height_px) =
            self.corrected_size(&clipping)?.unwrap_or_default();
        Ok(ClippingView {
            step: self.clippings.step(id, &clipping.state),
            original_url: format!("{base}/clip/{id}/original"),
            original_width_px,
            original_height_px,
            parts: self.parts_of(&clipping)?,
            first_sight_url: self.first_sight_url(id),
            corrected_url: corrected.map(|made| format!("{base}/media/{}", made.web)),
            corrected_width_px,
            corrected_height_px,
            text: clipping.text().to_owned(),
            alt: words::alternative_text(&clipping, clipping.language),
            caption: words::caption(&clipping.provenance, clipping.language),
            proposals,
            clipping,
        })
    }
}

/// What of a recipe says where the page lies on the original. A crop shows another part of it.
fn shape(recipe: &Recipe) -> Recipe {
    let Recipe { crop, enhancement, masks, regions, .. } = Recipe::default();
    Recipe { crop, enhancement, masks, regions, ..recipe.clone() }
}

/// Lets the articles of a page stay where they are on it when another part of it is shown.
fn move_articles(reading: &mut Reading, [before, now]: [Option<Rect>; 2]) {
    let whole = Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
    let (before, now) = (before.unwrap_or(whole), now.unwrap_or(whole));
    // Of all of the page, in pixels.
    let width = reading.width_px as f32 / before.width;
    let height = reading.height_px as f32 / before.height;
    let areas = reading.articles.iter_mut().flat_map(|a| a.areas.iter_mut().chain(&mut a.pictures));
    for area in areas {
        area.x += (before.x - now.x) * width;
        area.y += (before.y - now.y) * height;
    }
}

/// A word that the author looked at is sure; taken back, as sure as it was.
fn accept(clipping: &mut Clipping, accepted: &AcceptedWord) {
    let lines = clipping.reading.iter_mut().flat_map(|reading| &mut reading.lines);
    let word = lines.flat_map(|line| &mut line.words).nth(accepted.index as usize);
    if let Some(word) = word.filter(|word| word.text == accepted.text) {
        word.confidence = accepted.doubted.filter(|was| (0.0..=1.0).contains(was)).unwrap_or(1.0);
    }
}

#[cfg(test)]
mod tests {
    use coupure_model::MediaHash;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_word_is_accepted_only_while_the_reading_still_says_it() {
        let area = json!({ "x": 0, "y": 0, "width": 1, "height": 1 });
        let line = |words: &[&str]| {
            let words =
                words.iter().map(|text| json!({ "text": text, "area": area, "confidence": 0.5 }));
            let words: Vec<_> = words.collect();
            json!({ "words": words, "area": area, "column": 0, "paragraph": 0, "heading": false })
        };
        let lines = [line(&["Les", "moulins"]), line(&["du", "vallon"])];
        let reading = json!({ "width_px": 9, "height_px": 9, "lines": lines, "text": "" });
        let hash: MediaHash = "aa".repeat(32).parse().unwrap();
        let id = ClippingId(Uuid::nil());
        let mut clipping = Clipping::new(id, hash, "", Language::French, Timestamp::UNIX_EPOCH);
        clipping.reading = serde_json::from_value(reading).unwrap();
        let mut say = |index, text: &str, doubted| {
            accept(&mut clipping, &AcceptedWord { index, text: text.into(), doubted });
            let lines = clipping.reading.iter().flat_map(|reading| &reading.lines);
            lines.flat_map(|line| &line.words).map(|word| word.confidence).collect::<Vec<_>>()
        };
        say(3, "vallon", None);
        say(1, "moulin", None);
        assert_eq!(say(9, "vallon", None), [0.5, 0.5, 0.5, 1.0]);
        // Taken back it is in doubt as it was; what no reader says of a word is none of it.
        assert_eq!(say(3, "vallon", Some(0.25)), [0.5, 0.5, 0.5, 0.25]);
        assert_eq!(say(3, "vallon", Some(f32::NAN)), [0.5, 0.5, 0.5, 1.0]);
    }
}
