//! From what the author typed to the base of the REST interface.

use std::{collections::HashSet, time::Duration};

use coupure_model::Timestamp;
use reqwest::Client;
use serde_json::Value;
use url::Url;

use super::{
    http::{self, Reply},
    refusal::{self, Refusal},
};
use crate::Error;

const REDIRECTS_MAX: usize = 10;
/// The head of a page is all that is looked at.
pub(crate) const PAGE_MAX_BYTES: usize = 1024 * 1024;
/// An index lists every route of every plugin.
const INDEX_MAX_BYTES: usize = 16 * 1024 * 1024;
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);
const RELATION: &str = "https://api.w.org/";

/// A WordPress that was found: the address of its front page and of its REST interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    pub url: String,
    pub api: String,
}

/// Finds the WordPress at an address as an author types it. Each wrong kind of address has an
/// error of its own. Nothing secret is sent.
pub async fn discover(address: &str) -> Result<Site, Error> {
    Ok(find_typed(address).await?.site)
}

/// The same, with all that was seen.
pub(super) async fn find_typed(address: &str) -> Result<Found, Error> {
    let client = http::client()?;
    let (url, scheme_is_guessed) = parse(address)?;
    match find(&client, &url).await {
        Err(error) if scheme_is_guessed && lacks_https(&error) => {
            find(&client, &without_https(&url)?).await
        }
        other => other,
    }
}

/// Whether an address may be one without encryption.
pub(crate) fn lacks_https(error: &Error) -> bool {
    matches!(error, Error::Offline { .. } | Error::NotHttps { .. })
}

/// The same address without encryption.
pub(crate) fn without_https(url: &Url) -> Result<Url, Error> {
    Url::parse(&url.as_str().replacen("https://", "http://", 1))
        .map_err(|_| Error::AddressInvalid { address: url.to_string() })
}

/// A site with what else was seen on the way.
pub(super) struct Found {
    pub site: Site,
    pub there: Index,
    /// The front page, as far as it was read.
    pub page: String,
}

/// The index of a REST interface.
pub(super) struct Index {
    /// The base that it was finally found under.
    pub api: String,
    pub index: Value,
    /// What stood before the JSON.
    pub junk: Option<String>,
    /// The clocks, there and here, at the answer.
    pub clocks: Option<(Timestamp, Timestamp)>,
}

/// What an address answers that may be a REST interface.
pub(super) enum Answer {
    Index(Box<Index>),
    /// Something else: the status, and what it says.
    Other {
        status: u16,
        said: String,
    },
}

