import type { Attributes } from './span.ts';

/** Makes something of a resource once: many spans share one. */
export function perResource<Made>(make: (resource: Attributes) => Made): (resource: Attributes) => Made {
  const made = new WeakMap<Attributes, { readonly value: Made }>();
  return (resource) => {
    let known = made.get(resource);
    if (known === undefined) made.set(resource, (known = { value: make(resource) }));
    return known.value;
  };
}
