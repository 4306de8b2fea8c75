import { mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import type { RightsNote } from '../backend/types';
import RightsLine from './RightsLine.svelte';

let shown: Record<string, unknown> | undefined;

function open(notes: readonly RightsNote[]) {
  const onclipping = vi.fn();
  shown = mount(RightsLine, { target: document.body, props: { notes, onclipping } });
  return onclipping;
}

const note = (clipping: string, doubt: RightsNote['doubt']): RightsNote => ({
  clipping,
  named: `L’Écho du Val, ${clipping}`,
  doubt,
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
});

it('says nothing where nothing is in doubt', () => {
  open([]);
  expect(document.body.textContent.trim()).toBe('');
});

it('is one line however many there are, of the gravest doubt, and leads to its clipping', () => {
  const opened = open([note('a', 'citation_with_scan'), note('b', 'to_check'), note('c', 'to_check')]);
  expect(document.querySelectorAll('.rights')).toHaveLength(1);
  expect(document.querySelector('.rights')?.textContent).toContain('L’Écho du Val, b');
  expect(document.querySelector('button')?.textContent).toBe('Voir les droits');
  document.querySelector('button')?.click();
  expect(opened).toHaveBeenCalledExactlyOnceWith('b');
});

it('says of a scan that should not be there where it is', () => {
  const opened = open([note('a', 'citation_with_scan')]);
  expect(document.querySelector('button')?.textContent).toBe('Ouvrir la coupure');
  document.querySelector('button')?.click();
  expect(opened).toHaveBeenCalledExactlyOnceWith('a');
});
