//! One article of a page, chosen: its text becomes the clipping's, the picture is cut down to it
//! and its neighbours are painted over. Nothing is read again, and the page can be taken back.

use coupure_model::{Clipping, ClippingId, ClippingState, Code, CutPage, Problem, Recipe};

use crate::{Answer, Desk, view::ClippingView};

impl Desk {
    /// Makes a clipping of one article of its page (its place in the reading's `articles`), or of
    /// the whole page again. The author's own text stays what it is; so does all that was read.
    pub fn choose_article(&self, id: ClippingId, article: Option<u32>) -> Answer<ClippingView> {
        self.must_write()?;
        let before = self.store.clipping(id)?;
        let mut chosen = before.clone();
        choose(&mut chosen, article)?;
        if chosen == before {
            return self.seen_clipping(before);
        }
        self.clippings.cancel(id);
        let mut refused = None;
        let clipping = self.update_clipping(id, |clipping| {
            let mut changed = clipping.clone();
            match choose(&mut changed, article) {
                Ok(()) => *clipping = changed,
                Err(problem) => refused = Some(problem),
            }
        })?;
        if let Some(problem) = refused {
            return Err(problem);
        }
        self.clippings.ring();
        self.clipping_changed(id);
        self.seen_clipping(clipping)
    }

    /// What is said of a number that no article has.
    pub fn no_such_article(number: u32) -> Problem {
        Problem::new(Code::NotFound, format!("The page has no article {number}."))
    }
}

fn choose(clipping: &mut Clipping, article: Option<u32>) -> Answer<()> {
    let is_read = clipping.state != ClippingState::Waiting || clipping.reading_stands;
    let Some(reading) = clipping.reading.as_ref().filter(|_| is_read) else {
        return Err(Problem::new(
            Code::ClippingNotReady,
            "This clipping is not read yet, so its articles are not known.",
        ));
    };
    if reading.page.as_ref().map(|page| page.article) == article {
        return Ok(());
    }
    // The page as it was, from which any choice begins.
    let page = match &reading.page {
        Some(page) => (**page).clone(),
        None => CutPage {
            article: 0,
            crop: clipping.recipe.crop,
            masks: clipping.recipe.masks.clone(),
            regions: clipping.recipe.regions.clone(),
            reading: reading.clone(),
        },
    };
    // The corners and angles that the reading was made with: found anew, they might differ.
    let found = clipping.found.clone().unwrap_or_else(|| clipping.recipe.clone());
    match article {
        None => {
            let CutPage { crop, masks, regions, reading, .. } = page;
            clipping.recipe = Recipe { crop, masks, regions, ..found };
            clipping.reading = Some(reading);
        }
        Some(number) => {
            let cut = coupure_clipping::cut_out(
                &page.reading,
                page.crop,
                &page.masks,
                number,
                clipping.language,
            )
            .ok_or_else(|| Desk::no_such_article(number + 1))?;
            let coupure_clipping::CutOut { crop, masks, regions, reading } = cut;
            clipping.recipe = Recipe { crop: Some(crop), masks, regions, ..found };
            let page = Some(Box::new(CutPage { article: number, ..page }));
            clipping.reading = Some(coupure_model::Reading { page, ..reading });
        }
    }
    clipping.reading_stands = true;
    clipping.state = ClippingState::Waiting;
    Ok(())
}
