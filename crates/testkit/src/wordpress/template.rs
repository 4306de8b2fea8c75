//! A WordPress installed once on this computer, from which each test copies its own.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime},
};

use super::{User, newer};

/// Where Debian's package `wordpress` lies; `COUPURE_TEST_WORDPRESS` names another tree.
const PACKAGE: &str = "/usr/share/wordpress";
/// WordPress's own SQLite drop-in travels inside this npm package (GPL-2.0-or-later; tests alone).
const DROP_IN_PACKAGE: &str = "@wp-playground/cli@3.1.56";
const DROP_IN_TARBALL: &str = "wp-playground-cli-3.1.56.tgz";
/// BLAKE3 of that tarball.
const DROP_IN_HASH: &str = "c545a7aaab1d4c97833822cde27bf78443141c63f6695fd57c86761addbcd627";
/// Sites that a killed test left behind.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

const FILES: [(&str, &str); 4] = [
    ("wp-config.php", include_str!("site/wp-config.php")),
    ("install.php", include_str!("site/install.php")),
    ("router.php", include_str!("site/router.php")),
    ("wp-content/themes/coupure/index.php", include_str!("site/theme.php")),
];
const THEME_STYLE: &str = "/* Theme Name: Coupure */\n";

/// A prepared site.
#[derive(Debug, Clone)]
pub struct Template {
    pub(super) version: String,
    folder: PathBuf,
    cache: PathBuf,
}

/// Prepares the template if it is not there yet (some seconds and, the first time, a download).
/// The cache is `COUPURE_TEST_CACHE`, else `target/test-cache` of the workspace.
pub fn prepare() -> io::Result<Template> {
    let package = env::var_os("COUPURE_TEST_WORDPRESS").map_or(PACKAGE.into(), PathBuf::from);
    let cache = cache()?;
    // One process prepares, the others wait for it.
    let lock = fs::File::create(cache.join("wordpress.lock"))?;
    lock.lock()?;
    prepare_from(&package, cache)
}

/// The same of a newer WordPress; an error where its suite cannot be reached.
pub fn prepare_newer() -> io::Result<Template> {
    let cache = cache()?;
    let lock = fs::File::create(cache.join("wordpress-newer.lock"))?;
    lock.lock()?;
    prepare_from(&newer::package(&cache)?, cache)
}

fn cache() -> io::Result<PathBuf> {
    let cache = env::var_os("COUPURE_TEST_CACHE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-cache"),
        PathBuf::from,
    );
    fs::create_dir_all(cache.join("sites"))?;
    cache.canonicalize()
}

fn prepare_from(package: &Path, cache: PathBuf) -> io::Result<Template> {
    let version = version_of(package)?;
    let mut recipe = blake3::Hasher::new();
    recipe.update(DROP_IN_HASH.as_bytes()).update(include_bytes!("template.rs"));
    for (name, content) in FILES {
        recipe.update(name.as_bytes()).update(content.as_bytes());
    }
    let name = format!("wordpress-{version}-{}", &recipe.finalize().to_hex()[..12]);
    let template = Template { version, folder: cache.join(name), cache };
    if !template.folder.is_dir() {
        template.build(package)?;
    }
    template.sweep();
    Ok(template)
}

impl Template {
    /// A site of its own for one test; gone when dropped.
    pub(super) fn copy(&self) -> io::Result<tempfile::TempDir> {
        let files =
            tempfile::Builder::new().prefix("site-").tempdir_in(self.cache.join("sites"))?;
        let site = files.path().join("site");
        // Hard links, for nobody changes WordPress's own files; but what changes is copied.
        run(Command::new("cp").args(["-al", "--"]).arg(&self.folder).arg(&site))?;
        let database = site.join("wp-content/database");
        fs::remove_dir_all(&database)?;
        let original = self.folder.join("wp-content/database");
        run(Command::new("cp").args(["-a", "--"]).arg(original).arg(&database))?;
        Ok(files)
    }

    pub(super) fn users(&self) -> io::Result<Vec<User>> {
        let text = fs::read(self.folder.join("users.json"))?;
        serde_json::from_slice(&text).map_err(io::Error::other)
    }

