import { setTimeout as sleep } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { type FaultyXRay, startFaultyXRay } from './faulty-xray.ts';
import { createBatchMaker } from './span-batches.ts';
import { sendOnce, startSteadyLoad } from './steady-load.ts';
import { startSubject, type Subject } from './subject.ts';

const SPANS_PER_SECOND = 200;
const BATCH_SIZE = 20;
/** How long the application tries to send what it has when it has made its last span. */
const PATIENCE_MILLIS = 45_000;
/** A moment of health before and after each fault. */
const CALM_MILLIS = 1500;

const LARGE_BATCH_SIZE = 12_000;
const LARGE_BATCH_MILLIS = 60_000;
let makeLargeBatch: ReturnType<typeof createBatchMaker> | undefined;

/** What a scenario is told. */
export interface Surroundings {
  readonly xray: FaultyXRay;
  readonly collector: Subject;
  /** Multiplies the length of each fault: 1 in full, less in the short form. */
  readonly lengthen: (fullMillis: number) => number;
}

/** One fault. */
export interface Scenario {
  /** Its name, for a run in which what lasts so long in full lasts so long. */
  readonly name: (lasts: (fullMillis: number) => string) => string;
  /** Environment of the collector. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is to be done before the load begins. */
  readonly prepare?: () => void;
  /** Lets it happen, while spans come steadily; gives further spans that it sent. */
  happen(surroundings: Surroundings): Promise<{ ids: readonly string[]; isAcknowledged: boolean } | void>;
}

/** What became of the spans of one scenario. */
export interface Outcome {
  /** Spans that the application made and sent, again where it was told to. */
  readonly sent: number;
  /** Of these, in X-Ray. */
  readonly recorded: number;
  /** Of these, not in X-Ray, although the collector had acknowledged them. */
  readonly lost: number;
  /** Not in X-Ray and never acknowledged: the application knows. */
  readonly refused: number;
  /** In X-Ray more than once, with the same id. */
  readonly duplicated: number;
}

/** A scenario's name in a run that lengthens, or shortens, like this. */
export function nameOf({ name }: Scenario, lengthen: Surroundings['lengthen']): string {
  return name((fullMillis) => `${lengthen(fullMillis) / 1000} s`);
}

const illFor =
  (mood: Parameters<FaultyXRay['setMood']>[0], fullMillis: number): Scenario['happen'] =>
  async ({ xray, lengthen }) => {
    xray.setMood(mood);
    await sleep(lengthen(fullMillis));
    xray.setMood('well');
  };

const refusedFor =
  (fullMillis: number, leastMillis = 0): Scenario['happen'] =>
  async ({ xray, lengthen }) => {
    await xray.refuse();
    await sleep(Math.max(leastMillis, lengthen(fullMillis)));
    await xray.listenAgain();
  };

