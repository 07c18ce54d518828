import { parseBoolean } from './parse-boolean.ts';
import { parseChoice } from './parse-choice.ts';
import { parseEndpoint, quoteEndpoint } from './parse-endpoint.ts';
import { parseExporters } from './parse-exporters.ts';
import { parseHeaders } from './parse-headers.ts';
import { parseWholeNumber } from './parse-number.ts';
import { parseText } from './parse-text.ts';
import { quoteSecret, type Variable, variable } from './variable.ts';

/** A setting that has a variable for traces, which wins, and one for all signals. */
export interface VariablePair<Value> {
  readonly traces: Variable<Value>;
  readonly general: Variable<Value>;
}

/** Where spans go. */
export const exporterVariables = {
  kinds: variable({
    name: 'OTEL_TRACES_EXPORTER',
    path: 'exporter.kinds',
    default: 'otlp',
    allowed: 'otlp, console or none, separated by commas',
    description: 'Where finished spans go: to a collector, to stdout, or nowhere.',
    origin: 'OpenTelemetry',
    parse: parseExporters(['otlp', 'console']),
  }),
} as const;

/** How spans travel to the collector; the standard variables of the OTLP exporter. */
export const otlpVariables = {
  protocol: pair('PROTOCOL', {
    path: 'exporter.protocol',
    default: 'grpc, or http/protobuf where port or path of the endpoint say so',
    allowed: 'grpc, http/protobuf or http/json',
    description:
      'How spans travel; where unset, an endpoint at port 4318 or 4316 or ending in /v1/traces means http/protobuf.',
    parse: parseChoice({
      grpc: 'grpc',
      'http/protobuf': 'http/protobuf',
      'http/json': 'http/json',
    }),
  }),
  endpoint: pair('ENDPOINT', {
    path: 'exporter.endpoint',
    default: 'http://127.0.0.1:4317, or http://127.0.0.1:4318/v1/traces for HTTP',
    allowed: 'a URL such as http://127.0.0.1:4317, or host:port',
    description:
      'Where the collector listens; for HTTP, the variable of all signals gets /v1/traces appended and the one of traces is used as it is.',
    parse: parseEndpoint,
    quote: quoteEndpoint,
  }),
  headers: pair('HEADERS', {
    path: 'exporter.headers',
    default: 'none',
    allowed: 'name=value pairs separated by commas, percent-encoded',
    description:
      'Headers of every export, such as authorization=Bearer%20abc, those for traces added to those of all signals; never shown in diagnostics.',
    parse: parseHeaders,
    quote: quoteSecret,
  }),
  compression: pair('COMPRESSION', {
    path: 'exporter.compression',
    default: 'none',
    allowed: 'gzip or none',
    description: 'How exports are compressed.',
    parse: parseChoice({ gzip: 'gzip', none: 'none' }),
  }),
  timeout: pair('TIMEOUT', {
    path: 'exporter.timeoutMillis',
    default: '10000',
    allowed: 'milliseconds from 1 to 3600000',
    description: 'The longest time that one export may take, retries included.',
    parse: parseWholeNumber(1, 3_600_000),
  }),
  certificate: pair('CERTIFICATE', {
    path: 'exporter.certificateFile',
    default: "Node's own certificate authorities",
    allowed: 'the path of a PEM file',
    description: "A file with the certificates that the collector's own is checked against.",
    parse: parseText(4096),
  }),
  clientCertificate: pair('CLIENT_CERTIFICATE', {
    path: 'exporter.clientCertificateFile',
    default: 'none',
    allowed: 'the path of a PEM file',
    description: "A file with the client's certificate for mutual TLS; needs the client key too.",
    parse: parseText(4096),
  }),
  clientKey: pair('CLIENT_KEY', {
    path: 'exporter.clientKeyFile',
    default: 'none',
    allowed: 'the path of a PEM file',
    description: "A file with the client's private key for mutual TLS; needs the client certificate too.",
    parse: parseText(4096),
    // The key itself put here by mistake must not be printed.
    quote: quoteSecret,
  }),
  insecure: pair('INSECURE', {
    path: 'exporter.endpoint',
    default: 'false',
    allowed: 'true or false',
    description: 'With true, an endpoint without a scheme is reached without TLS.',
    parse: parseBoolean,
  }),
} as const;

function pair<Value>(
  suffix: string,
  row: Omit<Variable<Value>, 'name' | 'origin' | 'since' | 'quote'> & Partial<Pick<Variable<Value>, 'quote'>>,
): VariablePair<Value> {
  const generalName = `OTEL_EXPORTER_OTLP_${suffix}`;
  return {
    general: variable({ ...row, name: generalName, origin: 'OpenTelemetry' }),
    traces: variable({
      ...row,
      name: `OTEL_EXPORTER_OTLP_TRACES_${suffix}`,
      default: `${generalName}, or its default`,
      description: `The same for traces only; wins over ${generalName}.`,
      origin: 'OpenTelemetry',
    }),
  };
}
