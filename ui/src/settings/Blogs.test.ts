import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import Blogs from './Blogs.svelte';
import { until } from '../shared/until';

let desk: FakeDesk;
let shown: Record<string, unknown> | undefined;
const onblogs = vi.fn();

function button(words: string): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === words);
  if (!found) throw new Error(`no button ${words}`);
  return found;
}

function type(label: string, text: string): void {
  const named = [...document.querySelectorAll('label')].find((one) => one.textContent === label);
  const field = document.getElementById(named?.htmlFor ?? '') as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

beforeEach(async () => {
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  onblogs.mockClear();
  shown = mount(Blogs, {
    target: document.body,
    props: { settings: desk.state.settings, onsettings: () => undefined, onblogs },
  });
  await until(() => button('Retirer laurent.example'));
});

afterEach(() => {
  if (shown) void unmount(shown);
  shown = undefined;
});

describe('blogs', () => {
  it('are asked for field by field, nothing being sent before', async () => {
    button('Ajouter un WordPress').click();
    flushSync();
    type('Adresse du blog', 'laurent');
    button('Ajouter ce blog').click();
    await until(() => expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true'));
    const said = [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent);
    expect(said).toHaveLength(3);
    expect(said[0]).toContain('ne se lit pas');
    expect(desk.state.blogs).toHaveLength(2);
  });

  it('say at the field why the blog refused, and keep what was typed', async () => {
    const { call } = desk.transport;
    desk.transport.call = (name, args) =>
      name === 'add_blog'
        ? Promise.reject({ code: 'password_refused', message: '', params: { host: 'x.example' } })
        : call(name, args);
    button('Ajouter un WordPress').click();
    flushSync();
    type('Adresse du blog', 'x.example');
    type('Identifiant', 'laurent');
    type('Mot de passe d’application', 'hunter2');
    button('Ajouter ce blog').click();
    await until(() =>
      expect(document.querySelector('[role=alert]')?.textContent).toContain('24 lettres'),
    );
    expect(document.querySelectorAll('[role=alert]')).toHaveLength(1);
    expect(onblogs).not.toHaveBeenCalled();
  });

  it('take a password anew, at the address and under the name that are known', async () => {
    const { call } = desk.transport;
    const sent = vi.fn();
    desk.transport.call = (name, args) => {
      if (name === 'add_blog') sent(args['blog']);
      return call(name, args);
    };
    button('Nouveau mot de passe pour laurent.example').click();
    flushSync();
    const field = document.activeElement as HTMLInputElement;
    expect(field.type).toBe('password');
    type('Mot de passe d’application', 'abcd EFGH 1234 ijkl MNOP 5678');
    button('Enregistrer').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    const known = desk.state.blogs[1]?.blog;
    expect(sent).toHaveBeenCalledExactlyOnceWith({
      ...(known?.kind.kind === 'word_press' && { url: known.kind.url, user: known.kind.user }),
      kind: 'word_press',
      password: 'abcd EFGH 1234 ijkl MNOP 5678',
      name: 'laurent.example',
    });
    expect(desk.state.blogs).toHaveLength(2);
    expect(() => button('Nouveau mot de passe pour Sur cet ordinateur')).toThrow();
  });

  it('are checked once added, each probe with what it found', async () => {
    button('Ajouter un dossier').click();
    flushSync();
    button('Choisir…').click();
    await until(() => expect(document.querySelector<HTMLInputElement>('.path input')?.value).not.toBe(''));
    button('Ajouter ce blog').click();
    await until(() => expect(document.body.textContent).toContain('Tout va bien'));
    expect(onblogs).toHaveBeenCalledOnce();
  });

  it('are connected by the browser, which needs the address alone', async () => {
    const stop = await startEvents();
    button('Ajouter un WordPress').click();
    flushSync();
    button('Se connecter dans le navigateur').click();
    await until(() => expect(document.querySelectorAll('[role=alert]')).toHaveLength(1));
    type('Adresse du blog', 'fleurs.example');
    button('Se connecter dans le navigateur').click();
    await until(() => button('Rouvrir la page'));
    expect(onblogs).not.toHaveBeenCalled();
    desk.state.emit({
      kind: 'authorising_failed',
      problem: { code: 'authorise_rejected', message: '', params: { host: 'fleurs.example' } },
    });
    await until(() => expect(document.body.textContent).toContain('a été refusée dans le navigateur'));
    button('Se connecter dans le navigateur').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    expect(desk.state.blogs.map(({ blog }) => blog.name)).toContain('fleurs.example');
    stop();
  });

  it('can be removed after one question, but for the one of this computer', async () => {
    expect(() => button('Retirer Sur cet ordinateur')).toThrow();
    HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
      this.open = true;
    };
    button('Retirer laurent.example').click();
    await until(() => button('Retirer'));
    button('Retirer').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    expect(desk.state.blogs.map(({ blog }) => blog.name)).toEqual(['Sur cet ordinateur']);
  });
});
