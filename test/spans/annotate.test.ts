import { trace } from '@opentelemetry/api';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { annotate, capture, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

function annotated(action: () => void): Record<string, unknown> {
  withSegment('worker', action);
  return { ...tracing.span('worker').attributes };
}

test('annotations are attributes, listed by key for the exporter', () => {
  const attributes = annotated(() => {
    annotate('order_id', 'A-1');
    annotate({ retries: 2, premium: true, ratio: -0.5 });
  });
  expect(attributes).toEqual({
    order_id: 'A-1',
    retries: 2,
    premium: true,
    ratio: -0.5,
    'aws.xray.annotations': ['order_id', 'retries', 'premium', 'ratio'],
  });
});

test('the active subsegment gets them, not its segment', () => {
  withSegment('worker', () => {
    annotate('outer', 1);
    capture('block', () => annotate('inner', 2));
    annotate('outer2', 3);
  });
  expect(tracing.span('block').attributes).toEqual({ inner: 2, 'aws.xray.annotations': ['inner'] });
  expect(tracing.span('worker').attributes['aws.xray.annotations']).toEqual(['outer', 'outer2']);
});

test('a key that is set again keeps its last value and one place in the list', () => {
  expect(annotated(() => ['a', 'b'].forEach((value) => annotate('key', value)))).toEqual({
    key: 'b',
    'aws.xray.annotations': ['key'],
  });
});

test('keys that the application listed itself stay listed', () => {
  const attributes = annotated(() => {
    trace.getActiveSpan()?.setAttributes({ own: 1, 'aws.xray.annotations': ['own'] });
    annotate('first', 1);
    trace.getActiveSpan()?.setAttributes({ own2: 1, 'aws.xray.annotations': ['own2'] });
    annotate('second', 2);
  });
  expect(attributes['aws.xray.annotations']).toEqual(['own', 'first', 'own2', 'second']);
});

test('arbitrary keys become legal ones, and all of them are listed', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.boolean(), { maxKeys: 20 }),
      (entries) => {
        stopTracing();
        tracing = startTracing();
        const attributes = annotated(() => annotate(entries));
        const listed = attributes['aws.xray.annotations'] ?? [];
        const { 'aws.xray.annotations': _, ...annotations } = attributes;
        expect(Object.keys(annotations).every((key) => /^[A-Za-z0-9_.]+$/.test(key))).toBe(true);
        expect(new Set(Object.keys(annotations))).toEqual(new Set(listed as string[]));
      },
    ),
  );
});

test('a key that becomes __proto__, which no object can have, is refused', () => {
  expect(annotated(() => annotate({ '  proto  ': true, tenant: 'acme' }))).toEqual({
    tenant: 'acme',
    'aws.xray.annotations': ['tenant'],
  });
  expect(tracing.lines).toHaveLength(1);
});

describe('refused with one line, and never thrown', () => {
  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [{ secret: 'hunter2' }, 'an object'],
    [['secret'], 'an array'],
    [() => 'secret', 'a function'],
    [Symbol('secret'), 'a symbol'],
    [10n, 'a bigint'],
  ])('the value %s', (value, kind) => {
    // @ts-expect-error a wrong type on purpose
    expect(annotated(() => [1, 2].forEach(() => annotate('order', value)))).toEqual({});
    expect(tracing.lines).toEqual([
      `warn: "annotate" got ${kind} for "order"; expected a string, a finite number or a boolean. The annotation is left out.`,
    ]);
  });

  test.each([[null], [undefined], [42], [['key', 'value']], [Symbol('key')], [() => {}]])(
    '%s instead of a key',
    (key) => {
      // @ts-expect-error a wrong type on purpose
      expect(annotated(() => annotate(key, 'value'))).toEqual({});
      expect(tracing.lines).toHaveLength(1);
      expect(tracing.lines[0]).toMatch(/^warn: "annotate" got .* as its key; expected a string, or an object/);
    },
  );

  test.each([[''], ['aws.xray.annotations'], ['aws.xray.inprogress'], ['aws.span.kind'], ['aws.xray.error']])(
    'the key %j, which is empty or the exporter’s own',
    (key) => {
      expect(annotated(() => annotate(key, 'LOCAL_ROOT'))).toEqual({});
      expect(tracing.lines).toHaveLength(1);
      expect(tracing.lines[0]).toContain(`"annotate" got the key ${JSON.stringify(key)}; expected`);
    },
  );

  test('an object whose getters throw', () => {
    const hostile = {
      get order(): string {
        throw new Error('no');
      },
    };
    expect(annotated(() => annotate(hostile))).toEqual({});
    expect(tracing.lines).toHaveLength(1);
  });

  test('the bad ones of several, while the good ones stay', () => {
    // @ts-expect-error a wrong type on purpose
    expect(annotated(() => annotate({ bad: null, good: 1 }))).toEqual({ good: 1, 'aws.xray.annotations': ['good'] });
    expect(tracing.lines).toHaveLength(1);
  });
});

test('more than 50 annotations under one segment are reported once, and all are sent', () => {
  withSegment('worker', () => {
    for (let block = 0; block < 6; block += 1) {
      capture('block', () => {
        for (let index = 0; index < 10; index += 1) annotate(`key${index}`, block);
      });
    }
  });
  expect(tracing.lines).toEqual([
    'warn: "annotate" has put 51 annotations under one segment; expected up to 50, which X-Ray indexes. All are sent; it may not find the trace by the later ones.',
  ]);
  for (const span of tracing.spans().filter(({ name }) => name === 'block')) {
    expect(span.attributes['aws.xray.annotations']).toHaveLength(10);
  }
});

test('50 annotations, some of them set twice, are not reported', () => {
  withSegment('worker', () => {
    for (let index = 0; index < 75; index += 1) annotate(`key${index % 50}`, index);
  });
  expect(tracing.lines).toEqual([]);
});
