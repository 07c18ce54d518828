import { AlwaysOffSampler, AlwaysOnSampler, TraceIdRatioBasedSampler, type Sampler } from '@opentelemetry/sdk-trace';
import type { SamplingConfig } from '../config/config.ts';
import { createReservoir } from './reservoir.ts';
import { processClock, type SamplerClock } from './sampler-clock.ts';
import { SAMPLED } from './sampling-results.ts';
import { createXRaySampler, type RunningSampler, type XRaySamplerDependencies } from './xray-sampler.ts';

/** X-Ray's default rule: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html */
const DEFAULT_RESERVOIR_PER_SECOND = 1;
const DEFAULT_FIXED_RATE = 0.05;

/** A sampler that may have something to do besides deciding. */
export type RootSampler = Sampler & Partial<RunningSampler>;

/** The sampler that decides where no caller has: it never looks at a parent. */
export function createRootSampler(config: SamplingConfig, dependencies: XRaySamplerDependencies = {}): RootSampler {
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
    case 'xray':
    case 'xray_default': {
      const byDefault = createXrayDefaultSampler(dependencies.clock ?? processClock);
      const hasRules = config.central !== undefined || config.local !== undefined;
      return hasRules ? createXRaySampler(config, byDefault, dependencies) : byDefault;
    }
  }
}

function createXrayDefaultSampler(clock: SamplerClock): Sampler {
  const reservoir = createReservoir();
  const beyond = new TraceIdRatioBasedSampler(DEFAULT_FIXED_RATE);
  return {
    shouldSample: (context, traceId) =>
      reservoir.take(DEFAULT_RESERVOIR_PER_SECOND, clock.now()) ? SAMPLED : beyond.shouldSample(context, traceId),
    toString: () => `XrayDefault{${DEFAULT_RESERVOIR_PER_SECOND}/s, then ${DEFAULT_FIXED_RATE}}`,
  };
}
