// The text: CodeMirror with what an author needs, and nothing a programmer would.

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { findNext, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Annotation, type ChangeSet, Compartment, EditorState, type StateCommand } from '@codemirror/state';
import { drawSelection, dropCursor, EditorView, highlightSpecialChars, keymap, panels, placeholder } from '@codemirror/view';

import { pasteIsEmpty } from './clipboard';
import { heading, link, noBreakSpace, paragraphs, prefix, wrap } from './markup';
import { noBreakSpaces } from './no-break-spaces';
import { type Pictures, picturesChanged, picturesInPlace } from './pictures';
import { placesInText } from './places';
import { theme } from './theme';

export interface TextEvents {
  /** What the author typed, in order. */
  changed(changes: ChangeSet): void;
  /** The paste was not text: a picture, perhaps. */
  pasted(): void;
  /** The caret went up past the first line. */
  leftUpwards(): void;
}

export interface TextWords {
  placeholder: string;
  label: string;
  language: string;
  /** CodeMirror's own sentences. */
  phrases: Record<string, string>;
}

/** Keys that the window has an action for, and CodeMirror another: `Shift-Mod-k` deletes a line. */
const OF_THE_WINDOW = ['Mod-Enter', 'Shift-Mod-k'];

/** CodeMirror's own keys that are left to it. */
export const usualKeys = [...searchKeymap, ...historyKeymap, ...defaultKeymap].filter(
  (binding) => !OF_THE_WINDOW.includes(binding.key ?? ''),
);

/** A change that the desk made: it has it already. */
const fromDesk = Annotation.define<boolean>();

export class TextEditor {
  readonly view: EditorView;
  private readonly words = new Compartment();
  private readonly writable = new Compartment();

  constructor(
    parent: HTMLElement,
    panelsParent: HTMLElement,
    private readonly events: TextEvents,
    private readonly pictures: Pictures,
    words: TextWords,
  ) {
    this.view = new EditorView({ parent });
    this.panelsParent = panelsParent;
    this.wordsNow = words;
    this.load('', true);
  }

  private readonly panelsParent: HTMLElement;
  private wordsNow: TextWords;

  /** Another draft: its text, and a history of its own. */
  load(text: string, readOnly: boolean): void {
    this.view.setState(
      EditorState.create({
        doc: text,
        extensions: [
          this.words.of(wording(this.wordsNow)),
          this.writable.of(writable(readOnly)),
          history(),
          drawSelection(),
          dropCursor(),
          highlightSpecialChars(),
          noBreakSpaces,
          picturesInPlace(this.pictures),
          placesInText(this.pictures.places),
          markdown({ base: markdownLanguage, completeHTMLTags: false, pasteURLAsLink: true }),
          theme,
          EditorView.lineWrapping,
          search({ top: true }),
          panels({ topContainer: this.panelsParent }),
          pasteIsEmpty(() => this.events.pasted()),
          keymap.of([
            { key: 'Mod-b', run: command(wrap('**')) },
            { key: 'Mod-i', run: command(wrap('*')) },
            { key: 'Mod-k', run: command(link) },
            { key: 'Mod-Shift-Space', run: command(noBreakSpace) },
            { key: 'ArrowUp', run: (view) => this.leave(view) },
            ...usualKeys,
            indentWithTab,
          ]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            for (const transaction of update.transactions) {
              if (!transaction.docChanged || transaction.annotation(fromDesk)) continue;
              this.events.changed(transaction.changes);
            }
          }),
        ],
      }),
    );
    // What `cargo xtask bench start` waits for.
    if (!readOnly) performance.mark('editable');
  }

  /** The desk has another text now (an older version restored). Undo brings the old one back. */
  replace(text: string): void {
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      annotations: fromDesk.of(true),
    });
  }

  setWords(words: TextWords): void {
    this.wordsNow = words;
    this.view.dispatch({
      effects: [this.words.reconfigure(wording(words)), picturesChanged()],
    });
  }

  picturesChanged(): void {
    this.view.dispatch({ effects: picturesChanged() });
  }

  /** Blocks of Markdown at the caret, or where they were dropped. */
  insertBlocks(blocks: readonly string[], at?: number): void {
    if (this.view.state.readOnly || blocks.length === 0) return;
    // The text may have become shorter since the place was pointed at.
    const where = Math.min(at ?? this.view.state.selection.main.head, this.view.state.doc.length);
    this.view.dispatch(paragraphs(this.view.state, where, blocks));
    this.view.focus();
  }

  /** Words at the caret, in the place of what is selected. */
  insertWords(text: string): void {
    if (this.view.state.readOnly) return;
    this.view.dispatch(this.view.state.replaceSelection(text), { userEvent: 'input' });
    this.view.focus();
  }

  /** The place in the text at a point of the window; `undefined` outside. */
  placeAt(x: number, y: number): number | undefined {
    return this.view.posAtCoords({ x, y }) ?? undefined;
  }

  run(which: 'bold' | 'italic' | 'link' | 'bullet' | 'number' | 'quote' | 'space' | 'find' | 1 | 2 | 3): void {
    if (which === 'find') openSearchPanel(this.view);
    else {
      if (which === 'bold') command(wrap('**'))(this.view);
      else if (which === 'italic') command(wrap('*'))(this.view);
      else if (which === 'link') command(link)(this.view);
      else if (which === 'space') command(noBreakSpace)(this.view);
      else if (typeof which === 'number') command(heading(which))(this.view);
      else command(prefix(which))(this.view);
      this.view.focus();
    }
  }

  findNext(): void {
    findNext(this.view);
  }

  focus(): void {
    this.view.focus();
  }

  /** The line, with its fraction, at a height of the window. */
  lineAtHeight(y: number): number {
    const block = this.view.lineBlockAtHeight(y - this.view.documentTop);
    const line = this.view.state.doc.lineAt(block.from).number;
    const fraction = block.height > 0 ? (y - this.view.documentTop - block.top) / block.height : 0;
    return line + Math.min(1, Math.max(0, fraction));
  }

  /** The height, from the top of the text, of a line with its fraction. */
  heightOfLine(line: number): number {
    const { doc } = this.view.state;
    const whole = Math.min(doc.lines, Math.max(1, Math.floor(line)));
    const block = this.view.lineBlockAt(doc.line(whole).from);
    return block.top + (line - whole) * block.height;
  }

  destroy(): void {
    this.view.destroy();
  }

  private leave(view: EditorView): boolean {
    const { main } = view.state.selection;
    if (!main.empty) return false;
    const caret = view.coordsAtPos(main.head);
    const first = view.coordsAtPos(0);
    if (!caret || !first || caret.top > first.top + 2) return false;
    this.events.leftUpwards();
    return true;
  }
}

function command(run: StateCommand): (view: EditorView) => boolean {
  return (view) => run({ state: view.state, dispatch: (transaction) => view.dispatch(transaction) });
}

function writable(readOnly: boolean) {
  return [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
}

function wording(words: TextWords) {
  return [
    placeholder(words.placeholder),
    EditorState.phrases.of(words.phrases),
    EditorView.contentAttributes.of({
      'aria-label': words.label,
      lang: words.language,
      spellcheck: 'true',
      autocorrect: 'off',
      autocapitalize: 'sentences',
    }),
  ];
}
