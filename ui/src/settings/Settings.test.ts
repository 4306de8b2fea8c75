import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk } from '../backend/fake';
import Settings from './Settings.svelte';

let shown: Record<string, unknown> | undefined;

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

it('a press beside the settings closes them, but not while a blog is being added', async () => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  const desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  const onclose = vi.fn();
  shown = mount(Settings, {
    target: document.body,
    props: { settings: desk.state.settings, onsettings: () => undefined, onclose },
  });
  const press = (): void => {
    const dialog = document.querySelector('dialog');
    dialog?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    dialog?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    flushSync();
  };
  const click = (words: string): void => {
    const all = [...document.querySelectorAll('button')];
    all.find((one) => one.textContent.trim() === words)?.click();
    flushSync();
  };
  flushSync();
  click('Ajouter un WordPress');
  press();
  expect(onclose).not.toHaveBeenCalled();
  click('Renoncer');
  await vi.waitFor(() => {
    press();
    expect(onclose).toHaveBeenCalled();
  });
});
