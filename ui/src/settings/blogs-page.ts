// For tests alone: the page of the blogs over the fake desk, and an author's hands on it.

import { flushSync, mount, unmount } from 'svelte';
import { vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import { until } from '../shared/until';
import Blogs from './Blogs.svelte';

export const onblogs = vi.fn();

let shown: Record<string, unknown> | undefined;
let stop: (() => void) | undefined;

/** `options`: of the fake desk. */
export async function show(options = ''): Promise<FakeDesk> {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  const desk = fakeDesk(new URLSearchParams(options));
  setTransport(desk.transport);
  stop = await startEvents();
  onblogs.mockClear();
  shown = mount(Blogs, {
    target: document.body,
    props: { settings: desk.state.settings, onsettings: () => undefined, onblogs },
  });
  await until(() => button('Retirer laurent.example'));
  return desk;
}

export async function putAway(): Promise<void> {
  stop?.();
  if (shown) await unmount(shown);
  stop = shown = undefined;
}

export function button(words: string): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === words);
  if (!found) throw new Error(`no button ${words}`);
  return found;
}

export function open(words: string): void {
  button(words).click();
  flushSync();
}

export function type(label: string, text: string): void {
  const named = [...document.querySelectorAll('label')].find((one) => one.textContent === label);
  const field = document.getElementById(named?.htmlFor ?? '') as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** All that the page says. */
export function said(): string {
  return document.body.textContent;
}

/** What a command is called with. */
export function calls(desk: FakeDesk, command: string): ReturnType<typeof vi.fn> {
  const { call } = desk.transport;
  const seen = vi.fn();
  desk.transport.call = (name, args) => {
    if (name === command) seen(args);
    return call(name, args);
  };
  return seen;
}
