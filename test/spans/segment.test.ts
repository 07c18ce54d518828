import { SpanKind, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture, setSegmentName, setUser, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

/** A request as an HTTP instrumentation would trace it: no `withSegment`. */
function serve(action: () => void): void {
  trace.getTracer('http').startActiveSpan('GET /roles', { kind: SpanKind.SERVER, root: true }, (span) => {
    action();
    span.end();
  });
}

describe('setUser', () => {
  test('writes to the segment, from however deep inside', () => {
    serve(() => capture('outer', () => capture('inner', () => setUser('alice'))));
    expect(tracing.span('GET /roles').attributes).toEqual({ 'enduser.id': 'alice' });
    expect(tracing.span('outer').attributes).toEqual({});
    expect(tracing.span('inner').attributes).toEqual({});
  });

  test('writes to the segment that withSegment began, also in an SDK without our processor', () => {
    stopTracing();
    tracing = startTracing({ localRoots: false });
    withSegment('worker', () => {
      trace.getTracer('app').startActiveSpan('own span', (span) => {
        setUser('alice');
        span.end();
      });
    });
    expect(tracing.span('worker').attributes).toEqual({ 'enduser.id': 'alice' });
    expect(tracing.span('own span').attributes).toEqual({});
  });

  test('finds the segment above a captured block in an SDK without our processor', () => {
    stopTracing();
    tracing = startTracing({ localRoots: false });
    serve(() => capture('block', () => setUser('alice')));
    expect(tracing.span('GET /roles').attributes).toEqual({ 'enduser.id': 'alice' });
  });

  test('cuts at 250 characters, with one line', () => {
    serve(() => setUser('x'.repeat(2 ** 20)));
    expect(tracing.span('GET /roles').attributes).toEqual({ 'enduser.id': 'x'.repeat(250) });
    expect(tracing.lines).toEqual(['warn: "setUser" got 1048576 characters; expected up to 250. The rest is cut off.']);
  });
});

describe('setSegmentName', () => {
  test('names a SERVER segment by attribute and leaves its span name, which tells the operation', () => {
    serve(() => capture('block', () => setSegmentName('GetRoles')));
    expect(tracing.span('GET /roles').attributes).toEqual({ 'aws.local.service': 'GetRoles' });
    expect(tracing.span('block').attributes).toEqual({});
  });

  test('names another segment by its span name too, since X-Ray reads that', () => {
    withSegment('worker', () => setSegmentName('nightly'));
    expect(tracing.span('nightly').attributes).toEqual({ 'aws.local.service': 'nightly' });
  });

  test('keeps what X-Ray takes in names', () => {
    serve(() => setSegmentName(' a"b\\c<d>\n{e}! ä日_.:/%&#=+-@ \u{1F600} '));
    expect(tracing.span('GET /roles').attributes).toEqual({ 'aws.local.service': 'abcd e ä日_.:/%&#=+-@' });
  });

  test('keeps 200 characters', () => {
    serve(() => setSegmentName('x'.repeat(2 ** 20)));
    expect(tracing.span('GET /roles').attributes).toEqual({ 'aws.local.service': 'x'.repeat(200) });
  });

  test('refuses a name of which nothing is left', () => {
    serve(() => setSegmentName('"<>"'));
    expect(tracing.span('GET /roles').attributes).toEqual({});
    expect(tracing.lines).toEqual([
      'warn: "setSegmentName" got "\\"<>\\""; expected letters, digits, spaces or _.:/%&#=+-@. The segment keeps its name.',
    ]);
  });
});

test.each([[''], [null], [undefined], [42], [{}], [['alice']], [Symbol('alice')], [() => 'alice']])(
  '%s is refused by both with one line each',
  (value) => {
    serve(() => {
      // @ts-expect-error a wrong type on purpose
      setUser(value);
      // @ts-expect-error a wrong type on purpose
      setSegmentName(value);
    });
    expect(tracing.span('GET /roles').attributes).toEqual({});
    expect(tracing.lines).toHaveLength(2);
    expect(tracing.lines[0]).toMatch(/^warn: "setUser" got .*; expected a non-empty string\. The user is left out\.$/);
    expect(tracing.lines[1]).toMatch(
      /^warn: "setSegmentName" got .*; expected a non-empty string\. The segment keeps its name\.$/,
    );
  },
);

test('after the segment has ended one line is said', async () => {
  let later: Promise<void> | undefined;
  serve(() => {
    later = capture('slow', async () => {
      await new Promise(setImmediate);
      setUser('alice');
    });
  });
  await later;
  expect(tracing.span('GET /roles').attributes).toEqual({});
  expect(tracing.lines).toEqual([
    'warn: "setUser" was called after its span had ended; expected a call before the end. The user is left out.',
  ]);
});
