//! `cargo xtask run`: the application, from an empty machine.

use std::path::{Path, PathBuf};

use crate::{
    display, packages,
    shell::{Outcome, cargo, must, npm, program, read, root, say, target},
};

pub fn run(arguments: &[String]) -> Outcome {
    let release = arguments.iter().any(|argument| argument == "--release");
    let profile: &[&str] = if release { &["--release"] } else { &[] };
    let built = target().join(if release { "release" } else { "debug" });
    if display::is_there() {
        packages::for_the_window()?;
        build_face()?;
        must(cargo().args(["build", "--features", "custom-protocol"]).args(profile))?;
        return must(
            program(built.join(executable("coupure-desktop")))
                .env("COUPURE_MODELS", packages::models_folder()),
        );
    }
    say("There is no display: the same job through the command line, on the sample.");
    packages::for_the_command_line()?;
    must(cargo().args(["build", "--package", "coupure-cli"]).args(profile))?;
    without_a_window(&built.join(executable("coupure")))
}

/// The window's page, where its sources are newer than what was built of them.
pub fn build_face() -> Outcome {
    must(npm("ui").args(["run", "--silent", "build"]))
}

pub fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// Clips the sample page, writes a post with it, makes the page, and says where it is.
fn without_a_window(coupure: &Path) -> Outcome {
    let home = target().join("sample-home");
    let sample = root().join("tests/sample");
    let ask = |arguments: &[&str]| -> Outcome<String> {
        read(
            program(coupure)
                .arg("--home")
                .arg(&home)
                .arg("--json")
                .args(arguments)
                .env("COUPURE_MODELS", packages::models_folder()),
        )
    };
    let page = sample.join("page.jpg");
    let page = page.to_string_lossy();
    say("Straightening and reading tests/sample/page.jpg…");
    let clipping = ask(&[
        "clip",
        "import",
        &page,
        "--lang",
        "fra",
        "--newspaper",
        "L’Écho du Val",
        "--date",
        "2025-10-11",
        "--page",
        "7",
        "--journalist",
        "propos recueillis par Anaïs Le Goff",
    ])?;
    let clipping = field(&clipping, "id")?;
    let inserted: PathBuf = target().join("sample-clipping.md");
    ask(&["clip", "export", &clipping, "--out", &inserted.to_string_lossy()])?;
    let io = |error: std::io::Error| format!("The sample post cannot be written: {error}");
    let post = std::fs::read_to_string(sample.join("post.md")).map_err(io)?;
    let figure = std::fs::read_to_string(&inserted).map_err(io)?;
    let whole: PathBuf = target().join("sample-post.md");
    std::fs::write(&whole, post.replace("<!-- coupure -->", &figure)).map_err(io)?;
    let draft = field(&ask(&["draft", "new", &whole.to_string_lossy()])?, "id")?;
    let published = ask(&["publish", &draft, "--wait", "60"])?;
    let url = field(&published, "url")?;
    println!("\nThe page is there:\n  {url}");
    Ok(())
}

/// A string field of a flat JSON object, as `coupure --json` prints it.
fn field(json: &str, name: &str) -> Outcome<String> {
    let mark = format!("\"{name}\":\"");
    let start = json.find(&mark).ok_or_else(|| format!("“{name}” is missing in: {json}"))?;
    let rest = &json[start + mark.len()..];
    let end = rest.find('"').ok_or_else(|| format!("“{name}” does not end in: {json}"))?;
    Ok(rest[..end].to_owned())
}
