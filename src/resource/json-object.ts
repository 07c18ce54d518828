/** A parsed JSON object whose members are not known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses JSON text that must hold an object; throws otherwise. */
export function parseJsonObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new TypeError('expected a JSON object');
  return value;
}

/** The member of an object when that is an object too, else an empty one. */
export function readObject(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

/** The member of an object when it is a string with content. */
export function readText(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
