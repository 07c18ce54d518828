import { createMap } from './create-map.ts';
import type { Attributes, AttributeValue } from './span.ts';

/** The attributes without the keys for which `isUsed` holds, in their order. */
export function withoutUsed(attributes: Attributes, isUsed: (key: string) => boolean): Attributes {
  const keys = Object.keys(attributes);
  const rest = createMap<AttributeValue>();
  let kept = 0;
  for (const key of keys) {
    if (isUsed(key)) continue;
    rest[key] = attributes[key] ?? null;
    kept += 1;
  }
  return kept === keys.length ? attributes : rest;
}
