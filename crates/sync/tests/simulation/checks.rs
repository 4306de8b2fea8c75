//! What must hold after every run.

use std::collections::{BTreeMap, HashMap, HashSet};

use coupure_model::{
    MediaHash, PostChanges, Publication, RemoteId, RemotePost, RemoteStatus, Revision,
    RevisionReason, Standing, WantedState,
};
use coupure_sync::{Rendering, changes, changes_for, reading_hash};
use coupure_testkit::fake_blog::{Author, Deed, Landed, Role, Site, filtered};

use crate::{
    client::GRACE,
    play::{Field, Play, Touch, word_of},
    support::{as_stored, state_fits},
};

/// Homes of so many seeds are closed, opened again and looked through.
const REOPENED_EVERY: u64 = 16;

impl Play {
    pub fn check(&self, seed: u64) {
        let publications = self.world.store().publications().unwrap();
        self.nothing_of_the_author_is_lost();
        self.wishes_are_kept(&publications);
        for (n, (blog, server)) in self.world.shared.servers.iter().enumerate() {
            let of_blog: Vec<&Publication> =
                publications.iter().filter(|publication| publication.blog == *blog).collect();
            let site = server.site();
            self.posts_are_there_once(&site, &of_blog);
            self.pictures_are_there_once(&site);
            self.nothing_is_sent_that_should_not(&site, &of_blog);
            self.nothing_of_others_is_lost(n, &site, &of_blog);
            self.covers_of_others_stay(n, &site);
            for publication in of_blog {
                self.post_is_as_wanted(n, &site, publication);
            }
        }
        if seed.is_multiple_of(REOPENED_EVERY) {
            let found = self.world.store().check().unwrap();
            if !found.is_empty() {
                self.wrong("the home is sound", found.join("; "));
            }
        }
    }

    fn wrong(&self, promise: &'static str, detail: impl Into<String>) {
        self.world.shared.wrong(promise, detail);
    }

    fn history(&self, publication: &Publication) -> Vec<Revision> {
        self.world.store().history(publication.draft).unwrap()
    }

    fn nothing_of_the_author_is_lost(&self) {
        let promise = "the author's words are kept";
        let store = self.world.store();
        let histories: HashMap<_, _> =
            self.drafts.iter().map(|draft| (*draft, store.history(*draft).unwrap())).collect();
        for (draft, text) in &self.latest {
            let now = store.draft(*draft).unwrap().content;
            if now != *text {
                // A merge of the worker's own comes over what it was made of.
                let history = &histories[draft];
                let merged =
                    history.iter().any(|r| r.reason == RevisionReason::Merged && r.content == now);
                if !merged || !history.iter().any(|r| r.content == *text) {
                    self.wrong(promise, format!("{}: the latest text", text.title));
                }
            }
        }
        for (draft, text) in &self.kept {
            let there = histories[draft].iter().any(|revision| revision.content == *text);
            if !there {
                self.wrong(promise, format!("{}: a version that was published", text.title));
            }
        }
    }

    /// Each wish is the one acknowledged last, and stands as it may.
    fn wishes_are_kept(&self, publications: &[Publication]) {
        let promise = "the last wish counts";
        for publication in publications {
            let Some(told) = self.told.get(&publication.id) else {
                self.wrong(promise, format!("{:?} was undone", publication.id));
                continue;
            };
            let wanted = &publication.wanted;
            let wish = (wanted.revision, wanted.state);
            let revision = self.world.store().revision(wanted.revision).unwrap();
            let merged = revision.reason == RevisionReason::Merged;
            if told.wish.is_some_and(|told| told != wish && !(merged && told.1 == wish.1)) {
                self.wrong(promise, format!("{:?} told, {wish:?} kept", told.wish));
            }
            match publication.standing {
                Standing::Settled => {}
                Standing::Cancelled if told.given_up.is_some() || told.may_be_given_up => {}
                _ => self.wrong(promise, format!("it stands {:?}", publication.standing)),
            }
        }
        for (id, told) in &self.told {
            if told.wish.is_some() && !publications.iter().any(|p| p.id == *id) {
                self.wrong(promise, format!("{id:?} is gone"));
            }
        }
    }

