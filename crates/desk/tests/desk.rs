//! What an author can do, through the desk alone: no window, no network, no models.

use std::{path::Path, time::Duration};

use coupure_desk::{
    Access, Desk, OpenOptions,
    view::{
        ClippingChange, Embargo, Event, LibraryEntry, LibraryQuery, NewBlog, PublishAction, Shelf,
        TextChange,
    },
};
use coupure_model::{
    ClippingId, ClippingState, Code, Enhancement, Language, Point, Preset, Quad, Recipe, Rect,
    Turn, WantedState,
};
use tempfile::TempDir;

fn open(home: &Path, access: Access) -> Desk {
    Desk::open(OpenOptions { access, ..OpenOptions::of(home) }).unwrap()
}

fn new_desk() -> (TempDir, Desk) {
    let home = tempfile::tempdir().unwrap();
    let desk = open(&home.path().join("home"), Access::Write);
    (home, desk)
}

/// A grey picture with a dark band, taken in as a clipping.
fn clipping(desk: &Desk) -> ClippingId {
    let (width, height) = (900_u32, 700_u32);
    let rgba: Vec<u8> = (0..width * height)
        .flat_map(|i| {
            let shade = if (200..240).contains(&(i / width)) { 30 } else { 200 };
            [shade, shade, shade, 255]
        })
        .collect();
    desk.take_in_pixels(&rgba, width, height, true).unwrap().clipping.unwrap()
}

fn change(recipe: Recipe) -> ClippingChange {
    ClippingChange { recipe: Some(recipe), ..ClippingChange::default() }
}

fn draft_with(desk: &Desk, home: &Path, text: &str) -> coupure_model::Draft {
    let file = home.join("billet.md");
    std::fs::write(&file, text).unwrap();
    desk.import_draft(&file, None, None).unwrap()
}

#[test]
fn a_correction_made_while_a_clipping_is_worked_on_is_done_after_it() {
    let (_home, desk) = new_desk();
    let id = clipping(&desk);
    let mut events = desk.events();
    let author = std::thread::spawn({
        let desk = desk.clone();
        move || {
            while !matches!(events.blocking_recv().unwrap(), Event::ClippingProgress { .. }) {}
            desk.change_clipping(id, change(Recipe { turn: Some(Turn::Left), ..Recipe::default() }))
        }
    });
    desk.work_off_clippings();
    author.join().unwrap().unwrap();
    desk.work_off_clippings();
    let clipping = desk.clipping(id).unwrap().clipping;
    assert_eq!(clipping.state, ClippingState::Unread, "straightened; there are no models to read");
    assert_eq!(clipping.found.as_ref().unwrap().turn, Some(Turn::Left));
    assert!(clipping.current_derivatives().is_some());
}

#[tokio::test]
async fn what_was_cropped_away_is_not_published_although_the_queue_has_not_come_to_it() {
    let (home, desk) = new_desk();
    let id = clipping(&desk);
    desk.work_off_clippings();
    let whole = desk.clipping(id).unwrap().clipping.derivatives.unwrap();
    let draft = draft_with(&desk, home.path(), &format!("# Une\n\n![La une](clip:{id})\n"));
    let half = |width| {
        let crop = Some(Rect { x: 0.0, y: 0.0, width, height: 1.0 });
        change(Recipe { crop, ..Recipe::default() })
    };
    desk.change_clipping(id, half(0.5)).unwrap();
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    let made = desk.clipping(id).unwrap().clipping.current_derivatives().cloned().unwrap();
    assert!(made.full_width_px < whole.full_width_px * 6 / 10, "{made:?} of {whole:?}");
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap());
    let action = |desk: &Desk| desk.publish_button(draft.id, None).unwrap().action;
    assert_eq!(action(&desk), PublishAction::UpToDate);
    desk.change_clipping(id, half(0.25)).unwrap();
    assert_eq!(action(&desk), PublishAction::UpdatePage, "the picture changed, if not the text");
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap());
    assert_eq!(action(&desk), PublishAction::UpToDate);
}

