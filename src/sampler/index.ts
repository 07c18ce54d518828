// Which requests are recorded: the rules of the X-Ray console, local ones, X-Ray's default rule, the standard samplers
// by name, and no health checks.
export { createSampler } from './create-sampler.ts';
