/**
 * Of a value what an expectation speaks of: objects with its keys only, missing ones as `undefined`, so that
 * `toEqual` compares what is said and nothing else. Lists are taken whole.
 */
export function pickExpected(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.map((item, index) => (index < expected.length ? pickExpected(item, expected[index]) : item));
  if (!isObject(actual) || !isObject(expected)) return actual;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, pickExpected(actual[key], expected[key])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
