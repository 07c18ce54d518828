/** A rule of an X-Ray SDK's local sampling file, version 2. */
export interface LocalSamplingRule {
  readonly description?: string;
  readonly host: string;
  readonly http_method: string;
  readonly url_path: string;
  /** Requests recorded per second before the rate counts. */
  readonly fixed_target: number;
  /** The share of the others, 0 to 1. */
  readonly rate: number;
}

/**
 * The document of an X-Ray SDK's local sampling file. Version 1 has `service_name` for `host`.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-configuration.html#xray-sdk-nodejs-configuration-sampling
 */
export interface LocalSamplingRules {
  readonly version: 1 | 2;
  readonly rules?: readonly (
    | LocalSamplingRule
    | (Omit<LocalSamplingRule, 'host'> & { readonly service_name: string })
  )[];
  readonly default: Pick<LocalSamplingRule, 'fixed_target' | 'rate'>;
}

/**
 * A sampling rule as X-Ray's API has it.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html
 */
export interface CentralSamplingRule {
  readonly RuleName: string;
  readonly Priority: number;
  readonly FixedRate: number;
  /** Requests recorded per second before the rate counts; in local rules, by each process. */
  readonly ReservoirSize: number;
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  readonly ResourceARN: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly Version?: 1;
  readonly SamplingRateBoost?: { readonly MaxRate: number; readonly CooldownWindowMinutes: number };
}

/** Sampling rules of a service itself: an X-Ray SDK's document, a list of rules, or what `aws xray get-sampling-rules` prints. */
export type SamplingRules =
  | LocalSamplingRules
  | readonly CentralSamplingRule[]
  | { readonly SamplingRuleRecords: readonly { readonly SamplingRule: CentralSamplingRule }[] };
