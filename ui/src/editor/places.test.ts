import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { describe, expect, it, vi } from 'vitest';

import { placesInText, quotedAround } from './places';

const ID = '019350b0-0000-7000-8000-000000000001';
const DOC = `Avant.

> La rivière monte.
> Puis baisse.
>
> — [« Titre »](clip:${ID}#w12-40), *Val*

![image](clip:${ID})`;

describe('a quotation in the text', () => {
  it('says what it quotes without its source', () => {
    const state = EditorState.create({ doc: DOC });
    expect(quotedAround(state, DOC.indexOf('#w12'))).toBe('La rivière monte. Puis baisse.');
  });

  it('shows one word in the place of its reference, which leads to the scan', () => {
    const follow = vi.fn();
    const places = { word: () => ({ word: 'passage', does: 'Revoir' }), follow };
    const view = new EditorView({ doc: DOC, extensions: placesInText(places), parent: document.body });
    const buttons = [...view.dom.querySelectorAll('button')];
    expect(buttons.map((button) => button.textContent)).toEqual(['passage']);
    expect(view.dom.textContent).not.toContain('#w12');
    buttons[0]?.click();
    expect(follow).toHaveBeenCalledWith(
      { clipping: ID, words: { first: 12, last: 40 } },
      'La rivière monte. Puis baisse.',
    );
    expect(view.state.doc.toString()).toBe(DOC);
    view.destroy();
  });
});
