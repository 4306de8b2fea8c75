//! Pictures that are larger than a blog takes, sent lighter when the author agrees.
//!
//! What the author agreed to is kept for each blog and picture, so that later sendings of the same
//! picture there are light at once; elsewhere it goes out as it is.

use coupure_clipping::Limits;
use coupure_model::{BlogId, Code, FrozenPicture, MediaHash, Problem, PublicationId};
use coupure_store::Wish;
use serde::{Deserialize, Serialize};

use crate::{Answer, Desk, view::PublicationView};

/// A limit that is known is about so: the rest of the request counts too.
const OF_THE_LIMIT: f64 = 0.95;

/// Halved so often, any picture is below any limit.
const LIGHTENED_MAX: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Lighter {
    hash: MediaHash,
    width_px: u32,
    height_px: u32,
}

impl Desk {
    /// Sends the pictures of a publication that is held up by their size lighter: under the
    /// blog's limit, or at half of the size refused where that is not known.
    ///
    /// # Errors
    /// `bad_argument`: nothing of it is held up by the size of a picture; `upload_too_large`: no
    /// picture can be made as light.
    pub fn send_smaller(&self, id: PublicationId) -> Answer<PublicationView> {
        self.must_write()?;
        let publication = self.store.publication(id)?;
        let held_up = publication.standing.problem();
        let problem = held_up.filter(|p| p.code == Code::UploadTooLarge).cloned().ok_or_else(|| {
            Problem::new(
                Code::BadArgument,
                "No picture of this post is too large for its blog: there is nothing to make smaller.",
            )
        })?;
        let number = |name: &str| problem.params.get(name)?.parse::<u64>().ok();
        let refused_bytes = number("size_bytes").unwrap_or(u64::MAX);
        let most_bytes = match number("max_bytes") {
            Some(max) if max < refused_bytes => (max as f64 * OF_THE_LIMIT) as u64,
            _ => refused_bytes / 2,
        };
        let mut pictures = publication.wanted.pictures.clone();
        let mut lighter = false;
        for picture in &mut pictures {
            let there = self.store.upload(publication.blog, picture.full)?;
            let sent = there.is_some_and(|upload| upload.media.is_some());
            // What the blog took stays as it is; so does what is light enough.
            if !sent && self.store.media_bytes(picture.full)?.len() as u64 > most_bytes {
                self.lighten(publication.blog, picture, most_bytes)?.ok_or(problem.clone())?;
                lighter = true;
            }
        }
        if lighter {
            let now = self.now();
            let wanted = publication.wanted;
            self.store.want(Wish {
                draft: publication.draft,
                revision: wanted.revision,
                blog: publication.blog,
                state: wanted.state,
                pictures,
                pressed: now,
                not_before: now,
                overwrite: wanted.overwrite,
            })?;
        }
        self.retry(id)
    }

    /// Makes a picture lighter and remembers it for the blog; `None`: it cannot be.
    fn lighten(
        &self,
        blog: BlogId,
        picture: &mut FrozenPicture,
        most_bytes: u64,
    ) -> Answer<Option<()>> {
        let (asked, name) = (picture.full, self.store.media(picture.full)?.name);
        let bytes = self.store.media_bytes(asked)?;
        let original = coupure_clipping::decode(&bytes, 0, &Limits::default())?;
        let Some(made) = coupure_clipping::jpeg_within(&original.pixels, most_bytes)? else {
            return Ok(None);
        };
        let (width_px, height_px) = (made.width_px, made.height_px);
        let hash = self.store.put_media(&made.bytes, "image/jpeg", width_px, height_px, &name)?;
        let lighter = Lighter { hash, width_px, height_px };
        let kept = serde_json::to_string(&lighter)
            .map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        self.store.set_setting(&setting(blog, asked), &kept)?;
        put(picture, lighter);
        Ok(Some(()))
    }

    /// Takes the lighter pictures that the author agreed to for the blog.
    pub(crate) fn lightened(
        &self,
        blog: BlogId,
        mut pictures: Vec<FrozenPicture>,
    ) -> Answer<Vec<FrozenPicture>> {
        for picture in &mut pictures {
            if let Some(lighter) = self.lighter(blog, picture.full)? {
                put(picture, lighter);
            }
        }
        Ok(pictures)
    }

    /// Whether `sent` is the lighter form of a picture for the blog.
    pub(crate) fn is_lighter_form(&self, blog: BlogId, full: MediaHash, sent: MediaHash) -> bool {
        matches!(self.lighter(blog, full), Ok(Some(lighter)) if lighter.hash == sent)
    }

    /// What the author agreed to last: a lighter form may have been too large again.
    fn lighter(&self, blog: BlogId, full: MediaHash) -> Answer<Option<Lighter>> {
        let mut found: Option<Lighter> = None;
        for _ in 0..LIGHTENED_MAX {
            let of = found.map_or(full, |lighter| lighter.hash);
            let Some(kept) = self.store.setting(&setting(blog, of))? else { break };
            match serde_json::from_str::<Lighter>(&kept) {
                Ok(lighter) if lighter.hash != of => found = Some(lighter),
                _ => break,
            }
        }
        Ok(found)
    }
}

fn put(picture: &mut FrozenPicture, lighter: Lighter) {
    picture.full = lighter.hash;
    (picture.full_width_px, picture.full_height_px) = (lighter.width_px, lighter.height_px);
    // The picture on the page is never larger than the one that it links to.
    if picture.web_width_px > lighter.width_px {
        picture.web = lighter.hash;
        (picture.web_width_px, picture.web_height_px) = (lighter.width_px, lighter.height_px);
    }
}

fn setting(blog: BlogId, full: MediaHash) -> String {
    format!("lighter:{blog}:{full}")
}
