//! Pictures of the media library: found by a slug made of their hash, sent as a raw body.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use coupure_model::{MediaHash, RemoteId, RemoteMedia, RemoteSize};
use http_body::{Frame, SizeHint};
use reqwest::{Body, Client, header};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;
use url::Url;

use super::{
    UPLOAD_TIMES, WordPress, http,
    limits::{self, Limit},
    refusal::Sending,
};
use crate::{Error, PictureUpload, client::extension_of};

pub(super) const ROUTE: &str = "wp/v2/media";
const FIELDS: &str = "id,slug,source_url,media_details";
/// A slow line: a large picture is given the time that such a one needs.
const SLOW_LINE_BYTES_PER_SECOND: u64 = 32 * 1024;
/// Making sizes of a large scan takes a small server several rounds.
const POST_PROCESS_TRIES: u32 = 3;
const CHUNK_BYTES: usize = 64 * 1024;
/// Where the size of a picture stands, in any format that is uploaded.
const PICTURE_HEAD_BYTES: usize = 256 * 1024;

#[derive(Debug, Deserialize)]
struct WireMedia {
    id: u64,
    #[serde(default)]
    slug: String,
    source_url: String,
    /// An object, or `[]` where nothing could be made of the file.
    #[serde(default)]
    media_details: Value,
}

impl WordPress {
    pub(super) async fn find_picture(
        &self,
        hash: &MediaHash,
    ) -> Result<Option<RemoteMedia>, Error> {
        let slug = slug_of(hash);
        let slugs = format!("{slug},{slug}-2,{slug}-3");
        let query =
            [("slug", slugs.as_str()), ("orderby", "id"), ("order", "asc"), ("_fields", FIELDS)];
        let found: Vec<WireMedia> = self.api.get(ROUTE, &query).await?;
        // A cache that forgets the query answers with other pictures.
        match found.into_iter().find(|wire| wire.slug.starts_with(&slug)) {
            Some(wire) => Ok(Some(self.media(wire, None).await)),
            None => Ok(None),
        }
    }

