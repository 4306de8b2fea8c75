// Two versions of a text side by side: each as runs of words, those that only it has marked.

import { align } from '../shared/align';

export interface Run {
  text: string;
  /** The other version has it as well. */
  shared: boolean;
}

export function sideBySide(mine: string, theirs: string): { mine: Run[]; theirs: Run[] } {
  const a = pieces(mine);
  const b = pieces(theirs);
  const common = align(a, b);
  return {
    mine: runs(a, common.map(({ a: from, length }) => ({ from, length }))),
    theirs: runs(b, common.map(({ b: from, length }) => ({ from, length }))),
  };
}

/** Words with what follows them up to the next; joined they are the text again. */
function pieces(text: string): string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

function runs(all: readonly string[], common: readonly { from: number; length: number }[]): Run[] {
  const out: Run[] = [];
  const put = (text: string, shared: boolean) => {
    const last = out.at(-1);
    if (text === '') return;
    // Space alone is no difference to look at.
    if (last && (last.shared === shared || text.trim() === '')) last.text += text;
    else out.push({ text, shared });
  };
  const add = (from: number, to: number, shared: boolean) => {
    const text = all.slice(from, to).join('');
    const start = shared ? 0 : text.length - text.trimStart().length;
    put(text.slice(0, start), true);
    put(text.slice(start), shared);
  };
  let at = 0;
  for (const { from, length } of common) {
    add(at, from, false);
    add(from, from + length, true);
    at = from + length;
  }
  add(at, all.length, false);
  return out;
}
