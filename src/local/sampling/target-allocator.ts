import type { SamplingRule as ApiSamplingRule, SamplingStatisticSummary } from '../api/xray-api.ts';

/** What a client counted under a rule since its last report. */
export interface SamplingStatistics {
  readonly RuleName: string;
  /** 24 hexadecimal digits. */
  readonly ClientID: string;
  readonly RequestCount: number;
  readonly SampledCount: number;
  readonly BorrowCount: number;
}

/** What failed under a rule with a rate boost since the last report. */
export interface BoostStatistics {
  readonly RuleName: string;
  readonly AnomalyCount: number;
  /** Of these, how many were sampled. */
  readonly SampledAnomalyCount: number;
}

/** What a client may do until it reports again; times are seconds since 1970. */
export interface SamplingTarget {
  readonly RuleName: string;
  readonly FixedRate: number;
  readonly ReservoirQuota: number;
  readonly ReservoirQuotaTTL: number;
  /** Seconds until the next report. */
  readonly Interval: number;
  readonly SamplingBoost?: { readonly BoostRate: number; readonly BoostRateTTL: number };
}

/** Shares the reservoirs of rules among those who report. */
export interface TargetAllocator {
  /** Takes the report and gives the client its share. */
  report(rule: ApiSamplingRule, statistics: SamplingStatistics): SamplingTarget;
  /**
   * Raises the rate of the rule to its maximum for a minute, for all clients, where the rule allows that and something
   * failed that was not sampled; a window of the rule's cooldown sees one such minute. AWS does not say how it finds
   * the rate; it says that there is no boost where the rate captures enough as it is, and that one lasts up to a minute.
   *
   * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-adaptive-sampling.html
   */
  reportAnomalies(rule: ApiSamplingRule, statistics: BoostStatistics): void;
  /** What all clients together reported in the youngest minute in which any did, by rule. */
  summaries(): readonly SamplingStatisticSummary[];
}

interface RuleState {
  /** When each client was last seen, by id, in the order in which they first came. */
  readonly clients: Map<string, number>;
  window: SamplingStatisticSummary | undefined;
  boostUntil: number;
  nextBoostAt: number;
}

/** Clients report every ten seconds. */
const INTERVAL_SECONDS = 10;

/** Who has not reported three times in a row is gone, and its share is given to others. */
const ACTIVE_SECONDS = 3 * INTERVAL_SECONDS;

/** How long a share holds when no report gets through. */
const QUOTA_SECONDS = 300;

/** X-Ray sums up reports by the minute. */
const WINDOW_SECONDS = 60;

/** How long the rate stays raised. */
const BOOST_SECONDS = 60;

/** More clients of one rule than this are a fault; the longest silent ones are forgotten. */
const MAX_CLIENTS = 10_000;

/** An allocator that knows no client yet. `now` is in seconds since 1970. */
export function createTargetAllocator(now: () => number = () => Date.now() / 1000): TargetAllocator {
  const states = new Map<string, RuleState>();
  const stateOf = (name: string): RuleState => {
    const state = states.get(name) ?? { clients: new Map(), window: undefined, boostUntil: 0, nextBoostAt: 0 };
    states.set(name, state);
    return state;
  };
  return {
    report(rule, statistics) {
      const time = now();
      const state = stateOf(rule.RuleName);
      forgetSilent(state, time);
      state.clients.set(statistics.ClientID, time);
      state.window = addToWindow(state.window, statistics, time);
      const boost = rule.SamplingRateBoost;
      return {
        RuleName: rule.RuleName,
        FixedRate: rule.FixedRate,
        ReservoirQuota: shareOf(state, statistics.ClientID, rule.ReservoirSize),
        ReservoirQuotaTTL: Math.floor(time) + QUOTA_SECONDS,
        Interval: INTERVAL_SECONDS,
        ...(boost !== undefined &&
          state.boostUntil > time && {
            SamplingBoost: { BoostRate: boost.MaxRate, BoostRateTTL: Math.floor(state.boostUntil) },
          }),
      };
    },
    reportAnomalies({ RuleName, SamplingRateBoost }, { AnomalyCount, SampledAnomalyCount }) {
      const state = stateOf(RuleName);
      const time = now();
      const isMissed = AnomalyCount > SampledAnomalyCount;
      if (SamplingRateBoost === undefined || !isMissed || time < state.nextBoostAt) return;
      state.boostUntil = time + BOOST_SECONDS;
      state.nextBoostAt = time + Math.max(BOOST_SECONDS, SamplingRateBoost.CooldownWindowMinutes * 60);
    },
    summaries: () => [...states.values()].flatMap(({ window }) => window ?? []),
  };
}

function forgetSilent({ clients }: RuleState, time: number): void {
  for (const [id, lastSeen] of clients) if (lastSeen < time - ACTIVE_SECONDS) clients.delete(id);
  const [first] = clients.keys();
  if (clients.size > MAX_CLIENTS && first !== undefined) clients.delete(first);
}

/** Shared evenly; what is left over goes to those who came first. */
function shareOf({ clients }: RuleState, clientId: string, reservoir: number): number {
  const place = [...clients.keys()].indexOf(clientId);
  return Math.floor(reservoir / clients.size) + (place < reservoir % clients.size ? 1 : 0);
}

function addToWindow(
  window: SamplingStatisticSummary | undefined,
  { RuleName, RequestCount, BorrowCount, SampledCount }: SamplingStatistics,
  time: number,
): SamplingStatisticSummary {
  const Timestamp = Math.floor(time / WINDOW_SECONDS) * WINDOW_SECONDS;
  if (window?.Timestamp !== Timestamp) return { RuleName, Timestamp, RequestCount, BorrowCount, SampledCount };
  return {
    RuleName,
    Timestamp,
    RequestCount: window.RequestCount + RequestCount,
    BorrowCount: window.BorrowCount + BorrowCount,
    SampledCount: window.SampledCount + SampledCount,
  };
}
