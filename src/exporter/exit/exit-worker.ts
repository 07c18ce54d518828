// Runs in the thread that sends the last requests while the main thread stands still. It starts at each exit, so it
// loads only the client that it needs.
import { readFileSync, statSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import type { ExporterConfig } from '../../config/config.ts';
import { contentTypeOf } from '../content-type.ts';
import { describeFailure } from '../describe-failure.ts';
import { type ExitAnswer, type ExitTarget, type ExitThreadData, PHASES } from './exit-thread-messages.ts';
import { partHeaders } from '../legal-headers.ts';
import type { OtlpAnswer, OtlpClient } from '../otlp-client.ts';
import { createLookup } from '../lookup-address.ts';
import type { TlsFiles } from '../tls-files.ts';

const { target, phase, port } = workerData as ExitThreadData;
const { timeoutMillis } = target;

const creating = target.config.protocol === 'grpc' ? createGrpc(target) : createHttp(target);
// What went wrong is told as the answer to each request.
creating.then(
  () => enter(PHASES.connecting),
  () => {},
);
// A listener that stays: nothing else holds this thread while it sends.
port.on('message', (requests: readonly Uint8Array[]) => void sendAll(requests));

async function sendAll(requests: readonly Uint8Array[]): Promise<void> {
  await Promise.all(requests.map(async (request, index) => port.postMessage(await send(request, index))));
  enter(PHASES.done);
  port.close();
  (await creating).close();
}

async function send(request: Uint8Array, index: number): Promise<ExitAnswer> {
  try {
    const client = await creating;
    const answer = await client.send(request, timeoutMillis);
    return { index, answer: answer.status === 'success' ? answer : toFailure(answer.error) };
  } catch (error) {
    return { index, answer: toFailure(error) };
  }
}

/** An error's reason alone: on its way to the other thread it would lose the errors that it is made of. */
function toFailure(error: unknown): OtlpAnswer {
  return { status: 'failure', error: new Error(describeFailure(error)) };
}

async function createGrpc({ config, userAgent, address }: ExitTarget): Promise<OtlpClient> {
  const { createGrpcClient } = await import('../grpc-client.ts');
  const { checkGrpcHeader, lowerCased } = await import('../grpc-headers.ts');
  const { createSecureContext } = await import('node:tls');
  const url = new URL(config.endpoint);
  return createGrpcClient({
    url,
    headers: lowerCased(partHeaders(config.headers, checkGrpcHeader).legal),
    ...(url.protocol === 'https:' && { secureContext: createSecureContext({ ...readTlsFiles(config) }) }),
    isCompressed: config.compression === 'gzip',
    userAgent,
    lookup: createLookup({ known: address, asksSystem: false }),
    onConnect: () => enter(PHASES.sending),
  });
}

async function createHttp({ config, userAgent, address }: ExitTarget): Promise<OtlpClient> {
  const { createHttpClient } = await import('../http-client.ts');
  const { checkHttpHeader } = await import('../http-headers.ts');
  const { legal } = partHeaders(config.headers, checkHttpHeader);
  const url = new URL(config.endpoint);
  return createHttpClient({
    url,
    headers: { ...legal, 'Content-Type': contentTypeOf(config.protocol), 'User-Agent': userAgent },
    isCompressed: config.compression === 'gzip',
    tlsFiles: url.protocol === 'https:' ? readTlsFiles(config) : {},
    lookup: createLookup({ known: address, asksSystem: false }),
    onConnect: () => enter(PHASES.sending),
  });
}

/** What the main thread warned of when it read them is left out here as there. */
function readTlsFiles({ certificateFile, clientCertificateFile, clientKeyFile }: ExporterConfig): TlsFiles {
  const ca = readPem(certificateFile);
  const cert = readPem(clientCertificateFile);
  const key = readPem(clientKeyFile);
  return { ...(ca && { ca }), ...(cert && key && { cert, key }) };
}

function readPem(file: string | undefined): Buffer | undefined {
  try {
    // Devices and pipes never end.
    return file === undefined || !statSync(file).isFile() ? undefined : readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Wakes whoever waits for the end of an earlier phase. */
function enter(reached: number): void {
  if (Atomics.load(phase, 0) >= reached) return;
  Atomics.store(phase, 0, reached);
  Atomics.notify(phase, 0);
}
