import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import Workbench from './Workbench.svelte';
import { until } from '../shared/until';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;

interface Given {
  oninsert?: (markdown: string) => void;
  onclose?: () => void;
  readOnly?: boolean;
}

function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent === label);
  return document.getElementById(found?.htmlFor ?? '') as HTMLInputElement;
}

function type(input: HTMLInputElement, value: string): void {
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

/** Watches the calls of one name. */
function watched(name: string) {
  const seen = vi.fn();
  const { call } = desk.transport;
  desk.transport.call = (command, args) => {
    if (command === name) seen(args);
    return call(command, args);
  };
  return seen;
}

const press = (key: string, more: KeyboardEventInit = {}) =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...more }));

async function open(props: Given = {}) {
  const clipping = [...desk.state.clippings.keys()][0] ?? '';
  shown = mount(Workbench, { target: document.body, props: { clipping, onclose: () => undefined, ...props } });
  await until(() => named('Provenance'));
  return clipping;
}

function named(name: string): HTMLElement {
  const all = [...document.body.querySelectorAll<HTMLElement>('button, input, select, [role]')];
  const found = all.find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent).trim() === name,
  );
  if (!found) throw new Error(`nothing is named ${name}`);
  return found;
}

/** jsdom lays nothing out; what lies over the picture is shown once it has a size. */
function giveTheMatRoom(): void {
  for (const side of ['clientWidth', 'clientHeight'] as const) {
    vi.spyOn(HTMLElement.prototype, side, 'get').mockImplementation(function (this: HTMLElement) {
      return this.classList.contains('mat') ? 800 : 0;
    });
  }
}

beforeEach(async () => {
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  });
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  stop = await startEvents();
});

