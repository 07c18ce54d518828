import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { renderAttributes } from '../../scripts/generate-attributes.ts';

it('docs/attributes.md is what the lists in code say', () => {
  const file = path.resolve(import.meta.dirname, '../../docs/attributes.md');
  expect(readFileSync(file, 'utf8')).toBe(renderAttributes());
});
