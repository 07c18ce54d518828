import { ROOT_CONTEXT } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AwsTraceHeaders } from '../../../src/instrumentation/aws-sdk/aws-trace-headers.ts';
import { writeTraceHeaders } from '../../../src/instrumentation/aws-sdk/write-trace-headers.ts';

const ours = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

function injecting(carried: Record<string, string>): AwsTraceHeaders {
  return { inject: (_context, carrier) => void Object.assign(carrier, carried), xrayHeader: () => undefined };
}

describe('trace headers of a request', () => {
  test('replace every spelling of theirs and can be taken off again', () => {
    const headers = { Host: 'h', 'X-Amzn-Trace-Id': 'a', 'x-amzn-trace-id': 'b', tracestate: 'stale' };
    const before = { ...headers };
    const undo = writeTraceHeaders(headers, ROOT_CONTEXT, injecting({ 'x-amzn-trace-id': ours, traceparent: '00-1' }));
    expect(headers).toEqual({ Host: 'h', 'x-amzn-trace-id': ours, traceparent: '00-1' });
    undo();
    expect(headers).toEqual(before);
  });

  test('keep a Lineage that stood there, unless they have one', () => {
    const theirs = { 'X-Amzn-Trace-Id': 'Root=1-00000001-000000000000000000000001;Lineage=a:1' };
    const headers: Record<string, string> = { ...theirs };
    writeTraceHeaders(headers, ROOT_CONTEXT, injecting({ 'x-amzn-trace-id': ours }));
    expect(headers).toEqual({ 'x-amzn-trace-id': `${ours};Lineage=a:1` });
    const own: Record<string, string> = { ...theirs };
    writeTraceHeaders(own, ROOT_CONTEXT, injecting({ 'x-amzn-trace-id': `${ours};Lineage=b:2` }));
    expect(own).toEqual({ 'x-amzn-trace-id': `${ours};Lineage=b:2` });
  });

  test('leave a header that the signature covers', () => {
    const headers = {
      Authorization: 'AWS4-HMAC-SHA256 Credential=c, SignedHeaders=host;traceparent, Signature=s',
      traceparent: 'x',
    };
    const before = { ...headers };
    writeTraceHeaders(headers, ROOT_CONTEXT, injecting({ traceparent: '00-1' }));
    expect(headers).toEqual(before);
  });

  test('are not written where nothing is to be carried', () => {
    const headers = { 'X-Amzn-Trace-Id': 'of the SDK' };
    writeTraceHeaders(headers, ROOT_CONTEXT, injecting({}));
    expect(headers).toEqual({ 'X-Amzn-Trace-Id': 'of the SDK' });
  });

  test('know the host that they are written for', () => {
    const hosts: unknown[] = [];
    const headers: AwsTraceHeaders = {
      inject: (_context, _carrier, host) => hosts.push(host),
      xrayHeader: () => undefined,
    };
    writeTraceHeaders({}, ROOT_CONTEXT, headers, 'sqs.eu-west-1.amazonaws.com');
    expect(hosts).toEqual(['sqs.eu-west-1.amazonaws.com']);
  });

  test('never throw, and undo exactly, whatever stands there', () => {
    const names = fc.constantFrom(
      'authorization',
      'x-amzn-trace-id',
      'X-Amzn-Trace-Id',
      'traceparent',
      'TraceState',
      'a',
    );
    const bag = fc.dictionary(names, fc.string());
    fc.assert(
      fc.property(bag, bag, (present, carried) => {
        const headers = { ...present };
        writeTraceHeaders(headers, ROOT_CONTEXT, injecting(carried))();
        expect(headers).toEqual(present);
      }),
    );
    const throwing: AwsTraceHeaders = {
      inject: () => {
        throw new Error('from a propagator');
      },
      xrayHeader: () => undefined,
    };
    expect(() => writeTraceHeaders({}, ROOT_CONTEXT, throwing)).not.toThrow();
  });
});
