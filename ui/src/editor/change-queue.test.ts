import { EditorState, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';

import type { OpenDraft, PreviewSplice, TextChange } from '../backend/types';
import { ChangeQueue, difference, textChanges } from './change-queue';

/** A desk whose answers wait until the test lets them go. */
function scene(start: string) {
  let desk = start;
  let deskVersion = 0;
  let state = EditorState.create({ doc: start });
  const frames: (() => void)[] = [];
  const calls: { version: number; changes: TextChange[]; done: () => void; fail: (taken: boolean) => void }[] = [];
  const applied: number[] = [];
  const resets: string[] = [];
  const troubles: unknown[] = [];

  const take = (version: number, changes: TextChange[]): void => {
    for (const change of [...changes].reverse()) {
      desk = desk.slice(0, change.from) + change.insert + desk.slice(change.to);
    }
    deskVersion = version;
  };
  const splice = (version: number): PreviewSplice => ({
    version,
    at: 0,
    removed: 0,
    inserted: [],
    line_shift: 0,
    words: 0,
  });
  const queue = new ChangeQueue(
    0,
    {
      edit: (version, changes) =>
        new Promise((resolve, reject) => {
          calls.push({
            version,
            changes,
            done: () => {
              take(version, changes);
              resolve(splice(version));
            },
            fail: (taken) => {
              if (taken) take(version, changes);
              reject(new Error('lost'));
            },
          });
        }),
      open: () =>
        Promise.resolve({
          draft: { content: { body: desk } },
          version: deskVersion,
          blocks: [],
        } as unknown as OpenDraft),
    },
    {
      splice: (one) => applied.push(one.version),
      reset: (open) => resets.push(open.draft.content.body),
      trouble: (reason) => troubles.push(reason),
    },
    () => state.doc,
    { soon: (run) => frames.push(run), later: (run) => frames.push(run) },
  );
  const tick = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn += 1) {
      for (const run of frames.splice(0)) run();
      await new Promise((done) => setTimeout(done, 0));
    }
  };
  const type = (from: number, to: number, insert: string): void => {
    const transaction = state.update({ changes: { from, to, insert } });
    state = transaction.state;
    queue.add(transaction.changes);
  };
  return {
    queue,
    type,
    tick,
    calls,
    applied,
    resets,
    troubles,
    splice,
    text: () => state.doc.toString(),
    desk: () => desk,
  };
}

describe('the queue of changes', () => {
  it('sends what is typed at once as one numbered change set', async () => {
    const { type, tick, calls } = scene('Bonjour');
    type(7, 7, ' le');
    type(10, 10, ' monde');
    await tick();
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      version: 1,
      changes: [{ from: 7, to: 7, insert: ' le monde' }],
    });
  });

  it('has one call under way, and composes what is typed meanwhile', async () => {
    const { type, tick, calls, desk, text, applied } = scene('un deux');
    type(0, 2, 'trois');
    await tick();
    type(5, 5, '!');
    type(10, 10, '?');
    await tick();
    expect(calls).toHaveLength(1);
    calls[0]?.done();
    await tick();
    expect(calls).toHaveLength(2);
    expect(calls[1]?.version).toBe(2);
    calls[1]?.done();
    await tick();
    expect(desk()).toBe(text());
    expect(applied).toEqual([1, 2]);
  });

  it('counts offsets in UTF-16 units of the text before the whole set', () => {
    const state = EditorState.create({ doc: 'a🌊b\nc' });
    const { changes } = state.update({
      changes: [
        { from: 3, to: 4, insert: 'X' },
        { from: 5, to: 6, insert: 'line\nend' },
      ],
    });
    expect(textChanges(changes)).toEqual([
      { from: 3, to: 4, insert: 'X' },
      { from: 5, to: 6, insert: 'line\nend' },
    ]);
  });

  it('reaches the text of the window after a call that was lost but taken', async () => {
    const { type, tick, calls, desk, text, resets, troubles } = scene('abc');
    type(3, 3, 'd');
    await tick();
    type(4, 4, 'e');
    calls[0]?.fail(true);
    await tick();
    expect(resets).toEqual(['abcd']);
    calls[1]?.done();
    await tick();
    expect(desk()).toBe('abcde');
    expect(desk()).toBe(text());
    expect(troubles.at(-1)).toBeUndefined();
  });

  it('reaches the text of the window after a call that was lost and not taken', async () => {
    const { type, tick, calls, desk, text, queue } = scene('abc');
    type(1, 1, '🌊');
    await tick();
    calls[0]?.fail(false);
    await tick();
    expect(queue.quiet).toBe(false);
    calls[1]?.done();
    await tick();
    expect(desk()).toBe(text());
    expect(queue.quiet).toBe(true);
  });

  it('holds a splice that came before the answer it follows', async () => {
    const { type, tick, calls, applied, queue, splice } = scene('abc');
    type(3, 3, 'd');
    await tick();
    queue.addSplice({ ...splice(1), words: 9 });
    expect(applied).toEqual([]);
    calls[0]?.done();
    await tick();
    expect(applied).toEqual([1, 1]);
  });

  it('opens the draft anew when a splice comes too late to be applied in order', async () => {
    const { type, tick, calls, queue, splice, resets } = scene('abc');
    type(3, 3, 'd');
    await tick();
    calls[0]?.done();
    await tick();
    queue.addSplice(splice(0));
    await tick();
    expect(resets).toEqual(['abcd']);
    expect(queue.quiet).toBe(true);
  });

  it('opens the draft anew when such a splice comes while a call is under way', async () => {
    const { type, tick, calls, queue, splice, resets } = scene('abc');
    type(3, 3, 'd');
    await tick();
    calls[0]?.done();
    await tick();
    type(4, 4, 'e');
    await tick();
    queue.addSplice(splice(0));
    calls[1]?.done();
    await tick();
    expect(resets).toEqual(['abcde']);
    expect(queue.quiet).toBe(true);
  });

  it('has nothing to send of what was typed and taken back', async () => {
    const { type, tick, calls, queue } = scene('abc');
    type(3, 3, 'd');
    type(3, 4, '');
    expect(queue.reached).toBe(0);
    await tick();
    expect(calls).toHaveLength(0);
    expect(queue.quiet).toBe(true);
  });

  it('says when all that was typed has arrived', async () => {
    const { type, tick, calls, queue } = scene('');
    type(0, 0, 'x');
    let settled = false;
    void queue.settled().then(() => (settled = true));
    await tick();
    expect(settled).toBe(false);
    calls[0]?.done();
    await tick();
    expect(settled).toBe(true);
  });
});

describe('the difference of two texts', () => {
  it('is the smallest single replacement, and never cuts a pair of surrogates', () => {
    const cases: [string, string][] = [
      ['', 'x'],
      ['x', ''],
      ['aaa', 'aa'],
      ['le 🌊 monte', 'le 🌋 monte'],
      ['abc', 'axc'],
      ['un\ndeux', 'un\n\ndeux'],
    ];
    for (const [before, after] of cases) {
      const changes = difference(before, Text.of(after.split('\n')));
      const state = EditorState.create({ doc: before });
      expect(changes && state.update({ changes }).state.doc.toString()).toBe(after);
      for (const change of changes ? textChanges(changes) : []) {
        // Throws on half a pair.
        expect(() => encodeURIComponent(change.insert)).not.toThrow();
      }
    }
    expect(difference('même', Text.of(['même']))).toBeUndefined();
  });
});
