import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { sampleClipping } from '../backend/fake/clippings';
import { startEvents } from '../shared/events';
import { PicturesShown } from './pictures-shown';

let desk: FakeDesk;
let stops: (() => void)[] = [];
let pictures: PicturesShown;
const changed = vi.fn();
/** What was asked for, and when it may answer. */
let asked: { id: unknown; answer: () => void }[] = [];

beforeEach(async () => {
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  desk.state.clippings.set('one', sampleClipping('one', false));
  asked = [];
  const { call } = desk.transport;
  desk.transport.call = async (name, args) => {
    const answer = await call(name, args);
    if (name === 'clipping') await new Promise<void>((done) => asked.push({ id: args['clipping'], answer: done }));
    return answer;
  };
  pictures = new PicturesShown(changed, () => undefined, () => undefined);
  stops = [await startEvents(), pictures.start()];
});

afterEach(() => {
  for (const stop of stops) stop();
});

it('asks for a clipping that is shown, once more where it changed meanwhile, and for no other', async () => {
  pictures.show('clip:one');
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  const view = desk.state.clippings.get('one');
  if (view) view.step = 'ready';
  for (const clipping of ['one', 'another', 'one']) {
    desk.state.emit({ kind: 'clipping_changed', clipping, step: 'ready' });
  }
  await new Promise((done) => setTimeout(done, 20));
  expect(asked).toHaveLength(1);
  asked[0]?.answer();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.answer();
  await vi.waitFor(() => expect(pictures.show('clip:one')?.note).toBeUndefined());
  expect(asked.map(({ id }) => id)).toEqual(['one', 'one']);
});
