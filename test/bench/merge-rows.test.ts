import { expect, it } from 'vitest';
import { mergeRows } from '../../bench/faults/merge-rows.ts';

const page = (rows: readonly (readonly string[])[], versions = 'Node 24: ours 1.0'): string =>
  [
    `Measured on today, ${versions}. ${String(rows.length)} tables.`,
    ...rows.map((table) => ['| name | ours |', '| --- | --- |', ...table].join('\n')),
  ].join('\n\n');

it('puts measured rows among those that stand, each in its table and in the order of the names', () => {
  const standing = page([
    ['| a | 1 |', '| c | 1 |'],
    ['| a | 2 |', '| c | 2 |', '| gone | 2 |'],
  ]);
  const fresh = page([['| c | 3 |', '| b | 3 |'], ['| b | 4 |']]);
  expect(mergeRows(standing, fresh, ['a', 'b', 'c'])).toBe(
    page([
      ['| a | 1 |', '| b | 3 |', '| c | 3 |'],
      ['| a | 2 |', '| b | 4 |', '| c | 2 |'],
    ]),
  );
});

it('refuses rows of another version or day', () => {
  expect(() => mergeRows(page([['| a | 1 |']]), page([['| b | 1 |']], 'Node 26: ours 2.0'), ['a', 'b'])).toThrow(
    'The tables were measured on "today, Node 24: ours 1',
  );
});
