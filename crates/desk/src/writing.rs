//! Drafts that are open: the desk holds their text, applies numbered changes, answers with the
//! blocks of the preview that changed, and saves.
//!
//! A change is acknowledged in memory at once and is on disk at most [`SAVE_DELAY`] after the last
//! one; while changes keep coming it is saved at least every [`SAVE_INTERVAL`]. `Event::Saved`
//! names the last change that is on disk, and nothing else may say "saved".

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use coupure_markdown::Cache;
use coupure_model::{Content, Draft, DraftId, Problem, RevisionReason};

use crate::{
    Desk,
    problem::Answer,
    text,
    view::{Event, Fields, OpenDraft, PreviewBlock, PreviewSplice, TextChange},
};

/// After the last change, before it is saved.
pub const SAVE_DELAY: Duration = Duration::from_millis(250);
/// The longest that a change waits while others follow.
pub const SAVE_INTERVAL: Duration = Duration::from_millis(1_000);

/// After a save that failed.
const SAVE_AGAIN: Duration = Duration::from_secs(2);

/// A draft whose text the desk holds.
pub(crate) struct Writing {
    content: Content,
    version: u64,
    cache: Cache,
    blocks: Vec<PreviewBlock>,
    line_count: u32,
    changed_first: Option<Instant>,
    changed_last: Option<Instant>,
    /// How many windows opened it.
    openings: u32,
}

pub(crate) type Open = HashMap<DraftId, Writing>;

impl Desk {
    /// Opens a draft, or comes back to it. Its text stays here until [`Desk::close_draft`].
    pub fn open_draft(&self, id: DraftId) -> Answer<OpenDraft> {
        let mut open = self.held();
        // Read under the lock: nothing gives it another text between the reading and the holding.
        let draft = self.store.draft(id)?;
        let writing = match open.entry(id) {
            Entry::Occupied(held) => held.into_mut(),
            Entry::Vacant(place) => {
                let mut writing = Writing::of(draft.content.clone());
                self.render(&mut writing)?;
                place.insert(writing)
            }
        };
        writing.openings += 1;
        let words = coupure_language::count_words(&writing.content.body);
        let mut draft = draft;
        draft.content = writing.content.clone();
        let answer = (writing.version, writing.blocks.clone());
        drop(open);
        Ok(OpenDraft {
            shown_title: self.shown_title(&draft.content),
            version: answer.0,
            blocks: answer.1,
            words,
            publications: self.publications_of(id)?,
            draft,
        })
    }

    /// Applies the changes that make version `version`, which must follow the last one.
    pub fn edit(&self, id: DraftId, version: u64, changes: &[TextChange]) -> Answer<PreviewSplice> {
        self.must_write()?;
        let mut open = self.held();
        let writing = open.get_mut(&id).ok_or_else(not_open)?;
        if version != writing.version + 1 {
            return Err(Problem::new(
                coupure_model::Code::BadArgument,
                "The window and the text it shows have lost each other; open the draft again.",
            )
            .with("expected", writing.version + 1)
            .with("received", version));
        }
        text::apply(&mut writing.content.body, changes)?;
        writing.version = version;
        writing.touched();
        self.render(writing)
    }

    /// Replaces everything but the text, and gives the title as readers see it.
    pub fn set_fields(&self, id: DraftId, fields: Fields) -> Answer<String> {
        self.must_write()?;
        let mut open = self.held();
        let mut changed_preview = None;
        let title = match open.get_mut(&id) {
            Some(writing) => {
                let language = writing.content.language;
                fields.put_into(&mut writing.content);
                writing.touched();
                if language != writing.content.language {
                    changed_preview = Some(self.render(writing)?);
                }
                self.shown_title(&writing.content)
            }
            None => {
                let mut content = self.store.draft(id)?.content;
                fields.put_into(&mut content);
                self.store.save(id, &content, RevisionReason::Typed, self.now())?;
                self.shown_title(&content)
            }
        };
        drop(open);
        if let Some(splice) = changed_preview {
            self.tell(Event::PreviewChanged { draft: id, splice });
        }
        Ok(title)
    }

