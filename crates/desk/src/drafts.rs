//! Making, keeping and finding again the versions of a draft.

use coupure_markdown::front_matter::FrontMatter;
use coupure_model::{
    BlogId, Comments, Content, Draft, DraftId, Language, Revision, RevisionId, RevisionReason,
};

use crate::{
    Answer, Desk,
    problem::read_file,
    text,
    view::{DiffRun, OpenDraft, RevisionView},
};

impl Desk {
    /// A new, empty draft, open.
    pub fn create_draft(&self) -> Answer<OpenDraft> {
        self.must_write()?;
        let settings = self.settings()?;
        let language = match settings.blog {
            Some(id) => self.store.blog(id)?.language,
            None => self.window_language()?,
        };
        let content = Content { language, ..Content::default() };
        let draft =
            self.store.create_draft(&content, settings.blog, RevisionReason::Typed, self.now())?;
        self.library_changed();
        self.open_draft(draft.id)
    }

    /// A draft from a Markdown file: its front matter read, its local pictures taken in.
    pub fn import_draft(
        &self,
        path: &std::path::Path,
        title: Option<String>,
        blog: Option<BlogId>,
    ) -> Answer<Draft> {
        self.must_write()?;
        let language = match blog {
            Some(id) => self.store.blog(id)?.language,
            None => self.window_language()?,
        };
        let mut content = self.content_of_file(path, Content { language, ..Content::default() })?;
        if let Some(title) = title {
            content.title = title;
        }
        let draft = self.store.create_draft(&content, blog, RevisionReason::Typed, self.now())?;
        self.library_changed();
        Ok(draft)
    }

    /// Replaces a draft's content by a file's; what its front matter does not name stays.
    pub fn edit_from_file(&self, id: DraftId, path: &std::path::Path) -> Answer<Draft> {
        self.must_write()?;
        let kept = self.content_now(id)?;
        let content = self.content_of_file(path, kept)?;
        self.store.save(id, &content, RevisionReason::Typed, self.now())?;
        self.replace_open(id, &content)?;
        self.library_changed();
        Ok(self.store.draft(id)?)
    }

    pub fn draft(&self, id: DraftId) -> Answer<Draft> {
        Ok(self.store.draft(id)?)
    }

    /// The versions of a draft, latest first.
    pub fn history(&self, id: DraftId) -> Answer<Vec<RevisionView>> {
        self.flush(id)?;
        Ok(self.store.history(id)?.into_iter().map(seen).collect())
    }

    pub fn revision_text(&self, revision: RevisionId) -> Answer<String> {
        Ok(self.store.revision(revision)?.content.body)
    }

    /// What changed from that version to the present text, by words.
    pub fn differences(&self, id: DraftId, revision: RevisionId) -> Answer<Vec<DiffRun>> {
        let old = self.store.revision(revision)?.content.body;
        let new = self.content_now(id)?.body;
        Ok(coupure_store::differences(&old, &new).into_iter().map(DiffRun::from).collect())
    }

    /// Makes an old version the present one, by saving it again: nothing is taken away.
    pub fn restore_revision(&self, id: DraftId, revision: RevisionId) -> Answer<OpenDraft> {
        self.must_write()?;
        let turn = self.turn_to_save(id)?;
        let old = self.store.revision(revision)?;
        if old.draft != id {
            return Err(crate::problem::not_found("version of this draft"));
        }
        let reason = RevisionReason::Restored { from: revision };
        self.store.save(id, &old.content, reason, self.now())?;
        self.replace_open(id, &old.content)?;
        drop(turn);
        self.library_changed();
        self.open_draft(id)
    }

    /// Keeps the present version for ever, under a name.
    pub fn name_revision(&self, id: DraftId, name: &str) -> Answer<()> {
        self.must_write()?;
        let _turn = self.turn_to_save(id)?;
        let content = self.store.draft(id)?.content;
        let reason = RevisionReason::Named { name: name.trim().into() };
        self.store.save(id, &content, reason, self.now())?;
        Ok(())
    }

    pub(crate) fn window_language(&self) -> Answer<Language> {
        Ok(self.settings()?.window_language.unwrap_or_else(crate::settings::system_language))
    }

    /// A file's Markdown laid over what is known; nothing is stored if it cannot be read.
    fn content_of_file(&self, path: &std::path::Path, known: Content) -> Answer<Content> {
        let bytes = read_file(path, text::TEXT_BYTES_MAX as u64)?;
        let named = |problem: coupure_model::Problem| problem.with("file", path.display());
        let source = String::from_utf8(bytes).map_err(|error| {
            named(coupure_model::Problem::new(
                coupure_model::Code::TextNotUtf8,
                format!(
                    "The file “{}” is not UTF-8 text (byte {}); save it as UTF-8, then try again.",
                    path.display(),
                    error.utf8_error().valid_up_to()
                ),
            ))
        })?;
        let source = text::with_plain_line_ends(&source);
        let (front, body) = coupure_markdown::front_matter::split(&source)
            .map_err(|error| named(error.problem()))?;
        let mut content = laid_over(front, known, body);
        crate::times::must_be_a_date(&content.date).map_err(named)?;
        coupure_markdown::parse(&content.body, &self.markdown_options(&content))
            .map_err(|error| named(error.problem()))?;
        self.take_in_local_pictures(path, &mut content)?;
        Ok(content)
    }
}

/// What the front matter names replaces what was known; the body is the file's.
fn laid_over(front: FrontMatter, known: Content, body: &str) -> Content {
    Content {
        title: front.title.unwrap_or(known.title),
        body: body.to_owned(),
        slug: front.slug.unwrap_or(known.slug),
        excerpt: front.excerpt.unwrap_or(known.excerpt),
        categories: front.categories.unwrap_or(known.categories),
        tags: front.tags.unwrap_or(known.tags),
        cover: front.cover.unwrap_or(known.cover),
        language: front.lang.unwrap_or(known.language),
        comments: match front.comments {
            Some(true) => Comments::Open,
            Some(false) => Comments::Closed,
            None => known.comments,
        },
        date: front.date.unwrap_or(known.date),
    }
}

fn seen(revision: Revision) -> RevisionView {
    RevisionView {
        id: revision.id,
        saved: revision.saved,
        words: coupure_language::count_words(&revision.content.body),
        reason: revision.reason,
        title: revision.content.title,
    }
}

impl From<coupure_store::Run> for DiffRun {
    fn from(run: coupure_store::Run) -> Self {
        match run {
            coupure_store::Run::Same(text) => Self::Same { text },
            coupure_store::Run::Removed(text) => Self::Removed { text },
            coupure_store::Run::Added(text) => Self::Added { text },
        }
    }
}
