//! A stand-in for WordPress.com on loopback, in front of a real WordPress: it lets applications in
//! (authorize, token, refresh tokens that are good once) and passes the routes of its one site on,
//! as one user with an application password.
//!
//! It is made from the service's documents, not from the service: what it refuses is what the
//! standards say (RFC 6749, RFC 7636).

use std::{
    collections::HashMap,
    io,
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    time::timeout,
};

use crate::wordpress::WordPress;

/// The application that is registered here.
pub const CLIENT: &str = "4157";
/// The number of the one site.
pub const SITE_ID: &str = "184570";
const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// A running stand-in; it ends when dropped.
pub struct WordPressCom {
    /// Of its own pages, with a slash at the end.
    pub url: String,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

struct Shared {
    upstream: u16,
    site_url: String,
    version: String,
    basic: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    made: u32,
    /// The challenge and the return address of each code that was not exchanged yet.
    codes: HashMap<String, (String, String)>,
    /// Each good for one renewal.
    refresh: Vec<String>,
    access: Vec<String>,
    lasts_seconds: i64,
    refuse_within_upload: bool,
    cut_next_write: bool,
    seen: Seen,
}

/// What came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// `grant_type` of each exchange, and whether tokens were given.
    pub exchanges: Vec<(String, bool)>,
    /// Requests to the site that were passed on: access token, method and path.
    pub passed: Vec<(String, String)>,
    /// Requests to the site that got a 401: method and path.
    pub refused: Vec<String>,
}

impl WordPressCom {
    /// In front of a site, as one of its users.
    pub fn start(site: &WordPress, user: &str) -> io::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let password = &site.user(user).password;
        let shared = Arc::new(Shared {
            upstream: site.port,
            site_url: site.url.clone(),
            version: site.version.clone(),
            basic: format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))),
            state: Mutex::new(State { lasts_seconds: 3_600, ..State::default() }),
        });
        let serving = Arc::clone(&shared);
        let inside = runtime.enter();
        let listener = TcpListener::from_std(listener)?;
        drop(inside);
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let serving = Arc::clone(&serving);
                tokio::spawn(async move {
                    // A client that is gone cannot be told.
                    let _ = serving.serve(client).await;
                });
            }
        });
        Ok(Self { url: format!("http://127.0.0.1:{port}/"), shared, runtime: Some(runtime) })
    }

    /// What the author does in the browser: lets the application in, or not. Returns where the
    /// browser is sent then.
    pub fn answer_authorise(&self, page: &str, approve: bool) -> io::Result<String> {
        let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false);
        let agent: ureq::Agent = config.build().into();
        let page = if approve { page.to_owned() } else { format!("{page}&deny=1") };
        let answer = agent.get(&page).call().map_err(io::Error::other)?;
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
        location
            .map(str::to_owned)
            .ok_or_else(|| io::Error::other(format!("{} leads nowhere", answer.status())))
    }

    /// The access tokens that were given end, as this side sees it.
    pub fn end_access(&self) {
        self.shared.state().access.clear();
    }

    /// The refresh tokens that were given end: the author took the permission back.
    pub fn revoke(&self) {
        let mut state = self.shared.state();
        state.access.clear();
        state.refresh.clear();
    }

    /// How long the next access tokens are said to last.
    pub fn set_lasts_seconds(&self, seconds: i64) {
        self.shared.state().lasts_seconds = seconds;
    }

    /// The access token ends while the next picture is on its way: half of it is read, then refused.
    pub fn refuse_within_next_upload(&self) {
        self.shared.state().refuse_within_upload = true;
    }

    /// The access token has ended, and the connection of the next write is cut before a word of it.
    pub fn cut_next_write(&self) {
        let mut state = self.shared.state();
        state.access.clear();
        state.cut_next_write = true;
    }

    pub fn seen(&self) -> Seen {
        self.shared.state().seen.clone()
    }
}

