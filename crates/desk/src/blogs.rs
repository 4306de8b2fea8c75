//! The blogs that posts can go to.

use std::path::PathBuf;

use coupure_blog::{
    self as blog, Learnt,
    secrets::{Secret, Vault},
};
use coupure_model::{Blog, BlogId, BlogKind, Code, Features, Language, Problem};
use uuid::Uuid;

use crate::{
    Answer, Desk, home,
    problem::not_found,
    view::{BlogView, Check, NewBlog, OlderInterface, Verdict},
    words,
};

const BUILT_IN: &str = "built_in_blog";

impl Desk {
    pub fn blogs(&self) -> Answer<Vec<BlogView>> {
        let built_in = self.built_in_blog()?;
        let mut seen: Vec<_> = self
            .store
            .blogs()?
            .into_iter()
            .map(|blog| {
                let is_built_in = Some(blog.id) == built_in;
                view_of(blog, is_built_in)
            })
            .collect();
        seen.sort_by_key(|view| !view.built_in);
        Ok(seen)
    }

    /// The blog of that name or identifier; `None`: the one that new drafts are meant for.
    pub fn blog_named(&self, name: Option<&str>) -> Answer<Blog> {
        let Some(name) = name else {
            return self.store.blog(self.usual_blog()?).map_err(Into::into);
        };
        if let Ok(id) = name.parse::<BlogId>()
            && let Ok(blog) = self.store.blog(id)
        {
            return Ok(blog);
        }
        self.store.blog_named(name).map_err(|_| {
            Problem::new(
                Code::NotFound,
                format!("There is no blog called “{name}” here; `coupure blog list` names them."),
            )
            .with("name", name)
        })
    }

    /// Adds a blog after it was found and let us in; its secret goes to the keychain. A
    /// WordPress that is here already takes on the new password and, if there is one, the name.
    pub async fn add_blog(&self, new: NewBlog) -> Answer<BlogView> {
        self.must_write()?;
        let (added, secret) = match new {
            NewBlog::Folder { path, name, title, language } => {
                let path = std::path::absolute(PathBuf::from(&path)).map_err(|error| {
                    Problem::new(
                        Code::AddressInvalid,
                        format!("“{path}” is not a folder: {error}."),
                    )
                })?;
                (folder_blog(path, name, title, language), None)
            }
            NewBlog::WordPress { url, name, user, password } => {
                let site = blog::discover(&url).await?;
                let kind = BlogKind::WordPress {
                    url: site.url.to_string(),
                    api: site.api.to_string(),
                    user: user.trim().into(),
                };
                (blog_of(kind, name), Some(Secret::new(password.trim().to_owned())))
            }
            NewBlog::XmlRpc { url, name, user, password } => {
                let found = blog::xmlrpc::discover(&url).await?;
                let kind = BlogKind::XmlRpc {
                    url: found.url,
                    endpoint: found.endpoint,
                    user: user.trim().into(),
                };
                (blog_of(kind, name), Some(Secret::new(password.trim().to_owned())))
            }
        };
        self.put_if_let_in(added, secret).await
    }

    /// Looks for the older interface of the WordPress at an address, where the usual one is shut.
    /// Nothing secret is sent.
    ///
    /// # Errors
    /// As [`add_blog`](Self::add_blog) for an address; `xml_rpc_off`.
    pub async fn find_older_interface(&self, url: &str) -> Answer<OlderInterface> {
        let blog::xmlrpc::Endpoint { url, endpoint } = blog::xmlrpc::discover(url).await?;
        let kind = BlogKind::XmlRpc { url: url.clone(), endpoint, user: String::new() };
        Ok(OlderInterface { url, wordpress_com: kind.is_of_wordpress_com() })
    }

