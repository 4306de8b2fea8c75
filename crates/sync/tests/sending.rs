//! The worker on one post at a time, with a script of what goes wrong.

mod support;

use std::time::Duration;

use coupure_model::{Code, RemoteStatus, Standing, WantedState};
use coupure_sync::{Clock, Step, keep_both, keep_mine, keep_theirs};
use coupure_testkit::fake_blog::{Fault, Faults, Role};
use support::{House, as_stored, content};

const MINUTES: Duration = Duration::from_secs(600);

fn code(standing: &Standing) -> Option<Code> {
    match standing {
        Standing::Waiting { problem, .. }
        | Standing::NeedsAuthor { problem }
        | Standing::Refused { problem } => {
            assert!(problem.message.ends_with('.'), "no sentence: {}", problem.message);
            Some(problem.code)
        }
        _ => None,
    }
}

#[tokio::test(start_paused = true)]
async fn a_post_goes_out_once_with_its_picture_and_then_as_an_update() {
    let house = House::new(Faults::none());
    let picture = house.picture(1);
    let mut text = content("Un entretien", "Bonjour.\n");
    text.body = format!("Bonjour !\n\n![Coupure]({} \"L’Écho\")\n", picture.reference);
    text.cover = picture.reference.to_string();
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, vec![picture.clone()]).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);

    let first = house.publication(id);
    assert_eq!(first.standing, Standing::Settled);
    let post = house.server.site().live().next().unwrap().clone();
    assert_eq!(post.status, RemoteStatus::Published);
    assert_eq!(post.slug, "un-entretien");
    assert_eq!(first.observed.link.as_deref(), Some("https://blog.example/un-entretien/"));
    assert_eq!(Some(post.raw.clone()), house.expected(&first).raw);
    assert!(post.raw.contains("1536"), "the page shows the size that fits: {}", post.raw);
    assert!(post.cover.is_some());

    text.body.push_str("\nUne suite.\n");
    house.publish(draft, &text, WantedState::Published, vec![picture]);
    assert!(worker.until_quiet(MINUTES).await);
    let site = house.server.site();
    assert_eq!(site.live().count(), 1);
    assert_eq!(site.media().count(), 1);
    let post = site.live().next().unwrap();
    assert!(post.raw.contains("Une suite."));
    assert_eq!(site.versions(&post.id).len(), 2, "one version a press, and no more");
}

