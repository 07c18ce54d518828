import { checkGroups, evaluate, type Finding } from './checks/index.ts';
import { runSubject } from './run-subject.ts';
import { startSink } from './sinks/start-sink.ts';
import { type ModuleFormat, moduleFormats, type Subject } from './subjects.ts';

/** The findings of all checks, in their order, by the application's module format. */
export type Findings = Readonly<Record<ModuleFormat, readonly Finding[]>>;

/** One subject with how it came out. */
export interface Score {
  readonly subject: Subject;
  readonly findings: Findings;
}

/** Every check, in the order of the findings. */
export const allChecks = checkGroups.flatMap(({ checks }) => checks);

/** Runs a subject in both module formats and holds what reached X-Ray against every check. */
export async function scoreSubject(subject: Subject, databaseUrl: string): Promise<Score> {
  const findings: Record<ModuleFormat, readonly Finding[]> = { CommonJS: [], 'ES modules': [] };
  for (const format of moduleFormats) {
    await using sink = await startSink(subject);
    const picture = await runSubject(subject, format, { sink, databaseUrl });
    findings[format] = allChecks.map((check) => evaluate(check, picture));
  }
  return { subject, findings };
}

/** How many checks hold. */
export function countPassed(findings: readonly Finding[]): number {
  return findings.filter((finding) => finding === undefined).length;
}
