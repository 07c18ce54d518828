import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/cli/terminal/display-width.ts';
import { renderTrace } from '../../../src/cli/terminal/render-trace.ts';
import type { TraceRecord } from '../../../src/local/trace-record.ts';
import { translateSpans } from '../../../src/local/translate-spans.ts';
import type { SegmentDocument } from '../../../src/xray/segment-document.ts';
import { sampleDocument } from '../../local/sample-document.ts';
import { anySpan } from '../../translator/spans.ts';
import {
  FAULT_TRACE,
  INCOMPLETE_TRACE,
  NOT_FOUND_TRACE,
  ORDER_TRACE,
  PLAIN_TRACE,
  SDK_TRACE,
  traceOf,
  WIDE_TRACE,
} from './sample-traces.ts';

function render(trace: TraceRecord, width: number, color = false): string {
  return renderTrace(trace, { width, color, workingDirectory: '/app', timeZone: 'UTC' });
}

const TRACES = {
  order: ORDER_TRACE,
  fault: FAULT_TRACE,
  'not-found': NOT_FOUND_TRACE,
  wide: WIDE_TRACE,
  incomplete: INCOMPLETE_TRACE,
  plain: PLAIN_TRACE,
  sdk: SDK_TRACE,
};

describe('a trace looks as approved', () => {
  test.each(Object.entries(TRACES))('%s', async (name, trace) => {
    const widths = [140, 100, 80, 60, 40].map((width) => `${width} cells\n${render(trace, width)}`);
    await expect(widths.join('\n')).toMatchFileSnapshot(`goldens/${name}.txt`);
  });

  test('in colour', async () => {
    const traces = Object.values(TRACES).map((trace) => render(trace, 100, true));
    await expect(traces.join('\n')).toMatchFileSnapshot('goldens/color.ansi');
  });

  test('in colour and without it, the same text', () => {
    for (const trace of Object.values(TRACES)) {
      expect(stripVTControlCharacters(render(trace, 100, true))).toBe(render(trace, 100));
    }
  });
});

const OUR_LOOKS = [1, 2, 22, 31, 32, 33, 35, 39].map((code) => `\u{1b}[${code}m`);

describe('any trace', () => {
  function expectHarmless(trace: TraceRecord, width: number, color: boolean): void {
    const plain = OUR_LOOKS.reduce((text, look) => text.replaceAll(look, ''), render(trace, width, color));
    for (const line of plain.slice(0, -1).split('\n')) {
      expect(line).not.toMatch(/\p{Cc}/u);
      expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  }
  const width = fc.integer({ min: 40, max: 160 });

  test('of spans fits the terminal and holds no control sequence but our colours', () => {
    const traceId = '5759e988bd862e3fe1be46a994272793';
    const traces = fc.array(anySpan(), { minLength: 1, maxLength: 4 }).map((spans) =>
      traceOf(
        translateSpans(
          spans.map((span) => ({ ...span, traceId })),
          () => {},
        ),
      ),
    );
    fc.assert(fc.property(traces, width, fc.boolean(), expectHarmless), { numRuns: 60 });
  });

  test('of documents does too, whatever is inside them', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const number = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double());
    const map = fc.dictionary(text, fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.array(text)));
    const fields = {
      name: fc.option(text),
      startMillis: number,
      durationMillis: number,
      in_progress: fc.boolean(),
      namespace: fc.constantFrom('aws', 'remote', 'local', undefined),
      fault: fc.boolean(),
      error: fc.boolean(),
      annotations: map,
      metadata: fc.dictionary(fc.oneof(fc.constant('default'), text), fc.option(map)),
      http: fc.record({
        request: fc.record({ method: text, url: fc.oneof(text, fc.webUrl()) }),
        response: fc.record({ status: number }),
      }),
      aws: fc.record({ operation: text, queue_url: text, retries: number }),
      cause: fc.record({ exceptions: fc.array(fc.record({ id: text, type: text, message: text, cause: text })) }),
    };
    const inner = fc.record({ id: fc.integer({ min: 1, max: 20 }), ...fields });
    const sample = fc.record({
      ...fields,
      id: fc.integer({ min: 1, max: 20 }),
      parent: fc.integer({ min: 1, max: 20 }),
      subsegments: fc.array(inner, { maxLength: 3 }),
    });
    const traces = fc
      .array(sample, { minLength: 1, maxLength: 8 })
      .map((samples) => traceOf(samples.map(sampleDocument)));
    fc.assert(fc.property(traces, width, fc.boolean(), expectHarmless));
  });
});

test('every document that the X-Ray receiver accepts is shown', () => {
  const file = path.join(import.meta.dirname, '../../golden/awsxrayreceiver.json');
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly { datagramBody: string; error?: string }[];
  for (const { datagramBody } of cases.filter(({ error }) => error === undefined)) {
    const document = JSON.parse(datagramBody) as SegmentDocument;
    expect(render(traceOf([document]), 100)).toContain(document.name);
  }
});

describe('large traces', () => {
  test('are cut, and what is left out is counted', () => {
    const children = Array.from({ length: 300 }, (_, index) =>
      sampleDocument({ id: index + 2, parent: 1, startMillis: index }),
    );
    const broken = sampleDocument({ id: 1000, parent: 1, startMillis: 1000, fault: true });
    const root = sampleDocument({ id: 1, durationMillis: 400 });
    const lines = render(traceOf([root, ...children, broken]), 100)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1 + 200 + 1);
    expect(lines.at(-1)).toBe('  … 102 more, 1 of them not ok');
  });

  test('of 100,000 documents are written all the same', () => {
    const chain = Array.from({ length: 100_000 }, (_, index) =>
      sampleDocument({ id: index + 1, ...(index > 0 && { parent: index }) }),
    );
    expect(render(traceOf(chain), 100)).toContain('… 99800 more');
  });

  test('of subsegments 100,000 levels deep inside one document too', () => {
    let document = sampleDocument({ id: 100_000 });
    for (let id = 99_999; id > 0; id -= 1) document = { ...sampleDocument({ id }), subsegments: [document] };
    expect(render(traceOf([document]), 100)).toContain('… 99800 more');
  });
});

test('a trace that was printed before says so', () => {
  expect(render({ ...ORDER_TRACE, revision: 1 }, 100).split('\n')[0]).toContain('· updated');
});

test('a trace without documents is nothing', () => {
  expect(render({ ...ORDER_TRACE, documents: [] }, 100)).toBe('');
});