    /// Adds a blog that is found, once it lets us in with this secret.
    pub(crate) async fn put_if_let_in(
        &self,
        mut added: Blog,
        secret: Option<Secret>,
    ) -> Answer<BlogView> {
        // A blog that comes back, or is here, takes up what is known of its posts.
        let known = self.store.blog_at(&added.kind)?;
        if let Some(known) = known.or(self.by_another_interface(&added.kind)?) {
            added.id = known;
        }
        let here = self.store.blog(added.id).ok();
        if let Some(here) = &here {
            must_be_the_same(here, &added)?;
        }
        added.name = match (added.name.trim(), &here, &added.kind) {
            ("", Some(here), _) => here.name.clone(),
            (
                "",
                None,
                BlogKind::WordPress { url, .. }
                | BlogKind::WordPressCom { url, .. }
                | BlogKind::XmlRpc { url, .. },
            ) => host(url),
            ("", None, BlogKind::Folder { .. }) => {
                return Err(Problem::new(Code::BadArgument, "Give the blog a name to know it by."));
            }
            (name, ..) => name.to_owned(),
        };
        if self.store.blog_named(&added.name).is_ok_and(|named| named.id != added.id) {
            return Err(name_taken(&added.name));
        }
        if added.title.trim().is_empty() {
            added.title = here.map_or_else(|| added.name.clone(), |here| here.title);
        }
        let learnt = blog::connect(&added, secret.as_ref(), &self.vault)?.learn().await?;
        put_learnt(learnt, &mut added);
        if let Some(secret) = &secret {
            self.with_vault({
                let (id, secret) = (added.id, secret.clone());
                move |vault| vault.set(id, &secret)
            })
            .await?;
        }
        self.store.put_blog(&added)?;
        self.worker.forget_blog(added.id);
        // What was held up by a refused or missing password goes on now that there is a new one.
        self.retry_where(|publication| {
            publication.blog == added.id
                && publication.standing.problem().is_some_and(|problem| {
                    matches!(
                        problem.code,
                        Code::PasswordRefused
                            | Code::SecretMissing
                            | Code::RestOff
                            | Code::XmlRpcOff
                            | Code::ApplicationPasswordsOff
                            | Code::AuthorizationStripped
                    )
                })
        })?;
        self.library_changed();
        let built_in = self.built_in_blog()? == Some(added.id);
        Ok(view_of(added, built_in))
    }

    /// The same WordPress by its other interface: its posts have the same numbers there, and none
    /// is to be published anew.
    fn by_another_interface(&self, kind: &BlogKind) -> Answer<Option<BlogId>> {
        let site = |kind: &BlogKind| match kind {
            BlogKind::WordPress { url, .. } | BlogKind::XmlRpc { url, .. } => {
                let bare = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                Some(bare.trim_end_matches('/').to_owned())
            }
            BlogKind::Folder { .. } | BlogKind::WordPressCom { .. } => None,
        };
        let Some(wanted) = site(kind) else { return Ok(None) };
        let known = self.store.blogs()?;
        let same = known.iter().find(|blog| site(&blog.kind).as_ref() == Some(&wanted));
        Ok(same.map(|blog| blog.id))
    }

    /// Takes the address that a blog has moved to. Its password is tried there, so only the author
    /// says so, of an address that they were shown.
    pub async fn move_blog(&self, id: BlogId, address: &str) -> Answer<BlogView> {
        self.must_write()?;
        let mut moved = self.store.blog(id)?;
        let kind = match moved.kind.clone() {
            BlogKind::WordPress { user, .. } => {
                let site = blog::discover(address).await?;
                BlogKind::WordPress { url: site.url, api: site.api, user }
            }
            BlogKind::XmlRpc { user, .. } => {
                let found = blog::xmlrpc::discover(address).await?;
                BlogKind::XmlRpc { url: found.url, endpoint: found.endpoint, user }
            }
            BlogKind::Folder { .. } | BlogKind::WordPressCom { .. } => {
                let sentence = "This blog has no address that Coupure could change.";
                return Err(Problem::new(Code::BadArgument, sentence));
            }
        };
        if self.store.blog_at(&kind)?.is_some_and(|other| other != id) {
            return Err(name_taken(&moved.name));
        }
        moved.kind = kind;
        let secret = self.secret_of(id).await?;
        let learnt = blog::connect(&moved, secret.as_ref(), &self.vault)?.learn().await?;
        put_learnt(learnt, &mut moved);
        self.store.put_blog(&moved)?;
        self.worker.forget_blog(id);
        self.retry_where(|publication| {
            publication.blog == id
                && publication.standing.problem().is_some_and(|problem| {
                    matches!(
                        problem.code,
                        Code::Redirected | Code::RestOff | Code::XmlRpcOff | Code::NotWordpress
                    )
                })
        })?;
        self.library_changed();
        let built_in = self.built_in_blog()? == Some(id);
        Ok(view_of(moved, built_in))
    }

