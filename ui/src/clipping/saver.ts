// Sends changes soon after they were made, one request at a time, and loses none: what could not
// be sent stays, is tried again by itself, and goes with the next change.

export type SaverState = 'saved' | 'saving' | 'failed';

export interface Saver<C> {
  /** Adds to what is to be sent; a later value of a field replaces an earlier one. */
  change(part: C): void;
  /** Sends what waits, now. `false`: it could not be sent and is kept. */
  flush(): Promise<boolean>;
  /** What is not known to be saved, the request under way included. */
  unsaved(): C;
  /** Sends what waits once more; nothing is tried again after that. */
  stop(): void;
}

export interface SaverOptions<C, A> {
  delayMs: number;
  send: (changes: C) => Promise<A>;
  /** The answer, unless a later change is already waiting. */
  onanswer: (answer: A) => void;
  onstate: (state: SaverState) => void;
  /** Told once, however often it is tried again by itself. */
  onproblem: (reason: unknown) => void;
}

/** The sentences of what fails here promise that it is tried again. */
const RETRY_MS = 5_000;

export function createSaver<C extends object, A>(options: SaverOptions<C, A>): Saver<C> {
  const nothing = {} as C;
  let waiting: C = nothing;
  let sending: C = nothing;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let under: Promise<boolean> | undefined;
  let stopped = false;

  const empty = (changes: C) => Object.keys(changes).length === 0;

  function later(ms: number, work: () => void): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(work, ms);
  }

  async function send(byItself: boolean): Promise<boolean> {
    if (empty(waiting)) return true;
    sending = waiting;
    waiting = nothing;
    if (!byItself) options.onstate('saving');
    try {
      const answer = await options.send(sending);
      sending = nothing;
      if (empty(waiting)) {
        options.onstate('saved');
        options.onanswer(answer);
      }
      return true;
    } catch (reason) {
      waiting = { ...sending, ...waiting };
      sending = nothing;
      options.onstate('failed');
      if (!byItself) options.onproblem(reason);
      later(RETRY_MS, () => void flush(true));
      return false;
    }
  }

  async function flush(byItself = false): Promise<boolean> {
    clearTimeout(timer);
    while (under) await under;
    if (empty(waiting)) return true;
    under = send(byItself);
    const sent = await under;
    under = undefined;
    return sent;
  }

  return {
    change(part) {
      waiting = { ...waiting, ...part };
      options.onstate('saving');
      later(options.delayMs, () => void flush());
    },
    flush: () => flush(),
    unsaved: () => ({ ...sending, ...waiting }),
    stop() {
      stopped = true;
      void flush();
    },
  };
}
