//! Where a home is, and what is found in it.

use std::{
    path::Path,
    process::{Command, Stdio},
};

fn coupure(stands_in: &Path, words: &[&str]) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_coupure"))
        .current_dir(stands_in)
        .env_remove("COUPURE_HOME")
        .env_remove("COUPURE_PAGES")
        .env("COUPURE_SECRETS", "file")
        .args(["--json", "--home"])
        .args(words)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {told}");
    let first = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or("null").to_owned();
    serde_json::from_str(&first).unwrap()
}

/// Begun from one folder, gone on with from another.
#[test]
fn a_home_named_by_a_relative_path_has_its_pages_inside_it() {
    let above = tempfile::tempdir().unwrap();
    std::fs::create_dir(above.path().join("maison")).unwrap();
    std::fs::write(above.path().join("billet.md"), "---\ntitle: Un billet\n---\nBonjour.\n")
        .unwrap();
    let draft = coupure(above.path(), &["maison", "draft", "new", "billet.md"]);
    let id = draft["id"].as_str().unwrap();
    let inside = above.path().join("maison");
    let page = coupure(&inside, &[".", "publish", id, "--wait", "30"]);
    let url = page["url"].as_str().unwrap_or_else(|| panic!("{page}"));
    let path = url.strip_prefix("file://").unwrap_or(url);
    let inside = inside.canonicalize().unwrap();
    assert!(Path::new(path).canonicalize().unwrap().starts_with(&inside), "{url}");
}
