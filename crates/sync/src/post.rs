//! The steps on a post: create, look, update, verify, sweep, and finding out what came of them.

use coupure_blog::OldVersion;
use coupure_markdown::from_html::to_markdown;
use coupure_model::{
    Ancestor, AttemptStep, Comments, Content, FrozenPicture, Joining, Mark, PostChanges, RemoteId,
    RemotePost, RemoteStatus, RevisionReason, SeenFields, Theirs,
};

use crate::{
    Error, Worker,
    error::Result,
    join, observe,
    step::Work,
    texts::{remote_hash, text_hash},
};

/// So many versions back somebody who wrote in between is looked for.
const VERSIONS_MAX: u32 = 20;

impl Worker {
    pub(crate) async fn create_draft(&self, work: &mut Work<'_>, mark: Mark) -> Result<()> {
        let asks = self.asks(work)?;
        observe::begin_creation(&mut work.publication, &asks, self.clock.now());
        self.unsettle(&mut work.publication);
        self.record(&work.publication)?;
        let sends = PostChanges { slug: None, ..asks };
        match self.ask(&work.blog, work.client.create_draft(mark, &sends)).await {
            Ok(post) => {
                observe::answered(&mut work.publication, &post);
                self.see(work, Some(post));
                self.went_well(&mut work.publication)
            }
            Err(error) => Err(self.write_failed(work, error)),
        }
    }

    pub(crate) async fn look(&self, work: &mut Work<'_>) -> Result<()> {
        let post = self.read(work).await?;
        self.see(work, post);
        Ok(())
    }

    /// The post once more, when nothing can land late any more.
    pub(crate) async fn read_again(&self, work: &mut Work<'_>) -> Result<()> {
        let post = self.read(work).await?;
        let publication = &mut work.publication;
        // A late landing is recognised while the outcome still counts as open.
        let late = post.as_ref().is_some_and(|post| observe::recognise(publication, post));
        observe::settled(publication);
        if late {
            tracing::warn!(publication = %publication.id, "an older write landed late");
        }
        self.see(work, post);
        self.went_well(&mut work.publication)
    }

    pub(crate) async fn update(&self, work: &mut Work<'_>, post: &RemoteId) -> Result<()> {
        let elapsed = self.clock.elapsed();
        let seen = self.memory().seen(work.publication.id, elapsed).cloned().flatten();
        let (Some(comparison), Some(seen)) = (work.comparison.take(), seen) else {
            return Err(Error::Internal { detail: "an update without a look".into() });
        };
        observe::begin_update(&mut work.publication, &comparison, &seen, self.clock.now());
        self.unsettle(&mut work.publication);
        self.record(&work.publication)?;
        let answer = self.ask(&work.blog, work.client.update(post, &comparison.send)).await;
        // A blog without a clock is asked again when it wants to be told the time.
        self.memory().ticks.remove(&work.blog.id);
        match answer {
            Ok(post) => {
                observe::answered(&mut work.publication, &post);
                self.see(work, Some(post));
                self.went_well(&mut work.publication)
            }
            Err(coupure_blog::Error::GoneFromBlog { .. }) => {
                observe::refused(&mut work.publication);
                self.see(work, None);
                self.record(&work.publication)
            }
            Err(error) => Err(self.write_failed(work, error)),
        }
    }

    pub(crate) async fn confirm_attempt(&self, work: &mut Work<'_>) -> Result<()> {
        let Some(attempt) = work.publication.attempt.clone() else { return Ok(()) };
        let settled = work.settling.is_over();
        let id = work.publication.id;
        match attempt.step {
            AttemptStep::CreateDraft => {
                let mark = work.publication.mark;
                let found = self.ask(&work.blog, work.client.find_created(mark)).await?;
                match observe::confirm_creation(&mut work.publication, &found, settled).cloned() {
                    Some(post) => self.see(work, Some(post)),
                    // Strays are swept as late again, should it land after all.
                    None if settled => self.unsettle(&mut work.publication),
                    None => {}
                }
            }
            AttemptStep::Update { .. } => {
                let post = self.read(work).await?;
                let landed = observe::confirm_update(&mut work.publication, post.as_ref(), settled);
                if settled && !landed {
                    // Read again as late again, should it land after all.
                    self.unsettle(&mut work.publication);
                }
                self.see(work, post);
            }
            AttemptStep::Sweep => work.publication.attempt = None,
        }
        if work.publication.attempt.is_some() {
            self.memory().looked(id, self.clock.elapsed());
            self.count_waited(&mut work.publication);
            return self.record(&work.publication);
        }
        self.went_well(&mut work.publication)
    }

