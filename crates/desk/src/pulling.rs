//! Posts of a blog taken in as drafts.

use coupure_blog as blog;
use coupure_model::{
    Base, BlogId, Comments, Content, DraftId, Mark, Observed, PostChanges, Publication,
    PublicationId, RemotePost, RemoteStatus, SeenFields, Standing, Wanted, WantedState,
};
use serde::Serialize;
use uuid::Uuid;

use crate::{Answer, Desk};

/// A post that was taken in, or was here already.
#[derive(Debug, Clone, Serialize)]
pub struct Pulled {
    pub id: DraftId,
    pub title: String,
    pub url: String,
    pub new: bool,
}

impl Desk {
    /// Takes in the author's posts of a blog that no draft is here for. Drafts that are here
    /// already stay as they are.
    pub async fn pull(&self, id: BlogId) -> Answer<Vec<Pulled>> {
        self.must_write()?;
        let from = self.store.blog(id)?;
        let secret = self.secret_of(id).await?;
        let client = blog::connect(&from, secret.as_ref(), &self.vault)?;
        let mut pulled = Vec::new();
        let mut page = 1;
        loop {
            let answer = client.posts(page).await?;
            let more = answer.more;
            // As they stand after the answer: the worker may have made a post meanwhile.
            let known: Vec<Publication> =
                self.store.publications()?.into_iter().filter(|p| p.blog == id).collect();
            for post in answer.posts {
                let here = known.iter().find(|p| p.observed.post.as_ref() == Some(&post.id));
                pulled.push(match here {
                    Some(publication) => Pulled {
                        id: publication.draft,
                        title: post.title,
                        url: post.link,
                        new: false,
                    },
                    // Ours, sent a moment ago: its answer is still looked for.
                    None if known.iter().any(|p| bears_mark(&post, p.mark)) => continue,
                    None => self.keep_pulled(id, &from, post)?,
                });
            }
            if !more {
                break;
            }
            page += 1;
        }
        self.library_changed();
        Ok(pulled)
    }

    fn keep_pulled(
        &self,
        id: BlogId,
        from: &coupure_model::Blog,
        post: RemotePost,
    ) -> Answer<Pulled> {
        let now = self.now();
        let content = Content {
            title: post.title.clone(),
            body: coupure_markdown::from_html::to_markdown(&post.raw, &post.footnotes),
            slug: post.slug.clone(),
            excerpt: post.excerpt.clone(),
            categories: post.categories.clone(),
            tags: post.tags.clone(),
            cover: String::new(),
            language: from.language,
            comments: if post.comments_open { Comments::Open } else { Comments::Closed },
            date: String::new(),
        };
        let state = match (post.status, post.date) {
            (RemoteStatus::Published, _) => WantedState::Published,
            (RemoteStatus::Private, _) => WantedState::Private,
            (RemoteStatus::Scheduled, Some(at)) => WantedState::Scheduled { at },
            _ => WantedState::Draft,
        };
        let base = |revision| Base {
            hash: coupure_sync::remote_hash(&post),
            raw: post.raw.clone(),
            predecessor: post.predecessor.clone(),
            revision,
            status: post.status,
            // Its cover is an attachment there: none is asked for here, nor is it taken away.
            asked: PostChanges { cover: Some(None), ..PostChanges::default() },
            as_it_stands: true,
            fields: Some(SeenFields::of(&post)),
        };
        let draft = self.store.take_in_post(&content, id, now, |draft| Publication {
            id: PublicationId(Uuid::now_v7()),
            draft: draft.id,
            blog: id,
            mark: Mark(Uuid::new_v4()),
            wanted: Wanted {
                revision: draft.revision,
                state,
                pressed: now,
                not_before: now,
                pictures: Vec::new(),
                quoted: Vec::new(),
                overwrite: None,
            },
            observed: Observed {
                post: Some(post.id.clone()),
                link: Some(post.link.clone()),
                base: Some(base(draft.revision)),
                state: Some(state),
                swept: true,
                ..Observed::default()
            },
            attempt: None,
            standing: Standing::Settled,
        })?;
        Ok(Pulled { id: draft.id, title: post.title, url: post.link, new: true })
    }
}

/// Created by us and not adopted yet: its address is still its mark, or `MARK-2` where that was
/// taken.
fn bears_mark(post: &RemotePost, mark: Mark) -> bool {
    post.slug.starts_with(&mark.to_string())
}
