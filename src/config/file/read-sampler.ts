import type { ParentBasedSamplerConfigModel, SamplerConfigModel } from '@opentelemetry/configuration';
import { choiceOf, type Part, type SettingsDraft } from './file-settings.ts';

const SAMPLER = 'OTEL_TRACES_SAMPLER';
const ARGUMENT = 'OTEL_TRACES_SAMPLER_ARG';

/** A sampler's name in the file, and in {@link SAMPLER} alone and below `parent_based`. */
const words: Readonly<Record<string, readonly [alone: string, belowParent: string]>> = {
  always_on: ['always_on', 'parentbased_always_on'],
  always_off: ['always_off', 'parentbased_always_off'],
  trace_id_ratio_based: ['traceidratio', 'parentbased_traceidratio'],
  // X-Ray's own are parent-based by themselves.
  xray: ['xray', 'xray'],
  xray_default: ['xray_default', 'xray_default'],
};

/**
 * Reads `tracer_provider.sampler`: OpenTelemetry's, or X-Ray's by name: `xray: {endpoint, polling_interval}`, the
 * interval in seconds, and `xray_default: {rules}`, the path of a file.
 */
export function readSampler(part: Part<SamplerConfigModel>, draft: SettingsDraft): void {
  const sampler = choiceOf(part);
  if (sampler?.name !== 'parent_based') {
    if (sampler !== undefined) setSampler(sampler, 0, draft);
    return;
  }
  const { value, at } = sampler as Part<ParentBasedSamplerConfigModel>;
  const root = choiceOf({ value: value?.root, at: `${at}.root` });
  setSampler(root ?? { name: 'always_on', value: null, at }, 1, draft);
  const { root: _root, ...others } = value ?? {};
  for (const key of Object.keys(others)) {
    draft.leaveOut(`${at}.${key}`, 'what the caller decided is followed');
  }
}

function setSampler(
  sampler: Part<object | null> & { readonly name: string },
  place: 0 | 1,
  draft: SettingsDraft,
): void {
  const { name, value, at } = sampler;
  const word = Object.hasOwn(words, name) ? words[name]?.[place] : undefined;
  if (word === undefined) {
    draft.leaveOut(at, `the samplers of a file are parent_based, ${Object.keys(words).join(', ')}`);
    return;
  }
  draft.set(SAMPLER, { value: word, at });
  if (name === 'xray') {
    const pairs = Object.entries(value ?? {}).filter(([, setting]) => setting !== null);
    const text = pairs.map(([key, setting]) => `${key}=${String(setting)}`).join(',');
    draft.set(ARGUMENT, { value: text || undefined, at });
  } else {
    draft.setAll({ value, at }, name === 'xray_default' ? rules : name === 'trace_id_ratio_based' ? ratio : {});
  }
}

const ratio = { ratio: ARGUMENT };
const rules = { rules: 'OTEL_XRAY_SAMPLING_RULES' };
