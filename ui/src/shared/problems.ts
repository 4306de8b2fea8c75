// What went wrong, in the author's words and the window's language.

import type { Code, Problem } from '../backend/types';
import { catalogue } from './i18n.svelte';
import { en } from './problems.en';
import { fr } from './problems.fr';

export type Params = Problem['params'];

/** `short`: a few words, after *À vous :*. `sentence`: what happened, and what to do. */
export interface ProblemWords {
  short: string;
  sentence: (params: Params) => string;
}

export type ProblemCatalogue = Record<Code, ProblemWords>;

const words = catalogue<ProblemCatalogue>({ fr, en });

export function problemSentence(problem: Problem): string {
  return words()[problem.code].sentence(problem.params);
}

export function problemShort(problem: Problem): string {
  return words()[problem.code].short;
}

/** A parameter, between the words around it where it is there. */
export function naming(params: Params, name: string, say: (value: string) => string): string {
  const value = params[name];
  return value === undefined || value === '' ? '' : say(value);
}
