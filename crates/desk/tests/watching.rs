//! A folder that is watched: through the desk alone, one look at a time.

use std::path::{Path, PathBuf};

use coupure_desk::{Desk, OpenOptions, view::Event};
use coupure_model::{Code, Problem};
use tempfile::TempDir;

struct Scene {
    home: TempDir,
    desk: Desk,
}

impl Scene {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("scans")).unwrap();
        let desk = Desk::open(OpenOptions::of(home.path().join("home"))).unwrap();
        Self { home, desk }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("scans")
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder().join(name), bytes).unwrap();
    }

    /// How many clippings two looks make: a file is taken once it was found the same twice.
    fn looks(&self) -> usize {
        let look = || self.desk.look_into_watched_folder().unwrap().len();
        look() + look()
    }
}

/// A TIFF of one grey pixel.
fn scan(grey: u8) -> Vec<u8> {
    let mut bytes = b"II\x2A\x00\x08\x00\x00\x00".to_vec();
    let entries: [(u16, u16, u32); 9] = [
        (256, 3, 1),
        (257, 3, 1),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 122),
        (277, 3, 1),
        (278, 3, 1),
        (279, 4, 1),
    ];
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0, 0, 0, 0, grey, 0]);
    bytes
}

fn problems(events: &mut tokio::sync::broadcast::Receiver<Event>) -> Vec<Problem> {
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::WatchedFolder { problem } = event {
            told.push(problem);
        }
    }
    told
}

#[test]
fn new_files_become_clippings_once_and_those_of_before_do_not() {
    let scene = Scene::new();
    scene.put("avant.tif", &scan(1));
    scene.desk.watch_folder(Some(&scene.folder()), false).unwrap();
    assert_eq!(scene.looks(), 0);
    scene.put("un.tif", &scan(2));
    assert_eq!(scene.looks(), 1);
    // The same again under another name, and what is hidden or still being written.
    scene.put("copie.tif", &scan(2));
    scene.put(".cache.tif", &scan(3));
    scene.put("deux.tif.part", &scan(4));
    assert_eq!(scene.looks(), 0);
    // Another process with the same home imports nothing twice, not even a renamed file.
    let Scene { home, desk } = scene;
    drop(desk);
    let desk = Desk::open(OpenOptions::of(home.path().join("home"))).unwrap();
    let scene = Scene { home, desk };
    std::fs::rename(scene.folder().join("un.tif"), scene.folder().join("renomme.tif")).unwrap();
    assert_eq!(scene.looks(), 0);
    scene.put("trois.tif", &scan(5));
    assert_eq!(scene.looks(), 1);
    assert_eq!(std::fs::read(scene.folder().join("trois.tif")).unwrap(), scan(5), "only read");
    scene.desk.watch_folder(None, false).unwrap();
    scene.put("quatre.tif", &scan(6));
    assert_eq!(scene.looks(), 0);
    // Asked for, all that is there comes, but for what came already.
    scene.desk.watch_folder(Some(&scene.folder()), true).unwrap();
    assert_eq!(scene.looks(), 2, "avant.tif and quatre.tif");
}

#[test]
fn a_file_that_is_still_growing_is_left_until_it_stands_still() {
    let scene = Scene::new();
    scene.desk.watch_folder(Some(&scene.folder()), false).unwrap();
    let look = || scene.desk.look_into_watched_folder().unwrap().len();
    let whole = scan(9);
    for part in [0, 40, 100] {
        scene.put("scan.tif", &whole[..part]);
        assert_eq!(look(), 0);
    }
    scene.put("scan.tif", &whole);
    assert_eq!(look(), 0);
    assert_eq!(look(), 1);
    assert_eq!(look(), 0);
}

#[test]
fn what_cannot_be_taken_is_told_once_and_taken_when_it_is_whole() {
    let scene = Scene::new();
    scene.desk.watch_folder(Some(&scene.folder()), false).unwrap();
    let mut events = scene.desk.events();
    scene.put("recette.txt", "Une tarte.".as_bytes());
    assert_eq!(scene.looks() + scene.looks(), 0);
    let told = problems(&mut events);
    assert_eq!(told.iter().map(|p| p.code).collect::<Vec<_>>(), [Code::NotAPicture]);
    assert!(told[0].params["file"].ends_with("recette.txt"));
    scene.put("coupe.tif", &scan(7)[..60]);
    assert_eq!(scene.looks(), 0);
    assert_eq!(problems(&mut events)[0].code, Code::PictureTruncated);
    scene.put("coupe.tif", &scan(7));
    assert_eq!(scene.looks(), 1);
}

