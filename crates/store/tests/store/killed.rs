//! A process that is killed in the middle of saving loses nothing that it acknowledged.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use coupure_model::{DraftId, RevisionId, RevisionReason::Typed};
use coupure_store::{Access, DraftShelf, Store};

use crate::{at, content, folder_blog, publishing::wish};

const HOME: &str = "COUPURE_TEST_KILLED_HOME";

/// Run as a process of its own by the test below; by itself it does nothing.
#[test]
fn saves_until_killed() {
    let Some(home) = env::var_os(HOME) else { return };
    let store = Store::open(Path::new(&home), Access::Write).unwrap();
    let blog = store.blog_named("maison").unwrap_or_else(|_| {
        let blog = folder_blog("maison");
        store.put_blog(&blog).unwrap();
        blog
    });
    let (indexing, thinning) = (store.clone(), store.clone());
    thread::spawn(move || while indexing.index_pending(10).is_ok() {});
    thread::spawn(move || while thinning.thin(at(0)).is_ok() {});
    let draft = store.create_draft(&content("t", "début"), None, Typed, at(0)).unwrap().id;
    for i in 0.. {
        let text = content("t", &body(i));
        let revision = match i % 7 {
            6 => store.want(wish(&store, draft, &text, blog.id, at(i))).unwrap().wanted.revision,
            _ => store.save(draft, &text, Typed, at(i)).unwrap(),
        };
        // One write: a line is there whole or not at all.
        let line = format!("saved {draft} {revision} {i}\n");
        std::io::stdout().write_all(line.as_bytes()).unwrap();
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn a_process_killed_while_saving_loses_nothing_that_it_acknowledged() {
    let home = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..rounds() {
        let mut child = saving(home.path());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = acknowledged.len() + 15;
        while acknowledged.len() < wanted {
            acknowledged.extend(read_line(&lines.next().unwrap().unwrap()));
        }
        // Anywhere within a save, the last of which is not waited for.
        thread::sleep(Duration::from_micros(u64::from(round) * 1_370 % 9_000));
        child.kill().unwrap();
        acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| read_line(&line)));
        child.wait().unwrap();

        let store = Store::open(home.path(), Access::Write).unwrap();
        for (draft, revision, i) in &acknowledged {
            let found = store.revision(*revision).unwrap();
            assert_eq!((found.draft, found.content.body), (*draft, body(*i)));
        }
        let (draft, revision, _) = acknowledged.last().unwrap();
        assert!(store.draft(*draft).unwrap().revision >= *revision);
        for publication in store.publications().unwrap() {
            store.revision(publication.wanted.revision).unwrap();
        }
        assert_eq!(store.drafts(DraftShelf::All, 0, 100).unwrap().1, round + 1);
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
}

fn saving(home: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::saves_until_killed", "--nocapture"])
        .env(HOME, home)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

fn read_line(line: &str) -> Option<(DraftId, RevisionId, i64)> {
    // The test harness may have begun the line.
    let (_, said) = line.split_once("saved ")?;
    let mut words = said.split(' ');
    let mut next = || words.next();
    Some((next()?.parse().unwrap(), RevisionId(next()?.parse().unwrap()), next()?.parse().unwrap()))
}

fn body(i: i64) -> String {
    format!("{}{i}\n{}", "Une phrase. ".repeat(300), "La suite. ".repeat((i % 9) as usize * 80))
}

/// `COUPURE_KILLS` asks for more.
fn rounds() -> u32 {
    env::var("COUPURE_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5)
}