afterEach(() => {
  if (shown) void unmount(shown);
  shown = undefined;
  stop();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the workbench', () => {
  it('saves what is changed without a button', async () => {
    const id = await open();
    named('Provenance').click();
    flushSync();
    const labels = [...document.querySelectorAll('label')];
    const field = document.getElementById(labels.find((l) => l.textContent === 'Journaliste')?.htmlFor ?? '');
    (field as HTMLInputElement).value = 'Jeanne Petit';
    field?.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => {
      expect(desk.state.clippings.get(id)?.clipping.provenance.journalist).toBe('Jeanne Petit');
      expect(document.querySelector('.saved')?.textContent).toContain('Enregistré');
    });
  });

  it('hands over figure and text, everything saved before', async () => {
    const inserted = vi.fn();
    await open({ oninsert: inserted });
    named('Insérer').click();
    await until(() => expect(inserted).toHaveBeenCalledOnce());
    expect(inserted.mock.calls[0]?.[0]).toContain('](clip:');
  });

  it('has nothing to insert into where no draft is open', async () => {
    await open();
    expect(() => named('Insérer')).toThrow();
  });

  it('stays open where something could not be saved', async () => {
    const closed = vi.fn();
    await open({ onclose: closed });
    const { call } = desk.transport;
    desk.transport.call = (name, args) =>
      name === 'change_clipping'
        ? Promise.reject({ code: 'disk_full', message: 'Full.', params: {} })
        : call(name, args);
    named('Provenance').click();
    flushSync();
    const field = document.querySelector<HTMLInputElement>('form.source input');
    if (field) field.value = 'Autre titre';
    field?.dispatchEvent(new Event('input', { bubbles: true }));
    named('Fermer').click();
    await until(() =>
      expect(document.querySelector('.saved')?.textContent).toContain('Pas enregistré'),
    );
    expect(closed).not.toHaveBeenCalled();
    // Who closes again means it.
    named('Fermer').click();
    await until(() => expect(closed).toHaveBeenCalledOnce());
  });

  it('keeps the embargo while the year of another day is typed', async () => {
    const id = await open();
    named('Provenance').click();
    flushSync();
    const labels = [...document.querySelectorAll('label')];
    const label = labels.find((l) => l.textContent === 'Ne pas publier avant le');
    const field = document.getElementById(label?.htmlFor ?? '') as HTMLInputElement;
    const embargo = () => desk.state.clippings.get(id)?.clipping.embargo;
    const type = (day: string) => {
      field.value = day;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    type('2027-02-03');
    await until(() => expect(embargo()).toMatch(/^2027/));
    const before = embargo();
    const { call } = desk.transport;
    const sent = vi.fn();
    desk.transport.call = (name, args) => {
      if (name === 'change_clipping') sent();
      return call(name, args);
    };
    for (const day of ['0002-02-03', '0020-02-03', '0202-02-03']) type(day);
    await new Promise((done) => setTimeout(done, 700));
    expect(sent).not.toHaveBeenCalled();
    expect(embargo()).toBe(before);
    type('');
    await until(() => expect(embargo()).toBeNull());
  });

  it('sends no day before its year is typed, and none with a year too long', async () => {
    const id = await open();
    named('Provenance').click();
    flushSync();
    const sent = watched('change_clipping');
    for (const label of ['Date de parution', 'Accordée le']) {
      const input = field(label);
      expect(input.max).toBe('9999-12-31');
      // jsdom's own date field takes no half typed day.
      input.type = 'text';
      for (const day of ['0002-02-03', '0202-02-03', '12026-02-03']) type(input, day);
    }
    await new Promise((done) => setTimeout(done, 700));
    expect(sent).not.toHaveBeenCalled();
    type(field('Date de parution'), '2025-02-03');
    type(field('Accordée le'), '2025-02-04');
    const clipping = () => desk.state.clippings.get(id)?.clipping;
    await until(() => expect(clipping()?.provenance.date).toBe('2025-02-03'));
    await until(() => expect(clipping()?.rights).toMatchObject({ on: '2025-02-04' }));
  });

  it('can be looked at and left where nothing may be changed', async () => {
    const closed = vi.fn();
    giveTheMatRoom();
    await open({ readOnly: true, onclose: closed });
    await until(() => expect(document.querySelector('.saved')?.textContent).toContain('Lecture seule'));
    const sent = watched('change_clipping');
    expect(document.querySelector('.cm-content')?.getAttribute('aria-readonly')).toBe('true');
    named('Coins').click();
    await until(() => named('Tourner d’un quart vers la droite'));
    expect(named('Tourner d’un quart vers la droite').matches(':disabled')).toBe(true);
    named('Provenance').click();
    flushSync();
    expect(field('Journal').matches(':disabled')).toBe(true);
    type(field('Journal'), 'Le Matin');
    named('Fermer').click();
    await until(() => expect(closed).toHaveBeenCalledOnce());
    expect(sent).not.toHaveBeenCalled();
  });

  it('leaves the keys to a dialog that stands over it, and to what is composed', async () => {
    const closed = vi.fn();
    await open({ onclose: closed });
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.open = true;
    press('Escape');
    dialog.remove();
    press('Escape', { isComposing: true });
    await new Promise((done) => setTimeout(done, 20));
    expect(closed).not.toHaveBeenCalled();
    press('Escape');
    await until(() => expect(closed).toHaveBeenCalledOnce());
  });

  it('keeps what can be undone in the text while the provenance is looked at', async () => {
    await open();
    const text = document.querySelector('.cm-content');
    expect(text).not.toBeNull();
    named('Provenance').click();
    flushSync();
    named('Texte').click();
    flushSync();
    expect(document.querySelector('.cm-content')).toBe(text);
  });

  it('keeps showing the page while another one is looked for', async () => {
    const id = await open();
    await until(() => expect(document.querySelector('[role=listbox], .mat')).not.toBeNull());
    const view = desk.state.clippings.get(id);
    if (!view) throw new Error('it is there');
    const { found } = view.clipping;
    Object.assign(view, { corrected_url: null, corrected_width_px: 0, corrected_height_px: 0, step: 'reading' });
    view.clipping.found = null;
    const asked = watched('clipping');
    desk.state.emit({ kind: 'clipping_changed', clipping: id, step: 'reading' });
    await until(() => expect(asked).toHaveBeenCalled());
    await until(() => named('Annuler la lecture'));
    await new Promise((done) => setTimeout(done, 20));
    flushSync();
    expect(found).not.toBeNull();
    expect(document.querySelector('.mat')).not.toBeNull();
    expect(document.body.textContent).not.toContain('La page corrigée apparaîtra ici');
  });

  it('never takes an answer that an own change has overtaken', async () => {
    const id = await open();
    named('Provenance').click();
    flushSync();
    const { call } = desk.transport;
    // What is asked for before the change arrives after it.
    let late: () => void = () => undefined;
    let held = false;
    desk.transport.call = async (name, args) => {
      const answer = await call(name, args);
      if (name !== 'clipping' || held) return answer;
      held = true;
      await new Promise<void>((done) => (late = done));
      return answer;
    };
    desk.state.emit({ kind: 'clipping_changed', clipping: id, step: 'ready' });
    await until(() => expect(held).toBe(true));
    type(field('Journal'), 'Le Matin');
    const saved = () => desk.state.clippings.get(id)?.clipping.provenance.newspaper;
    await until(() => expect(saved()).toBe('Le Matin'));
    await until(() => expect(document.querySelector('.saved')?.textContent).toContain('Enregistré'));
    late();
    await new Promise((done) => setTimeout(done, 50));
    flushSync();
    expect(field('Journal').value).toBe('Le Matin');
  });

  it('says how many words are doubtful', async () => {
    await open();
    await until(() => expect(document.querySelector('.count')?.textContent).toBe('6 mots douteux'));
  });

  it('walks the doubtful words, and keeps that one was found right', async () => {
    const id = await open();
    const count = () => document.querySelector('.count')?.textContent?.trim();
    await until(() => expect(count()).toBe('6 mots douteux'));
    press('F8');
    await until(() => expect(count()).toBe('Mot douteux 1 sur 6'));
    press('F8', { shiftKey: true });
    await until(() => expect(count()).toBe('Mot douteux 6 sur 6'));
    press('Enter', { ctrlKey: true });
    // On to the next one, and round to the first.
    await until(() => expect(count()).toBe('Mot douteux 1 sur 5'));
    const sure = () =>
      desk.state.clippings
        .get(id)
        ?.clipping.reading?.lines.flatMap((line) => line.words)
        .find(({ text }) => text === 'graduée')?.confidence;
    await until(() => expect(sure()).toBe(1));
  });

  it('has a word that was found right in doubt again, as it was, when that is taken back', async () => {
    const id = await open();
    const count = () => document.querySelector('.count')?.textContent?.trim();
    await until(() => expect(count()).toBe('6 mots douteux'));
    const press = (key: string, more: KeyboardEventInit = {}, target: EventTarget = window) =>
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    const confidence = () =>
      desk.state.clippings
        .get(id)
        ?.clipping.reading?.lines.flatMap((line) => line.words)
        .find(({ text }) => text === 'graduée')?.confidence;
    const before = confidence();
    press('F8', { shiftKey: true });
    await until(() => expect(count()).toBe('Mot douteux 6 sur 6'));
    press('Enter', { ctrlKey: true });
    await until(() => expect(confidence()).toBe(1));
    // Where the author types, too: nothing was typed since.
    const typed = document.querySelector<HTMLElement>('.cm-content, textarea') ?? document.body;
    press('z', { ctrlKey: true }, typed);
    await until(() => expect(confidence()).toBe(before));
    await until(() => expect(count()).toMatch(/6$|^6 /));
    named('Rétablir le réglage').click();
    await until(() => expect(confidence()).toBe(1));
  });

  it('finds the chosen word again by its place where another reading came', async () => {
    const id = await open();
    const count = () => document.querySelector('.count')?.textContent?.trim();
    await until(() => expect(count()).toBe('6 mots douteux'));
    press('F8');
    await until(() => expect(count()).toBe('Mot douteux 1 sur 6'));
    const reading = desk.state.clippings.get(id)?.clipping.reading;
    const [first] = reading?.lines ?? [];
    if (!reading || !first) throw new Error('it is read');
    // Another reading finds two words more, above all others.
    const area = { x: 0, y: 0, width: 10, height: 10 };
    const words = ['Page', 'huit'].map((text) => ({ text, area, confidence: 1 }));
    reading.lines.unshift({ ...first, area, words });
    desk.state.emit({ kind: 'clipping_changed', clipping: id, step: 'ready' });
    await new Promise((done) => setTimeout(done, 50));
    flushSync();
    expect(count()).toBe('Mot douteux 1 sur 6');
  });

  it('leaves the page where the author looks at it when the desk answers', async () => {
    giveTheMatRoom();
    const id = await open();
    await until(() => expect(document.querySelector('.count')?.textContent).toBe('6 mots douteux'));
    press('F8');
    const mat = document.querySelector<HTMLElement>('.mat');
    const place = () => document.querySelector<HTMLElement>('.mat .sheet')?.style.transform;
    const go = async (key: string, times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) {
        mat?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await new Promise(requestAnimationFrame);
        flushSync();
      }
    };
    await go('+', 4);
    const close = place();
    await go('ArrowDown', 12);
    await go('ArrowRight', 12);
    const away = place();
    expect(away).not.toBe(close);
    const asked = watched('clipping');
    desk.state.emit({ kind: 'clipping_changed', clipping: id, step: 'ready' });
    await until(() => expect(asked).toHaveBeenCalled());
    await new Promise((done) => setTimeout(done, 60));
    flushSync();
    expect(place()).toBe(away);
  });

  it('has the keys go on in the text once the last doubt is settled', async () => {
    const id = await open();
    const words = desk.state.clippings.get(id)?.clipping.reading?.lines.flatMap((line) => line.words) ?? [];
    const last = words.findLast(({ confidence }) => confidence < 0.9);
    for (const word of words) if (word !== last) word.confidence = 1;
    desk.state.emit({ kind: 'clipping_changed', clipping: id, step: 'ready' });
    await until(() => expect(document.querySelector('.count')?.textContent).toBe('1 mot douteux'));
    press('F8');
    await until(() => named('C’est juste'));
    named('C’est juste').focus();
    named('C’est juste').click();
    await until(() => expect(document.activeElement?.classList).toContain('cm-content'));
  });

  it('keeps the focus on what takes back and makes again, to the end', async () => {
    await open();
    named('Coins').click();
    await until(() => named('Tourner d’un quart vers la droite'));
    named('Tourner d’un quart vers la droite').click();
    flushSync();
    const back = named('Annuler le dernier réglage');
    expect(back.getAttribute('aria-disabled')).toBe('false');
    back.focus();
    back.click();
    flushSync();
    expect(back.getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement).toBe(back);
    expect(back.matches(':disabled')).toBe(false);
  });

  it('stays with the parts that are looked at when a reading finds articles', async () => {
    giveTheMatRoom();
    const id = await open();
    named('Zones').click();
    await until(() => expect(named('Zones à lire').getAttribute('aria-pressed')).toBe('true'));
    const reading = desk.state.clippings.get(id)?.clipping.reading;
    const [article] = reading?.articles ?? [];
    if (article) reading?.articles.push({ ...article, title: 'Un autre' });
    desk.state.emit({ kind: 'clipping_changed', clipping: id, step: 'ready' });
    await until(() => named('Articles'));
    expect(named('Zones à lire').getAttribute('aria-pressed')).toBe('true');
  });

  it('takes a correction of the picture back, and makes it again', async () => {
    const id = await open();
    const turn = () => desk.state.clippings.get(id)?.clipping.recipe.turn;
    named('Coins').click();
    await until(() => named('Tourner d’un quart vers la droite'));
    named('Tourner d’un quart vers la droite').click();
    await until(() => expect(turn()).toBe('right'));
    press('z', { ctrlKey: true });
    await until(() => expect(turn()).toBeNull());
    press('z', { ctrlKey: true, shiftKey: true });
    await until(() => expect(turn()).toBe('right'));
  });

  it('has parts to read added, put in order and joined by keys alone', async () => {
    giveTheMatRoom();
    const id = await open();
    const regions = () => desk.state.clippings.get(id)?.clipping.recipe.regions ?? [];
    named('Zones').click();
    await until(() => named('Partir des colonnes trouvées'));
    named('Partir des colonnes trouvées').click();
    await until(() => expect(regions()).toHaveLength(3));
    const [headline, left, right] = regions();
    await until(() => named('Zone 3 sur 3'));
    const press = (name: string, key: string, more: KeyboardEventInit = {}) => {
      named(name).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
      );
      flushSync();
    };
    press('Zone 1 sur 3', 'ArrowDown', { altKey: true });
    await until(() => expect(regions()).toEqual([left, headline, right]));
    press('Zone 2 sur 3', 'Delete');
    await until(() => expect(regions()).toEqual([left, right]));
    named('Réunir').click();
    await until(() => expect(regions()).toHaveLength(1));
    press('Zone 1 sur 1', 'ArrowRight', { shiftKey: true });
    await until(() => expect(regions()[0]?.x).toBeGreaterThan(left?.x ?? 1));
  });
});

