const NONE: ReadonlySet<unknown> = new Set();

/** The keys that `aws.xray.annotations` lists; none where it is no list, as the exporter takes it. */
export function annotationKeys(listed: unknown): ReadonlySet<unknown> {
  return Array.isArray(listed) ? new Set<unknown>(listed) : NONE;
}
