// Pictures shown in place: under the line that is a picture and nothing else, the picture.
// Its long reference is drawn as one word. Only lines that change are looked at again.

import { type EditorState, type Extension, type Range, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';

import type { Places } from './places';

/** What the window knows of a picture. */
export interface Shown {
  /** Empty: not known yet; its room is kept. */
  src: string;
  /** *Lecture en cours*, say. The picture is then drawn back. */
  note?: string;
}

export interface Pictures {
  /** By its reference in the text; `undefined`: it is shown by its words alone. */
  show(reference: string): Shown | undefined;
  /** The author clicked on it. */
  open(reference: string): void;
  /** The name of the button over a picture. */
  label(alt: string): string;
  /** What stands for a reference. */
  word(reference: string): string;
  /** Quotations lead back to their clippings. */
  places: Places;
}

/** A picture alone on its line. The alternative text may hold escaped brackets. */
const FIGURE = /^!\[((?:\\.|[^\\\]])*)\]\(((?:clip|media):[^\s)]+)(?:\s+(?:"(?:\\.|[^"\\])*"|'[^']*'))?\)\s*$/;

const changed = StateEffect.define<string | null>();

class Picture extends WidgetType {
  constructor(
    private readonly reference: string,
    private readonly alt: string,
    private readonly shown: Shown,
    private readonly pictures: Pictures,
  ) {
    super();
  }

  override eq(other: Picture): boolean {
    return (
      other.reference === this.reference &&
      other.alt === this.alt &&
      other.shown.src === this.shown.src &&
      other.shown.note === this.shown.note
    );
  }

  override get estimatedHeight(): number {
    return 264;
  }

  override toDOM(): HTMLElement {
    const block = document.createElement('div');
    block.className = 'cm-picture';
    const frame = document.createElement('button');
    frame.type = 'button';
    frame.tabIndex = -1;
    frame.className = 'cm-picture-frame' + (this.shown.note ? ' pending' : '');
    frame.setAttribute('aria-label', this.pictures.label(this.alt));
    frame.addEventListener('click', () => this.pictures.open(this.reference));
    const image = document.createElement('img');
    if (this.shown.src) image.src = this.shown.src;
    image.alt = '';
    image.draggable = false;
    frame.append(image);
    if (this.shown.note) {
      const note = document.createElement('span');
      note.className = 'cm-picture-note';
      note.textContent = this.shown.note;
      frame.append(note);
    }
    block.append(frame);
    return block;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class Reference extends WidgetType {
  constructor(private readonly word: string) {
    super();
  }

  override eq(other: Reference): boolean {
    return other.word === this.word;
  }

  override toDOM(): HTMLElement {
    const span = document.createElement('span');
    span.className = 'cm-reference';
    span.textContent = this.word;
    return span;
  }
}

const source = Decoration.line({ class: 'cm-figure-source' });

function decorate(state: EditorState, from: number, to: number, pictures: Pictures): Range<Decoration>[] {
  const out: Range<Decoration>[] = [];
  for (let at = from; at <= to; ) {
    const line = state.doc.lineAt(at);
    const found = line.text.startsWith('![') ? FIGURE.exec(line.text) : null;
    if (found) {
      const [, alt = '', reference = ''] = found;
      const start = line.from + alt.length + 4;
      out.push(source.range(line.from));
      out.push(
        Decoration.replace({ widget: new Reference(pictures.word(reference)) }).range(
          start,
          start + reference.length,
        ),
      );
      const shown = pictures.show(reference);
      if (shown) {
        const widget = new Picture(reference, alt, shown, pictures);
        out.push(Decoration.widget({ widget, block: true, side: 1 }).range(line.to));
      }
    }
    at = line.to + 1;
  }
  return out;
}

export function picturesInPlace(pictures: Pictures): Extension {
  const field = StateField.define<DecorationSet>({
    create: (state) => RangeSet.of(decorate(state, 0, state.doc.length, pictures), true),
    update(set, transaction) {
      const { state } = transaction;
      let next = set;
      if (transaction.docChanged) {
        next = set.map(transaction.changes);
        transaction.changes.iterChangedRanges((_from, _to, fromNew, toNew) => {
          const from = state.doc.lineAt(fromNew).from;
          const to = state.doc.lineAt(toNew).to;
          next = next.update({
            filterFrom: from,
            filterTo: to,
            filter: () => false,
            add: decorate(state, from, to, pictures),
            sort: true,
          });
        }, true);
      }
      // A picture came, or the window's language changed: rare, so all is looked at again.
      if (transaction.effects.some((effect) => effect.is(changed))) {
        next = RangeSet.of(decorate(state, 0, state.doc.length, pictures), true);
      }
      return next;
    },
    provide: (it) => [
      EditorView.decorations.from(it),
      // The reference is one thing to the caret.
      EditorView.atomicRanges.of((view) =>
        view.state.field(it).update({ filter: (_from, _to, value) => value.spec.widget instanceof Reference }),
      ),
    ],
  });
  return field;
}

/** Looks at all pictures again. */
export function picturesChanged(): StateEffect<string | null> {
  return changed.of(null);
}

/** The clipping that a reference names, if it names one. */
export function clippingOf(reference: string): string | undefined {
  return reference.startsWith('clip:') ? reference.slice('clip:'.length).replace(COLUMN, '') : undefined;
}

/** Whether it names the clipping in a single column. */
export function isColumn(reference: string): boolean {
  return reference.startsWith('clip:') && COLUMN.test(reference);
}

const COLUMN = /#column$/;
