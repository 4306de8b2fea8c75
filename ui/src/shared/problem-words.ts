// What a catalogue of problems holds.

import type { Code, Problem } from '../backend/types';

export type Params = Problem['params'];

/**
 * `short`: a few words, after *À vous :*. `sentence`: what happened, and what to do. `asked`: the
 * same where it differs because the author asked, and nothing tries again by itself.
 */
export interface ProblemWords {
  short: string;
  sentence: (params: Params) => string;
  asked?: (params: Params) => string;
}

export type ProblemCatalogue = Record<Code, ProblemWords>;

/** A parameter, between the words around it where it is there. */
export function naming(params: Params, name: string, say: (value: string) => string): string {
  const value = params[name];
  return value === undefined || value === '' ? '' : say(value);
}
