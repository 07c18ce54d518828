import { createServer, ServerResponse } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { answerTraceHeader } from '../../src/propagation/response-header.ts';
import { ROOT, XRAY_TRACE } from './trace-headers.ts';

const TRACE = { traceId: XRAY_TRACE, sampled: true, requested: false };
const ANSWER = `X-Amzn-Trace-Id: ${ROOT};Sampled=1`;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

/** The whole answer of a server as text, without its Date, which is the only thing that may differ by itself. */
async function answerOf(
  handler: RequestListener,
  request = 'GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n',
): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.write(request);
  await new Promise((resolve, reject) => socket.on('close', resolve).on('error', reject));
  return text.replace(/Date: [^\r]*\r\n/, '');
}

type Handler = (response: ServerResponse, request: IncomingMessage) => unknown;

/** Runs a handler and notes what it saw, so that both runs can be compared; an error is a finding, too. */
function observed(handler: Handler, log: unknown[], prepare: (response: ServerResponse) => void): RequestListener {
  return (request, response) => {
    prepare(response);
    try {
      log.push(handler(response, request));
    } catch (error) {
      log.push(error instanceof Error && 'code' in error ? error.code : String(error));
      response.statusMessage = '';
    }
    if (!response.writableEnded) response.end();
  };
}

async function compare(
  handler: Handler,
  request?: string,
): Promise<{ plain: string; answered: string; plainLog: unknown[]; answeredLog: unknown[] }> {
  const plainLog: unknown[] = [];
  const answeredLog: unknown[] = [];
  const plain = await answerOf(
    observed(handler, plainLog, () => {}),
    request,
  );
  const answered = await answerOf(
    observed(handler, answeredLog, (response) => answerTraceHeader(response, TRACE, 'always')),
    request,
  );
  return { plain, answered, plainLog, answeredLog };
}

/** `writeHead` as a value, for calls that its type forbids and for code that replaces it. */
const writeHeadOf = (response: object): ((...args: unknown[]) => ServerResponse) =>
  Reflect.get(response, 'writeHead') as never;

const HEADERS = { 'Content-Type': 'text/plain', 'X-App': ['a', 'b'] };
const FLAT = ['Content-Type', 'text/plain', 'X-App', 'a', 'X-App', 'b'];
const PAIRS = [
  ['Content-Type', 'text/plain'],
  ['X-App', 'a'],
  ['X-App', 'b'],
] as unknown as string[];

const ANSWERED: readonly (readonly [string, Handler])[] = [
  ['end', (response) => void response.end('body')],
  ['end without a body', (response) => void response.end()],
  ['write and end', (response) => void (response.write('bo'), response.end('dy'))],
  ['flushHeaders', (response) => void (response.flushHeaders(), response.end('body'))],
  [
    'statusCode and setHeader',
    (response) => void ((response.statusCode = 404), response.setHeader('X-App', 'a').end('body')),
  ],
  ['setHeaders', (response) => void response.setHeaders(new Map([['x-app', 'a']])).end('body')],
  ['appendHeader', (response) => void response.appendHeader('X-App', 'a').appendHeader('X-App', 'b').end('body')],
  ['statusMessage', (response) => void ((response.statusMessage = 'Fine'), response.end())],
  ['writeHead(status)', (response) => void response.writeHead(201).end('body')],
  [
    'writeHead(status) after setHeader',
    (response) => void (response.setHeader('X-App', 'a'), response.writeHead(201).end('body')),
  ],
  ['writeHead(status, headers)', (response) => void response.writeHead(201, HEADERS).end('body')],
  [
    'writeHead(status, headers) after setHeader',
    (response) => void (response.setHeader('X-App', 'c'), response.writeHead(201, HEADERS).end('body')),
  ],
  ['writeHead(status, undefined, headers)', (response) => void response.writeHead(201, undefined, HEADERS).end('body')],
  ['writeHead(status, message)', (response) => void response.writeHead(201, 'Fine').end('body')],
  ['writeHead(status, empty message)', (response) => void response.writeHead(201, '').end('body')],
  ['writeHead(status, message, headers)', (response) => void response.writeHead(201, 'Fine', HEADERS).end('body')],
  [
    'writeHead(status, message, headers) after setHeader',
    (response) => void (response.setHeader('X-Other', 'c'), response.writeHead(201, 'Fine', HEADERS).end('body')),
  ],
  ['writeHead(status, flat array)', (response) => void response.writeHead(201, FLAT).end('body')],
  [
    'writeHead(status, flat array) after setHeader',
    (response) => void (response.setHeader('X-Other', 'c'), response.writeHead(201, FLAT).end('body')),
  ],
  ['writeHead(status, message, flat array)', (response) => void response.writeHead(201, 'Fine', FLAT).end('body')],
  ['writeHead(status, pairs)', (response) => void response.writeHead(201, PAIRS).end('body')],
  ['writeHead(status, message, pairs)', (response) => void response.writeHead(201, 'Fine', PAIRS).end('body')],
  ['writeHead(status, empty array)', (response) => void response.writeHead(201, []).end('body')],
  ['writeHead(status, empty object)', (response) => void response.writeHead(201, {}).end('body')],
  [
    'writeHead(status, object without a prototype)',
    (response) => void response.writeHead(201, Object.assign(Object.create(null), HEADERS)).end('body'),
  ],
  ['writeHead(status as text)', (response) => void Reflect.apply(writeHeadOf(response), response, ['201']).end('body')],
  ['204', (response) => void response.writeHead(204).end()],
  ['304', (response) => void response.writeHead(304, HEADERS).end()],
  [
    'a failed writeHead and then a good one',
    (response) => {
      const codes = [
        () => response.writeHead(99),
        () => response.writeHead(200, 'a\nb'),
        () => response.writeHead(200, { 'X-App': 'ü\n' }),
      ].map((write) => {
        try {
          return write();
        } catch (error) {
          return error instanceof Error && 'code' in error ? error.code : error;
        }
      });
      response.writeHead(500, 'Broken', HEADERS).end('body');
      return codes;
    },
  ],
  [
    'trailers',
    (response) =>
      void (response.writeHead(200, { Trailer: 'X-Sum' }),
      response.write('body'),
      response.addTrailers({ 'X-Sum': '1' }),
      response.end()),
  ],
  [
    'early hints first',
    (response) => void (response.writeEarlyHints({ link: '</style.css>; rel=preload' }), response.end('body')),
  ],
  ['a processing answer first', (response) => void (response.writeProcessing(), response.end('body'))],
  ['a continue answer first', (response) => void (response.writeContinue(), response.end('body'))],
  [
    'a removed header of that name',
    (response) => void (response.removeHeader('X-Amzn-Trace-Id'), response.end('body')),
  ],
  [
    'a header that was set and removed',
    (response) =>
      void (response.setHeader('X-Amzn-Trace-Id', 'theirs'),
      response.removeHeader('x-amzn-trace-id'),
      response.end('body')),
  ],
  [
    'what the application sees of its headers',
    (response) => {
      response.setHeader('X-App', 'a');
      const before = [
        response.getHeaderNames(),
        response.getHeaders(),
        response.hasHeader('x-amzn-trace-id'),
        response.getHeader('x-amzn-trace-id'),
        response.headersSent,
        Object.keys(response).includes('writeHead'),
      ];
      response.end('body');
      return [before, response.headersSent];
    },
  ],
];

