//! The steps that join somebody else's version with ours. Neither asks the blog anything.

use coupure_markdown::{
    Options,
    from_html::{self, Shown},
};
use coupure_model::{
    Ancestor, Content, FrozenPicture, Joining, PictureReference, Publication, RemoteMedia,
    RemotePost, RevisionReason, Standing, Theirs,
};
use coupure_store::{AdoptedText, Adoption};

use crate::{
    Error, SyncEvent, Worker, changes,
    choices::base_on,
    error::Result,
    join::{self, Joined},
    step::Work,
};

impl Worker {
    /// Joins their version with the wanted one. What comes of it is kept beside the draft.
    pub(crate) fn merge(&self, work: &mut Work<'_>) -> Result<()> {
        let publication = &work.publication;
        let wanted = publication.wanted.revision;
        let mine = self.store.revision(wanted)?.content;
        let joined = match self.joined(publication, &mine)? {
            Some(joined) if joined.is_clean() && !was_moved(publication) => joined.content(&[]),
            _ => return self.not_joined(work),
        };
        let mut wish = publication.wanted.clone();
        if let Some(theirs) = &publication.observed.theirs {
            theirs.add_pictures(&mut wish);
        }
        if !are_frozen(&joined, &wish.pictures)? {
            return self.not_joined(work);
        }
        let (draft, now) = (publication.draft, self.clock.now());
        let merged = self.store.keep_beside(draft, &joined, RevisionReason::Merged, now)?;
        // Readers, or an author who writes in it, would meet it unread.
        let read_first = publication.observed.theirs.as_ref().is_none_or(Theirs::is_live);
        self.note_joining(work, Joining::Clean { with: wanted, merged, read_first })
    }

    /// What was joined becomes what is wanted and what the draft says, unless the author typed
    /// something that it cannot be joined with.
    pub(crate) fn take_merge(&self, work: &mut Work<'_>) -> Result<()> {
        let (id, draft) = (work.publication.id, work.publication.draft);
        let mut clean = true;
        let closed = self.open_texts.while_closed(draft, &mut || {
            clean = self.adopt(&work.publication)?;
            Ok(())
        })?;
        if !closed {
            return self.to_be_read(work);
        }
        if !clean {
            return self.not_joined(work);
        }
        work.publication = self.store.publication(id)?;
        self.memory().forget_seen(id);
        if work.publication.observed.theirs.is_none() {
            self.tell(SyncEvent::Merged(id));
        }
        self.tell(SyncEvent::PublicationChanged(id));
        Ok(())
    }

    /// `false`: not to be joined with what was typed since. Where the author pressed or typed
    /// something this moment, nothing is changed and it is planned anew.
    fn adopt(&self, read: &Publication) -> Result<bool> {
        let mut publication = read.clone();
        let Some(theirs) = publication.observed.theirs.take() else { return Ok(true) };
        let wanted = publication.wanted.revision;
        let Joining::Clean { merged, .. } = *theirs.joining.with(wanted) else { return Ok(true) };
        let draft = self.store.draft(publication.draft)?;
        let pressed = self.store.revision(wanted)?.content;
        let joined = self.store.revision(merged)?.content;
        let later = match draft.content == pressed {
            true => None,
            // What was typed since was typed upon what was pressed.
            false => {
                let options = self.reading(&pressed)?;
                let later = join::join(&pressed, &draft.content, &joined, &options);
                if !later.is_clean() {
                    return Ok(false);
                }
                Some(later.content(&[]))
            }
        };
        let from = theirs.revision.ok_or(Error::NothingToChoose)?;
        theirs.add_pictures(&mut publication.wanted);
        publication.wanted.revision = merged;
        publication.wanted.overwrite = Some(theirs.hash.clone());
        publication.observed.state = None;
        publication.standing = Standing::Due;
        if !theirs.recovered {
            let unsettled = publication.observed.unsettled;
            publication.observed.base = Some(base_on(theirs, from, unsettled));
        }
        let text = later.as_ref().map_or(AdoptedText::Kept(merged), AdoptedText::Later);
        let adoption = Adoption {
            publication: &publication,
            pressed: read.wanted.pressed,
            latest: draft.revision,
            text,
        };
        self.store.adopt(&adoption, self.clock.now())?;
        Ok(true)
    }

    /// `mine` with their version. Where it is not known what both were written upon, every
    /// difference needs a choice. `None`: nobody else's version waits for one.
    pub fn joined(&self, publication: &Publication, mine: &Content) -> Result<Option<Joined>> {
        let theirs = publication.observed.theirs.as_ref();
        let Some((theirs, revision)) = theirs.and_then(|theirs| Some((theirs, theirs.revision?)))
        else {
            return Ok(None);
        };
        let content = self.store.revision(revision)?.content;
        let options = self.reading(mine)?;
        Ok(Some(match &theirs.ancestor {
            Some(ancestor) => {
                let common = self.store.revision(ancestor.revision)?.content;
                join::join(&common, mine, &content, &options)
            }
            None => join::hold_together(mine, &content, &options),
        }))
    }

