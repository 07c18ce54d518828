import { AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configureSpans, isSampled, traceId, withSegment } from '../../src/spans/index.ts';
import { startTracing, stopTracing } from './tracing.ts';
import type { Tracing } from './tracing.ts';

const HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8';

let tracing: Tracing;
beforeEach(() => {
  tracing = startTracing();
});
afterEach(stopTracing);

test('the trace id has the form of X-Ray', () => {
  withSegment(
    'worker',
    () => {
      expect(traceId()).toBe('1-5759e988-bd862e3fe1be46a994272793');
      expect(isSampled()).toBe(true);
    },
    { header: `${HEADER};Sampled=1` },
  );
});

test('an unsampled trace has its id all the same', () => {
  stopTracing();
  tracing = startTracing({ sampler: new AlwaysOffSampler() });
  withSegment(
    'worker',
    () => {
      expect(traceId()).toBe('1-5759e988-bd862e3fe1be46a994272793');
      expect(isSampled()).toBe(false);
    },
    { header: `${HEADER};Sampled=0` },
  );
});

test('outside a trace there is no id, and asking is no mistake', () => {
  configureSpans({ contextMissing: 'RUNTIME_ERROR' });
  expect(traceId()).toBeUndefined();
  expect(isSampled()).toBe(false);
  expect(tracing.lines).toEqual([]);
});
