//! What a revision asks of a blog, and which part of it has to be sent.

use std::collections::HashMap;

use coupure_blog::Dialect;
use coupure_markdown::{Options, ShownPicture, from_html::Kept, typeset};
use coupure_model::{
    Base, Comments, Content, Features, FrozenPicture, MediaHash, Observed, PictureReference,
    PostChanges, RemoteMedia, RemotePost, RemoteStatus, Timestamp, WantedState,
};
use jiff::SignedDuration;

use crate::error::Result;

/// The width that a page shows a picture at, at most.
const SHOWN_WIDTH_PX_MAX: u32 = 1600;

/// What a blog takes.
#[derive(Debug, Clone)]
pub struct Rendering<'a> {
    pub dialect: Dialect,
    /// See `BlogClient::makes_sizes`.
    pub makes_sizes: bool,
    pub features: &'a Features,
    /// The author wants typography put.
    pub typography: bool,
    /// The post as it stands on the blog, where it does, and then as it stood earlier: what its
    /// Markdown does not say stays, or comes back.
    pub standing: Vec<&'a str>,
}

/// What is known to stand, or to have stood, on the blog, for [`Rendering::standing`].
pub fn standing(observed: &Observed) -> Vec<&str> {
    let base = observed.base.as_ref().map(|base| base.raw.as_str());
    match base {
        Some(base) => {
            [base].into_iter().chain(observed.earlier.iter().map(String::as_str)).collect()
        }
        None => Vec::new(),
    }
}

/// The files of the pictures that a blog needs, each once.
pub fn files_needed(pictures: &[FrozenPicture], makes_sizes: bool) -> Vec<MediaHash> {
    let mut files = Vec::new();
    for picture in pictures {
        let sizes = [picture.web, picture.full];
        for file in &sizes[usize::from(makes_sizes)..] {
            if !files.contains(file) {
                files.push(*file);
            }
        }
    }
    files
}

/// Everything that a content asks of a post, every field of it, but for status and date.
/// `uploads`: the files that are on the blog; a picture that is not among them keeps its place as
/// an unresolved one.
pub fn changes_for(
    content: &Content,
    pictures: &[FrozenPicture],
    uploads: &HashMap<MediaHash, RemoteMedia>,
    rendering: &Rendering<'_>,
) -> Result<PostChanges> {
    let options = Options {
        language: content.language,
        typography: rendering.typography,
        narrow_space: true,
    };
    let document = coupure_markdown::parse(&content.body, &options)?;
    let resolve = |reference: &str| match frozen(pictures, reference) {
        Some(picture) => shown(picture, uploads, rendering.makes_sizes),
        None => elsewhere(reference),
    };
    let (raw, footnotes) = match rendering.dialect {
        Dialect::WordPressBlocks => {
            let post = document.wordpress_keeping(
                &resolve,
                rendering.features,
                &Kept::of_all(rendering.standing.iter().copied()),
            );
            let footnotes = rendering.features.footnotes_block.then_some(post.footnotes);
            (post.content, footnotes)
        }
        Dialect::Html => (document.html(&resolve), None),
    };
    let cover = frozen(pictures, &content.cover)
        .and_then(|picture| {
            uploads.get(if rendering.makes_sizes { &picture.full } else { &picture.web })
        })
        .map(|media| media.id.clone());
    Ok(PostChanges {
        status: None,
        title: Some(typeset(&content.title, &options).into_owned()),
        raw: Some(raw),
        footnotes,
        slug: Some(content.slug.clone()),
        excerpt: Some(typeset(&content.excerpt, &options).into_owned()),
        categories: Some(content.categories.clone()),
        tags: Some(content.tags.clone()),
        cover: Some(cover),
        comments_open: Some(content.comments == Comments::Open),
        date: None,
    })
}

