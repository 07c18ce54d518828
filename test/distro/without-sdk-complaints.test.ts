import { describe, expect, it } from 'vitest';
import type * as api from '@opentelemetry/api';
import type { DiagLogger } from '@opentelemetry/api';
import { diagLogLevelFromString, getBooleanFromEnv, getNumberFromEnv } from '@opentelemetry/core';
import { diag, ProxyTracerProvider, trace } from '@opentelemetry/api';
import { withoutSdkComplaints } from '../../src/distro/without-sdk-complaints.ts';

function recorder(): { readonly logger: DiagLogger; readonly said: unknown[][] } {
  const said: unknown[][] = [];
  const note = (...parts: unknown[]): void => void said.push(parts);
  return { logger: { error: note, warn: note, info: note, debug: note, verbose: note }, said };
}

function unexpected(): never {
  throw new Error('There is no second SDK.');
}

describe('withoutSdkComplaints', () => {
  it("leaves out the SDK's own words on variables of our table", () => {
    const { logger, said } = recorder();
    diag.setLogger(withoutSdkComplaints(logger, unexpected), { suppressOverrideMessage: true });
    process.env['OTEL_SDK_DISABLED'] = process.env['OTEL_ATTRIBUTE_COUNT_LIMIT'] = 'gar, "bage"\n for OTEL_X,';
    try {
      getBooleanFromEnv('OTEL_SDK_DISABLED');
      getNumberFromEnv('OTEL_ATTRIBUTE_COUNT_LIMIT');
      diagLogLevelFromString('garbage');
      diag.warn('OTEL_ATTRIBUTE_COUNT_LIMIT (-1) is invalid, expected number greater than 0, using default.');
    } finally {
      delete process.env['OTEL_SDK_DISABLED'];
      delete process.env['OTEL_ATTRIBUTE_COUNT_LIMIT'];
      diag.disable();
    }

    expect(
      said.filter(([message]) => String(message).includes('OTEL_') || String(message).includes('Unknown')),
    ).toEqual([]);
  });

  it.each([
    '"OTEL_SDK_DISABLED" is "garbage"; expected true or false. Using false.',
    "Unknown value 'x' for OTEL_METRIC_EXPORT_INTERVAL, expected a number, using defaults",
    'Unknown things happened.',
    '',
  ])('passes everything else on: %s', (message) => {
    const { logger, said } = recorder();
    withoutSdkComplaints(logger, unexpected).warn(message, 1, { two: 2 });

    expect(said).toEqual([[message, 1, { two: 2 }]]);
  });

  it.each(['@opentelemetry/api', 'otel-api-1.9'])(
    'tells once that %s sets up a second SDK with a logger of its own, in words of nobody else',
    async (copy) => {
      const { logger, said } = recorder();
      let times = 0;
      diag.setLogger(
        withoutSdkComplaints(logger, () => void (times += 1)),
        { suppressOverrideMessage: true },
      );
      trace.setGlobalTracerProvider(new ProxyTracerProvider());
      const other = (await import(copy)) as Pick<typeof api, 'diag' | 'trace'>;
      try {
        if (copy !== '@opentelemetry/api') expect(other.diag.setLogger(recorder().logger)).toBe(false);
        expect(other.trace.setGlobalTracerProvider(new ProxyTracerProvider())).toBe(false);
      } finally {
        trace.disable();
        diag.disable();
      }

      expect({ said, times }).toEqual({ said: [], times: 1 });
    },
  );

  it('leaves the other levels as they are', () => {
    const { logger, said } = recorder();
    const filtered = withoutSdkComplaints(logger, unexpected);
    const message = 'OTEL_ATTRIBUTE_COUNT_LIMIT, x';
    for (const level of ['error', 'info', 'debug', 'verbose'] as const) filtered[level](message);

    expect(said).toEqual(Array.from({ length: 4 }, () => [message]));
  });
});
