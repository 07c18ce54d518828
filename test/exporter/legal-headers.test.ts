import { expect, test } from 'vitest';
import { partHeaders } from '../../src/exporter/legal-headers.ts';

test('headers are parted by what the check throws on', () => {
  const check = (name: string): void => {
    if (name.startsWith('bad')) throw new Error(name);
  };
  expect(partHeaders({ good: '1', bad: '2', 'bad too': '3' }, check)).toEqual({
    legal: { good: '1' },
    illegalNames: ['bad', 'bad too'],
  });
});
