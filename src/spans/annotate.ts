import { context } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { legalAnnotationKey } from '../xray/annotation-key.ts';
import { MAX_ANNOTATIONS } from '../xray/limits.ts';
import { recordingSpan } from './active-span.ts';
import { refuse } from './call-arguments.ts';
import { describeKind, quoteName } from './describe-value.ts';
import { exposedAttributes } from './exposed-attributes.ts';
import { segmentOf } from './local-root.ts';

/** What X-Ray indexes: text, finite numbers and booleans. */
export type AnnotationValue = string | number | boolean;

/** Names the attributes that the exporter makes annotations of; everything else becomes metadata. */
const ANNOTATION_KEYS_ATTRIBUTE = 'aws.xray.annotations';
/** Attributes that instruct the exporter and would change the whole document, and what no object can have as a key. */
const RESERVED_KEY = /^(?:aws\.(?:xray\.|span\.kind$)|__proto__$)/;

const keysBySpan = new WeakMap<Span, Set<string>>();
const countBySegment = new WeakMap<Span, number>();

/**
 * Adds annotations to the active segment or subsegment: values that X-Ray indexes for filter expressions and groups.
 *
 * Keys may hold ASCII letters, digits, `_` and `.`; anything else becomes `_`. Setting a key again replaces its value.
 * Values of other types are refused with one warning. X-Ray indexes 50 annotations per trace; the 51st under one
 * segment is reported once, and all are sent. Without an active segment the `AWS_XRAY_CONTEXT_MISSING` strategy
 * applies.
 *
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * annotate('order_id', order.id);
 * annotate({ tenant: 'acme', retries: 2, premium: true });
 */
export function annotate(key: string, value: AnnotationValue): void;
export function annotate(annotations: Readonly<Record<string, AnnotationValue>>): void;
export function annotate(keyOrAnnotations: unknown, value?: unknown): void {
  const span = recordingSpan('annotate', 'The annotation is left out.');
  if (span === undefined) return;
  const entries = legalEntries(entriesOf(keyOrAnnotations, value));
  if (entries.length > 0) addAnnotations(span, entries);
}

function entriesOf(keyOrAnnotations: unknown, value: unknown): readonly [string, unknown][] {
  if (typeof keyOrAnnotations === 'string') return [[keyOrAnnotations, value]];
  try {
    if (typeof keyOrAnnotations === 'object' && keyOrAnnotations !== null && !Array.isArray(keyOrAnnotations)) {
      return Object.entries(keyOrAnnotations);
    }
  } catch {
    refuse('"annotate" got an object that cannot be read; expected keys with values. Its annotations are left out.');
    return [];
  }
  refuse(
    `"annotate" got ${describeKind(keyOrAnnotations)} as its key; expected a string, or an object of keys and values. The annotation is left out.`,
  );
  return [];
}

function legalEntries(entries: readonly [string, unknown][]): [string, AnnotationValue][] {
  const legal: [string, AnnotationValue][] = [];
  for (const [givenKey, value] of entries) {
    const key = legalAnnotationKey(givenKey);
    if (givenKey === '' || RESERVED_KEY.test(key)) {
      refuse(
        `"annotate" got the key ${quoteName(givenKey)}; expected a name that is not empty and not one of X-Ray's own. The annotation is left out.`,
      );
    } else if (isAnnotationValue(value)) {
      legal.push([key, value]);
    } else {
      refuse(
        `"annotate" got ${describeKind(value)} for ${quoteName(givenKey)}; expected a string, a finite number or a boolean. The annotation is left out.`,
      );
    }
  }
  return legal;
}

function isAnnotationValue(value: unknown): value is AnnotationValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function addAnnotations(span: Span, entries: readonly [string, AnnotationValue][]): void {
  const keys = annotationKeysOf(span);
  const sizeBefore = keys.size;
  for (const [key, value] of entries) {
    span.setAttribute(key, value);
    keys.add(key);
  }
  span.setAttribute(ANNOTATION_KEYS_ATTRIBUTE, [...keys]);
  countAnnotations(segmentOf(context.active(), span), keys.size - sizeBefore);
}

/** The span's keys so far, those among them that the application listed in the attribute itself. */
function annotationKeysOf(span: Span): Set<string> {
  let keys = keysBySpan.get(span);
  if (keys === undefined) {
    keys = new Set();
    keysBySpan.set(span, keys);
  }
  const listed = exposedAttributes(span)[ANNOTATION_KEYS_ATTRIBUTE];
  if (Array.isArray(listed)) {
    for (const key of listed) if (typeof key === 'string') keys.add(key);
  }
  return keys;
}

function countAnnotations(segment: Span, added: number): void {
  const before = countBySegment.get(segment) ?? 0;
  const count = before + added;
  countBySegment.set(segment, count);
  if (before > MAX_ANNOTATIONS || count <= MAX_ANNOTATIONS) return;
  refuse(
    `"annotate" has put ${count} annotations under one segment; expected up to ${MAX_ANNOTATIONS}, which X-Ray indexes. All are sent; it may not find the trace by the later ones.`,
  );
}
