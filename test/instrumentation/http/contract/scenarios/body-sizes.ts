import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Scenario, Tools } from '../scenario.ts';

type Method = 'GET' | 'HEAD';

/** What a handler does, the method that asks, and the size that both sides record. */
const answers: Readonly<Record<string, readonly [RequestListener, Method, number | undefined]>> = {
  'that end() gives': [(_request, response) => response.end('grün'), 'GET', 5],
  'that end() gives as bytes': [(_request, response) => response.end(new Uint8Array(7)), 'GET', 7],
  'whose length a header tells': [
    (_request, response) => response.setHeader('Content-Length', 3).writeHead(200).end('abc'),
    'GET',
    3,
  ],
  'whose length the head tells': [
    (_request, response) => response.writeHead(200, { 'content-length': '3' }).end('abc'),
    'GET',
    3,
  ],
  'whose length a list of headers tells': [
    (_request, response) => response.writeHead(200, ['content-length', '3']).end('abc'),
    'GET',
    3,
  ],
  'in pieces, text and bytes': [
    (_request, response) => {
      response.write('grün');
      response.write('00ff', 'hex');
      response.write(Buffer.alloc(70_000));
      response.end('!');
    },
    'GET',
    70_008,
  ],
  'after a head without a length': [(_request, response) => response.writeHead(200).end('abc'), 'GET', 3],
  'of nothing': [(_request, response) => response.end(), 'GET', 0],
  'to HEAD, which has none': [(_request, response) => response.end('abc'), 'HEAD', undefined],
  'of 304, which has none': [(_request, response) => response.writeHead(304).end(), 'GET', undefined],
};

async function listen(tools: Tools, handler: RequestListener, traced: boolean): Promise<number> {
  return tools.listen(traced ? tools.http.createServer(handler) : createServer(handler));
}

async function ask(
  tools: Tools,
  port: number,
  method: Method,
  read: (answer: IncomingMessage) => Promise<unknown>,
): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    tools.http.request({ port, host: '127.0.0.1', method, agent: false }, resolve).on('error', reject).end();
  });
  await read(answer);
}

const readers: Readonly<Record<string, (answer: IncomingMessage) => Promise<unknown>>> = {
  'by data events': (answer) =>
    new Promise((resolve) => answer.on('data', () => {}).on('end', () => resolve(undefined))),
  'by async iteration': async (answer) => {
    for await (const _chunk of answer);
  },
  'as text': (answer) =>
    new Promise((resolve) =>
      answer
        .setEncoding('utf8')
        .on('data', () => {})
        .on('end', () => resolve(undefined)),
    ),
};

/** The size of an answer's body, on both sides. */
export const bodySizes: readonly Scenario[] = [
  ...Object.entries(answers).map(([what, [handler, method, size]]) => ({
    name: `the size of an answer ${what} is recorded`,
    run: async (tools: Tools) => {
      const port = await listen(tools, handler, true);
      await ask(tools, port, method, async (answer) => {
        for await (const _chunk of answer);
      });
      const [server] = await tools.serverSpans(1);
      const [client] = await tools.clientSpans(1);
      assert.equal(server?.attributes['http.response.status_code'], what.includes('304') ? 304 : 200);
      assert.equal(server?.attributes['http.response.body.size'], size);
      // What has no length and no body may still end in an empty piece.
      assert.equal(client?.attributes['http.response.body.size'], size);
    },
  })),
  ...Object.entries(readers).map(([how, read]) => ({
    name: `the size of an answer in pieces is counted while it is read ${how}`,
    run: async (tools: Tools) => {
      const port = await listen(
        tools,
        (_request, response) => {
          response.write('grün');
          setTimeout(() => response.end('grün'), 5);
        },
        true,
      );
      await ask(tools, port, 'GET', read);
      const [span] = await tools.clientSpans(1);
      await tools.serverSpans(1);
      assert.equal(span?.attributes['http.response.body.size'], 10);
    },
  })),
  {
    name: 'the size of an answer to fetch is recorded',
    run: async (tools) => {
      const port = await listen(tools, (_request, response) => response.end('grün'), true);
      assert.equal(await (await fetch(`http://127.0.0.1:${String(port)}/`)).text(), 'grün');
      const [span] = await tools.clientSpans(1);
      await tools.serverSpans(1);
      assert.equal(span?.attributes['http.response.body.size'], 5);
    },
  },
  {
    name: 'writing goes on as ever, with its results and callbacks',
    run: async (tools) => {
      const told: string[] = [];
      const port = await listen(
        tools,
        (_request, response) => {
          told.push(String(response.write('a', () => told.push('written'))));
          response.end('b', 'latin1', () => told.push('ended'));
        },
        true,
      );
      await ask(tools, port, 'GET', async (answer) => {
        for await (const _chunk of answer);
      });
      await tools.serverSpans(1);
      await tools.clientSpans(1);
      assert.deepEqual(told, ['true', 'written', 'ended']);
    },
  },
];
