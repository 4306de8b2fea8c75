//! Several pictures of one article: a long column in two photos, a story continued on another page.
//!
//! One of the clippings holds the article and stands for it in the library; its `parts` are all
//! the pictures in reading order. Provenance, rights and embargo are the article's: what is said
//! of one picture is said of all.

use std::collections::BTreeSet;

use coupure_model::{Attachment, Clipping, ClippingId, Code, Problem, Provenance, Rights};

use crate::{
    Answer, Desk,
    view::{ClippingPart, ClippingView},
    words,
};

/// More than any article has.
const PARTS_MAX: usize = 50;

impl Desk {
    /// Makes one article of some pictures, in the order given. Pictures of articles that are
    /// joined come along: after those that are named. Joined ones named in another order are put
    /// into that order. What is said of any is said of all; of two different sayings that of the
    /// one that holds the article, and the latest embargo.
    ///
    /// # Errors
    /// `bad_argument`: fewer than two pictures, or too many; `not_found`.
    pub fn join_clippings(&self, ids: &[ClippingId]) -> Answer<ClippingView> {
        self.must_write()?;
        let mut named: Vec<ClippingId> = Vec::new();
        for &id in ids {
            if !named.contains(&id) {
                named.push(id);
            }
        }
        let mut order = named.clone();
        for id in named {
            order.extend(self.store.article(id)?.into_iter().map(|picture| picture.id));
        }
        let mut seen = BTreeSet::new();
        order.retain(|id| seen.insert(*id));
        if !(2..=PARTS_MAX).contains(&order.len()) {
            return Err(Problem::new(
                Code::BadArgument,
                format!("An article is joined of 2 to {PARTS_MAX} different clippings."),
            ));
        }
        // One that stands for an article goes on to do so: its address may be known.
        let mut head = order[0];
        for &id in &order {
            if !self.store.clipping(id)?.parts.is_empty() {
                head = id;
                break;
            }
        }
        self.store.change_clippings(&order, self.now(), |pictures| {
            if pictures.iter().any(|picture| picture.trashed.is_some()) {
                return Err(Problem::new(
                    Code::BadArgument,
                    "One of these clippings is in the trash. Take it out first.",
                ));
            }
            let embargo = pictures.iter().filter_map(|picture| picture.embargo).max();
            let (provenance, rights, mail) = told_of(pictures, head);
            for picture in pictures {
                let is_head = picture.id == head;
                picture.parts = if is_head { order.clone() } else { Vec::new() };
                picture.part_of = (!is_head).then_some(head);
                picture.provenance = provenance.clone();
                picture.rights = rights.clone();
                picture.permission_mail = mail.clone();
                picture.embargo = embargo;
            }
            Ok(())
        })??;
        self.articles_changed(&order);
        self.clipping(head)
    }

    /// Takes a picture out of its article: a clipping of its own again. Of the one that holds the
    /// article, the next one does. What was said of the article stays said of each.
    pub fn part_clipping(&self, id: ClippingId) -> Answer<ClippingView> {
        self.must_write()?;
        let article = self.store.article(id)?;
        let all: Vec<ClippingId> = article.iter().map(|picture| picture.id).collect();
        let rest: Vec<ClippingId> = all.iter().copied().filter(|other| *other != id).collect();
        let former = self.store.clipping(id)?.head();
        let head = if former == id { rest.first().copied().unwrap_or(id) } else { former };
        let still_joined = rest.len() > 1;
        self.store.change_clippings(&all, self.now(), |pictures| {
            for picture in pictures {
                let joined = still_joined && picture.id != id;
                let is_head = picture.id == head;
                picture.parts = if joined && is_head { rest.clone() } else { Vec::new() };
                picture.part_of = (joined && !is_head).then_some(head);
            }
            Ok::<_, Problem>(())
        })??;
        self.articles_changed(&all);
        self.clipping(id)
    }

    /// The text of the whole article, its pictures' texts in order.
    pub fn article_text(&self, id: ClippingId) -> Answer<String> {
        let article = self.store.article(id)?;
        let language = article.first().map(|first| first.language).unwrap_or_default();
        Ok(match article.as_slice() {
            [only] => only.text().to_owned(),
            many => coupure_clipping::join_texts(many.iter().map(Clipping::text), language),
        })
    }

    /// The pictures of a clipping's article as the workbench lists them; none where it is alone.
    pub(crate) fn parts_of(&self, clipping: &Clipping) -> Answer<Vec<ClippingPart>> {
        if clipping.parts.is_empty() && clipping.part_of.is_none() {
            return Ok(Vec::new());
        }
        let base = &self.options.picture_base;
        let part = |picture: Clipping| ClippingPart {
            id: picture.id,
            name: picture.name.clone(),
            picture_url: match &picture.derivatives {
                Some(made) => format!("{base}/media/{}", made.web),
                None => format!("{base}/clip/{}/original", picture.id),
            },
            step: self.clippings.step(picture.id, &picture.state),
        };
        Ok(self.store.article(clipping.id)?.into_iter().map(part).collect())
    }

    /// The title of a clipping's article: given, else the first heading of its pictures.
    pub(crate) fn article_title(article: &[Clipping]) -> String {
        article
            .iter()
            .map(words::clipping_title)
            .find(|title| !title.is_empty())
            .unwrap_or_default()
    }

    pub(crate) fn articles_changed(&self, ids: &[ClippingId]) {
        for &id in ids {
            self.clipping_changed(id);
        }
    }
}

/// What is said of any of the pictures is said of their article: first by the one that holds it,
/// then by the others in order, so that nothing typed goes.
fn told_of(pictures: &[Clipping], head: ClippingId) -> (Provenance, Rights, Option<Attachment>) {
    let mut pictures: Vec<&Clipping> = pictures.iter().collect();
    pictures.sort_by_key(|picture| picture.id != head);
    let first = |said: fn(&Provenance) -> &String| {
        let mut said = pictures.iter().map(|picture| said(&picture.provenance));
        said.find(|said| !said.trim().is_empty()).cloned().unwrap_or_default()
    };
    let provenance = Provenance {
        title: first(|said| &said.title),
        newspaper: first(|said| &said.newspaper),
        date: pictures.iter().find_map(|picture| picture.provenance.date),
        page: first(|said| &said.page),
        edition: first(|said| &said.edition),
        journalist: first(|said| &said.journalist),
        link: first(|said| &said.link),
    };
    let mut rights = pictures.iter().map(|picture| &picture.rights);
    let rights = rights.find(|rights| **rights != Rights::ToCheck).cloned().unwrap_or_default();
    let mail = pictures.iter().find_map(|picture| picture.permission_mail.clone());
    (provenance, rights, mail)
}
