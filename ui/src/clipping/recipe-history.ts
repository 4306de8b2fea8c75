// What was done to the recipe, to be undone and done again. The original is never altered, so a
// recipe is all that there is to take back. Pure: times come from outside.

import type { Recipe } from '../backend/types';

/** Steps of one drag or slider that follow each other so closely are one change. */
const TOGETHER_MS = 700;
const STEPS_MAX = 200;

/** A recipe, and the article of its page that the clipping is cut down to. */
export interface Setting extends Recipe {
  article: number | null;
}

interface Steps<R> {
  past: readonly R[];
  future: readonly R[];
  /** The fields of the last change, and when it was made. */
  last: { fields: string; at: number } | undefined;
}

export const NO_STEPS: Steps<never> = { past: [], future: [], last: undefined };
export type RecipeSteps = Steps<Setting>;

export function changed<R extends Recipe>(steps: Steps<R>, before: R, after: R, at: number): Steps<R> {
  const fields = differing(before, after);
  if (fields === '') return steps;
  const together =
    steps.last !== undefined && steps.last.fields === fields && at - steps.last.at < TOGETHER_MS;
  return {
    past: together ? steps.past : [...steps.past, before].slice(-STEPS_MAX),
    future: [],
    last: { fields, at },
  };
}

/** The recipe before the last change; `undefined` where there was none. */
export function undone<R extends Recipe>(steps: Steps<R>, now: R): { steps: Steps<R>; recipe: R } | undefined {
  const recipe = steps.past.at(-1);
  if (!recipe) return undefined;
  const past = steps.past.slice(0, -1);
  return { steps: { past, future: [now, ...steps.future], last: undefined }, recipe };
}

export function redone<R extends Recipe>(steps: Steps<R>, now: R): { steps: Steps<R>; recipe: R } | undefined {
  const [recipe, ...future] = steps.future;
  if (!recipe) return undefined;
  return { steps: { past: [...steps.past, now], future, last: undefined }, recipe };
}

function differing<R extends Recipe>(a: R, b: R): string {
  const fields = Object.keys({ ...a, ...b }) as (keyof R & string)[];
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field])).join(' ');
}