    /// Keeps somebody else's version before anything may replace it.
    pub(crate) fn store_theirs(&self, work: &mut Work<'_>) -> Result<()> {
        let elapsed = self.clock.elapsed();
        let seen = self.memory().seen(work.publication.id, elapsed).cloned().flatten();
        let Some(post) = seen else {
            return Err(Error::Internal { detail: "a version to keep that was not seen".into() });
        };
        let ancestor = observe::ancestor(&work.publication.observed);
        let theirs = self.kept_theirs(work, &post, ancestor)?;
        work.publication.observed.theirs = Some(theirs);
        self.record(&work.publication)
    }

    /// Looks for a version that was written between our look and our write.
    pub(crate) async fn verify(&self, work: &mut Work<'_>) -> Result<()> {
        let Some(before) = work.publication.observed.unverified.clone() else { return Ok(()) };
        let id = work.publication.id;
        let recent = self.memory().seen(id, self.clock.elapsed()).cloned();
        let post = match recent {
            Some(post) => post,
            None => {
                let post = self.read(work).await?;
                self.see(work, post.clone());
                post
            }
        };
        let between = match &post {
            // No revisions are kept, or our write made none and nobody else's did.
            Some(post) if post.predecessor.is_some() && post.predecessor != before.predecessor => {
                let request = work.client.revisions(&post.id, VERSIONS_MAX);
                let versions = self.ask(&work.blog, request).await?;
                // What stands there is ours, unless our write is still on its way.
                let ours = observe::is_ours(&work.publication, post)
                    .then(|| text_hash(&post.title, &post.raw, &post.excerpt));
                let is_last =
                    |version: &OldVersion| Some(&version.id) == before.predecessor.as_ref();
                // An autosave that was newest is in no list: then it ends with what stood there.
                let by_text = before.predecessor.is_some() && !versions.iter().any(is_last);
                let newer = versions.into_iter().take_while(|version| match by_text {
                    true => text_of(version) != before.text,
                    false => !is_last(version),
                });
                let is_anothers = |version: &OldVersion| {
                    let (text, OldVersion { title, raw, excerpt, .. }) =
                        (text_of(version), version);
                    Some(&text) != ours.as_ref()
                        && text != before.text
                        && observe::sent_text(&work.publication, title, raw, excerpt).is_none()
                };
                newer.filter(is_anothers).collect()
            }
            _ => Vec::new(),
        };
        if let Some(newest) = between.first().cloned() {
            tracing::warn!(publication = %id, "a version written in between was recovered");
            let post = post.expect("versions were asked of a post that is there");
            // Oldest first, as they were written; the newest is the one to choose about.
            let mut kept = None;
            for version in between.iter().rev() {
                // No revision holds a cover: it was written upon the one that we asked for last.
                let base = work.publication.observed.base.as_ref();
                let cover = base.and_then(|base| base.asked.cover.clone());
                let ancestor = before.known.clone().map(|known| Ancestor { cover, ..known });
                kept = Some(self.kept_theirs(work, &with_text(&post, version), ancestor)?);
            }
            let stands = text_of(&newest) == text_hash(&post.title, &post.raw, &post.excerpt);
            work.publication.observed.theirs = kept.map(|kept| match stands {
                true => kept,
                false => Theirs {
                    modified: newest.modified,
                    recovered: true,
                    // Of a revision only its text is known.
                    fields: None,
                    cover: None,
                    ..kept
                },
            });
        }
        work.publication.observed.unverified = None;
        self.went_well(&mut work.publication)
    }

