import { type CompiledFilter, compileFilter, type ResolveGroup } from '../filter/compile-filter.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { type Fields, optionalText } from './read-fields.ts';
import { invalidRequest } from './xray-fault.ts';

/** So many groups may be asked for in a filter, and in their own filters; each is looked at for every trace. */
const MAX_GROUPS = 100;

/** The filter of a request; undefined when it takes every trace. Throws X-Ray's fault for an expression that is none. */
export function readFilter(fields: Fields, resolveGroup: ResolveGroup): CompiledFilter | undefined {
  const expression = optionalText(fields, 'FilterExpression') ?? '';
  const parsed = parseFilter(expression);
  if (!parsed.ok) {
    const { message, position } = parsed.error;
    throw invalidRequest(`Invalid FilterExpression at position ${position}: ${message}`);
  }
  let groups = 0;
  return (
    parsed.filter &&
    compileFilter(parsed.filter, (by, value) => {
      groups += 1;
      if (groups > MAX_GROUPS)
        throw invalidRequest(`The filter asks for groups, and these for others: ${MAX_GROUPS} at most.`);
      return resolveGroup(by, value);
    })
  );
}
