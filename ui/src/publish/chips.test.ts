import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { asSlug, withTyped } from './chips';
import Chips from './Chips.svelte';

it('names are parted at commas, trimmed, and none comes twice', () => {
  expect(withTyped(['Eau'], ' moulins ,eau,, la  Sorge')).toEqual(['Eau', 'moulins', 'la Sorge']);
  expect(withTyped(['Eau'], '  ')).toEqual(['Eau']);
});

it('an address is plain letters, digits and hyphens', () => {
  expect(asSlug('  L’été au cœur de Besançon !')).toBe('l-ete-au-coeur-de-besancon');
  expect(asSlug('2026 : bilan')).toBe('2026-bilan');
  expect(asSlug('déjà-vu')).toBe('deja-vu');
  expect(asSlug(' ?! ')).toBe('');
});

let shown: Record<string, unknown> | undefined;

function typed(text: string): { field: HTMLInputElement; onnames: ReturnType<typeof vi.fn> } {
  const onnames = vi.fn();
  shown = mount(Chips, { target: document.body, props: { label: 'Étiquettes', names: ['presse'], onnames } });
  const field = document.querySelector('input') as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  return { field, onnames };
}

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

it('Escape takes what is typed, and goes on to close what the field is in', () => {
  const { field, onnames } = typed('crues');
  const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  field.dispatchEvent(escape);
  expect(onnames).toHaveBeenCalledExactlyOnceWith(['presse', 'crues']);
  expect(escape.defaultPrevented).toBe(false);
});

it('what is typed is taken when the field goes', async () => {
  const { onnames } = typed('crues');
  if (shown) await unmount(shown);
  shown = undefined;
  expect(onnames).toHaveBeenCalledExactlyOnceWith(['presse', 'crues']);
});

it('a field that goes with nothing typed says nothing', async () => {
  const { onnames } = typed('');
  if (shown) await unmount(shown);
  shown = undefined;
  expect(onnames).not.toHaveBeenCalled();
});
