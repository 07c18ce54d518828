import { isRecord, readSamplingRule, type SamplingRule } from '../xray/sampling-rule.ts';
import type { Answer, PostJson } from './post-json.ts';
import type { SamplerClock } from './sampler-clock.ts';
import type { RuleReport } from './statistics.ts';
import { readTargetsAnswer, type SamplingTargets } from './targets-answer.ts';

/** An answer that brought nothing. */
export type Failure = Exclude<Answer, { kind: 'answered' }>;

/** All rules of the account and region. */
export interface CentralRulesAnswer {
  readonly kind: 'rules';
  readonly rules: readonly SamplingRule[];
  /** When one of them was changed last, in seconds of X-Ray's clock. */
  readonly modifiedSeconds: number;
  /** What was wrong with the rules that were left out. */
  readonly problems: readonly string[];
}

/** What X-Ray makes of statistics. */
export interface TargetsAnswer extends SamplingTargets {
  readonly kind: 'targets';
}

/** X-Ray's two operations for sampling; both never reject. */
export interface SamplingService {
  getRules(): Promise<CentralRulesAnswer | Failure>;
  /** At most {@link MAX_REPORTS} reports. */
  getTargets(reports: readonly RuleReport[]): Promise<TargetsAnswer | Failure>;
}

/** More statistics in one request are refused as a whole: https://docs.aws.amazon.com/xray/latest/api/API_GetSamplingTargets.html */
export const MAX_REPORTS = 25;

/** X-Ray allows 25 rules of one's own, which are two pages. */
const MAX_PAGES = 100;

/** X-Ray's sampling operations over anything that posts JSON. */
export function createSamplingService(post: PostJson, clock: SamplerClock): SamplingService {
  return {
    getRules: () => getAllRules(post),
    async getTargets(reports) {
      const boosts = reports.flatMap(({ boost }) => boost ?? []);
      const answer = await post('/SamplingTargets', {
        SamplingStatisticsDocuments: reports.map(({ statistics }) => statistics),
        ...(boosts.length > 0 && { SamplingBoostStatisticsDocuments: boosts }),
      });
      if (answer.kind !== 'answered') return answer;
      const targets = readTargetsAnswer(answer.body, answer.serverMillis ?? clock.epochMillis());
      return targets === undefined ? strange() : { kind: 'targets', ...targets };
    },
  };
}

async function getAllRules(post: PostJson): Promise<CentralRulesAnswer | Failure> {
  const records: unknown[] = [];
  let token: unknown;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await post('/GetSamplingRules', token === undefined ? {} : { NextToken: token });
    if (answer.kind !== 'answered') return answer;
    const { body } = answer;
    if (!isRecord(body) || !Array.isArray(body['SamplingRuleRecords'])) return strange();
    records.push(...(body['SamplingRuleRecords'] as readonly unknown[]));
    const next = body['NextToken'];
    if (typeof next !== 'string' || next === '') return readRecords(records);
    token = next;
  }
  return { kind: 'lost', reason: `more than ${MAX_PAGES} pages of rules` };
}

function readRecords(records: readonly unknown[]): CentralRulesAnswer {
  const rules = new Map<string, SamplingRule>();
  const problems: string[] = [];
  let modifiedSeconds = 0;
  for (const record of records) {
    if (!isRecord(record)) continue;
    const read = readSamplingRule(record['SamplingRule']);
    if (read.kind === 'rule') rules.set(read.rule.name, read.rule);
    else problems.push(read.problem);
    const modified = record['ModifiedAt'];
    if (typeof modified === 'number') modifiedSeconds = Math.max(modifiedSeconds, modified);
  }
  return { kind: 'rules', rules: [...rules.values()], modifiedSeconds, problems };
}

/** Something answers there, but not X-Ray. */
function strange(): Failure {
  return { kind: 'lost', reason: 'an answer that is not of X-Ray' };
}
