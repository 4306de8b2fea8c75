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

/** Where a blog is added or checked: nothing waits there to be tried again. */
export function problemWhenAsked(problem: Problem): string {
  const { asked, sentence } = words()[problem.code];
  return (asked ?? sentence)(problem.params);
}

export function problemShort(problem: Problem): string {
  return words()[problem.code].short;
}
