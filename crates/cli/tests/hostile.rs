//! PDFs made to do harm: each is given up in the process that opens it, with its original kept.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use coupure_desk::{Desk, OpenOptions, PdfOpener, view::Event};
use coupure_model::{ClippingState, Code, Language, Provenance};
use serde_json::Value;
use tempfile::TempDir;

/// A PDF of one page with the content, as a whole object, and the further ones given (from 5 on).
fn pdf(resources: &str, content: Vec<u8>, further: &[String]) -> Vec<u8> {
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Contents 4 0 R /Resources << \
         {resources} >> >>"
    );
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        content,
    ];
    objects.extend(further.iter().map(|object| object.clone().into_bytes()));
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", i + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for offset in offsets {
        bytes.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    bytes
}

fn stream(about: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<< /Length {} {about} >>\nstream\n", content.len()).into_bytes();
    object.extend(content);
    object.extend(b"\nendstream");
    object
}

/// Each two bytes of a run unpack to 128 of the same, four times over: seven gigabytes.
fn unpacking() -> Vec<u8> {
    // What has to unpack to the end mark (128) of the run lengths within (PDF 1.7, 7.4.5).
    let end = (0..4).fold(Vec::new(), |inner: Vec<u8>, _| {
        let literal = inner.len().checked_sub(1).map(|length| length as u8);
        literal.into_iter().chain(inner).chain([128]).collect()
    });
    let filters = "/RunLengthDecode ".repeat(4);
    pdf("", stream(&format!("/Filter [{filters}]"), &[vec![129; 420], end].concat()), &[])
}

/// Each form draws the next one twice, forty deep.
fn forms_in_forms() -> Vec<u8> {
    let form = |i: usize| {
        let next = format!("/Resources << /XObject << /F {} 0 R >> >>", i + 1);
        let about = format!("/Type /XObject /Subtype /Form /BBox [0 0 72 72] {next}");
        String::from_utf8(stream(&about, b"/F Do /F Do")).unwrap()
    };
    let forms: Vec<String> = (5..45).map(form).collect();
    pdf("/XObject << /F 5 0 R >>", stream("", b"/F Do"), &forms)
}

/// A line of more dashes than there is memory for.
fn dashes() -> Vec<u8> {
    pdf("", stream("", b"[0.0000001] 0 d 0 0 m 72 72 l S"), &[])
}

fn page() -> Vec<u8> {
    pdf("", stream("", b"0.8 0.2 0.1 rg 10 10 30 40 re f"), &[])
}

struct Scene {
    home: TempDir,
    desk: Desk,
}

impl Scene {
    fn new(seconds_max: u64, bytes_max: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let program = PathBuf::from(env!("CARGO_BIN_EXE_coupure"));
        let pdf_opener = Some(PdfOpener { program, seconds_max, bytes_max });
        let options = OpenOptions { pdf_opener, ..OpenOptions::of(home.path().join("home")) };
        Self { desk: Desk::open(options).unwrap(), home }
    }

    fn import(&self, bytes: &[u8]) -> coupure_model::Clipping {
        let file = self.home.path().join("journal.pdf");
        fs::write(&file, bytes).unwrap();
        let about = Provenance::default();
        let taken = self.desk.import_clippings(&file, None, Language::French, &about, None);
        fs::remove_file(&file).unwrap();
        taken.unwrap().remove(0)
    }

    fn keeps(&self, bytes: &[u8]) -> bool {
        fn holds(folder: &Path, bytes: &[u8]) -> bool {
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
                if path.is_dir() { holds(&path, bytes) } else { fs::read(&path).unwrap() == bytes }
            })
        }
        holds(&self.home.path().join("home").join("media"), bytes)
    }
}

#[test]
fn a_pdf_that_asks_for_too_much_is_given_up_and_kept_as_it_came() {
    let scene = Scene::new(2, 300_000_000);
    let bombs = [("unpacking", unpacking()), ("forms", forms_in_forms()), ("dashes", dashes())];
    for (what, bytes) in bombs {
        let id = scene.import(&bytes).id;
        scene.desk.work_off_clippings();
        let clipping = scene.desk.clipping(id).unwrap().clipping;
        let ClippingState::Failed { problem } = clipping.state else {
            panic!("{what}: {:?}", clipping.state)
        };
        assert_eq!(problem.code, Code::PdfTooHeavy, "{what}: {problem:?}");
        assert!(scene.keeps(&bytes), "{what}");
        // To be shown it, nobody waits as long again.
        let shown = scene.desk.picture(&format!("clip/{id}/original"));
        assert_eq!(shown.unwrap_err().code, Code::PdfTooHeavy, "{what}");
    }
    // What comes after them is none the worse.
    let id = scene.import(&page()).id;
    scene.desk.work_off_clippings();
    assert!(scene.desk.clipping(id).unwrap().corrected_url.is_some());
}

#[test]
fn a_pdf_that_draws_for_ever_is_ended_when_the_author_cancels() {
    let scene = Scene::new(3_600, 1 << 30);
    let bytes = forms_in_forms();
    let id = scene.import(&bytes).id;
    let mut events = scene.desk.events();
    let desk = scene.desk.clone();
    let working = std::thread::spawn(move || desk.work_off_clippings());
    while !matches!(events.blocking_recv().unwrap(), Event::ClippingProgress { .. }) {}
    scene.desk.cancel_clipping(id).unwrap();
    working.join().unwrap();
    assert_eq!(scene.desk.clipping(id).unwrap().clipping.state, ClippingState::Unread);
    assert!(scene.keeps(&bytes));
}

#[test]
fn a_pdf_opened_aside_is_the_same_page() {
    let png = |scene: &Scene| {
        let id = scene.import(&page()).id;
        scene.desk.work_off_clippings();
        let out = scene.home.path().join("page.png");
        scene.desk.export_clipping(id, &out).unwrap();
        fs::read(out).unwrap()
    };
    let aside = Scene::new(60, 1 << 30);
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(OpenOptions::of(home.path().join("home"))).unwrap();
    assert_eq!(png(&aside), png(&Scene { home, desk }));
}

#[test]
fn the_program_opens_its_own_pdfs_and_says_what_is_wrong_with_one() {
    let above = tempfile::tempdir().unwrap();
    let clip = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_coupure"))
            .env("COUPURE_SECRETS", "file")
            .env("COUPURE_MODELS", above.path())
            .arg("--json")
            .arg("--home")
            .arg(above.path().join("home"))
            .arg("clip")
            .args(words)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), serde_json::from_slice::<Value>(&said).unwrap_or_default())
    };
    let file = |name: &str, bytes: &[u8]| {
        fs::write(above.path().join(name), bytes).unwrap();
        above.path().join(name).to_str().unwrap().to_owned()
    };
    let (code, said) = clip(&["import", &file("page.pdf", &page())]);
    assert_eq!((code, &said["state"]), (Some(0), &"unread".into()), "{said}");
    let broken = file("abime.pdf", b"%PDF-1.4\nnothing else");
    let (code, said) = clip(&["import", &broken]);
    assert_eq!((code, &said["code"]), (Some(1), &"pdf_damaged".into()), "{said}");
}
