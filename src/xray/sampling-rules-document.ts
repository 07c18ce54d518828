import { expected, isRate, isRecord, isWhole, readSamplingRule, type SamplingRule } from './sampling-rule.ts';

/**
 * The rules of a document in their order, or what is wrong with it: the end of a sentence that begins with its name,
 * `has …; expected …`.
 */
export type ReadSamplingRules =
  | { readonly kind: 'rules'; readonly rules: readonly SamplingRule[] }
  | { readonly kind: 'wrong'; readonly problem: string };

/**
 * Reads sampling rules that a service brings along, in any form that X-Ray knows: its SDKs' local rules, versions 1
 * and 2, or central rules: what GetSamplingRules answers, or a list of rules. One wrong rule makes the document
 * wrong: half of the rules would record what the other half was to keep out.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-configuration.html#xray-sdk-nodejs-configuration-sampling
 */
export function readSamplingRules(document: unknown): ReadSamplingRules {
  if (Array.isArray(document)) return readCentralForm(document);
  if (!isRecord(document)) return wrong('is neither an object nor a list; expected sampling rules');
  if (Array.isArray(document['SamplingRuleRecords'])) return readCentralForm(document['SamplingRuleRecords']);
  if (isRecord(document['SamplingRule'])) return readCentralForm([document]);
  return readLocalForm(document);
}

function readCentralForm(records: readonly unknown[]): ReadSamplingRules {
  const rules: SamplingRule[] = [];
  for (const [index, record] of records.entries()) {
    const read = readSamplingRule(isRecord(record) && 'SamplingRule' in record ? record['SamplingRule'] : record);
    if (read.kind === 'wrong') return wrong(`has a wrong rule ${index + 1}: it ${read.problem}`);
    rules.push(read.rule);
  }
  return { kind: 'rules', rules };
}

/** What version 1 calls a service's name is the host of the request, as version 2 says. */
const HOST_FIELD = new Map<unknown, 'service_name' | 'host'>([
  [1, 'service_name'],
  [2, 'host'],
]);

function readLocalForm({
  version,
  default: byDefault,
  rules = [],
}: Readonly<Record<string, unknown>>): ReadSamplingRules {
  const hostField = HOST_FIELD.get(version);
  if (hostField === undefined) return wrong(expected('version', version, '1 or 2, or SamplingRuleRecords'));
  if (!isRecord(byDefault)) return wrong(expected('default', byDefault, 'an object with fixed_target and rate'));
  if (!Array.isArray(rules)) return wrong(expected('rules', rules, 'a list'));
  const read: SamplingRule[] = [];
  for (const [index, raw] of [...rules.entries(), [rules.length, byDefault] as const]) {
    const isDefault = index === rules.length;
    const rule = readLocalRule(raw, index + 1, isDefault ? undefined : hostField);
    if (typeof rule === 'string')
      return wrong(`has a wrong ${isDefault ? 'default' : `rule ${index + 1}`}: it ${rule}`);
    read.push(rule);
  }
  return { kind: 'rules', rules: read };
}

/** A rule of a local document, or its problem; without `hostField` the default, which matches everything. */
function readLocalRule(
  raw: unknown,
  place: number,
  hostField: 'service_name' | 'host' | undefined,
): SamplingRule | string {
  if (!isRecord(raw)) return 'is not an object; expected a sampling rule';
  const texts = hostField === undefined ? [] : [hostField, 'http_method', 'url_path'];
  const known = [...texts, 'fixed_target', 'rate', ...(hostField === undefined ? [] : ['description'])];
  // A misspelt field would otherwise silently match everything.
  const unknown = Object.keys(raw).find((field) => !known.includes(field));
  if (unknown !== undefined) return `has "${unknown.slice(0, 60)}"; expected only ${known.join(', ')}`;
  const missing = texts.find((field) => typeof raw[field] !== 'string' || raw[field] === '');
  if (missing !== undefined) return expected(missing, raw[missing], 'a text, "*" for any');
  if (!isWhole(raw['fixed_target'])) return expected('fixed_target', raw['fixed_target'], 'a whole number from 0');
  if (!isRate(raw['rate'])) return expected('rate', raw['rate'], 'a number from 0 to 1');
  const { description } = raw;
  return {
    name: hostField === undefined ? 'Default' : typeof description === 'string' ? description : `local rule ${place}`,
    // The order in the document decides.
    priority: place,
    fixedRate: raw['rate'],
    reservoirSize: raw['fixed_target'],
    serviceName: '*',
    serviceType: '*',
    host: textOf(raw, hostField),
    httpMethod: textOf(raw, 'http_method'),
    urlPath: textOf(raw, 'url_path'),
    resourceArn: '*',
    attributes: {},
  };
}

function textOf(raw: Readonly<Record<string, unknown>>, field: string | undefined): string {
  const text = field === undefined ? undefined : raw[field];
  return typeof text === 'string' ? text : '*';
}

function wrong(problem: string): ReadSamplingRules {
  return { kind: 'wrong', problem };
}
