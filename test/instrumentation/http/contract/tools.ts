import { context, trace, TraceFlags, SpanKind } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { InMemorySpanExporter, ReadableSpan } from '@opentelemetry/sdk-trace';
import { createRequire } from 'node:module';
import { connect as connectPlain, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Tools, Wire } from './scenario.ts';
import { ignored } from './start-tracing.ts';

/** How long a scenario waits for what does not come, before it fails. */
const PATIENCE_MILLIS = 4000;

/** Makes the tools of one scenario, and what ends it. */
export function createTools(
  exporter: InMemorySpanExporter,
  folder: string,
): { readonly tools: Tools; readonly finish: () => Promise<void> } {
  const load = createRequire(folder) as (name: string) => unknown;
  const closing: (() => void)[] = [];
  const expected = new Map<SpanKind, number>();
  const spansOf = (kind: SpanKind): ReadableSpan[] =>
    exporter.getFinishedSpans().filter((span) => span.kind === kind && span.instrumentationScope.name !== 'scenario');
  const waitForSpans = async (kind: SpanKind, count: number): Promise<ReadableSpan[]> => {
    expected.set(kind, count);
    await waitUntil(
      () => spansOf(kind).length >= count,
      () => `${String(count)} ${SpanKind[kind]} spans, got ${spansOf(kind).map(describe).join('; ') || 'none'}`,
    );
    return spansOf(kind);
  };
  const active = (): string => trace.getSpan(context.active())?.spanContext().spanId ?? 'none';
  const tools: Tools = {
    http: load('node:http') as Tools['http'],
    https: load('node:https') as Tools['https'],
    http2: () => load('node:http2') as ReturnType<Tools['http2']>,
    load,
    listen: async (server) => {
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      const sockets = new Set<Socket>();
      server.on('connection', (socket) => void sockets.add(socket));
      closing.push(() => {
        server.close();
        for (const socket of sockets) socket.destroy();
      });
      return (server.address() as AddressInfo).port;
    },
    connect: async (port, { tls = false } = {}) => {
      const socket = tls
        ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
        : connectPlain(port, '127.0.0.1');
      closing.push(() => void socket.destroy());
      await new Promise((resolve, reject) =>
        socket.once(tls ? 'secureConnect' : 'connect', resolve).once('error', reject),
      );
      return createWire(socket);
    },
    serverSpans: (count) => waitForSpans(SpanKind.SERVER, count),
    clientSpans: (count) => waitForSpans(SpanKind.CLIENT, count),
    active,
    inParent: (fn) => {
      const span = trace.getTracer('scenario').startSpan('parent');
      span.end();
      return context.with(trace.setSpan(context.active(), span), () => fn(span.spanContext().spanId));
    },
    inUnsampledParent: (fn) => {
      const spanContext = {
        traceId: '67891233abcdef012345678912345678',
        spanId: '53995c3f42cd8ad8',
        traceFlags: TraceFlags.NONE,
      };
      return context.with(trace.setSpanContext(context.active(), spanContext), () => fn(spanContext.spanId));
    },
    suppressed: (fn) => context.with(suppressTracing(context.active()), fn),
    context: () => context.active(),
    watch: (emitter, events, log = []) => {
      for (const event of events) emitter.on(event, () => void log.push(`${event}:${active()}`));
      return log;
    },
    ignored,
  };
  const finish = async (): Promise<void> => {
    for (const close of closing) close();
    // Whatever the end of the connections brings about.
    for (let turn = 0; turn < 5; turn += 1) await sleep(2);
    for (const kind of [SpanKind.SERVER, SpanKind.CLIENT]) {
      const count = expected.get(kind);
      const spans = spansOf(kind);
      if (count !== undefined && spans.length !== count)
        throw new Error(
          `expected ${String(count)} ${SpanKind[kind]} spans in all, got ${spans.map(describe).join('; ')}`,
        );
    }
    exporter.reset();
  };
  return { tools, finish };
}

function describe({ name, attributes, status }: ReadableSpan): string {
  return `${name} ${JSON.stringify(attributes)} ${JSON.stringify(status)}`;
}

async function waitUntil(isThere: () => boolean, what: () => string): Promise<void> {
  const end = Date.now() + PATIENCE_MILLIS;
  while (!isThere()) {
    if (Date.now() > end) throw new Error(`waited for ${what()}`);
    await sleep(2);
  }
}

function createWire(socket: Socket): Wire {
  let text = '';
  let isClosed = false;
  socket.setEncoding('latin1').on('data', (piece: string) => (text += piece));
  socket.on('error', () => {}).on('close', () => (isClosed = true));
  return {
    socket,
    text: () => text,
    write: (piece) => void socket.write(piece, 'latin1'),
    until: async (isEnough) => {
      await waitUntil(
        () => isEnough(text) || isClosed,
        () => `more on the wire than ${JSON.stringify(text)}`,
      );
      if (!isEnough(text)) throw new Error(`the connection closed after ${JSON.stringify(text)}`);
      return text;
    },
    closed: async () => {
      await waitUntil(
        () => isClosed,
        () => `the end of the connection, got ${JSON.stringify(text)}`,
      );
      return text;
    },
  };
}
