//! `coupure clip …`: what scripts rely on, and what is said of what does not fit. Nothing is read
//! here: there are no models.

use std::{fs, path::PathBuf, process::Command};

use image::{Rgb, RgbImage};
use serde_json::Value;
use tempfile::TempDir;

struct Scene {
    above: TempDir,
}

impl Scene {
    fn new() -> Self {
        Self { above: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.above.path().join(name)
    }

    /// The objects printed, the last problem told, and the exit.
    fn clip(&self, words: &[&str]) -> (Vec<Value>, Value, i32) {
        let output = Command::new(env!("CARGO_BIN_EXE_coupure"))
            .env("COUPURE_SECRETS", "file")
            .env("COUPURE_MODELS", self.above.path())
            .arg("--json")
            .arg("--home")
            .arg(self.path("home"))
            .arg("clip")
            .args(words)
            .output()
            .unwrap();
        let objects = |bytes: &[u8]| -> Vec<Value> {
            let lines = String::from_utf8_lossy(bytes).into_owned();
            lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
        };
        let problem = objects(&output.stderr).pop().unwrap_or_default();
        (objects(&output.stdout), problem, output.status.code().unwrap())
    }

    fn well(&self, words: &[&str]) -> Vec<Value> {
        let (objects, problem, exit) = self.clip(words);
        assert_eq!(exit, 0, "{words:?}: {problem}");
        objects
    }

    fn refused(&self, words: &[&str]) -> (String, i32) {
        let (objects, problem, exit) = self.clip(words);
        assert!(exit != 0, "{words:?}: {objects:?}");
        (problem["code"].as_str().unwrap_or_default().to_owned(), exit)
    }

    fn picture(&self, name: &str, shade: u8) -> String {
        RgbImage::from_pixel(80, 60, Rgb([shade; 3])).save(self.path(name)).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    fn import(&self, shade: u8) -> String {
        let file = self.picture("coupure.png", shade);
        let taken = self.well(&["import", &file]);
        assert_eq!(taken[0]["state"], "unread");
        taken[0]["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn where_a_clipping_comes_from_is_said_a_piece_at_a_time() {
    let scene = Scene::new();
    let id = scene.import(200);
    let set = |words: &[&str]| scene.well(&[&["set", &id], words].concat()).remove(0);
    set(&["--newspaper", "Le Maine Libre", "--date", "2016-10-28", "--page", "3"]);
    let shown = set(&["--journalist", "Anne Le Goff", "--embargo", "2027-03-01"]);
    let said = &shown["clipping"]["provenance"];
    assert_eq!(
        (&said["newspaper"], &said["date"]),
        (&"Le Maine Libre".into(), &"2016-10-28".into())
    );
    assert_eq!(said["journalist"], "Anne Le Goff");
    assert!(shown["caption"].as_str().unwrap().contains("octobre"), "{}", shown["caption"]);
    assert!(shown["clipping"]["embargo"].is_string());
    assert!(set(&["--no-embargo"])["clipping"]["embargo"].is_null());
    // A day that is none leaves all as it was.
    let refused = scene.refused(&["set", &id, "--newspaper", "Autre", "--date", "2016-02-30"]);
    assert_eq!(refused, ("bad_argument".into(), 2));
    let shown = scene.well(&["show", &id]).remove(0);
    assert_eq!(shown["clipping"]["provenance"]["newspaper"], "Le Maine Libre");
}

#[test]
fn the_right_to_show_it_is_said_with_what_belongs_to_it() {
    let scene = Scene::new();
    let id = scene.import(200);
    let mail = scene.path("accord.eml");
    fs::write(&mail, "Subject: Accord\n\nNous vous autorisons.").unwrap();
    let mail = mail.to_str().unwrap();
    let words = ["set", &id, "--rights", "permission", "--by", "Anne Le Goff", "--mail", mail];
    let shown = scene.well(&words).remove(0);
    let rights = &shown["clipping"]["rights"];
    assert_eq!((&rights["kind"], &rights["by"]), (&"permission".into(), &"Anne Le Goff".into()));
    assert_eq!(shown["clipping"]["permission_mail"]["name"], "accord.eml");
    let shown = scene.well(&["set", &id, "--no-mail"]).remove(0);
    assert!(shown["clipping"]["permission_mail"].is_null());
    let refused = scene.refused(&["set", &id, "--rights", "licence", "--by", "Anne"]);
    assert_eq!(refused, ("bad_argument".into(), 2));
    let shown = scene.well(&["set", &id, "--rights", "licence", "--name", "CC BY-SA 4.0"]);
    assert_eq!(shown[0]["clipping"]["rights"]["name"], "CC BY-SA 4.0");
}

#[test]
fn the_request_names_the_newspaper_in_the_language_asked_for() {
    let scene = Scene::new();
    let id = scene.import(200);
    scene.well(&["set", &id, "--newspaper", "Le Maine Libre", "--title", "Le pont"]);
    let french = scene.well(&["request", &id]).remove(0);
    let body = french["body"].as_str().unwrap();
    assert!(body.contains("Le Maine Libre") && body.contains("Le pont"), "{body}");
    let english = scene.well(&["request", &id, "--lang", "eng"]).remove(0);
    assert!(english["body"] != french["body"]);
    assert_eq!(scene.refused(&["request", &id, "--lang", "klingon"]), ("bad_argument".into(), 2));
}

#[test]
fn an_article_of_a_page_that_is_not_read_is_not_known() {
    let scene = Scene::new();
    let id = scene.import(200);
    assert_eq!(scene.refused(&["article", &id, "1"]), ("clipping_not_ready".into(), 1));
    // Counted from 1.
    assert_eq!(scene.refused(&["article", &id, "0"]), ("not_found".into(), 1));
    // Which one, or the whole page.
    assert_eq!(scene.refused(&["article", &id]).1, 2);
    assert_eq!(scene.refused(&["article", &id, "1", "--whole"]).1, 2);
}

#[test]
fn pictures_are_joined_in_the_order_given_and_parted_again() {
    let scene = Scene::new();
    let ids = [200, 201, 202].map(|shade| scene.import(shade));
    let [first, second, third] = ids.each_ref().map(String::as_str);
    let joined = scene.well(&["join", first, second, third]).remove(0);
    assert_eq!(joined["id"], first);
    assert_eq!(joined["parts"], serde_json::json!([first, second, third]));
    assert_eq!(scene.well(&["list"]).len(), 1);
    let parted = scene.well(&["part", second]).remove(0);
    assert_eq!(parted["id"], second);
    assert_eq!(scene.well(&["list"]).len(), 2);
    assert_eq!(scene.refused(&["join", second, second]), ("bad_argument".into(), 2));
    let nobody = "01890000-0000-7000-8000-000000000000";
    assert_eq!(scene.refused(&["join", first, nobody]), ("not_found".into(), 1));
}

#[test]
fn a_folder_is_watched_and_one_that_vanishes_is_told() {
    let scene = Scene::new();
    let folder = scene.path("scans");
    fs::create_dir(&folder).unwrap();
    scene.picture("scans/avant.png", 100);
    let shown = folder.to_str().unwrap();
    let watched = scene.well(&["watch", shown]).pop().unwrap();
    assert_eq!(watched["folder"], folder.canonicalize().unwrap().to_str().unwrap());
    scene.picture("scans/apres.png", 101);
    let objects = scene.well(&["watch", "--wait", "2"]);
    let names: Vec<_> = objects.iter().filter_map(|object| object["name"].as_str()).collect();
    assert_eq!(names, ["apres.png"], "{objects:?}");
    fs::rename(&folder, scene.path("ailleurs")).unwrap();
    let (objects, problem, exit) = scene.clip(&["watch", "--wait", "0"]);
    assert_eq!((exit, &problem["code"]), (0, &"watched_folder_missing".into()), "{problem}");
    assert_eq!(objects[0]["problem"]["code"], "watched_folder_missing");
    assert!(scene.well(&["watch", "--off"])[0]["folder"].is_null());
    assert_eq!(scene.refused(&["watch", shown]), ("watched_folder_missing".into(), 1));
}
