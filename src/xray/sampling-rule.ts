/**
 * A rule that decides which requests are recorded. The texts to match may hold `*` for any run of characters and `?`
 * for one; case does not count.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html
 */
export interface SamplingRule {
  readonly name: string;
  /** Rules are tried in ascending order, 1 to 9999; X-Ray's own `Default` has 10,000. */
  readonly priority: number;
  /** The share of the requests beyond the reservoir that is recorded, 0 to 1. */
  readonly fixedRate: number;
  /** Requests per second that are recorded before the rate counts, of all processes under a central rule together. */
  readonly reservoirSize: number;
  readonly serviceName: string;
  readonly serviceType: string;
  readonly host: string;
  readonly httpMethod: string;
  readonly urlPath: string;
  readonly resourceArn: string;
  /** Span attributes that must be there at the start of the span, and what each must match; at most five. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Where X-Ray raises the rate for a while when requests fail; it then needs to be told how many did. */
  readonly rateBoost?: SamplingRateBoost;
}

/**
 * How far X-Ray may raise the rate of a rule, and how often.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_SamplingRateBoost.html
 */
export interface SamplingRateBoost {
  /** 0 to 1. */
  readonly maxRate: number;
  /** The window in which only one boost begins. */
  readonly cooldownMinutes: number;
}

/** A rule, or what is wrong with it: the end of a sentence that begins with the rule, `has …; expected …`. */
export type ReadSamplingRule =
  | { readonly kind: 'rule'; readonly rule: SamplingRule }
  | { readonly kind: 'wrong'; readonly problem: string };

const TEXTS = ['ServiceName', 'ServiceType', 'Host', 'HTTPMethod', 'URLPath', 'ResourceARN'] as const;

/**
 * Reads a rule in the form that GetSamplingRules answers. Everything that X-Ray requires is required, so that no
 * misspelt field makes a rule match more than was meant.
 */
export function readSamplingRule(value: unknown): ReadSamplingRule {
  if (!isRecord(value)) return wrong('is not an object; expected a sampling rule');
  const { RuleName, Priority, FixedRate, ReservoirSize, Version, Attributes, SamplingRateBoost } = value;
  if (typeof RuleName !== 'string' || RuleName === '') return wrong(expected('RuleName', RuleName, 'a name'));
  if (!isWhole(Priority)) return wrong(expected('Priority', Priority, 'a whole number'));
  if (!isRate(FixedRate)) return wrong(expected('FixedRate', FixedRate, 'a number from 0 to 1'));
  if (!isWhole(ReservoirSize)) return wrong(expected('ReservoirSize', ReservoirSize, 'a whole number from 0'));
  if (Version !== undefined && Version !== 1) return wrong(expected('Version', Version, '1'));
  const missing = TEXTS.find((field) => typeof value[field] !== 'string');
  if (missing !== undefined) return wrong(expected(missing, value[missing], 'a text, "*" for any'));
  const attributes = Attributes ?? {};
  if (!isTextRecord(attributes)) return wrong(expected('Attributes', Attributes, 'an object of texts'));
  const rateBoost = readRateBoost(SamplingRateBoost);
  if (rateBoost === 'wrong') return wrong(expected('SamplingRateBoost', SamplingRateBoost, BOOST_FORM));
  const text = (field: (typeof TEXTS)[number]): string => String(value[field]);
  return {
    kind: 'rule',
    rule: {
      name: RuleName,
      priority: Priority,
      fixedRate: FixedRate,
      reservoirSize: ReservoirSize,
      serviceName: text('ServiceName'),
      serviceType: text('ServiceType'),
      host: text('Host'),
      httpMethod: text('HTTPMethod'),
      urlPath: text('URLPath'),
      resourceArn: text('ResourceARN'),
      attributes: { ...attributes },
      ...(rateBoost !== undefined && { rateBoost }),
    },
  };
}

const BOOST_FORM = 'an object of MaxRate, from 0 to 1, and CooldownWindowMinutes, a whole number from 0';

function readRateBoost(value: unknown): SamplingRateBoost | 'wrong' | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) return 'wrong';
  const { MaxRate, CooldownWindowMinutes } = value;
  if (!isRate(MaxRate) || !isWhole(CooldownWindowMinutes)) return 'wrong';
  return { maxRate: MaxRate, cooldownMinutes: CooldownWindowMinutes };
}

/** Whether it is a share from 0 to 1. */
export function isRate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

/** Whether it is a whole number from 0. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether it is an object whose members can be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Says that a field has a wrong value, in words that fit after the name of what has the field. */
export function expected(field: string, value: unknown, what: string): string {
  return `has "${field}" ${describe(value)}; expected ${what}`;
}

function describe(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'string':
      return JSON.stringify(value.slice(0, 60));
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
  }
}

function isTextRecord(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function wrong(problem: string): ReadSamplingRule {
  return { kind: 'wrong', problem };
}