/** Every fault of the table, in its order. */
export const SCENARIOS: readonly Scenario[] = [
  { name: (lasts) => `X-Ray answers 500 for ${lasts(30_000)}`, happen: illFor({ status: 500 }, 30_000) },
  { name: (lasts) => `X-Ray throttles (429) for ${lasts(15_000)}`, happen: illFor({ status: 429 }, 15_000) },
  { name: (lasts) => `X-Ray takes connections and hangs for ${lasts(30_000)}`, happen: illFor('hanging', 30_000) },
  { name: (lasts) => `X-Ray refuses connections for ${lasts(60_000)}`, happen: refusedFor(60_000) },
  {
    name: () => '`kill -9` of the collector while X-Ray answers 500, and restart',
    async happen({ xray, collector, lengthen }) {
      xray.setMood({ status: 500 });
      await sleep(lengthen(5000));
      await collector.end('SIGKILL');
      await sleep(lengthen(2000));
      await collector.startAgain();
      await sleep(lengthen(3000));
      xray.setMood('well');
    },
  },
  {
    name: () => 'The queue of 1,000 spans is full',
    env: { OTELCOL_QUEUE_SPANS: '1000' },
    // In less time it would not fill.
    happen: refusedFor(20_000, 8000),
  },
  {
    name: () => 'One request of 12,000 spans, 4.7 MB',
    // Takes seconds in which nothing else would run.
    prepare: () => void (makeLargeBatch ??= createBatchMaker(LARGE_BATCH_SIZE)),
    async happen({ collector }) {
      const client = new Client(collector.grpcAddress, credentials.createInsecure());
      const { request, ids } = (makeLargeBatch ??= createBatchMaker(LARGE_BATCH_SIZE))();
      const outcome = await sendOnce(client, request, LARGE_BATCH_MILLIS);
      client.close();
      return { ids, isAcknowledged: outcome === 'acknowledged' };
    },
  },
  {
    name: (lasts) => `X-Ray takes 2 s for each answer, for ${lasts(20_000)}`,
    happen: illFor({ delayMillis: 2000 }, 20_000),
  },
  {
    name: () => 'Malformed OTLP among the load',
    async happen({ collector }) {
      const client = new Client(collector.grpcAddress, credentials.createInsecure());
      const cutOff = createBatchMaker(2)().request.subarray(9);
      for (const bytes of [Buffer.from('ffffffff', 'hex'), Buffer.alloc(4096, 0x0a), cutOff]) {
        const outcome = await sendOnce(client, bytes);
        if (outcome === 'acknowledged') throw new Error('Malformed OTLP was acknowledged over gRPC.');
        const response = await fetch(`http://${collector.httpAddress}/v1/traces`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-protobuf' },
          body: Uint8Array.from(bytes),
        });
        await response.arrayBuffer();
        if (response.status !== 400) throw new Error(`Malformed OTLP was answered with ${response.status} over HTTP.`);
      }
      client.close();
    },
  },
  {
    name: () => 'SIGTERM to the collector under load, and restart',
    async happen({ collector, lengthen }) {
      await sleep(lengthen(3000));
      await collector.end('SIGTERM');
      await sleep(lengthen(2000));
      await collector.startAgain();
    },
  },
];

/** How a scenario is run. */
export interface RunOptions {
  /** The configuration's file. */
  readonly config: string;
  readonly lengthen: Surroundings['lengthen'];
  /** No new document for so long means that nothing more comes. */
  readonly quietMillis: number;
}

/** Runs one scenario with one configuration, from a new collector to what X-Ray has in the end. */
export async function runScenario(scenario: Scenario, { config, lengthen, quietMillis }: RunOptions): Promise<Outcome> {
  scenario.prepare?.();
  const xray = await startFaultyXRay();
  let collector: Subject | undefined;
  try {
    collector = await startSubject(config, xray, scenario.env);
    const load = startSteadyLoad({
      address: collector.grpcAddress,
      spansPerSecond: SPANS_PER_SECOND,
      batchSize: BATCH_SIZE,
    });
    await sleep(CALM_MILLIS);
    const more = await scenario.happen({ xray, collector, lengthen });
    await sleep(CALM_MILLIS);
    await load.stop(PATIENCE_MILLIS);
    const ids = more?.ids ?? [];
    const acknowledged = new Set([...load.acknowledged, ...(more?.isAcknowledged === true ? ids : [])]);
    await untilQuiet(xray, acknowledged, quietMillis);
    return countOutcome(xray, [...load.made, ...ids], acknowledged);
  } finally {
    await collector?.close();
    await xray.close();
  }
}

async function untilQuiet({ accepted }: FaultyXRay, sent: ReadonlySet<string>, quietMillis: number): Promise<void> {
  let last = -1;
  for (let since = Date.now(); Date.now() - since < quietMillis; await sleep(100)) {
    if ([...sent].every((id) => accepted.has(id))) return;
    if (accepted.size !== last) since = Date.now();
    last = accepted.size;
  }
}

function countOutcome({ accepted }: FaultyXRay, sent: readonly string[], acknowledged: ReadonlySet<string>): Outcome {
  const missing = sent.filter((id) => !accepted.has(id));
  const lost = missing.filter((id) => acknowledged.has(id)).length;
  return {
    sent: sent.length,
    recorded: sent.length - missing.length,
    lost,
    refused: missing.length - lost,
    duplicated: [...accepted.values()].filter((count) => count > 1).length,
  };
}
