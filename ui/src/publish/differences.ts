// Text that is the same in two versions, short enough to look past.

const SHOWN = 110;

/** The beginning and the end of a long text, cut between words. */
export function shortened(text: string): string {
  const plain = text.trim();
  if (plain.length <= SHOWN * 3) return plain;
  const head = plain.slice(0, SHOWN).replace(/\s+\S*$/, '');
  const tail = plain.slice(-SHOWN).replace(/^\S*\s+/, '');
  return `${head} […] ${tail}`;
}