    fn posts_are_there_once(&self, site: &Site, publications: &[&Publication]) {
        let promise = "one live post of each draft";
        let known: HashSet<&RemoteId> =
            publications.iter().filter_map(|p| p.observed.post.as_ref()).collect();
        let of_mark = |post: &RemotePost| {
            let mark = site.mark_of(&post.id);
            publications.iter().find(|publication| Some(publication.mark) == mark)
        };
        for post in site.live().filter(|post| !known.contains(&post.id)) {
            let publication = of_mark(post);
            let is_touched = self.touches.iter().any(|touch| touch.post == post.id)
                || site.versions(&post.id).iter().any(|v| v.author == Author::Another);
            // Given up or taken back in the middle, a copy may stay: one that nobody sees.
            let stays = publication.is_none_or(|publication| {
                publication.standing == Standing::Cancelled
                    || publication.wanted.state == WantedState::TakenBack
                    || self.told.get(&publication.id).is_some_and(|told| !told.anew.is_empty())
            });
            if !is_touched && (post.status != RemoteStatus::Draft || !stays) {
                self.wrong(promise, format!("{} is a copy, {:?}", post.id, post.status));
            }
        }
        for id in known {
            let gone = site.mark_of(id).is_some_and(|mark| site.gone(mark).next().is_some());
            let live = site.post(id).is_some_and(|post| post.status != RemoteStatus::Trashed);
            if !live && !gone {
                self.wrong(promise, format!("{id} is not there"));
            }
        }
        for post in site.trashed() {
            let ours = site.landed().iter().rfind(|write| write.post == post.id);
            let Some(ours) = ours.filter(|write| write.deed == Deed::Trashed) else { continue };
            let touched = self.touches.iter().any(|touch| {
                // Between the look and the request nobody can know.
                touch.post == post.id
                    && matches!(touch.field, Field::Text | Field::Title)
                    && touch.at + GRACE < ours.asked
                    && (post.raw.contains(&touch.word) || post.title.contains(&touch.word))
            });
            if touched {
                self.wrong("copies that somebody wrote to stay", format!("{} is trashed", post.id));
            }
        }
    }

    fn pictures_are_there_once(&self, site: &Site) {
        let mut uploads: BTreeMap<MediaHash, u32> = BTreeMap::new();
        site.media().for_each(|hash| *uploads.entry(*hash).or_default() += 1);
        if uploads.values().any(|n| *n > 1) {
            self.wrong("no picture is uploaded twice", format!("{uploads:?}"));
        }
    }

    /// Of every write that took place, not only of what stands at the end.
    fn nothing_is_sent_that_should_not(&self, site: &Site, publications: &[&Publication]) {
        for write in site.landed() {
            if let Some(raw) = &write.changes.raw
                && (raw.contains("media:") || raw.contains("clip:"))
            {
                self.wrong("no local address is sent", raw.clone());
            }
            let mark = site.mark_of(&write.post);
            if write.deed == Deed::Created && write.after != RemoteStatus::Draft {
                self.wrong("nobody sees a creation", format!("{:?}", write.after));
            }
            let of_mark = publications.iter().find(|p| Some(p.mark) == mark);
            let Some(publication) = of_mark else { continue };
            let Some(told) = self.told.get(&publication.id) else { continue };
            if let Some(word) = told.undone.iter().find(|word| sends(write, **word)) {
                self.wrong("what was undone is not sent", format!("mot-{word:04}"));
            }
            let until = told.given_up.map(|from| (from, coupure_model::Timestamp::MAX));
            let silent = told.silences.iter().copied().chain(until);
            if silent.into_iter().any(|(from, to)| from + GRACE < write.asked && write.asked < to) {
                self.wrong("what was given up is not sent", format!("{:?}", write.deed));
            }
            if write.deed == Deed::Created {
                let gone: Vec<_> = site.gone(publication.mark).collect();
                let late = gone.iter().any(|gone| {
                    *gone + GRACE < write.asked
                        && !told.anew.iter().any(|anew| gone < anew && *anew <= write.asked)
                });
                if late {
                    self.wrong("what is gone is not created again unasked", "it was");
                }
            }
        }
    }

    fn nothing_of_others_is_lost(&self, blog: usize, site: &Site, publications: &[&Publication]) {
        for touch in self.touches.iter().filter(|touch| touch.blog == blog) {
            let word = &touch.word;
            let Some(post) = site.post(&touch.post) else { continue };
            let there = match touch.field {
                Field::Text => post.raw.contains(word),
                Field::Title => post.title.contains(word),
                Field::Excerpt => post.excerpt.contains(word),
                Field::Terms | Field::Cover | Field::Status => true,
            };
            if there || self.is_overwritten_by_another(touch) {
                continue;
            }
            // Without revisions what came between look and write is not seen.
            let between = site.landed().iter().any(|write| {
                write.post == touch.post && write.done >= touch.at && write.asked < touch.at + GRACE
            });
            if site.no_revisions && between {
                continue;
            }
            let mark = site.mark_of(&touch.post);
            let publication = publications.iter().find(|p| Some(p.mark) == mark);
            let kept = publication.is_some_and(|publication| {
                self.history(publication).iter().any(|revision| {
                    let content = &revision.content;
                    content.body.contains(word)
                        || content.title.contains(word)
                        || content.excerpt.contains(word)
                })
            });
            if !kept {
                self.wrong("what others wrote is kept", format!("{touch:?}"));
            }
        }
    }

    /// A cover that somebody chose goes for one that the author chose since, and for nothing else.
    fn covers_of_others_stay(&self, blog: usize, site: &Site) {
        let chosen = self.touches.iter().filter(|touch| touch.field == Field::Cover);
        for touch in chosen.filter(|touch| touch.blog == blog) {
            let covers =
                |write: &&Landed| write.post == touch.post && write.changes.cover.is_some();
            let writes: Vec<&Landed> = site.landed().iter().filter(covers).collect();
            let after = writes.iter().position(|write| write.asked > touch.at);
            let Some(after) = after else { continue };
            let before = after.checked_sub(1).map(|before| &writes[before].changes.cover);
            if before == Some(&writes[after].changes.cover) {
                self.wrong("a cover chosen on the blog stays", format!("{touch:?}"));
            }
        }
    }

