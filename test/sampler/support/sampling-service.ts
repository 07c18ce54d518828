import type { BoostStatisticsDocument, StatisticsDocument } from '../../../src/sampler/statistics.ts';

/** A rule as X-Ray's API has it. */
export interface WireRule {
  readonly RuleName: string;
  readonly RuleARN?: string;
  readonly ResourceARN: string;
  readonly Priority: number;
  readonly FixedRate: number;
  readonly ReservoirSize: number;
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  readonly Version: number;
  readonly Attributes: Readonly<Record<string, string>>;
  readonly SamplingRateBoost?: { readonly MaxRate: number; readonly CooldownWindowMinutes: number };
}

/** A rule that matches everything, as the API shows X-Ray's own, with some fields changed. */
export function wireRule(fields: Partial<WireRule> = {}): WireRule {
  return {
    RuleName: 'Default',
    RuleARN: `arn:aws:xray:us-east-1:111122223333:sampling-rule/${fields.RuleName ?? 'Default'}`,
    ResourceARN: '*',
    Priority: 10_000,
    FixedRate: 0.05,
    ReservoirSize: 1,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    Attributes: {},
    ...fields,
  };
}

/** How the service behaves. */
export interface SamplingServiceOptions {
  /** The service's clock, milliseconds since 1970. */
  readonly epochMillis: () => number;
  readonly rules: readonly WireRule[];
  readonly rulesPerPage?: number;
  readonly intervalSeconds?: number;
  readonly quotaSeconds?: number;
  /** Whether the first report about a rule brings a quota; X-Ray may leave it out. Default true. */
  readonly quotaOnFirstReport?: boolean;
}

/** A quota that was given to one client. */
export interface GivenQuota {
  readonly clientId: string;
  readonly ruleName: string;
  readonly perSecond: number;
  readonly atMillis: number;
  readonly untilMillis: number;
}

/** What was counted under one rule, of all clients. */
export interface RuleTotals {
  requests: number;
  sampled: number;
  borrowed: number;
  reports: number;
}

/** X-Ray's sampling, as far as a client sees it. */
export interface SamplingService {
  /** Answers one operation by its path. */
  handle(path: string, body: unknown): { readonly status: number; readonly body: object };
  /** Replaces the rules, and says so in the next answers. */
  setRules(rules: readonly WireRule[]): void;
  /** Rules that are answered as unprocessed. */
  readonly unprocessed: Set<string>;
  /** A boost by rule name: rate and seconds. */
  readonly boosts: Map<string, { readonly rate: number; readonly seconds: number }>;
  readonly quotas: readonly GivenQuota[];
  readonly boostDocuments: readonly BoostStatisticsDocument[];
  /** Every request in its order: the path and the body. */
  readonly requests: readonly { readonly path: string; readonly body: Readonly<Record<string, unknown>> }[];
  totals(ruleName: string): Readonly<RuleTotals>;
  /** Requests that one client has told of, under all rules. */
  reportedBy(clientId: string): number;
}

/** A client counts as active for three intervals. */
const ACTIVE_MILLIS = 30_000;
const MAX_DOCUMENTS = 25;

/**
 * A sampling service that shares each rule's reservoir among the clients that reported lately, validates what it is
 * sent as X-Ray does, and counts a report that is sent twice, word for word, once.
 */
export function createSamplingService(options: SamplingServiceOptions): SamplingService {
  return new FakeSamplingService(options);
}

class FakeSamplingService implements SamplingService {
  readonly unprocessed = new Set<string>();
  readonly boosts = new Map<string, { rate: number; seconds: number }>();
  readonly quotas: GivenQuota[] = [];
  readonly boostDocuments: BoostStatisticsDocument[] = [];
  readonly requests: { path: string; body: Readonly<Record<string, unknown>> }[] = [];
  readonly #options: SamplingServiceOptions;
  readonly #totals = new Map<string, RuleTotals>();
  readonly #seen = new Map<string, Map<string, number>>();
  readonly #processed = new Set<string>();
  readonly #requestsByClient = new Map<string, number>();
  #rules: readonly WireRule[];
  #modifiedSeconds: number;

  constructor(options: SamplingServiceOptions) {
    this.#options = options;
    this.#rules = options.rules;
    this.#modifiedSeconds = Math.floor(options.epochMillis() / 1000) - 3600;
  }

  setRules(rules: readonly WireRule[]): void {
    this.#rules = rules;
    this.#modifiedSeconds = this.#options.epochMillis() / 1000;
  }

  totals(ruleName: string): RuleTotals {
    const known = this.#totals.get(ruleName);
    if (known !== undefined) return known;
    const totals = { requests: 0, sampled: 0, borrowed: 0, reports: 0 };
    this.#totals.set(ruleName, totals);
    return totals;
  }

  reportedBy(clientId: string): number {
    return this.#requestsByClient.get(clientId) ?? 0;
  }

