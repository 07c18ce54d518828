const ILLEGAL_CHARACTERS = /[^\w.]/gu;

/**
 * The key as X-Ray accepts it for an annotation: letters, digits, `_` and `.`; each other character becomes `_`, one
 * for one, so `user-id` gives `user_id`. The same rule as the collector's, which therefore leaves the result alone.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-annotations
 */
export function legalAnnotationKey(key: string): string {
  return key.replace(ILLEGAL_CHARACTERS, '_');
}