const LEFT_ALONE: readonly (readonly [string, Handler])[] = [
  ['setHeader', (response) => void response.setHeader('X-Amzn-Trace-Id', 'theirs').end('body')],
  [
    'setHeader in another case',
    (response) => void response.setHeader('x-AMZN-trace-id', 'theirs').writeHead(201, HEADERS).end('body'),
  ],
  ['writeHead with headers', (response) => void response.writeHead(201, { 'x-amzn-trace-id': 'theirs' }).end('body')],
  [
    'writeHead with message and headers',
    (response) => void response.writeHead(201, 'Fine', { 'X-AMZN-TRACE-ID': 'theirs' }).end('body'),
  ],
  [
    'writeHead with a flat array',
    (response) => void response.writeHead(201, [...FLAT, 'x-amzn-trace-id', 'theirs']).end('body'),
  ],
  [
    'writeHead with pairs',
    (response) =>
      void response.writeHead(201, [...PAIRS, ['x-amzn-trace-id', 'theirs']] as unknown as string[]).end('body'),
  ],
];

describe("a response carries the trace header and is otherwise the application's own", () => {
  test.each(ANSWERED)('%s', async (_form, handler) => {
    const { plain, answered, plainLog, answeredLog } = await compare(handler);
    expect(answered.split('\r\n').filter((line) => line === ANSWER)).toHaveLength(1);
    expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
    expect(answeredLog).toEqual(plainLog);
  });
});

describe('a trace header of the application wins', () => {
  test.each(LEFT_ALONE)('%s', async (_form, handler) => {
    const { plain, answered, plainLog, answeredLog } = await compare(handler);
    expect(answered).toBe(plain);
    expect(answered.match(/theirs/g)).toHaveLength(1);
    expect(answeredLog).toEqual(plainLog);
  });
});

