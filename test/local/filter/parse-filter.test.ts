import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateFilterParser } from '../../../scripts/generate-filter-parser.ts';
import { completeFilter } from '../../../src/local/filter/complete-filter.ts';
import { parseFilter } from '../../../src/local/filter/parse-filter.ts';
import { printFilter } from '../../../src/local/filter/print-filter.ts';
import { arbitraryFilter } from './arbitrary-filter.ts';

test('the parser is the one that the grammar makes', () => {
  const file = path.resolve(import.meta.dirname, '../../../src/local/filter/filter-parser.js');
  expect(readFileSync(file, 'utf8')).toBe(generateFilterParser());
});

test('what is printed reads as the same filter', () => {
  fc.assert(
    fc.property(arbitraryFilter, (filter) => {
      expect(parseFilter(printFilter(filter))).toEqual({ ok: true, filter: filter });
    }),
    { numRuns: 500 },
  );
});

/** Texts of any kind are read without a crash, in bounded time. */
test('no text makes the parser throw', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '{',
    '}',
    '"',
    '!',
    'ok',
    'service',
    'edge(',
    'annotation.',
    '=',
    '#',
    '[',
    'AND',
    'OR',
    ' ',
    '1',
    ',',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 200 }).map((pieces) => pieces.join(' ')),
      ),
      (text) => {
        const parsed = parseFilter(text);
        if (parsed.ok) return;
        expect(parsed.error.position).toBeLessThanOrEqual(text.length);
        expect(parsed.error.end).toBeGreaterThanOrEqual(parsed.error.position);
        expect(parsed.error.message).toMatch(/\.$/);
      },
    ),
  );
});

describe('expressions of X-Ray’s documentation are read', () => {
  test.each([
    'ok',
    'ok !partial duration <3',
    'http.url CONTAINS "/api/game/" AND responseTime >= 5',
    'service("api.example.com") { fault }',
    'service("api.example.com") { fault = true OR error }',
    'service(id(name: "api.example.com", type: "AWS::EC2::Instance")) { responsetime > 1.5 }',
    'edge("api.example.com", "backend.example.com") { fault }',
    'annotation.gameid = "817DL6VO"',
    'annotation[aws.remote.service] = "S3" AND annotation[count] > 3 AND annotation.paid = true',
    'user BEGINSWITH "user-" and (error OR throttle)',
    'edge() { source.annotation[k] = "v" AND destination.annotation.k2 }',
    'rootcause.fault.entity { name = "DynamoDB" AND remote } OR rootcause.responsetime.entity { coverage > 0.5 }',
    'rootcause.json = #[{"Services":[{"Name":"shop"}]}]',
    'group.name = "high_response_time"',
    'NOT (ok) http.status != 200',
    'service() { name = traces }',
  ])('%s', (expression) => {
    expect(parseFilter(expression)).toMatchObject({ ok: true, filter: expect.any(Object) });
  });

  test('an empty one takes every trace', () => {
    expect(parseFilter('  ')).toEqual({ ok: true, filter: undefined });
  });
});

test('what stands beside each other is not deep, however much it is', () => {
  for (const part of ['user != "("', '!ok', 'NOT ok', '(ok)', 'service() { ok }', '!(!ok)']) {
    expect(parseFilter(Array.from({ length: 100 }, () => part).join(' '))).toMatchObject({ ok: true });
  }
});

describe('what is wrong is told with its place and what was expected', () => {
  test.each([
    ['duration >', 10, 'Expected a number; the expression ends here.'],
    ['ok AND', 6, 'Expected a keyword, "!", "(" or "NOT"; the expression ends here.'],
    ['coverage > 1', 0, 'Expected a keyword, "!", "(", "NOT" or the end; got "coverage", which makes no sense here.'],
    [
      'service("a") { edge() }',
      15,
      'Expected a keyword, "!", "(", "NOT" or "}"; got "edge", which makes no sense here.',
    ],
    ['http.status = "200"', 14, 'Expected a number; got "\\"".'],
    ['duration > 250ms', 11, 'Expected a number; got "250ms"; times are in seconds without a unit: 0.25.'],
    [
      'responsetme > 1',
      0,
      'Expected a keyword, "!", "(", "NOT" or the end; got "responsetme"; perhaps "responsetime".',
    ],
    ['edge("a") { ok }', 8, 'Expected ","; got ")".'],
    ['x'.repeat(2001), 2000, 'The expression is longer than 2000 characters.'],
    [`${'('.repeat(65)}ok`, 64, 'The brackets lie more than 64 deep in one another.'],
    [`${'!'.repeat(65)}ok`, 64, 'The brackets lie more than 64 deep in one another.'],
    [`${'!('.repeat(33)}ok`, 64, 'The brackets lie more than 64 deep in one another.'],
  ])('%s', (expression, position, message) => {
    expect(parseFilter(expression)).toMatchObject({ ok: false, error: { position, message } });
  });
});

describe('completion', () => {
  const known = {
    annotationKeys: () => ['tenant', 'odd key'],
    valuesOf: (keyword: string) => (keyword === 'name' ? ['orders', 'shop'] : []),
  };
  const complete = (text: string): string[] => completeFilter(text, known).items.map((item) => item.text);

  test.each([
    ['fau', ['fault']],
    ['responsetime ', ['>=', '<=', '!=', '=', '>', '<']],
    ['http.url C', ['CONTAINS']],
    ['service(', ['"orders"', '"shop"']],
    ['service("o', ['"orders"', '"shop"']],
    ['service("ord', ['"orders"']],
    ['rootcause.fault.e', ['rootcause.fault.entity', 'rootcause.fault.exception']],
    ['annotation', ['annotation.tenant', 'annotation["odd key"]']],
    ['ok = t', ['true']],
    ['duration > ', []],
    ['nonsense ', []],
  ])('of "%s"', (text, expected) => {
    const completions = complete(text);
    for (const item of expected) expect(completions).toContain(item);
    if (expected.length === 0) expect(completions).toEqual([]);
  });

  test('has nothing to offer for what is too long or too deep, and takes no time for it', () => {
    for (const text of [`user = ${'a'.repeat(4_000_000)} `, '('.repeat(4_000_000), '"\\'.repeat(1_000_000)]) {
      expect(complete(text)).toEqual([]);
    }
    expect(complete('('.repeat(65))).toEqual([]);
  });

  test('offers only what makes sense inside', () => {
    expect(complete('rootcause.responsetime.entity { ')).toContain('coverage');
    expect(complete('rootcause.responsetime.entity { ')).not.toContain('http.url');
    expect(complete('')).not.toContain('coverage');
  });

  test('with every completion the expression is still the beginning of one', () => {
    for (const text of ['', 'ok ', 'service() { ', 'edge() { ', 'duration ', 'annotation.x ']) {
      for (const item of complete(text)) {
        const parsed = parseFilter(text + item);
        if (!parsed.ok) expect(parsed.error.position).toBe(text.length + item.length);
      }
    }
  });
});
