import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';

/**
 * A resource that knows some attributes now and the others later. `detect` gives the complete resource and
 * never rejects; it starts after the application's first tick, or when an export waits for it. Until then
 * `attributes` are those of `known`, without complaint.
 *
 * The SDK's own asynchronous attributes are promises for fixed keys; one that finds nothing becomes a warning
 * (`dropping invalid resource attribute value`), which off AWS would be some twenty lines at each start.
 * Merged into another resource (`other.merge(late)`) only what is known counts.
 */
export function createLateResource(known: Resource, detect: () => Promise<Resource>): Resource {
  const resource = new LateResource(known, detect);
  setImmediate(() => void resource.waitForAsyncAttributes()).unref();
  return resource;
}

class LateResource implements Resource {
  readonly #detect: () => Promise<Resource>;
  #current: Resource;
  #settling: Promise<void> | undefined;
  #isPending = true;

  constructor(known: Resource, detect: () => Promise<Resource>) {
    this.#current = known;
    this.#detect = detect;
  }

  get asyncAttributesPending(): boolean {
    return this.#isPending;
  }

  get attributes(): Attributes {
    return this.#current.attributes;
  }

  waitForAsyncAttributes(): Promise<void> {
    this.#settling ??= this.#settle();
    return this.#settling;
  }

  merge(other: Resource | null): Resource {
    if (!this.#isPending) return this.#current.merge(other);
    return new LateResource(this.#current.merge(other), async () => {
      await this.waitForAsyncAttributes();
      return this.#current.merge(other);
    });
  }

  getRawAttributes(): ReturnType<Resource['getRawAttributes']> {
    return this.#current.getRawAttributes();
  }

  async #settle(): Promise<void> {
    this.#current = await this.#detect();
    this.#isPending = false;
  }
}
