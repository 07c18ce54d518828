import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRuleStatistics, type Reporter, type RuleReport } from '../../src/sampler/statistics.ts';

const reporter = (epochSeconds: number): Reporter => ({ clientId: 'c'.repeat(24), serviceName: 'shop', epochSeconds });

test('a report holds what was counted, once', () => {
  const statistics = createRuleStatistics('orders');
  expect(statistics.takeReport(reporter(1))).toBeUndefined();
  for (let i = 0; i < 5; i += 1) statistics.countRequest();
  statistics.countSampled();
  statistics.countBorrowed();
  expect(statistics.takeReport(reporter(7))).toEqual({
    statistics: {
      RuleName: 'orders',
      ClientID: 'c'.repeat(24),
      Timestamp: 7,
      RequestCount: 5,
      SampledCount: 1,
      BorrowCount: 1,
    },
  });
  statistics.confirm({ statistics: false, boost: false });
  expect(statistics.takeReport(reporter(8))).toBeUndefined();
});

test('traces that ended are told beside the requests, even where there were none', () => {
  const statistics = createRuleStatistics('orders');
  statistics.countTrace(false, true);
  statistics.countTrace(true, true);
  statistics.countTrace(true, false);
  const report = statistics.takeReport(reporter(7));
  expect(report?.statistics).toMatchObject({ RequestCount: 0, SampledCount: 0, BorrowCount: 0 });
  expect(report?.boost).toEqual({
    RuleName: 'orders',
    ServiceName: 'shop',
    Timestamp: 7,
    TotalCount: 3,
    AnomalyCount: 2,
    SampledAnomalyCount: 1,
  });
});

test('while nobody knows whether a report arrived, the same one is sent, and counts go on beside it', () => {
  const statistics = createRuleStatistics('orders');
  statistics.countRequest();
  const first = statistics.takeReport(reporter(1));
  statistics.keep();
  statistics.countRequest();
  // That nobody was reached the second time does not tell what became of the first.
  expect(statistics.takeReport(reporter(6))).toStrictEqual(first);
  statistics.refuse(false);
  expect(statistics.takeReport(reporter(11))).toStrictEqual(first);
  statistics.confirm({ statistics: false, boost: false });
  expect(statistics.takeReport(reporter(21))?.statistics).toMatchObject({ Timestamp: 21, RequestCount: 1 });
});

test('what X-Ray did not process is counted again, each part for itself', () => {
  const statistics = createRuleStatistics('orders');
  statistics.countRequest();
  statistics.countTrace(true, false);
  statistics.takeReport(reporter(1));
  statistics.confirm({ statistics: true, boost: false });
  expect(statistics.takeReport(reporter(2))).toMatchObject({ statistics: { RequestCount: 1 } });
  expect(statistics.takeReport(reporter(2))?.boost).toBeUndefined();
});

test('a report that may have arrived is not sent for ever to somebody who refuses it', () => {
  const statistics = createRuleStatistics('orders');
  statistics.countRequest();
  statistics.takeReport(reporter(1));
  statistics.keep();
  statistics.countRequest();
  for (let i = 0; i < 20 && statistics.takeReport(reporter(2))?.statistics.Timestamp === 1; i += 1)
    statistics.refuse(true);
  expect(statistics.takeReport(reporter(2))?.statistics).toMatchObject({ Timestamp: 2, RequestCount: 1 });
});

/** Requests, then a report whose fate is one of five. */
const rounds = fc.array(
  fc.record({
    requests: fc.nat(20),
    sampledOfTen: fc.nat(10),
    failedOfTen: fc.nat(10),
    duringReport: fc.nat(5),
    fate: fc.constantFrom('arrives', 'refused', 'answer lost', 'request lost', 'unprocessed'),
  }),
  { maxLength: 40 },
);

test('whatever becomes of the reports, every request is reported exactly once or still waits', () => {
  fc.assert(
    fc.property(rounds, (steps) => {
      const statistics = createRuleStatistics('orders');
      const counted = { requests: 0, sampled: 0, borrowed: 0, traces: 0, anomalies: 0 };
      const arrived = new Map<string, RuleReport>();
      const countRequests = (requests: number, sampledOfTen: number, failedOfTen: number): void => {
        for (let i = 0; i < requests; i += 1) {
          statistics.countRequest();
          statistics.countTrace(i % 10 < failedOfTen, i % 10 < sampledOfTen);
          counted.requests += 1;
          counted.traces += 1;
          if (i % 10 < failedOfTen) counted.anomalies += 1;
          if (i % 10 >= sampledOfTen) continue;
          statistics.countSampled();
          counted.sampled += 1;
          if (i % 2 === 0) continue;
          statistics.countBorrowed();
          counted.borrowed += 1;
        }
      };
      for (const [second, { requests, sampledOfTen, failedOfTen, duringReport, fate }] of steps.entries()) {
        countRequests(requests, sampledOfTen, failedOfTen);
        const report = statistics.takeReport(reporter(second));
        countRequests(duringReport, sampledOfTen, failedOfTen);
        if (report === undefined) continue;
        if (fate === 'arrives' || fate === 'answer lost') arrived.set(JSON.stringify(report), report);
        if (fate === 'arrives') statistics.confirm({ statistics: false, boost: false });
        if (fate === 'refused') statistics.refuse(false);
        if (fate === 'answer lost' || fate === 'request lost') statistics.keep();
        // A service that has it from the first time says so.
        if (fate === 'unprocessed') {
          const isKnown = arrived.has(JSON.stringify(report));
          statistics.confirm({ statistics: !isKnown, boost: !isKnown });
        }
      }
      // The service is well again: two more reports bring everything.
      for (const second of [1000, 1001]) {
        const report = statistics.takeReport(reporter(second));
        if (report !== undefined) arrived.set(JSON.stringify(report), report);
        statistics.confirm({ statistics: false, boost: false });
      }
      const reports = [...arrived.values()];
      const sum = (read: (report: RuleReport) => number | undefined): number =>
        reports.reduce((total, report) => total + (read(report) ?? 0), 0);
      expect({
        requests: sum(({ statistics: { RequestCount } }) => RequestCount),
        sampled: sum(({ statistics: { SampledCount } }) => SampledCount),
        borrowed: sum(({ statistics: { BorrowCount } }) => BorrowCount),
        traces: sum(({ boost }) => boost?.TotalCount),
        anomalies: sum(({ boost }) => boost?.AnomalyCount),
      }).toEqual(counted);
      expect(statistics.takeReport(reporter(1002))).toBeUndefined();
    }),
  );
});
