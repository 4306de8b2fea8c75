//! What the author and the worker do while the disk is watched, and what they were told.

use std::path::PathBuf;

use coupure_model::{
    Attempt, AttemptStep, Blog, BlogId, BlogKind, Content, DraftId, Features, Language, MediaHash,
    Publication, PublicationId, RemoteId, RemoteMedia, RemoteSize, RevisionId,
    RevisionReason::Typed, Standing, Timestamp, Upload, WantedState,
};
use coupure_store::{Access, Store, Wish};
use uuid::Uuid;

use crate::vfs::{self, Event};

/// What was acknowledged, each with how many operations there were by then.
pub struct Story {
    pub events: Vec<Event>,
    /// In the order in which they were stored: path in the home, and bytes.
    pub pictures: Vec<(PathBuf, Vec<u8>)>,
    saved: Vec<(usize, DraftId, RevisionId, Content)>,
    media: Vec<(usize, MediaHash)>,
    /// A publication and its upload as they stood, one after the other.
    publications: Vec<(usize, Publication)>,
    uploads: Vec<(usize, Upload)>,
}

impl Story {
    pub fn tell() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut story = Self {
            events: Vec::new(),
            pictures: Vec::new(),
            saved: Vec::new(),
            media: Vec::new(),
            publications: Vec::new(),
            uploads: Vec::new(),
        };
        vfs::record(home.path());
        let store = Store::open(home.path(), Access::Write).unwrap();
        let blog = blog();
        store.put_blog(&blog).unwrap();
        let first = content(1, 3);
        let draft = store.create_draft(&first, None, Typed, at(0)).unwrap();
        story.saved.push((vfs::recorded(), draft.id, draft.revision, first));
        for n in 2..6 {
            story.save(&store, draft.id, n, 3);
        }
        // A long text: many pages in one commit.
        story.save(&store, draft.id, 6, 900);
        store.index_pending(50).unwrap();
        let picture = story.put_picture(&store, &home.path().join(""), 7);

        // Publish is pressed, and the worker goes its way.
        let revision = story.save(&store, draft.id, 7, 4);
        let wish = Wish {
            draft: draft.id,
            revision,
            blog: blog.id,
            state: WantedState::Published,
            pictures: Vec::new(),
            pressed: at(100),
            not_before: at(100),
            overwrite: None,
        };
        let mut publication = store.want(wish).unwrap();
        story.publication(&publication);
        let mut upload = Upload {
            blog: blog.id,
            hash: picture,
            attempt: Some(at(101)),
            waited_ms: 0,
            media: None,
        };
        story.upload(&store, &upload);
        upload = Upload { attempt: None, waited_ms: 0, media: Some(remote_media()), ..upload };
        story.upload(&store, &upload);
        publication.attempt = Some(attempt(&publication, AttemptStep::CreateDraft));
        story.record(&store, &publication);
        // The author types on meanwhile.
        story.save(&store, draft.id, 8, 40);
        publication.attempt = None;
        publication.observed.post = Some(RemoteId("12".into()));
        story.record(&store, &publication);
        let update = AttemptStep::Update { sends: "a hash".into() };
        publication.attempt = Some(attempt(&publication, update));
        story.record(&store, &publication);
        publication.attempt = None;
        publication.observed.state = Some(WantedState::Published);
        publication.standing = Standing::Settled;
        story.record(&store, &publication);

