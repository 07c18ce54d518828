import { isRecord } from '../../xray/sampling-rule.ts';
import { invalidRequest } from './xray-fault.ts';

/** The members of a request's JSON body; each reader throws X-Ray's fault for a value of the wrong kind. */
export type Fields = Readonly<Record<string, unknown>>;

/** The body as an object; no body at all is an empty one. */
export function readFields(bytes: Buffer): Fields {
  const text = bytes.toString('utf8').trim();
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidRequest('The body is not JSON.');
  }
  if (!isRecord(value)) throw invalidRequest('The body is not a JSON object.');
  return value;
}

/** A text; undefined when it is absent or null. */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidRequest(`"${name}" is not a string.`);
  return value;
}

/** A text that must be there and not be empty. */
export function requiredText(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (value === undefined || value === '') throw invalidRequest(`"${name}" is missing.`);
  return value;
}

/** A moment in seconds since 1970, given as a number or in ISO 8601. */
export function requiredTime(fields: Fields, name: string): number {
  const value = fields[name];
  if (value === undefined || value === null) throw invalidRequest(`"${name}" is missing.`);
  const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds)) throw invalidRequest(`"${name}" is not a time.`);
  return seconds;
}

/** A list of texts that must be there. */
export function requiredTexts(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw invalidRequest(`"${name}" is missing.`);
  const texts = value.filter((item) => typeof item === 'string');
  if (texts.length < value.length) throw invalidRequest(`"${name}" is not a list of strings.`);
  return texts;
}
