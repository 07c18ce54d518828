import { perText } from './per-text.ts';
import { isGiven, readText } from './read-attribute.ts';
import { toSegmentName } from './segment-name.ts';
import type { SpanRecord } from './span.ts';
import { urlHostname } from './url-hostname.ts';

/** The name of a document, and whose service it stands for. */
export interface Name {
  readonly name: string;
  readonly namespace: 'aws' | 'remote' | undefined;
}

/** X-Ray names segments by services, while spans are named by operations: a name is looked for where services stand. */
export function makeName(span: SpanRecord): Name {
  const early = nameBeforeAwsService(span);
  // Once asked for, `aws.service` makes this an AWS call even when it is empty.
  const isAws = isAwsCall(span) || (early === '' && isGiven(span.attributes, 'aws.service'));
  return {
    name: early === '' ? nameFromAwsService(span) : early,
    namespace: isAws ? 'aws' : callNamespace(span),
  };
}

/** The first name that is told; empty when none is. */
function nameBeforeAwsService(span: SpanRecord): string {
  return localServiceName(span) || remoteServiceName(span) || readText(span.attributes, 'peer.service');
}

/** Further down the first name that is told, at last by the span's own. */
function nameFromAwsService(span: SpanRecord): string {
  const { attributes, kind, resource } = span;
  return (
    readText(attributes, 'aws.service') ||
    databaseName(span) ||
    (kind === 'server' ? readText(resource.attributes, 'service.name') : '') ||
    readText(attributes, 'rpc.service') ||
    readText(attributes, 'http.host') ||
    readText(attributes, 'net.peer.name') ||
    segmentName(span.name)
  );
}

/** `aws.remote.service` as a name: AWS services without the prefix that marks them. */
export function makeRemoteServiceName(span: SpanRecord): string {
  const name = readText(span.attributes, 'aws.remote.service');
  return name !== '' && isAwsCall(span) ? name.replace(AWS_PREFIX, '') : name;
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

function localServiceName(span: SpanRecord): string {
  const isOurs = span.kind === 'server' || (span.kind === 'internal' && isLocalRoot(span));
  return isOurs ? readText(span.attributes, 'aws.local.service') : '';
}

function remoteServiceName(span: SpanRecord): string {
  return span.kind === 'consumer' || isCall(span) ? makeRemoteServiceName(span) : '';
}

/** `database@host`. */
function databaseName({ attributes }: SpanRecord): string {
  if (!isGiven(attributes, 'db.name')) return '';
  const host = databaseHost(readText(attributes, 'db.connection_string'));
  const name = readText(attributes, 'db.name');
  return host === '' ? name : `${name}@${host}`;
}

const databaseHost = perText((connection) => urlHostname(connection.replace(/^jdbc:/, '')));

const segmentName = perText(toSegmentName);

function callNamespace(span: SpanRecord): 'remote' | undefined {
  return isCall(span) ? 'remote' : undefined;
}

function isCall({ kind }: SpanRecord): boolean {
  return kind === 'client' || kind === 'producer';
}
