import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SamplingConfig } from '../../src/config/config.ts';
import { createRootSampler } from '../../src/sampler/root-sampler.ts';
import { processClock } from '../../src/sampler/sampler-clock.ts';
import { seededRandom } from './support/virtual-clock.ts';

const configFor = (sampler: SamplingConfig['sampler'], ratio = 1): SamplingConfig => ({
  sampler,
  ratio,
  healthChecks: 'record',
});

function isSampled(sampler: ReturnType<typeof createRootSampler>, traceId: string): boolean {
  return (
    sampler.shouldSample(ROOT_CONTEXT, traceId, 'GET', SpanKind.SERVER, {}, []).decision ===
    SamplingDecision.RECORD_AND_SAMPLED
  );
}

/** X-Ray form: 32 bits of seconds, then 96 random bits. */
function xrayTraceId(second: number, random: () => number): string {
  let id = (1_760_000_000 + second).toString(16).padStart(8, '0');
  while (id.length < 32) id += Math.floor(random() * 16).toString(16);
  return id;
}

test('xray_default samples one request of each second and 5 % of the others', () => {
  const secondsOfTraffic = fc.array(fc.nat(120), { minLength: 300, maxLength: 600 });
  fc.assert(
    fc.property(secondsOfTraffic, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (traffic, seed) => {
      const random = seededRandom(seed);
      let now = 0;
      const sampler = createRootSampler(configFor('xray_default'), { clock: { ...processClock, now: () => now } });
      let sampled = 0;
      let others = 0;
      let busySeconds = 0;
      for (const [second, requests] of traffic.entries()) {
        for (let request = 0; request < requests; request += 1) {
          now = second * 1000 + (request * 1000) / requests;
          if (isSampled(sampler, xrayTraceId(second, random))) sampled += 1;
        }
        busySeconds += requests > 0 ? 1 : 0;
        others += Math.max(0, requests - 1);
      }
      const deviation = Math.sqrt(others * 0.05 * 0.95);
      expect(Math.abs(sampled - (busySeconds + others * 0.05))).toBeLessThanOrEqual(6 * deviation);
    }),
    // A fixed seed: the bound is statistical, and a test may not fail once in a blue moon.
    { numRuns: 25, seed: 20261101 },
  );
});

test('a quiet service has every request sampled', () => {
  let now = 0;
  const sampler = createRootSampler(configFor('xray_default'), { clock: { ...processClock, now: () => now } });
  for (let second = 0; second < 100; second += 1) {
    now = second * 1000 + 500;
    expect(isSampled(sampler, 'f'.repeat(8).padEnd(32, '0'))).toBe(true);
  }
});

test.each([
  ['always_on', true],
  ['parentbased_always_on', true],
  ['always_off', false],
  ['parentbased_always_off', false],
] as const)('%s decides roots alike', (name, expected) => {
  const sampler = createRootSampler(configFor(name));
  for (let i = 0; i < 10; i += 1) expect(isSampled(sampler, xrayTraceId(i, Math.random))).toBe(expected);
});

test.each(['traceidratio', 'parentbased_traceidratio'] as const)(
  '%s keeps its ratio and agrees with itself',
  (name) => {
    const random = seededRandom(7);
    const sampler = createRootSampler(configFor(name, 0.25));
    const again = createRootSampler(configFor(name, 0.25));
    let sampled = 0;
    for (let i = 0; i < 20_000; i += 1) {
      const traceId = xrayTraceId(0, random);
      const decision = isSampled(sampler, traceId);
      expect(isSampled(again, traceId)).toBe(decision);
      sampled += decision ? 1 : 0;
    }
    expect(Math.abs(sampled - 5000)).toBeLessThan(6 * Math.sqrt(20_000 * 0.25 * 0.75));
  },
);
