//! What somebody else does on the blog, and what the author answers to what is asked.

use std::time::Duration;

use coupure_model::{Code, DraftId, PublicationId, RemoteId, RemoteStatus, Standing, WantedState};
use coupure_sync::{Sending, Worker, keep_both, keep_joined, keep_mine, keep_theirs};
use coupure_testkit::fake_blog::Role;
use rand::{Rng, seq::IndexedRandom};

use super::{Field, Play, Touch};

impl Play {
    /// In the blog's own editor.
    pub(super) fn another_does(&mut self) {
        let blog = usize::from(self.two_blogs && self.random.random_bool(0.3));
        let server = self.world.shared.servers[blog].1.clone();
        let id = self.world.blogs[blog].id;
        let publications = self.world.store().publications().unwrap();
        let known: Vec<RemoteId> = publications
            .into_iter()
            .filter(|publication| publication.blog == id)
            .filter_map(|publication| publication.observed.post)
            .collect();
        let live: Vec<(RemoteId, RemoteStatus)> =
            server.site().live().map(|post| (post.id.clone(), post.status)).collect();
        let Some((post, status)) = live.choose(&mut self.random).cloned() else { return };
        self.words += 1;
        let word = format!("autre-{:04}", self.words);
        let at = server.now();
        // A copy under the mark: nobody there knows that it is one.
        let is_known = known.contains(&post);
        let mut touched = |field: Field| {
            let touch = Touch { blog, post: post.clone(), field, word: word.clone(), at };
            self.touches.push(touch);
        };
        let what = match self.random.random_range(0..100) {
            0..50 => {
                touched(Field::Text);
                server.edit_as_another(&post, |post| {
                    post.raw = format!("{}\n<p>{word}</p>", post.raw);
                });
                "another wrote in the text"
            }
            50..62 => {
                touched(Field::Title);
                server.edit_as_another(&post, |post| post.title = format!("Titre {word}"));
                "another wrote a title"
            }
            62..70 => {
                touched(Field::Excerpt);
                server.edit_as_another(&post, |post| post.excerpt = format!("Extrait {word}"));
                "another wrote an excerpt"
            }
            70..74 => {
                touched(Field::Cover);
                server.edit_as_another(&post, |post| post.cover = Some(RemoteId(word.clone())));
                "another chose a cover"
            }
            74..78 => {
                touched(Field::Terms);
                server.edit_as_another(&post, |post| post.tags.push(word.clone()));
                "another added a term"
            }
            78..88 if is_known => {
                touched(Field::Status);
                let to = match status {
                    RemoteStatus::Published => RemoteStatus::Draft,
                    _ => RemoteStatus::Published,
                };
                server.edit_as_another(&post, |post| post.status = to);
                "another changed the status"
            }
            88..95 if is_known => {
                server.take_away_as_another(&post, false);
                "another put into the trash"
            }
            95..100 if is_known => {
                server.take_away_as_another(&post, true);
                "another deleted"
            }
            _ => return,
        };
        if !is_known {
            self.count("another touched a copy");
        }
        self.count(what);
    }

    /// The author answers what is asked.
    pub(super) fn answer(&mut self, worker: &Worker, id: PublicationId) {
        let now = self.world.now();
        let publication = self.world.store().publication(id).unwrap();
        let Standing::NeedsAuthor { problem } = &publication.standing else { return };
        if publication.attempt.is_some() {
            return;
        }
        let draft = publication.draft;
        if publication.observed.theirs.is_some() {
            self.end_silence(id);
            let store = self.world.store();
            let joined = match problem.code {
                Code::MergedToRead => {
                    let wanted = store.revision(publication.wanted.revision).unwrap().content;
                    worker.joined(&publication, &wanted).unwrap()
                }
                _ => None,
            };
            let what = match (joined, self.random.random_range(0..4)) {
                // As it was read.
                (Some(joined), 2..) => {
                    let content = joined.content(&[]);
                    let sending = Sending::Now(self.pictures_of(&content));
                    keep_joined(store, id, &content, sending, now).unwrap();
                    "answered: as joined"
                }
                (_, 0) => {
                    keep_mine(store, id, now).unwrap();
                    "answered: mine"
                }
                (_, 1) => {
                    keep_theirs(store, id, now).unwrap();
                    "answered: theirs"
                }
                _ => {
                    keep_both(store, id, now).unwrap();
                    "answered: both"
                }
            };
            self.after_choice(draft, id);
            return self.count(what);
        }
        match problem.code {
            Code::WaitedLong | Code::HourPassed => {
                self.count("answered: it is late");
                match self.random.random_range(0..3) {
                    0 => self.stop(worker, id),
                    _ => {
                        self.retry(worker, id);
                    }
                }
            }
            Code::NotAllowed => {
                if self.role == Role::Contributor {
                    if let Some(post) = &publication.observed.post {
                        self.world.server(publication.blog).site().approve(post);
                    }
                    self.count("an editor approved");
                    if self.random.random_bool(0.5) {
                        return self.stop(worker, id);
                    }
                } else if !self.touches.iter().any(|touch| touch.field == Field::Status)
                    // With a clock that is wrong, or an hour that has all but come, the blog
                    // publishes at once what was to be scheduled.
                    && !matches!(publication.wanted.state, WantedState::Scheduled { .. })
                {
                    let detail = format!("{problem:?}");
                    self.world.shared.wrong("asked only what is to be asked", detail);
                }
                self.count("answered: another state");
                self.retry(worker, id);
            }
            Code::PasswordRefused => {
                self.world.shared.servers.iter().for_each(|(_, s)| s.refuse_password(false));
                worker.forget_blog(publication.blog);
                self.retry(worker, id);
                self.count("answered: a new password");
            }
            Code::GoneFromBlog => {
                self.end_silence(id);
                if self.random.random_bool(0.5) {
                    let at = self.server_now();
                    self.told.entry(id).or_default().anew.push(at);
                    keep_mine(self.world.store(), id, now).unwrap();
                    self.count("answered: publish anew");
                } else {
                    self.told.entry(id).or_default().may_be_given_up = true;
                    keep_theirs(self.world.store(), id, now).unwrap();
                    let now = self.server_now();
                    self.told.entry(id).or_default().given_up = Some(now);
                    self.count("answered: leave it deleted");
                }
            }
            Code::ChangedOnBlog => {
                // Both are in the draft: publish that.
                let blog = self.world.blogs.iter().position(|blog| blog.id == publication.blog);
                self.press(draft, blog.unwrap(), WantedState::Published, Duration::ZERO);
            }
            code => {
                let detail = format!("the author is asked about {code:?}");
                self.world.shared.wrong("asked only what is to be asked", detail);
                self.stop(worker, id);
            }
        }
    }

    pub(super) fn after_choice(&mut self, draft: DraftId, id: PublicationId) {
        let publication = self.world.store().publication(id).unwrap();
        let told = self.told.entry(id).or_default();
        told.wish = Some((publication.wanted.revision, publication.wanted.state));
        // What stood in the draft before is in its history.
        if let Some(before) = self.latest.get(&draft) {
            self.kept.push((draft, before.clone()));
        }
        let content = self.world.store().draft(draft).unwrap().content;
        self.latest.insert(draft, content);
    }
}
