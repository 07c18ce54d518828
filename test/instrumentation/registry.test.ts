import type { Instrumentation, InstrumentationBase } from '@opentelemetry/instrumentation';
import { afterEach, describe, expect, it } from 'vitest';
import type { InstrumentationConfig } from '../../src/config/config.ts';
import { createAwsSdkInstrumentation } from '../../src/instrumentation/aws-sdk/index.ts';
import { createAwsSdkV2Instrumentation } from '../../src/instrumentation/aws-sdk-v2/index.ts';
import { createAwsTraceHeaders, createInstrumentations } from '../../src/instrumentation/index.ts';
import {
  createPinoInstrumentation,
  createWinstonInstrumentation,
} from '../../src/instrumentation/log-correlation/index.ts';
import { createPgInstrumentation } from '../../src/instrumentation/pg/index.ts';

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

function create(config: Partial<InstrumentationConfig>): Instrumentation[] {
  created = createInstrumentations({ disabled: [], frameworkSpans: false, http: 'own', ...config }, deps);
  return created;
}

function namesFor(config: Partial<InstrumentationConfig>): string[] {
  create(config);
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

describe('an instrumentation that is loaded with the first of its modules', () => {
  const modulesOf = (instrumentation: Instrumentation): string[] => {
    const definitions = (instrumentation as InstrumentationBase).getModuleDefinitions().map(({ name }) => name);
    return [...new Set(definitions)].toSorted();
  };

  it.each<[string, () => Instrumentation]>([
    ['pg', createPgInstrumentation],
    ['aws-sdk', createAwsSdkInstrumentation],
    ['aws-sdk-v2', createAwsSdkV2Instrumentation],
    ['pino', createPinoInstrumentation],
    ['winston', createWinstonInstrumentation],
  ])('waits for all modules of "%s"', (name, createReal) => {
    const real = createReal();
    const waiting = create({ enabled: [name] }).filter((each) => each.instrumentationName === real.instrumentationName);
    created.push(real);
    expect(waiting.map(modulesOf)).toEqual([modulesOf(real)]);
  });
});
