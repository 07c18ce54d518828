/**
 * The service whose CPU is measured: Express, one downstream call per request. `argv`: subject, downstream port.
 * Prints its port, answers each line on stdin with what it has used so far.
 */
import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { createRequire } from 'node:module';
import type * as nodeHttp from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpSettings } from '../../src/instrumentation/http-settings.ts';
import { createHttpInstrumentation } from '../../src/instrumentation/http/index.ts';
import { createExpressInstrumentation } from '../../src/instrumentation/express/index.ts';
import {
  continueRoots,
  createAnswerHook,
  createPropagator,
  createXRayIdGenerator,
  isUndecided,
  noteCarrier,
  noteHttpRequest,
  noteUndiciRequest,
  rootHint,
} from '../../src/propagation/index.ts';
import { createSampler } from '../../src/sampler/index.ts';

const [subject = 'none', downstream = '0', app = 'express'] = process.argv.slice(2);
const [implementation, sampling] = subject.split('-');
let spanCount = 0;
if (implementation === 'own' || implementation === 'upstream') trace(implementation);

function trace(kind: 'own' | 'upstream'): void {
  const hooks = {
    onServerResponse: createAnswerHook('always'),
    onClientRequest: noteHttpRequest,
    onTraceHeaders: noteCarrier,
    onUndiciRequest: noteUndiciRequest,
    hasMetrics: false,
  };
  const instrumentations: Instrumentation[] = [
    kind === 'own'
      ? createHttpInstrumentation({ version: '0', ...hooks })
      : new HttpInstrumentation(httpSettings(hooks)),
    createExpressInstrumentation('0'),
  ];
  const generator = createXRayIdGenerator();
  const exporter: SpanExporter = {
    export: (spans, done) => {
      spanCount += spans.length;
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
    forceFlush: () => Promise.resolve(),
  };
  const sampler = sampling === 'all' ? 'always_on' : sampling === 'some' ? 'xray_default' : 'always_off';
  const provider = new TracerProvider({
    idGenerator: generator,
    sampler: createSampler({ sampler, ratio: 1, healthChecks: 'drop' }, { isUndecided, rootHint }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 100, maxQueueSize: 100_000 })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(createPropagator({ responseHeader: 'always', trustIncoming: 'all' }));
  for (const instrumentation of instrumentations) instrumentation.setTracerProvider(continueRoots(provider, generator));
}

const require = createRequire(import.meta.filename);
const http = require('node:http') as typeof nodeHttp;
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function call(): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port: Number(downstream), path: '/items?limit=3', agent }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () => resolve(body));
      })
      .on('error', reject);
  });
}

/** As much of Express as is used here; it ships no types. */
type ExpressService = RequestListener & {
  get(
    path: string,
    handler: (request: { params: { id: string } }, response: { json(body: unknown): void }) => Promise<void>,
  ): void;
};

function listener(): RequestListener {
  if (app === 'hello') return (_request, response) => response.end('{"hello":"world"}');
  const express = require('express') as () => ExpressService;
  const service = express();
  service.get('/orders/:id', async (request, response) => {
    response.json({ id: request.params.id, items: JSON.parse(await call()) as unknown });
  });
  return service;
}

const server = http.createServer(listener());
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
process.stdin.setEncoding('utf8').on('data', () => {
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ micros: user + system, user, system, spanCount }));
});
process.stdin.on('end', () => process.exit());
