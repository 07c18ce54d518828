import type { Attributes } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEnrich } from '../../../src/enrichment/index.ts';
import { settings } from '../../enrichment/documents.ts';
import { shopResource, type SpanFile, toSpan } from '../../enrichment/recorded/span-file.ts';
import { describeWithCollector } from '../support/describe-with-collector.ts';
import { type RecordingXRay, startRecordingXRay } from '../support/recording-xray.ts';
import { sendOverGrpc } from '../support/send-otlp.ts';
import { type RunningCollector, startCollector } from '../support/start-collector.ts';
import { withoutOtherTraffic } from '../support/toward-xray.ts';

const config = path.join(import.meta.dirname, 'crashes.yaml');
const MODES = ['full', 'additive', 'off'] as const;

/** What an application might record, each of which ends a collector when it arrives there. */
interface Crash {
  readonly what: string;
  readonly file: Partial<SpanFile>;
  readonly resource?: Attributes;
}

const thrown = (stack: string): Partial<SpanFile> => ({
  events: [{ name: 'exception', attributes: { 'exception.stacktrace': stack } }],
});
const language = (name: string): Attributes => ({ ...shopResource, 'telemetry.sdk.language': name });

const CRASHES: readonly Crash[] = [
  { what: 'a span in progress', file: { attributes: { 'aws.xray.inprogress': true } } },
  { what: 'a span that says it is not in progress', file: { attributes: { 'aws.xray.inprogress': false } } },
  {
    what: 'a local root of another cloud',
    file: { attributes: { 'aws.span.kind': 'LOCAL_ROOT' } },
    resource: { ...shopResource, 'cloud.provider': 'gcp' },
  },
  {
    what: 'a stack of Java with a cause without message',
    file: thrown('E: m\nCaused by: X:'),
    resource: language('java'),
  },
  { what: 'the same of PHP', file: thrown('E: m\nCaused by: X:'), resource: language('php') },
  { what: 'a file of Python without quotes', file: thrown('T\n  File ,x,y\nE: m'), resource: language('python') },
  {
    what: 'a chain of Python without a message',
    file: thrown(
      'T\n  File "a", line 1, in b\nDuring handling of the above exception, another exception occurred:\nE: m',
    ),
    resource: language('python'),
  },
  { what: 'a line of .NET without a number', file: thrown('E: m\n   at x in p:line'), resource: language('dotnet') },
  { what: 'a frame of .NET without a label', file: thrown('E: m\n   at in p'), resource: language('dotnet') },
];

function toReadable({ file, resource }: Crash): ReadableSpan {
  const rest = { name: 'work', kind: 'CLIENT', parent: 'local', scope: 'shop', attributes: {} } as const;
  return toSpan({ ...rest, ...file }, resource);
}

function encode(span: ReadableSpan | undefined): Uint8Array {
  const request = span && ProtobufTraceSerializer.serializeRequest([span]);
  if (request === undefined) throw new Error('The span was withheld.');
  return request;
}

describeWithCollector('what ends the real collector', () => {
  let xray: RecordingXRay;
  let collector: RunningCollector | undefined;
  const start = async (): Promise<RunningCollector> => {
    const env = { ...withoutOtherTraffic(xray), XRAY_ENDPOINT: xray.endpoint };
    return (collector = await startCollector({ configs: [config], env }));
  };
  beforeAll(async () => {
    xray = await startRecordingXRay();
  });
  afterEach(async () => {
    await collector?.stop();
    collector = undefined;
    xray.clear();
  });
  afterAll(() => xray?.close());

  test.each(CRASHES)('ends it when it is sent as it was recorded: $what', async (crash) => {
    const { addresses, ended } = await start();
    await expect(sendOverGrpc(addresses.OTLP_GRPC_ENDPOINT, [encode(toReadable(crash))])).rejects.toThrow();
    expect(await ended).not.toBe(0);
  });

  test.each(MODES)(
    'never leaves the enrichment, in the mode %s: the collector takes all of it and lives',
    async (mode) => {
      const { addresses } = await start();
      const enrich = createEnrich(settings({ mode }));
      for (const crash of CRASHES) {
        await sendOverGrpc(addresses.OTLP_GRPC_ENDPOINT, [encode(enrich(toReadable(crash)))]);
      }
      expect(xray.documents()).toHaveLength(CRASHES.length);
      const health = await fetch(`http://${addresses.HEALTH_CHECK_ENDPOINT}/`);
      expect(health.status).toBe(200);
    },
  );
});
