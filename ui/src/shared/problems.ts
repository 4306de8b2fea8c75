// What went wrong, in the author's words and the window's language.

import type { Problem } from '../backend/types';
import { catalogue } from './i18n.svelte';
import type { ProblemCatalogue } from './problem-words';
import { en } from './problems.en';
import { fr } from './problems.fr';

const words = catalogue<ProblemCatalogue>({ fr, en });

export function problemSentence(problem: Problem): string {
  return words()[problem.code].sentence(problem.params);
}

/** Where the author asked, of a blog that is added or of a clipping: nothing tries again by itself. */
export function problemWhenAsked(problem: Problem): string {
  const { asked, sentence } = words()[problem.code];
  return (asked ?? sentence)(problem.params);
}

export function problemShort(problem: Problem): string {
  return words()[problem.code].short;
}
