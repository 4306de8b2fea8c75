// Blogs and publications of the fake desk.

import type {
  BlogId,
  ConflictView,
  Doing,
  PublicationState,
  PublicationView,
  PublishAction,
  WantedState,
} from '../types';
import { ago, type Commands, type FakeState, freshId } from './state';

export function publishingCommands(state: FakeState): Commands {
  const known = (id: string): PublicationView => {
    const found = state.publications.find((publication) => publication.id === id);
    if (!found) throw { code: 'not_found', message: 'No such publication.', params: {} };
    return found;
  };
  const changed = (publication: PublicationView): void => {
    state.emit({ kind: 'publication_changed', publication: structuredClone(publication) });
    state.emit({ kind: 'library_changed' });
  };
  const blog = (id: BlogId | null, draft?: string) => {
    const own = draft === undefined ? undefined : state.drafts.get(draft)?.blog;
    const chosen = id ?? own ?? state.settings.blog ?? state.blogs[0]?.blog.id;
    const found = state.blogs.find((view) => view.blog.id === chosen);
    if (!found) throw { code: 'not_found', message: 'No such blog.', params: {} };
    return found.blog;
  };

  const send = (publication: PublicationView, state_: PublicationState, url: string | null): void => {
    publication.until = null;
    publication.state = 'sending';
    changed(publication);
    const doing = (step: Doing | null): void => {
      state.emit({ kind: 'doing', publication: publication.id, step });
    };
    doing({ kind: 'updating' });
    setTimeout(() => {
      doing(null);
      publication.state = state_;
      publication.live = state_ === 'published' || state_ === 'page';
      publication.url = url;
      publication.later_text = false;
      changed(publication);
    }, 1200);
  };

  return {
    publish_button: ({ draft, blog: id }: { draft: string; blog: BlogId | null }) => {
      const on = blog(id, draft);
      const there = state.publications.find((p) => p.draft === draft && p.blog === on.id);
      const folder = on.kind.kind === 'folder';
      let action: PublishAction;
      if (there && !there.later_text) action = 'up_to_date';
      else if (there) action = folder ? 'update_page' : state.online ? 'update' : 'update_when_online';
      else action = folder ? 'create_page' : state.online ? 'publish' : 'publish_when_online';
      const rights = [...state.clippings.values()]
        .filter(({ clipping }) => clipping.rights.kind === 'to_check')
        .map(({ clipping }) => ({
          clipping: clipping.id,
          named: clipping.provenance.newspaper,
          doubt: 'to_check' as const,
        }));
      return { blog: on.id, blog_name: on.name, action, at: null, rights };
    },
    publish: ({ draft, blog: id, state: wanted }: { draft: string; blog: string; state: WantedState }) => {
      const on = blog(id);
      let publication = state.publications.find((p) => p.draft === draft && p.blog === id);
      if (!publication) {
        publication = {
          id: freshId(),
          draft,
          draft_title: state.drafts.get(draft)?.content.title ?? '',
          blog: id,
          blog_name: on.name,
          state: 'undoable',
          wanted,
          problem: null,
          until: null,
          url: null,
          pressed: new Date().toISOString(),
          revision: 1,
          live: false,
          later_text: false,
          theirs: null,
        };
        state.publications.push(publication);
      }
      publication.wanted = wanted;
      publication.pressed = new Date().toISOString();
      publication.state = 'undoable';
      publication.until = new Date(Date.now() + 10_000).toISOString();
      publication.later_text = false;
      const it = publication;
      changed(it);
      const folder = on.kind.kind === 'folder';
      setTimeout(() => {
        if (it.state !== 'undoable') return;
        if (!state.online && !folder) {
          it.state = 'waiting';
          it.until = null;
          it.problem = { code: 'offline', message: 'Offline.', params: {} };
          return changed(it);
        }
        const end: PublicationState = folder
          ? 'page'
          : wanted.kind === 'published'
            ? 'published'
            : wanted.kind;
        send(it, end, folder ? 'file:///home/laurent/Documents/Coupure/x.html' : `${on.name}/x`);
      }, 10_000);
      return structuredClone(it);
    },
    undo_publish: ({ publication }: { publication: string }) => {
      const it = known(publication);
      it.state = 'cancelled';
      it.until = null;
      state.publications = state.publications.filter((p) => p !== it);
      changed(it);
      return null;
    },
    take_back: ({ publication }: { publication: string }) => send(known(publication), 'taken_back', null),
    send_smaller: ({ publication }: { publication: string }) => {
      const heavy = known(publication);
      heavy.problem = null;
      send(heavy, 'published', 'https://laurent.example/billet');
      return structuredClone(heavy);
    },
    retry: ({ publication }: { publication: string }) => {
      const it = known(publication);
      it.problem = null;
      send(it, 'published', 'https://laurent.example/x');
    },
    network_is_back: () => null,

    give_up: ({ publication }: { publication: string }) => {
      const it = known(publication);
      it.state = 'cancelled';
      changed(it);
    },
    resolve: ({ publication }: { publication: string }) => {
      const it = known(publication);
      it.theirs = null;
      it.problem = null;
      send(it, 'published', 'https://laurent.example/x');
    },
    conflict: (): ConflictView => structuredClone(CONFLICT),
    resolve_joined: ({ publication, send: now }: { publication: string; send: boolean }) => {
      const it = known(publication);
      it.theirs = null;
      it.problem = now ? null : { code: 'changed_on_blog', message: 'Merged.', params: { merged: 'true' } };
      it.later_text = !now;
      if (now) send(it, 'published', 'https://laurent.example/x');
      else changed(it);
    },
    publications: () => structuredClone(state.publications),
    find_posts: ({ words }: { words: string }) =>
      ['Onze ans de relevés en un graphique', 'Pourquoi les moulins', 'La mesure de midi']
        .filter((title) => title.toLowerCase().includes(words.trim().toLowerCase()))
        .map((title, n) => ({
          blog: state.blogs[1]?.blog.id ?? '',
          blog_name: 'laurent.example',
          title,
          url: `https://laurent.example/${n}`,
          date: ago(n * 90_000),
        })),
    standing_posts: ({ draft }: { draft: string }) =>
      structuredClone(state.publications.filter((p) => p.draft === draft && p.url !== null)),
    open_address: () => undefined,
    pick_folder: () => '/home/laurent/Documents/Autre',
  };
}

