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
});
