/** An empty object for values by key; without a prototype, so that no key is special. */
export function createMap<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
