//! One call: sent once, its fault in Coupure's words.

use std::time::Duration;

use coupure_model::Timestamp;
use reqwest::{Body, Client, RequestBuilder, header};
use tokio::sync::OnceCell;
use url::Url;

use super::value::{Answer, Value, read_answer, write_call};
use crate::{
    Error, Secret,
    wordpress::{
        clock::Clock,
        http::{self, Reply},
    },
};

/// A page of posts with long contents stays far below.
const ANSWER_MAX_BYTES: usize = 64 * 1024 * 1024;

/// Who talks to which endpoint.
pub(super) struct Api {
    pub client: Client,
    pub endpoint: Url,
    pub site: String,
    pub user: String,
    pub secret: Secret,
    pub timeout: Duration,
    pub clock: Clock,
    /// WordPress itself ignores it; WordPress.com does not.
    blog: OnceCell<u64>,
    me: OnceCell<User>,
}

/// The user that the calls act as.
#[derive(Debug, Clone, Default)]
pub(super) struct User {
    pub id: u64,
    pub name: String,
    pub roles: Vec<String>,
}

impl User {
    /// May publish and upload: of the roles that WordPress has, a contributor alone may not.
    pub fn publishes(&self) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|role| role != "contributor")
    }

    /// Gets to see everybody's posts, so that a short page is the last one.
    pub fn sees_all(&self) -> bool {
        self.roles.iter().any(|role| matches!(role.as_str(), "administrator" | "editor"))
    }
}

/// Why the blog does not do what was asked.
pub(super) struct Fault {
    pub code: i64,
    pub message: String,
}

/// A call that the blog answered, or the error that came instead.
pub(super) type Answered = Result<Result<Value, Fault>, Error>;

impl Api {
    pub fn new(site: &str, endpoint: &str, user: &str, secret: &Secret) -> Result<Self, Error> {
        let endpoint =
            Url::parse(endpoint).map_err(|_| Error::AddressInvalid { address: endpoint.into() })?;
        Ok(Self {
            client: http::client()?,
            endpoint,
            site: site.into(),
            user: user.into(),
            secret: secret.clone(),
            timeout: crate::wordpress::request_timeout(),
            clock: Clock::default(),
            blog: OnceCell::new(),
            me: OnceCell::new(),
        })
    }

    pub fn host(&self) -> String {
        http::host_of(&self.endpoint)
    }

    /// Reads; junk before the XML is forgiven.
    pub async fn read(&self, method: &str, parameters: Vec<Value>) -> Result<Value, Error> {
        self.try_read(method, parameters).await?.map_err(|fault| self.refused(&fault))
    }

    pub async fn try_read(&self, method: &str, parameters: Vec<Value>) -> Answered {
        let reply = self.send(method, parameters).await?;
        self.answer(&reply, true)
    }

    /// Writes once. An answer that is not XML-RPC through and through leaves the outcome unknown.
    pub async fn try_write(&self, method: &str, parameters: Vec<Value>) -> Answered {
        let reply = self.send(method, parameters).await?;
        self.answer(&reply, false)
    }

    async fn send(&self, method: &str, parameters: Vec<Value>) -> Result<Reply, Error> {
        let body = self.body(method, parameters).await?;
        self.exchange(self.request(body.into()), self.timeout).await
    }

    /// A call as this user; every method takes blog, user and password first.
    pub async fn body(&self, method: &str, parameters: Vec<Value>) -> Result<String, Error> {
        let blog = self.blog().await?;
        Ok(self.body_for(blog, method, parameters))
    }

    fn body_for(&self, blog: u64, method: &str, parameters: Vec<Value>) -> String {
        // WordPress.com numbers more blogs than 32 bits hold one day; texts are taken as numbers.
        let mut all = vec![Value::text(blog.to_string())];
        all.extend([Value::text(&self.user), Value::text(self.secret.expose())]);
        all.extend(parameters);
        write_call(method, &all)
    }

    pub fn request(&self, body: Body) -> RequestBuilder {
        self.client
            .post(self.endpoint.clone())
            .header(header::CONTENT_TYPE, "text/xml; charset=utf-8")
            .body(body)
    }

    pub async fn exchange(
        &self,
        request: RequestBuilder,
        timeout: Duration,
    ) -> Result<Reply, Error> {
        let reply = http::send(request, timeout, ANSWER_MAX_BYTES, false).await?;
        self.clock.hear(&reply);
        Ok(reply)
    }

