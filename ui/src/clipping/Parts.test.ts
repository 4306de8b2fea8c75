import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { clipping as load } from '../backend/commands';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { sampleClipping } from '../backend/fake/clippings';
import { until } from '../shared/until';
import Parts from './Parts.svelte';

let desk: FakeDesk;
let shown: Record<string, unknown> | undefined;
const onchanged = vi.fn(() => Promise.resolve());
const onlook = vi.fn();

/** The list as the workbench shows it after each change: loaded anew. */
async function open(id: string): Promise<void> {
  if (shown) await unmount(shown);
  const props = { view: await load(id), flush: () => Promise.resolve(true), onlook, onchanged };
  shown = mount(Parts, { target: document.body, props });
}

function button(name: string): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name);
  if (!found) throw new Error(`nothing is named ${name}`);
  return found;
}

beforeEach(() => {
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  onchanged.mockClear();
  onlook.mockClear();
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

it('adds a picture to an article, moves it and takes it out, by buttons that say so', async () => {
  const first = [...desk.state.clippings.keys()][0] ?? '';
  desk.state.clippings.set('second', sampleClipping('second', true));
  const parts = (id: string) => desk.state.clippings.get(id)?.parts.map((part) => part.id);
  await open(first);
  button('Ajouter une image').click();
  await until(() => expect(document.querySelectorAll('option')).toHaveLength(2));
  const list = document.querySelector('select') as HTMLSelectElement;
  list.value = 'second';
  list.dispatchEvent(new Event('change', { bubbles: true }));
  // An arrow key in the list is no decision.
  await new Promise((done) => setTimeout(done, 20));
  expect(parts(first)).toEqual([]);
  await until(() => expect(button('Ajouter à l’article').disabled).toBe(false));
  button('Ajouter à l’article').click();
  await until(() => expect(onchanged).toHaveBeenCalledTimes(1));
  expect(parts(first)).toEqual([first, 'second']);

  await open(first);
  expect(button('Avancer l’image 1').disabled && button('Reculer l’image 2').disabled).toBe(true);
  button('Avancer l’image 2').click();
  await until(() => expect(parts(first)).toEqual(['second', first]));

  await open(first);
  button('Détacher l’image 1').click();
  await until(() => expect(parts('second')).toEqual([]));
  expect(parts(first)).toEqual([]);
});

it('leads to the other pictures of the article, and gives a list up that was asked for', async () => {
  const first = [...desk.state.clippings.keys()][0] ?? '';
  const other = sampleClipping('second', true);
  other.clipping.name = 'suite.jpg';
  desk.state.clippings.set('second', other);
  await desk.transport.call('join_clippings', { clippings: [first, 'second'] });
  await open(first);
  button('suite.jpg').click();
  expect(onlook).toHaveBeenCalledExactlyOnceWith('second');
  button('Ajouter une image').click();
  await until(() => expect(document.activeElement?.tagName).toBe('SELECT'));
  button('Renoncer').click();
  await until(() => expect(document.activeElement).toBe(button('Ajouter une image')));
  expect(document.querySelector('select')).toBeNull();
});
