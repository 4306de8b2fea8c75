//! The blogs that the contract is held over, each with a hand on it from outside.

use std::{ops::Deref, sync::Arc, thread, time::Duration};

use coupure_blog::{BlogClient, Secret, discover, folder::FolderBlog};
use coupure_model::{Language, RemoteId, Timestamp};
use coupure_testkit::{
    fake_blog::{FakeBlog, Faults},
    wordpress::{Options, WordPress},
    wordpress_com::{CLIENT, SITE_ID, WordPressCom},
};

pub use coupure_testkit::fake_blog::Role;

/// What happens on a blog without the client under test.
pub trait Elsewhere: Send + Sync {
    /// The blog's time.
    fn now(&self) -> Timestamp;
    /// Somebody else saves another text, at least a second after the last change.
    fn edit(&self, id: &RemoteId, raw: &str);
    /// Somebody else deletes a post for good.
    fn delete(&self, id: &RemoteId);
    /// The text as it is stored.
    fn raw(&self, id: &RemoteId) -> String;
    fn pictures(&self) -> usize;
}

/// A blog under test; what it lives in goes with it.
pub struct Bench {
    pub client: Box<dyn BlogClient>,
    pub role: Role,
    /// `None`: nobody else can get at it (a folder).
    pub elsewhere: Option<Arc<dyn Elsewhere>>,
    pub site: Option<Arc<WordPress>>,
    _folder: Option<tempfile::TempDir>,
    _there: Option<WordPressCom>,
}

impl Deref for Bench {
    type Target = dyn BlogClient;
    fn deref(&self) -> &Self::Target {
        self.client.as_ref()
    }
}

impl Bench {
    pub fn now(&self) -> Timestamp {
        self.elsewhere.as_ref().map_or_else(Timestamp::now, |elsewhere| elsewhere.now())
    }
}

pub fn folder() -> Bench {
    let home = tempfile::tempdir().unwrap();
    let client =
        FolderBlog::new(home.path().join("site"), "Carnet", Language::French, "Europe/Paris");
    Bench {
        client: Box::new(client),
        role: Role::Administrator,
        elsewhere: None,
        site: None,
        _folder: Some(home),
        _there: None,
    }
}

pub fn fake(role: Role) -> Bench {
    let fake = FakeBlog::new(Timestamp::now(), Faults::none());
    fake.site().role = role;
    Bench {
        client: Box::new(fake.clone()),
        role,
        elsewhere: Some(Arc::new(fake)),
        site: None,
        _folder: None,
        _there: None,
    }
}

/// A site of its own as one of its users, who is called like the role.
pub async fn wordpress(user: &str, options: &Options) -> Bench {
    let site = Arc::new(WordPress::start(options).unwrap());
    let client = client_of(&site, user).await;
    on_site(Box::new(client), user, site)
}

/// The same on a newer WordPress; `None`: there is none to be had here.
pub async fn newer_wordpress(user: &str) -> Option<Bench> {
    let template = match coupure_testkit::wordpress::prepare_newer() {
        Ok(template) => template,
        Err(error) => {
            eprintln!("SKIPPED, the contract is not held over a newer WordPress: {error}");
            return None;
        }
    };
    let site = Arc::new(WordPress::start_from(&template, &Options::default()).unwrap());
    let client = client_of(&site, user).await;
    Some(on_site(Box::new(client), user, site))
}

/// The same by XML-RPC, with the REST interface shut.
pub async fn by_xml_rpc(user: &str) -> Bench {
    let site = WordPress::start(&Options::with_rest_shut()).unwrap();
    let found = coupure_blog::xmlrpc::discover(&site.url).await.unwrap();
    let secret = Secret::new(&site.user(user).password);
    let client = coupure_blog::xmlrpc::XmlRpc::new(&found.url, &found.endpoint, user, &secret);
    on_site(Box::new(client.unwrap()), user, Arc::new(site))
}

/// The same by WordPress.com's sign-in, at a stand-in for it. Each access token lasts so short that
/// it is renewed all the time.
pub async fn by_wordpress_com(user: &str) -> Bench {
    use coupure_blog::{secrets::Vault, wordpress_com as com};
    let site = Arc::new(WordPress::start(&Options::default()).unwrap());
    let there = WordPressCom::start(&site, user).unwrap();
    there.set_lasts_seconds(31);
    let service = com::Service::at(CLIENT, &there.url).unwrap();
    let sign_in = com::SignIn::begin(&service, "http://127.0.0.1:1/").unwrap();
    let returned = there.answer_authorise(sign_in.page().as_str(), true).unwrap();
    let granted = sign_in.finish(&returned).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let vault = Vault::of_home(home.path(), Some("file"));
    let id = coupure_model::BlogId(uuid::Uuid::now_v7());
    let place = (SITE_ID, site.url.as_str(), user);
    let client = com::client(&service, place, &granted.secret, (&vault, id)).unwrap();
    let bench = on_site(Box::new(client), user, site);
    Bench { _folder: Some(home), _there: Some(there), ..bench }
}

fn on_site(client: Box<dyn BlogClient>, user: &str, site: Arc<WordPress>) -> Bench {
    let role = match user {
        "admin" => Role::Administrator,
        "editor" => Role::Editor,
        "author" => Role::Author,
        _ => Role::Contributor,
    };
    let elsewhere: Arc<dyn Elsewhere> = Arc::clone(&site) as _;
    Bench {
        client,
        role,
        elsewhere: Some(elsewhere),
        site: Some(site),
        _folder: None,
        _there: None,
    }
}

async fn client_of(site: &WordPress, user: &str) -> coupure_blog::wordpress::WordPress {
    let found = discover(&site.url).await.unwrap();
    let secret = Secret::new(&site.user(user).password);
    coupure_blog::wordpress::WordPress::new(&found.url, &found.api, user, &secret).unwrap()
}

impl Elsewhere for FakeBlog {
    fn now(&self) -> Timestamp {
        FakeBlog::now(self)
    }

    fn edit(&self, id: &RemoteId, raw: &str) {
        self.edit_as_another(id, |post| post.raw = raw.into());
    }

    fn delete(&self, id: &RemoteId) {
        self.site().delete(id);
    }

    fn raw(&self, id: &RemoteId) -> String {
        self.site().post(id).unwrap().raw.clone()
    }

    fn pictures(&self) -> usize {
        self.site().media().count()
    }
}

impl Elsewhere for WordPress {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn edit(&self, id: &RemoteId, raw: &str) {
        // A second is the finest that WordPress keeps.
        thread::sleep(Duration::from_millis(1_100));
        let raw = raw.replace('\'', "\\'");
        let edited = format!(
            "wp_set_current_user(1);
            echo wp_update_post(wp_slash(['ID' => {id}, 'post_content' => '{raw}']));"
        );
        assert_eq!(self.php(&edited).unwrap(), id.0);
    }

    fn delete(&self, id: &RemoteId) {
        self.php(&format!("wp_delete_post({id}, true);")).unwrap();
    }

    fn raw(&self, id: &RemoteId) -> String {
        let posts = self.posts().unwrap();
        posts.into_iter().find(|post| post.id.to_string() == id.0).unwrap().content
    }

    fn pictures(&self) -> usize {
        self.media().unwrap().len()
    }
}