    fn shown_title(&self, content: &Content) -> String {
        coupure_markdown::typeset(&content.title, &self.markdown_options(content)).into_owned()
    }

    /// Puts what was typed on disk now.
    pub fn flush(&self, id: DraftId) -> Answer<()> {
        self.turn_to_save(id).map(drop)
    }

    /// Saves it and lets go of its text, unless another window has it open.
    pub fn close_draft(&self, id: DraftId) -> Answer<()> {
        self.flush(id)?;
        let mut open = self.held();
        let Some(writing) = open.get_mut(&id) else { return Ok(()) };
        writing.openings = writing.openings.saturating_sub(1);
        if writing.openings == 0 && writing.changed_first.is_none() {
            open.remove(&id);
        }
        Ok(())
    }

    /// The draft as it stands, typed a moment ago or saved; what was typed is saved.
    pub(crate) fn draft_now(&self, id: DraftId) -> Answer<Draft> {
        self.flush(id)?;
        Ok(self.store.draft(id)?)
    }

    pub(crate) fn content_now(&self, id: DraftId) -> Answer<Content> {
        Ok(self.draft_now(id)?.content)
    }

    /// The turn to save, what was typed in the draft being on disk: while it is held, nothing typed
    /// is saved beside what its holder saves.
    pub(crate) fn turn_to_save(&self, id: DraftId) -> Answer<MutexGuard<'_, ()>> {
        let turn = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        self.save_open(id)?;
        Ok(turn)
    }

    /// Takes a content that came from elsewhere (a restored revision, a merge) into the open text.
    /// The window is to open the draft again.
    pub(crate) fn replace_open(&self, id: DraftId, content: &Content) -> Answer<()> {
        let mut open = self.held();
        // Where it is the same, what the window has sent and not yet been answered still follows.
        if let Some(writing) = open.get_mut(&id)
            && writing.content != *content
        {
            writing.content = content.clone();
            writing.version += 1;
            writing.changed_first = None;
            writing.changed_last = None;
            self.render(writing)?;
        }
        drop(open);
        self.publications_changed(id);
        Ok(())
    }

    /// Runs what gives a draft another text, while nobody has it open and nobody can open it.
    /// `false`: somebody has it open, and nothing was run.
    pub(crate) fn while_closed<E>(
        &self,
        id: DraftId,
        change: impl FnOnce() -> Result<(), E>,
    ) -> Result<bool, E> {
        let _turn = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let open = self.held();
        if open.contains_key(&id) {
            return Ok(false);
        }
        change().map(|()| true)
    }

    /// The drafts that are open. A panic under the lock spoils a preview at most: what was typed is
    /// saved all the same.
    fn held(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Saves what is due.
    pub(crate) fn save_due(&self, now: Instant) {
        self.save_where(|writing| writing.save_at().is_some_and(|at| at <= now));
    }

    /// Saves everything that is open.
    pub fn save_all(&self) {
        self.save_where(|writing| writing.changed_first.is_some());
    }

    fn save_where(&self, wanted: impl Fn(&Writing) -> bool) {
        let _turn = self.saving.lock().unwrap_or_else(PoisonError::into_inner);
        let due: Vec<DraftId> = {
            let open = self.held();
            open.iter().filter(|(_, writing)| wanted(writing)).map(|(id, _)| *id).collect()
        };
        for id in due {
            let Err(problem) = self.save_open(id) else { continue };
            let mut open = self.held();
            if let Some(writing) = open.get_mut(&id) {
                // Tried again after a while: the disk may have been freed.
                let later = Instant::now() + SAVE_AGAIN;
                (writing.changed_first, writing.changed_last) = (Some(later), Some(later));
            }
            drop(open);
            self.tell(Event::SaveFailed { draft: id, problem });
        }
    }

    /// Renders open drafts anew, after a picture or a setting changed, and tells the window.
    pub(crate) fn render_open_again(&self) {
        let mut open = self.held();
        let mut told = Vec::new();
        for (id, writing) in open.iter_mut() {
            if let Ok(splice) = self.render(writing)
                && (splice.removed > 0 || !splice.inserted.is_empty())
            {
                told.push((*id, splice));
            }
        }
        drop(open);
        for (draft, splice) in told {
            self.tell(Event::PreviewChanged { draft, splice });
        }
    }

    /// Saves one draft; whoever calls holds the turn to save. The disk is waited for while keys go
    /// on coming.
    fn save_open(&self, id: DraftId) -> Answer<()> {
        let (content, version) = {
            let open = self.held();
            match open.get(&id) {
                Some(writing) if writing.changed_first.is_some() => {
                    (writing.content.clone(), writing.version)
                }
                _ => return Ok(()),
            }
        };
        let now = self.now();
        let revision = self.store.save(id, &content, RevisionReason::Typed, now)?;
        let mut open = self.held();
        if let Some(writing) = open.get_mut(&id) {
            let more = writing.content != content;
            writing.changed_first = more.then(Instant::now);
            writing.changed_last = writing.changed_first;
        }
        drop(open);
        self.tell(Event::Saved { draft: id, version, revision, at: now });
        self.publications_changed(id);
        self.library_changed();
        Ok(())
    }

    /// The title and the text that is not included yet are part of how a publication is shown.
    fn publications_changed(&self, draft: DraftId) {
        // What was saved is saved, whatever hinders reading this; the window asks again later.
        for publication in self.publications_of(draft).unwrap_or_default() {
            self.tell(Event::PublicationChanged { publication });
        }
    }

    /// Parses the text again and says which blocks of the preview changed.
    fn render(&self, writing: &mut Writing) -> Answer<PreviewSplice> {
        let options = self.markdown_options(&writing.content);
        let document =
            coupure_markdown::parse_with(&writing.content.body, &options, &mut writing.cache)?;
        let rendered: Vec<PreviewBlock> = document
            .preview(&|reference| self.shown_picture(reference))
            .into_iter()
            .map(|block| PreviewBlock {
                hash: block.hash.to_string(),
                html: block.html.to_string(),
                first_line: block.first_line,
                last_line: block.last_line,
            })
            .collect();
        let line_count = text::line_count(&writing.content.body);
        let line_shift = line_count as i32 - writing.line_count as i32;
        let (at, removed, inserted) = splice(&writing.blocks, &rendered, line_shift);
        let answer = PreviewSplice {
            version: writing.version,
            at: at as u32,
            removed: removed as u32,
            inserted: rendered[at..at + inserted].to_vec(),
            line_shift,
            words: document.words(),
        };
        writing.blocks = rendered;
        writing.line_count = line_count;
        Ok(answer)
    }
}

