import { parseChoice } from './parse-choice.ts';
import { parseHostPatterns } from './parse-host-patterns.ts';
import { parsePropagators } from './parse-propagators.ts';
import { variable } from './variable.ts';

/** Trace headers in and out. */
export const propagationVariables = {
  propagators: variable({
    name: 'OTEL_PROPAGATORS',
    path: 'propagation.propagators',
    default: 'X-Ray, W3C trace context and baggage, the most complete incoming header winning',
    allowed: 'xray, tracecontext, baggage, b3, b3multi or none, separated by commas',
    description:
      "The trace headers that are read and written, in OpenTelemetry's order: the last one that is read wins.",
    origin: 'OpenTelemetry',
    parse: parsePropagators,
  }),
  responseHeader: variable({
    name: 'OTEL_XRAY_RESPONSE_HEADER',
    path: 'propagation.responseHeader',
    default: 'always',
    allowed: 'always, requested or never',
    description:
      'Whether HTTP servers answer X-Amzn-Trace-Id: always, only to a caller that asked by Sampled=?, or never.',
    origin: 'otel-xray',
    parse: parseChoice({ always: 'always', requested: 'requested', never: 'never' }),
  }),
  propagateTo: variable({
    name: 'OTEL_XRAY_PROPAGATE_TO',
    path: 'propagation.propagateTo',
    default: 'every host, without baggage',
    allowed: 'host names with an optional port and * as wildcard, separated by commas',
    description: 'The only hosts that receive trace headers and baggage, such as *.internal.example.com,orders:8080.',
    origin: 'otel-xray',
    parse: parseHostPatterns,
  }),
  trustIncoming: variable({
    name: 'OTEL_XRAY_TRUST_INCOMING',
    path: 'propagation.trustIncoming',
    default: 'all',
    allowed: 'all, id or none',
    description:
      'What is taken from incoming trace headers: all, only the trace id (sampling is decided here), or nothing; for public edges.',
    origin: 'otel-xray',
    parse: parseChoice({ all: 'all', id: 'id', none: 'none' }),
  }),
} as const;
