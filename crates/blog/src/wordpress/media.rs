//! Pictures of the media library: found by a slug made of their hash, sent as a raw body.

use bytes::Bytes;
use coupure_model::{MediaHash, RemoteMedia, RemoteSize};
use reqwest::{Body, header};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    WordPress, http,
    limits::{self, Limit},
    picture::{Counted, Stored, broken_off, key_of, telling},
    refusal::Sending,
};
use crate::{BlogClient, Error, PictureUpload, client::extension_of};

pub(super) const ROUTE: &str = "wp/v2/media";
const FIELDS: &str = "id,slug,source_url,media_details";
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

/// Told to those alone who may change the picture.
#[derive(Debug, Deserialize)]
struct Missing {
    #[serde(default)]
    missing_image_sizes: Vec<String>,
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
        let ours = |wire: &WireMedia| wire.slug.starts_with(&slug);
        let Some(mut wire) = found.into_iter().find(ours) else { return Ok(None) };
        // The server may have died over its sizes, and the answer that said so been lost.
        if self.lacks_sizes(&wire).await? {
            self.make_sizes(wire.id).await?;
            let route = format!("{ROUTE}/{}", wire.id);
            let finished: WireMedia = self.api.get(&route, &[("_fields", FIELDS)]).await?;
            if finished.id == wire.id {
                wire = finished;
            }
        }
        Ok(Some(self.media(wire, None).await))
    }

    async fn lacks_sizes(&self, wire: &WireMedia) -> Result<bool, Error> {
        if wire.media_details["width"].as_u64().is_none() {
            return Ok(true);
        }
        let query = [("context", "edit"), ("_fields", "missing_image_sizes")];
        let address = self.api.address(&format!("{ROUTE}/{}", wire.id), &query);
        let reply = self.api.exchange_raw(self.api.client.get(address), self.api.timeout).await?;
        match reply.status {
            // Somebody else's picture: not ours to finish.
            status if status.is_client_error() => Ok(false),
            status if status.is_success() => {
                Ok(!reply.tolerant::<Missing>()?.missing_image_sizes.is_empty())
            }
            _ => Err(self.api.refuse(&reply, Sending::Nothing).await),
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
        let exchange = self.api.exchange_made(make, self.upload_timeout(total_bytes));
        progress(0, total_bytes);
        let reply = telling(exchange, counts, |sent| progress(sent, total_bytes))
            .await
            .map_err(|error| broken_off(error, *sent.borrow(), total_bytes))?;
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

    /// Makes the sizes of a picture whose upload broke down over them, and describes it.
    async fn finish(&self, id: u64, picture: &PictureUpload<'_>) -> Result<WireMedia, Error> {
        self.make_sizes(id).await?;
        let text = json!({
            "title": picture.title,
            "alt_text": picture.alt,
            "caption": picture.caption,
            "slug": slug_of(&picture.hash),
        });
        self.api.post(&format!("{ROUTE}/{id}"), &[("_fields", FIELDS)], &text).await
    }

    /// Makes the sizes that a picture lacks. Asked again it goes on where it broke down.
    async fn make_sizes(&self, id: u64) -> Result<(), Error> {
        let process = format!("{ROUTE}/{id}/post-process");
        for _ in 0..POST_PROCESS_TRIES {
            let action = json!({ "action": "create-image-subsizes" });
            let request = self.api.client.post(self.api.address(&process, &[])).json(&action);
            let reply = self.api.exchange_raw(request, self.upload_timeout(0)).await?;
            if !reply.status.is_server_error() {
                break;
            }
        }
        Ok(())
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
