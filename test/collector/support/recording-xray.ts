import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What a request is answered with instead of success; `hang` never answers, `drop` cuts the connection. */
export type XRayFailure = { readonly status: number } | 'hang' | 'drop';

/** One request as it reached the endpoint. */
export interface RecordedRequest {
  readonly method: string;
  /** As it was sent: with the prefix of the endpoint, or a whole URL when the endpoint was used as a proxy. */
  readonly url: string;
  readonly headers: Readonly<IncomingMessage['headers']>;
  /** Decompressed. */
  readonly body: string;
  /** The status that was answered; absent when none was. */
  readonly status?: number;
}

/** A stand-in for X-Ray on 127.0.0.1 that keeps what it is sent. */
export interface RecordingXRay {
  /** Such as `http://127.0.0.1:40123`. A path put behind it tells producers apart. */
  readonly endpoint: string;
  readonly requests: readonly RecordedRequest[];
  /** The documents that were accepted, in their order and exactly as sent, of producers with this path prefix. */
  documents(prefix?: string): readonly string[];
  /** Resolves once at least `count` documents were accepted. */
  whenDocuments(count: number, prefix?: string): Promise<readonly string[]>;
  /** Requests for anything else than this endpoint: somebody took it for a proxy on the way out. */
  strayRequests(): readonly string[];
  /** Fails the next `count` requests to put segments, or all until `recover`. */
  fail(failure: XRayFailure, count?: number): void;
  recover(): void;
  /** Forgets what was recorded. */
  clear(): void;
  close(): Promise<void>;
}

/** The one rule that every account has. */
const DEFAULT_RULE = {
  CreatedAt: 0,
  ModifiedAt: 0,
  SamplingRule: {
    RuleName: 'Default',
    RuleARN: 'arn:aws:xray:us-east-1:111122223333:sampling-rule/Default',
    ResourceARN: '*',
    Priority: 10_000,
    FixedRate: 0.05,
    ReservoirSize: 1,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    Attributes: {},
  },
};

/** Operations by the end of their path, and the bodies of their successes. */
const ANSWERS: Readonly<Record<string, object>> = {
  TraceSegments: { UnprocessedTraceSegments: [] },
  TelemetryRecords: {},
  GetSamplingRules: { SamplingRuleRecords: [DEFAULT_RULE] },
  SamplingTargets: { SamplingTargetDocuments: [], LastRuleModification: 0, UnprocessedStatistics: [] },
};

/** Starts the endpoint on a free port. */
export async function startRecordingXRay(): Promise<RecordingXRay> {
  const requests: RecordedRequest[] = [];
  let documents: { readonly prefix: string; readonly text: string }[] = [];
  let failing: { failure: XRayFailure; remaining: number } | undefined;
  const listeners = new Set<() => void>();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const { prefix, operation } = splitPath(request.url ?? '');
    const failure = operation === 'TraceSegments' ? nextFailure() : undefined;
    const { status, content } = toAnswer(operation, failure);
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body, ...(status === undefined ? {} : { status }) });
    if (operation === 'TraceSegments' && status === 200) {
      const { TraceSegmentDocuments } = JSON.parse(body) as { TraceSegmentDocuments: string[] };
      documents.push(...TraceSegmentDocuments.map((text) => ({ prefix, text })));
    }
    if (failure === 'drop') request.socket.destroy();
    if (status !== undefined)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    for (const listener of listeners) listener();
  };

  const nextFailure = (): XRayFailure | undefined => {
    if (failing === undefined || failing.remaining === 0) return undefined;
    failing.remaining -= 1;
    return failing.failure;
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  // A client that wants a tunnel says where to; nobody here should.
  server.on('connect', (request: IncomingMessage, socket) => {
    requests.push({ method: 'CONNECT', url: request.url ?? '', headers: request.headers, body: '' });
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const of = (prefix: string): string[] =>
    documents.filter((document) => document.prefix === prefix).map(({ text }) => text);

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    documents: (prefix = '') => of(prefix),
    whenDocuments: (count, prefix = '') =>
      new Promise((resolve) => {
        const check = (): void => {
          if (of(prefix).length < count) return;
          listeners.delete(check);
          resolve(of(prefix));
        };
        listeners.add(check);
        check();
      }),
    strayRequests: () =>
      requests
        .filter(({ method, url }) => method === 'CONNECT' || !url.startsWith('/'))
        .map(({ method, url }) => `${method} ${url}`),
    fail(failure, count = Infinity) {
      failing = { failure, remaining: count };
    },
    recover() {
      failing = undefined;
    },
    clear() {
      requests.length = 0;
      documents = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toAnswer(operation: string, failure: XRayFailure | undefined): { status?: number; content?: object } {
  if (failure === 'hang' || failure === 'drop') return {};
  if (failure !== undefined) return { status: failure.status, content: { Message: 'told to fail' } };
  const content = ANSWERS[operation];
  return content === undefined
    ? { status: 404, content: { Message: `no operation "${operation}"` } }
    : { status: 200, content };
}

function splitPath(url: string): { prefix: string; operation: string } {
  const pathname = url.split('?', 1)[0] ?? '';
  const end = pathname.lastIndexOf('/');
  return { prefix: pathname.slice(0, Math.max(end, 0)), operation: pathname.slice(end + 1) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}