#[tokio::test(start_paused = true)]
async fn a_creation_whose_answer_was_lost_is_found_and_adopted() {
    let house = House::new(Faults::script([Some(Fault::ReplyLost)]));
    let text = content("Perdu", "Texte.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    assert!(house.worker().until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert_eq!(house.server.site().live().count(), 1);
    assert_eq!(house.server.site().trashed().count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_lands_after_the_client_gave_up_is_not_repeated() {
    let by = Duration::from_secs(35);
    let house = House::new(Faults::script([Some(Fault::Late { by })]));
    let text = content("Tard", "Texte.");
    let draft = house.draft(&text);
    house.publish(draft, &text, WantedState::Published, Vec::new());
    assert!(house.worker().until_quiet(MINUTES).await);
    let site = house.server.site();
    assert_eq!((site.live().count(), site.trashed().count()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_copy_that_lands_far_too_late_is_swept() {
    // Later than anything settles: the second creation is made, and the first is a stray.
    let by = Duration::from_secs(75);
    let house = House::new(Faults::script([Some(Fault::Late { by })]));
    let text = content("Bien trop tard", "Texte.");
    let draft = house.draft(&text);
    house.publish(draft, &text, WantedState::Published, Vec::new());
    assert!(house.worker().until_quiet(MINUTES).await);
    let site = house.server.site();
    assert_eq!((site.live().count(), site.trashed().count()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn an_older_update_that_lands_after_a_newer_one_is_put_right() {
    let house = House::new(Faults::none());
    let text = content("Un", "Premier.");
    let draft = house.draft(&text);
    house.publish(draft, &text, WantedState::Published, Vec::new());
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    *house.server.faults() = Faults::script([Some(Fault::Late { by: Duration::from_secs(44) })]);
    let second = content("Un", "Deuxième.");
    house.publish(draft, &second, WantedState::Published, Vec::new());
    worker.until_quiet(Duration::from_secs(10)).await;
    let third = content("Un", "Troisième.");
    house.publish(draft, &third, WantedState::Published, Vec::new());
    assert!(worker.until_quiet(MINUTES).await);
    let site = house.server.site();
    let post = site.live().next().unwrap();
    assert!(post.raw.contains("Troisième."), "{}", post.raw);
    assert!(site.versions(&post.id).iter().any(|version| version.raw.contains("Deuxième.")));
}

#[tokio::test(start_paused = true)]
async fn an_upload_whose_answer_was_lost_is_found_and_not_repeated() {
    let house = House::new(Faults::script([Some(Fault::ReplyLost)]));
    let picture = house.picture(1);
    let text = content("Image", &format!("![a]({})\n", picture.reference));
    let draft = house.draft(&text);
    house.publish(draft, &text, WantedState::Published, vec![picture.clone()]);
    // Another draft with the same picture goes at the same time.
    let other = house.draft(&text);
    house.publish(other, &text, WantedState::Draft, vec![picture]);
    assert!(house.worker().until_quiet(MINUTES).await);
    assert_eq!(house.server.site().media().count(), 1);
    assert_eq!(house.server.site().live().count(), 2);
}

/// Each process is there for five seconds, far less than a write is given to land.
#[tokio::test(start_paused = true)]
async fn processes_that_are_there_for_seconds_come_to_an_end_of_what_never_arrived() {
    let faults = [Some(Fault::RequestCut), None, Some(Fault::RequestCut), None];
    let house = House::new(Faults::script(faults));
    let picture = house.picture(1);
    let text = content("Peu à peu", &format!("![Coupure]({})\n", picture.reference));
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, vec![picture]).id;
    let mut processes = 1;
    while !house.worker().until_quiet(Duration::from_secs(5)).await {
        processes += 1;
        assert!(processes < 100, "it stands {:?}", house.publication(id).standing);
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert!(processes > 10, "it did not wait: {processes} processes");
    let site = house.server.site();
    assert_eq!((site.live().count(), site.media().count()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn without_a_network_all_waits_and_goes_when_it_is_back() {
    let house = House::new(Faults::drawn(1, 0));
    *house.server.faults() = Faults::script(vec![Some(Fault::Offline); 40]);
    let text = content("Train", "Texte.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    assert!(!worker.until_quiet(Duration::from_secs(1000)).await);
    let Standing::Waiting { tries, .. } = house.publication(id).standing else {
        panic!("{:?}", house.publication(id).standing);
    };
    assert!((5..15).contains(&tries), "{tries} tries in 1000 s");
    assert_eq!(code(&house.publication(id).standing), Some(Code::Offline));
    assert!(house.publication(id).observed.sent.is_empty(), "nothing was sent");
    house.server.faults().end();
    worker.network_returned();
    assert!(worker.until_quiet(Duration::from_secs(10)).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
}

#[tokio::test(start_paused = true)]
async fn a_post_that_waited_for_more_than_a_day_asks_once() {
    let house = House::new(Faults::none());
    let text = content("Hier", "Texte.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    tokio::time::sleep(Duration::from_secs(25 * 3600)).await;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(code(&house.publication(id).standing), Some(Code::WaitedLong));
    assert_eq!(house.server.site().live().count(), 0);
    worker.retry(id).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
}

#[tokio::test(start_paused = true)]
async fn an_embargo_holds_the_post_and_its_picture_until_its_date() {
    let house = House::new(Faults::none());
    let mut picture = house.picture(1);
    picture.embargo = Some(support::epoch() + Duration::from_secs(3 * 24 * 3600));
    let text = content("Embargo", &format!("![a]({})\n", picture.reference));
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, vec![picture]).id;
    let worker = house.worker();
    assert!(worker.until_quiet(Duration::from_secs(3600)).await);
    assert_eq!(code(&house.publication(id).standing), Some(Code::Embargoed));
    assert_eq!(house.server.site().media().count(), 0);
    worker.until_quiet(Duration::from_secs(4 * 24 * 3600)).await;
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert_eq!(house.server.site().media().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_embargo_set_after_the_press_holds_all_the_same() {
    let house = House::new(Faults::none());
    let clipping = house.clipping();
    let reference = coupure_model::PictureReference::Clip(clipping);
    let picture = coupure_model::FrozenPicture { reference, ..house.picture(1) };
    let text = content("Embargo", &format!("![a]({reference})\n"));
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, vec![picture]).id;
    let until = support::epoch() + Duration::from_secs(3 * 24 * 3600);
    let set = |embargo| {
        let now = support::epoch();
        house.store.change_clipping(clipping, now, |c| c.embargo = embargo).unwrap();
    };
    set(Some(until));
    let worker = house.worker();
    assert!(worker.until_quiet(Duration::from_secs(3600)).await);
    assert_eq!(code(&house.publication(id).standing), Some(Code::Embargoed));
    assert_eq!(house.server.site().media().count(), 0);
    set(None);
    worker.retry(id).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
}

#[tokio::test(start_paused = true)]
async fn a_quotation_is_held_by_the_embargo_of_its_clipping() {
    let house = House::new(Faults::none());
    let clipping = house.clipping();
    let text = content("Embargo", &format!("> Un mot.\n>\n> — [« T »](clip:{clipping}#w1-2)\n"));
    let draft = house.draft(&text);
    let until = support::epoch() + Duration::from_secs(3 * 24 * 3600);
    let set = |embargo| {
        let now = support::epoch();
        house.store.change_clipping(clipping, now, |c| c.embargo = embargo).unwrap();
    };
    set(Some(until));
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    assert_eq!(house.publication(id).wanted.quoted[0].embargo, Some(until));
    let worker = house.worker();
    assert!(worker.until_quiet(Duration::from_secs(3600)).await);
    assert_eq!(code(&house.publication(id).standing), Some(Code::Embargoed));
    assert_eq!(house.server.site().live().count(), 0);
    set(None);
    worker.retry(id).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    let raw = house.server.site().live().next().unwrap().raw.clone();
    assert!(raw.contains("Un mot.") && !raw.contains("clip:"), "{raw}");
}

/// A post that is out, and that somebody else changed when its author publishes an update.
async fn conflict() -> (House, coupure_model::PublicationId, coupure_model::DraftId) {
    let house = House::new(Faults::none());
    let text = content("Conflit", "Le mien.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().id.clone();
    // Both write another word in the place of the same one.
    house.server.edit_as_another(&post, |post| post.raw = post.raw.replace("mien.", "leur."));
    let newer = content("Conflit", "Le mien, plus tard.");
    house.publish(draft, &newer, WantedState::Published, Vec::new());
    assert!(worker.until_quiet(MINUTES).await);
    let publication = house.publication(id);
    assert_eq!(code(&publication.standing), Some(Code::ChangedOnBlog));
    let kept = publication.observed.theirs.unwrap().revision.unwrap();
    assert!(house.store.revision(kept).unwrap().content.body.contains("Le leur."));
    assert!(house.server.site().post(&post).unwrap().raw.contains("Le leur."));
    assert_eq!(house.store.draft(draft).unwrap().content, newer, "the draft stays the author's");
    (house, id, draft)
}

#[tokio::test(start_paused = true)]
async fn a_version_changed_on_the_blog_is_kept_and_mine_goes_over_it_when_chosen() {
    let (house, id, _) = conflict().await;
    keep_mine(&house.store, id, support::epoch()).unwrap();
    assert!(house.worker().until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    let post = house.server.site().live().next().unwrap().clone();
    assert!(post.raw.contains("Le mien, plus tard.") && !post.raw.contains("Le leur."));
}

#[tokio::test(start_paused = true)]
async fn theirs_stays_byte_for_byte_when_chosen() {
    let (house, id, draft) = conflict().await;
    let before = house.server.site().live().next().unwrap().clone();
    keep_theirs(&house.store, id, support::epoch()).unwrap();
    assert!(house.worker().until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert_eq!(*house.server.site().live().next().unwrap(), before, "nothing was sent");
    assert!(house.store.draft(draft).unwrap().content.body.contains("Le leur."));
    // What the author then writes goes out as an update.
    let mut text = house.store.draft(draft).unwrap().content;
    text.body.push_str("\n\nLa suite.\n");
    house.publish(draft, &text, WantedState::Published, Vec::new());
    assert!(house.worker().until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().clone();
    assert!(post.raw.contains("Le leur.") && post.raw.contains("La suite."), "{}", post.raw);
}

/// A draft without a cover takes the blog's version, which has one, and is then corrected.
#[tokio::test(start_paused = true)]
async fn a_cover_that_stayed_with_their_version_goes_with_the_next_one_of_mine() {
    let house = House::new(Faults::none());
    let picture = house.picture(1);
    let mut text = content("Une", "Un.\n");
    text.cover = picture.reference.to_string();
    let draft = house.draft(&text);
    let tomorrow = WantedState::Scheduled { at: support::epoch() + 144 * MINUTES };
    let id = house.publish(draft, &text, tomorrow, vec![picture]).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().id.clone();
    house.server.edit_as_another(&post, |post| post.raw.push_str("\n<p>À eux.</p>"));
    text.cover = String::new();
    text.body = "Autre chose.\n".into();
    let publish = |text| house.publish(draft, text, WantedState::Published, Vec::new());
    publish(&text);
    assert!(worker.until_quiet(MINUTES).await);
    keep_theirs(&house.store, id, house.clock.now()).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    publish(&text);
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert_eq!(house.server.site().post(&post).unwrap().cover, None);
}

#[tokio::test(start_paused = true)]
async fn both_are_in_the_draft_and_go_only_when_publish_is_pressed() {
    let (house, id, draft) = conflict().await;
    keep_both(&house.store, id, support::epoch()).unwrap();
    assert!(house.worker().until_quiet(MINUTES).await);
    let text = house.store.draft(draft).unwrap().content;
    assert!(text.body.contains("Le mien, plus tard.") && text.body.contains("Le leur."));
    assert!(!house.server.site().live().next().unwrap().raw.contains("plus tard"));
    assert!(house.publication(id).observed.theirs.is_none());
    house.publish(draft, &text, WantedState::Published, Vec::new());
    assert!(house.worker().until_quiet(MINUTES).await);
    let publication = house.publication(id);
    assert_eq!(publication.standing, Standing::Settled);
    let post = house.server.site().live().next().unwrap().clone();
    assert_eq!(Some(post.raw), house.expected(&publication).raw.map(|raw| as_stored(&raw)));
}

#[tokio::test(start_paused = true)]
async fn a_version_written_between_the_look_and_the_update_is_recovered() {
    let house = House::new(Faults::none());
    let text = content("Entre", "Un.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().id.clone();
    house.publish(draft, &content("Entre", "Deux."), WantedState::Published, Vec::new());
    // One step at a time: look, then somebody else writes, then our update goes over it.
    while worker.step(id).await.unwrap() != coupure_sync::Step::LookBeforeWrite {}
    house.server.edit_as_another(&post, |post| post.raw = "<p>Juste avant.</p>".into());
    assert!(worker.until_quiet(MINUTES).await);
    let publication = house.publication(id);
    assert_eq!(code(&publication.standing), Some(Code::ChangedOnBlog));
    let theirs = publication.observed.theirs.unwrap();
    assert!(theirs.recovered && theirs.raw.contains("Juste avant."));
    let kept = house.store.revision(theirs.revision.unwrap()).unwrap().content;
    assert!(kept.body.contains("Juste avant."));
    keep_mine(&house.store, id, support::epoch()).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert!(house.server.site().post(&post).unwrap().raw.contains("Deux."));
}

/// It goes over what somebody else wrote meanwhile, and that is kept by then.
#[tokio::test(start_paused = true)]
async fn a_version_that_an_update_far_too_late_goes_over_is_in_the_history() {
    let late = Fault::Late { by: Duration::from_secs(75) };
    let house = House::new(Faults::script([None, None, Some(late)]));
    let text = content("Un", "Un.\n");
    let draft = house.draft(&text);
    house.publish(draft, &text, WantedState::Published, Vec::new());
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().id.clone();
    let text = content("Deux", "Deux.\n");
    house.publish(draft, &text, WantedState::Published, Vec::new());
    let another = async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        for words in ["Le leur.", "Encore le leur."] {
            house.server.edit_as_another(&post, |post| {
                post.raw.push_str(&format!("\n<p>{words}</p>"));
            });
        }
    };
    futures_util::future::join(worker.until_quiet(MINUTES), another).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let raw = house.server.site().post(&post).unwrap().raw.clone();
    assert!(!raw.contains("le leur"), "it has landed: {raw}");
    let history = house.store.history(draft).unwrap();
    assert!(history.iter().any(|revision| revision.content.body.contains("Encore le leur.")));
}

/// Whoever gives the wish up does not give up what somebody else wrote.
#[tokio::test(start_paused = true)]
async fn a_version_written_in_between_is_recovered_although_the_post_was_given_up_since() {
    let house = House::new(Faults::none());
    let text = content("Un", "Un.\n");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    assert!(house.worker().until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().id.clone();
    let text = content("Deux", "Deux.\n");
    house.publish(draft, &text, WantedState::Published, Vec::new());
    let worker = house.worker();
    assert_eq!(worker.step(id).await.unwrap(), Step::LookBeforeWrite);
    house.server.edit_as_another(&post, |post| post.raw.push_str("\n<p>Le mien aussi.</p>"));
    assert_eq!(worker.step(id).await.unwrap(), Step::Update(post));
    worker.give_up(id).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Cancelled);
    let history = house.store.history(draft).unwrap();
    assert!(history.iter().any(|revision| revision.content.body.contains("Le mien aussi.")));
}

#[tokio::test(start_paused = true)]
async fn a_post_that_was_deleted_on_the_blog_is_not_created_again_unasked() {
    let house = House::new(Faults::none());
    let text = content("Parti", "Un.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().id.clone();
    house.server.site().trash(&post);
    house.publish(draft, &content("Parti", "Deux."), WantedState::Published, Vec::new());
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(code(&house.publication(id).standing), Some(Code::GoneFromBlog));
    assert_eq!(house.server.site().live().count(), 0);
    keep_mine(&house.store, id, support::epoch()).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert_eq!(house.server.site().live().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_post_is_taken_back_to_a_draft_without_its_text_being_touched() {
    let house = House::new(Faults::none());
    let text = content("Retrait", "Un.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().id.clone();
    house.server.edit_as_another(&post, |post| post.raw.push_str("<p>Ajout.</p>"));
    house.publish(draft, &text, WantedState::TakenBack, Vec::new());
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    let there = house.server.site().post(&post).unwrap().clone();
    assert_eq!(there.status, RemoteStatus::Draft);
    assert!(there.raw.contains("Ajout."));
    // Publishing again meets what was added: nobody reads the post there, so it is joined at once.
    house.publish(draft, &text, WantedState::Published, Vec::new());
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    let there = house.server.site().post(&post).unwrap().clone();
    assert_eq!(there.status, RemoteStatus::Published);
    assert!(there.raw.contains("Ajout.") && there.raw.contains("Un."), "{}", there.raw);
}

#[tokio::test(start_paused = true)]
async fn a_schedule_is_left_to_the_blog_and_a_passed_one_is_asked_about() {
    let house = House::new(Faults::none());
    let text = content("Demain", "Un.");
    let draft = house.draft(&text);
    let at = support::epoch() + Duration::from_secs(7200);
    let id = house.publish(draft, &text, WantedState::Scheduled { at }, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let post = house.server.site().live().next().unwrap().clone();
    assert_eq!((post.status, post.date), (RemoteStatus::Scheduled, Some(at)));
    // The author changes their mind: now.
    house.publish(draft, &text, WantedState::Published, Vec::new());
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.server.site().live().next().unwrap().status, RemoteStatus::Published);
    assert_eq!(house.publication(id).standing, Standing::Settled);

    let other = house.draft(&text);
    let id = house.publish(other, &text, WantedState::Scheduled { at }, Vec::new()).id;
    tokio::time::sleep(Duration::from_secs(8000)).await;
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(code(&house.publication(id).standing), Some(Code::HourPassed));
    worker.retry(id).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
}

#[tokio::test(start_paused = true)]
async fn giving_up_in_the_middle_leaves_one_copy_at_most_and_nothing_public() {
    let house = House::new(Faults::script([Some(Fault::ReplyLost)]));
    let text = content("Non", "Texte.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    while !matches!(worker.step(id).await.unwrap(), coupure_sync::Step::Hold) {}
    worker.give_up(id).unwrap();
    worker.until_quiet(MINUTES).await;
    let publication = house.publication(id);
    assert_eq!(publication.standing, Standing::Cancelled);
    assert!(publication.attempt.is_none() && publication.observed.post.is_some());
    let site = house.server.site();
    assert!(site.live().all(|post| post.status == RemoteStatus::Draft));
    assert_eq!(site.live().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_contributors_post_waits_for_its_editor_and_says_so() {
    let house = House::new(Faults::none());
    house.server.site().role = Role::Contributor;
    house.server.site().add_category("Presse");
    let text = content("Relecture", "Un.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(code(&house.publication(id).standing), Some(Code::NotAllowed));
    let post = house.server.site().live().next().unwrap().clone();
    assert_eq!(post.status, RemoteStatus::Pending);
    assert!(post.raw.contains("Un."));
    house.server.site().approve(&post.id);
    worker.retry(id).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
}

#[tokio::test(start_paused = true)]
async fn a_copy_under_the_mark_that_somebody_wrote_to_is_left_alone() {
    let by = Duration::from_secs(75);
    let house = House::new(Faults::script([Some(Fault::Late { by })]));
    let text = content("Copie", "Texte.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    // The second creation is out before the first one lands, and the sweep comes after both.
    worker.until_quiet(Duration::from_secs(70)).await;
    tokio::time::sleep(Duration::from_secs(15)).await;
    let known = house.publication(id).observed.post;
    let stray = house
        .server
        .site()
        .live()
        .map(|post| post.id.clone())
        .find(|id| Some(id) != known.as_ref());
    let stray = stray.expect("the first creation landed beside the second");
    house.server.edit_as_another(&stray, |post| post.raw.push_str("<p>Une note.</p>"));
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert_eq!(house.server.site().post(&stray).unwrap().status, RemoteStatus::Draft);
    assert_eq!(house.server.site().trashed().count(), 0);
}

#[tokio::test(start_paused = true)]
async fn where_no_revisions_are_kept_a_post_goes_out_all_the_same() {
    let house = House::new(Faults::script([Some(Fault::ReplyLost), None, Some(Fault::Junk)]));
    house.server.site().no_revisions = true;
    let text = content("Sans", "Un.");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    house.publish(draft, &content("Sans", "Deux."), WantedState::Published, Vec::new());
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert!(house.server.site().live().next().unwrap().raw.contains("Deux."));
}
