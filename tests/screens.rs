//! A picture of every screen of the real window, in both languages and themes, on a home that
//! looks like an author's. `cargo xtask screenshots` runs it; the pictures are for people to look
//! at, so nothing is asserted but that each screen comes up.

#![cfg(target_os = "linux")]

mod common;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use common::{Home, sample};
use coupure_blog::secrets::{Secret, Vault};
use coupure_desk::{
    Access,
    view::{ClippingChange, Settings, Theme},
};
use coupure_model::{
    Blog, BlogId, BlogKind, Content, DraftId, Features, Language, Provenance, RevisionReason,
    Rights, Timestamp, WantedState,
};
use coupure_store::Store;
use coupure_testkit::window::Window;
use serde_json::json;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

#[test]
#[ignore = "takes pictures to look at; `cargo xtask screenshots` runs it"]
fn every_screen_is_pictured() {
    let folder = screenshots_folder();
    std::fs::create_dir_all(&folder).unwrap();
    let (home, empty) = (Home::new(), Home::new());
    let written = furnish(&home);
    // The picture of the README: nothing to be sent yet.
    prefer(&home, "fr", Theme::Light);
    let window = open(&home);
    open_clipping_in_text(&window);
    Shots { folder: folder.clone(), tail: "fr-light".into() }.take(&window, "window");
    drop(window);
    send(&home, &written);
    for (language, theme) in
        [("fr", Theme::Light), ("en", Theme::Light), ("fr", Theme::Dark), ("en", Theme::Dark)]
    {
        let tone = if theme == Theme::Dark { "dark" } else { "light" };
        let shots = Shots { folder: folder.clone(), tail: format!("{language}-{tone}") };
        prefer(&home, language, theme);
        picture_screens(&home, &shots);
        prefer(&empty, language, theme);
        let window = open(&empty);
        window.wait_for("main button");
        shots.take(&window, "welcome");
    }
}

fn picture_screens(home: &Home, shots: &Shots) {
    let window = open(home);
    open_clipping_in_text(&window);
    shots.take(&window, "desk");
    window.run("document.querySelector('.preview').scrollTo(0, 1e6)", &[]);
    shots.take(&window, "desk-end");

    press(&window, "h", true);
    window.wait_for("dialog .versions li:nth-child(2) button");
    window.run("document.querySelector('dialog .versions li:nth-child(3) button')?.click()", &[]);
    pause();
    shots.take(&window, "history");
    close_dialog(&window);

    press(&window, "e", false);
    window.wait_for(".panel .fields");
    shots.take(&window, "fields");
    press(&window, "e", false);

    press(&window, "p", false);
    window.wait_for("dialog input");
    shots.take(&window, "palette");
    close_dialog(&window);

    press(&window, "e", true);
    window.wait_for("dialog");
    pause();
    shots.take(&window, "activity");
    close_dialog(&window);

    press(&window, ",", false);
    window.wait_for("dialog .settings");
    shots.take(&window, "preferences");
    window.run("document.querySelector('dialog [role=tab]').click()", &[]);
    window.wait_for("dialog .blogs li:nth-child(2)");
    shots.take(&window, "blogs");
    close_dialog(&window);

    window.run("document.querySelectorAll('.shelves button')[1].click()", &[]);
    pause();
    shots.take(&window, "posts");

    open_first(&window, "2", ".bench .body img, .bench .body canvas");
    window.wait_until(
        "the scan is there",
        "[...document.querySelectorAll('.bench img')].every(i => i.complete)",
    );
    pause();
    shots.take(&window, "workbench");
    for (tab, name) in ["workbench-page", "workbench-crop", "workbench-light"].iter().enumerate() {
        let script = format!("document.querySelectorAll('.bench .scan [role=tab]')[{tab}].click()");
        window.run(&script, &[]);
        pause();
        shots.take(&window, name);
    }
    window.run("document.querySelectorAll('.bench .side [role=tab]')[1].click()", &[]);
    pause();
    shots.take(&window, "workbench-source");
}

