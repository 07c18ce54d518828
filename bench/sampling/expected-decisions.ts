import type { WireRule } from '../../test/sampler/support/sampling-service.ts';

/** What a decision must be by X-Ray's rules, and with which probability before its trace id was drawn. */
export interface ExpectedDecision {
  readonly isSampled: boolean;
  readonly probability: number;
  /** The place of the reservoir that it takes. */
  readonly from: 'quota' | 'borrowed' | 'none';
}

/**
 * What one process must decide, written anew from the documentation and fed with nothing but what X-Ray has told the
 * process: rules and targets with the times at which they arrived.
 */
export interface ExpectedProcess {
  rulesArrived(rules: readonly WireRule[]): void;
  targetArrived(target: ArrivedTarget): void;
  /** Undefined while the process has no rules: then the default rule decides, whose hash is another. */
  decide(ruleName: string, nowMillis: number, traceId: string): ExpectedDecision | undefined;
}

/** A target as it was sent, its end in the clock of the simulation. */
export interface ArrivedTarget {
  readonly ruleName: string;
  readonly fixedRate: number;
  readonly quota?: number;
  readonly untilMillis: number;
}

interface State {
  rule: WireRule;
  rate: number;
  quota: number;
  untilMillis: number;
  second: number;
  taken: number;
}

/** The model of a process that has just started. */
export function createExpectedProcess(): ExpectedProcess {
  const states = new Map<string, State>();
  return {
    rulesArrived(rules) {
      for (const rule of rules) {
        const known = states.get(rule.RuleName);
        const isSame = known?.rule.FixedRate === rule.FixedRate && known.rule.ReservoirSize === rule.ReservoirSize;
        if (isSame) continue;
        const { second = -1, taken = 0 } = known ?? {};
        states.set(rule.RuleName, { rule, rate: rule.FixedRate, quota: 0, untilMillis: -1, second, taken });
      }
    },
    targetArrived({ ruleName, fixedRate, quota, untilMillis }) {
      const state = states.get(ruleName);
      if (state === undefined) return;
      state.rate = fixedRate;
      if (quota !== undefined) Object.assign(state, { quota, untilMillis });
    },
    decide(ruleName, nowMillis, traceId) {
      const state = states.get(ruleName);
      return state && decideByState(state, nowMillis, Number.parseInt(traceId.slice(24), 16) / 2 ** 32);
    },
  };
}

function decideByState(state: State, nowMillis: number, chance: number): ExpectedDecision {
  const second = Math.floor(nowMillis / 1000);
  if (second !== state.second) Object.assign(state, { second, taken: 0 });
  const hasQuota = nowMillis < state.untilMillis;
  const places = hasQuota ? state.quota : Math.min(state.rule.ReservoirSize, 1);
  if (state.taken < places) {
    state.taken += 1;
    return { isSampled: true, probability: 1, from: hasQuota ? 'quota' : 'borrowed' };
  }
  return { isSampled: chance < state.rate, probability: state.rate, from: 'none' };
}
