/**
 * What X-Ray is told about the requests that one rule decided since the last report.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_SamplingStatisticsDocument.html
 */
export interface StatisticsDocument {
  readonly RuleName: string;
  /** 24 hex digits, drawn at the start of the process. */
  readonly ClientID: string;
  /** Seconds since 1970. */
  readonly Timestamp: number;
  readonly RequestCount: number;
  readonly SampledCount: number;
  /** Of the sampled ones, those that were taken from the reservoir without a quota. */
  readonly BorrowCount: number;
}

/**
 * How many of the traces of a rule with a rate boost failed.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_SamplingBoostStatisticsDocument.html
 */
export interface BoostStatisticsDocument {
  readonly RuleName: string;
  readonly ServiceName: string;
  readonly Timestamp: number;
  readonly TotalCount: number;
  readonly AnomalyCount: number;
  readonly SampledAnomalyCount: number;
}

/** All that is told about one rule at once. */
export interface RuleReport {
  readonly statistics: StatisticsDocument;
  readonly boost?: BoostStatisticsDocument;
}

/** Which parts of a report X-Ray gave back unprocessed. */
export interface Unprocessed {
  readonly statistics: boolean;
  readonly boost: boolean;
}

/** Who reports, and when. */
export interface Reporter {
  readonly clientId: string;
  readonly serviceName: string;
  readonly epochSeconds: number;
}

/** The counts of one rule. Every request is in exactly one report that X-Ray has processed, or waits here. */
export interface RuleStatistics {
  countRequest(): void;
  countSampled(): void;
  countBorrowed(): void;
  /** A trace of the rule has ended. */
  countTrace(isAnomaly: boolean, isSampled: boolean): void;
  /**
   * What is to be sent now: the last report again, word for word, while nobody knows whether it arrived, so that it
   * can be told from a new one; else all that was counted since; undefined when that is nothing.
   */
  takeReport(reporter: Reporter): RuleReport | undefined;
  /** The report has arrived, except for what came back unprocessed, which is counted again. */
  confirm(unprocessed: Unprocessed): void;
  /** Nobody knows whether the report has arrived. */
  keep(): void;
  /**
   * The report was not processed this time: it is counted again, or kept where it may have arrived before.
   * `isJudged`: somebody has read it.
   */
  refuse(isJudged: boolean): void;
}

/** A report that may have arrived and that nobody takes again is given up after so many refusals. */
const MAX_REFUSALS = 10;

/** The statistics of a rule that nobody has asked for a decision yet. */
export function createRuleStatistics(ruleName: string): RuleStatistics {
  return new CountedStatistics(ruleName);
}

class CountedStatistics implements RuleStatistics {
  readonly #ruleName: string;
  #requests = 0;
  #sampled = 0;
  #borrowed = 0;
  #traces = 0;
  #anomalies = 0;
  #sampledAnomalies = 0;
  #report: RuleReport | undefined;
  #mayHaveArrived = false;
  #refusals = 0;

  constructor(ruleName: string) {
    this.#ruleName = ruleName;
  }

  countRequest(): void {
    this.#requests += 1;
  }

  countSampled(): void {
    this.#sampled += 1;
  }

  countBorrowed(): void {
    this.#borrowed += 1;
  }

  countTrace(isAnomaly: boolean, isSampled: boolean): void {
    this.#traces += 1;
    if (!isAnomaly) return;
    this.#anomalies += 1;
    if (isSampled) this.#sampledAnomalies += 1;
  }

  takeReport({ clientId, serviceName, epochSeconds }: Reporter): RuleReport | undefined {
    if (this.#report !== undefined) return this.#report;
    if (this.#requests === 0 && this.#traces === 0) return undefined;
    const about = { RuleName: this.#ruleName, Timestamp: epochSeconds };
    const counts = { RequestCount: this.#requests, SampledCount: this.#sampled, BorrowCount: this.#borrowed };
    const anomalies = { AnomalyCount: this.#anomalies, SampledAnomalyCount: this.#sampledAnomalies };
    this.#report = {
      statistics: { ...about, ClientID: clientId, ...counts },
      ...(this.#traces > 0 && {
        boost: { ...about, ServiceName: serviceName, TotalCount: this.#traces, ...anomalies },
      }),
    };
    this.#requests = this.#sampled = this.#borrowed = 0;
    this.#traces = this.#anomalies = this.#sampledAnomalies = 0;
    return this.#report;
  }

  confirm(unprocessed: Unprocessed): void {
    const report = this.#report;
    this.#report = undefined;
    this.#mayHaveArrived = false;
    this.#refusals = 0;
    if (unprocessed.statistics) this.#addStatistics(report?.statistics);
    if (unprocessed.boost) this.#addBoost(report?.boost);
  }

  keep(): void {
    this.#mayHaveArrived = true;
  }

  refuse(isJudged: boolean): void {
    if (!this.#mayHaveArrived) return this.confirm({ statistics: true, boost: true });
    if (isJudged) this.#refusals += 1;
    if (this.#refusals >= MAX_REFUSALS) this.confirm({ statistics: false, boost: false });
  }

  #addStatistics(document: StatisticsDocument | undefined): void {
    this.#requests += document?.RequestCount ?? 0;
    this.#sampled += document?.SampledCount ?? 0;
    this.#borrowed += document?.BorrowCount ?? 0;
  }

  #addBoost(document: BoostStatisticsDocument | undefined): void {
    this.#traces += document?.TotalCount ?? 0;
    this.#anomalies += document?.AnomalyCount ?? 0;
    this.#sampledAnomalies += document?.SampledAnomalyCount ?? 0;
  }
}
