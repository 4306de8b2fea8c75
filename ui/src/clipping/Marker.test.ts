import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import { until } from '../shared/until';
import Workbench from './Workbench.svelte';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;

interface Opened {
  oninsert?: (markdown: string) => void;
  onclose?: () => void;
  place?: { words: { first: number; last: number } | null; text: string };
}

async function open(props: Opened = {}): Promise<HTMLElement> {
  const clipping = [...desk.state.clippings.keys()][0] ?? '';
  shown = mount(Workbench, { target: document.body, props: { clipping, onclose: () => undefined, ...props } });
  const words = () => document.querySelector<HTMLElement>('[role=listbox]');
  await until(() => expect(words()).not.toBeNull());
  return words() ?? document.body;
}

function button(name: string): HTMLButtonElement | undefined {
  return [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
}

function press(element: Element, key: string, more: KeyboardEventInit = {}): void {
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
}

const status = () => document.querySelector('.marker [role=status]')?.textContent ?? '';

beforeEach(async () => {
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  });
  for (const side of ['clientWidth', 'clientHeight'] as const) {
    vi.spyOn(HTMLElement.prototype, side, 'get').mockImplementation(function (this: HTMLElement) {
      return this.classList.contains('mat') ? 800 : 0;
    });
  }
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

it('marks from word to word by keyboard, and quotes what is marked with its source', async () => {
  const [oninsert, onclose] = [vi.fn(), vi.fn()];
  const words = await open({ oninsert, onclose });
  for (let at = 0; at < 7; at += 1) press(words, 'ArrowRight');
  for (let at = 0; at < 3; at += 1) press(words, 'ArrowRight', { shiftKey: true });
  expect(status()).toContain('4 mots');
  // Back over where it began.
  for (let at = 0; at < 4; at += 1) press(words, 'ArrowLeft', { shiftKey: true });
  expect(status()).toContain('2 mots');
  expect(document.querySelectorAll('[role=option][aria-selected=true]')).toHaveLength(2);
  expect(document.querySelector('.cm-passage')).not.toBeNull();
  button('Citer ce passage')?.click();
  await until(() => expect(oninsert).toHaveBeenCalledOnce());
  const markdown = String(oninsert.mock.calls[0]?.[0]);
  expect(markdown).toMatch(/^> \S+ \S+\n>\n> — \[«.*»\]\(clip:[0-9a-f-]{36}#w5-6\)/);
  expect(onclose).toHaveBeenCalledOnce();
});

it('marks with the pen, and Escape takes one thing back at a time', async () => {
  const onclose = vi.fn();
  const words = await open({ onclose });
  press(words, 'm', { ctrlKey: true, shiftKey: true });
  expect(button('Surligneur')?.getAttribute('aria-pressed')).toBe('true');
  const mat = document.querySelector('.mat');
  const sheet = document.querySelector('.sheet');
  if (!mat || !sheet) throw new Error('no mat');
  vi.spyOn(sheet, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 100, 100));
  mat.setPointerCapture = () => undefined;
  const [first] = desk.state.clippings.values();
  const reading = first?.clipping.reading;
  const line = reading?.lines[3];
  if (!reading || !line) throw new Error('nothing was read');
  const y = ((line.area.y + line.area.height / 2) / reading.height_px) * 100;
  const at = (x: number) => ({ clientX: (x / reading.width_px) * 100, clientY: y, button: 0, bubbles: true });
  // jsdom has no pointer events.
  const send = (target: Element, kind: string, x: number) =>
    target.dispatchEvent(Object.assign(new MouseEvent(kind, { ...at(x), cancelable: true }), { pointerId: 1 }));
  send(words, 'pointerdown', line.area.x + 4);
  send(mat, 'pointermove', line.area.x + line.area.width - 4);
  send(mat, 'pointerup', 0);
  flushSync();
  expect(status()).toContain(`${line.words.length} mots`);
  press(words, 'Escape');
  expect(status()).not.toContain('mots »');
  expect(button('Copier la citation')).toBeUndefined();
  press(words, 'Escape');
  expect(button('Surligneur')?.getAttribute('aria-pressed')).toBe('false');
  expect(onclose).not.toHaveBeenCalled();
  press(words, 'Escape');
  await until(() => expect(onclose).toHaveBeenCalledOnce());
});

it('opens on the words of a quotation', async () => {
  await open({ place: { words: { first: 8, last: 12 }, text: '' } });
  await until(() => expect(status()).toContain('5 mots'));
  expect(document.querySelector('.band')?.getAttribute('d')).not.toBe('');
});

it('says where the passage is not there any more, and opens all the same', async () => {
  await open({ place: { words: null, text: 'Rien de tout cela ne fut jamais imprimé.' } });
  expect(status()).toBe('');
});
