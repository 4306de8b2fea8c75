import { EditorState, type StateCommand } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import { heading, link, paragraphs, prefix, wrap } from './markup';

/** `|` is the caret, `[…]` with `‹›` the selection. */
function run(text: string, command: StateCommand): string {
  const from = text.search(/[‹|]/);
  const clean = text.replace(/[‹›|]/g, '');
  const to = text.includes('›') ? text.indexOf('›') - 1 : from;
  let state = EditorState.create({ doc: clean, selection: { anchor: from, head: to } });
  command({ state, dispatch: (transaction) => (state = transaction.state) });
  return state.doc.toString();
}

describe('marks around words', () => {
  it('go around what is selected, and away again', () => {
    expect(run('un ‹mot› ici', wrap('**'))).toBe('un **mot** ici');
    expect(run('un **‹mot›** ici', wrap('**'))).toBe('un mot ici');
    expect(run('un ‹**mot**› ici', wrap('**'))).toBe('un mot ici');
  });

  it('go around the word at the caret', () => {
    expect(run('un m|ot ici', wrap('*'))).toBe('un *mot* ici');
  });

  it('do not take bold for italic', () => {
    expect(run('un **‹mot›** ici', wrap('*'))).toBe('un ***mot*** ici');
  });
});

describe('marks before lines', () => {
  it('make a heading, another one, and none', () => {
    expect(run('Ti|tre', heading(2))).toBe('## Titre');
    expect(run('# Ti|tre', heading(2))).toBe('## Titre');
    expect(run('## Ti|tre', heading(2))).toBe('Titre');
  });

  it('make lists of the lines selected, and change their kind', () => {
    expect(run('‹a\nb›', prefix('bullet'))).toBe('- a\n- b');
    expect(run('‹- a\n- b›', prefix('number'))).toBe('1. a\n2. b');
    expect(run('‹- a\n- b›', prefix('bullet'))).toBe('a\nb');
    expect(run('‹a\n\nb›', prefix('quote'))).toBe('> a\n\n> b');
  });
});

describe('a link', () => {
  it('takes the words or the address that are selected', () => {
    expect(run('voir ‹ici›', link)).toBe('voir [ici](https://)');
    expect(run('‹https://a.example/b›', link)).toBe('[](https://a.example/b)');
  });
});

describe('a figure', () => {
  const insert = (doc: string, at: number) => {
    const state = EditorState.create({ doc });
    const after = state.update(paragraphs(state, at, ['![a](clip:1)'])).state;
    const head = after.selection.main.head;
    return `${after.sliceDoc(0, head)}|${after.sliceDoc(head)}`;
  };

  it('stands as a paragraph of its own, the caret after it', () => {
    expect(insert('', 0)).toBe('![a](clip:1)\n\n|');
    expect(insert('un', 2)).toBe('un\n\n![a](clip:1)\n\n|');
    expect(insert('un\n\n\n\ndeux', 4)).toBe('un\n\n![a](clip:1)\n\n|deux');
  });

  it('never cuts a sentence', () => {
    expect(insert('une phrase\n\ndeux', 4)).toBe('une phrase\n\n![a](clip:1)\n\n|deux');
  });
});
