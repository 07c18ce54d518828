import fc from 'fast-check';

/** A word as services, tables and paths are called. */
export const word: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-z0-9]{0,11}(?:[-_.][a-z0-9]{1,6})?$/);

/** A host's name or address. */
export const host: fc.Arbitrary<string> = fc.oneof(
  fc.domain().map((domain) => domain.slice(-60).replace(/^[^a-z0-9]+/, '')),
  fc.ipV4(),
  fc.constant('2001:db8::7'),
  fc.constantFrom('localhost', 'api.internal'),
);

/** A port that no scheme has as its own. */
export const otherPort: fc.Arbitrary<number> = fc.integer({ min: 1024, max: 65_535 });

/** An account of AWS. */
export const account: fc.Arbitrary<string> = fc.stringMatching(/^[1-9]\d{11}$/);

/** A host as it stands in a URL. */
export function inUrl(name: string): string {
  return name.includes(':') ? `[${name}]` : name;
}