#[tokio::test]
async fn a_folder_is_one_blog_and_comes_back_as_the_same() {
    let (home, desk) = new_desk();
    let folder = |name: &str| NewBlog::Folder {
        path: home.path().join("site").display().to_string(),
        name: name.into(),
        title: "Mon site".into(),
        language: Language::French,
    };
    let first = desk.add_blog(folder("site")).await.unwrap();
    let refused = desk.add_blog(folder("chez moi")).await.unwrap_err();
    assert_eq!((refused.code, refused.params["name"].as_str()), (Code::NameTaken, "site"));
    desk.remove_blog(first.blog.id).await.unwrap();
    let again = desk.add_blog(folder("chez moi")).await.unwrap();
    assert_eq!((again.blog.id, again.blog.name.as_str()), (first.blog.id, "chez moi"));
    assert_eq!(desk.blogs().unwrap().len(), 2, "with the one that is built in");
}

#[test]
fn a_home_without_a_window_is_searched_too() {
    let (home, desk) = new_desk();
    let draft = draft_with(&desk, home.path(), "# Cœur\n\nLe lavoir du village.\n");
    desk.bring_search_up_to_date().unwrap();
    let query = LibraryQuery { shelf: Shelf::Drafts, words: "coeur".into(), offset: 0, limit: 10 };
    let found = desk.library(&query).unwrap();
    assert!(
        matches!(&found.entries[..], [LibraryEntry::Draft { id, .. }] if *id == draft.id),
        "{found:?}"
    );
}

#[test]
fn everything_is_written_out_beside_an_open_window_although_a_picture_is_missing() {
    let (home, desk) = new_desk();
    let missing = ClippingId(uuid::Uuid::now_v7());
    draft_with(&desk, home.path(), &format!("# Un\n\n![perdue](clip:{missing})\n"));
    let id = clipping(&desk);
    desk.work_off_clippings();
    draft_with(&desk, home.path(), &format!("# Deux\n\n![La une](clip:{id})\n"));
    let reader = open(&home.path().join("home"), Access::ReadOnly);
    let to = home.path().join("copie");
    let done = reader.export(&to).unwrap();
    assert_eq!((done.drafts, done.pictures), (2, 1));
    let texts: Vec<String> = std::fs::read_dir(&to)
        .unwrap()
        .filter_map(|entry| std::fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    assert!(texts.iter().any(|text| text.contains(&format!("clip:{missing}"))), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("](pictures/")), "{texts:?}");
}

#[test]
fn the_date_of_a_file_is_kept_and_read_in_the_time_zone_of_the_blog() {
    let (home, desk) = new_desk();
    let draft = draft_with(&desk, home.path(), "---\ndate: 2127-02-03T08:00\n---\n\nDemain.\n");
    let zone = jiff::tz::TimeZone::get(&desk.blog_named(None).unwrap().time_zone).unwrap();
    let at = jiff::civil::date(2127, 2, 3).at(8, 0, 0, 0).to_zoned(zone).unwrap().timestamp();
    assert_eq!(desk.date_to_come(draft.id, None).unwrap(), Some(at));
    let past = draft_with(&desk, home.path(), "---\ndate: 2017-02-03\n---\n\nHier.\n");
    assert_eq!(desk.date_to_come(past.id, None).unwrap(), None);
}

#[test]
fn an_empty_draft_has_nothing_to_publish() {
    let (_home, desk) = new_desk();
    let draft = desk.create_draft().unwrap().draft.id;
    let refused = desk.publish(draft, None, WantedState::Published).unwrap_err();
    assert_eq!(refused.code, Code::NothingToPublish);
}

