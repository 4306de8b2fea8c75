// For tests alone: waiting for what a component shows.

import { flushSync } from 'svelte';
import { vi } from 'vitest';

/** Waits until it holds; a busy machine may take its time. */
export function until(holds: () => void): Promise<void> {
  return vi.waitFor(
    () => {
      flushSync();
      holds();
    },
    { timeout: 15_000 },
  );
}
