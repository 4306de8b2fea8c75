//! Whatever is saved, pressed, thinned and thrown away in whatever order, nothing that must stay
//! goes.

use std::collections::HashMap;

use coupure_model::{
    Base, BlogId, Content, DraftId, Observed, PostChanges, Publication, RemoteStatus, RevisionId,
    RevisionReason::{self, *},
};
use coupure_store::{Access, Store};
use proptest::{prelude::*, test_runner::Config};
use tempfile::TempDir;

use crate::{at, content, folder_blog, new_home, publishing::wish};

#[derive(Debug, Clone)]
enum Act {
    Save {
        draft: usize,
        text: usize,
        reason: u8,
    },
    Want {
        draft: usize,
        text: usize,
    },
    /// The worker saw the latest revision of the draft on the blog.
    Observe {
        draft: usize,
    },
    Undo {
        draft: usize,
    },
    Trash {
        draft: usize,
    },
    Restore {
        draft: usize,
    },
    Thin,
    Index,
    Reopen,
    Pass {
        seconds: i64,
    },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (draft, text) = (0..3_usize, 0..12_usize);
    let act = prop_oneof![
        8 => (draft.clone(), text.clone(), 0..12_u8)
            .prop_map(|(draft, text, reason)| Act::Save { draft, text, reason }),
        2 => (draft.clone(), text).prop_map(|(draft, text)| Act::Want { draft, text }),
        1 => draft.clone().prop_map(|draft| Act::Observe { draft }),
        1 => draft.clone().prop_map(|draft| Act::Undo { draft }),
        1 => draft.clone().prop_map(|draft| Act::Trash { draft }),
        1 => draft.prop_map(|draft| Act::Restore { draft }),
        2 => Just(Act::Thin),
        1 => Just(Act::Index),
        1 => Just(Act::Reopen),
        6 => prop_oneof![0..30_i64, 300..4_000_i64, 40_000..3_000_000_i64]
            .prop_map(|seconds| Act::Pass { seconds }),
    ];
    prop::collection::vec(act, 1..60)
}

/// The store, and what it must still have.
struct Author {
    _home: TempDir,
    store: Option<Store>,
    blog: BlogId,
    drafts: Vec<DraftId>,
    latest: HashMap<DraftId, (RevisionId, Content)>,
    kept: HashMap<RevisionId, Content>,
    typed: HashMap<RevisionId, (i64, Content)>,
    now: i64,
}

impl Author {
    fn new() -> Self {
        let (home, store) = new_home();
        let blog = folder_blog("maison");
        store.put_blog(&blog).unwrap();
        let mut author = Self {
            _home: home,
            blog: blog.id,
            drafts: Vec::new(),
            latest: HashMap::new(),
            kept: HashMap::new(),
            typed: HashMap::new(),
            now: 0,
            store: Some(store),
        };
        for i in 0..3 {
            let text = text(i);
            let draft = author.store().create_draft(&text, None, Typed, at(0)).unwrap();
            author.drafts.push(draft.id);
            author.saved(draft.id, draft.revision, text);
        }
        author
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// What the store acknowledged.
    fn saved(&mut self, draft: DraftId, revision: RevisionId, content: Content) {
        let reason = self.store().revision(revision).unwrap().reason;
        match reason {
            Typed => drop(self.typed.insert(revision, (self.now, content.clone()))),
            _ => drop(self.kept.insert(revision, content.clone())),
        }
        self.latest.insert(draft, (revision, content));
    }

    fn publication(&self, draft: usize) -> Option<Publication> {
        self.store().publication_on(self.drafts[draft], self.blog).unwrap()
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Save { draft, text: which, reason } => {
                let (draft, text) = (self.drafts[draft], text(which));
                let reason = self.reason(draft, reason);
                let id = self.store().save(draft, &text, reason, at(self.now)).unwrap();
                self.saved(draft, id, text);
            }
            Act::Want { draft, text: which } => {
                let (draft, text) = (self.drafts[draft], text(which));
                let wish = wish(self.store(), draft, &text, self.blog, at(self.now));
                let publication = self.store().want(wish).unwrap();
                self.saved(draft, publication.wanted.revision, text);
            }
            Act::Observe { draft } => {
                let Some(publication) = self.publication(draft) else { return };
                let (revision, content) = self.latest[&self.drafts[draft]].clone();
                let base = Base {
                    raw: content.body.clone(),
                    hash: "h".into(),
                    predecessor: None,
                    revision,
                    status: RemoteStatus::Published,
                    asked: PostChanges::default(),
                    as_it_stands: false,
                    fields: None,
                };
                let observed = Observed { base: Some(base), ..publication.observed.clone() };
                self.store().record(&Publication { observed, ..publication }).unwrap();
            }
            Act::Undo { draft } => {
                if let Some(publication) = self.publication(draft) {
                    self.store().unwant(publication.id, at(self.now)).unwrap();
                }
            }
            Act::Trash { draft } => {
                self.store().trash_draft(self.drafts[draft], at(self.now)).unwrap();
            }
            Act::Restore { draft } => self.store().restore_draft(self.drafts[draft]).unwrap(),
            Act::Thin => drop(self.store().thin(at(self.now)).unwrap()),
            Act::Index => drop(self.store().index_pending(100).unwrap()),
            Act::Reopen => {
                let home = self.store().home().to_owned();
                self.store = None;
                self.store = Some(Store::open(&home, Access::Write).unwrap());
            }
            Act::Pass { seconds } => self.now += seconds,
        }
    }

    fn reason(&self, draft: DraftId, reason: u8) -> RevisionReason {
        match reason {
            0 => Named { name: "nom".into() },
            1 => Restored { from: self.latest[&draft].0 },
            2 => Merged,
            3 => FromBlog,
            _ => Typed,
        }
    }

    fn has_everything(&self) {
        for (draft, (revision, content)) in &self.latest {
            let found = self.store().draft(*draft).unwrap();
            assert_eq!((&found.content, found.revision), (content, *revision));
        }
        for (revision, content) in &self.kept {
            assert_eq!(self.store().revision(*revision).unwrap().content, *content);
        }
        for (revision, (saved, content)) in &self.typed {
            match self.store().revision(*revision) {
                Ok(found) => assert_eq!(found.content, *content),
                Err(_) => assert!(self.now - saved > 3_600, "{revision:?} of {saved}"),
            }
        }
        for publication in self.store().publications().unwrap() {
            let base = publication.observed.base.map(|base| base.revision);
            for revision in base.into_iter().chain([publication.wanted.revision]) {
                self.store().revision(revision).unwrap();
            }
        }
    }
}

/// Texts that share their beginning or their end, or nothing.
fn text(which: usize) -> Content {
    let body = match which % 4 {
        0 => "Le maire a répondu. ".repeat(40 + which),
        1 => format!("{}fin {which}", "Le maire a répondu. ".repeat(40)),
        2 => format!("début {which}{}", " Le maire a répondu.".repeat(60)),
        _ => "œ".repeat(which),
    };
    content(&format!("Titre {}", which % 3), &body)
}

proptest! {
    #![proptest_config(Config { cases: cases(), max_shrink_iters: 200, ..Config::default() })]

    #[test]
    fn nothing_that_must_stay_is_lost(acts in acts()) {
        let mut author = Author::new();
        for act in &acts {
            author.act(act);
        }
        author.has_everything();
        author.now += 400 * 24 * 3_600;
        author.act(&Act::Thin);
        author.has_everything();
        prop_assert_eq!(author.store().check().unwrap(), Vec::<String>::new());
    }
}

/// Each is some hundred synced commits; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24)
}
