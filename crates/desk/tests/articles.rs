//! Several pictures of one article, long documents, exports: through the desk alone.

use std::path::Path;

use coupure_desk::{
    Desk, OpenOptions,
    view::{ClippingChange, Embargo, LibraryEntry, LibraryQuery, RightsDoubt, Shelf, TextChange},
};
use coupure_model::{
    ClippingId, Code, Language, Point, Provenance, Quad, Recipe, Rights, WantedState,
};
use tempfile::TempDir;

fn new_desk() -> (TempDir, Desk) {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(OpenOptions::of(home.path().join("home"))).unwrap();
    (home, desk)
}

/// A small grey picture whose text the author typed.
fn clipping(desk: &Desk, shade: u8, text: &str) -> ClippingId {
    let (width, height) = (90_u32, 70_u32);
    let rgba = [shade, shade, shade, 255].repeat((width * height) as usize);
    let id = desk.take_in_pixels(&rgba, width, height, true).unwrap().clipping.unwrap();
    let text = ClippingChange { text: Some(text.into()), ..ClippingChange::default() };
    desk.change_clipping(id, text).unwrap();
    id
}

fn shelf(desk: &Desk, shelf: Shelf, words: &str) -> Vec<ClippingId> {
    desk.bring_search_up_to_date().unwrap();
    let query = LibraryQuery { shelf, words: words.into(), offset: 0, limit: 50 };
    let entries = desk.library(&query).unwrap().entries.into_iter();
    entries
        .filter_map(|entry| match entry {
            LibraryEntry::Clipping { id, .. } => Some(id),
            LibraryEntry::Draft { .. } => None,
        })
        .collect()
}

fn parts(desk: &Desk, id: ClippingId) -> Vec<ClippingId> {
    desk.clipping(id).unwrap().parts.into_iter().map(|part| part.id).collect()
}

#[test]
fn pictures_of_one_article_are_one_entry_one_text_and_one_insertion() {
    let (_home, desk) = new_desk();
    let first = clipping(&desk, 200, "# Le pont\n\nLe conseil muni-");
    let second = clipping(&desk, 201, "cipal a voté le pont suspendu.");
    let third = clipping(&desk, 202, "Puis il a levé la séance.");
    let joined = desk.join_clippings(&[first, second, third]).unwrap();
    assert_eq!(joined.clipping.id, first);
    assert_eq!(shelf(&desk, Shelf::Clippings, ""), [first]);
    // Words of any of the pictures find the article, once.
    assert_eq!(shelf(&desk, Shelf::Clippings, "suspendu"), [first]);
    assert_eq!(shelf(&desk, Shelf::Clippings, "pont"), [first]);
    let text =
        "# Le pont\n\nLe conseil municipal a voté le pont suspendu.\n\nPuis il a levé la séance.";
    for id in [first, second, third] {
        assert_eq!(desk.article_text(id).unwrap(), text);
        assert_eq!(parts(&desk, id), [first, second, third]);
    }
    let markdown = desk.clipping_markdown(second).unwrap();
    let places = [first, second, third].map(|id| markdown.find(&format!("clip:{id}")).unwrap());
    assert!(places.is_sorted());
    assert_eq!(markdown.matches("<details>").count(), 1);

    // Another order; the same one stands for it.
    let turned = desk.join_clippings(&[third, first, second]).unwrap();
    assert_eq!(turned.clipping.id, first);
    assert_eq!(parts(&desk, first), [third, first, second]);

    // The one that held it is taken out: the next one does.
    desk.part_clipping(first).unwrap();
    assert_eq!(parts(&desk, second), [third, second]);
    assert_eq!(parts(&desk, first), []);
    let mut shown = shelf(&desk, Shelf::Clippings, "");
    shown.sort();
    assert_eq!(shown, [first, third]);
    assert_eq!(shelf(&desk, Shelf::Clippings, "séance"), [third]);
    // Two that are parted are two.
    desk.part_clipping(second).unwrap();
    assert_eq!(parts(&desk, third), []);
    assert_eq!(shelf(&desk, Shelf::Clippings, "").len(), 3);
}

#[test]
fn what_is_said_of_one_picture_holds_for_its_article() {
    let (_home, desk) = new_desk();
    let (first, second) = (clipping(&desk, 200, "un"), clipping(&desk, 201, "deux"));
    let until = |text: &str| Some(text.parse().unwrap());
    let later = until("2027-03-01T00:00:00Z");
    let embargo = |until| ClippingChange { embargo: Some(Embargo { until }), ..Default::default() };
    desk.change_clipping(first, embargo(until("2027-02-01T00:00:00Z"))).unwrap();
    desk.change_clipping(second, embargo(later)).unwrap();
    desk.join_clippings(&[first, second]).unwrap();
    // Joining never lets anything out earlier.
    assert_eq!(desk.clipping(first).unwrap().clipping.embargo, later);
    let provenance = Provenance { newspaper: "L’Écho".into(), ..Provenance::default() };
    let said = ClippingChange {
        provenance: Some(provenance.clone()),
        rights: Some(Rights::PublicDomain),
        ..embargo(None)
    };
    desk.change_clipping(second, said).unwrap();
    for id in [first, second] {
        let clipping = desk.clipping(id).unwrap().clipping;
        assert_eq!(clipping.provenance, provenance);
        assert_eq!((clipping.rights, clipping.embargo), (Rights::PublicDomain, None));
    }
}