    /// Takes up where the interface of a WordPress lies now, if that is on the same site: its
    /// permalinks were changed, say.
    async fn find_interface_again(&self, kept: &mut Blog) -> Answer<()> {
        let BlogKind::WordPress { url, api, .. } = &mut kept.kind else { return Ok(()) };
        let Ok(site) = blog::discover(url).await else { return Ok(()) };
        let origin = |address: &str| url::Url::parse(address).ok().map(|url| url.origin());
        if *api != site.api && *url == site.url && origin(&site.api) == origin(api) {
            *api = site.api;
            self.store.put_blog(kept)?;
            self.worker.forget_blog(kept.id);
        }
        Ok(())
    }

    /// Runs the probes of a connection, and learns anew what the blog can do.
    pub async fn check_blog(&self, id: BlogId) -> Answer<Vec<Check>> {
        let mut kept = self.store.blog(id)?;
        if self.can_write() {
            self.find_interface_again(&mut kept).await?;
        }
        let secret = self.secret_of(id).await?;
        let client = blog::connect(&kept, secret.as_ref(), &self.vault)?;
        let checks = client
            .check()
            .await
            .into_iter()
            .map(|check| Check {
                probe: check.probe.into(),
                verdict: match check.verdict {
                    blog::Verdict::Holds => Verdict::Holds,
                    blog::Verdict::Note(problem) => Verdict::Note { problem },
                    blog::Verdict::Wrong(problem) => Verdict::Wrong { problem },
                },
                found: check.found,
            })
            .collect::<Vec<_>>();
        if self.can_write()
            && !checks.iter().any(|check| matches!(check.verdict, Verdict::Wrong { .. }))
            && let Ok(learnt) = client.learn().await
        {
            put_learnt(learnt, &mut kept);
            self.store.put_blog(&kept)?;
        }
        Ok(checks)
    }

    /// Forgets a blog and its secret; nothing changes on it.
    pub async fn remove_blog(&self, id: BlogId) -> Answer<()> {
        self.must_write()?;
        if self.built_in_blog()? == Some(id) {
            return Err(Problem::new(
                Code::NotAllowed,
                "The blog on this computer is part of Coupure and stays.",
            ));
        }
        self.store.remove_blog(id, self.now())?;
        self.worker.forget_blog(id);
        self.with_vault(move |vault| vault.remove(id)).await?;
        self.library_changed();
        Ok(())
    }

    /// The password of a blog, from the keychain.
    pub(crate) async fn secret_of(&self, id: BlogId) -> Answer<Option<Secret>> {
        self.with_vault(move |vault| vault.get(id)).await
    }

    /// The keychain's calls block, some of them until somebody unlocks it.
    async fn with_vault<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Vault) -> Result<T, coupure_blog::Error> + Send + 'static,
    ) -> Answer<T> {
        let vault = self.vault.clone();
        let answer = tokio::task::spawn_blocking(move || ask(&vault)).await;
        Ok(answer.map_err(|error| Problem::new(Code::Internal, error.to_string()))??)
    }

    /// The folder blog that is there from the first start. Its folder is made with its first page.
    pub(crate) fn ensure_built_in_blog(&self) -> Answer<()> {
        if self.built_in_blog()?.is_some() {
            return Ok(());
        }
        let language = self.window_language()?;
        let (name, title) = words::built_in_blog(language);
        let folder = home::pages_folder(&self.options.home);
        // A home may be named from where one stands; its pages are found from anywhere.
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        let added = folder_blog(folder, name.into(), title.into(), language);
        self.store.put_blog(&added)?;
        self.store.set_setting(BUILT_IN, &added.id.to_string())?;
        Ok(())
    }

    pub(crate) fn built_in_blog(&self) -> Answer<Option<BlogId>> {
        Ok(self.store.setting(BUILT_IN)?.and_then(|text| text.parse().ok()))
    }

    /// The blog that new drafts are meant for: the one that was chosen; else the first that was added,
    /// which is what somebody adds a blog for; else the one that is there from the first start.
    pub(crate) fn usual_blog(&self) -> Answer<BlogId> {
        if let Some(blog) = self.settings()?.blog {
            return Ok(blog);
        }
        let built_in = self.built_in_blog()?;
        let added = self.store.blogs()?.into_iter().map(|blog| blog.id);
        // Their identifiers are in the order of time.
        let first = added.filter(|id| Some(*id) != built_in).min_by_key(|id| id.0);
        first.or(built_in).ok_or_else(|| not_found("blog"))
    }
}