/// Where pictures go, and how their names end.
struct Shots {
    folder: PathBuf,
    tail: String,
}

impl Shots {
    fn take(&self, window: &Window, name: &str) {
        pause();
        window.screenshot(&self.folder.join(format!("{name}-{}.png", self.tail)));
    }
}

/// For what fades in, and for pictures to be painted.
fn pause() {
    std::thread::sleep(Duration::from_millis(700));
}

fn screenshots_folder() -> PathBuf {
    let target = Path::new(env!("CARGO_BIN_EXE_coupure-desktop")).ancestors().nth(2);
    target.expect("a program lies in target/PROFILE").join("screenshots")
}

fn open(home: &Home) -> Window {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_coupure-desktop"));
    let window = Window::open_on(&program, home.path(), &common::models());
    window.wait_for("nav.library");
    window
}

/// Opens the first entry of a shelf.
fn open_first(window: &Window, shelf: &str, then: &str) {
    window.run(&format!("document.querySelectorAll('.shelves button')[{shelf}].click()"), &[]);
    window.wait_for("nav.library [role=option] time");
    pause();
    window.run("document.querySelector('nav.library [role=option]').click()", &[]);
    window.wait_for(then);
}

/// Text and preview stand where the clipping is.
fn open_clipping_in_text(window: &Window) {
    open_first(window, "0", ".article figure img");
    window.wait_until(
        "the clipping's picture is there",
        "(i => i && i.complete && i.naturalWidth > 1000)(document.querySelector('.article figure img'))",
    );
    window
        .run("document.querySelector('.article figure').scrollIntoView({ block: 'center' })", &[]);
    pause();
}

/// Keys with Ctrl, as the window hears them.
fn press(window: &Window, key: &str, shift: bool) {
    window.run(
        "window.dispatchEvent(new KeyboardEvent('keydown', \
         { key: arguments[0], ctrlKey: true, shiftKey: arguments[1], cancelable: true }))",
        &[json!(key), json!(shift)],
    );
}

fn close_dialog(window: &Window) {
    window.run(
        "document.querySelector('dialog[open]').dispatchEvent(new Event('cancel', { cancelable: true }))",
        &[],
    );
    window.wait_until("the dialog is closed", "!document.querySelector('dialog[open]')");
}

fn prefer(home: &Home, language: &str, theme: Theme) {
    let desk = home.open();
    let window_language = Some(language.parse::<Language>().unwrap());
    desk.set_settings(&Settings { window_language, theme, ..desk.settings().unwrap() }).unwrap();
}

/// An author's home: a post about a clipping, others written, waiting, published.
fn furnish(home: &Home) -> Written {
    let drafts = write_drafts(home);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let desk = home.open();
        let taken = desk.take_in(&[sample("page.jpg")], true).unwrap().remove(0);
        desk.work_off_clippings();
        let clipping = taken.clipping.expect("a picture of a page is a clipping");
        let change = ClippingChange {
            provenance: Some(Provenance {
                title: "Un village ne meurt pas d’être petit".into(),
                newspaper: "L’Écho du Val".into(),
                date: Some("2025-10-11".parse().unwrap()),
                page: "7".into(),
                journalist: "Anaïs Le Goff".into(),
                ..Provenance::default()
            }),
            rights: Some(Rights::Permission {
                by: "la rédaction".into(),
                on: Some("2025-10-20".parse().unwrap()),
            }),
            ..ClippingChange::default()
        };
        desk.change_clipping(clipping, change).unwrap();

        let main = desk.draft(drafts.main).unwrap().content;
        let inserted = desk.clipping_markdown(clipping).unwrap();
        let file = home.path().join("post.md");
        std::fs::write(&file, main.body.replace("<!-- coupure -->", &inserted)).unwrap();
        desk.edit_from_file(drafts.main, &file).unwrap();

        for id in drafts.pages {
            desk.publish(id, None, WantedState::Published).unwrap();
        }
        desk.sync(Duration::from_secs(20)).await.unwrap();
        desk.stop().await;
    });
    drafts
}

