import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import { until } from '../shared/until';
import Conflict from './Conflict.svelte';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;
let asked: { command: string; args: Record<string, unknown> }[];
let refusal: unknown;

async function open(onclose: () => void): Promise<void> {
  const publication = desk.state.publications.find(({ theirs }) => theirs !== null);
  if (!publication) throw new Error('no post was changed on both sides');
  shown = mount(Conflict, { target: document.body, props: { publication, onclose } });
  await until(() => expect(document.querySelector('fieldset')).not.toBeNull());
}

function press(words: string): void {
  [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === words)?.click();
}

const sent = () => asked.filter(({ command }) => command === 'resolve_joined').map(({ args }) => args);

beforeEach(async () => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  desk = fakeDesk(new URLSearchParams());
  asked = [];
  refusal = undefined;
  setTransport({
    ...desk.transport,
    call: (command, args) => {
      asked.push({ command, args: args as Record<string, unknown> });
      if (command === 'resolve_joined' && refusal) return Promise.reject(refusal as Error);
      return desk.transport.call(command, args);
    },
  });
  stop = await startEvents();
});

afterEach(() => {
  if (shown) void unmount(shown);
  shown = undefined;
  stop();
});

describe('a post that was changed on both sides', () => {
  it('sends what was chosen for the passages that both changed', async () => {
    const onclose = vi.fn();
    await open(onclose);
    document.querySelector<HTMLInputElement>('input[value="theirs"]')?.click();
    press('Garder les deux');
    await until(() => expect(onclose).toHaveBeenCalled());
    expect(sent()).toEqual([expect.objectContaining({ stamp: '900-901', choices: ['theirs'], send: true })]);
  });

  it('keeps both of a passage where nothing is chosen, and can wait for Publish', async () => {
    const onclose = vi.fn();
    await open(onclose);
    press('Modifier d’abord');
    await until(() => expect(onclose).toHaveBeenCalled());
    expect(sent()).toEqual([expect.objectContaining({ choices: ['both'], send: false })]);
  });

  it('looks again and stays where one of the versions has changed meanwhile', async () => {
    refusal = { code: 'changed_on_blog', message: 'Changed.', params: {} };
    const onclose = vi.fn();
    await open(onclose);
    press('Garder les deux');
    await until(() => {
      expect(asked.filter(({ command }) => command === 'conflict')).toHaveLength(2);
    });
    expect(onclose).not.toHaveBeenCalled();
  });
});
