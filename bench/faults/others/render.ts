import { type Subject, versionOf } from '../subjects.ts';
import { requestCount, type Sighting } from './run-scenario.ts';
import { plain, type Scenario } from './scenarios.ts';

/** What came of each scenario with each subject; undefined stands for the untraced service. */
export type Sightings = ReadonlyMap<Scenario, ReadonlyMap<Subject | undefined, Sighting>>;

/** The table of docs/reliability.md in Markdown. */
export function renderOthers(sightings: Sightings, subjects: readonly Subject[], date: string): string {
  const versions = subjects.map((subject) => `${subject.name} ${versionOf(subject)}`).join(', ');
  return [
    `Measured on ${date} by \`npm run bench:faults -- --others\` on Node ${process.versions.node}: ${versions}. ${String(requestCount)} requests each, every one recorded, none by the application's own set-up.`,
    '',
    "A cell says how many spans of a request, or how many of the application's own spans, came to the tracer's collector, and in how many lines more than with nothing else it is told. The X-Ray SDK and dd-trace, as their READMEs start them, take no spans of OpenTelemetry's API.",
    '',
    `| in the same process | ${subjects.map(({ name }) => name).join(' | ')} |`,
    `| --- | ${subjects.map(() => '---').join(' | ')} |`,
    ...[...sightings.keys()].map((scenario) => {
      const cells = subjects.map((subject) => renderCell(scenario, subject, sightings));
      return `| ${scenario.title} | ${cells.join(' | ')} |`;
    }),
    '',
  ].join('\n');
}

function renderCell(scenario: Scenario, subject: Subject, sightings: Sightings): string {
  const seen = sightings.get(scenario)?.get(subject);
  if (seen === undefined) return '';
  if (scenario.counts === 'own spans' && subject.sends === 'own') return 'not taken';
  return [renderSpans(scenario, seen.spans), ...renderLines(moreLines(scenario, subject, sightings))].join(', ');
}

function renderSpans({ counts }: Scenario, spans: number): string {
  if (counts === 'own spans') {
    const share = `${String(spans)}/${String(requestCount)}`;
    return spans === requestCount ? share : `**${share}**`;
  }
  const each = spans / requestCount;
  const text = `${Number.isInteger(each) ? String(each) : each.toFixed(1)} each`;
  return each === 1 ? text : `**${text}**`;
}

function renderLines(count: number): string[] {
  if (count <= 0) return [];
  return [count === 1 ? '1 line' : `${String(count)} lines`];
}

/** Lines that neither the tracer writes with nothing else, nor the application without a tracer. */
function moreLines(scenario: Scenario, subject: Subject, sightings: Sightings): number {
  const linesOf = (row: Scenario, of: Subject | undefined): number => sightings.get(row)?.get(of)?.lines ?? 0;
  return (
    linesOf(scenario, subject) - linesOf(plain, subject) - (linesOf(scenario, undefined) - linesOf(plain, undefined))
  );
}
