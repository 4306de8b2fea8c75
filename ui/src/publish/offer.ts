// What the one button does, and what can be done with a publication as it stands. Pure.

import type {
  PublicationView,
  PublishAction,
  PublishButton,
  WantedState,
} from '../backend/types';

export interface Offer {
  action: PublishAction;
  /** What is asked for when the button is pressed. */
  wanted: WantedState;
}

/**
 * A post that stands planned, private or as a draft on its blog stays so when it is updated; to
 * publish it is another wish. All else is as the desk says.
 */
export function offerOf(button: PublishButton, there: PublicationView | undefined, nowMs: number): Offer {
  const published: WantedState = { kind: 'published' };
  if (button.action === 'schedule' && button.at !== null) {
    const at = new Date(button.at.replace(/\[.*$/, '')).toISOString();
    return { action: 'schedule', wanted: { kind: 'scheduled', at } };
  }
  if (!there) return { action: button.action, wanted: published };
  const online = button.action !== 'publish_when_online' && button.action !== 'update_when_online';
  if (there.state === 'scheduled' && there.wanted.kind === 'scheduled') {
    if (new Date(there.wanted.at).getTime() <= nowMs) return { action: button.action, wanted: published };
    return { action: there.later_text ? 'schedule' : 'up_to_date', wanted: there.wanted };
  }
  // On its way there, it stays what was wished too; so does what was joined by hand.
  const underWay = there.state === 'sending' || there.state === 'waiting' || isMerged(there);
  if (underWay && there.wanted.kind === 'scheduled' && new Date(there.wanted.at).getTime() > nowMs) {
    return { action: 'schedule', wanted: there.wanted };
  }
  if (underWay && there.wanted.kind === 'private') {
    return { action: online ? 'update' : 'update_when_online', wanted: there.wanted };
  }
  if (there.state === 'private') {
    if (!there.later_text) return { action: 'up_to_date', wanted: there.wanted };
    return { action: online ? 'update' : 'update_when_online', wanted: there.wanted };
  }
  return { action: button.action, wanted: published };
}

/** Both versions are in the author's text, and Publish was not pressed since. */
export function isMerged({ state, problem }: PublicationView): boolean {
  return state === 'needs_author' && problem?.params['merged'] !== undefined;
}

/** What was pressed already and goes on by itself; pressed again, it would take later text only. */
export type Pressed = 'network' | 'waiting' | 'sending';

export function pressedAlready(
  { wanted }: Offer,
  { action }: PublishButton,
  there: PublicationView | undefined,
): Pressed | undefined {
  if (!there || !isSameWish(there.wanted, wanted)) return undefined;
  if (there.state === 'sending') return 'sending';
  if (there.state !== 'waiting') return undefined;
  const away = action === 'publish_when_online' || action === 'update_when_online';
  return away || there.problem?.code === 'offline' ? 'network' : 'waiting';
}

function isSameWish(one: WantedState, other: WantedState): boolean {
  if (one.kind !== 'scheduled' || other.kind !== 'scheduled') return one.kind === other.kind;
  return new Date(one.at).getTime() === new Date(other.at).getTime();
}

/** A wish that takes a post offline which readers see. */
export type Hiding = 'draft' | 'private' | 'scheduled' | 'taken_back';

export function hidingOf({ wanted, live }: PublicationView): Hiding | undefined {
  return live && wanted.kind !== 'published' ? wanted.kind : undefined;
}

/** What the author can do, the first being the one to propose. */
export type Deed =
  | 'undo'
  | 'compare'
  | 'publish_again'
  | 'leave_gone'
  | 'send_anyway'
  | 'reschedule'
  | 'retry'
  | 'send_lighter'
  | 'include'
  | 'open'
  | 'take_back'
  | 'give_up';

export function deedsOf(publication: PublicationView): Deed[] {
  const { state, problem, theirs, url, later_text: later } = publication;
  const include: Deed[] = later ? ['include'] : [];
  const open: Deed[] = url === null ? [] : ['open'];
  switch (state) {
    case 'undoable':
      return ['undo'];
    case 'sending':
      return [];
    case 'waiting':
      // An embargo holds, however often one tries.
      if (problem?.code === 'embargoed') return [...include, ...open, 'give_up'];
      return ['retry', ...include, ...open, 'give_up'];
    case 'needs_author':
      if (theirs) return ['compare', ...open, 'give_up'];
      // Sent as it was pressed, the text would go over what was just joined. To send what was
      // joined is the main button's.
      if (isMerged(publication)) return [...open, 'give_up'];
      if (problem?.code === 'gone_from_blog') return ['publish_again', 'leave_gone'];
      if (problem?.code === 'hour_passed') return ['send_anyway', 'reschedule', 'give_up'];
      if (problem?.code === 'waited_long') return ['send_anyway', ...include, 'give_up'];
      if (problem?.code === 'upload_too_large') return ['send_lighter', 'retry', ...open, 'give_up'];
      return ['retry', ...include, ...open, 'give_up'];
    case 'refused':
      return [...include, 'retry', ...open, 'give_up'];
    case 'draft':
      return [...include, ...open];
    case 'published':
    case 'page':
    case 'private':
    case 'scheduled':
      return [...include, ...open, 'take_back'];
    case 'cancelled':
    case 'taken_back':
      return open;
  }
}

/** The words on a deed's button: a post whose hour has passed is published, not only sent. */
export function deedWords(deed: Deed, publication: PublicationView, words: DeedWords): string {
  const passed = publication.problem?.code === 'hour_passed';
  return deed === 'send_anyway' && passed ? words.publish_passed : words.deeds[deed];
}

/** Whether it has readers see the post, who do not see it yet. */
export function appears(deed: Deed, { wanted, live }: PublicationView): boolean {
  const toRead = wanted.kind === 'published' || wanted.kind === 'scheduled';
  return toRead && !live && (deed === 'publish_again' || deed === 'send_anyway');
}

interface DeedWords {
  deeds: Record<Deed, string>;
  publish_passed: string;
}

/** What has to be decided before anything else can be sent there; it takes the button's place. */
export function firstDeed(there: PublicationView | undefined): Deed | undefined {
  if (there?.state !== 'needs_author') return undefined;
  const [deed] = deedsOf(there);
  const decides = deed === 'compare' || deed === 'publish_again' || deed === 'send_anyway';
  return decides ? deed : undefined;
}

/** Those that need the author first, then those that go on, then those that are there. */
const ORDER: readonly PublicationView['state'][] = [
  'needs_author',
  'refused',
  'undoable',
  'sending',
  'waiting',
  'scheduled',
  'published',
  'page',
  'private',
  'draft',
  'taken_back',
  'cancelled',
];

export function inOrder(publications: readonly PublicationView[]): PublicationView[] {
  const rank = (publication: PublicationView) => ORDER.indexOf(publication.state);
  return [...publications].sort((a, b) => rank(a) - rank(b));
}

/** Whole seconds in which it can still be undone. */
export function secondsLeft(until: string | null, nowMs: number): number {
  if (until === null) return 0;
  return Math.max(0, Math.ceil((new Date(until).getTime() - nowMs) / 1000));
}

export type Group = 'yours' | 'going' | 'waiting' | 'done';

export function groupOf({ state }: PublicationView): Group {
  switch (state) {
    case 'needs_author':
    case 'refused':
      return 'yours';
    case 'undoable':
    case 'sending':
      return 'going';
    case 'waiting':
      return 'waiting';
    default:
      return 'done';
  }
}

export function isDone(publication: PublicationView): boolean {
  return groupOf(publication) === 'done';
}

/** So many that are done are shown at once, those of the last days; the others are folded away. */
const RECENT_MAX = 12;
const RECENT_MS = 7 * 86_400_000;

export interface Activity {
  yours: PublicationView[];
  going: PublicationView[];
  waiting: PublicationView[];
  done: PublicationView[];
  older: PublicationView[];
}

/** All of them by what they need, the last asked for first. */
export function activityOf(publications: readonly PublicationView[], nowMs: number): Activity {
  const activity: Activity = { yours: [], going: [], waiting: [], done: [], older: [] };
  const since = new Date(nowMs - RECENT_MS).toISOString();
  for (const one of [...publications].sort((a, b) => b.pressed.localeCompare(a.pressed))) {
    const group = groupOf(one);
    const old = group === 'done' && (one.pressed < since || activity.done.length >= RECENT_MAX);
    activity[old ? 'older' : group].push(one);
  }
  return activity;
}

/** A change that somebody who does not look at it wants to hear: not each step, not each byte. */
export function isWorthSaying(before: PublicationView['state'] | undefined, after: PublicationView): boolean {
  return before !== undefined && before !== after.state && !['undoable', 'sending'].includes(after.state);
}