describe('nothing changes where Node refuses', () => {
  test.each<readonly [string, unknown[]]>([
    ['no status', []],
    ['a status that is none', [42]],
    ['a symbol', [Symbol('status')]],
    ['an odd array', [200, ['X-App']]],
    ['a message with a line break', [200, 'a\r\nb']],
    ['an invalid header', [200, { 'X App': 'a' }]],
    ['an undefined value', [200, { 'X-App': undefined }]],
    ['an undefined trace header', [200, { 'X-Amzn-Trace-Id': undefined }]],
    ['headers as text', [200, 'Fine', 'text']],
    ['headers as a number', [200, 5]],
  ])('%s', async (_what, args) => {
    const { plain, answered, plainLog, answeredLog } = await compare((response) => {
      Reflect.apply(writeHeadOf(response), response, args);
      return 'written';
    });
    expect(answeredLog).toEqual(plainLog);
    expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
  });

  test('a second head', async () => {
    const { plain, answered, plainLog, answeredLog } = await compare(
      (response) => void response.writeHead(200).writeHead(201),
    );
    expect(answeredLog).toEqual(['ERR_HTTP_HEADERS_SENT']);
    expect(answeredLog).toEqual(plainLog);
    expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
  });

  test('pairs beside headers that were set, which Node does not take', async () => {
    const { plain, answered, plainLog, answeredLog } = await compare(
      (response) => void response.setHeader('X-Other', 'c').writeHead(201, PAIRS).end(),
    );
    expect(answeredLog).toEqual(plainLog);
    expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
  });

  test('headers that throw', async () => {
    const hostile = {
      get 'X-App'(): string {
        throw new Error('theirs');
      },
    };
    const { plain, answered, plainLog, answeredLog } = await compare(
      (response) => void response.writeHead(200, hostile),
    );
    expect(answeredLog).toEqual(['Error: theirs']);
    expect(answeredLog).toEqual(plainLog);
    expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
  });
});

test('informational answers stay as they are', async () => {
  const { plain, answered } = await compare((response) => void response.writeHead(103, { Link: '</a>' }).end());
  expect(answered).toBe(plain);
});

test('the client that waits for 100 Continue gets it bare', async () => {
  const request =
    'POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n';
  const { plain, answered } = await compare((response) => void response.end('body'), request);
  expect(answered).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
});

describe('other code that takes part in writing the head', () => {
  test('wraps writeHead of the response', async () => {
    const { plain, answered } = await compare((response) => {
      const inner = writeHeadOf(response);
      response.writeHead = function (this: ServerResponse, ...args: unknown[]) {
        this.setHeader('X-Wrapped', 'yes');
        return Reflect.apply(inner, this, args);
      };
      response.end('body');
    });
    expect(answered).toContain(ANSWER);
    expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
  });

  test('gives the response another prototype', async () => {
    class FrameworkResponse extends ServerResponse {
      override writeHead(...args: unknown[]): this {
        this.setHeader('X-Framework', 'yes');
        return Reflect.apply(writeHeadOf(ServerResponse.prototype), this, args) as this;
      }
    }
    const { plain, answered } = await compare((response) => {
      Object.setPrototypeOf(response, FrameworkResponse.prototype);
      response.end('body');
    });
    expect(answered).toContain('X-Framework: yes');
    expect(answered).toContain(ANSWER);
    expect(answered.replace(`${ANSWER}\r\n`, '')).toBe(plain);
  });

  test('writes through an object that inherits from the response', async () => {
    const { answered, answeredLog } = await compare((response) => {
      const derived = Object.create(response) as ServerResponse;
      derived.writeHead(200);
      return derived.statusCode;
    });
    expect(answeredLog).toEqual([200]);
    expect(answered).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test('prepares the same response twice', async () => {
    const answered = await answerOf((_request, response) => {
      answerTraceHeader(response, TRACE, 'always');
      answerTraceHeader(response, TRACE, 'always');
      response.end();
    });
    expect(answered.match(/x-amzn-trace-id/gi)).toHaveLength(1);
  });
});

describe('who is answered', () => {
  test.each([
    ['always', false, true],
    ['always', true, true],
    ['requested', false, false],
    ['requested', true, true],
    ['never', true, false],
  ] as const)('%s, requested %s: %s', async (mode, requested, isAnswered) => {
    const answered = await answerOf((_request, response) => {
      answerTraceHeader(response, { traceId: XRAY_TRACE, sampled: false, requested }, mode);
      response.end();
    });
    expect(answered.includes(`X-Amzn-Trace-Id: ${ROOT};Sampled=0\r\n`)).toBe(isAnswered);
    expect(/x-amzn-trace-id/i.test(answered)).toBe(isAnswered);
  });
});

test('a response whose own writeHead cannot be replaced is answered all the same', async () => {
  const answered = await answerOf((_request, response) => {
    Object.defineProperty(response, 'writeHead', {
      value: writeHeadOf(response),
      configurable: false,
      writable: false,
    });
    answerTraceHeader(response, TRACE, 'always');
    response.end('body');
  });
  expect(answered).toContain(ANSWER);
});

test('a response that cannot be prepared stays as it is', async () => {
  const answered = await answerOf((_request, response) => {
    const hostile = new Proxy(response, {
      getPrototypeOf: () => {
        throw new Error('theirs');
      },
    });
    expect(() => answerTraceHeader(hostile, TRACE, 'always')).not.toThrow();
    response.end('body');
  });
  expect(answered).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nbody$/);
  expect(answered).not.toMatch(/x-amzn-trace-id/i);
});
