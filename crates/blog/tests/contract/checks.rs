//! The promises of [`BlogClient`], each a check over any blog and any role.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use coupure_blog::{BlogClient, Dialect, PictureUpload};
use coupure_model::{
    Code, Mark, MediaHash, PostChanges, RemoteId, RemotePost, RemoteStatus, Timestamp,
};
use uuid::Uuid;

use crate::{
    bench::{Bench, Role},
    terms::{
        a_category_that_is_missing_is_for_an_editor_to_make,
        of_two_categories_called_the_same_a_post_keeps_its_own,
        terms_are_found_whatever_their_case, terms_that_are_there_are_used_and_not_made_again,
    },
};

pub async fn holds_everything(bench: &Bench) {
    let blog = bench.client.as_ref();
    let unfiltered = matches!(bench.role, Role::Administrator | Role::Editor);
    a_creation_is_found_by_its_mark_alone(blog).await;
    what_is_gone_is_said(blog).await;
    only_what_is_named_changes(bench).await;
    if unfiltered {
        what_is_sent_is_what_is_read(blog).await;
        terms_are_found_whatever_their_case(blog).await;
    } else {
        what_a_role_may_not_write_is_missing_from_what_comes_back(bench).await;
        a_category_that_is_missing_is_for_an_editor_to_make(blog).await;
    }
    if bench.role == Role::Contributor {
        a_contributors_post_waits_for_approval(bench).await;
        a_contributors_picture_is_refused(bench).await;
    } else {
        a_picture_is_there_once(bench).await;
        a_post_is_scheduled_brought_forward_and_taken_back(bench).await;
    }
    if bench.elsewhere.is_some() {
        somebody_elses_version_is_never_lost(bench).await;
        what_somebody_deleted_is_gone(bench).await;
    }
    terms_that_are_there_are_used_and_not_made_again(bench).await;
    of_two_categories_called_the_same_a_post_keeps_its_own(bench).await;
    posts_are_listed(blog).await;
    if bench.site.is_some() && bench.role != Role::Contributor {
        what_readers_can_open_is_listed_for_links(blog).await;
    }
}

pub fn mark() -> Mark {
    Mark(Uuid::new_v4())
}

pub fn post(title: &str, raw: &str) -> PostChanges {
    PostChanges {
        title: Some(title.into()),
        raw: Some(raw.into()),
        slug: Some(String::new()),
        ..PostChanges::default()
    }
}

fn status(status: RemoteStatus) -> PostChanges {
    PostChanges { status: Some(status), ..PostChanges::default() }
}

pub fn text(raw: &str) -> PostChanges {
    PostChanges { raw: Some(raw.into()), ..PostChanges::default() }
}

pub async fn publish(blog: &dyn BlogClient, changes: &PostChanges) -> RemotePost {
    let created = blog.create_draft(mark(), changes).await.unwrap();
    let published = PostChanges { status: Some(RemoteStatus::Published), ..changes.clone() };
    blog.update(&created.id, &published).await.unwrap()
}

