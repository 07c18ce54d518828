import type { SegmentDocument } from '../../src/xray/segment-document.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<SegmentDocument>;

/** Numbers between 0 and 1 that are the same in every run. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Makes ids, times and documents of one trace. */
class TraceDraft {
  readonly traceId: string;
  readonly documents: Draft[] = [];
  readonly #random: () => number;

  constructor(random: () => number, startTime: number) {
    this.#random = random;
    this.traceId = `1-${Math.floor(startTime).toString(16).padStart(8, '0')}-${this.#hex(24)}`;
  }

  /** A document; without a parent it is the trace's root. */
  add(fields: Partial<SegmentDocument> & Pick<SegmentDocument, 'name' | 'start_time' | 'end_time'>): Draft {
    const document: Draft = {
      id: this.#hex(16),
      trace_id: this.traceId,
      fault: false,
      error: false,
      throttle: false,
      ...fields,
    };
    this.documents.push(document);
    return document;
  }

  #hex(length: number): string {
    return Array.from({ length }, () => Math.floor(this.#random() * 16).toString(16)).join('');
  }
}

const CUSTOMERS = ['ada', 'grace', 'linus', 'margaret', 'dennis'];
const PRODUCTS = ['tea', 'cup', 'kettle', 'spoon', 'honey'];

/** A trace of a shop: shop → pricing → DynamoDB, PostgreSQL, SQS → worker; some fail, some are slow, some throttled. */
export function shopTrace(index: number, startTime: number): readonly SegmentDocument[] {
  const random = createRandom(index + 1);
  const draft = new TraceDraft(random, startTime);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const kind = random();
  const slow = random() < 0.08 ? 4 + random() * 6 : 1;
  const millis = (least: number, spread: number): number => ((least + spread * random() ** 2) * slow) / 1000;
  if (kind < 0.62) browse();
  else if (kind < 0.9) order();
  else report();
  return draft.documents;

  function browse(): void {
    const product = pick(PRODUCTS);
    const total = millis(6, 60);
    const isThrottled = random() < 0.05;
    const isMissing = !isThrottled && random() < 0.08;
    const status = isThrottled ? 429 : isMissing ? 404 : 200;
    const root = segment('shop', 'GET', `/products/${product}`, '/products/:sku', startTime, total, status);
    const call = remote(root, 'pricing', 'GET', `/prices/${product}`, startTime + total * 0.12, total * 0.78, status);
    const pricing = segment(
      'pricing',
      'GET',
      `/prices/${product}`,
      '/prices/:sku',
      startTime + total * 0.2,
      total * 0.6,
      status,
      call,
    );
    dynamo(pricing, 'GetItem', 'prices', startTime + total * 0.3, total * 0.42, isThrottled);
  }

  function order(): void {
    const total = millis(40, 320);
    const isBroken = random() < 0.12;
    const root = segment('shop', 'POST', '/orders', '/orders', startTime, total, isBroken ? 500 : 201);
    root.annotations = { customer: pick(CUSTOMERS), quantity: Math.ceil(random() * 6), paid: !isBroken };
    root.metadata = {
      default: {
        'http.route': '/orders',
        cart: { sku: pick(PRODUCTS), coupon: 'OOPS' },
        'session.token': 'abc123456789',
      },
    };
    const product = pick(PRODUCTS);
    const call = remote(root, 'pricing', 'GET', `/prices/${product}`, startTime + total * 0.05, total * 0.3, 200);
    const pricing = segment(
      'pricing',
      'GET',
      `/prices/${product}`,
      '/prices/:sku',
      startTime + total * 0.09,
      total * 0.22,
      200,
      call,
    );
    dynamo(pricing, 'GetItem', 'prices', startTime + total * 0.12, total * 0.16, false);
    sql(
      root,
      'INSERT INTO orders (sku, quantity, customer) VALUES ($1, $2, $3) RETURNING id',
      startTime + total * 0.42,
      total * 0.16,
      isBroken,
    );
    if (isBroken) {
      root.fault = true;
      root.cause = {
        exceptions: [
          {
            id: '1'.repeat(16),
            type: 'CouponError',
            message: 'Cannot read properties of undefined (reading "discount")',
            stack: [
              { path: '/app/shop/coupons.js', line: 41, label: 'applyCoupon' },
              { path: '/app/shop/orders.js', line: 18, label: 'placeOrder' },
              { path: '/app/node_modules/express/lib/router/layer.js', line: 152, label: 'handleRequest' },
            ],
          },
        ],
      };
      return;
    }
    const send = aws(root, 'SQS', 'SendMessage', startTime + total * 0.64, total * 0.22, {
      queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
    });
    const worker = draft.add({
      name: 'worker',
      parent_id: send.id as string,
      start_time: startTime + total * 0.92,
      end_time: startTime + total * 1.5,
      annotations: { order: index },
    });
    aws(
      worker,
      'S3',
      'PutObject',
      startTime + total * 1.0,
      total * 0.24,
      { operation: 'PutObject' },
      { 'aws.s3.bucket': 'receipts' },
    );
    aws(worker, 'SQS', 'DeleteMessage', startTime + total * 1.32, total * 0.14, {
      queue_url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
    });
  }

  function report(): void {
    const total = millis(500, 1500);
    const root = segment(
      'shop',
      'GET',
      '/reports/daily?format=csv&token=s3cr3tvalue',
      '/reports/daily',
      startTime,
      total,
      200,
    );
    sql(
      root,
      'SELECT customer, count(*) AS orders FROM orders WHERE created_at > $1 GROUP BY customer ORDER BY orders DESC LIMIT $2',
      startTime + total * 0.02,
      total * 0.9,
      false,
    );
    draft.add({
      name: 'Render report',
      parent_id: root.id as string,
      type: 'subsegment',
      start_time: startTime + total * 0.93,
      end_time: startTime + total * 0.99,
    });
  }

  function segment(
    name: string,
    method: string,
    path: string,
    route: string,
    start: number,
    duration: number,
    status: number,
    parent?: Draft,
  ): Draft {
    return draft.add({
      name,
      ...(parent === undefined ? {} : { parent_id: parent.id as string }),
      start_time: start,
      end_time: start + duration,
      origin: 'AWS::ECS::Fargate',
      http: {
        request: { method, url: `http://${name}.internal${path}`, user_agent: 'demo/1.0', client_ip: '203.0.113.7' },
        response: { status, content_length: 512 },
      },
      error: status >= 400 && status < 500,
      throttle: status === 429,
      aws: {
        ecs: { container: name, task_family: name, launch_type: 'fargate' },
        xray: { sdk: 'opentelemetry for nodejs', sdk_version: '3.1.0', auto_instrumentation: true },
      },
      metadata: { default: { 'http.route': route } },
      service: { version: '1.4.2' },
    });
  }

  function remote(
    parent: Draft,
    name: string,
    method: string,
    path: string,
    start: number,
    duration: number,
    status: number,
  ): Draft {
    return draft.add({
      name: `${name}.internal`,
      parent_id: parent.id as string,
      type: 'subsegment',
      namespace: 'remote',
      start_time: start,
      end_time: start + duration,
      http: { request: { method, url: `http://${name}.internal${path}` }, response: { status } },
      error: status >= 400 && status < 500,
      throttle: status === 429,
    });
  }

  function aws(
    parent: Draft,
    name: string,
    operation: string,
    start: number,
    duration: number,
    block: object,
    metadata: Record<string, string> = {},
  ): Draft {
    return draft.add({
      name,
      parent_id: parent.id as string,
      type: 'subsegment',
      namespace: 'aws',
      start_time: start,
      end_time: start + duration,
      http: { response: { status: 200 } },
      aws: { operation, region: 'eu-west-1', request_id: 'EXAMPLE-9f2c-4a1e', ...block },
      metadata: { default: metadata },
    });
  }

  function dynamo(
    parent: Draft,
    operation: string,
    table: string,
    start: number,
    duration: number,
    isThrottled: boolean,
  ): Draft {
    const call = aws(parent, 'DynamoDB', operation, start, duration, { table_name: table });
    if (isThrottled)
      Object.assign(call, {
        error: true,
        throttle: true,
        http: { response: { status: 400 } },
        cause: {
          exceptions: [
            {
              id: '2'.repeat(16),
              type: 'ProvisionedThroughputExceededException',
              message: 'The level of configured provisioned throughput for the table was exceeded.',
              remote: true,
            },
          ],
        },
      });
    return call;
  }

  function sql(parent: Draft, query: string, start: number, duration: number, isFault: boolean): Draft {
    return draft.add({
      name: 'shop@postgres.internal',
      parent_id: parent.id as string,
      type: 'subsegment',
      namespace: 'remote',
      start_time: start,
      end_time: start + duration,
      fault: isFault,
      sql: {
        sanitized_query: query,
        database_type: 'postgresql',
        url: 'postgresql://shop:hunter22@postgres.internal:5432/shop',
        user: 'shop',
      },
    });
  }
}

/** A trace with exactly `count` segments and subsegments in four services, nested up to forty deep. */
export function largeTrace(count: number, startTime: number): readonly SegmentDocument[] {
  const random = createRandom(count);
  const draft = new TraceDraft(random, startTime);
  const services = ['gateway', 'orders', 'stock', 'billing'];
  const root = draft.add({
    name: 'gateway',
    start_time: startTime,
    end_time: startTime + 12,
    http: { request: { method: 'POST', url: 'http://gateway.internal/import' }, response: { status: 200 } },
  });
  const open: { document: Draft; depth: number }[] = [{ document: root, depth: 0 }];
  while (draft.documents.length < count) {
    const { document: parent, depth } = open[Math.floor(random() ** 1.5 * open.length)] as {
      document: Draft;
      depth: number;
    };
    const room = (parent.end_time as number) - parent.start_time;
    const start = parent.start_time + room * random() * 0.9;
    const end = start + Math.max(1e-4, ((parent.end_time as number) - start) * (0.02 + 0.6 * random() ** 3));
    const at = { parent_id: parent.id as string, start_time: start, end_time: end };
    const kind = random();
    const isFault = random() < 0.004;
    const document =
      kind < 0.06
        ? draft.add({
            ...at,
            name: services[Math.floor(random() * 4)] as string,
            http: {
              request: { method: 'GET', url: `http://stock.internal/items/${draft.documents.length}` },
              response: { status: isFault ? 503 : 200 },
            },
            fault: isFault,
          })
        : kind < 0.4
          ? draft.add({
              ...at,
              type: 'subsegment',
              name: 'DynamoDB',
              namespace: 'aws',
              aws: { operation: 'Query', table_name: `table-${Math.floor(random() * 9)}` },
              fault: isFault,
            })
          : draft.add({
              ...at,
              type: 'subsegment',
              name: `step ${draft.documents.length}`,
              annotations: { batch: draft.documents.length % 50 },
              fault: isFault,
            });
    if (isFault)
      document.cause = {
        exceptions: [
          { id: '3'.repeat(16), type: 'ImportError', message: `Row ${draft.documents.length} cannot be read` },
        ],
      };
    if (depth < 40 && open.length < 900) open.push({ document, depth: depth + 1 });
  }
  return draft.documents;
}

/** A trace through `count` nodes: one in five a service that an earlier one calls, the others what services use. */
export function wideTrace(count: number, startTime: number): readonly SegmentDocument[] {
  const random = createRandom(count + 7);
  const draft = new TraceDraft(random, startTime);
  const segments = [draft.add({ name: 'edge', start_time: startTime, end_time: startTime + 2 })];
  const pick = (): Draft => segments[Math.floor(random() ** 1.3 * segments.length)] as Draft;
  for (let index = 1; index < count; index++) {
    const caller = pick();
    const start = caller.start_time + 0.001;
    const call = {
      parent_id: caller.id as string,
      type: 'subsegment',
      start_time: start,
      end_time: start + random() / 5,
    };
    const isFault = random() < 0.05;
    if (index % 5 === 0) {
      const { id } = draft.add({ ...call, name: `team-${index}.internal`, namespace: 'remote' });
      segments.push(
        draft.add({
          name: `team-${index}`,
          parent_id: id as string,
          start_time: start,
          end_time: call.end_time,
          fault: isFault,
          error: !isFault && random() < 0.1,
        }),
      );
    } else if (index % 5 < 3) {
      draft.add({
        ...call,
        name: 'DynamoDB',
        namespace: 'aws',
        aws: { operation: 'Query', table_name: `table-${index}` },
        fault: isFault,
      });
    } else {
      draft.add({ ...call, name: `partner-${index}.example`, namespace: 'remote', fault: isFault });
    }
  }
  return draft.documents;
}
