// What the text shows of the pictures it names: where they are, and whether they are read yet.

import { pictureAddress } from '../backend/call';
import { clipping } from '../backend/commands';
import type { ClippingId, ClippingStep } from '../backend/types';
import { t } from '../editor/messages';
import { clippingOf, type Pictures, type Shown } from '../editor/pictures';
import { on } from '../shared/events';

interface Known {
  step: ClippingStep;
  /** Counted up each time the clipping's page is made anew, so that it is loaded anew. */
  made: number;
}

export class PicturesShown implements Pictures {
  private readonly known = new Map<ClippingId, Known>();

  constructor(
    private readonly changed: () => void,
    private readonly opened: (clipping: ClippingId) => void,
  ) {}

  start(): () => void {
    return on('clipping_changed', ({ clipping: id, step }) => {
      const before = this.known.get(id);
      this.known.set(id, { step, made: (before?.made ?? 0) + 1 });
      this.changed();
    });
  }

  show(reference: string): Shown | undefined {
    const id = clippingOf(reference);
    if (id === undefined) return { src: pictureAddress(reference.replace(':', '/')) };
    const known = this.known.get(id);
    if (!known) {
      this.known.set(id, { step: 'ready', made: 0 });
      void this.ask(id);
    }
    const step = known?.step ?? 'ready';
    const again = known && known.made > 0 ? `?${known.made}` : '';
    if (step === 'ready') return { src: pictureAddress(`clip/${id}/web`) + again };
    const src = pictureAddress(`clip/${id}/original`);
    if (step === 'reading') return { src, note: t().reading };
    if (step === 'waiting') return { src, note: t().waitingToRead };
    return { src };
  }

  open(reference: string): void {
    const id = clippingOf(reference);
    if (id !== undefined) this.opened(id);
  }

  label(alt: string): string {
    return t().openPicture(alt);
  }

  word(reference: string): string {
    return clippingOf(reference) === undefined ? t().pictureWord : t().clippingWord;
  }

  /** Just taken in: its reading has not begun. */
  expect(id: ClippingId): void {
    if (!this.known.has(id)) this.known.set(id, { step: 'waiting', made: 0 });
  }

  private async ask(id: ClippingId): Promise<void> {
    try {
      const { step } = await clipping(id);
      const known = this.known.get(id);
      if (known && known.made === 0 && step !== known.step) {
        this.known.set(id, { ...known, step });
        this.changed();
      }
    } catch {
      // A clipping that is not there is shown by its words; nothing needs the author.
    }
  }
}
