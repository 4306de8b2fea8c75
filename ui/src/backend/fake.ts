// A desk in memory, for work on the face and for its tests. It forgets everything.
//
// In development: `?fake`, with `&lang=fr|en`, `&theme=light|dark`, `&empty` (a first start),
// `&many` (10,000 drafts), `&offline`, `&readonly`, `&com` (known to WordPress.com), `&mails` (the blog
// writes to its subscribers), `&big` (a page of 69 megapixels), `&page` (one of
// several articles).

import { setTransport, type FileDrag, type Transport } from './call';
import { blogCommands } from './fake/blogs';
import { clippingCommands, fakePicture, sampleClippings } from './fake/clippings';
import { draftCommands } from './fake/drafts';
import { publishingCommands, samplePublications } from './fake/publishing';
import { BLOGS, draft, sampleDrafts } from './fake/samples';
import { type Commands, type FakeState } from './fake/state';
import type { Event, Settings, Theme, Welcome } from './types';

export interface FakeDesk {
  transport: Transport;
  state: FakeState;
  drag: (drag: FileDrag) => void;
  /** Closes the window: whether it may. */
  close: () => Promise<boolean>;
  /** Milliseconds that each call takes. */
  delay: { ms: number };
}

export function fakeDesk(options: URLSearchParams = new URLSearchParams()): FakeDesk {
  const listeners = new Set<(event: Event) => void>();
  const drags = new Set<(drag: FileDrag) => void>();
  let closing = () => Promise.resolve(true);
  const delay = { ms: 1 };
  const language = options.get('lang');
  const state: FakeState = {
    drafts: new Map(),
    open: new Map(),
    history: new Map(),
    clippings: new Map(),
    blogs: structuredClone(BLOGS),
    publications: [],
    settings: {
      window_language: language === 'fr' || language === 'en' ? language : null,
      theme: (options.get('theme') as Theme | null) ?? 'system',
      blog: BLOGS[1]?.blog.id ?? null,
      typography: true,
      font_size_px: 18,
      notifications: true,
    },
    online: !options.has('offline'),
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
  if (options.has('mails')) {
    for (const view of state.blogs) view.emails_subscribers = view.blog.kind.kind !== 'folder';
  }
  if (!options.has('empty')) {
    const drafts = sampleDrafts();
    if (options.has('many')) {
      for (let n = 1; n <= 10_000; n += 1) {
        drafts.push(draft(`Relevé nº ${n}`, `Hauteur de l’eau : ${n % 97} cm.`, 70_000 + n * 60));
      }
    }
    state.drafts = new Map(drafts.map((one) => [one.id, one]));
    state.clippings = sampleClippings(options.has('big'), options.has('page'));
    state.publications = samplePublications(state);
  }

  const commands: Commands = {
    welcome: (): Welcome => ({
      settings: structuredClone(state.settings),
      blogs: structuredClone(state.blogs),
      system_language: 'fr',
      first_start: options.has('empty'),
      read_only: options.has('readonly'),
      models: true,
      wordpress_com: options.has('com'),
      keychain: !options.has('files'),
      version: '0.1.0',
    }),
    set_settings: ({ settings }: { settings: Settings }) => {
      state.settings = settings;
    },
    ...blogCommands(state),
    ...draftCommands(state),
    ...clippingCommands(state),
    ...publishingCommands(state),
  };

  // The desk renders an open draft anew when one of its clippings is ready.
  listeners.add((event) => {
    if (event.kind !== 'clipping_changed') return;
    for (const open of state.open.keys()) {
      const splice = commands['preview_again']?.({ draft: open });
      if (splice) state.emit({ kind: 'preview_changed', draft: open, splice } as Event);
    }
  });

  const transport: Transport = {
    call: async (name, args) => {
      await new Promise((done) => setTimeout(done, delay.ms));
      const command = commands[name];
      if (!command) throw new Error(`The fake desk has no command ${name}`);
      return command(args);
    },
    listen: (handler) => {
      listeners.add(handler);
      return Promise.resolve(() => listeners.delete(handler));
    },
    dragged: (handler) => {
      drags.add(handler);
      return Promise.resolve(() => drags.delete(handler));
    },
    closing: (handler) => {
      closing = handler;
      return Promise.resolve(() => undefined);
    },
    picture: (path) => fakePicture(state, path),
  };
  return {
    transport,
    state,
    drag: (drag) => {
      for (const handler of drags) handler(drag);
    },
    close: () => closing(),
    delay,
  };
}

declare global {
  interface Window {
    fakeDesk?: FakeDesk;
  }
}

export function installFake(): void {
  const desk = fakeDesk(new URLSearchParams(location.search));
  setTransport(desk.transport);
  window.fakeDesk = desk;
}