/// Nothing of a file changes when it may be read at last: no size, no hour.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told_once_keeps_nothing_out_and_is_taken_when_it_may() {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};

    let scene = Scene::new();
    scene.desk.watch_folder(Some(&scene.folder()), false).unwrap();
    let shut: Vec<PathBuf> = (0..9).map(|i| scene.folder().join(format!("a{i}.tif"))).collect();
    for (i, path) in shut.iter().enumerate() {
        std::fs::write(path, scan(20 + i as u8)).unwrap();
        std::fs::set_permissions(path, Permissions::from_mode(0o000)).unwrap();
    }
    if std::fs::read(&shut[0]).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let mut events = scene.desk.events();
    assert_eq!(scene.looks(), 0);
    scene.put("b.tif", &scan(2));
    assert_eq!(scene.looks() + scene.looks(), 1);
    let told = problems(&mut events);
    assert!(told.iter().all(|problem| problem.code == Code::FileUnreadable), "{told:?}");
    assert!(told.len() <= 2, "eight at a time, each once: {told:?}");
    std::fs::set_permissions(&shut[3], Permissions::from_mode(0o600)).unwrap();
    assert_eq!(scene.looks(), 1);
}

#[cfg(unix)]
#[test]
fn links_that_lead_round_or_nowhere_are_passed_over() {
    use std::os::unix::fs::symlink;

    let scene = Scene::new();
    scene.desk.watch_folder(Some(&scene.folder()), false).unwrap();
    let mut events = scene.desk.events();
    let link = |to: &Path, name: &str| symlink(to, scene.folder().join(name)).unwrap();
    link(&scene.folder().join("boucle.tif"), "boucle.tif");
    link(&scene.folder().join("b.tif"), "a.tif");
    link(&scene.folder().join("a.tif"), "b.tif");
    link(&scene.folder(), "encore");
    link(Path::new("/nowhere/at/all.tif"), "rien.tif");
    std::fs::write(scene.home.path().join("ailleurs.tif"), scan(3)).unwrap();
    link(&scene.home.path().join("ailleurs.tif"), "lien.tif");
    assert_eq!(scene.looks() + scene.looks(), 1, "the one that leads to a scan");
    assert_eq!(problems(&mut events), []);
}

#[test]
fn a_folder_of_ten_thousand_files_is_not_the_scanner_s_and_one_that_becomes_so_waits() {
    let scene = Scene::new();
    let full = scene.home.path().join("plein");
    std::fs::create_dir(&full).unwrap();
    let fill = |folder: &Path| {
        for i in 0..10_000 {
            std::fs::write(folder.join(format!("{i}.txt")), b"").unwrap();
        }
    };
    fill(&full);
    let refused = scene.desk.watch_folder(Some(&full), true).unwrap_err();
    assert_eq!(refused.code, Code::WatchedFolderTooFull);
    assert_eq!(scene.desk.watched_folder().unwrap().folder, None);

    scene.desk.watch_folder(Some(&scene.folder()), false).unwrap();
    let mut events = scene.desk.events();
    std::fs::remove_dir(scene.folder()).unwrap();
    std::fs::rename(&full, scene.folder()).unwrap();
    scene.put("scan.tif", &scan(4));
    assert_eq!(scene.looks() + scene.looks(), 0);
    let told = problems(&mut events);
    assert_eq!(told.iter().map(|p| p.code).collect::<Vec<_>>(), [Code::WatchedFolderTooFull]);
    std::fs::rename(scene.folder(), &full).unwrap();
    std::fs::create_dir(scene.folder()).unwrap();
    scene.put("scan.tif", &scan(4));
    assert_eq!(scene.looks(), 1);
}

#[test]
fn a_folder_that_vanishes_is_told_once_and_goes_on_when_it_is_back() {
    let scene = Scene::new();
    scene.put("avant.tif", &scan(1));
    scene.desk.watch_folder(Some(&scene.folder()), false).unwrap();
    let mut events = scene.desk.events();
    let away = scene.home.path().join("ailleurs");
    std::fs::rename(scene.folder(), &away).unwrap();
    assert_eq!(scene.looks() + scene.looks(), 0);
    let told = problems(&mut events);
    assert_eq!(told.iter().map(|p| p.code).collect::<Vec<_>>(), [Code::WatchedFolderMissing]);
    let shown = scene.desk.watched_folder().unwrap();
    assert_eq!(shown.problem.unwrap().code, Code::WatchedFolderMissing);
    std::fs::rename(&away, scene.folder()).unwrap();
    scene.put("apres.tif", &scan(2));
    assert_eq!(scene.looks(), 1, "what was there before stays out");
    assert_eq!(scene.desk.watched_folder().unwrap().problem, None);
    let nowhere = scene.desk.watch_folder(Some(Path::new("/nowhere/at/all")), false);
    assert_eq!(nowhere.unwrap_err().code, Code::WatchedFolderMissing);
    let kept = scene.desk.watched_folder().unwrap().folder;
    assert_eq!(kept.map(PathBuf::from), Some(scene.folder().canonicalize().unwrap()));
}