    fn build(&self, package: &Path) -> io::Result<()> {
        let work = tempfile::Builder::new().prefix("build-").tempdir_in(&self.cache)?;
        let site = work.path().join("site");
        fs::create_dir(&site)?;
        // Debian's tree is full of links out of it.
        for entry in fs::read_dir(package)? {
            let entry = entry?;
            if !matches!(
                entry.file_name().to_str(),
                Some("wp-content" | "wp-config.php" | ".htaccess")
            ) {
                run(Command::new("cp").args(["-aL", "--"]).arg(entry.path()).arg(&site))?;
            }
        }
        for folder in ["plugins", "uploads", "database", "languages", "themes/coupure"] {
            fs::create_dir_all(site.join("wp-content").join(folder))?;
        }
        let languages = package.join("wp-content/languages");
        for entry in fs::read_dir(&languages).into_iter().flatten() {
            let entry = entry?;
            if entry.file_name().to_string_lossy().contains("fr_FR") && entry.path().is_file() {
                fs::copy(entry.path(), site.join("wp-content/languages").join(entry.file_name()))?;
            }
        }
        for (name, content) in FILES {
            fs::write(site.join(name), content)?;
        }
        fs::write(site.join("wp-content/themes/coupure/style.css"), THEME_STYLE)?;
        self.add_drop_in(&site, work.path())?;
        run(Command::new("php").arg("install.php").current_dir(&site))?;
        if !site.join("users.json").is_file() {
            return Err(io::Error::other("WordPress could not be installed"));
        }
        fs::remove_file(site.join("install.php"))?;
        fs::rename(&site, &self.folder)
    }

    fn add_drop_in(&self, site: &Path, work: &Path) -> io::Result<()> {
        let tarball = self.cache.join(DROP_IN_TARBALL);
        if !tarball.is_file() {
            run(Command::new("npm")
                .args(["pack", "--silent", DROP_IN_PACKAGE, "--pack-destination"])
                .arg(work))?;
            fs::rename(work.join(DROP_IN_TARBALL), &tarball)?;
        }
        let hash = blake3::hash(&fs::read(&tarball)?).to_hex();
        if hash.as_str() != DROP_IN_HASH {
            fs::remove_file(&tarball)?;
            return Err(io::Error::other(format!(
                "{DROP_IN_TARBALL} is not the one known: {hash}"
            )));
        }
        let zip = "package/sqlite-database-integration.zip";
        run(Command::new("tar").arg("-xzf").arg(&tarball).arg("-C").arg(work).arg(zip))?;
        let plugins = site.join("wp-content/plugins");
        run(Command::new("php")
            .args(["-r", "(new PharData($argv[1]))->extractTo($argv[2], null, true);"])
            .arg(work.join(zip))
            .arg(&plugins))?;
        let plugin = plugins.join("sqlite-database-integration");
        fs::rename(plugins.join("plugin-sqlite-database-integration"), &plugin)?;
        // `wpdb` before 6.2 has no such property, and cannot read a private one of its child.
        let class = plugin.join("wp-includes/sqlite/class-wp-sqlite-db.php");
        let code = fs::read_to_string(&class)?
            .replace("private $allow_unsafe_unquoted", "protected $allow_unsafe_unquoted");
        fs::write(&class, code)?;
        fs::copy(plugin.join("db.copy"), site.join("wp-content/db.php")).map(drop)
    }

    fn sweep(&self) {
        let Ok(sites) = fs::read_dir(self.cache.join("sites")) else { return };
        for site in sites.flatten() {
            let age = site
                .metadata()
                .and_then(|metadata| metadata.modified())
                .map(|modified| SystemTime::now().duration_since(modified).unwrap_or_default());
            if age.is_ok_and(|age| age > LEFT_BEHIND) {
                let _ = fs::remove_dir_all(site.path());
            }
        }
    }
}

fn version_of(package: &Path) -> io::Result<String> {
    let file = package.join("wp-includes/version.php");
    let text = fs::read_to_string(&file).map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("no WordPress in {}: install the Debian package wordpress", package.display()),
        )
    })?;
    let version = text.split_once("$wp_version = '").and_then(|(_, rest)| rest.split_once('\''));
    version
        .map(|(version, _)| version.to_owned())
        .ok_or_else(|| io::Error::other(format!("no version in {}", file.display())))
}

pub(super) fn run(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    Err(io::Error::other(format!("{command:?} failed: {said}")))
}
