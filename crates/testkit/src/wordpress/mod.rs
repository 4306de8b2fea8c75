//! A real WordPress on this computer: Debian's package over SQLite, served by PHP on a port of its
//! own, with a user of each role. Each [`WordPress`] is a site of its own; its server and its files
//! go when it is dropped, and the server also when the test process dies.

mod browser;
mod newer;
mod server;
mod template;

use std::{fs, io, path::PathBuf, process::Command};

use serde::{Deserialize, de::DeserializeOwned};

use server::Server;
pub use template::{Template, prepare, prepare_newer};

/// How a site is to be.
#[derive(Debug, Clone)]
pub struct Options {
    /// `fr_FR` (as installed) or `en_US`.
    pub locale: String,
    /// Addresses of posts; empty: plain ones (`?p=12`), with which the interface is found at
    /// `?rest_route=/`.
    pub permalinks: String,
    /// An IANA name; empty: UTC by offset.
    pub time_zone: String,
    /// PHP put into `wp-config.php`, without `<?php`: `define('WP_POST_REVISIONS', false);`.
    pub config: String,
    /// Plugins that cannot be switched off: file name and PHP code, without `<?php`.
    pub plugins: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            locale: "fr_FR".into(),
            permalinks: "/%postname%/".into(),
            time_zone: "Europe/Paris".into(),
            config: String::new(),
            plugins: Vec::new(),
        }
    }
}

impl Options {
    /// A site whose REST interface answers nothing, as security plugins shut it.
    pub fn with_rest_shut() -> Self {
        let shut = "add_filter('rest_authentication_errors',
            fn() => new WP_Error('rest_disabled', 'Non', ['status' => 401]));";
        Self { plugins: vec![("shut".into(), shut.into())], ..Self::default() }
    }
}

/// A user with an application password. `name` is `admin`, `editor`, `author`, `contributor` or
/// `subscriber`.
#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub name: String,
    pub role: String,
    pub password: String,
}

/// A post as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StoredPost {
    pub id: u64,
    pub status: String,
    pub slug: String,
    pub title: String,
    pub content: String,
    pub excerpt: String,
    pub comments: String,
    pub cover: u64,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub revisions: u32,
}

/// A picture of the media library as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StoredMedia {
    pub id: u64,
    pub slug: String,
    /// Of the file that is served, relative to the uploads.
    pub file: String,
    pub title: String,
    pub alt: String,
    pub caption: String,
}

/// A running site.
pub struct WordPress {
    /// Of the front page, with a slash at the end.
    pub url: String,
    pub users: Vec<User>,
    /// The WordPress version.
    pub version: String,
    /// Where it is served, on loopback.
    pub port: u16,
    folder: PathBuf,
    server: Option<Server>,
    _files: tempfile::TempDir,
}

impl WordPress {
    /// Sets up a site and serves it. Needs the Debian packages `wordpress`, `wordpress-l10n` and
    /// PHP with SQLite; the first call on a computer prepares a template (see [`prepare`]).
    pub fn start(options: &Options) -> io::Result<Self> {
        Self::start_from(&prepare()?, options)
    }

    /// A site of a template (see [`prepare_newer`]).
    pub fn start_from(template: &Template, options: &Options) -> io::Result<Self> {
        let files = template.copy()?;
        let folder = files.path().join("site");
        if !options.config.is_empty() {
            let config = format!("<?php\n{}\n", options.config);
            fs::write(folder.join("wp-config-of-test.php"), config)?;
        }
        for (name, code) in &options.plugins {
            write_plugin(&folder, name, code)?;
        }
        let (server, port) = Server::start(&folder)?;
        let site = Self {
            url: format!("http://127.0.0.1:{port}/"),
            users: template.users()?,
            version: template.version.clone(),
            folder,
            server: Some(server),
            port,
            _files: files,
        };
        site.set(options)?;
        Ok(site)
    }

    fn set(&self, options: &Options) -> io::Result<()> {
        let usual = Options::default();
        let mut code = String::new();
        let mut set = |name: &str, value: &str| {
            code += &format!("update_option('{name}', {});", quoted(value));
        };
        if options.locale != usual.locale {
            set("WPLANG", if options.locale == "en_US" { "" } else { &options.locale });
        }
        if options.time_zone != usual.time_zone {
            set("timezone_string", &options.time_zone);
        }
        if options.permalinks != usual.permalinks {
            set("permalink_structure", &options.permalinks);
            code += "flush_rewrite_rules();";
        }
        if code.is_empty() { Ok(()) } else { self.php(&code).map(drop) }
    }

    /// The application password of a user: `site.user("author")`.
    pub fn user(&self, name: &str) -> &User {
        self.users.iter().find(|user| user.name == name).expect("a site has a user of each role")
    }

