// The tiles of one picture that are at hand, and those on their way: few at once, nearest to the
// middle first, and none that is no longer looked at.

import { type Tile, tileKey } from './tiles';

/** A megabyte each, decoded. */
const KEPT_MAX = 96;
/** Beside all that a large screen looks at. */
const SPARE = 16;
const UNDER_WAY_MAX = 6;
const TRIES_MAX = 2;

export interface Loading {
  picture: Promise<CanvasImageSource>;
  cancel: () => void;
}

export class TileStore {
  /** In the order of their last use. */
  readonly #kept = new Map<string, CanvasImageSource>();
  readonly #underWay = new Map<string, Loading>();
  readonly #tries = new Map<string, number>();
  readonly #load: (tile: Tile) => Loading;
  readonly #oncome: () => void;
  #wanted: readonly Tile[] = [];
  #room = KEPT_MAX;

  constructor(load: (tile: Tile) => Loading, oncome: () => void) {
    this.#load = load;
    this.#oncome = oncome;
  }

  get(tile: Tile): CanvasImageSource | undefined {
    const key = tileKey(tile);
    const picture = this.#kept.get(key);
    if (picture !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, picture);
    }
    return picture;
  }

  /** What is looked at now, most wanted first; everything else on its way is given up. */
  want(tiles: readonly Tile[]): void {
    // Fewer would push out what is looked at, and load it again without end.
    this.#room = Math.max(KEPT_MAX, tiles.length + SPARE);
    this.#wanted = tiles.filter((tile) => !this.#kept.has(tileKey(tile)));
    const keys = new Set(this.#wanted.map(tileKey));
    for (const [key, loading] of this.#underWay) {
      if (keys.has(key)) continue;
      this.#underWay.delete(key);
      loading.cancel();
    }
    this.#next();
  }

  close(): void {
    this.want([]);
    this.#kept.clear();
  }

  #next(): void {
    for (const tile of this.#wanted) {
      if (this.#underWay.size >= UNDER_WAY_MAX) return;
      const key = tileKey(tile);
      const tried = this.#tries.get(key) ?? 0;
      if (this.#underWay.has(key) || this.#kept.has(key) || tried >= TRIES_MAX) continue;
      const loading = this.#load(tile);
      this.#underWay.set(key, loading);
      void this.#settle(key, loading, tried);
    }
  }

  async #settle(key: string, loading: Loading, tried: number): Promise<void> {
    try {
      const picture = await loading.picture;
      if (this.#underWay.get(key) !== loading) return;
      this.#kept.set(key, picture);
      for (const oldest of this.#kept.keys()) {
        if (this.#kept.size <= this.#room) break;
        this.#kept.delete(oldest);
      }
      this.#oncome();
    } catch {
      if (this.#underWay.get(key) !== loading) return;
      this.#tries.set(key, tried + 1);
    }
    this.#underWay.delete(key);
    this.#next();
  }
}

/** A picture decoded away from the frames that are drawn. */
export function loadPicture(address: string): Loading {
  const picture = new Image();
  picture.src = address;
  return {
    picture: picture.decode().then(() => picture),
    cancel: () => picture.removeAttribute('src'),
  };
}
