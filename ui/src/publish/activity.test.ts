import { beforeEach, describe, expect, it } from 'vitest';

import type { PublicationState, PublicationView } from '../backend/types';
import { setWindowLanguage } from '../shared/i18n.svelte';
import { activityOf, isWorthSaying } from './offer';
import { sayShort, sayStanding, sayWork } from './standing';

const NOW = Date.UTC(2026, 1, 1, 12);
const DAY_MS = 86_400_000;

function one(state: PublicationState, daysAgo = 0, extra: Partial<PublicationView> = {}): PublicationView {
  return {
    id: `${state}-${daysAgo}`,
    draft: 'd',
    draft_title: 'Titre',
    blog: 'b',
    blog_name: 'laurent.example',
    state,
    wanted: { kind: 'published' },
    problem: null,
    until: null,
    url: null,
    pressed: new Date(NOW - daysAgo * DAY_MS).toISOString(),
    revision: 1,
    live: false,
    later_text: false,
    theirs: null,
    ...extra,
  };
}

beforeEach(() => setWindowLanguage('fr'));

describe('the activity', () => {
  it('puts what needs the author first, and folds away what was done long ago', () => {
    const all = [
      one('published', 30),
      one('published', 1),
      one('waiting'),
      one('sending'),
      one('refused'),
      one('needs_author', 90),
    ];
    const activity = activityOf(all, NOW);
    expect(activity.yours.map(({ state }) => state)).toEqual(['refused', 'needs_author']);
    expect(activity.going.map(({ state }) => state)).toEqual(['sending']);
    expect(activity.waiting).toHaveLength(1);
    expect(activity.done.map(({ id }) => id)).toEqual(['published-1']);
    expect(activity.older.map(({ id }) => id)).toEqual(['published-30']);
  });

  it('shows a handful of a day on which much was sent', () => {
    const many = Array.from({ length: 500 }, (_, n) => one('published', 0, { id: `p${n}` }));
    const { done, older } = activityOf(many, NOW);
    expect([done.length, older.length]).toEqual([12, 488]);
  });

  it('speaks of what changed for good alone', () => {
    expect(isWorthSaying('sending', one('published'))).toBe(true);
    expect(isWorthSaying('sending', one('needs_author'))).toBe(true);
    expect(isWorthSaying('waiting', one('sending'))).toBe(false);
    expect(isWorthSaying('waiting', one('waiting'))).toBe(false);
    expect(isWorthSaying(undefined, one('published')), 'there from the start').toBe(false);
  });
});

describe('a step in words', () => {
  it('counts pictures and bytes', () => {
    const step = { kind: 'uploading', picture: 2, pictures: 3 } as const;
    expect(sayWork({ step, sentBytes: 1_200_000, totalBytes: 3_400_000 })).toBe(
      'Envoi de l’image 2 sur 3\u00a0: 1,2\u00a0Mo sur 3,4\u00a0Mo.',
    );
    expect(sayWork({ step: { ...step, pictures: 1 }, sentBytes: 0, totalBytes: 0 })).toBe('Envoi de l’image.');
  });

  it('never says twice that something is refused', () => {
    for (const language of ['fr', 'en'] as const) {
      setWindowLanguage(language);
      for (const code of ['content_refused', 'upload_refused'] as const) {
        const refused = one('refused', 0, { problem: { code, message: '', params: {} } });
        expect(sayShort(refused, '').match(/refus/gi)).toHaveLength(1);
      }
    }
  });

  it('is never made up: without word from the desk it is only being sent', () => {
    expect(sayStanding(one('sending'), 'UTC', false, undefined, NOW)).toEqual(['Envoi en cours.']);
  });

  it('says that the blog asked to wait, and an embargo its own date', () => {
    const until = new Date(NOW + 20 * 60_000).toISOString();
    const busy = { code: 'server_busy', message: '', params: { asked_seconds: '1200' } } as const;
    expect(sayStanding(one('waiting', 0, { problem: busy, until }), 'UTC', false, undefined, NOW)).toEqual([
      'Le blog a demandé d’attendre. Nouvel essai dans 20\u00a0min.',
    ]);
    const held = { code: 'embargoed', message: '', params: { until } } as const;
    const said = sayStanding(one('waiting', 0, { problem: held, until }), 'UTC', false, undefined, NOW);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('embargo');
  });
});
