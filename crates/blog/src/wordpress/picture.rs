//! What a picture is to WordPress, whatever interface it goes through: known again by its hash,
//! sent under one's eyes, kept in several sizes.

use std::{
    convert::Infallible,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use coupure_model::{MediaHash, RemoteId, RemoteMedia, RemoteSize};
use http_body::{Frame, SizeHint};
use imagesize::ImageSize;
use reqwest::{Client, header};
use tokio::sync::watch;
use url::Url;

use super::http;
use crate::Error;

const CHUNK_BYTES: usize = 64 * 1024;
/// Where the size of a picture stands, in any format that is uploaded.
const PICTURE_HEAD_BYTES: usize = 256 * 1024;

/// Half a hash is enough to know a picture again, and short enough for a slug.
pub(crate) fn key_of(hash: &MediaHash) -> String {
    hash.to_string()[..32].to_owned()
}

/// A picture of the media library as an interface describes it.
pub(crate) struct Stored {
    pub id: u64,
    /// The file that is served as the picture, with its size in pixels (0: not told).
    pub url: String,
    pub width_px: u32,
    pub height_px: u32,
    /// The smaller ones that were made of it.
    pub made: Vec<RemoteSize>,
    /// The name of the upload, where a smaller file is served in its place.
    pub original: Option<String>,
}

impl Stored {
    /// `known`: the size of the file that was uploaded.
    pub async fn into_media(
        self,
        known: Option<ImageSize>,
        client: &Client,
        timeout: Duration,
    ) -> RemoteMedia {
        let original = self.original.as_deref().and_then(|file| {
            let url = Url::parse(&self.url).ok()?;
            Some(String::from(url.join(file).ok()?))
        });
        let mut main = RemoteSize {
            url: self.url,
            width_px: self.width_px,
            height_px: self.height_px,
            slug: "full".into(),
        };
        let full = match original {
            None => {
                // A server that died over a picture does not tell its size.
                let size = match known {
                    None if main.width_px == 0 => size_at(client, &main.url, timeout).await,
                    known => known,
                };
                if let Some(known) = size {
                    (main.width_px, main.height_px) = (known.width as u32, known.height as u32);
                }
                main.clone()
            }
            // WordPress serves a large scan smaller, but keeps the original beside it, of which
            // it does not tell the size.
            Some(url) => {
                let size = match known {
                    Some(known) => Some(known),
                    None => size_at(client, &url, timeout).await,
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
        let mut sizes = self.made;
        if full != main {
            sizes.push(main);
        }
        sizes.push(full.clone());
        sizes.sort_by_key(|size| size.width_px);
        RemoteMedia { id: RemoteId(self.id.to_string()), full, sizes }
    }
}

/// The size of a public picture, from its first bytes. Not signed: it may lie elsewhere.
async fn size_at(client: &Client, url: &str, timeout: Duration) -> Option<ImageSize> {
    let range = format!("bytes=0-{}", PICTURE_HEAD_BYTES - 1);
    let request = client.get(url).header(header::RANGE, range);
    let reply = http::send(request, timeout, PICTURE_HEAD_BYTES, true).await.ok()?;
    if !reply.status.is_success() {
        return None;
    }
    imagesize::blob_size(&reply.body).ok()
}

/// Waits for an answer, and says meanwhile how much was sent.
pub(crate) async fn telling<T>(
    exchange: impl Future<Output = T>,
    mut counts: watch::Receiver<u64>,
    tell: impl Fn(u64),
) -> T {
    let mut exchange = pin!(exchange);
    loop {
        tokio::select! {
            answer = &mut exchange => return answer,
            Ok(()) = counts.changed() => tell(*counts.borrow_and_update()),
        }
    }
}

/// What became of a request whose body broke off: where not all of it was handed over, it is known
/// that it did not arrive.
pub(crate) fn broken_off(error: Error, sent_bytes: u64, total_bytes: u64) -> Error {
    match error {
        Error::TimedOut { .. } | Error::Interrupted { .. } if sent_bytes < total_bytes => {
            Error::UploadCut { cause: Box::new(error) }
        }
        error => error,
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
