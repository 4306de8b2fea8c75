// Dates, hours and numbers as one says them, in the window's language.

import { windowLanguage } from './i18n.svelte';

const NBSP = '\u00a0';

let now = $state(Date.now());
setInterval(() => (now = Date.now()), 15_000);

/** The hour as of the last quarter of a minute; what reads it is shown anew as time goes. */
export function clock(): number {
  return now;
}

/** 9 h, 9 h 05; 9:05 AM. */
export function hour(date: Date): string {
  if (windowLanguage() === 'fr') {
    const minutes = date.getMinutes();
    const padded = String(minutes).padStart(2, '0');
    return `${date.getHours()}${NBSP}h` + (minutes === 0 ? '' : `${NBSP}${padded}`);
  }
  return new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' }).format(date);
}

/** 3 février; 3 février 2024 when it is another year's. */
export function day(date: Date, today = new Date(now)): string {
  const sameYear = date.getFullYear() === today.getFullYear();
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long' };
  if (!sameYear) options.year = 'numeric';
  const said = new Intl.DateTimeFormat(windowLanguage(), options).format(date);
  // French says *1er*, which Intl does not.
  return windowLanguage() === 'fr' ? said.replace(/^1 /, '1er ') : said;
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function daysBetween(earlier: Date, later: Date): number {
  // Rounded, for the days on which clocks change have 23 or 25 hours.
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}

/** À l'instant, il y a 5 minutes, à 9 h, hier à 9 h, mardi à 9 h, le 3 février. */
export function whenPast(iso: string, at = now): string {
  const french = windowLanguage() === 'fr';
  const date = new Date(iso);
  const today = new Date(at);
  const minutes = Math.floor((at - date.getTime()) / 60_000);
  if (minutes < 1) return french ? 'à l’instant' : 'just now';
  if (minutes < 60) {
    if (french) return `il y a ${minutes}${NBSP}min`;
    return `${minutes}${NBSP}min ago`;
  }
  const days = daysBetween(date, today);
  if (days === 0) return french ? `à ${hour(date)}` : `at ${hour(date)}`;
  if (days === 1) return french ? `hier à ${hour(date)}` : `yesterday at ${hour(date)}`;
  if (days < 7) {
    const name = new Intl.DateTimeFormat(windowLanguage(), { weekday: 'long' }).format(date);
    return french ? `${name} à ${hour(date)}` : `${name} at ${hour(date)}`;
  }
  return french ? `le ${day(date, today)}` : day(date, today);
}

/** Dans 5 min, à 18 h, demain à 8 h, le 3 février à 8 h. */
export function whenNext(iso: string, at = now): string {
  const french = windowLanguage() === 'fr';
  const date = new Date(iso);
  const today = new Date(at);
  const seconds = Math.ceil((date.getTime() - at) / 1000);
  if (seconds <= 0) return french ? 'maintenant' : 'now';
  if (seconds < 60) return french ? `dans ${seconds}${NBSP}s` : `in ${seconds}${NBSP}s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return french ? `dans ${minutes}${NBSP}min` : `in ${minutes}${NBSP}min`;
  const days = daysBetween(today, date);
  if (days === 0) return french ? `à ${hour(date)}` : `at ${hour(date)}`;
  if (days === 1) return french ? `demain à ${hour(date)}` : `tomorrow at ${hour(date)}`;
  return french ? `le ${day(date, today)} à ${hour(date)}` : `${day(date, today)} at ${hour(date)}`;
}

/** The narrow form of a list: *9 h 05*, *hier*, *mar.*, *3 févr.*, *3/2/2024*. */
export function whenShort(iso: string, at = now): string {
  const date = new Date(iso);
  const days = daysBetween(date, new Date(at));
  if (days <= 0) return hour(date);
  const language = windowLanguage();
  if (days === 1) return language === 'fr' ? 'hier' : 'yesterday';
  if (days < 7) return new Intl.DateTimeFormat(language, { weekday: 'long' }).format(date);
  const sameYear = date.getFullYear() === new Date(at).getFullYear();
  if (sameYear) {
    return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }).format(date);
  }
  return new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric' }).format(date);
}

/** 12 345; 12,345. */
export function number(value: number): string {
  return new Intl.NumberFormat(windowLanguage()).format(value);
}

/** 12 % ; 12%. */
export function percent(fraction: number): string {
  const options = { style: 'percent', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(windowLanguage(), options).format(fraction);
}

/** 14 minutes, 3 heures, 2 jours: a length of time in its largest unit. */
export function span(seconds: number): string {
  const [unit, length] =
    seconds < 120
      ? (['second', 1] as const)
      : seconds < 7_200
        ? (['minute', 60] as const)
        : seconds < 172_800
          ? (['hour', 3_600] as const)
          : (['day', 86_400] as const);
  const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(windowLanguage(), options).format(Math.floor(seconds / length));
}

/** 300 Mo; 300 MB. */
export function bytes(count: number): string {
  const french = windowLanguage() === 'fr';
  const units = french ? ['octets', 'Ko', 'Mo', 'Go'] : ['bytes', 'KB', 'MB', 'GB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit < 2 || value >= 100 ? 0 : 1;
  const format = new Intl.NumberFormat(windowLanguage(), { maximumFractionDigits: digits });
  return `${format.format(value)}${NBSP}${units[unit]}`;
}
