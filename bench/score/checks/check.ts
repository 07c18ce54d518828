import { isDeepStrictEqual } from 'node:util';
import { type Entry, type ExceptionEntry, NotRecorded, type Picture } from '../picture.ts';

/** One claim about what X-Ray shows. The same for every subject. */
export interface Check {
  readonly what: string;
  /** The field of the segment document that it looks at. */
  readonly field: string;
  /** Why an engineer cares. */
  readonly why: string;
  readonly look: (picture: Picture) => unknown;
  /** A value, a pattern of the text, or a predicate. */
  readonly expected: unknown;
}

/** Checks of one subject matter. */
export interface CheckGroup {
  readonly title: string;
  readonly checks: readonly Check[];
}

/** How a check came out: undefined where it holds, otherwise what was found instead. */
export type Finding = string | undefined;

/** Looks at the picture; what is not there at all is a finding too. */
export function evaluate({ look, expected }: Check, picture: Picture): Finding {
  try {
    const found = look(picture);
    return matches(found, expected) ? undefined : describe(found);
  } catch (error) {
    if (error instanceof NotRecorded) return error.message;
    throw error;
  }
}

function matches(found: unknown, expected: unknown): boolean {
  if (typeof expected === 'function') return (expected as (value: unknown) => boolean)(found);
  if (expected instanceof RegExp) return typeof found === 'string' && expected.test(found);
  return isDeepStrictEqual(found, expected);
}

function describe(found: unknown): string {
  if (found === undefined) return 'absent';
  return typeof found === 'string' ? found : JSON.stringify(found);
}

/** The outcome as the trace map colours it: `ok`, or the flags that are set. */
export function outcomeOf({ error, throttle, fault }: Entry): string {
  const flags = Object.entries({ fault, throttle, error }).flatMap(([flag, isSet]) => (isSet === true ? [flag] : []));
  return flags.join(' and ') || 'ok';
}

/** A field of the request or response. */
export function request(entry: Entry, field: string): unknown {
  return entry.http?.request?.[field];
}

/** The status that X-Ray shows. */
export function statusOf(entry: Entry): unknown {
  return entry.http?.response?.['status'];
}

/** The exceptions of the cause; empty where there is none. */
export function exceptionsOf({ cause }: Entry): readonly ExceptionEntry[] {
  return typeof cause === 'object' ? (cause.exceptions ?? []) : [];
}

/** Types and messages of the exceptions, the outermost first. */
export function causeOf(entry: Entry): readonly string[] {
  return exceptionsOf(entry).map(({ type, message }) => `${type || '(no type)'}: ${message ?? ''}`);
}

/** Whatever stands under one of these names in the `aws` block, the annotations or the metadata. */
export function detail({ aws, annotations, metadata }: Entry, ...names: readonly string[]): unknown {
  const places = [aws, annotations, ...Object.values(metadata ?? {})];
  return places.flatMap((place) => names.map((name) => place?.[name])).find((value) => value !== undefined);
}
