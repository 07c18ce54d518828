import { Client, credentials } from '@grpc/grpc-js';

const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const TIMEOUT_MILLIS = 20_000;

/** Sends binary export requests over one gRPC connection to `host:port`, one after another; rejects with the refusal. */
export async function sendOverGrpc(address: string, requests: readonly Uint8Array[]): Promise<void> {
  const client = new Client(address, credentials.createInsecure());
  try {
    for (const request of requests) await send(client, request);
  } finally {
    client.close();
  }
}

/** Sends one request in OTLP's JSON to `host:port`; rejects with the refusal. */
export async function sendOverHttp(address: string, request: object): Promise<void> {
  const response = await fetch(`http://${address}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`The collector refused the spans with ${response.status}: ${answer}`);
}

function send(client: Client, request: Uint8Array): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MILLIS;
  const pass = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(EXPORT, pass, pass, request, { deadline }, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}
