import type { SpanRecord } from '../../local/span-record.ts';
import { isAwsCall, isDatabaseCall, isHttp, readText, readTexts } from './span-attribute.ts';
import { toSafeText } from './safe-text.ts';

/** What a span is called in the tree: both parts in one line, safe for a terminal. */
export interface SpanLabel {
  readonly name: string;
  /** What the name leaves open, such as the table of a DynamoDB call; may be empty. */
  readonly detail: string;
}

type LabelRule = (span: SpanRecord) => Partial<SpanLabel> | undefined;

const RULES: readonly LabelRule[] = [labelAwsCall, labelDatabaseCall, labelSegment, labelHttpCall];

/** The label by the first rule that fits; otherwise the span's own name. */
export function labelOf(span: SpanRecord): SpanLabel {
  for (const rule of RULES) {
    const { name = '', detail = '' } = rule(span) ?? {};
    if (name !== '') return { name: toSafeText(name), detail: detail === name ? '' : toSafeText(detail) };
  }
  return { name: toSafeText(span.name) || '(unnamed)', detail: '' };
}

/** What the span did, without who did it: `GET /orders/:id` for a request, else its label. */
export function operationOf(span: SpanRecord): string {
  const { name, detail } = labelOf(span);
  return labelSegment(span) !== undefined && detail !== '' ? detail : `${name} ${detail}`.trim();
}

/** `shop` and `GET /orders/:id`: the service and what it was asked for. */
function labelSegment(span: SpanRecord): Partial<SpanLabel> | undefined {
  const service = span.resource.attributes['service.name'];
  const segmentName = readText(span, 'aws.local.service');
  if (span.kind !== 'server' && span.kind !== 'consumer')
    return segmentName === undefined ? undefined : { name: segmentName };
  const name = segmentName ?? (typeof service === 'string' ? service : undefined);
  const method = readText(span, 'http.request.method', 'http.method');
  const route = readText(span, 'http.route', 'url.path') ?? withoutQuery(readText(span, 'http.target'));
  const detail = method !== undefined && route !== undefined ? `${method} ${route}` : span.name;
  return name === undefined ? { name: detail } : { name, detail };
}

/** `GET api.example.com/prices`: the query is left out, for it may be long and hold secrets. */
function labelHttpCall(span: SpanRecord): Partial<SpanLabel> | undefined {
  if (!isHttp(span) || span.kind !== 'client') return undefined;
  const method = readText(span, 'http.request.method', 'http.method') ?? '';
  const url = readText(span, 'url.full', 'http.url');
  if (url !== undefined && URL.canParse(url)) {
    const { host, pathname } = new URL(url);
    return { name: `${method} ${host}${pathname === '/' ? '' : pathname}` };
  }
  const host = readText(span, 'server.address', 'net.peer.name', 'http.host');
  return host === undefined ? undefined : { name: `${method} ${host}${readText(span, 'url.path') ?? ''}` };
}

/** `shop` and `SELECT * FROM orders …`: the database and the statement. */
function labelDatabaseCall(span: SpanRecord): Partial<SpanLabel> | undefined {
  if (!isDatabaseCall(span)) return undefined;
  const database = readText(span, 'db.namespace', 'db.name', 'db.system.name', 'db.system');
  const statement = readText(span, 'db.query.text', 'db.statement', 'db.operation.name', 'db.operation') ?? span.name;
  return database === undefined ? undefined : { name: database, detail: statement };
}

/** `DynamoDB GetItem` and `orders`: service, operation, and which of the service's things. */
function labelAwsCall(span: SpanRecord): Partial<SpanLabel> | undefined {
  if (!isAwsCall(span)) return undefined;
  const service = readText(span, 'rpc.service', 'aws.service', 'aws.remote.service')?.replace(/^AWS(?:\.SDK\.|::)/, '');
  const method = readText(span, 'aws.operation', 'rpc.method')?.split('/').at(-1);
  if (service === undefined || method === undefined) return undefined;
  return { name: `${service} ${method}`, detail: awsResource(span) ?? '' };
}

function awsResource(span: SpanRecord): string | undefined {
  const tables = readTexts(span, 'aws.dynamodb.table_names', 'aws.table_name', 'aws.table.name');
  if (tables.length > 0) return tables.join(', ');
  const url = readText(span, 'aws.queue_url', 'aws.queue.url', 'messaging.url');
  const arn = readText(span, 'aws.sns.topic.arn', 'aws.step_functions.state_machine.arn', 'aws.lambda.function.arn');
  return (
    readText(span, 'aws.s3.bucket', 'messaging.destination.name', 'faas.invoked_name', 'messaging.destination') ??
    url?.split('/').at(-1) ??
    arn?.split(':').at(-1)
  );
}

function withoutQuery(target: string | undefined): string | undefined {
  return target?.split('?', 1)[0];
}
