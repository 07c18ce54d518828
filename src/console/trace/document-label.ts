import { splitWebAddress } from '../format/web-address.ts';
import type { DocumentValue, SegmentDocument } from '../../xray/segment-document.ts';

/** What a document is called in the timeline. */
export interface DocumentLabel {
  /** What X-Ray calls it; of an AWS call with the operation. */
  readonly name: string;
  /** What it did or was about, as far as the document tells; may be empty. */
  readonly detail: string;
}

/** The name that X-Ray shows, and beside it what was done: a request, a statement, a table. */
export function labelOf(document: SegmentDocument, isSegment: boolean): DocumentLabel {
  const name = asText(document.name) || '(unnamed)';
  if (isSegment) return { name, detail: segmentOperation(document) };
  if (document.sql !== undefined) return { name, detail: oneLine(asText(document.sql.sanitized_query)) };
  if (document.namespace === 'aws') {
    const operation = asText(document.aws?.operation);
    return { name: operation === '' ? name : `${name} ${operation}`, detail: awsResourceOf(document) };
  }
  const detail = remoteRequest(document);
  return { name, detail: detail === name ? '' : detail };
}

/** The things of AWS that calls are about: in an X-Ray SDK's `aws` block by this name, else in metadata as `aws.…`. */
const RESOURCES = [
  'bucket_name',
  'function_name',
  'topic_arn',
  'stream_name',
  'state_machine_arn',
  'activity_arn',
  'event_bus_name',
  'secret_name',
];

/** The same in the words of instrumentations. */
const RECORDED = ['aws.s3.bucket', 'messaging.destination.name', 'faas.invoked_name', 'aws.sns.topic.arn'];

/** Which table, queue, bucket or other thing an AWS call was about; empty where the document does not say. */
export function awsResourceOf(document: SegmentDocument): string {
  const aws = document.aws ?? {};
  const tables = [aws.table_name, ...(Array.isArray(aws.table_names) ? aws.table_names : [])].map(asText);
  const table = tables.filter((name) => name !== '').join(', ');
  if (table !== '') return table;
  const queueUrl = asText(aws.queue_url);
  if (queueUrl !== '') return afterLast('/', queueUrl);
  const fields = new Map<string, unknown>(Object.entries(aws));
  const named = RESOURCES.map((name) => asText(fields.get(name)) || metadataText(document, `aws.${name}`));
  const found = [...named, ...RECORDED.map((key) => metadataText(document, key))].find((text) => text !== '');
  return afterLast(':', found ?? '');
}

/** Where a producer keeps what a segment was asked for, since X-Ray names segments after services. */
const OPERATION = 'aws.local.operation';

/** `GET /orders/:id`; the path where no framework told the route. */
function segmentOperation(document: SegmentDocument): string {
  const operation = asText(document.annotations?.[OPERATION]) || metadataText(document, OPERATION);
  if (operation !== '') return operation;
  const { method, url } = document.http?.request ?? {};
  const target = metadataText(document, 'http.route') || splitWebAddress(asText(url)).path;
  return [asText(method), target].filter((word) => word !== '').join(' ');
}

/** `GET /prices`, with the host where that is not the node's name. */
function remoteRequest({ name, http }: SegmentDocument): string {
  const { method, url } = http?.request ?? {};
  const { host, path } = splitWebAddress(asText(url));
  const target = host === name || host === '' ? path : host + (path === '/' ? '' : path);
  return [asText(method), target].filter((word) => word !== '' && word !== name).join(' ');
}

function metadataText(document: SegmentDocument, key: string): string {
  const namespace: Readonly<Record<string, DocumentValue>> = document.metadata?.['default'] ?? {};
  return Object.hasOwn(namespace, key) ? asText(namespace[key]) : '';
}

// Documents come from anybody: a field may hold anything.
function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function afterLast(separator: string, text: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
