/** True for anything that has properties to read: objects and arrays, never null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * True for object literals of any realm. Only these may be copied by spreading: a class instance would lose
 * its accessors.
 */
export function isPlainRecord(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value) || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** True for promises of any realm: tools that run tests give each file its own. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return isRecord(value) && typeof value['then'] === 'function';
}
