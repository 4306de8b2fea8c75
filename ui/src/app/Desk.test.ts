import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import type { Draft, TakenIn, Welcome } from '../backend/types';
import { dismiss, toasts } from '../shared/toasts.svelte';
import App from './App.svelte';
import { until } from '../shared/until';

// jsdom has no screen to ask.
vi.hoisted(() => {
  window.matchMedia = () => Object.assign(new EventTarget(), { matches: false }) as MediaQueryList;
});

let desk: FakeDesk;
let shown: Record<string, unknown> | undefined;

function named(words: string): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>('button, [role=tab], [role=option]')];
  const found = all.find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === words,
  );
  if (!found) throw new Error(`nothing is named ${words}`);
  return found;
}

function press(key: string): void {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true }));
  flushSync();
}

function said(): string {
  return document.querySelector('.toasts')?.textContent ?? '';
}

/** Answers calls of that name in another way, until the result is called. */
function instead(name: string, answer: () => Promise<unknown>): () => void {
  const { call } = desk.transport;
  desk.transport.call = (command, args) => (command === name ? answer() : call(command, args));
  return () => (desk.transport.call = call);
}

const full = () => Promise.reject({ code: 'disk_full', message: 'Full.', params: {} } as unknown as Error);

/** Opens the window on the draft of that title. */
async function open(title: RegExp): Promise<Draft> {
  const draft = [...desk.state.drafts.values()].find(({ content }) => title.test(content.title));
  if (!draft) throw new Error('The fake desk has that draft');
  localStorage.setItem('coupure.open', draft.id);
  shown = mount(App, { target: document.body });
  await until(() =>
    expect(document.querySelector<HTMLTextAreaElement>('textarea.title')?.value).toBe(draft.content.title),
  );
  return draft;
}

/** Opens the workbench on the picture in the text, and corrects its newspaper. */
async function correct(newspaper: string): Promise<void> {
  await until(() => expect(document.querySelector('.cm-picture-frame')).not.toBeNull());
  document.querySelector<HTMLElement>('.cm-picture-frame')?.click();
  await until(() => named('Provenance'));
  named('Provenance').click();
  flushSync();
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent === 'Journal');
  const field = document.getElementById(label?.htmlFor ?? '') as HTMLInputElement;
  field.value = newspaper;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const newspaper = () => [...desk.state.clippings.values()][0]?.clipping.provenance.newspaper;

beforeEach(async () => {
  localStorage.clear();
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  });
  vi.stubGlobal('CSS', { supports: () => true });
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  document.elementFromPoint ??= () => null;
  Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  for (const { id } of toasts()) dismiss(id);
  vi.unstubAllGlobals();
});

