//! One article of a page chosen, the page taken back, its lines set in a single column: through the
//! desk alone. What was read is put into the store, so that no model is needed.

use coupure_desk::{
    Access, Desk, OpenOptions,
    view::{ClippingChange, ClippingStep, Embargo, RightsDoubt, TextChange},
};
use coupure_model::{
    Clipping, ClippingId, ClippingState, Code, Line, PageArticle, Reading, Recipe, Rect, Rights,
    Role, Timestamp, WantedState, Word,
};
use coupure_store::Store;
use tempfile::TempDir;

const WIDTH_PX: u32 = 400;
const HEIGHT_PX: u32 = 600;

fn area(x: f32, y: f32, width: f32, height: f32) -> Rect {
    Rect { x, y, width, height }
}

fn line(text: &str, area: Rect, article: Option<u32>) -> Line {
    let words = vec![Word { text: text.into(), area, confidence: 0.9 }];
    let role = if article.is_none() { Role::Furniture } else { Role::Body };
    Line { words, area, role, article, paragraph: article.map_or(0, |a| a + 1), ..Line::default() }
}

/// Two articles, one above the other, below a folio line.
fn page() -> Reading {
    let article = |title: &str, area: Rect| PageArticle {
        title: title.into(),
        areas: vec![area],
        pictures: Vec::new(),
    };
    Reading {
        width_px: WIDTH_PX,
        height_px: HEIGHT_PX,
        lines: vec![
            line("L’Écho, page 3", area(40.0, 10.0, 300.0, 15.0), None),
            line("Le pont est rouvert.", area(40.0, 60.0, 300.0, 20.0), Some(0)),
            line("La foire attire du monde.", area(40.0, 400.0, 300.0, 20.0), Some(1)),
        ],
        text: "Le pont est rouvert.\n\nLa foire attire du monde.".into(),
        articles: vec![
            article("Le pont", area(40.0, 60.0, 300.0, 200.0)),
            article("La foire", area(40.0, 400.0, 300.0, 150.0)),
        ],
        ..Reading::default()
    }
}

struct Scene {
    _home: TempDir,
    desk: Desk,
    id: ClippingId,
}

impl Scene {
    /// A clipping of a page that was read, or that is not yet.
    fn new(read: bool) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("home");
        let desk = Desk::open(OpenOptions::of(&folder)).unwrap();
        let rgba = [250, 250, 250, 255].repeat((WIDTH_PX * HEIGHT_PX) as usize);
        let id = desk.take_in_pixels(&rgba, WIDTH_PX, HEIGHT_PX, true).unwrap().clipping.unwrap();
        if !read {
            return Self { _home: home, desk, id };
        }
        desk.work_off_clippings();
        drop(desk);
        let store = Store::open(&folder, Access::Write).unwrap();
        let as_read = |clipping: &mut Clipping| {
            clipping.reading = Some(page());
            clipping.state = ClippingState::Ready;
        };
        store.change_clipping(id, Timestamp::now(), as_read).unwrap();
        drop(store);
        Self { desk: Desk::open(OpenOptions::of(&folder)).unwrap(), _home: home, id }
    }

    fn clipping(&self) -> Clipping {
        self.desk.clipping(self.id).unwrap().clipping
    }

    fn choose(&self, article: Option<u32>) -> Clipping {
        self.desk.choose_article(self.id, article).unwrap();
        self.desk.work_off_clippings();
        self.clipping()
    }
}

#[test]
fn a_chosen_article_is_the_clipping_and_nothing_is_read_again() {
    let scene = Scene::new(true);
    let before = scene.clipping();
    let chosen = scene.choose(Some(1));
    assert_eq!(chosen.text(), "La foire attire du monde.");
    // Reading it anew would have failed: there is no model.
    assert_eq!(chosen.state, ClippingState::Ready);
    let crop = chosen.recipe.crop.unwrap();
    assert!(crop.y > 0.6 && crop.height < 0.4, "{crop:?}");
    let (whole, made) = (before.derivatives.unwrap(), chosen.current_derivatives().unwrap());
    assert!(made.full_height_px < whole.full_height_px / 2, "{made:?}");
    let reading = chosen.reading.as_ref().unwrap();
    assert_eq!((reading.width_px, reading.height_px), (made.full_width_px, made.full_height_px));
    // The other one can be chosen of it, as if the page had been there.
    assert_eq!(reading.articles.len(), 2);
    let other = scene.choose(Some(0));
    assert_eq!(other.text(), "Le pont est rouvert.");
    assert!(other.recipe.crop.unwrap().y < 0.2);
}

