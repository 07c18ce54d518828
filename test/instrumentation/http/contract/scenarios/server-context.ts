import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Tools } from '../scenario.ts';

const REQUEST_EVENTS = ['data', 'end', 'close'];
const RESPONSE_EVENTS = ['finish', 'close'];

/** Everything was noted under that span, and each of these events was. */
function assertAllIn(log: readonly string[], spanId: string | undefined, events: readonly string[]): void {
  assert.deepEqual(
    log.filter((line) => !line.endsWith(`:${String(spanId)}`)),
    [],
    `expected all in ${String(spanId)}`,
  );
  const seen = new Set(log.map((line) => line.split(':')[0]));
  for (const event of events) assert.ok(seen.has(event), `no ${event} among ${log.join()}`);
}

/** Sends a request whose body comes in pieces, and waits for the answer. */
async function sendInPieces(tools: Tools, port: number): Promise<string> {
  const wire = await tools.connect(port);
  wire.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 6\r\n\r\nab');
  await sleep(10);
  wire.write('cd');
  await sleep(10);
  wire.write('ef');
  return wire.closed();
}

async function serveInPieces(
  tools: Tools,
  handler: (request: IncomingMessage, response: ServerResponse, log: string[]) => unknown,
  events: readonly string[] = [],
): Promise<void> {
  const log: string[] = [];
  const server = tools.http.createServer((request, response) => {
    log.push(`request:${tools.active()}`);
    tools.watch(response, RESPONSE_EVENTS, log);
    void handler(request, response, log);
  });
  const text = await sendInPieces(tools, await tools.listen(server));
  assert.match(text, /^HTTP\/1.1 200 OK/);
  const [span] = await tools.serverSpans(1);
  assertAllIn(log, span?.spanContext().spanId, ['request', ...RESPONSE_EVENTS, ...events]);
}

export const serverContext: readonly Scenario[] = [
  {
    name: 'what a handler begins stays in the context of its request',
    run: (tools) =>
      serveInPieces(
        tools,
        async (request, response, log) => {
          const note = (what: string): void => void log.push(`${what}:${tools.active()}`);
          process.nextTick(() => note('tick'));
          setImmediate(() => note('immediate'));
          queueMicrotask(() => note('microtask'));
          await sleep(2);
          note('timer');
          request.resume();
          await once(request, 'end');
          note('once');
          response.end(() => note('ended'));
        },
        ['tick', 'immediate', 'microtask', 'timer', 'once', 'ended'],
      ),
  },
  {
    name: 'the events of a body in pieces are in the context of their request',
    run: (tools) =>
      serveInPieces(
        tools,
        (request, response, log) => {
          tools.watch(request, REQUEST_EVENTS, log);
          request.on('end', () => response.end('done'));
        },
        REQUEST_EVENTS,
      ),
  },
  {
    name: 'a body that is read by "readable" stays in the context',
    run: (tools) =>
      serveInPieces(
        tools,
        (request, response, log) => {
          tools.watch(request, ['readable', 'end', 'close'], log);
          request.on('readable', () => void request.read()).on('end', () => response.end());
        },
        ['readable', 'end', 'close'],
      ),
  },
  {
    name: 'a body that is iterated stays in the context',
    run: (tools) =>
      serveInPieces(
        tools,
        async (request, response, log) => {
          for await (const piece of request) log.push(`${String(piece).length} bytes:${tools.active()}`);
          log.push(`iterated:${tools.active()}`);
          response.end();
        },
        ['iterated'],
      ),
  },
  {
    name: 'a body that is piped stays in the context',
    run: (tools) =>
      serveInPieces(
        tools,
        async (request, response, log) => {
          const through = new PassThrough();
          tools.watch(response, ['pipe', 'unpipe'], log);
          await pipeline(request, through, response);
          log.push(`piped:${tools.active()}`);
        },
        ['pipe', 'piped'],
      ),
  },
  {
    name: 'a slow reader drains a response in its context',
    run: async (tools) => {
      const log: string[] = [];
      const server = tools.http.createServer((_request, response) => {
        tools.watch(response, ['drain', 'finish', 'close'], log);
        const pieces = Array.from({ length: 64 }, () => Buffer.alloc(65_536, 'x'));
        Readable.from(pieces).pipe(response);
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      await wire.closed();
      const [span] = await tools.serverSpans(1);
      assertAllIn(log, span?.spanContext().spanId, ['drain', 'finish', 'close']);
    },
  },
  {
    name: 'a listener that is set from another context is called in that of the request',
    run: async (tools) => {
      const log: string[] = [];
      const elsewhere = new EventEmitter();
      elsewhere.on('request', (request: IncomingMessage, response: ServerResponse) => {
        tools.inParent(() => {
          tools.watch(request, REQUEST_EVENTS, log);
          request.on('end', () => response.end());
        });
      });
      const server = tools.http.createServer((request, response) => void elsewhere.emit('request', request, response));
      await sendInPieces(tools, await tools.listen(server));
      const [span] = await tools.serverSpans(1);
      assertAllIn(log, span?.spanContext().spanId, REQUEST_EVENTS);
    },
  },
  {
    name: 'listeners can be removed, counted and listed as ever',
    run: async (tools) => {
      const seen: unknown[] = [];
      const server = tools.http.createServer((request, response) => {
        const listener = (): void => void seen.push('removed listener');
        seen.push(request.listenerCount('data'), response.listenerCount('close'), response.listenerCount('error'));
        request.on('data', listener).off('data', listener).once('data', listener).removeListener('data', listener);
        response.on('finish', listener);
        seen.push(response.listeners('finish').includes(listener), response.rawListeners('finish').includes(listener));
        response.off('finish', listener);
        request.resume().on('end', () => response.end());
      });
      const before = server.listenerCount('request');
      await sendInPieces(tools, await tools.listen(server));
      await tools.serverSpans(1);
      assert.deepEqual(seen, [0, 0, 0, true, true]);
      assert.equal(before, 1);
    },
  },
  {
    name: 'a time-out of a response is told in its context',
    run: async (tools) => {
      const log: string[] = [];
      const server = tools.http.createServer((_request, response) => {
        tools.watch(response, ['timeout'], log);
        response.setTimeout(10, () => response.end());
      });
      const wire = await tools.connect(await tools.listen(server));
      wire.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      await wire.closed();
      const [span] = await tools.serverSpans(1);
      assertAllIn(log, span?.spanContext().spanId, ['timeout']);
    },
  },
];
