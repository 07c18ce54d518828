import type { CheckedOptions } from './check-options.ts';
import type { ExporterConfig, OtlpProtocol } from './config.ts';
import type { Endpoint } from './parse-endpoint.ts';
import type { VariableReader } from './read-variable.ts';
import { exporterVariables, otlpVariables } from './variables-exporter.ts';

/** An endpoint and what its place of origin says about it. */
interface ChosenEndpoint {
  readonly endpoint: Endpoint;
  /** The option or variable that it came from. */
  readonly source: string;
  /** True for the variable of all signals, whose HTTP path is the base of one path per signal. */
  readonly isBase: boolean;
}

/** Reads where spans go and how: options over traces variables over general variables over defaults. */
export function readExporter(options: CheckedOptions['exporter'], reader: VariableReader): ExporterConfig {
  const kinds = reader.read(exporterVariables.kinds) ?? ['otlp'];
  const chosen = chooseEndpoint(options, reader);
  const protocol = chooseProtocol(options, chosen, reader);
  return {
    kinds,
    protocol,
    endpoint: resolveEndpoint(chosen, protocol, reader),
    headers: {
      ...reader.read(otlpVariables.headers.general),
      ...reader.read(otlpVariables.headers.traces),
      ...options.headers,
    },
    compression: options.compression ?? reader.readPair(otlpVariables.compression) ?? 'none',
    timeoutMillis: options.timeoutMillis ?? reader.readPair(otlpVariables.timeout) ?? 10_000,
    ...readTlsFiles(reader),
  };
}

function chooseEndpoint(options: CheckedOptions['exporter'], reader: VariableReader): ChosenEndpoint | undefined {
  if (options.endpoint !== undefined) {
    return { endpoint: options.endpoint, source: 'exporter.endpoint', isBase: false };
  }
  const { traces, general } = otlpVariables.endpoint;
  const ofTraces = reader.read(traces);
  if (ofTraces !== undefined) {
    return { endpoint: ofTraces, source: traces.name, isBase: false };
  }
  const ofAll = reader.read(general);
  return ofAll === undefined ? undefined : { endpoint: ofAll, source: general.name, isBase: true };
}

function chooseProtocol(
  options: CheckedOptions['exporter'],
  chosen: ChosenEndpoint | undefined,
  reader: VariableReader,
): OtlpProtocol {
  const explicit = options.protocol ?? reader.readPair(otlpVariables.protocol);
  if (explicit !== undefined) {
    return explicit;
  }
  if (chosen === undefined || !looksLikeHttp(chosen.endpoint)) {
    return 'grpc';
  }
  reader.report(
    'info',
    `"${chosen.source}" has the port or path of OTLP over HTTP and no protocol is set. Using http/protobuf; "${otlpVariables.protocol.general.name}" says otherwise.`,
  );
  return 'http/protobuf';
}

// 4318 is OTLP/HTTP's port, 4316 the one of the CloudWatch agent; /v1/traces is OTLP/HTTP's path.
function looksLikeHttp({ kind, text }: Endpoint): boolean {
  if (kind === 'unix') {
    return false;
  }
  const { port, pathname } = new URL(kind === 'bare' ? `http://${text}` : text);
  return port === '4318' || port === '4316' || /\/v1\/traces\/?$/.test(pathname);
}

function resolveEndpoint(chosen: ChosenEndpoint | undefined, protocol: OtlpProtocol, reader: VariableReader): string {
  const isInsecure = reader.readPair(otlpVariables.insecure) ?? false;
  const byDefault = protocol === 'grpc' ? 'http://127.0.0.1:4317' : 'http://127.0.0.1:4318/v1/traces';
  if (chosen === undefined) {
    return byDefault;
  }
  const { endpoint, source, isBase } = chosen;
  if (endpoint.kind === 'unix') {
    if (protocol === 'grpc') {
      return endpoint.text;
    }
    reader.report(
      'warn',
      `"${source}" is a Unix socket; expected a URL for the protocol ${protocol}. Using ${byDefault}.`,
    );
    return byDefault;
  }
  if (endpoint.kind === 'bare' && !isInsecure) {
    reader.report(
      'info',
      `"${source}" has no scheme. Using https://; http:// before it or "${otlpVariables.insecure.general.name}=true" means no TLS.`,
    );
  }
  const url = new URL(endpoint.kind === 'url' ? endpoint.text : `${isInsecure ? 'http' : 'https'}://${endpoint.text}`);
  if (protocol === 'grpc') {
    // gRPC has no path, query or user name; what remains is what will be dialled.
    return `${url.protocol}//${url.host}`;
  }
  if (isBase) {
    return withTracesPath(url);
  }
  if (url.pathname === '/') {
    reader.report(
      'info',
      `"${source}" has no path and is used as it is; collectors usually listen at /v1/traces for ${protocol}.`,
    );
  }
  return url.href;
}

// https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp, except that a base which
// already names the traces path is not given it twice: nothing listens there.
function withTracesPath(base: URL): string {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/v1/traces') ? path : `${path}/v1/traces`;
  return url.href;
}

function readTlsFiles(
  reader: VariableReader,
): Pick<ExporterConfig, 'certificateFile' | 'clientCertificateFile' | 'clientKeyFile'> {
  const certificateFile = reader.readPair(otlpVariables.certificate);
  const clientCertificateFile = reader.readPair(otlpVariables.clientCertificate);
  const clientKeyFile = reader.readPair(otlpVariables.clientKey);
  const own = certificateFile === undefined ? {} : { certificateFile };
  if (clientCertificateFile !== undefined && clientKeyFile !== undefined) {
    return { ...own, clientCertificateFile, clientKeyFile };
  }
  if (clientCertificateFile !== clientKeyFile) {
    const [given, missing] =
      clientKeyFile === undefined
        ? [otlpVariables.clientCertificate, otlpVariables.clientKey]
        : [otlpVariables.clientKey, otlpVariables.clientCertificate];
    reader.report(
      'warn',
      `"${given.general.name}" is set without "${missing.general.name}"; mutual TLS needs both. Leaving it out.`,
    );
  }
  return own;
}
