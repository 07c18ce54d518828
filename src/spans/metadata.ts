import type { Span } from '@opentelemetry/api';
import { recordingSpan } from './active-span.ts';
import { refuse } from './call-arguments.ts';
import { describeKind, quoteName } from './describe-value.ts';
import { safeJson } from './safe-json.ts';

/** The exporter parses the JSON object in such an attribute and merges it into the namespace that the key ends with. */
const NAMESPACE_ATTRIBUTE_PREFIX = 'aws.xray.metadata.';
const RESERVED_NAMESPACE_PREFIX = 'AWS.';
const MAX_BYTES_PER_SPAN = 2 ** 20;
/** Below this a value would be little more than the mark of its cut. */
const MIN_BYTES_PER_VALUE = 8192;

/** Written members (`"key":value`) by namespace and key, and their length together. */
interface SpanMetadata {
  readonly namespaces: Map<string, Map<string, string>>;
  bytes: number;
}

const metadataBySpan = new WeakMap<Span, SpanMetadata>();

/**
 * Adds metadata to the active segment or subsegment: data that X-Ray shows with it but does not index.
 *
 * Any value is taken. What JSON cannot say is described (errors, maps, sets, BigInt, cycles, failing getters), and
 * cut with a mark where the metadata of one span exceeds 1 MiB. X-Ray itself takes documents of 64 KB. Setting a key
 * again replaces its value. The value is read at once; later changes to it do not show. Without an active segment the
 * `AWS_XRAY_CONTEXT_MISSING` strategy applies.
 *
 * @param namespace Groups keys in X-Ray's view; it must not begin with `AWS.`, which is X-Ray's own.
 * @throws Error without a segment under `RUNTIME_ERROR`; never otherwise.
 *
 * @example
 * metadata('No. roles built', roles.length);
 * metadata('response', body, 'payments'); // shown as metadata.payments.response
 */
export function metadata(key: string, value: unknown, namespace: string = 'default'): void {
  const span = recordingSpan('metadata', 'The metadata is left out.');
  if (span === undefined || !isKey(key) || !isNamespace(namespace)) return;
  const known = metadataOf(span);
  const entries = entriesOf(known, namespace);
  const member = `${JSON.stringify(key)}:`;
  const replacedBytes = Buffer.byteLength(entries.get(member) ?? '');
  const freeBytes = MAX_BYTES_PER_SPAN - known.bytes + replacedBytes - Buffer.byteLength(member);
  if (freeBytes < MIN_BYTES_PER_VALUE) {
    refuse(
      `"metadata" has no room for another key; expected up to 1 MiB of metadata on one span. The value is left out.`,
    );
    return;
  }
  const written = member + safeJson(value, freeBytes);
  known.bytes += Buffer.byteLength(written) - replacedBytes;
  entries.set(member, written);
  span.setAttribute(NAMESPACE_ATTRIBUTE_PREFIX + namespace, `{${[...entries.values()].join(',')}}`);
}

function isKey(key: unknown): key is string {
  if (typeof key === 'string' && key !== '') return true;
  refuse(`"metadata" got ${describeKind(key)} as its key; expected a non-empty string. The metadata is left out.`);
  return false;
}

function isNamespace(namespace: unknown): namespace is string {
  if (typeof namespace !== 'string' || namespace === '') {
    refuse(
      `"metadata" got ${describeKind(namespace)} as its namespace; expected a non-empty string. The metadata is left out.`,
    );
    return false;
  }
  if (!namespace.startsWith(RESERVED_NAMESPACE_PREFIX)) return true;
  refuse(
    `"metadata" got the namespace ${quoteName(namespace)}; expected one that does not begin with "AWS.", which is X-Ray's own. The metadata is left out.`,
  );
  return false;
}

function metadataOf(span: Span): SpanMetadata {
  let known = metadataBySpan.get(span);
  if (known === undefined) {
    known = { namespaces: new Map(), bytes: 0 };
    metadataBySpan.set(span, known);
  }
  return known;
}

function entriesOf(known: SpanMetadata, namespace: string): Map<string, string> {
  let entries = known.namespaces.get(namespace);
  if (entries === undefined) {
    entries = new Map();
    known.namespaces.set(namespace, entries);
  }
  return entries;
}
