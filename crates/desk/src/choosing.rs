//! One article of a page, chosen: its text becomes the clipping's, the picture is cut down to it
//! and its neighbours are painted over. Nothing is read again, and the page can be taken back.

use coupure_model::{
    Clipping, ClippingId, ClippingState, Code, CutPage, Problem, PutAwayText, Recipe, Rect,
};

use crate::{Answer, Desk, view::ClippingView};

const WHOLE: Rect = Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };

impl Desk {
    /// Makes a clipping of one article of its page (its place in the reading's `articles`), or of
    /// the whole page again. Text corrected of one article waits for it while another is
    /// chosen; nothing that was read is lost.
    pub fn choose_article(&self, id: ClippingId, article: Option<u32>) -> Answer<ClippingView> {
        self.must_write()?;
        let before = self.store.clipping(id)?;
        let size_px = self.original_size_px(&before)?;
        let mut chosen = before.clone();
        choose(&mut chosen, article, size_px)?;
        if chosen == before {
            return self.seen_clipping(before);
        }
        self.clippings.cancel(id);
        let mut refused = None;
        let clipping = self.update_clipping(id, |clipping| {
            let mut changed = clipping.clone();
            match choose(&mut changed, article, size_px) {
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

/// `size_px`: the original's.
fn choose(clipping: &mut Clipping, article: Option<u32>, size_px: [u32; 2]) -> Answer<()> {
    // A reading of the page as it was before the author changed it knows wrong places.
    let Some(reading) = clipping.current_reading() else {
        return Err(Problem::new(
            Code::ClippingNotReady,
            "This clipping is not read as it stands now, so its articles are not known.",
        ));
    };
    let left = reading.page.as_ref().map(|page| page.article);
    if left == article {
        return Ok(());
    }
    // The page as it was, from which any choice begins.
    let page = match &reading.page {
        Some(page) => with_own_masks(page, clipping),
        None => CutPage {
            article: 0,
            crop: clipping.recipe.crop,
            masks: clipping.recipe.masks.clone(),
            regions: clipping.recipe.regions.clone(),
            reading: reading.clone(),
        },
    };
    let titles = [left, article].map(|number| title_of(&page, number));
    // The corners and angles that the reading was made with: found anew, they might differ.
    let found = clipping.read_with.clone().or_else(|| clipping.found.clone());
    let found = found.unwrap_or_else(|| clipping.recipe.clone());
    let enhancement = clipping.recipe.enhancement;
    let (recipe, reading) = match article {
        None => {
            let CutPage { crop, masks, regions, reading, .. } = page;
            (Recipe { crop, masks, regions, enhancement, ..found }, reading)
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
            let page = Some(Box::new(CutPage { article: number, ..page }));
            let recipe = Recipe { crop: Some(crop), masks, regions, enhancement, ..found };
            (recipe, coupure_model::Reading { page, ..reading })
        }
    };
    clipping.recipe = recipe.made_sane(size_px[0], size_px[1]);
    clipping.read_with = Some(clipping.recipe.clone());
    clipping.reading = Some(reading);
    clipping.reading_stands = true;
    clipping.state = ClippingState::Waiting;
    change_text(clipping, titles);
    Ok(())
}

/// Empty: the whole page.
fn title_of(page: &CutPage, article: Option<u32>) -> String {
    let article = article.and_then(|number| page.reading.articles.get(number as usize));
    article.map(|article| article.title.clone()).unwrap_or_default()
}

/// The page that an article was cut out of, with what the author painted over in the article.
fn with_own_masks(page: &CutPage, clipping: &Clipping) -> CutPage {
    let mut page = page.clone();
    let cut = coupure_clipping::cut_out(
        &page.reading,
        page.crop,
        &page.masks,
        page.article,
        clipping.language,
    );
    // Fractions of another part of the page would be other places.
    let Some(cut) = cut.filter(|cut| is_near(&cut.crop, &clipping.recipe.crop.unwrap_or(WHOLE)))
    else {
        return page;
    };
    let by_itself = |mask: &Rect| cut.masks.iter().any(|other| is_near(mask, other));
    let (inner, outer) = (cut.crop, page.crop.unwrap_or(WHOLE));
    let own = clipping.recipe.masks.iter().filter(|mask| !by_itself(mask));
    page.masks.extend(own.map(|mask| Rect {
        x: (inner.x + mask.x * inner.width - outer.x) / outer.width,
        y: (inner.y + mask.y * inner.height - outer.y) / outer.height,
        width: mask.width * inner.width / outer.width,
        height: mask.height * inner.height / outer.height,
    }));
    page
}

fn is_near(a: &Rect, b: &Rect) -> bool {
    let sides = [a.x - b.x, a.y - b.y, a.width - b.width, a.height - b.height];
    sides.iter().all(|apart| apart.abs() < 1e-4)
}

/// What the author corrected of the article that is left waits until it is chosen again.
fn change_text(clipping: &mut Clipping, [left, chosen]: [String; 2]) {
    let kept = &mut clipping.put_away;
    kept.retain(|text| text.article != left);
    let text = clipping.corrected_text.take();
    kept.extend(text.map(|text| PutAwayText { article: left, text }));
    let back = kept.iter().position(|text| text.article == chosen);
    clipping.corrected_text = back.map(|at| kept.remove(at).text);
}

#[cfg(test)]
mod tests {
    use coupure_model::{Language, Line, MediaHash, PageArticle, Reading, Role, Timestamp, Word};
    use uuid::Uuid;

    use super::*;

    fn rect(x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect { x, y, width, height }
    }

    /// A page of two articles, one above the other.
    fn clipping() -> Clipping {
        let line = |text: &str, area: Rect, article: u32| Line {
            words: vec![Word { text: text.into(), area, confidence: 1.0 }],
            area,
            role: Role::Body,
            article: Some(article),
            paragraph: article,
            ..Line::default()
        };
        let (above, below) = (rect(0.0, 0.0, 400.0, 40.0), rect(0.0, 500.0, 400.0, 40.0));
        let article = |title: &str, area: Rect| PageArticle {
            title: title.into(),
            areas: vec![area],
            pictures: Vec::new(),
        };
        let reading = Reading {
            width_px: 400,
            height_px: 1000,
            lines: vec![line("Crue", above, 0), line("Moulin", below, 1)],
            text: "Crue\n\nMoulin".into(),
            articles: vec![article("Crue", above), article("Moulin", below)],
            ..Reading::default()
        };
        let hash: MediaHash = "aa".repeat(32).parse().unwrap();
        let id = ClippingId(Uuid::nil());
        let new = Clipping::new(id, hash, "", Language::French, Timestamp::UNIX_EPOCH);
        Clipping {
            state: ClippingState::Ready,
            found: Some(Recipe::default()),
            read_with: Some(Recipe::default()),
            reading: Some(reading),
            ..new
        }
    }

    fn chosen(clipping: &mut Clipping, article: Option<u32>) {
        choose(clipping, article, [400, 1000]).unwrap();
    }

    #[test]
    fn each_article_keeps_the_text_that_the_author_corrected_of_it() {
        let mut clipping = clipping();
        clipping.corrected_text = Some("Toute la page, corrigée".into());
        chosen(&mut clipping, Some(0));
        assert_eq!(clipping.text(), "Crue");
        clipping.corrected_text = Some("La crue".into());
        chosen(&mut clipping, Some(1));
        assert_eq!(clipping.text(), "Moulin");
        chosen(&mut clipping, Some(0));
        assert_eq!(clipping.text(), "La crue");
        chosen(&mut clipping, None);
        assert_eq!(clipping.text(), "Toute la page, corrigée");
        assert_eq!(clipping.put_away.len(), 1);
    }

    #[test]
    fn what_is_painted_over_in_an_article_stays_so_when_it_is_chosen_again() {
        let mut clipping = clipping();
        chosen(&mut clipping, Some(1));
        let by_itself = clipping.recipe.masks.len();
        clipping.recipe.masks.push(rect(0.5, 0.0, 0.5, 1.0));
        clipping.read_with = Some(clipping.recipe.clone());
        chosen(&mut clipping, None);
        let [mask] = clipping.recipe.masks.as_slice() else { panic!("{:?}", clipping.recipe) };
        assert!(mask.x > 0.4 && mask.y > 0.45 && mask.y + mask.height < 0.6, "{mask:?}");
        chosen(&mut clipping, Some(1));
        assert_eq!(clipping.recipe.masks.len(), by_itself + 1);
        assert!(is_near(clipping.recipe.masks.last().unwrap(), &rect(0.5, 0.0, 0.5, 1.0)));
    }

    #[test]
    fn no_article_is_chosen_on_a_reading_that_the_author_has_gone_beyond() {
        let mut clipping = clipping();
        clipping.recipe.skew_degrees = Some(3.0);
        clipping.state = ClippingState::Unread;
        let refused = choose(&mut clipping, Some(0), [400, 1000]).unwrap_err();
        assert_eq!(refused.code, Code::ClippingNotReady);
        assert_eq!(clipping.recipe.skew_degrees, Some(3.0));
    }
}
