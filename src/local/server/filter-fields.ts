import { type CompiledFilter, compileFilter, type ResolveGroup } from '../filter/compile-filter.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { type Fields, optionalText } from './read-fields.ts';
import { invalidRequest } from './xray-fault.ts';

/** The filter of a request; undefined when it takes every trace. Throws X-Ray's fault for an expression that is none. */
export function readFilter(fields: Fields, resolveGroup: ResolveGroup): CompiledFilter | undefined {
  const expression = optionalText(fields, 'FilterExpression') ?? '';
  const parsed = parseFilter(expression);
  if (!parsed.ok) {
    const { message, position } = parsed.error;
    throw invalidRequest(`Invalid FilterExpression at position ${position}: ${message}`);
  }
  return parsed.filter === undefined ? undefined : compileFilter(parsed.filter, resolveGroup);
}
