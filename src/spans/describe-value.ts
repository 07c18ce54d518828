const MAX_QUOTED_CHARACTERS = 60;

/**
 * Names the kind of a refused value for a diagnostic sentence: `null`, `NaN`, `an array`, `a function`. Never the
 * value itself, which may be a secret. Total.
 */
export function describeKind(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'number':
      return Number.isFinite(value) ? 'a number' : String(value);
    case 'string':
      return value === '' ? 'an empty string' : 'a string';
    case 'object':
      return isArray(value) ? 'an array' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** Quotes a name for a diagnostic sentence, cut to 60 characters: `"order.id"`. */
export function quoteName(name: string): string {
  const shown = name.length > MAX_QUOTED_CHARACTERS ? `${name.slice(0, MAX_QUOTED_CHARACTERS)}…` : name;
  return JSON.stringify(shown);
}

function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked proxy: it can be named, but not asked.
    return false;
  }
}
