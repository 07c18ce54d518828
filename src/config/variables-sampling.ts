import { parseChoice } from './parse-choice.ts';
import { parseDaemonAddress } from './parse-daemon-address.ts';
import { quoteEndpoint } from './parse-endpoint.ts';
import { parseRatio, parseWholeNumber } from './parse-number.ts';
import { parseProxyEndpoint, parseSamplerArgument, type SamplerArgument } from './parse-sampler-argument.ts';
import { parseText } from './parse-text.ts';
import { accepted } from './parsed.ts';
import { type Variable, variable } from './variable.ts';

/** Which requests are recorded. */
export const samplingVariables = {
  sampler: variable({
    name: 'OTEL_TRACES_SAMPLER',
    path: 'sampling.sampler',
    default: 'xray',
    allowed:
      'xray, xray_default, always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio',
    description:
      "Decides which requests are recorded; xray follows the caller, else the rules of the X-Ray console, and without them xray_default: one request per second and 5 % beyond, X-Ray's default rule.",
    origin: 'OpenTelemetry',
    parse: parseChoice({
      xray: 'xray',
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
    description:
      'The share of traces that the two traceidratio samplers record; for xray endpoint=URL,polling_interval=SECONDS, both optional: the sampling proxy and how often it is asked for rules, by default 300.',
    origin: 'OpenTelemetry',
    parse: parseRatio,
  }),
  daemonAddress: variable({
    name: 'AWS_XRAY_DAEMON_ADDRESS',
    path: 'sampling.central',
    default: '127.0.0.1:2000',
    allowed: 'host:port, or tcp:host:port udp:host:port',
    description: 'Where xray asks for the rules of the X-Ray console: the sampling proxy of a collector or the daemon.',
    origin: 'X-Ray SDK',
    parse: parseDaemonAddress,
    quote: quoteEndpoint,
  }),
  rulesFile: variable({
    name: 'OTEL_XRAY_SAMPLING_RULES',
    path: 'sampling.local',
    default: "X-Ray's default rule",
    allowed: 'the path of a JSON file',
    description:
      'Sampling rules of the service itself, in the form of the X-Ray SDKs or of the X-Ray API: for xray_default, and for xray while there are no central rules; read again when the file changes.',
    origin: 'otel-xray',
    parse: parseText(4096),
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

const NOT_FOR_XRAY =
  'is a number, but only traceidratio and parentbased_traceidratio use one. Using the sampler xray without it.';

/** The sampler's argument as `xray` reads it; one row of the table stands for both readings. */
export const centralArgument: Variable<SamplerArgument> = variable<SamplerArgument>({
  ...samplingVariables.ratio,
  path: 'sampling.central',
  default: 'the default endpoint and interval',
  allowed: 'endpoint=URL, polling_interval=SECONDS from 10 to 86400, or both with a comma between',
  // A number is not wrong, but meant for another sampler.
  parse: (text) => (parseRatio(text).kind === 'accepted' ? accepted({}, NOT_FOR_XRAY) : parseSamplerArgument(text)),
  quote: quoteEndpoint,
});

/** Code options that have no variable of their own. */
export const samplingOptions = {
  endpoint: variable({
    ...centralArgument,
    allowed: 'a URL such as http://127.0.0.1:2000',
    parse: parseProxyEndpoint,
  }),
  pollingIntervalMillis: variable({
    ...centralArgument,
    allowed: 'milliseconds from 10000 to 86400000',
    parse: parseWholeNumber(10_000, 86_400_000),
  }),
} as const;
