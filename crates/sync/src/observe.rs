//! What was seen, folded into what is known of a publication. Pure.

use coupure_markdown::{from_html::Kept, merge::merge_terms};
use coupure_model::{
    Ancestor, Attempt, AttemptStep, Base, BeforeWrite, Observed, PostChanges, Publication,
    RemoteId, RemotePost, RemoteStatus, RevisionId, SeenFields, SentText, Timestamp, WantedState,
};

use crate::{
    changes::{self, StatusGap},
    plan::Look,
    texts::{asked_hash, reading_hash, remote_hash, text_hash},
};

/// So many earlier contents are looked through for a piece that is brought back.
const EARLIER_MAX: usize = 4;

/// More texts than that are not remembered; a stray of an older one is left to the author.
const SENT_MAX: usize = 32;

/// What is to be sent, and with what a look found.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub look: Look,
    pub send: PostChanges,
    /// All that is asked for once `send` was taken.
    pub asks: PostChanges,
}

/// Holds what was seen against what is known and wanted. `asks`: the wanted revision's content.
pub fn compare(
    publication: &Publication,
    seen: Option<&RemotePost>,
    asks: &PostChanges,
    now: Timestamp,
) -> Comparison {
    let nothing = |look| Comparison { look, send: PostChanges::default(), asks: asks.clone() };
    let Some(seen) = seen.filter(|post| post.status != RemoteStatus::Trashed) else {
        return nothing(Look::Gone);
    };
    let wanted = &publication.wanted;
    let taking_back = wanted.state == WantedState::TakenBack;
    let base = publication.observed.base.as_ref();
    let hash = remote_hash(seen);
    let known = base.is_some_and(|base| base.hash == hash);
    // Somebody published it, took it back, or hid it there.
    let moved = base.is_some_and(|base| {
        !is_late_state(&publication.observed, seen.status)
            && changes::moved_by_another(base.status, seen.status, target(wanted.state, now))
    });
    // Taking back sends no text, so there is none that it could replace.
    if (!known || moved) && !taking_back && wanted.overwrite.as_ref() != Some(&hash) {
        return nothing(Look::Changed);
    }
    let stands = base.filter(|base| known && base.as_it_stands && base.revision == wanted.revision);
    let mut asks = asks.clone();
    if let Some(cover) = stands.and_then(|base| base.asked.cover.clone()) {
        // The one that stands there: a draft without one takes it away later.
        asks.cover = Some(cover);
    }
    let asked = match base {
        Some(_) if stands.is_some() => asks.clone(),
        Some(base) if known => base.asked.clone(),
        // Over somebody else's version all fields are asked for anew.
        _ => PostChanges::default(),
    };
    let asks = if taking_back { PostChanges::default() } else { asks };
    let mut send = changes::difference(&asks, &asked, seen);
    // Terms that somebody else added stay, and those that they took away stay away.
    send.categories = send.categories.map(|mine| joined(&asked.categories, mine, &seen.categories));
    send.tags = send.tags.map(|mine| joined(&asked.tags, mine, &seen.tags));
    let gap = changes::status_gap(wanted.state, base, seen, now);
    let mut asks = PostChanges { status: Some(target(wanted.state, now)), ..asks };
    if let StatusGap::Send(status, date) = gap {
        (send.status, send.date) = (Some(status), date);
        asks.date = date;
    } else if let WantedState::Scheduled { at } = wanted.state {
        asks.date = Some(at);
    }
    let look = match gap {
        _ if !send.is_empty() => Look::Differs,
        StatusGap::Held(status) => Look::Held(status),
        _ => Look::AsWanted,
    };
    Comparison { look, send, asks }
}

/// A write of ours that landed late is not somebody else's.
fn is_late_state(observed: &Observed, seen: RemoteStatus) -> bool {
    use RemoteStatus::{Draft, Pending, Private, Published, Scheduled, Trashed};
    observed.unsettled
        && observed.asked_states.iter().any(|asked| match asked {
            // What a role may not publish waits; a date makes one of the other.
            Published | Scheduled => matches!(seen, Published | Scheduled | Pending),
            Private => matches!(seen, Private | Pending),
            Draft | Pending => matches!(seen, Draft | Pending),
            Trashed => false,
        })
}

/// Terms as somebody else changed them since they were asked for.
fn joined(asked: &Option<Vec<String>>, mine: Vec<String>, there: &[String]) -> Vec<String> {
    match asked {
        Some(asked) => merge_terms(asked, &mine, there),
        None => mine,
    }
}

/// The attempt of a creation, to be committed before its request.
pub fn begin_creation(publication: &mut Publication, asks: &PostChanges, now: Timestamp) {
    remember_text(publication, asks);
    publication.attempt = Some(Attempt {
        step: AttemptStep::CreateDraft,
        revision: publication.wanted.revision,
        state: publication.wanted.state,
        started: now,
        // A creation is a draft under its mark; address and date come with the first update.
        asks: PostChanges { slug: None, status: None, date: None, ..asks.clone() },
        before: None,
    });
}

