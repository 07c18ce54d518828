import type { SamplingRuleRecord } from '../api/xray-api.ts';
import { isRecord } from '../../xray/sampling-rule.ts';
import { readFields, readRule } from '../sampling/rule-fields.ts';
import { DEFAULT_RULE_NAME, type SamplingRuleStore, toRuleArn } from '../sampling/rule-store.ts';
import {
  type BoostStatistics,
  createTargetAllocator,
  type SamplingStatistics,
  type SamplingTarget,
  type TargetAllocator,
} from '../sampling/target-allocator.ts';
import type { Answering } from './api-endpoint.ts';
import { type Fields, optionalText } from './read-fields.ts';
import { invalidRequest, XRayFault } from './xray-fault.ts';

/** X-Ray allows so many beside its own. */
const MAX_RULES = 25;

/** X-Ray takes so many in one call. */
const MAX_STATISTICS = 25;

/** X-Ray's operations on sampling rules, and the two that samplers ask for. */
export function createSamplingOperations(
  rules: SamplingRuleStore,
  allocator: TargetAllocator = createTargetAllocator(),
): Readonly<Record<string, Answering>> {
  return {
    GetSamplingRules: () => ({ SamplingRuleRecords: rules.list() }),
    SamplingTargets(fields) {
      const SamplingTargetDocuments: SamplingTarget[] = [];
      const UnprocessedStatistics: object[] = [];
      const UnprocessedBoostStatistics: object[] = [];
      const documents = readDocuments(fields, 'SamplingStatisticsDocuments')?.map(readStatistics);
      if (documents === undefined) throw invalidRequest('"SamplingStatisticsDocuments" is missing.');
      const boosts = readDocuments(fields, 'SamplingBoostStatisticsDocuments')?.map(readBoostStatistics) ?? [];
      for (const statistics of boosts) {
        const rule = rules.get(statistics.RuleName)?.SamplingRule;
        if (rule === undefined) UnprocessedBoostStatistics.push(unknownRule(statistics));
        else allocator.reportAnomalies(rule, statistics);
      }
      for (const statistics of documents) {
        const rule = rules.get(statistics.RuleName)?.SamplingRule;
        if (rule === undefined) UnprocessedStatistics.push(unknownRule(statistics));
        else SamplingTargetDocuments.push(allocator.report(rule, statistics));
      }
      const LastRuleModification = rules.lastModification;
      return { SamplingTargetDocuments, LastRuleModification, UnprocessedStatistics, UnprocessedBoostStatistics };
    },
    SamplingStatisticSummaries: () => ({ SamplingStatisticSummaries: allocator.summaries() }),
    ...createRuleWrites(rules),
  };
}

function createRuleWrites(rules: SamplingRuleStore): Readonly<Record<string, Answering>> {
  return {
    CreateSamplingRule({ SamplingRule: given }) {
      if (!isRecord(given)) throw invalidRequest('"SamplingRule" is missing.');
      const rule = readRule(given, toRuleArn);
      if (typeof rule === 'string') throw invalidRequest(rule);
      if (rules.get(rule.RuleName) !== undefined) throw invalidRequest('Sampling rule already exists.');
      if (rules.list().length > MAX_RULES) {
        throw new XRayFault('RuleLimitExceededException', `At most ${MAX_RULES} sampling rules.`);
      }
      return { SamplingRuleRecord: rules.put(rule) };
    },
    UpdateSamplingRule({ SamplingRuleUpdate: given }) {
      if (!isRecord(given)) throw invalidRequest('"SamplingRuleUpdate" is missing.');
      const { SamplingRule: before } = findRule(rules, given);
      const isDefault = before.RuleName === DEFAULT_RULE_NAME;
      const { FixedRate, ReservoirSize } = given;
      const draft = { ...before };
      const problem = readFields(isDefault ? { FixedRate, ReservoirSize } : given, draft);
      if (problem !== undefined) throw invalidRequest(problem);
      return { SamplingRuleRecord: rules.put(draft) };
    },
    DeleteSamplingRule(fields) {
      const record = findRule(rules, fields);
      if (record.SamplingRule.RuleName === DEFAULT_RULE_NAME)
        throw invalidRequest('The default rule cannot be deleted.');
      rules.delete(record.SamplingRule.RuleName);
      return { SamplingRuleRecord: record };
    },
  };
}

function findRule(rules: SamplingRuleStore, fields: Fields): SamplingRuleRecord {
  const name = optionalText(fields, 'RuleName');
  const arn = optionalText(fields, 'RuleARN');
  if ((name === undefined) === (arn === undefined)) throw invalidRequest('Expected either "RuleName" or "RuleARN".');
  const record = name === undefined ? rules.byArn(arn ?? '') : rules.get(name);
  if (record === undefined) throw invalidRequest('Sampling rule does not exist.');
  return record;
}

function readDocuments(fields: Fields, name: string): readonly Fields[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every(isRecord)) throw invalidRequest(`"${name}" is no list of objects.`);
  if (value.length > MAX_STATISTICS) throw invalidRequest(`"${name}" has more than ${MAX_STATISTICS} documents.`);
  return value;
}

function readName(document: Fields): string {
  return optionalText(document, 'RuleName') ?? '';
}

function readStatistics(document: Fields): SamplingStatistics {
  const ClientID = optionalText(document, 'ClientID') ?? '';
  if (ClientID.length !== 24) throw invalidRequest('"ClientID" is no text of 24 characters.');
  return {
    RuleName: readName(document),
    ClientID,
    RequestCount: readCount(document, 'RequestCount'),
    SampledCount: readCount(document, 'SampledCount'),
    BorrowCount: readCount(document, 'BorrowCount'),
  };
}

function readBoostStatistics(document: Fields): BoostStatistics {
  return {
    RuleName: readName(document),
    AnomalyCount: readCount(document, 'AnomalyCount'),
    SampledAnomalyCount: readCount(document, 'SampledAnomalyCount'),
  };
}

function readCount(document: Fields, name: string): number {
  const value = document[name] ?? 0;
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw invalidRequest(`"${name}" is no whole number from 0.`);
  return Number(value);
}

function unknownRule({ RuleName }: Pick<SamplingStatistics, 'RuleName'>): object {
  return { RuleName, ErrorCode: '400', Message: 'Unknown rule' };
}
