import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { sampleClipping } from '../backend/fake/clippings';
import { startEvents } from '../shared/events';
import { until } from '../shared/until';
import QueueStatus from './QueueStatus.svelte';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;

beforeEach(async () => {
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  for (const id of ['one', 'two']) {
    const view = sampleClipping(id, false);
    // Two of one name are two.
    view.clipping.provenance.title = 'Le pont';
    desk.state.clippings.set(id, view);
  }
  const first = desk.state.clippings.get('one');
  if (first) first.step = 'reading';
  stop = await startEvents();
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  stop();
});

it('opens each clipping that is read or waits, and cancels the one that is read', async () => {
  const onopen = vi.fn();
  shown = mount(QueueStatus, { target: document.body, props: { onopen } });
  const lines = () => [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const show = async (): Promise<void> => {
    await until(() => expect(document.querySelector('.queue')).not.toBeNull());
    document.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click();
    await until(() => expect(lines()).toHaveLength(3));
  };
  await show();
  lines()[1]?.click();
  expect(onopen).toHaveBeenCalledExactlyOnceWith('two');
  await show();
  lines()[2]?.click();
  await until(() => expect(desk.state.clippings.get('one')?.step).toBe('unread'));
  flushSync();
  await until(() => expect(document.querySelector('.queue')?.textContent).not.toContain('Lecture en cours'));
});
