import type { Comparison, TextOperator } from '../../../src/local/filter/filter.ts';

/** Compares as X-Ray does, one value at a time: values of another kind, or none, match nothing. */
export function compareValues(
  actual: unknown,
  operator: Comparison | TextOperator,
  wanted: string | number | boolean,
): boolean {
  if (actual === undefined || typeof actual !== typeof wanted) return false;
  if (operator === '=') return actual === wanted;
  if (operator === '!=') return actual !== wanted;
  if (typeof actual === 'string' && typeof wanted === 'string') {
    if (operator === 'CONTAINS') return actual.includes(wanted);
    if (operator === 'BEGINSWITH') return actual.startsWith(wanted);
    return operator === 'ENDSWITH' && actual.endsWith(wanted);
  }
  if (typeof actual !== 'number' || typeof wanted !== 'number') return false;
  if (operator === '<') return actual < wanted;
  if (operator === '<=') return actual <= wanted;
  if (operator === '>') return actual > wanted;
  return operator === '>=' && actual >= wanted;
}
