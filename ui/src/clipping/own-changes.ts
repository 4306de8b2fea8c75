// Each change of a clipping is answered by its view and told as an event as well, in either order.
// The view is large (every word of a page): it is not asked for again because of the own event.

import type { ClippingStep, ClippingView } from '../backend/types';

/** An event so long after the answer is no longer that of the change. */
const OWN_WITHIN_MS = 1_000;

export class OwnChanges {
  #underWay = 0;
  /** Events that came while a change was under way. */
  #held: ClippingStep[] = [];
  /** What the event of an answered change, still to come, says. */
  #owed: { step: ClippingStep; until: number } | undefined;

  /** Waits for the answer; `look` is called where something else happened meanwhile. */
  async change(work: Promise<ClippingView>, look: () => void): Promise<ClippingView> {
    this.#underWay += 1;
    let step: ClippingStep | undefined;
    try {
      const view = await work;
      step = view.step;
      return view;
    } finally {
      this.#underWay -= 1;
      const held = this.#held;
      this.#held = [];
      const own = step === undefined ? -1 : held.indexOf(step);
      if (own >= 0) held.splice(own, 1);
      else if (step !== undefined) this.#owed = { step, until: performance.now() + OWN_WITHIN_MS };
      if (held.length > 0) look();
    }
  }

  /** Whether an event is that of an own change, or waits for the answer to one. */
  covers(step: ClippingStep): boolean {
    if (this.#underWay > 0) {
      this.#held.push(step);
      return true;
    }
    const owed = this.#owed;
    if (owed?.step !== step || performance.now() > owed.until) return false;
    this.#owed = undefined;
    return true;
  }
}
