import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const tokens = readFileSync(path.resolve(import.meta.dirname, '../../../src/console/style/tokens.css'), 'utf8');

/** The two colours of each token, light and dark. */
const COLOURS = new Map(
  [...tokens.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(left: string, right: string): number {
  const [dark = 0, light = 0] = [luminanceOf(left), luminanceOf(right)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['paper', 'surface', 'sunken', 'raised'];
const TEXTS = ['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'error', 'throttle', 'fault'];
const MARKS = ['ok-fill', 'error-fill', 'throttle-fill', 'fault-fill', 'bar', 'bar-call', 'critical'];

const pairs: [text: string, ground: string, least: number][] = [
  ...GROUNDS.flatMap((ground) => TEXTS.map((text): [string, string, number] => [text, ground, 4.5])),
  ...['ok', 'error', 'throttle', 'fault'].map((name): [string, string, number] => [name, `${name}-soft`, 4.5]),
  ...['ink', 'ink-2', 'ink-3', 'accent'].map((name): [string, string, number] => [name, 'accent-soft', 4.5]),
  ['on-accent', 'accent', 4.5],
  ...['paper', 'surface'].flatMap((ground) => MARKS.map((mark): [string, string, number] => [mark, ground, 3])),
];

test.each(pairs)('%s on %s has a contrast of at least %d, light and dark', (text, ground, least) => {
  for (const scheme of ['light', 'dark'] as const) {
    const [front, back] = [COLOURS.get(text)?.[scheme], COLOURS.get(ground)?.[scheme]];
    if (front === undefined || back === undefined) throw new Error(`no token ${text} or ${ground}`);
    expect(contrastOf(front, back), `${scheme}: ${front} on ${back}`).toBeGreaterThanOrEqual(least);
  }
});

test('black on white is 21, as WCAG says', () => expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21));
