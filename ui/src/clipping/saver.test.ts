import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createSaver, type SaverState } from './saver';

interface Change {
  text?: string;
  page?: number;
}

function saver(answer: (changes: Change) => Promise<string>) {
  const sent: Change[] = [];
  const states: SaverState[] = [];
  const answers: string[] = [];
  const problems: unknown[] = [];
  const made = createSaver<Change, string>({
    delayMs: 400,
    send: (changes) => {
      sent.push(changes);
      return answer(changes);
    },
    onanswer: (it) => answers.push(it),
    onstate: (state) => states.push(state),
    onproblem: (reason) => problems.push(reason),
  });
  return { made, sent, states, answers, problems };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a saver', () => {
  it('waits for a pause and sends the latest of each field once', async () => {
    const { made, sent, states } = saver(() => Promise.resolve('ok'));
    made.change({ text: 'a' });
    await vi.advanceTimersByTimeAsync(300);
    made.change({ text: 'ab', page: 2 });
    await vi.advanceTimersByTimeAsync(300);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toEqual([{ text: 'ab', page: 2 }]);
    expect(states.at(-1)).toBe('saved');
    expect(made.unsaved()).toEqual({});
  });

  it('keeps what could not be sent and sends it with the next change', async () => {
    let broken = true;
    const { made, sent, problems } = saver(() =>
      broken ? Promise.reject(new Error('full')) : Promise.resolve('ok'),
    );
    made.change({ text: 'a', page: 1 });
    expect(await made.flush()).toBe(false);
    expect(problems).toHaveLength(1);
    expect(made.unsaved()).toEqual({ text: 'a', page: 1 });
    broken = false;
    made.change({ page: 2 });
    expect(await made.flush()).toBe(true);
    expect(sent.at(-1)).toEqual({ text: 'a', page: 2 });
  });

  it('tries again by itself what could not be sent, tells of it once, and stops when it is told to', async () => {
    let broken = true;
    const { made, sent, states, problems } = saver(() =>
      broken ? Promise.reject(new Error('full')) : Promise.resolve('ok'),
    );
    made.change({ text: 'a' });
    await vi.advanceTimersByTimeAsync(400);
    expect(states.at(-1)).toBe('failed');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toHaveLength(2);
    expect(problems).toHaveLength(1);
    broken = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent.at(-1)).toEqual({ text: 'a' });
    expect(states.at(-1)).toBe('saved');

    broken = true;
    made.change({ text: 'b' });
    made.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(4);
  });

  it('has one request under way, and drops an answer overtaken by a later change', async () => {
    const waiting: ((answer: string) => void)[] = [];
    const { made, sent, answers } = saver(() => new Promise((done) => waiting.push(done)));
    made.change({ text: 'a' });
    const first = made.flush();
    made.change({ text: 'ab' });
    const second = made.flush();
    expect(sent).toHaveLength(1);
    waiting[0]?.('one');
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(2);
    expect(answers).toEqual([]);
    waiting[1]?.('two');
    expect(await second).toBe(true);
    expect(answers).toEqual(['two']);
  });
});
