// Which requests are recorded: X-Ray's default rule, the standard samplers by name, and no health checks.
export { createSampler, type SamplerDependencies, type XraySampler } from './create-sampler.ts';
