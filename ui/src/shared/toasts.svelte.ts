// Short messages at the foot of the window. Problems stay until they are put away.

import { asProblem } from '../backend/call';
import { problemSentence } from './problems';

export interface Toast {
  id: number;
  tone: 'plain' | 'problem';
  text: string;
  action?: { label: string; run: () => void };
}

const PLAIN_MS = 6_000;

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

/** Shows what went wrong, once: the same sentence is not piled up. */
export function sayProblem(reason: unknown): void {
  const text = problemSentence(asProblem(reason));
  if (!shown.some((toast) => toast.text === text)) add({ tone: 'problem', text });
}

/** Runs what may fail, and shows the problem if it does. `undefined` then. */
export async function orSay<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (reason) {
    sayProblem(reason);
    return undefined;
  }
}

function add(toast: Omit<Toast, 'id'>): number {
  last += 1;
  shown = [...shown, { ...toast, id: last }];
  return last;
}
