import type { CollectorState } from './collector.ts';
import { type Outcome, patienceMillis, requestCount } from './end-service.ts';
import { type Subject, versionOf } from './subjects.ts';
import { type Way, ways } from './ways.ts';

/** What every subject did in one way to end; undefined stands for the untraced service. */
export interface Row {
  readonly way: Way;
  readonly outcomes: ReadonlyMap<Subject | undefined, Outcome>;
}

/** The tables of docs/reliability.md in Markdown, one for each state of the collector. */
export function renderFaults(
  results: ReadonlyMap<CollectorState, readonly Row[]>,
  subjects: readonly Subject[],
  date: string,
): string {
  const versions = subjects.map((subject) => `${subject.name} ${versionOf(subject)}`).join(', ');
  return [
    `Measured on ${date} by \`npm run bench:faults\` on Node ${process.versions.node}: ${versions}. ${String(ways.length)} ways to end, each right after ${String(requestCount)} requests, every one recorded.`,
    '',
    `A cell says whether the process ended as the untraced one, or how else, and how many of the ${String(requestCount)} requests arrived as spans. A time is given where the end took five seconds or more longer than untraced; less can be the machine, which may have other work. *Alive* is a process that was still there after ${String(patienceMillis / 1000)} s and had to be killed.`,
    '',
    ...[...results].flatMap(([state, rows]) => renderState(state, rows, subjects)),
  ].join('\n');
}

const titles: Readonly<Record<CollectorState, string>> = {
  up: 'The collector answers',
  down: 'Nobody listens',
  hanging: 'The collector accepts connections and never answers',
};

function renderState(state: CollectorState, rows: readonly Row[], subjects: readonly Subject[]): string[] {
  return [
    `**${titles[state]}**`,
    '',
    `| way to end | untraced | ${subjects.map(({ name }) => name).join(' | ')} |`,
    `| --- | --- | ${subjects.map(() => '---').join(' | ')} |`,
    ...rows.map(({ way, outcomes }) => {
      const bare = outcomes.get(undefined);
      const cells = subjects.map((subject) => renderCell(outcomes.get(subject), bare, state));
      return `| ${way.name} | ${bare?.end ?? ''} | ${cells.join(' | ')} |`;
    }),
    '',
  ];
}

function renderCell(outcome: Outcome | undefined, bare: Outcome | undefined, state: CollectorState): string {
  if (outcome === undefined || bare === undefined) return '';
  const end = outcome.end === bare.end ? 'same' : outcome.end === 'alive' ? '*alive*' : `**${outcome.end}**`;
  const extraSeconds = (outcome.tookMillis - bare.tookMillis) / 1000;
  const delay = outcome.end !== 'alive' && extraSeconds >= 5 ? [`+${extraSeconds.toFixed(1)} s`] : [];
  const share = `${String(outcome.delivered)}/${String(requestCount)}`;
  const delivered = state === 'up' ? [outcome.delivered === requestCount ? share : `**${share}**`] : [];
  return [end, ...delay, ...delivered].join(', ');
}