#[test]
fn the_page_is_taken_back_as_it_was() {
    let scene = Scene::new(true);
    let before = scene.clipping();
    scene.choose(Some(0));
    let back = scene.choose(None);
    assert_eq!(back.reading, before.reading);
    assert_eq!(
        (back.recipe.crop, &back.recipe.masks, &back.recipe.regions),
        (None, &before.recipe.masks, &before.recipe.regions)
    );
    assert_eq!(back.derivatives, before.derivatives);
    assert_eq!(scene.desk.clipping(scene.id).unwrap().step, ClippingStep::Ready);
}

#[test]
fn what_the_author_corrected_waits_for_what_it_was_corrected_of() {
    let scene = Scene::new(true);
    let correct = |text: &str| {
        let change = ClippingChange { text: Some(text.into()), ..ClippingChange::default() };
        scene.desk.change_clipping(scene.id, change).unwrap();
    };
    correct("Ce que j’en dis.");
    assert_eq!(scene.choose(Some(1)).text(), "La foire attire du monde.");
    correct("La foire attire les foules.");
    assert_eq!(scene.choose(Some(0)).text(), "Le pont est rouvert.");
    assert_eq!(scene.choose(Some(1)).text(), "La foire attire les foules.");
    assert_eq!(scene.choose(None).text(), "Ce que j’en dis.");
}

#[test]
fn an_article_that_is_not_there_changes_nothing() {
    let scene = Scene::new(true);
    let before = scene.clipping();
    let refused = scene.desk.choose_article(scene.id, Some(2)).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    assert!(refused.message.contains('3'), "counted from 1: {}", refused.message);
    assert_eq!(scene.clipping(), before);
}

#[test]
fn of_a_page_that_is_not_read_no_article_is_known() {
    let scene = Scene::new(false);
    let refused = scene.desk.choose_article(scene.id, Some(0)).unwrap_err();
    assert_eq!(refused.code, Code::ClippingNotReady);
}

#[test]
fn a_single_column_is_another_picture_of_the_clipping_with_its_rights_and_its_embargo() {
    let scene = Scene::new(true);
    let (desk, id) = (&scene.desk, scene.id);
    let change = |change: ClippingChange| desk.change_clipping(id, change).unwrap();
    let figure = desk.clipping_column(id).unwrap();
    assert!(figure.contains(&format!("(clip:{id}#column")), "{figure}");
    assert!(figure.contains("en une seule colonne"), "{figure}");
    let (jpeg, kind) = desk.picture(&format!("clip/{id}/column")).unwrap();
    assert_eq!((&jpeg[..2], kind.as_str()), (&[0xff, 0xd8][..], "image/jpeg"));

    let until = "2100-01-01T00:00:00Z".parse().ok();
    let rights = Some(Rights::ShortCitation);
    let embargo = Some(Embargo { until });
    change(ClippingChange { rights, embargo, ..ClippingChange::default() });
    let post = desk.create_draft().unwrap().draft.id;
    desk.edit(post, 1, &[TextChange { from: 0, to: 0, insert: figure }]).unwrap();
    let notes = desk.publish_button(post, None).unwrap().rights;
    assert_eq!(notes.iter().map(|n| n.doubt).collect::<Vec<_>>(), [RightsDoubt::CitationWithScan]);
    let sent = desk.publish(post, None, WantedState::Published).unwrap();
    assert_eq!(desk.embargo_of(sent.id).unwrap(), until);
}

#[test]
fn no_column_and_no_text_are_taken_of_a_reading_that_the_author_has_gone_beyond() {
    let scene = Scene::new(true);
    let masked = Recipe { masks: vec![area(0.0, 0.5, 1.0, 0.5)], ..scene.clipping().recipe };
    let change = ClippingChange { recipe: Some(masked), ..ClippingChange::default() };
    scene.desk.change_clipping(scene.id, change).unwrap();
    scene.desk.cancel_clipping(scene.id).unwrap();
    let refused = [
        scene.desk.clipping_column(scene.id).unwrap_err(),
        scene.desk.clipping_markdown(scene.id).unwrap_err(),
        scene.desk.choose_article(scene.id, Some(0)).unwrap_err(),
    ];
    assert_eq!(refused.map(|problem| problem.code), [Code::ClippingNotReady; 3]);
}
