import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallShape } from '../../../src/local/query/call-shapes.ts';
import { NO_FACTS } from '../../../src/local/query/part-facts.ts';
import { createTraceTable, type TraceTable } from '../../../src/local/query/trace-columns.ts';
import type { TraceDigest } from '../../../src/local/query/trace-digest.ts';

const shape: CallShape = {
  source: undefined,
  target: { name: 'shop', type: '', accountId: '' },
  edgeOutcome: undefined,
  ownOutcome: 'ok',
  isRoot: true,
  isInferred: false,
  isLink: false,
  number: 0,
};

function digestOf(start: number, callCount: number): TraceDigest {
  return {
    idTime: start,
    start,
    end: start + 1,
    responseTime: start % 2 === 0 ? 1 : undefined,
    hasFault: start % 3 === 0,
    hasError: false,
    hasThrottle: false,
    isPartial: false,
    facts: NO_FACTS,
    calls: Array.from({ length: callCount }, (_, index) => ({
      shape,
      start: start + index,
      end: start + index + 1,
      edgeSeconds: undefined,
      ownSeconds: index,
      own: NO_FACTS,
      edge: undefined,
    })),
    faultCauses: [],
    errorCauses: [],
    slowCauses: [],
    slowCoverage: [],
  };
}

function read(table: TraceTable, row: number): unknown {
  const first = table.firstCall[row] ?? NaN;
  const calls = Array.from({ length: table.callCount[row] ?? NaN }, (_, index) => first + index);
  return {
    start: table.start[row],
    responseTime: table.responseTime[row],
    hasFault: table.hasFault[row],
    callStarts: calls.map((call) => table.calls.start[call]),
    ownSeconds: calls.map((call) => table.calls.ownSeconds[call]),
  };
}

function expected({ start, responseTime = NaN, hasFault, calls }: TraceDigest): unknown {
  const [callStarts, ownSeconds] = [calls.map((call) => call.start), calls.map((call) => call.ownSeconds)];
  return { start, responseTime, hasFault, callStarts, ownSeconds };
}

test('rows say what was put into them last, whatever came and went between', () => {
  const step = fc.record({
    what: fc.constantFrom('add', 'add', 'replace', 'remove'),
    which: fc.nat(),
    calls: fc.nat(900),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = createTraceTable();
      const rows = new Map<number, TraceDigest>();
      for (const [index, { what, which, calls }] of steps.entries()) {
        const digest = digestOf(index, calls);
        const row = [...rows.keys()][which % Math.max(1, rows.size)];
        if (what === 'add' || row === undefined) rows.set(table.add(digest), digest);
        else if (what === 'remove') {
          table.remove(row);
          rows.delete(row);
        } else {
          table.replace(row, digest);
          rows.set(row, digest);
        }
      }
      for (const [row, digest] of rows) expect(read(table, row)).toEqual(expected(digest));
      const taken = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => table.isTaken(row));
      expect(new Set(taken)).toEqual(new Set(rows.keys()));
    }),
    { numRuns: 50 },
  );
});

test('what is gone takes no room for long', () => {
  const table = createTraceTable();
  const rows = Array.from({ length: 10 }, (_, index) => table.add(digestOf(index, 1)));
  for (let index = 0; index < 20_000; index += 1) {
    table.remove(rows.shift() ?? NaN);
    rows.push(table.add(digestOf(index, 1 + (index % 3))));
    table.replace(rows[5] ?? NaN, digestOf(index, index % 7));
  }
  expect(table.rowCount).toBe(10);
  expect(table.calls.shape.length).toBeLessThan(5000);
});
