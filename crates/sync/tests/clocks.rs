//! A computer whose clock is wrong: what is to be published now is published now, at the blog's
//! hour, and what is planned is planned.

mod support;

use std::time::Duration;

use coupure_model::{
    Code, Publication, RemotePost, RemoteStatus, Standing, Timestamp, Wanted, WantedState,
};
use coupure_testkit::fake_blog::{Fault, Faults};
use jiff::SignedDuration;
use support::{House, content};

const MINUTES: Duration = Duration::from_secs(600);
const DAY_SECONDS: i64 = 24 * 60 * 60;

fn post(house: &House) -> RemotePost {
    house.server.site().live().next().unwrap().clone()
}

fn near(date: Option<Timestamp>, now: Timestamp) -> bool {
    let minutes = |date: Timestamp| date.duration_since(now).abs();
    date.is_some_and(|date| minutes(date) <= SignedDuration::from_mins(10))
}

#[tokio::test(start_paused = true)]
async fn a_post_is_published_now_although_the_clock_here_is_a_day_wrong() {
    for wrong_by in [-DAY_SECONDS, DAY_SECONDS] {
        let house = House::new(Faults::none());
        house.clock.set_wrong_by(wrong_by);
        let text = content("Maintenant", "Un.");
        let draft = house.draft(&text);
        let id = house.publish(draft, &text, WantedState::Published, Vec::new()).id;
        assert!(house.worker().until_quiet(MINUTES).await);
        assert_eq!(house.publication(id).standing, Standing::Settled);
        assert_eq!(post(&house).status, RemoteStatus::Published, "{wrong_by} s");
        assert!(near(post(&house).date, house.server.now()), "{:?}", post(&house).date);
    }
}

#[tokio::test(start_paused = true)]
async fn a_planned_post_is_brought_forward_to_now_although_the_clock_here_is_a_day_wrong() {
    for wrong_by in [-DAY_SECONDS, DAY_SECONDS] {
        let house = House::new(Faults::none());
        house.clock.set_wrong_by(wrong_by);
        let text = content("Plus tôt", "Un.");
        let draft = house.draft(&text);
        let at = support::epoch() + Duration::from_secs(5 * 24 * 60 * 60);
        let id = house.publish(draft, &text, WantedState::Scheduled { at }, Vec::new()).id;
        let worker = house.worker();
        assert!(worker.until_quiet(MINUTES).await);
        assert_eq!((post(&house).status, post(&house).date), (RemoteStatus::Scheduled, Some(at)));
        house.publish(draft, &text, WantedState::Published, Vec::new());
        assert!(worker.until_quiet(MINUTES).await);
        assert_eq!(house.publication(id).standing, Standing::Settled);
        assert_eq!(post(&house).status, RemoteStatus::Published, "{wrong_by} s");
        assert!(near(post(&house).date, house.server.now()), "{:?}", post(&house).date);
    }
}

#[tokio::test(start_paused = true)]
async fn an_embargo_holds_a_planned_post_and_its_pictures_until_its_own_date() {
    let house = House::new(Faults::none());
    let mut picture = house.picture(1);
    let (hours, days) = (Duration::from_secs(3600), Duration::from_secs(24 * 3600));
    picture.embargo = Some(support::epoch() + 3 * days);
    let text = content("Embargo", &format!("![a]({})\n", picture.reference));
    // One is planned before the embargo ends, one after.
    let plan = |at| {
        let wanted = WantedState::Scheduled { at };
        let draft = house.draft(&text);
        house.publish(draft, &text, wanted, vec![picture.clone()]).id
    };
    let (early, late) = (plan(support::epoch() + 2 * hours), plan(support::epoch() + 5 * days));
    let worker = house.worker();
    worker.until_quiet(2 * days).await;
    for id in [early, late] {
        let standing = house.publication(id).standing;
        assert_eq!(standing.problem().map(|problem| problem.code), Some(Code::Embargoed));
    }
    assert_eq!(house.server.site().media().count(), 0, "nothing of it has left this computer");
    assert_eq!(house.server.site().live().count(), 0);
    worker.until_quiet(4 * days).await;
    let status = |id| {
        let post = house.publication(id).observed.post.unwrap();
        house.server.site().post(&post).unwrap().status
    };
    assert_eq!(status(early), RemoteStatus::Published, "the embargo moved its hour");
    assert_eq!(status(late), RemoteStatus::Scheduled);
    assert_eq!(house.server.site().media().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_a_wrong_clock_put_off_goes_as_soon_as_it_cannot_be_undone_any_more() {
    let house = House::new(Faults::script([Some(Fault::TooMany)]));
    let text = content("Bientôt", "Un.");
    let draft = house.draft(&text);
    let published = house.publish(draft, &text, WantedState::Published, Vec::new());
    let not_before = support::epoch() + Duration::from_secs(100);
    let wanted = Wanted { not_before, ..published.wanted.clone() };
    house.store.put_publication(&Publication { wanted, ..published.clone() }).unwrap();
    // For a while that hour seems to be over, and the next try to be one of the next day.
    house.clock.set_wrong_by(DAY_SECONDS / 2);
    let worker = house.worker();
    let work = worker.until_quiet(Duration::from_secs(20 * 60));
    let put_right = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        house.clock.set_wrong_by(0);
    };
    let (quiet, ()) = futures_util::future::join(work, put_right).await;
    assert!(quiet, "{:?}", house.publication(published.id).standing);
    assert_eq!(post(&house).status, RemoteStatus::Published);
}
