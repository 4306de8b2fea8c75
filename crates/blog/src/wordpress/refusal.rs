//! From a refusing answer of WordPress, or of what stands before it, to an [`Error`].

use serde::Deserialize;
use serde_json::Value;

use super::http::Reply;
use crate::Error;

/// A revision that is kept, but not of this post.
const MISMATCH: &str = "rest_revision_parent_id_mismatch";

/// What the request was about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sending<'a> {
    Nothing,
    Text,
    Picture { name: &'a str, size_bytes: u64 },
}

/// WordPress's own form of a refusal. Match on `code`: the message is translated.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Refusal {
    pub code: String,
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub data: Value,
}

impl Refusal {
    pub fn read(reply: &Reply) -> Option<Self> {
        reply.tolerant().ok()
    }
}

/// `None`: the user or the password is at fault, and the answer does not tell how.
pub(super) fn of(reply: &Reply, user: &str, sending: Sending<'_>) -> Option<Error> {
    let host = reply.host();
    if let Some(to) = reply.location() {
        return Some(Error::Redirected { host, to: to.to_string() });
    }
    let status = reply.status.as_u16();
    let refusal = Refusal::read(reply);
    let code = refusal.as_ref().map_or("", |refusal| refusal.code.as_str());
    let detail = refusal.as_ref().map_or_else(
        || format!("status {status}"),
        |refusal| format!("{} ({})", plain(&refusal.message), refusal.code),
    );
    let name = || match sending {
        Sending::Picture { name, .. } => name.to_owned(),
        _ => String::new(),
    };
    Some(match (status, code) {
        // The users that some plugins look up early.
        (_, "incorrect_password" | "invalid_username" | "invalid_email") => {
            Error::PasswordRefused { host, user: user.into() }
        }
        (401, "") => Error::NotAllowed {
            host,
            user: user.into(),
            detail: "the server asks for a password of its own, before WordPress".into(),
        },
        (401, _) => return None,
        // WordPress itself alone knows that a post is gone; a proxy or a portal says so of any page.
        (404, "rest_post_invalid_id" | "rest_post_invalid_parent" | MISMATCH)
        | (410, "rest_already_trashed") => Error::GoneFromBlog { id: last_segment(reply) },
        (404 | 410, "rest_no_route" | "") => Error::RestOff { address: reply.address.to_string() },
        // Permanent: the database cannot hold these characters, or not as much.
        (_, "db_insert_error" | "db_update_error") => Error::ContentRefused { host, detail },
        (413, _) | (_, "rest_upload_file_too_big") => match sending {
            Sending::Picture { size_bytes, .. } => {
                Error::UploadTooLarge { host, name: name(), size_bytes, max_bytes: None }
            }
            _ => Error::ContentRefused { host, detail: "it is too long".into() },
        },
        // The bytes that arrived are not those that were sent: nothing was stored.
        (412, _) => Error::Interrupted { host, detail },
        (_, code) if code.starts_with("rest_upload") => {
            Error::UploadRefused { host, name: name(), detail }
        }
        // From the network that one has not signed in to: nothing arrived.
        (511, _) => Error::CaptivePortal { host },
        // Given up on the way, where the line is slow: it may have arrived.
        (408 | 425, _) => Error::TimedOut { host },
        (429 | 503, _) => Error::ServerBusy { host, status, retry_after: reply.retry_after() },
        (500.., _) => Error::ServerFault { host, status, detail },
        (403, _) => Error::NotAllowed { host, user: user.into(), detail },
        _ => match sending {
            Sending::Picture { .. } => Error::UploadRefused { host, name: name(), detail },
            Sending::Text => Error::ContentRefused { host, detail },
            Sending::Nothing => Error::AnswerUnreadable { host, detail },
        },
    })
}

fn last_segment(reply: &Reply) -> String {
    let route = reply.address.query_pairs().find(|(name, _)| name == "rest_route");
    let path = route.map_or_else(|| reply.address.path().into(), |(_, value)| value.into_owned());
    path.rsplit('/').next().unwrap_or_default().into()
}

/// A message without tags and entities, and not too long.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    html_escape::decode_html_entities(text.trim())
        .chars()
        // An escape sequence would reach the terminal.
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(300)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coupure_model::Code;
    use reqwest::{StatusCode, header::HeaderMap};

    fn reply(status: u16, body: &str) -> Reply {
        Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.as_bytes().to_vec(),
            address: "https://a.example/wp-json/wp/v2/posts/12?context=edit".parse().unwrap(),
        }
    }

    fn wordpress(status: u16, code: &str) -> Reply {
        reply(status, &format!("{{\"code\":\"{code}\",\"message\":\"D&eacute;sol&eacute;\"}}"))
    }

    #[test]
    fn each_refusal_has_its_own_code() {
        let text = |reply: &Reply| of(reply, "laurent", Sending::Text).unwrap();
        let picture = |reply: &Reply| {
            of(reply, "laurent", Sending::Picture { name: "p", size_bytes: 1 }).unwrap()
        };
        for (status, code, expected) in [
            (403, "rest_cannot_create", Code::NotAllowed),
            (404, "rest_no_route", Code::RestOff),
            (404, "rest_post_invalid_id", Code::GoneFromBlog),
            (410, "rest_already_trashed", Code::GoneFromBlog),
            (410, "gone", Code::ContentRefused),
            (404, "not_found", Code::ContentRefused),
            (500, "db_insert_error", Code::ContentRefused),
            (500, "internal_server_error", Code::ServerFault),
            (400, "rest_invalid_param", Code::ContentRefused),
            (401, "incorrect_password", Code::PasswordRefused),
        ] {
            assert_eq!(text(&wordpress(status, code)).code(), expected, "{code}");
        }
        for (status, expected) in [
            (403, Code::NotAllowed),
            (404, Code::RestOff),
            (410, Code::RestOff),
            (413, Code::ContentRefused),
            (429, Code::ServerBusy),
            (502, Code::ServerFault),
            (503, Code::ServerBusy),
        ] {
            assert_eq!(text(&reply(status, "<html>")).code(), expected, "{status}");
        }
        assert_eq!(picture(&reply(413, "<html>")).code(), Code::UploadTooLarge);
        assert_eq!(
            picture(&wordpress(500, "rest_upload_sideload_error")).code(),
            Code::UploadRefused
        );
        assert!(of(&wordpress(401, "rest_not_logged_in"), "laurent", Sending::Text).is_none());
    }

    #[test]
    fn an_unknown_outcome_is_told_from_a_refusal() {
        let unknown = |reply: &Reply| of(reply, "u", Sending::Text).unwrap().outcome_unknown();
        assert!(
            unknown(&reply(500, "<html>")) && unknown(&reply(504, "")) && unknown(&reply(503, ""))
        );
        assert!(!unknown(&reply(429, "")) && !unknown(&wordpress(500, "db_insert_error")));
    }

    #[test]
    fn a_message_is_shown_without_its_markup() {
        assert_eq!(
            plain("<b>D&eacute;sol&eacute;</b>, &laquo;&nbsp;non&nbsp;&raquo;"),
            "Désolé, «\u{a0}non\u{a0}»"
        );
    }
}
