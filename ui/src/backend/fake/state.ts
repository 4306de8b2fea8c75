// What the fake desk remembers, and how it says that something happened.

import type {
  BlogView,
  ClippingView,
  Draft,
  Event,
  PreviewBlock,
  PublicationView,
  RevisionView,
  Settings,
} from '../types';

export interface Open {
  version: number;
  blocks: PreviewBlock[];
}

export interface FakeState {
  drafts: Map<string, Draft>;
  open: Map<string, Open>;
  history: Map<string, (RevisionView & { body: string })[]>;
  clippings: Map<string, ClippingView>;
  blogs: BlogView[];
  publications: PublicationView[];
  settings: Settings;
  online: boolean;
  emit: (event: Event) => void;
}

/** A command of the fake desk. Its arguments are those of the command of that name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Commands = Record<string, (args: any) => unknown>;

let last = 0;

export function freshId(): string {
  last += 1;
  return `00000000-0000-7000-8000-${String(last).padStart(12, '0')}`;
}

export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}
