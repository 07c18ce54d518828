import fc from 'fast-check';
import type { Attributes, AttributeValue, SpanRecord } from '../../src/translator/index.ts';

/** A span with little in it, changed by `changes`. */
export function makeSpan(changes: Partial<SpanRecord> = {}): SpanRecord {
  return {
    traceId: '5759e988bd862e3fe1be46a994272793',
    spanId: '53995c3f42cd8ad8',
    traceState: '',
    name: 'op',
    kind: 'server',
    startTimeUnixNano: 1_700_000_000_000_000_000n,
    endTimeUnixNano: 1_700_000_000_500_000_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset', message: '' },
    resource: { attributes: {} },
    scope: { name: '', version: '' },
    ...changes,
  };
}

/** A source of ids that are easy to tell apart: `0000000000000001` and so on. */
export function countIds(): () => string {
  let drawn = 0;
  return () => {
    drawn += 1;
    return drawn.toString(16).padStart(16, '0');
  };
}

/** Keys and texts that some part of the translator looks for, so that arbitrary spans reach every part. */
const KNOWN_KEYS = `
  http.method http.response.status_code url.full http.host server.port network.peer.address
  aws.span.kind aws.local.service aws.remote.service peer.service aws.service rpc.system
  db.system db.name db.connection_string aws.region aws.account_id aws.dynamodb.table_names
  enduser.id aws.xray.annotations aws.xray.inprogress aws.xray.metadata.a aws.xray.metadata.default
  service.name service.version service.instance.id container.image.tags telemetry.sdk.language
  cloud.provider cloud.platform host.id k8s.cluster.name aws.log.group.arns __proto__ length
  exception.type exception.message exception.stacktrace aws.http.error_message constructor
`
  .trim()
  .split(/\s+/);

const KNOWN_WORDS =
  'LOCAL_ROOT aws-api postgresql aws gcp aws_ecs aws_elastic_beanstalk 10.0.0.1 ::1 java python javascript dotnet go 7';

const KNOWN_TEXTS = [
  ...KNOWN_WORDS.split(' '),
  '{"a":{"b":[1e400]}}',
  '{"a":1}',
  'pg://u:p@h:5432/db',
  'E: m\n\tat a(b:1)\nCaused by: X:',
  'T\n  File ,x,y\nm',
  'E\nat a in p:line',
  'E\nat in x',
  'E\n    at f (a:1:2)',
];

/** Any text, lone surrogates among them. */
export function anyText(): fc.Arbitrary<string> {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 });
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...KNOWN_TEXTS) },
    fc.string({ unit: 'binary' }),
    units.map((codes) => String.fromCharCode(...codes)),
  );
}

/** Any attribute's value. */
export function anyValue(): fc.Arbitrary<AttributeValue> {
  const scalar = fc.oneof(
    { weight: 3, arbitrary: anyText() },
    { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    fc.constantFrom(-0, 200, 0.1, 1e300, 5e-324),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.constantFrom(404n, 429n, 503n, 443n),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 10 }),
  );
  return fc.letrec<{ value: AttributeValue }>((tie) => ({
    value: fc.oneof(
      { weight: 60, arbitrary: scalar },
      fc.constantFrom(NaN, Infinity),
      { weight: 10, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
      { weight: 10, arbitrary: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }) },
    ),
  })).value;
}

/** Any attributes. */
export function anyAttributes(): fc.Arbitrary<Attributes> {
  const key = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...KNOWN_KEYS) }, anyText());
  return fc.dictionary(key, anyValue(), { maxKeys: 20 });
}

/** Every fourth span is marked as a local root, which arbitrary texts would hardly ever say. */
function anySpanAttributes(): fc.Arbitrary<Attributes> {
  const mark = fc.constantFrom<Attributes>({}, {}, {}, { 'aws.span.kind': 'LOCAL_ROOT' });
  return fc.tuple(anyAttributes(), mark).map(([attributes, marked]) => ({ ...attributes, ...marked }));
}

function anyId(digits: number): fc.Arbitrary<string> {
  const digit = fc.nat({ max: 15 }).map((digit) => digit.toString(16));
  const id = fc.array(digit, { minLength: digits, maxLength: digits }).map((list) => list.join(''));
  return fc.oneof({ weight: 60, arbitrary: id }, fc.constantFrom('', '0'.repeat(digits)), fc.string());
}

/** Any nanoseconds, before 1970 and beyond what a clock says as well. */
function anyTime(): fc.Arbitrary<bigint> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
    { weight: 20, arbitrary: fc.bigInt({ min: -(2n ** 64n), max: 2n ** 70n }) },
    fc.constant(10n ** 400n),
  );
}

/** Any span: one that an instrumentation sends, or nothing like it. */
export function anySpan(): fc.Arbitrary<SpanRecord> {
  const event = fc.record({
    name: fc.oneof(fc.constantFrom('exception', 'HTTP request failure'), anyText()),
    timeUnixNano: anyTime(),
    attributes: anyAttributes(),
  });
  const link = fc.record({ traceId: anyId(32), spanId: anyId(16), attributes: anyAttributes() });
  return fc.record({
    traceId: anyId(32),
    spanId: anyId(16),
    parentSpanId: anyId(16),
    traceState: anyText(),
    name: anyText(),
    kind: fc.constantFrom('unspecified', 'internal', 'server', 'client', 'producer', 'consumer'),
    startTimeUnixNano: anyTime(),
    endTimeUnixNano: anyTime(),
    attributes: anySpanAttributes(),
    events: fc.array(event, { maxLength: 3 }),
    links: fc.array(link, { maxLength: 2 }),
    status: fc.record({ code: fc.constantFrom('unset', 'ok', 'error'), message: anyText() }),
    resource: fc.record({ attributes: anyAttributes() }),
    scope: fc.constant({ name: '', version: '' }),
  });
}
