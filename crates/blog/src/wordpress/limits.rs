//! How large an upload the server in front of WordPress lets through, learnt without uploading.
//!
//! A server that limits the length of requests (nginx's `client_max_body_size`, 1 MB unless set)
//! refuses by the length that a request announces, before it has read any of the body. So a
//! request announces a length and then sends nothing. It is not signed: even a server that took
//! it for an upload would store nothing. PHP's own limits do not show this way.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::{Body, header};

use super::{api::Api, http};

/// A refusal comes at once; who does not refuse waits for the body.
const REFUSAL_WITHIN: Duration = Duration::from_secs(2);
const REFUSAL_MAX_BYTES: usize = 64 * 1024;
const KB: u64 = 1024;
/// Searched through by halves: 64 KB to 16 MB.
pub(super) const STEPS_BYTES: [u64; 9] = [
    64 * KB,
    128 * KB,
    256 * KB,
    512 * KB,
    1_000 * KB,
    2_000 * KB,
    4_000 * KB,
    8_000 * KB,
    16_000 * KB,
];

/// What is known of a limit, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// None below the largest step.
    AtLeast(u64),
    /// So much passes, the next step does not.
    About(u64),
    /// Not even the smallest step passes.
    Below(u64),
}

/// Looks for the limit among the steps up to `most_bytes`.
pub(super) async fn find(api: &Api, route: &str, most_bytes: u64) -> Limit {
    let steps: Vec<u64> = STEPS_BYTES.into_iter().filter(|step| *step <= most_bytes).collect();
    let Some((largest, smaller)) = steps.split_last() else { return Limit::AtLeast(0) };
    if !refuses(api, route, *largest).await {
        return Limit::AtLeast(*largest);
    }
    // All below `passes` pass, all from `fails` on do not.
    let (mut passes, mut fails) = (0, smaller.len());
    while passes < fails {
        let middle = passes + (fails - passes) / 2;
        match refuses(api, route, smaller[middle]).await {
            true => fails = middle,
            false => passes = middle + 1,
        }
    }
    match passes.checked_sub(1) {
        Some(last) => Limit::About(smaller[last]),
        None => Limit::Below(steps[0]),
    }
}

/// Whether a request of so many bytes is refused by its length alone.
pub(super) async fn refuses(api: &Api, route: &str, bytes: u64) -> bool {
    let request = api
        .client
        .post(api.address(route, &[]))
        .header(header::CONTENT_TYPE, "image/jpeg")
        .body(Body::wrap(Withheld(bytes)));
    let reply = http::send(request, REFUSAL_WITHIN, REFUSAL_MAX_BYTES, true).await;
    reply.is_ok_and(|reply| reply.status == 413)
}

/// A body of a length that is told and never sent.
struct Withheld(u64);

impl http_body::Body for Withheld {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}
