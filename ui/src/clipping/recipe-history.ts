// What was done to the recipe and which doubtful words were found right, in one order, to be undone
// and done again. The original is never altered, so a recipe is all that there is of a correction to
// take back. Pure: times come from outside.

import type { Recipe } from '../backend/types';
import type { Recognised } from './words';

/** Steps of one drag or slider that follow each other so closely are one change. */
const TOGETHER_MS = 700;
const STEPS_MAX = 200;

/** A doubtful word that was found right, with the confidence that it was read with. */
export type Accepted = Pick<Recognised, 'index' | 'text' | 'confidence'>;

/** A recipe, and the article of its page that the clipping is cut down to. */
export interface Setting extends Recipe {
  article: number | null;
}

type Step = { setting: Setting } | { accepted: Accepted };

interface Steps {
  past: readonly Step[];
  future: readonly Step[];
  /** The fields of the last change, and when it was made. */
  last: { fields: string; at: number } | undefined;
}

/** Where one step leads: to a setting, or to a word that is in doubt again, or no longer. */
export interface Led {
  steps: Steps;
  setting?: Setting;
  accepted?: Accepted;
}

export const NO_STEPS: Steps = { past: [], future: [], last: undefined };
export type RecipeSteps = Steps;

export function changed(steps: Steps, before: Setting, after: Setting, at: number): Steps {
  const fields = differing(before, after);
  if (fields === '') return steps;
  const together =
    steps.last !== undefined && steps.last.fields === fields && at - steps.last.at < TOGETHER_MS;
  return {
    past: together ? steps.past : pushed(steps.past, { setting: before }),
    future: [],
    last: { fields, at },
  };
}

export function wordAccepted(steps: Steps, { index, text, confidence }: Accepted): Steps {
  const accepted = { index, text, confidence };
  return { past: pushed(steps.past, { accepted }), future: [], last: undefined };
}

/** Whether the word found right last is what an undoing takes back. */
export function endsWithWord(steps: Steps): boolean {
  const last = steps.past.at(-1);
  return last !== undefined && 'accepted' in last;
}

/** Another reading has other words: those found right before are none of it. */
export function withoutWords(steps: Steps): Steps {
  const settings = (all: readonly Step[]) => all.filter((step) => 'setting' in step);
  return { ...steps, past: settings(steps.past), future: settings(steps.future) };
}

/** What was before the last change; `undefined` where there was none. */
export function undone(steps: Steps, now: Setting): Led | undefined {
  const step = steps.past.at(-1);
  if (!step) return undefined;
  const past = steps.past.slice(0, -1);
  const back = 'setting' in step ? { setting: now } : step;
  return { steps: { past, future: [back, ...steps.future], last: undefined }, ...step };
}

export function redone(steps: Steps, now: Setting): Led | undefined {
  const [step, ...future] = steps.future;
  if (!step) return undefined;
  const back = 'setting' in step ? { setting: now } : step;
  return { steps: { past: [...steps.past, back], future, last: undefined }, ...step };
}

function pushed(past: readonly Step[], step: Step): readonly Step[] {
  return [...past, step].slice(-STEPS_MAX);
}

function differing(a: Setting, b: Setting): string {
  const fields = Object.keys({ ...a, ...b }) as (keyof Setting)[];
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field])).join(' ');
}
