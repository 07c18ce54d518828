import { cpus } from 'node:os';
import type { LoadFigures } from './measure-load.ts';
import type { Outcome } from './scenarios.ts';

/** Outcomes by scenario and configuration as a table in Markdown. */
export function toTable(outcomes: ReadonlyMap<string, Readonly<Record<string, Outcome>>>): string {
  const rows = [...outcomes].flatMap(([scenario, byConfiguration]) =>
    Object.entries(byConfiguration).map(([name, outcome], index) =>
      row([
        index === 0 ? scenario : '',
        name,
        ...[outcome.sent, outcome.recorded, outcome.lost, outcome.refused, outcome.duplicated].map((count) =>
          count.toLocaleString('en'),
        ),
      ]),
    ),
  );
  return [
    row(['fault', 'configuration', 'sent', 'recorded', 'lost', 'refused', 'duplicated']),
    '|---|---|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced. */
export function replaceSection(text: string, name: string, content: string): string {
  const [before, rest] = text.split(`<!-- ${name} -->`);
  const after = rest?.split(`<!-- /${name} -->`)[1];
  if (before === undefined || after === undefined) throw new Error(`The text has no section "${name}".`);
  return `${before}<!-- ${name} -->\n${content}\n<!-- /${name} -->${after}`;
}

/** The figures of the load as a table in Markdown, with the machine that they are from. */
export function describeLoad(load: LoadFigures): string {
  const facts: readonly (readonly [string, string])[] = [
    ['spans sent', `${load.sent.toLocaleString('en')} in ${load.seconds.toFixed(1)} s`],
    ['recorded', load.recorded.toLocaleString('en')],
    ['lost', (load.sent - load.recorded).toLocaleString('en')],
    ['refused', load.refused.toLocaleString('en')],
    ['until X-Ray had the last one', `${load.drainSeconds.toFixed(1)} s later`],
    ['most memory', `${load.peakMemoryMib} MiB`],
    ['CPU time', `${load.cpuSeconds.toFixed(0)} s`],
    [
      'machine',
      `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, shared with the sender and the stand-in of X-Ray`,
    ],
  ];
  return ['| figure | |', '|---|---|', ...facts.map((fact) => row(fact))].join('\n');
}
