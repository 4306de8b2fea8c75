// Drafts, library and history of the fake desk.

import type {
  Draft,
  Fields,
  LibraryEntry,
  LibraryQuery,
  OpenDraft,
  PreviewSplice,
  TextChange,
} from '../types';
import { render, splice, typeset, words } from './preview';
import { draft as newDraft } from './samples';
import { type Commands, type FakeState } from './state';

const SAVE_MS = 400;

export function draftCommands(state: FakeState): Commands {
  let revisions = 100;
  const saving = new Map<string, ReturnType<typeof setTimeout>>();

  const known = (id: string): Draft => {
    const found = state.drafts.get(id);
    if (!found) throw { code: 'not_found', message: 'No such draft.', params: {} };
    return found;
  };

  const pictures = (reference: string): string | undefined => {
    if (!reference.startsWith('clip:')) return undefined;
    return state.clippings.get(reference.slice(5).replace('#column', ''))?.corrected_url ?? undefined;
  };

  const save = (draft: Draft): void => {
    saving.delete(draft.id);
    const version = state.open.get(draft.id)?.version ?? 0;
    revisions += 1;
    draft.revision = revisions;
    draft.updated = new Date().toISOString();
    const kept = state.history.get(draft.id) ?? [];
    kept.unshift({
      id: revisions,
      saved: draft.updated,
      reason: { kind: 'typed' },
      title: draft.content.title,
      words: words(draft.content.body),
      body: draft.content.body,
    });
    state.history.set(draft.id, kept);
    state.emit({ kind: 'saved', draft: draft.id, version, revision: revisions, at: draft.updated });
    for (const publication of state.publications) {
      if (publication.draft !== draft.id) continue;
      publication.draft_title = draft.content.title;
      state.emit({ kind: 'publication_changed', publication: structuredClone(publication) });
    }
    state.emit({ kind: 'library_changed' });
  };

  const saveSoon = (draft: Draft): void => {
    clearTimeout(saving.get(draft.id));
    saving.set(draft.id, setTimeout(() => save(draft), SAVE_MS));
  };

  const opened = (draft: Draft): OpenDraft => {
    const blocks = render(draft.content.body, pictures);
    const version = state.open.get(draft.id)?.version ?? 0;
    state.open.set(draft.id, { version, blocks });
    return {
      draft: structuredClone(draft),
      shown_title: typeset(draft.content.title),
      version,
      blocks: structuredClone(blocks),
      words: words(draft.content.body),
      publications: structuredClone(state.publications.filter((p) => p.draft === draft.id)),
    };
  };

  const respliced = (draft: Draft, version: number): PreviewSplice => {
    const open = state.open.get(draft.id);
    const blocks = render(draft.content.body, pictures);
    const made = splice(open?.blocks ?? [], blocks, version, words(draft.content.body));
    state.open.set(draft.id, { version, blocks });
    return made;
  };

  return {
    library: (args: { query: LibraryQuery }) => library(state, args.query),
    create_draft: () => {
      const made = newDraft('', '', 0);
      state.drafts = new Map([[made.id, made], ...state.drafts]);
      state.emit({ kind: 'library_changed' });
      return opened(made);
    },
    open_draft: ({ draft }: { draft: string }) => opened(known(draft)),
    edit: (args: { draft: string; version: number; changes: TextChange[] }) => {
      const draft = known(args.draft);
      const open = state.open.get(args.draft);
      if (!open || args.version !== open.version + 1) {
        throw { code: 'bad_argument', message: 'A change is missing.', params: {} };
      }
      let body = draft.content.body;
      for (const change of [...args.changes].reverse()) {
        body = body.slice(0, change.from) + change.insert + body.slice(change.to);
      }
      draft.content.body = body;
      for (const publication of state.publications) {
        if (publication.draft === draft.id) publication.later_text = true;
      }
      saveSoon(draft);
      return respliced(draft, args.version);
    },
    set_fields: ({ draft: id, fields }: { draft: string; fields: Fields }) => {
      const draft = known(id);
      Object.assign(draft.content, fields);
      saveSoon(draft);
      return typeset(draft.content.title);
    },
    flush: ({ draft: id }: { draft: string }) => {
      if (!saving.has(id)) return;
      clearTimeout(saving.get(id));
      save(known(id));
    },
    close_draft: ({ draft }: { draft: string }) => {
      state.open.delete(draft);
    },
    import_drafts: ({ paths }: { paths: string[] }) =>
      paths.map((path) => {
        const made = newDraft(path.split('/').at(-1)?.replace(/\.\w+$/, '') ?? '', 'Un texte repris.', 0);
        state.drafts = new Map([[made.id, made], ...state.drafts]);
        state.emit({ kind: 'library_changed' });
        return made.id;
      }),
    trash_draft: ({ draft, unpublish }: { draft: string; unpublish: boolean }) => {
      known(draft).trashed = new Date().toISOString();
      for (const there of state.publications.filter((p) => p.draft === draft)) {
        if (unpublish) Object.assign(there, { state: 'taken_back', url: null });
      }
      state.emit({ kind: 'library_changed' });
    },
    restore_draft: ({ draft }: { draft: string }) => {
      known(draft).trashed = null;
      state.emit({ kind: 'library_changed' });
    },
    empty_trash: () => {
      for (const draft of [...state.drafts.values()]) {
        if (draft.trashed) state.drafts.delete(draft.id);
      }
      state.emit({ kind: 'library_changed' });
    },
    history: ({ draft }: { draft: string }) => structuredClone(state.history.get(draft) ?? []),
    revision_text: ({ revision }: { revision: number }) =>
      [...state.history.values()].flat().find((kept) => kept.id === revision)?.body ?? '',
    differences: ({ draft, revision }: { draft: string; revision: number }) => {
      const old = [...state.history.values()].flat().find((kept) => kept.id === revision)?.body ?? '';
      return [
        { kind: 'same', text: old.slice(0, 160) },
        { kind: 'removed', text: old.slice(160, 260) },
        { kind: 'added', text: known(draft).content.body.slice(160, 220) },
        { kind: 'same', text: old.slice(260) },
      ];
    },
    restore_revision: ({ draft: id, revision }: { draft: string; revision: number }) => {
      const draft = known(id);
      const kept = state.history.get(id)?.find((one) => one.id === revision);
      if (kept) draft.content.body = kept.body;
      saveSoon(draft);
      return opened(draft);
    },
    name_revision: ({ draft, name }: { draft: string; name: string }) => {
      const kept = state.history.get(draft)?.[0];
      if (kept) kept.reason = { kind: 'named', name };
    },
    preview_again: ({ draft }: { draft: string }) => {
      const open = state.open.get(draft);
      if (open) return respliced(known(draft), open.version);
      return undefined;
    },
  };
}

