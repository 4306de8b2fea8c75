import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import type { ConflictView } from '../backend/types';
import { startEvents } from '../shared/events';
import { toasts } from '../shared/toasts.svelte';
import { until } from '../shared/until';
import Conflict from './Conflict.svelte';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;
let asked: { command: string; args: Record<string, unknown> }[];
let refusal: unknown;
/** Both versions cannot be read. */
let unreadable: unknown;

function show(onclose: () => void): void {
  const publication = desk.state.publications.find(({ theirs }) => theirs !== null);
  if (!publication) throw new Error('no post was changed on both sides');
  shown = mount(Conflict, { target: document.body, props: { publication, onclose } });
}

async function open(onclose: () => void): Promise<void> {
  show(onclose);
  await until(() => expect(document.querySelector('fieldset')).not.toBeNull());
}

/** Fields beside the text, each changed in another way. */
const FIELDS: ConflictView['pieces'] = [
  {
    part: 'categories',
    change: 'theirs',
    mine: [{ kind: 'same', text: 'Presse' }],
    theirs: [
      { kind: 'same', text: 'Presse' },
      { kind: 'added', text: 'Ville' },
    ],
    joined: 'Presse\nVille',
  },
  {
    part: 'tags',
    change: 'joined',
    mine: [
      { kind: 'same', text: 'eau' },
      { kind: 'same', text: 'digue' },
      { kind: 'added', text: 'vent' },
    ],
    theirs: [
      { kind: 'removed', text: 'eau' },
      { kind: 'same', text: 'digue' },
    ],
    joined: 'digue\nvent',
  },
  {
    part: 'comments',
    change: 'choice',
    mine: [{ kind: 'same', text: 'open' }],
    theirs: [{ kind: 'added', text: 'closed' }],
    joined: 'open',
  },
];

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
  refusal = unreadable = undefined;
  setTransport({
    ...desk.transport,
    call: (command, args) => {
      asked.push({ command, args: args as Record<string, unknown> });
      if (command === 'conflict' && unreadable) return Promise.reject(unreadable as Error);
      if (command.startsWith('resolve') && refusal) return Promise.reject(refusal as Error);
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
    await until(() => press('Envoyer ces choix'));
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

  it('shows what the choices come to, before it is sent', async () => {
    await open(vi.fn());
    const result = () => document.querySelector('.result')?.textContent ?? '';
    press('Le résultat');
    await until(() => expect(result()).toContain('trois derniers hivers, le graphique, et ce que'));
    expect(result()).toContain('La commune a répondu mardi.\n\nLa commune promet une visite');
    press('Les différences');
    await until(() => document.querySelector<HTMLInputElement>('input[value="theirs"]')?.click());
    press('Le résultat');
    await until(() => expect(result()).not.toContain('La commune a répondu mardi.'));
    expect(result()).toContain('La commune promet une visite');
  });

  it('says what each button makes of a post that was hidden on the blog', async () => {
    const { call } = desk.transport;
    desk.transport.call = async (command, args) => {
      const view = await call(command, args);
      if (command !== 'conflict') return view;
      const hidden = { kind: 'private' } as const;
      return { ...(view as ConflictView), status: 'private', state_joined: hidden, state_theirs: hidden };
    };
    await open(vi.fn());
    const said = [...document.querySelectorAll('.choice')].map((one) => one.textContent);
    expect(said[0]).toContain('Le billet sera privé.');
    expect(said[1]).toContain('Les lecteurs verront le billet.');
    expect(said[2]).toContain('Le billet sera privé.');
  });

  it('says that what was joined is in the text, where it is to be edited first', async () => {
    const onclose = vi.fn();
    await open(onclose);
    press('Modifier d’abord');
    await until(() => expect(onclose).toHaveBeenCalled());
    await until(() => {
      expect(toasts().some(({ text }) => text.includes('réunies dans votre texte'))).toBe(true);
    });
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

  it.each([
    ['Garder la mienne', 'mine'],
    ['Garder celle du blog', 'theirs'],
  ])('says which versions were looked at: %s', async (words, keep) => {
    refusal = { code: 'changed_on_blog', message: '', params: { again: 'true' } };
    const onclose = vi.fn();
    await open(onclose);
    press(words);
    await until(() => expect(asked.filter(({ command }) => command === 'conflict')).toHaveLength(2));
    expect(onclose).not.toHaveBeenCalled();
    const resolved = asked.filter(({ command }) => command === 'resolve');
    expect(resolved.map(({ args }) => args)).toEqual([
      expect.objectContaining({ keep, stamp: '900-901' }),
    ]);
  });

  it('shows the fields that differ, each with its choice', async () => {
    const { call } = desk.transport;
    desk.transport.call = async (command, args) => {
      const view = await call(command, args);
      if (command === 'conflict') (view as ConflictView).pieces = FIELDS;
      return view;
    };
    const onclose = vi.fn();
    await open(onclose);
    const said = [...document.querySelectorAll('section')].map((one) => one.textContent.replace(/\s+/g, ' '));
    expect(said[0]).toContain('Catégories : changement sur le blog');
    expect(said[0]).toContain('Presse, ajouté : Ville');
    expect(said[1]).toContain('Réuni : digue, vent');
    expect(said[1]).toContain('supprimé : eau, digue');
    expect(said[2]).toContain('La mienne ouverts');
    expect(said[2]).toContain('ajouté : fermés');
    // Comments are open or closed: both they cannot be.
    const offered = [...document.querySelectorAll<HTMLInputElement>('input')];
    expect(offered.map(({ value, checked }) => [value, checked])).toEqual([
      ['mine', true],
      ['theirs', false],
    ]);
    offered[1]?.click();
    press('Envoyer ces choix');
    await until(() => expect(onclose).toHaveBeenCalled());
    expect(sent()).toEqual([expect.objectContaining({ choices: ['theirs'] })]);
  });

  it('does not say that nothing was sent where the author’s version is there already', async () => {
    const { call } = desk.transport;
    let recovered = false;
    desk.transport.call = async (command, args) => {
      const view = await call(command, args);
      return command === 'conflict' ? { ...(view as ConflictView), recovered } : view;
    };
    await open(vi.fn());
    const why = () => document.querySelector('.why')?.textContent;
    expect(why()).toContain('Rien n’a été envoyé.');
    recovered = true;
    if (shown) await unmount(shown);
    await open(vi.fn());
    expect(why()).not.toContain('Rien n’a été envoyé.');
    expect(why()).toContain('a pris sa place');
  });

  it('says why it cannot be shown, and looks again when asked to', async () => {
    unreadable = { code: 'internal', message: 'Broken.', params: {} };
    show(vi.fn());
    await until(() => expect(document.querySelector('.notice[role=alert]')).not.toBeNull());
    expect(document.querySelector('[role=progressbar]')).toBeNull();
    press('Réessayer');
    await until(() => expect(asked.filter(({ command }) => command === 'conflict')).toHaveLength(2));
    unreadable = undefined;
    await until(() => expect(document.querySelector('.notice[role=alert]')).not.toBeNull());
    press('Réessayer');
    await until(() => expect(document.querySelector('fieldset')).not.toBeNull());
    await until(() => expect(document.activeElement?.getAttribute('role')).toBe('region'));
  });
});