describe('a page of several articles', () => {
  it('is cut down to the one that is pressed, and comes back whole', async () => {
    giveTheMatRoom();
    desk = fakeDesk(new URLSearchParams('page'));
    setTransport(desk.transport);
    stop();
    stop = await startEvents();
    const chosen = vi.fn();
    const { call } = desk.transport;
    desk.transport.call = (name, args) => {
      if (name === 'choose_article') chosen(args['article']);
      return call(name, args);
    };
    await open();
    named('Zones').click();
    await until(() => named('Garder l’article « Les élèves mesurent à midi »'));
    named('Garder l’article « Les élèves mesurent à midi »').click();
    await until(() => named('Reprendre toute la page'));
    named('Reprendre toute la page').click();
    await until(() => named('Garder l’article « La rivière n’attend pas »'));
    expect(chosen.mock.calls).toEqual([[1], [null]]);
  });

  it('is one step to take back and to make again, whatever was set before', async () => {
    giveTheMatRoom();
    desk = fakeDesk(new URLSearchParams('page'));
    setTransport(desk.transport);
    stop();
    stop = await startEvents();
    const id = await open();
    const clipping = () => desk.state.clippings.get(id)?.clipping;
    const article = () => clipping()?.reading?.page?.article ?? null;
    named('Coins').click();
    await until(() => named('Toute l’image'));
    named('Toute l’image').click();
    await until(() => expect(clipping()?.recipe.quad).not.toBeNull());
    await until(() => expect(document.querySelector('.saved')?.textContent).toContain('Enregistré'));
    named('Zones').click();
    await until(() => named('Garder l’article « Les élèves mesurent à midi »'));
    named('Garder l’article « Les élèves mesurent à midi »').click();
    await until(() => named('Reprendre toute la page'));
    expect([article(), clipping()?.recipe.crop === null]).toEqual([1, false]);
    press('z', { ctrlKey: true });
    await until(() => expect(article()).toBeNull());
    await until(() => named('Garder l’article « Les élèves mesurent à midi »'));
    expect(clipping()?.recipe.crop).toBeNull();
    press('z', { ctrlKey: true, shiftKey: true });
    await until(() => expect(article()).toBe(1));
  });

  it('has its photographs masked by one press each, and shown again', async () => {
    giveTheMatRoom();
    desk = fakeDesk(new URLSearchParams('page'));
    setTransport(desk.transport);
    stop();
    stop = await startEvents();
    const id = await open();
    const masks = () => desk.state.clippings.get(id)?.clipping.recipe.masks ?? [];
    named('Zones').click();
    await until(() => named('Caches'));
    named('Caches').click();
    await until(() => named('Cacher la photo 1'));
    named('Cacher la photo 1').click();
    await until(() => expect(masks()).toHaveLength(1));
    named('Cache 1 sur 1').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Delete', bubbles: true, cancelable: true }),
    );
    await until(() => expect(masks()).toHaveLength(0));
  });
});
