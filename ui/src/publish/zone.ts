// A blog's time zone, in words: *heure de Paris*, *Paris time*.

import type { WindowLanguage } from '../shared/i18n.svelte';
import { offsetAt } from './schedule';

/** Cities whose French name is not the one of the time zone, or takes another word before it. */
const IN_FRENCH: Record<string, string> = {
  Algiers: 'd’Alger',
  Athens: 'd’Athènes',
  Auckland: 'd’Auckland',
  Bangkok: 'de Bangkok',
  Beirut: 'de Beyrouth',
  Berlin: 'de Berlin',
  Brussels: 'de Bruxelles',
  Bucharest: 'de Bucarest',
  Cairo: 'du Caire',
  Cayenne: 'de Cayenne',
  Copenhagen: 'de Copenhague',
  Dublin: 'de Dublin',
  Guadeloupe: 'de la Guadeloupe',
  Havana: 'de La Havane',
  Helsinki: 'd’Helsinki',
  Istanbul: 'd’Istanbul',
  Jerusalem: 'de Jérusalem',
  Lisbon: 'de Lisbonne',
  London: 'de Londres',
  Luxembourg: 'de Luxembourg',
  Martinique: 'de la Martinique',
  Mauritius: 'de Maurice',
  Mexico_City: 'de Mexico',
  Miquelon: 'de Saint-Pierre-et-Miquelon',
  Montreal: 'de Montréal',
  Moscow: 'de Moscou',
  Noumea: 'de Nouméa',
  Port_of_Spain: 'de Port-d’Espagne',
  Reunion: 'de La Réunion',
  Rome: 'de Rome',
  Sao_Paulo: 'de São Paulo',
  Seoul: 'de Séoul',
  Shanghai: 'de Shanghai',
  Singapore: 'de Singapour',
  Tahiti: 'de Tahiti',
  Tokyo: 'de Tokyo',
  Tunis: 'de Tunis',
  Vienna: 'de Vienne',
  Warsaw: 'de Varsovie',
};

/** `undefined`: it is a fixed distance from UTC, which names itself. */
function city(zone: string): string | undefined {
  if (!zone.includes('/') || zone.startsWith('Etc/')) return undefined;
  return zone.split('/').at(-1);
}

export function zoneWords(zone: string, language: WindowLanguage): string {
  const name = city(zone);
  if (name === undefined) {
    const offset = /^[+-]/.test(zone) ? `UTC${zone.replace(/:00$/, '').replace(/^([+-])0(\d)/, '$1$2')}` : 'UTC';
    return language === 'fr' ? `heure ${offset}` : offset;
  }
  const plain = name.replaceAll('_', ' ');
  if (language === 'en') return `${plain} time`;
  const elided = /^[AEIOUÉH]/.test(plain) ? `d’${plain}` : `de ${plain}`;
  return `heure ${IN_FRENCH[name] ?? elided}`;
}

/** Minutes that this computer's clocks are ahead of UTC at that instant. */
function offsetHere(ms: number): number {
  return -new Date(ms).getTimezoneOffset();
}

/** Whether clocks there show, at that instant, what this computer shows: then no place is named. */
export function sameAsHere(zone: string, iso: string, here = offsetHere): boolean {
  const ms = new Date(iso).getTime();
  return offsetAt(ms, zone) === here(ms);
}