  handle(path: string, body: unknown): { status: number; body: object } {
    const request = (body ?? {}) as Readonly<Record<string, unknown>>;
    this.requests.push({ path, body: request });
    if (path === '/GetSamplingRules') return { status: 200, body: this.#getRules(request['NextToken']) };
    if (path !== '/SamplingTargets') return { status: 404, body: { message: 'Not Found' } };
    const documents = (request['SamplingStatisticsDocuments'] ?? []) as readonly StatisticsDocument[];
    const boosts = (request['SamplingBoostStatisticsDocuments'] ?? []) as readonly BoostStatisticsDocument[];
    const problem = findProblem(documents, boosts);
    if (problem !== undefined) return { status: 400, body: { __type: 'InvalidRequestException', Message: problem } };
    return { status: 200, body: this.#getTargets(documents, boosts) };
  }

  #getRules(token: unknown): object {
    const { rulesPerPage = 20 } = this.#options;
    const from = token === undefined ? 0 : Number(token);
    const page = this.#rules.slice(from, from + rulesPerPage);
    const next = from + rulesPerPage;
    return {
      SamplingRuleRecords: page.map((rule) => ({
        SamplingRule: rule,
        CreatedAt: 0,
        ModifiedAt: this.#modifiedSeconds,
      })),
      ...(next < this.#rules.length && { NextToken: String(next) }),
    };
  }

  #getTargets(documents: readonly StatisticsDocument[], boosts: readonly BoostStatisticsDocument[]): object {
    const targets: object[] = [];
    const unprocessed: object[] = [];
    for (const document of documents) {
      const rule = this.#rules.find(({ RuleName }) => RuleName === document.RuleName);
      const isKnown = this.#processed.has(JSON.stringify(document));
      if (rule === undefined || (this.unprocessed.has(document.RuleName) && !isKnown)) {
        unprocessed.push({ RuleName: document.RuleName, ErrorCode: '400', Message: 'No such rule' });
      } else {
        this.#count(document);
        targets.push(this.#targetOf(rule, document.ClientID));
      }
    }
    this.boostDocuments.push(...boosts);
    return {
      SamplingTargetDocuments: targets,
      LastRuleModification: this.#modifiedSeconds,
      UnprocessedStatistics: unprocessed,
    };
  }

  #count(document: StatisticsDocument): void {
    const text = JSON.stringify(document);
    if (this.#processed.has(text)) return;
    this.#processed.add(text);
    const totals = this.totals(document.RuleName);
    totals.requests += document.RequestCount;
    totals.sampled += document.SampledCount;
    totals.borrowed += document.BorrowCount;
    totals.reports += 1;
    this.#requestsByClient.set(document.ClientID, this.reportedBy(document.ClientID) + document.RequestCount);
  }

  #targetOf(rule: WireRule, clientId: string): object {
    const { intervalSeconds = 10, quotaSeconds = 300, quotaOnFirstReport = true, epochMillis } = this.#options;
    const now = epochMillis();
    const clients = this.#seen.get(rule.RuleName) ?? new Map<string, number>();
    this.#seen.set(rule.RuleName, clients);
    const isFirst = !clients.has(clientId);
    clients.set(clientId, now);
    const active = [...clients].filter(([, at]) => now - at <= ACTIVE_MILLIS).map(([id]) => id);
    const share = Math.floor(rule.ReservoirSize / active.length);
    const perSecond = share + (active.indexOf(clientId) < rule.ReservoirSize % active.length ? 1 : 0);
    const untilMillis = Math.floor(now / 1000 + quotaSeconds) * 1000;
    const boost = this.boosts.get(rule.RuleName);
    const hasQuota = quotaOnFirstReport || !isFirst;
    if (hasQuota) this.quotas.push({ clientId, ruleName: rule.RuleName, perSecond, atMillis: now, untilMillis });
    return {
      RuleName: rule.RuleName,
      FixedRate: rule.FixedRate,
      Interval: intervalSeconds,
      ...(hasQuota && { ReservoirQuota: perSecond, ReservoirQuotaTTL: untilMillis / 1000 }),
      ...(boost && { SamplingBoost: { BoostRate: boost.rate, BoostRateTTL: now / 1000 + boost.seconds } }),
    };
  }
}

/** What X-Ray refuses as a whole. */
function findProblem(
  documents: readonly StatisticsDocument[],
  boosts: readonly BoostStatisticsDocument[],
): string | undefined {
  if (documents.length === 0) return 'SamplingStatisticsDocuments must not be empty';
  if (documents.length > MAX_DOCUMENTS || boosts.length > MAX_DOCUMENTS) return 'too many documents';
  if (new Set(documents.map(({ RuleName }) => RuleName)).size < documents.length) return 'a rule was reported twice';
  for (const document of documents) {
    const { ClientID, Timestamp, RequestCount, SampledCount, BorrowCount } = document;
    const counts = [RequestCount, SampledCount, BorrowCount, Timestamp];
    if (!/^[\da-f]{24}$/.test(ClientID) || !counts.every((count) => Number.isSafeInteger(count) && count >= 0))
      return `a wrong document: ${JSON.stringify(document)}`;
    if (SampledCount > RequestCount || BorrowCount > SampledCount) return `impossible: ${JSON.stringify(document)}`;
  }
  return undefined;
}
