// Text and preview scroll together: the one that the author moves leads, the other follows.
//
// Both are compared at a reading line that goes from the top of the pane to its foot as one
// scrolls from the beginning to the end: so beginnings and ends meet without jumps. A follower's
// own scroll event is known by the position that it was given, and is not followed back.

export interface Side {
  scroller(): HTMLElement | undefined;
  /** Heights are measured from the top of what is scrolled. */
  lineAtHeight(height: number): number;
  heightOfLine(line: number): number;
}

export interface Metrics {
  top: number;
  height: number;
  full: number;
}

/** The height, in what is scrolled, of the line that is being read. */
export function readingHeight({ top, height, full }: Metrics): number {
  return top + readingFraction({ top, height, full }) * height;
}

export function readingFraction({ top, height, full }: Metrics): number {
  const most = full - height;
  return most > 0 ? Math.min(1, Math.max(0, top / most)) : 0;
}

/** Where the follower scrolls to, so that its line stands at the same fraction of its pane. */
export function followingTop(fraction: number, lineHeight: number, follower: Metrics): number {
  const most = Math.max(0, follower.full - follower.height);
  if (fraction <= 0) return 0;
  if (fraction >= 1) return most;
  return Math.min(most, Math.max(0, lineHeight - fraction * follower.height));
}

export class ScrollSync {
  private leader: 'text' | 'preview' = 'text';
  private given: Record<'text' | 'preview', number> = { text: -1, preview: -1 };
  private frame = 0;

  constructor(private readonly sides: Record<'text' | 'preview', Side>) {}

  scrolled(which: 'text' | 'preview'): void {
    const top = this.sides[which].scroller()?.scrollTop ?? 0;
    if (Math.abs(top - this.given[which]) < 2) return;
    this.given[which] = -1;
    this.leader = which;
    this.soon();
  }

  /** Heights have changed (blocks replaced, a picture loaded): the follower finds its place again. */
  changed(): void {
    this.soon();
  }

  /** Another draft: both at their beginning. */
  reset(): void {
    this.leader = 'text';
    for (const which of ['text', 'preview'] as const) {
      const scroller = this.sides[which].scroller();
      if (!scroller) continue;
      scroller.scrollTop = 0;
      this.given[which] = 0;
    }
  }

  private soon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.follow());
  }

  private follow(): void {
    const other = this.leader === 'text' ? 'preview' : 'text';
    const from = this.sides[this.leader];
    const to = this.sides[other];
    const leading = metrics(from.scroller());
    const scroller = to.scroller();
    const following = metrics(scroller);
    if (!leading || !scroller || !following) return;
    const line = from.lineAtHeight(readingHeight(leading));
    const top = followingTop(readingFraction(leading), to.heightOfLine(line), following);
    if (Math.abs(scroller.scrollTop - top) < 1) return;
    scroller.scrollTop = top;
    this.given[other] = scroller.scrollTop;
  }
}

function metrics(element: HTMLElement | undefined): Metrics | undefined {
  if (!element || element.clientHeight === 0) return undefined;
  return { top: element.scrollTop, height: element.clientHeight, full: element.scrollHeight };
}
