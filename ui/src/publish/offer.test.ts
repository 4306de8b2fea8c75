import { describe, expect, it } from 'vitest';

import type { PublicationState, PublicationView, PublishButton } from '../backend/types';
import { fr } from './messages.fr';
import {
  appears,
  deedsOf,
  deedWords,
  firstDeed,
  hidingOf,
  inOrder,
  offerOf,
  pressedAlready,
  secondsLeft,
} from './offer';

const NOW = Date.UTC(2026, 1, 1);

function there(state: PublicationState, extra: Partial<PublicationView> = {}): PublicationView {
  return {
    id: 'p',
    draft: 'd',
    draft_title: 'Titre',
    blog: 'b',
    blog_name: 'laurent.example',
    state,
    wanted: { kind: 'published' },
    problem: null,
    until: null,
    url: null,
    pressed: new Date(NOW).toISOString(),
    revision: 1,
    live: false,
    later_text: false,
    theirs: null,
    ...extra,
  };
}

const button = (action: PublishButton['action'], at: string | null = null): PublishButton => ({
  blog: 'b',
  blog_name: 'laurent.example',
  action,
  at,
  rights: [],
});

describe('a post', () => {
  const passed = { code: 'hour_passed' as const, message: '', params: {} };
  const wanted = { kind: 'scheduled' as const, at: '2026-02-03T07:00:00Z' };

  it('appears where it is published at last or anew, whatever address it has already', () => {
    const late = there('needs_author', { problem: passed, wanted, url: 'https://laurent.example/?p=7' });
    expect(appears('send_anyway', late)).toBe(true);
    expect(appears('publish_again', there('needs_author'))).toBe(true);
  });

  it('does not appear where it is only changed, hidden, or given another hour', () => {
    const late = there('needs_author', { problem: passed, wanted });
    expect(appears('reschedule', late)).toBe(false);
    expect(appears('send_anyway', { ...late, live: true })).toBe(false);
    expect(appears('send_anyway', there('needs_author', { wanted: { kind: 'private' } }))).toBe(false);
  });
});

describe('what the button asks for', () => {
  it('is to publish, where nothing else stands there', () => {
    expect(offerOf(button('publish'), undefined, NOW)).toEqual({
      action: 'publish',
      wanted: { kind: 'published' },
    });
    expect(offerOf(button('update'), there('published'), NOW).wanted).toEqual({ kind: 'published' });
  });

  it('carries a schedule as an instant', () => {
    const offer = offerOf(button('schedule', '2026-02-03T08:00:00+01:00[Europe/Paris]'), undefined, NOW);
    expect(offer.wanted).toEqual({ kind: 'scheduled', at: '2026-02-03T07:00:00.000Z' });
  });

  it('keeps a planned post planned when later text is included', () => {
    const wanted = { kind: 'scheduled', at: '2026-02-03T07:00:00Z' } as const;
    const planned = there('scheduled', { wanted, later_text: true });
    expect(offerOf(button('publish'), planned, NOW)).toEqual({ action: 'schedule', wanted });
    expect(offerOf(button('publish'), { ...planned, later_text: false }, NOW).action).toBe('up_to_date');
  });

  it('never makes a private post public by an update', () => {
    const wanted = { kind: 'private' } as const;
    const secret = there('private', { wanted, later_text: true });
    expect(offerOf(button('publish'), secret, NOW)).toEqual({ action: 'update', wanted });
    expect(offerOf(button('publish_when_online'), secret, NOW).action).toBe('update_when_online');
  });

  it('keeps what was wished of a post that is still on its way', () => {
    const planned = { kind: 'scheduled', at: '2026-02-03T07:00:00Z' } as const;
    const secret = { kind: 'private' } as const;
    for (const state of ['sending', 'waiting'] as const) {
      expect(offerOf(button('publish'), there(state, { wanted: planned }), NOW)).toEqual({
        action: 'schedule',
        wanted: planned,
      });
      expect(offerOf(button('publish'), there(state, { wanted: secret }), NOW).wanted).toEqual(secret);
    }
  });

  it('never offers to send the text from before both versions were joined', () => {
    const problem = { code: 'changed_on_blog', message: '', params: { merged: 'true' } } as const;
    expect(deedsOf(there('needs_author', { problem, later_text: true }))).not.toContain('retry');
  });
});

