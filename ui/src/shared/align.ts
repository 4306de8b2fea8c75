// What two sequences have in common, in order: Myers' greedy difference (An O(ND) Difference
// Algorithm and Its Variations, 1986), between their common beginning and end.

/** `length` items from `a` on in the first are those from `b` on in the second. */
export interface Run {
  a: number;
  b: number;
  length: number;
}

/** More differences than this between beginning and end: the middle is taken as all different. */
const DIFFERENCES_MAX = 1500;

export function align(a: ArrayLike<string>, b: ArrayLike<string>): Run[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;

  const runs: Run[] = [];
  if (start > 0) runs.push({ a: 0, b: 0, length: start });
  runs.push(...middle(a, b, start, a.length - end, b.length - end));
  if (end > 0) runs.push({ a: a.length - end, b: b.length - end, length: end });
  return joined(runs);
}

function middle(
  a: ArrayLike<string>,
  b: ArrayLike<string>,
  start: number,
  aEnd: number,
  bEnd: number,
): Run[] {
  const n = aEnd - start;
  const m = bEnd - start;
  if (n === 0 || m === 0) return [];
  const limit = Math.min(n + m, DIFFERENCES_MAX);
  // furthest[limit + 1 + k]: how far into `a` the best path on diagonal k has come.
  const furthest = new Int32Array(2 * limit + 3);
  const trace: Int32Array[] = [];
  const middleOf = limit + 1;
  const at = (row: Int32Array, index: number): number => row[index] ?? 0;

  for (let d = 0; d <= limit; d += 1) {
    trace.push(furthest.slice(middleOf - d - 1, middleOf + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const below = at(furthest, middleOf + k - 1);
      const above = at(furthest, middleOf + k + 1);
      let x = k === -d || (k !== d && below < above) ? above : below + 1;
      let y = x - k;
      while (x < n && y < m && a[start + x] === b[start + y]) {
        x += 1;
        y += 1;
      }
      furthest[middleOf + k] = x;
      if (x >= n && y >= m) return walkBack(trace, n, m, start);
    }
  }
  return [];
}

function walkBack(trace: Int32Array[], n: number, m: number, start: number): Run[] {
  const runs: Run[] = [];
  let x = n;
  let y = m;
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const row = trace[d] ?? new Int32Array(0);
    // The row kept for step d is cut to the diagonals -d-1 … d+1.
    const at = (k: number): number => row[d + 1 + k] ?? 0;
    const k = x - y;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const before = down ? at(k + 1) : at(k - 1) + 1;
    const from = d === 0 ? 0 : before;
    const length = x - from;
    if (length > 0) runs.push({ a: start + from, b: start + y - length, length });
    x = from;
    y -= length;
    if (d > 0) {
      if (down) y -= 1;
      else x -= 1;
    }
  }
  return runs.reverse();
}

function joined(runs: Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last && last.a + last.length === run.a && last.b + last.length === run.b) {
      last.length += run.length;
    } else out.push({ ...run });
  }
  return out;
}
