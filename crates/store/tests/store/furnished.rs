//! A home with rows in every state.

use coupure_model::{
    Base, BlogKind, ClippingState, Code, Derivatives, FrozenPicture, Observed, PictureReference,
    Point, PostChanges, Problem, Provenance, Publication, Quad, Recipe, RemoteId, RemoteMedia,
    RemoteSize, RemoteStatus, RevisionReason::*, Rights, Standing, Theirs, Upload, WantedState,
};
use coupure_store::{Store, Wish};

use crate::{
    at,
    clippings::{clipping, reading},
    content, folder_blog,
    publishing::{attempt, wish},
};

pub const BODY: &str = "Le maire a parlé, à cœur ouvert.\n";

/// Drafts, clippings, blogs and publications, each in every state that there is.
pub fn furnish(store: &Store) {
    store.set_setting("theme", "dark").unwrap();
    let full = clippings(store);
    let mut wordpress = folder_blog("presse");
    wordpress.kind = BlogKind::WordPress {
        url: "https://laurent.example".into(),
        api: "https://laurent.example/wp-json/".into(),
        user: "laurent".into(),
    };
    store.put_blog(&wordpress).unwrap();
    let gone = folder_blog("ancien");
    store.put_blog(&gone).unwrap();

    let draft = store.create_draft(&content("Le maire", BODY), None, Typed, at(0)).unwrap();
    let mut body = BODY.to_owned();
    let reasons =
        [Typed, Named { name: "relu".into() }, Restored { from: draft.revision }, Merged, FromBlog];
    for (i, reason) in reasons.into_iter().enumerate() {
        body += &format!("Paragraphe {i}.\n");
        store.save(draft.id, &content("Le maire", &body), reason, at(i as i64)).unwrap();
    }
    let trashed = store.create_draft(&content("À jeter", BODY), None, Typed, at(9)).unwrap();
    store.trash_draft(trashed.id, at(10)).unwrap();

    let problem = Problem::new(Code::PasswordRefused, "The blog refuses the password.");
    let standings = [
        Standing::Due,
        Standing::Settled,
        Standing::Waiting { until: at(500), tries: 3, problem: problem.clone() },
        Standing::NeedsAuthor { problem: problem.clone() },
        Standing::Refused { problem },
        Standing::Cancelled,
    ];
    for (i, standing) in standings.into_iter().enumerate() {
        let text = content(&format!("Billet {i}"), BODY);
        let id = store.create_draft(&text, Some(wordpress.id), Typed, at(20)).unwrap().id;
        let picture = FrozenPicture {
            reference: PictureReference::Media(full),
            web: full,
            web_width_px: 30,
            web_height_px: 40,
            full,
            full_width_px: 30,
            full_height_px: 40,
            name: "la-une".into(),
            alt: "La une".into(),
            caption: "Le Progrès".into(),
            embargo: Some(at(900)),
        };
        let state = match i {
            0 => WantedState::Scheduled { at: at(800) },
            1 => WantedState::TakenBack,
            _ => WantedState::Published,
        };
        let wish =
            Wish { pictures: vec![picture], state, ..wish(store, id, &text, wordpress.id, at(30)) };
        let wanted = store.want(wish).unwrap();
        let theirs = store.keep_beside(id, &content("Le leur", "x"), FromBlog, at(31)).unwrap();
        let seen = Observed {
            post: Some(RemoteId(format!("{i}"))),
            link: Some("https://laurent.example/le-maire/".into()),
            base: Some(Base {
                raw: BODY.into(),
                hash: "b".into(),
                predecessor: Some("7".into()),
                revision: wanted.wanted.revision,
                status: RemoteStatus::Published,
                asked: PostChanges { title: Some("Billet".into()), ..PostChanges::default() },
                as_it_stands: false,
                fields: None,
            }),
            state: Some(WantedState::Draft),
            theirs: (i == 3).then(|| Theirs {
                title: "Le leur".into(),
                raw: "x".into(),
                hash: "t".into(),
                modified: Some(at(31)),
                revision: Some(theirs),
                recovered: false,
                cover: None,
                pictures: Vec::new(),
                status: Some(RemoteStatus::Published),
                fields: None,
                ancestor: None,
                joining: coupure_model::Joining::NotTried,
            }),
            swept: true,
            ..Observed::default()
        };
        let attempt = (i == 2).then(|| attempt(&wanted, at(40)));
        let observed = if i == 0 { Observed::default() } else { seen };
        store.record(&Publication { observed, attempt, standing, ..wanted }).unwrap();
    }
    let text = content("Sur un blog retiré", BODY);
    let elsewhere = store.create_draft(&text, None, Typed, at(40)).unwrap().id;
    store.want(wish(store, elsewhere, &text, gone.id, at(41))).unwrap();
    store.remove_blog(gone.id, at(42)).unwrap();

    let size = RemoteSize {
        url: "https://laurent.example/la-une.jpg".into(),
        width_px: 30,
        height_px: 40,
        slug: "full".into(),
    };
    let media = RemoteMedia { id: RemoteId("5".into()), full: size.clone(), sizes: vec![size] };
    let upload =
        Upload { blog: wordpress.id, hash: full, attempt: None, waited_ms: 0, media: Some(media) };
    store.put_upload(&upload).unwrap();
    let under_way =
        Upload { blog: gone.id, attempt: Some(at(50)), waited_ms: 7_000, media: None, ..upload };
    store.put_upload(&under_way).unwrap();
}

/// Clippings in every state. Gives the hash of a picture for readers.
fn clippings(store: &Store) -> coupure_model::MediaHash {
    let full = store.put_media(b"pour les lecteurs", "image/jpeg", 30, 40, "une.jpg").unwrap();
    let problem = Problem::new(Code::PictureTruncated, "The picture ends too early.");
    let states = [
        ClippingState::Waiting,
        ClippingState::Unread,
        ClippingState::Ready,
        ClippingState::Failed { problem },
        ClippingState::Ready,
    ];
    for (i, state) in states.into_iter().enumerate() {
        let mut kept = clipping(store, &format!("scan {i}.jpg"), i as i64);
        if state == ClippingState::Ready {
            kept.reading = Some(reading("Le conseil municipal a voté"));
            kept.found =
                Some(Recipe { quad: Some(Quad([Point::default(); 4])), ..Recipe::default() });
            kept.derivatives = Some(Derivatives {
                web: full,
                web_width_px: 30,
                web_height_px: 40,
                full,
                full_width_px: 30,
                full_height_px: 40,
            });
            kept.provenance = Provenance {
                title: "Le conseil vote".into(),
                newspaper: "Le Progrès".into(),
                date: Some("2026-02-03".parse().unwrap()),
                ..Provenance::default()
            };
            kept.rights = Rights::Licence { name: "CC BY".into() };
            kept.embargo = Some(at(900));
            kept.corrected_text = Some("Le conseil municipal a voté.".into());
        }
        kept.state = state;
        store.put_clipping(&kept).unwrap();
        if i == 4 {
            store.trash_clipping(kept.id, at(60)).unwrap();
        }
    }
    full
}
