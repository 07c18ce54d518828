import type { Context } from '@opentelemetry/api';

/**
 * An empty context that behaves like the API's `ROOT_CONTEXT`, for the contexts of requests: a request derives four or
 * five, and each of the API's own copies a Map and makes three closures.
 */
export function createSmallContext(): Context {
  return new SmallContext([]);
}

class SmallContext implements Context {
  /** Keys and values in turn. A request has a handful, which are found sooner by looking than by hashing. */
  readonly #entries: readonly unknown[];

  constructor(entries: readonly unknown[]) {
    this.#entries = entries;
  }

  getValue(key: symbol): unknown {
    const entries = this.#entries;
    for (let index = 0; index < entries.length; index += 2) if (entries[index] === key) return entries[index + 1];
    return undefined;
  }

  setValue(key: symbol, value: unknown): Context {
    const entries = [...this.#entries];
    for (let index = 0; index < entries.length; index += 2) {
      if (entries[index] !== key) continue;
      entries[index + 1] = value;
      return new SmallContext(entries);
    }
    entries.push(key, value);
    return new SmallContext(entries);
  }

  deleteValue(key: symbol): Context {
    const at = this.#entries.findIndex((entry, index) => index % 2 === 0 && entry === key);
    return at < 0 ? this : new SmallContext(this.#entries.toSpliced(at, 2));
  }
}
