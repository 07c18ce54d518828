import { AlwaysOffSampler, AlwaysOnSampler, TraceIdRatioBasedSampler, type Sampler } from '@opentelemetry/sdk-trace';
import type { SamplingConfig } from '../config/config.ts';
import { createReservoir } from './reservoir.ts';
import { SAMPLED } from './sampling-results.ts';

/** X-Ray's default rule: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html */
const DEFAULT_RESERVOIR_PER_SECOND = 1;
const DEFAULT_FIXED_RATE = 0.05;

/**
 * The sampler that decides where no caller has: it never looks at a parent. `now` gives milliseconds and is
 * asked only by `xray_default`.
 */
export function createRootSampler(config: SamplingConfig, now: () => number): Sampler {
  switch (config.sampler) {
    case 'always_on':
    case 'parentbased_always_on':
      return new AlwaysOnSampler();
    case 'always_off':
    case 'parentbased_always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
    case 'parentbased_traceidratio':
      return new TraceIdRatioBasedSampler(config.ratio);
    case 'xray_default':
      return createXrayDefaultSampler(now);
  }
}

function createXrayDefaultSampler(now: () => number): Sampler {
  const reservoir = createReservoir(DEFAULT_RESERVOIR_PER_SECOND, now);
  const beyond = new TraceIdRatioBasedSampler(DEFAULT_FIXED_RATE);
  return {
    shouldSample: (context, traceId) => (reservoir.take() ? SAMPLED : beyond.shouldSample(context, traceId)),
    toString: () => `XrayDefault{${DEFAULT_RESERVOIR_PER_SECOND}/s, then ${DEFAULT_FIXED_RATE}}`,
  };
}
