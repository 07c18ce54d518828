import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCarriedFields, formatTraceHeader, parseTraceHeader } from '../../src/xray/trace-header.ts';
import type { TraceHeader } from '../../src/xray/trace-header.ts';

const TRACE_ID = '5759e988bd862e3fe1be46a994272793';
const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const OTHER_ROOT = 'Root=1-6759e988-bd862e3fe1be46a994272793';
const PARENT_ID = '53995c3f42cd8ad8';
const PARENT = `Parent=${PARENT_ID}`;
const COMPLETE = { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' };

describe('a header is read', () => {
  test.each<[string, string, TraceHeader | undefined]>([
    ['with all three fields', `${ROOT};${PARENT};Sampled=1`, { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' }],
    ['with Root only', ROOT, { traceId: TRACE_ID }],
    ['with Root and Sampled', `${ROOT};Sampled=0`, { traceId: TRACE_ID, sampled: '0' }],
    ['with Root and Parent', `${ROOT};${PARENT}`, { traceId: TRACE_ID, parentId: PARENT_ID }],
    ['with a question', `${ROOT};${PARENT};Sampled=?`, { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '?' }],
    ['in any order', `Sampled=1;${PARENT};${ROOT}`, { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' }],
    [
      'in any case',
      `${ROOT.toUpperCase()};${PARENT.toUpperCase()};sAMPLED=1`,
      { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' },
    ],
    [
      'with spaces',
      `  ${ROOT} ;\t${PARENT.replace('=', ' = ')}; Sampled = 1 `,
      { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' },
    ],
    ['with empty fields', `;;${ROOT};;Sampled=;Parent;=1;`, { traceId: TRACE_ID }],
    ['without its Self', `Self=1-67891234-12456789abcdef012345678;${ROOT}`, { traceId: TRACE_ID }],
    ['with Lineage', `${ROOT};Lineage=a87bd80c:1|68fd508a:5`, { traceId: TRACE_ID, lineage: 'a87bd80c:1|68fd508a:5' }],
    [
      'with custom fields as they came',
      `CalledFrom=app;${ROOT};tEAM = Blue=2`,
      { traceId: TRACE_ID, custom: 'CalledFrom=app;tEAM = Blue=2' },
    ],
    ['with an invalid Parent as if it had none', `${ROOT};Parent=xyz;Sampled=1`, { traceId: TRACE_ID, sampled: '1' }],
    ['with a Parent of zeros as if it had none', `${ROOT};Parent=0000000000000000`, { traceId: TRACE_ID }],
    [
      'with an invalid Sampled as if it had none',
      `${ROOT};${PARENT};Sampled=true`,
      { traceId: TRACE_ID, parentId: PARENT_ID },
    ],
    [
      'not by the beginning of a key',
      `${ROOT};ParentX=${PARENT_ID};Rooted=1`,
      { traceId: TRACE_ID, custom: `ParentX=${PARENT_ID};Rooted=1` },
    ],
    ['never without Root', `${PARENT};Sampled=1;Lineage=a:1`, undefined],
    ['never with Self only', 'Self=1-5759e988-bd862e3fe1be46a994272793', undefined],
    ['never with an invalid Root', `Root=5759e988bd862e3fe1be46a994272793;${PARENT};Sampled=1`, undefined],
    ['never when empty', '', undefined],
  ])('%s', (_how, text, header) => {
    expect(parseTraceHeader(text)).toEqual(header);
  });
});

describe('of what is repeated, the first valid one counts', () => {
  test.each<[string, string, TraceHeader]>([
    [
      'fields',
      `${ROOT};${OTHER_ROOT};${PARENT};Parent=1111111111111111;Sampled=1;Sampled=0`,
      { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' },
    ],
    [
      'an invalid field first',
      `Root=1-0;${ROOT};Parent=;Parent=no;${PARENT};Sampled=2;Sampled=1`,
      { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' },
    ],
    ['custom fields', `${ROOT};Team=blue;TEAM=red`, { traceId: TRACE_ID, custom: 'Team=blue' }],
    [
      'headers, as Node joins them',
      `${ROOT};${PARENT};Sampled=1, ${OTHER_ROOT};Sampled=0`,
      { traceId: TRACE_ID, parentId: PARENT_ID, sampled: '1' },
    ],
    ['an invalid header first', `Root=junk, Sampled=0;${ROOT}`, { traceId: TRACE_ID, sampled: '0' }],
    ['a comma inside a field is no second header', `${ROOT};List=a,b`, { traceId: TRACE_ID, custom: 'List=a,b' }],
  ])('%s', (_what, text, header) => {
    expect(parseTraceHeader(text)).toEqual(header);
  });
});

describe('carried fields', () => {
  test('end where 256 bytes are full, whole fields at a time', () => {
    const custom = Array.from({ length: 40 }, (_, index) => `Key${index}=${'v'.repeat(index + 1)}`);
    const header = parseTraceHeader(`${ROOT};${custom.join(';')}`);
    const kept = header?.custom?.split(';') ?? [];
    expect(header?.custom?.length).toBeLessThanOrEqual(256);
    expect(custom).toEqual(expect.arrayContaining(kept));
    expect(kept.slice(0, 10)).toEqual(custom.slice(0, 10));
  });

  test('give Lineage its place first, wherever it stands', () => {
    const header = parseTraceHeader(`${ROOT};A=${'a'.repeat(250)};B=b;Lineage=a:1`);
    expect(header).toEqual({ traceId: TRACE_ID, lineage: 'a:1', custom: 'B=b' });
  });

  test('may be exactly 256 bytes', () => {
    const fields = `Lineage=a:1;B=${'b'.repeat(242)}`;
    expect(fields).toHaveLength(256);
    const header = parseTraceHeader(`${ROOT};${fields}`);
    expect(formatCarriedFields(header ?? {})).toBe(fields);
    expect(parseTraceHeader(`${ROOT};${fields}b`)).toEqual({ traceId: TRACE_ID, lineage: 'a:1' });
  });

  test('are never cut: a Lineage that is too long is left out', () => {
    expect(parseTraceHeader(`${ROOT};Lineage=${'a'.repeat(300)}`)).toEqual({ traceId: TRACE_ID });
  });

  test('hold nothing that a header may not', () => {
    expect(parseTraceHeader(`${ROOT};A=\r\nX: y;B=ü;C=☃;D\u0000=d;Lineage=\u007f;E=ok`)).toEqual({
      traceId: TRACE_ID,
      custom: 'E=ok',
    });
  });
});

describe('a header of 1 MiB', () => {
  const MIB = 1024 * 1024;

  test.each([
    ['of semicolons', ';'.repeat(MIB)],
    ['of commas and spaces', `,${' '.repeat(MIB)}Root`],
    ['of commas', ', '.repeat(MIB / 2)],
    ['of one field', `A=${'a'.repeat(MIB)}`],
    ['of equal signs', '='.repeat(MIB)],
    ['of unfinished Roots', 'Root=1-'.repeat(MIB / 7)],
    ['of Roots with space', `,root${' '.repeat(MIB)}`],
  ])('%s is read like a short one', (_what, text) => {
    expect(parseTraceHeader(text)).toBeUndefined();
  });

  test('still gives what stands at its beginning', () => {
    expect(parseTraceHeader(`${ROOT};${PARENT};Sampled=1;Junk=${'j'.repeat(MIB)}`)).toEqual(COMPLETE);
    expect(parseTraceHeader(`${ROOT};${PARENT};Sampled=1${';'.repeat(MIB)}`)).toEqual(COMPLETE);
  });

  test('gives no field that is cut in two', () => {
    const padding = `A=${'a'.repeat(4096 - ROOT.length - PARENT.length - 3)}`;
    expect(parseTraceHeader(`${ROOT};${padding};${PARENT}`)).toEqual({ traceId: TRACE_ID });
  });
});

const digits = (count: number) =>
  fc
    .string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: count, maxLength: count })
    .filter((id) => !/^0+$/.test(id));
const word = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019:|_-.')), minLength: 1, maxLength: 12 });
const customField = fc
  .tuple(
    word.map((key) => `x${key}`),
    word,
  )
  .map(([key, value]) => `${key}=${value}`);
const customFields = fc
  .uniqueArray(customField, { minLength: 1, maxLength: 5, selector: (field) => field.split('=')[0]?.toLowerCase() })
  .map((fields) => fields.join(';'));
const headers: fc.Arbitrary<TraceHeader> = fc.record(
  {
    traceId: digits(32),
    parentId: digits(16),
    sampled: fc.constantFrom('0', '1', '?'),
    lineage: word,
    custom: customFields,
  },
  { requiredKeys: ['traceId'] },
);

test('a header survives being written and read', () => {
  fc.assert(
    fc.property(headers, (header) => {
      expect(parseTraceHeader(formatTraceHeader(header))).toEqual(header);
    }),
  );
});

test('order, case and space of the fields do not matter', () => {
  const disguised = headers.chain((header) => {
    const fields = formatTraceHeader({ ...header, traceId: header.traceId })
      .split(';')
      .filter((field) => !field.startsWith('x'));
    return fc.tuple(
      fc.constant(header),
      fc.shuffledSubarray(fields, { minLength: fields.length }),
      fc.array(fc.constantFrom('', ' ', '  ', '\t'), { minLength: 20, maxLength: 20 }),
      fc.boolean(),
    );
  });
  fc.assert(
    fc.property(disguised, ([header, fields, spaces, isUpper]) => {
      const text = fields
        .map((field, index) => {
          const [key = '', value = ''] = field.split('=');
          const space = (offset: number): string => spaces[(index * 3 + offset) % spaces.length] ?? '';
          return `${space(0)}${isUpper ? key.toUpperCase() : key.toLowerCase()}${space(1)}=${space(2)}${value}`;
        })
        .join(';');
      const { custom: _custom, ...known } = header;
      expect(parseTraceHeader(text)).toEqual(known);
    }),
  );
});

test('whatever the text, the result is a header that can be sent, and reading it again changes nothing', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ';',
      '=',
      ',',
      ' ',
      ROOT,
      OTHER_ROOT,
      PARENT,
      'Sampled=',
      '1',
      '?',
      'Lineage=',
      'Self=',
      '\r\n',
      '\u0000',
      'ü',
      '☃',
    ),
  );
  const hostile = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(hostile, (text) => {
      const header = parseTraceHeader(text);
      if (header === undefined) return;
      const written = formatTraceHeader(header);
      expect(written).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24}(;Parent=[\da-f]{16})?(;Sampled=[01?])?(;[\x20-\x7e]+)?$/);
      expect(formatCarriedFields(header).length).toBeLessThanOrEqual(256);
      expect(parseTraceHeader(written)).toEqual(header);
    }),
    { numRuns: 1000 },
  );
});