pub(super) async fn find(client: &Client, url: &Url) -> Result<Found, Error> {
    let front = follow(client, url, PAGE_MAX_BYTES).await?;
    if let Some(error) = server_trouble(&front) {
        return Err(error);
    }
    let page = front.text();
    let mut candidates: Vec<Url> = Vec::new();
    candidates.extend(link_header(&front));
    candidates.extend(link_element(&page, &front.address));
    let announced = !candidates.is_empty();
    for guess in ["wp-json/", "?rest_route=/"] {
        candidates.extend(folder_of(&front.address).join(guess));
    }
    let mut refused = None;
    let mut blocked = None;
    for candidate in candidates {
        match index(client, &candidate).await {
            Ok(Answer::Index(there)) => {
                let url = front_page(&there.index, &front.address);
                let site = Site { url, api: there.api.clone() };
                return Ok(Found { site, there: *there, page });
            }
            Ok(Answer::Other { status: 401 | 403 | 406 | 451, said }) => {
                blocked = blocked.or(Some(said));
            }
            Ok(Answer::Other { .. }) => {}
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    let address = front.address.to_string();
    if announced || looks_like_wordpress(&page) {
        return Err(match (refused, blocked) {
            (Some(error), _) => error,
            (None, Some(detail)) => Error::RestBlocked { address, detail },
            (None, None) => Error::RestOff { address },
        });
    }
    Err(Error::NotWordPress { address })
}

/// What an answer says of a server that is not itself.
fn server_trouble(reply: &Reply) -> Option<Error> {
    let (host, status, retry_after) = (reply.host(), reply.status.as_u16(), reply.retry_after());
    match status {
        // RFC 6585, section 6: sent by the network, not by the site.
        511 => Some(Error::CaptivePortal { host }),
        503 if retry_after.is_some() => Some(Error::Maintenance { host, retry_after }),
        503 | 429 => Some(Error::ServerBusy { host, status, retry_after }),
        500.. if says_database_down(&reply.text()) => Some(Error::DatabaseDown { host }),
        500.. => Some(Error::ServerFault { host, status, detail: String::new() }),
        _ => None,
    }
}

/// WordPress's own page for it (`dead_db`), in the languages of most blogs.
fn says_database_down(page: &str) -> bool {
    let page = page.to_lowercase();
    page.contains("wp-die-message")
        && ["database", "base de donn", "datenbank", "base de datos"]
            .iter()
            .any(|word| page.contains(word))
}

/// What is at an address that may be a REST interface.
pub(super) async fn index(client: &Client, url: &Url) -> Result<Answer, Error> {
    let reply = follow(client, url, INDEX_MAX_BYTES).await?;
    let here = Timestamp::now();
    let status = reply.status.as_u16();
    if matches!(status, 503 | 511)
        && let Some(error) = server_trouble(&reply)
    {
        return Err(error);
    }
    let other = |said: String| Ok(Answer::Other { status, said });
    let Ok(index) = reply.tolerant::<Value>() else { return other(format!("status {status}")) };
    let is_index = index["namespaces"]
        .as_array()
        .is_some_and(|names| names.iter().any(|name| name == "wp/v2"));
    if reply.status.is_success() && is_index {
        let clocks = reply.told_date().map(|there| (there, here));
        let (api, junk) = (reply.address.to_string(), reply.junk());
        return Ok(Answer::Index(Box::new(Index { api, index, junk, clocks })));
    }
    other(match Refusal::read(&reply) {
        Some(refusal) => format!("{} ({})", refusal::plain(&refusal.message), refusal.code),
        None => format!("status {status}"),
    })
}

/// Reads the first bytes of a page, following redirects (reads alone may).
pub(crate) async fn follow(client: &Client, url: &Url, max_bytes: usize) -> Result<Reply, Error> {
    let mut url = url.clone();
    let mut seen = HashSet::new();
    loop {
        let host = http::host_of(&url);
        if !seen.insert(url.clone()) || seen.len() > REDIRECTS_MAX {
            return Err(Error::RedirectLoop { host });
        }
        let reply = http::send(client.get(url), TIMEOUT, max_bytes, true).await?;
        match reply.location() {
            Some(next) if matches!(next.scheme(), "http" | "https") => url = next,
            _ => return Ok(reply),
        }
    }
}

/// The address and whether its `https://` was added by us.
pub(crate) fn parse(typed: &str) -> Result<(Url, bool), Error> {
    let typed = typed.trim();
    let invalid = || match without_login(typed) {
        Some(address) => Error::LoginInAddress { address: shortened(&address) },
        None => Error::AddressInvalid { address: shortened(typed) },
    };
    if typed.is_empty() || typed.contains(char::is_whitespace) {
        return Err(invalid());
    }
    let lower = typed.to_ascii_lowercase();
    let has_scheme = lower.starts_with("http://") || lower.starts_with("https://");
    if !has_scheme && typed.contains("://") {
        return Err(invalid());
    }
    let full = if has_scheme { typed.to_owned() } else { format!("https://{typed}") };
    let mut url = Url::parse(&full).map_err(|_| invalid())?;
    // A user in an address is a mail address, or a password in the wrong place.
    let login = !url.username().is_empty() || url.password().is_some();
    if url.host_str().is_none_or(|host| host.len() < 2) || login {
        return Err(invalid());
    }
    url.set_query(None);
    url.set_fragment(None);
    // Addresses that authors copy from elsewhere in their WordPress.
    let path = url.path().to_owned();
    for inner in ["/wp-admin", "/wp-login.php", "/wp-json", "/xmlrpc.php", "/index.php"] {
        if let Some(at) = path.find(inner) {
            url.set_path(&path[..=at]);
        }
    }
    Ok((url, !has_scheme))
}

/// What was typed, without the name and the password that may stand before an `@`; `None`: there
/// are none. A mail address is none of those. Text, since what is wrong may not be an address.
fn without_login(typed: &str) -> Option<String> {
    let (scheme, rest) = match typed.find("://") {
        Some(at) => typed.split_at(at + 3),
        None => ("", typed),
    };
    // A password may hold any sign, an @ too.
    let (login, address) = rest.rsplit_once('@')?;
    (!scheme.is_empty() || login.contains(':')).then(|| format!("{scheme}{address}"))
}

fn shortened(address: &str) -> String {
    address.chars().take(200).collect()
}

/// `Link: <https://example.org/wp-json/>; rel="https://api.w.org/"`.
fn link_header(reply: &Reply) -> Option<Url> {
    for value in reply.headers.get_all("link") {
        let Ok(value) = value.to_str() else { continue };
        let mut rest = value;
        while let Some((_, after)) = rest.split_once('<') {
            let (target, after) = after.split_once('>')?;
            let parameters = after.split('<').next().unwrap_or_default();
            if parameters.contains(RELATION) {
                return reply.address.join(target).ok();
            }
            rest = after;
        }
    }
    None
}

/// `<link rel="https://api.w.org/" href="…">`, where a proxy removed the header.
fn link_element(page: &str, base: &Url) -> Option<Url> {
    let tag = tags(page, "<link").find(|tag| tag.contains(RELATION))?;
    let href = attribute(tag, "href")?;
    base.join(&html_escape::decode_html_entities(href)).ok()
}

/// `<link rel="EditURI" href="…/xmlrpc.php?rsd">` (Really Simple Discovery): the endpoint of XML-RPC.
pub(crate) fn edit_uri(page: &str, base: &Url) -> Option<Url> {
    let tag = tags(page, "<link").find(|tag| attribute(tag, "rel") == Some("EditURI"))?;
    let mut url = base.join(&html_escape::decode_html_entities(attribute(tag, "href")?)).ok()?;
    url.set_query(None);
    Some(url)
}

/// The site's feed: it tells version and language where the theme does not.
pub(super) async fn feed(client: &Client, site: &str) -> Result<String, Error> {
    let mut url = Url::parse(site).map_err(|_| Error::AddressInvalid { address: site.into() })?;
    url.set_query(Some("feed=rss2"));
    Ok(follow(client, &url, PAGE_MAX_BYTES).await?.text())
}

/// The WordPress version that a page or a feed tells.
pub(super) fn version_in(page: &str) -> Option<String> {
    let meta = tags(page, "<meta")
        .filter(|tag| attribute(tag, "name") == Some("generator"))
        .find_map(|tag| attribute(tag, "content")?.strip_prefix("WordPress "));
    let feed = || page.split_once("<generator>https://wordpress.org/?v=")?.1.split('<').next();
    let version = meta.or_else(feed)?.trim();
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.chars().take(30).collect())
}

/// The language that a page or a feed tells.
pub(crate) fn language_in(page: &str) -> Option<&str> {
    let html = tags(page, "<html").find_map(|tag| attribute(tag, "lang"));
    html.or_else(|| page.split_once("<language>")?.1.split('<').next())
}

pub(crate) fn looks_like_wordpress(page: &str) -> bool {
    version_in(page).is_some() || page.contains("/wp-content/") || page.contains("/wp-includes/")
}

fn tags<'a>(page: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(name).skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], rest[at + name.len()..].trim_start());
        rest = &rest[at + name.len()..];
        if !before.ends_with(char::is_whitespace) {
            continue;
        }
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else { continue };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        return value[1..].split(quote).next();
    }
    None
}