#[test]
fn an_article_goes_to_the_trash_and_comes_back_as_a_whole() {
    let (home, desk) = new_desk();
    let (first, second) = (clipping(&desk, 200, "un"), clipping(&desk, 201, "deux"));
    let other = clipping(&desk, 202, "trois");
    desk.join_clippings(&[first, second]).unwrap();
    desk.trash_clipping(first).unwrap();
    assert_eq!(shelf(&desk, Shelf::Trash, ""), [first]);
    assert_eq!(shelf(&desk, Shelf::Clippings, "deux"), []);
    assert_eq!(desk.join_clippings(&[other, first]).unwrap_err().code, Code::BadArgument);
    desk.restore_clipping(first).unwrap();
    assert!(desk.clipping(second).unwrap().clipping.trashed.is_none());
    assert_eq!(shelf(&desk, Shelf::Clippings, "deux"), [first]);
    // A draft that names one of the pictures keeps all of them.
    let file = home.path().join("billet.md");
    std::fs::write(&file, format!("![](clip:{second})")).unwrap();
    desk.import_draft(&file, None, None).unwrap();
    for id in [first, other] {
        desk.trash_clipping(id).unwrap();
    }
    desk.empty_trash().unwrap();
    assert!(desk.clipping(first).is_ok() && desk.clipping(second).is_ok());
    assert_eq!(desk.clipping(other).unwrap_err().code, Code::NotFound);
}

#[test]
fn one_picture_alone_is_not_joined() {
    let (_home, desk) = new_desk();
    let id = clipping(&desk, 200, "un");
    assert_eq!(desk.join_clippings(&[id, id]).unwrap_err().code, Code::BadArgument);
    assert_eq!(desk.part_clipping(id).unwrap().parts, []);
}

