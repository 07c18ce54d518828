import fc from 'fast-check';

/** The traces that arbitrary documents are of. */
export const TRACE_IDS = ['1-5759e988-bd862e3fe1be46a994272793', '1-ffffffff-bd862e3fe1be46a994272793'];

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const text = fc.oneof(fc.constantFrom('', 'x', '__proto__', 'constructor', '\u0000', '\ud800'), fc.string());
const time = fc.oneof(
  fc.constantFrom(0, 1_700_000_000, 1_700_000_001.5, 1e-300, 1e11, 1e300, -1),
  fc.double({ min: 0, max: 2e9, noNaN: true }),
);
const id = fc.integer({ min: 1, max: 4 }).map((number) => number.toString(16).padStart(16, '0'));
const anything = fc.jsonValue({ maxDepth: 3 });

/** What nobody sends on purpose: ids in circles, times in any order, fields of any kind where any are allowed. */
function documentWith(subsegments: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.record(
    {
      id,
      name: text,
      trace_id: fc.constantFrom(...TRACE_IDS),
      start_time: time,
      end_time: optional(time),
      in_progress: optional(fc.boolean()),
      parent_id: optional(id),
      type: optional(fc.constantFrom('subsegment', 'x')),
      namespace: optional(fc.constantFrom('aws', 'remote', 'x')),
      fault: optional(fc.boolean()),
      error: optional(fc.boolean()),
      throttle: optional(fc.boolean()),
      origin: optional(text),
      user: optional(text),
      resource_arn: optional(text),
      http: optional(
        fc.record({
          request: optional(fc.record({ url: optional(text), method: optional(text) })),
          response: optional(fc.record({ status: optional(fc.double({ noNaN: true, noDefaultInfinity: true })) })),
        }),
      ),
      annotations: optional(fc.dictionary(text, anything)),
      metadata: optional(fc.dictionary(text, anything)),
      aws: optional(fc.record({ account_id: optional(text), table_names: optional(fc.array(text)), other: anything })),
      cause: optional(
        fc.oneof(
          text,
          fc.record({
            exceptions: optional(fc.array(fc.record({ type: optional(text), message: optional(text), x: anything }))),
          }),
        ),
      ),
      links: optional(fc.array(fc.record({ trace_id: optional(fc.constantFrom(...TRACE_IDS)), id: optional(id) }))),
      subsegments,
    },
    { requiredKeys: ['id', 'name', 'trace_id', 'start_time'] },
  );
}

const nested = optional(fc.array(documentWith(fc.constant(undefined)), { maxLength: 3 }));
/** Documents as they might come as JSON, of which many are refused. */
export const arbitraryDocuments: fc.Arbitrary<object[]> = fc.array(documentWith(nested), {
  minLength: 1,
  maxLength: 6,
});
