// What stands on the shelf that is looked at. Pages are fetched as they come into view, and kept
// on screen while newer ones are fetched: the list never blinks.

import { library } from '../backend/commands';
import type { LibraryEntry, Shelf } from '../backend/types';
import { on } from '../shared/events';
import { sayProblem } from '../shared/toasts.svelte';

const PAGE = 60;
const SEARCH_PAUSE_MS = 120;
const CHANGE_PAUSE_MS = 200;

export class Shelves {
  shelf = $state<Shelf>('drafts');
  words = $state('');
  total = $state(0);
  /** The first answer for what is looked at has come. */
  known = $state(false);

  private pages = $state.raw<ReadonlyMap<number, readonly LibraryEntry[]>>(new Map());
  private asked = new Set<number>();
  private generation = 0;
  private range = { first: 0, last: PAGE };
  private pause: ReturnType<typeof setTimeout> | undefined;

  /** Follows the desk; call the result to stop. */
  start(): () => void {
    this.refresh();
    // How a post stands is a line's too; it is told by itself where nothing else changed.
    const stops = (['library_changed', 'publication_changed'] as const).map((kind) =>
      on(kind, () => this.later(CHANGE_PAUSE_MS)),
    );
    return () => stops.forEach((stop) => stop());
  }

  entry(index: number): LibraryEntry | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  choose(shelf: Shelf): void {
    if (this.shelf === shelf && this.words === '') return;
    this.shelf = shelf;
    this.words = '';
    this.clear();
  }

  search(words: string): void {
    this.words = words;
    this.range = { first: 0, last: PAGE };
    this.later(words === '' ? 0 : SEARCH_PAUSE_MS);
  }

  /** The lines in view; those that are not there yet are fetched. */
  look(first: number, last: number): void {
    this.range = { first, last };
    this.fetchRange();
  }

  private clear(): void {
    this.pages = new Map();
    this.total = 0;
    this.known = false;
    this.range = { first: 0, last: PAGE };
    this.refresh();
  }

  private later(ms: number): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.refresh(), ms);
  }

  /** Fetches what is in view again; what is shown stays until the answer. */
  private refresh(): void {
    this.generation += 1;
    this.asked.clear();
    this.fetchRange();
  }

  private fetchRange(): void {
    const first = Math.floor(Math.max(0, this.range.first) / PAGE);
    const last = Math.floor(Math.max(0, this.range.last) / PAGE);
    for (let page = first; page <= last; page += 1) {
      if (page > 0 && this.known && page * PAGE >= this.total) break;
      if (!this.asked.has(page)) void this.fetchPage(page);
    }
  }

  private async fetchPage(page: number): Promise<void> {
    this.asked.add(page);
    const { generation } = this;
    const query = { shelf: this.shelf, words: this.words.trim(), offset: page * PAGE, limit: PAGE };
    try {
      const answer = await library(query);
      if (generation !== this.generation) return;
      // Pages of before that are not in view would show what is no longer so.
      const kept = [...this.pages].filter(([number]) => this.asked.has(number));
      this.pages = new Map([...kept, [page, answer.entries]]);
      this.total = answer.total;
      this.known = true;
    } catch (reason) {
      this.asked.delete(page);
      if (generation === this.generation) sayProblem(reason);
    }
  }
}