pub(crate) fn folder_of(url: &Url) -> Url {
    let mut folder = url.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    http::remove_login(&mut folder);
    if !folder.path().ends_with('/') {
        let path = format!("{}/", folder.path());
        folder.set_path(&path);
    }
    folder
}

fn front_page(index: &Value, seen: &Url) -> String {
    let told = ["home", "url"].into_iter().find_map(|key| index[key].as_str());
    match told.and_then(|url| Url::parse(url).ok()) {
        // Behind a proxy that ends https, a site may believe that it is plain http.
        Some(url) if url.scheme() == seen.scheme() => folder_of(&url).into(),
        Some(url) if url.host() == seen.host() => {
            let mut url = folder_of(&url);
            // Both are http or https: `url` lets them be exchanged.
            let _ = url.set_scheme(seen.scheme());
            url.into()
        }
        Some(url) => folder_of(&url).into(),
        None => folder_of(seen).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_authors_type_it() {
        let read = |typed: &str| parse(typed).map(|(url, guessed)| (url.to_string(), guessed)).ok();
        let https = |url: &str, guessed| Some((url.to_owned(), guessed));
        assert_eq!(read(" laurent.example "), https("https://laurent.example/", true));
        assert_eq!(read("http://127.0.0.1:8080"), https("http://127.0.0.1:8080/", false));
        assert_eq!(
            read("https://a.example/blog/wp-admin/post-new.php?x=1#y"),
            https("https://a.example/blog/", false)
        );
        assert_eq!(read("été.example/blog"), https("https://xn--t-9fab.example/blog", true));
        for wrong in
            ["", "deux mots", "ftp://a.example", "moi@mail.example", "http://", "https://:80"]
        {
            assert!(matches!(parse(wrong), Err(Error::AddressInvalid { .. })), "{wrong}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_never_said_again() {
        for (typed, shown) in [
            ("http://admin:SECRET@host.example/blog", "http://host.example/blog"),
            ("admin:SECRET@host.example", "host.example"),
            ("http://:SECRET@host.example/", "http://host.example/"),
            ("https://admin:SEC RET@host.example/", "https://host.example/"),
            ("https://admin:SEC@RET/SECRET@host.example/", "https://host.example/"),
            ("ftp://admin:SECRET@host.example/", "ftp://host.example/"),
            ("https://admin:SECRET@", "https://"),
        ] {
            let error = parse(typed).unwrap_err();
            assert_eq!(error, Error::LoginInAddress { address: shown.into() }, "{typed}");
            assert!(!format!("{error} {:?}", error.problem()).contains("SEC"), "{error}");
        }
        let page = parse("https://host.example/@laurent").unwrap().0;
        assert_eq!(page.as_str(), "https://host.example/@laurent", "no login: a page's own name");
    }

    #[test]
    fn version_language_and_interface_are_found_in_a_page() {
        let page = "<!doctype html><html class=x lang=\"fr-FR\"><head>\
            <meta content='WordPress 6.1.9' name='generator' />\
            <link rel='https://api.w.org/' href='/blog/index.php?rest_route=/&amp;x=1' />";
        assert_eq!(version_in(page).as_deref(), Some("6.1.9"));
        assert_eq!(language_in(page), Some("fr-FR"));
        let base = Url::parse("https://a.example/blog/").unwrap();
        assert_eq!(
            link_element(page, &base).unwrap().as_str(),
            "https://a.example/blog/index.php?rest_route=/&x=1"
        );
        let feed = "<rss><language>fr-FR</language>\
            <generator>https://wordpress.org/?v=6.8.1</generator>";
        assert_eq!(version_in(feed).as_deref(), Some("6.8.1"));
        assert_eq!(language_in(feed), Some("fr-FR"));
        let rsd = "<link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"/xmlrpc.php?rsd\" />";
        assert_eq!(edit_uri(rsd, &base).unwrap().as_str(), "https://a.example/xmlrpc.php");
        assert_eq!(version_in("<meta name=\"generator\" content=\"WordPress.com\">"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_page_and_any_address_is_taken(text in "[<>linkmeta ='\"/:.é-]{0,120}") {
            let _ = (version_in(&text), language_in(&text), parse(&text));
            let _ = link_element(&text, &Url::parse("https://a.example/").unwrap());
        }
    }
}
