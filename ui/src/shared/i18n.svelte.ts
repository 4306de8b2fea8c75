// The window's language, and how a feature's catalogue follows it at once.
//
// A feature keeps its sentences in `messages.fr.ts` and `messages.en.ts`. French is the measure:
// `export type Messages = typeof fr`, and English is declared as `Messages`, so that a sentence
// missing in either does not compile. A sentence with something to name is a function.

export type WindowLanguage = 'fr' | 'en';

let language = $state<WindowLanguage>('fr');

export function windowLanguage(): WindowLanguage {
  return language;
}

export function setWindowLanguage(next: WindowLanguage): void {
  language = next;
  document.documentElement.lang = next;
}

/** Call the result where the sentence is shown: `t().save` follows the language. */
export function catalogue<M>(both: Record<WindowLanguage, M>): () => M {
  const set = { fr: withFrenchSpaces(both.fr), en: both.en };
  return () => set[language];
}

/** Catalogues are written with plain spaces; French high punctuation gets its no-break ones. */
export function frenchSpaces(sentence: string): string {
  return sentence
    .replace(/ ([;!?])/g, '\u202f$1')
    .replace(/ ([:»%])/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0');
}

function withFrenchSpaces<T>(value: T): T {
  if (typeof value === 'string') return frenchSpaces(value) as T;
  if (typeof value === 'function') {
    const say = value as unknown as (...args: unknown[]) => unknown;
    return ((...args: unknown[]) => withFrenchSpaces(say(...args))) as T;
  }
  if (Array.isArray(value)) return value.map(withFrenchSpaces) as T;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => [key, withFrenchSpaces(inner)]);
    return Object.fromEntries(entries) as T;
  }
  return value;
}

/** *0 mot, 1 mot, 2 mots* but *0 words, 1 word, 2 words*. */
export function plural(count: number, one: string, other: string): string {
  const single = language === 'fr' ? Math.abs(count) < 2 : count === 1;
  return single ? one : other;
}
