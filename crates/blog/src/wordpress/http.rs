//! Requests and replies, bounded in time and size. Redirects are never followed here: a 301 turns
//! a POST into a GET, and would carry the password elsewhere.

use std::{
    error::Error as StdError,
    io,
    net::{Ipv4Addr, UdpSocket},
    sync::{Arc, OnceLock},
    time::Duration,
};

use coupure_model::Timestamp;
use reqwest::{Client, RequestBuilder, StatusCode, header, redirect::Policy};
use rustls_platform_verifier::BuilderVerifierExt;
use serde::de::DeserializeOwned;
use url::Url;

use crate::{CertificateFault, Error};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// Shorter than the five seconds after which Apache closes an idle connection: a write on a
/// connection that closes meanwhile would have an unknown outcome.
const IDLE_TIMEOUT: Duration = Duration::from_secs(3);
/// A page of posts with long contents stays far below.
pub(crate) const ANSWER_MAX_BYTES: usize = 64 * 1024 * 1024;

/// A client that verifies certificates as the system does and follows no redirect.
pub(crate) fn client() -> Result<Client, Error> {
    Client::builder()
        .tls_backend_preconfigured(tls()?)
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .user_agent(concat!("Coupure/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Error::Internal { detail: describe(&error) })
}

fn tls() -> Result<rustls::ClientConfig, Error> {
    static CONFIG: OnceLock<Result<rustls::ClientConfig, String>> = OnceLock::new();
    CONFIG
        .get_or_init(|| {
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = rustls::ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .and_then(|builder| builder.with_platform_verifier());
            Ok(config.map_err(|error| error.to_string())?.with_no_client_auth())
        })
        .clone()
        .map_err(|detail| Error::Internal { detail })
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Vec<u8>,
    pub address: Url,
}

impl Reply {
    pub fn host(&self) -> String {
        host_of(&self.address)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<Url> {
        if !self.status.is_redirection() {
            return None;
        }
        let mut to = self.address.join(self.header("location")?).ok()?;
        // A name and a password in it would be sent, stored and shown.
        remove_login(&mut to);
        Some(to)
    }

    /// The whole body as JSON, with nothing before or after it: what a write must be answered by.
    pub fn strict<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(&self.body).map_err(|error| self.unreadable(&error))
    }

    /// The JSON of the body, wherever it starts: a byte-order mark or a PHP warning may stand
    /// before it. For reads alone.
    pub fn tolerant<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let error = match serde_json::from_slice(&self.body) {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let starts = self.body.iter().enumerate().filter(|(_, byte)| matches!(byte, b'{' | b'['));
        for (start, _) in starts.take(32) {
            if let Ok(value) = serde_json::from_slice(&self.body[start..]) {
                return Ok(value);
            }
        }
        Err(self.unreadable(&error))
    }

    fn unreadable(&self, error: &serde_json::Error) -> Error {
        Error::AnswerUnreadable { host: self.host(), detail: error.to_string() }
    }

    /// How long the server asks to be left alone (RFC 9110, section 10.2.3: seconds or a date).
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.header("retry-after")?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
        Duration::try_from(until - self.date()).ok()
    }

    /// The server's clock.
    pub fn date(&self) -> Timestamp {
        self.told_date().unwrap_or_else(Timestamp::now)
    }

    /// The server's clock, where it tells it and no cache has kept the answer.
    pub fn told_date(&self) -> Option<Timestamp> {
        let kept = self.header("age").is_some_and(|age| age.trim() != "0");
        let date = self.header("date").filter(|_| !kept)?;
        Some(jiff::fmt::rfc2822::parse(date).ok()?.timestamp())
    }

    /// What stands before the JSON that the body holds: a byte-order mark, a PHP warning. `None`:
    /// nothing.
    pub fn junk(&self) -> Option<String> {
        let start = self.body.iter().position(|byte| !byte.is_ascii_whitespace())?;
        if matches!(self.body[start], b'{' | b'[') {
            return None;
        }
        let text =
            super::refusal::plain(&String::from_utf8_lossy(&self.body[..self.body.len().min(400)]));
        Some(text.split(['{', '[']).next().unwrap_or_default().trim().chars().take(120).collect())
    }
}

/// Sends a request and takes the whole answer; a longer one than `max_bytes` is an error, or is
/// cut where `cut` says so.
pub(crate) async fn send(
    request: RequestBuilder,
    timeout: Duration,
    max_bytes: usize,
    cut: bool,
) -> Result<Reply, Error> {
    let (client, request) = request.timeout(timeout).build_split();
    let request = request.map_err(|error| Error::Internal { detail: describe(&error) })?;
    let host = host_of(request.url());
    let failed = |error: reqwest::Error| classify(&error, &host);
    let mut response = client.execute(request).await.map_err(failed)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > max_bytes {
            if cut {
                body.truncate(max_bytes);
                break;
            }
            let detail = format!("it is longer than {max_bytes} bytes");
            return Err(Error::AnswerUnreadable { host, detail });
        }
    }
    Ok(Reply {
        status: response.status(),
        headers: response.headers().clone(),
        address: response.url().clone(),
        body,
    })
}

