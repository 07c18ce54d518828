import type { PropagatorName } from './config.ts';
import { accepted, partly, type Parsed } from './parsed.ts';
import { parseList } from './parse-list.ts';

const NAMES: readonly (PropagatorName | 'none')[] = [
  'xray',
  'xray-lambda',
  'tracecontext',
  'baggage',
  'b3',
  'b3multi',
  'none',
];

/**
 * Reads the names of `OTEL_PROPAGATORS` in their order. `none`, also beside others, gives an empty list, as
 * upstream has it.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function parsePropagators(text: string): Parsed<readonly PropagatorName[]> {
  const parsed = parseNames(text);
  if (parsed.kind === 'refused') return { kind: 'refused' };
  const value = parsed.value.includes('none') ? [] : parsed.value.filter((name) => name !== 'none');
  return parsed.kind === 'partly' ? partly(value, parsed.problem) : accepted(value);
}

const parseNames = parseList((item) => NAMES.find((name) => name === item.toLowerCase()));
