import { parseList } from './parse-list.ts';
import type { Parsed } from './parsed.ts';

const PROPAGATORS: Readonly<Record<string, string>> = {
  xray: 'xray',
  // Also reads the trace header of a Lambda invocation.
  'xray-lambda': 'xray-lambda',
  tracecontext: 'tracecontext',
  baggage: 'baggage',
  b3: 'b3',
  b3multi: 'b3multi',
  none: 'none',
};

/**
 * Reads the names of `OTEL_PROPAGATORS` in their order. `none`, also beside others, gives an empty list, as
 * upstream has it.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function parsePropagators(text: string): Parsed<readonly string[]> {
  const parsed = parseNames(text);
  return parsed.kind !== 'refused' && parsed.value.includes('none') ? { ...parsed, value: [] } : parsed;
}

const parseNames = parseList((item) => {
  const name = item.toLowerCase();
  return Object.hasOwn(PROPAGATORS, name) ? PROPAGATORS[name] : undefined;
});
