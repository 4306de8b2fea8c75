//! Why a user is refused. WordPress answers the same 401 `rest_not_logged_in` to a wrong password,
//! to an unknown user, to a request whose `Authorization` header was removed on the way, and where
//! application passwords are off. What tells them apart:
//!
//! - the index of the interface lists how one can sign in; empty: application passwords are off;
//! - XML-RPC takes the same application password in the body of the request, which nothing on the
//!   way removes: accepted there and refused here, the header was lost.

use serde_json::Value;
use url::Url;

use super::{address, api::Api, http};
use crate::Error;

/// An answer of XML-RPC is a few hundred bytes.
const ANSWER_MAX_BYTES: usize = 256 * 1024;

pub(super) async fn why_refused(api: &Api) -> Error {
    let (host, user) = (api.host(), api.user.clone());
    match address::index(&api.client, &api.base).await {
        Ok(Some((_, index))) if !offers_application_passwords(&index) => {
            return Error::ApplicationPasswordsOff { host };
        }
        Err(error) => return error,
        _ => {}
    }
    match accepted_by_xml_rpc(api).await {
        true => Error::AuthorizationStripped { host },
        false => Error::PasswordRefused { host, user },
    }
}

/// `"authentication": {"application-passwords": {…}}`; `[]` where there is none.
pub(super) fn offers_application_passwords(index: &Value) -> bool {
    index["authentication"].get("application-passwords").is_some()
}

/// Whether XML-RPC takes user and password. Where it is off nothing is learnt: `false`.
async fn accepted_by_xml_rpc(api: &Api) -> bool {
    let Some(url) = Url::parse(&api.site).ok().and_then(|site| site.join("xmlrpc.php").ok()) else {
        return false;
    };
    // The password goes only where the signed requests went.
    if (url.scheme(), http::host_of(&url)) != (api.base.scheme(), api.host()) {
        return false;
    }
    let call = format!(
        "<?xml version=\"1.0\"?><methodCall><methodName>wp.getUsersBlogs</methodName><params>\
         <param><value><string>{}</string></value></param>\
         <param><value><string>{}</string></value></param></params></methodCall>",
        html_escape::encode_text(&api.user),
        html_escape::encode_text(api.secret.expose()),
    );
    let request = api.client.post(url).header("content-type", "text/xml").body(call);
    let Ok(reply) = http::send(request, api.timeout, ANSWER_MAX_BYTES, true).await else {
        return false;
    };
    let answer = reply.text();
    reply.status.is_success() && answer.contains("<methodResponse>") && !answer.contains("<fault>")
}
