// What was done to the recipe, to be undone and done again. The original is never altered, so a
// recipe is all that there is to take back. Pure: times come from outside.

import type { Recipe } from '../backend/types';

/** Steps of one drag or slider that follow each other so closely are one change. */
const TOGETHER_MS = 700;
const STEPS_MAX = 200;

interface Steps {
  past: readonly Recipe[];
  future: readonly Recipe[];
  /** The fields of the last change, and when it was made. */
  last: { fields: string; at: number } | undefined;
}

export const NO_STEPS: Steps = { past: [], future: [], last: undefined };
export type RecipeSteps = Steps;

export function changed(steps: Steps, before: Recipe, after: Recipe, at: number): Steps {
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
export function undone(steps: Steps, now: Recipe): { steps: Steps; recipe: Recipe } | undefined {
  const recipe = steps.past.at(-1);
  if (!recipe) return undefined;
  const past = steps.past.slice(0, -1);
  return { steps: { past, future: [now, ...steps.future], last: undefined }, recipe };
}

export function redone(steps: Steps, now: Recipe): { steps: Steps; recipe: Recipe } | undefined {
  const [recipe, ...future] = steps.future;
  if (!recipe) return undefined;
  return { steps: { past: [...steps.past, now], future, last: undefined }, recipe };
}

function differing(a: Recipe, b: Recipe): string {
  const fields = Object.keys({ ...a, ...b }) as (keyof Recipe)[];
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field])).join(' ');
}
