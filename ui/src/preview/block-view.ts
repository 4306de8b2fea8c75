// The elements of the blocks on the page. Only those that changed are replaced.
//
// Blocks stand in groups: laying out a parent costs time for each of its children, so that with
// ten thousand siblings every letter typed costs tens of milliseconds, and with groups only the
// changed group and the row of groups. What always holds: the elements, read group after group,
// are those of the blocks in order, and no group is empty.

import type { PreviewBlock, PreviewSplice } from '../backend/types';
import { applySplice, lineOfPlace, placeOfLine } from './blocks';

const GROUP = 64;

export class BlockView {
  private blocks: PreviewBlock[] = [];
  private elements: HTMLElement[] = [];

  constructor(private readonly article: HTMLElement) {}

  get empty(): boolean {
    return this.blocks.length === 0;
  }

  /** Everything anew: another draft, or a draft opened again. What is the same at the top stays. */
  reset(next: readonly PreviewBlock[]): void {
    let same = 0;
    while (same < next.length && this.blocks[same]?.hash === next[same]?.hash) same += 1;
    this.patch(same, this.elements.length - same, next.slice(same));
    this.blocks = next.map((block) => ({ ...block }));
  }

  /** Throws, and changes nothing, when the splice does not fit. */
  apply(splice: PreviewSplice): void {
    applySplice(this.blocks, splice);
    this.patch(splice.at, splice.removed, splice.inserted);
  }

  /** The line, with its fraction, at a height in the positioned parent of the article. */
  lineAtHeight(height: number): number {
    let low = 0;
    let high = this.elements.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.elements[middle]?.offsetTop ?? Infinity) <= height) low = middle + 1;
      else high = middle;
    }
    const index = low - 1;
    const element = this.elements[index];
    if (!element) return 1;
    const fraction = (height - element.offsetTop) / Math.max(1, this.extent(index));
    return lineOfPlace(this.blocks, { index, fraction });
  }

  /** The height, in the positioned parent of the article, of a line with its fraction. */
  heightOfLine(line: number): number {
    const { index, fraction } = placeOfLine(this.blocks, line);
    const element = this.elements[index];
    return element ? element.offsetTop + fraction * this.extent(index) : 0;
  }

  /** From the top of a block to that of the next. */
  private extent(index: number): number {
    const element = this.elements[index];
    if (!element) return 0;
    const bottom = this.elements[index + 1]?.offsetTop ?? element.offsetTop + element.offsetHeight;
    return bottom - element.offsetTop;
  }

  private patch(at: number, removed: number, inserted: readonly PreviewBlock[]): void {
    const made = inserted.map(elementOf);
    const before = this.elements[at - 1];
    const after = this.elements[at + removed];
    // Put in first: the group that a replaced block leaves is then never empty for a moment.
    this.insert(made, before, after);
    for (const element of this.elements.slice(at, at + removed)) {
      const group = element.parentElement;
      element.remove();
      if (group?.childElementCount === 0) group.remove();
    }
    if (made.length <= 1_000) this.elements.splice(at, removed, ...made);
    else {
      this.elements = [...this.elements.slice(0, at), ...made, ...this.elements.slice(at + removed)];
    }
  }

  private insert(made: HTMLElement[], before?: HTMLElement, after?: HTMLElement): void {
    if (made.length === 0) return;
    const group = before?.parentElement ?? after?.parentElement;
    if (group && made.length <= GROUP) {
      const fragment = document.createDocumentFragment();
      fragment.append(...made);
      group.insertBefore(fragment, before ? before.nextSibling : (after ?? null));
      if (group.childElementCount > 2 * GROUP) split(group, GROUP);
      return;
    }
    // Many at once: groups of their own, between the two halves of the group they fall into.
    let next: Element | null = after && !before ? this.article.firstElementChild : null;
    if (before?.parentElement) {
      const place = [...before.parentElement.children].indexOf(before) + 1;
      next = split(before.parentElement, place);
    }
    const fragment = document.createDocumentFragment();
    for (let from = 0; from < made.length; from += GROUP) {
      const fresh = document.createElement('div');
      fresh.append(...made.slice(from, from + GROUP));
      fragment.append(fresh);
    }
    this.article.insertBefore(fragment, next);
  }
}

/** Moves the children from `place` on to a group after this one; the element that is now next. */
function split(group: Element, place: number): Element | null {
  const moved = [...group.children].slice(place);
  if (moved.length > 0) {
    const fresh = document.createElement('div');
    fresh.append(...moved);
    group.after(fresh);
  }
  return group.nextElementSibling;
}

function elementOf(block: PreviewBlock): HTMLElement {
  const element = document.createElement('div');
  // The desk has sanitised it.
  const template = document.createElement('template');
  template.innerHTML = block.html;
  for (const image of template.content.querySelectorAll('img')) {
    image.setAttribute('loading', 'lazy');
    image.decoding = 'async';
  }
  element.append(template.content);
  return element;
}
