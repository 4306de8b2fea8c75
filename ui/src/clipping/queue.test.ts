import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { sampleClipping } from '../backend/fake/clippings';
import { startEvents } from '../shared/events';
import { clippingQueue, startQueue } from './queue.svelte';

let desk: FakeDesk;
let stops: (() => void)[] = [];
const looked = vi.fn();

beforeEach(async () => {
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  const { call } = desk.transport;
  desk.transport.call = (name, args) => {
    if (name === 'library') looked();
    return call(name, args);
  };
  stops = [await startEvents(), startQueue()];
  await vi.waitFor(() => expect(looked).toHaveBeenCalledOnce());
  looked.mockClear();
});

afterEach(() => {
  for (const stop of stops) stop();
});

it('does not look through the library at each pause in typing', async () => {
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
  for (let n = 0; n < 3; n += 1) desk.state.emit({ kind: 'library_changed' });
  await wait(700);
  expect(looked).not.toHaveBeenCalled();

  desk.state.clippings.set('one', sampleClipping('one', false));
  desk.state.emit({ kind: 'clipping_changed', clipping: 'one', step: 'waiting' });
  await vi.waitFor(() => expect(clippingQueue().map(({ id }) => id)).toEqual(['one']));
  looked.mockClear();
  for (let n = 0; n < 3; n += 1) desk.state.emit({ kind: 'library_changed' });
  await vi.waitFor(() => expect(looked).toHaveBeenCalledOnce());
  await wait(700);
  expect(looked).toHaveBeenCalledOnce();
});
