//! Pictures of the media library: found by the hash in their file's name, which is their title,
//! too. Neither alternative text nor caption can be given to the library here: those of the post
//! itself are what readers get.

use coupure_model::{MediaHash, RemoteMedia, RemoteSize};
use reqwest::Body;
use tokio::sync::watch;
use url::Url;

use super::{
    XmlRpc,
    api::Fault,
    value::{Value, members},
};
use crate::{
    BlogClient, Error, PictureUpload,
    client::extension_of,
    wordpress::picture::{Counted, Stored, broken_off, key_of, telling},
};

impl XmlRpc {
    pub(super) async fn find_picture(
        &self,
        hash: &MediaHash,
    ) -> Result<Option<RemoteMedia>, Error> {
        let key = key_of(hash);
        let filter = members([
            ("post_type", Some(Value::text("attachment"))),
            ("post_status", Some(Value::text("inherit"))),
            ("s", Some(Value::text(&key))),
            ("orderby", Some(Value::text("ID"))),
            ("order", Some(Value::text("ASC"))),
            ("number", Some(Value::Int(5))),
        ]);
        let fields = Value::List(vec![Value::text("post_title")]);
        let rows = self.api.read("wp.getPosts", vec![filter, fields]).await?;
        let found = rows.items().into_iter().find(|row| row.str("post_title").contains(&key));
        let Some(id) = found.and_then(|row| row.get("post_id")?.number()) else {
            return Ok(None);
        };
        match self.api.try_read("wp.getMediaItem", vec![Value::Int(id as i64)]).await? {
            Ok(item) => Ok(Some(self.media(&item, None).await?)),
            Err(Fault { code: 404, .. }) => Ok(None),
            Err(fault) => Err(self.api.refused(&fault)),
        }
    }

    pub(super) async fn send_picture(
        &self,
        picture: &PictureUpload<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RemoteMedia, Error> {
        let file = members([
            ("name", Some(Value::text(file_name(picture)))),
            ("type", Some(Value::text(picture.mime))),
            ("bits", Some(Value::Bytes(picture.bytes.to_vec()))),
            ("overwrite", Some(Value::Bool(false))),
        ]);
        let body = self.api.body("wp.uploadFile", vec![file]).await?;
        let (total_bytes, body_bytes) = (picture.bytes.len() as u64, body.len() as u64);
        let (sent, counts) = watch::channel(0u64);
        let request = self.api.request(Body::wrap(Counted::new(body.into(), sent.clone())));
        let exchange = self.api.exchange(request, self.upload_timeout(total_bytes));
        progress(0, total_bytes);
        let tell = |sent: u64| {
            progress(sent.saturating_mul(total_bytes) / body_bytes.max(1), total_bytes);
        };
        let reply = telling(exchange, counts, tell)
            .await
            .map_err(|error| broken_off(error, *sent.borrow(), body_bytes))?;
        progress(total_bytes, total_bytes);
        let (host, name) = (self.api.host(), picture.name.to_owned());
        let too_large = || Error::UploadTooLarge {
            host: host.clone(),
            name: name.clone(),
            size_bytes: total_bytes,
            max_bytes: None,
        };
        if reply.status.as_u16() == 413 {
            return Err(too_large());
        }
        match self.api.answer(&reply, false)? {
            Ok(item) => {
                let size = imagesize::blob_size(picture.bytes).ok();
                self.media(&item, size).await
            }
            // More than the server takes arrives cut, or not at all, and is no XML then.
            Err(Fault { code: -32_799..=-32_700, .. }) => Err(too_large()),
            Err(Fault { code: 500, message }) => {
                let detail = crate::wordpress::plain(&message);
                Err(Error::UploadRefused { host, name, detail })
            }
            Err(fault) => Err(self.api.refused(&fault)),
        }
    }

    /// `known`: the size of the file that was uploaded.
    async fn media(
        &self,
        item: &Value,
        known: Option<imagesize::ImageSize>,
    ) -> Result<RemoteMedia, Error> {
        let unreadable =
            |detail: &str| Error::AnswerUnreadable { host: self.api.host(), detail: detail.into() };
        let id = item.get("attachment_id").and_then(Value::number);
        let id = id.ok_or_else(|| unreadable("a picture without a number"))?;
        let link = Url::parse(&item.str("link"));
        let link = link.map_err(|_| unreadable("a picture without an address"))?;
        let details = item.get("metadata").cloned().unwrap_or(Value::Nil);
        let px = |of: &Value, side: &str| {
            of.get(side).and_then(Value::number).and_then(|px| u32::try_from(px).ok())
        };
        let mut made = Vec::new();
        if let Some(Value::Struct(sizes)) = details.get("sizes") {
            made.extend(sizes.iter().filter_map(|(slug, size)| {
                Some(RemoteSize {
                    url: link.join(&size.str("file")).ok()?.into(),
                    width_px: px(size, "width")?,
                    height_px: px(size, "height")?,
                    slug: slug.clone(),
                })
            }));
        }
        let stored = Stored {
            id,
            url: link.into(),
            width_px: px(&details, "width").unwrap_or(0),
            height_px: px(&details, "height").unwrap_or(0),
            made,
            original: Some(details.str("original_image")).filter(|file| !file.is_empty()),
        };
        Ok(stored.into_media(known, &self.api.client, self.api.timeout).await)
    }
}

fn file_name(picture: &PictureUpload<'_>) -> String {
    let (key, extension) = (key_of(&picture.hash), extension_of(picture.mime));
    match crate::folder::slug::slugify(picture.name) {
        name if name.is_empty() => format!("{key}.{extension}"),
        name => format!("{}-{key}.{extension}", name.chars().take(80).collect::<String>()),
    }
}