impl Writing {
    fn of(content: Content) -> Self {
        Self {
            content,
            version: 0,
            cache: Cache::default(),
            blocks: Vec::new(),
            line_count: 0,
            changed_first: None,
            changed_last: None,
            openings: 0,
        }
    }

    fn touched(&mut self) {
        let now = Instant::now();
        self.changed_first.get_or_insert(now);
        self.changed_last = Some(now);
    }

    fn save_at(&self) -> Option<Instant> {
        Some((self.changed_last? + SAVE_DELAY).min(self.changed_first? + SAVE_INTERVAL))
    }
}

impl Fields {
    pub(crate) fn put_into(self, content: &mut Content) {
        let Self { title, slug, excerpt, categories, tags, cover, language, comments } = self;
        let Content { body, date, .. } = std::mem::take(content);
        *content = Content {
            title,
            body,
            slug,
            excerpt,
            categories,
            tags,
            cover,
            language,
            comments,
            date,
        };
    }
}

fn not_open() -> Problem {
    Problem::new(coupure_model::Code::NotFound, "This draft is not open; open it again.")
}

/// The smallest run of blocks whose replacement makes `new` of `old`, the lines of all that
/// follows it moving by `shift`: where it begins, how many go, how many come.
fn splice(old: &[PreviewBlock], new: &[PreviewBlock], shift: i32) -> (usize, usize, usize) {
    let shorter = old.len().min(new.len());
    let same = |a: &PreviewBlock, b: &PreviewBlock, by: i32| {
        a.hash == b.hash
            && a.first_line as i32 + by == b.first_line as i32
            && a.last_line as i32 + by == b.last_line as i32
    };
    let before = (0..shorter).take_while(|&i| same(&old[i], &new[i], 0)).count();
    let after = (1..=shorter - before)
        .take_while(|&i| same(&old[old.len() - i], &new[new.len() - i], shift))
        .count();
    (before, old.len() - before - after, new.len() - before - after)
}

