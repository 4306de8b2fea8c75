//! From what the author typed to the XML-RPC endpoint.

use reqwest::header;
use url::Url;

use super::value::{Answer, Value, read_answer, write_call};
use crate::{
    Error,
    wordpress::{
        address::{self, PAGE_MAX_BYTES, TIMEOUT},
        http,
    },
};

/// Methods without which nothing can be published.
const NEEDED: [&str; 4] = ["wp.newPost", "wp.editPost", "wp.getPost", "wp.uploadFile"];

/// An endpoint that was found, with the address of the blog's front page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub url: String,
    pub endpoint: String,
}

/// Finds the XML-RPC endpoint of the blog at an address as an author types it. Nothing secret is
/// sent.
pub async fn discover(address: &str) -> Result<Endpoint, Error> {
    let client = http::client()?;
    let (url, scheme_is_guessed) = address::parse(address)?;
    match find(&client, &url).await {
        Err(error) if scheme_is_guessed && address::lacks_https(&error) => {
            find(&client, &address::without_https(&url)?).await
        }
        other => other,
    }
    .map(|(found, _)| found)
}

/// The endpoint, and the front page as far as it was read.
pub(super) async fn find(client: &reqwest::Client, url: &Url) -> Result<(Endpoint, String), Error> {
    let front = address::follow(client, url, PAGE_MAX_BYTES).await?;
    let page = front.text();
    let told = address::edit_uri(&page, &front.address);
    let guessed = address::folder_of(&front.address).join("xmlrpc.php").ok();
    // A password is not sent in the clear where the page came encrypted.
    let fits = |url: &Url| url.scheme() == "https" || front.address.scheme() == "http";
    for endpoint in [told, guessed].into_iter().flatten().filter(fits) {
        if speaks(client, &endpoint).await? {
            let url = address::folder_of(&front.address).to_string();
            return Ok((Endpoint { url, endpoint: endpoint.into() }, page));
        }
    }
    let address = front.address.to_string();
    Err(match address::looks_like_wordpress(&page) {
        true => Error::XmlRpcOff { address },
        false => Error::NotWordPress { address },
    })
}

/// Whether the methods of WordPress are there.
async fn speaks(client: &reqwest::Client, endpoint: &Url) -> Result<bool, Error> {
    let call = write_call("system.listMethods", &[]);
    let request = client
        .post(endpoint.clone())
        .header(header::CONTENT_TYPE, "text/xml; charset=utf-8")
        .body(call);
    let reply = http::send(request, TIMEOUT, PAGE_MAX_BYTES, false).await?;
    let Ok(Answer::Value(methods)) = read_answer(&reply.text()) else { return Ok(false) };
    let methods = methods.items();
    Ok(NEEDED.iter().all(|needed| methods.contains(&&Value::text(*needed))))
}