/// Takes over what a blog says of itself; what it does not say stays.
fn put_learnt(learnt: Learnt, into: &mut Blog) {
    if !learnt.title.is_empty() {
        into.title = learnt.title;
    }
    if let Some(language) = learnt.language {
        into.language = language;
    }
    if !learnt.time_zone.is_empty() {
        into.time_zone = learnt.time_zone;
    }
    into.features = learnt.features;
}

fn view_of(blog: Blog, built_in: bool) -> BlogView {
    BlogView {
        built_in,
        emails_subscribers: blog.kind.emails_subscribers(),
        address: address_of(&blog),
        blog,
    }
}

fn folder_blog(path: PathBuf, name: String, title: String, language: Language) -> Blog {
    let kind = BlogKind::Folder { path: path.display().to_string() };
    Blog { title, language, ..blog_of(kind, name) }
}

pub(crate) fn blog_of(kind: BlogKind, name: String) -> Blog {
    let time_zone = jiff::tz::TimeZone::system().iana_name().unwrap_or("UTC").to_owned();
    Blog {
        id: BlogId(Uuid::now_v7()),
        title: String::new(),
        name,
        kind,
        language: Language::default(),
        time_zone,
        features: Features::default(),
    }
}

fn address_of(blog: &Blog) -> String {
    match &blog.kind {
        BlogKind::Folder { path } => {
            let index = std::path::Path::new(path).join("index.html");
            url::Url::from_file_path(index).map_or_else(|()| path.clone(), String::from)
        }
        BlogKind::WordPress { url, .. }
        | BlogKind::WordPressCom { url, .. }
        | BlogKind::XmlRpc { url, .. } => url.clone(),
    }
}

fn host(address: &str) -> String {
    let url = url::Url::parse(address).ok();
    let host = url.as_ref().and_then(|url| url.host_str()).unwrap_or_default();
    host.trim_start_matches("www.").to_owned()
}

/// One site is one blog here, and its posts go there by one account; a folder has nothing to renew.
fn must_be_the_same(here: &Blog, added: &Blog) -> Answer<()> {
    let name = &here.name;
    let refused = |sentence: String| Problem::new(Code::NameTaken, sentence).with("name", name);
    match (&here.kind, &added.kind) {
        (BlogKind::WordPress { user: known, .. }, BlogKind::WordPress { user, .. })
        | (BlogKind::WordPressCom { user: known, .. }, BlogKind::WordPressCom { user, .. })
        | (BlogKind::XmlRpc { user: known, .. }, BlogKind::XmlRpc { user, .. })
        | (BlogKind::WordPress { user: known, .. }, BlogKind::XmlRpc { user, .. })
        | (BlogKind::XmlRpc { user: known, .. }, BlogKind::WordPress { user, .. })
            if known != user =>
        {
            let sentence = format!(
                "“{name}” is this site already, as {known}. Remove it first (`coupure blog \
                 remove`) to write there as {user}."
            );
            Err(refused(sentence).with("user", known))
        }
        (BlogKind::Folder { path }, BlogKind::Folder { .. }) => {
            let sentence = format!("The folder “{path}” is the blog “{name}” already.");
            Err(refused(sentence).with("file", path))
        }
        _ => Ok(()),
    }
}

fn name_taken(name: &str) -> Problem {
    Problem::new(
        Code::NameTaken,
        format!("A blog is already called “{name}” here; choose another name."),
    )
    .with("name", name)
}
