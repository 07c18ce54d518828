import type { DocumentValue, SegmentDocument } from '../../xray/segment-document.ts';

/** The status code of the HTTP answer; undefined without a believable one. */
export function httpStatusOf({ http }: SegmentDocument): number | undefined {
  const status = toCount(http?.response?.status);
  return status > 0 && status < 1000 ? status : undefined;
}

/** How often a call was sent again before it ended as it did. */
export function retriesOf(document: SegmentDocument): number {
  const { aws } = document;
  const recorded = metadataOf(document, 'aws.retries') ?? metadataOf(document, 'http.request.resend_count');
  return toCount(aws?.retries ?? recorded);
}

/** A value of the namespace `default`, which holds the attributes that no other part of a document shows. */
export function metadataOf({ metadata }: SegmentDocument, key: string): DocumentValue | undefined {
  return metadata?.['default']?.[key];
}

/** The text if it is one, else nothing. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The texts in a list, or the one text. */
export function asTexts(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === 'string').filter((text) => text !== '');
}

function toCount(value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && number > 0 ? Math.floor(number) : 0;
}