#[tokio::test]
async fn an_embargo_holds_the_files_of_a_clipping_however_they_are_named() {
    let (home, desk) = new_desk();
    let id = clipping(&desk);
    desk.work_off_clippings();
    let until = Some("2127-01-01T00:00:00Z".parse().unwrap());
    let embargo = Some(Embargo { until });
    desk.change_clipping(id, ClippingChange { embargo, ..ClippingChange::default() }).unwrap();
    let clipping = desk.clipping(id).unwrap().clipping;
    for hash in [clipping.original, clipping.derivatives.unwrap().full] {
        let draft = draft_with(&desk, home.path(), &format!("# Une\n\n![La une](media:{hash})\n"));
        let wanted = desk.publish(draft.id, None, WantedState::Published).unwrap();
        desk.sync(Duration::from_secs(5)).await.unwrap();
        let held = desk.publication(wanted.id).unwrap();
        assert_eq!(held.problem.map(|problem| problem.code), Some(Code::Embargoed));
    }
}

#[tokio::test]
async fn a_draft_in_the_trash_is_not_published_any_more() {
    let (home, desk) = new_desk();
    let draft = draft_with(&desk, home.path(), "# Un\n\nTexte.\n");
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    desk.trash_draft(draft.id).unwrap();
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap());
    assert_eq!(desk.publications().unwrap()[0].url, None, "nothing was sent");
    let refused = desk.publish(draft.id, None, WantedState::Published).unwrap_err();
    assert_eq!(refused.code, Code::BadArgument);
    desk.restore_draft(draft.id).unwrap();
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap());
    let there = desk.publications().unwrap().remove(0);
    assert!(there.url.is_some());
    assert_eq!(desk.give_up(there.id).unwrap().state, there.state, "a page is no wish");
}

#[test]
fn a_file_whose_date_is_none_is_refused_at_once() {
    let (home, desk) = new_desk();
    let file = home.path().join("billet.md");
    std::fs::write(&file, "---\ndate: 2025-02-31\n---\n\nTexte.\n").unwrap();
    let refused = desk.import_draft(&file, None, None).unwrap_err();
    assert_eq!(refused.code, Code::FrontMatterInvalid);
}

#[test]
fn once_the_time_to_undo_has_passed_it_is_too_late() {
    let (_home, desk) = new_desk();
    let draft = desk.create_draft().unwrap().draft.id;
    let typed = TextChange { from: 0, to: 0, insert: "Un.".into() };
    desk.edit(draft, 1, &[typed]).unwrap();
    let pressed = desk.publish(draft, None, WantedState::Published).unwrap();
    assert_eq!(desk.undo_publish(pressed.id).unwrap_err().code, Code::TooLate);
}

#[tokio::test]
async fn trashing_a_draft_leaves_its_page_and_takes_it_back_only_when_asked() {
    let (home, desk) = new_desk();
    let page = |desk: &Desk| {
        let there = desk.publications().unwrap().remove(0);
        there.url.is_some_and(|url| url::Url::parse(&url).unwrap().to_file_path().unwrap().exists())
    };
    let draft = draft_with(&desk, home.path(), "# Un\n\nTexte.\n");
    assert_eq!(desk.standing_posts(draft.id).unwrap(), []);
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap());
    assert_eq!(desk.standing_posts(draft.id).unwrap().len(), 1);
    // An update that waits is given up; the page stays as it is.
    desk.edit_from_file(draft.id, &{
        let file = home.path().join("suite.md");
        std::fs::write(&file, "# Un\n\nAutre texte.\n").unwrap();
        file
    })
    .unwrap();
    desk.publish(draft.id, None, WantedState::Published).unwrap();
    desk.trash_draft(draft.id).unwrap();
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap());
    assert!(page(&desk), "nobody asked for it to go");
    desk.restore_draft(draft.id).unwrap();
    desk.trash_draft_and_take_back(draft.id).unwrap();
    assert!(desk.sync(Duration::from_secs(60)).await.unwrap());
    assert!(!page(&desk));
    assert_eq!(desk.standing_posts(draft.id).unwrap(), []);
    desk.empty_trash().unwrap();
    assert_eq!(desk.publications().unwrap(), []);
}