/** A post that both changed, each of them in every way. */
const CONFLICT: ConflictView = {
  stamp: '900-901',
  modified: new Date(Date.now() - 3 * 86_400_000).toISOString(),
  status: null,
  recovered: false,
  state_joined: { kind: 'published' },
  state_theirs: { kind: 'published' },
  pieces: [
    {
      part: 'title',
      change: 'theirs',
      mine: [{ kind: 'same', text: 'Réponse à un lecteur' }],
      theirs: [
        { kind: 'same', text: 'Réponse à un lecteur' },
        { kind: 'added', text: ' inquiet' },
      ],
      joined: 'Réponse à un lecteur inquiet',
    },
    {
      part: 'tags',
      change: 'joined',
      mine: [
        { kind: 'same', text: 'digue' },
        { kind: 'added', text: 'crue' },
      ],
      theirs: [
        { kind: 'same', text: 'digue' },
        { kind: 'added', text: 'mairie' },
      ],
      joined: 'digue\ncrue\nmairie',
    },
    {
      part: 'comments',
      change: 'theirs',
      mine: [{ kind: 'same', text: 'open' }],
      theirs: [{ kind: 'added', text: 'closed' }],
      joined: 'closed',
    },
    {
      part: 'text',
      change: 'nobody',
      mine: [],
      theirs: [],
      joined: 'Vous me demandez si la digue tiendra. Je n’en sais rien, et je ne suis pas le seul.',
    },
    {
      part: 'text',
      change: 'joined',
      mine: [
        { kind: 'same', text: 'Voici les relevés des ' },
        { kind: 'removed', text: 'deux' },
        { kind: 'added', text: 'trois' },
        { kind: 'same', text: ' derniers hivers, et ce que j’en pense.' },
      ],
      theirs: [
        { kind: 'same', text: 'Voici les relevés des deux derniers hivers, ' },
        { kind: 'added', text: 'le graphique, ' },
        { kind: 'same', text: 'et ce que j’en pense.' },
      ],
      joined: 'Voici les relevés des trois derniers hivers, le graphique, et ce que j’en pense.',
    },
    {
      part: 'text',
      change: 'choice',
      mine: [
        { kind: 'same', text: 'La commune ' },
        { kind: 'removed', text: 'n’a pas répondu' },
        { kind: 'added', text: 'a répondu mardi' },
        { kind: 'same', text: '.' },
      ],
      theirs: [
        { kind: 'same', text: 'La commune ' },
        { kind: 'removed', text: 'n’a pas répondu' },
        { kind: 'added', text: 'promet une visite au printemps' },
        { kind: 'same', text: '.' },
      ],
      joined: 'La commune a répondu mardi.\n\nLa commune promet une visite au printemps.',
    },
    {
      part: 'text',
      change: 'mine',
      mine: [{ kind: 'added', text: 'Je vous tiendrai au courant.' }],
      theirs: [],
      joined: 'Je vous tiendrai au courant.',
    },
  ],
};