/// The answer to a bare question, whatever it is, and not much of it.
pub(crate) async fn peek(client: &Client, url: &Url) -> Result<Reply, Error> {
    send(client.get(url.clone()), CONNECT_TIMEOUT, 64 * 1024, true).await
}

/// Host and, where it is not the usual one, port.
pub(crate) fn remove_login(url: &mut Url) {
    // Only an address without a host refuses, and that one has neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}

pub(crate) fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.into(),
        (None, _) => url.as_str().into(),
    }
}

fn classify(error: &reqwest::Error, host: &str) -> Error {
    let host = host.to_owned();
    if error.is_dns() {
        return if has_route() {
            Error::AddressNotFound { host }
        } else {
            Error::Offline { host, detail: "no network".into() }
        };
    }
    // Later a fault of the encryption is one of the line: what was sent may have arrived.
    if error.is_connect()
        && let Some(tls) = tls_error(error)
    {
        use rustls::Error as Tls;
        return match tls {
            Tls::InvalidCertificate(reason) => {
                let (fault, detail) = certificate_fault(reason);
                Error::CertificateRefused { host, fault, detail }
            }
            Tls::InvalidMessage(_) => Error::NotHttps { host },
            other => {
                let (fault, detail) = (CertificateFault::Other, other.to_string());
                Error::CertificateRefused { host, fault, detail }
            }
        };
    }
    // Nothing was sent before there was a connection.
    if error.is_connect() {
        return Error::Offline { host, detail: describe(error) };
    }
    if error.is_timeout() {
        return Error::TimedOut { host };
    }
    if error.is_builder() {
        return Error::Internal { detail: describe(error) };
    }
    Error::Interrupted { host, detail: describe(error) }
}

fn certificate_fault(fault: &rustls::CertificateError) -> (CertificateFault, String) {
    use rustls::CertificateError as Fault;
    let (fault, detail) = match fault {
        Fault::Expired | Fault::ExpiredContext { .. } => {
            (CertificateFault::Expired, "it has expired")
        }
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
            (CertificateFault::NotYetValid, "it is not valid yet")
        }
        Fault::UnknownIssuer => (CertificateFault::UnknownIssuer, "nobody known has signed it"),
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => {
            (CertificateFault::OtherSite, "it belongs to another site")
        }
        Fault::Revoked => (CertificateFault::Other, "it was revoked"),
        other => return (CertificateFault::Other, other.to_string()),
    };
    (fault, detail.into())
}

fn tls_error(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut source: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = source {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(tls);
        }
        // An io::Error hides what it wraps from `source`.
        source = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

/// Whether this computer knows a way to anywhere. Sends nothing: connecting a datagram socket only
/// looks up the route (to TEST-NET-1, RFC 5737).
fn has_route() -> bool {
    UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
        .and_then(|socket| socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)))
        .is_ok()
        || UdpSocket::bind("[::]:0").and_then(|socket| socket.connect("[2001:db8::1]:9")).is_ok()
}

/// The last cause, which says most; without the address, which may hold what the author wrote.
fn describe(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::PrivateKeyDer;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };
    use tokio_rustls::TlsAcceptor;

    use super::*;

    /// A server with a certificate, and a client that trusts it.
    fn secured() -> (TlsAcceptor, Client) {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = rustls::ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let mut trusted = rustls::RootCertStore::empty();
        trusted.add(made.cert.der().clone()).unwrap();
        let trusting = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(trusted)
            .with_no_client_auth();
        let client = Client::builder().tls_backend_preconfigured(trusting).build().unwrap();
        (TlsAcceptor::from(Arc::new(server)), client)
    }

    #[tokio::test]
    async fn a_fault_of_the_encryption_after_a_write_was_sent_leaves_its_outcome_open() {
        let (acceptor, client) = secured();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let mut stream = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
            let mut request = [0; 4096];
            assert!(stream.read(&mut request).await.unwrap() > 0);
            let (line, _) = stream.get_mut();
            line.write_all(&[23, 3, 3, 0, 32]).await.unwrap();
            line.write_all(&[7; 32]).await.unwrap();
            line.flush().await.unwrap();
            let _ = stream.read(&mut request).await;
        });
        let request = client.post(format!("https://localhost:{port}/")).body("a post");
        let error = send(request, Duration::from_secs(10), 1000, false).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error:?}");
    }
}
