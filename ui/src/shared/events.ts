// What happened at the desk, to whoever in the window listens for it.

import { listen } from '../backend/call';
import type { Event } from '../backend/types';

export type EventKind = Event['kind'];
export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;

const handlers = new Map<EventKind, Set<(event: Event) => void>>();

/** Starts the one subscription that feeds every listener of the window. */
export function startEvents(): Promise<() => void> {
  return listen((event) => {
    for (const handler of handlers.get(event.kind) ?? []) handler(event);
  });
}

/** Listens for one kind of event; call the result to stop. */
export function on<K extends EventKind>(kind: K, handler: (event: EventOf<K>) => void): () => void {
  const known = handlers.get(kind) ?? new Set();
  handlers.set(kind, known);
  const typed = handler as (event: Event) => void;
  known.add(typed);
  return () => known.delete(typed);
}