/// A JPEG of noise, so that two are never alike.
pub fn jpeg(width_px: u32, height_px: u32, seed: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width_px, height_px, |x, y| {
        let value = x.wrapping_mul(31).wrapping_add(y.wrapping_mul(17)).wrapping_add(seed) as u8;
        image::Rgb([value, value.wrapping_mul(3), 255 - value])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Those bytes, without any words.
pub fn picture(bytes: &[u8]) -> PictureUpload<'_> {
    PictureUpload {
        hash: MediaHash(*blake3::hash(bytes).as_bytes()),
        bytes,
        mime: "image/jpeg",
        name: "x",
        alt: "",
        caption: "",
        title: "",
    }
}

async fn a_creation_is_found_by_its_mark_alone(blog: &dyn BlogClient) {
    let (mark, other) = (mark(), mark());
    assert_eq!(blog.find_created(mark).await.unwrap(), []);
    let changes = PostChanges {
        status: Some(RemoteStatus::Published),
        date: Some("2020-02-03T07:00:00Z".parse().unwrap()),
        ..post("Créé une fois", "<p>Un</p>")
    };
    let created = blog.create_draft(mark, &changes).await.unwrap();
    assert_eq!(created.status, RemoteStatus::Draft, "nobody sees it yet");
    assert_eq!(created.slug, mark.to_string());
    assert_ne!(created.date, changes.date, "it is dated when it appears");
    let found = blog.find_created(mark).await.unwrap();
    assert_eq!(found, std::slice::from_ref(&created));
    assert_eq!(blog.find_created(other).await.unwrap(), []);
    assert_eq!(blog.read(&created.id).await.unwrap(), Some(created.clone()));
    if blog.dialect() == Dialect::WordPressBlocks {
        assert!(created.date.is_some(), "a draft is dated by its last save");
        // A second creation under the mark, as a request that lands late makes it: both are found.
        let stray = blog.create_draft(mark, &changes).await.unwrap();
        let found: Vec<_> =
            blog.find_created(mark).await.unwrap().into_iter().map(|post| post.id).collect();
        assert_eq!(found, [created.id.clone(), stray.id.clone()]);
        blog.trash(&stray.id).await.unwrap();
        // The one that is adopted loses its mark with its first address.
        blog.update(&created.id, &post("Créé une fois", "<p>Un</p>")).await.unwrap();
        assert_eq!(blog.find_created(mark).await.unwrap(), []);
    }
    blog.trash(&created.id).await.unwrap();
    blog.trash(&created.id).await.unwrap();
    assert_eq!(blog.find_created(mark).await.unwrap(), [], "the trash is not searched");
    assert_eq!(blog.read(&created.id).await.unwrap().unwrap().status, RemoteStatus::Trashed);
}

async fn what_is_sent_is_what_is_read(blog: &dyn BlogClient) {
    let raw = match blog.dialect() {
        Dialect::WordPressBlocks => {
            "<!-- wp:paragraph -->\n<p>L’été&nbsp;: «&nbsp;ça&nbsp;» 👩🏽‍🚀 𝔘 e\u{301} &lt;b&gt; &amp; \"droit\" \
             3x4 ... --</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:html -->\n<details><summary>S</summary>\
             \n\n<p>x</p></details>\n<!-- /wp:html -->"
        }
        Dialect::Html => {
            "<p>L’été\u{a0}: «\u{a0}ça\u{a0}» 👩🏽‍🚀 𝔘 e\u{301} &lt;b&gt; &amp; \"droit\"</p>"
        }
    };
    let title = "L’« été » 🎉 𝔘 & <b> \"x\" 'y' \\ %s";
    let changes = PostChanges {
        excerpt: Some("Résumé 🎉 & <i>".into()),
        comments_open: Some(false),
        ..post(title, raw)
    };
    let there = publish(blog, &changes).await;
    assert_eq!(there.status, RemoteStatus::Published);
    assert_eq!((there.title.as_str(), there.raw.as_str()), (title, raw));
    assert_eq!(there.excerpt, "Résumé 🎉 & <i>");
    assert!(!there.comments_open);
    assert!(!there.slug.is_empty() && there.slug != there.id.0, "{there:?}");
    assert!(there.link.contains(&there.slug) || there.link.contains("?p="), "{there:?}");
    assert_eq!(blog.read(&there.id).await.unwrap(), Some(there.clone()));
    // A second time, as an update to another text.
    let again = text(&raw.replace("ça", "là"));
    let there = blog.update(&there.id, &again).await.unwrap();
    assert_eq!(there.raw, raw.replace("ça", "là"));
    assert_eq!(there.title, title);
}

async fn what_a_role_may_not_write_is_missing_from_what_comes_back(bench: &Bench) {
    let kept = "<!-- wp:paragraph -->\n<p data-x=\"1\">L’été&nbsp;: <strong>a</strong></p>\n\
                <!-- /wp:paragraph -->";
    let raw = format!(
        "{kept}\n\n<p>b<iframe src=\"https://a.example/\"></iframe><script>c()</script></p>\
         <svg width=\"1\"></svg>"
    );
    let there = publish(bench.client.as_ref(), &post("Filtré", &raw)).await;
    assert!(there.raw.starts_with(kept), "{}", there.raw);
    for lost in ["<iframe", "<script", "<svg"] {
        assert!(!there.raw.contains(lost), "{}", there.raw);
    }
    assert!(there.raw.contains("c()"), "the text of a script stays: {}", there.raw);
    assert_eq!(bench.read(&there.id).await.unwrap().unwrap().raw, there.raw, "this is the base");
}

async fn only_what_is_named_changes(bench: &Bench) {
    let may_publish = bench.role != Role::Contributor;
    // What is not published yet is dated by each save anew.
    let dated = |post: &RemotePost| post.date.filter(|_| may_publish);
    let changes = PostChanges {
        excerpt: Some("Extrait".into()),
        slug: Some("une-adresse".into()),
        comments_open: Some(false),
        ..post("Titre", "<p>Texte</p>")
    };
    let before = publish(bench.client.as_ref(), &changes).await;
    let title = PostChanges { title: Some("Autre".into()), ..PostChanges::default() };
    let after = bench.update(&before.id, &title).await.unwrap();
    let expected = RemotePost {
        title: "Autre".into(),
        date: dated(&before).or(after.date),
        modified: after.modified,
        predecessor: after.predecessor.clone(),
        ..before
    };
    assert_eq!(after, expected);
    // What waits for approval has no address yet.
    assert_eq!(after.slug, if may_publish { "une-adresse" } else { "" });
}

async fn a_picture_is_there_once(bench: &Bench) {
    let blog = bench.client.as_ref();
    let bytes = jpeg(3000, 2000, 1);
    let upload = PictureUpload {
        name: "Coupure : « L’été », Le Journal",
        alt: "Coupure : « L’été », \"une\" <page> 🎉",
        caption: "Le Journal, 3 février",
        title: "Coupure L’été",
        ..picture(&bytes)
    };
    assert_eq!(blog.find_media(&upload.hash).await.unwrap(), None);
    let told = Mutex::new(Vec::new());
    let last = AtomicU64::new(0);
    let progress = |sent: u64, total: u64| {
        assert!(sent >= last.swap(sent, Ordering::SeqCst) && total == bytes.len() as u64);
        told.lock().unwrap().push(sent);
    };
    let media = blog.upload(&upload, &progress).await.unwrap();
    assert_eq!(told.lock().unwrap().last(), Some(&(bytes.len() as u64)));
    assert_eq!((media.full.width_px, media.full.height_px), (3000, 2000));
    assert_eq!(blog.find_media(&upload.hash).await.unwrap(), Some(media.clone()));
    assert!(media.sizes.contains(&media.full));
    if blog.makes_sizes() {
        let page = media.best_size(1600);
        assert!(page.width_px <= 1600 && page.width_px >= 1024, "{media:?}");
    }
    if let Some(elsewhere) = &bench.elsewhere {
        assert_eq!(elsewhere.pictures(), 1);
    }
    let cover =
        PostChanges { cover: Some(Some(media.id.clone())), ..post("Avec couverture", "<p>x</p>") };
    let there = publish(blog, &cover).await;
    assert_eq!(there.cover, Some(media.id));
    let without = PostChanges { cover: Some(None), ..PostChanges::default() };
    assert_eq!(blog.update(&there.id, &without).await.unwrap().cover, None);
}

async fn a_contributors_picture_is_refused(bench: &Bench) {
    let bytes = jpeg(20, 10, 2);
    let error = bench.upload(&picture(&bytes), &|_, _| {}).await.unwrap_err();
    assert_eq!(error.code(), Code::NotAllowed);
    assert!(!error.outcome_unknown());
    assert_eq!(bench.elsewhere.as_ref().map(|elsewhere| elsewhere.pictures()), Some(0));
}

async fn a_contributors_post_waits_for_approval(bench: &Bench) {
    for wanted in [RemoteStatus::Published, RemoteStatus::Private, RemoteStatus::Scheduled] {
        let created = bench.create_draft(mark(), &post("Relecture", "<p>x</p>")).await.unwrap();
        let later = Timestamp::from_second(bench.now().as_second() + 7 * 86_400).unwrap();
        let date = (wanted == RemoteStatus::Scheduled).then_some(later);
        let asked = PostChanges { date, ..status(wanted) };
        let there = bench.update(&created.id, &asked).await.unwrap();
        assert_eq!(there.status, RemoteStatus::Pending, "an editor approves it");
    }
}

async fn a_post_is_scheduled_brought_forward_and_taken_back(bench: &Bench) {
    let blog = bench.client.as_ref();
    let changes = post("Plus tard", "<p>x</p>");
    let created = blog.create_draft(mark(), &changes).await.unwrap();
    let at = Timestamp::from_second(bench.now().as_second() + 7 * 86_400).unwrap();
    let scheduled = PostChanges {
        status: Some(RemoteStatus::Scheduled),
        date: Some(at),
        slug: Some(String::new()),
        ..PostChanges::default()
    };
    let there = blog.update(&created.id, &scheduled).await.unwrap();
    assert_eq!((there.status, there.date), (RemoteStatus::Scheduled, Some(at)));
    let now = blog.update(&created.id, &status(RemoteStatus::Published)).await.unwrap();
    if blog.dialect() == Dialect::WordPressBlocks {
        assert_eq!(now.status, RemoteStatus::Published, "a wish to publish means now");
        assert!(now.date.unwrap() <= bench.now());
        // Also where the date that goes with it is of a clock that is ahead.
        let ahead = PostChanges { date: Some(at), ..status(RemoteStatus::Published) };
        let there = blog.update(&created.id, &ahead).await.unwrap();
        assert_eq!(there.status, RemoteStatus::Published);
        assert!(there.date.unwrap() <= bench.now());
    }
    for back in [RemoteStatus::Draft, RemoteStatus::Private] {
        let there = blog.update(&created.id, &status(back)).await.unwrap();
        assert_eq!((there.status, there.raw.as_str()), (back, "<p>x</p>"));
    }
}

async fn what_is_gone_is_said(blog: &dyn BlogClient) {
    for id in ["999999", "00000000-0000-4000-8000-000000000000", "../../etc", ""] {
        let id = RemoteId(id.into());
        assert_eq!(blog.read(&id).await.unwrap(), None);
        let error = blog.update(&id, &post("x", "y")).await.unwrap_err();
        assert_eq!(error.code(), Code::GoneFromBlog);
        assert!(!error.outcome_unknown());
        blog.trash(&id).await.unwrap();
        assert_eq!(blog.revisions(&id, 2).await.unwrap(), []);
    }
}

/// Either our write is refused, or what it replaced stands behind it in the revisions.
async fn somebody_elses_version_is_never_lost(bench: &Bench) {
    let elsewhere = bench.elsewhere.as_ref().unwrap();
    let there = publish(bench.client.as_ref(), &post("Un", "<p>un</p>")).await;
    bench.update(&there.id, &text("<p>deux</p>")).await.unwrap();
    let seen = bench.read(&there.id).await.unwrap().unwrap();
    elsewhere.edit(&there.id, "<p>à un autre</p>");
    let now = bench.read(&there.id).await.unwrap().unwrap();
    assert_eq!(now.raw, "<p>à un autre</p>");
    assert_ne!(now.predecessor, seen.predecessor, "a look tells that somebody wrote");

    elsewhere.edit(&there.id, "<p>à un autre encore</p>");
    let behind = match bench.update(&there.id, &text("<p>trois</p>")).await {
        Ok(ours) => {
            let versions = bench.revisions(&there.id, 2).await.unwrap();
            assert_eq!(versions[0].raw, "<p>trois</p>");
            assert_eq!(ours.predecessor.as_ref(), Some(&versions[0].id));
            versions[1].clone()
        }
        Err(error) => {
            assert_eq!(error.code(), Code::ChangedMeanwhile, "{error}");
            assert!(!error.outcome_unknown());
            assert_eq!(elsewhere.raw(&there.id), "<p>à un autre encore</p>");
            // After another look it is ours to write.
            bench.read(&there.id).await.unwrap();
            bench.update(&there.id, &text("<p>trois</p>")).await.unwrap();
            bench.revisions(&there.id, 2).await.unwrap()[1].clone()
        }
    };
    assert_eq!(behind.raw, "<p>à un autre encore</p>");
    let old = bench.revision(&there.id, &behind.id).await.unwrap();
    assert_eq!(old, Some(("Un".into(), "<p>à un autre encore</p>".into())));
    assert_eq!(bench.revision(&there.id, "999999").await.unwrap(), None);
}

async fn what_somebody_deleted_is_gone(bench: &Bench) {
    let there = publish(bench.client.as_ref(), &post("Effacé", "<p>x</p>")).await;
    bench.elsewhere.as_ref().unwrap().delete(&there.id);
    assert_eq!(bench.read(&there.id).await.unwrap(), None);
    let error = bench.update(&there.id, &text("<p>y</p>")).await.unwrap_err();
    assert_eq!(error.code(), Code::GoneFromBlog);
    bench.trash(&there.id).await.unwrap();
}

async fn posts_are_listed(blog: &dyn BlogClient) {
    let page = blog.posts(1).await.unwrap();
    assert!(page.posts.len() >= 5 && !page.more, "{page:?}");
    assert!(page.posts.iter().all(|post| post.status != RemoteStatus::Trashed));
    assert_eq!(blog.posts(7).await.unwrap().posts, []);
}

async fn what_readers_can_open_is_listed_for_links(blog: &dyn BlogClient) {
    blog.create_draft(mark(), &post("Pas encore", "<p>x</p>")).await.unwrap();
    let there = publish(blog, &post("L’été & l’hiver", "<p>x</p>")).await;
    let before = blog.published(1, None).await.unwrap();
    let listed = before.posts.iter().find(|post| post.id == there.id).unwrap();
    assert_eq!((&*listed.title, &listed.url), ("L’été & l’hiver", &there.link), "plain text");
    assert_eq!((listed.date, listed.modified), (there.date, there.modified));
    assert!(before.posts.iter().all(|post| post.title != "Pas encore"));
    let changed = blog.published(1, there.modified).await.unwrap();
    assert!(changed.posts.contains(listed), "of the same second, too");
    blog.trash(&there.id).await.unwrap();
    let after = blog.published(1, None).await.unwrap();
    assert!(!after.posts.contains(listed));
    assert_eq!(after.posts.len() + 1, before.posts.len());
}
