import { expect, it } from 'vitest';
import { createClientId } from '../../src/sampler/client-id.ts';

it('A client id has 24 hex digits, others each time', () => {
  const ids = Array.from({ length: 100 }, createClientId);
  for (const id of ids) expect(id).toMatch(/^[\da-f]{24}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
