// The blocks of a preview, and where the lines of the text stand among them. No DOM here.

import type { PreviewBlock, PreviewSplice } from '../backend/types';

/** Makes `blocks` what the splice says. Throws when the splice cannot belong to them. */
export function applySplice(blocks: PreviewBlock[], splice: PreviewSplice): void {
  const { at, removed, inserted, line_shift } = splice;
  if (at + removed > blocks.length) {
    throw new RangeError(`A splice at ${at} of ${removed} blocks, where there are ${blocks.length}`);
  }
  if (inserted.length <= 1_000) blocks.splice(at, removed, ...inserted);
  else {
    // An argument list has a bound; a pasted book may not fit.
    const after = blocks.slice(at + removed);
    blocks.length = at;
    for (const block of inserted) blocks.push(block);
    for (const block of after) blocks.push(block);
  }
  if (line_shift === 0) return;
  for (let next = at + inserted.length; next < blocks.length; next += 1) {
    const block = blocks[next];
    if (!block) continue;
    block.first_line += line_shift;
    block.last_line += line_shift;
  }
}

/** The block that starts at or before a line. -1 before the first. */
export function blockAt(blocks: readonly PreviewBlock[], line: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle]?.first_line ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Place {
  /** -1: above the first block. */
  index: number;
  /** How far down the block, 0 to 1. */
  fraction: number;
}

/** Where a line (with its fraction: 3.5 is half-way down line 3) stands. */
export function placeOfLine(blocks: readonly PreviewBlock[], line: number): Place {
  const index = blockAt(blocks, line);
  const block = blocks[index];
  if (!block) return { index: -1, fraction: 0 };
  const height = end(blocks, index) - block.first_line;
  return { index, fraction: clamp((line - block.first_line) / height) };
}

/** The line that stands at a place. */
export function lineOfPlace(blocks: readonly PreviewBlock[], place: Place): number {
  const block = blocks[place.index];
  if (!block) return 1;
  return block.first_line + clamp(place.fraction) * (end(blocks, place.index) - block.first_line);
}

/** Blank lines after a block are its own: so each line has one place. */
function end(blocks: readonly PreviewBlock[], index: number): number {
  const block = blocks[index];
  const next = blocks[index + 1];
  if (!block) return 1;
  const last = block.last_line + 1;
  return Math.max(next ? next.first_line : last, block.first_line + 1);
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
