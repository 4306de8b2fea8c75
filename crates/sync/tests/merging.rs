//! A post that its author and somebody else changed: joined where it can be, asked about where not.

mod support;

use std::time::Duration;

use coupure_model::{
    Code, Comments, Content, DraftId, Joining, PublicationId, RemoteId, RemotePost, RemoteStatus,
    RevisionReason, Standing, WantedState,
};
use coupure_sync::{
    Joined, Sending, Step,
    join::{self, Change, Choice, Part},
    keep_both, keep_joined, keep_theirs, state_of_both, state_of_theirs,
};
use coupure_testkit::fake_blog::{Fault, Faults};
use support::{House, content};

const MINUTES: Duration = Duration::from_secs(600);
const ADDED: &str = "\n\n<!-- wp:paragraph -->\n<p>Ajout du blog.</p>\n<!-- /wp:paragraph -->";

struct Post {
    house: House,
    draft: DraftId,
    id: PublicationId,
    there: RemoteId,
}

/// A post that is out in a state, its text two paragraphs.
async fn out(state: WantedState) -> Post {
    let house = House::new(Faults::none());
    let text =
        content("Un titre", "Le premier paragraphe.\n\nLe second paragraphe parle de la digue.\n");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, state, Vec::new()).id;
    assert!(house.worker().until_quiet(MINUTES).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    let there = house.server.site().live().next().unwrap().id.clone();
    Post { house, draft, id, there }
}

impl Post {
    fn edited_there(&self, change: impl FnOnce(&mut RemotePost)) {
        self.house.server.edit_as_another(&self.there, change);
    }

    async fn publish(&self, state: WantedState, change: impl FnOnce(&mut Content)) {
        let mut text = self.house.store.draft(self.draft).unwrap().content;
        change(&mut text);
        self.house.publish(self.draft, &text, state, Vec::new());
        assert!(self.house.worker().until_quiet(MINUTES).await);
    }

    fn there(&self) -> RemotePost {
        self.house.server.site().post(&self.there).unwrap().clone()
    }

    fn text(&self) -> Content {
        self.house.store.draft(self.draft).unwrap().content
    }

    fn asked(&self) -> Option<Code> {
        match self.house.publication(self.id).standing {
            Standing::NeedsAuthor { problem } => Some(problem.code),
            _ => None,
        }
    }

