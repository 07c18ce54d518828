import { isRate, isRecord, isWhole } from '../xray/sampling-rule.ts';

/** What X-Ray tells a client to do about one rule, its times as durations from when the answer was made. */
export interface SamplingTarget {
  readonly ruleName: string;
  readonly fixedRate?: number;
  /** Requests per second of this process, while the quota lasts. */
  readonly quota?: { readonly perSecond: number; readonly millis: number };
  /** Until statistics about this rule are wanted again. */
  readonly intervalMillis?: number;
  /** A higher rate for a while. */
  readonly boost?: { readonly rate: number; readonly millis: number };
}

/** A valid answer to SamplingTargets. */
export interface SamplingTargets {
  readonly targets: readonly SamplingTarget[];
  /** When a rule was changed last, in seconds of X-Ray's clock; 0 where it does not say. */
  readonly lastRuleModificationSeconds: number;
  /** Names of rules whose statistics were not processed. */
  readonly unprocessed: ReadonlySet<string>;
  readonly unprocessedBoosts: ReadonlySet<string>;
}

/**
 * Reads an answer to SamplingTargets; undefined where it is none. Values that X-Ray would not send are left out.
 *
 * @param serverMillis when the answer was made by the clock of the server, so that a wrong clock here does not matter
 * @see https://docs.aws.amazon.com/xray/latest/api/API_GetSamplingTargets.html
 */
export function readTargetsAnswer(body: unknown, serverMillis: number): SamplingTargets | undefined {
  if (!isRecord(body) || !Array.isArray(body['SamplingTargetDocuments'])) return undefined;
  const modified = body['LastRuleModification'];
  const documents: readonly unknown[] = body['SamplingTargetDocuments'];
  return {
    targets: documents.map((document) => readTarget(document, serverMillis)).filter((target) => target !== undefined),
    lastRuleModificationSeconds: isTime(modified) ? modified : 0,
    unprocessed: ruleNames(body['UnprocessedStatistics']),
    unprocessedBoosts: ruleNames(body['UnprocessedBoostStatistics']),
  };
}

function readTarget(document: unknown, serverMillis: number): SamplingTarget | undefined {
  if (!isRecord(document) || typeof document['RuleName'] !== 'string') return undefined;
  const { RuleName, FixedRate, ReservoirQuota, ReservoirQuotaTTL, Interval, SamplingBoost } = document;
  const boost = isRecord(SamplingBoost) ? SamplingBoost : {};
  const { BoostRate, BoostRateTTL } = boost;
  return {
    ruleName: RuleName,
    ...(isRate(FixedRate) && { fixedRate: FixedRate }),
    ...(isWhole(ReservoirQuota) &&
      isTime(ReservoirQuotaTTL) && {
        quota: { perSecond: ReservoirQuota, millis: ReservoirQuotaTTL * 1000 - serverMillis },
      }),
    ...(isTime(Interval) && Interval > 0 && { intervalMillis: Interval * 1000 }),
    ...(isRate(BoostRate) &&
      isTime(BoostRateTTL) && { boost: { rate: BoostRate, millis: BoostRateTTL * 1000 - serverMillis } }),
  };
}

function ruleNames(value: unknown): ReadonlySet<string> {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return new Set(
    items.map((item) => (isRecord(item) ? item['RuleName'] : undefined)).filter((name) => typeof name === 'string'),
  );
}

/** Seconds, with or without fractions. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
