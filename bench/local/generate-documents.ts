import type { SegmentDocument } from '../../src/xray/segment-document.ts';

/** Names of services that traces go through. */
export const SERVICES = ['storefront', 'orders', 'pricing', 'inventory', 'shipping', 'accounts', 'search', 'mail'];

/** Names of DynamoDB tables. */
export const TABLES = ['orders', 'customers', 'stock', 'sessions', 'prices'];
const METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT'];

/** Numbers from 0 to 1, the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Documents of traces through eight services, five documents a trace: a segment, a call of another service and its
 * segment, a DynamoDB call and an SQL query. One trace in twenty fails.
 */
export function* generateTraces(documentCount: number, startSeconds: number): Generator<readonly SegmentDocument[]> {
  const random = createRandom(1);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const newId = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0') +
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  for (let index = 0; index < documentCount / 5; index += 1) {
    const start = startSeconds + index / 50;
    const traceId = `1-${Math.floor(start).toString(16)}-${newId()}${newId().slice(0, 8)}`;
    const [root, call, answer, table, query] = [newId(), newId(), newId(), newId(), newId()];
    const duration = 0.005 + random() ** 4 * 2;
    const fault = random() < 0.05;
    const [from, to] = [pick(SERVICES), pick(SERVICES)];
    const shared = { trace_id: traceId, ...(fault && { fault }) };
    const part = (share: number): number => start + duration * share;
    yield [
      {
        ...shared,
        id: root,
        name: from,
        start_time: start,
        end_time: start + duration,
        origin: 'AWS::ECS::Fargate',
        http: {
          request: {
            method: pick(METHODS),
            url: `https://shop.example/${from}/${index % 1000}`,
            client_ip: '192.0.2.1',
            user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
          },
          response: { status: fault ? 500 : 200 },
        },
        annotations: { tenant: `tenant-${index % 50}`, attempt: index % 3 },
        metadata: { default: { 'service.version': '1.2.3', 'process.runtime.name': 'nodejs', 'url.path': `/${from}` } },
        aws: { xray: { sdk: 'opentelemetry for nodejs', sdk_version: '3.1.0', auto_instrumentation: true } },
      },
      {
        ...shared,
        id: call,
        parent_id: root,
        type: 'subsegment',
        name: to,
        namespace: 'remote',
        start_time: part(0.1),
        end_time: part(0.6),
        http: { request: { method: 'GET', url: `http://${to}/` }, response: { status: fault ? 500 : 200 } },
      },
      {
        ...shared,
        id: answer,
        parent_id: call,
        name: to,
        start_time: part(0.15),
        end_time: part(0.55),
        origin: 'AWS::ECS::Fargate',
        http: { request: { method: 'GET', url: `http://${to}/` }, response: { status: fault ? 500 : 200 } },
      },
      {
        ...shared,
        id: table,
        parent_id: answer,
        type: 'subsegment',
        name: 'DynamoDB',
        namespace: 'aws',
        start_time: part(0.2),
        end_time: part(0.4),
        aws: { operation: 'GetItem', table_name: pick(TABLES), region: 'eu-west-1', request_id: newId() },
        ...(fault && { cause: { exceptions: [{ id: newId(), type: 'TimeoutError', message: 'no answer' }] } }),
      },
      {
        trace_id: traceId,
        id: query,
        parent_id: root,
        type: 'subsegment',
        name: 'shop@db',
        namespace: 'remote',
        start_time: part(0.7),
        end_time: part(0.9),
        sql: { sanitized_query: 'SELECT 1', database_type: 'postgresql' },
      },
    ];
  }
}
