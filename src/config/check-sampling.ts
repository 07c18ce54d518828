import { readSamplingRules } from '../xray/sampling-rules-document.ts';
import { checkNumber, checkText, describeValue, type Option, wrongOption } from './check-option.ts';
import type { LocalSamplingConfig } from './config.ts';
import { samplingOptions, samplingVariables } from './variables-sampling.ts';

/** The names of the options of `sampling`. */
export const SAMPLING_OPTION_NAMES = [
  'sampler',
  'ratio',
  'endpoint',
  'pollingIntervalMillis',
  'rules',
  'healthChecks',
] as const;

/** Checks the options of `sampling`. @throws TypeError with one sentence for the first wrong one */
export function checkSampling(at: (name: (typeof SAMPLING_OPTION_NAMES)[number]) => Option) {
  return {
    sampler: checkText(at('sampler'), samplingVariables.sampler),
    ratio: checkNumber(at('ratio'), samplingVariables.ratio),
    endpoint: checkText(at('endpoint'), samplingOptions.endpoint),
    pollingIntervalMillis: checkNumber(at('pollingIntervalMillis'), samplingOptions.pollingIntervalMillis),
    local: checkRules(at('rules')),
    healthChecks: checkText(at('healthChecks'), samplingVariables.healthChecks),
  };
}

function checkRules({ name, value }: Option): LocalSamplingConfig | undefined {
  if (value === undefined) {
    return undefined;
  }
  const file = typeof value === 'string' ? checkText({ name, value }, samplingVariables.rulesFile) : undefined;
  if (file !== undefined) {
    return { file };
  }
  const read = readSamplingRules(value);
  if (read.kind === 'wrong') {
    const [problem = '', expected = 'sampling rules'] = read.problem.split('; expected ', 2);
    throw wrongOption(name, `${describeValue(value)} that ${problem}`, expected);
  }
  return { rules: read.rules };
}