/// What has to be sent so that a post which was `asked` for, and looks as `seen`, becomes as
/// `asks` says: what was not asked for before and does not stand there already. What the blog made
/// of an earlier request (terms it does not take, an address with `-2`) is not asked for again.
pub fn difference(asks: &PostChanges, asked: &PostChanges, seen: &RemotePost) -> PostChanges {
    /// A field that is asked for anew and is not as `there`.
    fn anew<T: Clone + PartialEq>(
        asks: &Option<T>,
        asked: &Option<T>,
        is_there: impl Fn(&T) -> bool,
    ) -> Option<T> {
        asks.clone().filter(|value| asked.as_ref() != Some(value) && !is_there(value))
    }
    PostChanges {
        status: None,
        title: anew(&asks.title, &asked.title, |title| *title == seen.title),
        raw: anew(&asks.raw, &asked.raw, |raw| *raw == seen.raw),
        footnotes: anew(&asks.footnotes, &asked.footnotes, |notes| *notes == seen.footnotes),
        slug: anew(&asks.slug, &asked.slug, |slug| {
            // Without a wish the address stays, unless it is the mark.
            *slug == seen.slug || slug.is_empty() && !is_mark(&seen.slug)
        }),
        excerpt: anew(&asks.excerpt, &asked.excerpt, |excerpt| *excerpt == seen.excerpt),
        categories: anew(&asks.categories, &asked.categories, |terms| {
            same_terms(terms, &seen.categories)
        }),
        tags: anew(&asks.tags, &asked.tags, |terms| same_terms(terms, &seen.tags)),
        cover: anew(&asks.cover, &asked.cover, |cover| {
            // A cover is taken away where it is the one that was put: another one was chosen there.
            let is_another = asked.cover.as_ref().is_some_and(|put| *put != seen.cover);
            *cover == seen.cover || cover.is_none() && is_another
        }),
        comments_open: anew(&asks.comments_open, &asked.comments_open, |open| {
            *open == seen.comments_open
        }),
        date: None,
    }
}

/// Of what was asked, the fields that are seen to be there: all that is known after an answer that
/// never came.
pub fn found_there(asks: &PostChanges, seen: &RemotePost) -> PostChanges {
    let missing = difference(asks, &PostChanges::default(), seen);
    let status = asks.status.filter(|status| *status == seen.status);
    PostChanges {
        status,
        title: asks.title.clone().filter(|_| missing.title.is_none()),
        raw: asks.raw.clone().filter(|_| missing.raw.is_none()),
        footnotes: asks.footnotes.clone().filter(|_| missing.footnotes.is_none()),
        slug: asks.slug.clone().filter(|_| missing.slug.is_none()),
        excerpt: asks.excerpt.clone().filter(|_| missing.excerpt.is_none()),
        // Beside those that somebody else put.
        categories: asks.categories.clone().filter(|terms| has_terms(&seen.categories, terms)),
        tags: asks.tags.clone().filter(|terms| has_terms(&seen.tags, terms)),
        cover: asks.cover.clone().filter(|_| missing.cover.is_none()),
        comments_open: asks.comments_open.filter(|_| missing.comments_open.is_none()),
        date: asks.date.filter(|_| status.is_some()),
    }
}

/// How a post's status stands to the wanted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusGap {
    None,
    /// To be sent, with a date where one is needed.
    Send(RemoteStatus, Option<Timestamp>),
    /// Was asked for, and the blog keeps another.
    Held(RemoteStatus),
}

/// What is to be sent for the wanted state. `base`: what was asked for before, and the answer.
pub fn status_gap(
    wanted: WantedState,
    base: Option<&Base>,
    seen: &RemotePost,
    now: Timestamp,
) -> StatusGap {
    use RemoteStatus::{Draft, Pending, Private, Published, Scheduled};
    let (target, date) = match wanted {
        WantedState::Draft | WantedState::TakenBack => (Draft, None),
        WantedState::Published => (Published, None),
        WantedState::Private => (Private, None),
        // The hour has come: whether late posts may go is the plan's business.
        WantedState::Scheduled { at } if at <= now => (Published, None),
        WantedState::Scheduled { at } => (Scheduled, Some(at)),
    };
    // Some servers keep no part of a second.
    let same_hour =
        |at: Timestamp| seen.date.is_some_and(|date| date.as_second() == at.as_second());
    let is_there = match target {
        Draft => matches!(seen.status, Draft | Pending),
        // Out at its hour, where the blog's clock has come to it before this computer's.
        Scheduled => matches!(seen.status, Scheduled | Published) && date.is_some_and(same_hour),
        target => seen.status == target,
    };
    if is_there {
        return StatusGap::None;
    }
    let held = base.is_some_and(|base| {
        let asked =
            base.asked.status == Some(target) && (date.is_none() || base.asked.date == date);
        asked && base.status == seen.status
    });
    if held {
        return StatusGap::Held(seen.status);
    }
    // WordPress makes `publish` with a date in its future `future` again: a post that was to
    // appear later is given a date that has come, a little back for clocks that differ.
    let later = seen.status == Scheduled || seen.date.is_some_and(|date| date > now);
    let date = match target {
        Published | Private if later => {
            Some(now.checked_sub(SignedDuration::from_mins(5)).unwrap_or(now))
        }
        _ => date,
    };
    StatusGap::Send(target, date)
}

