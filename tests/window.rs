//! The main job in the real window: type, drop a picture, give its provenance, publish, see the
//! page; and a window killed in the middle of typing.

#![cfg(target_os = "linux")]

mod common;

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use common::{Home, sample};
use coupure_desk::{Access, view::NewBlog};
use coupure_model::{Timestamp, WantedState};
use coupure_store::{Store, Wish};
use coupure_testkit::{
    window::Window,
    wordpress::{Options, WordPress},
};

/// Opens the application with that home, in French.
fn open(home: &Home) -> Window {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_coupure-desktop"));
    let window = Window::open_on(&program, home.path(), &common::models());
    window.wait_for("nav.library");
    window
}

fn click_button(window: &Window, words: &str) {
    let found = format!(
        "[...document.querySelectorAll('button')].find(b => b.innerText.includes({}) && !b.disabled)",
        serde_json::json!(words)
    );
    window.wait_until(&format!("the button “{words}” is there"), &found);
    window.run(&format!("{found}.click()"), &[]);
}

fn saved(window: &Window) {
    window.wait_until(
        "the text is saved",
        "document.querySelector('footer.status').innerText.includes('Enregistré')",
    );
}

#[test]
fn an_author_writes_drops_a_page_publishes_and_sees_it() {
    let home = Home::new();
    let window = open(&home);
    click_button(&window, "Écrire un premier billet");
    window.type_into(".editor .title", "Le lavoir et nous");
    window
        .type_into(".cm-content", "Le mois dernier, *L’Écho du Val* est venu. Pourquoi pas ?\n\n");
    window.wait_until(
        "the preview shows what was typed",
        "document.querySelector('.article em')?.innerText === 'L’Écho du Val'",
    );

    window.drop_files(&[&sample("page.jpg")], 500.0, 400.0);
    window.wait_for(".article figure img");
    window.wait_until(
        "the figure shows the page straightened",
        "(i => i && i.naturalWidth > 1000 && !i.src.includes('waiting'))(document.querySelector('.article figure img'))",
    );
    saved(&window);
    let preview = window.text(".article");

    click_button(&window, "Créer la page sur cet ordinateur");
    click_button(&window, "Annuler");
    std::thread::sleep(Duration::from_secs(1));
    assert!(common::files_below(&home.pages(), "html").is_empty(), "undone: nothing was made");

    click_button(&window, "Créer la page sur cet ordinateur");
    let page = home.pages().join("le-lavoir-et-nous/index.html");
    let begun = std::time::Instant::now();
    while !page.exists() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "no page after a minute, but {:?}; the window shows:\n{}",
            common::files_below(&home.pages(), "html"),
            window.text("body")
        );
        std::thread::sleep(Duration::from_millis(200));
    }
    let html = std::fs::read_to_string(&page).unwrap();
    let text = coupure_markdown::text_of_html(&html);
    let first = preview.lines().next().unwrap();
    assert!(text.contains(first), "“{first}” is not in:\n{text}");
    window.wait_until(
        "the window says that the page is there",
        "document.querySelector('.publish').innerText.includes('ordinateur') || document.body.innerText.includes('Page créée')",
    );
    let said = window.run("return document.querySelector('.publish').innerText", &[]);
    let said = said.as_str().unwrap_or_default().to_lowercase();
    assert!(!said.contains("publié"), "a folder blog never says so: {said}");
}