        // Closed, which empties the log into the database, and opened again.
        drop(store);
        let store = Store::open(home.path(), Access::Write).unwrap();
        for n in 9..12 {
            story.save(&store, draft.id, n, 20);
        }
        story.put_picture(&store, &home.path().join(""), 8);
        story.save(&store, draft.id, 12, 900);
        store.thin(at(1_000_000)).unwrap();
        store.index_pending(50).unwrap();
        // Begins the log anew where it was emptied meanwhile.
        for n in 13..18 {
            story.save(&store, draft.id, n, 900);
            store.index_pending(50).unwrap();
        }
        let other = content(100, 2);
        let made = store.create_draft(&other, None, Typed, at(2_000_000)).unwrap();
        story.saved.push((vfs::recorded(), made.id, made.revision, other));
        drop(store);
        story.events = vfs::stop();
        story
    }

    fn save(&mut self, store: &Store, draft: DraftId, n: i64, lines: usize) -> RevisionId {
        let content = content(n, lines);
        let revision = store.save(draft, &content, Typed, at(n * 10)).unwrap();
        self.saved.push((vfs::recorded(), draft, revision, content));
        revision
    }

    fn put_picture(&mut self, store: &Store, home: &std::path::Path, n: u8) -> MediaHash {
        let bytes = vec![n; 5_000];
        let hash = store.put_media(&bytes, "image/png", 10, 10, "vue.png").unwrap();
        let path = store.media_path(hash).strip_prefix(home).unwrap().to_owned();
        self.pictures.push((path, bytes));
        self.media.push((vfs::recorded(), hash));
        hash
    }

    fn publication(&mut self, publication: &Publication) {
        self.publications.push((vfs::recorded(), publication.clone()));
    }

    fn record(&mut self, store: &Store, publication: &Publication) {
        store.record(publication).unwrap();
        self.publication(publication);
    }

    fn upload(&mut self, store: &Store, upload: &Upload) {
        store.put_upload(upload).unwrap();
        self.uploads.push((vfs::recorded(), upload.clone()));
    }

    /// All that was acknowledged up to the operation `last` is there.
    pub fn hold_against(&self, store: &Store, last: usize) -> Result<(), String> {
        let said = |error: coupure_store::Error| error.to_string();
        let mut latest = None;
        for (_, draft, revision, content) in self.saved.iter().filter(|(by, ..)| *by <= last + 1) {
            let thinned =
                self.saved.iter().any(|(_, of, later, _)| of == draft && later > revision);
            match store.revision(*revision) {
                Ok(found) if found.content == *content => {}
                Ok(_) => return Err(format!("the revision {revision} reads otherwise")),
                // Older typed ones may have been thinned, never the latest.
                Err(_) if thinned && latest_is_there(store, *draft, *revision) => {}
                Err(error) => return Err(error.to_string()),
            }
            latest = Some((*draft, *revision));
        }
        if let Some((draft, revision)) = latest
            && store.draft(draft).map_err(said)?.revision < revision
        {
            return Err(format!("the draft is older than {revision}"));
        }
        for (_, hash) in self.media.iter().filter(|(by, _)| *by <= last + 1) {
            store.media(*hash).map_err(said)?;
            store.media_bytes(*hash).map_err(said)?;
        }
        let id: PublicationId = self.publications[0].1.id;
        let found = store.publication(id).ok();
        one_of_the_next(&self.publications, found, last, "publication")?;
        let key = &self.uploads[0].1;
        let found = store.upload(key.blog, key.hash).map_err(said)?;
        one_of_the_next(&self.uploads, found, last, "upload")
    }
}

/// As it stood when it was last acknowledged, or as it was just about to stand.
fn one_of_the_next<T: PartialEq + std::fmt::Debug>(
    states: &[(usize, T)],
    found: Option<T>,
    last: usize,
    what: &str,
) -> Result<(), String> {
    let acknowledged = states.iter().filter(|(by, _)| *by <= last + 1).count();
    let next = states.get(acknowledged).map(|(_, state)| state);
    let known = acknowledged.checked_sub(1).map(|n| &states[n].1);
    let found = found.as_ref();
    if found == known || next.is_some() && found == next {
        return Ok(());
    }
    Err(format!("the {what} stands otherwise: {found:?}, not {known:?}"))
}

fn latest_is_there(store: &Store, draft: DraftId, revision: RevisionId) -> bool {
    store.draft(draft).is_ok_and(|draft| draft.revision > revision)
}

fn content(n: i64, lines: usize) -> Content {
    let line = format!("Une phrase du texte {n}, qui n’est pas comme les autres {}.\n", n * 7_919);
    Content { title: format!("Titre {n}"), body: line.repeat(lines), ..Content::default() }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_772_000_000 + seconds).unwrap()
}

fn attempt(publication: &Publication, step: AttemptStep) -> Attempt {
    Attempt {
        step,
        revision: publication.wanted.revision,
        state: publication.wanted.state,
        started: at(110),
        asks: Default::default(),
        before: None,
    }
}

fn remote_media() -> RemoteMedia {
    let full = RemoteSize {
        url: "https://laurent.example/vue.png".into(),
        width_px: 10,
        height_px: 10,
        slug: "full".into(),
    };
    RemoteMedia { id: RemoteId("13".into()), full: full.clone(), sizes: vec![full] }
}

fn blog() -> Blog {
    Blog {
        id: BlogId(Uuid::now_v7()),
        name: "laurent".into(),
        kind: BlogKind::WordPress {
            url: "https://laurent.example/".into(),
            api: "https://laurent.example/wp-json/".into(),
            user: "laurent".into(),
        },
        title: "Le blog".into(),
        language: Language::French,
        time_zone: "Europe/Paris".into(),
        features: Features::default(),
    }
}
