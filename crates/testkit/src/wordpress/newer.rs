//! A newer WordPress than the machine's own: the same package of a newer Debian suite, with what it
//! links to, fetched by an apt configuration of its own (the machine's is left alone) and laid out
//! without being installed. The mirror is the machine's.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use super::template::run;

/// WordPress 6.8. A suite that is stable keeps its version but for security.
const SUITE: &str = "trixie";
const PACKAGES: [&str; 6] = [
    "wordpress",
    "wordpress-l10n",
    "php-getid3",
    "libjs-cropper",
    "libjs-lodash",
    "libjs-underscore",
];
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Its tree, below `cache`; fetched if it is not there yet.
pub(super) fn package(cache: &Path) -> io::Result<PathBuf> {
    let folder = cache.join(format!("debian-{SUITE}"));
    if !folder.is_dir() {
        fetch(cache, &folder)?;
    }
    Ok(folder.join("usr/share/wordpress"))
}

fn fetch(cache: &Path, folder: &Path) -> io::Result<()> {
    let work = tempfile::Builder::new().prefix("newer-").tempdir_in(cache)?;
    let at = |name: &str| work.path().join(name);
    for name in ["lists/partial", "archives/partial", "parts", "debs", "tree"] {
        fs::create_dir_all(at(name))?;
    }
    let sources = format!("deb [signed-by={KEYRING}] {} {SUITE} main\n", mirror()?);
    fs::write(at("sources.list"), sources)?;
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        for (name, value) in [
            ("Dir::Etc::SourceList", at("sources.list")),
            ("Dir::Etc::SourceParts", at("parts")),
            ("Dir::State::Lists", at("lists")),
            ("Dir::State::status", "/dev/null".into()),
            ("Dir::Cache", work.path().into()),
            ("Acquire::Languages", "none".into()),
            ("Acquire::http::Timeout", "20".into()),
            ("Acquire::Retries", "1".into()),
            ("APT::Sandbox::User", "".into()),
        ] {
            command.arg("-o").arg(format!("{name}={}", value.display()));
        }
        run(command.args(["-q"]).args(arguments).current_dir(at("debs")))
    };
    apt(&["update", "--error-on=any"])?;
    apt(&[&["download"], PACKAGES.as_slice()].concat())?;
    for package in fs::read_dir(at("debs"))? {
        run(Command::new("dpkg-deb").arg("-x").arg(package?.path()).arg(at("tree")))?;
    }
    fs::rename(at("tree"), folder)
}

/// Where this machine gets Debian's packages.
fn mirror() -> io::Result<String> {
    let output = Command::new("apt-get")
        .args(["indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages"])
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let found = told.lines().find_map(|line| line.strip_prefix("Debian "));
    found.map(str::to_owned).ok_or_else(|| io::Error::other("this machine has no Debian mirror"))
}