/// A PDF of empty pages.
fn pdf_of_pages(path: &Path, pages: usize) {
    let kids: String = (0..pages).map(|i| format!("{} 0 R ", 3 + i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"),
    ];
    for page in 0..pages {
        let height = 100 + page;
        objects.push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 {height}] >>"));
    }
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        bytes.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn of_a_document_of_five_hundred_pages_only_those_asked_for_become_clippings() {
    let (home, desk) = new_desk();
    let file = home.path().join("journal.pdf");
    pdf_of_pages(&file, 500);
    let taken = desk.take_in(std::slice::from_ref(&file), true).unwrap();
    let problem = taken[0].problem.as_ref().unwrap();
    assert_eq!(problem.code, Code::TooManyPages);
    assert_eq!(problem.params["pages"], "500");
    assert_eq!(shelf(&desk, Shelf::Clippings, ""), []);
    let taken = desk.take_in_chosen_pages(&file, "3, 500").unwrap();
    let shown = |i: usize| desk.clipping(taken[i].clipping.unwrap()).unwrap();
    assert_eq!((shown(0).clipping.page_index, shown(1).clipping.page_index), (2, 499));
    // Each page has the size of its own.
    let heights = [shown(0), shown(1)].map(|page| page.original_height_px);
    assert!(heights[0].abs_diff(425) <= 1 && heights[1].abs_diff(2495) <= 1, "{heights:?}");
    let provenance = Provenance::default();
    let import = |pages| desk.import_clippings(&file, pages, Language::French, &provenance, None);
    assert_eq!(import(None).unwrap_err().code, Code::TooManyPages);
    assert_eq!(import(Some("501")).unwrap_err().code, Code::PageMissing);
}

#[test]
fn an_article_is_exported_by_the_ending_of_the_file() {
    let (home, desk) = new_desk();
    let (first, second) = (clipping(&desk, 200, "Un début"), clipping(&desk, 201, "et une fin."));
    let out = |name: &str| home.path().join(name);
    let too_soon = desk.export_clipping(first, &out("tot.pdf")).unwrap_err();
    assert_eq!(too_soon.code, Code::ClippingNotReady);
    desk.join_clippings(&[first, second]).unwrap();
    desk.work_off_clippings();
    assert_eq!(desk.export_clipping(first, &out("a.pdf")).unwrap(), [out("a.pdf")]);
    let pdf = std::fs::read(out("a.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(pdf.windows(11).filter(|w| w == b"/Type /Page").count(), 3, "two pages, one tree");
    for end in ["jpg", "png"] {
        let written = desk.export_clipping(second, &out(&format!("b.{end}"))).unwrap();
        let names = [format!("b-1.{end}"), format!("b-2.{end}"), "b.txt".into()];
        assert_eq!(written, names.map(|name| out(&name)));
    }
    assert_eq!(std::fs::read_to_string(out("b.txt")).unwrap(), "Un début et une fin.");
    let refused = desk.export_clipping(first, &out("a.doc")).unwrap_err();
    assert_eq!(refused.code, Code::BadArgument);
}

#[test]
fn a_recipe_that_makes_no_sense_is_kept_as_it_is_done() {
    let (_home, desk) = new_desk();
    let id = clipping(&desk, 200, "un");
    let corner = |x: f32| Point { x, y: x };
    let quad = Some(Quad([corner(0.0), corner(f32::INFINITY), corner(1e9), corner(2.0)]));
    let recipe = Recipe { quad, skew_degrees: Some(f32::NAN), ..Recipe::default() };
    let change = ClippingChange { recipe: Some(recipe), ..ClippingChange::default() };
    desk.change_clipping(id, change).unwrap();
    desk.work_off_clippings();
    let clipping = desk.clipping(id).unwrap().clipping;
    assert_eq!(clipping.recipe, Recipe::default());
    assert!(clipping.current_derivatives().is_some());
}

/// A draft of one body.
fn draft(desk: &Desk, body: &str) -> coupure_model::DraftId {
    let draft = desk.create_draft().unwrap().draft.id;
    desk.edit(draft, 1, &[TextChange { from: 0, to: 0, insert: body.into() }]).unwrap();
    draft
}

#[test]
fn a_quotation_leads_back_to_its_clipping_and_keeps_its_rights_and_its_embargo() {
    let (_home, desk) = new_desk();
    let id = clipping(&desk, 200, "# Le pont\n\nLe conseil a voté « le pont ». Puis rien.");
    let quotation = desk.quote_clipping(id, "Le conseil … pont").unwrap();
    assert_eq!(
        quotation,
        format!("> Le conseil a voté « le pont ».\n>\n> — [«\u{a0}Le pont\u{a0}»](clip:{id}#w)")
    );
    let unsaid = desk.quote_clipping(id, "Le préfet").unwrap_err();
    assert_eq!(unsaid.code, Code::BadArgument);
    let post = draft(&desk, &quotation);
    let doubts = || -> Vec<RightsDoubt> {
        let notes = desk.publish_button(post, None).unwrap().rights;
        notes.into_iter().map(|note| note.doubt).collect()
    };
    assert_eq!(doubts(), [RightsDoubt::ToCheck]);
    // A short citation without the scan is what it should be; with it, it is not.
    let rights = Some(Rights::ShortCitation);
    desk.change_clipping(id, ClippingChange { rights, ..ClippingChange::default() }).unwrap();
    assert_eq!(doubts(), []);
    let scan = TextChange { from: 0, to: 0, insert: format!("![](clip:{id})\n\n") };
    desk.edit(post, 2, &[scan]).unwrap();
    assert_eq!(doubts(), [RightsDoubt::CitationWithScan]);
    let until = "2100-01-01T00:00:00Z".parse().ok();
    let embargo = Some(Embargo { until });
    desk.change_clipping(id, ClippingChange { embargo, ..ClippingChange::default() }).unwrap();
    let quoting = draft(&desk, &quotation);
    let sent = desk.publish(quoting, None, WantedState::Published).unwrap();
    assert_eq!(desk.embargo_of(sent.id).unwrap(), until);
}

#[test]
fn what_is_said_of_any_picture_is_said_of_the_article_that_they_become() {
    let (_home, desk) = new_desk();
    let first = clipping(&desk, 200, "# Le pont\n\nDébut.");
    let second = clipping(&desk, 210, "Suite.");
    let said = |page: &str, newspaper: &str| Provenance {
        page: page.into(),
        newspaper: newspaper.into(),
        ..Provenance::default()
    };
    let change = |id, provenance, rights| {
        let provenance = Some(provenance);
        let change = ClippingChange { provenance, rights, ..ClippingChange::default() };
        desk.change_clipping(id, change).unwrap();
    };
    change(first, said("3", ""), None);
    let permission = Rights::Permission { by: "Mme Roux".into(), on: None };
    change(second, said("4", "L’Écho du Val"), Some(permission.clone()));
    desk.join_clippings(&[first, second]).unwrap();
    for id in [first, second] {
        let clipping = desk.clipping(id).unwrap().clipping;
        assert_eq!(clipping.provenance, said("3", "L’Écho du Val"));
        assert_eq!(clipping.rights, permission);
    }
}
