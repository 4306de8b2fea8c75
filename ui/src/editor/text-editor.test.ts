import { expect, it } from 'vitest';

import { TextEditor } from './text-editor';

it('blocks dropped past the end of a text that became shorter go to its end', () => {
  const nothing = () => undefined;
  const editor = new TextEditor(
    document.createElement('div'),
    document.createElement('div'),
    { changed: nothing, pasted: nothing, leftUpwards: nothing },
    { show: nothing, open: nothing, label: String, word: String, places: { word: () => ({ word: '', does: '' }), follow: nothing } },
    { placeholder: '', label: '', language: 'fr', phrases: {} },
  );
  editor.load('abc', false);
  editor.insertBlocks(['Un bloc.'], 999);
  expect(editor.view.state.doc.toString().trim()).toBe('abc\n\nUn bloc.');
  editor.destroy();
});
