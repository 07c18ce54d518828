import type { Attributes } from './span.ts';

/** Makes something of a resource once: many spans share one. */
export function perResource<Made>(make: (resource: Attributes) => Made): (resource: Attributes) => Made {
  const made = new WeakMap<Attributes, { readonly value: Made }>();
  // A request's spans have the same one in a row, so that most need not look it up.
  let last: Attributes | undefined;
  let lastMade: { readonly value: Made } | undefined;
  return (resource) => {
    if (resource === last && lastMade !== undefined) return lastMade.value;
    let known = made.get(resource);
    if (known === undefined) made.set(resource, (known = { value: make(resource) }));
    last = resource;
    lastMade = known;
    return known.value;
  };
}
