import { createMap } from './create-map.ts';
import type { Attributes, AttributeValue } from './span.ts';

/** A part of the document, and the attributes that it did not use. */
export interface Part<T> {
  readonly part: T;
  readonly rest: Attributes;
}

/** The attributes without the keys for which `isUsed` holds, in their order. */
export function withoutUsed(attributes: Attributes, isUsed: (key: string) => boolean): Attributes {
  const keys = Object.keys(attributes);
  const kept = keys.filter((key) => !isUsed(key));
  if (kept.length === keys.length) return attributes;
  const rest = createMap<AttributeValue>();
  for (const key of kept) rest[key] = attributes[key] ?? null;
  return rest;
}