    /// Puts copies under the mark into the trash: drafts other than ours that read as we sent them.
    pub(crate) async fn sweep(&self, work: &mut Work<'_>) -> Result<()> {
        let request = work.client.find_created(work.publication.mark);
        let found = self.ask(&work.blog, request).await?;
        let ours = work.publication.observed.post.clone();
        for stray in found.iter().filter(|post| Some(&post.id) != ours.as_ref()) {
            let untouched = stray.status == RemoteStatus::Draft
                && observe::sent_post(&work.publication, stray).is_some();
            if untouched {
                self.ask(&work.blog, work.client.trash(&stray.id)).await?;
            } else {
                tracing::warn!(id = %stray.id, "a copy under the mark was changed there and stays");
            }
        }
        work.publication.observed.swept = true;
        self.went_well(&mut work.publication)
    }

    async fn read(&self, work: &Work<'_>) -> Result<Option<RemotePost>> {
        let Some(id) = &work.publication.observed.post else {
            return Err(Error::Internal { detail: "a look at a post that has no name".into() });
        };
        Ok(self.ask(&work.blog, work.client.read(id)).await?)
    }

    fn see(&self, work: &Work<'_>, post: Option<RemotePost>) {
        self.memory().see(work.publication.id, post, self.clock.elapsed());
    }

    /// A version of somebody else, once it is in the draft's history.
    fn kept_theirs(
        &self,
        work: &Work<'_>,
        post: &RemotePost,
        ancestor: Option<Ancestor>,
    ) -> Result<Theirs> {
        let content = self.their_content(work, post, ancestor.as_ref())?;
        let known = match &ancestor {
            Some(ancestor) => {
                let common = self.store.revision(ancestor.revision)?.content;
                self.known_pictures(work, &common)?
            }
            None => Vec::new(),
        };
        let shows = |picture: &FrozenPicture| content.body.contains(&picture.reference.to_string());
        let pictures = known.into_iter().map(|(picture, _)| picture).filter(|p| shows(p)).collect();
        let (draft, now) = (work.publication.draft, self.clock.now());
        let revision = self.store.keep_beside(draft, &content, RevisionReason::FromBlog, now)?;
        let cover = match &post.cover {
            Some(cover) if self.store.is_upload(work.blog.id, cover)? => Some(cover.clone()),
            _ => None,
        };
        Ok(Theirs {
            title: post.title.clone(),
            raw: post.raw.clone(),
            hash: remote_hash(post),
            modified: post.modified,
            revision: Some(revision),
            recovered: false,
            cover,
            pictures,
            status: Some(post.status),
            fields: Some(SeenFields::of(post)),
            ancestor,
            joining: Joining::NotTried,
        })
    }

    /// What the blog shows, as a draft's content: what nobody changed there is spelt as the author
    /// spelt it.
    fn their_content(
        &self,
        work: &Work<'_>,
        post: &RemotePost,
        ancestor: Option<&Ancestor>,
    ) -> Result<Content> {
        let wanted = self.store.revision(work.publication.wanted.revision)?.content;
        let common = match ancestor {
            Some(ancestor) => Some((self.store.revision(ancestor.revision)?.content, ancestor)),
            None => None,
        };
        let body = match &common {
            Some((content, ancestor)) => self.their_body(work, post, content, ancestor)?,
            None => to_markdown(&post.raw, &post.footnotes),
        };
        let own_slug = post.slug.starts_with(&work.publication.mark.to_string());
        let theirs = Content {
            title: post.title.clone(),
            body,
            slug: if own_slug { wanted.slug } else { post.slug.clone() },
            excerpt: post.excerpt.clone(),
            categories: post.categories.clone(),
            tags: post.tags.clone(),
            // A cover is an attachment there and a picture of ours here: the author's stays.
            cover: wanted.cover,
            language: wanted.language,
            comments: if post.comments_open { Comments::Open } else { Comments::Closed },
            date: String::new(),
        };
        Ok(match common {
            Some((content, Ancestor { fields: Some(fields), .. })) => {
                join::with_untouched(theirs, &content, fields, &SeenFields::of(post))
            }
            _ => theirs,
        })
    }
}

fn text_of(version: &OldVersion) -> String {
    text_hash(&version.title, &version.raw, &version.excerpt)
}

fn with_text(post: &RemotePost, version: &OldVersion) -> RemotePost {
    let OldVersion { title, raw, excerpt, .. } = version.clone();
    RemotePost { title, raw, excerpt, ..post.clone() }
}