#[cfg(test)]
mod tests {
    use coupure_model::WantedState;

    use super::*;
    use crate::OpenOptions;

    fn desk(home: &std::path::Path) -> Desk {
        let undo = Duration::from_secs(600);
        Desk::open(OpenOptions { undo, ..OpenOptions::of(home) }).unwrap()
    }

    fn typed(insert: &str) -> [TextChange; 1] {
        [TextChange { from: 0, to: 0, insert: insert.into() }]
    }

    #[test]
    fn a_save_says_that_what_was_published_is_not_all_of_the_text_any_more() {
        let home = tempfile::tempdir().unwrap();
        let desk = desk(home.path());
        let draft = desk.create_draft().unwrap().draft.id;
        desk.edit(draft, 1, &typed("Un.")).unwrap();
        let sent = desk.publish(draft, None, WantedState::Published).unwrap();
        assert!(!sent.later_text);
        let mut events = desk.events();
        desk.edit(draft, 2, &typed("Deux. ")).unwrap();
        desk.flush(draft).unwrap();
        let told = std::iter::from_fn(|| events.try_recv().ok()).find_map(|event| match event {
            Event::PublicationChanged { publication } => Some(publication),
            _ => None,
        });
        assert!(told.is_some_and(|told| told.id == sent.id && told.later_text));
    }

    #[test]
    fn a_text_replaced_by_itself_keeps_its_number() {
        let home = tempfile::tempdir().unwrap();
        let desk = desk(home.path());
        let draft = desk.create_draft().unwrap().draft.id;
        desk.edit(draft, 1, &typed("Un.")).unwrap();
        let same = desk.content_now(draft).unwrap();
        desk.replace_open(draft, &same).unwrap();
        assert!(desk.edit(draft, 2, &typed("Deux. ")).is_ok());
        let other = Content { body: "Autre.".into(), ..same };
        desk.replace_open(draft, &other).unwrap();
        assert!(desk.edit(draft, 3, &typed("Trois. ")).is_err());
    }

    fn block(hash: &str, first_line: u32, last_line: u32) -> PreviewBlock {
        PreviewBlock { hash: hash.into(), html: String::new(), first_line, last_line }
    }

    #[test]
    fn a_change_in_one_block_replaces_that_block_alone() {
        let old = [block("a", 1, 1), block("b", 3, 3), block("c", 5, 5)];
        let new = [block("a", 1, 1), block("B", 3, 4), block("c", 6, 6)];
        assert_eq!(splice(&old, &new, 1), (1, 1, 1));
    }

    #[test]
    fn an_empty_line_between_blocks_moves_what_follows_and_replaces_nothing() {
        let old = [block("a", 1, 1), block("b", 3, 3)];
        let new = [block("a", 1, 1), block("b", 4, 4)];
        assert_eq!(splice(&old, &new, 1), (1, 0, 0));
    }

    #[test]
    fn equal_blocks_side_by_side_are_not_counted_twice() {
        let old = [block("a", 1, 1), block("a", 3, 3)];
        let new = [block("a", 1, 1)];
        assert_eq!(splice(&old, &new, -2), (1, 1, 0));
    }
}
