import { diag } from '@opentelemetry/api';
import type { Failure } from './sampling-service.ts';

/** Tells the user where the sampling rules come from: one line for each change, none for what stays as it is. */
export interface SourceNotices {
  rulesCame(count: number, problems: readonly string[]): void;
  /** `isActive`: rules that came before still decide. */
  rulesFailed(failure: Failure, isActive: boolean): void;
  targetsCame(): void;
  targetsFailed(failure: Failure): void;
}

/** What the lines say. */
export interface SourceNoticesOptions {
  /** The endpoint without credentials. */
  readonly source: string;
  /** Whether the user asked for this source; otherwise its silence is told at debug level. */
  readonly isExplicit: boolean;
  /** What decides while the source does not: `X-Ray's default rule`. */
  readonly fallback: string;
}

/** Notices of one source. Later failures of the same kind are told at verbose level. */
export function createSourceNotices({ source, isExplicit, fallback }: SourceNoticesOptions): SourceNotices {
  let state: 'unknown' | 'answering' | 'silent' = 'unknown';
  let areTargetsRefused = false;
  return {
    rulesCame(count, problems) {
      if (state !== 'answering') {
        diag.info(`"${source}" answers: its ${count} sampling ${count === 1 ? 'rule decides' : 'rules decide'}.`);
      }
      state = 'answering';
      for (const problem of problems)
        diag.debug(`"${source}" sent a sampling rule that ${problem}. Going on without it.`);
    },
    rulesFailed({ reason }, isActive) {
      if (isActive || state === 'silent') return diag.verbose(`"${source}" gave no sampling rules: ${reason}.`);
      const isNews = isExplicit || state === 'answering';
      state = 'silent';
      diag[isNews ? 'warn' : 'debug'](
        `"${source}" is no source of sampling rules (${reason}); expected X-Ray's sampling proxy. Using ${fallback} until it answers.`,
      );
    },
    targetsCame() {
      areTargetsRefused = false;
    },
    targetsFailed({ status, reason }) {
      // Who gives rules but refuses statistics lacks a permission; other failures end the rules as well, in time.
      const isNews = status !== undefined && !areTargetsRefused;
      areTargetsRefused ||= isNews;
      diag[isNews ? 'warn' : 'verbose'](
        `"${source}" did not take sampling statistics (${reason}); expected quotas of the reservoirs. Borrowing one request per second until it does.`,
      );
    },
  };
}
