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

async function open(props: { oninsert?: (markdown: string) => void; onclose?: () => void } = {}) {
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

  it('says how many words are doubtful', async () => {
    await open();
    await until(() => expect(document.querySelector('.count')?.textContent).toBe('6 mots douteux'));
  });

  it('walks the doubtful words, and keeps that one was found right', async () => {
    const id = await open();
    const count = () => document.querySelector('.count')?.textContent?.trim();
    await until(() => expect(count()).toBe('6 mots douteux'));
    const press = (key: string, more: KeyboardEventInit = {}) =>
      window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...more }));
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

  it('takes a correction of the picture back, and makes it again', async () => {
    const id = await open();
    const turn = () => desk.state.clippings.get(id)?.clipping.recipe.turn;
    const press = (key: string, shiftKey = false) =>
      window.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, shiftKey, cancelable: true }));
    named('Coins').click();
    await until(() => named('Tourner d’un quart vers la droite'));
    named('Tourner d’un quart vers la droite').click();
    await until(() => expect(turn()).toBe('right'));
    press('z');
    await until(() => expect(turn()).toBeNull());
    press('z', true);
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