    fn kept(&self, wanted: RevisionReason) -> Vec<Content> {
        let history = self.house.store.history(self.draft).unwrap();
        let of = history.into_iter().filter(|revision| revision.reason == wanted);
        of.map(|revision| revision.content).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn changes_in_different_places_of_a_post_that_nobody_reads_are_joined_by_themselves() {
    let post = out(WantedState::Draft).await;
    post.edited_there(|post| {
        post.raw.push_str(ADDED);
        post.title = "Un meilleur titre".into();
        post.tags.push("blog".into());
    });
    post.publish(WantedState::Draft, |text| {
        text.body = text.body.replace("premier", "tout premier");
        text.tags.push("ici".into());
    })
    .await;
    assert_eq!(post.house.publication(post.id).standing, Standing::Settled);
    let there = post.there();
    assert!(there.raw.contains("tout premier") && there.raw.contains("Ajout du blog."));
    assert_eq!(there.title, "Un meilleur titre");
    assert_eq!(there.tags, ["entretien", "ici", "blog"]);
    let text = post.text();
    assert_eq!(
        text.body,
        "Le tout premier paragraphe.\n\nLe second paragraphe parle de la digue.\n\nAjout du blog.\n"
    );
    assert_eq!(text.title, "Un meilleur titre");
    assert_eq!(post.kept(RevisionReason::Merged).len(), 1);
    assert_eq!(post.kept(RevisionReason::FromBlog).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_joined_is_read_before_readers_see_it() {
    let post = out(WantedState::Published).await;
    post.edited_there(|post| post.raw.push_str(ADDED));
    let before = post.there();
    post.publish(WantedState::Published, |text| {
        text.body = text.body.replace("premier", "tout premier");
    })
    .await;
    assert_eq!(post.asked(), Some(Code::MergedToRead));
    assert_eq!(post.there(), before, "nothing was sent");
    assert!(!post.text().body.contains("Ajout"), "the draft stays the author's");
    let publication = post.house.publication(post.id);
    let worker = post.house.worker();
    let joined = worker.joined(&publication, &post.text()).unwrap().unwrap();
    assert!(joined.is_clean());
    let (content, now) = (joined.content(&[]), support::epoch());
    keep_joined(&post.house.store, post.id, &content, Sending::Now(Vec::new()), now).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(post.house.publication(post.id).standing, Standing::Settled);
    let there = post.there();
    assert!(there.raw.contains("tout premier") && there.raw.contains("Ajout du blog."));
    assert_eq!(there.status, RemoteStatus::Published);
}

#[tokio::test(start_paused = true)]
async fn different_words_of_one_paragraph_are_joined_and_the_same_ones_are_asked_about() {
    let post = out(WantedState::Draft).await;
    post.edited_there(|post| post.raw = post.raw.replace("second", "deuxième"));
    post.publish(WantedState::Draft, |text| {
        text.body = text.body.replace("digue", "vieille digue");
    })
    .await;
    assert_eq!(post.asked(), None);
    assert!(
        post.text().body.contains("Le deuxième paragraphe parle de la vieille digue."),
        "{}",
        post.text().body
    );

    post.edited_there(|post| post.raw = post.raw.replace("premier", "tout premier"));
    post.publish(WantedState::Draft, |text| text.body = text.body.replace("premier", "unique"))
        .await;
    assert_eq!(post.asked(), Some(Code::ChangedOnBlog));
    assert!(post.there().raw.contains("tout premier"), "nothing was sent");
    assert!(matches!(
        post.house.publication(post.id).observed.theirs.unwrap().joining,
        Joining::Unclean { .. }
    ));
}

#[tokio::test(start_paused = true)]
async fn what_is_typed_after_the_press_is_joined_too_and_is_not_sent() {
    let post = out(WantedState::Draft).await;
    post.edited_there(|post| post.raw.push_str(ADDED));
    let mut text = post.text();
    text.body = text.body.replace("premier", "tout premier");
    post.house.publish(post.draft, &text, WantedState::Draft, Vec::new());
    text.body = text.body.replace("second", "dernier");
    let now = support::epoch();
    post.house.store.save(post.draft, &text, RevisionReason::Typed, now).unwrap();
    assert!(post.house.worker().until_quiet(MINUTES).await);
    let there = post.there().raw;
    assert!(there.contains("tout premier") && there.contains("Ajout") && there.contains("second"));
    let body = post.text().body;
    assert!(body.contains("tout premier") && body.contains("Ajout") && body.contains("dernier"));
    assert!(!there.contains("dernier"));
}

#[tokio::test(start_paused = true)]
async fn a_post_that_was_taken_back_or_published_there_is_not_put_back_unasked() {
    let post = out(WantedState::Published).await;
    post.edited_there(|post| post.status = RemoteStatus::Draft);
    post.publish(WantedState::Published, |text| text.body.push_str("\nEncore.\n")).await;
    assert_eq!(post.asked(), Some(Code::ChangedOnBlog));
    assert_eq!(post.there().status, RemoteStatus::Draft);
    keep_theirs(&post.house.store, post.id, support::epoch()).unwrap();
    assert!(post.house.worker().until_quiet(MINUTES).await);
    assert_eq!(post.house.publication(post.id).standing, Standing::Settled);
    assert_eq!(post.there().status, RemoteStatus::Draft, "theirs stays as it is");

    let post = out(WantedState::Draft).await;
    post.edited_there(|post| post.status = RemoteStatus::Published);
    post.publish(WantedState::Draft, |text| text.body.push_str("\nEncore.\n")).await;
    assert_eq!(post.asked(), Some(Code::ChangedOnBlog));
    assert_eq!(post.there().status, RemoteStatus::Published);
}

#[tokio::test(start_paused = true)]
async fn who_writes_between_the_look_and_the_update_is_joined_afterwards() {
    let post = out(WantedState::Draft).await;
    let mut text = post.text();
    text.body = text.body.replace("premier", "tout premier");
    post.house.publish(post.draft, &text, WantedState::Draft, Vec::new());
    let worker = post.house.worker();
    while worker.step(post.id).await.unwrap() != Step::LookBeforeWrite {}
    post.edited_there(|post| post.raw.push_str(ADDED));
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(post.house.publication(post.id).standing, Standing::Settled);
    let there = post.there().raw;
    assert!(there.contains("tout premier") && there.contains("Ajout du blog."), "{there}");
}

#[tokio::test(start_paused = true)]
async fn a_field_that_nobody_changed_there_keeps_the_authors_spelling() {
    let post = out(WantedState::Draft).await;
    post.publish(WantedState::Draft, |text| {
        text.title = "L'été \"vrai\" : deux".into();
        text.comments = Comments::Closed;
    })
    .await;
    post.edited_there(|post| post.raw.push_str(ADDED));
    post.publish(WantedState::Draft, |text| text.body = text.body.replace("premier", "seul")).await;
    assert_eq!(post.asked(), None);
    let text = post.text();
    assert_eq!(text.title, "L'été \"vrai\" : deux");
    assert_eq!((text.slug.as_str(), text.comments), ("", Comments::Closed));
}

#[tokio::test(start_paused = true)]
async fn a_picture_of_ours_stays_ours_where_somebody_else_changed_the_post_around_it() {
    let house = House::new(Faults::none());
    let picture = house.picture(1);
    let body = format!("Un début.\n\n![Coupure]({} \"L’Écho\")\n\nUne _fin_.\n", picture.reference);
    let text = content("Avec image", &body);
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Draft, vec![picture.clone()]).id;
    assert!(house.worker().until_quiet(MINUTES).await);
    let there = house.server.site().live().next().unwrap().id.clone();
    let post = Post { house, draft, id, there };
    post.edited_there(|post| post.raw = post.raw.replace("Un début.", "Un autre début."));
    let mut text = text;
    text.body.push_str("\nUne suite.\n");
    post.house.publish(draft, &text, WantedState::Draft, vec![picture]);
    assert!(post.house.worker().until_quiet(MINUTES).await);
    assert_eq!(post.asked(), None);
    assert_eq!(post.text().body, text.body.replace("Un début.", "Un autre début."));
    assert_eq!(post.house.server.site().media().count(), 1);
    let raw = post.there().raw;
    assert!(raw.contains("wp-image-") && raw.contains("Une suite."), "{raw}");
}

#[tokio::test(start_paused = true)]
async fn a_tag_that_somebody_added_there_stays_when_the_author_adds_another() {
    let post = out(WantedState::Published).await;
    post.edited_there(|post| post.tags.push("digue".into()));
    post.publish(WantedState::Published, |text| text.tags.push("crue".into())).await;
    assert_eq!(post.asked(), None);
    let sorted = |mut tags: Vec<String>| {
        tags.sort();
        tags
    };
    assert_eq!(sorted(post.there().tags), ["crue", "digue", "entretien"]);
    // Nor is it taken away by what comes after.
    post.publish(WantedState::Published, |text| text.tags.retain(|tag| tag != "crue")).await;
    assert_eq!(sorted(post.there().tags), ["digue", "entretien"]);
}

#[tokio::test(start_paused = true)]
async fn trying_again_does_not_send_the_text_from_before_both_were_kept() {
    let post = out(WantedState::Published).await;
    post.edited_there(|post| post.raw = post.raw.replace("second", "tout dernier"));
    post.publish(WantedState::Published, |text| {
        text.body = text.body.replace("second", "deuxième");
    })
    .await;
    assert_eq!(post.asked(), Some(Code::ChangedOnBlog));
    keep_both(&post.house.store, post.id, support::epoch()).unwrap();
    let worker = post.house.worker();
    worker.retry(post.id).unwrap();
    assert!(worker.until_quiet(MINUTES).await);
    assert_eq!(post.asked(), Some(Code::ChangedOnBlog));
    assert!(post.there().raw.contains("tout dernier"), "{}", post.there().raw);
}

/// A post with a cover that is out, and on which another cover was chosen.
async fn with_another_cover() -> (Post, coupure_model::FrozenPicture) {
    let house = House::new(Faults::none());
    let picture = house.picture(1);
    let mut text = content("Avec image", "Un début.\n\nUne fin.\n");
    text.cover = picture.reference.to_string();
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Draft, vec![picture.clone()]).id;
    assert!(house.worker().until_quiet(MINUTES).await);
    let there = house.server.site().live().next().unwrap().id.clone();
    let post = Post { house, draft, id, there };
    assert!(post.there().cover.is_some());
    post.edited_there(|post| {
        post.raw.push_str(ADDED);
        post.cover = Some(RemoteId("777".into()));
    });
    (post, picture)
}

#[tokio::test(start_paused = true)]
async fn a_cover_that_was_chosen_on_the_blog_stays_when_both_versions_are_joined() {
    let (post, picture) = with_another_cover().await;
    let another = post.there().cover;
    for (before, words) in [("Un début.", "Le début."), ("Le début.", "Un autre début.")] {
        let mut text = post.text();
        text.body = text.body.replace(before, words);
        post.house.publish(post.draft, &text, WantedState::Draft, vec![picture.clone()]);
        assert!(post.house.worker().until_quiet(MINUTES).await);
        assert_eq!(post.asked(), None);
        assert!(post.there().raw.contains(words) && post.there().raw.contains("Ajout du blog."));
        assert_eq!(post.there().cover, another);
    }
    // Until the author chooses one anew.
    let new = post.house.picture(2);
    let text = Content { cover: new.reference.to_string(), ..post.text() };
    post.house.publish(post.draft, &text, WantedState::Draft, vec![new]);
    assert!(post.house.worker().until_quiet(MINUTES).await);
    assert_ne!(post.there().cover, another);
}

#[tokio::test(start_paused = true)]
async fn whoever_takes_their_cover_away_takes_away_nobody_elses() {
    let (post, _) = with_another_cover().await;
    let another = post.there().cover;
    post.publish(WantedState::Draft, |text| text.cover = String::new()).await;
    assert_eq!(post.asked(), None);
    assert_eq!(post.there().cover, another);
    assert!(post.there().raw.contains("Ajout du blog."));
}

#[tokio::test(start_paused = true)]
async fn an_excerpt_written_between_the_look_and_the_update_is_joined_afterwards() {
    let post = out(WantedState::Draft).await;
    let mut text = post.text();
    text.body = text.body.replace("premier", "tout premier");
    text.excerpt = "Un extrait d’ici".into();
    post.house.publish(post.draft, &text, WantedState::Draft, Vec::new());
    let worker = post.house.worker();
    while worker.step(post.id).await.unwrap() != Step::LookBeforeWrite {}
    post.edited_there(|post| post.excerpt = "Un extrait du blog".into());
    assert!(worker.until_quiet(MINUTES).await);
    let history = post.house.store.history(post.draft).unwrap();
    assert!(
        history.iter().any(|revision| revision.content.excerpt == "Un extrait du blog"),
        "{:?}",
        history.iter().map(|revision| &revision.content.excerpt).collect::<Vec<_>>()
    );
    assert_eq!(post.asked(), Some(Code::ChangedOnBlog), "both changed it");
}

/// The answer is lost; before it is looked for, somebody has the same words lead elsewhere.
#[tokio::test(start_paused = true)]
async fn a_link_that_was_changed_under_a_lost_answer_is_not_taken_for_ours() {
    let lost = Some(Fault::ReplyLost);
    let house = House::new(Faults::script([None, None, lost]));
    let text = content("Un lien", "[Ici](https://ici.example/).\n");
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Draft, Vec::new()).id;
    let worker = house.worker();
    assert!(worker.until_quiet(MINUTES).await);
    let there = house.server.site().live().next().unwrap().id.clone();
    let text = content("Un lien", "[Ici](https://ici.example/), et encore.\n");
    house.publish(draft, &text, WantedState::Draft, Vec::new());
    while house.publication(id).attempt.is_none() {
        worker.step(id).await.unwrap();
    }
    house.server.edit_as_another(&there, |post| {
        assert!(post.raw.contains("et encore"));
        post.raw = post.raw.replace("ici.example", "ailleurs.example");
    });
    assert!(worker.until_quiet(MINUTES).await);
    let post = Post { house, draft, id, there };
    assert!(post.there().raw.contains("ailleurs.example"));
    let kept = post.kept(RevisionReason::FromBlog);
    let kept: Vec<&str> = kept.iter().map(|content| content.body.as_str()).collect();
    assert_eq!(kept, ["[Ici](https://ailleurs.example/), et encore.\n"]);
}

/// A post that is out, that somebody hid there and changed where its author did.
async fn hidden_there() -> (Post, Content) {
    let post = out(WantedState::Published).await;
    post.edited_there(|post| {
        post.raw = post.raw.replace("second", "tout dernier");
        post.status = RemoteStatus::Private;
    });
    post.publish(WantedState::Published, |text| {
        text.body = text.body.replace("second", "deuxième");
    })
    .await;
    assert_eq!(post.asked(), Some(Code::ChangedOnBlog));
    let text = post.text();
    (post, text)
}

#[tokio::test(start_paused = true)]
async fn what_was_hidden_there_stays_so_when_both_versions_are_kept() {
    let (post, text) = hidden_there().await;
    let publication = post.house.publication(post.id);
    assert_eq!(state_of_both(&publication), WantedState::Private, "as the author is told");
    assert_eq!(state_of_theirs(&publication), WantedState::Private);
    keep_joined(&post.house.store, post.id, &text, Sending::Now(Vec::new()), support::epoch())
        .unwrap();
    assert!(post.house.worker().until_quiet(MINUTES).await);
    assert_eq!(post.house.publication(post.id).standing, Standing::Settled);
    assert_eq!(post.there().status, RemoteStatus::Private);
    assert!(post.there().raw.contains("deuxième"));
    // It comes to light when the author says so.
    post.publish(WantedState::Published, |text| text.body.push_str("\nEncore.\n")).await;
    assert_eq!(post.there().status, RemoteStatus::Published);
}

#[tokio::test(start_paused = true)]
async fn the_authors_version_goes_out_as_it_was_wished() {
    let (post, text) = hidden_there().await;
    let sending = Sending::AsWished(Vec::new());
    keep_joined(&post.house.store, post.id, &text, sending, support::epoch()).unwrap();
    assert!(post.house.worker().until_quiet(MINUTES).await);
    assert_eq!(post.there().status, RemoteStatus::Published);
}

/// A piece as change, mine, theirs and joined.
fn shown(joined: &Joined) -> Vec<(Part, Change, String, String, String)> {
    let pieces = joined.pieces().into_iter();
    let fields = pieces.filter(|piece| piece.part != Part::Text);
    fields.map(|piece| (piece.part, piece.change, piece.mine, piece.theirs, piece.joined)).collect()
}

#[test]
fn terms_and_comments_are_pieces_like_every_field() {
    let base = content("Un titre", "Un texte.\n");
    let terms = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let with = |categories: &[&str], tags: &[&str], comments| Content {
        categories: terms(categories),
        tags: terms(tags),
        comments,
        ..base.clone()
    };
    let options = coupure_markdown::Options::default();
    let common = with(&["Presse"], &["eau", "digue"], Comments::Open);
    let mine = with(&["Presse"], &["eau", "digue", "vent"], Comments::Open);
    let theirs = with(&["Presse", "Ville"], &["digue"], Comments::Closed);

    let joined = join::join(&common, &mine, &theirs, &options);
    assert!(joined.is_clean(), "where both come from is known");
    let text = |text: &str| text.to_owned();
    assert_eq!(
        shown(&joined),
        [
            (
                Part::Categories,
                Change::Theirs,
                text("Presse"),
                text("Presse\nVille"),
                text("Presse\nVille")
            ),
            (
                Part::Tags,
                Change::Words,
                text("eau\ndigue\nvent"),
                text("digue"),
                text("digue\nvent")
            ),
            (Part::Comments, Change::Theirs, text("open"), text("closed"), text("closed")),
        ]
    );
    let content = joined.content(&[]);
    assert_eq!(content, with(&["Presse", "Ville"], &["digue", "vent"], Comments::Closed));

    // Where it is not known, each is asked about, and each choice is of its own field.
    let joined = join::hold_together(&mine, &theirs, &options);
    assert!(!joined.is_clean());
    assert!(shown(&joined).iter().all(|(_, change, ..)| *change == Change::Choice));
    assert_eq!(shown(&joined).len(), 3);
    let chosen = |choices: [Choice; 3]| joined.content(&choices);
    let [all, ours, other] = [Choice::Both, Choice::Mine, Choice::Theirs].map(|one| [one; 3]);
    assert_eq!(chosen(ours), mine);
    assert_eq!(chosen(other), theirs);
    let union = with(&["Presse", "Ville"], &["eau", "digue", "vent"], Comments::Open);
    assert_eq!(chosen(all), union);
    let apart = chosen([Choice::Theirs, Choice::Mine, Choice::Theirs]);
    let tags = &["eau", "digue", "vent"];
    assert_eq!(apart, with(&["Presse", "Ville"], tags, Comments::Closed));
}
