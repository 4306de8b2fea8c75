// Short messages at the foot of the window. Problems stay until they are put away, but for those of
// one press.

import { asProblem } from '../backend/call';
import { problemSentence, problemWhenAsked } from './problems';

export interface Toast {
  id: number;
  tone: 'plain' | 'problem';
  text: string;
  action?: { label: string; run: () => void };
}

const PLAIN_MS = 6_000;
/** It says what to do, so it is read more slowly. */
const PRESS_MS = 12_000;

/** Problems that go with what was pressed. */
const ofPress = new Set<number>();

let last = 0;
let shown = $state<Toast[]>([]);

export function toasts(): readonly Toast[] {
  return shown;
}

export function dismiss(id: number): void {
  shown = shown.filter((toast) => toast.id !== id);
}

export function say(text: string, action?: Toast['action']): number {
  const id = add({ tone: 'plain', text, ...(action ? { action } : {}) });
  setTimeout(() => dismiss(id), PLAIN_MS);
  return id;
}

/**
 * Shows what went wrong, once: the same sentence is not piled up. `how`: in the words for what the
 * author asked for, or for one press, of which it goes by itself.
 */
export function sayProblem(
  reason: unknown,
  how?: 'asked' | 'press',
  action?: Toast['action'],
): number | undefined {
  const problem = asProblem(reason);
  const text = how === 'asked' ? problemWhenAsked(problem) : problemSentence(problem);
  if (shown.some((toast) => toast.text === text)) return undefined;
  const id = add({ tone: 'problem', text, ...(action ? { action } : {}) });
  if (how !== 'press') return id;
  ofPress.add(id);
  setTimeout(() => dismiss(id), PRESS_MS);
  return id;
}

/** What was pressed is no longer there: neither is what is said of it. */
export function dismissPresses(): void {
  for (const id of ofPress) dismiss(id);
  ofPress.clear();
}

/** Runs what may fail, and shows the problem if it does. `undefined` then. */
export async function orSay<T>(work: Promise<T>, how?: 'asked' | 'press'): Promise<T | undefined> {
  try {
    return await work;
  } catch (reason) {
    sayProblem(reason, how);
    return undefined;
  }
}

function add(toast: Omit<Toast, 'id'>): number {
  last += 1;
  shown = [...shown, { ...toast, id: last }];
  return last;
}
