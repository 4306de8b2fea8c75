// Hours as clocks show them in a blog's time zone, and the instants that they are.

export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/**
 * `once`: that hour is that instant. `twice`: clocks go back and show it twice; the first is meant.
 * `gap`: clocks go forward and never show it; the instant is as much later, shown as `instead`.
 */
export type Placed =
  | { kind: 'once'; at: string }
  | { kind: 'twice'; at: string }
  | { kind: 'gap'; at: string; instead: Civil };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Minutes that a fixed zone (`+02:00`, `UTC`) is ahead of UTC; `undefined` for a named one. */
function fixedOffset(zone: string): number | undefined {
  if (zone === 'UTC' || zone === 'Z' || zone === '') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, known);
  }
  return known;
}

/** Whether the hours of a zone can be told here: the web view knows it. */
export function isZone(zone: string): boolean {
  if (fixedOffset(zone) !== undefined) return true;
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
}

function civilAt(ms: number, zone: string): Civil {
  const fixed = fixedOffset(zone);
  if (fixed !== undefined) return utcCivil(ms + fixed * MINUTE_MS);
  const parts = new Map(format(zone).formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

function utcCivil(ms: number): Civil {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}

function asUtcMs(civil: Civil): number {
  return Date.UTC(civil.year, civil.month - 1, civil.day, civil.hour, civil.minute);
}

function offsetMs(ms: number, zone: string): number {
  return asUtcMs(civilAt(ms, zone)) - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

/** Minutes that clocks in the zone are ahead of UTC at that instant. */
export function offsetAt(ms: number, zone: string): number {
  return offsetMs(ms, zone) / MINUTE_MS;
}

/** What clocks show in the zone at that instant. */
export function civilOf(iso: string, zone: string): Civil {
  return civilAt(new Date(iso).getTime(), zone);
}

export function instantOf(civil: Civil, zone: string): Placed {
  const wall = asUtcMs(civil);
  // Zones change their offset far less often than once in two days.
  const before = offsetMs(wall - DAY_MS, zone);
  const after = offsetMs(wall + DAY_MS, zone);
  const fits = [...new Set([before, after])].filter((offset) => offsetMs(wall - offset, zone) === offset);
  const at = new Date(wall - (fits[0] ?? before)).toISOString();
  if (fits.length === 2) return { kind: 'twice', at: new Date(wall - Math.max(...fits)).toISOString() };
  if (fits.length === 1) return { kind: 'once', at };
  return { kind: 'gap', at, instead: civilOf(at, zone) };
}

/** Of the fields `2026-02-03` and `08:00`; `undefined` for what is no day or no hour. */
export function civilFrom(day: string, hour: string): Civil | undefined {
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const time = /^(\d{2}):(\d{2})/.exec(hour);
  if (!date || !time) return undefined;
  const civil = {
    year: Number(date[1]),
    month: Number(date[2]),
    day: Number(date[3]),
    hour: Number(time[1]),
    minute: Number(time[2]),
  };
  const again = utcCivil(asUtcMs(civil));
  const same = (Object.keys(civil) as (keyof Civil)[]).every((key) => civil[key] === again[key]);
  return same ? civil : undefined;
}

export function dayField(civil: Civil): string {
  return `${String(civil.year).padStart(4, '0')}-${two(civil.month)}-${two(civil.day)}`;
}

export function hourField(civil: Civil): string {
  return `${two(civil.hour)}:${two(civil.minute)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Of RFC 9557, as a button carries it: `2026-02-03T08:00:00+01:00[Europe/Paris]`. */
export function civilOfZoned(text: string): Civil | undefined {
  return civilFrom(text.slice(0, 10), text.slice(11, 16));
}

/** *3 février, 8 h*, *1er mars 2027, 8 h 30*; *February 3, 8:00 AM*. */
export function sayCivil(civil: Civil, language: 'fr' | 'en', thisYear: number): string {
  const date = new Date(asUtcMs(civil));
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', day: 'numeric', month: 'long' };
  if (civil.year !== thisYear) options.year = 'numeric';
  const day = new Intl.DateTimeFormat(language, options).format(date);
  if (language === 'en') {
    const clock = { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' } as const;
    return `${day}, ${new Intl.DateTimeFormat('en', clock).format(date)}`;
  }
  const minutes = civil.minute === 0 ? '' : `\u00a0${two(civil.minute)}`;
  return `${day.replace(/^1 /, '1er ')}, ${civil.hour}\u00a0h${minutes}`;
}

/** *mardi 3 février à 8 h*; *Tuesday, February 3 at 8:00 AM*. */
export function sayDay(civil: Civil, language: 'fr' | 'en', thisYear: number): string {
  const date = new Date(asUtcMs(civil));
  const options: Intl.DateTimeFormatOptions = {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  };
  if (civil.year !== thisYear) options.year = 'numeric';
  const day = new Intl.DateTimeFormat(language, options).format(date).replace(/ 1 /, ' 1er ');
  const clock = sayCivil(civil, language, civil.year).split(', ').at(-1) ?? '';
  return language === 'fr' ? `${day} à ${clock}` : `${day} at ${clock}`;
}

/** The next full hour tomorrow morning: what one most often plans. */
export function tomorrowMorning(nowMs: number, zone: string): Civil {
  const tomorrow = civilAt(nowMs + DAY_MS, zone);
  return { ...tomorrow, hour: 8, minute: 0 };
}
