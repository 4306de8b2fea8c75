import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import { until } from '../shared/until';
import Library from './Library.svelte';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;

function named(words: string): HTMLButtonElement | undefined {
  const all = [...document.querySelectorAll<HTMLButtonElement>('button')];
  return all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === words);
}

beforeEach(async () => {
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  });
  HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
    this.open = true;
  };
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  stop = await startEvents();
  const nothing = () => undefined;
  const props = {
    open: undefined,
    readOnly: false,
    ondraft: nothing,
    onclipping: nothing,
    onnew: nothing,
    ontakein: nothing,
    ontrashed: () => Promise.resolve(true),
    onemptied: nothing,
  };
  shown = mount(Library, { target: document.body, props });
});

afterEach(() => {
  if (shown) void unmount(shown);
  stop();
  vi.unstubAllGlobals();
});

/** Asks for the post on the blog to go to the trash, and waits for the question. */
async function discardPublished() {
  const sent = desk.state.publications.find((p) => p.url?.startsWith('https:'));
  if (!sent) throw new Error('One is published');
  await until(() => expect(named('Billets')).toBeDefined());
  named('Billets')?.click();
  const entry = () =>
    [...document.querySelectorAll<HTMLElement>('[role=option]')].find((one) =>
      one.textContent.includes(sent.draft_title),
    );
  await until(() => expect(entry()).toBeDefined());
  entry()?.querySelector<HTMLElement>('.act')?.click();
  await until(() => expect(document.querySelector('dialog')).not.toBeNull());
  return sent;
}

it('a draft whose post is online is not put away before it is asked what becomes of the post', async () => {
  const sent = await discardPublished();
  expect(document.querySelector('dialog')?.textContent).toContain('Ce billet est en ligne');
  expect(desk.state.drafts.get(sent.draft)?.trashed).toBeNull();
  named('Le laisser en ligne')?.click();
  await until(() => expect(desk.state.drafts.get(sent.draft)?.trashed).not.toBeNull());
  expect(sent.url).not.toBeNull();
});

it('a draft whose post is only planned is asked about in those words', async () => {
  const planned = desk.state.publications.find((p) => p.url?.startsWith('https:'));
  if (!planned) throw new Error('One is published');
  planned.live = false;
  planned.state = 'scheduled';
  planned.wanted = { kind: 'scheduled', at: '2099-02-03T07:00:00Z' };
  await discardPublished();
  expect(document.querySelector('dialog')?.textContent).toContain('Ce billet est planifié');
  expect(document.querySelector('dialog')?.textContent).not.toContain('en ligne');
  expect(named('Le laisser paraître')).toBeDefined();
});

it('the list follows how a post stands, where that alone is told', async () => {
  const sent = desk.state.publications.find((p) => p.url?.startsWith('https:'));
  if (!sent) throw new Error('One is published');
  const line = () =>
    [...document.querySelectorAll<HTMLElement>('[role=option]')].find((one) =>
      one.textContent.includes(sent.draft_title),
    );
  await until(() => named('Billets')?.click());
  await until(() => expect(line()?.textContent).toContain('publié'));
  sent.state = 'taken_back';
  desk.state.emit({ kind: 'publication_changed', publication: { ...sent } });
  await until(() => expect(line()?.textContent).toContain('retiré'));
});

it('its post is taken back where the author says so', async () => {
  const sent = await discardPublished();
  named('Le retirer aussi du blog')?.click();
  await until(() => expect(desk.state.drafts.get(sent.draft)?.trashed).not.toBeNull());
  expect(sent.state).toBe('taken_back');
});
