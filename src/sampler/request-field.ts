import type { Attributes } from '@opentelemetry/api';

/** What a rule looks at in a request: one text, several of which one must match, or nothing. */
export type FieldValue = string | readonly string[] | undefined;

/** Reads one field of a request from the attributes that its span starts with. */
export type RequestField = (attributes: Attributes) => FieldValue;

/** The host without port, of the request's Host header. */
export const readHost: RequestField = (attributes) =>
  textOf(attributes['server.address'] ?? attributes['net.host.name'] ?? withoutPort(attributes['http.host']));

/** The request's method as it was sent, also where it is none that OpenTelemetry knows. */
export const readMethod: RequestField = (attributes) => {
  const method = attributes['http.request.method'] ?? attributes['http.method'];
  return textOf(method === '_OTHER' ? (attributes['http.request.method_original'] ?? method) : method);
};

/** The path without query, as it was sent. */
export const readPath: RequestField = (attributes) => {
  const path = attributes['url.path'];
  if (typeof path === 'string') return path;
  const target = attributes['http.target'];
  if (typeof target === 'string') return withoutQuery(target);
  const url = attributes['url.full'] ?? attributes['http.url'];
  return typeof url === 'string' ? pathOf(url) : undefined;
};

/** Makes the reader of any attribute. Numbers and truth values count as their text, lists as each of their items. */
export function readAttribute(key: string): RequestField {
  return (attributes) => textOf(attributes[key]);
}

function textOf(value: unknown): FieldValue {
  return Array.isArray(value) ? value.flatMap((item) => scalarText(item) ?? []) : scalarText(value);
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function withoutPort(host: unknown): unknown {
  return typeof host === 'string' ? host.replace(/:\d+$/, '') : host;
}

function withoutQuery(target: string): string {
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}

/** Without `new URL`, which throws and is slow. */
function pathOf(url: string): string | undefined {
  const path = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1];
  return path === '' ? '/' : path;
}
