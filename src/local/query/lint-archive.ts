import type { LintFinding, LintResult } from '../api/console-api.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import { lintTrace } from './lint-trace.ts';

/** Reading is slow, and whoever waits for the answer waits for everything else too. */
const MAX_MILLIS = 250;
const MAX_FINDINGS = 500;

/**
 * What is to be mended in traces, the youngest first, as many as can be read in the time; errors come first. `now` is in
 * seconds since 1970.
 */
export function lintArchive(archive: TraceArchive, now: number, maxMillis = MAX_MILLIS): LintResult {
  const rows = archive.rowsNewestFirst();
  const findings: LintFinding[] = [];
  const until = performance.now() + maxMillis;
  let lintedTraces = 0;
  for (const row of rows) {
    if (lintedTraces > 0 && performance.now() > until) break;
    const trace = archive.get(archive.traceAt(row)?.traceId ?? '');
    if (trace === undefined) continue;
    findings.push(...lintTrace(trace, now));
    lintedTraces += 1;
  }
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  const isError = ({ severity }: LintFinding): boolean => severity === 'error';
  const sorted = [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
  return { findings: sorted.slice(0, MAX_FINDINGS), counts, lintedTraces, traceCount: rows.length };
}
