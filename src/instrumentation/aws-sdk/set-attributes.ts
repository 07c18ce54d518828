import type { Attributes } from '@opentelemetry/api';

/** Sets an attribute to a text that is not empty; anything else sets nothing. */
export function setText(attributes: Attributes, name: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') attributes[name] = value;
}

/** Sets an attribute to a number; anything else sets nothing. */
export function setNumber(attributes: Attributes, name: string, value: unknown): void {
  if (typeof value === 'number') attributes[name] = value;
}

/** Sets an attribute to `true` or `false`; anything else sets nothing. */
export function setFlag(attributes: Attributes, name: string, value: unknown): void {
  if (typeof value === 'boolean') attributes[name] = value;
}

/** Sets an attribute to the JSON of each of several objects, or of one; anything else sets nothing. */
export function setJson(attributes: Attributes, name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  attributes[name] = values.map((each) => JSON.stringify(each));
}
