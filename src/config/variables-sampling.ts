import { parseChoice } from './parse-choice.ts';
import { parseRatio } from './parse-number.ts';
import { variable } from './variable.ts';

/** Which requests are recorded. */
export const samplingVariables = {
  sampler: variable({
    name: 'OTEL_TRACES_SAMPLER',
    path: 'sampling.sampler',
    default: 'xray_default',
    allowed:
      'xray, xray_default, always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio',
    description:
      "Decides which requests are recorded; xray_default, also called xray, follows the caller and else takes one request per second and 5 % beyond, X-Ray's default rule.",
    origin: 'OpenTelemetry',
    parse: parseChoice({
      xray: 'xray_default',
      xray_default: 'xray_default',
      always_on: 'always_on',
      always_off: 'always_off',
      traceidratio: 'traceidratio',
      parentbased_always_on: 'parentbased_always_on',
      parentbased_always_off: 'parentbased_always_off',
      parentbased_traceidratio: 'parentbased_traceidratio',
    }),
  }),
  ratio: variable({
    name: 'OTEL_TRACES_SAMPLER_ARG',
    path: 'sampling.ratio',
    default: '1',
    allowed: 'a number from 0 to 1',
    description: 'The share of traces that the two traceidratio samplers record.',
    origin: 'OpenTelemetry',
    parse: parseRatio,
  }),
  healthChecks: variable({
    name: 'OTEL_XRAY_HEALTH_CHECKS',
    path: 'sampling.healthChecks',
    default: 'drop',
    allowed: 'drop or record',
    description:
      'Whether probes of load balancers, Kubernetes and Route 53 are recorded; with drop, only where the caller says Sampled=1.',
    origin: 'otel-xray',
    parse: parseChoice({ drop: 'drop', record: 'record' }),
  }),
} as const;