/// Whether the post is in a state that nobody asked for from here and that does not follow by
/// itself (a due post appears, an editor approves or sends back). `target`: what is wanted.
pub fn moved_by_another(base: RemoteStatus, seen: RemoteStatus, target: RemoteStatus) -> bool {
    use RemoteStatus::{Draft, Pending, Published, Scheduled};
    seen != base
        && seen != target
        && !matches!(
            (base, seen),
            (Scheduled, Published) | (Pending, Published | Draft) | (Draft, Pending)
        )
}

/// A UUID, with `-2` or more where a server made it unique.
fn is_mark(slug: &str) -> bool {
    slug.get(..36).is_some_and(|start| uuid::Uuid::parse_str(start).is_ok())
}

/// The order says nothing, nor do capitals: a blog keeps neither.
pub(crate) fn same_terms(a: &[String], b: &[String]) -> bool {
    let plain = |terms: &[String]| {
        let mut terms: Vec<String> = terms.iter().map(|term| term.trim().to_lowercase()).collect();
        terms.sort();
        terms.dedup();
        terms
    };
    plain(a) == plain(b)
}

fn has_terms(there: &[String], terms: &[String]) -> bool {
    let is = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    terms.iter().all(|term| there.iter().any(|other| is(other, term)))
}

/// A picture that is on the web already, where readers load it from.
fn elsewhere(reference: &str) -> Option<ShownPicture> {
    let on_the_web = reference.starts_with("https://") || reference.starts_with("http://");
    on_the_web.then(|| ShownPicture { src: reference.to_owned(), ..ShownPicture::default() })
}

fn frozen<'a>(pictures: &'a [FrozenPicture], reference: &str) -> Option<&'a FrozenPicture> {
    let reference = PictureReference::parse(reference)?;
    pictures.iter().find(|picture| picture.reference == reference)
}

/// A picture as the post shows it: at web size, linked to the full one.
pub(crate) fn shown(
    picture: &FrozenPicture,
    uploads: &HashMap<MediaHash, RemoteMedia>,
    makes_sizes: bool,
) -> Option<ShownPicture> {
    let full = uploads.get(&picture.full)?;
    // A server's sizes bound the longer side: of a column a phone's width is the shorter one.
    let column = matches!(picture.reference, PictureReference::Column(_));
    if makes_sizes && column {
        return Some(ShownPicture {
            src: full.full.url.clone(),
            width_px: Some(picture.full_width_px),
            height_px: Some(picture.full_height_px),
            link: None,
            id: Some(full.id.0.clone()),
            size_slug: Some("full".into()),
        });
    }
    if makes_sizes {
        let size = full.best_size(SHOWN_WIDTH_PX_MAX);
        return Some(ShownPicture {
            src: size.url.clone(),
            width_px: Some(size.width_px),
            height_px: Some(size.height_px),
            link: Some(full.full.url.clone()),
            id: Some(full.id.0.clone()),
            size_slug: Some(size.slug.clone()).filter(|slug| !slug.is_empty()),
        });
    }
    let web = uploads.get(&picture.web)?;
    Some(ShownPicture {
        src: web.full.url.clone(),
        width_px: Some(picture.web_width_px),
        height_px: Some(picture.web_height_px),
        link: Some(full.full.url.clone()),
        id: None,
        size_slug: None,
    })
}
