import type { SegmentDocument } from '../../xray/segment-document.ts';
import { awsResourceOf } from './aws-resource.ts';
import { asText, metadataOf } from './document-field.ts';
import { toSafeText } from './safe-text.ts';
import type { TraceNode } from '../../local/query/trace-tree.ts';

/** What a document is called in the tree: both parts in one line, safe for a terminal. */
export interface DocumentLabel {
  /** What X-Ray calls it; of an AWS call with the operation. */
  readonly name: string;
  /** What it did or was about, as far as the document tells; may be empty. */
  readonly detail: string;
}

/** The name that X-Ray shows, and beside it what was done: a request, a statement, a table. */
export function labelOf(node: TraceNode): DocumentLabel {
  const { name, detail } = describe(node);
  return { name: toSafeText(name) || '(unnamed)', detail: detail === name ? '' : toSafeText(detail) };
}

/** What was done, without who did it: `GET /orders/:id` for a request, else the label. */
export function operationOf(node: TraceNode): string {
  const { name, detail } = labelOf(node);
  return node.isSegment && detail !== '' ? detail : `${name} ${detail}`.trim();
}

function describe({ document, isSegment }: TraceNode): DocumentLabel {
  const name = asText(document.name);
  if (isSegment) return { name, detail: segmentOperation(document) };
  if (document.sql !== undefined) return { name, detail: asText(document.sql.sanitized_query) };
  if (document.namespace === 'aws') {
    const operation = asText(document.aws?.operation);
    return { name: operation === '' ? name : `${name} ${operation}`, detail: awsResourceOf(document) };
  }
  return { name, detail: remoteRequest(document) };
}

/** Where a producer keeps what a segment was asked for, since X-Ray names segments after services. */
const OPERATION = 'aws.local.operation';

/** `GET /orders/:id`; the path where no framework told the route. */
function segmentOperation(document: SegmentDocument): string {
  const operation = asText(document.annotations?.[OPERATION]) || asText(metadataOf(document, OPERATION));
  if (operation !== '') return operation;
  const { method, url } = document.http?.request ?? {};
  const target = asText(metadataOf(document, 'http.route')) || splitUrl(asText(url)).path;
  return [asText(method), target].filter((word) => word !== '').join(' ');
}

/** `GET /prices`, with the host where that is not the node's name. */
function remoteRequest({ name, http }: SegmentDocument): string {
  const { method, url } = http?.request ?? {};
  const { host, path } = splitUrl(asText(url));
  const target = host === name || host === '' ? path : host + (path === '/' ? '' : path);
  return [asText(method), target].filter((word) => word !== '' && word !== name).join(' ');
}

const URL_PARTS = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)([^?#]*)/i;

/** Neither credentials nor the query, which may be long and hold secrets. */
function splitUrl(url: string): { readonly host: string; readonly path: string } {
  const [, authority = '', path = ''] = URL_PARTS.exec(url) ?? [];
  if (authority === '' && path === '') return { host: '', path: '' };
  return { host: authority.slice(authority.lastIndexOf('@') + 1), path: path || '/' };
}