    /// The author has the draft open: its text does not change under their hands.
    fn to_be_read(&self, work: &mut Work<'_>) -> Result<()> {
        let with = work.publication.wanted.revision;
        let theirs = work.publication.observed.theirs.as_ref();
        match theirs.map(|theirs| theirs.joining.with(with).clone()) {
            Some(Joining::Clean { merged, .. }) => {
                self.note_joining(work, Joining::Clean { with, merged, read_first: true })
            }
            _ => Ok(()),
        }
    }

    fn not_joined(&self, work: &mut Work<'_>) -> Result<()> {
        let with = work.publication.wanted.revision;
        self.note_joining(work, Joining::Unclean { with })
    }

    fn note_joining(&self, work: &mut Work<'_>, joining: Joining) -> Result<()> {
        if let Some(theirs) = &mut work.publication.observed.theirs {
            theirs.joining = joining;
        }
        self.record(&work.publication)
    }

    fn reading(&self, content: &Content) -> Result<Options> {
        let typography = self.typography()?;
        Ok(Options { language: content.language, typography, narrow_space: true })
    }

    /// Their text, spelt as the author spelt what it leaves alone.
    pub(crate) fn their_body(
        &self,
        work: &Work<'_>,
        post: &RemotePost,
        common: &Content,
        ancestor: &Ancestor,
    ) -> Result<String> {
        let known = self.known_pictures(work, common)?;
        let makes_sizes = work.client.makes_sizes();
        let mut uploads = work.uploads.clone();
        uploads.extend(known.iter().map(|(picture, media)| (picture.full, media.clone())));
        let shown = |reference: &str| {
            let reference = PictureReference::parse(reference)?;
            let (picture, _) = known.iter().find(|(picture, _)| picture.reference == reference)?;
            changes::shown(picture, &uploads, makes_sizes)
        };
        let reference = |shown: Shown<'_>| {
            let is_it = |media: &RemoteMedia| match shown {
                Shown::Attachment(id) => media.id.0 == id,
                Shown::Address(url) => {
                    media.full.url == url || media.sizes.iter().any(|size| size.url == url)
                }
            };
            let found = known.iter().find(|(_, media)| is_it(media));
            found.map(|(picture, _)| picture.reference.to_string())
        };
        let footnotes = ancestor.fields.as_ref().map(|fields| fields.footnotes.as_str());
        let base = from_html::Standing {
            markdown: &common.body,
            raw: &ancestor.raw,
            footnotes: footnotes.unwrap_or_default(),
        };
        let pictures = from_html::Pictures { shown: &shown, reference: &reference };
        let options = self.reading(common)?;
        Ok(from_html::theirs(base, &post.raw, &post.footnotes, &options, &pictures))
    }

    /// The author's pictures that are on the blog: those of the wish, and those that both versions
    /// were written upon.
    pub(crate) fn known_pictures(
        &self,
        work: &Work<'_>,
        common: &Content,
    ) -> Result<Vec<(FrozenPicture, RemoteMedia)>> {
        let mut pictures = work.publication.wanted.pictures.clone();
        let document = coupure_markdown::parse(&common.body, &Options::default())?;
        // A blog that makes no sizes is given the two that were made here, with the wish.
        let used = if work.client.makes_sizes() { document.pictures() } else { Vec::new() };
        for used in used {
            let Some(reference) = PictureReference::parse(&used.reference) else { continue };
            if pictures.iter().any(|picture| picture.reference == reference) {
                continue;
            }
            let full = match reference {
                PictureReference::Media(hash) => Some(hash),
                // Made for the wish that shows it; what an older one showed is not kept.
                PictureReference::Column(_) => None,
                PictureReference::Clip(id) => self.store.clipping(id).ok().and_then(|clipping| {
                    clipping.current_derivatives().map(|derivatives| derivatives.full)
                }),
            };
            pictures.extend(full.map(|full| FrozenPicture {
                reference,
                web: full,
                web_width_px: 0,
                web_height_px: 0,
                full,
                full_width_px: 0,
                full_height_px: 0,
                name: String::new(),
                alt: used.alt,
                caption: used.caption,
                embargo: None,
            }));
        }
        let mut known = Vec::new();
        for picture in pictures {
            let upload = self.store.upload(work.blog.id, picture.full)?;
            known.extend(upload.and_then(|upload| upload.media).map(|media| (picture, media)));
        }
        Ok(known)
    }
}

/// The post was put into another state there, which is for the author to say something about.
fn was_moved(publication: &Publication) -> bool {
    let Some(theirs) = &publication.observed.theirs else { return false };
    let (Some(ancestor), false) = (&theirs.ancestor, theirs.recovered) else { return false };
    let wanted = crate::observe::target(publication.wanted.state, publication.wanted.pressed);
    theirs.status.is_some_and(|seen| changes::moved_by_another(ancestor.status, seen, wanted))
}

/// Every picture of ours that a text names is among those that go with the wish.
fn are_frozen(content: &Content, pictures: &[FrozenPicture]) -> Result<bool> {
    let document = coupure_markdown::parse(&content.body, &Options::default())?;
    let named = document.pictures().into_iter().map(|picture| picture.reference);
    let mut ours =
        named.chain([content.cover.clone()]).filter_map(|name| PictureReference::parse(&name));
    Ok(ours.all(|reference| pictures.iter().any(|picture| picture.reference == reference)))
}