/// The attempt of an update of what was `seen`, to be committed before its request.
pub fn begin_update(
    publication: &mut Publication,
    comparison: &Comparison,
    seen: &RemotePost,
    now: Timestamp,
) {
    if comparison.asks.raw.is_some() {
        remember_text(publication, &comparison.asks);
    }
    let asked = &mut publication.observed.asked_states;
    asked.extend(comparison.send.status.filter(|status| !asked.contains(status)));
    let PostChanges { title, raw, excerpt, .. } = &comparison.send;
    let touches_text = title.is_some() || raw.is_some() || excerpt.is_some();
    publication.attempt = Some(Attempt {
        step: AttemptStep::Update { sends: asked_hash(&comparison.asks) },
        revision: publication.wanted.revision,
        state: publication.wanted.state,
        started: now,
        asks: comparison.asks.clone(),
        before: touches_text.then(|| BeforeWrite {
            text: text_hash(&seen.title, &seen.raw, &seen.excerpt),
            predecessor: seen.predecessor.clone(),
            known: ancestor(&publication.observed),
        }),
    });
}

/// What somebody else who changes the post now writes upon.
pub fn ancestor(observed: &Observed) -> Option<Ancestor> {
    let base = observed.base.as_ref()?;
    Some(Ancestor {
        raw: base.raw.clone(),
        revision: base.revision,
        fields: base.fields.clone(),
        status: base.status,
        cover: base.asked.cover.clone(),
    })
}

fn remember_text(publication: &mut Publication, asks: &PostChanges) {
    let said = |field: &Option<String>| field.clone().unwrap_or_default();
    let text = reading_hash(&said(&asks.title), &said(&asks.raw));
    let excerpt = reading_hash(&said(&asks.excerpt), "");
    let sent = &mut publication.observed.sent;
    let revision = publication.wanted.revision;
    sent.retain(|known| known.text != text || known.excerpt != excerpt);
    sent.push(SentText { text, excerpt, revision });
    if sent.len() > SENT_MAX {
        sent.remove(0);
    }
}

/// Whether somebody who reads it reads something that we sent: an excerpt of somebody else's does
/// not pass with our text.
pub fn sent_text<'a>(
    publication: &'a Publication,
    title: &str,
    raw: &str,
    excerpt: &str,
) -> Option<&'a SentText> {
    let (text, excerpt) = (reading_hash(title, raw), reading_hash(excerpt, ""));
    publication.observed.sent.iter().find(|sent| sent.text == text && sent.excerpt == excerpt)
}

/// See [`sent_text`].
pub fn sent_post<'a>(publication: &'a Publication, post: &RemotePost) -> Option<&'a SentText> {
    sent_text(publication, &post.title, &post.raw, &post.excerpt)
}

/// Whether what stands there was written by us, as far as is known.
pub fn is_ours(publication: &Publication, post: &RemotePost) -> bool {
    let base = publication.observed.base.as_ref();
    base.is_some_and(|base| base.hash == remote_hash(post))
        || sent_post(publication, post).is_some()
}

/// The blog answered: the attempt is done and `post` is what it made of it.
pub fn answered(publication: &mut Publication, post: &RemotePost) {
    let Some(attempt) = publication.attempt.take() else { return };
    match attempt.step {
        AttemptStep::Sweep => {}
        AttemptStep::CreateDraft => {
            // The answer of the only creation there ever was: no copy can be under the mark.
            let alone = !publication.observed.unsettled && publication.observed.sent.len() <= 1;
            publication.observed.swept |= alone;
            adopt(publication, post, Some((&attempt, attempt.asks.clone())));
        }
        AttemptStep::Update { .. } => {
            take(publication, &attempt, attempt.asks.clone(), post);
        }
    }
}

/// The blog refused, or was never reached: what was attempted did not happen.
pub fn refused(publication: &mut Publication) {
    let Some(attempt) = publication.attempt.take() else { return };
    let observed = &mut publication.observed;
    if !observed.unsettled && attempt.asks.raw.is_some() {
        observed.sent.pop();
    }
}

/// The attempt's outcome is not known. It stays; what may have come of it is looked for.
pub fn in_doubt(publication: &mut Publication) {
    publication.observed.unsettled = true;
    if let Some(Attempt { step: AttemptStep::CreateDraft, .. }) = publication.attempt {
        publication.observed.swept = false;
    }
}

