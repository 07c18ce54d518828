/** Where a subject's documents end up, as X-Ray would get them. */
export interface Sink extends AsyncDisposable {
  /** Environment that leads a subject here. */
  readonly env: Readonly<Record<string, string>>;
  /** Whole segment documents, each as it was sent. */
  documents(): readonly string[];
}
