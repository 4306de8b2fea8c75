// One way to the desk: a transport that calls commands by name and tells what happened.
// In the window it is Tauri; in development and tests a fake one may stand in its place.

import type { Event, Problem } from './types';

/** Files that are dragged over the window or dropped on it. Positions are CSS pixels. */
export type FileDrag =
  | { kind: 'over'; x: number; y: number }
  | { kind: 'drop'; x: number; y: number; paths: string[] }
  | { kind: 'leave' };

export interface Transport {
  call(command: string, args: Record<string, unknown>): Promise<unknown>;
  listen(handler: (event: Event) => void): Promise<() => void>;
  dragged(handler: (drag: FileDrag) => void): Promise<() => void>;
  /** Called when the author closes the window: whether it may. */
  closing(handler: () => Promise<boolean>): Promise<() => void>;
  /** The address of a picture: `clip/ID/web`, `clip/ID/original`, `media/HASH`. */
  picture(path: string): string;
}

let transport: Transport | undefined;

export function setTransport(other: Transport): void {
  transport = other;
}

async function current(): Promise<Transport> {
  transport ??= (await import('./tauri')).tauri;
  return transport;
}

/** Calls a command; rejects with a `Problem`, whatever went wrong. */
export async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return (await (await current()).call(command, args)) as T;
  } catch (reason) {
    throw asProblem(reason);
  }
}

export async function listen(handler: (event: Event) => void): Promise<() => void> {
  return (await current()).listen(handler);
}

export async function onFileDrag(handler: (drag: FileDrag) => void): Promise<() => void> {
  return (await current()).dragged(handler);
}

export async function onClosing(handler: () => Promise<boolean>): Promise<() => void> {
  return (await current()).closing(handler);
}

/** The address of a picture for `<img src>`: `clip/ID/web`, `media/HASH`. */
export function pictureAddress(path: string): string {
  if (transport) return transport.picture(path);
  return mediaAddress(path);
}

/** WebView2 has no custom schemes of its own: Tauri serves them under `http://SCHEME.localhost`. */
export function mediaAddress(path: string): string {
  const base = navigator.userAgent.includes('Windows')
    ? 'http://media.localhost/'
    : 'media://localhost/';
  return base + path;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** What cannot be read as a problem is a fault of ours, and says what it was. */
export function asProblem(reason: unknown): Problem {
  if (isProblem(reason)) return reason;
  const message = reason instanceof Error ? reason.message : String(reason);
  return { code: 'internal', message, params: {} };
}