describe('the window', () => {
  it('opens where the home opens at the second try, and hears of each event once', async () => {
    const mend = instead('welcome', () => Promise.reject({ code: 'disk_full', message: '', params: {} }));
    const { listen } = desk.transport;
    const listening = vi.fn(listen);
    desk.transport.listen = listening;
    shown = mount(App, { target: document.body });
    await until(() => named('Réessayer'));
    named('Réessayer').click();
    await until(() => expect(document.body.textContent).toContain('n’a pas pu démarrer'));
    mend();
    await until(() => named('Réessayer').click());
    await until(() => expect(document.querySelector('.desk')).not.toBeNull());
    expect(listening).toHaveBeenCalledOnce();
  });

  it('says at start that clippings will not be read', async () => {
    const answer = (await desk.transport.call('welcome', {})) as Welcome;
    instead('welcome', () => Promise.resolve({ ...answer, models: false }));
    await open(/moulins/);
    await until(() => expect(said()).toContain('Les fichiers de lecture manquent'));
  });

  it('does not say that a post is in the trash when it could not be put there', async () => {
    await open(/moulins/);
    const mend = instead('trash_draft', full);
    const act = () => document.querySelector<HTMLElement>('.library .act');
    await until(() => expect(act()).not.toBeNull());
    act()?.click();
    await until(() => expect(said()).toContain('disque'));
    expect(said()).not.toContain('corbeille');
    mend();
  });

  it('takes a correction with it when it is closed at once', async () => {
    await open(/entretien/i);
    await correct('Le Matin');
    expect(await desk.close()).toBe(true);
    expect(newspaper()).toBe('Le Matin');
  });

  it('stays open once on a correction that cannot be saved, and says so', async () => {
    await open(/entretien/i);
    await correct('Le Matin');
    const mend = instead('change_clipping', full);
    expect(await desk.close()).toBe(false);
    await until(() => expect(said()).toContain('Fermez-la de nouveau'));
    expect(await desk.close()).toBe(true);
    mend();
  });

  it('keeps the workbench under a dropped file while a correction cannot be saved', async () => {
    await open(/entretien/i);
    await correct('Le Matin');
    const mend = instead('change_clipping', full);
    desk.drag({ kind: 'drop', x: 5, y: 5, paths: ['/photo.jpg'] });
    await until(() => expect(said()).toContain('disque'));
    expect(document.querySelector('.bench')).not.toBeNull();
    mend();
    desk.drag({ kind: 'drop', x: 5, y: 5, paths: ['/photo.jpg'] });
    await until(() => expect(document.querySelector('.bench')).toBeNull());
    expect(newspaper()).toBe('Le Matin');
  });

  it('asks which pages of each long document that is dropped, one after the other', async () => {
    await open(/moulins/);
    const long = (path: string): TakenIn => ({
      path,
      markdown: '',
      clipping: null,
      problem: { code: 'too_many_pages', message: '', params: { pages: '60', max: '24' } },
    });
    instead('take_in', () => Promise.resolve([long('/un.pdf'), long('/deux.pdf')]));
    const asked: unknown[] = [];
    const { call } = desk.transport;
    desk.transport.call = (name, args) => {
      if (name === 'take_in_chosen_pages') asked.push([args['path'], args['pages']]);
      return call(name, args);
    };
    desk.drag({ kind: 'drop', x: 5, y: 5, paths: ['/un.pdf', '/deux.pdf'] });
    const field = () => document.querySelector<HTMLInputElement>('dialog input');
    for (const pages of ['1-3', '7']) {
      await until(() => expect(field()?.value).toBe(''));
      const input = field();
      if (input) input.value = pages;
      input?.dispatchEvent(new Event('input', { bubbles: true }));
      flushSync();
      named('Prendre ces pages').click();
    }
    await until(() => expect(document.querySelector('dialog')).toBeNull());
    expect(asked).toEqual([['/un.pdf', '1-3'], ['/deux.pdf', '7']]);
  });

  it('tells of one thing of the watched folder at a time, and lets the pages of a long document be chosen', async () => {
    await open(/moulins/);
    const tell = (code: 'not_a_picture' | 'too_many_pages' | 'pdf_damaged', file: string) => {
      const problem = { code, message: '', params: { file, pages: '60' } };
      desk.state.emit({ kind: 'watched_folder', problem });
      flushSync();
    };
    tell('not_a_picture', '/scans/notes.txt');
    expect(said()).toBe('');
    tell('pdf_damaged', '/scans/un.pdf');
    tell('too_many_pages', '/scans/deux.pdf');
    expect(said()).not.toContain('un.pdf');
    expect(document.querySelectorAll('.toast')).toHaveLength(1);
    named('Choisir les pages…').click();
    await until(() => expect(document.querySelector('dialog')?.textContent).toContain('deux.pdf'));
  });

  it('takes a file that is dropped on the workbench into the library, not into the text below it', async () => {
    const draft = await open(/entretien/i);
    const { body } = draft.content;
    await until(() => expect(document.querySelector('.cm-picture-frame')).not.toBeNull());
    document.querySelector<HTMLElement>('.cm-picture-frame')?.click();
    await until(() => named('Provenance'));
    desk.drag({ kind: 'drop', x: 5, y: 5, paths: ['/photo.jpg'] });
    await until(() => expect(said()).toContain('Coupure rangée dans la bibliothèque'));
    await new Promise((done) => setTimeout(done, 500));
    expect(draft.content.body).toBe(body);
  });

  it('never puts a picture into another post than the one it was picked for', async () => {
    const first = await open(/entretien/i);
    const before = first.content.body;
    let picked: (taken: TakenIn[]) => void = () => undefined;
    const mend = instead('pick_pictures', () => new Promise<TakenIn[]>((done) => (picked = done)));
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'I', ctrlKey: true, shiftKey: true, bubbles: true }),
    );
    await new Promise((done) => setTimeout(done, 20));
    mend();
    press('n');
    const title = () => document.querySelector<HTMLTextAreaElement>('textarea.title');
    await until(() => expect(title()?.value).toBe(''));
    picked([{ path: '/photo.jpg', markdown: '![Photo](media:abc)', clipping: null, problem: null }]);
    await until(() => expect(said()).toContain('n’y a pas été placée'));
    expect(document.querySelector('.cm-content')?.textContent).not.toContain('media:abc');
    expect(first.content.body).toBe(before);
  });

  it('never gives a cover to another post than the one it was picked for', async () => {
    const first = await open(/moulins/);
    press('e');
    let picked: (taken: TakenIn[]) => void = () => undefined;
    const mend = instead('pick_pictures', () => new Promise<TakenIn[]>((done) => (picked = done)));
    named('Choisir une image…').click();
    await new Promise((done) => setTimeout(done, 20));
    mend();
    press('n');
    const title = () => document.querySelector<HTMLTextAreaElement>('textarea.title');
    await until(() => expect(title()?.value).toBe(''));
    picked([{ path: '/photo.jpg', markdown: '![Photo](media:abc)', clipping: null, problem: null }]);
    await until(() => expect(said()).toContain('sa couverture n’a pas changé'));
    await new Promise((done) => setTimeout(done, 500));
    expect([...desk.state.drafts.values()].map(({ content }) => content.cover).join('')).toBe('');
    expect(first.content.cover).toBe('');
  });

  it('presses the button that publishes, and only goes to the way back after that', async () => {
    const draft = await open(/moulins/);
    const sent = () => desk.state.publications.find((one) => one.draft === draft.id);
    await until(() => expect(named('Publier sur laurent.example')).not.toBeNull());
    press('Enter');
    await until(() => expect(document.activeElement).toBe(named('Annuler')));
    press('Enter');
    expect(document.activeElement).toBe(named('Annuler'));
    expect(sent()?.state).toBe('undoable');
  });

  it('goes to the button that publishes, not to the state of a post already sent', async () => {
    const draft = await open(/midi/);
    for (const one of desk.state.publications) if (one.draft === draft.id) one.later_text = true;
    await until(() => expect(named('Mettre à jour sur laurent.example')).not.toBeNull());
    await until(() => expect(document.querySelector('.publish .popover button')).not.toBeNull());
    press('Enter');
    expect(document.activeElement).toBe(named('Mettre à jour sur laurent.example'));
  });

  it('leaves the focus where a command of the palette puts it', async () => {
    await open(/moulins/);
    await until(() => expect(named('Publier sur laurent.example')).not.toBeNull());
    document.querySelector<HTMLElement>('textarea.title')?.focus();
    press('p');
    const line = [...document.querySelectorAll<HTMLElement>('[role=option]')];
    line.find((one) => one.textContent.includes('Publier ou mettre à jour'))?.click();
    await until(() => expect(document.activeElement).toBe(named('Annuler')));
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('has the keys go on in the window once the workbench is closed', async () => {
    await open(/entretien/i);
    await until(() => expect(document.querySelector('.cm-picture-frame')).not.toBeNull());
    (document.activeElement as HTMLElement | null)?.blur();
    document.querySelector<HTMLElement>('.cm-picture-frame')?.click();
    await until(() => expect(document.querySelector('.bench')).not.toBeNull());
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    await until(() => expect(document.querySelector('.bench')).toBeNull());
    await until(() => expect(document.activeElement).not.toBe(document.body));
  });

  it('gives the focus back to the text when the details of the post are put away', async () => {
    await open(/moulins/);
    const title = document.querySelector<HTMLElement>('textarea.title');
    title?.focus();
    press('e');
    expect(document.activeElement?.getAttribute('role')).toBe('dialog');
    press('e');
    expect(document.activeElement).toBe(title);
  });

  it('keeps a tag that is typed and not entered, when the details are put away or another post begun', async () => {
    const draft = await open(/moulins/);
    const tag = (text: string): void => {
      const label = [...document.querySelectorAll('label')].find((one) => one.textContent === 'Étiquettes');
      const field = document.getElementById(label?.htmlFor ?? '') as HTMLInputElement;
      field.focus();
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      flushSync();
    };
    press('e');
    tag('moulins');
    press('e');
    await until(() => expect(draft.content.tags).toEqual(['moulins']));
    press('e');
    tag('rivière');
    press('n');
    await until(() => expect(draft.content.tags).toEqual(['moulins', 'rivière']));
  });
});
