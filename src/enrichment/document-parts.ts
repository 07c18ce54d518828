import type { Attributes, Link } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { annotationKeys } from './annotation-keys.ts';
import { spanAttributes } from './attribute-list.ts';
import { countUnits, jsonBytes, textBytes } from './document-size.ts';

/** What of a span takes room in its segment document. */
export interface DocumentParts {
  readonly name: string;
  readonly statusMessage: string;
  readonly attributes: Attributes;
  readonly events: readonly TimedEvent[];
  readonly links: readonly Link[];
  /** The size of all these, as {@link countUnits} counts it: an upper bound that is cheap to have. */
  readonly units: number;
}

/** Attributes that name a document and are metadata as well, or stand in two fields. */
const SHOWN_TWICE: ReadonlySet<string> = new Set([
  'aws.local.service',
  'aws.remote.service',
  'db.connection_string',
  'db.name',
  'net.peer.name',
  'peer.service',
  'rpc.service',
]);

/** Attributes that become fields of the document, or tell the exporter what to do; all others become metadata. */
const FIELDS: ReadonlySet<string> = new Set([
  ...spanAttributes.flatMap(({ rows }) => rows.filter(({ fate }) => fate === 'field').map(({ name }) => name)),
  ...SHOWN_TWICE,
  'aws.account_id',
  'aws.dynamodb.table_names',
  'aws.operation',
  'aws.queue_url',
  'aws.region',
  'aws.request_id',
  'aws.service',
  'aws.span.kind',
  'aws.table_name',
  'aws.xray.annotations',
  'enduser.id',
  'rpc.system',
]);

/** `{"path":"","line":0,"label":""},` around the text of a frame. */
const BYTES_PER_FRAME = 36;
const BYTES_PER_EXCEPTION = 100;
const BYTES_PER_LINK = 100;

/** Tells of the keys of these attributes which become metadata, and are no annotations. */
export function metadataOf(attributes: Attributes): (key: string) => boolean {
  const annotations = annotationKeys(attributes['aws.xray.annotations']);
  return (key) => !FIELDS.has(key) && !annotations.has(key);
}

/** What {@link countUnits} gives for events and links. */
export function unitsOf(events: readonly TimedEvent[], links: readonly Link[]): number {
  let units = 0;
  for (const event of events)
    units += isShown(event) ? BYTES_PER_EXCEPTION + countUnits(event.attributes) + stackUnits(event) : 0;
  for (const link of links) units += BYTES_PER_LINK + (link.attributes === undefined ? 0 : countUnits(link.attributes));
  return units;
}

/** The bytes that all parts can take in the exporter's JSON. */
export function bytesOf({ name, statusMessage, attributes, events, links }: DocumentParts): number {
  let bytes = textBytes(name) + textBytes(statusMessage);
  for (const key of Object.keys(attributes)) bytes += attributeBytes(key, attributes[key]);
  for (const event of events) bytes += eventBytes(event);
  for (const link of links) bytes += BYTES_PER_LINK + (link.attributes === undefined ? 0 : jsonBytes(link.attributes));
  return bytes;
}

/** The bytes that one attribute can take. */
export function attributeBytes(key: string, value: unknown): number {
  return (textBytes(key) + jsonBytes(value) + 2) * timesShown(key);
}

/** None where the exporter drops the event. */
function eventBytes(event: TimedEvent): number {
  if (!isShown(event)) return 0;
  return BYTES_PER_EXCEPTION + jsonBytes(event.attributes ?? {}) + countLines(event) * BYTES_PER_FRAME;
}

/** In how many places of the document an attribute's value stands. */
export function timesShown(key: string): number {
  return SHOWN_TWICE.has(key) ? 2 : 1;
}

function isShown({ name }: TimedEvent): boolean {
  return name === 'exception' || name === 'HTTP request failure';
}

/** A frame's punctuation in units; fifty frames at most, so no line is counted for the cheap bound. */
function stackUnits({ attributes }: TimedEvent): number {
  return attributes?.['exception.stacktrace'] === undefined ? 0 : (50 * BYTES_PER_FRAME) / 6;
}

function countLines({ attributes }: TimedEvent): number {
  const stack = attributes?.['exception.stacktrace'];
  return typeof stack === 'string' ? stack.split('\n').length : 0;
}
