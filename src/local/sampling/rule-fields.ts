import type { SamplingRule as ApiSamplingRule } from '../api/xray-api.ts';
import { isRate, isRecord, isWhole } from '../../xray/sampling-rule.ts';

type Draft = { -readonly [Key in keyof ApiSamplingRule]?: ApiSamplingRule[Key] };
type Fields = Readonly<Record<string, unknown>>;

/** Longest texts, as X-Ray's API model has them. */
const TEXT_LENGTHS = {
  ResourceARN: 500,
  ServiceName: 64,
  ServiceType: 64,
  Host: 64,
  HTTPMethod: 10,
  URLPath: 128,
} as const;

/** Everything that a rule has when it is created, or what is wrong with it as a sentence. */
export function readRule(fields: Fields, arnOf: (name: string) => string): ApiSamplingRule | string {
  const { RuleName, Version = 1 } = fields;
  if (typeof RuleName !== 'string' || RuleName === '' || RuleName.length > 32) {
    return '"RuleName" is no text of 1 to 32 characters.';
  }
  if (Version !== 1) return '"Version" is not 1.';
  for (const field of [...Object.keys(TEXT_LENGTHS), 'Priority', 'FixedRate', 'ReservoirSize']) {
    if (fields[field] === undefined) return `"${field}" is missing.`;
  }
  const draft: Draft = {};
  const problem = readFields(fields, draft);
  if (problem !== undefined) return problem;
  return { RuleName, RuleARN: arnOf(RuleName), Version: 1, Attributes: {}, ...draft } as ApiSamplingRule;
}

/** Puts the given fields over those of the draft; gives a sentence when one of them is wrong. */
export function readFields(fields: Fields, draft: Draft): string | undefined {
  for (const [field, length] of Object.entries(TEXT_LENGTHS)) {
    const value = fields[field];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value.length > length) {
      return `"${field}" is no text of at most ${length} characters.`;
    }
    Object.assign(draft, { [field]: value });
  }
  const { Priority, FixedRate, ReservoirSize, Attributes, SamplingRateBoost } = fields;
  if (Priority !== undefined) {
    if (!isWhole(Priority) || Priority < 1 || Priority > 9999) return '"Priority" is no whole number from 1 to 9999.';
    draft.Priority = Priority;
  }
  if (FixedRate !== undefined) {
    if (!isRate(FixedRate)) return '"FixedRate" is no number from 0 to 1.';
    draft.FixedRate = FixedRate;
  }
  if (ReservoirSize !== undefined) {
    if (!isWhole(ReservoirSize)) return '"ReservoirSize" is no whole number from 0.';
    draft.ReservoirSize = ReservoirSize;
  }
  if (Attributes !== undefined) {
    if (!areAttributes(Attributes)) return '"Attributes" are not at most 5 texts of 1 to 32 characters.';
    draft.Attributes = Attributes;
  }
  if (SamplingRateBoost !== undefined) {
    if (!isBoost(SamplingRateBoost))
      return '"SamplingRateBoost" has no "MaxRate" from 0 to 1 and "CooldownWindowMinutes" from 0.';
    draft.SamplingRateBoost = SamplingRateBoost;
  }
  return undefined;
}

function areAttributes(value: unknown): value is Readonly<Record<string, string>> {
  if (!isRecord(value)) return false;
  const isText = (text: unknown): boolean => typeof text === 'string' && text.length >= 1 && text.length <= 32;
  const entries = Object.entries(value);
  return entries.length <= 5 && entries.every(([key, text]) => isText(key) && isText(text));
}

function isBoost(value: unknown): value is { readonly MaxRate: number; readonly CooldownWindowMinutes: number } {
  return isRecord(value) && isRate(value['MaxRate']) && isWhole(value['CooldownWindowMinutes']);
}
