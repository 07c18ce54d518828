/** Headers parted by whether a request can carry them. */
export interface PartedHeaders {
  readonly legal: Readonly<Record<string, string>>;
  /** Names alone: the values of headers to a collector are often credentials. */
  readonly illegalNames: readonly string[];
}

/** Parts headers by `check`, which throws on those that a request cannot carry. */
export function partHeaders(
  headers: Readonly<Record<string, string>>,
  check: (name: string, value: string) => void,
): PartedHeaders {
  const legal: [string, string][] = [];
  const illegalNames: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    try {
      check(name, value);
      legal.push([name, value]);
    } catch {
      illegalNames.push(name);
    }
  }
  return { legal: Object.fromEntries(legal), illegalNames };
}
