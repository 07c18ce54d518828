import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createRandom, SERVICES, TABLES } from './generate-documents.ts';

/** Spans that a batch processor sends together. */
const BATCH_SPANS = 512;

const SERVER = 1;
const CLIENT = 2;

type Attributes = ReadableSpan['attributes'];

/**
 * OTLP requests as the exporters of eight services send them, 512 spans of one service each: traces of five spans
 * through two services, with the attributes that Node's instrumentations record. One trace in twenty fails.
 */
export function* generateRequests(spanCount: number, startSeconds: number): Generator<Uint8Array> {
  const random = createRandom(1);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const newId = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const waiting = new Map<string, ReadableSpan[]>();
  const take = function* (service: string, ...spans: ReadableSpan[]): Generator<Uint8Array> {
    const batch = waiting.get(service) ?? [];
    batch.push(...spans);
    waiting.set(service, batch);
    if (batch.length < BATCH_SPANS) return;
    yield encode(batch.splice(0, BATCH_SPANS));
  };
  for (let index = 0; index < spanCount / 5; index += 1) {
    const start = startSeconds + index / 50;
    const seconds = 0.005 + random() ** 4 * 2;
    const isFault = random() < 0.05;
    const [from, to] = [pick(SERVICES), pick(SERVICES)];
    const traceId = Math.floor(start).toString(16) + newId() + newId() + newId();
    const [root, call, answer, table, query] = [1, 2, 3, 4, 5].map(() => newId() + newId());
    const span = (
      service: string,
      name: string,
      kind: number,
      [spanId, parentSpanId, isRemote]: readonly [string | undefined, string | undefined, boolean?],
      [begin, end]: readonly [number, number],
      attributes: Attributes,
    ): ReadableSpan =>
      toSpan(service, {
        name,
        kind,
        context: { traceId, spanId: spanId ?? '', traceFlags: 1 },
        parent:
          parentSpanId === undefined
            ? undefined
            : { traceId, spanId: parentSpanId, traceFlags: 1, isRemote: isRemote === true },
        startSeconds: start + seconds * begin,
        endSeconds: start + seconds * end,
        attributes,
        isFault,
      });
    const status = isFault ? 500 : 200;
    yield* take(
      from,
      span(from, 'SELECT shop', CLIENT, [query, root], [0.7, 0.9], queryAttributes()),
      span(from, 'GET', CLIENT, [call, root], [0.1, 0.6], {
        'http.request.method': 'GET',
        'url.full': `http://${to}/items`,
        'server.address': to,
        'server.port': 80,
        'peer.service': to,
        'network.peer.address': '10.0.0.7',
        'network.protocol.version': '1.1',
        'http.response.status_code': status,
      }),
      span(from, `GET /${from}/:id`, SERVER, [root, undefined], [0, 1], {
        ...serverAttributes(from, `/${from}/${index % 1000}`, status),
        tenant: `tenant-${index % 50}`,
        attempt: index % 3,
        'aws.xray.annotations': ['tenant', 'attempt'],
      }),
    );
    yield* take(
      to,
      span(to, 'DynamoDB.GetItem', CLIENT, [table, answer], [0.2, 0.4], tableAttributes(pick(TABLES), newId(), status)),
      span(to, 'GET /items', SERVER, [answer, call, true], [0.15, 0.55], serverAttributes(to, '/items', status)),
    );
  }
  for (const batch of waiting.values()) if (batch.length > 0) yield encode(batch);
}

function serverAttributes(host: string, path: string, status: number): Attributes {
  return {
    'http.request.method': 'GET',
    'url.scheme': 'http',
    'url.path': path,
    'http.route': '/:id',
    'server.address': `${host}.shop.example`,
    'server.port': 80,
    'client.address': '192.0.2.1',
    'network.peer.address': '10.0.0.9',
    'network.protocol.version': '1.1',
    'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64)',
    'http.response.status_code': status,
  };
}

function queryAttributes(): Attributes {
  return {
    'db.system': 'postgresql',
    'db.connection_string': 'postgresql://db:5432',
    'db.name': 'shop',
    'db.user': 'app',
    'db.statement': 'SELECT id, name, price FROM items WHERE id = $1',
    'net.peer.name': 'db',
    'net.peer.port': 5432,
  };
}

function tableAttributes(table: string, requestId: string, status: number): Attributes {
  return {
    'rpc.system': 'aws-api',
    'rpc.service': 'DynamoDB',
    'rpc.method': 'GetItem',
    'aws.service': 'DynamoDB',
    'aws.operation': 'GetItem',
    'aws.region': 'eu-west-1',
    'aws.request_id': requestId,
    'aws.table_name': table,
    'http.response.status_code': status,
  };
}

interface SpanDraft {
  readonly name: string;
  readonly kind: number;
  readonly context: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
  readonly parent: (SpanDraft['context'] & { readonly isRemote: boolean }) | undefined;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly attributes: Attributes;
  readonly isFault: boolean;
}

const RESOURCES = new Map(SERVICES.map((service) => [service, resourceOf(service)]));

function resourceOf(service: string): ReadableSpan['resource'] {
  return resourceFromAttributes({
    'service.name': service,
    'service.version': '1.2.3',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': '3.1.0',
    'telemetry.distro.name': 'otel-xray',
    'telemetry.distro.version': '0.1.0',
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_ecs',
    'cloud.account.id': '123456789012',
    'cloud.region': 'eu-west-1',
    'aws.ecs.launchtype': 'fargate',
    'container.name': service,
  });
}

function toSpan(service: string, draft: SpanDraft): ReadableSpan {
  const { context, parent, startSeconds, endSeconds } = draft;
  return {
    name: draft.name,
    kind: draft.kind,
    spanContext: () => context,
    ...(parent !== undefined && { parentSpanContext: parent }),
    startTime: toTime(startSeconds),
    endTime: toTime(endSeconds),
    duration: toTime(endSeconds - startSeconds),
    status: { code: draft.isFault ? 2 : 0 },
    attributes: draft.attributes,
    events: draft.isFault && draft.kind === SERVER ? [exceptionAt(endSeconds)] : [],
    links: [],
    ended: true,
    resource: RESOURCES.get(service) ?? resourceOf(service),
    instrumentationScope: { name: 'bench', version: '1.0.0' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function exceptionAt(seconds: number): ReadableSpan['events'][number] {
  const attributes = { 'exception.type': 'TimeoutError', 'exception.message': 'no answer' };
  return { name: 'exception', time: toTime(seconds), attributes };
}

function toTime(seconds: number): [number, number] {
  return [Math.floor(seconds), Math.round((seconds % 1) * 1e9)];
}

function encode(spans: readonly ReadableSpan[]): Uint8Array {
  const request = ProtobufTraceSerializer.serializeRequest([...spans]);
  if (request === undefined) throw new Error('A request could not be encoded.');
  return request;
}