impl Drop for WordPressCom {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// One request; the connection ends with it.
struct Request {
    method: String,
    path: String,
    query: String,
    head: String,
    body: Vec<u8>,
    length: usize,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(&self, mut client: TcpStream) -> io::Result<()> {
        let Some(mut request) = Request::read_head(&mut client).await? else { return Ok(()) };
        let writes = request.method != "GET";
        if writes && std::mem::take(&mut self.state().cut_next_write) {
            return client.set_zero_linger();
        }
        let upload = writes && request.path.ends_with("/media");
        if upload && std::mem::take(&mut self.state().refuse_within_upload) {
            request.read_body(&mut client, request.length / 2).await?;
            self.state().access.clear();
        } else {
            request.read_body(&mut client, request.length).await?;
        }
        let reply = self.answer(&request).await?;
        client.write_all(&reply).await?;
        client.shutdown().await?;
        // What is still coming is taken, so that the client reads the answer before a reset.
        let mut rest = vec![0; 64 * 1024];
        let drain = async { while matches!(client.read(&mut rest).await, Ok(1..)) {} };
        let _ = timeout(Duration::from_secs(5), drain).await;
        Ok(())
    }

    async fn answer(&self, request: &Request) -> io::Result<Vec<u8>> {
        let site = format!("/wp/v2/sites/{SITE_ID}");
        let about = format!("/rest/v1.1/sites/{SITE_ID}");
        if request.path == "/oauth2-1/authorize" {
            return Ok(self.authorise(&pairs(&request.query)));
        }
        if request.path == "/oauth2-1/token" && request.method == "POST" {
            return Ok(self.exchange(&pairs(&String::from_utf8_lossy(&request.body))));
        }
        let rest = request.path.strip_prefix(&site).filter(|rest| rest.starts_with('/'));
        if rest.is_none() && request.path != about {
            return Ok(written("404 Not Found", &json!({ "error": "unknown_route" })));
        }
        let token = header(&request.head, "authorization")
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or_default()
            .to_owned();
        let line = format!("{} {}", request.method, request.path);
        {
            let mut state = self.state();
            if !state.access.contains(&token) {
                state.seen.refused.push(line);
                let said = json!({ "error": "invalid_token",
                    "message": "The OAuth2 token is invalid." });
                return Ok(written("401 Unauthorized", &said));
            }
            state.seen.passed.push((token, line));
        }
        match rest {
            Some(rest) => {
                let path = format!("/wp-json/wp/v2{rest}?{}", request.query);
                self.pass_on(&request.method, &path, &request.head, &request.body).await
            }
            None => self.describe().await,
        }
    }

