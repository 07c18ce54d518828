import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileFilter } from '../../../src/local/filter/compile-filter.ts';
import { parseFilter } from '../../../src/local/filter/parse-filter.ts';
import type { Service } from '../../../src/local/api/xray-api.ts';
import { createTraceQueries, type TraceQueries } from '../../../src/local/query/trace-queries.ts';
import { createTraceArchive, type TraceArchive } from '../../../src/local/store/trace-archive.ts';
import { SAMPLE_TRACE_ID, type SampleDocument, sampleDocument, sampleId } from '../sample-document.ts';

const CONSUMER_TRACE = '1-5759e988-000000000000000000000002';
const ALL = { start: 0, end: 1e11 };

let archive: TraceArchive;
let queries: TraceQueries;

beforeEach(() => {
  archive = createTraceArchive();
  queries = createTraceQueries(archive);
});
afterEach(() => archive.close());

const PRODUCER: SampleDocument = { id: 1, name: 'shop', durationMillis: 30 };
const SEND: SampleDocument = {
  id: 2,
  parent: 1,
  name: 'SQS',
  namespace: 'aws',
  startMillis: 5,
  durationMillis: 15,
  aws: { operation: 'SendMessage', queue_url: 'https://sqs.eu-west-1.amazonaws.com/1/orders' },
};
const CONSUMER: SampleDocument = {
  id: 11,
  name: 'mailer',
  trace_id: CONSUMER_TRACE,
  startMillis: 270,
  durationMillis: 40,
  fault: true,
  links: [{ trace_id: SAMPLE_TRACE_ID, id: sampleId(2) }],
};

function put(...samples: SampleDocument[]): void {
  archive.add(samples.map((sample) => ({ document: sampleDocument(sample) })));
  archive.settle();
}

/** The links of a map as "from type → to", with what they say. */
function linksOf(services: readonly Service[]) {
  return services.flatMap(({ Name, Type, Edges }) =>
    Edges.filter(({ EdgeType }) => EdgeType === 'link').map((edge) => ({
      link: `${Name} ${Type ?? ''} → ${services[edge.ReferenceId]?.Name ?? ''}`,
      edge,
    })),
  );
}

function linksOfMap() {
  return linksOf(queries.serviceGraph(ALL, undefined).Services);
}

const QUEUE_TO_MAILER = 'orders AWS::SQS::Queue → mailer';

describe('a link is an edge from what took the message to who received it', () => {
  test.each([
    ['the producer comes first', [[PRODUCER, SEND], [CONSUMER]]],
    ['the consumer comes first', [[CONSUMER], [PRODUCER, SEND]]],
    ['both come at once', [[CONSUMER, PRODUCER, SEND]]],
    ['the producer comes in parts', [[CONSUMER], [PRODUCER], [SEND]]],
  ])('when %s', (_name, batches) => {
    for (const batch of batches) put(...batch);
    const [first, ...more] = linksOfMap();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      link: QUEUE_TO_MAILER,
      edge: {
        SummaryStatistics: { TotalCount: 1, FaultStatistics: { TotalCount: 1 } },
        ResponseTimeHistogram: [],
        ReceivedEventAgeHistogram: [{ Value: 0.25, Count: 1 }],
      },
    });
  });

  test('and the service itself is counted once', () => {
    put(PRODUCER, SEND, CONSUMER);
    const { Services } = queries.serviceGraph(ALL, undefined);
    const mailer = Services.find(({ Name, Type }) => Name === 'mailer' && Type !== 'client');
    expect(mailer?.SummaryStatistics?.TotalCount).toBe(1);
    expect(mailer?.Root).toBe(true);
  });

  test('on the map of the receiving trace alone too, in finite times', () => {
    put(PRODUCER, SEND, CONSUMER);
    const { Services } = queries.traceGraph([CONSUMER_TRACE]);
    expect(linksOf(Services).map(({ link }) => link)).toEqual([QUEUE_TO_MAILER]);
    expect(Services.every(({ StartTime, EndTime }) => StartTime > 0 && EndTime >= StartTime)).toBe(true);
    const filtered = queries.serviceGraph(ALL, filterOf('service("mailer")')).Services;
    expect(linksOf(filtered).map(({ link }) => link)).toEqual([QUEUE_TO_MAILER]);
    expect(filtered.every(({ StartTime }) => StartTime > 0 && Number.isFinite(StartTime))).toBe(true);
  });

  test('and filters find it', () => {
    put(PRODUCER, SEND, CONSUMER);
    const find = (expression: string) =>
      queries
        .summaries({ ...ALL, type: 'TraceId', filter: filterOf(expression), after: undefined })
        .TraceSummaries.map(({ Id }) => Id);
    expect(find('edge("orders", "mailer")')).toEqual([CONSUMER_TRACE]);
    expect(find('edge("orders", "mailer") { responsetime > 1 }')).toEqual([]);
  });
});

