//! A blog of WordPress.com from the command line, at a stand-in for it in front of a real WordPress.
#![cfg(unix)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Command, Output, Stdio},
};

use coupure_desk::{Access, Desk, OpenOptions};
use coupure_testkit::{
    wordpress::{Options, WordPress},
    wordpress_com::{CLIENT, WordPressCom},
};

fn coupure(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coupure"));
    command.env("COUPURE_HOME", home).env("COUPURE_SECRETS", "file");
    command.env_remove("COUPURE_WORDPRESS_COM_CLIENT").arg("--json").stdin(Stdio::null());
    command
}

fn at(there: &WordPressCom, home: &Path) -> Command {
    let mut command = coupure(home);
    command.env("COUPURE_WORDPRESS_COM_CLIENT", CLIENT);
    command.env("COUPURE_WORDPRESS_COM_HOST", &there.url);
    command
}

fn said(output: &Output) -> (serde_json::Value, String) {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let first = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or("null").to_owned();
    (serde_json::from_str(&first).unwrap_or_default(), told)
}

/// Adds the blog as an author does whose browser could not come back: by the address it shows.
fn add(there: &WordPressCom, home: &Path, approve: bool) -> (serde_json::Value, String) {
    let mut adding = at(there, home)
        .args(["blog", "add", "wordpress-com", "--name", "essai"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(adding.stderr.take().unwrap());
    let mut note = String::new();
    told.read_line(&mut note).unwrap();
    let note: serde_json::Value = serde_json::from_str(&note).unwrap();
    let page = note["note"].as_str().unwrap().lines().find(|line| line.starts_with("http"));
    let returned = there.answer_authorise(page.unwrap(), approve).unwrap();
    let mut stdin = adding.stdin.take().unwrap();
    writeln!(stdin, "{returned}").unwrap();
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    let (blog, _) = said(&adding.wait_with_output().unwrap());
    (blog, rest)
}

/// The posts that the home knows for links to them.
fn titles_for_links(home: &Path) -> Vec<String> {
    let desk = Desk::open(OpenOptions { access: Access::ReadOnly, ..OpenOptions::of(home) });
    desk.unwrap().find_posts("rel").unwrap().into_iter().map(|link| link.title).collect()
}

#[test]
fn xml_rpc_is_added_with_the_titles_of_its_posts() {
    let site = WordPress::start(&Options::default()).unwrap();
    site.php("wp_insert_post(['post_title' => 'Les relevés', 'post_status' => 'publish']);")
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let mut adding = coupure(&home)
        .args(["blog", "add", "xmlrpc", &site.url, "--name", "essai", "--user", "editor"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(adding.stdin.take().unwrap(), "{}", site.user("editor").password).unwrap();
    let (blog, told) = said(&adding.wait_with_output().unwrap());
    assert_eq!(blog["kind"], "xmlrpc", "{told}");
    assert_eq!(titles_for_links(&home), ["Les relevés"], "{told}");
}

#[test]
fn a_post_is_out_once_though_tokens_end_on_the_way_and_no_token_is_shown() {
    let site = WordPress::start(&Options::default()).unwrap();
    let there = WordPressCom::start(&site, "editor").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");

    site.php("wp_insert_post(['post_title' => 'Les relevés', 'post_status' => 'publish']);")
        .unwrap();
    let (none, told) = add(&there, &home, false);
    assert!(none.is_null() && told.contains("authorise_rejected"), "{none} {told}");
    let (blog, told) = add(&there, &home, true);
    assert_eq!(blog["kind"], "wordpress-com", "{told}");
    assert_eq!(blog["address"], site.url.as_str());
    assert_eq!(
        (&blog["title"], &blog["time_zone"]),
        (&"Blog d’essai".into(), &"Europe/Paris".into())
    );

    assert_eq!(titles_for_links(&home), ["Les relevés"]);

    let file = folder.path().join("essai.md");
    std::fs::write(&file, "---\ntitle: Un\ntags: [Été]\n---\n\nUne phrase.\n").unwrap();
    let made =
        at(&there, &home).args(["draft", "new"]).arg(&file).args(["--blog", "essai"]).output();
    let (draft, told) = said(&made.unwrap());
    let id = draft["id"].as_str().unwrap_or_else(|| panic!("{draft} {told}")).to_owned();
    there.end_access();
    let done = at(&there, &home).args(["publish", &id, "--wait", "60"]).output().unwrap();
    let (row, told) = said(&done);
    assert!(done.status.success(), "{row} {told}");
    let posts = site.posts().unwrap();
    assert_eq!(posts.len(), 2);
    assert_eq!((posts[1].status.as_str(), posts[1].title.as_str()), ("publish", "Un"));
    let renewed = there.seen().exchanges.iter().filter(|(kind, _)| kind == "refresh_token").count();
    assert_eq!(renewed, 1);

    // Refused for good: it waits for the author, and goes on once they let Coupure in again.
    there.revoke();
    std::fs::write(&file, "---\ntitle: Deux\n---\n\nUne phrase.\n").unwrap();
    let made =
        at(&there, &home).args(["draft", "new"]).arg(&file).args(["--blog", "essai"]).output();
    let id = said(&made.unwrap()).0["id"].as_str().unwrap().to_owned();
    let held = at(&there, &home).args(["publish", &id, "--wait", "20"]).output().unwrap();
    assert!(!held.status.success());
    let all = format!("{}{}", String::from_utf8_lossy(&held.stdout), said(&held).1);
    assert!(all.contains("password_refused"), "{all}");
    assert!(!all.contains("refresh-") && !all.contains("access-"), "{all}");
    add(&there, &home, true);
    let done = at(&there, &home).args(["sync", "--wait", "60"]).output().unwrap();
    assert!(done.status.success(), "{:?}", said(&done));
    assert_eq!(site.count_posts().unwrap(), 3);
}

#[test]
fn without_an_identifier_it_is_said_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let output = coupure(&folder.path().join("home"))
        .args(["blog", "add", "wordpress-com", "--name", "essai"])
        .output()
        .unwrap();
    let (_, told) = said(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("authorise_unavailable"), "{told}");
    assert!(told.contains("COUPURE_WORDPRESS_COM_CLIENT"), "{told}");
}
