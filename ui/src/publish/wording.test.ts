import { describe, expect, it } from 'vitest';

import type { PublishAction } from '../backend/types';
import { en } from './messages.en';
import { fr } from './messages.fr';

const WORDS: Record<PublishAction, { fr: string; en: string }> = {
  create_page: { fr: 'Créer la page sur cet ordinateur', en: 'Create the page on this computer' },
  update_page: {
    fr: 'Mettre à jour la page sur cet ordinateur',
    en: 'Update the page on this computer',
  },
  publish: { fr: 'Publier sur laurent.example', en: 'Publish on laurent.example' },
  publish_when_online: { fr: 'Publier au retour du réseau', en: 'Publish when back online' },
  update: { fr: 'Mettre à jour sur laurent.example', en: 'Update on laurent.example' },
  update_when_online: { fr: 'Mettre à jour au retour du réseau', en: 'Update when back online' },
  schedule: { fr: 'Planifier au 3 février, 8 h', en: 'Schedule for February 3, 8:00 AM' },
  up_to_date: { fr: 'À jour sur laurent.example', en: 'Up to date on laurent.example' },
};

describe('the button', () => {
  it.each(Object.keys(WORDS) as PublishAction[])('says what it will do: %s', (action) => {
    expect(fr.button[action]('laurent.example', '3 février, 8 h', false)).toBe(WORDS[action].fr);
    expect(en.button[action]('laurent.example', 'February 3, 8:00 AM', false)).toBe(WORDS[action].en);
  });

  it('never says of a folder blog that anything is published', () => {
    for (const action of ['create_page', 'update_page', 'up_to_date'] as const) {
      expect(fr.button[action]('Sur cet ordinateur', '', true)).not.toMatch(/publi/i);
      expect(en.button[action]('On this computer', '', true)).not.toMatch(/publi/i);
    }
    for (const words of [fr, en]) {
      const said = [words.standing.page, ...Object.values(words.take_back_folder), words.page_in(9), words.page_said];
      for (const sentence of [...said, words.status_making, ...Object.values(words.keep_page)]) {
        expect(sentence).not.toMatch(/publi/i);
      }
    }
  });
});
