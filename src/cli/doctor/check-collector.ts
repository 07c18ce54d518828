import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { ExporterConfig } from '../../config/config.ts';
import { createGrpcClient } from '../../exporter/grpc-client.ts';
import { createHttpClient } from '../../exporter/http-client.ts';
import type { OtlpAnswer, OtlpClient } from '../../exporter/otlp-client.ts';
import { failure, ok, type Outcome, skipped } from './finding.ts';
import { createTestTrace } from './test-trace.ts';

const TIMEOUT_MILLIS = 5000;
const START_COLLECTOR =
  'Start the collector ("otel-xray init compose" writes one), or say where it listens: OTEL_EXPORTER_OTLP_ENDPOINT.';

/** Whether somebody listens where spans go. */
export async function checkCollectorPort({ endpoint }: ExporterConfig): Promise<Outcome> {
  const url = new URL(endpoint);
  const where = url.protocol === 'unix:' ? decodeURIComponent(url.pathname) : url.host;
  const error = await tryToConnect(url);
  return error === undefined
    ? ok(`Somebody listens at ${where}.`)
    : failure(`Nobody answers at ${where}, where spans go (${error}).`, START_COLLECTOR);
}

function tryToConnect(url: URL): Promise<string | undefined> {
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const socket =
    url.protocol === 'unix:'
      ? connect(decodeURIComponent(url.pathname))
      : connect({ host, port, timeout: TIMEOUT_MILLIS });
  return new Promise<string | undefined>((resolve) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('timeout', () => resolve(`no connection within ${TIMEOUT_MILLIS} ms`));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  }).finally(() => socket.destroy());
}

/** Whether who listens there speaks the configured form of OTLP, and whether it takes a trace. */
export async function checkOtlp(config: ExporterConfig): Promise<{ readonly otlp: Outcome; readonly trace: Outcome }> {
  let client;
  try {
    client = createClient(config);
  } catch (error) {
    const message = `TLS to ${new URL(config.endpoint).host} could not be set up: ${(error as Error).message}.`;
    const otlp = failure(
      message,
      'Correct OTEL_EXPORTER_OTLP_CERTIFICATE and its companions: PEM files that can be read.',
    );
    return { otlp, trace: skipped('No connection, no trace.') };
  }
  try {
    // An export of nothing is legal and leaves nothing behind.
    const otlp = describeEmpty(await client.send(new Uint8Array(0), TIMEOUT_MILLIS), config);
    if (otlp.status !== 'ok') return { otlp, trace: skipped('Without OTLP no trace can be sent.') };
    const { request, xrayTraceId } = createTestTrace(Date.now());
    return { otlp, trace: describeTrace(await client.send(request, TIMEOUT_MILLIS), xrayTraceId) };
  } finally {
    client.close();
  }
}

function createClient({ protocol, endpoint, headers, ...files }: ExporterConfig): OtlpClient {
  const url = new URL(endpoint);
  const userAgent = 'otel-xray-doctor';
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  const tls = {
    ca: read(files.certificateFile),
    cert: read(files.clientCertificateFile),
    key: read(files.clientKeyFile),
  };
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  if (protocol === 'grpc') {
    const secureContext: SecureContext | undefined = url.protocol === 'https:' ? createSecureContext(given) : undefined;
    const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    return createGrpcClient({
      url,
      headers: lowerCased,
      isCompressed: false,
      userAgent,
      ...(secureContext !== undefined && { secureContext }),
    });
  }
  // The test's request is protobuf, which every receiver of OTLP over HTTP takes.
  const own = { 'Content-Type': 'application/x-protobuf', 'User-Agent': userAgent };
  return createHttpClient({ url, headers: { ...headers, ...own }, isCompressed: false, tlsFiles: given });
}

function describeEmpty(answer: OtlpAnswer, { protocol, endpoint }: ExporterConfig): Outcome {
  const name = protocol === 'grpc' ? 'OTLP/gRPC' : 'OTLP/HTTP';
  const { host } = new URL(endpoint);
  if (answer.status === 'success') return ok(`It speaks ${name}.`);
  return failure(
    `Who listens at ${host} does not speak ${name}: ${answer.error.message}.`,
    protocol === 'grpc'
      ? 'Send to the port for gRPC, 4317 by default, or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf for the one for HTTP.'
      : 'Send to the port for HTTP, 4318 by default, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc for the one for gRPC.',
  );
}

function describeTrace(answer: OtlpAnswer, xrayTraceId: string): Outcome {
  if (answer.status === 'success') return ok(`It took the trace ${xrayTraceId}; X-Ray shows it within a minute.`);
  return failure(
    `The collector did not take a trace: ${answer.error.message}.`,
    answer.status === 'retryable'
      ? 'Look at its log and memory: it refuses for now, because its memory or its queue is full or X-Ray refuses it.'
      : 'Look at its log: it refuses for good.',
  );
}
