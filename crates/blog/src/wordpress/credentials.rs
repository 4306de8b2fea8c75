//! Why a user is refused. WordPress answers the same 401 `rest_not_logged_in` to a wrong password,
//! to an unknown user, to a request whose `Authorization` header was removed on the way, and where
//! application passwords are off. What tells them apart:
//!
//! - the index of the interface lists how one can sign in; empty: application passwords are off;
//! - XML-RPC takes the same application password in the body of the request, which nothing on the
//!   way removes: accepted there and refused here, the header was lost. Where XML-RPC is shut, both
//!   are said.

use serde_json::Value;
use url::Url;

use super::{
    address::{self, Answer},
    api::{Api, Signature},
    http,
};
use crate::{Error, Secret};

/// An answer of XML-RPC is a few hundred bytes.
const ANSWER_MAX_BYTES: usize = 256 * 1024;

pub(super) async fn why_refused(api: &Api) -> Error {
    let (host, user) = (api.host(), api.user.clone());
    let Signature::Password(password) = &api.signature else {
        return Error::SignedOut { host };
    };
    match address::index(&api.client, &api.base).await {
        Ok(Answer::Index(there)) if !offers_application_passwords(&there.index) => {
            return Error::ApplicationPasswordsOff { host };
        }
        Err(error) => return error,
        _ => {}
    }
    match accepted_by_xml_rpc(api, password).await {
        Some(true) => Error::AuthorizationStripped { host },
        Some(false) => Error::PasswordRefused { host, user },
        None => Error::SignInRefused { host, user },
    }
}

/// `"authentication": {"application-passwords": {…}}`; `[]` where there is none.
pub(super) fn offers_application_passwords(index: &Value) -> bool {
    index["authentication"].get("application-passwords").is_some()
}

/// Whether XML-RPC takes user and password; `None`: it is shut, or does not tell.
async fn accepted_by_xml_rpc(api: &Api, password: &Secret) -> Option<bool> {
    let url = Url::parse(&api.site).ok()?.join("xmlrpc.php").ok()?;
    // The password goes only where the signed requests went.
    if (url.scheme(), http::host_of(&url)) != (api.base.scheme(), api.host()) {
        return None;
    }
    let call = format!(
        "<?xml version=\"1.0\"?><methodCall><methodName>wp.getUsersBlogs</methodName><params>\
         <param><value><string>{}</string></value></param>\
         <param><value><string>{}</string></value></param></params></methodCall>",
        html_escape::encode_text(&api.user),
        html_escape::encode_text(password.expose()),
    );
    let request = api.client.post(url).header("content-type", "text/xml").body(call);
    let reply = http::send(request, api.timeout, ANSWER_MAX_BYTES, true).await.ok()?;
    let answer = reply.text();
    if !reply.status.is_success() || !answer.contains("<methodResponse>") {
        return None;
    }
    if !answer.contains("<fault>") {
        return Some(true);
    }
    // 403 is the fault of a wrong user or password; 405 means that XML-RPC is switched off.
    answer.contains("<int>403</int>").then_some(false)
}
