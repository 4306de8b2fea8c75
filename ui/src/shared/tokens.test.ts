import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/shared/tokens.css', 'utf8');

function tokens(selector: string): Map<string, string> {
  const from = css.indexOf(`${selector} {`);
  const body = css.slice(from, css.indexOf('}', from));
  return new Map([...body.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['--desk', '--paper', '--raised', '--well', '--accent-wash'];
const inks = ['--ink', '--ink-soft', '--accent', '--good', '--waiting', '--bad'];

describe.each([':root', ":root[data-theme='dark']"])('colours of %s', (selector) => {
  const all = tokens(selector);
  const of = (name: string): string => {
    const value = all.get(name);
    if (value === undefined) throw new Error(`No colour ${name}`);
    return value;
  };

  it.each(inks.flatMap((ink) => surfaces.map((surface) => [ink, surface] as const)))(
    '%s can be read on %s (AA)',
    (ink, surface) => expect(contrast(of(ink), of(surface))).toBeGreaterThanOrEqual(4.5),
  );

  it.each([
    ['--on-accent', '--accent'],
    ['--good', '--good-wash'],
    ['--waiting', '--waiting-wash'],
    ['--bad', '--bad-wash'],
    ['--ink', '--selection'],
  ])('%s can be read on %s (AA)', (ink, surface) => {
    expect(contrast(of(ink), of(surface))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['--desk', '--paper', '--raised'])('edges of controls are seen on %s', (surface) => {
    expect(contrast(of('--line-strong'), of(surface))).toBeGreaterThanOrEqual(3);
    expect(contrast(of('--focus'), of(surface))).toBeGreaterThanOrEqual(3);
  });
});
