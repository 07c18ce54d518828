import { expect, test } from 'vitest';
import { createKeyReader, KEYMAP, nameOfKey } from '../../../src/console/shell/keymap.ts';

test('no key does two things', () => {
  const keys = KEYMAP.flatMap((binding) => binding.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a key means what stands in the help', () => {
  const reader = createKeyReader();
  expect(reader.press('j', 0)).toBe('next');
  expect(reader.press('E', 1)).toBe('previous-error');
  expect(reader.press('?', 2)).toBe('help');
  expect(reader.press('x', 3)).toBeUndefined();
});

test('two keys in a row are one command, if the second comes soon', () => {
  const reader = createKeyReader();
  expect(reader.press('g', 0)).toBeUndefined();
  expect(reader.press('m', 500)).toBe('go-map');
  expect(reader.press('g', 1000)).toBeUndefined();
  expect(reader.press('m', 3000)).toBe('toggle-map');
});

test('a second key that completes nothing has its own meaning', () => {
  const reader = createKeyReader();
  reader.press('g', 0);
  expect(reader.press('j', 10)).toBe('next');
});

test('keys are named as on keyboards', () => {
  expect(['ArrowDown', 'Escape', 'j'].map(nameOfKey)).toEqual(['↓', 'Esc', 'j']);
});