function library(state: FakeState, query: LibraryQuery) {
  const publicationOf = (id: string) => state.publications.find((p) => p.draft === id)?.state ?? null;
  const drafts: LibraryEntry[] = [...state.drafts.values()]
    .filter((draft) => (query.shelf === 'trash' && !query.words ? draft.trashed : !draft.trashed))
    .filter((draft) => {
      if (query.words || query.shelf === 'trash') return true;
      return query.shelf === 'posts' ? publicationOf(draft.id) : !publicationOf(draft.id);
    })
    .map((draft) => ({
      kind: 'draft',
      id: draft.id,
      title: draft.content.title,
      snippet: draft.content.body.slice(0, 120),
      updated: draft.updated,
      publication: publicationOf(draft.id),
    }));
  const clippings: LibraryEntry[] = [...state.clippings.values()]
    .filter((view) =>
      query.shelf === 'trash' && !query.words ? view.clipping.trashed : !view.clipping.trashed,
    )
    .filter((view) => view.clipping.part_of === null)
    .map((view) => ({
      kind: 'clipping',
      id: view.clipping.id,
      title: view.clipping.provenance.title,
      snippet: view.text.slice(0, 120),
      updated: view.clipping.updated,
      newspaper: view.clipping.provenance.newspaper,
      state: view.step,
      embargo: view.clipping.embargo,
    }));
  let all: LibraryEntry[];
  if (query.words || query.shelf === 'trash') all = [...drafts, ...clippings];
  else all = query.shelf === 'clippings' ? clippings : drafts;
  const sought = query.words.toLocaleLowerCase();
  if (sought) {
    all = all.filter((entry) =>
      `${entry.title} ${entry.snippet}`.toLocaleLowerCase().includes(sought),
    );
  }
  all.sort((a, b) => b.updated.localeCompare(a.updated));
  return { entries: all.slice(query.offset, query.offset + query.limit), total: all.length };
}
