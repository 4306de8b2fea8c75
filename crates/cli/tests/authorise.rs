//! A WordPress from the command line, by the password that its own page makes.
#![cfg(unix)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

use coupure_testkit::wordpress::{Options, WordPress};

fn adding(site: &WordPress, home: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coupure"));
    command.env("COUPURE_HOME", home).env("COUPURE_SECRETS", "file").arg("--json");
    command.args(["blog", "add", "wordpress", &site.url, "--name", "essai", "--user", "editor"]);
    let command = command.arg("--authorise").stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn the_page_that_makes_the_password_is_named_and_its_password_is_taken() {
    let site = WordPress::start(&Options::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut child = adding(&site, &folder.path().join("home"));
    let mut note = String::new();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    told.read_line(&mut note).unwrap();
    let note: serde_json::Value = serde_json::from_str(&note).unwrap();
    let page = note["note"].as_str().unwrap().lines().find(|line| line.starts_with("http"));
    let shown = site.authorise_form(page.unwrap(), "editor").unwrap();
    assert!(shown.contains("name=\"approve\"") && shown.contains("Coupure"), "{shown}");
    assert!(!note.to_string().contains("success_url"), "{note}");
    // The page shows it by a script; left open, the input has to end with its line.
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", site.user("editor").password).unwrap();
    stdin.flush().unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success(), "{said}");
    drop((stdin, told));
    let blog: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&blog["kind"], &blog["name"]), (&"wordpress".into(), &"essai".into()));
}

#[test]
fn a_blog_that_makes_no_passwords_says_so_before_anything_is_asked() {
    let site = WordPress::start(&Options::default()).unwrap();
    let off = "add_filter('wp_is_application_passwords_available', '__return_false');";
    site.plugin("off", off).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let output = adding(&site, &folder.path().join("home")).wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("application_passwords_off") && !told.contains("Open this"), "{told}");
}
