import type { Attributes } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { attributeBytes, bytesOf, type DocumentParts, metadataOf } from './document-parts.ts';

/** Metadata smaller than this is taken away rather than cut: the mark would hardly be shorter. */
const MIN_CUT_BYTES = 120;
const KEPT_METADATA_CHARACTERS = 200;
const KEPT_FRAMES = 10;
/** X-Ray itself takes no more of a text, names and metadata apart. */
const KEPT_TEXT_CHARACTERS = 250;
const NAMESPACE_PREFIX = 'aws.xray.metadata.';

type Cut = (parts: DocumentParts, excessBytes: number) => DocumentParts;

/**
 * The parts of a document, cut so that they take at most `maxBytes`: metadata first, then stacks, then long texts, each
 * cut marked. Undefined where all that is not enough.
 */
export function fitDocument(parts: DocumentParts, maxBytes: number): DocumentParts | undefined {
  let fitted = parts;
  for (const cut of CUTS) {
    const excess = bytesOf(fitted) - maxBytes;
    if (excess <= 0) return fitted;
    fitted = cut(fitted, excess);
  }
  return bytesOf(fitted) <= maxBytes ? fitted : undefined;
}

const CUTS: readonly Cut[] = [cutMetadata, takeMetadataAway, shortenStacks, takeStacksAway, cutTexts];

/** The largest first, as many as must be. */
function cutMetadata(parts: DocumentParts, excessBytes: number): DocumentParts {
  const attributes = { ...parts.attributes };
  const sizes = Object.keys(attributes)
    .filter(metadataOf(attributes))
    .map((key) => ({ key, bytes: attributeBytes(key, attributes[key]) }))
    .sort((one, other) => other.bytes - one.bytes);
  let excess = excessBytes;
  for (const { key, bytes } of sizes) {
    if (excess <= 0 || bytes < MIN_CUT_BYTES) break;
    const cut = cutMetadataValue(key, attributes[key], bytes);
    excess -= Math.max(0, bytes - attributeBytes(key, cut));
    attributes[key] = cut;
  }
  return { ...parts, attributes };
}

function cutMetadataValue(key: string, value: unknown, bytes: number): unknown {
  // The exporter takes a namespace apart only while it is JSON.
  if (key.startsWith(NAMESPACE_PREFIX)) return JSON.stringify({ '[cut]': `${bytes} bytes` });
  return typeof value === 'string' ? cutText(value, KEPT_METADATA_CHARACTERS) : `[cut: ${bytes} bytes]`;
}

/** The last first; one attribute says how many. */
function takeMetadataAway(parts: DocumentParts, excessBytes: number): DocumentParts {
  const { attributes } = parts;
  const isMetadata = metadataOf(attributes);
  const taken = new Set<string>();
  let excess = excessBytes + attributeBytes('otel_xray.cut', '[cut: 1000000 attributes]');
  for (const key of Object.keys(attributes).toReversed()) {
    if (excess <= 0) break;
    if (!isMetadata(key)) continue;
    taken.add(key);
    excess -= attributeBytes(key, attributes[key]);
  }
  if (taken.size === 0) return parts;
  const kept: Attributes = Object.fromEntries(Object.entries(attributes).filter(([key]) => !taken.has(key)));
  return { ...parts, attributes: { ...kept, 'otel_xray.cut': `[cut: ${taken.size} attributes]` } };
}

function shortenStacks(parts: DocumentParts): DocumentParts {
  return rewriteStacks(parts, (lines) =>
    lines.length <= KEPT_FRAMES + 1
      ? lines
      : [...lines.slice(0, KEPT_FRAMES + 1), `    at ${lines.length - KEPT_FRAMES - 1} more(cut)`],
  );
}

function takeStacksAway(parts: DocumentParts): DocumentParts {
  return rewriteStacks(parts, (lines) => ['cut', `    at ${lines.length - 1} frames(cut)`]);
}

function rewriteStacks(parts: DocumentParts, rewrite: (lines: readonly string[]) => readonly string[]): DocumentParts {
  const events = parts.events.map((event): TimedEvent => {
    const stack = event.attributes?.['exception.stacktrace'];
    if (typeof stack !== 'string') return event;
    const rewritten = rewrite(stack.split('\n')).join('\n');
    return { ...event, attributes: { ...event.attributes, 'exception.stacktrace': rewritten } };
  });
  return { ...parts, events };
}

function cutTexts(parts: DocumentParts): DocumentParts {
  return {
    ...parts,
    statusMessage: cutText(parts.statusMessage, KEPT_TEXT_CHARACTERS),
    attributes: cutAttributes(parts.attributes),
    events: parts.events.map((event) => ({ ...event, attributes: cutAttributes(event.attributes ?? {}) })),
    links: parts.links.map((link) => ({ ...link, attributes: cutAttributes(link.attributes ?? {}) })),
  };
}

function cutAttributes(attributes: Attributes): Attributes {
  const cut = Object.entries(attributes).map(([key, value]) => [key, cutAnyText(value)]);
  return Object.fromEntries(cut);
}

function cutAnyText(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value, KEPT_TEXT_CHARACTERS);
  return Array.isArray(value) ? value.map(cutAnyText) : value;
}

function cutText(text: string, keptCharacters: number): string {
  if (text.length <= keptCharacters + 40) return text;
  const last = text.charCodeAt(keptCharacters - 1);
  const end = last >= 0xd800 && last < 0xdc00 ? keptCharacters - 1 : keptCharacters;
  return `${text.slice(0, end)}[cut: ${text.length - end} characters]`;
}
