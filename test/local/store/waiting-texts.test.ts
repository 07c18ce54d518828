import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWaitingTexts, type WaitingText } from '../../../src/local/store/waiting-texts.ts';

const text = fc.oneof(
  fc.json(),
  // Some larger than the pieces of memory that texts lie in, in characters of one to four bytes.
  fc
    .tuple(fc.constantFrom('x', 'é', '→', '🜁'), fc.integer({ min: 0, max: 700_000 }))
    .map(([unit, count]) => JSON.stringify(unit.repeat(count))),
);

test('texts stay as they are until they are released, in whatever order that is', () => {
  const step = fc.record({ put: fc.array(text, { maxLength: 4 }), release: fc.array(fc.nat(), { maxLength: 5 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const texts = createWaitingTexts();
      const waiting: { text: WaitingText; json: string }[] = [];
      for (const { put, release } of steps) {
        for (const json of put) waiting.push({ text: texts.put(json), json });
        for (const number of release) {
          const [released] = waiting.splice(number % Math.max(1, waiting.length), 1);
          if (released !== undefined) texts.release(released.text);
        }
        const list = texts.joinAsList(waiting.map((item) => item.text)).toString();
        expect(list === `[${waiting.map(({ json }) => json).join(',')}]`).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
});
