// The clippings that wait or are being read in the background: which, what is done, how far.

import { library } from '../backend/commands';
import type { ClippingId, ClippingStep } from '../backend/types';
import { on } from '../shared/events';

export interface Queued {
  id: ClippingId;
  title: string;
  step: ClippingStep;
  /** What is being done, and how far it is (0 to 1). */
  stage: string | undefined;
  done: number;
}

/** As many as are looked for in the library. */
const LOOKED_AT = 200;
const SOON_MS = 500;

let queue = $state.raw<readonly Queued[]>([]);
let listeners = 0;
let stops: (() => void)[] = [];

/** Those under way first, then those that wait. */
export function clippingQueue(): readonly Queued[] {
  return queue;
}

/** Listens as long as anybody shows it. */
export function startQueue(): () => void {
  listeners += 1;
  if (listeners === 1) listen();
  return () => {
    listeners -= 1;
    if (listeners > 0) return;
    for (const stop of stops) stop();
    queue = [];
  };
}

function listen(): void {
  stops = [
    on('clipping_changed', ({ clipping, step }) => {
      if (step !== 'waiting' && step !== 'reading') {
        queue = queue.filter(({ id }) => id !== clipping);
      } else if (queue.some(({ id }) => id === clipping)) {
        put(clipping, { step, stage: undefined, done: 0 });
      } else {
        void load();
      }
    }),
    on('clipping_progress', ({ clipping, stage, done }) => put(clipping, { step: 'reading', stage, done })),
    on('library_changed', loadSoon),
  ];
  void load();
}

function put(id: ClippingId, part: Partial<Queued>): void {
  const changed = queue.map((one) => (one.id === id ? { ...one, ...part } : one));
  queue = inOrder(changed);
}

function inOrder(all: readonly Queued[]): Queued[] {
  const reading = (one: Queued) => (one.step === 'reading' ? 0 : 1);
  return [...all].sort((a, b) => reading(a) - reading(b));
}

let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * The library changes at each pause in typing. Where nothing is read none of that is the queue's:
 * a reading that begins says so itself.
 */
function loadSoon(): void {
  if (queue.length === 0) return;
  clearTimeout(timer);
  timer = setTimeout(() => listeners > 0 && void load(), SOON_MS);
}

let loading = false;
let again = false;

/** One look at a time; what changed meanwhile asks for another. */
async function load(): Promise<void> {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  try {
    const { entries } = await library({ shelf: 'clippings', words: '', offset: 0, limit: LOOKED_AT });
    const known = new Map(queue.map((one) => [one.id, one]));
    queue = inOrder(
      entries.flatMap((entry): Queued[] => {
        if (entry.kind !== 'clipping') return [];
        const { id, title, state } = entry;
        if (state !== 'waiting' && state !== 'reading') return [];
        const before = known.get(id);
        const same = before?.step === state ? before : undefined;
        return [{ id, title, step: state, stage: same?.stage, done: same?.done ?? 0 }];
      }),
    );
  } catch {
    // What is read in the background is a help to know; the library says it too.
  }
  loading = false;
  if (again && listeners > 0) {
    again = false;
    void load();
  }
}
