import { setTimeout as sleep } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { createBatchMaker, type SpanBatch } from './span-batches.ts';

const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const ATTEMPT_MILLIS = 10_000;
const FIRST_PAUSE_MILLIS = 200;
const LONGEST_PAUSE_MILLIS = 3000;

/** An application that sends spans and repeats what was refused for now, as otel-xray does. */
export interface SteadyLoad {
  /** Ids of all spans that were made. */
  readonly made: ReadonlySet<string>;
  /** Ids of those that the collector has acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** Stops making spans; resolves when each is acknowledged or given up, after `patienceMillis` at the latest. */
  stop(patienceMillis: number): Promise<void>;
}

/** What is sent. */
export interface LoadOptions {
  /** The collector's `host:port` for gRPC. */
  readonly address: string;
  readonly spansPerSecond: number;
  readonly batchSize: number;
  /** Batches that are under way at once; without, as many as the rate asks for. */
  readonly mostAtOnce?: number;
}

/** Begins to send at once, in batches at even distances. */
export function startSteadyLoad({
  address,
  spansPerSecond,
  batchSize,
  mostAtOnce = Infinity,
}: LoadOptions): SteadyLoad {
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_reconnect_backoff_ms': 1000,
  });
  const made = new Set<string>();
  const acknowledged = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let deadlineMillis = Infinity;

  const makeBatch = createBatchMaker(batchSize);
  const deliver = async ({ request, ids }: SpanBatch): Promise<void> => {
    for (const id of ids) made.add(id);
    for (let pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MILLIS)) {
      const outcome = await sendOnce(client, request);
      if (outcome === 'acknowledged') {
        for (const id of ids) acknowledged.add(id);
        return;
      }
      if (outcome === 'refused' || Date.now() > deadlineMillis) return;
      await sleep(pause);
    }
  };
  const startedAt = Date.now();
  let count = 0;
  // By the clock, so that a late timer makes up for it.
  const timer = setInterval(() => {
    const due = ((Date.now() - startedAt) / 1000) * spansPerSecond;
    for (; count + batchSize <= due && underWay.size < mostAtOnce; count += batchSize) {
      const delivery = deliver(makeBatch()).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    }
  }, 20);
  return {
    made,
    acknowledged,
    async stop(patienceMillis) {
      clearInterval(timer);
      deadlineMillis = Date.now() + patienceMillis;
      await Promise.all(underWay);
      client.close();
    },
  };
}

/** `later`: the same request may succeed (https://opentelemetry.io/docs/specs/otlp/#failures). */
export function sendOnce(
  client: Client,
  request: Uint8Array,
  timeoutMillis: number = ATTEMPT_MILLIS,
): Promise<'acknowledged' | 'later' | 'refused'> {
  const pass = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  return new Promise((resolve) => {
    client.makeUnaryRequest(EXPORT, pass, pass, request, { deadline: Date.now() + timeoutMillis }, (error) => {
      if (error === null) return resolve('acknowledged');
      const retryable = new Set([1, 4, 8, 10, 11, 14, 15]);
      return resolve(retryable.has(error.code) ? 'later' : 'refused');
    });
  });
}
