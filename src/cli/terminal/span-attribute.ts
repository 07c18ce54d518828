import type { SpanRecord } from '../../local/span-record.ts';

/** The first of these attributes that is a text with something in it. */
export function readText(span: SpanRecord, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = span.attributes[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** The first of these attributes that is a number. */
export function readNumber(span: SpanRecord, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = span.attributes[key];
    if (typeof value === 'number') return value;
  }
  return undefined;
}

/** The texts in the first of these attributes that is a list or a text. */
export function readTexts(span: SpanRecord, ...keys: readonly string[]): readonly string[] {
  for (const key of keys) {
    const value = span.attributes[key];
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  }
  return [];
}

/** The status code of the HTTP answer; in the order in which the X-Ray exporter looks for it. */
export function readHttpStatus(span: SpanRecord): number | undefined {
  return readNumber(span, 'http.status_code', 'http.response.status_code');
}

/** True for a call that an AWS SDK made. */
export function isAwsCall(span: SpanRecord): boolean {
  const system = readText(span, 'rpc.system', 'rpc.system.name');
  return system === 'aws-api' || readText(span, 'aws.service') !== undefined;
}

/** True for a call to a database. */
export function isDatabaseCall(span: SpanRecord): boolean {
  return span.kind === 'client' && readText(span, 'db.system', 'db.system.name') !== undefined;
}

/** True for a span about an HTTP request, on either side of it. */
export function isHttp(span: SpanRecord): boolean {
  return readText(span, 'http.request.method', 'http.method') !== undefined;
}

/** How often a call was sent again before it ended as it did. */
export function readRetries(span: SpanRecord): number {
  return Math.max(0, Math.floor(readNumber(span, 'http.request.resend_count') ?? 0));
}