#[tokio::test]
async fn the_hour_of_a_file_is_what_the_button_offers_until_another_is_chosen() {
    let (home, desk) = new_desk();
    let draft = draft_with(&desk, home.path(), "---\ndate: 2127-02-03T08:00\n---\n\nDemain.\n");
    let offered = desk.publish_button(draft.id, None).unwrap();
    assert_eq!(offered.action, PublishAction::Schedule);
    assert!(offered.at.unwrap().starts_with("2127-02-03T08:00:00"));
    let at = "2127-05-01T06:00:00Z".parse().unwrap();
    desk.publish(draft.id, None, WantedState::Scheduled { at }).unwrap();
    let after = desk.publish_button(draft.id, None).unwrap();
    assert_eq!((after.action, after.at), (PublishAction::CreatePage, None));
}

#[tokio::test]
async fn nothing_under_embargo_is_in_the_folder_although_an_earlier_hour_was_planned() {
    let (home, desk) = new_desk();
    let folder = home.path().join("site");
    let site = NewBlog::Folder {
        path: folder.display().to_string(),
        name: "site".into(),
        title: "Mon site".into(),
        language: Language::French,
    };
    let blog = desk.add_blog(site).await.unwrap().blog.id;
    let id = clipping(&desk);
    desk.work_off_clippings();
    let embargo = Some(Embargo { until: Some("2127-01-01T00:00:00Z".parse().unwrap()) });
    desk.change_clipping(id, ClippingChange { embargo, ..ClippingChange::default() }).unwrap();
    let draft = draft_with(&desk, home.path(), &format!("# Une\n\n![La une](clip:{id})\n"));
    for at in ["2126-01-01T00:00:00Z", "2128-01-01T00:00:00Z"] {
        let at = at.parse().unwrap();
        let wanted = desk.publish(draft.id, Some(blog), WantedState::Scheduled { at }).unwrap();
        desk.sync(Duration::from_secs(5)).await.unwrap();
        let held = desk.publication(wanted.id).unwrap();
        assert_eq!(held.problem.map(|problem| problem.code), Some(Code::Embargoed), "{at}");
    }
    let files = walk(&folder);
    assert!(files.iter().all(|file| !file.ends_with(".jpg")), "{files:?}");
}

fn walk(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => walk(&path),
            false => vec![path.display().to_string()],
        })
        .collect()
}

#[test]
fn posts_of_an_export_are_found_to_link_to_and_what_is_no_export_says_so() {
    let (home, desk) = new_desk();
    let blog = desk.blog_named(None).unwrap().id;
    let file = home.path().join("export.xml");
    let item = |id: u32, status: &str, title: &str| {
        format!(
            "<item><title>{title}</title><link>https://a.example/{id}</link><wp:post_id>{id}\
             </wp:post_id><wp:status>{status}</wp:status><wp:post_type>post</wp:post_type></item>"
        )
    };
    let items = [item(1, "publish", "Onze ans de relevés"), item(2, "private", "Mes relevés")];
    let export = format!("<rss><channel>{}</channel></rss>", items.concat());
    std::fs::write(&file, export).unwrap();
    assert_eq!(desk.import_links(blog, &file).unwrap(), 1);
    let found = desk.find_posts("releves onze").unwrap();
    let found: Vec<_> = found.iter().map(|link| (&*link.title, &*link.url)).collect();
    assert_eq!(found, [("Onze ans de relevés", "https://a.example/1")]);
    std::fs::write(&file, "<html>Connexion</html>").unwrap();
    let problem = desk.import_links(blog, &file).unwrap_err();
    assert_eq!(problem.code, Code::FileUnreadable);
    assert_eq!(problem.params["wanted"], "export", "another sentence than of a file that is gone");
    assert_eq!(desk.find_posts("onze").unwrap().len(), 1, "what was known stays");
}