/// What a look for a creation found under the mark, lowest id first. `settled`: nothing can land
/// any more. Returns the post that was adopted.
pub fn confirm_creation<'p>(
    publication: &mut Publication,
    found: &'p [RemotePost],
    settled: bool,
) -> Option<&'p RemotePost> {
    in_doubt(publication);
    let Some(post) = found.first() else {
        if settled {
            publication.attempt = None;
        }
        return None;
    };
    let attempt = publication.attempt.take();
    let known = sent_post(publication, post).is_some();
    let source = attempt.as_ref().filter(|_| known);
    // Only what is there was taken: a fault after the insertion leaves later fields unset.
    let source = source.map(|attempt| {
        let mut there = changes::found_there(&attempt.asks, post);
        // Whoever put a cover where none was asked for, or another one upon our text, was somebody
        // else.
        let anothers = post.cover.is_some() && reads_as_asked(&attempt.asks, post);
        let is_anothers = |asked: &Option<RemoteId>| asked.is_none() || anothers;
        there.cover = there.cover.or(attempt.asks.cover.clone().filter(is_anothers));
        (attempt, there)
    });
    adopt(publication, post, source);
    Some(post)
}

fn reads_as_asked(asks: &PostChanges, seen: &RemotePost) -> bool {
    let (Some(title), Some(raw)) = (&asks.title, &asks.raw) else { return true };
    reading_hash(title, raw) == reading_hash(&seen.title, &seen.raw)
}

/// No excerpt of somebody else's is taken for ours because the text is.
fn excerpt_reads_so(attempt: &Attempt, seen: &RemotePost) -> bool {
    let asked = attempt.asks.excerpt.as_deref();
    asked.is_none_or(|asked| reading_hash(asked, "") == reading_hash(&seen.excerpt, ""))
}

/// What a look for an update found. The attempt goes if it landed, or cannot land any more; whether
/// it landed.
pub fn confirm_update(
    publication: &mut Publication,
    seen: Option<&RemotePost>,
    settled: bool,
) -> bool {
    in_doubt(publication);
    let Some(attempt) = publication.attempt.clone() else { return false };
    let gone = seen.filter(|post| post.status == RemoteStatus::Trashed);
    let Some(seen) = seen.filter(|post| post.status != RemoteStatus::Trashed) else {
        if gone.is_some() && !settled {
            // Landing late, it would bring the post back from the trash.
            return false;
        }
        // It may have landed before, over a version nobody saw.
        publication.attempt = None;
        if gone.is_some() && attempt.before.is_some() {
            publication.observed.unverified = attempt.before;
        }
        return false;
    };
    let there = changes::found_there(&attempt.asks, seen);
    let reads_so = reads_as_asked(&attempt.asks, seen) && excerpt_reads_so(&attempt, seen);
    if !settled && there != attempt.asks {
        return false;
    }
    publication.attempt = None;
    let as_before = publication
        .observed
        .base
        .as_ref()
        .is_some_and(|base| base.hash == remote_hash(seen) && base.status == seen.status);
    let landed = reads_so && (!as_before || there == attempt.asks);
    if landed {
        let asked = still_asked(publication.observed.base.as_ref(), &attempt.asks, there);
        take(publication, &attempt, asked, seen);
    } else if !as_before && attempt.before.is_some() {
        // It may have landed, over a version nobody saw, before somebody wrote this one.
        publication.observed.unverified = attempt.before;
    }
    landed
}

/// What counts as asked after an update whose answer never came: what is seen `there`, and what was
/// asked before and not sent again, whatever somebody else made of it since.
fn still_asked(base: Option<&Base>, asks: &PostChanges, there: PostChanges) -> PostChanges {
    let Some(base) = base else { return there };
    fn kept<T: Clone + PartialEq>(
        there: Option<T>,
        asks: &Option<T>,
        before: &Option<T>,
    ) -> Option<T> {
        there.or_else(|| before.clone().filter(|before| asks.as_ref() == Some(before)))
    }
    let before = &base.asked;
    PostChanges {
        slug: kept(there.slug, &asks.slug, &before.slug),
        categories: kept(there.categories, &asks.categories, &before.categories),
        tags: kept(there.tags, &asks.tags, &before.tags),
        cover: kept(there.cover, &asks.cover, &before.cover),
        comments_open: kept(there.comments_open, &asks.comments_open, &before.comments_open),
        ..there
    }
}

/// A text of ours that is not the latest one: a write that landed after it was given up. It
/// becomes what we know of the post, so that the present text is sent again.
pub fn recognise(publication: &mut Publication, seen: &RemotePost) -> bool {
    let observed = &publication.observed;
    let known = observed.base.as_ref().is_some_and(|base| base.hash == remote_hash(seen));
    if known || !observed.unsettled || publication.attempt.is_some() {
        return false;
    }
    let Some(sent) = sent_post(publication, seen).cloned() else { return false };
    if let Some(before) = before_it(&publication.observed) {
        publication.observed.unverified = Some(before);
    }
    publication.observed.base = Some(base_of(seen, sent.revision, PostChanges::default()));
    publication.observed.state = None;
    true
}