/// Publishes on the blogs: one cannot be reached, the password of the other is missing.
fn send(home: &Home, drafts: &Written) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let desk = home.open();
        let wordpress: Vec<BlogId> =
            desk.blogs().unwrap().iter().filter(|b| !b.built_in).map(|b| b.blog.id).collect();
        for (id, blog) in drafts.sent.into_iter().zip(wordpress) {
            desk.publish(id, Some(blog), WantedState::Published).unwrap();
        }
        desk.sync(Duration::from_secs(20)).await.unwrap();
        desk.stop().await;
    });
}

struct Written {
    main: DraftId,
    pages: [DraftId; 1],
    sent: [DraftId; 2],
}

/// Drafts of the last weeks, and two blogs that no network reaches.
fn write_drafts(home: &Home) -> Written {
    let store = Store::open(&home.home(), Access::Write).unwrap();
    let now = Timestamp::now();
    let before = |seconds: u64| now - Duration::from_secs(seconds);
    let write = |title: &str, body: &str, seconds: u64| {
        let content = Content { title: title.into(), body: body.into(), ..Content::default() };
        store.create_draft(&content, None, RevisionReason::Typed, before(seconds)).unwrap().id
    };
    let pages = [write(
        "Le jour où l’école a fermé",
        "C’était un vendredi de juin. On avait sorti les bancs dans la cour, et la maîtresse a fait l’appel une dernière fois.\n",
        23 * DAY,
    )];
    let sent = [
        write(
            "Trois cafés, un bourg",
            "Il y en eut trois ; il n’en reste qu’un, et il ferme à dix-huit heures.\n",
            9 * DAY,
        ),
        write(
            "Qui a peur du comité des fêtes ?",
            "Personne, sans doute. Mais qui s’y présente encore ?\n",
            4 * DAY,
        ),
    ];
    write(
        "Notes pour la réunion publique",
        "- la fibre : calendrier ?\n- le car de 7 h 40\n",
        2 * DAY,
    );
    write("", "Une idée, en passant : et si l’on rouvrait le four à pain ?\n", DAY + 3 * HOUR);

    let source = std::fs::read_to_string(sample("post.md")).unwrap();
    let (front, body) = coupure_markdown::front_matter::split(&source).unwrap();
    let whole = Content {
        title: front.title.unwrap(),
        slug: front.slug.unwrap(),
        excerpt: front.excerpt.unwrap(),
        categories: front.categories.unwrap(),
        tags: front.tags.unwrap(),
        body: body.into(),
        ..Content::default()
    };
    let first = body.split("## Ce que").next().unwrap();
    let begun = Content { body: first.into(), ..whole.clone() };
    let main =
        store.create_draft(&begun, None, RevisionReason::Typed, before(5 * HOUR)).unwrap().id;
    let middle = body.split("> Un village").next().unwrap().replace("un lieu où", "l’endroit où");
    let named = RevisionReason::Named { name: "Avant relecture".into() };
    store.save(main, &Content { body: middle, ..whole.clone() }, named, before(2 * HOUR)).unwrap();
    store.save(main, &whole, RevisionReason::Typed, before(HOUR / 2)).unwrap();

    let vault = Vault::of_home(&home.home(), Some("file"));
    for (name, user, id, password) in [
        ("laurent.example", "laurent", "01990000-0000-7000-8000-000000000001", Some("abcd efgh")),
        ("asso.example", "redaction", "01990000-0000-7000-8000-000000000002", None),
    ] {
        let blog = Blog {
            id: id.parse().unwrap(),
            name: name.into(),
            kind: BlogKind::WordPress {
                url: format!("https://{name}/"),
                api: format!("https://{name}/wp-json/"),
                user: user.into(),
            },
            title: name.into(),
            language: Language::default(),
            time_zone: "Europe/Paris".into(),
            features: Features { revisions: true, ..Features::default() },
        };
        store.put_blog(&blog).unwrap();
        if let Some(password) = password {
            vault.set(blog.id, &Secret::new(password)).unwrap();
        }
    }
    Written { main, pages, sent }
}
