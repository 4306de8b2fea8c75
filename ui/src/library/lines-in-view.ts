// Which lines of a list exist: those in view and some above and below, so that scrolling shows
// no holes.

const SPARE = 8;

export function linesInView(
  top: number,
  height: number,
  line: number,
  total: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.min(total, Math.floor(top / line) - SPARE));
  const last = Math.max(first, Math.min(total, Math.ceil((top + height) / line) + SPARE));
  return { first, last };
}
