// What the toolbar and the keys do to Markdown. Each is a toggle where it can be.

import { type ChangeSpec, EditorSelection, type EditorState, type StateCommand, type TransactionSpec } from '@codemirror/state';

function edit(make: (state: EditorState) => TransactionSpec | null): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const spec = make(state);
    if (!spec) return false;
    dispatch(state.update({ ...spec, userEvent: 'input.markup', scrollIntoView: true }));
    return true;
  };
}

/** `**` or `*` around what is selected, or around the word at the caret. */
export function wrap(mark: string): StateCommand {
  return edit((state) =>
    state.changeByRange((range) => {
      const size = mark.length;
      const word = range.empty ? state.wordAt(range.head) : null;
      const { from, to } = word ?? range;
      const text = state.sliceDoc(from, to);
      if (stands(state, from - size, mark) && stands(state, to, mark)) {
        return {
          changes: [
            { from: from - size, to: from },
            { from: to, to: to + size },
          ],
          range: EditorSelection.range(range.anchor - size, range.head - size),
        };
      }
      if (text.length >= 2 * size && text.startsWith(mark) && text.endsWith(mark)) {
        return {
          changes: { from, to, insert: text.slice(size, -size) },
          range: EditorSelection.range(from, to - 2 * size),
        };
      }
      return {
        changes: [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
        range: EditorSelection.range(range.anchor + size, range.head + size),
      };
    }),
  );
}

/** The mark, and not the half of a longer one: `*` is not the edge of `**`. */
function stands(state: EditorState, at: number, mark: string): boolean {
  if (at < 0 || state.sliceDoc(at, at + mark.length) !== mark) return false;
  if (mark !== '*') return true;
  return run(state, at) !== 2;
}

function run(state: EditorState, at: number): number {
  let from = at;
  let to = at;
  while (from > 0 && state.sliceDoc(from - 1, from) === '*') from -= 1;
  while (state.sliceDoc(to, to + 1) === '*') to += 1;
  return to - from;
}

function linesOf(state: EditorState): { from: number; text: string }[] {
  const lines = new Map<number, { from: number; text: string }>();
  for (const range of state.selection.ranges) {
    for (let at = range.from; at <= range.to; ) {
      const line = state.doc.lineAt(at);
      lines.set(line.number, line);
      at = line.to + 1;
    }
  }
  return [...lines.values()];
}

/** A heading of that level; the same again: none. */
export function heading(level: number): StateCommand {
  return edit((state) => {
    const lines = linesOf(state);
    const mark = `${'#'.repeat(level)} `;
    const all = lines.every((line) => line.text.startsWith(mark));
    const changes = lines.map((line) => {
      const old = /^#{1,6} +/.exec(line.text)?.[0].length ?? 0;
      return { from: line.from, to: line.from + old, insert: all ? '' : mark };
    });
    return { changes };
  });
}

const LIST = /^(\s*)(?:[-*+]|\d+[.)]) +/;

/** `- `, `1. ` or `> ` before each line; where all have it, none. */
export function prefix(kind: 'bullet' | 'number' | 'quote'): StateCommand {
  return edit((state) => {
    const lines = linesOf(state).filter((line, _, all) => line.text.trim() !== '' || all.length === 1);
    const has = (text: string): number => {
      if (kind === 'quote') return /^> ?/.exec(text)?.[0].length ?? 0;
      const found = (kind === 'bullet' ? /^[-*+] +/ : /^\d+[.)] +/).exec(text);
      return found?.[0].length ?? 0;
    };
    const all = lines.every((line) => has(line.text) > 0);
    const changes: ChangeSpec[] = lines.map((line, number) => {
      if (all) return { from: line.from, to: line.from + has(line.text) };
      const other = kind === 'quote' ? 0 : (LIST.exec(line.text)?.[0].length ?? 0);
      const insert = kind === 'quote' ? '> ' : kind === 'bullet' ? '- ' : `${number + 1}. `;
      return { from: line.from, to: line.from + other, insert };
    });
    return { changes };
  });
}

/** `[what is selected](address)`, the caret where the next thing is to be written. */
export const link: StateCommand = edit((state) =>
  state.changeByRange((range) => {
    const text = state.sliceDoc(range.from, range.to);
    if (/^https?:\/\/\S+$/.test(text)) {
      const at = range.from + 1;
      return {
        changes: { from: range.from, to: range.to, insert: `[](${text})` },
        range: EditorSelection.cursor(at),
      };
    }
    const insert = `[${text}](https://)`;
    const address = range.from + text.length + 3;
    return {
      changes: { from: range.from, to: range.to, insert },
      range: text
        ? EditorSelection.range(address, address + 'https://'.length)
        : EditorSelection.cursor(range.from + 1),
    };
  }),
);

/** Blocks of Markdown as paragraphs of their own, at a place; the caret after them. */
export function paragraphs(state: EditorState, at: number, blocks: readonly string[]): TransactionSpec {
  const line = state.doc.lineAt(at);
  const blank = line.text.trim() === '';
  // In the middle of a paragraph the figure goes after it: a sentence is never cut in two.
  const where = blank ? line.from : at === line.from ? line.from : line.to;
  const to = blank ? line.to : where;
  const before = state.sliceDoc(Math.max(0, where - 2), where);
  const after = state.sliceDoc(to, to + 2);
  const lead = where === 0 || before === '\n\n' ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const tail = after === '' ? '\n\n' : after === '\n\n' ? '' : after.startsWith('\n') ? '\n' : '\n\n';
  const insert = lead + blocks.join('\n\n') + tail;
  const caret = where + insert.length + (tail === '' ? Math.min(2, state.doc.length - to) : 0);
  return {
    changes: { from: where, to, insert },
    selection: { anchor: caret },
    scrollIntoView: true,
    userEvent: 'input.drop',
  };
}

/** A no-break space. */
export const noBreakSpace: StateCommand = edit((state) => state.replaceSelection('\u00a0'));
