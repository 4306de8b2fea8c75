// What can be done, by whatever way: keys, the palette, the page of shortcuts.

import { pressed } from '../shared/keys';

export interface Action {
  id: string;
  group: 'window' | 'draft' | 'text';
  label: string;
  keys?: string;
  run: () => void;
  /** CodeMirror has these keys itself: shown, not bound again. */
  inText?: boolean;
  disabled?: boolean;
}

/** Runs the action whose keys were pressed. */
export function runPressed(actions: readonly Action[], event: KeyboardEvent): boolean {
  for (const action of actions) {
    if (action.inText || action.disabled || !action.keys || !pressed(event, action.keys)) continue;
    event.preventDefault();
    action.run();
    return true;
  }
  return false;
}

/** The actions whose names hold all the letters sought, in order; the closest first. */
export function matching(actions: readonly Action[], sought: string): Action[] {
  const plain = fold(sought.trim());
  if (plain === '') return actions.filter((action) => !action.disabled);
  const scored = actions
    .filter((action) => !action.disabled)
    .map((action) => ({ action, score: closeness(fold(action.label), plain) }))
    .filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score).map(({ action }) => action);
}

/** 3: begins so. 2: a word begins so. 1: has the letters in order. 0: has not. */
function closeness(label: string, sought: string): number {
  if (label.startsWith(sought)) return 3;
  if (label.includes(` ${sought}`) || label.includes(`’${sought}`)) return 2;
  let at = 0;
  for (const letter of label) if (letter === sought[at]) at += 1;
  return at === sought.length ? 1 : 0;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
