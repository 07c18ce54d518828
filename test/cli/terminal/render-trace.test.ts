import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/cli/terminal/display-width.ts';
import { renderTrace } from '../../../src/cli/terminal/render-trace.ts';
import type { TraceRecord } from '../../../src/local/trace-record.ts';
import { FAULT_TRACE, INCOMPLETE_TRACE, NOT_FOUND_TRACE, ORDER_TRACE, traceOf, WIDE_TRACE } from './sample-traces.ts';

function render(trace: TraceRecord, width: number, color = false): string {
  return renderTrace(trace, { width, color, workingDirectory: '/app', timeZone: 'UTC' });
}

const TRACES = {
  order: ORDER_TRACE,
  fault: FAULT_TRACE,
  'not-found': NOT_FOUND_TRACE,
  wide: WIDE_TRACE,
  incomplete: INCOMPLETE_TRACE,
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
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const attributes = fc.dictionary(
    fc.oneof(
      text,
      fc.constantFrom('http.request.method', 'url.full', 'http.route', 'rpc.system', 'rpc.service', 'db.system'),
    ),
    fc.oneof(text, fc.double(), fc.boolean(), fc.array(text)),
  );
  const span = fc.record({
    id: fc.integer({ min: 1, max: 20 }),
    parent: fc.integer({ min: 1, max: 20 }),
    name: text,
    kind: fc.constantFrom('server', 'client', 'internal', 'consumer'),
    startMillis: fc.integer({ min: -1000, max: 1000 }),
    durationMillis: fc.integer({ min: -10, max: 100_000 }),
    attributes: attributes.map((own) => Object.assign(own, { 'aws.xray.annotations': Object.keys(own) })),
    status: fc.record({ code: fc.constantFrom('unset', 'error'), message: text }),
    events: fc.array(
      fc.record({
        name: fc.constant('exception'),
        timeUnixNano: fc.constant(0n),
        attributes: fc.record({ 'exception.type': text, 'exception.message': text, 'exception.stacktrace': text }),
      }),
      { maxLength: 2 },
    ),
    service: text,
  });
  const traces = fc.array(span, { minLength: 1, maxLength: 12 }).map(traceOf);

  test('fits the terminal and holds no control sequence but our colours', () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 40, max: 160 }), fc.boolean(), (trace, width, color) => {
        const plain = OUR_LOOKS.reduce((text, look) => text.replaceAll(look, ''), render(trace, width, color));
        for (const line of plain.slice(0, -1).split('\n')) {
          expect(line).not.toMatch(/\p{Cc}/u);
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});

describe('large traces', () => {
  test('are cut, and what is left out is counted', () => {
    const children = Array.from({ length: 300 }, (_, index) => ({ id: index + 2, parent: 1, startMillis: index }));
    const broken = { id: 1000, parent: 1, startMillis: 1000, status: { code: 'error', message: '' } as const };
    const lines = render(traceOf([{ id: 1, durationMillis: 400 }, ...children, broken]), 100)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1 + 200 + 1);
    expect(lines.at(-1)).toBe('  … 102 more spans, 1 of them not ok');
  });

  test('of 100,000 spans are written all the same', () => {
    const chain = Array.from({ length: 100_000 }, (_, index) => ({
      id: index + 1,
      ...(index > 0 && { parent: index }),
    }));
    expect(render(traceOf(chain), 100)).toContain('… 99800 more spans');
  });
});

test('a trace that was printed before says so', () => {
  expect(render({ ...ORDER_TRACE, revision: 1 }, 100).split('\n')[0]).toContain('· updated');
});

test('a trace without spans is nothing', () => {
  expect(render({ ...ORDER_TRACE, spans: [] }, 100)).toBe('');
});