    fn authorise(&self, query: &HashMap<String, String>) -> Vec<u8> {
        let of = |name: &str| query.get(name).cloned().unwrap_or_default();
        if of("client_id") != CLIENT
            || of("response_type") != "code"
            || of("code_challenge_method") != "S256"
            || of("code_challenge").len() != 43
        {
            return written("400 Bad Request", &json!({ "error": "invalid_request" }));
        }
        let redirect = of("redirect_uri");
        let answer = if query.contains_key("deny") {
            format!("{redirect}?error=access_denied&state={}", of("state"))
        } else {
            let mut state = self.state();
            let code = state.fresh("code");
            state.codes.insert(code.clone(), (of("code_challenge"), redirect.clone()));
            format!("{redirect}?code={code}&state={}", of("state"))
        };
        format!("HTTP/1.1 302 Found\r\nLocation: {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .into_bytes()
    }

    fn exchange(&self, given: &HashMap<String, String>) -> Vec<u8> {
        let of = |name: &str| given.get(name).map_or("", String::as_str);
        let mut state = self.state();
        let kind = of("grant_type").to_owned();
        let good = of("client_id") == CLIENT
            && match kind.as_str() {
                // A code is used up by its exchange, whatever comes of it.
                "authorization_code" => {
                    state.codes.remove(of("code")).is_some_and(|(challenge, redirect)| {
                        let made =
                            URL_SAFE_NO_PAD.encode(digest(&SHA256, of("code_verifier").as_bytes()));
                        made == challenge && redirect == of("redirect_uri")
                    })
                }
                "refresh_token" => {
                    let at = state.refresh.iter().position(|known| known == of("refresh_token"));
                    at.map(|at| state.refresh.remove(at)).is_some()
                }
                _ => false,
            };
        state.seen.exchanges.push((kind, good));
        if !good {
            return written("400 Bad Request", &json!({ "error": "invalid_grant" }));
        }
        let (access, refresh) = (state.fresh("access"), state.fresh("refresh"));
        state.access.push(access.clone());
        state.refresh.push(refresh.clone());
        let said = json!({
            "access_token": access, "refresh_token": refresh, "token_type": "bearer",
            "expires_in": state.lasts_seconds, "blog_id": SITE_ID, "blog_url": self.site_url,
        });
        written("200 OK", &said)
    }

    /// The site as `/rest/v1.1/sites/ID` describes it.
    async fn describe(&self) -> io::Result<Vec<u8>> {
        let reply = self.pass_on("GET", "/wp-json/", "", &[]).await?;
        let at = find(&reply, END_OF_HEAD).ok_or_else(|| io::Error::other("no head"))?;
        let index: Value = serde_json::from_slice(&reply[at + END_OF_HEAD.len()..])?;
        let said = json!({
            "ID": SITE_ID.parse::<u64>().unwrap_or_default(), "name": index["name"],
            "URL": self.site_url.trim_end_matches('/'), "lang": "fr",
            "options": { "timezone": index["timezone_string"], "gmt_offset": index["gmt_offset"],
                "software_version": self.version },
        });
        Ok(written("200 OK", &said))
    }

    async fn pass_on(
        &self,
        method: &str,
        path: &str,
        head: &str,
        body: &[u8],
    ) -> io::Result<Vec<u8>> {
        const OURS: [&str; 4] = ["host", "authorization", "connection", "content-length"];
        let mut lines = vec![
            format!("{method} {path} HTTP/1.1"),
            format!("Host: 127.0.0.1:{}", self.upstream),
            format!("Authorization: {}", self.basic),
            "Connection: close".to_owned(),
            format!("Content-Length: {}", body.len()),
        ];
        let kept = head.trim_end().split("\r\n").skip(1).filter(|line| {
            let name = line.split(':').next().unwrap_or_default();
            !OURS.iter().any(|ours| ours.eq_ignore_ascii_case(name))
        });
        lines.extend(kept.map(str::to_owned));
        let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, self.upstream)).await?;
        server.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes()).await?;
        server.write_all(body).await?;
        let mut reply = Vec::new();
        server.read_to_end(&mut reply).await?;
        Ok(reply)
    }
}

impl State {
    fn fresh(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}-{}", self.made)
    }
}

impl Request {
    /// `None`: the client closed without asking anything.
    async fn read_head(client: &mut TcpStream) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = find(&bytes, END_OF_HEAD) {
                break at + END_OF_HEAD.len();
            }
            if bytes.len() > 64 * 1024 {
                return Err(io::Error::other("a head without end"));
            }
            if client.read_buf(&mut bytes).await? == 0 {
                return Ok(None);
            }
        };
        let body = bytes.split_off(end);
        let head = String::from_utf8_lossy(&bytes).into_owned();
        let mut words = head.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let target = words.next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let length = header(&head, "content-length").and_then(|text| text.parse().ok());
        let (path, query) = (path.to_owned(), query.to_owned());
        Ok(Some(Self { method, path, query, head, body, length: length.unwrap_or(0) }))
    }

    async fn read_body(&mut self, client: &mut TcpStream, until: usize) -> io::Result<()> {
        while self.body.len() < until {
            if client.read_buf(&mut self.body).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut headers = head.split("\r\n").filter_map(|line| line.split_once(':'));
    headers.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn written(status: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A query or a form.
fn pairs(text: &str) -> HashMap<String, String> {
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || (rest.next().unwrap_or(b'0') as char).to_digit(16).unwrap_or(0);
                (digit() * 16 + digit()) as u8
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