/// What is known of the versions before a write that landed late: it may have gone over one that
/// was never seen.
fn before_it(observed: &Observed) -> Option<BeforeWrite> {
    let base = observed.base.as_ref().filter(|base| base.predecessor.is_some())?;
    let fields = base.fields.as_ref()?;
    Some(BeforeWrite {
        text: text_hash(&fields.title, &base.raw, &fields.excerpt),
        predecessor: base.predecessor.clone(),
        known: ancestor(observed),
    })
}

/// All is as wanted.
pub fn done(publication: &mut Publication) {
    let wanted = &publication.wanted;
    publication.observed.state = Some(wanted.state);
    if wanted.state != WantedState::TakenBack
        && let Some(base) = &mut publication.observed.base
    {
        base.as_it_stands &= base.revision == wanted.revision;
        base.revision = wanted.revision;
    }
    if publication.observed.swept && !publication.observed.unsettled {
        publication.observed.sent.clear();
        publication.observed.asked_states.clear();
    }
}

/// The post was read with everything settled and is as known.
pub fn settled(publication: &mut Publication) {
    publication.observed.unsettled = false;
}

/// Takes a post found or made under the mark for ours. Without a `source` its text is not ours.
fn adopt(
    publication: &mut Publication,
    post: &RemotePost,
    source: Option<(&Attempt, PostChanges)>,
) {
    let observed = &mut publication.observed;
    observed.post = Some(post.id.clone());
    observed.link = Some(post.link.clone());
    observed.base = source.map(|(attempt, asked)| base_of(post, attempt.revision, asked));
    observed.state = None;
}

/// What an update left on the blog.
fn take(publication: &mut Publication, attempt: &Attempt, asked: PostChanges, post: &RemotePost) {
    let observed = &mut publication.observed;
    observed.link = Some(post.link.clone());
    observed.unverified = attempt.before.clone();
    let gap = changes::status_gap(attempt.state, None, post, attempt.started);
    observed.state = (gap == StatusGap::None).then_some(attempt.state);
    if attempt.state == WantedState::TakenBack {
        // No text was sent: one that somebody else wrote stays unknown, and is met later.
        if let Some(base) = &mut observed.base {
            base.status = post.status;
            base.asked.status = asked.status;
            if base.hash == remote_hash(post) {
                base.predecessor = post.predecessor.clone();
            }
        }
        return;
    }
    if attempt.before.is_none()
        && let Some(base) =
            observed.base.as_mut().filter(|base| !reads_as_known(base, attempt, post))
    {
        // No text was sent here either, and one was written there since the look.
        (base.status, base.asked, base.revision) = (post.status, asked, attempt.revision);
        return;
    }
    remember_pieces(observed, &post.raw);
    observed.base = Some(base_of(post, attempt.revision, asked));
}

/// The texts of a post are those of its base, or of the excerpt that was asked for.
fn reads_as_known(base: &Base, attempt: &Attempt, post: &RemotePost) -> bool {
    let fields = |fields: &SeenFields| {
        fields.title == post.title
            && (fields.excerpt == post.excerpt || excerpt_reads_so(attempt, post))
    };
    base.raw == post.raw && base.fields.as_ref().is_none_or(fields)
}

/// Keeps what stood on the blog, where a piece that Markdown cannot say is not in `raw` any more.
fn remember_pieces(observed: &mut Observed, raw: &str) {
    let Some(base) = observed.base.as_ref().filter(|base| base.raw != raw) else { return };
    let before = Kept::of(&base.raw);
    let now = Kept::of_all([raw].into_iter().chain(observed.earlier.iter().map(String::as_str)));
    if !now.knows_all_of(&before) {
        observed.earlier.insert(0, base.raw.clone());
        observed.earlier.truncate(EARLIER_MAX);
    }
}

fn base_of(post: &RemotePost, revision: RevisionId, asked: PostChanges) -> Base {
    Base {
        raw: post.raw.clone(),
        hash: remote_hash(post),
        predecessor: post.predecessor.clone(),
        revision,
        status: post.status,
        asked,
        as_it_stands: false,
        fields: Some(SeenFields::of(post)),
    }
}

pub(crate) fn target(wanted: WantedState, now: Timestamp) -> RemoteStatus {
    match wanted {
        WantedState::Draft | WantedState::TakenBack => RemoteStatus::Draft,
        WantedState::Published => RemoteStatus::Published,
        WantedState::Private => RemoteStatus::Private,
        WantedState::Scheduled { at } if at <= now => RemoteStatus::Published,
        WantedState::Scheduled { .. } => RemoteStatus::Scheduled,
    }
}
