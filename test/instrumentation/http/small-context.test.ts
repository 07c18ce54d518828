import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSmallContext } from '../../../src/instrumentation/http/small-context.ts';

const keys = ['a', 'b', 'c', 'd'].map((name) => createContextKey(name));
const act = fc.record({
  key: fc.constantFrom(...keys),
  value: fc.oneof(fc.integer(), fc.constant(undefined), fc.constant(null)),
  isDeleted: fc.boolean(),
});

it('a small context holds what a context of the API would, however long the chain of its makers', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const derive = (start: Context): Context[] => {
        const made = [start];
        let last = start;
        for (const { key, value, isDeleted } of acts)
          made.push((last = isDeleted ? last.deleteValue(key) : last.setValue(key, value)));
        return made;
      };
      const ours = derive(createSmallContext());
      // The ones before stay as they were, too.
      derive(ROOT_CONTEXT).forEach((expected, index) =>
        expect(keys.map((key) => ours[index]?.getValue(key))).toEqual(keys.map((key) => expected.getValue(key))),
      );
    }),
  );
});
