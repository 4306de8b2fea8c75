// How a publication stands, in sentences of the window's language.

import type { BlogView, PublicationView } from '../backend/types';
import { windowLanguage } from '../shared/i18n.svelte';
import { problemSentence, problemShort } from '../shared/problems';
import { percent, whenNext } from '../shared/time.svelte';
import { t } from './messages';
import { civilOf, isZone, sayCivil, sayDay } from './schedule';
import { sameAsHere, zoneWords } from './zone';

/** The hour of a schedule in the blog's zone: *3 février, 8 h*; with the zone, if it is another
 * than this computer's: *3 février, 8 h, heure de Paris*. */
export function saySchedule(at: string, zone: string, nowMs: number): string {
  return said(at, zone, nowMs, sayCivil);
}

/** *mardi 3 février à 8 h, heure de Paris*. */
export function sayHour(at: string, zone: string, nowMs: number): string {
  return said(at, zone, nowMs, sayDay);
}

function said(at: string, zone: string, nowMs: number, say: typeof sayDay): string {
  const safe = isZone(zone) ? zone : 'UTC';
  const thisYear = civilOf(new Date(nowMs).toISOString(), safe).year;
  const hour = say(civilOf(at, safe), windowLanguage(), thisYear);
  return sameAsHere(safe, at) ? hour : `${hour}, ${zoneWords(safe, windowLanguage())}`;
}

export function zoneOf(blogs: readonly BlogView[], blog: string): string {
  return blogs.find((view) => view.blog.id === blog)?.blog.time_zone ?? 'UTC';
}

export function isFolder(blogs: readonly BlogView[], blog: string): boolean {
  return blogs.find((view) => view.blog.id === blog)?.blog.kind.kind === 'folder';
}

/** One line for a narrow place. */
export function sayShort(publication: PublicationView, word: string): string {
  const { state, problem } = publication;
  if (state === 'needs_author' && problem) return t().yours(problemShort(problem));
  if (state === 'refused' && problem) return t().refused(problemShort(problem));
  return word;
}

/** What happened, why it waits, and when it goes on. */
export function sayStanding(
  publication: PublicationView,
  zone: string,
  part: number | undefined,
  nowMs: number,
): string[] {
  const { state, problem, until, wanted } = publication;
  const say = t().standing;
  switch (state) {
    case 'undoable':
      return [say.undoable(until ? whenNext(until, nowMs) : '')];
    case 'sending':
      return [part === undefined ? say.sending : t().uploading(percent(part))];
    case 'waiting': {
      const why = problem ? [problemSentence(problem)] : [];
      return [...why, until ? t().next_try(whenNext(until, nowMs)) : t().next_try_none];
    }
    case 'needs_author':
      if (problem?.code === 'waited_long') return [t().waited_question];
      if (problem?.code === 'hour_passed' && wanted.kind === 'scheduled') {
        return [t().hour_passed_question(sayHour(wanted.at, zone, nowMs))];
      }
      return problem ? [problemSentence(problem)] : [];
    case 'refused':
      return problem ? [problemSentence(problem)] : [];
    case 'scheduled':
      return [say.scheduled(wanted.kind === 'scheduled' ? sayHour(wanted.at, zone, nowMs) : '')];
    case 'draft':
    case 'published':
    case 'page':
    case 'private':
    case 'taken_back':
    case 'cancelled':
      return [say[state]];
  }
}
