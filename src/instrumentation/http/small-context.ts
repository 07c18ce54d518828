import type { Context } from '@opentelemetry/api';

/**
 * An empty context that behaves like the API's `ROOT_CONTEXT`, for the contexts of requests: a request derives four or
 * five and asks them some thirty times, and each of the API's own copies a Map and makes three closures.
 */
export function createSmallContext(): Context {
  return new SmallContext(undefined, NO_ENTRY, NO_ENTRY, NO_ENTRY);
}

interface Entry {
  readonly key: symbol;
  readonly value: unknown;
}

/** Nobody has its key. */
const NO_ENTRY: Entry = { key: Symbol('none'), value: undefined };

/** The three values that requests have have their places; what an application adds is around them. */
class SmallContext implements Context {
  readonly #others: ReadonlyMap<symbol, unknown> | undefined;
  readonly #first: Entry;
  readonly #second: Entry;
  readonly #third: Entry;

  constructor(others: ReadonlyMap<symbol, unknown> | undefined, first: Entry, second: Entry, third: Entry) {
    this.#others = others;
    this.#first = first;
    this.#second = second;
    this.#third = third;
  }

  getValue(key: symbol): unknown {
    if (this.#first.key === key) return this.#first.value;
    if (this.#second.key === key) return this.#second.value;
    if (this.#third.key === key) return this.#third.value;
    return this.#others?.get(key);
  }

  setValue(key: symbol, value: unknown): Context {
    const entry = { key, value };
    if (isPlaceFor(this.#first, key)) return new SmallContext(this.#others, entry, this.#second, this.#third);
    if (isPlaceFor(this.#second, key)) return new SmallContext(this.#others, this.#first, entry, this.#third);
    if (isPlaceFor(this.#third, key)) return new SmallContext(this.#others, this.#first, this.#second, entry);
    return new SmallContext(new Map(this.#others).set(key, value), this.#first, this.#second, this.#third);
  }

  deleteValue(key: symbol): Context {
    return this.getValue(key) === undefined ? this : this.setValue(key, undefined);
  }
}

/** They are filled in their order, and stay filled. */
function isPlaceFor(entry: Entry, key: symbol): boolean {
  return entry.key === key || entry === NO_ENTRY;
}
