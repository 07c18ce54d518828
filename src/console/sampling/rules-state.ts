import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { call, isAborted, sentenceOf } from '../api/call.ts';
import { say } from '../shell/notice.ts';
import type { SamplingRule, SamplingRuleUpdate, SamplingStatisticSummary } from '../../local/api/xray-api.ts';

/** The rules, and what is reported of them. */
export interface RulesState {
  /** In the order in which they are tried. */
  readonly rules: ReadonlySignal<readonly SamplingRule[]>;
  /** By the names of rules. */
  readonly statistics: ReadonlySignal<ReadonlyMap<string, SamplingStatisticSummary>>;
  readonly error: ReadonlySignal<string>;
  load(abort?: AbortSignal): Promise<void>;
  /** Changes a rule. */
  update(change: SamplingRuleUpdate): Promise<void>;
}

/** Rules that are yet to be loaded. */
export function createRulesState(): RulesState {
  const rules = signal<readonly SamplingRule[]>([]);
  const statistics = signal<ReadonlyMap<string, SamplingStatisticSummary>>(new Map());
  const error = signal('');
  const load = async (abort?: AbortSignal): Promise<void> => {
    try {
      const [{ SamplingRuleRecords }, { SamplingStatisticSummaries }] = await Promise.all([
        call('GetSamplingRules', {}, abort),
        call('SamplingStatisticSummaries', {}, abort),
      ]);
      batch(() => {
        rules.value = SamplingRuleRecords.map(({ SamplingRule: rule }) => rule);
        statistics.value = new Map(SamplingStatisticSummaries.map((each) => [each.RuleName, each]));
        error.value = '';
      });
    } catch (failure) {
      if (!isAborted(failure)) error.value = sentenceOf(failure);
    }
  };
  return {
    rules,
    statistics,
    error,
    load,
    async update(change) {
      try {
        await call('UpdateSamplingRule', { SamplingRuleUpdate: change });
        await load();
        say('Saved; samplers hear of it with their next report');
      } catch (failure) {
        error.value = sentenceOf(failure);
      }
    },
  };
}
