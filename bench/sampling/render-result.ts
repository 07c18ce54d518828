import type { RuleResult, SimulationOptions, SimulationResult } from './simulate-fleet.ts';

/** How far what was sampled is from what was expected, in percent; 0 where nothing was expected and nothing came. */
export function deviationPercent({ sampled, expected }: Pick<RuleResult, 'sampled' | 'expected'>): number {
  return expected === 0 ? (sampled === 0 ? 0 : Infinity) : (sampled / expected - 1) * 100;
}

const HEAD = [
  'Rule',
  'Reservoir /s',
  'Rate',
  'Requests',
  'Sampled',
  'Expected',
  'Deviation',
  'Share',
  'By quota /s',
  'Borrowed /s',
];

/** The result as Markdown: one table, and the facts that are not of one rule. */
export function renderResult(result: SimulationResult, options: SimulationOptions): string {
  const rows = [HEAD, ...result.rules.map((rule) => cellsOf(rule, options.seconds))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    (row) =>
      `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = '', ...body] = lines;
  return [head, rule, ...body, '', ...factsOf(result)].join('\n');
}

function cellsOf(result: RuleResult, seconds: number): string[] {
  const { rule, requests, sampled, expected, fromQuota, borrowed } = result;
  return [
    rule.RuleName,
    String(rule.ReservoirSize),
    `${round(rule.FixedRate * 100, 1)} %`,
    count(requests),
    count(sampled),
    count(expected),
    requests === 0 ? '–' : `${signed(deviationPercent(result))} %`,
    requests === 0 ? '–' : `${round((sampled / requests) * 100, 2)} %`,
    round(fromQuota / seconds, 2),
    round(borrowed / seconds, 2),
  ];
}

function factsOf(result: SimulationResult): string[] {
  const { byDefault, restarts, decided, reported, missing, serviceRequests, rules } = result;
  const wrong = rules.reduce((sum, rule) => sum + rule.wrong, 0);
  return [
    `- Decisions by central rules: ${count(decided)}; ${count(wrong)} of them differ from a second implementation that is fed the same answers.`,
    `- Decisions by the default rule, while a process had no rules yet: ${count(byDefault.requests)}; sampled ${count(byDefault.sampled)}, expected ${count(byDefault.expected)} (${signed(deviationPercent(byDefault))} %).`,
    `- Statistics: X-Ray was told of ${round((reported / decided) * 100, 1)} % of the requests; the others ended with one of the ${restarts} processes that were replaced. Of the processes that lived to the end, ${count(missing)} requests were lost or told twice.`,
    `- Requests to X-Ray: ${round(serviceRequests.perSecondMean, 1)} per second on average, ${serviceRequests.perSecondMax} in the busiest second.`,
  ];
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function round(value: number, digits: number): string {
  return value.toFixed(digits);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
