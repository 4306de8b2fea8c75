import { flushSync } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';

import type { Check } from '../backend/types';
import { until } from '../shared/until';
import { button, calls, onblogs, open, putAway, said, show, type } from './blogs-page';

afterEach(putAway);

describe('a blog whose usual interface is shut', () => {
  it('is offered the older one with what that loses, and goes on by it in one click', async () => {
    const desk = await show();
    const seen = calls(desk, 'add_blog');
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
    expect(seen.mock.lastCall?.[0]).toEqual({
      blog: {
        kind: 'xml_rpc',
        url: 'ferme.example',
        user: 'laurent',
        password: 'abcd EFGH 1234 ijkl MNOP 5678',
        name: '',
      },
    });
    await until(() => expect(said()).toContain('WordPress par l’ancienne interface, laurent'));
  });

  it('asks next for what is missing, once it was found on the way to the browser', async () => {
    const desk = await show();
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
    const desk = await show();
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
    const desk = await show();
    const seen = calls(desk, 'add_blog');
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
    await until(() => expect(seen.mock.lastCall?.[0]).toMatchObject({ blog: { kind: 'xml_rpc', password: 'hunter3' } }));
  });
});

describe('a blog that is known and whose usual interface was shut since', () => {
  const shut: Check = {
    probe: 'rest',
    verdict: 'wrong',
    problem: { code: 'rest_off', message: '', params: { host: 'laurent.example' } },
    found: '',
  };

  it('goes on by the older one from its check, its posts being those that are known', async () => {
    const desk = await show();
    const seen = calls(desk, 'add_blog');
    const { call } = desk.transport;
    desk.transport.call = async (name, args) => {
      if (name === 'check_blog') return [shut];
      if (name === 'find_older_interface') return { url: 'https://laurent.example/', wordpress_com: false };
      return call(name, args);
    };
    open('Vérifier laurent.example');
    await until(() => button('Passer par l’ancienne interface'));
    expect(said()).toContain('pas de description des images');
    open('Passer par l’ancienne interface');
    await until(() => expect((document.activeElement as HTMLInputElement).type).toBe('password'));
    type('Mot de passe', 'hunter2');
    open('Enregistrer');
    await until(() => expect(seen).toHaveBeenCalledOnce());
    const known = desk.state.blogs[1]?.blog.kind;
    expect(seen.mock.lastCall?.[0]).toMatchObject({
      blog: {
        kind: 'xml_rpc',
        url: known?.kind === 'word_press' && known.url,
        user: 'laurent',
        password: 'hunter2',
        name: 'laurent.example',
      },
    });
  });

  it('is not offered what is shut as well', async () => {
    const desk = await show();
    const sought = calls(desk, 'find_older_interface');
    const { call } = desk.transport;
    desk.transport.call = async (name, args) => (name === 'check_blog' ? [shut] : call(name, args));
    open('Vérifier laurent.example');
    await until(() => expect(said()).toContain('Quelque chose empêche d’envoyer'));
    expect(sought).toHaveBeenCalledOnce();
    expect(() => button('Passer par l’ancienne interface')).toThrow();
  });
});

describe('a blog of WordPress.com', () => {
  it('is told from its address: which password it takes, and that nobody tried it yet', async () => {
    await show();
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
    const desk = await show('com');
    const stopped = calls(desk, 'stop_wordpress_com');
    await until(() => button('Ajouter un blog de WordPress.com'));
    open('Ajouter un blog de WordPress.com');
    button('Se connecter chez WordPress.com').click();
    await until(() => button('Ne plus attendre'));
    expect(stopped).not.toHaveBeenCalled();
    button('Renoncer').click();
    await until(() => expect(stopped).toHaveBeenCalledOnce());
  });
});
