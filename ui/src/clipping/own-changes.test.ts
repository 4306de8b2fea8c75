import { expect, it, vi } from 'vitest';

import { sampleClipping } from '../backend/fake/clippings';
import type { ClippingView } from '../backend/types';
import { OwnChanges } from './own-changes';

/** A change under way, and how it ends. */
function change() {
  const own = new OwnChanges();
  const look = vi.fn();
  let resolve: (view: ClippingView) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<ClippingView>((one, other) => ([resolve, reject] = [one, other]));
  const done = own.change(promise, look);
  return { own, look, done, refuse: () => reject(new Error('full')), answer: () => resolve(sampleClipping('one', true)) };
}

it('takes the event of an own change for what its answer says, before it and after', async () => {
  const before = change();
  expect(before.own.covers('ready')).toBe(true);
  before.answer();
  await before.done;
  expect(before.look).not.toHaveBeenCalled();
  expect(before.own.covers('ready')).toBe(false);

  const after = change();
  after.answer();
  await after.done;
  expect(after.own.covers('ready')).toBe(true);
  expect(after.own.covers('ready')).toBe(false);
});

it('looks again where something else happened meanwhile, or the change was refused', async () => {
  const other = change();
  expect([other.own.covers('reading'), other.own.covers('ready')]).toEqual([true, true]);
  other.answer();
  await other.done;
  expect(other.look).toHaveBeenCalledOnce();

  const refused = change();
  refused.own.covers('ready');
  refused.refuse();
  await expect(refused.done).rejects.toThrow('full');
  expect(refused.look).toHaveBeenCalledOnce();
});

it('asks anew at what comes long after its answer', async () => {
  const late = change();
  late.answer();
  await late.done;
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 5_000);
  expect(late.own.covers('ready')).toBe(false);
  vi.restoreAllMocks();
});
