// Categories and tags as one types them, and the end of an address.

/** Adds what was typed: commas part names, spaces around are nothing, none comes twice. */
export function withTyped(names: readonly string[], typed: string): string[] {
  const out = [...names];
  const known = new Set(names.map((name) => name.toLocaleLowerCase()));
  for (const part of typed.split(',')) {
    const name = part.trim().replace(/\s+/g, ' ');
    if (name === '' || known.has(name.toLocaleLowerCase())) continue;
    known.add(name.toLocaleLowerCase());
    out.push(name);
  }
  return out;
}

/** As blogs make the end of an address: plain lower-case letters, digits and hyphens. */
export function asSlug(text: string): string {
  return text
    .toLocaleLowerCase('fr')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’'`]/g, '-')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
