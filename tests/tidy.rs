//! The house keeps its shape: who may import whom, what each room alone may know.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The arrows of ARCHITECTURE.md: a crate, and those of ours that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("language", &["model"]),
    ("markdown", &["model", "language"]),
    ("clipping", &["model"]),
    ("store", &["model"]),
    ("blog", &["model", "markdown"]),
    ("sync", &["model", "store", "blog", "markdown"]),
    ("desk", &["model", "language", "markdown", "clipping", "store", "blog", "sync"]),
    ("cli", &["desk", "model"]),
    ("desktop", &["desk", "model"]),
];

/// A package, and the only rooms that may name it.
const KNOWN_TO: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("rusqlite_migration", &["store"]),
    ("reqwest", &["blog"]),
    ("quick-xml", &["blog"]),
    ("keyring", &["blog"]),
    ("keyring-core", &["blog"]),
    ("comrak", &["markdown"]),
    ("ammonia", &["markdown"]),
    ("rten", &["clipping"]),
    ("hayro", &["clipping"]),
    ("heic-rs", &["clipping"]),
    ("pdf-writer", &["clipping"]),
    ("tauri", &["desktop"]),
];

/// The folders of the face that hold one feature each.
const FEATURES: &[&str] = &["library", "editor", "preview", "clipping", "publish", "settings"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The manifests of the rooms, by name; what is for tests only is not read.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut rooms: Vec<(String, PathBuf)> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name != "testkit")
        .collect();
    rooms.push(("desktop".into(), root()));
    rooms
        .into_iter()
        .map(|(name, folder)| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            (name, normal_dependencies(&manifest))
        })
        .collect()
}

fn normal_dependencies(manifest: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]")
                && !line.contains("dev-")
                && !line.contains("workspace");
        } else if inside && let Some(name) = line.split(['=', '.', ' ']).next() {
            found.insert(name.to_owned());
        }
    }
    found.remove("");
    found
}

#[test]
fn no_room_imports_one_that_it_may_not() {
    for (room, found) in dependencies() {
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{room}: no such room"));
        let ours = found.iter().filter_map(|name| name.strip_prefix("coupure-"));
        for used in ours {
            assert!(allowed.contains(&used), "{room} must not use {used}");
        }
    }
}

#[test]
fn what_one_room_knows_no_other_does() {
    for (room, found) in dependencies() {
        for (package, rooms) in KNOWN_TO {
            assert!(
                !found.contains(*package) || rooms.contains(&room.as_str()),
                "{room} must not know {package}"
            );
        }
    }
}

#[test]
fn the_test_kit_is_in_no_shipped_room() {
    for (room, found) in dependencies() {
        assert!(!found.contains("coupure-testkit"), "{room} ships the test kit");
    }
}

fn files_below(folder: &Path, ends: &[&str], out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "node_modules" && name != "target" && name != "dist" {
            files_below(&path, ends, out);
        } else if ends.iter().any(|end| name.ends_with(end)) {
            out.push(path);
        }
    }
}

#[test]
fn features_of_the_face_do_not_import_one_another() {
    let mut files = Vec::new();
    let source = root().join("ui/src");
    files_below(&source, &[".ts", ".svelte"], &mut files);
    assert!(files.len() > 20, "the face is somewhere else");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let inside = file.strip_prefix(&source).unwrap();
        let home = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        for line in text.lines().filter(|line| line.contains("from '") || line.contains("import("))
        {
            let shown = inside.display();
            for feature in FEATURES {
                let imports = line.contains(&format!("../{feature}/"));
                let allowed = home == "app" || home == *feature || file.ends_with("main.ts");
                assert!(!imports || allowed, "{shown} imports {feature}: {line}");
            }
            assert!(
                !line.contains("@tauri-apps") || home == "backend",
                "{shown} imports @tauri-apps: only backend/ may"
            );
            let below = home == "shared" || home == "backend";
            assert!(!(below && line.contains("../app/")), "{shown} imports app: {line}");
        }
    }
}

#[test]
fn no_file_holds_more_than_it_should() {
    let mut files = Vec::new();
    for folder in ["crates", "src-tauri", "xtask", "ui/src", "tests"] {
        files_below(&root().join(folder), &[".rs", ".ts", ".svelte"], &mut files);
    }
    for file in files {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        let shown = file.strip_prefix(root()).unwrap().display().to_string();
        assert!(lines <= 600, "{shown} has {lines} lines: look for its second idea");
    }
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let mut files = Vec::new();
    let ends = [".rs", ".ts", ".svelte", ".md", ".toml", ".json", ".mjs", ".css", ".html", ".php"];
    for folder in ["crates", "src-tauri", "xtask", "ui/src", "tests"] {
        files_below(&root().join(folder), &ends, &mut files);
    }
    let marks = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    for file in files {
        let text = fs::read_to_string(&file).unwrap_or_default();
        for mark in marks {
            assert!(!text.contains(mark), "{} names {mark}", file.display());
        }
    }
}
