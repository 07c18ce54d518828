/**
 * A process whose event loop does nothing but turn, so that a turn takes as long as what export does in it, collections
 * of garbage included. What it records itself is not counted. Prints the longest turn, in milliseconds, and ends.
 */
const { SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');

/** What Node and the distribution do after their start is not export's. */
const SETTLE_MILLIS = 400;

const tracer = trace.getTracer('otel-xray/http', '0');
const large = 'The order of this customer is described at length. '.repeat(1300);

function recordSmall(index) {
  const isServer = index % 2 === 0;
  const attributes = {
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'http.response.body.size': 1234,
    'server.address': 'orders.example.com',
    'server.port': 443,
    'network.peer.address': '10.0.0.1',
    'network.peer.port': 40_000 + (index % 1000),
    ...(isServer
      ? {
          'http.route': '/orders/:id',
          'url.path': `/orders/${index}`,
          'url.scheme': 'https',
          'client.address': '10.0.0.1',
        }
      : { 'url.full': `https://orders.example.com/items?order=${index}` }),
  };
  tracer
    .startSpan(isServer ? 'GET /orders/:id' : 'GET', { kind: isServer ? SpanKind.SERVER : SpanKind.CLIENT, attributes })
    .end();
}

/** A stack trace, attributes of several kB, and of every tenth span a document that must be cut to 64 KB. */
function recordLarge(index) {
  const span = tracer.startSpan('GET /orders/:id', { kind: SpanKind.SERVER });
  for (let key = 0; key < 20; key += 1) span.setAttribute(`order.item_${key}`, `${key} ${large.slice(0, 200)}`);
  span.setAttribute('order.notes', large.slice(0, index % 10 === 0 ? 64_000 : 4000));
  span.recordException(new Error(`The order ${index} was not found`, { cause: new Error('No such row') }));
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'not found' });
  span.end();
}

/** What a scene records in each turn, and for how long it is watched. */
const scenes = {
  /** One span, of a process that has not exported before. */
  first: { seconds: 2, record: (turn) => (turn === 0 ? recordSmall(0) : undefined) },
  /** A thousand requests a second from the start. */
  cold: { seconds: 4, record: everyMillis(1, 2) },
  /** As many spans as one core can make and export. */
  saturated: { seconds: 6, record: everyMillis(1, 20), warmUpMillis: 3000 },
  /** 2,000 large spans at once. */
  burst: { seconds: 5, record: (turn) => (turn === 0 ? times(2000, recordLarge) : undefined) },
};

function everyMillis(millis, count) {
  let next = performance.now();
  let index = 0;
  return () => {
    if (performance.now() < next) return;
    next = performance.now() + millis;
    times(count, () => recordSmall(index++));
  };
}

function times(count, act) {
  for (let index = 0; index < count; index += 1) act(index);
}

const { seconds, record, warmUpMillis = 0 } = scenes[process.argv[2]];
let longestMillis = 0;

function watch() {
  const start = performance.now();
  let turn = 0;
  let before = start;
  const next = () => {
    const now = performance.now();
    if (turn > 0 && now - start >= warmUpMillis) longestMillis = Math.max(longestMillis, now - before);
    if (now - start > seconds * 1000) {
      console.log(JSON.stringify({ longestMillis }));
      process.exit();
    }
    record(turn);
    turn += 1;
    before = performance.now();
    setImmediate(next);
  };
  next();
}

setTimeout(watch, SETTLE_MILLIS);
