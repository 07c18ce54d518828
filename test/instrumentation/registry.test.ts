import type { Instrumentation } from '@opentelemetry/instrumentation';
import { afterEach, describe, expect, it } from 'vitest';
import type { InstrumentationConfig } from '../../src/config/config.ts';
import { createAwsTraceHeaders, createInstrumentations } from '../../src/instrumentation/index.ts';

const deps = {
  http: {
    onServerResponse: () => {},
    onTraceHeaders: () => {},
    onClientRequest: () => {},
    onUndiciRequest: () => {},
    hasMetrics: false,
  },
  aws: createAwsTraceHeaders(),
  version: '0',
};

let created: Instrumentation[] = [];
afterEach(() => created.forEach((instrumentation) => instrumentation.disable()));

function namesFor(config: Partial<InstrumentationConfig>): string[] {
  created = createInstrumentations({ disabled: [], frameworkSpans: false, http: 'own', ...config }, deps);
  return created.map(({ instrumentationName }) => instrumentationName);
}

describe('HTTP and fetch', () => {
  const enabled = ['http', 'undici'];

  it('are traced by our own hooks', () => {
    expect(namesFor({ enabled, http: 'own' })).toEqual(['otel-xray/http', 'otel-xray/undici']);
  });

  it("are traced by upstream's where that is asked for", () => {
    expect(namesFor({ enabled, http: 'upstream' })).toEqual([
      '@opentelemetry/instrumentation-http',
      '@opentelemetry/instrumentation-undici',
    ]);
  });
});

describe('framework spans', () => {
  it("come from upstream's Express instrumentation, beside our own", () => {
    expect(namesFor({ enabled: ['express'], frameworkSpans: true })).toEqual([
      'otel-xray/express',
      '@opentelemetry/instrumentation-express',
    ]);
  });
});
