import fc from 'fast-check';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { shopResource, toSpan } from '../../enrichment/recorded/span-file.ts';
import { SEED } from '../support/sample-size.ts';
import { awsCalls } from './aws-rows.ts';
import { oldSqlCalls, otherDatabases, sqlCalls } from './database-rows.ts';
import { deepStacks, exceptions } from './exception-rows.ts';
import { grpcCalls, httpCalls, requests } from './http-rows.ts';
import type { Sample } from './picture-row.ts';
import { platforms, rootCalls, roots } from './root-rows.ts';

const ROWS = fc.oneof(
  { weight: 4, arbitrary: httpCalls },
  { weight: 1, arbitrary: grpcCalls },
  { weight: 3, arbitrary: requests },
  { weight: 6, arbitrary: awsCalls },
  { weight: 3, arbitrary: sqlCalls },
  { weight: 1, arbitrary: oldSqlCalls },
  { weight: 2, arbitrary: otherDatabases },
  { weight: 3, arbitrary: exceptions },
  { weight: 1, arbitrary: deepStacks },
  { weight: 2, arbitrary: roots },
  { weight: 2, arbitrary: rootCalls },
  { weight: 2, arbitrary: platforms },
);

/** A sample as an SDK's span, of a trace of its own. */
export interface SampleSpan extends Sample {
  readonly traceId: string;
  readonly span: ReadableSpan;
}

/** Spans of every row of the table, the same ones on every run with the same seed. */
export function generateSamples(count: number): SampleSpan[] {
  return fc.sample(ROWS, { numRuns: count, seed: SEED }).map((sample, index) => {
    const traceId = `65535f00${index.toString(16).padStart(24, '0')}`;
    const span = toSpan(sample.file, sample.resource ?? shopResource);
    const spanId = (index + 1).toString(16).padStart(16, '0');
    return { ...sample, traceId, span: { ...span, spanContext: () => ({ traceId, spanId, traceFlags: 1 }) } };
  });
}
