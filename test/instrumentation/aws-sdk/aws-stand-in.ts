import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Name and value alternating, as sent: shows a header that came twice. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** What the stand-in answers next; `hang` never answers, `headersOnly` sends the head and part of the body. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'hang'
  | 'headersOnly';

/** A small AWS on 127.0.0.1 that answers what it is told and records what it was sent. */
export interface AwsStandIn {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** Replies in order; the last one stays. */
  replyWith(...replies: readonly Reply[]): void;
  stop(): Promise<void>;
}

/** Starts the stand-in on a free port; it answers 200 with `{}` until told otherwise. */
export async function startAwsStandIn(): Promise<AwsStandIn> {
  const requests: RecordedRequest[] = [];
  let replies: Reply[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString(),
      });
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      answer(response, reply ?? { status: 200, body: '{}' });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    replyWith: (...next) => {
      replies = [...next];
      requests.length = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'headersOnly') {
    response.writeHead(200, { 'content-length': '100', 'x-amz-request-id': 'PART' });
    response.write('part');
    return;
  }
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body ?? '');
}

/** DynamoDB's answer to a throttled call. */
export const throttled: Reply = {
  status: 400,
  headers: { 'x-amzn-requestid': 'THROTTLED', 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'Slow down',
  }),
};

/** DynamoDB's answer where the table is missing. */
export const missingTable: Reply = {
  status: 400,
  headers: { 'x-amzn-requestid': 'MISSING', 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: 'Requested resource not found',
  }),
};

/** A JSON answer with a request id. */
export function json(body: unknown, requestId = 'REQUEST'): Reply {
  return {
    status: 200,
    headers: { 'x-amzn-requestid': requestId, 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body),
  };
}

/** Values of a header as sent, whatever its case. */
export function sentHeader(request: RecordedRequest | undefined, name: string): string[] {
  const raw = request?.rawHeaders ?? [];
  return raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name);
}

/** Names of the headers that the signature covers. */
export function signedHeaders(request: RecordedRequest | undefined): string[] {
  const list = /SignedHeaders=([^,\s]*)/.exec(request?.headers.authorization ?? '')?.[1];
  return list?.split(';') ?? [];
}

/** Freezes a value and everything in it: whoever writes to it throws. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
