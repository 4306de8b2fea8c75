// What the text shows of the pictures it names: where they are, and whether they are read yet.

import { pictureAddress } from '../backend/call';
import { clipping } from '../backend/commands';
import type { ClippingId, ClippingStep } from '../backend/types';
import { t } from '../editor/messages';
import { clippingOf, isColumn, type Pictures, type Shown } from '../editor/pictures';
import type { Places } from '../editor/places';
import { on } from '../shared/events';

interface Known {
  step: ClippingStep;
  /** Addresses name one content for ever: they are the desk's, never made up here. */
  src: string;
}

export class PicturesShown implements Pictures {
  readonly places: Places;
  private readonly known = new Map<ClippingId, Known>();
  /** Those that are asked for; `true`: once more, for they changed meanwhile. */
  private readonly asking = new Map<ClippingId, boolean>();

  constructor(
    private readonly changed: () => void,
    private readonly opened: (clipping: ClippingId) => void,
    followed: Places['follow'],
  ) {
    this.places = {
      word: () => ({ word: t().placeWord, does: t().toScan }),
      follow: followed,
    };
  }

  start(): () => void {
    // Of the others nothing is shown: they are asked for when they are.
    return on('clipping_changed', ({ clipping: id }) => this.known.has(id) && void this.ask(id));
  }

  show(reference: string): Shown | undefined {
    const id = clippingOf(reference);
    if (id === undefined) return { src: pictureAddress(reference.replace(':', '/')) };
    const known = this.known.get(id) ?? this.first(id);
    const src = known.src && isColumn(reference) ? columnOf(id, known.src) : known.src;
    if (known.step === 'reading') return { src, note: t().reading };
    if (known.step === 'waiting') return { src, note: t().waitingToRead };
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
    if (isColumn(reference)) return t().columnWord;
    return clippingOf(reference) === undefined ? t().pictureWord : t().clippingWord;
  }

  /** Just taken in: its reading has not begun. */
  expect(id: ClippingId): void {
    if (!this.known.has(id)) this.first(id, 'waiting');
  }

  private first(id: ClippingId, step: ClippingStep = 'ready'): Known {
    const known: Known = { step, src: '' };
    this.known.set(id, known);
    void this.ask(id);
    return known;
  }

  /** One question at a time: an answer of before a change never comes after one of since. */
  private async ask(id: ClippingId): Promise<void> {
    if (this.asking.has(id)) return void this.asking.set(id, true);
    do {
      this.asking.set(id, false);
      await this.askOnce(id);
    } while (this.asking.get(id));
    this.asking.delete(id);
  }

  private async askOnce(id: ClippingId): Promise<void> {
    try {
      const { step, first_sight_url, corrected_url, original_url } = await clipping(id);
      // Straight as soon as it is so: reading goes on for a while after that.
      const straight = first_sight_url ?? (step === 'failed' ? null : corrected_url);
      const src = straight ?? original_url;
      const before = this.known.get(id);
      if (before?.step === step && before.src === src) return;
      this.known.set(id, { step, src });
      this.changed();
    } catch {
      // A clipping that is not there is shown by its words; nothing needs the author.
    }
  }
}

/** Made anew where the page is. */
function columnOf(id: ClippingId, page: string): string {
  return pictureAddress(`clip/${id}/column?v=${page.slice(-64)}`);
}