test('work that is no call is its service, and its links are counted on one edge', () => {
  put(PRODUCER, { id: 3, parent: 1, name: 'prepare' });
  put({ ...CONSUMER, links: [1, 3].map((id) => ({ trace_id: SAMPLE_TRACE_ID, id: sampleId(id) })) });
  expect(linksOfMap().map(({ link, edge }) => [link, edge.SummaryStatistics.TotalCount])).toEqual([
    ['shop  → mailer', 2],
  ]);
});

test.each([
  ['to a trace that is not there', { trace_id: '1-5759e988-00000000000000000000000f', id: sampleId(2) }],
  ['to a span that is not there', { trace_id: SAMPLE_TRACE_ID, id: sampleId(99) }],
  ['within a trace', { trace_id: CONSUMER_TRACE, id: sampleId(11) }],
])('a link %s is no edge', (_name, link) => {
  put(PRODUCER, SEND, { ...CONSUMER, links: [link] });
  expect(linksOfMap()).toEqual([]);
});

test('traces that are linked to each other are both written, and news only when something is new', () => {
  put({ ...PRODUCER, links: [{ trace_id: CONSUMER_TRACE, id: sampleId(11) }] }, SEND);
  put(CONSUMER);
  expect(linksOfMap().map(({ link }) => link)).toEqual(['mailer  → shop', QUEUE_TO_MAILER]);
  const changes: string[] = [];
  archive.onChange(({ traceId }) => changes.push(traceId));
  put({ id: 4, parent: 1, name: 'late' });
  expect(changes).toEqual([SAMPLE_TRACE_ID]);
  expect(archive.counts).toMatchObject({ traces: 2, documents: 4 });
});

test('a trace with thousands of links to another large one is written in one go', () => {
  const parts = (fields: Partial<SampleDocument>, linked?: string) =>
    Array.from({ length: 3000 }, (_, index): SampleDocument => ({
      id: index + 2,
      parent: 1,
      ...fields,
      ...(linked !== undefined && { links: [{ trace_id: linked, id: sampleId(index + 2) }] }),
    }));
  put({ id: 1, name: 'shop' }, ...parts({}));
  const trace = { trace_id: CONSUMER_TRACE };
  put({ id: 1, name: 'mailer', ...trace }, ...parts(trace, SAMPLE_TRACE_ID));
  expect(linksOfMap().map(({ link, edge }) => [link, edge.SummaryStatistics.TotalCount])).toEqual([
    ['shop  → mailer', 3000],
  ]);
});

test('nodes whose own calls lie outside of the range have the times of their edges', () => {
  put(PRODUCER, SEND, CONSUMER);
  // The call of the queue is over, what the shop went on with later is not.
  put({ id: 3, parent: 2, type: undefined, name: 'worker', startMillis: 500, durationMillis: 20 });
  const rangeOf = (fromMillis: number, toMillis: number) => {
    const start = sampleDocument({ id: 1 }).start_time;
    const { Services } = queries.serviceGraph(
      { start: start + fromMillis / 1000, end: start + toMillis / 1000 },
      undefined,
    );
    return Services.map(({ Name, StartTime, EndTime }) => [Name, StartTime >= start && EndTime >= StartTime]);
  };
  // After the shop's own call, and between what was sent and received.
  expect(rangeOf(400, 1000)).toEqual([
    ['shop', true],
    ['worker', true],
  ]);
  expect(rangeOf(100, 200)).toEqual(expect.arrayContaining([['mailer', true]]));
});

function filterOf(expression: string) {
  const parsed = parseFilter(expression);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.filter && compileFilter(parsed.filter, () => undefined);
}
