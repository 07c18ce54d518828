import { parseList } from './parse-list.ts';

/**
 * Reads instrumentation names separated by commas: upstream's short names (`http`, `aws-sdk`) or the packages'
 * full ones (`@opentelemetry/instrumentation-http`), which are shortened. Whether such an instrumentation
 * exists is for the registry to say.
 */
export const parseInstrumentationNames = parseList((item) => {
  const name = item.toLowerCase().replace(/^@opentelemetry\/instrumentation-/, '');
  return /^[a-z\d][a-z\d._-]{0,63}$/.test(name) ? name : undefined;
});