#[test]
fn what_the_window_called_saved_is_there_after_a_kill() {
    let home = Home::new();
    let window = open(&home);
    click_button(&window, "Écrire un premier billet");
    window.type_into(".editor .title", "Avant la coupure");
    let mut typed = String::new();
    for line in 1..=12 {
        let words = format!("Ligne {line}, écrite à l’instant. ");
        window.type_into(".cm-content", &words);
        typed.push_str(&words);
    }
    // Shown as saved, to the last word of it.
    window.run("window.coupureSaved = 0", &[]);
    saved(&window);
    std::thread::sleep(Duration::from_millis(1_500));
    saved(&window);
    // More is typed, and the power goes in the middle of it.
    window.type_into(".cm-content", "Ceci peut-être.");
    window.kill();

    let desk = home.open();
    let query = coupure_desk::view::LibraryQuery {
        shelf: coupure_desk::view::Shelf::Drafts,
        words: String::new(),
        offset: 0,
        limit: 10,
    };
    let page = desk.library(&query).unwrap();
    assert_eq!(page.total, 1);
    let coupure_desk::view::LibraryEntry::Draft { id, title, .. } = &page.entries[0] else {
        panic!("a draft")
    };
    assert_eq!(title, "Avant la coupure");
    let body = desk.draft(*id).unwrap().content.body;
    assert!(body.starts_with(typed.trim_end()), "saved and lost: {body}");
    drop(desk);

    let again = open(&home);
    again.wait_until(
        "the draft is open again",
        "document.querySelector('.cm-content')?.innerText.includes('Ligne 12')",
    );
}

#[test]
fn a_damaged_database_is_said_calmly_and_left_as_it_is() {
    let home = Home::new();
    drop(home.open());
    let database = std::fs::read_dir(home.home())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "sqlite"))
        .expect("a database");
    let damaged = vec![b'x'; 40_000];
    std::fs::write(&database, &damaged).unwrap();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_coupure-desktop"));
    let folder = home.home().display().to_string();
    let environment = [("COUPURE_HOME", folder.as_str()), ("LANG", "fr_FR.UTF-8")];
    let window = Window::open(&program, &environment, &home.path().join("window.log"));
    window.wait_until("it is said", "document.body.innerText.includes('base')");
    drop(window);
    assert_eq!(std::fs::read(&database).unwrap(), damaged);
}

/// Presses Publish two hours ago, in a home that was closed before anything was sent.
fn left_to_be_sent(home: &Home, site: &WordPress) {
    let user = site.user("editor");
    let new = NewBlog::WordPress {
        url: site.url.clone(),
        name: "essai".into(),
        user: user.name.clone(),
        password: user.password.clone(),
    };
    let desk = home.open();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let blog = runtime.block_on(desk.add_blog(new)).unwrap().blog.id;
    let draft = common::draft(&desk, home, "# Les moulins\nIl en restait douze.", Some(blog));
    drop(desk);
    let store = Store::open(&home.home(), Access::Write).unwrap();
    let pressed = Timestamp::now() - Duration::from_secs(2 * 60 * 60);
    let wish = Wish {
        draft: draft.id,
        revision: draft.revision,
        blog,
        state: WantedState::Published,
        pictures: Vec::new(),
        pressed,
        not_before: pressed,
        overwrite: None,
    };
    store.want(wish).unwrap();
}

#[test]
fn a_post_that_waited_is_told_by_the_systems_notification_once_it_is_out() {
    let site = WordPress::start(&Options::default()).unwrap();
    let home = Home::new();
    left_to_be_sent(&home, &site);
    let mut bus = Command::new("dbus-monitor")
        .args(["--session", "interface='org.freedesktop.Notifications',member='Notify'"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (line, lines) = mpsc::channel();
    let seen = BufReader::new(bus.stdout.take().unwrap());
    std::thread::spawn(move || {
        for read in seen.lines().map_while(Result::ok) {
            let _ = line.send(read);
        }
    });
    let window = open(&home);
    let mut told = Vec::new();
    while !told.iter().any(|line: &String| line.contains("«\u{a0}Les moulins\u{a0}» est en ligne"))
    {
        let next = lines.recv_timeout(Duration::from_secs(60));
        told.push(next.unwrap_or_else(|_| panic!("nothing more was told than {told:#?}")));
    }
    assert_eq!(site.posts().unwrap()[0].status, "publish");
    drop(window);
    bus.kill().unwrap();
    bus.wait().unwrap();
}
