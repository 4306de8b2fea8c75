import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { dismiss, say, toasts } from '../toasts.svelte';
import Dialog from './Dialog.svelte';

const onclose = vi.fn();
let shown: Record<string, unknown> | undefined;

function open(props: { veilCloses?: boolean } = {}): HTMLDialogElement {
  const children = createRawSnippet(() => ({ render: () => '<input class="field" />' }));
  shown = mount(Dialog, { target: document.body, props: { title: 'Titre', onclose, children, ...props } });
  flushSync();
  return document.querySelector('dialog') as HTMLDialogElement;
}

const down = (on: Element | null) => on?.dispatchEvent(new Event('pointerdown', { bubbles: true }));
const click = (on: Element | null) => on?.dispatchEvent(new MouseEvent('click', { bubbles: true }));

beforeEach(() => {
  onclose.mockClear();
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  for (const { id } of toasts()) dismiss(id);
});

describe('a dialog', () => {
  it('closes on a press of its veil', () => {
    const dialog = open();
    down(dialog);
    click(dialog);
    expect(onclose).toHaveBeenCalledOnce();
  });

  it('stays when a selection is dragged out of a field: the press began inside', () => {
    const dialog = open();
    down(document.querySelector('.field'));
    click(dialog);
    expect(onclose).not.toHaveBeenCalled();
  });

  it('stays on a press of its veil while something in it is half filled', () => {
    const dialog = open({ veilCloses: false });
    down(dialog);
    click(dialog);
    expect(onclose).not.toHaveBeenCalled();
  });

  it('shows what is said while it is open', () => {
    const dialog = open();
    say('Voilà.');
    flushSync();
    expect(dialog.textContent).toContain('Voilà.');
  });
});
