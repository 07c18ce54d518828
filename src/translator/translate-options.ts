/** How the exporter is configured. */
export interface TranslateOptions {
  /**
   * Attributes to index as annotations, those of the resource as `otel.resource.<key>`. Default: none but those that
   * a span itself lists under `aws.xray.annotations`.
   */
  readonly indexedAttributes?: readonly string[] | undefined;
  /** Index every text, number and boolean; the span's lists and maps are then left out. Default false. */
  readonly indexAllAttributes?: boolean | undefined;
  /** Log groups of a service whose resource tells none. Default: none. */
  readonly logGroupNames?: readonly string[] | undefined;
  /** Makes the ids of exceptions and of split-off segments: 16 lower-case hex digits, a new one each time. */
  readonly newId: () => string;
}
