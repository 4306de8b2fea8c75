// Sends changes soon after they were made, one request at a time, and loses none: what could not
// be sent stays and goes with the next change.

export type SaverState = 'saved' | 'saving' | 'failed';

export interface Saver<C> {
  /** Adds to what is to be sent; a later value of a field replaces an earlier one. */
  change(part: C): void;
  /** Sends what waits, now. `false`: it could not be sent and is kept. */
  flush(): Promise<boolean>;
  /** What is not known to be saved, the request under way included. */
  unsaved(): C;
}

export interface SaverOptions<C, A> {
  delayMs: number;
  send: (changes: C) => Promise<A>;
  /** The answer, unless a later change is already waiting. */
  onanswer: (answer: A) => void;
  onstate: (state: SaverState) => void;
  onproblem: (reason: unknown) => void;
}

export function createSaver<C extends object, A>(options: SaverOptions<C, A>): Saver<C> {
  const nothing = {} as C;
  let waiting: C = nothing;
  let sending: C = nothing;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let under: Promise<boolean> | undefined;

  const empty = (changes: C) => Object.keys(changes).length === 0;

  async function send(): Promise<boolean> {
    if (empty(waiting)) return true;
    sending = waiting;
    waiting = nothing;
    options.onstate('saving');
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
      options.onproblem(reason);
      return false;
    }
  }

  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    while (under) await under;
    if (empty(waiting)) return true;
    under = send();
    const sent = await under;
    under = undefined;
    return sent;
  }

  return {
    change(part) {
      waiting = { ...waiting, ...part };
      options.onstate('saving');
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), options.delayMs);
    },
    flush,
    unsaved: () => ({ ...sending, ...waiting }),
  };
}
