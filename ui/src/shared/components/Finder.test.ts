import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import Finder from './Finder.svelte';

let finder: Record<string, unknown> | undefined;
const onchoose = vi.fn();

function show(found: string[] | undefined): HTMLInputElement {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  Element.prototype.scrollIntoView ??= () => undefined;
  onchoose.mockClear();
  finder = mount(Finder<string>, {
    target: document.body,
    props: {
      title: 'Fleurs',
      label: 'Chercher une fleur',
      sought: '',
      found,
      key: (one: string) => one,
      shown: (one: string) => ({ words: one, beside: one === 'iris' ? 'bleu' : undefined }),
      nothing: 'Aucune fleur.',
      onchoose,
      onclose: () => undefined,
    },
  });
  flushSync();
  const field = document.querySelector<HTMLInputElement>('[role=combobox]');
  if (!field) throw new Error('no field');
  return field;
}

/** The line that the field says is marked. */
function marked(field: HTMLInputElement): string | undefined {
  const line = document.getElementById(field.getAttribute('aria-activedescendant') ?? '');
  return line?.getAttribute('aria-selected') === 'true' ? line.textContent.trim() : undefined;
}

function press(field: HTMLInputElement, key: string): void {
  field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
}

afterEach(async () => {
  if (finder) await unmount(finder);
  finder = undefined;
});

it('goes through the lines by the arrows, round at both ends, and chooses by Enter', () => {
  const field = show(['anémone', 'iris', 'pavot']);
  expect(marked(field)).toBe('anémone');
  press(field, 'ArrowUp');
  expect(marked(field)).toBe('pavot');
  press(field, 'ArrowDown');
  press(field, 'ArrowDown');
  expect(marked(field)).toBe('iris bleu');
  press(field, 'Enter');
  expect(onchoose).toHaveBeenCalledExactlyOnceWith('iris');
});

it('begins at the first line again when something else is typed', () => {
  const field = show(['anémone', 'iris']);
  press(field, 'ArrowDown');
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  expect(marked(field)).toBe('anémone');
});

it('a line is chosen by a click', () => {
  show(['anémone', 'iris']);
  document.querySelectorAll<HTMLElement>('[role=option]')[1]?.click();
  expect(onchoose).toHaveBeenCalledExactlyOnceWith('iris');
});

it('says that nothing was found, but not before that is known', () => {
  const field = show([]);
  expect(document.querySelector('[role=status]')?.textContent).toBe('Aucune fleur.');
  expect(document.querySelector<HTMLElement>('[role=listbox]')?.hidden).toBe(true);
  press(field, 'Enter');
  press(field, 'ArrowDown');
  expect(onchoose).not.toHaveBeenCalled();
});

it('is quiet while it is not known what there is', () => {
  show(undefined);
  expect(document.querySelector('[role=status]')).toBeNull();
});
