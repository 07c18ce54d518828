/** Instances have no prototype with properties, so no key is special. */
// oxlint-disable-next-line typescript/no-extraneous-class -- only its prototype matters
class BareMap {}
Object.setPrototypeOf(BareMap.prototype, null);
Reflect.deleteProperty(BareMap.prototype, 'constructor');

/**
 * An empty object for values by key; no key is special. V8 keeps objects without any prototype as hash tables, which
 * are several times slower and larger than those of a class, so this has a prototype, but an empty one.
 */
export function createMap<T>(): Record<string, T> {
  return new BareMap() as Record<string, T>;
}