describe('what both versions were joined into by hand', () => {
  const problem = { code: 'changed_on_blog', message: '', params: { merged: 'true' } } as const;

  it('stays private where the post was made private on the blog', () => {
    const wanted = { kind: 'private' } as const;
    const joined = there('needs_author', { problem, wanted, later_text: true });
    expect(offerOf(button('publish'), joined, NOW)).toEqual({ action: 'update', wanted });
  });

  it('is the main button’s to send, not text that would come on top', () => {
    expect(deedsOf(there('needs_author', { problem, later_text: true }))).toEqual(['give_up']);
  });
});

describe('a press', () => {
  const publish = button('publish_when_online');
  const pressed = (post: PublicationView) => pressedAlready(offerOf(publish, post, NOW), publish, post);

  it('that waits is not offered again as if it had not been made', () => {
    expect(pressed(there('waiting'))).toBe('network');
    expect(pressed(there('sending'))).toBe('sending');
    expect(pressed(there('published'))).toBeUndefined();
    const embargoed = { code: 'embargoed', message: '', params: {} } as const;
    const post = there('waiting', { problem: embargoed });
    expect(pressedAlready(offerOf(button('publish'), post, NOW), button('publish'), post)).toBe('waiting');
  });

  it('for another state is another wish', () => {
    expect(pressed(there('waiting', { wanted: { kind: 'draft' } }))).toBeUndefined();
  });

  it('hides a post that readers see, where it makes a draft of it or plans it', () => {
    const online = there('undoable', { live: true });
    expect(hidingOf(online)).toBeUndefined();
    expect(hidingOf({ ...online, wanted: { kind: 'draft' } })).toBe('draft');
    expect(hidingOf({ ...online, live: false, wanted: { kind: 'draft' } })).toBeUndefined();
  });
});

describe('what can be done', () => {
  it('is always something where the author is needed', () => {
    for (const code of ['password_refused', 'waited_long', 'gone_from_blog', 'upload_too_large'] as const) {
      const problem = { code, message: '', params: {} };
      expect(deedsOf(there('needs_author', { problem })).length, code).toBeGreaterThan(1);
    }
    const theirs = { title: '', text: '', modified: null };
    expect(deedsOf(there('needs_author', { theirs }))[0]).toBe('compare');
    const heavy = { code: 'upload_too_large', message: '', params: {} } as const;
    expect(deedsOf(there('needs_author', { problem: heavy }))[0]).toBe('send_lighter');
  });

  it('is to take back what is there, and to undo what has not left', () => {
    expect(deedsOf(there('published', { url: 'https://x' }))).toEqual(['open', 'take_back']);
    expect(deedsOf(there('undoable'))).toEqual(['undo']);
    expect(deedsOf(there('sending'))).toEqual([]);
  });

  it('proposes first to include text written since', () => {
    expect(deedsOf(there('published', { later_text: true }))[0]).toBe('include');
  });
});

it('a choice between versions takes the place of the button, a refused password does not', () => {
  const theirs = { title: '', text: '', modified: null };
  expect(firstDeed(there('needs_author', { theirs }))).toBe('compare');
  const problem = { code: 'password_refused', message: '', params: {} } as const;
  expect(firstDeed(there('needs_author', { problem }))).toBeUndefined();
  expect(firstDeed(there('published'))).toBeUndefined();
  const passed = { code: 'hour_passed', message: '', params: {} } as const;
  expect(firstDeed(there('needs_author', { problem: passed }))).toBe('send_anyway');
});

it('a post whose hour has passed is published now or at another hour, in those words', () => {
  const problem = { code: 'hour_passed', message: '', params: {} } as const;
  const passed = there('needs_author', { problem });
  expect(deedsOf(passed)).toEqual(['send_anyway', 'reschedule', 'give_up']);
  expect(deedsOf(passed).slice(0, 2).map((deed) => deedWords(deed, passed, fr))).toEqual([
    'Publier maintenant',
    'Choisir une autre heure…',
  ]);
  const waited = there('needs_author', { problem: { ...problem, code: 'waited_long' } });
  expect(deedWords('send_anyway', waited, fr)).toBe('Envoyer maintenant');
});

it('those that need the author come first', () => {
  const all = inOrder([there('published'), there('waiting'), there('needs_author')]);
  expect(all.map(({ state }) => state)).toEqual(['needs_author', 'waiting', 'published']);
});

it('seconds to undo are counted up, never below none', () => {
  const until = new Date(NOW + 9_200).toISOString();
  expect(secondsLeft(until, NOW)).toBe(10);
  expect(secondsLeft(until, NOW + 60_000)).toBe(0);
  expect(secondsLeft(null, NOW)).toBe(0);
});
