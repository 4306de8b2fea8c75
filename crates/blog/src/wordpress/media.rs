//! Pictures of the media library: found by a slug made of their hash, sent as a raw body.

use std::time::Duration;

use bytes::Bytes;
use coupure_model::{MediaHash, RemoteMedia, RemoteSize};
use reqwest::{Body, header};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    UPLOAD_TIMES, WordPress, http,
    limits::{self, Limit},
    picture::{Counted, Stored, key_of, telling},
    refusal::Sending,
};
use crate::{Error, PictureUpload, client::extension_of};

pub(super) const ROUTE: &str = "wp/v2/media";
const FIELDS: &str = "id,slug,source_url,media_details";
/// A slow line: a large picture is given the time that such a one needs.
const SLOW_LINE_BYTES_PER_SECOND: u64 = 32 * 1024;
/// Making sizes of a large scan takes a small server several rounds.
const POST_PROCESS_TRIES: u32 = 3;

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
        let (sent, counts) = watch::channel(0u64);
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
        progress(0, total_bytes);
        let reply = telling(exchange, counts, |sent| progress(sent, total_bytes)).await?;
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
        let made = details["sizes"].as_object().into_iter().flatten();
        let made = made.filter(|(slug, _)| slug.as_str() != "full").filter_map(|(slug, size)| {
            Some(RemoteSize {
                url: size["source_url"].as_str()?.into(),
                width_px: number(&size["width"])?,
                height_px: number(&size["height"])?,
                slug: slug.clone(),
            })
        });
        let stored = Stored {
            id: wire.id,
            width_px: number(&details["width"]).unwrap_or(0),
            height_px: number(&details["height"]).unwrap_or(0),
            made: made.collect(),
            original: details["original_image"].as_str().map(Into::into),
            url: wire.source_url,
        };
        stored.into_media(known, &self.api.client, self.api.timeout).await
    }
}

fn slug_of(hash: &MediaHash) -> String {
    format!("coupure-{}", key_of(hash))
}

/// Plain ASCII: `filename*=` alone is refused, and accents would be dropped.
fn file_name(picture: &PictureUpload<'_>) -> String {
    let extension = extension_of(picture.mime);
    match crate::folder::slug::slugify(picture.name) {
        name if name.is_empty() => format!("picture.{extension}"),
        name => format!("{name}.{extension}"),
    }
}
