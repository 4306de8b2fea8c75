import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import Blogs from './Blogs.svelte';
import { until } from '../shared/until';

let desk: FakeDesk;
let shown: Record<string, unknown> | undefined;
let stop: (() => void) | undefined;
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

async function show(options: string): Promise<void> {
  desk = fakeDesk(new URLSearchParams(options));
  setTransport(desk.transport);
  onblogs.mockClear();
  shown = mount(Blogs, {
    target: document.body,
    props: { settings: desk.state.settings, onsettings: () => undefined, onblogs },
  });
  await until(() => button('Retirer laurent.example'));
}

afterEach(async () => {
  stop?.();
  if (shown) await unmount(shown);
  shown = undefined;
});

function said(): string {
  return document.body.textContent;
}

function open(words: string): void {
  button(words).click();
  flushSync();
}

/** What is sent to be added. */
function sent(): ReturnType<typeof vi.fn> {
  const { call } = desk.transport;
  const seen = vi.fn();
  desk.transport.call = (name, args) => {
    if (name === 'add_blog') seen(args['blog']);
    return call(name, args);
  };
  return seen;
}

describe('a blog whose usual interface is shut', () => {
  it('is offered the older one with what that loses, and goes on by it in one click', async () => {
    await show('');
    const seen = sent();
    open('Ajouter un WordPress');
    type('Adresse du blog', 'ferme.example');
    type('Identifiant', 'laurent');
    type('Mot de passe d’application', 'abcd EFGH 1234 ijkl MNOP 5678');
    button('Ajouter ce blog').click();
    await until(() => button('Passer par l’ancienne interface'));
    expect(said()).toContain('l’API REST de WordPress est fermée');
    expect(said()).toContain('pas de description des images');
    button('Passer par l’ancienne interface').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    expect(seen.mock.lastCall).toEqual([
      {
        kind: 'xml_rpc',
        url: 'ferme.example',
        user: 'laurent',
        password: 'abcd EFGH 1234 ijkl MNOP 5678',
        name: '',
      },
    ]);
    await until(() => expect(said()).toContain('WordPress par l’ancienne interface, laurent'));
  });

  it('asks next for what is missing, once it was found on the way to the browser', async () => {
    await show('');
    open('Ajouter un WordPress');
    type('Adresse du blog', 'ferme.example');
    button('Se connecter dans le navigateur').click();
    await until(() => button('Passer par l’ancienne interface'));
    button('Passer par l’ancienne interface').click();
    await until(() => {
      const named = document.querySelector(`label[for="${document.activeElement?.id}"]`);
      expect(named?.textContent).toBe('Identifiant');
    });
    expect(() => button('Se connecter dans le navigateur')).toThrow();
    expect(desk.state.blogs).toHaveLength(2);
  });

  it('is not offered what is shut as well, nor at another address', async () => {
    await show('');
    const { call } = desk.transport;
    let older = 0;
    desk.transport.call = async (name, args) => {
      if (name === 'find_older_interface') older += 1;
      if (name === 'begin_authorising' && older === 0) {
        throw { code: 'rest_off', message: '', params: { host: 'deux.example' } };
      }
      return call(name, args);
    };
    open('Ajouter un WordPress');
    type('Adresse du blog', 'deux.example');
    button('Se connecter dans le navigateur').click();
    await until(() => expect(older).toBe(1));
    await until(() => expect(button('Se connecter dans le navigateur').disabled).toBe(false));
    expect(() => button('Passer par l’ancienne interface')).toThrow();
    type('Adresse du blog', 'ferme.example');
    button('Se connecter dans le navigateur').click();
    await until(() => button('Passer par l’ancienne interface'));
    type('Adresse du blog', 'autre.example');
    flushSync();
    expect(() => button('Passer par l’ancienne interface')).toThrow();
  });

  it('can be taken by the older one from the first', async () => {
    await show('');
    const seen = sent();
    open('Ajouter un WordPress');
    const doors = [...document.querySelectorAll('select')].find((one) => one.value === 'word_press');
    if (!doors) throw new Error('no choice');
    doors.value = 'xml_rpc';
    doors.dispatchEvent(new Event('change', { bubbles: true }));
    flushSync();
    type('Adresse du blog', 'https://ferme.example');
    type('Identifiant', 'laurent');
    button('Ajouter ce blog').click();
    await until(() => expect(said()).toContain('Saisissez le mot de passe.'));
    type('Mot de passe', 'hunter2');
    button('Ajouter ce blog').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    expect(seen).toHaveBeenCalledOnce();
    open('Nouveau mot de passe pour ferme.example');
    type('Mot de passe', 'hunter3');
    button('Enregistrer').click();
    await until(() => expect(seen.mock.lastCall?.[0]).toMatchObject({ kind: 'xml_rpc', password: 'hunter3' }));
  });
});

describe('a blog of WordPress.com', () => {
  it('is told from its address: which password it takes, and that nobody tried it yet', async () => {
    await show('');
    open('Ajouter un WordPress');
    expect(said()).not.toContain('pas encore été essayée');
    type('Adresse du blog', 'laurent.wordpress.com');
    await until(() => expect(said()).toContain('n’a pas encore été essayée sur WordPress.com même'));
    expect(() => button('Se connecter chez WordPress.com')).toThrow();
    expect(() => button('Se connecter dans le navigateur')).toThrow();
    type('Identifiant', 'laurent');
    type('Mot de passe d’application', 'abcd EFGH 1234 ijkl');
    expect(said()).toContain('authentification en deux étapes');
    button('Ajouter ce blog').click();
    await until(() => expect(said()).toContain('WordPress.com par l’ancienne interface, laurent'));
  });

  it('is signed in to in the browser where WordPress.com knows this Coupure', async () => {
    await show('com');
    stop = await startEvents();
    open('Ajouter un WordPress');
    await until(() => button('Renoncer'));
    type('Adresse du blog', 'laurent.wordpress.com');
    type('Nom ici', 'Carnets');
    await until(() => button('Se connecter chez WordPress.com'));
    button('Se connecter chez WordPress.com').click();
    flushSync();
    expect(document.querySelector<HTMLInputElement>('form input')?.value).toBe('Carnets');
    expect(said()).toContain('pas encore été essayée');
    button('Se connecter chez WordPress.com').click();
    await until(() => expect(document.activeElement).toBe(button('Rouvrir la page')));

    type('Adresse que montre le navigateur', 'http://127.0.0.1:18457/');
    await until(() => expect(button('Continuer').disabled).toBe(false));
    button('Continuer').click();
    await until(() => expect(said()).toContain('ne répond pas à la demande en cours'));
    expect(onblogs).not.toHaveBeenCalled();
    type('Adresse que montre le navigateur', 'http://127.0.0.1:18457/wordpress-com?code=1&state=2');
    button('Continuer').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    await until(() => expect(said()).toContain('WordPress.com, laurent'));
    expect(button('Reconnecter Carnets').disabled).toBe(false);
  });

  it('is waited for no longer once its form is put away', async () => {
    await show('com');
    const { call } = desk.transport;
    const stopped = vi.fn();
    desk.transport.call = (name, args) => {
      if (name === 'stop_wordpress_com') stopped();
      return call(name, args);
    };
    await until(() => button('Ajouter un blog de WordPress.com'));
    open('Ajouter un blog de WordPress.com');
    button('Se connecter chez WordPress.com').click();
    await until(() => button('Ne plus attendre'));
    expect(stopped).not.toHaveBeenCalled();
    button('Renoncer').click();
    await until(() => expect(stopped).toHaveBeenCalledOnce());
  });
});
