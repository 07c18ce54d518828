import type { SamplingRule } from '../../local/api/xray-api.ts';

/** A condition of a rule: what of a request it looks at, and what that must be like. */
export interface RuleCondition {
  readonly name: string;
  readonly value: string;
}

const NAMES = [
  ['Service', 'ServiceName'],
  ['Type', 'ServiceType'],
  ['Host', 'Host'],
  ['Method', 'HTTPMethod'],
  ['Path', 'URLPath'],
  ['Resource', 'ResourceARN'],
] as const;

/** What a rule asks of a request; empty for one that takes every request. */
export function conditionsOf(rule: SamplingRule): readonly RuleCondition[] {
  const named = NAMES.map(([name, field]) => ({ name, value: rule[field] }));
  const attributes = Object.entries(rule.Attributes).map(([name, value]) => ({ name, value }));
  return [...named, ...attributes].filter(({ value }) => value !== '*');
}

/** `1 a second, then 5 %`: what becomes of the requests that a rule takes. */
export function describeRate({ ReservoirSize, FixedRate }: SamplingRule): string {
  if (FixedRate === 1) return 'every request';
  const share = `${percentOf(FixedRate)} %`;
  if (ReservoirSize === 0) return FixedRate === 0 ? 'none' : share;
  return FixedRate === 0 ? `${ReservoirSize} a second` : `${ReservoirSize} a second, then ${share}`;
}

/** A rate in percent, without the dust of binary fractions. */
export function percentOf(rate: number): number {
  return Number((rate * 100).toPrecision(12));
}