    pub(super) async fn send_picture(
        &self,
        picture: &PictureUpload<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RemoteMedia, Error> {
        let slug = slug_of(&picture.hash);
        let query = [
            ("slug", slug.as_str()),
            ("title", picture.title),
            ("alt_text", picture.alt),
            ("caption", picture.caption),
            ("_fields", FIELDS),
        ];
        let total_bytes = picture.bytes.len() as u64;
        let (sent, mut counts) = watch::channel(0u64);
        let bytes = Bytes::copy_from_slice(picture.bytes);
        let disposition = format!("attachment; filename=\"{}\"", file_name(picture));
        let address = self.api.address(ROUTE, &query);
        let checksum = format!("{:x}", md5::compute(picture.bytes));
        let make = || {
            sent.send_replace(0);
            self.api
                .client
                .post(address.clone())
                .header(header::CONTENT_TYPE, picture.mime)
                .header(header::CONTENT_DISPOSITION, &disposition)
                .header("content-md5", &checksum)
                .body(Body::wrap(Counted::new(bytes.clone(), sent.clone())))
        };
        let slow_line = Duration::from_secs(total_bytes / SLOW_LINE_BYTES_PER_SECOND);
        let exchange = self.api.exchange_made(make, self.upload_timeout() + slow_line);
        tokio::pin!(exchange);
        progress(0, total_bytes);
        let reply = loop {
            tokio::select! {
                reply = &mut exchange => break reply?,
                Ok(()) = counts.changed() => progress(*counts.borrow_and_update(), total_bytes),
            }
        };
        progress(total_bytes, total_bytes);

        let size = imagesize::blob_size(picture.bytes).ok();
        if reply.status.is_success() {
            return Ok(self.media(reply.strict()?, size).await);
        }
        // The file is there, only its sizes could not be made: sending it again would double it.
        let begun = reply.header("x-wp-upload-attachment-id").and_then(|id| id.parse().ok());
        match begun {
            Some(id) => Ok(self.media(self.finish(id, picture).await?, size).await),
            None if reply.status == 413 => Err(self.too_large(&reply, picture).await),
            None => {
                let sending = Sending::Picture { name: picture.name, size_bytes: total_bytes };
                Err(self.api.refuse(&reply, sending).await)
            }
        }
    }

    /// Says with the refusal how much the server takes, where it can be learnt.
    async fn too_large(&self, reply: &http::Reply, picture: &PictureUpload<'_>) -> Error {
        let size_bytes = picture.bytes.len() as u64;
        // Who does not refuse by the length alone tells nothing of other lengths.
        let max_bytes = match limits::refuses(&self.api, ROUTE, size_bytes).await {
            false => None,
            true => match limits::find(&self.api, ROUTE, size_bytes - 1).await {
                Limit::AtLeast(bytes) | Limit::About(bytes) => Some(bytes).filter(|b| *b > 0),
                Limit::Below(_) => None,
            },
        };
        Error::UploadTooLarge {
            host: reply.host(),
            name: picture.name.into(),
            size_bytes,
            max_bytes,
        }
    }

    fn upload_timeout(&self) -> Duration {
        self.api.timeout * UPLOAD_TIMES
    }

    /// Makes the sizes of a picture whose upload broke down over them, and describes it.
    async fn finish(&self, id: u64, picture: &PictureUpload<'_>) -> Result<WireMedia, Error> {
        let route = format!("{ROUTE}/{id}");
        let process = format!("{route}/post-process");
        for _ in 0..POST_PROCESS_TRIES {
            let action = json!({ "action": "create-image-subsizes" });
            let request = self.api.client.post(self.api.address(&process, &[])).json(&action);
            let reply = self.api.exchange_raw(request, self.upload_timeout()).await?;
            if !reply.status.is_server_error() {
                break;
            }
        }
        let text = json!({
            "title": picture.title,
            "alt_text": picture.alt,
            "caption": picture.caption,
            "slug": slug_of(&picture.hash),
        });
        self.api.post(&route, &[("_fields", FIELDS)], &text).await
    }

    /// `known`: the size of the file that was uploaded.
    async fn media(&self, wire: WireMedia, known: Option<imagesize::ImageSize>) -> RemoteMedia {
        let details = &wire.media_details;
        let number = |value: &Value| value.as_u64().and_then(|n| u32::try_from(n).ok());
        let mut main = RemoteSize {
            url: wire.source_url.clone(),
            width_px: number(&details["width"]).unwrap_or(0),
            height_px: number(&details["height"]).unwrap_or(0),
            slug: "full".into(),
        };
        let original = details["original_image"].as_str().and_then(|file| {
            let url = Url::parse(&wire.source_url).ok()?;
            Some(String::from(url.join(file).ok()?))
        });
        if original.is_none()
            && let Some(known) = known
        {
            (main.width_px, main.height_px) = (known.width as u32, known.height as u32);
        }
        let mut sizes: Vec<RemoteSize> = details["sizes"]
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(slug, _)| slug.as_str() != "full")
            .filter_map(|(slug, size)| {
                Some(RemoteSize {
                    url: size["source_url"].as_str()?.into(),
                    width_px: number(&size["width"])?,
                    height_px: number(&size["height"])?,
                    slug: slug.clone(),
                })
            })
            .collect();
        let full = match original {
            None => main.clone(),
            // WordPress serves a large scan smaller, but keeps the original beside it, of which
            // it does not tell the size.
            Some(url) => {
                let size = match known {
                    Some(known) => Some(known),
                    None => size_at(&self.api.client, &url, self.api.timeout).await,
                };
                size.map_or_else(
                    || main.clone(),
                    |size| RemoteSize {
                        url,
                        width_px: size.width as u32,
                        height_px: size.height as u32,
                        slug: String::new(),
                    },
                )
            }
        };
        if full != main {
            sizes.push(main);
        }
        sizes.push(full.clone());
        sizes.sort_by_key(|size| size.width_px);
        RemoteMedia { id: RemoteId(wire.id.to_string()), full, sizes }
    }
}

/// The size of a public picture, from its first bytes. Not signed: it may lie elsewhere.
pub(crate) async fn size_at(
    client: &Client,
    url: &str,
    timeout: Duration,
) -> Option<imagesize::ImageSize> {
    let range = format!("bytes=0-{}", PICTURE_HEAD_BYTES - 1);
    let request = client.get(url).header(header::RANGE, range);
    let reply = http::send(request, timeout, PICTURE_HEAD_BYTES, true).await.ok()?;
    if !reply.status.is_success() {
        return None;
    }
    imagesize::blob_size(&reply.body).ok()
}

/// Half a hash is enough to know a picture again, and short enough for a slug.
fn slug_of(hash: &MediaHash) -> String {
    format!("coupure-{}", &hash.to_string()[..32])
}

/// Plain ASCII: `filename*=` alone is refused, and accents would be dropped.
fn file_name(picture: &PictureUpload<'_>) -> String {
    let extension = extension_of(picture.mime);
    match crate::folder::slug::slugify(picture.name) {
        name if name.is_empty() => format!("picture.{extension}"),
        name => format!("{name}.{extension}"),
    }
}

/// A body of known length that tells how much of it was taken.
pub(crate) struct Counted {
    rest: Bytes,
    sent: watch::Sender<u64>,
}

impl Counted {
    pub fn new(rest: Bytes, sent: watch::Sender<u64>) -> Self {
        Self { rest, sent }
    }
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = CHUNK_BYTES.min(self.rest.len());
        let chunk = self.rest.split_to(length);
        self.sent.send_modify(|sent| *sent += length as u64);
        Poll::Ready(Some(Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    /// Exact, so that the length is announced: many hosts do not take a body in chunks.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
