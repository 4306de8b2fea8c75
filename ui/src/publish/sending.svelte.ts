// Every publication as it stands now, for the bar, the status line and the activity. One listener
// to the desk, started by the first who looks.

import { SvelteMap } from 'svelte/reactivity';

import {
  blogs as loadBlogs,
  giveUp,
  networkIsBack,
  openAddress,
  publications as loadPublications,
  publish,
  resolve,
  resolveJoined,
  retry,
  sendSmaller,
  takeBack,
  undoPublish,
} from '../backend/commands';
import type {
  BlogId,
  BlogView,
  ConflictChoice,
  Doing,
  DraftId,
  Keep,
  PublicationId,
  PublicationView,
  WantedState,
} from '../backend/types';
import { on } from '../shared/events';
import { orSay, say, sayProblem } from '../shared/toasts.svelte';
import { t } from './messages';

/** What is being done for a publication at this moment; only what the desk told. */
export interface Work {
  step: Doing;
  /** Of the picture under way. */
  sentBytes: number;
  totalBytes: number;
}

const known = new SvelteMap<PublicationId, PublicationView>();
const works = new SvelteMap<PublicationId, Work>();
/** When its state changed last, as far as this window saw it. */
const changed = new SvelteMap<PublicationId, number>();
let blogs = $state.raw<BlogView[]>([]);
let started = false;

export function startSending(): void {
  if (started) return;
  started = true;
  on('publication_changed', ({ publication }) => {
    const before = known.get(publication.id);
    if (before && before.state !== publication.state) changed.set(publication.id, Date.now());
    known.set(publication.id, publication);
    if (!blogs.some((view) => view.blog.id === publication.blog)) void reload();
  });
  on('merged', ({ publication }) => say(t().merged_said(publication.draft_title)));
  on('doing', ({ publication, step }) => {
    if (step) works.set(publication, { step, sentBytes: 0, totalBytes: 0 });
    else works.delete(publication);
  });
  on('upload_progress', ({ publication, picture, pictures, sent_bytes, total_bytes }) => {
    const step = { kind: 'uploading', picture, pictures } as const;
    works.set(publication, { step, sentBytes: sent_bytes, totalBytes: total_bytes });
  });
  // Tried at once, not when the next try is due; whether it is so the desk finds out.
  window.addEventListener('online', () => void orSay(networkIsBack()));
  void reload();
}

/** Every one anew: what goes with a blog or with the trash is not told one by one. */
export async function reload(): Promise<void> {
  const all = await orSay(loadPublications());
  if (!all) return;
  if (all.some(({ blog }) => !blogs.some((view) => view.blog.id === blog))) {
    blogs = (await orSay(loadBlogs())) ?? blogs;
  }
  const ids = new Set(all.map(({ id }) => id));
  for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
  for (const publication of all) known.set(publication.id, publication);
}

/** What the desk said of a draft when it was opened. */
export function remember(publications: readonly PublicationView[]): void {
  for (const publication of publications) {
    if (!known.has(publication.id)) known.set(publication.id, publication);
  }
}

export function allSent(): PublicationView[] {
  return [...known.values()];
}

export function sentOf(draft: DraftId): PublicationView[] {
  return allSent().filter((publication) => publication.draft === draft);
}

/** The blogs that something was sent to, for their time zones and kinds. */
export function blogsSent(): readonly BlogView[] {
  return blogs;
}

/** What is being done for it; `undefined`: nothing at this moment. */
export function workOn(publication: PublicationId): Work | undefined {
  return works.get(publication);
}

/** When it came to stand as it does; `undefined`: before this window looked. */
export function changedAt(publication: PublicationId): number | undefined {
  return changed.get(publication);
}

/** Asks for it; what the desk answers is known at once. */
export async function send(
  draft: DraftId,
  blog: BlogId,
  state: WantedState,
): Promise<PublicationView | undefined> {
  try {
    const publication = await publish(draft, blog, state);
    known.set(publication.id, publication);
    return publication;
  } catch (reason) {
    sayProblem(reason, 'press');
    return undefined;
  }
}

/** `true` where it was undone in time. */
export async function undo(publication: PublicationId): Promise<boolean> {
  let undone = false;
  await orSay(undoPublish(publication).then(() => (undone = true)));
  await reload();
  return undone;
}

export async function tryAgain(publication: PublicationId): Promise<void> {
  await orSay(retry(publication));
}

/** The author agrees that pictures too large for the blog are sent lighter. */
export async function lighten(publication: PublicationId): Promise<void> {
  await orSay(sendSmaller(publication));
}

export async function abandon(publication: PublicationId): Promise<void> {
  await orSay(giveUp(publication));
}

export async function withdraw(publication: PublicationId): Promise<void> {
  await orSay(takeBack(publication));
}

/**
 * `true` once the choice is made. `stamp`: of the two versions that the author looked at; `null`:
 * there were none, the post is gone from its blog.
 */
export async function choose(
  publication: PublicationId,
  keep: Keep,
  stamp: string | null,
): Promise<boolean> {
  let chosen = false;
  await orSay(resolve(publication, keep, stamp).then(() => (chosen = true)));
  await reload();
  return chosen;
}

/** As `choose`, of what was joined: a choice for each piece that both changed. */
export async function chooseJoined(
  publication: PublicationId,
  stamp: string,
  choices: readonly ConflictChoice[],
  send: boolean,
): Promise<boolean> {
  let chosen = false;
  await orSay(resolveJoined(publication, stamp, [...choices], send).then(() => (chosen = true)));
  await reload();
  return chosen;
}

export async function open(address: string): Promise<void> {
  await orSay(openAddress(address));
}
