import { isGiven, readText } from './read-attribute.ts';
import { toSegmentName } from './segment-name.ts';
import type { SpanRecord, SpanRecordKind } from './span.ts';
import { urlHostname } from './url-hostname.ts';

/** The name of a document, and whose service it stands for. */
export interface Name {
  readonly name: string;
  readonly namespace: 'aws' | 'remote' | undefined;
}

/** A name that a span tells, empty when it does not; the first rule that gives one wins. */
type NameRule = (span: SpanRecord) => string;

const RULES_BEFORE_AWS_SERVICE: readonly NameRule[] = [
  localServiceName,
  remoteServiceName,
  ({ attributes }) => readText(attributes, 'peer.service'),
];

const RULES_FROM_AWS_SERVICE: readonly NameRule[] = [
  ({ attributes }) => readText(attributes, 'aws.service'),
  databaseName,
  ({ kind, resource }) => (kind === 'server' ? readText(resource.attributes, 'service.name') : ''),
  ({ attributes }) => readText(attributes, 'rpc.service'),
  ({ attributes }) => readText(attributes, 'http.host'),
  ({ attributes }) => readText(attributes, 'net.peer.name'),
  ({ name }) => toSegmentName(name),
];

const CALL_KINDS: ReadonlySet<SpanRecordKind> = new Set(['client', 'producer']);

/** X-Ray names segments by services, while spans are named by operations: a name is looked for where services stand. */
export function makeName(span: SpanRecord): Name {
  const early = firstName(RULES_BEFORE_AWS_SERVICE, span);
  // Once asked for, `aws.service` makes this an AWS call even when it is empty.
  const isAws = isAwsCall(span) || (early === '' && isGiven(span.attributes, 'aws.service'));
  return {
    name: early === '' ? firstName(RULES_FROM_AWS_SERVICE, span) : early,
    namespace: isAws ? 'aws' : callNamespace(span),
  };
}

/** `aws.remote.service` as a name: AWS services without the prefix that marks them. */
export function makeRemoteServiceName(span: SpanRecord): string {
  const name = readText(span.attributes, 'aws.remote.service');
  return isAwsCall(span) ? name.replace(AWS_PREFIX, '') : name;
}

/** True for a span of an AWS SDK. */
export function isAwsCall({ attributes }: SpanRecord): boolean {
  return attributes['rpc.system'] === 'aws-api';
}

/** True for the span that its SDK marked as the first one of this service in the trace. */
export function isLocalRoot({ attributes }: SpanRecord): boolean {
  return attributes['aws.span.kind'] === 'LOCAL_ROOT';
}

const AWS_PREFIX = /^AWS(?:\.SDK\.|::)/;

function firstName(rules: readonly NameRule[], span: SpanRecord): string {
  for (const rule of rules) {
    const name = rule(span);
    if (name !== '') return name;
  }
  return '';
}

function localServiceName(span: SpanRecord): string {
  const isOurs = span.kind === 'server' || (span.kind === 'internal' && isLocalRoot(span));
  return isOurs ? readText(span.attributes, 'aws.local.service') : '';
}

function remoteServiceName(span: SpanRecord): string {
  return span.kind === 'consumer' || CALL_KINDS.has(span.kind) ? makeRemoteServiceName(span) : '';
}

/** `database@host`. */
function databaseName({ attributes }: SpanRecord): string {
  if (!isGiven(attributes, 'db.name')) return '';
  const server = readText(attributes, 'db.connection_string').replace(/^jdbc:/, '');
  const host = urlHostname(server);
  const name = readText(attributes, 'db.name');
  return host === '' ? name : `${name}@${host}`;
}

function callNamespace({ kind }: SpanRecord): 'remote' | undefined {
  return CALL_KINDS.has(kind) ? 'remote' : undefined;
}
