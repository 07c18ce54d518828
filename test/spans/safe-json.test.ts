import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeJson } from '../../src/spans/safe-json.ts';

const MIB = 2 ** 20;

function written(value: unknown): unknown {
  return JSON.parse(safeJson(value, MIB));
}

test('what JSON can say is written as JSON.stringify writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(safeJson(value, MIB)).toBe(JSON.stringify(value));
    }),
  );
});

test('anything is valid JSON within the limit', () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withBoxedValues: true,
        maxDepth: 6,
      }),
      fc.integer({ min: 0, max: 20_000 }),
      (value, maxBytes) => {
        const json = safeJson(value, maxBytes);
        expect(() => JSON.parse(json)).not.toThrow();
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(Math.max(maxBytes, 8192));
      },
    ),
  );
});

describe('what JSON cannot say is described', () => {
  test.each<[string, unknown, unknown]>([
    ['undefined', undefined, null],
    ['a function', () => 1, null],
    ['a symbol', Symbol('x'), null],
    ['NaN', Number.NaN, 'NaN'],
    ['minus infinity', Number.NEGATIVE_INFINITY, '-Infinity'],
    ['a BigInt', 12345678901234567890n, '12345678901234567890'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid date', new Date(Number.NaN), 'Invalid Date'],
    [
      'a map with text keys',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, { b: 3n }],
      ]),
      { a: 1, 2: { b: '3' } },
    ],
    ['a map with other keys', new Map([[{ k: 1 }, 'v']]), [[{ k: 1 }, 'v']]],
    ['a set', new Set([1, 'two']), [1, 'two']],
    ['a regular expression', /x+/gi, '/x+/gi'],
    ['a URL', new URL('http://127.0.0.1/a?b'), 'http://127.0.0.1/a?b'],
    ['a buffer', Buffer.from('secret'), '[Uint8Array: 6 bytes]'],
    ['binary data', new Float64Array(2), '[Float64Array: 16 bytes]'],
    ['an array buffer', new ArrayBuffer(3), '[ArrayBuffer: 3 bytes]'],
    ['boxed values', [new Number(1), new String('s'), new Boolean(false), Object(5n)], [1, 's', false, '5']],
    ['gaps', [undefined, () => 1, Symbol('x'), ...Array.from({ length: 1 }), 1], [null, null, null, null, 1]],
    ['absent members', { a: undefined, b: () => 1, c: Symbol('x'), d: 1 }, { d: 1 }],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['toJSON', { toJSON: () => ({ a: [1n] }) }, { a: ['1'] }],
    [
      'toJSON of itself',
      {
        a: 1,
        toJSON() {
          return this;
        },
      },
      { a: 1 },
    ],
    ['toJSON to nothing', { a: { toJSON: () => undefined }, b: 1 }, { b: 1 }],
  ])('%s', (_what, value, expected) => {
    expect(written(value)).toEqual(expected);
  });

  test('an error by its name, message, stack, cause and own fields', () => {
    const cause = new TypeError('inner');
    const error = Object.assign(new Error('outer', { cause }), { code: 'E1' });
    expect(written(error)).toEqual({
      name: 'Error',
      message: 'outer',
      stack: error.stack,
      code: 'E1',
      cause: { name: 'TypeError', message: 'inner', stack: cause.stack },
    });
  });

  test('an aggregate error by its errors', () => {
    expect(written(new AggregateError([new Error('one')], 'all'))).toMatchObject({
      message: 'all',
      errors: [{ message: 'one' }],
    });
  });
});

describe('what cannot be read is marked', () => {
  test('cycles, and not what merely appears twice', () => {
    const shared = { s: 1 };
    const cyclic: Record<string, unknown> = { one: shared, two: shared };
    cyclic['self'] = { cyclic, list: [cyclic] };
    expect(written(cyclic)).toEqual({
      one: { s: 1 },
      two: { s: 1 },
      self: { cyclic: '[Circular]', list: ['[Circular]'] },
    });
  });

  test.each<[string, unknown]>([
    [
      'a getter that throws',
      {
        a: 1,
        get b(): never {
          throw new Error('no');
        },
      },
    ],
    [
      'a toJSON that throws',
      {
        a: 1,
        b: {
          toJSON() {
            throw new Error('no');
          },
        },
      },
    ],
    [
      'a proxy that throws',
      {
        a: 1,
        b: new Proxy(
          {},
          {
            get() {
              throw new Error('no');
            },
          },
        ),
      },
    ],
    [
      'a proxy without keys',
      {
        a: 1,
        b: new Proxy(
          {},
          {
            ownKeys() {
              throw new Error('no');
            },
          },
        ),
      },
    ],
  ])('%s', (_what, value) => {
    expect(written(value)).toEqual({ a: 1, b: '[unreadable: no]' });
  });

  test('a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(written({ proxy })).toEqual({ proxy: expect.stringMatching(/^\[unreadable: /) });
  });

  test('getters that throw what cannot be read either', () => {
    const hostile = {
      get a(): never {
        throw new Proxy(
          {},
          {
            getPrototypeOf() {
              throw new Error('no');
            },
          },
        );
      },
    };
    expect(written(hostile)).toEqual({ a: '[unreadable: unknown]' });
  });
});

describe('what exceeds the limit is cut with a mark', () => {
  test('levels below 32', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    const json = safeJson(deep, MIB);
    expect(json).toBe(`${'['.repeat(32)}"[cut: deeper than 32 levels]"${']'.repeat(32)}`);
  });

  test('long texts', () => {
    const json = safeJson({ text: 'x'.repeat(5 * MIB) }, MIB);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MIB);
    expect(json).toMatch(/x\[cut: \d+ more characters\]"\}$/);
  });

  test('texts that grow by escapes', () => {
    const json = safeJson('\u0001'.repeat(MIB), MIB);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MIB);
    expect(() => JSON.parse(json)).not.toThrow();
  });

  test('long lists', () => {
    const json = safeJson(
      Array.from({ length: MIB }, (_, index) => index),
      10_000,
    );
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(10_000);
    expect(json).toMatch(/,"\[cut: \d+ more\]"\]$/);
  });

  test('wide objects that share their parts on every level', () => {
    let shared: unknown = 'x';
    for (let level = 0; level < 30; level += 1) shared = { a: shared, b: shared, c: shared };
    const json = safeJson(shared, MIB);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MIB);
    expect(() => JSON.parse(json)).not.toThrow();
  });

  test('an empty array of great length', () => {
    const json = safeJson(Object.assign([], { length: 4_000_000_000 }), 10_000);
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(10_000);
  });
});
