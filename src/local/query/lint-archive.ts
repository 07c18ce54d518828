import type { LintFinding, LintResult } from '../api/console-api.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import { lintTrace } from './lint-trace.ts';

/** The youngest traces say enough, and reading more takes long. */
const MAX_TRACES = 500;
const MAX_DOCUMENTS = 20_000;
const MAX_FINDINGS = 500;

/** What is to be mended in the youngest traces; errors come first. */
export function lintArchive(archive: TraceArchive, now: number): LintResult {
  archive.settle();
  const rows = archive.database
    .prepare('SELECT trace_id, documents FROM trace ORDER BY seq DESC LIMIT ?')
    .all(MAX_TRACES);
  const findings: LintFinding[] = [];
  let documents = 0;
  for (const row of rows) {
    documents += Number(row['documents']);
    if (documents > MAX_DOCUMENTS && findings.length > 0) break;
    const trace = archive.get(String(row['trace_id']));
    if (trace !== undefined) findings.push(...lintTrace(trace, now));
  }
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  const isError = ({ severity }: LintFinding): boolean => severity === 'error';
  const sorted = [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
  return { findings: sorted.slice(0, MAX_FINDINGS), counts };
}
