import { describe, expect, it } from 'vitest';

import { align } from './align';

function common(a: string, b: string): string {
  const runs = align(a, b);
  let aEnd = 0;
  let bEnd = 0;
  for (const run of runs) {
    expect(run.a).toBeGreaterThanOrEqual(aEnd);
    expect(run.b).toBeGreaterThanOrEqual(bEnd);
    expect(a.slice(run.a, run.a + run.length)).toBe(b.slice(run.b, run.b + run.length));
    aEnd = run.a + run.length;
    bEnd = run.b + run.length;
  }
  return runs.map((run) => a.slice(run.a, run.a + run.length)).join('');
}

/** The length of the longest common subsequence, the slow and sure way. */
function longest(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const letter of a) {
    const next = [0];
    for (let j = 0; j < b.length; j += 1) {
      next.push(letter === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

describe('align', () => {
  it('finds what two equal, empty and wholly different texts share', () => {
    expect(align('abc', 'abc')).toEqual([{ a: 0, b: 0, length: 3 }]);
    expect(align('', 'abc')).toEqual([]);
    expect(align('abc', 'xyz')).toEqual([]);
  });

  it('keeps as much as can be kept, over many random pairs', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let round = 0; round < 400; round += 1) {
      const text = () => Array.from({ length: random(24) }, () => 'abcd'[random(4)]).join('');
      const [a, b] = [text(), text()];
      expect(common(a, b).length, `${a} / ${b}`).toBe(longest(a, b));
    }
  });

  it('gives up on the middle of two long unlike texts and keeps their ends', () => {
    const runs = align(`début${'x'.repeat(4000)}fin`, `début${'y'.repeat(4000)}fin`);
    expect(runs).toEqual([
      { a: 0, b: 0, length: 5 },
      { a: 4005, b: 4005, length: 3 },
    ]);
  });
});
