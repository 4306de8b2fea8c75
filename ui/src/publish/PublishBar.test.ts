import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import { toasts } from '../shared/toasts.svelte';
import PublishBar from './PublishBar.svelte';
import { until } from '../shared/until';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;

async function open(title: RegExp, beforePublish: () => Promise<boolean>, own?: string) {
  const draft = [...desk.state.drafts.values()].find(({ content }) => title.test(content.title));
  if (draft) draft.blog = own ?? null;
  const props = {
    draft: draft?.id ?? '',
    publications: desk.state.publications.filter((p) => p.draft === draft?.id),
    blogs: desk.state.blogs,
    version: 1,
    beforePublish,
    onfields: () => undefined,
  };
  shown = mount(PublishBar, { target: document.body, props });
  await until(() => expect(document.querySelector('.main button')).not.toBeNull());
  return draft?.id ?? '';
}

function button(words: string): HTMLButtonElement | undefined {
  return [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === words);
}

beforeEach(async () => {
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  stop = await startEvents();
});

afterEach(() => {
  if (shown) void unmount(shown);
  shown = undefined;
  stop();
});

const saved = () => Promise.resolve(true);

describe('the publish bar', () => {
  beforeEach(() => {
    HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
      this.open = true;
    };
  });

  it('says what it will do, does it, and gives the way back the focus', async () => {
    const draft = await open(/moulins/, saved);
    button('Publier sur laurent.example')?.click();
    await until(() => expect(document.activeElement).toBe(button('Annuler')));
    const sent = desk.state.publications.find((p) => p.draft === draft);
    expect(sent?.state).toBe('undoable');
    expect(document.querySelector('.leaving')?.textContent).toMatch(/Part dans \d+/);
    button('Annuler')?.click();
    await until(() => expect(button('Publier sur laurent.example')).toBeDefined());
    expect(desk.state.publications.some((p) => p.draft === draft)).toBe(false);
  });

  it('says where subscribers get an e-mail', async () => {
    desk.state.blogs = desk.state.blogs.map((view) => ({ ...view, emails_subscribers: true }));
    await open(/moulins/, saved);
    await until(() => expect(button('Publier sur laurent.example avec courriel aux abonnés')).toBeDefined());
  });

  it('says so too of a post that waited until the author is asked', async () => {
    desk.state.blogs = desk.state.blogs.map((view) => ({ ...view, emails_subscribers: true }));
    const waited = desk.state.publications.find((p) => p.state === 'waiting');
    if (!waited) throw new Error('none waits');
    waited.state = 'needs_author';
    waited.problem = { code: 'waited_long', message: '', params: {} };
    await open(new RegExp(waited.draft_title), saved);
    await until(() => expect(button('Envoyer maintenant avec courriel aux abonnés')).toBeDefined());
    document.querySelector<HTMLButtonElement>('.popover button')?.click();
    await until(() => expect(button('Envoyer maintenant, avec courriel aux abonnés')).toBeDefined());
  });

  it('says so too where a post is planned, and where it is published right now instead', async () => {
    desk.state.blogs = desk.state.blogs.map((view) => ({ ...view, emails_subscribers: true }));
    const planned = desk.state.publications.find((p) => p.state === 'waiting');
    if (!planned) throw new Error('none waits');
    planned.state = 'scheduled';
    planned.wanted = { kind: 'scheduled', at: '2099-02-03T07:00:00Z' };
    planned.problem = null;
    await open(new RegExp(planned.draft_title), saved);
    const menu = () => document.querySelector<HTMLButtonElement>('[aria-label="Autres façons d’envoyer"]');
    await until(() => expect(menu()).not.toBeNull());
    menu()?.click();
    await until(() => expect(button('Publier tout de suite, avec courriel aux abonnés')).toBeDefined());
    button('Planifier…')?.click();
    await until(() => expect(document.querySelector('dialog')).not.toBeNull());
    expect(document.querySelector('dialog')?.textContent).toContain('le blog écrira à ses abonnés');
  });

  it('asks before a post that readers see becomes a draft, and says so as it counts down', async () => {
    const draft = await open(/midi/, saved);
    const sent = desk.state.publications.find((p) => p.draft === draft);
    const menu = () => document.querySelector<HTMLButtonElement>('[aria-label="Autres façons d’envoyer"]');
    await until(() => expect(menu()).not.toBeNull());
    menu()?.click();
    await until(() => expect(button('Planifier…')).toBeDefined());
    button('Planifier…')?.click();
    await until(() => expect(document.querySelector('dialog')?.textContent).toContain('sera retiré du blog'));
    button('Renoncer')?.click();
    await until(() => expect(document.querySelector('dialog')).toBeNull());
    menu()?.click();
    await until(() => expect(button('Retirer du blog (repasser en brouillon)…')).toBeDefined());
    expect(button('Envoyer comme brouillon')).toBeUndefined();
    button('Retirer du blog (repasser en brouillon)…')?.click();
    await until(() => expect(document.querySelector('dialog')?.textContent).toContain('plus en ligne'));
    expect(sent?.state).toBe('published');
    button('Retirer')?.click();
    await until(() => expect(document.querySelector('.leaving')?.textContent).toMatch(/Retiré du blog dans/));
    expect(sent?.wanted.kind).toBe('draft');
  });

  it('shows a press that waits for the network as made, and takes later text when told to', async () => {
    desk.state.online = false;
    const waiting = desk.state.publications.find((p) => p.state === 'waiting');
    if (!waiting) throw new Error('none waits');
    await open(new RegExp(waiting.draft_title), saved);
    await until(() => expect(button('En attente du réseau')?.disabled).toBe(true));
    waiting.later_text = true;
    desk.state.emit({ kind: 'publication_changed', publication: { ...waiting } });
    await until(() => expect(button('Inclure la suite')?.disabled).toBe(false));
  });

  it('has the keys go on where they were when the seconds to undo are over', async () => {
    const draft = await open(/moulins/, saved);
    button('Publier sur laurent.example')?.click();
    await until(() => expect(document.activeElement).toBe(button('Annuler')));
    const sent = desk.state.publications.find((p) => p.draft === draft);
    if (!sent) throw new Error('It was pressed');
    sent.state = 'published';
    desk.state.emit({ kind: 'publication_changed', publication: { ...sent } });
    await until(() => expect(document.activeElement?.closest('.bar')).not.toBeNull());
  });

  it('takes what is said of a press away with the draft that was pressed for', async () => {
    const { call } = desk.transport;
    desk.transport.call = (name, args) =>
      name === 'publish'
        ? Promise.reject({ code: 'nothing_to_publish', message: '', params: {} })
        : call(name, args);
    await open(/moulins/, saved);
    button('Publier sur laurent.example')?.click();
    const empty = () => toasts().some(({ text }) => text.includes('Ce billet est vide'));
    await until(() => expect(empty()).toBe(true));
    if (shown) await unmount(shown);
    shown = undefined;
    expect(empty()).toBe(false);
  });

  it('sends nothing that could not be written down', async () => {
    const beforePublish = vi.fn(() => Promise.resolve(false));
    const draft = await open(/moulins/, beforePublish);
    button('Publier sur laurent.example')?.click();
    await until(() => expect(beforePublish).toHaveBeenCalledOnce());
    await until(() => expect(button('Publier sur laurent.example')?.disabled).toBe(false));
    expect(desk.state.publications.some((p) => p.draft === draft)).toBe(false);
  });

  it('goes to the blog that the draft is meant for, before the usual one', async () => {
    const [folder, usual] = desk.state.blogs;
    expect(desk.state.settings.blog).toBe(usual?.blog.id);
    await open(/moulins/, saved, folder?.blog.id);
    await until(() => expect(button('Créer la page sur cet ordinateur')).toBeDefined());
  });

  it('makes a page on the folder blog and never says that it publishes', async () => {
    await open(/moulins/, saved, desk.state.blogs[0]?.blog.id);
    expect(document.body.textContent).not.toMatch(/publi/i);
    button('Créer la page sur cet ordinateur')?.click();
    await until(() =>
      expect(document.querySelector('.leaving')?.textContent).toMatch(/Page dans/),
    );
    expect(document.body.textContent).not.toMatch(/publi/i);
  });

  it('hears of text written since by itself, without asking for everything at each save', async () => {
    const draft = await open(/midi/, saved);
    await until(() => expect(document.querySelector('.popover')).not.toBeNull());
    const { call } = desk.transport;
    const asked = vi.fn();
    desk.transport.call = (name, args) => {
      if (name === 'publications') asked();
      return call(name, args);
    };
    await desk.transport.call('open_draft', { draft });
    await desk.transport.call('edit', { draft, version: 1, changes: [{ from: 0, to: 0, insert: 'Aussi : ' }] });
    await desk.transport.call('flush', { draft });
    await until(() => expect(button('Mettre à jour sur laurent.example')).toBeDefined());
    await new Promise((done) => setTimeout(done, 1_200));
    expect(asked).not.toHaveBeenCalled();
  });

  it('takes in what was written since with one click', async () => {
    const draft = await open(/midi/, saved);
    const sent = desk.state.publications.find((p) => p.draft === draft);
    if (!sent) throw new Error('It is published');
    sent.later_text = true;
    desk.state.emit({ kind: 'publication_changed', publication: { ...sent } });
    await until(() => expect(document.querySelector('.popover button')).not.toBeNull());
    document.querySelector<HTMLButtonElement>('.popover button')?.click();
    await until(() => expect(button('Inclure ce que j’ai écrit depuis')).toBeDefined());
    expect(document.querySelector('.sheet')?.textContent).toContain('n’y est pas encore');
    button('Inclure ce que j’ai écrit depuis')?.click();
    await until(() => expect(sent.state).toBe('undoable'));
    expect(sent.later_text).toBe(false);
  });

  it('asks about a post whose hour has passed, and takes another hour', async () => {
    const draft = await open(/midi/, saved);
    const sent = desk.state.publications.find((p) => p.draft === draft);
    if (!sent) throw new Error('It is published');
    sent.state = 'needs_author';
    sent.wanted = { kind: 'scheduled', at: '2026-02-03T07:00:00Z' };
    sent.problem = { code: 'hour_passed', message: '', params: {} };
    desk.state.emit({ kind: 'publication_changed', publication: { ...sent } });
    await until(() => expect(button('Publier maintenant')).toBeDefined());
    document.querySelector<HTMLButtonElement>('.popover button')?.click();
    await until(() => expect(button('Choisir une autre heure…')).toBeDefined());
    expect(document.querySelector('.why')?.textContent).toMatch(/devait paraître mardi 3 février(?: 2026)? à 8\sh/);
    button('Choisir une autre heure…')?.click();
    await until(() => expect(document.querySelector('dialog')).not.toBeNull());
    [...document.querySelectorAll<HTMLButtonElement>('dialog footer button')].at(-1)?.click();
    await until(() => expect(sent.state).toBe('undoable'));
    expect(sent.wanted.kind).toBe('scheduled');
  });

  it('asks for the choice between two versions before anything else', async () => {
    await open(/lecteur/, saved);
    await until(() => expect(button('Comparer les deux versions')).toBeDefined());
  });
});
