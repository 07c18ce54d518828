import type { LintFinding, LintResult } from '../api/console-api.ts';
import type { TraceArchive } from '../store/trace-archive.ts';
import type { TraceRecord } from '../trace-record.ts';
import { lintTrace } from './lint-trace.ts';

/** Reading is slow, and whoever waits for the answer waits for everything else too. */
const MAX_MILLIS = 250;
const MAX_FINDINGS = 500;
/** Work in progress is looked at again after so long, for only time makes it one that was forgotten. */
const OPEN_SECONDS = 60;
/** What was found is forgotten when nobody has asked for it for so long. */
const FORGET_MILLIS = 120_000;

/** Finds what is to be mended in all traces of an archive, a part of them at each question. */
export interface ArchiveLinter {
  /**
   * What is known so far: reads what it has not read as it is now, the youngest first, as many as it can in the time.
   * `now` is in seconds since 1970.
   */
  lint(now: number, maxMillis?: number): LintResult;
}

interface LintedTrace {
  readonly revision: number;
  readonly findings: readonly LintFinding[];
  /** When it is to be looked at again, in seconds since 1970. */
  readonly until: number;
}

/** A linter that has read nothing yet. */
export function createArchiveLinter(archive: TraceArchive): ArchiveLinter {
  let known = new Map<string, LintedTrace>();
  let timer: NodeJS.Timeout | undefined;
  return {
    lint(now, maxMillis = MAX_MILLIS) {
      clearTimeout(timer);
      const rows = archive.rowsNewestFirst();
      const until = performance.now() + maxMillis;
      const linted = new Map<string, LintedTrace>();
      let read = 0;
      for (const row of rows) {
        const indexed = archive.traceAt(row);
        if (indexed === undefined) continue;
        const { traceId, revision } = indexed;
        const before = known.get(traceId);
        if (before?.revision === revision && now < before.until) linted.set(traceId, before);
        else if (read === 0 || performance.now() < until) {
          const trace = archive.get(traceId);
          if (trace !== undefined) linted.set(traceId, lintTraceOnce(trace, now));
          read += 1;
        }
      }
      known = linted;
      timer = setTimeout(() => known.clear(), FORGET_MILLIS).unref();
      return { ...groupFindings(linted.values()), lintedTraces: linted.size, traceCount: rows.length };
    },
  };
}

function lintTraceOnce(trace: TraceRecord, now: number): LintedTrace {
  const { findings, isOpen } = lintTrace(trace, now);
  return { revision: trace.revision, findings, until: isOpen ? now + OPEN_SECONDS : Infinity };
}

/** Of those alike the youngest stands for all; errors come first, then what is there most often. */
function groupFindings(traces: Iterable<LintedTrace>): Pick<LintResult, 'findings' | 'counts'> {
  const counts: Record<string, number> = {};
  const groups = new Map<string, { finding: LintFinding; count: number }>();
  for (const { findings } of traces) {
    for (const finding of findings) {
      const { rule, name = '', message } = finding;
      counts[rule] = (counts[rule] ?? 0) + 1;
      const key = JSON.stringify([rule, name, message]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { finding, count: 1 });
      else group.count += 1;
    }
  }
  const graveness = ({ severity }: LintFinding): number => (severity === 'error' ? 0 : 1);
  const sorted = [...groups.values()].sort((a, b) => graveness(a.finding) - graveness(b.finding) || b.count - a.count);
  return { findings: sorted.slice(0, MAX_FINDINGS).map(({ finding, count }) => ({ ...finding, count })), counts };
}
