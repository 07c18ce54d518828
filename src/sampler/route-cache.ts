/** Remembers what was found for the keys that were asked for last. */
export interface RouteCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Longer keys are not remembered: they are hostile or hardly asked for twice. */
const MAX_KEY_LENGTH = 512;

/**
 * A cache of at most twice `size` entries: when one generation is full, the one before it is forgotten. An entry that
 * is asked for in time moves on, so a flood of keys that are asked for once does not drive out the others for long.
 */
export function createRouteCache<Value>(size: number): RouteCache<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  const set = (key: string, value: Value): void => {
    if (key.length > MAX_KEY_LENGTH) return;
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const before = old.get(key);
      if (before !== undefined) set(key, before);
      return before;
    },
    set,
  };
}