/// A picture as long as asked, whose left half is dark.
fn long_clipping(desk: &Desk, width: u32) -> ClippingId {
    let rgba: Vec<u8> = (0..width * 600)
        .flat_map(|i| {
            let shade = if i % width < width / 2 { 30 } else { 220 };
            [shade, shade, shade, 255]
        })
        .collect();
    let id = desk.take_in_pixels(&rgba, width, 600, true).unwrap().clipping.unwrap();
    let ends = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
    let quad = ends.map(|(x, y)| Point { x: x * width as f32, y: y * 600.0 });
    let enhancement = Enhancement { preset: Preset::Untouched, strength: 0.0 };
    let quad = Some(Quad(quad));
    let recipe = Recipe { quad, skew_degrees: Some(0.0), enhancement, ..Recipe::default() };
    desk.change_clipping(id, change(recipe)).unwrap();
    desk.work_off_clippings();
    id
}

/// Width, height and the shade at the left of a picture.
fn seen(desk: &Desk, address: &str) -> (u32, u32, u8) {
    let (jpeg, mime) = desk.picture(address).unwrap();
    assert_eq!(mime, "image/jpeg");
    let pixels = coupure_clipping::decode(&jpeg, 0, &Default::default()).unwrap().pixels;
    (pixels.width(), pixels.height(), pixels.get_pixel(2, 2).0[0])
}

#[test]
fn the_workbench_goes_as_close_as_the_original_was() {
    let (home, desk) = new_desk();
    let id = long_clipping(&desk, 4000);
    let view = desk.clipping(id).unwrap();
    assert_eq!((view.corrected_width_px, view.corrected_height_px), (4000, 600));
    // The last column at full size, a page as it is stored, and all of it.
    for side in ["corrected", "original", "before"] {
        let tile = |place: &str| seen(&desk, &format!("/clip/{id}/{side}/tile/{place}?v=1"));
        let (width, height, shade) = tile("0/7/1");
        assert_eq!((width, height), (4000 - 7 * 512, 600 - 512), "{side}");
        assert!(shade > 200, "{side}: {shade}");
        assert!(tile("0/0/0").2 < 60, "{side}");
        assert_eq!(tile("3/0/0").0, 500, "{side}");
        assert!(desk.picture(&format!("/clip/{id}/{side}/tile/0/8/0")).is_err());
        assert!(desk.picture(&format!("/clip/{id}/{side}/tile/9/0/0")).is_err());
    }
    // Another desk finds them made.
    drop(desk);
    let reading = open(&home.path().join("home"), Access::ReadOnly);
    assert_eq!(seen(&reading, &format!("/clip/{id}/corrected/tile/0/0/0")).0, 512);
}

#[test]
fn a_large_page_is_shown_straight_before_it_is_made() {
    let (_home, desk) = new_desk();
    let mut events = desk.events();
    let window = std::thread::spawn({
        let desk = desk.clone();
        move || loop {
            let Event::ClippingChanged { clipping, .. } = events.blocking_recv().unwrap() else {
                continue;
            };
            let view = desk.clipping(clipping).unwrap();
            assert!(view.corrected_url.is_none(), "the page came first");
            let Some(url) = view.first_sight_url else { continue };
            let address = url.split_once("clip/").unwrap().1.to_owned();
            return seen(&desk, &format!("/clip/{address}"));
        }
    });
    let id = long_clipping(&desk, 27_000);
    let (width, height, shade) = window.join().unwrap();
    assert_eq!((width, height), (1000, 22));
    assert!(shade < 60, "{shade}");
    // The page itself has taken its place.
    let view = desk.clipping(id).unwrap();
    assert_eq!(view.first_sight_url, None);
    assert!(view.corrected_url.is_some());
    assert!(desk.picture(&format!("/clip/{id}/first/1")).is_err());
}

#[test]
fn a_look_is_seen_before_it_is_chosen() {
    let (_home, desk) = new_desk();
    let id = long_clipping(&desk, 2600);
    let before = desk.clipping(id).unwrap();
    let (width, _, _) = seen(&desk, &format!("/clip/{id}/look/grey/100?v=1"));
    assert_eq!(width, 2000);
    assert!(desk.picture(&format!("/clip/{id}/look/purple/100")).is_err());
    assert_eq!(desk.clipping(id).unwrap(), before);
}
