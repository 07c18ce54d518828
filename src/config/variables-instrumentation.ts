import { parseBoolean } from './parse-boolean.ts';
import { parseChoice } from './parse-choice.ts';
import { parseInstrumentationNames } from './parse-instrumentation-names.ts';
import { variable } from './variable.ts';

/** Which libraries are traced. */
export const instrumentationVariables = {
  enabled: variable({
    name: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
    path: 'instrumentation.enabled',
    default: 'all',
    allowed: 'instrumentation names such as http or aws-sdk, separated by commas',
    description: 'The only instrumentations that run.',
    origin: 'OpenTelemetry',
    parse: parseInstrumentationNames,
  }),
  disabled: variable({
    name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    path: 'instrumentation.disabled',
    default: 'none',
    allowed: 'instrumentation names such as http or aws-sdk, separated by commas',
    description: 'Instrumentations that do not run, also where they are named as enabled.',
    origin: 'OpenTelemetry',
    parse: parseInstrumentationNames,
  }),
  frameworkSpans: variable({
    name: 'OTEL_XRAY_FRAMEWORK_SPANS',
    path: 'instrumentation.frameworkSpans',
    default: 'false',
    allowed: 'true or false',
    description: 'With true, middleware and handlers of frameworks get spans of their own.',
    origin: 'otel-xray',
    parse: parseBoolean,
  }),
  http: variable({
    name: 'OTEL_XRAY_HTTP',
    path: 'instrumentation.http',
    default: 'own',
    allowed: 'own or upstream',
    description:
      "Who traces HTTP and fetch: otel-xray's own hooks, or OpenTelemetry's instrumentations, which cost several times as much.",
    origin: 'otel-xray',
    parse: parseChoice({ own: 'own', upstream: 'upstream' }),
  }),
} as const;
