//! What is said on the terminal: the hour that an embargo means, and a name, an hour or a command
//! that does not fit.

use std::{
    path::Path,
    process::{Command, Stdio},
};

fn coupure(home: &Path, words: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_coupure"))
        .env_remove("COUPURE_PAGES")
        .env("COUPURE_SECRETS", "file")
        .arg("--home")
        .arg(home)
        .args(words)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&told).into_owned())
}

#[test]
fn what_does_not_fit_is_said_with_what_helps() {
    let above = tempfile::tempdir().unwrap();
    let home = above.path().join("home");
    let file = above.path().join("billet.md");
    std::fs::write(&file, "---\ntitle: Le val : un billet\n---\nBonjour.\n").unwrap();
    let (well, line) = coupure(&home, &["draft", "new", file.to_str().unwrap()]);
    assert!(well && line.contains("Le val : un billet"), "{line}");
    let id = line.split_whitespace().next().unwrap();

    let (well, said) = coupure(&home, &["publish", id, "--at", "2207-02-03T08:00"]);
    assert!(!well && said.contains("beyond the year 2100"), "{said}");
    let pages = above.path().join("pages");
    let (well, said) =
        coupure(&home, &["blog", "add", "folder", pages.to_str().unwrap(), "--name", " "]);
    assert!(!well && said.contains("Give the blog a name"), "{said}");

    assert!(coupure(&home, &["publish", id, "--wait", "30"]).0);
    let (well, said) = coupure(&home, &["cancel", id]);
    assert!(well && said.contains("Nothing is under way"), "{said}");
    let (well, said) = coupure(&home, &["resolve", id]);
    assert!(!well && said.contains("nothing to choose"), "{said}");

    assert!(coupure(&home, &["draft", "trash", id]).0);
    let (well, said) = coupure(&home, &["publish", id]);
    assert!(!well && said.contains(&format!("coupure draft untrash {id}")), "{said}");
    assert!(coupure(&home, &["draft", "untrash", id]).0);
    assert!(coupure(&home, &["publish", id]).0);
}

#[test]
fn a_password_in_an_address_is_on_no_terminal() {
    let above = tempfile::tempdir().unwrap();
    let home = above.path().join("home");
    for kind in ["wordpress", "xmlrpc"] {
        let address = "http://admin:SECRET@127.0.0.1:1/";
        let words = ["blog", "add", kind, address, "--name", "a", "--user", "admin"];
        let mut child = Command::new(env!("CARGO_BIN_EXE_coupure"))
            .env("COUPURE_SECRETS", "file")
            .arg("--home")
            .arg(&home)
            .args(words)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"abcd efgh\n").unwrap();
        let said = child.wait_with_output().unwrap().stderr;
        let said = String::from_utf8_lossy(&said);
        assert!(!said.contains("SECRET") && said.contains("(http://127.0.0.1:1/)"), "{said}");
    }
}
