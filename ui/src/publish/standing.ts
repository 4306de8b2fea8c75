// How a publication stands, in sentences of the window's language.

import type { BlogView, PublicationView } from '../backend/types';
import { windowLanguage } from '../shared/i18n.svelte';
import { problemSentence, problemShort } from '../shared/problems';
import { stateWord } from '../shared/publication';
import { bytes, whenNext, whenPast } from '../shared/time.svelte';
import { t } from './messages';
import type { Work } from './sending.svelte';
import { appears, type Deed, deedWords, hidingOf, isDone, isMerged } from './offer';
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

/** Whether that blog writes to its subscribers when a post appears. */
export function mails(blogs: readonly BlogView[], blog: string | undefined): boolean {
  return blogs.some((view) => view.blog.id === blog && view.emails_subscribers);
}

/** The words on a deed's button, with all that it does. */
export function sayDeed(deed: Deed, publication: PublicationView, blogs: readonly BlogView[]): string {
  const said = deedWords(deed, publication, t());
  return appears(deed, publication) && mails(blogs, publication.blog) ? t().with_mail(said) : said;
}

/** One line for a narrow place. */
export function sayShort(publication: PublicationView, word: string): string {
  const { state, problem } = publication;
  if (isMerged(publication)) return t().yours(t().merged_short);
  if (state === 'needs_author' && problem) return t().yours(problemShort(problem));
  if (state === 'refused' && problem) return t().refused(problemShort(problem));
  return word;
}

/** What happens at the end of the seconds to undo. */
export function sayLeaving(publication: PublicationView, folder: boolean, seconds: number): string {
  const hiding = hidingOf(publication);
  if (folder) return t().page_in(seconds);
  return hiding ? t().hides[hiding](seconds) : t().leaves(seconds);
}

/** The same in a sentence, once, for whoever does not look at it. */
export function announceLeaving(publication: PublicationView, folder: boolean): string {
  if (folder) return t().page_said;
  return hidingOf(publication) ? t().hides_said : t().leaves_said;
}

/** The step under way, as the desk told it: *Envoi de l’image 2 sur 3 : 1,2 Mo sur 3,4 Mo*. */
export function sayWork({ step, sentBytes, totalBytes }: Work): string {
  const say = t().doing;
  switch (step.kind) {
    case 'uploading': {
      const what = say.uploading(step.picture, step.pictures);
      return totalBytes > 0 ? say.of(what, bytes(sentBytes), bytes(totalBytes)) : `${what}.`;
    }
    case 'confirming_upload':
      return say.confirming_upload(step.picture, step.pictures);
    default:
      return say[step.kind];
  }
}

/** Why it waits, and until when. An embargo says its own date. */
function sayWaiting({ problem, until }: PublicationView, nowMs: number): string[] {
  const why = problem ? [problemSentence(problem)] : [];
  if (problem?.code === 'embargoed') return why;
  if (until === null) return [...why, t().next_try_none];
  const when = whenNext(until, nowMs);
  if (problem?.params['asked_seconds'] !== undefined) return [t().asked_to_wait(when)];
  if (problem?.code === 'outcome_unknown') return [...why, t().next_look(when)];
  return [...why, t().next_try(when)];
}

/** What happened, why it waits, and when it goes on. */
export function sayStanding(
  publication: PublicationView,
  zone: string,
  folder: boolean,
  work: Work | undefined,
  nowMs: number,
): string[] {
  const { state, problem, until, wanted } = publication;
  const say = t().standing;
  switch (state) {
    case 'undoable':
      return [say.undoable(until ? whenNext(until, nowMs) : '')];
    case 'sending':
      if (folder) return [`${t().status_making}.`];
      return [work ? sayWork(work) : say.sending];
    case 'waiting':
      return sayWaiting(publication, nowMs);
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

/** When it came to that: *demandé hier à 9 h*, or, where this window saw it, when it changed. */
export function sayWhen(publication: PublicationView, seenMs: number | undefined, nowMs: number): string {
  if (seenMs !== undefined && isDone(publication)) {
    return t().happened(stateWord(publication.state), whenPast(new Date(seenMs).toISOString(), nowMs));
  }
  return t().asked(whenPast(publication.pressed, nowMs));
}
