// The way from a quotation back to the scan: in the text its long reference is drawn as one word,
// and a click on that word opens the clipping there.

import type { EditorState, Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate, WidgetType } from '@codemirror/view';

import { PLACE, type PassagePlace, passagePlace } from '../shared/passage-place';

export interface Places {
  /** What stands for the reference, and what a click on it does. */
  word(): { word: string; does: string };
  /** The author clicked on it. `quoted`: what the quotation says now. */
  follow(place: PassagePlace, quoted: string): void;
}

const LINK = new RegExp(`(?<=\\]\\()${PLACE.source}(?=\\))`, 'g');

class PlaceWord extends WidgetType {
  constructor(
    private readonly reference: string,
    private readonly shown: { word: string; does: string },
    private readonly places: Places,
  ) {
    super();
  }

  override eq(other: PlaceWord): boolean {
    return other.reference === this.reference && other.shown.word === this.shown.word;
  }

  override toDOM(view: EditorView): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    // The preview's link is what the keyboard comes to.
    button.tabIndex = -1;
    button.className = 'cm-place';
    button.textContent = this.shown.word;
    button.title = this.shown.does;
    button.addEventListener('click', () => {
      const place = passagePlace(this.reference);
      if (place) this.places.follow(place, quotedAround(view.state, view.posAtDOM(button)));
    });
    return button;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** The lines of the quotation around a place of the text, but for its own. */
export function quotedAround(state: EditorState, at: number): string {
  const { number } = state.doc.lineAt(at);
  const said = (line: number) => /^\s*>(.*)$/.exec(state.doc.line(line).text)?.[1]?.trim();
  const lines: string[] = [];
  for (let line = number - 1; line >= 1; line -= 1) {
    const text = said(line);
    if (text === undefined) break;
    lines.unshift(text);
  }
  for (let line = number + 1; line <= state.doc.lines; line += 1) {
    const text = said(line);
    if (text === undefined) break;
    lines.push(text);
  }
  return lines.join(' ').trim();
}

export function placesInText(places: Places): Extension {
  const matcher = new MatchDecorator({
    regexp: LINK,
    decoration: ([reference]) =>
      Decoration.replace({ widget: new PlaceWord(reference, places.word(), places) }),
  });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view);
      }

      update(update: ViewUpdate): void {
        // The window's language may have changed.
        const anew = update.transactions.some((transaction) => transaction.effects.length > 0);
        this.decorations = anew ? matcher.createDeco(update.view) : matcher.updateDeco(update, this.decorations);
      }
    },
    {
      decorations: (it) => it.decorations,
      provide: (plugin) =>
        EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
    },
  );
}