    /// Runs PHP (without `<?php`) inside WordPress and returns what it prints.
    pub fn php(&self, code: &str) -> io::Result<String> {
        let code = format!("require 'wp-load.php'; {code}");
        let output = Command::new("php")
            .args(["-d", "display_errors=stderr", "-r", &code])
            .env("COUPURE_HOST", format!("127.0.0.1:{}", self.port))
            .current_dir(&self.folder)
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!("PHP failed: {said}")));
        }
        String::from_utf8(output.stdout).map_err(io::Error::other)
    }

    /// The same, for PHP that prints JSON.
    pub fn php_json<T: DeserializeOwned>(&self, code: &str) -> io::Result<T> {
        let printed = self.php(code)?;
        serde_json::from_str(&printed)
            .map_err(|error| io::Error::other(format!("{error} in {printed}")))
    }

    /// Every post, of any status, the trashed ones too; by id. Revisions are not posts.
    pub fn posts(&self) -> io::Result<Vec<StoredPost>> {
        self.php_json(
            "$posts = get_posts(['post_type' => 'post', 'numberposts' => -1, 'orderby' => 'ID',
                'order' => 'ASC', 'suppress_filters' => true, 'post_status' => ['publish', 'future',
                'draft', 'pending', 'private', 'trash', 'auto-draft']]);
            $names = fn($id, $taxonomy) => array_map('html_entity_decode',
                wp_get_post_terms($id, $taxonomy, ['fields' => 'names']));
            echo json_encode(array_map(fn($p) => ['id' => $p->ID, 'status' => $p->post_status,
                'slug' => $p->post_name, 'title' => $p->post_title, 'content' => $p->post_content,
                'excerpt' => $p->post_excerpt, 'comments' => $p->comment_status,
                'cover' => (int) get_post_thumbnail_id($p), 'categories' => $names($p->ID, 'category'),
                'tags' => $names($p->ID, 'post_tag'),
                'revisions' => count(wp_get_post_revisions($p->ID, ['check_enabled' => false]))],
                $posts));",
        )
    }

    /// How many posts there are, of any status, the trashed ones too.
    pub fn count_posts(&self) -> io::Result<usize> {
        Ok(self.posts()?.len())
    }

    /// Every picture of the media library, by id.
    pub fn media(&self) -> io::Result<Vec<StoredMedia>> {
        self.php_json(
            "$all = get_posts(['post_type' => 'attachment', 'post_status' => 'any',
                'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC']);
            echo json_encode(array_map(fn($p) => ['id' => $p->ID, 'slug' => $p->post_name,
                'file' => get_post_meta($p->ID, '_wp_attached_file', true),
                'title' => $p->post_title, 'caption' => $p->post_excerpt,
                'alt' => (string) get_post_meta($p->ID, '_wp_attachment_image_alt', true)], $all));",
        )
    }

    /// The content of a post as readers get it, cut out of its page.
    pub fn rendered(&self, id: u64) -> io::Result<String> {
        let page = self.get(&format!("?p={id}"))?;
        let (start, end) = (format!("<!--content {id}-->"), format!("<!--/content {id}-->"));
        let cut = page.split_once(&start).and_then(|(_, rest)| rest.split_once(&end));
        cut.map(|(content, _)| content.to_owned())
            .ok_or_else(|| io::Error::other(format!("no content of post {id} in {page}")))
    }

    /// A page as a visitor gets it; `path` follows the slash of the front page.
    pub fn get(&self, path: &str) -> io::Result<String> {
        let address = format!("{}{path}", self.url);
        let mut answer = ureq::get(&address).call().map_err(io::Error::other)?;
        answer.body_mut().read_to_string().map_err(io::Error::other)
    }

    /// Lets what is due happen: scheduled posts appear.
    pub fn run_clock(&self) -> io::Result<()> {
        self.php("do_action('wp_loaded'); foreach (_get_cron_array() as $time => $jobs) {
                if ($time > time()) { continue; }
                foreach ($jobs as $hook => $calls) { foreach ($calls as $call) {
                    wp_unschedule_event($time, $hook, $call['args']);
                    if (str_starts_with($hook, 'publish_')) { do_action_ref_array($hook, $call['args']); }
                } }
            }")
            .map(drop)
    }

    /// Adds a plugin that works from the next request on. PHP without `<?php`.
    pub fn plugin(&self, name: &str, code: &str) -> io::Result<()> {
        write_plugin(&self.folder, name, code)
    }

    /// Takes such a plugin away.
    pub fn remove_plugin(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.folder.join(format!("wp-content/mu-plugins/{name}.php")))
    }

    /// Where the site's files lie: `.maintenance`, say, goes there.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    /// The network is away: nothing listens.
    pub fn stop(&mut self) {
        self.server = None;
    }

    /// The network is back, at the same address.
    pub fn resume(&mut self) -> io::Result<()> {
        if self.server.is_none() {
            self.server = Some(Server::at(&self.folder, self.port)?);
        }
        Ok(())
    }

    /// The requests that came, one a line: `[200]: POST /index.php?rest_route=…`.
    pub fn requests(&self) -> io::Result<Vec<String>> {
        server::requests(&self.folder)
    }
}

fn write_plugin(folder: &std::path::Path, name: &str, code: &str) -> io::Result<()> {
    let plugins = folder.join("wp-content/mu-plugins");
    fs::create_dir_all(&plugins)?;
    fs::write(plugins.join(format!("{name}.php")), format!("<?php\n{code}\n"))
}

/// A PHP string literal.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