/** The revision that the author sent, of the post that was changed on the blog as well. */
const MINE = 900;

/** Something in every state that an author meets. */
export function samplePublications(state: FakeState): PublicationView[] {
  const drafts = [...state.drafts.values()];
  const both = drafts[4];
  if (both) {
    const body =
      'Vous me demandez si la digue tiendra. Je n’en sais rien.\n\nVoici les relevés des trois derniers hivers, le graphique, et ce que j’en pense.';
    const saved = new Date(Date.now() - 4 * 86_400_000).toISOString();
    const { title } = both.content;
    state.history.set(both.id, [
      { id: MINE, saved, reason: { kind: 'published' }, title, words: 24, body },
    ]);
  }
  const wordpress = state.blogs[1]?.blog;
  const folder = state.blogs[0]?.blog;
  const make = (
    at: number,
    blog: typeof folder,
    how: PublicationState,
    extra: Partial<PublicationView> = {},
  ): PublicationView[] => {
    const draft = drafts[at];
    if (!draft || !blog) return [];
    return [
      {
        id: freshId(),
        draft: draft.id,
        draft_title: draft.content.title,
        blog: blog.id,
        blog_name: blog.name,
        state: how,
        wanted: { kind: 'published' },
        problem: null,
        until: null,
        url: null,
        pressed: ago(how === 'published' ? 3 * 1440 : 12),
        revision: 1,
        live: how === 'published' || how === 'page' || extra.theirs !== undefined,
        later_text: false,
        theirs: null,
        ...extra,
      },
    ];
  };
  return [
    ...make(2, wordpress, 'published', { url: 'https://laurent.example/midi' }),
    ...make(3, wordpress, 'waiting', {
      problem: { code: 'offline', message: 'Offline.', params: {} },
      until: new Date(Date.now() + 120_000).toISOString(),
    }),
    ...make(4, wordpress, 'needs_author', {
      problem: { code: 'changed_on_blog', message: 'Changed.', params: {} },
      revision: MINE,
      theirs: {
        title: 'Réponse à un lecteur inquiet',
        text: 'Vous me demandez si la digue tiendra. Je n’en sais rien, mais la commune a promis une visite au printemps.\n\nVoici les relevés des trois derniers hivers, et ce que j’en pense.',
        modified: new Date(Date.now() - 3 * 86_400_000).toISOString(),
      },
    }),
    ...make(5, folder, 'page', { url: 'file:///home/laurent/Documents/Coupure/notes.html' }),
  ];
}
