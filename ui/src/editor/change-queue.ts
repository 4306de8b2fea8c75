// Sends what is typed to the desk: numbered, in order, one call at a time.
//
// What is typed while a call is under way is composed into one change set and goes next. What
// always holds: the window's text = the desk's text + the changes under way + those that wait.
// When a call fails nobody knows whether the desk took it; the draft is then opened anew, and
// whatever differs from the window's text is sent again. The text in the window is never touched.

import { ChangeSet, type Text } from '@codemirror/state';

import type { OpenDraft, PreviewSplice, TextChange } from '../backend/types';

export interface Desk {
  edit(version: number, changes: TextChange[]): Promise<PreviewSplice>;
  /** The draft as the desk has it. */
  open(): Promise<OpenDraft>;
}

export interface QueueEvents {
  /** The next splice, in order. Throws when it does not fit: the draft is then opened anew. */
  splice(splice: PreviewSplice): void;
  /** The whole preview, after a call was lost. */
  reset(open: OpenDraft): void;
  /** A call failed and is tried again; `undefined` once all is well. */
  trouble(reason: unknown): void;
}

export interface QueueOptions {
  /** When the next batch may leave. */
  soon: (run: () => void) => void;
  later: (run: () => void, ms: number) => void;
}

const RETRY_MS = [250, 1_000, 2_000, 5_000, 10_000, 30_000];

export class ChangeQueue {
  /** The number of the last change set that was sent. */
  version: number;
  private waiting: ChangeSet | undefined;
  private sending = false;
  private scheduled = false;
  private lost = false;
  private failures = 0;
  private stopped = false;
  private held: PreviewSplice[] = [];
  private quietWaiters: (() => void)[] = [];

  constructor(
    version: number,
    private readonly desk: Desk,
    private readonly events: QueueEvents,
    /** The text as it stands in the window. */
    private readonly text: () => Text,
    private readonly options: QueueOptions = browser,
  ) {
    this.version = version;
  }

  /** Nothing is under way and nothing waits. */
  get quiet(): boolean {
    return !this.sending && !this.waiting && !this.lost;
  }

  /** The number that the text in the window has, or will have once it is sent. */
  get reached(): number {
    return this.version + (this.waiting || this.lost ? 1 : 0);
  }

  add(changes: ChangeSet): void {
    const all = this.waiting ? this.waiting.compose(changes) : changes;
    // Typed and taken back: there is nothing to send.
    this.waiting = all.empty ? undefined : all;
    this.schedule();
  }

  /** A splice that came by itself, without an edit. */
  addSplice(splice: PreviewSplice): void {
    if (this.lost) return;
    const answered = this.sending ? this.version - 1 : this.version;
    if (splice.version === answered) this.apply(splice);
    else if (splice.version > answered) this.held.push(splice);
    else this.lose(undefined);
  }

  /** Resolves when all that was typed so far has reached the desk. */
  settled(): Promise<void> {
    if (this.quiet) return Promise.resolve();
    return new Promise((done) => this.quietWaiters.push(done));
  }

  /** The desk has changed the text itself: `open` is what it has now, and so has the window. */
  restart(version: number): void {
    this.version = version;
    this.waiting = undefined;
    this.lost = false;
    this.held = [];
  }

  stop(): void {
    this.stopped = true;
    this.settle();
  }

  private schedule(): void {
    if (this.scheduled || this.sending || this.stopped) return;
    this.scheduled = true;
    this.options.soon(() => {
      this.scheduled = false;
      void this.pump();
    });
  }

  private async pump(): Promise<void> {
    if (this.sending || this.stopped) return;
    if (this.lost) return this.recover();
    const changes = this.waiting;
    if (!changes) return this.settle();
    this.waiting = undefined;
    this.sending = true;
    this.version += 1;
    try {
      const splice = await this.desk.edit(this.version, textChanges(changes));
      this.sending = false;
      if (this.stopped) return;
      this.failures = 0;
      this.apply(splice);
      const held = this.held.filter((one) => one.version <= this.version);
      this.held = this.held.filter((one) => one.version > this.version);
      for (const one of held) this.apply(one);
    } catch (reason) {
      this.sending = false;
      if (this.stopped) return;
      return this.lose(reason);
    }
    if (this.waiting || this.lost) this.schedule();
    else this.settle();
  }

  private apply(splice: PreviewSplice): void {
    if (this.lost) return;
    try {
      this.events.splice(splice);
    } catch {
      this.lose(undefined);
    }
  }

  /** What the desk has is not known any more. */
  private lose(reason: unknown): void {
    this.lost = true;
    this.held = [];
    if (reason === undefined) return this.schedule();
    this.events.trouble(reason);
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 0;
    this.failures += 1;
    this.options.later(() => this.schedule(), wait);
  }

  private async recover(): Promise<void> {
    this.sending = true;
    let open: OpenDraft;
    try {
      open = await this.desk.open();
    } catch (reason) {
      this.sending = false;
      if (!this.stopped) this.lose(reason);
      return;
    }
    this.sending = false;
    if (this.stopped) return;
    this.lost = false;
    this.version = open.version;
    this.waiting = difference(open.draft.content.body, this.text());
    this.events.reset(open);
    this.events.trouble(undefined);
    if (this.waiting) this.schedule();
    else this.settle();
  }

  private settle(): void {
    if (!this.quiet && !this.stopped) return;
    const waiters = this.quietWaiters;
    this.quietWaiters = [];
    for (const done of waiters) done();
  }
}

const browser: QueueOptions = {
  // At the end of what the key did, not at the next frame: the answer is then often there for the
  // very frame that shows the letter. What is typed meanwhile waits for the call under way, so
  // that calls are never more than the desk can answer; and a hidden window, which gets no frames,
  // sends all the same.
  soon: (run) => queueMicrotask(run),
  later: (run, ms) => setTimeout(run, ms),
};

/** As the desk takes them: ascending, offsets in the text before the whole set. */
export function textChanges(changes: ChangeSet): TextChange[] {
  const out: TextChange[] = [];
  changes.iterChanges((from, to, _fromNew, _toNew, inserted) => {
    out.push({ from, to, insert: inserted.toString() });
  });
  return out;
}

/** The one replacement that turns `theirs` into `ours`; `undefined` if they are equal. */
export function difference(theirs: string, ours: Text): ChangeSet | undefined {
  const text = ours.toString();
  if (text === theirs) return undefined;
  const most = Math.min(theirs.length, text.length);
  let start = 0;
  while (start < most && theirs.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < most - start &&
    theirs.charCodeAt(theirs.length - 1 - end) === text.charCodeAt(text.length - 1 - end)
  ) {
    end += 1;
  }
  // Never cut a surrogate pair in two.
  if (start > 0 && isHigh(text.charCodeAt(start - 1))) start -= 1;
  if (end > 0 && isLow(text.charCodeAt(text.length - end))) end -= 1;
  return ChangeSet.of(
    { from: start, to: theirs.length - end, insert: text.slice(start, text.length - end) },
    theirs.length,
  );
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