    /// The server's hour; until it has told one, this computer's.
    pub fn now(&self) -> Timestamp {
        self.clock.now().unwrap_or_else(Timestamp::now)
    }

    /// What an answer says.
    pub fn answer(&self, reply: &Reply, forgiving: bool) -> Answered {
        if let Some(to) = reply.location() {
            return Err(Error::Redirected { host: reply.host(), to: to.to_string() });
        }
        let status = reply.status.as_u16();
        let text = reply.text();
        let answer = match read_answer(&text) {
            Err(_) if forgiving && text.contains("<methodResponse") => {
                let start = text.find("<methodResponse").unwrap_or(0);
                read_answer(&text[start..])
            }
            answer => answer,
        };
        let host = reply.host();
        match answer {
            Ok(Answer::Value(value)) if reply.status.is_success() => Ok(Ok(value)),
            Ok(Answer::Fault { code, message }) => Ok(Err(Fault { code, message })),
            Ok(Answer::Value(_)) => Err(Error::ServerFault {
                host,
                status,
                detail: "an answer under a fault's status".into(),
            }),
            Err(detail) => Err(match status {
                429 | 503 => Error::ServerBusy { host, status, retry_after: reply.retry_after() },
                500.. => Error::ServerFault { host, status, detail },
                // Web servers and plugins that shut the door before WordPress.
                403 | 404 | 405 | 410 => Error::XmlRpcOff { address: reply.address.to_string() },
                401 => Error::NotAllowed {
                    host,
                    user: self.user.clone(),
                    detail: "the server asks for a password of its own, before WordPress".into(),
                },
                413 => Error::ContentRefused { host, detail: "it is too long".into() },
                _ => Error::AnswerUnreadable { host, detail },
            }),
        }
    }

    /// A fault of a call that has no better words for it. The codes are those of HTTP and of
    /// XML-RPC's own list of faults; messages are translated.
    pub fn refused(&self, fault: &Fault) -> Error {
        let (host, user) = (self.host(), self.user.clone());
        let message = crate::wordpress::plain(&fault.message);
        let detail = format!("{message} ({})", fault.code);
        match fault.code {
            403 => Error::PasswordRefused { host, user },
            401 => Error::NotAllowed { host, user, detail },
            405 | -32601 => Error::XmlRpcOff { address: self.endpoint.to_string() },
            -32_699..=-32_600 | -32_300 => Error::ServerFault { host, status: 500, detail },
            // With 500 WordPress says what it could not do; nothing was stored.
            _ => Error::ContentRefused { host, detail },
        }
    }

    /// The blog's number at this endpoint.
    async fn blog(&self) -> Result<u64, Error> {
        let number = self.blog.get_or_try_init(|| async {
            let user = [Value::text(&self.user), Value::text(self.secret.expose())];
            let body = write_call("wp.getUsersBlogs", &user);
            let reply = self.exchange(self.request(body.into()), self.timeout).await?;
            let blogs = self.answer(&reply, true)?.map_err(|fault| self.refused(&fault))?;
            let here = |blog: &&Value| {
                let told = Url::parse(&blog.str("xmlrpc")).ok();
                told.is_some_and(|url| {
                    url.host() == self.endpoint.host() && url.path() == self.endpoint.path()
                })
            };
            let blogs = blogs.items();
            let blog = blogs.iter().copied().find(here).or_else(|| blogs.first().copied());
            Ok(blog.and_then(|blog| blog.get("blogid")?.number()).unwrap_or(1))
        });
        number.await.copied()
    }

    pub async fn me(&self) -> Result<&User, Error> {
        self.me
            .get_or_try_init(|| async {
                let fields = ["user_id", "display_name", "roles"].map(Value::text).to_vec();
                let told = self.read("wp.getProfile", vec![Value::List(fields)]).await?;
                let roles = told.get("roles").map(Value::items).unwrap_or_default();
                Ok(User {
                    id: told.get("user_id").and_then(Value::number).unwrap_or(0),
                    name: told.str("display_name"),
                    roles: roles
                        .into_iter()
                        .filter_map(|role| match role {
                            Value::Text(role) => Some(role.clone()),
                            _ => None,
                        })
                        .collect(),
                })
            })
            .await
    }
}