    /// Titles and excerpts are written over by whoever writes the next one.
    fn is_overwritten_by_another(&self, touch: &Touch) -> bool {
        matches!(touch.field, Field::Title | Field::Excerpt)
            && self.touches.iter().any(|later| {
                later.blog == touch.blog
                    && later.post == touch.post
                    && later.field == touch.field
                    && later.at > touch.at
            })
    }

    fn post_is_as_wanted(&self, blog: usize, site: &Site, publication: &Publication) {
        if publication.standing != Standing::Settled {
            return;
        }
        let wanted = publication.wanted.state;
        let Some(id) = &publication.observed.post else {
            if wanted != WantedState::TakenBack {
                self.wrong("the post is there", "settled without one");
            }
            return;
        };
        let Some(post) = site.post(id).filter(|post| post.status != RemoteStatus::Trashed) else {
            // Somebody else took it away, or it is missed elsewhere.
            return;
        };
        let last = site.landed().iter().rfind(|write| write.post == *id);
        let touched = |fields: &[Field], since: bool| {
            self.touches.iter().any(|touch| {
                let later = last.is_none_or(|last| last.asked < touch.at + GRACE);
                touch.blog == blog
                    && touch.post == *id
                    && fields.contains(&touch.field)
                    && (later || !since)
            })
        };
        let unseen = matches!(wanted, WantedState::TakenBack | WantedState::Draft);
        let fits = state_fits(wanted, post) || post.status == RemoteStatus::Pending && unseen;
        if !fits && !touched(&[Field::Status], true) {
            self.wrong("the post is as wanted", format!("{wanted:?}: {:?}", post.status));
        }
        let base = publication.observed.base.as_ref();
        if wanted == WantedState::TakenBack
            || base.is_some_and(|base| base.as_it_stands)
            || touched(&[Field::Text, Field::Title, Field::Excerpt], true)
        {
            return;
        }
        let mut expected = self.expected(publication);
        if site.role != Role::Editor {
            expected.raw = expected.raw.map(|raw| filtered(&raw));
        }
        let same = |what: &str, there: &dyn std::fmt::Debug, wanted: &dyn std::fmt::Debug| {
            let (there, wanted) = (format!("Some({there:?})"), format!("{wanted:?}"));
            if there != wanted {
                let detail = format!("{what}: {there} there, {wanted} wanted");
                self.wrong("the post is as wanted", detail);
            }
        };
        let history = self.history(publication);
        let content = self.world.store().revision(publication.wanted.revision).unwrap().content;
        // The blog's version was chosen: it stays in the blog's own spelling.
        let is_theirs = history.iter().any(|revision| {
            matches!(revision.reason, RevisionReason::Restored { .. })
                && revision.content == content
        });
        if is_theirs {
            let text = expected.raw.as_deref().unwrap_or_default();
            let title = expected.title.as_deref().unwrap_or_default();
            let there = reading_hash(&post.title, &post.raw);
            same("what is read", &there, &Some(reading_hash(title, text)));
        } else {
            same("text", &post.raw, &expected.raw);
            same("title", &post.title, &expected.title);
            if !touched(&[Field::Cover], false) {
                same("cover", &post.cover, &expected.cover);
            }
        }
        same("excerpt", &post.excerpt, &expected.excerpt);
        if !touched(&[Field::Terms], false) {
            same("tags", &post.tags, &expected.tags);
        }
        let ours = history.iter().any(|r| word_of(&r.content).is_some());
        if !ours {
            self.wrong("the post is as wanted", "of no text of the author's");
        }
    }

    /// What the wanted revision looks like on the blog.
    fn expected(&self, publication: &Publication) -> PostChanges {
        let (store, wanted) = (self.world.store(), &publication.wanted);
        let content = store.revision(wanted.revision).unwrap().content;
        let uploads: HashMap<MediaHash, _> = changes::files_needed(&wanted.pictures, true)
            .into_iter()
            .filter_map(|hash| Some((hash, store.upload(publication.blog, hash).unwrap()?.media?)))
            .collect();
        let rendering = Rendering {
            dialect: coupure_blog::Dialect::WordPressBlocks,
            makes_sizes: true,
            features: &self.world.blogs[0].features,
            typography: true,
            standing: changes::standing(&publication.observed),
        };
        let mut asks = changes_for(&content, &wanted.pictures, &uploads, &rendering).unwrap();
        asks.raw = asks.raw.map(|raw| as_stored(&raw));
        asks
    }
}

pub fn sends(write: &Landed, word: u32) -> bool {
    let word = format!("mot-{word:04}");
    write.changes.raw.as_ref().is_some_and(|raw| raw.contains(&word))
}
