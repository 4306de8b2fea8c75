// How a publication or a clipping stands, in a word and a mark. One place, for every list.

import type { ClippingStep, PublicationState } from '../backend/types';
import { catalogue } from './i18n.svelte';

/** `plain`: nothing to say. `good`: there. `waiting`: goes on by itself. `bad`: needs the author. */
export type Mark = 'plain' | 'good' | 'waiting' | 'bad';

const fr: Record<PublicationState, string> = {
  undoable: 'part dans un instant',
  sending: 'envoi en cours',
  waiting: 'en attente',
  needs_author: 'à vous',
  refused: 'refusé',
  cancelled: 'abandonné',
  draft: 'brouillon sur le blog',
  published: 'publié',
  page: 'page créée',
  private: 'privé',
  scheduled: 'planifié',
  taken_back: 'retiré',
};

const en: Record<PublicationState, string> = {
  undoable: 'leaving in a moment',
  sending: 'sending',
  waiting: 'waiting',
  needs_author: 'your turn',
  refused: 'refused',
  cancelled: 'given up',
  draft: 'draft on the blog',
  published: 'published',
  page: 'page made',
  private: 'private',
  scheduled: 'scheduled',
  taken_back: 'taken back',
};

const stepsFr: Record<ClippingStep, string> = {
  waiting: 'en attente',
  reading: 'lecture en cours',
  unread: 'non lue',
  ready: 'lue',
  failed: 'à revoir',
};

const stepsEn: Record<ClippingStep, string> = {
  waiting: 'waiting',
  reading: 'being read',
  unread: 'not read',
  ready: 'read',
  failed: 'to look at',
};

const states = catalogue({ fr, en });
const steps = catalogue({ fr: stepsFr, en: stepsEn });

export function stateWord(state: PublicationState): string {
  return states()[state];
}

export function stepWord(step: ClippingStep): string {
  return steps()[step];
}

export function stateMark(state: PublicationState): Mark {
  switch (state) {
    case 'published':
    case 'page':
    case 'private':
    case 'draft':
      return 'good';
    case 'undoable':
    case 'sending':
    case 'waiting':
    case 'scheduled':
      return 'waiting';
    case 'needs_author':
    case 'refused':
      return 'bad';
    case 'cancelled':
    case 'taken_back':
      return 'plain';
  }
}

export function stepMark(step: ClippingStep): Mark {
  switch (step) {
    case 'waiting':
    case 'reading':
      return 'waiting';
    case 'failed':
      return 'bad';
    case 'unread':
      return 'plain';
    case 'ready':
      return 'good';
  }
}
