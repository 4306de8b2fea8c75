//! The library: drafts, posts, clippings, trash, and one search over all of them.

use coupure_model::Publication;
use coupure_store as store;

use crate::{
    Answer, Desk,
    view::{LibraryEntry, LibraryPage, LibraryQuery, PublicationState, Shelf},
};

/// The most entries that one page holds.
const PAGE_ENTRIES_MAX: u32 = 500;

impl Desk {
    /// One page of a shelf, or of what was found.
    pub fn library(&self, query: &LibraryQuery) -> Answer<LibraryPage> {
        let limit = query.limit.min(PAGE_ENTRIES_MAX);
        if !query.words.trim().is_empty() {
            let (hits, total) = self.store.search(&query.words, query.offset, limit)?;
            let entries =
                hits.into_iter().map(|hit| self.entry_of_hit(hit)).collect::<Answer<_>>()?;
            return Ok(LibraryPage { entries, total });
        }
        let (entries, total) = match query.shelf {
            Shelf::Clippings => self.clipping_entries(false, query.offset, limit)?,
            Shelf::Trash => self.trash_entries(query.offset, limit)?,
            shelf => {
                let (rows, total) = self.store.drafts(store_shelf(shelf), query.offset, limit)?;
                (self.draft_entries(rows)?, total)
            }
        };
        Ok(LibraryPage { entries, total })
    }

    /// Drafts in the trash, then clippings, as one list.
    fn trash_entries(&self, offset: u32, limit: u32) -> Answer<(Vec<LibraryEntry>, u32)> {
        let (rows, drafts) = self.store.drafts(store::DraftShelf::Trash, offset, limit)?;
        let mut entries = self.draft_entries(rows)?;
        let left = limit - entries.len() as u32;
        let (clippings, count) =
            self.clipping_entries(true, offset.saturating_sub(drafts), left)?;
        entries.extend(clippings);
        Ok((entries, drafts + count))
    }

    fn clipping_entries(
        &self,
        trashed: bool,
        offset: u32,
        limit: u32,
    ) -> Answer<(Vec<LibraryEntry>, u32)> {
        let (rows, total) = if trashed {
            self.store.trashed_clippings(offset, limit)?
        } else {
            self.store.clippings(offset, limit)?
        };
        Ok((rows.into_iter().map(|row| self.clipping_entry(row)).collect(), total))
    }

    fn clipping_entry(&self, row: store::ClippingSummary) -> LibraryEntry {
        LibraryEntry::Clipping {
            id: row.id,
            title: row.title,
            snippet: row.snippet,
            updated: row.updated,
            newspaper: row.newspaper,
            embargo: row.embargo,
            state: self.clippings.step(row.id, &row.state),
        }
    }

    fn entry_of_hit(&self, hit: store::Hit) -> Answer<LibraryEntry> {
        Ok(match hit {
            store::Hit::Draft(row) => self.draft_entry(row)?,
            store::Hit::Clipping(row) => self.clipping_entry(row),
        })
    }

    fn draft_entries(&self, rows: Vec<store::DraftSummary>) -> Answer<Vec<LibraryEntry>> {
        rows.into_iter().map(|row| self.draft_entry(row)).collect()
    }

    fn draft_entry(&self, row: store::DraftSummary) -> Answer<LibraryEntry> {
        let mut worst: Option<PublicationState> = None;
        for publication in self.store.publications_of(row.id)? {
            let state = self.state_of(&publication)?;
            if worst.is_none_or(|kept| urgency(state) > urgency(kept)) {
                worst = Some(state);
            }
        }
        Ok(LibraryEntry::Draft {
            id: row.id,
            title: row.title,
            snippet: row.snippet,
            updated: row.updated,
            // The worst of its publications speaks for it.
            publication: worst,
        })
    }

    pub(crate) fn state_of(&self, publication: &Publication) -> Answer<PublicationState> {
        let blog = self.store.blog(publication.blog)?;
        Ok(crate::publishing::state_of(publication, &blog, self.now()))
    }
}

fn store_shelf(shelf: Shelf) -> store::DraftShelf {
    match shelf {
        Shelf::Posts => store::DraftShelf::Posts,
        Shelf::Trash => store::DraftShelf::Trash,
        Shelf::Drafts | Shelf::Clippings => store::DraftShelf::Drafts,
    }
}

fn urgency(state: PublicationState) -> u8 {
    use PublicationState::*;
    match state {
        NeedsAuthor | Refused => 5,
        Waiting => 4,
        Sending | Undoable => 3,
        Scheduled => 2,
        Published | Page | Private => 1,
        Draft | TakenBack | Cancelled => 0,
    }
}
